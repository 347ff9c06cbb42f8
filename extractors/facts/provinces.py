"""Which province a document is about, mention by mention: "Bình Thuận: 30 sản phẩm", "UBND tỉnh".

A title's first word, or whoever "có 12 sản phẩm", is the subject; the place of an event, a brand
("Đũa buông Thái Nguyên"), a list of provinces are not. From 0.9 on a mention names the subject, as
the rounds above a province want it; the publisher's province is ``publishers``' weaker word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from extractors.facts.lexicon import UPPER
from extractors.facts.territories import unit_named
from pipeline.document import Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention, ProducerClaim, RoundClaim
from pipeline.places import Unit, districts, named_provinces, provinces
from pipeline.vietnamese import fold

_SUBJECT, _AUTHORITY, _PLAIN, _TOWN, _WEAK = 0.95, 0.85, 0.45, 0.35, 0.12
# "Bình Thuận: 30 sản phẩm", "Hậu Giang có 7", "Ninh Bình trao", at a headline's start
_OPENS = re.compile(
    r"\s*(?:[:–-]\s|(?:vừa\s+|đã\s+|sẽ\s+)?(?:có|công\s+nhận|trao|tôn\s+vinh|vinh\s+danh|chọn|trình|góp"
    r"|thêm|đạt|ban\s+hành|tổ\s+chức|bình\s+chọn|khai\s+mạc|chấm|xét|họp|tổng\s+kết|hỗ\s+trợ|triển"
    r"|phát\s+triển|ở|recogniz|đề\s+nghị|dự|được|sẵn\s+sàng|nâng|đẩy))"
)
# "có 12 sản phẩm", "đóng góp 5", "với 3 bộ sản phẩm"
_HAS = re.compile(
    r"\s*(?:,\s*)?(?:(?:hiện|cũng|đã|vinh\s+dự|chỉ)\s+)*(?:có|đóng\s+góp|góp|đạt|chiếm|với|được)(?:\s+\S+){0,3}?\s+\d"
)
# "của tỉnh", "tiêu biểu tỉnh", "Hội đồng bình chọn tỉnh", "cấp tỉnh": whose round it is
_OF_ROUND = re.compile(
    r"(?:tiêu\s+biểu|cnnttb|bình\s+chọn|giám\s+khảo|của|cấp|riêng|trong\s+đó,?|kỳ\s+bình\s+chọn|sản\s+phẩm)\s+(?:của\s+)?(?:cấp\s+)?(?:tỉnh|thành\s+phố|tp\.?)\s*$"
)
_OF_AUTHORITY = re.compile(
    r"(?:ubnd|ủy\s+ban\s+nhân\s+dân|công\s+thương|hội\s+đồng|khuyến\s+công(?:\s+và\s+[\w\s]{3,40})?|tỉnh\s+ủy|báo|đài)\s+(?:tỉnh\s+|thành\s+phố\s+|tp\.?\s*)?$"
)
_ABROAD = re.compile(
    r"(?:\btại|\bở|tổ\s+chức\s+tại|diễn\s+ra\s+(?:tại|ở)|đăng\s+cai|địa\s+điểm:?|cùng|phối\s+hợp\s+với)\s+(?:ubnd\s+|ủy\s+ban\s+nhân\s+dân\s+|sở\s+công\s+thương\s+)?(?:tỉnh|thành\s+phố|tp\.?|t\.p\.?)?\s*$"
)
_HOSTS = re.compile(
    r"[^.;]{0,40}\b(?:tổ\s+chức|đăng\s+cai|phối\s+hợp)\b[^.;]{0,30}\b(?:tại|khu\s+vực|hội\s+chợ)"
)
# "Hà Nội, ngày 23 tháng 9 năm 2025": where a paper was signed
_DATELINE = re.compile(r",\s*ngày\s")
_PROVINCE_WORD = re.compile(r"\btỉnh\s*$")
_TOWN_WORD = re.compile(r"\b(?:thành\s+phố|tp\.?|t\.p\.?)\s*$")
_DISTRICT = re.compile(
    r"\b(?P<kind>[Hh]uyện|[Tt]hị xã|[Tt]hành phố|TP\.?|TX\.?)\s?"
    rf"(?P<name>[{UPPER}][\w’']*(?:\s(?:-\s)?[{UPPER}][\w’']*){{0,3}})"
)
_KINDS = {
    "huyện": "huyện",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "thành phố": "thành phố",
    "tp": "thành phố",
}
_LOWER_WORD = re.compile(
    r"\b(?:huyện|thị\s+xã|tx\.?|t\.x\.?|quận|xã|phường|thị\s+trấn|thôn|đường|phố|làng|bản)\s*$"
)
_AND = re.compile(r"\s*(?:,|và|;)\s*(?:tỉnh\s+|các\s+tỉnh\s+|thành\s+phố\s+|tp\.?\s*)?$")


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield every province that the text names outside producers' names, weighed by its words."""
    titles = [block.span for block in reading.document.in_zones({Zone.TITLE})]
    if not titles and reading.sentences:
        titles = [reading.sentences[0]]
    names = [mention.span for _, mention in reading.found(ProducerClaim)]
    day = _day(reading)
    found = [
        (span, unit_named(reading.text[span.start : span.end], day) or unit)
        for span, unit in named_provinces(reading.text)
        if not any(name.start <= span.start < name.end for name in names)
    ]
    for number, (span, unit) in enumerate(found):
        listed = _listed(reading.low, found, number)
        weight = _weigh(reading.low, span, unit, titles, listed=listed)
        if weight is not None:
            claim = RoundClaim("province", unit.name)
            yield Mention(claim, span, weight, EXTRACTOR.label)
    yield from _districts(reading)


