"""Dates in running text: whole, without their year, as a range, glued ("ngày17/6/2009").

Input is lowered text; a date whose year is missing keeps ``year`` None and is completed from
context by assembly, never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.document import Span


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as written; ``label`` says that "ngày" or a part of the day stands before it."""

    span: Span
    day: int
    month: int
    year: int | None
    label: bool = True

    @property
    def value(self) -> date | None:
        """The whole date, or None where the year is missing or no such day exists."""
        return None if self.year is None else self.within(self.year)

    def within(self, year: int) -> date | None:
        """Return the day in a year, None where it does not exist (29/2)."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


_LABEL = (
    r"(?P<label>(?:vào\s{1,3})?(?:sáng|trưa|chiều|tối|đêm)?\s{0,3}(?:sớm\s{1,3})?"
    r"(?:thứ\s\w+\s{0,3},?\s{0,3})?(?:hôm\s{1,3})?(?:ngày\s{0,3})?\(?)"
)
# "ngày 07 tháng 10 năm 2020", "28 tháng12 năm 2012", "ngày 22 tháng 10"
_SPELT = (
    rf"{_LABEL}(?<!\d)(?P<day>\d{{1,2}})\s*tháng\s*(?P<month>\d{{1,2}})(?!\d)"
    r"(?:\s*,?\s*(?:năm\s*)?(?P<year>(?:19|20)\d\d)(?!\d))?"
)
# "07/10/2020", "13-3-2020", "28/6/ 2018", "17.8.2022"
_FIGURES = (
    rf"{_LABEL}(?<![\d/.,-])(?P<day>\d{{1,2}})\s?[/.-]\s?(?P<month>\d{{1,2}})\s?[/.-]\s?"
    r"(?P<year>(?:19|20)\d\d)(?![\d/])"
)
# "sáng 13-5", "ngày 15/12", "tối 14.10", "ngày 22 và 23-5", "2 ngày 14 và 15.7", "từ 18-22/9"
_DAY = (
    r"(?P<label>(?:vào\s+)?(?:sáng|trưa|chiều|tối|đêm|ngày|hôm)\s*(?:sớm\s+)?"
    r"(?:ngày\s*|hôm nay\s*)?\(?\s*)"
    r"(?P<day>\d{1,2})(?:\s?(?:,|và|-|–|đến)\s?(?:ngày\s)?\d{1,2})?\s?[/.-]\s?(?P<month>\d{1,2})"
    r"(?!\s?[/.-]?\s?\d|\s*(?:sản phẩm|%|tỷ|triệu))"
)
# "12 july 2022", "19 jul 2022", "july 12, 2022"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = (
    rf"(?P<label>)(?<!\d)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?,?\s(?P<year>20\d\d)"
    rf"|(?P<name2>{'|'.join(_MONTHS)})[a-z]*\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year2>20\d\d))(?!\d)"
)
_PATTERNS = tuple(re.compile(form) for form in (_SPELT, _FIGURES, _DAY, _ENGLISH))


def dates(low: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
    """Yield the days between two offsets of a lowered text, in text order, none inside another."""
    end = len(low) if end is None else end
    found: list[WrittenDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(low, start, end):
            written = _written(match)
            if written is not None and not any(written.span.overlaps(d.span) for d in found):
                found.append(written)
    yield from sorted(found, key=lambda written: written.span)


def _written(match: re.Match[str]) -> WrittenDate | None:
    groups = match.groupdict()
    day = groups.get("day") or groups.get("day2")
    year = groups.get("year") or groups.get("year2")
    name = groups.get("name") or groups.get("name2")
    assert day is not None
    month = _MONTHS.index(name) + 1 if name else int(groups["month"])
    label = match.group("label")
    start = match.start() + len(label) - len(label.lstrip())
    written = WrittenDate(
        span=Span(start, match.end()),
        day=int(day),
        month=month,
        year=int(year) if year else None,
        label=bool(label.strip(" (")),
    )
    if written.year is None and not written.label:
        return None  # "trong 9 tháng 10 cơ sở"
    leap = 2020  # a year in which every day exists
    return written if written.within(written.year or leap) is not None else None
