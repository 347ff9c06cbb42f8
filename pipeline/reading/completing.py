"""A page's text layer and what OCR read off its picture in, one leaf of both out.

Printed words of the layer stay where they are sound: their letters are certain. OCR gives what the
layer lacks. A scanner's own hidden words never stay beside OCR's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from pipeline.document import BBox, PageSource
from pipeline.reading.judging import unsound_fonts, wordless
from pipeline.reading.layer import layer_sheet, seen_on
from pipeline.reading.leaf import Leaf, leaf_of
from pipeline.reading.pdfpage import opened
from pipeline.reading.pieces import Written
from pipeline.reading.sheet import Affine, Grid, Sheet, Token, carry, centre, inverse
from pipeline.vietnamese import health

_SAME_PLACE = 0.3  # share of an OCR word under a printed one by which both are one word
_SOUND = 0.9  # health of printed words that may stay on a scan
_FEW = 60  # such words; more are a scanner's reading that its picture covers
_DOUBT = 0.5  # what a printed number is trusted that OCR reads otherwise in its place
_PAD = 1.0  # points


def completed(path: str, index: int, seen: str, whole: bool) -> bytes:
    """Return the leaf of a page (from 0) as JSON; ``seen`` is OCR's leaf of it as JSON.

    ``whole`` where the layer was refused: then OCR's words are the page, and sound printed ones
    only stand in their places; else they fill what the layer lacks.
    """
    scanned = msgspec.json.decode(seen, type=Leaf)
    with opened(path) as pdf:
        page = seen_on(pdf[index])
        fonts = unsound_fonts(page.words)
        sound = [word for word in page.words if word.font not in fonts]
        if whole:
            leaf = _over_scan(scanned, sound)
        else:
            bad = [word.bbox for word in page.words if word.font in fonts]
            pictures = wordless(page.drawn.pictures, page.words, page.look)
            sheet = layer_sheet(index, page, sound)
            leaf = _filled(sheet, scanned, (*pictures, *bad), len(bad))
    return msgspec.json.encode(leaf)


def _over_scan(scanned: Leaf, words: Sequence[Written]) -> Leaf:
    """Put printed words in the places where OCR read them, in the frame of OCR's straight page."""
    printed = [word for word in words if not word.hidden]
    sound = bool(printed) and health(" ".join(word.text for word in printed)) >= _SOUND
    if not sound or len(printed) > min(_FEW, scanned.own_words / 2):
        return scanned
    way = inverse(scanned.to_page)
    tokens = list(_tokens(scanned))
    placed = (replace(t, bbox=carry(t.bbox, way)) for t in (word.token() for word in printed))
    kept = tuple(_doubted(token, tokens) for token in placed)
    read = [token for token in tokens if not _is_under(token, kept)]
    frame = carry(BBox(0.0, 0.0, scanned.width, scanned.height), way)
    sheet = Sheet(
        number=scanned.number,
        width=frame.x1,
        height=frame.bottom,
        page_width=scanned.width,
        page_height=scanned.height,
        source=PageSource.OCR,
        tokens=(*read, *kept),
        grids=_grids(scanned),
        rules=_sides(_grids(scanned)),
        to_page=scanned.to_page,
        treatment=(*scanned.treatment, f"{len(kept)} printed words kept"),
        notices=(),
    )
    return leaf_of(sheet)


def _doubted(printed: Token, read: Sequence[Token]) -> Token:
    """Trust a printed number less where OCR reads another one in its place."""
    if not any(map(str.isdigit, printed.text)):
        return printed
    there = [token.text for token in read if _is_under(token, (printed,))]
    other = bool(there) and not any(text in printed.text for text in there)
    return replace(printed, confidence=_DOUBT) if other else printed


def _filled(sheet: Sheet, scanned: Leaf, regions: Sequence[BBox], refused: int) -> Leaf:
    """Add what OCR read inside regions of the page to the layer's sheet."""
    way = scanned.to_page
    read = [replace(token, bbox=carry(token.bbox, way)) for token in _tokens(scanned)]
    added = [
        token
        for token in read
        if any(_holds(box, token.bbox) for box in regions) and not _is_under(token, sheet.tokens)
    ]
    grids = [_moved(grid, way) for grid in _grids(scanned)]
    new = tuple(grid for grid in grids if any(_holds(box, grid.bbox) for box in regions))
    said = f"{len(added)} words read off the page's picture"
    more = (f"{refused} words of unreadable fonts refused",) if refused else ()
    few = len(added) <= len(sheet.tokens)
    return leaf_of(
        replace(
            sheet,
            source=PageSource.TEXT_LAYER if few else PageSource.OCR,
            tokens=(*sheet.tokens, *added),
            grids=tuple(sorted((*sheet.grids, *new), key=lambda g: (g.bbox.top, g.bbox.x0))),
            treatment=(*sheet.treatment, said, *more, *scanned.treatment),
        )
    )


def _tokens(leaf: Leaf) -> Iterator[Token]:
    for passage in leaf.passages:
        for line in passage.lines:
            yield from line.tokens
        for cell in passage.cells:
            yield from cell


def _grids(leaf: Leaf) -> tuple[Grid, ...]:
    return tuple(passage.grid for passage in leaf.passages if passage.grid is not None)


def _moved(grid: Grid, way: Affine) -> Grid:
    cells = tuple(replace(cell, bbox=carry(cell.bbox, way)) for cell in grid.cells)
    return replace(grid, bbox=carry(grid.bbox, way), cells=cells)


def _sides(grids: Sequence[Grid]) -> tuple[BBox, ...]:
    """Return the level and upright lines round the cells of grids."""
    sides = []
    for grid in grids:
        for cell in grid.cells:
            x0, top, x1, bottom = cell.bbox.x0, cell.bbox.top, cell.bbox.x1, cell.bbox.bottom
            sides += [BBox(x0, top, x1, top), BBox(x0, bottom, x1, bottom)]
            sides += [BBox(x0, top, x0, bottom), BBox(x1, top, x1, bottom)]
    return tuple(sides)


def _holds(box: BBox, inner: BBox) -> bool:
    x, y = centre(inner)
    return box.x0 - _PAD <= x <= box.x1 + _PAD and box.top - _PAD <= y <= box.bottom + _PAD


def _is_under(token: Token, words: Sequence[Token]) -> bool:
    """Tell whether a printed word covers a good part of a word that OCR read."""
    own = token.bbox
    area = max((own.x1 - own.x0) * (own.bottom - own.top), 1e-6)
    covered = 0.0
    for word in words:
        wide = min(own.x1, word.bbox.x1) - max(own.x0, word.bbox.x0)
        high = min(own.bottom, word.bbox.bottom) - max(own.top, word.bbox.top)
        if wide > 0 and high > 0:
            covered += wide * high
    return covered >= _SAME_PLACE * area
