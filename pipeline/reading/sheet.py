"""A sheet is one page as seen, before it is text: words with boxes, ruled grids, the way back.

PDF text layers and OCR both end as sheets, in points from the top left of an *upright, straight*
frame. ``to_page`` leads from that frame back to the page as it is displayed, so that a word read on
a straightened picture still points at the crooked scan. Sheets cross processes as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import BBox, Notice, PageSource

Affine = tuple[float, float, float, float, float, float]
"""Maps (x, y) to (a·x + b·y + c, d·x + e·y + f)."""

IDENTITY: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Token:
    """A word on a sheet; ``confidence`` 0..1 from OCR.

    A ``glued`` word goes on from the one before without a space: "kg/" and, a line below, "mẻ".
    """

    text: str
    bbox: BBox
    confidence: float | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled grid, or several merged where the rules between them are missing."""

    row: int
    column: int
    rowspan: int
    colspan: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's skeleton, without its words."""

    bbox: BBox
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as seen. ``width`` and ``height`` are the frame's; ``page_*`` the page's own."""

    number: int
    width: float
    height: float
    page_width: float
    page_height: float
    source: PageSource
    tokens: tuple[Token, ...] = ()
    grids: tuple[Grid, ...] = ()
    rules: tuple[BBox, ...] = ()  # level and upright ones, those of grids included
    to_page: Affine = IDENTITY
    health: float | None = None
    treatment: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def carry(box: BBox, by: Affine) -> BBox:
    """Return the upright box round a box's image under an affine map."""
    if by == IDENTITY:
        return box
    a, b, c, d, e, f = by
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
    xs = [a * x + b * y + c for x, y in corners]
    ys = [d * x + e * y + f for x, y in corners]
    return BBox(min(xs), min(ys), max(xs), max(ys))


def centre(box: BBox) -> tuple[float, float]:
    """Return the middle of a box."""
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def surround(boxes: list[BBox]) -> BBox:
    """Return the smallest box that holds all of at least one box."""
    return BBox(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def turn_back(degrees: int, width: float, height: float) -> Affine:
    """Return the map from a page turned clockwise by a multiple of 90 degrees to the page itself.

    ``width`` and ``height`` are the page's own.
    """
    return {
        0: IDENTITY,
        90: (0.0, 1.0, 0.0, -1.0, 0.0, height),
        180: (-1.0, 0.0, width, 0.0, -1.0, height),
        270: (0.0, -1.0, width, 1.0, 0.0, 0.0),
    }[degrees % 360]


def turn(degrees: int, width: float, height: float) -> Affine:
    """Return the map from a page to the page turned clockwise by a multiple of 90 degrees."""
    return {
        0: IDENTITY,
        90: (0.0, -1.0, height, 1.0, 0.0, 0.0),
        180: (-1.0, 0.0, width, 0.0, -1.0, height),
        270: (0.0, 1.0, 0.0, -1.0, 0.0, width),
    }[degrees % 360]


def after(first: Affine, then: Affine) -> Affine:
    """Return the map that does one and then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        g * a + h * d,
        g * b + h * e,
        g * c + h * f + i,
        j * a + k * d,
        j * b + k * e,
        j * c + k * f + m,
    )


def inverse(way: Affine) -> Affine:
    """Return the map that leads back; a page's maps turn and scale, and lose nothing."""
    a, b, c, d, e, f = way
    area = a * e - b * d
    back = (e / area, -b / area, -d / area, a / area)
    return (
        back[0], back[1], -(back[0] * c + back[1] * f),
        back[2], back[3], -(back[2] * c + back[3] * f),
    )  # fmt: skip
