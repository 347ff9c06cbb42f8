"""A decision as bare lines: where its head, title and foot stand when no page shows them.

Legal portals and Word files keep a decision's words and lose its columns: 'ỦY BAN NHÂN | DÂN',
'Số: 24/2013/QĐ-UBND', 'Nam Định, ngày 28 tháng 6 năm 2013' follow one another. The order of the
layout law (Nghị định 30/2020/NĐ-CP) finds them again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Zone
from pipeline.reading.flow import Grid
from pipeline.reading.furniture import ends_page, heads_teasers, plain

_MOST_HEAD = 16  # lines of a head, with every word group on a line of its own

# Like "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", broken anywhere
_MOTTO = re.compile(r"cong hoa xa hoi|chu nghia viet nam|doc lap ?[-–—~]+ ?tu do")
# Like "Số: 24/2013/QĐ-UBND", "Số:       /QĐ-UBND"
_NUMBER = re.compile(r"^\W*so\s?[:.]?\s?[\d.…/ ]{0,20}[/-]?\s?(?:\d{4}/)?[a-z]{2,6}\s?-\s?[a-z]")
# Like "Nam Định, ngày 28 tháng 6 năm 2013", "ngày    tháng    năm 2020"
_DATED = re.compile(r"\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b.{0,8}$")
# Like "QUYẾT ĐỊNH", "KẾ HOẠCH": the name of the paper, alone on its line
_KIND = re.compile(
    r"^(?:quyet dinh|thong bao|ke hoach|to trinh|bao cao|nghi quyet|thong tu|nghi dinh|cong van"
    r"|chi thi|huong dan|bien ban|giay moi|cong dien|quy che|the le)$"
)
_BODY = re.compile(
    r"^(?:can cu|xet|theo|dieu \d|kinh gui|thuc hien|quyet dinh ?:|quyet nghi|phan \w+"
    r"|chuong [ivx\d]|[ivx]+\. |\d+[.)] )"
)
# Like "BỘ TRƯỞNG BỘ CÔNG THƯƠNG": who decides
_AUTHORITY = re.compile(
    r"^(?:chu tich|pho chu tich|uy ban nhan dan|bo truong|cuc truong|giam doc|hoi dong|thu tuong"
    r"|tong cuc truong|truong ban|chinh phu|bo cong thuong|so cong thuong)\b"
)
_RECIPIENTS = re.compile(r"^\W*noi nhan ?[:;.]?")
# Like "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "tm. Ủy ban nhân dân |"
_ON_BEHALF = re.compile(r"^\W*(?:tm|kt|tl|tuq|q)\s?\.\s?\w")
_POSITION = re.compile(
    r"^\W*(?:pho |quyen )?(?:chu tich|bo truong|thu truong|cuc truong|giam doc|thu tuong|truong ban"
    r"|tong cuc truong|chanh van phong|vu truong|truong phong|hoi truong)\b"
)
# Like "(Đã ký)", "- Như Điều 3;", "- Lưu: VT"
_FOOT_LINE = re.compile(r"^\W*(?:\(?da ky\)?|\(?ky ten|luu\b|\(?ky, dong dau|[-–+*•] ?\S)")
# Like "PHỤ LỤC", "DANH SÁCH", "(Ban hành kèm theo Quyết định số: ...)"
_APPENDIX = re.compile(
    r"^(?:phu luc|danh sach|danh muc|quy che|quy dinh|chuong trinh|ke hoach|the le"
    r"|\(?(?:ban hanh )?kem theo)"
)


def is_act(lines: Sequence[str | None]) -> bool:
    """Tell whether lines are an administrative paper: its motto and number, or its Căn cứ block."""
    folded = [plain(line) for line in lines if line and line.strip()]
    motto = next(
        (n for n, line in enumerate(folded) if len(line) < 90 and _MOTTO.search(line)), None
    )
    bases = sum(line.startswith("can cu ") for line in folded)
    numbered = any(_NUMBER.match(line) for line in folded[:60] if len(line) < 60)
    named = any(_KIND.match(line.rstrip(" :")) for line in folded[:80])
    if motto is not None and motto < 60:
        return numbered or named or bases > 0
    return bases >= 1 and named and any(line.startswith("dieu 1") for line in folded)


def is_head(grid: Grid) -> bool:
    """Tell whether a table is a head's columns: issuer and number | motto, place and day."""
    text = _words_of(grid)
    return grid.columns in {2, 3} and grid.rows <= 6 and bool(_MOTTO.search(text))


def is_foot(grid: Grid) -> bool:
    """Tell whether a table is the two columns of a foot: 'Nơi nhận' | signature."""
    first = plain(min(grid.cells, key=lambda cell: (cell.row, cell.column)).text)
    short = len(_words_of(grid)) < 1500
    return grid.columns in {2, 3} and grid.rows <= 6 and short and bool(_RECIPIENTS.match(first))


def are_columns(left: str, right: str) -> bool:
    """Tell whether pieces of a line are a head's or foot's columns: 'Nơi nhận:' | 'TM. ...'."""
    marks = (_MOTTO, _DATED, _RECIPIENTS, _ON_BEHALF, _NUMBER, _POSITION)
    if any(mark.search(plain(side)) for side in (left, right) for mark in marks):
        return True
    return left.isupper() and right.isupper()


