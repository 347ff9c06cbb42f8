"""A sheet's words in, passages in reading order out: heads and feet as columns, tables apart.

The layout law (Nghị định 30/2020/NĐ-CP) draws the page: a two-column head, the title, one column of
body, a two-column foot; appendices are tables. Every word ends in exactly one passage.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Zone
from pipeline.reading.columns import take_foot, take_head
from pipeline.reading.lines import Fragment, Passage, fragments_of, joined, lines_of
from pipeline.reading.overlays import take_overlays, take_page_numbers
from pipeline.reading.paragraphs import paragraphs, take_title
from pipeline.reading.sheet import Grid, Sheet, Token
from pipeline.reading.tables import cell_at, outside
from pipeline.reading.unruled import unruled_grids
from pipeline.vietnamese import fold

_BROKEN = re.compile(r"\w[/-]$")  # "200 kg/" + "mẻ", "QĐ-" + "UBND"
_LEAST_FILLED = 3  # cells; a grid with fewer is a frame
_PAGE_NUMBER = 3  # words at the most: "Trang 3/5", "- 3 -"
# "CÔNG VĂN ĐẾN Số: 1234 Ngày: …": a received-stamp whose box is ruled like a table
_RECEIVED = re.compile(r"^(?:(?:cong|van) (?:van|ban) )?den\b.{0,120}$")


def arrange(sheet: Sheet) -> tuple[Passage, ...]:
    """Return a sheet's passages in reading order; every word stands in exactly one of them."""
    tables, free = _tables(sheet.grids, list(sheet.tokens))
    more, free = _tables(
        unruled_grids(free, outside(sheet.rules, [table.bbox for table in tables])), free
    )
    tables = sorted([*tables, *more], key=lambda table: table.bbox.top)
    overlays, fragments = take_overlays(fragments_of(free, sheet.rules))
    numbers, fragments = take_page_numbers(fragments, sheet)
    head, fragments = take_head(fragments, sheet)
    foot, fragments = take_foot(fragments, sheet, [table.bbox for table in tables])
    title, lines = take_title(joined(fragments), sheet)
    return (*overlays, *numbers, *head, *_flow([*title], lines, tables, foot))


def _tables(grids: tuple[Grid, ...], free: list[Token]) -> tuple[list[Passage], list[Token]]:
    """Give each grid the words inside it; a grid with too few filled cells is only a frame."""
    tables = []
    for grid in grids:
        places = {(cell.row, cell.column): index for index, cell in enumerate(grid.cells)}
        cells: list[list[Token]] = [[] for _ in grid.cells]
        outside = []
        for token in free:
            cell = cell_at(grid, token)
            if cell is None:
                outside.append(token)
            else:
                cells[places[cell.row, cell.column]].append(token)
        least = 1 if _tops_page(grid, outside) else _LEAST_FILLED
        if sum(map(bool, cells)) < least or _is_stamp(cells):
            continue
        free = outside
        tables.append(Passage(Zone.TABLE, (), grid, tuple(map(_in_order, cells))))
    return tables, free


def _tops_page(grid: Grid, outside: list[Token]) -> bool:
    """Tell whether a grid of columns opens its page: a row's rest may fill a single cell."""
    above = sum(token.bbox.bottom <= grid.bbox.top + 1 for token in outside)
    return grid.columns > 2 and above <= _PAGE_NUMBER


def _in_order(cell: list[Token]) -> tuple[Token, ...]:
    """Put a cell's words in reading order; a line that breaks inside a word goes on glued."""
    words: list[Token] = []
    for line in lines_of(cell):
        broken = bool(words) and bool(_BROKEN.search(words[-1].text)) and line[0].text[0].isalnum()
        words.extend([replace(line[0], glued=broken), *line[1:]])
    return tuple(words)


def _is_stamp(cells: list[list[Token]]) -> bool:
    return bool(_RECEIVED.match(fold(" ".join(token.text for cell in cells for token in cell))))


def _flow(
    title: list[Passage], lines: list[Fragment], tables: list[Passage], foot: list[Passage]
) -> list[Passage]:
    """Return title, body, tables and foot from the top down."""
    stops = [(table.bbox.top, [table]) for table in tables]
    if foot:
        stops.append((min(passage.bbox.top for passage in foot), foot))
    flow: list[Passage] = []
    above = [passage for passage in title if passage.zone is not Zone.TABLE]
    for top, passages in sorted(stops, key=lambda stop: stop[0]):
        flow.extend(passage for passage in above if passage.bbox.top < top)
        above = [passage for passage in above if passage.bbox.top >= top]
        before = [line for line in lines if line.level < top]
        lines = lines[len(before) :]
        flow.extend(paragraphs(before))
        flow.extend(passages)
    return [*flow, *above, *paragraphs(lines)]
