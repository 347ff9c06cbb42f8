"""Words and level rules in, the grid of a table without upright rules out.

Columns are the white valleys that (nearly) no line of words bridges; where there are headings, each
column must have one. Level rules give the rows, and cells merged over several rows besides; without
any rules the serial numbers do. Looked for only where known headings (STT, Tên sản phẩm, …) or a
run of serial numbers beside columns show that there is a table at all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from pipeline.document import BBox
from pipeline.reading.lines import Fragment, fragment, lines_of
from pipeline.reading.serials import runs_across, serial_grid
from pipeline.reading.sheet import Grid, Token, centre
from pipeline.reading.tables import grids
from pipeline.vietnamese import fold

_VALLEY = 3.2  # points of white between two columns, at the least
_BRIDGED = 0.1  # share of lines whose words may stand in a valley: group headings, totals
_STEP = 0.8  # points: how finely white is looked for
_LEAST_COLUMNS = 3
_LEAST_RULES = 4
_SAME = 3.0  # rules this near (points) are one
_FARTHEST = 160.0  # points between two rules of one table
_BREAK = 2.5  # line heights of white that end a table without rules

# "1", "01", "12."
_SERIAL = re.compile(r"^\d{1,3}[.)]?$")
# "I", "II.", "Nhóm 1", "Tổng cộng: 20 sản phẩm": a row across all columns
ACROSS = re.compile(r"^(?:[ivx]{1,4}\b|[a-d][.)]|nhom\b|tong\b|cong\b)")
# what ends a list without rules: "Nơi nhận:", "(Danh sách gồm 20 sản phẩm)"
_AFTER = re.compile(r"^(?:noi nhan|\(?danh sach (?:gom|nay|co)|ghi chu ?:)")


@dataclass(frozen=True, slots=True)
class _Headings:
    serial: frozenset[str]
    others: tuple[str, ...]


@cache
def _headings() -> _Headings:
    data = tomllib.loads((files("pipeline.data") / "headings.toml").read_text("utf-8"))
    return _Headings(frozenset(data["serial"]), tuple(data["others"]))


def unruled_grid(tokens: Sequence[Token], rules: Sequence[BBox]) -> Grid | None:
    """Return the grid of the first table on a page whose columns only white parts."""
    lines = [fragment(line) for line in lines_of(tokens)]
    header = next((n for n, line in enumerate(lines) if _is_header(line)), None)
    if header is None and not _counts_up(lines):
        return None
    level = _stack(rules, lines[header] if header is not None else None)
    if len(level) >= _LEAST_RULES:
        return _between_rules(lines, header, level)
    return _between_serials(lines, header)


def _is_header(line: Fragment) -> bool:
    """Tell whether a line begins with a serial's heading and holds two other known ones."""
    headings = _headings()
    words = [fold(token.text) for token in line.tokens]
    serial = words[0] in headings.serial or " ".join(words[:2]) in headings.serial
    starts = (" ".join(words[n : n + 3]) for n in range(1, len(words)))
    known = sum(any(start.startswith(each) for each in headings.others) for start in starts)
    return serial and known >= 2


def _counts_up(lines: list[Fragment]) -> bool:
    """Tell whether three lines at least begin with numbers that follow on, in one column."""
    found = [
        (int(line.tokens[0].text.rstrip(".)")), line.bbox.x0, line)
        for line in lines
        if _SERIAL.match(line.tokens[0].text) and len(line.tokens) > 1
    ]
    runs = sum(
        b[0] == a[0] + 1
        and abs(b[1] - a[1]) < 10
        and b[2].tokens[1].bbox.x0 - b[2].tokens[0].bbox.x1 > 0.5 * b[2].height
        for a, b in pairwise(found)
    )
    return runs >= 2


def _stack(rules: Sequence[BBox], header: Fragment | None) -> list[BBox]:
    """Return the level rules of one table: from the header's own down, none far from the next."""
    top = header.bbox.top - 40 if header is not None else 0.0
    ordered = sorted((r for r in rules if r.top > top and r.x1 - r.x0 > 15), key=lambda r: r.top)
    stack: list[BBox] = []
    for rule in ordered:
        if stack and rule.top - stack[-1].top > _FARTHEST:
            if len(stack) >= _LEAST_RULES:
                break
            stack = []
        stack.append(rule)
    return stack


