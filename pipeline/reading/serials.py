"""Lines and column sides in, a grid out: the rows of a list without rules between them.

White across the whole list parts rows wherever cells have room above and below. What it does not
part, cells merged over several rows or a list set tight, goes by the serial numbers: a column's
clusters of words stand level with their rows' numbers, or with the middle of the rows they are
merged over, so clusters and rows are matched in order at the least total distance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

from pipeline.document import BBox
from pipeline.reading.alignment import Cluster, best_fit, bounds
from pipeline.reading.gutters import Line, crosses
from pipeline.reading.lines import Fragment, fragment, lines_of
from pipeline.reading.sheet import Grid, GridCell, Token, centre, surround

_MOST_ROWS = 150  # that no white parts; a page with more is an attack, or a drawing of dots
_PITCH = 1.2  # ems from line to line of a cell, where it can't be measured
_ROOM = 0.22  # ems beyond that pitch which part two cells
_OFF = 0.35  # ems by which a cell's words may lie off its middle
_TIGHT = 0.6  # share of rows that follow on without white, for a list to be set tight
_LINED_UP = 2.5  # points by which cells of one column begin apart at the most
_STAGGER = 0.8  # ems between two lines of one row's cells
_MARGIN = 0.12  # ems by which two numbered rows are further apart than what parts them

# Like "1", "02.", "15)".
SERIAL = re.compile(r"^\d{1,3}[.)]?$")
# The ordinal before a group's name, in the column of numbers; OCR reads "II" as "Il" too.
_ORDINAL = re.compile(r"^(?:[IVX]{1,5}|[IlVX|]{2,4}|[A-HĐ])[.)]?$")
# Like "Tổng cộng: 20 sản phẩm" or "Cộng nhóm I".
_TOTAL = re.compile(r"^(?:tong cong(?! ty)|tong so|cong(?=\s*(?:nhom|muc|[:(\d]|$)))\b")
# Like "(1)" or "3" in a row that numbers the columns.
_NUMBERED = re.compile(r"^[(\[]?(\d{1,2})[)\]]?$")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rows of a list share: column sides, size of type, and what parts two lines."""

    stops: tuple[float, ...]
    em: float
    apart: float  # distance of two lines' middles from which they are of two rows
    tight: bool = False  # rows follow each other as lines of a cell do

    @property
    def columns(self) -> list[tuple[float, float]]:
        return list(pairwise(self.stops))

    def column(self, lines: Sequence[Line], number: int) -> list[Token]:
        low, high = self.columns[number]
        return [t for line in lines for t in line.whole.tokens if low <= centre(t.bbox)[0] < high]


