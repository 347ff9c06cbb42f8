"""A run of tables in, its rows out: awards, section rows and totals, joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from extractors.facts.table_columns import (
    PRODUCER,
    Columns,
    carried,
    find_columns,
    guessed,
    is_header,
    numbers_columns,
    repeats_header,
)
from extractors.facts.table_grid import Matrix, Slot
from pipeline.document import Span
from pipeline.vietnamese import fold


class Kind(StrEnum):
    """What a row is."""

    AWARD = "award"
    SECTION = "section"
    TOTAL = "total"


@dataclass(slots=True)
class Row:
    """One row: its slots by role (a continued one has two), or its text where it has no columns."""

    kind: Kind
    span: Span
    slots: dict[str, list[Slot]] = field(default_factory=dict)
    text: str = ""
    tops_page: bool = False  # the first row of a table that goes on
    goes_on: bool = False  # its table goes on from the one before
    numbered: bool = False  # has a serial number of its own
    named: bool = False  # and a producer of its own
    doubts: tuple[tuple[str, Span], ...] = ()  # codes of issues and what they are about
    table: int = 0

    def value(self, role: str) -> str:
        """Return a field's text, continued parts joined."""
        return " ".join(slot.text for slot in self.slots.get(role, ()) if slot.is_filled)

    def serial(self) -> int | None:
        """Return the row's number, or None where it has none that can be read."""
        found = _COUNT.fullmatch(self.value("serial"))
        return int(found.group().rstrip(".)")) if found else None


# "I", "IV.", "A)", "1.": what stands before a section's name
_ORDINAL = re.compile(r"(?:[ivxlh1]{1,5}|[a-hđ]|\d{1,2})\s*[.):/-]?")
_ROMAN = re.compile(r"(?:[IVXLH]{1,5}|[A-HĐ])\s*[.):/-]?")
# what opens a totals row: "Tổng cộng: 20 sản phẩm", "Cộng nhóm I", "Cộng"; never "Công ty …"
_TOTAL = re.compile(
    r"(?:tong cong(?! ty)|tong so|tong(?! cong)|cong(?=\s*(?:nhom|muc|[:(\d]|$)))\b"
)
# "1", "02.", "15)": a row's number
_COUNT = re.compile(r"\d{1,4}[.)]?")
_LEAST_NUMBERED = 2
_MOSTLY = 0.6  # share of a list's producers that begin as one
# "Công ty … DNTN …": what only one producer's name begins with; "Chi nhánh Công ty" is one
_MAKERS = re.compile(
    r"(?<!chi nhanh )(?<!lien hiep )\b(?:cong ty|hop tac xa|htx|dntn|doanh nghiep tu nhan"
    r"|ho kinh doanh|hkd|to hop tac)\b"
)
_ADDRESS = re.compile(r"(?:so \d|xom|thon|ban|ap|khu|xa|phuong|thi tran|huyen|thanh pho)\b")
_NOTE = re.compile(r"(?:ghi chu|luu y|\(\*\)|nguoi lap|nguoi tong hop|danh sach nay|an dinh)\b")
# what a section row says beyond doubt: a group, a grade, a place
_SAYS_SECTION = re.compile(
    r"(?:nhom|cac san pham|san pham (?:thu cong|che bien|thiet bi|khac)|(?:hang )?thu cong my nghe"
    r"|che bien nong|may moc, thiet bi|thiet bi, may moc"
    r"|giai|loai|xep loai|huyen|thanh pho|thi xa|tp)\b"
)


def rows_of(
    matrices: Sequence[Matrix], captions: Sequence[str], fresh: Sequence[bool]
) -> list[tuple[int, Row]]:
    """Return the rows of the tables that hold awards, each with the number of its table.

    ``captions`` is the text above each table; ``fresh`` says that it heads a section of its own.
    """
    found: list[Row] = []
    columns: Columns | None = None
    before: Matrix | None = None
    for number, matrix in enumerate(matrices):
        own = find_columns(matrix)
        going_on = False
        if own is None and columns is not None and before is not None:
            own = carried(columns, before, matrix)
            going_on = own is not None
        elif own is not None and columns is not None and before is not None:
            going_on = matrix.table.continues or (
                own.headings == columns.headings and matrix.table.page == before.table.page + 1
            )
        going_on = going_on and not fresh[number]
        if own is None and "san pham" in fold(captions[number]):
            own = guessed(matrix)
        columns, before = own, matrix
        if own is None or not own.are_of_awards:
            columns = None
            continue
        over = number + 1 < len(matrices) and _opens_unnumbered(matrices[number + 1], own)
        for row in _rows(matrix, own, going_on=going_on, over=over):
            row.table, row.goes_on = number, going_on
            found.append(row)
    joined = _joined(found)
    _doubt_numbers(joined)
    _doubt_makers(joined)
    return [(row.table, row) for row in joined]


