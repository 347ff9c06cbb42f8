"""Words in, lines out: runs of words on one level, split where a wide gap parts columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from pipeline.document import BBox, Zone
from pipeline.reading.sheet import Grid, Token, centre, surround
from pipeline.vietnamese import fold

_WIDE = 1.6  # a gap of so many line heights parts two fragments of a line
_LEVEL = 0.45  # words whose middles differ by less than this share of their height are on one line
_LOOK_BACK = 3  # lines; words come sorted by their middles, so older ones are closed


@dataclass(frozen=True)
class Fragment:
    """A run of words on one line without a wide gap."""

    tokens: tuple[Token, ...]
    bbox: BBox

    @cached_property
    def text(self) -> str:
        """The words, parted by single spaces."""
        return " ".join(token.text for token in self.tokens)

    @cached_property
    def folded(self) -> str:
        """The text without marks and case, for matching."""
        return fold(self.text)

    @property
    def height(self) -> float:
        """The line's height in points."""
        return self.bbox.bottom - self.bbox.top

    @property
    def level(self) -> float:
        """The height of its middle on the page."""
        return centre(self.bbox)[1]


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together; a table's passage has its grid and words instead of lines."""

    zone: Zone
    lines: tuple[Fragment, ...]
    grid: Grid | None = None
    cells: tuple[tuple[Token, ...], ...] = ()

    @property
    def bbox(self) -> BBox:
        """The box round all of it."""
        return self.grid.bbox if self.grid else surround([line.bbox for line in self.lines])


def fragment(tokens: Sequence[Token]) -> Fragment:
    """Make one fragment of words that stand left to right."""
    return Fragment(tuple(tokens), surround([token.bbox for token in tokens]))


def fragments_of(tokens: Iterable[Token], rules: Sequence[BBox] = ()) -> list[Fragment]:
    """Group words into lines, and split the lines at wide gaps and at upright rules."""
    walls = [rule for rule in rules if rule.bottom - rule.top > rule.x1 - rule.x0]
    fragments = []
    for line in lines_of(tokens):
        height = median(token.bbox.bottom - token.bbox.top for token in line)
        run = [line[0]]
        for token in line[1:]:
            apart = token.bbox.x0 - run[-1].bbox.x1 > _WIDE * height
            if apart or _walled(run[-1], token, walls):
                fragments.append(fragment(run))
                run = []
            run.append(token)
        fragments.append(fragment(run))
    return fragments


def _walled(left: Token, right: Token, walls: Sequence[BBox]) -> bool:
    """Tell whether an upright rule, the side of a stamp's frame, stands between two words."""
    level = centre(right.bbox)[1]
    return any(
        wall.top < level < wall.bottom and left.bbox.x1 - 2 < centre(wall)[0] < right.bbox.x0 + 2
        for wall in walls
    )


def lines_of(tokens: Iterable[Token]) -> list[list[Token]]:
    """Group words into lines by the height of their middles; each line left to right."""
    lines: list[list[Token]] = []
    levels: list[tuple[float, float]] = []  # middle and height of each line so far
    for token in sorted(tokens, key=lambda token: centre(token.bbox)[1]):
        middle, height = centre(token.bbox)[1], token.bbox.bottom - token.bbox.top
        for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _LOOK_BACK), -1):
            at, tall = levels[index]
            if abs(middle - at) <= _LEVEL * max(tall, min(height, 1.5 * tall)):
                lines[index].append(token)
                count = len(lines[index])
                levels[index] = (at + (middle - at) / count, tall + (height - tall) / count)
                break
        else:
            lines.append([token])
            levels.append((middle, height))
    order = sorted(range(len(lines)), key=lambda index: levels[index][0])
    return [sorted(lines[index], key=lambda token: token.bbox.x0) for index in order]


def joined(fragments: Iterable[Fragment]) -> list[Fragment]:
    """Put fragments of one line side by side again, as whole lines from the top down."""
    rows: list[list[Fragment]] = []
    for each in sorted(fragments, key=lambda f: (f.level, f.bbox.x0)):
        if rows and abs(each.level - rows[-1][0].level) < _LEVEL * each.height:
            rows[-1].append(each)
        else:
            rows.append([each])
    return [
        fragment([t for f in sorted(row, key=lambda f: f.bbox.x0) for t in f.tokens])
        for row in rows
    ]


def without(fragments: Iterable[Fragment], taken: Iterable[Fragment]) -> list[Fragment]:
    """Return the fragments that were not taken, by identity: equal lines stand on one page."""
    gone = {id(each) for each in taken}
    return [each for each in fragments if id(each) not in gone]
