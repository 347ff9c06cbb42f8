"""Words and level rules in, the grids of tables without upright rules out.

Columns are the white between them (``gutters``). Level rules give the rows, and cells merged over
several rows besides; where they don't, white and serial numbers do (``serials``). Looked for only
where known headings (STT, Tên sản phẩm, …), a stack of rules or a run of serial numbers beside
columns show that there is a table at all; a page may have several.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.document import BBox
from pipeline.reading.gutters import Line, are_numbers, crosses, em_of, runs_of, sides
from pipeline.reading.lines import Fragment
from pipeline.reading.serials import SERIAL, is_total, numbers_columns, serial_grid
from pipeline.reading.sheet import Grid, Token
from pipeline.reading.tables import grids

_LEAST_COLUMNS = 3
_LEAST_RULES = 3
_SAME = 3.0  # rules this near (points) are one
_FARTHEST = 200.0  # points between two rules of one table
_BREAK = 2.5  # ems of white that end a table without rules
_OVER = 1.2  # and over the first numbered row of one without headings
_HEADING_LINES = 8  # at the most, of the tallest heading
_NEXT = 1.37  # ems from one line of a heading to the next
_LIKE = 84  # likeness in percent of a scan's heading and a known one
_LONG = 7  # letters: shorter ones must be the same
_NUMBERS_WIDTH = 4.5  # ems at the most, of what stands in the column of numbers
_UNREAD = 1.2  # ems of ruled white left of the words that are a column
_NARROW = 8.0  # ems at the most, of one line of a narrow column's heading
_CELL = 0.45  # share of a list's width at the most, of one cell's words
_OF_NUMBERS = 0.15  # and of the column of numbers
_PAGE_NUMBER = 3  # words at the most: "Trang 3/5", "- 3 -"
_RULED = 0.6  # share of a list's rows between which a rule is drawn, for rules to make the rows

# "I. Nhóm thủ công mỹ nghệ", "Nhóm 2: …": a group's heading right under the table's
_TITLE = re.compile(r"(?:[IVX]{1,4}|[A-D]|\d{1,2})[.):]? \w|(?i:nhóm) \d")
_AFTER = (
    "noi nhan",
    "danh sach gom",
    "(danh sach gom",
    "danh sach nay",
    "danh sach co",
    "ghi chu:",
)


@dataclass(frozen=True, slots=True)
class _Headings:
    serial: frozenset[str]
    others: tuple[str, ...]
    sure: tuple[str, ...]


@cache
def _headings() -> _Headings:
    data = tomllib.loads((files("pipeline.data") / "headings.toml").read_text("utf-8"))
    return _Headings(frozenset(data["serial"]), tuple(data["others"]), tuple(data["sure"]))


def unruled_grids(tokens: Sequence[Token], rules: Sequence[BBox]) -> tuple[Grid, ...]:
    """Return the grids of a page's tables whose columns only white parts, from the top down."""
    if len(tokens) < _LEAST_COLUMNS:
        return ()
    em = em_of(tokens)
    lines = runs_of(tokens, em)
    level = sorted(
        (r for r in rules if r.x1 - r.x0 > 15 and r.x1 - r.x0 > 3 * (r.bottom - r.top)),
        key=lambda rule: rule.top,
    )
    starts = [first for first, _ in _heading_starts(lines, em)]
    found = []
    for start, end in pairwise([0, *starts, len(lines)]):
        region = lines[start:end] if end == len(lines) else _without_title(lines[start:end], em)
        top = _top(region) - 2 * em if start in starts else float("-inf")
        below = _top(lines[end:]) - em / 2 if end < len(lines) else float("inf")
        own = [rule for rule in level if top < rule.top < below]
        grid = _grid(region, own) if region else None
        if grid is not None:
            found.append(grid)
    return tuple(found)


def _top(lines: Sequence[Line]) -> float:
    return min((line.whole.bbox.top for line in lines), default=0.0)


def _without_title(region: tuple[Line, ...], em: float) -> tuple[Line, ...]:
    """Leave out the lines at a region's end that are the next table's title: "II. Nhóm khác"."""
    end = len(region)
    while end and len(region[end - 1].runs) == 1 and not is_total(region[end - 1]):
        line = region[end - 1]
        if line.whole.bbox.x1 - line.whole.bbox.x0 < _NUMBERS_WIDTH * em:
            break
        if end > 1 and line.level - region[end - 2].level < _NEXT * em:
            break
        end -= 1
    return region[:end]


# --- where a table begins -------------------------------------------------------------------------


