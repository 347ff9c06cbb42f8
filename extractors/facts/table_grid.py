"""A ``Table`` as a matrix: what stands at a row and column, merged cells included."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from pipeline.document import Cell, Document, Span, Table


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid: the cell that covers it and its text on one line."""

    cell: Cell
    text: str

    @property
    def is_filled(self) -> bool:
        """Tell whether the cell says something: dots and dashes of a form don't."""
        return any(map(str.isalnum, self.text))

    @property
    def span(self) -> Span:
        """Where the cell's text stands."""
        return self.cell.span


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table with every place filled in by the cell that covers it; None where there is none."""

    table: Table
    slots: tuple[tuple[Slot | None, ...], ...]

    def row(self, number: int) -> tuple[Slot | None, ...]:
        """Return a row's places from left to right."""
        return self.slots[number]

    def text(self, row: int, column: int) -> str:
        """Return what covers a place, "" where nothing does."""
        slot = self.slots[row][column]
        return slot.text if slot is not None else ""

    def own(self, row: int) -> tuple[Slot, ...]:
        """Return the filled cells that begin in a row, once each."""
        return tuple(
            slot
            for column, slot in enumerate(self.slots[row])
            if slot is not None
            and slot.is_filled
            and slot.cell.row == row
            and slot.cell.column == column
        )

    @property
    def start(self) -> int:
        """The offset where the table begins in the text."""
        return min(cell.span.start for cell in self.table.cells)

    @property
    def end(self) -> int:
        """The offset where the table ends in the text."""
        return max(cell.span.end for cell in self.table.cells)

    def edges(self, column: int) -> tuple[float, float] | None:
        """Return a column's left and right side in points, where the page has geometry."""
        for cell in self.table.cells:
            if cell.column == column and cell.colspan == 1 and cell.bbox is not None:
                return cell.bbox.x0, cell.bbox.x1
        return None


def matrix_of(document: Document, table: Table) -> Matrix:
    """Return a table's matrix; its cells' texts have single spaces."""
    slots: list[list[Slot | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        slot = Slot(cell, _text(document, cell.span))
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                slots[row][column] = slot
    return Matrix(table, tuple(map(tuple, slots)))


def _text(document: Document, span: Span) -> str:
    """Return a cell's text on one line; "SX-TM-" broken before "DV" by the cell's side is one word.

    Only geometry can tell: the word after the hyphen stands on a lower line.
    """
    first = bisect_left(document.words, span.start, key=lambda word: word.span.start)
    parts: list[str] = []
    bottom = None
    for number in range(first, len(document.words)):
        word = document.words[number]
        if word.span.start >= span.end:
            break
        text = document.quote(word.span)
        lower = bottom is not None and word.bbox is not None and word.bbox.top > bottom
        if lower and len(parts[-1]) > 1 and parts[-1][-1] in "-/" and parts[-1][-2].isalnum():
            parts[-1] += text
        else:
            parts.append(text)
        bottom = (word.bbox.top + word.bbox.bottom) / 2 if word.bbox is not None else None
    return " ".join(" ".join(parts or (document.quote(span),)).split())
