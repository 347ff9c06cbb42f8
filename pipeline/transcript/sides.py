"""A document in, its pages as regions of lines of words out: what every form of transcript needs.

A table's cells are regions of their own. Boxes are in points from the top left of the page as
displayed; ``Side.turn`` is by how many degrees the page must be turned clockwise to be read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.document import BBox, Block, Document, Page, Span, Table, Word, Zone

# "turned 270", among what a reader did to a page
_TURNED = re.compile(r"turned (?P<degrees>90|180|270)")
# A control code or half of a pair, which no XML file may hold
_UNWRITABLE = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Amendment:
    """A person's value for words the machine read: "1918/QĐ-UBND" over the span of "I918/QĐ"."""

    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word where it stands; ``confidence`` 0..1 from OCR; ``amended`` where a person gave it."""

    text: str
    bbox: BBox
    confidence: float | None = None
    amended: bool = False
    glued: bool = False  # no space parts it from the word before: "(" and "Kèm"


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one line, in reading order; never empty."""

    marks: tuple[Mark, ...]

    @property
    def bbox(self) -> BBox:
        """The smallest box that holds its words."""
        return _around(tuple(mark.bbox for mark in self.marks))

    @property
    def text(self) -> str:
        """Its words with the spaces between them."""
        words = (("" if mark.glued else " ") + mark.text for mark in self.marks)
        return "".join(words).strip()


@dataclass(frozen=True, slots=True)
class Region:
    """A paragraph or a cell, or a table, which has ``cells`` and no lines of its own."""

    zone: Zone
    bbox: BBox
    lines: tuple[Line, ...] = ()
    cells: tuple[Region, ...] = ()

    def all_lines(self) -> Iterator[Line]:
        """Yield its lines, those of its cells included."""
        yield from self.lines
        for cell in self.cells:
            yield from cell.lines


