"""A decision before it is printed: head, basis, articles, foot and appendix tables as values.

Everything a printer (PDF, Word, web page, plain text) needs to set the page stands here, and
nothing of how it is set. ``GAP`` marks a place left blank for a hand to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GAP = "\ue000"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; line breaks in ``text`` are breaks on the page."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row, as wide as its grid; ``None`` where a merged cell covers the place.

    ``kind``: header, numbering, group, award or total.
    """

    kind: str
    cells: tuple[Cell | None, ...]

    def texts(self) -> list[str]:
        """Return the row as a reader writes it down: covered places are empty."""
        return ["" if cell is None else flat(cell.text) for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``rules``: ruled, horizontal or none; widths in percent of the text's width."""

    widths: tuple[float, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    rules: str = "ruled"
    repeat_header: bool = True


@dataclass(frozen=True, slots=True)
class Appendix:
    """A list that goes with a decision: "DANH SÁCH ... (Kèm theo Quyết định số ...)"."""

    lines: tuple[str, ...]
    grids: tuple[tuple[str, Grid], ...]  # each with the heading above it, "" for none
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; ``lead`` is its bold beginning ("Điều 1.")."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is set: typeface, size in points, margins in millimetres, habits of its time."""

    font: str = "Liberation Serif"
    size: float = 13.0
    left: int = 30
    right: int = 18
    vertical: int = 20
    leading: float = 1.25
    italic_basis: bool = True
    page_numbers: bool = True
    table_size: float = 12.0
    breakable: bool = False  # paragraphs may be split over pages
    split_rows: bool = False  # and so may table rows


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of an office, ready to be printed."""

    issuer: tuple[str, ...]
    number_line: str
    motto: tuple[str, ...]
    date_line: str
    kind: str
    title: str
    authority: str
    basis: tuple[str, ...]
    resolution: str
    body: tuple[Paragraph, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    signer: str
    look: Look
    appendices: tuple[Appendix, ...] = ()
    overlay: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    draft: bool = False

    def lines(self) -> Iterator[str]:
        """Yield the paper's text in reading order, columns of head and foot one after the other."""
        if self.draft:
            yield "DỰ THẢO"
        yield from (flat(line) for line in (*self.issuer, self.number_line))
        yield from (flat(line) for line in (*self.motto, self.date_line))
        yield from filter(None, (self.kind, self.title, self.authority, *self.basis))
        if self.resolution:
            yield self.resolution
        for paragraph in self.body:
            yield flat(f"{paragraph.lead} {paragraph.text}")
        yield from self.recipients
        yield from (*self.signature, self.signer)


def flat(text: str) -> str:
    """Return a text on one line, with the gaps for handwriting as single spaces."""
    return " ".join(text.replace(GAP, " ").split())
