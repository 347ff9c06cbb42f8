"""A paper's own number: "Số: 1918/QĐ-UBND" of its head, as read, repaired, blank or unreadable.

The search runs from the symbol ("/QĐ-UBND") backwards, because the symbol is printed and the digits
are what a pen fills in and what a scan loses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from extractors.facts.lexicon import data
from extractors.facts.symbols import latin
from pipeline.document import Span
from pipeline.vietnamese import fold


class Quality(StrEnum):
    """How a group of digits stands on the page."""

    CLEAN = "clean"
    REPAIRED = "repaired"  # "I918", "19 18": digits after mending, never sure
    BLANK = "blank"  # a gap or dots: a draft, or a pen that left no trace
    UNREADABLE = "unreadable"  # something stands there, but no digits


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One number as read; ``value`` is normalised, and empty unless there are digits."""

    value: str
    symbol: str  # "QĐ-UBND"
    span: Span
    digits: Span  # where the digits are or should be
    quality: Quality
    has_known_body: bool = True  # "UBND" is a body we know; "Đ" of "QĐ-Đ-UBND" is none


# "/QĐ-UBND", "/2013/QĐ-UBND", "/ QĐ -UBND - HC", "/QĐUBND"; {type} is filled in
_SYMBOL = (
    r"/\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?(?P<type>{type})"
    r"(?P<body>(?:\s?[-.]\s{{0,2}}(?=[a-z])|(?=[a-z]))[a-z][a-z0-9]{{0,16}}"
    r"(?:(?:[^\S\n]?-[^\S\n]?|\.)[a-z][a-z0-9&]{{0,16}}){{0,3}})(?![a-z0-9])"
)
# "Số: 1918 QĐ-UBND", "Số: 19181QĐ-UBND", "Số:152;QĐ-UBND": the slash lost or misread
_SLASHLESS = (
    r"(?:^|[\s|])so\s?[:.;,]\s?(?P<digits>\d{{1,5}})\s?[li|;:,.]?\s?"
    r"(?P<type>{type})-(?P<body>[a-z-]{{2,20}})"
)
_ANY_TYPE = r"[a-z]{1,5}"
# "QĐ" as scans and old keyboards have it
_DECISION_TYPE = r"[qo0g]\s?d"
# "Số:", "SỐ", "S6:", also after rules read as dashes: "——Số:"
_LABEL = re.compile(r"(?:^|[\s|—–-])s[o06ó]\s?[:.;,%]*\s?(?=[^a-z]|[iloszbgq]?[\d/]|$)")
# "Số hiệu | 24/2013/QĐ-UBND": a portal's own table of data
_PORTAL = re.compile(r"hieu(?: van ban)?[\s|:]*$")
_FILLING = " .…_·-–—:;,\"'"
_MISREAD = str.maketrans("OoQDIliL|!SsBZzgGb", "000011111155822966")
_DIGITS = re.compile(r"\d{1,5}[a-c]?")
_BACK = 60  # letters before the first symbol that may hold its digits
# "UBND" of "UBNDngày"
_GLUED = re.compile(r"[A-ZĐ]{2,}(?=[^\W\d_A-ZĐ]{3})")


def find_numbers(
    text: str, start: int, end: int, symbols: Sequence[str]
) -> Iterator[NumberReading]:
    """Yield the numbers with one of the type symbols between two offsets, in text order.

    ``symbols`` are those of the paper's kind ("QĐ"); without any, every type is taken.
    """
    base = max(0, start - _BACK)
    plain = latin(text[base:end])
    folded = fold(plain)
    found = [
        _reading(plain, folded, match, symbols)
        for match in _pattern(_SYMBOL, symbols).finditer(folded, start - base)
    ] or [
        _slashless(plain, match, symbols)
        for match in _pattern(_SLASHLESS, symbols).finditer(folded, start - base)
    ]
    for number in found:
        yield replace(number, span=_moved(number.span, base), digits=_moved(number.digits, base))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def is_portal_label(text: str, offset: int) -> bool:
    """Tell whether "Số hiệu |" stands before an offset: a portal's witness, not the head's."""
    return bool(_PORTAL.search(fold(text[max(0, offset - 40) : offset])))


