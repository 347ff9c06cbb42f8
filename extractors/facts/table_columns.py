"""Which column of a table holds what: by its headings, by the table before, or by its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.facts.table_grid import Matrix
from extractors.facts.table_roles import FOREIGN, is_phrase, role_of
from pipeline.document import Span
from pipeline.vietnamese import fold

_HEADER_WITHIN = 4  # rows: a title row may stand above the headings
_HEADING_MOST = 70  # letters of one heading
_NEAR = 14.0  # points by which a column's sides may differ between pages


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns by role, from the left; ``unknown`` where the headings don't say it all."""

    roles: tuple[str | None, ...]
    first: int  # the first row under the headings
    headings: tuple[str, ...] = ()
    unknown: Span | None = None
    left_out: tuple[Span, ...] = ()  # headings that say no role we know
    contradicted: tuple[Span, ...] = ()  # headings whose columns hold something else

    @property
    def doubts(self) -> tuple[tuple[str, Span], ...]:
        """What a person should look at, and where: a code with the headings it is about."""
        guessed = (("unknown-heading", self.unknown),) if self.unknown is not None else ()
        left_out = (("left-out-column", span) for span in self.left_out)
        return (*guessed, *left_out, *(("contradicted-column", span) for span in self.contradicted))

    @property
    def are_of_awards(self) -> bool:
        """Tell whether a list of awards has these: products, and by whom or where or how graded."""
        told = {"producer", "owner", "address", "place", "grade", "points", "group"} & set(
            self.roles
        )
        foreign = self.roles.count(FOREIGN)
        return (
            "product" in self.roles
            and bool(told)
            and foreign < 2
            and (foreign == 0 or "producer" in self.roles)
        )

    def at(self, role: str) -> tuple[int, ...]:
        """Return the columns of a role, from the left."""
        return tuple(number for number, each in enumerate(self.roles) if each == role)


# "(1)", "1", "A", "[2]": a row that numbers the columns
_NUMBERED = re.compile(r"[(\[]?\s?(?:\d{1,2}|[a-z])\s?[)\]]?")
_COUNT = re.compile(r"\d{1,4}[.)]?")
# "Tên sản phẩm/bộ sản phẩm", "Sản phẩm dự thi": a product's heading and no product
_NAMED = re.compile(
    r"(?:ten |goi |cac )*(?:bo )?(?:san pham|sp|mat hang)"
    r"(?:[\s,/]+(?:va|bo|san|pham|sp|du|thi|dat|giai|duoc|cong|nhan|de|nghi|dang|ky|cnnt|tieu|bieu))*"
)
# what a producer's name begins with
PRODUCER = re.compile(
    r"(?:cong ty|cty|ct tnhh|hop tac xa|htx|lien hiep|to hop tac|tht|ho kinh doanh|hkd|ho san xuat"
    r"|ho sx|ho gia dinh|ho ong|ho ba|co so|doanh nghiep|dntn|dn |xi nghiep|chi nhanh|lang nghe"
    r"|trang trai|trai |nghe nhan|nha may|xuong)\b"
)
_UNIT = re.compile(
    r"\b(?:xa|phuong|thi tran|tt|huyen|thi xa|tx|thanh pho|tp|quan|tinh|xom|thon|ban|ap|khom)\b"
)


# what a column of a role never holds: names of goods for numbers, producers for goods, …
_NEVER = {
    "serial": re.compile(r"[a-z]{2,}.{5}"),
    "product": PRODUCER,
    "producer": re.compile(r"\d[\d.,]*$|(?:xa|phuong|thi tran|huyen|thanh pho|xom|thon)\b"),
    "address": PRODUCER,
    "place": PRODUCER,
    "phone": re.compile(r"[^\d]{8}"),
    "points": re.compile(r"[^\d]+$"),
    "grade": PRODUCER,
}
_LEAST_CELLS = 2
_MOST = 0.75  # share of the signs that must be read of a row that numbers the columns
_SIGN = 4  # letters at the most, of each


def find_columns(matrix: Matrix) -> Columns | None:
    """Return the columns by the table's own headings, or None where it has none."""
    for row in range(min(_HEADER_WITHIN, matrix.table.rows)):
        if not is_header(matrix, row):
            continue
        last = row
        while last + 1 < matrix.table.rows and _is_second_header(matrix, row, last + 1):
            last += 1
        headings = tuple(_heading(matrix, row, last, c) for c in range(matrix.table.columns))
        roles = tuple(_role(matrix, row, last, c) for c in range(matrix.table.columns))
        first = last + 1
        while first < matrix.table.rows and numbers_columns(matrix, first):
            first += 1
        found = _supplied(matrix, Columns(roles, first, headings), _span(matrix, row, last))
        return _judged(matrix, found, row, last)
    return None


