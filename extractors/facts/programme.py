"""The gate: does a page belong to the programme at all, and why or why not, in words.

Near namesakes (OCOP, làng nghề, hàng Việt Nam chất lượng cao), betting pages stuffed with our key
words and mirrors that scramble diacritics must yield no award. One claim a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.facts.lexicon import data, parts, words
from pipeline.document import Span, TextSource, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention, ProgrammeClaim
from pipeline.vietnamese import health

_LEAD_SENTENCES = 4  # the headline and the start of the story
_SHORT = 15  # sentences of a page that one mention can carry
_BRUSHED = 0.12  # share of sentences under which a mention outside the lead is only in passing
# Scrambled mirrors measure .75 and .80, the shared articles .93 and more (pipeline.vietnamese).
_SCRAMBLED = 0.87
_ENOUGH_WORDS = 12
_CLAUSE = re.compile(r"[,;:]\s")
_RECOGNISED = re.compile(
    r"công\s+nhận[^.]*\d+\s+(?:bộ\s+)?sản\s+phẩm|cấp\s+(?:tỉnh|khu\s+vực|quốc\s+gia)[^.]*\bsản\s+phẩm"
)
_MARKED = re.compile(r"[À-ỹĐđ]")


@dataclass(frozen=True, slots=True)
class _Verdict:
    belongs: bool
    reason: str
    span: Span
    confidence: float


@cache
def own_names() -> re.Pattern[str]:
    """Return the pattern of the programme's names: "CNNT tiêu biểu", "CNNTTB"."""
    return parts(data("programme.toml")["own"])


@cache
def rival_names() -> re.Pattern[str]:
    """Return the pattern of all near namesakes: "OCOP", "làng nghề"."""
    return words(form for rival in data("programme.toml")["rivals"] for form in rival["forms"])


@cache
def _rivals() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["reason"], words(row["forms"])) for row in data("programme.toml")["rivals"])


@cache
def _selection() -> re.Pattern[str]:
    return parts(data("programme.toml")["selection"])


@cache
def _spam() -> re.Pattern[str]:
    return words(data("programme.toml")["spam"]["forms"])


def is_foreign(low: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of a namesake only: "9 sản phẩm OCOP 4 sao".

    "công nhận 122 sản phẩm, phần lớn đã là OCOP" does not: its own clause recognises.
    """
    if own_names().search(low, start, end) or not rival_names().search(low, start, end):
        return False
    clauses = _CLAUSE.split(low[start:end])
    return not any(
        _RECOGNISED.search(clause) and not rival_names().search(clause) for clause in clauses
    )


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield the one verdict, at the place that decided it."""
    verdict = _spoilt(reading) or _judge(reading)
    yield Mention(
        ProgrammeClaim(verdict.belongs, verdict.reason),
        verdict.span,
        verdict.confidence,
        EXTRACTOR.label,
    )


def is_spoilt(reading: Reading) -> bool:
    """Tell whether a page only uses our words: betting, or a mirror with scrambled marks."""
    return _spoilt(reading) is not None


def _spoilt(reading: Reading) -> _Verdict | None:
    """Refuse pages that only use our words: betting pages and scrambled mirrors."""
    spam = list(_spam().finditer(reading.low))
    if len({match.group() for match in spam}) >= 2:
        words_found = ", ".join(sorted({match.group() for match in spam})[:3])
        reason = f"trang cờ bạc, quảng cáo rác ({words_found})"
        return _Verdict(False, reason, _span(spam[0]), 0.98)
    if reading.document.text_source in (TextSource.OCR, TextSource.MIXED):
        return None
    if _is_scrambled(reading.text) or _is_scrambled(reading.document.text):
        reason = "dấu tiếng Việt bị xáo trộn (trang sao chép máy), không dùng làm nguồn"
        return _Verdict(False, reason, Span(0, 0), 0.9)
    return None


def _is_scrambled(text: str) -> bool:
    """Tell whether a text bears marks, but where no Vietnamese syllable has them."""
    if len(text.split()) < _ENOUGH_WORDS or health(text) >= _SCRAMBLED:
        return False
    letters = sum(sign.isalpha() for sign in text)
    return len(_MARKED.findall(text)) > 0.1 * letters


def _judge(reading: Reading) -> _Verdict:
    low, sentences = reading.low, reading.sentences
    hits = list(own_names().finditer(low))
    title = _title(reading)
    rival = _leading_rival(low, title)
    if not hits:
        return _outside(low, rival)
    titled = [hit for hit in hits if _heads(reading.text, hit, title)]
    if titled:
        return _Verdict(True, "tiêu đề nói về sản phẩm CNNT tiêu biểu", _span(titled[0]), 0.98)
    holding = [s for s in sentences if any(s.start <= hit.start() < s.end for hit in hits)]
    telling = [s for s in holding if _tells_of_selection(low, s)]
    if rival is not None and len(telling) < 3:
        reason = f"bài nói về {rival[0]}; chỉ nhắc qua sản phẩm CNNT tiêu biểu"
        return _Verdict(False, reason, rival[1], 0.85)
    lead = sentences[:_LEAD_SENTENCES]
    in_lead = [s for s in telling if s in lead]
    dense = len(telling) >= max(2, _BRUSHED * len(sentences))
    if in_lead or dense or (telling and len(sentences) <= _SHORT):
        chosen = (in_lead or telling)[0]
        return _Verdict(
            True, "bài nói về bình chọn, công nhận sản phẩm CNNT tiêu biểu", chosen, 0.9
        )
    reason = "chỉ nhắc qua sản phẩm CNNT tiêu biểu, không nói về một kỳ bình chọn"
    return _Verdict(False, reason, holding[0] if holding else _span(hits[0]), 0.75)


def _heads(text: str, hit: re.Match[str], title: Span | None) -> bool:
    """Tell whether a mention stands in the headline, or in capitals as a paper's heading does."""
    in_title = title is not None and title.start <= hit.start() < title.end
    return in_title or (len(hit.group()) > 10 and text[hit.start() : hit.end()].isupper())


def _tells_of_selection(low: str, sentence: Span) -> bool:
    """Tell whether a sentence, or the line before it, speaks of selecting, not of promoting."""
    return bool(_selection().search(low, max(0, sentence.start - 60), sentence.end))


def _outside(low: str, rival: tuple[str, Span] | None) -> _Verdict:
    if rival is not None:
        return _Verdict(False, f"nói về {rival[0]}", rival[1], 0.97)
    for reason, pattern in _rivals():
        found = pattern.search(low)
        if found is not None:
            return _Verdict(False, f"nói về {reason}", _span(found), 0.95)
    return _Verdict(
        False, "không nhắc tới sản phẩm công nghiệp nông thôn tiêu biểu", Span(0, 0), 0.95
    )


def _title(reading: Reading) -> Span | None:
    """Return the headline's span: the TITLE zone, or the first sentence of a page without one."""
    titles = list(reading.document.in_zones({Zone.TITLE}))
    if titles:
        return Span(titles[0].span.start, titles[-1].span.end)
    return reading.sentences[0] if reading.sentences else None


def _leading_rival(low: str, title: Span | None) -> tuple[str, Span] | None:
    if title is None:
        return None
    for reason, pattern in _rivals():
        found = pattern.search(low, title.start, title.end)
        if found is not None:
            return reason, _span(found)
    return None


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


EXTRACTOR = Extractor("programme", 1, extract)
