"""A sheet's words in, passages in reading order out: heads and feet as columns, tables apart.

The layout law (Nghị định 30/2020/NĐ-CP) draws the page: a two-column head (issuer, number | motto,
place and date), the title, one column of body, a two-column foot ("Nơi nhận" | signature). Read
line by line the columns interleave; here the left column comes first, then the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.document import BBox, Zone
from pipeline.reading.sheet import Grid, Sheet, Token, centre, surround
from pipeline.reading.tables import cell_at
from pipeline.vietnamese import fold

_WIDE = 1.6  # a gap of so many line heights parts two fragments of a line


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of words on one line without a wide gap."""

    tokens: tuple[Token, ...]
    bbox: BBox

    @property
    def text(self) -> str:
        """The words, parted by single spaces."""
        return " ".join(token.text for token in self.tokens)

    @property
    def height(self) -> float:
        """The line's height in points."""
        return self.bbox.bottom - self.bbox.top


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


# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", also as OCR misreads it
_MOTTO = re.compile(r"cong hoa xa hoi|chu nghia viet nam|doc lap ?[-–—~] ?tu do")
# Like "Nơi nhận:".
_RECIPIENTS = re.compile(r"^noi nh[aâ]n ?[:;.]?")
# "- 2 -", "Trang 2/5"
_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–—]?$")
# "QUYẾT ĐỊNH", the name of a kind of paper on a line of its own
_KIND = re.compile(
    r"^(?:quyet dinh|thong bao|ke hoach|to trinh|bao cao|nghi quyet|thong tu|nghi dinh|cong dien"
    r"|chi thi|huong dan|phu luc(?: [ivx\d]+)?|danh sach|danh muc|bien ban|giay moi|quy che"
    r"|quy dinh|the le|phieu [a-z ]{2,20})(?: .*)?$"
)
# "Căn cứ Luật …", "Điều 1.", "Kính gửi:": where a title has ended for certain
_BODY_START = re.compile(
    r"^(?:can cu|xet|theo|dieu \d|kinh gui|thuc hien|ngay \d|de |nham|\d+[.)] )"
)
# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …" alone on its line: who decides
_AUTHORITY = re.compile(
    r"^(?:chu tich|pho chu tich|uy ban nhan dan|bo truong|cuc truong|giam doc|hoi dong|thu tuong"
    r"|tong cuc truong|truong ban|chinh phu)\b"
)
# "Người ký: …", "Ký bởi: …": a digital signature's printed info
_SIGNATURE = re.compile(
    r"^(?:nguoi ky|ky boi|duoc ky boi|signed by|digitally signed|signature valid)\b"
)
_SIGNATURE_MORE = re.compile(
    r"^(?:nguoi ky|email|e-mail|co quan|to chuc|chuc vu|thoi gian ky|ngay ky|gio ky|date|reason"
    r"|location|ly do|dia diem)\b.{0,80}$"
)
# "CÔNG VĂN ĐẾN", "ĐẾN": a received-stamp
_RECEIVED = re.compile(r"^(?:cong van|van ban)? ?den\b")


def arrange(sheet: Sheet) -> tuple[Passage, ...]:
    """Return a sheet's passages in reading order; every word stands in exactly one of them."""
    tables, free = _tables(sheet)
    overlays, fragments = _overlays(fragments_of(free))
    numbers, fragments = _page_numbers(fragments, sheet)
    head, fragments = _head(fragments, sheet)
    foot, fragments = _foot(fragments, sheet, [t.bbox for t in tables])
    flow = _flow(fragments, tables, foot, sheet)
    return (*overlays, *numbers, *head, *flow)


def fragments_of(tokens: Iterable[Token]) -> list[Fragment]:
    """Group words into lines, and split the lines at wide gaps; top down, left to right."""
    fragments = []
    for line in lines_of(tokens):
        height = median(token.bbox.bottom - token.bbox.top for token in line)
        run = [line[0]]
        for token in line[1:]:
            if token.bbox.x0 - run[-1].bbox.x1 > _WIDE * height:
                fragments.append(_fragment(run))
                run = []
            run.append(token)
        fragments.append(_fragment(run))
    return fragments


