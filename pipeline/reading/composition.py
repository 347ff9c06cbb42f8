"""Sheets in, ``Document`` out: the one place where text is made and spans are counted.

Pages are parted by a blank line, blocks by a newline; a table stands row by row, its cells parted
by tabs, so that a column keeps its place; a merged cell stands once, at its top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.document import BBox, Block, Cell, Page, Span, Table, Word
from pipeline.reading.layout import Fragment, Passage, arrange
from pipeline.reading.sheet import Affine, GridCell, Sheet, Token, carry
from pipeline.vietnamese import fold, nfc


@dataclass(slots=True)
class Composition:
    """A text as it grows, with everything that points into it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    words: list[Word] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self.parts)

    def write(self, text: str) -> Span:
        """Append and return where it stands."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


def compose(sheets: Iterable[Sheet]) -> Composition:
    """Write the sheets out as one text."""
    composition = Composition()
    for sheet in sheets:
        if composition.pages:
            composition.write("\n\n")
        start = composition.length
        for index, passage in enumerate(arrange(sheet)):
            if index:
                composition.write("\n")
            _write_passage(composition, sheet, passage)
        composition.pages.append(
            Page(
                number=sheet.number,
                span=Span(start, composition.length),
                source=sheet.source,
                width=round(sheet.page_width, 2),
                height=round(sheet.page_height, 2),
                health=sheet.health,
                treatment=sheet.treatment,
            )
        )
    return composition


def _write_passage(composition: Composition, sheet: Sheet, passage: Passage) -> None:
    start = composition.length
    if passage.grid is None:
        _write_lines(composition, sheet, passage.lines)
    else:
        composition.tables.append(_write_table(composition, sheet, passage))
    span = Span(start, composition.length)
    box = _placed(passage.bbox, sheet.to_page)
    composition.blocks.append(Block(span, sheet.number, passage.zone, box))


def _write_lines(composition: Composition, sheet: Sheet, lines: Sequence[Fragment]) -> None:
    for index, line in enumerate(lines):
        if index:
            composition.write("\n")
        _write_tokens(composition, sheet, line.tokens)


def _write_tokens(composition: Composition, sheet: Sheet, tokens: Sequence[Token]) -> Span:
    start = composition.length
    for index, token in enumerate(tokens):
        if index:
            composition.write(" ")
        span = composition.write(nfc(token.text))
        box = _placed(token.bbox, sheet.to_page)
        composition.words.append(Word(span, sheet.number, box, token.confidence))
    return Span(start, composition.length)


def _write_table(composition: Composition, sheet: Sheet, passage: Passage) -> Table:
    grid = passage.grid
    assert grid is not None
    anchored = {(cell.row, cell.column): n for n, cell in enumerate(grid.cells)}
    cells = []
    for row in range(grid.rows):
        if row:
            composition.write("\n")
        for column in range(grid.columns):
            if column:
                composition.write("\t")
            number = anchored.get((row, column))
            if number is not None:
                cells.append(
                    _write_cell(composition, sheet, grid.cells[number], passage.cells[number])
                )
    box = _placed(grid.bbox, sheet.to_page)
    return Table(
        sheet.number,
        grid.rows,
        grid.columns,
        tuple(cells),
        box,
        _continues(composition, sheet, cells, grid.columns),
    )


def _write_cell(
    composition: Composition, sheet: Sheet, cell: GridCell, tokens: Sequence[Token]
) -> Cell:
    span = _write_tokens(composition, sheet, tokens)
    known = [token.confidence for token in tokens if token.confidence is not None]
    return Cell(
        span,
        cell.row,
        cell.column,
        cell.rowspan,
        cell.colspan,
        _placed(cell.bbox, sheet.to_page),
        round(sum(known) / len(known), 3) if known else None,
    )


def _continues(composition: Composition, sheet: Sheet, cells: list[Cell], columns: int) -> bool:
    """Tell whether a table goes on from the page before: first here, last there, same columns."""
    last = composition.tables[-1] if composition.tables else None
    if last is None or last.page != sheet.number - 1 or last.columns != columns:
        return False
    if any(block.page == sheet.number for block in composition.blocks if len(block.span) > 6):
        return False
    return not _has_header(composition, cells) or _first_row(composition, cells) == _first_row(
        composition, list(last.cells)
    )


def _first_row(composition: Composition, cells: list[Cell]) -> str:
    text = composition.text
    return fold(" | ".join(text[c.span.start : c.span.end] for c in cells if c.row == 0))


def _has_header(composition: Composition, cells: list[Cell]) -> bool:
    first = _first_row(composition, cells)
    return first.startswith(("tt", "stt", "so tt", "so thu tu"))


def _placed(box: BBox, to_page: Affine) -> BBox:
    placed = carry(box, to_page)
    return BBox(
        round(placed.x0, 2), round(placed.top, 2), round(placed.x1, 2), round(placed.bottom, 2)
    )
