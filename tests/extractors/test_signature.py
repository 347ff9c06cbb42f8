"""A digital signature's printed info: what it says of the time and the body."""

from __future__ import annotations

import pytest

from extractors.facts.signature import EXTRACTOR
from pipeline.document import (
    BBox,
    Block,
    Document,
    Page,
    PageSource,
    Span,
    State,
    TextSource,
    Word,
    Zone,
)
from pipeline.extraction import Reading
from pipeline.facts import HeadClaim, Mention


def found(text: str, zone: Zone = Zone.OVERLAY, trust: float | None = None) -> list[Mention]:
    whole = Span(0, len(text))
    words = (Word(whole, 1, BBox(0, 0, 1, 1), trust),)
    made = Document(
        sha256="0" * 64,
        media_type="application/pdf",
        text=text,
        pages=(Page(1, whole, PageSource.OCR),),
        text_source=TextSource.OCR,
        state=State.PARSED,
        words=words,
        blocks=(Block(whole, 1, zone),),
    )
    return list(EXTRACTOR.extract(Reading(made)))


def times(text: str) -> list[str]:
    claims = [mention.claim for mention in found(text)]
    return [c.value for c in claims if isinstance(c, HeadClaim) and c.field == "signed_at"]


TIMES = [
    ("Thời gian ký: 11.04.2024 16:18:30 +07:00", "2024-04-11T16:18:30+07:00", "as VGCA prints it"),
    ("Ngày ký: 09-04-2024 15:28:33 +07:00", "2024-04-09T15:28:33+07:00", "with hyphens"),
    ("Thời gian ký: 11/04/2024 16:18", "2024-04-11T16:18:00+07:00", "no seconds, no zone: Hanoi"),
    ("Thời gian ký:\n11.04.2024 16:18:30", "2024-04-11T16:18:30+07:00", "broken over lines"),
    ("Date: 2024.04.11 09:18:30 +00'00'", "2024-04-11T09:18:30+00:00", "as Adobe prints it"),
    ("Thời gian ký: 16:18:30 11/04/2024", "2024-04-11T16:18:30+07:00", "the clock first"),
]


@pytest.mark.parametrize(("text", "time", "why"), TIMES)
def test_the_time_of_signing(text: str, time: str, why: str) -> None:
    assert times(text) == [time], why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Thời gian ký: 31.02.2024 16:18:30", "no such day"),
        ("ĐẾN Ngày: 11/04/2024", "a received-stamp has no clock"),
        ("Ngày ký: 11/04/2024", "a day alone is no time"),
    ],
)
def test_what_is_no_time_of_signing(text: str, why: str) -> None:
    assert times(text) == [], why


def test_the_body_that_signed() -> None:
    text = "Ký bởi: CỔNG THÔNG TIN\nCơ quan: VĂN PHÒNG CHÍNH PHỦ\nThời gian ký: 11.04.2024 16:18"
    claims = {m.claim.field: m.claim.value for m in found(text) if isinstance(m.claim, HeadClaim)}
    assert claims["signed_by"] == "VĂN PHÒNG CHÍNH PHỦ"
    assert [m.parts[0][0] for m in found(text)] == ["overlay", "overlay"]


def test_only_what_was_laid_over_the_page_counts() -> None:
    assert found("Thời gian ký: 11.04.2024 16:18:30 +07:00", Zone.BODY) == []


def test_what_ocr_read_badly_is_trusted_no_more_than_that() -> None:
    (mention,) = found("Thời gian ký: 11.04.2024 16:18:30", trust=0.4)
    assert mention.confidence == 0.4
