"""A prepared picture in, its lines of print out, each cut free of its neighbours, in pixels.

Tesseract's own search for lines joins the two columns of a head or a foot and mixes the cells of a
row; and what it joins it misreads. So lines are found here, from the shapes of the ink: letters
that stand side by side make a line, marks and full stops go with the letter nearest to them, and
what belongs to another line is blanked from a line's picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.document import BBox
from pipeline.reading.preparation import Picture

Numbers = npt.NDArray[np.int32]

_LOWEST, _HIGHEST = 0.045, 0.35  # inches: the heights that letters have, from a 7 pt x to a title
_BODY = 0.5  # of the median letter's height: what is lower is a mark, a point or dirt
_TALLEST = 2.6  # and what is higher joins two lines, or is a stroke of a pen
_BROADEST = 14.0  # letters run together, in median heights; what is broader is a rule or a picture
_MARK = 0.85  # and a lone shape lower than that is a mark, however tall
_SPACE = 1.6  # median heights of white that part two lines on one level
_NEAR = 1.6  # median heights that a mark or a point may stand off its letter
_SPECK = 0.008  # inches; a lone dot smaller than that both ways is dirt
_DIRT = -1  # the line of specks: none, and they are wiped off all others
_MOST_LETTERS = 30_000  # a page of more is a picture of something else


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line's picture, dark on white with nothing of its neighbours, and where it was cut out."""

    picture: Picture
    x: int
    y: int
    size: float  # the median height of its letters
    box: int | None = None  # the index of the box (a table's cell) it stands in

    def inverted(self) -> TextLine:
        """Return the line standing on its head, for a look; its place is no longer true."""
        return replace(self, picture=np.ascontiguousarray(self.picture[::-1, ::-1]))

    def between(self, x0: float, x1: float) -> TextLine:
        """Return the part of the line between two places on the page, with some paper round it."""
        pad = int(0.6 * self.size)
        start = max(0, int(x0) - self.x - pad)
        part = self.picture[:, start : max(start + 1, int(x1) - self.x + pad)]
        return replace(self, picture=part, x=self.x + start)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Connected shapes of ink; row 0 is the paper."""

    labels: Numbers
    left: Numbers
    top: Numbers
    width: Numbers
    height: Numbers

    @property
    def right(self) -> Numbers:
        return self.left + self.width

    @property
    def bottom(self) -> Numbers:
        return self.top + self.height


def text_lines(picture: Picture, dpi: float, boxes: Sequence[BBox] = ()) -> list[TextLine]:
    """Return the lines of a grey picture without rules; no line runs out of a box it stands in."""
    shapes = _shapes(picture)
    likely = (shapes.height > _LOWEST * dpi) & (shapes.height < _HIGHEST * dpi)
    likely[0] = False
    if not likely.any():
        return []
    size = float(np.median(shapes.height[likely]))
    size = float(np.median(shapes.height[likely & (shapes.height > 0.7 * size)]))
    letters = (
        (shapes.height > _BODY * size)
        & (shapes.height < _TALLEST * size)
        & (shapes.width < _BROADEST * size)
    )
    letters[0] = False
    if not 0 < np.count_nonzero(letters) <= _MOST_LETTERS:
        return []
    homes = _homes(shapes, boxes)
    owners = _rows(shapes, letters, homes, size)
    _orphan(shapes, letters, owners, size)
    _adopt(shapes, letters, owners, size, dpi)
    return _cut(picture, shapes, owners, homes, dpi, size)


def _shapes(picture: Picture) -> _Shapes:
    _, ink = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, width, height = (stats[:, n].astype(np.int32) for n in range(4))
    return _Shapes(labels.astype(np.int32, copy=False), left, top, width, height)


def _homes(shapes: _Shapes, boxes: Sequence[BBox]) -> Numbers:
    """Return the box that each shape's middle stands in, or -1."""
    x, y = shapes.left + shapes.width / 2, shapes.top + shapes.height / 2
    homes = np.full(len(x), -1, np.int32)
    for number, box in enumerate(boxes):
        homes[(x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom)] = number
    return homes


