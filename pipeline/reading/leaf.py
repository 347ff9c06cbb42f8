"""A sheet in, a leaf out: its words put in order, with what a choice between readings needs.

Arranging happens in the child that saw the page, so that a page of a million words costs that child
its time limit, and never the parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.document import Notice, PageSource, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading.heads import doubt_gaps, unreadable, unsigned
from pipeline.reading.lines import Fragment, Passage, fragment
from pipeline.reading.overlays import is_signature_info
from pipeline.reading.sheet import Affine, Sheet, Token, after, carry, inverse
from pipeline.reading.spreads import passages_of
from pipeline.vietnamese import health

_LAID_OVER = frozenset({Zone.OVERLAY, Zone.PAGE_NUMBER})
_MOST_WORDS = 100_000  # a page that has more is an attack, or a mistake


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
    ascii: bool = False  # its own words have no letter beyond ASCII
    treatment: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def leaf_of(sheet: Sheet) -> Leaf:
    """Arrange a sheet. Raises ``Quarantined`` where it holds more words than any page can."""
    if len(sheet.tokens) > _MOST_WORDS:
        raise Quarantined(
            Reason.OUTPUT_LIMIT, f"Trang {sheet.number} có hơn {_MOST_WORDS} chữ; không đọc tiếp."
        )
    passages = passages_of(sheet)
    notices = sheet.notices
    if sheet.source is PageSource.OCR:
        passages = tuple(map(doubt_gaps, passages))
        notices = (*notices, *unreadable(sheet.number, passages), *unsigned(sheet.number, passages))
    own = [t.text for p in passages if p.zone not in _LAID_OVER for t in _tokens(p)]
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
        ascii=all(map(str.isascii, own)),
        treatment=sheet.treatment,
        notices=notices,
    )


def with_signature_info(scanned: Leaf, layer: Leaf | None) -> Leaf:
    """Give a page that was read off its picture the signature's info that its text layer holds.

    What signing programs print over a scan is exact in the layer, and only guessed from a picture.
    """
    info = [p for p in layer.passages if is_signature_info(p)] if layer else []
    if layer is None or not info:
        return scanned
    way = after(layer.to_page, inverse(scanned.to_page))
    moved = tuple(replace(p, lines=tuple(_moved(line, way) for line in p.lines)) for p in info)
    rest = tuple(p for p in scanned.passages if not is_signature_info(p))
    return replace(scanned, passages=(*moved, *rest))


def _moved(line: Fragment, way: Affine) -> Fragment:
    return fragment([replace(t, bbox=carry(t.bbox, way)) for t in line.tokens])


def _tokens(passage: Passage) -> Iterator[Token]:
    for line in passage.lines:
        yield from line.tokens
    for cell in passage.cells:
        yield from cell
