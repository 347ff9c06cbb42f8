import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from made_facts import ROWS, article, citation, decision, round_of
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from pipeline.document import Document, State
from pipeline.errors import Reason
from pipeline.facts import DocumentKind, Facts, Field, IssueFact, Level, Role, Step
from pipeline.store import issues, models
from pipeline.store.dump import dump
from pipeline.store.load import LoadReport, load, reload, sighted
from pipeline.store.models import IssueState
from pipeline.store.queries import status
from pipeline.store.session import Store, open_store

Pair = tuple[Document, Facts]


def put(store: Store, *pairs: Pair, **options: Any) -> list[LoadReport]:
    found = []
    for document, facts in pairs:
        with store.begin() as session:
            found.append(load(session, document, facts, fingerprint="f/1", **options))
    return found


def dumped(store: Store) -> str:
    with store.session() as session:
        return "".join(dump(session))


def rows(store: Store, model: type[models.Base]) -> list[Any]:
    with store.session() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def entangled() -> list[Pair]:
    """Documents that share decisions, rounds, producers and products, and contradict each other."""
    as_award = [
        citation("1918/QĐ-UBND", role=Role.AWARD),
        citation("1918/QÐ-UBND", date(2020, 10, 17), "Chủ tịch UBND tỉnh Cao Bằng", Role.AWARD),
        citation("1918/QD-UBND", date(2020, 10, 7), None, Role.AWARD),
    ]
    told = [("Miến dong Phia Đén", "Hợp tác xã Tân Hòa"), ("Chè xanh hữu cơ", "CTY TNHH bình an")]
    basis = (
        citation("26/2014/TT-BCT"),
        citation("26/2014/TT-BCT".replace("C", "С"), date(2014, 8, 28), "Bộ Công Thương"),
    )
    later = (("1", "Miến dong Phia Đén", "HTX TÂN HÒA", "xã Thành Công"),)
    nation = round_of(Level.QUOC_GIA, None, 2021, edition=4)
    return [
        decision(citations=basis[:1], stated=3),
        decision("77/QĐ-UBND", date(2022, 5, 9), rows=later, round_=round_of(year=2022)),
        article("Tin một", rows=told, citations=(as_award[0], *basis)),
        article("Tin hai", rows=told[:1], citations=(as_award[1],), round_=round_of(edition=5)),
        article("Tin ba", citations=(as_award[2],), round_=round_of(None, None, None)),
        article("Tin bốn", rows=told[1:], round_=nation),
        article("Tin năm", citations=(citation("77/QĐ-UBND"),), round_=round_of(edition=6)),
    ]


def test_the_order_of_loading_leaves_no_trace(
    store: Store, new_database: Callable[[str], str]
) -> None:
    pairs = entangled()
    put(store, *pairs)
    expected = dumped(store)
    assert expected
    chance = random.Random(20201007)
    for _ in range(3):
        chance.shuffle(pairs)
        other = open_store(new_database(store.engine.dialect.name))
        put(other, *pairs, *chance.sample(pairs, 3))  # some again
        assert dumped(other) == expected
        other.close()


def test_a_document_read_otherwise_and_back_leaves_no_trace(store: Store) -> None:
    pairs = entangled()
    put(store, *pairs)
    expected = dumped(store)
    for document, facts in pairs:
        poorer = replace(facts, citations=(), awards=facts.awards[:1], round=round_of(year=1999))
        put(store, (document, poorer))
        assert dumped(store) != expected
        put(store, (document, facts))
        assert dumped(store) == expected


@pytest.mark.postgres
def test_both_engines_print_the_same_bytes(new_database: Callable[[str], str]) -> None:
    found = set()
    for engine in ("sqlite", "postgresql"):
        store = open_store(new_database(engine))
        put(store, *entangled(), sightings=["kho/Đ.pdf", "kho/z.pdf", "kho/á.pdf"])
        found.add(dumped(store))
        store.close()
    assert len(found) == 1


def test_held_and_cited_with_and_without_date_body_and_person_are_one_row(store: Store) -> None:
    put(store, *entangled())
    acts = {row.key: row for row in rows(store, models.Decision)}
    assert sorted(acts) == [
        "bo cong thuong|26/2014/TT-BCT|2014",
        "ubnd tinh cao bang|1918/QD-UBND|2020",
        "ubnd tinh cao bang|77/QD-UBND|2022",
    ]
    held = acts["ubnd tinh cao bang|1918/QD-UBND|2020"]
    assert (held.state, held.number, held.date, held.issuer, held.symbol) == (
        "held", "1918/QĐ-UBND", date(2020, 10, 7), "UBND tỉnh Cao Bằng", "QĐ-UBND",
    )  # fmt: skip
    cited = acts["bo cong thuong|26/2014/TT-BCT|2014"]
    assert (cited.state, cited.date, cited.signer_name) == ("cited", date(2014, 8, 28), None)