def _rows(shapes: _Shapes, letters: npt.NDArray[np.bool_], homes: Numbers, size: float) -> Numbers:
    """Return the number of the line that each letter stands on, from 1; 0 for all other shapes.

    The middle of every letter is drawn as a bar as long as the letter and a space, at half the
    size: bars that touch are a line. Boxes beside each other are drawn apart.
    """
    rows = np.zeros(len(letters), np.int32)
    known = np.flatnonzero(letters)
    known = known[np.argsort(homes[known], kind="stable")]
    for own in np.split(known, np.flatnonzero(np.diff(homes[known])) + 1):
        left, top = int(shapes.left[own].min()), int(shapes.top[own].min())
        reach = _SPACE * size
        starts = (shapes.left[own] - left) // 2
        ends = ((shapes.right[own] - left + reach) / 2).astype(np.int32)
        levels = (shapes.top[own] - top + shapes.height[own] // 2) // 2
        halves = np.maximum(1, shapes.height[own] // 8)
        canvas = np.zeros((int((levels + halves).max()) + 2, int(ends.max()) + 1), np.uint8)
        bars = np.stack((levels - halves, levels + halves + 1, starts, ends), axis=1)
        for low, high, start, end in bars.clip(0).tolist():
            canvas[low:high, start:end] = 1
        _, labels = cv2.connectedComponents(canvas, connectivity=8)
        rows[own] = labels[levels, starts] + rows.max()
    return rows


def _orphan(shapes: _Shapes, letters: npt.NDArray[np.bool_], owners: Numbers, size: float) -> None:
    """Take tall marks, which stand on a line of their own ("ẩ", "ỗ"), for marks after all."""
    counts = np.bincount(owners)
    tallest = np.zeros(len(counts), np.int32)
    np.maximum.at(tallest, owners, shapes.height)
    slight = (counts[owners] <= 2) & (tallest[owners] < _MARK * size) & letters
    letters[slight] = False
    owners[slight] = 0


def _adopt(
    shapes: _Shapes,
    letters: npt.NDArray[np.bool_],
    owners: Numbers,
    size: float,
    dpi: float,
) -> None:
    """Give marks, points and dashes the line of the letter that is nearest to them."""
    speck = _SPECK * dpi
    small = ~letters & (shapes.height < _MARK * size) & (shapes.width < 3 * size)
    small &= (shapes.height > speck) | (shapes.width > speck)
    small[0] = False
    # A map of the letters at half the size, thin strokes kept: for every place the nearest of them.
    drawn = owners.astype(np.int16)[shapes.labels]
    drawn = np.pad(drawn, [(0, side % 2) for side in drawn.shape])
    half = np.maximum(
        np.maximum(drawn[::2, ::2], drawn[1::2, ::2]),
        np.maximum(drawn[::2, 1::2], drawn[1::2, 1::2]),
    )
    away = (half == 0).astype(np.uint8)
    distance, nearest = cv2.distanceTransformWithLabels(
        away, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    names = np.zeros(int(nearest.max()) + 1, np.int32)
    names[nearest[away == 0]] = half[away == 0]
    lone = np.flatnonzero(small)
    x = (shapes.left[lone] + shapes.width[lone] // 2) // 2
    y = (shapes.top[lone] + shapes.height[lone] // 2) // 2
    near = distance[y, x] <= _NEAR * size / 2
    owners[lone[near]] = names[nearest[y[near], x[near]]]
    owners[1:][(shapes.height[1:] <= speck) & (shapes.width[1:] <= speck)] = _DIRT


def _cut(
    picture: Picture, shapes: _Shapes, owners: Numbers, homes: Numbers, dpi: float, size: float
) -> list[TextLine]:
    height, width = picture.shape
    pad = max(3, round(dpi / 50))
    order = np.argsort(owners, kind="stable")
    order = order[owners[order] > 0]  # not the paper's, not dirt
    lines = []
    for own in np.split(order, np.flatnonzero(np.diff(owners[order])) + 1):
        if not len(own):
            continue
        x0, y0 = max(0, int(shapes.left[own].min()) - pad), max(0, int(shapes.top[own].min()) - pad)
        x1 = min(width, int(shapes.right[own].max()) + pad)
        y1 = min(height, int(shapes.bottom[own].max()) + pad)
        owner = owners[own[0]]
        near = owners[shapes.labels[y0:y1, x0:x1]]
        foreign = ((near != 0) & (near != owner)).astype(np.uint8)
        crop = picture[y0:y1, x0:x1]
        if foreign.any():
            crop = crop.copy()
            crop[cv2.dilate(foreign, np.ones((3, 3), np.uint8)) > 0] = 255
        home = int(homes[own[0]])
        mean = float(np.median(shapes.height[own[shapes.height[own] > _BODY * size]]))
        lines.append(TextLine(crop, x0, y0, mean, home if home >= 0 else None))
    return lines
