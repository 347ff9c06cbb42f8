from dataclasses import replace
from datetime import date

import pytest
from made_facts import ROWS, article, decision, found, round_of
from sqlalchemy import select

from pipeline.document import Document, State
from pipeline.errors import InputError
from pipeline.facts import Facts
from pipeline.reconciliation import reconcile
from pipeline.store.corrections import correct, history, undo
from pipeline.store.dump import dump
from pipeline.store.load import load
from pipeline.store.models import Award, Issue
from pipeline.store.queries import (
    decision_view,
    document_view,
    producer_view,
    round_view,
    status,
)
from pipeline.store.search import search
from pipeline.store.session import Store

ACT = "ubnd tinh cao bang|1918/QD-UBND|2020"
ROUND = "cnnttb|tinh|cao bang|2020"


def put(store: Store, document: Document, facts: Facts) -> None:
    with store.begin() as session:
        load(session, document, facts, fingerprint="f/1")


def set_(store: Store, kind: str, key: str, field: str, value: str | None) -> None:
    with store.begin() as session:
        correct(session, kind, key, field, value, who="Lan", why="đối chiếu bản gốc")


def keys(store: Store) -> list[str]:
    with store.session() as session:
        return list(session.scalars(select(Award.key).order_by(Award.ordinal)))


def labels(store: Store, words: str) -> list[str]:
    with store.session() as session:
        return [hit.label for hit in search(session, words)]


def test_the_person_stands_over_the_machine_and_outlives_a_re_read(store: Store) -> None:
    pair = decision()
    put(store, *pair)
    first = keys(store)[0]
    set_(store, "award", first, "product", "Miến dong Tĩnh Túc")
    for _ in range(2):
        with store.session() as session:
            view = decision_view(session, ACT)
        assert view is not None
        value = view.awards[0].product
        assert (value.text, value.machine, value.corrected) == (
            "Miến dong Tĩnh Túc", "Miến dong Phia Đén", True,
        )  # fmt: skip
        assert value.evidence[0].quote == "Miến dong Phia Đén"
        assert labels(store, "tĩnh túc") == ["Miến dong Tĩnh Túc"]
        assert labels(store, "phia đén") == []
        put(store, *pair)


def test_a_correction_goes_with_its_award_when_the_award_reads_otherwise(store: Store) -> None:
    document, facts = decision()
    put(store, document, facts)
    key = keys(store)[0]
    set_(store, "award", key, "grade", "A")
    # the next version of the extractor cuts the name short, at the same place
    shorter = replace(facts.awards[0], product=found(document, "Miến dong"))
    put(store, document, replace(facts, awards=(shorter, *facts.awards[1:])))
    assert keys(store)[0] == key
    with store.session() as session:
        view = document_view(session, document.sha256)
    assert view is not None
    assert [award.grade.text for award in view.awards] == ["A", None, None]
    assert view.awards[0].product.text == "Miến dong"


def test_a_correction_without_its_award_is_kept_and_told(store: Store) -> None:
    document, facts = decision()
    put(store, document, facts)
    set_(store, "award", keys(store)[0], "grade", "A")
    put(store, document, replace(facts, awards=facts.awards[1:]))
    with store.session() as session:
        assert [row.code for row in session.scalars(select(Issue))] == ["correction-detached"]
    put(store, document, facts)
    with store.session() as session:
        assert session.scalars(select(Issue)).all() == []
        view = document_view(session, document.sha256)
    assert view is not None
    assert view.awards[0].grade.text == "A"


def test_undo_is_exact(store: Store) -> None:
    put(store, *decision())
    with store.session() as session:
        before = "".join(line for line in dump(session) if '"correction"' not in line)
    key = keys(store)[1]
    set_(store, "award", key, "producer", "Công ty TNHH Bình Yên")
    set_(store, "award", key, "producer", "Công ty TNHH An Bình")
    texts = []
    for _ in range(2):
        with store.begin() as session:
            undo(session, "award", key, "producer", who="Lan")
        with store.session() as session:
            view = decision_view(session, ACT)
        assert view is not None
        texts.append(view.awards[1].producer.text)
    assert texts == ["Công ty TNHH Bình Yên", "Công ty TNHH Bình An"]
    with store.session() as session:
        assert "".join(line for line in dump(session) if '"correction"' not in line) == before
        told = history(session, "award", key)
    assert [(each.value, each.undone) for each in told] == [
        ("Công ty TNHH Bình Yên", True),
        ("Công ty TNHH An Bình", True),
    ]
    with store.begin() as session, pytest.raises(InputError, match="không có lần sửa nào"):
        undo(session, "award", key, "producer", who="Lan")


