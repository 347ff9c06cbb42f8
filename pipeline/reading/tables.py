"""Rules in, grids out: the same for lines drawn in a PDF and lines found on a scan.

A rule is a thin ``BBox`` in points. Merged cells show as missing rules, so cells are joined where
no rule parts them. A side that was never drawn (or lost at the paper's edge) is supplied where the
rules of the other direction all end together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from pipeline.document import BBox
from pipeline.reading.sheet import Grid, GridCell, Token, centre

_SNAP = 3.0  # rules this near (points) are one rule
_REACH = 5.0  # a rule that ends this near another one meets it
_COVER = 0.55  # share of a cell's side that must be ruled
_SLIM = 5.0  # a row or column under this is a double rule, not a row
_LEAST_ROW = 10.0  # points by which the other direction's rules run on where a side is missing
_FRAME = 3  # upright rules at the most that a frame and what is parted in it have
_LONG = 60.0  # an upright rule of this length need not meet two level ones
_KEPT = 0.3  # share of rows in which a worn rule must stand
_HEADING_ROWS = 2
_SHARED = 0.4  # share of a column that stands under one of the page before
# Like "2", "07", "(3)", "12."
_NUMBER = re.compile(r"\(?\d{1,3}[).]?$")
_MOST_RULES = 4000  # a page with more is a drawing


@dataclass(slots=True)
class _Rules:
    """One direction's rules: ``at`` is the fixed coordinate, ``start``..``end`` the run."""

    at: float
    start: float
    end: float


def grids(rules: Sequence[BBox], *, worn: bool = False) -> tuple[Grid, ...]:
    """Return the tables that rules draw, from the top of the page down.

    ``worn`` rules are a scan's: where one upright rule alone has a gap in a row, it was lost.
    """
    if len(rules) > _MOST_RULES:
        return ()
    across = _merge(_Rules(centre(r)[1], r.x0, r.x1) for r in rules if _is_across(r))
    upright = _merge(_Rules(centre(r)[0], r.top, r.bottom) for r in rules if _is_upright(r))
    upright = _holding(upright, across)
    found = [grid for lines in _components(across, upright) if (grid := _grid(*lines, worn=worn))]
    return tuple(sorted(_outermost(found), key=lambda grid: (grid.bbox.top, grid.bbox.x0)))


def drawn(rules: Sequence[BBox]) -> tuple[BBox, ...]:
    """Return the level and upright rules; none where there are so many that they are a drawing."""
    if len(rules) > _MOST_RULES:
        return ()
    return tuple(rule for rule in rules if _is_across(rule) or _is_upright(rule))


def outside(rules: Sequence[BBox], tables: Sequence[BBox]) -> list[BBox]:
    """Return the rules whose middles lie in none of the boxes: they draw no table found already."""
    return [
        rule
        for rule in rules
        if not any(
            box.x0 - 1 <= centre(rule)[0] <= box.x1 + 1
            and box.top - 1 <= centre(rule)[1] <= box.bottom + 1
            for box in tables
        )
    ]


