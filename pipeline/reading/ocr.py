"""A page's picture in, a sheet out: seal off, straightened, tables by their rules, the rest whole.

Works in pixels of the prepared picture; the sheet is in points, with the way back to the crooked
page. Two cheap second looks keep it honest: at what the first one left unread, and at lines that
hold a number or a date, where a reading that does not repeat itself loses its confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.document import BBox, Notice, PageSource
from pipeline.reading.agreement import CONTRADICTED, doubt_unrepeated
from pipeline.reading.cells import read_cells
from pipeline.reading.letterhead import look_again
from pipeline.reading.preparation import (
    Picture,
    Prepared,
    lies_sideways,
    prepare,
    without_seal,
)
from pipeline.reading.recognition import AUTOMATIC, ONE_BLOCK, ONE_LINE, SPARSE, recognise
from pipeline.reading.rereading import reread
from pipeline.reading.sheet import Grid, Sheet, Token, after, turn_back
from pipeline.reading.tables import drawn, grids
from pipeline.reading.tables import outside as rules_outside
from pipeline.vietnamese import health, is_syllable

Read = Callable[[Picture, int], list[Token]]

_SURE = 0.5  # a word below this is looked at again
_NOISE = 0.3  # and one that stays below this is no word
_NOISE_IN_CELL = 0.05  # where there is a cell round it, ink is a word
_SHELF = 64  # pixels: words are compared with those on the same shelves of the page only
_SURE_LONG, _SURE_SHORT = 0.6, 0.85  # what a second look must be to count
_POOR = 0.55  # health of a page that may be upside down


@dataclass(frozen=True, slots=True)
class Looked:
    """What one attempt at a picture gave, in its pixels."""

    prepared: Prepared
    tokens: tuple[Token, ...]
    grids: tuple[Grid, ...]

    @property
    def health(self) -> float:
        """How much of it reads as Vietnamese."""
        return health(" ".join(token.text for token in self.tokens))


def see(picture: Picture, dpi: float, number: int, language: str) -> Sheet:
    """Read a page's picture (RGB or grey, 8 bits) of one resolution in both directions."""
    grey = without_seal(picture)
    turn = 90 if lies_sideways(grey) else 0
    looked = _look(turned(grey, turn), dpi, language)
    if looked.health < _POOR or (turn and len(looked.tokens) < 8):
        other = _look(turned(grey, turn + 180), dpi, language)
        if other.health > looked.health:
            turn, looked = turn + 180, other
    words, told = look_again(
        looked.prepared,
        turned(picture, turn),
        looked.tokens,
        dpi,
        number,
        lambda line: recognise(line, dpi, ONE_LINE, language),
    )
    return _sheet(replace(looked, tokens=words), grey, dpi, number, turn, told)


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn a picture clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, k=-(degrees // 90) % 4))


def _look(grey: Picture, dpi: float, language: str) -> Looked:
    prepared = prepare(grey, dpi)

    def read(picture: Picture, mode: int) -> list[Token]:
        return recognise(picture, dpi, mode, language)

    def read_block(picture: Picture) -> list[Token]:
        return read(picture, ONE_BLOCK)

    tables = _tables(prepared, dpi)
    outside = prepared.picture.copy()
    found: list[Token] = []
    for grid in tables:
        words = read_cells(prepared.picture, [cell.bbox for cell in grid.cells], dpi, read_block)
        found.extend(token for cell in words for token in cell if _is_word(token, _NOISE_IN_CELL))
        _paint_out(outside, grid.bbox, 3)
    free = _read_free(outside, dpi, read)
    rules = [_scale(rule, 72 / dpi) for rule in prepared.rules]
    drawn_tables = [_scale(grid.bbox, 72 / dpi) for grid in tables]
    found.extend(
        reread(prepared.picture, free, rules_outside(rules, drawn_tables), dpi, read_block)
    )
    return Looked(prepared, tuple(single(found)), tables)


def _read_free(picture: Picture, dpi: float, read: Read) -> list[Token]:
    """Read what stands outside tables, then once more what the first look left."""
    if not _has_text(picture, dpi):
        return []
    first = read(picture, AUTOMATIC)
    left = picture.copy()
    for token in first:
        if (token.confidence or 0.0) >= _SURE:
            _paint_out(left, token.bbox, max(2, int(dpi / 90)))
    second = read(left, SPARSE) if _has_text(left, dpi) else []
    words = [token for token in _merge(first, second) if _is_word(token)]
    return doubt_unrepeated(picture, words, dpi, lambda strip: read(strip, ONE_BLOCK))


def _merge(first: list[Token], second: list[Token]) -> list[Token]:
    """Add what the second look found; where both saw something, the surer one stays, in doubt."""
    merged = list(first)
    for token in filter(_is_plain, second):
        rivals = [t for t in merged if _overlap(t.bbox, token.bbox) > 0.3]
        if any((t.confidence or 0.0) >= (token.confidence or 0.0) for t in rivals):
            continue
        merged = [t for t in merged if t not in rivals]
        disputed = any(t.text != token.text for t in rivals) and any(
            c.isdigit() for c in token.text
        )
        trust = min(token.confidence or 0.0, CONTRADICTED) if disputed else token.confidence
        merged.append(replace(token, confidence=trust))
    return merged


def single(tokens: Sequence[Token]) -> list[Token]:
    """Drop the less sure of two words in one place: Tesseract reads a line twice at times."""
    kept: dict[int, Token] = {}
    shelves: dict[int, list[Token]] = {}
    for index in sorted(range(len(tokens)), key=lambda n: -(tokens[n].confidence or 0.0)):
        token = tokens[index]
        reach = range(int(token.bbox.top) // _SHELF, int(token.bbox.bottom) // _SHELF + 1)
        near = (other for shelf in reach for other in shelves.get(shelf, ()))
        if any(_overlap(token.bbox, other.bbox) > 0.5 for other in near):
            continue
        kept[index] = token
        for shelf in reach:
            shelves.setdefault(shelf, []).append(token)
    return [kept[index] for index in sorted(kept)]


def _is_plain(token: Token) -> bool:
    """Tell a word that the first look missed from what a signature's strokes look like."""
    letters = "".join(filter(str.isalpha, token.text))
    coded = any(map(str.isdigit, token.text)) or letters[:2].isupper()
    least = _SURE_SHORT if len(token.text) < 3 else _SURE_LONG
    return (coded or is_syllable(letters)) and (token.confidence or 0.0) >= least


def _tables(prepared: Prepared, dpi: float) -> tuple[Grid, ...]:
    """Return the ruled tables in pixels; the rules are judged in points, as those of a PDF are."""
    found = grids([_scale(rule, 72 / dpi) for rule in prepared.rules], worn=True)
    return tuple(_scale_grid(grid, dpi / 72) for grid in found)


def _scale(box: BBox, by: float) -> BBox:
    return BBox(box.x0 * by, box.top * by, box.x1 * by, box.bottom * by)


def _scale_grid(grid: Grid, by: float) -> Grid:
    cells = tuple(replace(cell, bbox=_scale(cell.bbox, by)) for cell in grid.cells)
    return replace(grid, bbox=_scale(grid.bbox, by), cells=cells)


def _paint_out(picture: Picture, box: BBox, pad: int) -> None:
    top, left = max(0, int(box.top) - pad), max(0, int(box.x0) - pad)
    picture[top : int(box.bottom) + pad, left : int(box.x1) + pad] = 255


def _has_text(picture: Picture, dpi: float) -> bool:
    """Tell whether a picture holds some shapes of a letter's size."""
    ink = (picture < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT] / dpi
    return int(((heights > 0.05) & (heights < 0.4)).sum()) > 2


def _overlap(one: BBox, other: BBox) -> float:
    """Return the share of the smaller box that both cover."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box.x1 - box.x0) * (box.bottom - box.top) for box in (one, other)]
    return width * height / max(1.0, min(areas))


def _is_word(token: Token, least: float = _NOISE) -> bool:
    """Tell a word from what a seal's rim, a signature or dirt was read as."""
    trust = token.confidence or 0.0
    if any(map(str.isalnum, token.text)):
        odd = len(token.text) < 3 and token.text[0].islower() and not is_syllable(token.text)
        return trust >= (max(least, _SURE_LONG) if odd else least)
    return trust >= 0.7 and token.text[0] in "-–—.,;:()/“”\"'…*+&%"


def _sheet(
    looked: Looked, grey: Picture, dpi: float, number: int, turn: int, told: tuple[Notice, ...]
) -> Sheet:
    height, width = looked.prepared.picture.shape
    points = 72 / dpi
    page = (grey.shape[1] * points, grey.shape[0] * points)
    a, b, c, d, e, f = looked.prepared.to_original
    words = tuple(replace(t, bbox=_scale(t.bbox, points)) for t in looked.tokens)
    treatment = looked.prepared.treatment
    return Sheet(
        number=number,
        width=width * points,
        height=height * points,
        page_width=page[0],
        page_height=page[1],
        source=PageSource.OCR,
        tokens=words,
        grids=tuple(_scale_grid(grid, points) for grid in looked.grids),
        rules=drawn([_scale(rule, points) for rule in looked.prepared.rules]),
        to_page=after((a, b, c * points, d, e, f * points), turn_back(turn, *page)),
        health=looked.health if words else None,
        treatment=(f"ocr {round(dpi)} dpi", *((f"turned {turn}",) if turn else ()), *treatment),
        notices=told,
    )