def _opens_unnumbered(after: Matrix, columns: Columns) -> bool:
    """Tell whether the next page's table begins with a row without a number: the rest of one."""
    if not after.table.continues or after.table.columns != len(columns.roles):
        return False
    for row in range(after.table.rows):
        own = after.own(row)
        if not own or is_header(after, row) or numbers_columns(after, row):
            continue
        return not repeats_header(after, row, columns) and not any(
            slot.cell.column in columns.at("serial") for slot in own
        )
    return False


def _rows(matrix: Matrix, columns: Columns, *, going_on: bool, over: bool) -> Iterator[Row]:
    top = going_on
    last = matrix.table.rows - 1
    for number in range(columns.first, matrix.table.rows):
        own = matrix.own(number)
        if not own or repeats_header(matrix, number, columns) or numbers_columns(matrix, number):
            continue
        if number == columns.first and columns.first == 0 and is_header(matrix, number):
            continue
        row = _row(matrix, columns, number, own, over=over and number == last)
        if row is not None:
            row.tops_page = top
            yield row
            top = False


def _row(
    matrix: Matrix, columns: Columns, number: int, own: Sequence[Slot], *, over: bool
) -> Row | None:
    """Return a row of data, a section's heading or a total.

    Where its rest stands on the next page (``over``), a numbered row is data, however little of it
    stands here.
    """
    span = Span(min(s.span.start for s in own), max(s.span.end for s in own))
    text = " ".join(slot.text for slot in own)
    counted = any(s.cell.column in columns.at("serial") and _COUNT.fullmatch(s.text) for s in own)
    if not counted and _TOTAL.match(fold(text)):
        return Row(Kind.TOTAL, span, text=text)
    section = None if over and counted else _section(matrix, columns, number, own)
    if section:
        return None if _NOTE.match(fold(section)) else Row(Kind.SECTION, span, text=section)
    slots: dict[str, list[Slot]] = {}
    for column, role in enumerate(columns.roles):
        slot = matrix.row(number)[column]
        if role is None or slot is None or not slot.is_filled:
            continue
        if slot not in slots.setdefault(role, []) and (role == "place" or not slots[role]):
            slots[role].append(slot)
    numbered = any(s.cell.row == number for s in slots.get("serial", ()))
    named = any(s.cell.row == number for s in slots.get("producer", ()))
    return Row(Kind.AWARD, span, slots, numbered=numbered, named=named, doubts=columns.doubts)


def _section(matrix: Matrix, columns: Columns, number: int, own: Sequence[Slot]) -> str | None:
    """Return the text of a row that heads the rows below it, or None for a row of data."""
    width = matrix.table.columns
    wide = [slot for slot in own if slot.cell.colspan >= max(2, 0.5 * width)]
    if len(wide) == 1 and all(slot is wide[0] or len(slot.text) < 5 for slot in own):
        return wide[0].text
    said = [slot for slot in own if not _ORDINAL.fullmatch(fold(slot.text))]
    if len(said) != 1:
        return None
    ordinals = [slot for slot in own if slot is not said[0]]
    whole = " ".join(slot.text for slot in own)
    inherited = any(
        slot is not None and slot.is_filled and slot.cell.row != number
        for slot in matrix.row(number)
    )
    if inherited or width < 3:
        return None
    if any(_ROMAN.fullmatch(slot.text) for slot in ordinals):
        return whole
    first = next((c for c, role in enumerate(columns.roles) if role != "serial"), 0)
    goods = columns.at("product")
    bare = goods and not any(matrix.text(number, column) for column in goods)
    if ordinals and bare and said[0].cell.column <= first:
        return whole
    if not ordinals and (_is_numbered(whole) or _covers_serial(columns, said[0])):
        return whole
    if said[0].cell.column > first or said[0].text[0].islower():
        return None  # the rest of a cell that a page break split: "huyện Thạch An"
    if _SAYS_SECTION.match(re.sub(r"^\W*(?:[ivx]+|\d+)[.):/ -]+", "", fold(whole))):
        return whole
    return None


def _is_numbered(text: str) -> bool:
    """Tell "II. Tiêu biểu", alone in its row, from data."""
    return bool(re.match(r"[IVX]{1,5}\s?[.):]\s", text))


def _covers_serial(columns: Columns, slot: Slot) -> bool:
    """Tell whether a cell spans the serial number's place and more."""
    covered = range(slot.cell.column, slot.cell.column + slot.cell.colspan)
    return len(covered) > 1 and any(column in covered for column in columns.at("serial"))