@dataclass(frozen=True, slots=True)
class Side:
    """One page with geometry; sizes in points, as displayed."""

    number: int
    width: float
    height: float
    turn: int = 0
    regions: tuple[Region, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Yield all lines in reading order."""
        for region in self.regions:
            yield from region.all_lines()


def sides(document: Document, amendments: Sequence[Amendment] = ()) -> tuple[Side, ...]:
    """Return the pages that have a size; web pages and Word files have none."""
    turns = {page.number: _turn(page) for page in document.pages}
    paper = _Paper(document, turns, _replaced(document, turns, amendments))
    tables = {
        (table.page, table.cells[0].span.start): table for table in document.tables if table.cells
    }
    return tuple(
        Side(
            page.number,
            page.width,
            page.height,
            turns[page.number],
            tuple(_regions(paper, page, tables)),
        )
        for page in document.pages
        if page.width and page.height
    )


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document with the turn of each page, and the marks that stand for amended words."""

    document: Document
    turns: Mapping[int, int]
    replaced: Mapping[int, tuple[Mark, ...]]  # by the start of the word

    def marks(self, word: Word) -> tuple[Mark, ...]:
        replaced = self.replaced.get(word.span.start)
        return (_mark(self.document, word),) if replaced is None else replaced


def _turn(page: Page) -> int:
    found = (_TURNED.fullmatch(step) for step in page.treatment)
    return next((int(each["degrees"]) for each in found if each), 0)


def _regions(
    paper: _Paper, page: Page, tables: Mapping[tuple[int, int], Table]
) -> Iterator[Region]:
    blocks = [block for block in paper.document.blocks if block.page == page.number]
    for block in blocks or [Block(page.span, page.number, Zone.BODY)]:
        table = _table_of(block, tables)
        if table is None:
            lines = _lines(paper, block.span)
            if lines:
                yield Region(block.zone, _around([line.bbox for line in lines]), lines)
            continue
        cells = []
        for cell in table.cells:
            lines = _lines(paper, cell.span)
            if lines:
                box = cell.bbox or _around([line.bbox for line in lines])
                cells.append(Region(Zone.TABLE, box, lines))
        if cells:
            box = table.bbox or _around([cell.bbox for cell in cells])
            yield Region(Zone.TABLE, box, cells=tuple(cells))


def _table_of(block: Block, tables: Mapping[tuple[int, int], Table]) -> Table | None:
    if block.zone is not Zone.TABLE:
        return None
    starts = (start for page, start in tables if page == block.page)
    inside = [start for start in starts if block.span.start <= start <= block.span.end]
    return tables[block.page, min(inside)] if inside else None


def _lines(paper: _Paper, span: Span) -> tuple[Line, ...]:
    found = _by_line(paper.document, paper.turns, _words(paper.document, span))
    marks = (tuple(mark for word in line for mark in paper.marks(word)) for line in found)
    return tuple(Line(each) for each in marks if each)


def _words(document: Document, span: Span) -> Iterator[Word]:
    """Yield the words with a box that share a letter with a span."""
    first = bisect_right(document.words, span.start, key=lambda word: word.span.end)
    for word in islice(document.words, first, None):
        if word.span.start >= span.end:
            return
        if word.bbox is not None:
            yield word


def _by_line(
    document: Document, turns: Mapping[int, int], words: Iterable[Word]
) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in words:
        if lines and _goes_on(document, lines[-1][-1], word, turns[word.page]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _goes_on(document: Document, last: Word, word: Word, turn: int) -> bool:
    """Tell whether a word stands on the line of the one before it, further on."""
    between = document.text[last.span.end : word.span.start]
    if "\n" in between or last.page != word.page:
        return False
    assert last.bbox is not None
    assert word.bbox is not None
    before, here = upright(last.bbox, turn), upright(word.bbox, turn)
    middle = (here.top + here.bottom) / 2
    return before.top <= middle <= before.bottom and here.x0 >= before.x0


def upright(box: BBox, turn: int) -> BBox:
    """Return a box as it stands on the page turned clockwise about its top left corner."""
    return {
        0: box,
        90: BBox(-box.bottom, box.x0, -box.top, box.x1),
        180: BBox(-box.x1, -box.bottom, -box.x0, -box.top),
        270: BBox(box.top, -box.x1, box.bottom, -box.x0),
    }[turn]


def _mark(document: Document, word: Word) -> Mark:
    assert word.bbox is not None
    start = word.span.start
    glued = start > 0 and not document.text[start - 1].isspace()
    text = _UNWRITABLE.sub("\ufffd", document.quote(word.span))
    return Mark(text, word.bbox, word.confidence, glued=glued)


def _replaced(
    document: Document, turns: Mapping[int, int], amendments: Iterable[Amendment]
) -> dict[int, tuple[Mark, ...]]:
    """Return the person's words in the boxes of those they stand for, by the start of the first."""
    found: dict[int, tuple[Mark, ...]] = {}
    for each in amendments:
        words = list(_words(document, each.span))
        if not words or any(word.span.start in found for word in words):
            continue
        lines = _by_line(document, turns, words)
        shares = _shared(_with_ends(document, each, words[0], words[-1]), len(lines))
        for line, share in zip(lines, shares, strict=True):
            marks = [_mark(document, word) for word in line]
            box = _around([mark.bbox for mark in marks])
            found |= dict.fromkeys((word.span.start for word in line), ())
            turn = turns[line[0].page]
            found[line[0].span.start] = tuple(_cut(share, box, marks[0].glued, turn))
    return found


def _with_ends(document: Document, amendment: Amendment, first: Word, last: Word) -> list[str]:
    """Return a value's words, with what of the page's words stands outside its span."""
    before = document.text[first.span.start : max(amendment.span.start, first.span.start)]
    after = document.text[min(amendment.span.end, last.span.end) : last.span.end]
    return _UNWRITABLE.sub("\ufffd", before + amendment.value + after).split()


def _shared(words: list[str], lines: int) -> list[list[str]]:
    """Deal words out over lines, in order and about evenly."""
    size = -(-len(words) // lines)
    return [words[n * size : (n + 1) * size] for n in range(lines)]


def _cut(words: list[str], box: BBox, glued: bool, turn: int) -> Iterator[Mark]:
    """Lay words side by side into one box, each as wide as it has letters."""
    letters = sum(map(len, words)) + max(len(words) - 1, 0)
    line = upright(box, turn)
    wide = (line.x1 - line.x0) / max(letters, 1)
    place = line.x0
    for n, word in enumerate(words):
        part = replace(line, x0=place, x1=place + wide * len(word))
        place = part.x1 + wide
        yield Mark(word, upright(part, -turn % 360), amended=True, glued=glued and n == 0)


def _around(boxes: Sequence[BBox]) -> BBox:
    first, *others = boxes
    for box in others:
        first = first.union(box)
    return first
