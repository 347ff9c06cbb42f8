"""Whose a count or a list is, from the words round it: "phía Nam 189", "Riêng tỉnh Hậu Giang có 7".

Regions are the programme's three, not geography's; names of units are as written, a province in its
one spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.facts.lexicon import UPPER
from pipeline.document import Span
from pipeline.facts import Level
from pipeline.places import Unit, named_provinces, province, provinces
from pipeline.vietnamese import fold

NORTH, CENTRE, SOUTH = "phía Bắc", "miền Trung - Tây Nguyên", "phía Nam"
# "khu vực phía Nam", "miền Trung - Tây Nguyên", "vùng miền Bắc"
REGION = re.compile(
    r"(?P<unit>(?:khu\s+vực|vùng)\s+)?(?:các\s+tỉnh\s+)?"
    r"(?:(?P<north>(?:phía|miền)\s+bắc)|(?P<south>(?:phía|miền)\s+nam)"
    r"|(?P<centre>(?:duyên\s+hải\s+)?miền\s+trung(?:\s*(?:[-–,]|và)?\s*tây\s+nguyên)?))(?!\w)"
)
_CAPITAL = rf"[{UPPER}][\w’']*"
# words that begin a sentence before a name, or a unit's own short form
_FIRST = (
    r"(?!(?:Riêng|Trong|Năm|Có|Theo|TP|TX|Tp|Tx|T|Kỳ|Đây|Trước|Sau|Còn|Nhiều|Tại|Kết|Đến|Huyện|Tỉnh|Xã"
    rf"|Thành)\b){_CAPITAL}"
)
UNIT_WORDS = (
    r"tỉnh|thành\s+phố|tp\.?|t\.p\.?|huyện|thị\s+xã|tx\.?|t\.x\.?|quận|xã|phường|thị\s+trấn"
)
# Who a number belongs to, right before it: "Riêng tỉnh Tiền Giang có", "Thái Nguyên đóng góp"
_SUBJECT = re.compile(
    rf"(?:(?P<unit>(?i:{UNIT_WORDS}))\s*)?(?P<name>{_FIRST}(?:\s+(?:-\s+)?{_CAPITAL}){{0,4}})"
    r"\s*(?:,|:|(?:(?:cũng|hiện|đã|vinh\s+dự|tự\s+hào|chỉ|là\s+địa\s+phương|địa\s+phương|đang)\s+)*"
    r"(?:có|đóng\s+góp|góp|góp\s+mặt|đạt|chiếm|được|với|recognizes|has)(?:\s+(?:tới|thêm|tổng\s+cộng|tất\s+cả|được|đến|công\s+nhận))*)\s*$"
)
# "của tỉnh Quảng Ninh", "của huyện": after a count
_OWNER = re.compile(
    rf"^[^.;:,]{{0,40}}?\bcủa\s+(?P<unit>(?i:{UNIT_WORDS}))?\s*(?P<name>{_FIRST}(?:\s+(?:-\s+)?{_CAPITAL}){{0,4}})"
)
_WHOLE_COUNTRY = re.compile(r"\b(?:cả\s+nước|toàn\s+quốc|trên\s+cả\s+nước)\b")
# "cấp tỉnh", "cấp quốc gia"
LEVEL = re.compile(
    r"cấp\s+(?P<name>huyện|xã|phường|cơ\s+sở|tỉnh|thành\s+phố|khu\s+vực|vùng|miền|quốc\s+gia|toàn\s+quốc|trung\s+ương)(?!\w)"
)
LEVELS = {
    "huyện": Level.HUYEN, "xã": Level.HUYEN, "phường": Level.HUYEN, "cơ sở": Level.HUYEN,
    "tỉnh": Level.TINH, "khu vực": Level.KHU_VUC, "vùng": Level.KHU_VUC, "miền": Level.KHU_VUC,
    "quốc gia": Level.QUOC_GIA, "toàn quốc": Level.QUOC_GIA, "trung ương": Level.QUOC_GIA,
}  # fmt: skip
_LOWER_UNITS = ("huyện", "thị xã", "tx", "t.x", "quận", "xã", "phường", "thị trấn")


@dataclass(frozen=True, slots=True)
class Territory:
    """Whose a count is; ``level`` where the words alone tell it."""

    name: str | None
    level: Level | None
    span: Span


def level_of(match: re.Match[str], text: str) -> Level:
    """Return the level that ``LEVEL`` matched; a city's is the province's where it stands alone.

    "cấp thành phố" is Hà Nội's own level, but a district's in TP. Bà Rịa: the text near decides.
    """
    name = " ".join(match["name"].split())
    if name != "thành phố":
        return LEVELS[name]
    near = text[max(0, match.start() - 300) : match.end() + 100]
    central = any(unit.kind == "thành phố" for _, unit in named_provinces(near))
    return Level.TINH if central else Level.HUYEN


def region_name(match: re.Match[str]) -> str:
    """Return the programme's name of a region that ``REGION`` matched."""
    return NORTH if match["north"] else SOUTH if match["south"] else CENTRE


def unit_named(written: str, day: date | None = None) -> Unit | None:
    """Return the province of a name as it stood: "Thừa Thiên Huế" is not yet Huế."""
    exact = [each for each in provinces() if fold(each.name) == fold(written)]
    if len(exact) == 1 and (day is None or exact[0].valid_on(day)):
        return exact[0]
    return province(written, day)


def subject_of(text: str, low: str, start: int, at: int) -> Territory | None:
    """Return the territory that a count at ``at`` is said to belong to, from the words before."""
    whole = list(_WHOLE_COUNTRY.finditer(low, start, at))
    named = _SUBJECT.search(text, start, at)
    region = next(reversed(list(REGION.finditer(low, start, at))), None)
    if named is not None and (unit := _named(named)) is not None:
        return unit
    if region is not None and at - region.end() < 14:
        return Territory(region_name(region), Level.KHU_VUC, Span(region.start(), region.end()))
    if whole and at - whole[-1].end() < 30:
        return Territory(None, Level.QUOC_GIA, Span(whole[-1].start(), whole[-1].end()))
    return None


def owner_of(text: str, low: str, at: int, end: int) -> Territory | None:
    """Return the territory that follows a count: "3 sản phẩm của tỉnh Quảng Ninh"."""
    owner = _OWNER.match(text[at:end])
    if owner is not None and (unit := _named(owner, at)) is not None:
        return unit
    whole = _WHOLE_COUNTRY.search(low, at, min(end, at + 60))
    if whole is not None and not re.search(r"[,;.]", low[at : whole.start()].replace("/", "")):
        return Territory(None, Level.QUOC_GIA, Span(whole.start(), whole.end()))
    return None


def _named(match: re.Match[str], offset: int = 0) -> Territory | None:
    """Judge a run of capitals before "có": a province, or a unit by its word; else nobody."""
    name, unit = match["name"], " ".join((match["unit"] or "").lower().split())
    span = Span(offset + match.start("name"), offset + match.end("name"))
    found = unit_named(name)
    if found is None and not unit:
        # "Riêng Hà Nam": the run may begin with the sentence's own first word
        words = name.split()
        found = unit_named(" ".join(words[1:])) if len(words) > 2 else None
    if found is not None and unit not in _LOWER_UNITS:
        return Territory(found.name, None, span)
    if unit.rstrip(".") in _LOWER_UNITS or unit.startswith(("tp", "t.p", "thành")):
        return Territory(name, Level.HUYEN, span)
    return None
