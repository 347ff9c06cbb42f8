"""Lines in, the two-column head and foot out: left column first, then the right one.

The layout law puts the issuer and the number left of the motto and the date, and "Nơi nhận" left of
the signature; read across, the two run into each other.
"""

from __future__ import annotations

import re

from pipeline.document import BBox, Zone
from pipeline.reading.lines import Fragment, Passage, fragment, lines_of, without
from pipeline.reading.sheet import Sheet, centre
from pipeline.vietnamese import fold

_DEEPEST_HEAD = 0.5  # of the page's height: a motto further down opens no head
_HEAD_REACH = 110.0  # points under the motto that a head may go on
_SUBJECT_REACH = 70.0  # and under the date line, for a letter's "V/v …" on the left

# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", also as OCR half reads it
_MOTTO = re.compile(r"^(?:c?ong h[o0]a|hoa xa hoi|xa hoi chu|doc lap ?[-–—~. ] ?tu do)")
_ANYWHERE = re.compile(r"c?ong h[o0]a xa|xa hoi chu nghia|doc lap ?[-–—~. ] ?tu do")
# "ngày 07 tháng 10 năm 2020", "Số: 1918/QĐ-UBND": the last line of a head
_LAST = re.compile(r"\bngay\b.{0,12}\bthang\b|^s[o0] ?[:;.]|\d ?/ ?[a-z]{2}[a-z-]*$")
# "QUYẾT ĐỊNH", the name of a kind of paper
_KIND = re.compile(
    r"^(?:quyet dinh|thong bao|ke hoach|to trinh|bao cao|nghi quyet|thong tu|nghi dinh|cong dien"
    r"|chi thi|huong dan|phu luc|danh sach|danh muc|bien ban|giay moi|quy che|quy dinh|the le)\b"
)
# Like "Kính gửi: …", "Căn cứ …", "Điều 1.".
_BODY = re.compile(r"^(?:can cu|xet|theo de nghi|dieu \d|kinh gui|thuc hien)\b")
# Like "Nơi nhận:".
_RECIPIENTS = re.compile(r"^[^a-z]{0,2}noi nhan ?[:;.,]?")
# "PHỤ LỤC", "DANH SÁCH …": under a foot, where an appendix opens on the same page
_APPENDIX = re.compile(r"^(?:phu luc|danh sach|danh muc|bieu so|mau so)\b")


def take_head(fragments: list[Fragment], sheet: Sheet) -> tuple[list[Passage], list[Fragment]]:
    """Part the two-column head from what stands under it."""
    found = next((each for each in fragments if _is_motto(each, sheet)), None)
    if found is None:
        return [], fragments
    start = _motto_start(found)
    left_ends = [
        t.bbox.x1
        for f in fragments
        if abs(f.level - found.level) < 60
        for t in f.tokens
        if t.bbox.x1 <= start + 2
    ]
    split = (max(left_ends) + start) / 2 if left_ends else start - 4
    head: list[Fragment] = []
    last = found.bbox.bottom
    taken = []
    for each in fragments:
        pieces = _cut(each, split)
        if each.bbox.top > found.bbox.bottom and _leaves_head(each, pieces, split, last, sheet):
            if each.bbox.top > last + _SUBJECT_REACH or not _beside(each, split):
                break
            continue
        if each.bbox.top > found.bbox.bottom + _HEAD_REACH:
            break
        if any(_LAST.search(piece.folded) for piece in pieces):
            last = max(last, each.bbox.bottom)
        head.extend(pieces)
        taken.append(each)
    return _columns(head, split, Zone.HEAD), without(fragments, taken)


def _is_motto(each: Fragment, sheet: Sheet) -> bool:
    return (
        each.bbox.top < _DEEPEST_HEAD * sheet.height
        and each.bbox.x1 > 0.5 * sheet.width
        and bool(_ANYWHERE.search(each.folded))
    )