def _judged(matrix: Matrix, columns: Columns, row: int, last: int) -> Columns:
    """Note the headings that say no known role, and those whose columns say another."""
    left_out, contradicted = [], []
    for column, role in enumerate(columns.roles):
        slots = [matrix.row(level)[column] for level in range(last, row - 1, -1)]
        span = next((slot.span for slot in slots if slot is not None and slot.is_filled), None)
        if span is None:
            continue
        if role is None:
            left_out.append(span)
        elif _contradicts(role, _below(matrix, columns, column)):
            contradicted.append(span)
    return replace(columns, left_out=tuple(left_out), contradicted=tuple(contradicted))


def _contradicts(role: str, texts: Sequence[str]) -> bool:
    """Tell whether most of a column's cells can't be what its heading says."""
    foreign = _NEVER.get(role)
    if foreign is None or len(texts) < _LEAST_CELLS:
        return False
    return sum(bool(foreign.match(fold(text))) for text in texts) > 0.5 * len(texts)


def is_header(matrix: Matrix, row: int) -> bool:
    """Tell headings from data: "STT" among them, or short words that say roles and no number."""
    texts = [slot.text for slot in matrix.own(row)]
    roles = [role_of(text) for text in texts if len(text) <= _HEADING_MOST]
    known = [role for role in roles if role is not None]
    if len(texts) < 2 or len(set(known)) < 2:
        return False
    if any(_COUNT.fullmatch(text) for text in texts):
        return False
    if "serial" in known:
        return True
    # without "STT" only a heading in nothing but a heading's words tells it from a row of data
    named = any(_NAMED.fullmatch(fold(text)) for text in texts)
    return named and len(known) >= 0.6 * len(texts) and not any(t[0].islower() for t in texts)


def numbers_columns(matrix: Matrix, row: int) -> bool:
    """Tell a row "(1) (2) (3)" under the headings: signs in order, one a column."""
    texts = [fold(slot.text) for slot in matrix.own(row)]
    signs = [text for text in texts if _NUMBERED.fullmatch(text)]
    if len(texts) < 3 or len(signs) < _MOST * len(texts) or max(map(len, texts)) > _SIGN:
        return False
    numbers = [int(found.group()) for text in signs if (found := re.search(r"\d+", text))]
    return numbers == sorted(numbers) and len(numbers) >= len(signs) - 2 and len(set(numbers)) > 2


def repeats_header(matrix: Matrix, row: int, columns: Columns) -> bool:
    """Tell whether a row says the headings again, as at the top of a page."""
    texts = [fold(matrix.text(row, column)) for column in range(matrix.table.columns)]
    headings = [fold(heading) for heading in columns.headings]
    same = sum(
        a == b or (len(b) > 3 and b.endswith(a)) for a, b in zip(texts, headings, strict=False) if a
    )
    return same >= max(2, 0.6 * sum(map(bool, texts)))


def carried(columns: Columns, before: Matrix, matrix: Matrix) -> Columns | None:
    """Return the columns of the table before for one that goes on without headings, or None."""
    if matrix.table.page - before.table.page not in (0, 1):
        return None
    width = matrix.table.columns
    if width == len(columns.roles):
        if matrix.table.continues or _same_sides(before, matrix):
            return _completed(columns, before, matrix)
        return None
    roles = [_overlapped(columns, before, matrix.edges(column)) for column in range(width)]
    if "product" not in roles or len(set(roles)) < len(roles) - 1:
        return None
    return replace(columns, roles=tuple(roles), first=0, headings=())


def _completed(columns: Columns, before: Matrix, matrix: Matrix) -> Columns:
    """Return the columns, with the headings that a page's end parted from the others."""
    own = matrix.own(0)
    missing = {column for column, role in enumerate(columns.roles) if role is None}
    parted = columns.first >= before.table.rows and own
    if not parted or not all(s.cell.column in missing and role_of(s.text) for s in own):
        return replace(columns, first=0)
    roles = list(columns.roles)
    for slot in own:
        roles[slot.cell.column] = role_of(slot.text)
    return replace(columns, roles=tuple(roles), first=1)


def guessed(matrix: Matrix) -> Columns | None:
    """Return the columns by what stands in them: numbers, names of producers, places, goods."""
    width, rows = matrix.table.columns, range(matrix.table.rows)
    cells = [[matrix.text(row, c) for row in rows if matrix.text(row, c)] for c in range(width)]
    if width < 3 or len(rows) < 3:
        return None
    roles: list[str | None] = [None] * width
    for column, texts in enumerate(cells):
        roles[column] = _looks_like([fold(text) for text in texts])
    if "producer" not in roles or "serial" not in roles:
        return None
    texts_left = [c for c in range(width) if roles[c] is None and _mean(cells[c]) >= 8]
    if not texts_left:
        return None
    at = roles.index("producer")
    roles[min(texts_left, key=lambda column: abs(column - at))] = "product"
    span = Span(
        matrix.start,
        max(slot.span.end for slot in matrix.own(0)) if matrix.own(0) else matrix.start,
    )
    return Columns(tuple(roles), 0, (), span)


def _heading(matrix: Matrix, row: int, last: int, column: int) -> str:
    return " ".join(
        dict.fromkeys(filter(None, (matrix.text(r, column) for r in range(row, last + 1))))
    )