def _pattern(template: str, symbols: Sequence[str]) -> re.Pattern[str]:
    if not symbols:
        return re.compile(template.format(type=_ANY_TYPE))
    types = [_DECISION_TYPE if symbol == "QĐ" else re.escape(fold(symbol)) for symbol in symbols]
    return re.compile(template.format(type="|".join(types)))


@cache
def _bodies() -> dict[str, str]:
    """Map the spellings of bodies' symbols, in capitals, to their normal form."""
    rows = data("acts.toml")["bodies"]
    return {
        form.upper(): row["symbol"]
        for row in rows
        for form in (row["symbol"], *row.get("also", ()))
    }


def _symbol(text: str, match: re.Match[str], symbols: Sequence[str]) -> tuple[str, int]:
    """Return the symbol in its normal form, "QĐ-UBND" for "QĐ -UBND" and "qđ-ubnd"; and its end.

    A word glued on ("QĐ-UBNDngày") is left out: small letters after capitals.
    """
    written = "".join(text[slice(*match.span("type"))].split())
    kind = next((s for s in symbols if fold(s) == fold(written)), None)
    if kind is None:
        kind = symbols[0] if symbols else written
    start, end = match.span("body")
    if glued := _GLUED.search(text, start, end):
        end = glued.end()
    parts = re.split(r"[-.]", "".join(text[start:end].split()))
    upper = (part.upper() if part.islower() else part for part in parts if part)
    return "-".join((kind, *(_bodies().get(part.upper(), part) for part in upper))), end


def _slashless(text: str, match: re.Match[str], symbols: Sequence[str]) -> NumberReading:
    symbol, end = _symbol(text, match, symbols)
    digits = Span(*match.span("digits"))
    value = f"{text[digits.start : digits.end]}/{symbol}"
    return NumberReading(value, symbol, Span(digits.start, end), digits, Quality.REPAIRED)


def _reading(text: str, folded: str, match: re.Match[str], symbols: Sequence[str]) -> NumberReading:
    """Read the digits before a symbol on its line."""
    symbol, end = _symbol(text, match, symbols)
    line = max(text.rfind(sign, 0, match.start()) for sign in "\n|\t") + 1
    line = max(line, match.start() - 40)
    labels = list(_LABEL.finditer(folded, line, match.start() + 1))
    if labels and labels[-1].end() <= match.start():
        start = labels[-1].end()
    else:
        start = _last_token(text, line, match.start())
    digits = _trimmed(text, start, match.start())
    quality, read = _digits(text[digits.start : digits.end])
    year = match.group("year")
    value = f"{read}/{year}/{symbol}" if year else f"{read}/{symbol}"
    span = Span(digits.start, end)
    known = symbol.split("-")[1].upper() in {body.upper() for body in _bodies().values()}
    return NumberReading(value if read else "", symbol, span, digits, quality, known)


def _last_token(text: str, start: int, end: int) -> int:
    bare = text[start:end].rstrip()
    return start + max(bare.rfind(" "), bare.rfind("—"), bare.rfind("|"), bare.rfind(":")) + 1


def _trimmed(text: str, start: int, end: int) -> Span:
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip(_FILLING))
    stripped = raw.strip(_FILLING)
    return Span(start + left, start + left + len(stripped)) if stripped else Span(start, end)


def _digits(raw: str) -> tuple[Quality, str]:
    bare = raw.strip(_FILLING)
    if not bare:
        return Quality.BLANK, ""
    if _DIGITS.fullmatch(bare):
        return Quality.CLEAN, bare
    mended = re.sub(r"[\s.,…_-]", "", bare).translate(_MISREAD)
    if re.fullmatch(r"\d{1,5}", mended):
        return Quality.REPAIRED, mended
    return Quality.UNREADABLE, ""
