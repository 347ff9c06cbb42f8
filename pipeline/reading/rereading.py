"""A page's words in, the same with tables that only white parts read again, cell by cell.

Read in one go, such a table loses lone numbers and mixes letters of neighbouring columns. The first
reading shows where the cells are; read apart from each other they come out as well as ruled ones.
Of two readings of a cell the surer stays; words that the other does not have are in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import BBox
from pipeline.reading.cells import Read, read_cells
from pipeline.reading.lines import lines_of
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Grid, Token
from pipeline.reading.tables import cell_at
from pipeline.reading.unruled import unruled_grids

_DOUBT = 0.6  # the most that a word may be trusted which the other reading does not have
_LEAST = 0.4  # trust from which a cell that the first reading saw nothing in has words


def reread(
    picture: Picture, tokens: Sequence[Token], rules: Sequence[BBox], dpi: float, read: Read
) -> list[Token]:
    """Return a page's words; boxes of words are in pixels, those of rules in points."""
    words = [replace(token, bbox=_scaled(token.bbox, 72 / dpi)) for token in tokens]
    grids = unruled_grids(words, rules)
    inside: dict[tuple[int, int, int], list[Token]] = {}
    found: list[Token] = []
    for token, word in zip(tokens, words, strict=True):
        place = _place(grids, word)
        if place is None:
            found.append(token)
        else:
            inside.setdefault(place, []).append(token)
    for number, grid in enumerate(grids):
        boxes = [_scaled(cell.bbox, dpi / 72) for cell in grid.cells]
        again = read_cells(picture, boxes, dpi, read)
        for cell, second in zip(grid.cells, again, strict=True):
            found += _surer(inside.get((number, cell.row, cell.column), []), second)
    return found


def _place(grids: Sequence[Grid], word: Token) -> tuple[int, int, int] | None:
    for number, grid in enumerate(grids):
        cell = cell_at(grid, word)
        if cell is not None:
            return number, cell.row, cell.column
    return None


def _surer(first: list[Token], second: list[Token]) -> list[Token]:
    """Return the surer of two readings of a cell."""
    if not second:
        return first
    if not first:
        return second if _trust(second) >= _LEAST else []
    chosen, other = (second, first) if _trust(second) >= _trust(first) else (first, second)
    there = Counter(token.text for token in other)
    kept = []
    for line in lines_of(chosen):
        for token in line:
            there[token.text] -= 1
            doubted = there[token.text] < 0
            trust = min(token.confidence or 0.0, _DOUBT) if doubted else token.confidence
            kept.append(replace(token, confidence=trust))
    return kept


def _trust(words: Sequence[Token]) -> float:
    return sum(word.confidence or 0.0 for word in words) / len(words)


def _scaled(box: BBox, by: float) -> BBox:
    return BBox(box.x0 * by, box.top * by, box.x1 * by, box.bottom * by)
