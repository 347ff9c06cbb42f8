"""Which round a document speaks of: level, region, year and edition, place by place.

Each mention is weighed by its own clause: "cấp tỉnh năm 2022" next to the programme's name is firm;
"gửi dự khu vực" names the round aimed at, "năm 2016, 2018" rounds gone by. Assembly weighs zones
and agreement. Years of acts, dates, plans and periods are never taken, nor made from a cycle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts.calendar import dates
from extractors.facts.lexicon import alternation, data
from extractors.facts.numerals import ROMAN, WORDS, number
from extractors.facts.programme import is_foreign, own_names
from extractors.facts.territories import LEVEL, REGION, level_of, region_name
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import ActClaim, Level, Mention, Role, RoundClaim

_FIRM, _NEAR, _LOOSE, _AIMED, _GONE = 0.95, 0.7, 0.4, 0.35, 0.2
_REACH = 400  # characters of a sentence's words that a mention is weighed by
_BESIDE = 90  # characters within which the programme's name makes a mention firm

_YEAR = re.compile(r"(?<![\d/.-])(?P<label>năm\s+|in\s+)?(?P<year>20[0-4]\d)(?![\d/]|[.,-]\d)")
# "tiêu biểu cấp quốc gia 2023", "khu vực phía Nam 2022": a year without its "năm"
_BARE_YEAR = re.compile(
    r"(?:tiêu\s+biểu|quốc\s+gia|phía\s+\w+|tây\s+nguyên|tỉnh|lần\s+thứ\s+\w+|cnnttb|[-–])\s*[-–,]?\s*$"
)
# "giai đoạn 2021-2025", "từ năm 2014 đến năm 2020", "so với năm 2020", "đến năm 2030"
_PERIOD = re.compile(
    r"(?:giai\s+đoạn|nhiệm\s+kỳ|\btừ|\bđến(?:\s+hết)?|\btới|so\s+với|định\s+hướng|tầm\s+nhìn|kế\s+hoạch"
    r"|tháng\s*\d{0,2}\s*,?|quý\s+\w+|trước|sau)\s*(?:năm\s+)?$|20\d\d\s*[-–]\s*$"
)
_PERIOD_AFTER = re.compile(r"\s*[-–]\s*20\d\d")
_EDITION = re.compile(
    rf"\blần\s+(?:thứ\s+)?(?P<number>{ROMAN}|\d{{1,2}}|{WORDS}|đầu(?:\s+tiên)?)(?![\w/])"
)
# "lần thứ 3 và thứ 4 (2016, 2018)", "các năm 2020, 2022": rounds gone by
_SEVERAL = re.compile(r"20\d\d\s*(?:,|và)\s*(?:năm\s+)?20\d\d")
_SELECTION = re.compile(
    r"bình\s+chọn|tiêu\s+biểu|cnnttb|trao\s+giấy|công\s+nhận|giải|đạt\s+cấp|\d\s+(?:bộ\s+)?sản\s+phẩm"
)
# "gửi dự khu vực", "tham gia bình chọn cấp quốc gia": the round aimed at
_AIM = re.compile(
    r"(?:\b(?:gửi|cử|đề\s+cử|dự|tham\s+gia|tham\s+dự|dự\s+thi|giới\s+thiệu|tiếp\s+tục|hướng\s+tới|chuẩn\s+bị)\b[^.;:]{0,70})$"
)
# "Từ 350 sản phẩm ... cấp khu vực", "hồ sơ sản phẩm tiêu biểu cấp khu vực": what was chosen from
_OUT_OF = re.compile(
    r"(?:\btừ\s+(?:hơn\s+|gần\s+)?\d+|hồ\s+sơ(?!\s+(?:dự|đăng|tham|bình|đề))|\bqua\s+(?:đợt|vòng|chấm|bình|kỳ|cuộc))\s+[^.;,]{0,70}$"
)
# "Bình chọn có 4 cấp: huyện, tỉnh, khu vực và quốc gia" has more levels than one round
_MANY_LEVELS = 3
# "UBND tỉnh ... công nhận": the body that recognises tells the level
_BODY = re.compile(
    r"(?P<huyen>(?:ủy\s+ban\s+nhân\s+dân|ubnd)\s+(?:huyện|thị\s+xã|tx|quận|xã|phường))"
    r"|(?P<tinh>(?:ủy\s+ban\s+nhân\s+dân|ubnd)\s+tỉnh|chủ\s+tịch\s+ubnd\s+tỉnh|của\s+tỉnh|toàn\s+tỉnh|tiêu\s+biểu\s+tỉnh|chọn\s+tỉnh|bình\s+chọn\s+cấp\s+tỉnh)"
    r"|(?P<department>sở\s+công\s+thương(?!\s+(?:các|và|địa)))"
    r"|(?P<quoc_gia>bộ\s+công\s+thương(?!\s+địa)|của\s+cả\s+nước|toàn\s+quốc)"
    r"|(?P<khu_vuc>cục\s+(?:công\s+thương|công\s+nghiệp)(?:\s+địa\s+phương)?)"
)
# "at the provincial level", "national-level", "district level": machine translations
_ENGLISH = re.compile(
    r"(?P<tinh>\b(?:provincial|city|municipal)[\s-]levels?)|(?P<quoc_gia>\bnational[\s-]levels?)"
    r"|(?P<khu_vuc>\bregional[\s-]levels?)|(?P<huyen>\b(?:district|commune)[\s-]levels?)"
)
_BODY_WEIGHTS = {"huyen": 0.4, "tinh": 0.4, "department": 0.36, "quoc_gia": 0.4, "khu_vuc": 0.2}
_RECOGNISES = re.compile(
    r"công\s+nhận|tôn\s+vinh|vinh\s+danh|trao\s+(?:giấy|cúp|giải)|chứng\s+nhận|bình\s+chọn"
)


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(data('steps.toml')['numbers']['past'])})(?!\w)")


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield what each sentence says of level, region, year and edition."""
    for sentence in reading.sentences:
        if is_foreign(reading.low, sentence.start, sentence.end):
            continue
        yield from _levels(reading, sentence)
        yield from _regions(reading.low, sentence)
        yield from _years(reading, sentence)
        yield from _editions(reading.low, sentence)
    yield from _levels_of_acts(reading)


