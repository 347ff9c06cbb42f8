"""Dated happenings: "Sáng 13-5, Ban giám khảo họp chấm điểm", "Ngày 15/12, … làm Lễ tôn vinh".

Days of acts, deadlines and days of effect are no events. A day without its year comes out as a
claim without a date whose part ``date`` assembly completes from the day of publication or round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts.calendar import WrittenDate, dates
from extractors.facts.lexicon import UPPER, alternation, data
from extractors.facts.programme import is_foreign
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import ActClaim, EventClaim, Mention

# "tại TP. Tây Ninh", "ở tỉnh Bình Dương": where it was
_PLACE = re.compile(
    rf"\b(?:tổ\s+chức\s+|diễn\s+ra\s+)?(?:tại|ở)\s+(?P<place>(?:(?:tỉnh|thành\s+phố|TP\.?|T\.P|TX\.?|huyện|thị\s+xã|xã|phường)\s*)?[{UPPER}][\w’']*(?:\s+(?:-\s+)?[{UPPER}][\w’']*){{0,4}})"
)
_HALL = re.compile(
    r"^(?:Hội|Lễ|Sở|UBND|Trung\s+tâm|Quyết|Kế|Thông|Nghị|Công|Buổi|Cuộc|Điều|Khoản|Nhà)\b"
)
_SIGNING = re.compile(
    r"\b(?:ký|ban\s+hành|ra)\b[^.;]{0,40}\b(?:quyết\s+định|kế\s+hoạch|thông\s+báo|tờ\s+trình)"
)
_REACH = 400  # characters of a sentence's words that tell what happened on a day
_AHEAD = re.compile(r"\b(?:sẽ|dự\s+kiến)\b")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        # open at the right: "Hội nghị tổng kếtvàtrao giấy chứng nhận" is glued so in seeds/000
        (row["name"], re.compile(rf"(?<!\w)(?:{alternation(row['forms'])})"))
        for row in data("events.toml")["kinds"]
    )


@cache
def _refused() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(data('events.toml')['refused']['before'])})\s*$")


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield each dated happening that a sentence tells, in text order."""
    acts = [mention.span for _, mention in reading.found(ActClaim)]
    for sentence in reading.sentences:
        if is_foreign(reading.low, sentence.start, sentence.end):
            continue
        for written in dates(reading.low, sentence.start, sentence.end):
            if any(span.overlaps(written.span) for span in acts):
                continue
            mention = _event(reading, sentence, written)
            if mention is not None:
                yield mention


def _event(reading: Reading, whole: Span, written: WrittenDate) -> Mention | None:
    low = reading.low
    sentence = Span(
        max(whole.start, written.span.start - _REACH), min(whole.end, written.span.end + _REACH)
    )
    if _refused().search(low, max(sentence.start, written.span.start - 30), written.span.start):
        return None
    if "tháng" in low[max(0, written.span.start - 8) : written.span.start]:
        return None
    kind = _kind(low, sentence, written)
    if kind is None or _is_signing(low, sentence, written):
        return None
    place = _place(reading.text, sentence)
    where = reading.text[place.start : place.end] if place is not None else None
    claim = EventClaim(kind, written.value, where)
    parts = [("date", written.span), ("place", place)]
    kept = tuple((name, span) for name, span in parts if span is not None)
    early = written.span.start - sentence.start < 60
    confidence = (0.9 if early else 0.75) - 0.1 * bool(
        _AHEAD.search(low, sentence.start, sentence.end)
    )
    return Mention(claim, written.span, round(confidence, 3), EXTRACTOR.label, kept)


def _kind(low: str, sentence: Span, written: WrittenDate) -> str | None:
    """Return the kind whose word stands nearest after the day, or else anywhere in the sentence."""
    for start in (written.span.end, sentence.start):
        for name, pattern in _kinds():
            if pattern.search(low, start, sentence.end):
                return name
    return None


def _is_signing(low: str, sentence: Span, written: WrittenDate) -> bool:
    """Tell whether a day opens a sentence about signing an act: "Ngày 30-10, UBND ban hành"."""
    return bool(_SIGNING.search(low, written.span.end, min(sentence.end, written.span.end + 110)))


def _place(text: str, sentence: Span) -> Span | None:
    for match in _PLACE.finditer(text, sentence.start, sentence.end):
        if not _HALL.match(match["place"]):
            return Span(*match.span("place"))
    return None


EXTRACTOR = Extractor("events", 1, extract, after=("citations",))