def lines_of(tokens: Iterable[Token]) -> list[list[Token]]:
    """Group words into lines by the height of their middles; each line left to right."""
    lines: list[list[Token]] = []
    levels: list[tuple[float, float]] = []  # middle and height of each open line
    for token in sorted(tokens, key=lambda token: centre(token.bbox)[1]):
        middle, height = centre(token.bbox)[1], token.bbox.bottom - token.bbox.top
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            at, tall = levels[index]
            if abs(middle - at) <= 0.45 * max(tall, min(height, 1.5 * tall)):
                lines[index].append(token)
                count = len(lines[index])
                levels[index] = (at + (middle - at) / count, tall + (height - tall) / count)
                break
        else:
            lines.append([token])
            levels.append((middle, height))
    order = sorted(range(len(lines)), key=lambda index: levels[index][0])
    return [sorted(lines[index], key=lambda token: token.bbox.x0) for index in order]


def _fragment(tokens: Sequence[Token]) -> Fragment:
    return Fragment(tuple(tokens), surround([token.bbox for token in tokens]))


def _tables(sheet: Sheet) -> tuple[list[Passage], list[Token]]:
    """Give each grid the words inside it; a grid with too few filled cells is only a frame."""
    tables, free = [], list(sheet.tokens)
    for grid in sheet.grids:
        places = {(cell.row, cell.column): index for index, cell in enumerate(grid.cells)}
        cells: list[list[Token]] = [[] for _ in grid.cells]
        outside = []
        for token in free:
            cell = cell_at(grid, token)
            if cell is None:
                outside.append(token)
            else:
                cells[places[cell.row, cell.column]].append(token)
        if sum(map(bool, cells)) < 3 or _is_stamp(cells):
            continue
        free = outside
        ordered = tuple(tuple(t for line in lines_of(cell) for t in line) for cell in cells)
        tables.append(Passage(Zone.TABLE, (), grid, ordered))
    return tables, free


def _is_stamp(cells: list[list[Token]]) -> bool:
    text = fold(" ".join(token.text for cell in cells for token in cell))
    return len(text) < 120 and bool(_RECEIVED.match(text))


def _overlays(fragments: list[Fragment]) -> tuple[list[Passage], list[Fragment]]:
    """Take out what was laid over the paper: signature info and received-stamps."""
    passages, rest = [], fragments
    for anchor in [f for f in fragments if _SIGNATURE.match(fold(f.text))]:
        if anchor not in rest:
            continue
        lines = _below(anchor, rest)
        passages.append(Passage(Zone.OVERLAY, tuple(lines)))
        rest = [f for f in rest if f not in lines]
    return passages, rest


def _below(anchor: Fragment, fragments: list[Fragment]) -> list[Fragment]:
    """Return the anchor and the lines of the same info box under it."""
    lines = [anchor]
    for fragment in fragments:
        last = lines[-1].bbox
        if (
            fragment.bbox.top > anchor.bbox.top + 1
            and fragment.bbox.top - last.bottom < anchor.height
            and abs(fragment.bbox.x0 - anchor.bbox.x0) < 12
            and fragment.height < 1.3 * anchor.height
            and (_SIGNATURE_MORE.match(fold(fragment.text)) or len(lines) < 2)
        ):
            lines.append(fragment)
    return lines