def _claim(field: str, value: str, span: Span, confidence: float) -> Mention:
    return Mention(RoundClaim(field, value), span, round(confidence, 3), EXTRACTOR.label)


def _levels(reading: Reading, sentence: Span) -> Iterator[Mention]:
    low = reading.low
    named = list(LEVEL.finditer(low, sentence.start, sentence.end))
    levels = {level_of(match, reading.text) for match in named}
    if len(levels) >= _MANY_LEVELS:
        return
    for match in named:
        span = Span(match.start(), match.end())
        level = level_of(match, reading.text)
        yield _claim("level", level.value, span, _weight(low, sentence, span))
    for match in re.finditer(
        r"(?:tiêu\s+biểu|danh\s+hiệu)\s+(?P<name>quốc\s+gia)", low[sentence.start : sentence.end]
    ):
        start = sentence.start + match.start("name")
        span = Span(start, sentence.start + match.end())
        yield _claim("level", Level.QUOC_GIA.value, span, _weight(low, sentence, span))
    if not named and _RECOGNISES.search(low, sentence.start, sentence.end):
        yield from _bodies(low, sentence)
    for match in _ENGLISH.finditer(low, sentence.start, sentence.end):
        level = next(Level(name) for name, found in match.groupdict().items() if found)
        span = Span(match.start(), match.end())
        yield _claim("level", level.value, span, _weight(low, sentence, span))


def _bodies(low: str, sentence: Span) -> Iterator[Mention]:
    for match in _BODY.finditer(low, sentence.start, sentence.end):
        body = next(name for name, found in match.groupdict().items() if found)
        level = "tinh" if body == "department" else body
        span = Span(match.start(), match.end())
        weight = _BODY_WEIGHTS[body]
        yield _claim("level", level, span, min(weight, _weight(low, sentence, span)))


