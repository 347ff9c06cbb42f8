"""The published object: its keys, its schema, and where values lead back to."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest

from pipeline.contract import Extracted, schema, to_contract
from pipeline.document import (
    BBox,
    Cell,
    Document,
    Page,
    PageSource,
    Signature,
    Span,
    State,
    Table,
    TextSource,
    Word,
)
from pipeline.facts import (
    AwardFact,
    CountFact,
    DecisionFact,
    DocumentKind,
    Facts,
    Field,
    Step,
    evidence,
)

TEXT = "Số: 12/QĐ-UBND\nBánh sữa Hoa Ban\tHTX Hoa Ban"
DOCUMENT = Document(
    sha256="ab" * 32,
    media_type="application/pdf",
    text=TEXT,
    pages=(Page(1, Span(0, len(TEXT)), PageSource.TEXT_LAYER, 595.0, 842.0, 0.98765),),
    text_source=TextSource.TEXT_LAYER,
    state=State.PARSED,
    words=(
        Word(Span(0, 3), 1, BBox(10, 20, 30, 32)),
        Word(Span(4, 14), 1, BBox(34, 20, 90.123456, 32)),
    ),
    tables=(
        Table(
            page=1, rows=1, columns=2, cells=(Cell(Span(15, 31), 0, 0), Cell(Span(32, 43), 0, 1))
        ),
    ),
)
FACTS = Facts(
    kind=DocumentKind.DECISION,
    in_programme=True,
    programme_reason="công nhận sản phẩm",
    decision=DecisionFact(
        number=Field("12/QĐ-UBND", 0.98765, (evidence(DOCUMENT, Span(4, 14), "head/1"),)),
        date=Field(None, 0.0, (), (date(2020, 10, 7),)),
    ),
    step=Field(Step.RECOGNISED, 0.9),
    awards=(
        AwardFact(
            product=Field("Bánh sữa Hoa Ban", 0.9, (evidence(DOCUMENT, Span(15, 31), "table/1"),)),
            producer=Field("HTX Hoa Ban", 0.9, (evidence(DOCUMENT, Span(32, 43), "table/1"),)),
        ),
    ),
    counts=(
        CountFact("products", 20, Step.RECOGNISED, None, None, None, True, 0.9, ()),
        CountFact("products", 200, Step.RECOGNISED, None, "cả nước", None, False, 0.9, ()),
        CountFact("products", 4, Step.RECOGNISED, None, None, "thủ công mỹ nghệ", True, 0.9, ()),
    ),
)

# The keys of design.md §4; other tools read them, so none may go.
PROMISED = {
    "document": {
        "sha256", "media_type", "kind", "in_programme", "title", "published", "publisher",
        "pages", "text_source", "state", "reason",
    },
    "decision": {"number", "date", "issuer", "place", "title", "signer", "signed_at", "evidence"},
    "round": {"level", "region", "province", "year", "edition", "evidence"},
}  # fmt: skip
PROMISED_ITEMS = {
    "awards": {
        "product",
        "producer",
        "place",
        "grade",
        "group",
        "serial",
        "confidence",
        "evidence",
    },
    "counts": {"of", "value", "step", "confidence", "evidence"},
}
PROMISED_LISTS = {"citations", "awards", "counts", "people", "events", "issues"}


def test_promised_keys_are_there() -> None:
    found = to_contract(DOCUMENT, FACTS)
    for key, promised in PROMISED.items():
        assert promised <= found[key].keys()
    for key, promised in PROMISED_ITEMS.items():
        assert promised <= found[key][0].keys()
    assert found.keys() >= PROMISED_LISTS | {"step"}
    assert "pages" not in found


def test_a_value_leads_back_to_the_place_on_the_page() -> None:
    (place,) = to_contract(DOCUMENT, FACTS)["decision"]["evidence"]["number"]
    assert place["quote"] == "12/QĐ-UBND"
    assert TEXT[place["start"] : place["end"]] == place["quote"]
    assert place["page"] == 1
    assert place["bbox"] == (34, 20, 90.12, 32)


def test_an_award_carries_the_evidence_of_all_its_fields() -> None:
    (award,) = to_contract(DOCUMENT, FACTS)["awards"]
    assert [item["quote"] for item in award["evidence"]] == ["Bánh sữa Hoa Ban", "HTX Hoa Ban"]
    assert award["field_evidence"]["producer"][0]["quote"] == "HTX Hoa Ban"


def test_only_the_rounds_own_totals_are_counts() -> None:
    found = to_contract(DOCUMENT, FACTS)
    assert [count["value"] for count in found["counts"]] == [20]
    assert [count["value"] for count in found["other_counts"]] == [200, 4]


def test_a_value_that_lost_is_an_alternative_and_absent_is_null() -> None:
    decision = to_contract(DOCUMENT, FACTS)["decision"]
    assert decision["date"] is None
    assert decision["alternatives"] == {"date": ["2020-10-07"]}
    assert decision["confidence"] == {"number": 0.988}


def test_pages_show_text_and_tables() -> None:
    (page,) = to_contract(DOCUMENT, FACTS, pages=True)["pages"]
    assert page["text"] == TEXT
    assert page["health"] == 0.988
    assert page["tables"][0]["rows"] == [["Bánh sữa Hoa Ban", "HTX Hoa Ban"]]
    assert page["tables"][0]["confidence"] == [[None, None]]


def test_the_object_fits_its_own_schema() -> None:
    encoded = msgspec.json.encode(to_contract(DOCUMENT, FACTS, pages=True))
    assert msgspec.json.decode(encoded, type=Extracted).step is Step.RECOGNISED
    assert set(schema()["$defs"]["Extracted"]["required"]) >= PROMISED.keys() | PROMISED_LISTS


def test_an_award_without_a_product_is_refused() -> None:
    facts = Facts(DocumentKind.ARTICLE, True, "", awards=(AwardFact(product=Field()),))
    with pytest.raises(ValueError, match="product"):
        to_contract(DOCUMENT, facts)


def test_a_files_signatures_are_told_whatever_its_kind() -> None:
    time = datetime(2024, 4, 11, 16, 18, 30, tzinfo=timezone(timedelta(hours=7)))
    signed = replace(
        DOCUMENT, metadata=replace(DOCUMENT.metadata, signatures=(Signature("A", "B", time),))
    )
    found = to_contract(signed, replace(FACTS, decision=None))
    assert found["document"]["signatures"] == [
        {"signer": "A", "body": "B", "time": "2024-04-11T16:18:30+07:00"}
    ]
