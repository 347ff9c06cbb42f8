"""A sheet in, its passages out, the left page's before the right one's where it shows two.

Copiers lay two A4 pages side by side on one A3 sheet. Between them lie two margins, far wider than
what parts a table's columns, and nothing crosses: no centred title, no rule, no row.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import BBox
from pipeline.reading.layout import arrange
from pipeline.reading.lines import Passage, fragment
from pipeline.reading.sheet import Affine, Grid, Sheet, Token, carry, centre

_LANDSCAPE = 1.2  # width to height; two A4 pages on A3 have 1.41
_GUTTER = 0.05  # of the width: two margins of 15 millimetres on A3 are 0.07
_MIDDLE = (0.42, 0.58)  # of the width, where the gutter's own middle lies
_LEAST_WORDS = 20  # on either side
_SPECKS = 3  # tokens of one sign or two in the gutter: a fold, a staple


def passages_of(sheet: Sheet) -> tuple[Passage, ...]:
    """Return a sheet's passages in reading order, page by page."""
    cut = gutter(sheet)
    if cut is None:
        return arrange(sheet)
    left = _part(sheet, 0.0, cut)
    right = _part(sheet, cut, sheet.width)
    return (*arrange(left), *(_shifted(each, cut) for each in arrange(right)))


def gutter(sheet: Sheet) -> float | None:
    """Return where the right one of two pages begins, in points; None where there is one page."""
    if sheet.width < _LANDSCAPE * sheet.height:
        return None
    low, high = (share * sheet.width for share in _MIDDLE)
    specks = [t for t in sheet.tokens if len(t.text) < 3 and low < centre(t.bbox)[0] < high]
    words = [t for t in sheet.tokens if len(specks) > _SPECKS or t not in specks]
    level = [rule for rule in sheet.rules if rule.x1 - rule.x0 > rule.bottom - rule.top]
    boxes = [*(word.bbox for word in words), *level, *(grid.bbox for grid in sheet.grids)]
    found = _widest_gap(boxes, low, high)
    if found is None or found[1] - found[0] < _GUTTER * sheet.width:
        return None
    cut = (found[0] + found[1]) / 2
    lefts = sum(centre(word.bbox)[0] < cut for word in words)
    return cut if min(lefts, len(words) - lefts) >= _LEAST_WORDS else None


def _widest_gap(boxes: list[BBox], low: float, high: float) -> tuple[float, float] | None:
    """Return the widest range that no box covers, of those whose middle lies between bounds."""
    gaps = []
    edge = 0.0
    for box in sorted(boxes, key=lambda box: box.x0):
        if box.x0 > edge and low < (edge + box.x0) / 2 < high:
            gaps.append((edge, box.x0))
        edge = max(edge, box.x1)
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _part(sheet: Sheet, start: float, end: float) -> Sheet:
    """Return what of a sheet stands between two abscissas, as a sheet that begins there."""
    way: Affine = (1.0, 0.0, -start, 0.0, 1.0, 0.0)

    def within(box: BBox) -> bool:
        return start <= centre(box)[0] < end

    return replace(
        sheet,
        width=end - start,
        tokens=tuple(_carried(token, way) for token in sheet.tokens if within(token.bbox)),
        grids=tuple(_grid(grid, way) for grid in sheet.grids if within(grid.bbox)),
        rules=tuple(carry(rule, way) for rule in sheet.rules if within(rule)),
    )


def _shifted(passage: Passage, start: float) -> Passage:
    """Return a passage of the right page where it stands on the whole sheet."""
    way: Affine = (1.0, 0.0, start, 0.0, 1.0, 0.0)
    lines = ([_carried(token, way) for token in line.tokens] for line in passage.lines)
    return replace(
        passage,
        lines=tuple(fragment(line) for line in lines),
        grid=_grid(passage.grid, way) if passage.grid else None,
        cells=tuple(tuple(_carried(token, way) for token in cell) for cell in passage.cells),
    )


def _carried(token: Token, way: Affine) -> Token:
    return replace(token, bbox=carry(token.bbox, way))


def _grid(grid: Grid, way: Affine) -> Grid:
    cells = tuple(replace(cell, bbox=carry(cell.bbox, way)) for cell in grid.cells)
    return replace(grid, bbox=carry(grid.bbox, way), cells=cells)
