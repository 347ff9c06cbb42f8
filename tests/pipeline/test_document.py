"""The document: spans, boxes, and the text as extractors see it."""

from __future__ import annotations

import pytest

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

TEXT = "Số: 12\n(xã Tân\nLập)\nTin khác"


def made(**more: object) -> Document:
    values: dict[str, object] = {
        "sha256": "0" * 64,
        "media_type": "text/plain",
        "text": TEXT,
        "pages": (Page(1, Span(0, 6), PageSource.PLAIN), Page(2, Span(7, 28), PageSource.PLAIN)),
        "text_source": TextSource.PLAIN,
        "state": State.PARSED,
    }
    return Document(**(values | more))  # type: ignore[arg-type]  # any field, for one test


def test_masked_blanks_foreign_zones_joins_paragraphs_and_keeps_every_offset() -> None:
    document = made(
        blocks=(
            Block(Span(0, 6), 1, Zone.HEAD),
            Block(Span(7, 19), 2, Zone.BODY),
            Block(Span(20, 28), 2, Zone.TEASER),
        )
    )
    assert document.masked() == "Số: 12\n(xã Tân Lập)" + "\n" * 9
    assert len(document.masked()) == len(document.text)
    assert document.masked({Zone.TEASER}).strip() == "Tin khác"


def test_a_table_and_a_head_keep_their_lines() -> None:
    document = made(blocks=(Block(Span(0, 19), 1, Zone.HEAD),))
    assert document.masked().startswith("Số: 12\n(xã Tân\nLập)")


def test_the_box_of_a_span_holds_its_words_on_one_page_only() -> None:
    words = (
        Word(Span(0, 3), 1, BBox(10, 10, 30, 20)),
        Word(Span(4, 6), 1, BBox(35, 9, 50, 20)),
        Word(Span(7, 10), 2, BBox(1, 1, 2, 2)),
    )
    document = made(words=words)
    assert document.bbox_of(Span(0, 6), 1) == BBox(10, 9, 50, 20)
    assert document.bbox_of(Span(4, 10), 1) == BBox(35, 9, 50, 20)
    assert document.bbox_of(Span(20, 28), 2) is None


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (5, 1), (6, 2), (27, 2), (99, 2)])
def test_the_page_of_a_character(offset: int, page: int) -> None:
    assert made().page_of(offset) == page


@pytest.mark.parametrize(
    "impossible",
    [{"pages": ()}, {"state": State.QUARANTINED}],
    ids=["parsed without pages", "quarantined without a reason"],
)
def test_impossible_ends_are_refused(impossible: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="document"):
        made(**impossible)


def test_a_span_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)
