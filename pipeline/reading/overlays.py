"""Lines in, those out that were laid over the paper: signature info, received-stamps, page numbers.

A received-stamp bears another number and date ("ĐẾN Số: … Ngày: …"), a digital signature's printed
info another time; neither may be taken for the paper's own.
"""

from __future__ import annotations

import re

from pipeline.document import BBox, Zone
from pipeline.reading.lines import Fragment, Passage, without
from pipeline.reading.sheet import Sheet, centre, surround

_MARGIN = 0.12  # of the page's height: where page numbers stand
_EDGE = 0.045  # outside the text area: margins are 20 mm and more (NĐ 30/2020, annex I)
_FEW = 5  # words of a running foot or a catchword
_STAMP_WIDE, _STAMP_HIGH = 175.0, 42.0  # points: a received-stamp to the right of and round ĐẾN

# "Người ký: …", "Ký bởi: …": a digital signature's printed info
_SIGNED = re.compile(
    r"^(?:nguoi ky|ky boi|duoc ky boi|ky so boi|signed by|digitally signed"
    r"|signature (?:is )?valid)\b"
)
_SIGNED_MORE = re.compile(
    r"^(?:nguoi ky|ky boi|email|e-mail|co quan|to chuc|don vi|chuc vu|thoi gian ky|ngay ky|gio ky"
    r"|date|reason|location|ly do|dia diem|so serial)\b.{0,80}$"
)
# "CÔNG VĂN ĐẾN", "ĐẾN Số: 1234", on a line of its own
_RECEIVED = re.compile(
    # a date with strokes, which no head has, and the stamp's own head, however badly printed
    r"^[^a-z0-9]{0,3}(?:(?:ng[a-z]{0,3}[^a-z0-9]{0,3})?\d{1,2} ?/ ?\d{1,2} ?/ ?\d{4}\W{0,3}$"
    r"|ngay ?[:;.] ?\d{1,2} ?/|cong v\S{1,7}(?: d\S{0,3})?$)"
)
_ARRIVED = re.compile(
    r"^(?:[^a-z0-9]{0,3})(?:(?:cong|van) (?:van|ban) )?den\b(?: ?(?:so|ngay)\b.*|.{0,12})$"
)
_CAPITALS = re.compile(r"Đ[ẾỀÊ]N|VĂN")
# what a received-stamp's lines begin with: "Số:", "Ngày:", "Giờ:", "Chuyển:", "Lưu hồ sơ số:"
_RECEIVED_MORE = re.compile(
    r"^[^a-z0-9]{0,3}(?:so|ngay|gio|chuyen|kinh chuyen|luu|van thu|cong thong tin|den|[^a-z]*$)"
)
# the paper's own number line is never part of a stamp: "Số: 153/TB-VPCP"
_OWN_NUMBER = re.compile(r"/ ?[a-z]{2}|^(?:uy ban|cong hoa|doc lap)")
# "- 2 -", "Trang 2/5"
_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–—]?$")


def take_overlays(fragments: list[Fragment]) -> tuple[list[Passage], list[Fragment]]:
    """Part signature info and received-stamps from the rest."""
    passages, rest = [], fragments
    for find, anchor in ((_SIGNED, _info), (_ARRIVED, _stamp), (_RECEIVED, _stamp)):
        for each in [f for f in rest if find.match(f.folded)]:
            if not any(each is other for other in rest):
                continue
            lines = anchor(each, rest)
            if lines:
                passages.append(Passage(Zone.OVERLAY, tuple(lines)))
                rest = without(rest, lines)
    return passages, rest


def is_signature_info(passage: Passage) -> bool:
    """Tell a digital signature's printed info from a received-stamp."""
    return passage.zone is Zone.OVERLAY and any(_SIGNED.match(f.folded) for f in passage.lines)


def _info(anchor: Fragment, fragments: list[Fragment]) -> list[Fragment]:
    """Return the anchor and the lines of the same info box under it."""
    lines = [anchor]
    for each in fragments:
        last = lines[-1].bbox
        if (
            each.bbox.top > anchor.bbox.top + 1
            and each.bbox.top - last.bottom < anchor.height
            and abs(each.bbox.x0 - anchor.bbox.x0) < 12
            and each.height < 1.3 * anchor.height
            and (_SIGNED_MORE.match(each.folded) or len(lines) < 2)
        ):
            lines.append(each)
    return lines


def _stamp(anchor: Fragment, fragments: list[Fragment]) -> list[Fragment]:
    """Return the lines of the stamp that ĐẾN stands in; none where ĐẾN is a word of a sentence."""
    arrived = _ARRIVED.match(anchor.folded)
    if arrived and not _CAPITALS.search(anchor.text):
        return []
    box = anchor.bbox
    around = BBox(
        box.x0 - 20, box.top - _STAMP_HIGH, box.x0 + _STAMP_WIDE, box.bottom + _STAMP_HIGH
    )
    lines = [
        each
        for each in fragments
        if each is anchor
        or (
            _inside(each.bbox, around)
            and not _OWN_NUMBER.search(each.folded)
            and (_of_stamp(each) or each.height < 0.8 * anchor.height)
        )
    ]
    if len(lines) > 1:
        frame = surround([each.bbox for each in lines])
        lines = [f for f in fragments if any(f is x for x in lines) or _is_within(f, frame)]
    # One line alone is a stamp only where it says so in full: "CÔNG VĂN ĐẾN".
    return lines if len(lines) > 1 or len(anchor.tokens) >= 3 else []


def _of_stamp(each: Fragment) -> bool:
    return bool(_RECEIVED_MORE.match(each.folded) or _RECEIVED.match(each.folded))


def _is_within(each: Fragment, frame: BBox) -> bool:
    """Tell whether a line's middle is inside what the stamp's other lines span."""
    x, y = centre(each.bbox)
    inside = frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom
    return inside and not _OWN_NUMBER.search(each.folded)


def _inside(box: BBox, around: BBox) -> bool:
    return (
        around.x0 <= box.x0
        and box.x1 <= around.x1
        and around.top <= box.top
        and box.bottom <= around.bottom
    )


def take_page_numbers(
    fragments: list[Fragment], sheet: Sheet
) -> tuple[list[Passage], list[Fragment]]:
    """Part a lone number at the very top or bottom, and a few words on the edge, from the rest."""
    passages = []
    for each in dict.fromkeys([*fragments[:1], *fragments[-1:]]):
        height = each.level / sheet.height
        if _PAGE_NUMBER.match(each.folded) and not _MARGIN < height < 1 - _MARGIN:
            passages.append(Passage(Zone.PAGE_NUMBER, (each,)))
        elif len(each.tokens) <= _FEW and not _EDGE < height < 1 - _EDGE:
            passages.append(Passage(Zone.FURNITURE, (each,)))
    return passages, without(fragments, [line for each in passages for line in each.lines])