def _words_of(grid: Grid) -> str:
    return plain(" ".join(cell.text for cell in grid.cells))


def zones_of(lines: Sequence[str | None]) -> list[Zone]:
    """Return each line's zone; None among the lines is a table and keeps the zone TABLE.

    Whatever fits nothing is BODY: an appendix's row or a signature must not be lost.
    """
    folded = [None if line is None else plain(line) for line in lines]
    zones = [Zone.TABLE if line is None else Zone.BODY for line in folded]
    body = _mark_head(folded, lines, zones)
    end = _mark_foot(folded, lines, zones, body)
    _mark_tail(lines, zones, end)
    return zones


def _mark_head(folded: Sequence[str | None], lines: Sequence[str | None], zones: list[Zone]) -> int:
    """Mark head and title; return the index of the first line after them."""
    motto = next((n for n, line in enumerate(folded) if line and _MOTTO.search(line)), None)
    number = next((n for n, line in enumerate(folded[:60]) if line and _NUMBER.match(line)), None)
    anchors = [n for n in (motto, number) if n is not None]
    if not anchors:
        return _mark_title(folded, lines, zones, 0)
    start = _head_start(folded, lines, min(anchors))
    at = min(anchors)
    last = at
    while at < len(folded) and at < start + _MOST_HEAD and not _ends_head(folded[at], lines[at]):
        last = at
        at += 1
    for n in range(start, last + 1):
        zones[n] = Zone.HEAD
    return _mark_title(folded, lines, zones, last + 1)


def _head_start(folded: Sequence[str | None], lines: Sequence[str | None], anchor: int) -> int:
    """Go up over the issuer's capitals and rules: 'BỘ CÔNG THƯƠNG', '-------'."""
    start = anchor
    while start > 0 and anchor - start < 6:
        line, above = lines[start - 1], folded[start - 1]
        if line is None or above is None:
            break
        letters = [sign for sign in line if sign.isalpha()]
        if any(sign.isdigit() for sign in line) or _KIND.match(above.rstrip(" :")):
            break
        if letters and not line.isupper():
            break
        start -= 1
    return start


def _ends_head(folded: str | None, line: str | None) -> bool:
    if folded is None or line is None:
        return True
    if _MOTTO.search(folded) or _NUMBER.match(folded) or _DATED.search(folded):
        return False
    if _KIND.match(folded.rstrip(" :")) or _BODY.match(folded):
        return True
    authority = _AUTHORITY.match(folded) and line.isupper() and "|" not in line
    words = len(folded.split())
    return (bool(authority) and words >= 4) or words > 16


def _mark_title(
    folded: Sequence[str | None], lines: Sequence[str | None], zones: list[Zone], start: int
) -> int:
    """Mark 'QUYẾT ĐỊNH' and the lines under it that say on what; return the index after them."""
    kind = None
    for n in range(start, min(start + 12, len(folded))):
        line = folded[n]
        if line is None or _BODY.match(line):
            break
        if _KIND.match(line):
            kind = n
            break
    if kind is None:
        return start
    end = kind + 1
    while end < len(folded) and end - kind < 8 and not _ends_title(folded[end], lines[end]):
        end += 1
    for n in range(kind, end):
        zones[n] = Zone.TITLE
    return end


def _ends_title(folded: str | None, line: str | None) -> bool:
    if folded is None or line is None or _BODY.match(folded) or len(folded.split()) > 60:
        return True
    return bool(_AUTHORITY.match(folded)) and line.isupper()


def _mark_foot(
    folded: Sequence[str | None], lines: Sequence[str | None], zones: list[Zone], start: int
) -> int:
    """Mark 'Nơi nhận' and the signature; return the index after them, or the end without them."""
    at = start
    while at < len(folded) and not _starts_foot(folded[at]):
        at += 1
    if at == len(folded):
        return at
    while at < len(folded) and _in_foot(folded[at], lines[at]):
        zones[at] = Zone.FOOT
        at += 1
    return at


def _starts_foot(folded: str | None) -> bool:
    if folded is None:
        return False
    return bool(_RECIPIENTS.match(folded)) or (
        bool(_ON_BEHALF.match(folded)) and len(folded.split()) <= 12
    )


def _in_foot(folded: str | None, line: str | None) -> bool:
    if folded is None or line is None:
        return False
    if _starts_foot(folded) or _POSITION.match(folded) or not any(c.isalnum() for c in line):
        return True
    if _APPENDIX.match(folded) or heads_teasers(line):
        return False
    if _FOOT_LINE.match(folded):
        return True
    words = line.replace("|", " ").split()
    if len(words) > (4 if line.isupper() else 6):
        return False
    return all(word[0].isupper() or not word[0].isalpha() for word in words)


def _mark_tail(lines: Sequence[str | None], zones: list[Zone], end: int) -> None:
    """Mark a portal's lists of other papers after the foot; everything else stays."""
    for n in range(end, len(lines)):
        line = lines[n]
        if line is not None and heads_teasers(line):
            zones[n:] = [Zone.TEASER] * (len(lines) - n)
            return
        if line is not None and ends_page(line):
            zones[n:] = [Zone.FURNITURE] * (len(lines) - n)
            return
