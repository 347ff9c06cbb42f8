"""Lines of words in, the sides of columns out, where no upright rule is drawn: the white between.

A line is parted into runs at every white wider than a space between words. A column's side lies
where hardly any run stands but many a line has white with words on both sides of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.lines import Fragment, fragment, lines_of
from pipeline.reading.sheet import Token, centre

_WIDE = 0.52  # ems of white between two runs of a line: two spaces of a narrow type
_VALLEY = 3.2  # points of white between two columns, at the least
_STEP = 0.8  # points: how finely white is looked for
_FOR_EACH = 3  # lines with white that outweigh one whose words stand there
_SURE = 3  # lines with white on which a column without a heading is believed
_SHORT = 4  # letters at the most, of a number
_HARD = 10_000  # a heading's weight: nothing outweighs it
_OVER = 2.0  # points by which words reach over a side before they are on both of its sides


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, and its runs from left to right."""

    whole: Fragment
    runs: tuple[Fragment, ...]

    @property
    def level(self) -> float:
        """The height of its middle on the page."""
        return self.whole.level


@dataclass(frozen=True, slots=True)
class _Valley:
    """White from ``start`` to ``end`` (points), whitest at ``at``; ``votes`` lines part there."""

    start: float
    end: float
    at: float
    votes: int


def em_of(tokens: Sequence[Token]) -> float:
    """Return the size of the type, by the words that have both high and hanging letters."""
    heights = sorted(token.bbox.bottom - token.bbox.top for token in tokens)
    return max(4.0, heights[int(0.75 * (len(heights) - 1))]) if heights else 12.0


def runs_of(tokens: Iterable[Token], em: float) -> tuple[Line, ...]:
    """Group words into lines and the lines into runs."""
    return tuple(_line(words, em) for words in lines_of(tokens))


def _line(words: Sequence[Token], em: float) -> Line:
    runs: list[list[Token]] = [[words[0]]]
    for left, right in pairwise(words):
        if right.bbox.x0 - left.bbox.x1 > _WIDE * em:
            runs.append([])
        runs[-1].append(right)
    return Line(fragment(words), tuple(map(fragment, runs)))


def crosses(run: Fragment, at: float) -> bool:
    """Tell whether a run stands on both sides of a column's side."""
    return run.bbox.x0 < at - _OVER and run.bbox.x1 > at + _OVER


def sides(body: Sequence[Line], heading: Sequence[Line] = ()) -> list[float]:
    """Return the x of the columns' sides, the outer ones included; two where there is one column.

    A heading stands in its own column alone, unless it stands over several: then the body's white
    shows beneath it.
    """
    boxes = [run.bbox for line in (*body, *heading) for run in line.runs]
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    found = _valleys(body, (), left, right)
    own = [run for line in heading for run in line.runs if not _stands_over(run, found)]
    found = _valleys(body, own, left, right)
    if heading:
        sure = found[:1] if found and are_numbers(body, found[0].at) else []
        found = sure + [v for v in _headed(found, own, left, right) if v not in sure]
    return [left - 3, *(valley.at for valley in found), right + 3]


def _stands_over(run: Fragment, valleys: Sequence[_Valley]) -> bool:
    return any(run.bbox.x0 <= v.start and run.bbox.x1 >= v.end for v in valleys)


def _valleys(
    body: Sequence[Line], heading: Sequence[Fragment], left: float, right: float
) -> list[_Valley]:
    """Return the runs of x where hardly any line has words, from the left."""
    count = int((right - left) / _STEP) + 2
    words, white = [0] * count, [0] * count
    for line in body:
        for run in line.runs:
            _add(words, run.bbox.x0 - left, run.bbox.x1 - left, 1)
        for one, other in pairwise(line.runs):
            _add(white, one.bbox.x1 - left, other.bbox.x0 - left, 1)
    for run in heading:
        _add(words, run.bbox.x0 - left, run.bbox.x1 - left, _HARD)
    found = []
    start = 0
    for at in range(count + 1):
        if at < count and _FOR_EACH * words[at] <= white[at]:
            continue
        if 0 < start < at < count and (at - start) * _STEP >= _VALLEY:
            middle = left + _whitest(words, start, at) * _STEP
            votes = max(white[start:at])
            found.append(_Valley(left + start * _STEP, left + at * _STEP, middle, votes))
        start = at + 1
    return found


def _add(counts: list[int], start: float, end: float, weight: int) -> None:
    first = max(0, int(start / _STEP))
    for at in range(first, min(len(counts), int(end / _STEP) + 1)):
        counts[at] += weight


def _whitest(words: Sequence[int], start: int, end: int) -> float:
    """Return the middle of the longest stretch with the fewest words."""
    least = min(words[start:end])
    best = (0, start, start)
    run = start
    for at in range(start, end + 1):
        if at == end or words[at] > least:
            best = max(best, (at - run, run, at), key=lambda each: each[0])
            run = at + 1
    return (best[1] + best[2]) / 2


def _headed(
    valleys: Sequence[_Valley], heading: Sequence[Fragment], left: float, right: float
) -> list[_Valley]:
    """Drop a side that few lines show and beyond which no heading stands."""
    kept: list[_Valley] = []
    for number, valley in enumerate(valleys):
        end = valleys[number + 1].at if number + 1 < len(valleys) else right + 1
        start = kept[-1].at if kept else left - 1
        both = _any_in(heading, valley.at, end) and _any_in(heading, start, valley.at)
        if both or valley.votes >= _SURE:
            kept.append(valley)
    return kept


def are_numbers(body: Sequence[Line], end: float) -> bool:
    """Tell whether nothing but short signs stands left of a side: a list's numbers."""
    runs = [run for line in body for run in line.runs if run.bbox.x0 < end]
    return bool(runs) and all(run.bbox.x1 <= end and len(run.text) <= _SHORT for run in runs)


def _any_in(heading: Sequence[Fragment], start: float, end: float) -> bool:
    return any(start <= centre(t.bbox)[0] < end for run in heading for t in run.tokens)