def unmerged(grid: Grid, words: Sequence[Token]) -> Grid:
    """Part cells over several rows that hold a number for each: a scan lost the rules between."""
    tops = {cell.row: cell.bbox.top for cell in sorted(grid.cells, key=lambda c: -c.rowspan)}
    cells: list[GridCell] = []
    for cell in grid.cells:
        rows = range(cell.row, cell.row + cell.rowspan)
        stops = [tops.get(row) for row in rows[1:]]
        held = [word for word in words if _holds(cell, word)] if cell.rowspan > 1 else []
        numbers = all(_NUMBER.match(word.text) for word in held)
        if not held or not numbers or len(held) != len(rows) or None in stops:
            cells.append(cell)
            continue
        edges = [cell.bbox.top, *(stop for stop in stops if stop is not None), cell.bbox.bottom]
        own = [
            GridCell(row, cell.column, 1, cell.colspan, replace(cell.bbox, top=top, bottom=bottom))
            for row, (top, bottom) in zip(rows, pairwise(edges), strict=True)
        ]
        levels = sorted(centre(word.bbox)[1] for word in held)
        apart = all(c.bbox.top < y < c.bbox.bottom for c, y in zip(own, levels, strict=True))
        cells.extend(own if apart else [cell])
    return replace(grid, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def columns_of(before: Grid, grid: Grid) -> tuple[int, ...] | None:
    """Return which of another grid's columns each column of a grid stands under, or None.

    None too where two stand under one: then the grids have nothing to do with each other.
    """
    theirs, own = _column_sides(before), _column_sides(grid)
    if len(theirs) < before.columns or len(own) < grid.columns:
        return None
    found = []
    for left, right in own:
        shared = [min(right, high) - max(left, low) for low, high in theirs]
        found.append(max(range(len(shared)), key=shared.__getitem__))
        if max(shared) < _SHARED * (right - left):
            return None
    return tuple(found) if all(a < b for a, b in pairwise(found)) else None


def _column_sides(grid: Grid) -> list[tuple[float, float]]:
    sides = {cell.column: (cell.bbox.x0, cell.bbox.x1) for cell in grid.cells if cell.colspan == 1}
    return [sides[column] for column in sorted(sides)]


def cell_at(grid: Grid, token: Token) -> GridCell | None:
    """Return the cell that holds a word's middle, or None where it stands outside the grid."""
    x, y = centre(token.bbox)
    box = grid.bbox
    if not (box.x0 <= x <= box.x1 and box.top <= y <= box.bottom):
        return None
    for cell in grid.cells:
        if cell.bbox.x0 <= x <= cell.bbox.x1 and cell.bbox.top <= y <= cell.bbox.bottom:
            return cell
    return None


def _holds(cell: GridCell, token: Token) -> bool:
    x, y = centre(token.bbox)
    box = cell.bbox
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _holding(upright: list[_Rules], across: list[_Rules]) -> list[_Rules]:
    """Keep the upright rules that part cells: they meet two level ones, or are long.

    One that meets a single level rule is the side of a row that a page's end cut, if it goes on
    from another or begins and ends with others.
    """
    met = [sum(_meet(a, rule) for a in across) for rule in upright]
    holds = [
        count >= 2 or rule.end - rule.start > _LONG
        for rule, count in zip(upright, met, strict=True)
    ]
    sure = {rule.at for rule, held in zip(upright, holds, strict=True) if held}
    return [
        rule
        for rule, count, held in zip(upright, met, holds, strict=True)
        if held or (count and (rule.at in sure or _alike(rule, upright) > _FRAME))
    ]


def _alike(rule: _Rules, others: list[_Rules]) -> int:
    """Count the rules that begin and end where this one does, itself included."""
    return sum(
        abs(other.start - rule.start) < _SNAP and abs(other.end - rule.end) < _SNAP
        for other in others
    )


def _is_across(rule: BBox) -> bool:
    return rule.x1 - rule.x0 > 8 and rule.x1 - rule.x0 > 3 * (rule.bottom - rule.top)


def _is_upright(rule: BBox) -> bool:
    return rule.bottom - rule.top > 4 and rule.bottom - rule.top > 3 * (rule.x1 - rule.x0)


def _merge(rules: Iterable[_Rules]) -> list[_Rules]:
    """Join rules on one line that touch or overlap."""
    merged: list[_Rules] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        for rule in sorted(group, key=lambda rule: rule.start):
            last = merged[-1] if merged else None
            if last is not None and last.at == at and rule.start <= last.end + _REACH:
                last.end = max(last.end, rule.end)
            else:
                merged.append(_Rules(at, rule.start, rule.end))
    return merged


def _clusters(rules: list[_Rules]) -> list[list[_Rules]]:
    groups: list[list[_Rules]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _meet(across: _Rules, upright: _Rules) -> bool:
    return (
        across.start - _REACH <= upright.at <= across.end + _REACH
        and upright.start - _REACH <= across.at <= upright.end + _REACH
    )


def _components(
    across: list[_Rules], upright: list[_Rules]
) -> list[tuple[list[_Rules], list[_Rules]]]:
    """Group rules that hang together by crossings."""
    left = set(range(len(upright)))
    todo = set(range(len(across)))
    groups = []
    while todo:
        rows, columns, front = set(), set(), [todo.pop()]
        while front:
            row = front.pop()
            rows.add(row)
            new = {c for c in left if _meet(across[row], upright[c])}
            left -= new
            columns |= new
            reached = {r for r in todo if any(_meet(across[r], upright[c]) for c in new)}
            todo -= reached
            front.extend(reached)
        if columns and (len(rows) >= 2 or len(columns) > _FRAME):
            groups.append(([across[r] for r in rows], [upright[c] for c in columns]))
    return groups


def _grid(across: list[_Rules], upright: list[_Rules], *, worn: bool) -> Grid | None:
    upright = upright + _sides(across, upright)
    across = across + _sides(upright, across)
    across, upright = sorted(across, key=_place), sorted(upright, key=_place)
    ys, xs = _stops(across), _stops(upright)
    if not _parts_cells(xs, ys):
        return None
    xs = _used(xs, ys, upright)
    ys = _used(ys, xs, across)
    if not _parts_cells(xs, ys):
        return None
    cells = _cells(xs, ys, across, upright, worn=worn)
    box = BBox(xs[0], ys[0], xs[-1], ys[-1])
    return Grid(box, len(ys) - 1, len(xs) - 1, cells)


def _parts_cells(xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Tell a table from a frame: two columns and two rows, or one row that a page left."""
    return len(xs) >= 3 and len(ys) >= (2 if len(xs) > _FRAME else 3)


def _used(stops: list[float], crossing: list[float], rules: list[_Rules]) -> list[float]:
    """Keep the stops where at least one cell's side is ruled, and the outer ones."""
    bands = list(pairwise(crossing))
    inner = [at for at in stops[1:-1] if any(_ruled(rules, at, *band) for band in bands)]
    return [stops[0], *inner, stops[-1]]


def _sides(crossing: list[_Rules], present: list[_Rules]) -> list[_Rules]:
    """Supply outer rules that are missing: where most crossing rules end beyond the last one."""
    low, high = min(rule.at for rule in crossing), max(rule.at for rule in crossing)
    supplied = []
    for sign in (-1, 1):
        furthest: dict[float, float] = {}  # a rule broken by a group's heading ends once
        for rule in crossing:
            end = sign * (rule.start if sign < 0 else rule.end)
            furthest[rule.at] = max(end, furthest.get(rule.at, end))
        end = sign * sorted(furthest.values())[len(furthest) // 2]
        outermost = max(sign * rule.at for rule in present)
        if sign * end > outermost + _LEAST_ROW:
            supplied.append(_Rules(end, low, high))
    return supplied


def _stops(rules: list[_Rules]) -> list[float]:
    """Return the grid's coordinates in one direction; double rules count once."""
    stops: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not stops or at - stops[-1] > _SLIM:
            stops.append(at)
    return stops


def _ruled(rules: list[_Rules], at: float, start: float, end: float) -> bool:
    """Tell whether rules near ``at`` cover most of ``start``..``end``; they are in order of it."""
    near = bisect_left(rules, at - _SLIM, key=_place)
    covered = 0.0
    for rule in islice(rules, near, None):
        if rule.at > at + _SLIM:
            break
        covered += max(0.0, min(rule.end, end) - max(rule.start, start))
    return covered >= _COVER * (end - start)


def _place(rule: _Rules) -> float:
    return rule.at


def _cells(
    xs: list[float],
    ys: list[float],
    across: list[_Rules],
    upright: list[_Rules],
    *,
    worn: bool,
) -> tuple[GridCell, ...]:
    rows, columns = len(ys) - 1, len(xs) - 1
    open_right = {
        (r, c): not _ruled(upright, xs[c + 1], ys[r], ys[r + 1])
        for r in range(rows)
        for c in range(columns - 1)
    }
    open_below = {
        (r, c): not _ruled(across, ys[r + 1], xs[c], xs[c + 1])
        for r in range(rows - 1)
        for c in range(columns)
    }
    if worn:
        _mend(open_right, open_below, rows, columns)
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            rowspan, colspan = _extent(row, column, open_right, open_below, taken)
            taken |= {
                (r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan)
            }
            box = BBox(xs[column], ys[row], xs[column + colspan], ys[row + rowspan])
            cells.append(GridCell(row, column, rowspan, colspan, box))
    return tuple(cells)


def _mend(
    open_right: dict[tuple[int, int], bool],
    open_below: dict[tuple[int, int], bool],
    rows: int,
    columns: int,
) -> None:
    """Close the gaps of an upright rule in rows where (nearly) all the others stand.

    A group's heading has none of them; where headings stand in two rows, "STT" spans both.
    """
    inner = range(columns - 1)
    whole = {c for c in inner if sum(not open_right[r, c] for r in range(rows)) >= _KEPT * rows}
    for row in range(rows):
        gaps = [c for c in inner if open_right[row, c]]
        over = row < _HEADING_ROWS and open_below.get((0, 0))
        if not over and len(gaps) <= (columns - 1) // 3:
            open_right.update({(row, c): False for c in gaps if c in whole})


def _extent(
    row: int,
    column: int,
    open_right: dict[tuple[int, int], bool],
    open_below: dict[tuple[int, int], bool],
    taken: set[tuple[int, int]],
) -> tuple[int, int]:
    """Grow a cell to the right, then down, while nothing parts it; always a rectangle."""
    colspan = 1
    while open_right.get((row, column + colspan - 1)) and (row, column + colspan) not in taken:
        colspan += 1
    rowspan = 1
    while all(
        open_below.get((row + rowspan - 1, c)) and (row + rowspan, c) not in taken
        for c in range(column, column + colspan)
    ) and all(open_right.get((row + rowspan, c)) for c in range(column, column + colspan - 1)):
        rowspan += 1
    return rowspan, colspan


def _outermost(found: list[Grid]) -> list[Grid]:
    """Drop grids that stand inside another one."""
    return [
        grid
        for grid in found
        if not any(
            other is not grid
            and other.bbox.x0 - 1 <= grid.bbox.x0
            and other.bbox.top - 1 <= grid.bbox.top
            and other.bbox.x1 + 1 >= grid.bbox.x1
            and other.bbox.bottom + 1 >= grid.bbox.bottom
            for other in found
        )
    ]