def test_a_number_typed_in_turns_a_draft_into_a_decision_and_back(store: Store) -> None:
    document, facts = decision(number=None)
    facts = replace(facts, issues=reconcile(facts))  # as analysis hands them over
    put(store, document, facts)
    set_(store, "document", document.sha256, "decision.number", "1918/QĐ-UBND")
    for _ in range(2):
        with store.session() as session:
            view = document_view(session, document.sha256)
            assert view is not None
            assert (view.decision_key, view.state) == (ACT, State.PARSED)
            assert status(session).awards == len(ROWS)
        number = dict(view.head)["number"]
        assert (number.text, number.corrected) == ("1918/QĐ-UBND", True)
        put(store, document, facts)  # a re-read does not take it away
    with store.begin() as session:
        undo(session, "document", document.sha256, "decision.number", who="Lan")
    with store.session() as session:
        view = document_view(session, document.sha256)
        assert view is not None
        assert (view.decision_key, view.state) == (None, State.NEEDS_REVIEW)


def test_shared_records_take_a_persons_name(store: Store) -> None:
    put(store, *decision())
    maker = "hop tac xa|tan hoa|cao bang"
    set_(store, "producer", maker, "name", "Hợp tác xã Tân Hoà Bình")
    set_(store, "round", ROUND, "edition", "5")
    set_(store, "decision", ACT, "date", "2020-10-08")
    put(store, *article("Tin", rows=[("Miến dong Phia Đén", "HTX Tân Hòa")]))
    with store.session() as session:
        seen = producer_view(session, maker)
        of_round = round_view(session, ROUND)
        act = decision_view(session, ACT)
    assert seen is not None
    assert of_round is not None
    assert act is not None
    assert (seen.name.text, seen.name.machine) == ("Hợp tác xã Tân Hoà Bình", "HTX Tân Hòa")
    assert seen.awards[0].producer.text == "Hợp tác xã Tân Hoà Bình"
    assert "lần thứ 5" in of_round.label
    assert (act.date.text, act.date.machine) == ("2020-10-08", "2020-10-07")
    assert labels(store, "tân hoà bình")[0] == "Hợp tác xã Tân Hoà Bình"


def test_a_corrected_record_outlives_its_last_document(store: Store) -> None:
    document, facts = decision()
    put(store, document, facts)
    set_(store, "decision", ACT, "title", "Công nhận sản phẩm")
    put(store, document, replace(facts, decision=None))
    with store.session() as session:
        view = decision_view(session, ACT)
    assert view is not None
    assert (view.title.text, view.papers) == ("Công nhận sản phẩm", ())


@pytest.mark.parametrize(
    ("kind", "key", "field", "value", "words"),
    [
        ("award", "no-such", "grade", "A", "Không có bản ghi"),
        ("decision", ACT, "colour", "red", "không có trường"),
        ("decision", ACT, "date", "08/10/2020", "không hợp lệ"),
        ("decision", ACT, "number", None, "không được để trống"),
        ("decision", ACT, "number", "  ", "không được để trống"),
        ("round", ROUND, "edition", "năm", "không hợp lệ"),
        ("planet", "x", "name", "y", "Không sửa được bản ghi loại"),
    ],
)
def test_what_will_not_do_is_refused_in_words(
    store: Store, kind: str, key: str, field: str, value: str | None, words: str
) -> None:
    put(store, *decision())
    with store.begin() as session, pytest.raises(InputError, match=words):
        correct(session, kind, key, field, value, who="Lan")


def test_a_correction_is_signed(store: Store) -> None:
    put(store, *decision())
    with store.begin() as session, pytest.raises(InputError, match="tên người sửa"):
        correct(session, "decision", ACT, "place", "Hà Nội", who=" ")


def test_there_is_none_is_a_value_too(store: Store) -> None:
    put(store, *decision(day=date(2020, 10, 7), round_=round_of()))
    set_(store, "award", keys(store)[0], "place", None)
    with store.session() as session:
        view = decision_view(session, ACT)
    assert view is not None
    value = view.awards[0].place
    assert (value.text, value.machine, value.corrected) == (None, "huyện Nguyên Bình", True)