def _page_numbers(fragments: list[Fragment], sheet: Sheet) -> tuple[list[Passage], list[Fragment]]:
    """Take out a lone number at the very top or bottom."""
    passages, rest = [], []
    edges = {id(f) for f in (*fragments[:1], *fragments[-1:])}
    for fragment in fragments:
        y = centre(fragment.bbox)[1] / sheet.height
        if (
            id(fragment) in edges
            and (y < 0.12 or y > 0.88)
            and _PAGE_NUMBER.match(fold(fragment.text))
        ):
            passages.append(Passage(Zone.PAGE_NUMBER, (fragment,)))
        else:
            rest.append(fragment)
    return passages, rest


def _head(fragments: list[Fragment], sheet: Sheet) -> tuple[list[Passage], list[Fragment]]:
    """Take out the two-column head: from the top to above the title or the first body line."""
    motto = next(
        (f for f in fragments if f.bbox.top < 0.45 * sheet.height and _MOTTO.search(fold(f.text))),
        None,
    )
    if motto is None:
        return [], fragments
    above = [f for f in fragments if f.bbox.bottom <= motto.bbox.bottom + 110]
    split = _split(above, motto, sheet)
    head: list[Fragment] = []
    for fragment in above:
        crosses = fragment.bbox.x0 < split - 4 and fragment.bbox.x1 > split + 4
        if fragment.bbox.top > motto.bbox.bottom and (crosses or _ends_head(fragment, sheet)):
            break
        head.append(fragment)
    rest = [f for f in fragments if f not in head]
    return _columns(head, split, Zone.HEAD), rest


def _ends_head(fragment: Fragment, sheet: Sheet) -> bool:
    text = fold(fragment.text)
    middle = centre(fragment.bbox)[0]
    if _BODY_START.match(text) and not text.startswith("ngay "):
        return True
    return bool(_KIND.match(text)) and abs(middle - sheet.width / 2) < 0.12 * sheet.width


def _split(region: list[Fragment], anchor: Fragment, sheet: Sheet) -> float:
    """Return the x between two columns: where the fewest words are crossed, nearest the anchor."""
    low, high = 0.25 * sheet.width, min(anchor.bbox.x0 + 6, 0.7 * sheet.width)
    best, least = high - 6, float("inf")
    near = [f for f in region if f.bbox.bottom > anchor.bbox.top - 60]
    x = high
    while x >= low:
        crossed = sum(token.bbox.x0 < x < token.bbox.x1 for f in near for token in f.tokens)
        if crossed < least:
            best, least = x, crossed
        x -= 4
    return best


def _columns(region: list[Fragment], split: float, zone: Zone) -> list[Passage]:
    """Return a region's left column, then its right one; fragments over the split are cut."""
    left: list[Token] = []
    right: list[Token] = []
    for fragment in region:
        for token in fragment.tokens:
            (left if centre(token.bbox)[0] < split else right).append(token)
    return [
        Passage(zone, tuple(_fragment(line) for line in lines_of(column)))
        for column in (left, right)
        if column
    ]


def _foot(
    fragments: list[Fragment], sheet: Sheet, tables: list[BBox]
) -> tuple[list[Passage], list[Fragment]]:
    """Take out the two-column foot that "Nơi nhận:" opens."""
    anchor = next((f for f in fragments if _RECIPIENTS.match(fold(f.text))), None)
    if anchor is None or anchor.bbox.x0 > 0.4 * sheet.width:
        return [], fragments
    end = min((t.top for t in tables if t.top > anchor.bbox.bottom), default=sheet.height)
    middle = 0.4 * sheet.width
    region = [
        f
        for f in fragments
        if f.bbox.top < end
        and (
            f.bbox.top >= anchor.bbox.top - 0.5 * anchor.height
            or (f.bbox.x0 > middle and f.bbox.bottom > anchor.bbox.top - 2.5 * anchor.height)
        )
    ]
    right = [f.bbox.x0 for f in region if f.bbox.x0 > middle]
    split = min(right) - 2 if right else 0.5 * sheet.width
    rest = [f for f in fragments if f not in region]
    return _columns(region, split, Zone.FOOT), rest


