"""Tables in plain text: rows whose cells are parted by bars or tabs, found again as grids.

Pages saved as text keep a table as "1 | Miến dong | HTX Tân Thành |"; a cell with two lines breaks
its row over two lines. Some lose even the bars, and every cell stands on a line of its own. Only
what has a table's header or serial numbers is taken for one: menus use bars too, and a decision's
head loses its columns the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reading.flow import Grid, GridCell, tidy
from pipeline.reading.furniture import plain

_LEAST_COLUMNS = 3
_MOST_HEADER = 10

# Like "STT", "Tên sản phẩm", "Cơ sở sản xuất": what a header's cell says
_HEADER = re.compile(
    r"^(?:s?tt|so tt|so thu tu|ten .*|san pham.*|don vi.*|co so.*|chu the.*|dia chi.*|nhom.*"
    r"|huyen.*|xep (?:loai|hang)|diem.*|ghi chu)$"
)
# Like "STT": what the column of serial numbers is called.
_COUNTER = re.compile(r"^(?:s?tt|so tt|so thu tu)$")
# Like "1", "02.", "I", "IV."
_SERIAL = re.compile(r"^(?:\d{1,3}|[ivx]{1,4})[.)]?$")
# Like "|---|:--:|"
_RULE = re.compile(r"^[\s|:+=-]+$")


def items(lines: Sequence[str]) -> Iterator[str | Grid]:
    """Yield the lines, with each run of lines that is a table as a grid in its place."""
    n = 0
    while n < len(lines):
        rows, used = _table(lines, n)
        if not rows:
            rows, used = _stacked(lines, n)
        if rows:
            yield _grid(rows)
            n += used
        else:
            if line := tidy(lines[n]):
                yield line
            n += 1


def _table(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """Return the rows of the table that starts at a line and how many lines it takes, or none."""
    separator = "\t" if lines[start].strip().count("\t") >= _LEAST_COLUMNS - 1 else "|"
    first = _cells(lines[start], separator)
    if len(first) < _LEAST_COLUMNS or not is_header(first):
        return [], 0
    rows, used = _rows(lines[start:], separator, len(first))
    return (rows, used) if len(rows) >= 2 else ([], 0)


def _stacked(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """Return the rows of a table whose cells stand one a line: 'STT', 'Tên sản phẩm', ... '1', ...

    Its serial numbers must count on, each a whole row after the last; else the lines stay lines.
    """
    if not _COUNTER.match(plain(lines[start])):
        return [], 0
    ahead = [tidy(line) for line in lines[start : start + _MOST_HEADER + 1]]
    width = next((n for n, cell in enumerate(ahead) if _first_serial(cell)), 0)
    header = ahead[:width]
    if width < _LEAST_COLUMNS or not is_header(header) or any(len(c) > 60 for c in header):
        return [], 0
    rows, at, serial = [header], start + width, 0
    while at < len(lines):
        cells = [tidy(line) for line in lines[at : at + width]]
        following = {serial + 1, 1}
        if _number(cells[0]) in following and len(cells) == width:
            rows.append(cells)
            serial = _number(cells[0]) or serial
            at += width
        elif len(cells) > 2 and _SERIAL.match(plain(cells[0])) and _number(cells[2]) in following:
            rows.append(cells[:2])  # a group's heading: 'II', 'Nhóm chế biến'
            at += 2
        else:
            break
    return (rows, at - start) if serial >= 2 else ([], 0)


def _number(cell: str) -> int | None:
    bare = cell.strip(".) ")
    return int(bare) if bare.isdecimal() and len(bare) < 5 else None


def _first_serial(cell: str) -> bool:
    return cell.strip(".)") in {"1", "01", "I"}


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether cells are a list's header, or its first row with a serial number."""
    if not cells:
        return False
    named = sum(bool(_HEADER.match(plain(cell))) for cell in cells)
    return named >= 2 or bool(_SERIAL.match(plain(cells[0])) and len(cells) >= _LEAST_COLUMNS)


def _cells(line: str, separator: str) -> list[str]:
    if separator == "\t":
        return [tidy(cell) for cell in line.strip("\r\n").split("\t")]
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return [tidy(cell) for cell in cells] if "|" in line else []


def _rows(lines: Sequence[str], separator: str, columns: int) -> tuple[list[list[str]], int]:
    """Read rows of up to ``columns`` cells; a row broken within a cell is put together again."""
    rows: list[list[str]] = []
    closed = lines[0].rstrip().endswith("|")  # every row ends with a bar, so an open one goes on
    is_open = False
    for used, line in enumerate(lines):
        if separator == "|" and _RULE.match(line) and "-" in line:
            continue
        cells = _cells(line, separator) or ([tidy(line)] if is_open else [])
        if not cells:
            return rows, used
        if is_open and rows:
            rows[-1][-1] = f"{rows[-1][-1]} {cells[0]}".strip()
            rows[-1].extend(cells[1:])
        elif rows and _goes_on(rows[-1], cells, columns):
            rows[-1].extend(cells)
        else:
            rows.append(cells)
        is_open = closed and not line.rstrip().endswith("|")
    return rows, len(lines)


def _goes_on(row: Sequence[str], cells: Sequence[str], columns: int) -> bool:
    if _SERIAL.match(plain(cells[0])) or _SERIAL.match(plain(row[0])) is None:
        return False
    return len(row) > 2 and len(row) + len(cells) <= columns


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    return Grid(
        tuple(
            GridCell(cell, row, column)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
        )
    )
