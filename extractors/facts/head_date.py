"""A paper's own date: "Cao Bằng, ngày 07 tháng 10 năm 2020" of its head, and where that was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from extractors.facts.head_number import Quality
from pipeline.document import Span
from pipeline.vietnamese import fold


@dataclass(frozen=True, slots=True)
class DateReading:
    """One date as read; ``value`` is None unless day, month and year are all there."""

    value: date | None
    span: Span
    quality: Quality


# "ngày 07 tháng 10 năm 2020", "ngày07tháng10năm2020", "ngày … tháng … năm 2020"
_WORDS = re.compile(
    r"ngay\s{0,3}(?P<day>[^\n,;|/]{0,9}?)\s{0,3}than[gq]\s{0,3}(?P<month>[^\n,;|/]{0,9}?)"
    r"\s{0,3}nam(?:\s{0,3}(?P<year>[\d.…_oOilsSbBzZ|]{1,6}))?"
)
# "ngày 07/10/2020", "ngày 7-10-2020", "28/06/2013"
_FIGURES = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>(?:19|20)\d\d)(?!\d)"
)
# "Hà Nội, ngày" before "23/9/2025", "1918/QĐ-UBND ngày" before "07/10/2020"
_BEFORE_FIGURES = re.compile(r"(?:,|-[a-z]+)\s?ngay\s?$")
# "Ngày ban hành | 28/06/2013"
_PORTAL = re.compile(r"ngay (?:ban hanh|ky|van ban)[\s|:]{1,6}(?:ngay )?")
_MISREAD = str.maketrans(
    {"o": "0", "i": "1", "l": "1", "|": "1", "!": "1", "s": "5", "b": "8", "z": "2"}
)
_FILLING = " .…_·-–—:,'\"`"
# second words of units that stand before a name in small letters: "Thành phố Hồ Chí Minh"
_KIND_WORDS = frozenset({"phố", "xã", "trấn", "huyện", "quận", "phường", "tỉnh", "thành", "thị"})
_TOKEN = re.compile(r"[^\s,;:|]+")
_BACK = 20  # letters before a date in figures that say what it is


def find_dates(text: str, start: int, end: int) -> Iterator[DateReading]:
    """Yield the dates between two offsets that "ngày" opens, in text order.

    One in figures also needs a comma before "ngày", or a number: a stamp's "Ngày 12/10" has none.
    """
    base = max(0, start - _BACK)
    folded = fold(text[base:end])
    found = [_from_words(folded, match) for match in _WORDS.finditer(folded, start - base)]
    for match in _FIGURES.finditer(folded, start - base):
        if _BEFORE_FIGURES.search(folded, max(0, match.start() - _BACK), match.start()):
            reading = _from_figures(match)
            opened = folded.rindex("ngay", 0, match.start())
            found.append(replace(reading, span=Span(opened, match.end())))
    for reading in sorted(found, key=lambda reading: reading.span.start):
        span = Span(reading.span.start + base, reading.span.end + base)
        yield replace(reading, span=span)


def find_all_dates(text: str, start: int, end: int) -> Iterator[date]:
    """Yield every whole date between two offsets, however written."""
    folded = fold(text[start:end])
    for match in _WORDS.finditer(folded):
        reading = _from_words(folded, match)
        if reading.value and reading.quality is Quality.CLEAN:
            yield reading.value
    for match in _FIGURES.finditer(folded):
        if value := _from_figures(match).value:
            yield value


def find_portal_date(text: str) -> DateReading | None:
    """Return the date of a portal's own table: "Ngày ban hành | 28/06/2013"."""
    folded = fold(text)
    for label in _PORTAL.finditer(folded):
        if figures := _FIGURES.match(folded, label.end()):
            return _from_figures(figures)
        if words := _WORDS.match(folded, label.end()):
            return _from_words(folded, words)
    return None


def find_place(text: str, reading: DateReading, after: int) -> Span | None:
    """Return the place that stands before a head's date on its line, not before ``after``."""
    start = max(after, max(text.rfind(sign, 0, reading.span.start) for sign in "\n|\t") + 1)
    start = max(start, reading.span.start - 50)
    tokens = list(_TOKEN.finditer(text, start, reading.span.start))
    first = len(tokens)
    while first and _continues_place(tokens[first - 1].group(), len(tokens) - first):
        first -= 1
    while first < len(tokens) and tokens[first].group() in "-–—.":
        first += 1
    if first == len(tokens):
        return None
    return Span(tokens[first].start(), tokens[-1].end())


def _continues_place(word: str, taken: int) -> bool:
    """Tell whether a word can stand in a place's name: "TP.", "Bà", "-", "phố"; seven at most."""
    if taken > 6:
        return False
    if word in "-–" or word in _KIND_WORDS:
        return True
    return word[0].isupper() and all(letter.isalnum() or letter in ".-–" for letter in word)


def _from_words(folded: str, match: re.Match[str]) -> DateReading:
    parts = [match.group(name) or "" for name in ("day", "month", "year")]
    bare = [part.strip(_FILLING) for part in parts]
    span = Span(match.start(), match.end())
    if not all(bare):
        return DateReading(None, span, Quality.BLANK)
    clean = all(part.isascii() and part.isdigit() for part in bare)
    digits = [re.sub(r"\s", "", part).translate(_MISREAD) for part in bare]
    value = _date(*digits)
    if value is None:
        return DateReading(None, span, Quality.UNREADABLE)
    return DateReading(value, span, Quality.CLEAN if clean else Quality.REPAIRED)


def _from_figures(match: re.Match[str]) -> DateReading:
    value = _date(*match.group("day", "month", "year"))
    span = Span(match.start(), match.end())
    return DateReading(value, span, Quality.CLEAN if value else Quality.UNREADABLE)


def _date(day: str, month: str, year: str) -> date | None:
    if not (day.isdigit() and month.isdigit() and len(year) == 4 and year.isdigit()):
        return None
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1945 <= found.year <= 2100 else None
