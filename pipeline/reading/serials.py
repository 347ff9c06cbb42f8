"""Lines and column sides in, a grid out: rows of a list without any rules, by its serial numbers.

Each column's words are clusters, parted by white. A cluster stands level with its row, or, merged
over several rows, level with the middle of them; so clusters and rows are matched in order, at the
least total distance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import BBox
from pipeline.reading.lines import Fragment, fragment, lines_of
from pipeline.reading.sheet import Grid, GridCell, Token, centre

_EMPTY = 9.0  # points of distance that an empty cell is worth
_CLUSTER_GAP = 0.3  # line heights of white between two cells of a column

_SPACE = 1.3  # line heights; a wider gap parts columns

# Like "I", "II.", "Nhóm 1", "Tổng cộng: 20 sản phẩm".
_GROUP = re.compile(r"(?:[ivx]{1,4}\b|[a-d][.)]|nhom\b|tong\b)")
_SERIAL = re.compile(r"^\d{1,3}[.)]?$")


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A cell's words so far: where they begin and end on the page."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cluster, or none, and the rows from ``first`` to ``last`` that it stands for."""

    first: int
    last: int
    cluster: _Cluster | None


def serial_grid(
    body: Sequence[Fragment], stops: Sequence[float], heading: Sequence[Token] | None
) -> Grid | None:
    """Return the grid of a list; ``heading`` are the words of its first row, if it has one."""
    top, bottom = body[0].bbox.top - 2, body[-1].bbox.bottom + 2
    cells: list[GridCell] = []
    rows = 0
    if heading:
        low = max(token.bbox.bottom for token in heading) + 0.5
        cells += _row(0, stops, top, low)
        rows, top = 1, low
    count = 0
    for section in _sections([line for line in body if line.level > top], stops):
        first, last = section[0], section[-1]
        if runs_across(first, stops):
            box = BBox(stops[0], first.bbox.top - 0.5, stops[-1], last.bbox.bottom + 0.5)
            cells.append(GridCell(rows, 0, 1, len(stops) - 1, box))
            rows += 1
            continue
        made, numbered = _numbered(section, stops, rows)
        cells += made
        rows += numbered
        count += numbered
    if count < 2:
        return None
    box = BBox(stops[0], body[0].bbox.top - 2, stops[-1], bottom)
    return Grid(box, rows, len(stops) - 1, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _row(row: int, stops: Sequence[float], top: float, bottom: float) -> list[GridCell]:
    return [
        GridCell(row, column, 1, 1, BBox(low, top, high, bottom))
        for column, (low, high) in enumerate(pairwise(stops))
    ]


def _sections(lines: list[Fragment], stops: Sequence[float]) -> list[list[Fragment]]:
    """Part the lines into group headings and the runs of rows between them."""
    sections: list[list[Fragment]] = []
    for line in lines:
        across = runs_across(line, stops)
        if not sections or across or runs_across(sections[-1][0], stops):
            sections.append([line])
        else:
            sections[-1].append(line)
    return sections


def runs_across(line: Fragment, stops: Sequence[float]) -> bool:
    """Tell whether a line is a group's heading or a total: its words run over a column's side."""
    if _SERIAL.match(line.tokens[0].text):
        return False
    inner = stops[1:-1]
    if any(t.bbox.x0 < at - 1 and t.bbox.x1 > at + 1 for t in line.tokens for at in inner):
        return True
    spaces = pairwise(line.tokens)
    close = all(b.bbox.x0 - a.bbox.x1 < _SPACE * line.height for a, b in spaces)
    covers = any(line.bbox.x0 < at < line.bbox.x1 for at in inner)
    return close and covers and bool(_GROUP.match(line.folded))


def _numbered(
    section: Sequence[Fragment], stops: Sequence[float], row: int
) -> tuple[list[GridCell], int]:
    """Return the cells of the rows that the serial numbers of a run of lines make."""
    columns = [
        [t for line in section for t in line.tokens if low <= centre(t.bbox)[0] < high]
        for low, high in pairwise(stops)
    ]
    anchors = _clusters(columns[0])
    if not anchors:
        return [], 0
    edges = (section[0].bbox.top - 0.5, section[-1].bbox.bottom + 0.5)
    cells = []
    for column, (low, high) in enumerate(pairwise(stops)):
        placed = _match(anchors, _clusters(columns[column]))
        for one, top, bottom in _bounds(placed, anchors, edges):
            box = BBox(low, top, high, bottom)
            cells.append(GridCell(row + one.first, column, one.last - one.first + 1, 1, box))
    return cells, len(anchors)


def _clusters(tokens: Sequence[Token]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for line in map(fragment, lines_of(tokens)):
        last = clusters[-1] if clusters else None
        if last is not None and line.bbox.top - last.bottom < _CLUSTER_GAP * line.height:
            clusters[-1] = _Cluster(last.top, max(last.bottom, line.bbox.bottom))
        else:
            clusters.append(_Cluster(line.bbox.top, line.bbox.bottom))
    return clusters


def _match(rows: Sequence[_Cluster], clusters: Sequence[_Cluster]) -> list[_Placed]:
    """Match clusters to rows in order; several rows may share one, several may stand in one row."""
    best: dict[tuple[int, int], tuple[float, list[_Placed]]] = {(0, 0): (0.0, [])}

    def offer(state: tuple[int, int], cost: float, path: list[_Placed]) -> None:
        if state not in best or cost < best[state][0]:
            best[state] = (cost, path)

    for r in range(len(rows) + 1):
        for c in range(len(clusters) + 1):
            if (r, c) not in best:
                continue
            cost, path = best[r, c]
            if r < len(rows):
                offer((r + 1, c), cost + _EMPTY, [*path, _Placed(r, r, None)])
            for last in range(r, len(rows) if c < len(clusters) else r):
                away = abs((rows[r].middle + rows[last].middle) / 2 - clusters[c].middle)
                offer((last + 1, c + 1), cost + away, [*path, _Placed(r, last, clusters[c])])
            if r < len(rows):
                for end in range(c + 2, min(c + 5, len(clusters) + 1)):
                    whole = _Cluster(clusters[c].top, clusters[end - 1].bottom)
                    away = abs(rows[r].middle - whole.middle) + _EMPTY / 3
                    offer((r + 1, end), cost + away, [*path, _Placed(r, r, whole)])
    found = best.get((len(rows), len(clusters)))
    return found[1] if found else [_Placed(r, r, row) for r, row in enumerate(rows)]


def _bounds(
    placed: Sequence[_Placed], rows: Sequence[_Cluster], edges: tuple[float, float]
) -> list[tuple[_Placed, float, float]]:
    """Give each cell its top and bottom: half-way to its neighbours' words."""
    spans = [
        (p, p.cluster or _Cluster(rows[p.first].middle - 1, rows[p.last].middle + 1))
        for p in placed
    ]
    cuts = [edges[0]]
    for (above, a), (below, b) in pairwise(spans):
        if above.cluster is None and below.cluster is not None:
            cuts.append(max(cuts[-1], b.top - 0.5))
        elif below.cluster is None and above.cluster is not None:
            cuts.append(a.bottom + 0.5)
        else:
            cuts.append((a.bottom + b.top) / 2)
    cuts.append(edges[1])
    return [(p, cuts[n], max(cuts[n], cuts[n + 1])) for n, (p, _) in enumerate(spans)]