def _doubt_numbers(rows: Sequence[Row]) -> None:
    """Mark the rows whose numbers don't run on: one without, or twice the same.

    A row whose number is unread fits where those about it leave room for just so many.
    """
    awards = [row for row in rows if row.kind is Kind.AWARD]
    if sum(row.serial() is not None for row in awards) < _LEAST_NUMBERED:
        return
    before = 0
    waiting: list[Row] = []  # rows without a number since the last that had one
    fresh = False
    for row in rows:
        if row.kind is not Kind.AWARD:
            fresh = True
            continue
        number = row.serial()
        if number is None or not row.numbered:
            if number is None and row.named:
                waiting.append(row)
            continue
        if waiting and number not in (before + len(waiting) + 1, len(waiting) + 1):
            for each in waiting:
                each.doubts = (*each.doubts, ("row-unnumbered", each.span))
        elif number == before and not fresh:
            row.doubts = (*row.doubts, ("number-repeated", row.span))
        before, waiting, fresh = number, [], False
    for each in waiting:
        each.doubts = (*each.doubts, ("row-unnumbered", each.span))


def _doubt_makers(rows: Sequence[Row]) -> None:
    """Mark producers that are half a name or two, where most begin as a producer's name does.

    Where the cells of a list without rules are told wrongly apart, their words show it.
    """
    named = [row for row in rows if row.kind is Kind.AWARD and row.named]
    whole = [row for row in named if PRODUCER.match(fold(row.value("producer")))]
    if len(whole) < max(_LEAST_NUMBERED, _MOSTLY * len(named)):
        return
    for row in named:
        text = row.value("producer")
        folded = fold(text)
        half = not PRODUCER.match(folded) and (
            text[:1].islower() or len(text.split()) < 3 or bool(_ADDRESS.match(folded))
        )
        if half or len(_MAKERS.findall(folded)) > 1:
            row.doubts = (*row.doubts, ("producer-unlike", row.slots["producer"][0].span))


# --- rows that a page break or a merged cell parted ----------------------------------------------


def _joined(rows: Sequence[Row]) -> list[Row]:
    """Join a row that a page break split; every other row stays as it is."""
    found: list[Row] = []
    after: Row | None = None
    following: list[Row | None] = []  # the next award after each row
    for row in reversed(rows):
        following.append(after)
        after = row if row.kind is Kind.AWARD else after
    for row, after in zip(rows, reversed(following), strict=True):
        last = found[-1] if found and found[-1].kind is Kind.AWARD else None
        if last is not None and row.kind is Kind.AWARD and _goes_on(last, row, after, found):
            _join(last, row)
        else:
            found.append(row)
    return found


def _goes_on(last: Row, row: Row, after: Row | None, found: Sequence[Row]) -> bool:
    """Tell whether a row is the rest of the one before it."""
    said = set(row.slots) - {"serial"}
    if not row.tops_page:
        return bool(said) and not row.numbered and not row.value("product")
    if row.numbered:
        return _numbers_last(last, row, found)
    if not row.value("product"):
        return bool(said)
    wanting = {"product", "producer"} - {role for role in last.slots if last.value(role)}
    if wanting & said:
        return True
    rest = any(_is_rest(last.value(role), row.value(role)) for role in ("product", "producer"))
    if "serial" not in last.slots or any(
        not each.numbered for each in found if each.kind is Kind.AWARD and each is not last
    ):
        return rest  # here products share a number: only the words can tell
    follows = after.serial() if after is not None and after.numbered else None
    number = last.serial()
    if follows is not None and number is not None:
        return follows in (number + 1, 1)
    return rest or set(row.slots) < set(last.slots)


def _numbers_last(last: Row, row: Row, found: Sequence[Row]) -> bool:
    """Tell whether a row at a page's top has the number that the last one before it lacks."""
    if last.numbered or "serial" in last.slots or last.table == row.table:
        return False
    before = next(
        (each for each in reversed(found[:-1]) if each.kind is Kind.AWARD and each.numbered), None
    )
    number = before.serial() if before is not None else 0
    follows = row.serial()
    if number is None or follows is None:
        return False
    opens = len(found) < 2 or found[-2].kind is Kind.SECTION
    return follows == number + 1 or (opens and follows == 1)


def _is_rest(before: str, text: str) -> bool:
    """Tell whether a text goes on from another: small letter, open bracket, dangling comma."""
    if not text or not before:
        return False
    return (
        text[0].islower()
        or text[0] in "(),;-–"
        or before.count("(") > before.count(")")
        or before[-1] in ",-–(&"
        or before.split()[-1] in ("và", "của", "sản", "tỉnh", "huyện", "xã")
    )


def _join(last: Row, rest: Row) -> None:
    for role, slots in rest.slots.items():
        if role != "serial" or role not in last.slots:
            last.slots.setdefault(role, []).extend(slots)
    last.span = Span(min(last.span.start, rest.span.start), max(last.span.end, rest.span.end))
