"""Numbered acts that a document names: number, date, issuer and role of each.

"Quyết định số 1918/QĐ-UBND ngày 07 tháng 10 năm 2020 của UBND tỉnh Cao Bằng về việc công nhận" is
an act that awards. One mention for each place; assembly merges them by number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.facts.act_roles import role_of
from extractors.facts.authorities import Authority, authorities, authority_at
from extractors.facts.calendar import WrittenDate, dates
from extractors.facts.legibility import legibility
from extractors.facts.lexicon import data
from extractors.facts.programme import is_foreign
from extractors.facts.symbols import Symbol, symbols
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import ActClaim, Mention, ProgrammeClaim, Role

# What may stand between a number and its date: ", ", "(ký ", "vào ", "của UBND tỉnh Cao Bằng "
_TO_DATE = re.compile(
    r"[\s,(]*(?:(?:được\s+)?(?:ký|ban\s+hành|dated|issued)\s*)?(?:on\s+)?"
    r"(?:(?:của|do)\s+[^,;.()\d]{3,70}?[\s,(]*(?:ký\s*|ban\s+hành\s*)?)?(?:vào\s+)?(?:ngày\s*)?\(?$"
)
# What stands between an act (with its date) and its issuer.
_TO_ISSUER = re.compile(r"[\s,()]*(?:của|do|by|of)\s+(?:the\s+)?")
# "UBND tỉnh Bình Thuận vừa ký ban hành Quyết định số": issuer and verb before
_SIGNED = re.compile(
    r"(?P<gap>[^.;:]{0,60}?)\b(?:ký|ra|có|ban\s+hành|phê\s+duyệt|công\s+bố|issued)\b[^.;:]{0,25}"
    r"\b(?:quyết\s+định|kế\s+hoạch|thông\s+báo|công\s+văn|tờ\s+trình|decision|plan)\s*(?:số|no\.?)?[\s:]*$"
)
# "Nghị định số 45/2012", "Thông tư 26/2014" without their symbols
# "Chủ tịch UBND tỉnh X vừa … công nhận 12 sản phẩm … tại Quyết định số": the sentence's subject
_BY_MEANS = re.compile(r"[^.;:]{0,240}\b(?:tại|theo|bằng)\s+quyết\s+định\s*(?:số)?[\s:]*$")
_SHORT = re.compile(
    r"\b(?P<word>nghị\s+định|thông\s+tư)\s*(?:số\s*:?\s*)?(?P<digits>\d{1,3})/(?P<year>(?:19|20)\d\d)(?!\s?/|\d)"
)
_PENNED = 0.35  # so little is trusted what reading found to be handwritten
_AFTER_SHORT = 90
_SAME_SENTENCE = 300
_RECENT = 92  # days a page may lag behind a day it names without its year


@dataclass(frozen=True, slots=True)
class _Act:
    symbol: Symbol
    date: date | None
    date_span: Span | None
    confidence: float

    @property
    def end(self) -> int:
        """Where the act's words end: after its date where that follows."""
        end = self.symbol.span.end
        return end if self.date_span is None else max(end, self.date_span.end)


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield a mention for every place that names an act."""
    text, low = reading.text, reading.low
    named = sorted([*symbols(text), *_short(low)], key=lambda symbol: symbol.span)
    found = [symbol for symbol in named if not _is_penned(reading, symbol)]
    ours = any(claim.in_programme for claim, _ in reading.found(ProgrammeClaim))
    acts = [_dated(low, symbol, _next_start(found, n, len(text))) for n, symbol in enumerate(found)]
    for number, act in enumerate(acts):
        sentence = _sentence(reading.sentences, act.symbol.span)
        before = acts[number - 1].end if number else 0
        after = acts[number + 1].symbol.span.start if number + 1 < len(acts) else len(text)
        act = act if act.date else _dated_before(reading, act, sentence, before)
        yield _mention(reading, act, sentence, (before, after), ours=ours)


def _is_penned(reading: Reading, symbol: Symbol) -> bool:
    """Tell whether a pen wrote a number on a scan: the head's own, or in an appendix's caption."""
    read = legibility(reading.document, symbol.span)
    return read is not None and read <= _PENNED


def _sight(reading: Reading, act: _Act) -> float:
    """Return how surely a scan's number and date were read; 1.0 off a text layer."""
    spans = [act.symbol.span, *([act.date_span] if act.date_span else [])]
    return min(legibility(reading.document, span) or 1.0 for span in spans)