def serial_grid(
    heading: Sequence[Line], body: Sequence[Line], stops: Sequence[float], em: float
) -> Grid | None:
    """Return the grid of a list, or None where its lines make no two rows."""
    tight = _is_tight(body, em)
    frame = _Frame(tuple(stops), em, inf if tight else _apart(body, stops, em), tight)
    parts = list(_parts(body, frame))
    while parts and _is_furniture(parts[-1], parts[:-1], frame):
        body = [line for line in body if line not in parts[-1]]
        parts.pop()
    if not parts:
        return None
    cuts = [_edge(a[-1], b[0]) for a, b in pairwise([p for p in [heading, *parts] if p])]
    boxes = [line.whole.bbox for line in (*heading, *body)]
    cuts = [min(box.top for box in boxes) - 2, *cuts, max(box.bottom for box in boxes) + 2]
    cells: list[GridCell] = []
    rows = 0
    first = None
    for number, part in enumerate(p for p in [heading, *parts] if p):
        edges = (cuts[number], cuts[number + 1])
        titled = bool(heading) and not number
        made = _heading(part, frame, edges) if titled else _rows(part, frame, edges)
        if titled or stands_alone(part[0], frame.stops):
            cells = _merged(cells, body, frame, first, rows) if first is not None else cells
            first = None
        elif first is None:
            first = rows
        cells += [replace(cell, row=cell.row + rows) for cell in made]
        rows += max((c.row + c.rowspan for c in made), default=0)
    cells = _merged(cells, body, frame, first, rows) if first is not None else cells
    box = BBox(stops[0], cuts[0], stops[-1], cuts[-1])
    return Grid(box, rows, len(stops) - 1, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _merged(
    cells: list[GridCell], body: Sequence[Line], frame: _Frame, first: int, end: int
) -> list[GridCell]:
    """Join the empty cells of a run of rows with those whose words stand in their midst.

    The words of a cell merged over three rows may lie in the second, with white above and below.
    Only where the cells of a column then cover every row, each with its words in the middle.
    """
    found: dict[int, list[GridCell]] = {}
    for number in range(len(frame.stops) - 1):
        column = sorted(
            (c for c in cells if c.column == number and first <= c.row < end), key=lambda c: c.row
        )
        wider = _tiled(column, frame.column(body, number), frame)
        if wider is not None:
            found[number] = wider
    shapes = {n: tuple((c.row, c.rowspan) for c in column) for n, column in found.items()}
    for number, column in found.items():
        alike = sum(shape == shapes[number] for shape in shapes.values())
        if alike < 2 and len(column) < 2:
            continue
        cells = [c for c in cells if not (c.column == number and first <= c.row < end)]
        cells += column
    return cells


def _tiled(
    column: Sequence[GridCell], tokens: Sequence[Token], frame: _Frame
) -> list[GridCell] | None:
    """Return a column's filled cells grown over the empty ones, or None where that doesn't fit."""
    words = [[t for t in tokens if c.bbox.top <= centre(t.bbox)[1] < c.bbox.bottom] for c in column]
    if all(words) or not any(words):
        return None
    found: list[GridCell] = []
    start = 0
    filled = [number for number, own in enumerate(words) if own]
    for number, following in zip(filled, [*filled[1:], len(column)], strict=True):
        middle = centre(surround([token.bbox for token in words[number]]))[1]
        top = column[start].bbox.top
        ends = range(number, following)
        off = [abs((top + column[end].bbox.bottom) / 2 - middle) for end in ends]
        if min(off) > _OFF * frame.em:
            return None
        last = column[number + off.index(min(off))]
        box = BBox(last.bbox.x0, top, last.bbox.x1, last.bbox.bottom)
        span = last.row + last.rowspan - column[start].row
        found.append(replace(column[start], rowspan=span, bbox=box))
        start = number + off.index(min(off)) + 1
    return found if start == len(column) else None


def numbers_columns(line: Line) -> bool:
    """Tell a line "(1) (2) (3)" that numbers the columns."""
    found = [_NUMBERED.match(run.text) for run in line.runs]
    numbers = [int(match[1]) for match in found if match]
    following = list(range(numbers[0], numbers[0] + len(numbers))) if numbers else []
    return len(numbers) > 2 and len(numbers) == len(found) and numbers == following


def is_total(line: Line) -> bool:
    """Tell a line "Tổng cộng: 20 sản phẩm" from a row."""
    return bool(_TOTAL.match(line.whole.folded))


def stands_alone(line: Line, stops: Sequence[float]) -> bool:
    """Tell whether a line is a row by itself: a group's heading, a total, the columns' numbers."""
    if numbers_columns(line) or is_total(line):
        return True
    return any(crosses_any(run, stops) for run in line.runs)


# --- parting lines into rows ----------------------------------------------------------------------


def _apart(body: Sequence[Line], stops: Sequence[float], em: float) -> float:
    """Return the distance of two lines' middles that parts cells: more than a cell's own lines."""
    plain = [line for line in body if not stands_alone(line, stops)]
    frame = _Frame(tuple(stops), em, 0.0)
    steps = []
    for number in range(1, len(stops) - 1):
        levels = [fragment(words).level for words in lines_of(frame.column(plain, number))]
        steps += [b - a for a, b in pairwise(levels) if 0.8 * em < b - a < 1.5 * em]
    pitch = median(steps) if len(steps) > 2 else _PITCH * em
    numbers = [fragment(words).level for words in lines_of(frame.column(plain, 0))]
    nearest = min((b - a for a, b in pairwise(numbers)), default=2 * pitch)
    return min(pitch + _ROOM * em, nearest - _MARGIN * em)


def _is_tight(body: Sequence[Line], em: float) -> bool:
    """Tell a list whose rows no white parts: most numbered lines follow on without any."""
    lines = sorted(body, key=lambda line: line.level)
    numbered = [n for n, line in enumerate(lines) if SERIAL.match(line.runs[0].text)]
    most = (_PITCH + _ROOM) * em
    close = [
        all(_step([a], b) <= most for a, b in pairwise(lines[one : other + 1]))
        for one, other in pairwise(numbered)
    ]
    return len(close) > 1 and sum(close) > _TIGHT * len(close)


def _parts(body: Sequence[Line], frame: _Frame) -> Iterator[list[Line]]:
    """Yield runs of lines: rows that stand alone, and what white across the list holds together."""
    part: list[Line] = []
    for line in sorted(body, key=lambda line: line.level):
        alone = stands_alone(line, frame.stops)
        if part and any(stands_alone(each, frame.stops) for each in part):
            if _of_total(part, line, frame) or (not alone and _wraps(part, line, frame)):
                part.append(line)
                continue
            yield part
            part = []
        elif part and _of_total(part, line, frame):
            pass
        elif part and (alone or _step(part, line) > frame.apart):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _of_total(part: Sequence[Line], line: Line, frame: _Frame) -> bool:
    """Tell whether a line and those just above are one total, the number set in a narrow column."""
    lines = (*part, line)
    return (
        any(map(is_total, lines))
        and _step(part, line) < _STAGGER * frame.em
        and not any(SERIAL.match(each.runs[0].text) for each in lines)
        and not any(crosses_any(run, frame.stops) for each in lines for run in each.runs)
    )


def _step(part: Sequence[Line], line: Line) -> float:
    """Return how far a line's highest word stands under the lowest of a part, middle to middle."""
    lowest = max(centre(token.bbox)[1] for each in part for token in each.whole.tokens)
    return min(centre(token.bbox)[1] for token in line.whole.tokens) - lowest


def _is_furniture(part: Sequence[Line], above: Sequence[Sequence[Line]], frame: _Frame) -> bool:
    """Tell a line under a list, a mark at the page's foot, from its last row's only cell."""
    if stands_alone(part[0], frame.stops) or _is_section(part[0], frame):
        return False
    box = part[0].runs[0].bbox
    boxes = [run.bbox for each in above for line in each for run in line.runs]
    lined_up = any(
        abs(box.x0 - other.x0) < _LINED_UP or abs(box.x0 + box.x1 - other.x0 - other.x1) < _LINED_UP
        for other in boxes
    )
    return len(part) == len(part[0].runs) == 1 and not lined_up


def _wraps(part: Sequence[Line], line: Line, frame: _Frame) -> bool:
    """Tell whether a line is the rest of a heading that did not fit on one."""
    title = part[-1].runs[-1]
    return (
        len(line.runs) == 1
        and crosses_any(title, frame.stops)
        and _step(part, line) <= min(frame.apart, (_PITCH + _ROOM) * frame.em)
        and not SERIAL.match(line.runs[0].text)
        and (
            abs(line.runs[0].bbox.x0 - title.bbox.x0) < frame.em / 2
            or abs(centre(line.runs[0].bbox)[0] - centre(title.bbox)[0]) < frame.em / 2
        )
    )


def crosses_any(run: Fragment, stops: Sequence[float]) -> bool:
    """Tell whether a run stands on both sides of any inner side."""
    return any(crosses(run, at) for at in stops[1:-1])


def _edge(above: Line, below: Line) -> float:
    return (above.whole.bbox.bottom + below.whole.bbox.top) / 2


def _heading(part: Sequence[Line], frame: _Frame, edges: tuple[float, float]) -> list[GridCell]:
    """Return the cells of the headings: in one row, or in two where one stands over several."""
    top, bottom = edges
    over = [run for line in part for run in line.runs if crosses_any(run, frame.stops)]
    if not over:
        return _whole_row(frame, edges)
    low = max(run.bbox.bottom for run in over)
    below = [t for line in part for t in line.whole.tokens if t.bbox.top > low - 0.3 * frame.em]
    middle = (low + min((t.bbox.top for t in below), default=bottom)) / 2
    covered = {c for run in over for c in _covered(run, frame, below)}
    cells = []
    for first, last in _stretches(covered):
        box = BBox(frame.stops[first], top, frame.stops[last + 1], middle)
        cells.append(GridCell(0, first, 1, last - first + 1, box))
    for number, (low_x, high_x) in enumerate(frame.columns):
        if number in covered:
            cells.append(GridCell(1, number, 1, 1, BBox(low_x, middle, high_x, bottom)))
        else:
            cells.append(GridCell(0, number, 2, 1, BBox(low_x, top, high_x, bottom)))
    return cells


def _covered(run: Fragment, frame: _Frame, below: Sequence[Token]) -> set[int]:
    """Return the columns that a heading stands over: those it reaches, and their like beside it."""
    columns = frame.columns
    left, right = run.bbox.x0 + 2, run.bbox.x1 - 2
    covered = {n for n, (low, high) in enumerate(columns) if left < high and right > low}
    wanted = centre(run.bbox)[0]
    for number in (min(covered) - 1, max(covered) + 1):
        if not 0 < number < len(columns):
            continue
        wider = covered | {number}
        middle = (columns[min(wider)][0] + columns[max(wider)][1]) / 2
        now = (columns[min(covered)][0] + columns[max(covered)][1]) / 2
        if abs(middle - wanted) < 0.5 * abs(now - wanted):
            covered = wider
    return covered


def _stretches(columns: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of neighbouring numbers."""
    ordered = sorted(columns)
    first = ordered[0] if ordered else 0
    for number, following in zip(ordered, [*ordered[1:], -1], strict=True):
        if following != number + 1:
            yield first, number
            first = following


def _whole_row(frame: _Frame, edges: tuple[float, float]) -> list[GridCell]:
    return [
        GridCell(0, number, 1, 1, BBox(low, edges[0], high, edges[1]))
        for number, (low, high) in enumerate(frame.columns)
    ]


def _rows(part: Sequence[Line], frame: _Frame, edges: tuple[float, float]) -> list[GridCell]:
    """Return the cells of a part: one row, or as many as there are numbers in it."""
    if any(map(is_total, part)) and len(part) > 1:
        return _whole_row(frame, edges)
    if stands_alone(part[0], frame.stops) or (len(part) == 1 and _is_section(part[0], frame)):
        return _alone(part, frame, edges)
    columns = [_clusters(frame.column(part, n), frame) for n in range(len(frame.stops) - 1)]
    numbers = _anchors(part, frame)
    fullest = max(columns, key=len)
    if max(len(numbers), len(fullest)) < 2 or max(map(len, (numbers, *columns))) > _MOST_ROWS:
        return _whole_row(frame, edges)
    models = [numbers, fullest] if numbers and len(fullest) > len(numbers) else [numbers or fullest]
    _, anchors, placed = min((best_fit(rows, columns) for rows in models), key=lambda made: made[0])
    cells = []
    for number, column in enumerate(placed):
        low, high = frame.columns[number]
        for one, top, bottom in bounds(column, anchors, edges):
            box = BBox(low, top, high, bottom)
            cells.append(GridCell(one.first, number, one.last - one.first + 1, 1, box))
    return cells


def _is_section(line: Line, frame: _Frame) -> bool:
    """Tell "II" and "Nhóm khác", a group's ordinal in the column of numbers, from a row of data."""
    first = line.runs[0]
    return (
        len(line.runs) <= 2
        and first.bbox.x1 < frame.stops[1] + 1
        and bool(_ORDINAL.match(first.text))
    )


def _alone(part: Sequence[Line], frame: _Frame, edges: tuple[float, float]) -> list[GridCell]:
    """Return the cells of a group's heading: its ordinal in its own column, the rest in one."""
    line = part[0]
    over = any(crosses_any(run, frame.stops) for run in line.runs)
    if not over and not _is_section(line, frame):
        return _whole_row(frame, edges)
    top, bottom = edges
    stops = frame.stops
    own = len(line.runs) > 1 and line.runs[0].bbox.x1 < stops[1] + 1
    if not own:
        return [GridCell(0, 0, 1, len(stops) - 1, BBox(stops[0], top, stops[-1], bottom))]
    return [
        GridCell(0, 0, 1, 1, BBox(stops[0], top, stops[1], bottom)),
        GridCell(0, 1, 1, len(stops) - 2, BBox(stops[1], top, stops[-1], bottom)),
    ]


# --- several rows that no white parts -------------------------------------------------------------


def _anchors(part: Sequence[Line], frame: _Frame) -> list[Cluster]:
    """Return where the rows of a part stand: their numbers, and those that a scan has lost."""
    numbered = [
        (_cluster([words]), fragment(words).text)
        for words in lines_of(frame.column(part, 0))
        if any(map(str.isalnum, fragment(words).text))
    ]
    columns = [_clusters(frame.column(part, n), frame) for n in range(1, len(frame.stops) - 1)]
    fullest = max(columns, key=len, default=[])
    anchors = [cluster for cluster, _ in numbered]
    for (above, one), (below, other) in pairwise(numbered):
        if not (SERIAL.match(one) and SERIAL.match(other)):
            continue
        lost = int(other.rstrip(".)")) - int(one.rstrip(".)")) - 1
        between = [
            cluster
            for cluster in fullest
            if above.middle + 0.8 * frame.em < cluster.middle < below.middle - 0.8 * frame.em
        ]
        if 0 < lost == len(between):
            anchors += between
    return sorted(anchors, key=lambda cluster: cluster.middle)


def _cluster(lines: Sequence[Sequence[Token]]) -> Cluster:
    box = surround([token.bbox for words in lines for token in words])
    return Cluster(box.top, box.bottom, fragment(lines[0]).level)


def _clusters(tokens: Sequence[Token], frame: _Frame) -> list[Cluster]:
    groups: list[list[list[Token]]] = []
    level = 0.0
    for words in lines_of(tokens):
        at = fragment(words).level
        if groups and at - level < frame.apart and not frame.tight:
            groups[-1].append(words)
        else:
            groups.append([words])
        level = at
    return [_cluster(group) for group in groups]
