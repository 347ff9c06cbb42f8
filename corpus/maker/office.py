"""Papers as Word files, with the head and foot as borderless tables and merged cells in lists."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from corpus.maker.paper import Appendix, Cell, Grid, Paper, flat
from corpus.maker.printing import MARK, SUBJECT

EPOCH = (2000, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """Return the paper as DOCX; the same paper gives the same bytes."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(paper.look.size)
    properties = document.core_properties
    properties.title, properties.subject, properties.keywords = MARK, SUBJECT, MARK
    properties.author = MARK
    properties.created = properties.modified = datetime(2000, 1, 1)
    document.sections[0].footer.paragraphs[0].text = MARK
    _head(document, paper)
    _body(document, paper)
    _foot(document, paper)
    for appendix in paper.appendices:
        _appendix(document, appendix)
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _line(
    holder: Any, text: str, *, bold: bool = False, italic: bool = False, centre: bool = True
) -> None:
    """Add a line; ``holder`` is a document or a cell (python-docx has no types)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = holder.add_paragraph()
    run = paragraph.add_run(flat(text))
    run.bold, run.italic = bold, italic
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _column(cell: Any, lines: list[tuple[str, bool, bool]], *, centre: bool = True) -> None:
    for text, bold, italic in lines:
        _line(cell, text, bold=bold, italic=italic, centre=centre)
    first = cell.paragraphs[0]._element  # a new cell holds one empty paragraph
    first.getparent().remove(first)


def _head(document: Any, paper: Paper) -> None:
    table = document.add_table(rows=2, cols=2)
    *parents, issuer = paper.issuer
    left = [(line, False, False) for parent in parents for line in parent.split("\n")]
    left += [(line, True, False) for line in issuer.split("\n")]
    _column(table.cell(0, 0), left)
    _column(table.cell(0, 1), [(line, True, False) for line in paper.motto])
    _column(table.cell(1, 0), [(paper.number_line, False, False)])
    _column(table.cell(1, 1), [(paper.date_line, False, True)])


def _body(document: Any, paper: Paper) -> None:
    for text in filter(None, (paper.kind, paper.title, paper.authority)):
        _line(document, text, bold=True)
    for text in paper.basis:
        _line(document, text, italic=paper.look.italic_basis, centre=False)
    if paper.resolution:
        _line(document, paper.resolution, bold=True)
    for paragraph in paper.body:
        written = document.add_paragraph()
        if paragraph.lead:
            written.add_run(paragraph.lead + " ").bold = True
        written.add_run(flat(paragraph.text))


def _foot(document: Any, paper: Paper) -> None:
    if not paper.signature:
        return
    table = document.add_table(rows=1, cols=2)
    first, *others = paper.recipients
    to = [(first, True, True), *((line, False, False) for line in others)]
    _column(table.cell(0, 0), to, centre=False)
    hand = [
        *((line, True, False) for line in paper.signature),
        ("", False, False),
        ("", False, False),
    ]
    _column(table.cell(0, 1), [*hand, (paper.signer, True, False)])


def _appendix(document: Any, appendix: Appendix) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section = document.add_section(WD_SECTION.NEW_PAGE)
    wide = section.page_width > section.page_height
    if appendix.landscape != wide:
        section.orientation = WD_ORIENT.LANDSCAPE if appendix.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
    *lines, reference = appendix.lines
    for line in lines:
        _line(document, line, bold=True)
    _line(document, reference, italic=True)
    for title, grid in appendix.grids:
        if title:
            _line(document, title, bold=True, centre=False)
        _grid(document, grid)


def _grid(document: Any, grid: Grid) -> None:
    rows = [*grid.header, *grid.rows]
    table = document.add_table(rows=len(rows), cols=len(grid.widths))
    if grid.rules == "ruled":
        table.style = "Table Grid"
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell is not None:
                _fill(table, at, column, cell)


def _fill(table: Any, row: int, column: int, cell: Cell) -> None:
    target = table.cell(row, column)
    if cell.rowspan > 1 or cell.colspan > 1:
        target = target.merge(table.cell(row + cell.rowspan - 1, column + cell.colspan - 1))
    first, *others = cell.text.split("\n")
    target.text = first
    for line in others:
        target.add_paragraph(line)


def _without_clock(data: bytes) -> bytes:
    """Pack a DOCX again with one fixed time in every member's header."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return out.getvalue()