def _role(matrix: Matrix, row: int, last: int, column: int) -> str | None:
    """Return a column's role by its lowest heading that says one: "Địa chỉ" under "Cơ sở"."""
    for level in range(last, row - 1, -1):
        if role := role_of(matrix.text(level, column)):
            if level > row and matrix.text(level, column) in ("Tên", "tên"):
                return role_of(matrix.text(row, column)) or role
            return role
    return None


def _is_second_header(matrix: Matrix, top: int, row: int) -> bool:
    """Tell whether a row stands under a heading that spans several columns, and is headings too."""
    spanning = any(
        slot is not None and slot.cell.row == top and slot.cell.colspan > 1
        for slot in matrix.row(top)
    )
    held = any(slot.cell.row + slot.cell.rowspan > row for slot in matrix.own(top))
    own = matrix.own(row)
    if not own:
        return held
    wide = any(slot.cell.colspan > 0.6 * matrix.table.columns for slot in own)
    if wide or (row > top + 1 and not held):
        return False
    if row == top + 1 and _are_headings(matrix, row):
        return True
    short = all(len(slot.text) <= _HEADING_MOST and not _COUNT.fullmatch(slot.text) for slot in own)
    known = sum(role_of(slot.text) is not None for slot in own)
    return short and (held or (spanning and known >= 0.5 * len(own)))


def _are_headings(matrix: Matrix, row: int) -> bool:
    """Tell a second row of headings where a text shows no merged cells: nothing but headings."""
    texts = [slot.text for slot in matrix.own(row)]
    exact = sum(map(is_phrase, texts))
    return len(texts) > 1 and all(map(role_of, texts)) and exact >= 0.5 * len(texts)


def _supplied(matrix: Matrix, columns: Columns, header: Span) -> Columns:
    """Give a role to columns whose heading is unknown, where their content leaves no other."""
    roles = list(columns.roles)
    leftmost = _looks_like([fold(text) for text in _below(matrix, columns, 0)])
    if "serial" not in roles and roles[0] is None and leftmost == "serial":
        roles[0] = leftmost  # a scan's "ST" over the column of numbers
    open_columns = [
        c for c, role in enumerate(roles) if role is None and len(_below(matrix, columns, c)) >= 1
    ]
    unknown = None
    if not {"address", "place"} & set(roles):
        # a scan's "Địa … cơ sở" has lost the word that tells it from "Tên cơ sở"
        twice = [c for c, role in enumerate(roles) if role is None or role in roles[:c]]
        for column in twice:
            if _looks_like([fold(text) for text in _below(matrix, columns, column)]) == "address":
                roles[column] = "address"
                break
    open_columns = [c for c in open_columns if roles[c] is None]
    if "producer" not in roles and "owner" not in roles:
        for column in open_columns:
            if _looks_like([fold(text) for text in _below(matrix, columns, column)]) == "producer":
                roles[column], unknown = "producer", header
                open_columns.remove(column)
                break
    if "product" not in roles and "producer" in roles and FOREIGN not in roles:
        texts = [c for c in open_columns if _mean(_below(matrix, columns, c)) >= 8]
        if len(texts) == 1:
            roles[texts[0]], unknown = "product", header
    if "producer" not in roles and "owner" in roles:
        roles[roles.index("owner")] = "producer"
    return Columns(tuple(roles), columns.first, columns.headings, unknown)


def _below(matrix: Matrix, columns: Columns, column: int) -> list[str]:
    texts = (matrix.text(row, column) for row in range(columns.first, matrix.table.rows))
    return [text for text in texts if text]


def _looks_like(texts: Sequence[str]) -> str | None:
    if not texts:
        return None
    if sum(bool(_COUNT.fullmatch(text)) for text in texts) >= 0.5 * len(texts):
        return "serial"
    if sum(bool(PRODUCER.match(text)) for text in texts) >= 0.5 * len(texts):
        return "producer"
    if sum(bool(_UNIT.match(text) or _UNIT.search(text)) for text in texts) >= 0.6 * len(texts):
        return "address"
    return None


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _span(matrix: Matrix, row: int, last: int) -> Span:
    spans = [slot.span for level in range(row, last + 1) for slot in matrix.own(level)]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _same_sides(before: Matrix, matrix: Matrix) -> bool:
    """Tell whether two tables' columns stand at the same places; without geometry, yes."""
    for column in range(matrix.table.columns):
        one, other = before.edges(column), matrix.edges(column)
        if one and other and abs(one[0] - other[0]) > _NEAR and abs(one[1] - other[1]) > _NEAR:
            return False
    return True


def _overlapped(columns: Columns, before: Matrix, sides: tuple[float, float] | None) -> str | None:
    """Return the role of the column before that shares most of these sides."""
    if sides is None:
        return None
    best, shared = None, 0.0
    for column in range(before.table.columns):
        other = before.edges(column)
        overlap = min(sides[1], other[1]) - max(sides[0], other[0]) if other else 0.0
        if overlap > shared:
            best, shared = columns.roles[column], overlap
    return best