def _motto_start(each: Fragment) -> float:
    """Return where the motto begins in a line that may hold the issuer too."""
    for index, token in enumerate(each.tokens):
        rest = fold(" ".join(t.text for t in each.tokens[index : index + 6]))
        if _MOTTO.match(rest):
            return token.bbox.x0
    return each.bbox.x0


def _leaves_head(
    each: Fragment, pieces: list[Fragment], split: float, last: float, sheet: Sheet
) -> bool:
    """Tell whether a line under the motto no longer belongs to the head."""
    if _BODY.match(each.folded):
        return True
    if (
        _KIND.match(each.folded)
        and abs(centre(each.bbox)[0] - sheet.width / 2) < 0.13 * sheet.width
    ):
        return True
    whole = len(pieces) == 1 and each.bbox.x0 < split - 40 and each.bbox.x1 > split + 40
    return whole and not _LAST.search(each.folded)


def _beside(each: Fragment, split: float) -> bool:
    return each.bbox.x1 < split + 10


def _cut(each: Fragment, split: float) -> list[Fragment]:
    """Cut a line that runs over the split at its widest gap, if that is more than a space."""
    if each.bbox.x0 > split - 15 or each.bbox.x1 < split + 15 or len(each.tokens) < 2:
        return [each]
    gaps = [
        (right.bbox.x0 - left.bbox.x1, index)
        for index, (left, right) in enumerate(
            zip(each.tokens, each.tokens[1:], strict=False), start=1
        )
    ]
    widest, index = max(gaps)
    nearest = min(gaps, key=lambda g: abs(each.tokens[g[1]].bbox.x0 - split))
    if nearest[0] > 0.6 * widest:
        widest, index = nearest
    if widest < 0.35 * each.height:
        return [each]
    return [fragment(each.tokens[:index]), fragment(each.tokens[index:])]


def _columns(region: list[Fragment], split: float, zone: Zone) -> list[Passage]:
    """Return a region's left column, then its right one."""
    left = [f for f in region if centre(f.bbox)[0] < split]
    right = [f for f in region if centre(f.bbox)[0] >= split]
    return [
        Passage(
            zone, tuple(fragment(line) for line in lines_of(t for f in column for t in f.tokens))
        )
        for column in (left, right)
        if column
    ]


def take_foot(
    fragments: list[Fragment], sheet: Sheet, tables: list[BBox]
) -> tuple[list[Passage], list[Fragment]]:
    """Part the two-column foot that "Nơi nhận:" opens from the rest."""
    anchor = next((each for each in fragments if _RECIPIENTS.match(each.folded)), None)
    if anchor is None or anchor.bbox.x0 > 0.4 * sheet.width:
        return [], fragments
    ends = [box.top for box in tables if box.top > anchor.bbox.bottom]
    ends += [f.bbox.top for f in fragments if _opens_appendix(f, anchor, sheet)]
    end = min(ends, default=sheet.height + 1)
    middle = 0.4 * sheet.width
    reach = max(3 * anchor.height, 30.0)
    region = [
        each
        for each in fragments
        if each.bbox.top < end
        and (
            each.bbox.top >= anchor.bbox.top - 0.5 * anchor.height
            or (each.bbox.x0 > middle and each.level > anchor.bbox.top - reach)
        )
    ]
    taken = list(region)
    right = [each.bbox.x0 for each in region if each.bbox.x0 > middle and len(each.text) > 3]
    split = min(right) - 2 if right else _anchor_end(anchor, sheet)
    pieces = [piece for each in region for piece in _cut(each, split)]
    return _columns(pieces, split, Zone.FOOT), without(fragments, taken)


def _opens_appendix(each: Fragment, anchor: Fragment, sheet: Sheet) -> bool:
    return (
        each.bbox.top > anchor.bbox.bottom
        and bool(_APPENDIX.match(each.folded))
        and abs(centre(each.bbox)[0] - sheet.width / 2) < 0.1 * sheet.width
    )


def _anchor_end(anchor: Fragment, sheet: Sheet) -> float:
    """Return the split of a foot without a second column in sight: its first line may hold both."""
    return max(0.5 * sheet.width, anchor.bbox.x0 + 120)
