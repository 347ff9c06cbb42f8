"""A page's own line of publication: "CHÂU NỮ 31/08/2021 09:04", told from clocks and from noise.

Only a line that is nothing but a stamp counts, and only one with a full day; whether its day can be
believed is weighed against what the text itself reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.vietnamese import fold

_WEB_BEGAN = date(1997, 1, 1)
_LAG = timedelta(days=62)  # an article speaks of what happened within the last weeks
_AHEAD = timedelta(days=45)  # and of what is planned for the next ones

# Like "31/08/2021", "13-3-2020", "5.6.2024"
_NUMERIC = r"(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d)"
# Like "ngày 07 tháng 10 năm 2020", "5 tháng 6, 2024"
_SPELT = r"(?:ngay\s)?(?P<d>\d{1,2})\sthang\s(?P<m>\d{1,2}),?\s(?:nam\s)?(?P<y>(?:19|20)\d\d)"
# Like "5 Tháng Sáu, 2024", as WordPress writes it
_WORDED = (
    r"(?P<d>\d{1,2})\sthang\s(?P<m>muoi hai|muoi mot|gieng|mot|hai|ba|tu|nam|sau|bay|tam|chin"
    r"|muoi|chap),?\s(?P<y>(?:19|20)\d\d)"
)
_MONTHS = (
    "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai",
)  # fmt: skip
# Like "19 Jul 2022" and "July 19, 2022", as English editions write it.
_ENGLISH = (
    r"(?:(?P<d>\d{1,2})\s)?\b(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    r"(?(d)|\s(?P<d2>\d{1,2}))(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d\d)"
)
_ENGLISH_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - plainer
# Like "2024-06-05"
_ISO = r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})-(?P<d>\d{2})(?:t(?=\d))?"
_DATES = tuple(
    re.compile(rf"(?<![\d/.-]){form}(?![\d/-])")
    for form in (_NUMERIC, _SPELT, _WORDED, _ENGLISH, _ISO)
)

# Like "16:44", "9h05", "11:11:20 AM", "10:15 SA"
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:hg]\s?\d{2}(?:['’]|:\d{2})?(?:\s?(?:am|pm|sa|ch)\b)?")
# Like "Thứ Sáu", "Chủ nhật", "T6", "Friday"
_WEEKDAY = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|(?<![a-z0-9])(?:t[2-7]|cn)(?=[ ,])"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_ZONE = re.compile(r"\(?\b(?:gmt|utc)\s?(?:[+-]\s?\d{1,2}(?::?00)?)?\)?")
# Like "Hôm nay: ..." is the portal's clock, whatever follows
_CLOCK = re.compile(r"^(?:hom nay|bay gio|hien tai|gio hien tai|today)\b")
_LABEL = re.compile(
    r"\b(?:ngay (?:dang|cap nhat|xuat ban|tao|gui|viet)|dang (?:ngay|luc|tai)"
    r"|cap nhat(?: luc| ngay| cuoi)?|xuat ban(?: luc| ngay)?|thoi gian(?: dang)?"
    r"|lan cap nhat cuoi|posted(?: on)?|published(?: on)?|date|luc|ngay|vao)\b"
)
# Like "Lượt xem: 1.234", "(123 lượt đọc)"
_VIEWS = re.compile(
    r"\(?\b(?:(?:so )?luot (?:xem|doc|truy cap)|da xem|views?|xem)\s?[:：]?\s?[\d.,]*\)?"
    r"|\(?[\d.,]+ (?:luot (?:xem|doc)|views?|(?:y kien )?binh luan|comments?)\)?"
)
_GLUE = re.compile(r"[\s|,;:()\[\]–—•·/-]+")
_PUBLISHED_LABEL = re.compile(r"\b(?:ngay dang|dang (?:ngay|luc)|xuat ban|posted|published)\b")

_NOBODY = frozenset({"admin", "administrator", "quan tri", "quantri", "ban bien tap", "bbt", "by"})

# Like "12/2023", "13 5/2015": digits that once were a date
_REMNANT = re.compile(r"^[\d\s/.:,-]{0,24}\d\s?[/-]\s?(?:19|20)\d\d[\s.:,-]*$")
# Like " (07-12-2020)" at the end of a headline
_NOTICE = re.compile(r"\s*\(\s*(?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d)\s*\)\s*$")

# Like "giai đoạn 2021-2025", "đến năm 2030": years ahead that nobody reports on
_PERIOD = re.compile(
    r"(?:giai doan|nhiem ky|den nam|toi nam|tam nhin|den het nam|ke hoach nam|tu nam)[^.;\n]{0,12}"
    r"20\d\d(?:\s?[-–]\s?20\d\d)?"
)
_YEAR = re.compile(r"\bnam (?P<y>20\d\d)\b")
# Like "ngày 5/7", "sáng 13-5": a day whose year the reader knows
_DAY = re.compile(r"\b(?:ngay|sang|trua|chieu|toi) (?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?![/.-]?\d)")
# Like "Thông tư số 26/2014/TT-BCT ngày 28/8/2014": a law's day tells nothing of the article's.
_LAW = re.compile(r"(?:thong tu|nghi dinh|luat|nghi quyet)[^.;]{0,60}")
_PLANS = re.compile(r"\b(?:ke hoach|se|du kien|chuan bi|sap)\b")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line of publication. ``day`` is None where it names no full day; a clock shows "now"."""

    day: date | None
    clock: bool = False
    published: bool = False  # says that it is the day of publication
    byline: bool = False  # names somebody, as a clock does not