def _heading_starts(lines: Sequence[Line], em: float) -> list[tuple[int, int]]:
    """Return the first line of each table's headings and the line after their last."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        block = _heading_block(lines, at, em)
        if block is None:
            at += 1
            continue
        found.append(block)
        at = block[1]
    return found


def _heading_block(lines: Sequence[Line], serial: int, em: float) -> tuple[int, int] | None:
    """Return the lines of the headings whose serial's one stands in this line, or None.

    The headings of a row lie about one level, in lines of their own where some are taller: "Số" and
    "TT", "Tên sản phẩm" between.
    """
    first = lines[serial].runs[0]
    if not _is_serial_heading(first.folded):
        sure = sum(run.folded.startswith(_headings().sure) for run in lines[serial].runs)
        if sure < 2:
            return None  # nor headings whose "STT" a scan has lost
    start, end = serial, serial + 1
    while start and _is_upper(lines[start - 1], lines[start], em):
        start -= 1
    while end < len(lines) and _is_lower(lines[end], lines[end - 1], em):
        end += 1
    block = lines[start : min(end, serial + _HEADING_LINES)]
    others = [run.folded for line in block for run in line.runs if run is not first]
    known = sum(map(_is_known, others))
    if known < 2 and (not known or len(others) < _LEAST_COLUMNS):
        return None
    return start, start + len(block)


def _is_upper(above: Line, line: Line, em: float) -> bool:
    """Tell whether a line over headings is the upper line of one of them, not the table's title."""
    if line.level - above.level > _NEXT * em:
        return False
    under = [run for run in line.runs if _overlap(run, above.runs[0])]
    narrow = above.runs[0].bbox.x1 - above.runs[0].bbox.x0 < _NARROW * em
    return len(above.runs) > 1 or _is_known(above.runs[0].folded) or (narrow and len(under) < 2)


def _overlap(one: Fragment, other: Fragment) -> bool:
    return one.bbox.x0 < other.bbox.x1 and other.bbox.x0 < one.bbox.x1


def _is_lower(below: Line, line: Line, em: float) -> bool:
    """Tell whether a line under headings is the lower line of one of them, no row yet."""
    if below.level - line.level > _NEXT * em or _TITLE.match(below.whole.text):
        return False
    return not SERIAL.match(below.runs[0].text) and not numbers_columns(below)


def _is_serial_heading(folded: str) -> bool:
    """Tell "STT", "Số TT"; "Số" alone may be the upper line of one."""
    return folded.strip(" .") in _headings().serial


@lru_cache(maxsize=4096)
def _is_known(folded: str) -> bool:
    """Tell whether a run begins as a known heading does, a letter or two misread."""
    for known in _headings().others:
        if folded.startswith(known):
            return True
        if len(known) >= _LONG and fuzz.ratio(folded[: len(known)], known) >= _LIKE:
            return True
    return False


# --- one table ------------------------------------------------------------------------------------


def _grid(lines: Sequence[Line], level: Sequence[BBox]) -> Grid | None:
    """Return the grid of the table in a region that begins with its headings, or has none."""
    tokens = [token for line in lines for token in line.whole.tokens]
    em = em_of(tokens)
    region = runs_of(tokens, em)
    starts = _heading_starts(region, em)
    heading = starts[0][1] if starts and starts[0][0] == 0 else 0
    stack = _stack(level, region[:heading], em)
    if len(stack) >= _LEAST_RULES and _rules_part_rows(region, heading, stack):
        found = _between_rules(region, heading, stack, em)
        if found is not None:
            return found
    body = _body(region, heading, em)
    if not body:
        return None
    stops = _sides(body, region[:heading], em)
    if len(stops) <= _LEAST_COLUMNS:
        return None
    if not heading and not _numbered(body, stops, opens=_opens_page(region, body)):
        return None
    return serial_grid(region[:heading], body, stops, em)


def _stack(level: Sequence[BBox], heading: Sequence[Line], em: float) -> list[BBox]:
    """Return the level rules of one table: from its headings down, none far from the next."""
    stack: list[BBox] = []
    for rule in level:
        if stack and rule.top - max(r.bottom for r in stack) > _FARTHEST:
            if len(stack) >= _LEAST_RULES:
                break
            stack = []
        stack.append(rule)
    if not heading and stack:
        widest = max(rule.x1 for rule in stack) - min(rule.x0 for rule in stack)
        stack = stack if widest > 20 * em else []
    return stack


def _heights(stack: Sequence[BBox]) -> list[float]:
    """Return the heights of a stack's rules, pieces of one rule once."""
    return [r.top for n, r in enumerate(stack) if not n or r.top - stack[n - 1].top > _SAME]


def _rules_part_rows(region: Sequence[Line], heading: int, stack: Sequence[BBox]) -> bool:
    """Tell rows that rules part from rules at a table's head and foot alone."""
    heights = _heights(stack)
    inside = [line for line in region if heights[0] < line.level < heights[-1]]
    numbers = [line.level for line in inside if SERIAL.match(line.runs[0].text)]
    parted = sum(any(a < height < b for height in heights) for a, b in pairwise(numbers))
    if len(numbers) > 1:
        return parted >= _RULED * (len(numbers) - 1)
    return len(heights) > 2 + bool(heading)


