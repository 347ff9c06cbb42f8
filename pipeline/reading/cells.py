"""Ruled cells in, their words out: the cells are cut out and read together, free of neighbours.

Reading a whole table at once mixes columns; reading each cell alone costs a Tesseract start each.
So the cells are pasted under each other on one strip and read in one go: as exact as cell by cell.
Lone numbers read badly there, so the short ones are read once more, side by side; where the two
readings differ the likelier one stays, in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.document import BBox
from pipeline.reading.lines import lines_of
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Token, centre

Read = Callable[[Picture], list[Token]]

_GAP = 0.2  # inches between pasted cells
_SIDE_GAP = 0.4  # inches between pasted numbers
_TALLEST = 24_000  # pixels of one strip; Tesseract takes 32,767
_INK = 140
_DOUBT = 0.6  # the most that a reading may be trusted which another one contradicts


@dataclass(frozen=True, slots=True)
class _Patch:
    """A cell's ink cut out at ``x``, ``y`` of the page and pasted at ``left``, ``top``."""

    cell: int
    picture: Picture
    x: int
    y: int
    left: int = 0
    top: int = 0

    @property
    def height(self) -> int:
        return int(self.picture.shape[0])

    @property
    def width(self) -> int:
        return int(self.picture.shape[1])


def read_cells(
    picture: Picture, cells: Sequence[BBox], dpi: float, read: Read
) -> list[list[Token]]:
    """Return the words of each cell, with boxes on the page's picture; boxes are in pixels."""
    patches = [patch for n, box in enumerate(cells) if (patch := _cut(picture, n, box, dpi))]
    words: list[list[Token]] = [[] for _ in cells]
    for strip in _strips(patches, dpi):
        for number, token in _read_strip(strip, int(_GAP * dpi), read):
            words[number].append(token)
    short = [p for p in patches if p.height < 0.22 * dpi and p.width < 0.5 * dpi]
    if len(short) > 2:
        again: dict[int, list[Token]] = {}
        for number, token in _read_rows(short, dpi, read):
            again.setdefault(number, []).append(token)
        for patch in short:
            words[patch.cell] = _settle(words[patch.cell], again.get(patch.cell, []))
    return words


def _cut(picture: Picture, number: int, box: BBox, dpi: float) -> _Patch | None:
    """Cut a cell's ink out, or return None for an empty one."""
    inset = max(2, int(dpi / 90))
    x, y = max(0, int(box.x0) + inset), max(0, int(box.top) + inset)
    inner = picture[y : int(box.bottom) - inset, x : int(box.x1) - inset]
    if inner.size == 0:
        return None
    ink = inner < _INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    # Less than a full stop's height or width of ink is what a rule left behind.
    if not len(rows) or max(rows[-1] - rows[0], columns[-1] - columns[0]) < 0.04 * dpi:
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    return _Patch(number, inner[top:bottom, left:right], x + int(left), y + int(top))


def _strips(patches: list[_Patch], dpi: float) -> list[list[_Patch]]:
    """Place cells under each other, on as many strips as Tesseract's limit needs."""
    gap, margin = int(_GAP * dpi), int(0.12 * dpi)
    strips: list[list[_Patch]] = []
    y = _TALLEST
    for patch in patches:
        if y + patch.height > _TALLEST:
            strips.append([])
            y = margin
        strips[-1].append(replace(patch, left=margin, top=y))
        y += patch.height + gap
    return strips


def _pasted(patches: Sequence[_Patch], margin: int) -> Picture:
    height = max(p.top + p.height for p in patches) + margin
    width = max(p.left + p.width for p in patches) + margin
    canvas = np.full((height, width), 255, np.uint8)
    for p in patches:
        canvas[p.top : p.top + p.height, p.left : p.left + p.width] = p.picture
    return canvas


def _read_strip(patches: list[_Patch], gap: int, read: Read) -> list[tuple[int, Token]]:
    found = []
    tokens = read(_pasted(patches, gap))
    for token in tokens:
        middle = centre(token.bbox)[1]
        patch = min(patches, key=lambda p: max(p.top - middle, middle - p.top - p.height, 0.0))
        found.append((patch.cell, _home(token, patch)))
    return found


def _read_rows(patches: list[_Patch], dpi: float, read: Read) -> list[tuple[int, Token]]:
    """Read short cells side by side, a dozen on a line, in the order given."""
    gap, high = int(_SIDE_GAP * dpi), int(0.45 * dpi)
    placed: list[list[_Patch]] = []
    for first in range(0, len(patches), 12):
        line = patches[first : first + 12]
        tall = int(np.median([p.height for p in line]))
        base, x = len(placed) * high + int(0.3 * dpi), gap
        placed.append([])
        for patch in line:
            placed[-1].append(replace(patch, left=x, top=max(0, base - tall)))
            x += patch.width + gap
    found = []
    for token in read(_pasted([p for line in placed for p in line], gap)):
        middle, level = centre(token.bbox)
        line = placed[min(int(level // high), len(placed) - 1)]
        patch = min(line, key=lambda p: max(p.left - middle, middle - p.left - p.width, 0.0))
        found.append((patch.cell, _home(token, patch)))
    return found


def _home(token: Token, patch: _Patch) -> Token:
    """Return a word's box to where its cell was cut from."""
    x, y, box = patch.x - patch.left, patch.y - patch.top, token.bbox
    return replace(token, bbox=BBox(box.x0 + x, box.top + y, box.x1 + x, box.bottom + y))


def _settle(first: list[Token], second: list[Token]) -> list[Token]:
    """Choose between two readings of a short cell."""
    if _text(first) == _text(second):
        return first if _trust(first) >= _trust(second) else second
    if not second or not first:
        return first or second
    better = first if _trust(first) >= _trust(second) else second
    return [replace(t, confidence=min(t.confidence or 0.0, _DOUBT)) for t in better]


def _text(tokens: list[Token]) -> str:
    return " ".join(token.text for line in lines_of(tokens) for token in line)


def _trust(tokens: list[Token]) -> float:
    return min((token.confidence or 0.0 for token in tokens), default=0.0)
