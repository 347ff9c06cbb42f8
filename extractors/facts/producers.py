"""Makers named in running text: "Công ty TNHH Sản xuất và Thương mại Hồng Ngọc", "HTX chè Hảo Đạt".

A closed list of names fails; a name is its head word, then any words up to a small word or strong
punctuation, and ends at its last capital (measured.md: R .94). Whether one was awarded is not asked
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts.lexicon import alternation, data
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention, ProducerClaim

_WORD = re.compile(r"[^\W_][\w’']*(?:\.(?=[A-ZĐ]))?|&|\S")
_GLOSS = re.compile(r"\s*\(\s*[A-ZĐ]{2,6}\s*\)")
_QUOTED = re.compile(r"\s*[“\"][^“”\"\n]{2,60}[”\"]")
_JOIN = re.compile(r"\s*[-–]\s*")
_BEFORE_PLURAL = re.compile(r"(?:\d|\b(?:các|những|nhiều|mỗi|mọi|một\s+số|hàng\s+trăm))\s*$")
_MOST_WORDS = 24
_SMALL_FIRST = (
    8  # small words between the head and the first capital: "HTX dịch vụ sản xuất miến dong Việt"
)
_SMALL_LATER = 7  # small words between two capitals: "Xuất nhập khẩu lương thực Việt Tín"
_PLURALS = (
    "cơ sở",
    "doanh nghiệp",
    "công ty",
    "hợp tác xã",
    "htx",
    "hộ",
    "làng nghề",
    "trang trại",
)

_PARTNERS = re.compile(r"cộng sự(?!\w)")  # "Công ty TNHH Suối Lừa & Cộng sự"


@cache
def _heads() -> re.Pattern[str]:
    forms = {*data("producers.toml")["heads"], "hộ"}
    return re.compile(rf"(?<![\w/-])(?<!lạp )(?:{alternation(forms)})(?!\w)")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(data("producers.toml")[name])


@cache
def _trades() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation(data('producers.toml')['trades'])})(?!\w)")


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(data('producers.toml')['stops'])})(?!\w)")


def producers(text: str, low: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the makers named between two offsets, in text order, none inside another."""
    end = len(text) if end is None else end
    at = start
    for head in _heads().finditer(low, start, end):
        if head.start() < at:
            continue
        stop = _name_end(text, low, head, end)
        if stop is not None:
            at = stop
            yield Span(head.start(), stop)


def _name_end(text: str, low: str, head: re.Match[str], end: int) -> int | None:
    """Return where the name after a head ends, None where no name follows."""
    word = " ".join(head.group().split())
    if word in _PLURALS and _BEFORE_PLURAL.search(low, max(0, head.start() - 12), head.start()):
        return None
    limit = min(end, _line_end(text, head.end()))
    at, last, named = head.end(), None, 0
    small, most = 0, 1 if word in _words("narrow") else _SMALL_FIRST
    for _ in range(_MOST_WORDS):
        if gloss := _GLOSS.match(text, at, limit):
            if named:
                break
            at = gloss.end()
        if quoted := _QUOTED.match(text, at, limit):
            return quoted.end() if not named else last
        step = _next_word(text, low, at, limit, named=named)
        if step is None:
            break
        start, at = step
        if _is_name(text[start:at]):
            last, small, named = at, 0, named + 1
            most = _SMALL_LATER
        elif text[start:at] == "và":
            small = 0  # "Khai thác và chế biến khoáng sản": a trade goes on
        else:
            small += 1
            if small > most:
                break
    if last is not None and (partners := _PARTNERS.match(low, last - len("cộng"), limit)):
        last = partners.end()
    if last is None or low[head.end() : last].strip(" -–") in _words("empty_names"):
        return None
    return last


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _is_name(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or any(sign.isupper() for sign in word)


def _next_word(text: str, low: str, at: int, limit: int, *, named: int) -> tuple[int, int] | None:
    """Return the next word of a name, stepping over what may join two: hyphens, "&", "và"."""
    match = _WORD.match(text, _skip_blank(text, at), limit)
    if match is None:
        return None
    sign = match.group()
    if sign[0].isalnum():
        if sign == "và":
            return match.span() if _trades().match(low, match.end()) else None
        if sign == "xã" and not low[: match.start()].rstrip().endswith("hợp tác"):
            return None
        if sign[0].islower() and _stops().match(low, match.start()):
            return None
        return match.span()
    if sign == "&":
        return match.span()
    if sign in "-–":
        return _over_hyphen(text, low, match, limit, named=named)
    if sign == "," and _trades().match(low, match.end()) and _only_trades(low, at):
        return _next_word(text, low, match.end(), limit, named=named)
    return None


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \u00a0\t":
        at += 1
    return at


def _over_hyphen(
    text: str, low: str, match: re.Match[str], limit: int, *, named: int
) -> tuple[int, int] | None:
    """Step over "TM- DV- SX" and "BR-VT"; between blanks a hyphen parts a name from what follows.

    Not before the name itself begins: "hộ kinh doanh mây tre - gỗ Cường Thịnh".
    """
    joined = _JOIN.match(text, match.start(), limit)
    assert joined is not None
    free = text[match.start() - 1 : match.start()].isspace() and joined.end() > match.end()
    following = _WORD.match(text, joined.end(), limit)
    if following is None or not following.group()[0].isalnum():
        return None
    trade = following.group().isupper() or _trades().match(low, joined.end())
    if free and named and not trade:
        return None
    return following.span()


def _only_trades(low: str, at: int) -> bool:
    """Tell whether the words right before an offset are a trade: "Sản xuất, Thương mại"."""
    tail = low[max(0, at - 16) : at]
    return any(tail.endswith(trade) for trade in _words("trades"))


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield every maker named, sentence by sentence."""
    for sentence in reading.sentences:
        for span in producers(reading.text, reading.low, sentence.start, sentence.end):
            name = " ".join(reading.text[span.start : span.end].split())
            yield Mention(ProducerClaim(name), span, 0.9, EXTRACTOR.label)


EXTRACTOR = Extractor("producers", 1, extract)
