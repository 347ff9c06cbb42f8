"""A page's picture in, a sheet out: seal off, straightened, ruled tables found, read line by line.

Works in pixels of the prepared picture; the sheet is in points, with the way back to the crooked
page. Every line is cut out and read alone, at the size that Tesseract reads best; where it is
unsure, and where numbers are at stake, it is read once more at another size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.document import BBox, Notice, PageSource
from pipeline.reading.agreement import agreed, is_doubtful, is_quantity, numbered
from pipeline.reading.leaf import leaf_of
from pipeline.reading.letterhead import look_again
from pipeline.reading.lines import lines_of
from pipeline.reading.preparation import (
    Picture,
    Prepared,
    is_inked,
    lies_sideways,
    prepare,
    without_seal,
)
from pipeline.reading.recognition import ONE_LINE, recognise
from pipeline.reading.sheet import Grid, Sheet, Token, after, centre, turn_back
from pipeline.reading.spelling import phrased, spelt
from pipeline.reading.tables import drawn, grids, unmerged
from pipeline.reading.textlines import TextLine, text_lines
from pipeline.vietnamese import health, is_syllable

_FIRST, _SECOND = 15.0, 20.0  # pixels: the median height of letters at which a line is read
_FIGURES = "0123456789.,"  # what a number alone is made of
_SCALES = (0.6, 2.5)  # but no further from what was scanned
# What is drawn to get ready: a head's line, a list's heading, a row.
_SAMPLE = (
    "So: 12/QD-UBND",
    "Ha Noi, ngay 07 thang 10 nam 2020",
    "Dieu 1. Cong nhan",
    "",
    "STT  San pham",
)
_RIM = 10  # pixels of white round a line
_NOISE = 0.3  # a word below this is no word
_NOISE_IN_CELL = 0.05  # where there is a cell round it, ink is a word
_READABLE = 0.6  # mean of a line's words; on such a line the worst read of them is a word
_SURE_SHORT = 0.6  # what one or two odd letters must be
_POOR = 0.55  # health of a page that may be turned
_FEW = 8  # words; on fewer nobody can tell
_DARK, _MUCH_INK = 110, 0.004  # grey level of ink; the share of a page that cannot be dirt
_PROBED = 6  # lines that tell whether a page lying on its side stands on its head


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


def get_ready(language: str) -> None:
    """Read a drawn page once, so that all children find model, word lists and patterns loaded.

    A child lives for one page; loading them anew cost it a tenth of its time.
    """
    cv2.setNumThreads(1)  # pages are read side by side
    page = np.full((400, 900), 255, np.uint8)
    for row, text in enumerate(_SAMPLE):
        at = (60, 70 + 55 * row)
        cv2.putText(page, text, at, cv2.FONT_HERSHEY_DUPLEX, 0.9, (0,), 1, cv2.LINE_AA)
    cv2.rectangle(page, (40, 250), (860, 380), (0,), 2)
    cv2.line(page, (400, 250), (400, 380), (0,), 2)
    cv2.line(page, (40, 315), (860, 315), (0,), 2)
    leaf_of(see(page, 200, 1, language))


def see(picture: Picture, dpi: float, number: int, language: str) -> Sheet:
    """Read a page's picture (RGB or grey, 8 bits) of one resolution in both directions."""
    grey = without_seal(picture)
    turn = _turn(grey, dpi, language)
    looked = _look(turned(grey, turn), dpi, language)
    for other in (180, 90, 270):
        if looked.health >= _POOR or len(looked.tokens) < _FEW:
            break
        again = _look(turned(grey, turn + other), dpi, language)
        if again.health > looked.health:
            turn, looked = (turn + other) % 360, again
    words, told = look_again(
        looked.prepared,
        turned(picture, turn),
        looked.tokens,
        dpi,
        number,
        lambda line: recognise(line, dpi, ONE_LINE, language),
    )
    steps = [f"ocr {round(dpi)} dpi"]
    if turn:
        steps.append(f"turned {turn}")
    if is_inked(picture):
        steps.append("coloured ink off")
    sheet = _sheet(replace(looked, tokens=words), grey, dpi, number, turn)
    return replace(
        sheet,
        treatment=(*steps, *looked.prepared.treatment),
        notices=(*told, *_unread(number, looked)),
    )


def _unread(page: int, looked: Looked) -> Iterator[Notice]:
    """Say where a page has ink on it and not a word was read: it may be a photograph, or lost."""
    ink = float((looked.prepared.picture < _DARK).mean())
    if not looked.tokens and ink > _MUCH_INK:
        yield Notice(
            "page-unread",
            f"Trang {page}: có nét mực nhưng không đọc được chữ nào. Hãy xem ảnh trang; nếu là văn "
            "bản thì quét lại rõ hơn.",
            page,
        )