def _flow(
    fragments: list[Fragment], tables: list[Passage], foot: list[Passage], sheet: Sheet
) -> list[Passage]:
    """Return title, body, tables and foot from the top down."""
    lines = [_joined(line) for line in _rows(fragments)]
    passages: list[Passage] = []
    title, lines = _title(lines, sheet)
    passages.extend(title)
    stops = sorted([*tables], key=lambda p: p.bbox.top)
    foot_top = min((p.bbox.top for p in foot), default=None)
    for stop in stops:
        before = [line for line in lines if centre(line.bbox)[1] < stop.bbox.top]
        lines = lines[len(before) :]
        if foot_top is not None and foot_top < stop.bbox.top:
            passages.extend(_paragraphs([f for f in before if f.bbox.top < foot_top], sheet))
            passages.extend(foot)
            passages.extend(_paragraphs([f for f in before if f.bbox.top >= foot_top], sheet))
            foot, foot_top = [], None
        else:
            passages.extend(_paragraphs(before, sheet))
        passages.append(stop)
    passages.extend(_paragraphs(lines, sheet))
    passages.extend(foot)
    return passages


def _rows(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Put fragments of one line side by side again."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (centre(f.bbox)[1], f.bbox.x0)):
        y = centre(fragment.bbox)[1]
        if rows and abs(y - centre(rows[-1][0].bbox)[1]) < 0.45 * fragment.height:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.bbox.x0) for row in rows]


def _joined(row: list[Fragment]) -> Fragment:
    return _fragment([token for fragment in row for token in fragment.tokens])


def _title(lines: list[Fragment], sheet: Sheet) -> tuple[list[Passage], list[Fragment]]:
    """Take the centred title off the top: the kind of paper and the lines under it."""
    start = next(
        (
            index
            for index, line in enumerate(lines[:4])
            if _KIND.match(fold(line.text))
            and _is_centred(line, sheet)
            and not line.text.endswith(":")
        ),
        None,
    )
    if start is None:
        return [], lines
    end = start + 1
    while end < len(lines) and end - start < 9:
        line = lines[end]
        gap = line.bbox.top - lines[end - 1].bbox.bottom
        text = fold(line.text)
        if (
            not _is_centred(line, sheet)
            or _BODY_START.match(text)
            or (_AUTHORITY.match(text) and line.text.isupper())
            or gap > 3 * line.height
        ):
            break
        end += 1
    before = _paragraphs(lines[:start], sheet)
    return [*before, Passage(Zone.TITLE, tuple(lines[start:end]))], lines[end:]


def _is_centred(line: Fragment, sheet: Sheet) -> bool:
    left, right = line.bbox.x0, sheet.width - line.bbox.x1
    return (
        abs(centre(line.bbox)[0] - sheet.width / 2) < 0.09 * sheet.width and min(left, right) > 40
    )


def _paragraphs(lines: list[Fragment], sheet: Sheet) -> list[Passage]:
    """Join lines into paragraphs: a new one begins at an indent, a gap or after a short line."""
    if not lines:
        return []
    left = min(line.bbox.x0 for line in lines)
    right = max(line.bbox.x1 for line in lines)
    groups: list[list[Fragment]] = [[lines[0]]]
    for line in lines[1:]:
        last = groups[-1][-1]
        indented = line.bbox.x0 - left > 1.2 * line.height
        short = right - last.bbox.x1 > 0.18 * (right - left)
        gap = line.bbox.top - last.bbox.bottom
        if (
            (indented and last.bbox.x0 <= line.bbox.x0 + 3 and not _hangs(groups[-1], line))
            or short
            or (gap > 1.1 * line.height)
        ):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [Passage(Zone.BODY, tuple(group)) for group in groups]


def _hangs(group: list[Fragment], line: Fragment) -> bool:
    """Tell whether a line goes on at the same indent as at least two lines before it."""
    return len(group) >= 2 and abs(group[-1].bbox.x0 - line.bbox.x0) < 3
