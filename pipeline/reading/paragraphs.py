"""Whole lines in, the title and the paragraphs out."""

from __future__ import annotations

import re

from pipeline.document import Zone
from pipeline.reading.lines import Fragment, Passage
from pipeline.reading.sheet import Sheet, centre

_TITLE_WITHIN = 10  # lines from the top in which a title must begin
_LONGEST_TITLE = 9  # lines

# "QUYẾT ĐỊNH", "PHỤ LỤC I": the name of a kind of paper at the start of its line
_KIND = re.compile(
    r"^[^a-z]{0,2}(?:quyet dinh|thong bao|ke hoach|to trinh|bao cao|nghi quyet|thong tu|nghi dinh"
    r"|cong dien|chi thi|huong dan|phu luc|danh sach|danh muc|bien ban|giay moi|quy che|quy dinh"
    r"|the le|phieu [a-z]+)\b"
)
# "Căn cứ Luật …", "Điều 1.", "Kính gửi:": where a title has ended for certain
_BODY = re.compile(
    r"^(?:can cu|xet|theo de nghi|dieu \d|kinh gui|thuc hien|ngay \d|de trien khai|nham|\d+[.)] )"
)
# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …" alone on its line: who decides
_AUTHORITY = re.compile(
    r"^[^a-z]{0,2}(?:chu tich|pho chu tich|uy ban nhan dan|bo truong|cuc truong|giam doc|thu tuong"
    r"|hoi dong|tong cuc truong|truong ban|chinh phu)\b"
)
# "1.", "a)", "-", "Điều 2.", "II.": what opens a paragraph whatever its indent
_OPENING = re.compile(
    r"^(?:[-–+*•]|\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,5}\.|Điều \d|Căn cứ |Xét |Theo đề nghị)\s?"
)


def take_title(lines: list[Fragment], sheet: Sheet) -> tuple[list[Passage], list[Fragment]]:
    """Part the centred title, and what stands over it, from the lines that follow."""
    start = next(
        (n for n, line in enumerate(lines[:_TITLE_WITHIN]) if _opens_title(line, sheet)), None
    )
    if start is None:
        return [], lines
    end = start + 1
    while end < min(len(lines), start + _LONGEST_TITLE) and _goes_on(lines, end, sheet):
        end += 1
    before = paragraphs(lines[:start])
    return [*before, Passage(Zone.TITLE, tuple(lines[start:end]))], lines[end:]


def _opens_title(line: Fragment, sheet: Sheet) -> bool:
    return (
        bool(_KIND.match(line.folded))
        and is_centred(line, sheet)
        and not line.text.endswith(":")
        and (line.text.upper() == line.text or len(line.tokens) <= 4)
    )


def _goes_on(lines: list[Fragment], at: int, sheet: Sheet) -> bool:
    line = lines[at]
    return (
        is_centred(line, sheet)
        and not _BODY.match(line.folded)
        and not (_AUTHORITY.match(line.folded) and line.text.upper() == line.text)
        and line.bbox.top - lines[at - 1].bbox.bottom <= 3 * line.height
    )


def is_centred(line: Fragment, sheet: Sheet) -> bool:
    """Tell whether a line stands in the middle, with room on both sides."""
    room = min(line.bbox.x0, sheet.width - line.bbox.x1)
    return abs(centre(line.bbox)[0] - sheet.width / 2) < 0.09 * sheet.width and room > 40


def paragraphs(lines: list[Fragment]) -> list[Passage]:
    """Join lines into paragraphs: a new one begins at an indent, a gap or after a short line."""
    if not lines:
        return []
    left = min(line.bbox.x0 for line in lines)
    right = max(line.bbox.x1 for line in lines)
    groups: list[list[Fragment]] = [[lines[0]]]
    for line in lines[1:]:
        if _opens(groups[-1], line, left, right):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [Passage(Zone.BODY, tuple(group)) for group in groups]


def _opens(group: list[Fragment], line: Fragment, left: float, right: float) -> bool:
    last = group[-1]
    if right - last.bbox.x1 > 0.18 * (right - left):
        return True  # a line that ends early ends its paragraph
    if line.bbox.top - last.bbox.bottom > 1.1 * line.height:
        return True
    indented = line.bbox.x0 - left > 1.2 * line.height and line.bbox.x0 > last.bbox.x0 - 3
    hanging = len(group) >= 2 and abs(last.bbox.x0 - line.bbox.x0) < 3
    if indented and not hanging:
        return True
    return bool(_OPENING.match(line.text)) and line.bbox.x0 - left > 0.5 * line.height
