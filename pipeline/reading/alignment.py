"""Clusters of words and the rows of a list in, which cluster stands in which row out.

A cell stands level with its row's number or begins there; one merged over several rows stands level
with their middle. So the clusters of a column and the rows are matched in order, at the least total
distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_EMPTY = 9.0  # points of distance that an empty cell is worth
_PIECE = 3.0  # and a cell of several clusters
_MOST_PIECES = 8
_MOST_SHARED = 12  # rows that one cell covers


@dataclass(frozen=True, slots=True)
class Cluster:
    """Lines of one column that stand together; ``first`` is the level of the first of them."""

    top: float
    bottom: float
    first: float

    @property
    def middle(self) -> float:
        """The height half-way down it."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A cluster, or none, and the rows from ``first`` to ``last`` that it stands for."""

    first: int
    last: int
    cluster: Cluster | None


def best_fit(
    rows: Sequence[Cluster], columns: Sequence[Sequence[Cluster]]
) -> tuple[float, Sequence[Cluster], list[list[Placed]]]:
    """Return how badly a set of rows fits the columns, the rows, and each column's cells.

    Where products share a number or have lost it, the fullest column knows the rows better.
    """
    ways = [[_match(rows, column, top=top) for column in columns] for top in (False, True)]
    costs = [sum(cost for cost, _ in way) for way in ways]
    chosen = 1 if costs[1] < costs[0] else 0
    return costs[chosen], rows, [placed for _, placed in ways[chosen]]


def _match(
    rows: Sequence[Cluster], clusters: Sequence[Cluster], *, top: bool
) -> tuple[float, list[Placed]]:
    """Match clusters to rows in order; several rows may share one, several may stand in one row.

    ``top``: cells begin level with their rows' numbers; else they lie about them.
    """
    best: dict[tuple[int, int], tuple[float, tuple[int, int], Placed | None]] = {
        (0, 0): (0.0, (0, 0), None)
    }

    def offer(state: tuple[int, int], cost: float, before: tuple[int, int], one: Placed) -> None:
        if state not in best or cost < best[state][0]:
            best[state] = (cost, before, one)

    for r in range(len(rows)):
        for c in range(len(clusters) + 1):
            if (r, c) not in best:
                continue
            cost = best[r, c][0]
            offer((r + 1, c), cost + _EMPTY, (r, c), Placed(r, r, None))
            for end in range(c + 1, min(c + _MOST_PIECES, len(clusters)) + 1):
                whole = Cluster(clusters[c].top, clusters[end - 1].bottom, clusters[c].first)
                pieces = _PIECE if end > c + 1 and not top else 0.0
                here = (whole.first - rows[r].first) if top else (whole.middle - rows[r].middle)
                offer((r + 1, end), cost + abs(here) + pieces, (r, c), Placed(r, r, whole))
            if top or c == len(clusters):
                continue
            for last in range(r + 1, min(len(rows), r + _MOST_SHARED)):
                middle = (rows[r].middle + rows[last].middle) / 2
                away = abs(middle - clusters[c].middle)
                offer((last + 1, c + 1), cost + away, (r, c), Placed(r, last, clusters[c]))
    state = (len(rows), len(clusters))
    if state not in best:
        return 1e6, [Placed(r, r, row) for r, row in enumerate(rows)]
    total = best[state][0]
    placed: list[Placed] = []
    while (step := best[state])[2] is not None:
        placed.append(step[2])
        state = step[1]
    return total, placed[::-1]


def bounds(
    placed: Sequence[Placed], rows: Sequence[Cluster], edges: tuple[float, float]
) -> list[tuple[Placed, float, float]]:
    """Give each cell its top and bottom: half-way to its neighbours' words."""
    spans = [
        (p, p.cluster or Cluster(rows[p.first].middle - 1, rows[p.last].middle + 1, 0.0))
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