def _mention(
    reading: Reading, act: _Act, sentence: Span, borders: tuple[int, int], *, ours: bool
) -> Mention:
    low, symbol = reading.low, act.symbol
    start, end = max(borders[0], sentence.start), min(borders[1], sentence.end)
    whole = low[sentence.start : sentence.end]
    role, sureness = role_of(symbol, low[start : symbol.span.start], low[act.end : end], whole)
    if role is Role.AWARD and ours and is_foreign(low, sentence.start, sentence.end):
        role, sureness = Role.OTHER, 0.7
    issuer = _issuer(reading, act, start, end)
    fields = [("number", symbol.span), ("date", act.date_span)]
    fields.append(("issuer", issuer.span if issuer else None))
    spans = [span for _, span in fields if span is not None]
    return Mention(
        ActClaim(
            number=symbol.number,
            date=act.date,
            issuer=issuer.name if issuer else _issuer_by_symbol(symbol),
            role=role,
        ),
        Span(min(span.start for span in spans), max(span.end for span in spans)),
        round(min(act.confidence * sureness, _sight(reading, act)), 3),
        EXTRACTOR.label,
        tuple((name, span) for name, span in fields if span is not None),
    )


def _sentence(sentences: Sequence[Span], span: Span) -> Span:
    """Return the sentence a number stands in; the number alone on its line takes the one before."""
    index = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    if index < 0:
        return span
    sentence = sentences[index]
    if span.start - sentence.start < 6 and index and span.start - sentences[index - 1].end < 3:
        sentence = Span(sentences[index - 1].start, sentence.end)
    return Span(sentence.start, max(sentence.end, span.end))


def _next_start(found: Sequence[Symbol], number: int, end: int) -> int:
    return found[number + 1].span.start if number + 1 < len(found) else end


def _dated(low: str, symbol: Symbol, limit: int) -> _Act:
    """Join a number with the date that follows it: "ngày29/7/2024", "(ngày 22-6-2021)"."""
    confidence = 0.99 if symbol.clean else 0.6
    start = symbol.span.end
    for written in dates(low, start, min(limit, start + 140)):
        if written.year is None and not written.label:
            continue
        between = low[start : written.span.start]
        if _TO_DATE.fullmatch(between) and written.value is not None:
            return _Act(symbol, written.value, written.span, confidence)
        break
    return _Act(symbol, None, None, confidence)


def _dated_before(reading: Reading, act: _Act, sentence: Span, border: int) -> _Act:
    """Take the day of "Ngày 20/9/2022, Cục … ban hành Quyết định số 76/QĐ-CTĐP"."""
    low, number = reading.low, act.symbol.span.start
    start = max(sentence.start, border, number - _SAME_SENTENCE)
    if _SIGNED.search(low, start, number) is None:
        return act
    written = list(dates(low, start, number))
    if len(written) != 1:
        return act
    if written[0].value is not None:
        return _Act(act.symbol, written[0].value, written[0].span, act.confidence * 0.9)
    day = _completed(written[0], reading.document.metadata.published)
    return act if day is None else _Act(act.symbol, day, written[0].span, act.confidence * 0.7)


def _completed(written: WrittenDate, published: date | None) -> date | None:
    """Return the last such day before the page was published; "Ngày 30-10" bears no year."""
    if published is None:
        return None
    years = (published.year, published.year - 1)
    days = [day for year in years if (day := written.within(year)) and day <= published]
    return days[0] if days and (published - days[0]).days <= _RECENT else None


def _issuer(reading: Reading, act: _Act, start: int, end: int) -> Authority | None:
    text, low = reading.text, reading.low
    for offset in (act.symbol.span.end, act.end):
        link = _TO_ISSUER.match(low, offset, end)
        found = authority_at(text, low, link.end()) if link else None
        if found is not None:
            return found
    before = [
        found
        for found in authorities(text, low, start, act.symbol.span.start)
        if _SIGNED.fullmatch(low, found.span.end, act.symbol.span.start)
    ]
    if not before and (subject := authority_at(text, low, start)) is not None:
        means = _BY_MEANS.fullmatch(low, subject.span.end, act.symbol.span.start)
        return subject if means else None
    return before[-1] if before else None


def _issuer_by_symbol(symbol: Symbol) -> str | None:
    names = {row["symbol"]: row.get("name") for row in data("acts.toml")["bodies"]}
    if symbol.type == "NĐ":
        return "Chính phủ"
    return next((names[body] for body in symbol.bodies if names.get(body)), None)


def _short(low: str) -> Iterator[Symbol]:
    """Complete "Nghị định 45/2012" and "Thông tư 26/2014 của Bộ Công Thương" to their symbols."""
    ministries = {
        row["name"].lower(): row["symbol"] for row in data("acts.toml")["bodies"] if "name" in row
    }
    for match in _SHORT.finditer(low):
        digits, year = match["digits"], match["year"]
        span = Span(match.start("digits"), match.end())
        if match["word"].startswith("nghị"):
            yield Symbol(f"{digits}/{year}/NĐ-CP", span, "NĐ", ("CP",), int(year), clean=False)
            continue
        following = low[match.end() : match.end() + _AFTER_SHORT]
        owner = next((code for name, code in ministries.items() if name in following), None)
        if owner is not None:
            number = f"{digits}/{year}/TT-{owner}"
            yield Symbol(number, span, "TT", (owner,), int(year), clean=False)


EXTRACTOR = Extractor("citations", 2, extract, after=("programme",))
