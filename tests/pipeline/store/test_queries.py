from dataclasses import replace

import pytest
from made_facts import ROWS, article, citation, decision, round_of

from pipeline.document import BBox
from pipeline.errors import InputError
from pipeline.facts import Level, Role
from pipeline.store.load import load
from pipeline.store.models import Holding
from pipeline.store.queries import (
    decision_view,
    document_view,
    find_decision,
    find_view,
    open_issues,
    producer_view,
    reading,
    resolve_issue,
    round_view,
    status,
)
from pipeline.store.session import Store

ACT = "ubnd tinh cao bang|1918/QD-UBND|2020"
PAPER = decision(stated=5, citations=(citation("26/2014/TT-BCT"),))
TOLD = article(
    "Cao Bằng tôn vinh sản phẩm",
    rows=[("Miến dong Phia Đén", "Hợp tác xã Tân Hòa")],
    citations=(citation("1918/QĐ-UBND", role=Role.AWARD),),
)
REGION = article(
    "Tin khu vực",
    rows=[("Gốm", "Cơ sở Minh Đức")],
    citations=(citation("44/QĐ-CTĐP", role=Role.AWARD), citation("44/QĐ-BCT")),
    round_=round_of(Level.KHU_VUC, None, 2024, region="phía Bắc"),
)


@pytest.fixture(scope="module")
def filled(module_store: Store) -> Store:
    for document, facts in (PAPER, TOLD, REGION):
        with module_store.begin() as session:
            load(session, document, facts, sightings=["kho/a.pdf"], fingerprint="f/1")
    return module_store


def test_status_counts_an_award_once(filled: Store) -> None:
    with filled.session() as session:
        found = status(session)
    assert (found.documents, found.rounds, found.awards, found.award_rows) == (3, 2, 4, 5)
    assert (found.decisions_held, found.decisions_cited) == (1, 3)
    assert found.states == (("needs-review", 1), ("parsed", 2))
    assert found.kinds == (("article", 2), ("decision", 1))
    assert found.issues == (("products-count", 1),)
    assert [(each.number, each.issuer, each.cited_by) for each in found.wanted] == [
        ("44/QĐ-CTĐP", "Cục Công Thương địa phương", 1)
    ]


def test_a_decision_is_shown_with_reasons_for_every_field(filled: Store) -> None:
    with filled.session() as session:
        view = decision_view(session, ACT)
    assert view is not None
    assert view.state is Holding.HELD
    document = PAPER[0]
    number = view.number.evidence[0]
    assert number.document == document.sha256
    assert document.text[number.start : number.end] == "1918/QĐ-UBND"
    assert number.bbox is not None
    assert BBox(*number.bbox).x0 < BBox(*number.bbox).x1
    assert [award.serial.text for award in view.awards] == [row[0] for row in ROWS]
    for award, row in zip(view.awards, ROWS, strict=True):
        assert [value.evidence[0].quote for value in (award.product, award.producer)] == [
            row[1], row[2],
        ]  # fmt: skip
    assert [award.producer.text for award in view.reported] == ["Hợp tác xã Tân Hòa"]
    assert [ref.title for ref in view.cited_by] == ["Cao Bằng tôn vinh sản phẩm"]
    assert [(each.number, each.held) for each in view.citations] == [("26/2014/TT-BCT", False)]
    assert [(each.value, each.own) for each in view.counts] == [(5, True)]
    assert [issue.code for issue in view.issues] == ["products-count"]
    assert view.signer_name.text == "Lê Văn Mẫu"


def test_a_producer_is_shown_under_all_its_names(filled: Store) -> None:
    with filled.session() as session:
        view = producer_view(session, "hop tac xa|tan hoa|cao bang")
    assert view is not None
    assert view.names == ("HTX Tân Hòa", "Hợp tác xã Tân Hòa")
    assert [award.round_label for award in view.awards] == ["Bình chọn cấp tỉnh Cao Bằng năm 2020"]


def test_a_round_is_shown_with_its_acts_and_papers(filled: Store) -> None:
    with filled.session() as session:
        view = round_view(session, "cnnttb|tinh|cao bang|2020")
    assert view is not None
    assert view.decisions == ((ACT, "1918/QĐ-UBND", Holding.HELD),)
    assert len(view.documents) == 2
    assert len(view.awards) == len(ROWS)


def test_a_document_is_shown_with_all_it_says(filled: Store) -> None:
    with filled.session() as session:
        view = document_view(session, TOLD[0].sha256)
        held = reading(session, TOLD[0].sha256)
    assert view is not None
    assert held == TOLD[0]
    assert [address for address, _ in view.sightings] == ["kho/a.pdf"]
    assert dict(view.round)["year"].text == "2020"
    assert (view.head, view.decision_key) == ((), None)
    assert [person.name for person in view.people] == ["Nguyễn Thị Mẫu"]
    assert [(event.kind, event.date) for event in view.events] == [("ceremony", "2020-10-22")]


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("1918/QĐ-UBND", "decision", ACT),
        ("1918/qd-ubnd", "decision", ACT),  # as people type it
        ("1918", "decision", ACT),  # the number alone, while only one bears it
        (ACT, "decision", ACT),
        ("hop tac xa|tan hoa|cao bang", "producer", "hop tac xa|tan hoa|cao bang"),
        ("HTX TÂN HOÀ", "producer", "hop tac xa|tan hoa|cao bang"),  # another writing
        ("tân hòa", "producer", "hop tac xa|tan hoa|cao bang"),
        ("gốm", "producer", "co so|minh duc|"),  # a product leads to who makes it
        ("cao bằng 2020", "round", "cnnttb|tinh|cao bang|2020"),
        ("khu vuc phia bac 2024", "round", "cnnttb|khu_vuc|phia bac|2024"),
        (TOLD[0].sha256[:12], "document", None),
        ("tôn vinh", "document", None),
    ],
)
def test_what_is_named_is_shown(filled: Store, text: str, kind: str, key: str | None) -> None:
    with filled.session() as session:
        view = find_view(session, text)
    assert view is not None
    assert (view.kind, getattr(view, "key", None)) == (kind, key)


def test_what_is_not_there_is_not_shown(filled: Store) -> None:
    with filled.session() as session:
        assert find_view(session, "không có gì như vậy") is None
        assert find_view(session, "") is None
        assert decision_view(session, "x") is None
        assert document_view(session, "0" * 64) is None
        assert reading(session, "0" * 64) is None


def test_a_number_that_two_acts_bear_asks_which(filled: Store) -> None:
    with filled.session() as session:
        assert len(find_decision(session, "44")) == 2
        with pytest.raises(InputError, match="Có 2 quyết định mang số «44»"):
            find_view(session, "44")


def test_issues_are_listed_with_their_document_and_settled(store: Store) -> None:
    document, facts = PAPER
    with store.begin() as session:
        load(session, document, replace(facts), sightings=["kho/a.pdf"], fingerprint="f/1")
    with store.session() as session:
        (issue,) = open_issues(session, 10)
        assert (issue.code, issue.address) == ("products-count", "kho/a.pdf")
        assert "ghi 5 sản phẩm nhưng đọc được 3" in issue.message
        resolve_issue(session, issue.key)
        session.commit()
        assert open_issues(session) == ()
        with pytest.raises(InputError, match="Không có vấn đề nào"):
            resolve_issue(session, "no-such")