def _between_rules(
    region: Sequence[Line], heading: int, level: Sequence[BBox], em: float
) -> Grid | None:
    """Add upright rules where the white is, and let the rules draw the table."""
    heights = _heights(level)
    top, bottom = heights[0], heights[-1]
    inside = [line for line in region if top - 1 < line.level < bottom + 1]
    if not inside or len(heights) < _LEAST_RULES:
        return None
    stops = _broken_at(level, len(heights))
    if len(stops) <= _LEAST_COLUMNS:
        head = [line for line in region[:heading] if line in inside]
        body = [line for line in inside if line not in head] or head
        stops = _sides(body, head, em)
        left = min(rule.x0 for rule in level)
        if stops[0] - left > _UNREAD * em and not are_numbers(body, stops[1]):
            stops.insert(0, left)  # a scan's lone numbers may be unread to the last
        stops[0] = min(stops[0], left)
        stops[-1] = max(stops[-1], max(rule.x1 for rule in level))
    if len(stops) <= _LEAST_COLUMNS:
        return None
    uprights = []
    for upper, lower in pairwise(heights):
        band = [run for line in inside if upper < line.level < lower for run in line.runs]
        uprights += [
            BBox(at - 0.3, upper, at + 0.3, lower)
            for at in stops
            if at in (stops[0], stops[-1]) or not any(crosses(run, at) for run in band)
        ]
    found = grids([*level, *uprights])
    return max(found, key=lambda grid: len(grid.cells), default=None)


def _sides(body: Sequence[Line], heading: Sequence[Line], em: float) -> list[float]:
    """Return the columns' sides, as the lines show them that no group's heading fills."""
    left = min(line.whole.bbox.x0 for line in (*body, *heading))
    right = max(line.whole.bbox.x1 for line in (*body, *heading))
    plain = [line for line in body if not _fills(line, left, em)]
    stops = sides(plain or body, heading)
    return [min(stops[0], left - 3), *stops[1:-1], max(stops[-1], right + 3)]


def _fills(line: Line, left: float, em: float) -> bool:
    """Tell whether a line goes over the column of numbers, as no row of a list does."""
    first = line.runs[0].bbox
    return first.x0 < left + 1.5 * em and first.x1 - first.x0 > _NUMBERS_WIDTH * em


def _broken_at(level: Sequence[BBox], heights: int) -> list[float]:
    """Return the x where rules begin and end at most heights: drawn cell by cell, they tell."""
    ends = sorted(x for rule in level for x in (rule.x0, rule.x1))
    groups: list[list[float]] = []
    for x in ends:
        if groups and x - groups[-1][0] <= _SAME:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [sum(group) / len(group) for group in groups if len(group) > 0.6 * heights]


def _body(region: Sequence[Line], heading: int, em: float) -> Sequence[Line]:
    """Return the lines of a list without rules: down to a break, or what never stands in one."""
    start = heading if heading else _first_row(region, em)
    end = start
    while end < len(region) and not region[end].whole.folded.startswith(_AFTER):
        if end > start and _white(region[end - 1], region[end]) > _BREAK * em:
            break
        end += 1
    return region[start:end]


def _white(above: Line, below: Line) -> float:
    return below.whole.bbox.top - above.whole.bbox.bottom


def _first_row(region: Sequence[Line], em: float) -> int:
    """Return the first line of the first row of a list without headings."""
    numbered = (
        n
        for n, line in enumerate(region)
        if SERIAL.match(line.runs[0].text)
        and (len(line.runs) > 1 or (n + 1 < len(region) and _white(line, region[n + 1]) < em))
    )
    start = next(numbered, len(region))
    left = region[start].whole.bbox.x0 if start < len(region) else 0.0
    right = max((line.whole.bbox.x1 for line in region), default=0.0)
    while (
        0 < start < len(region)
        and _white(region[start - 1], region[start]) < _OVER * em
        and not _fills(region[start - 1], left, em)
        and _widest(region[start - 1]) < _CELL * right
    ):
        start -= 1
    return start


def _widest(line: Line) -> float:
    return max(run.bbox.x1 - run.bbox.x0 for run in line.runs)


def _opens_page(region: Sequence[Line], body: Sequence[Line]) -> bool:
    """Tell whether no more than a page's number stands over a list."""
    above = [line for line in region if line.level < body[0].level]
    return sum(len(line.whole.tokens) for line in above) <= _PAGE_NUMBER


def _numbered(body: Sequence[Line], stops: Sequence[float], *, opens: bool) -> bool:
    """Tell a list by its first column: numbers that follow on, or any that open the page."""
    first = [line.runs[0] for line in body if line.runs[0].bbox.x1 < stops[1] + 1]
    numbers = [int(run.text.rstrip(".)")) for run in first if SERIAL.match(run.text)]
    following = sum(b == a + 1 for a, b in pairwise(numbers))
    others = len(first) - len(numbers)
    if (
        opens
        and numbers
        and not others
        and stops[1] - stops[0] < _OF_NUMBERS * (stops[-1] - stops[0])
    ):
        return True
    return following >= 2 and others <= len(numbers)
