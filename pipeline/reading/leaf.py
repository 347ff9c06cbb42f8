"""A sheet in, a leaf out: its words put in order, with what a choice between readings needs.

Arranging happens in the child that saw the page, so that a page of a million words costs that child
its time limit, and never the parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import Notice, PageSource, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading.layout import Passage, arrange
from pipeline.reading.sheet import Affine, Sheet, Token
from pipeline.vietnamese import fold, health

_LAID_OVER = frozenset({Zone.OVERLAY, Zone.PAGE_NUMBER})
_MOST_WORDS = 100_000  # a page that has more is an attack, or a mistake
_SURE = 0.8  # digits under this must be looked at by a person

# "Số: 1918/QĐ-UBND", "Số 94/QĐ-HĐBC"; the rest of the line
_NUMBER_LINE = re.compile(r"^s[o0]\b ?[:;.]?")
# "Cao Bằng, ngày 07 tháng 10 năm 2020"
_DATE_LINE = re.compile(r"\bngay\b.{0,12}\bthang\b")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page ready to be written out; ``width`` and ``height`` are the page's, in points."""

    number: int
    width: float
    height: float
    source: PageSource
    passages: tuple[Passage, ...]
    to_page: Affine
    own_words: int = 0  # without what was laid over the paper
    characters: int = 0  # all, without spaces
    health: float | None = None
    treatment: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def leaf_of(sheet: Sheet) -> Leaf:
    """Arrange a sheet. Raises ``Quarantined`` where it holds more words than any page can."""
    if len(sheet.tokens) > _MOST_WORDS:
        raise Quarantined(
            Reason.OUTPUT_LIMIT, f"Trang {sheet.number} có hơn {_MOST_WORDS} chữ; không đọc tiếp."
        )
    passages = arrange(sheet)
    own = [t.text for p in passages if p.zone not in _LAID_OVER for t in _tokens(p)]
    notices = sheet.notices
    if sheet.source is PageSource.OCR:
        notices = (*notices, *_unreadable(sheet.number, passages))
    return Leaf(
        number=sheet.number,
        width=sheet.page_width,
        height=sheet.page_height,
        source=sheet.source,
        passages=passages,
        to_page=sheet.to_page,
        own_words=len(own),
        characters=sum(len(token.text) for token in sheet.tokens),
        health=health(" ".join(own)) if own else None,
        treatment=sheet.treatment,
        notices=notices,
    )


def _tokens(passage: Passage) -> Iterator[Token]:
    for line in passage.lines:
        yield from line.tokens
    for cell in passage.cells:
        yield from cell


def _unreadable(page: int, passages: tuple[Passage, ...]) -> Iterator[Notice]:
    """Say where a head's number or date was written by hand, covered by a stamp or misread."""
    for line in (line for p in passages if p.zone is Zone.HEAD for line in p.lines):
        text = fold(line.text)
        if _NUMBER_LINE.match(text) and _in_doubt(line.tokens):
            yield Notice(
                "number-unreadable",
                f"Không đọc chắc được số văn bản trên bản quét (“{line.text}”): có thể viết tay, "
                "hoặc bị dấu che. Hãy xem ảnh trang và nhập số.",
                page,
            )
        elif _DATE_LINE.search(text) and _in_doubt(line.tokens):
            yield Notice(
                "date-unreadable",
                f"Không đọc chắc được ngày ký trên bản quét (“{line.text}”): có thể viết tay, "
                "hoặc bị dấu che. Hãy xem ảnh trang và nhập ngày.",
                page,
            )


def _in_doubt(tokens: tuple[Token, ...]) -> bool:
    """Tell whether a line that should hold digits has none, or some that are not sure."""
    numbers = [token for token in tokens if any(sign.isdigit() for sign in token.text)]
    return not numbers or any((t.confidence or 0.0) < _SURE for t in numbers)