def stamp_of(line: str) -> Stamp | None:
    """Read a line that is nothing but a stamp: '16:44, Thứ Sáu, 13-3-2020'; None for any other."""
    text = " ".join(fold(line).split())
    if not text or len(text) > 110 or not any(sign.isdigit() for sign in text):
        return None
    if _REMNANT.match(text) and not _days(text):
        return Stamp(None)
    found = _days(text)
    if not found:
        return None
    rest, clock = text, bool(_CLOCK.match(text))
    for pattern in (*_DATES, _TIME, _ZONE, _VIEWS):
        rest = pattern.sub(" | ", rest)
    labelled = bool(_LABEL.search(rest))
    weekday = bool(_WEEKDAY.search(rest))
    rest = _GLUE.sub(" ", _LABEL.sub(" ", _WEEKDAY.sub(" ", _CLOCK.sub(" ", rest)))).strip()
    if rest and not _is_byline(rest, line, labelled=labelled):
        return None
    return Stamp(
        found[0],
        clock=clock or (weekday and not rest and not labelled),
        published=bool(_PUBLISHED_LABEL.search(text)),
        byline=bool(rest),
    )


def _is_byline(rest: str, line: str, *, labelled: bool) -> bool:
    """Tell whether what is left of a stamp is a name or a column: 'Quốc Tuân', 'Phóng sự ảnh'."""
    words = rest.split()
    if len(words) > 7 or any(sign.isdigit() for sign in rest):
        return False
    if labelled and _PUBLISHED_LABEL.search(" ".join(fold(line).split())):
        return True
    if rest in _NOBODY:
        return True
    left = [word for word in re.findall(r"[^\W\d_]+", line) if fold(word) in words]
    return bool(left) and all(word[0].isupper() for word in left)


def notice_of(title: str) -> tuple[int, date] | None:
    """Find a notice of publication at a headline's end: where it starts, and its day."""
    found = _NOTICE.search(title)
    if found is None or found.start() < 20:
        return None
    days = _days(found["date"])
    return (found.start(), days[0]) if days else None


def believed(stamp: Stamp, text: str, *, above_title: bool) -> date | None:
    """Return a stamp's day unless the article speaks against it.

    A stamp of 2015 over a story of 2017 is a template's; one above the headline may be the portal's
    clock, so it must lie within weeks of what the article tells.
    """
    day = stamp.day
    if day is None or day < _WEB_BEGAN:
        return None
    folded = " ".join(fold(text).split())
    told = list(_days(folded))
    if any(other > day + _AHEAD for other in told) and not _PLANS.search(folded):
        return None
    years = {int(found["y"]) for found in _YEAR.finditer(_PERIOD.sub(" ", folded))}
    newest = max(years, default=day.year)
    if newest > day.year + bool(_PLANS.search(folded)):
        return None
    if above_title and not _fits(day, stamp, folded, years):
        return None
    return day


def _fits(day: date, stamp: Stamp, text: str, years: set[int]) -> bool:
    """Tell whether a date above the headline is the article's, not the portal's clock."""
    if stamp.clock:
        return False
    said = _days(_LAW.sub(" ", text))
    told = [other for other in said if abs(day - other) < timedelta(days=365)]
    told += [_nearest(day, found) for found in _DAY.finditer(text)]
    if told:
        return any(-_AHEAD <= day - other <= _LAG for other in told)
    newest = max(years | {other.year for other in said}, default=day.year)
    return newest == day.year or (newest == day.year - 1 and day.month <= 3)


def _nearest(day: date, found: re.Match[str]) -> date:
    """Return the day that "5/7" meant when it was written: the last one before ``day``."""
    number, month = int(found["d"]), int(found["m"])
    if not (1 <= month <= 12 and 1 <= number <= 28):
        month, number = min(max(month, 1), 12), min(max(number, 1), 28)
    said = date(day.year, month, number)
    return said if said <= day + _AHEAD else said.replace(year=day.year - 1)


def _days(folded: str) -> list[date]:
    """Return the full days a folded text names, in order of their forms."""
    days = []
    for pattern in _DATES:
        for found in pattern.finditer(folded):
            try:
                number = found["d"] or found.groupdict()["d2"]  # "July 19" has its day behind
                days.append(date(int(found["y"]), _month(found["m"]), int(number)))
            except ValueError:
                continue
    return days


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    if written in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS.index(written) + 1
    named = {"gieng": 1, "chap": 12}
    return named[written] if written in named else _MONTHS.index(written) + 1