def _districts(reading: Reading) -> Iterator[Mention]:
    """Yield the province of a district that the country has once: "huyện Vĩnh Linh"."""
    for match in _DISTRICT.finditer(reading.text):
        kind = _KINDS.get(" ".join(match["kind"].lower().replace(".", "").split()))
        homes = _homes().get((kind or "", fold(match["name"])), frozenset())
        if len(homes) == 1:
            span = Span(match.start("name"), match.end("name"))
            before = reading.low[max(0, match.start() - 30) : match.start()]
            weight = _WEAK if _ABROAD.search(before + "tỉnh ") else _TOWN
            yield Mention(RoundClaim("province", next(iter(homes))), span, weight, EXTRACTOR.label)


@cache
def _homes() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for unit in provinces():
        for district in districts(unit.name):
            if unit.valid_to is None or unit.valid_to > date(2010, 1, 1):
                found.setdefault((district.kind, fold(district.name)), set()).add(unit.name)
    return {key: frozenset(names) for key, names in found.items()}


def _day(reading: Reading) -> date | None:
    """Return about when a page was written: its publication, else the last year it names."""
    if reading.document.metadata.published is not None:
        return reading.document.metadata.published
    years = [int(year) for year in re.findall(r"năm\s+(20[0-4]\d)", reading.low)]
    return date(max(years), 1, 1) if years else None


def _listed(low: str, found: list[tuple[Span, Unit]], number: int) -> bool:
    """Tell whether a name is one of a list: "các tỉnh Thanh Hóa, Ninh Thuận và Tây Ninh"."""
    for left, right in ((number - 1, number), (number, number + 1)):
        if left >= 0 and right < len(found) and found[left][1] != found[right][1]:
            between = low[found[left][0].end : found[right][0].start]
            if len(between) < 24 and _AND.fullmatch(between):
                return True
    return False


def _weigh(low: str, span: Span, unit: Unit, titles: list[Span], *, listed: bool) -> float | None:
    line = low.rfind("\n", 0, span.start) + 1
    before = low[max(line, span.start - 60) : span.start]
    after = low[span.end : span.end + 60].split("\n")[0]
    if _LOWER_WORD.search(before) or _DATELINE.match(after):
        return None
    if listed or _ABROAD.search(before):
        return _WEAK
    if any(title.start <= span.start < title.end for title in titles):
        opens = not before.strip() or _PROVINCE_WORD.fullmatch(before.strip())
        if (opens and _OPENS.match(after)) or _OF_ROUND.search(before):
            return _SUBJECT
        return _AUTHORITY
    if _OF_AUTHORITY.search(before):
        return _WEAK if _HOSTS.match(after) else _AUTHORITY
    town = _TOWN_WORD.search(before) and unit.kind == "tỉnh"
    if not town and (_HAS.match(after) or _OF_ROUND.search(before)):
        return _SUBJECT
    if town:
        return _TOWN
    return 0.7 if _PROVINCE_WORD.search(before) else _PLAIN


EXTRACTOR = Extractor("provinces", 1, extract, after=("producers",))