def _between_rules(lines: list[Fragment], header: int | None, level: list[BBox]) -> Grid | None:
    """Add upright rules where the white is, and let the rules draw the table."""
    top, bottom = level[0].top, max(rule.bottom for rule in level)
    inside = [line for line in lines if top - 1 < line.level < bottom + 1]
    heights = [
        rule.top for n, rule in enumerate(level) if not n or rule.top - level[n - 1].top > _SAME
    ]
    if len(inside) < 3 or len(heights) < _LEAST_RULES:
        return None
    heading = [t for line in inside if line.level < heights[1] for t in line.tokens]
    stops = _broken_at(level, len(heights))
    if len(stops) <= _LEAST_COLUMNS:
        stops = _stops(inside, heading if header is not None else None)
        stops[0] = min(stops[0], min(rule.x0 for rule in level))
        stops[-1] = max(stops[-1], max(rule.x1 for rule in level))
    if len(stops) <= _LEAST_COLUMNS:
        return None
    uprights = []
    for upper, lower in pairwise(heights):
        band = [line for line in inside if upper < line.level < lower]
        uprights += [
            BBox(at - 0.3, upper, at + 0.3, lower)
            for at in stops
            if at in (stops[0], stops[-1]) or not any(_bridges(line, at, stops) for line in band)
        ]
    found = grids([*level, *uprights])
    return max(found, key=lambda grid: len(grid.cells), default=None)


def _broken_at(level: list[BBox], heights: int) -> list[float]:
    """Return the x where rules begin and end at most heights: drawn cell by cell, they tell."""
    ends = sorted(x for rule in level for x in (rule.x0, rule.x1))
    groups: list[list[float]] = []
    for x in ends:
        if groups and x - groups[-1][0] <= _SAME:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [sum(group) / len(group) for group in groups if len(group) > 0.6 * heights]


def _bridges(line: Fragment, at: float, stops: list[float]) -> bool:
    """Tell whether a group's heading leaves no room for a column's side."""
    return line.bbox.x0 < at < line.bbox.x1 and runs_across(line, stops)


def _between_serials(lines: list[Fragment], header: int | None) -> Grid | None:
    start = header if header is not None else _before_first_serial(lines)
    end = start + 1
    while end < len(lines) and not _AFTER.match(lines[end].folded):
        if lines[end].bbox.top - lines[end - 1].bbox.bottom > _BREAK * lines[end].height:
            break
        end += 1
    body = lines[start:end]
    heading = None
    if header is not None:
        first = next((n for n, line in enumerate(body) if n and _opens_row(line)), len(body))
        heading = [token for line in body[:first] for token in line.tokens]
    stops = _stops(body, heading)
    if len(stops) <= _LEAST_COLUMNS:
        return None
    return serial_grid(body, stops, heading)


def _before_first_serial(lines: list[Fragment]) -> int:
    """Return the first line of the first row: lines of tall cells stand over its number."""
    numbered = (n for n, line in enumerate(lines) if len(line.tokens) > 1 and _opens_row(line))
    first = next(numbered, 0)
    while (
        first and lines[first].bbox.top - lines[first - 1].bbox.bottom < 0.3 * lines[first].height
    ):
        first -= 1
    return first


def _opens_row(line: Fragment) -> bool:
    return bool(_SERIAL.match(line.tokens[0].text) or ACROSS.match(line.folded))


def _stops(lines: Sequence[Fragment], heading: Sequence[Token] | None) -> list[float]:
    """Return the x of the columns' sides: the middles of white valleys, and the outer ends."""
    counted = [line for line in lines if not ACROSS.match(line.folded)] or list(lines)
    left, right = min(f.bbox.x0 for f in counted), max(f.bbox.x1 for f in counted)
    stops = [left - 3, *_valleys(counted, left, right), right + 3]
    return stops if heading is None else _headed(stops, heading)


def _valleys(lines: Sequence[Fragment], left: float, right: float) -> list[float]:
    """Return an x in each run that (nearly) no line's words cover: where it is whitest."""
    covered = _covered(lines, left, right)
    most = int(_BRIDGED * len(lines))
    found = []
    start: int | None = None
    for at, count in enumerate(covered):
        if count <= most and start is None:
            start = at
        elif count > most and start is not None:
            if start and (at - start) * _STEP >= _VALLEY:
                found.append(left + _whitest(covered, start, at) * _STEP)
            start = None
    return found


def _covered(lines: Sequence[Fragment], left: float, right: float) -> list[int]:
    """Count, step by step from left to right, the lines that have a word there."""
    count = int((right - left) / _STEP) + 1
    covered = [0] * count
    for line in lines:
        seen: set[int] = set()
        for token in line.tokens:
            first = max(0, int((token.bbox.x0 - left) / _STEP))
            seen.update(range(first, min(count, int((token.bbox.x1 - left) / _STEP) + 1)))
        for at in seen:
            covered[at] += 1
    return covered


def _whitest(covered: Sequence[int], start: int, end: int) -> float:
    """Return the middle of the longest run with the fewest words."""
    least = min(covered[start:end])
    best = (0, start, start)
    run = start
    for at in range(start, end + 1):
        if at == end or covered[at] > least:
            best = max(best, (at - run, run, at), key=lambda each: each[0])
            run = at + 1
    return (best[1] + best[2]) / 2


def _headed(stops: list[float], heading: Sequence[Token]) -> list[float]:
    """Join a column to the one before where no heading stands in it."""
    kept = [stops[0]]
    for low, high in pairwise(stops):
        if any(low <= centre(token.bbox)[0] < high for token in heading):
            kept.append(high)
        elif len(kept) > 1:
            kept[-1] = high
    return kept