def _levels_of_acts(reading: Reading) -> Iterator[Mention]:
    """Yield the level that an awarding decision's symbol shows: QĐ-BCT is the nation's."""
    for act, mention in reading.found(ActClaim):
        if act.role is not Role.AWARD or "/QĐ-" not in act.number:
            continue
        issuer = (act.issuer or "").lower()
        local = any(unit in issuer for unit in (" huyện", " thị xã", " xã ", " phường"))
        level = (
            Level.QUOC_GIA if act.number.endswith("-BCT")
            else Level.KHU_VUC if act.number.endswith(("-CTĐP", "-CNĐP", "-ĐCK"))
            else Level.HUYEN if local
            else Level.TINH
        )  # fmt: skip
        sentence = next(
            (
                s
                for s in reading.sentences
                if s.contains(Span(mention.span.start, mention.span.start))
            ),
            mention.span,
        )
        past = _past().search(reading.low, sentence.start, sentence.end)
        yield _claim("level", level.value, mention.part("number"), _GONE if past else _NEAR)


def _regions(low: str, sentence: Span) -> Iterator[Mention]:
    """Yield the region, and the level it shows; a sentence that compares regions is of none."""
    found = list(REGION.finditer(low, sentence.start, sentence.end))
    several = len({region_name(match) for match in found}) > 1
    for match in found:
        span = Span(match.start(), match.end())
        weight = _GONE / 2 if several else _weight(low, sentence, span)
        if not match["unit"]:
            weight = min(weight, _LOOSE)
        yield _claim("region", region_name(match), span, weight)
        if match["unit"]:
            yield _claim("level", Level.KHU_VUC.value, span, weight)


def _years(reading: Reading, sentence: Span) -> Iterator[Mention]:
    low = reading.low
    taken = [written.span for written in dates(low, sentence.start, sentence.end) if written.year]
    taken += [mention.span for _, mention in reading.found(ActClaim)]
    found = [
        match
        for match in _YEAR.finditer(low, sentence.start, sentence.end)
        if not any(span.start < match.end() and match.start() < span.end for span in taken)
        and _is_year_of_round(low, sentence, match)
    ]
    several = len({match["year"] for match in found}) > 2
    for match in found:
        span = Span(match.start("year"), match.end("year"))
        weight = _weight(low, sentence, span)
        yield _claim("year", match["year"], span, min(weight, _GONE) if several else weight)


def _is_year_of_round(low: str, sentence: Span, match: re.Match[str]) -> bool:
    before = low[max(sentence.start, match.start() - 40) : match.start()]
    if _PERIOD.search(before) or _PERIOD_AFTER.match(low, match.end()):
        return False
    return match["label"] is not None or _BARE_YEAR.search(before) is not None


def _editions(low: str, sentence: Span) -> Iterator[Mention]:
    whole = low[sentence.start : sentence.end]
    if not _SELECTION.search(whole) and "kỳ" not in whole:
        return
    for match in _EDITION.finditer(low, sentence.start, sentence.end):
        written = match["number"]
        value = 1 if written.startswith("đầu") else number(written)
        before = low[max(sentence.start, match.start() - 40) : match.start()]
        if value is None or value > 30 or "đại hội" in before or "hội nghị" in before[-12:]:
            continue
        span = Span(match.start(), match.end())
        weight = _weight(low, sentence, span)
        yield _claim(
            "edition", str(value), span, weight * 0.6 if written.startswith("đầu") else weight
        )


def _weight(low: str, sentence: Span, span: Span) -> float:
    """Return how firmly a mention speaks of the document's own round."""
    sentence = Span(max(sentence.start, span.start - _REACH), min(sentence.end, span.end + _REACH))
    if _past().search(low, sentence.start, span.start):
        return _GONE
    if _SEVERAL.search(low, sentence.start, sentence.end):
        return _GONE
    if _OUT_OF.search(low, sentence.start, span.start):
        return _GONE
    if (aim := _AIM.search(low, sentence.start, span.start)) is not None:
        # "nhận hồ sơ dự thi cấp tỉnh" calls for the own round
        called = "hồ sơ" in low[max(sentence.start, aim.start() - 12) : aim.end()]
        return _NEAR if called else _AIMED
    near = Span(max(sentence.start, span.start - _BESIDE), min(sentence.end, span.end + _BESIDE))
    if own_names().search(low, near.start, near.end):
        return _FIRM
    if _SELECTION.search(low, sentence.start, sentence.end) or own_names().search(
        low, sentence.start, sentence.end
    ):
        return _NEAR
    return _LOOSE


EXTRACTOR = Extractor("rounds", 1, extract, after=("citations",))