def _turn(grey: Picture, dpi: float, language: str) -> int:
    """Return by how many degrees, clockwise, a picture must be turned for its lines to stand."""
    if not lies_sideways(grey):
        return 0
    prepared = prepare(turned(grey, 90), dpi)
    lines = sorted(text_lines(prepared.picture, dpi), key=lambda line: -line.picture.shape[1])
    upright, inverted = (
        health(" ".join(w.text for line in side for w in _reading(line, _FIRST, dpi, language)))
        for side in (lines[:_PROBED], [line.inverted() for line in lines[:_PROBED]])
    )
    return 90 if upright >= inverted else 270


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn a picture clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, k=-(degrees // 90) % 4))


def _look(grey: Picture, dpi: float, language: str) -> Looked:
    prepared = prepare(grey, dpi)
    tables = _tables(prepared, dpi)
    cells = [cell.bbox for grid in tables for cell in grid.cells]
    words: list[Token] = []
    held: dict[int, list[Token]] = {}  # by cell: a phrase goes on from line to line
    for line in text_lines(prepared.picture, dpi, cells):
        found = spelt(_words(line, _read(line, dpi, language)))
        (words if line.box is None else held.setdefault(line.box, [])).extend(found)
    for cell in held.values():
        words.extend(phrased([word for row in lines_of(cell) for word in row]))
    return Looked(prepared, tuple(words), tuple(unmerged(grid, words) for grid in tables))


def _read(line: TextLine, dpi: float, language: str) -> list[Token]:
    """Read a line, and again what is unsure on it or is a number."""
    first = _reading(line, _FIRST, dpi, language)
    if is_quantity(first):
        return agreed(first, _reading(line, _SECOND, dpi, language, _FIGURES))
    if is_doubtful(first):
        return agreed(first, _reading(line, _SECOND, dpi, language))
    run = numbered(first)
    if run is None:
        return first
    start, end = first[run][0].bbox.x0, first[run][-1].bbox.x1
    again = _reading(line.between(start, end), _SECOND, dpi, language)
    # What was cut through at the sides reads as anything.
    second = [word for word in again if start < centre(word.bbox)[0] < end]
    return [*first[: run.start], *agreed(first[run], second), *first[run.stop :]]


def _reading(line: TextLine, tall: float, dpi: float, language: str, only: str = "") -> list[Token]:
    """Read a line's picture with its letters ``tall`` pixels high; words are in the page's."""
    low, high = _SCALES
    scale = min(high, max(low, tall / line.size))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(line.picture, None, fx=scale, fy=scale, interpolation=way)
    framed = cv2.copyMakeBorder(sized, *(_RIM,) * 4, cv2.BORDER_CONSTANT, value=(255,))
    # OpenCV's stubs say "some array"; what comes out of an 8-bit picture is an 8-bit picture.
    words = recognise(framed, dpi * scale, ONE_LINE, language, only)  # type: ignore[arg-type]
    return [replace(word, bbox=_home(word.bbox, line, scale)) for word in words]


def _home(box: BBox, line: TextLine, scale: float) -> BBox:
    x0, x1 = ((x - _RIM) / scale + line.x for x in (box.x0, box.x1))
    top, bottom = ((y - _RIM) / scale + line.y for y in (box.top, box.bottom))
    return BBox(x0, top, x1, bottom)


def _words(line: TextLine, found: list[Token]) -> list[Token]:
    """Keep the words of a line, and not what a seal's rim, a signature or dirt was read as."""
    mean = sum(word.confidence or 0.0 for word in found) / max(1, len(found))
    if mean > _READABLE:
        return found
    least = _NOISE if line.box is None else _NOISE_IN_CELL
    return [word for word in found if _is_word(word, least)]


def _tables(prepared: Prepared, dpi: float) -> tuple[Grid, ...]:
    """Return the ruled tables in pixels; the rules are judged in points, as those of a PDF are."""
    found = grids([_scale(rule, 72 / dpi) for rule in prepared.rules], worn=True)
    return tuple(_scale_grid(grid, dpi / 72) for grid in found)


def _scale(box: BBox, by: float) -> BBox:
    return BBox(box.x0 * by, box.top * by, box.x1 * by, box.bottom * by)


def _scale_grid(grid: Grid, by: float) -> Grid:
    cells = tuple(replace(cell, bbox=_scale(cell.bbox, by)) for cell in grid.cells)
    return replace(grid, bbox=_scale(grid.bbox, by), cells=cells)


def _is_word(token: Token, least: float = _NOISE) -> bool:
    """Tell a word from what a seal's rim, a signature or dirt was read as."""
    trust = token.confidence or 0.0
    if any(map(str.isalnum, token.text)):
        odd = len(token.text) < 3 and token.text[0].islower() and not is_syllable(token.text)
        return trust >= (max(least, _SURE_SHORT) if odd else least)
    return trust >= 0.7 and token.text[0] in "-–—.,;:()/“”\"'…*+&%"


def _sheet(looked: Looked, grey: Picture, dpi: float, number: int, turn: int) -> Sheet:
    height, width = looked.prepared.picture.shape
    points = 72 / dpi
    page = (grey.shape[1] * points, grey.shape[0] * points)
    a, b, c, d, e, f = looked.prepared.to_original
    words = tuple(replace(t, bbox=_scale(t.bbox, points)) for t in looked.tokens)
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
    )