def test_a_cited_act_becomes_held_when_its_paper_comes_and_cited_again_without_it(
    store: Store,
) -> None:
    told = article("Tin", citations=(citation("1918/QĐ-UBND", role=Role.AWARD),))
    put(store, told)
    assert [(row.state, row.year) for row in rows(store, models.Decision)] == [("cited", None)]
    paper, facts = decision()
    put(store, (paper, facts))
    assert [(row.state, row.year) for row in rows(store, models.Decision)] == [("held", 2020)]
    put(store, (paper, replace(facts, decision=None, kind=DocumentKind.OTHER)))
    assert [(row.state, row.title) for row in rows(store, models.Decision)] == [("cited", None)]


def test_what_nothing_holds_any_more_goes(store: Store) -> None:
    document, facts = decision(citations=(citation("26/2014/TT-BCT"),))
    put(store, (document, facts))
    empty = Facts(DocumentKind.OTHER, False, "không thuộc chương trình")
    put(store, (document, empty))
    shared = (
        models.Decision, models.Round, models.Producer, models.ProducerName, models.Product,
        models.Place, models.Award, models.Citation, models.Head,
    )  # fmt: skip
    for model in shared:
        table = model.__table__
        with store.session() as session:
            assert session.scalar(select(func.count()).select_from(table)) == 0, table.name
    kept = [row.kind for row in rows(store, models.SearchEntry)]
    assert kept == []


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (None, date(2020, 10, 7)),  # "Số:      /QĐ-UBND"
        ("1918/QĐ-UBND", None),  # "ngày     tháng 10 năm 2020"
        (None, None),
        ("", date(2020, 10, 7)),
        ("…/QĐ-UBND", date(2020, 10, 7)),  # dots to be filled in
    ],
)
def test_a_draft_never_becomes_an_issued_decision(
    store: Store, number: str | None, day: date | None
) -> None:
    for step in (Step.RECOGNISED, Step.CERTIFIED, Step.PROPOSED):
        (report,) = put(store, decision(number, day, step=step, note=step.value))
        assert report.state is State.NEEDS_REVIEW
    assert rows(store, models.Decision) == []
    assert {row.step for row in rows(store, models.Award)} <= {None, Step.PROPOSED}
    with store.session() as session:
        assert status(session).awards == 0


def test_awards_at_an_earlier_step_are_kept_but_not_counted(store: Store) -> None:
    put(store, article("Đề nghị", rows=[("Miến", "HTX A")], step=Step.PROPOSED))
    with store.session() as session:
        found = status(session)
    assert (found.award_rows, found.awards) == (1, 0)


def test_nothing_outside_the_programme_is_an_award(store: Store) -> None:
    put(store, article("OCOP", rows=[("Miến", "HTX A")], in_programme=False))
    assert rows(store, models.Award) == []
    assert rows(store, models.Round) == []


def test_one_content_at_three_addresses_is_one_document(store: Store) -> None:
    pair = decision()
    put(store, pair, sightings=["a.pdf"])
    put(store, pair, sightings=["b.pdf", "a.pdf"])
    with store.begin() as session:
        assert sighted(session, pair[0].sha256, ["c.zip/a.pdf"])
        assert not sighted(session, "0" * 64, ["d.pdf"])
    assert len(rows(store, models.Document)) == 1
    assert [row.address for row in rows(store, models.Sighting)] == [
        "a.pdf",
        "b.pdf",
        "c.zip/a.pdf",
    ]


def test_a_load_that_fails_leaves_nothing(store: Store) -> None:
    put(store, decision())
    before = dumped(store)
    document, facts = decision("2/QĐ-UBND", note="hai")
    broken = replace(facts.awards[0], confidence=7.0)  # the table refuses it
    with pytest.raises(IntegrityError):
        put(store, (document, replace(facts, awards=(*facts.awards[1:], broken))))
    assert dumped(store) == before


def test_a_quarantined_document_is_kept_with_its_reason(store: Store) -> None:
    document, _ = decision()
    lost = replace(
        document, state=State.QUARANTINED, reason=Reason.ENCRYPTED, pages=(), words=(), text=""
    )
    said = IssueFact("encrypted", "Tệp có mật khẩu.")
    facts = replace(Facts(DocumentKind.OTHER, False, "không đọc được"), issues=(said,))
    (report,) = put(store, (lost, facts))
    assert (report.state, report.issues) == (State.QUARANTINED, 1)
    (row,) = rows(store, models.Document)
    assert (row.reason, row.pages) == (Reason.ENCRYPTED, 0)


def test_parsed_without_pages_is_impossible(store: Store) -> None:
    put(store, decision())
    with pytest.raises(IntegrityError), store.begin() as session:
        session.scalars(select(models.Document)).one().pages = 0


def test_an_open_issue_asks_for_review_until_it_is_settled_for_good(store: Store) -> None:
    pair = decision(stated=5)  # but three rows
    (report,) = put(store, pair)
    assert (report.state, report.issues) == (State.NEEDS_REVIEW, 1)
    (issue,) = rows(store, models.Issue)
    assert issue.code == "products-count"
    with store.begin() as session:
        issues.resolve(session, issue.key, who="Lan", why="phụ lục thiếu trang")
    (row,) = rows(store, models.Document)
    assert row.state is State.PARSED
    (report,) = put(store, pair)  # read again: the cause is unchanged
    assert (report.state, report.issues) == (State.PARSED, 0)
    (report,) = put(store, decision(stated=6))  # another document, another cause
    assert report.issues == 1
    assert {row.state for row in rows(store, models.Issue)} == {
        IssueState.OPEN, IssueState.RESOLVED,
    }  # fmt: skip


def test_two_dates_of_one_act_are_an_issue_of_the_paper_that_cites(store: Store) -> None:
    wrong = citation("1918/QĐ-UBND", date(2020, 10, 17), "UBND tỉnh Cao Bằng", Role.AWARD)
    told = article("Tin", citations=(wrong,))
    for order in itertools.permutations([decision(), told]):
        put(store, *order)
        (issue,) = rows(store, models.Issue)
        assert issue.code == "date-conflict"
        assert "17/10/2020" in issue.message
    document, facts = told
    right = replace(wrong, date=date(2020, 10, 7))
    put(store, (document, replace(facts, citations=(right,))))
    assert rows(store, models.Issue) == []


def test_an_award_that_names_another_year_stands_in_its_own_round(store: Store) -> None:
    document, facts = article("Tin", rows=[("Miến", "HTX A"), ("Chè", "HTX B")])
    older = replace(facts.awards[0], year=Field(2018, 0.8))
    put(store, (document, replace(facts, awards=(older, facts.awards[1]))))
    assert sorted(row.year for row in rows(store, models.Round)) == [2018, 2020]


def test_region_is_of_the_round(store: Store) -> None:
    north = round_of(Level.KHU_VUC, None, 2020, region="miền Bắc")
    put(store, article("Tin", rows=[("Miến", "HTX A")], round_=north))
    (row,) = rows(store, models.Round)
    assert (row.region, row.province, row.territory) == ("phía Bắc", None, "phía Bắc")


@pytest.mark.parametrize(
    ("round_", "why"),
    [
        (round_of(year=None), "no year"),
        (round_of(level=None), "no level"),
        (round_of(province=None), "whose?"),
        (round_of(Level.KHU_VUC, None), "which region?"),
    ],
)
def test_a_round_is_never_guessed(store: Store, round_: Any, why: str) -> None:
    put(store, article("Tin", rows=[("Miến", "HTX A")], round_=round_))
    assert rows(store, models.Round) == [], why
    assert len(rows(store, models.Award)) == 1


def test_namesakes_of_two_provinces_stay_apart_and_a_bare_type_is_nobody(store: Store) -> None:
    one = article("Tin một", rows=[("Miến", "HTX Minh Tâm"), ("Chè", "HTX")])
    two = article("Tin hai", rows=[("Miến", "HTX Minh Tâm")], round_=round_of(province="Nghệ An"))
    put(store, one, two)
    assert sorted(row.key for row in rows(store, models.Producer)) == [
        "hop tac xa|minh tam|cao bang",
        "hop tac xa|minh tam|nghe an",
    ]


def test_what_was_read_can_be_loaded_again_from_the_store(store: Store) -> None:
    put(store, *entangled())
    before = dumped(store)
    with store.begin() as session:
        for sha256 in session.scalars(select(models.Document.sha256)).all():
            assert reload(session, sha256) is not None
        assert reload(session, "0" * 64) is None
    assert dumped(store) == before


def test_evidence_leads_back_to_the_words(store: Store) -> None:
    document, facts = decision()
    put(store, (document, facts))
    with store.session() as session:
        found: Sequence[models.Evidence] = session.scalars(
            select(models.Evidence).where(
                models.Evidence.record_kind == models.RecordKind.AWARD,
                models.Evidence.field == "product",
            )
        ).all()
    assert sorted(document.text[row.start : row.end] for row in found) == sorted(
        row[1] for row in ROWS
    )
    assert all(row.quote == document.text[row.start : row.end] for row in found)
    assert all(row.page == 1 and row.x0 is not None and row.x0 < (row.x1 or 0) for row in found)
