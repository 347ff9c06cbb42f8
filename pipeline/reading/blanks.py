"""A straightened page's words in, the places out where its head's number and date stand.

"Số:" and "/QĐ-UBND", "ngày", "tháng" and "năm" are printed; what is between them may be printed
too, left blank, or filled in by hand. Words and places are in pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.document import BBox
from pipeline.reading.sheet import Token, centre, surround
from pipeline.vietnamese import fold

_REACH = 130.0  # points behind "Số:" that may hold a number whose symbol was not read
_DATE = 170.0  # points behind "ngày" that hold the rest of a date
_YEAR = 45.0  # points behind "năm" that hold a year
_FAR = 90.0  # points between the number's line and the date's
_SLASH = 0.4  # of a word's height: what a slash before a symbol is wide

# "Số:", "SỐ :", "S6:" on its own or glued to what follows; in a caption without a colon
_LABEL = re.compile(r"^[^a-z0-9]{0,3}s[o06][oó]? ?(?:[:;.,]|$)")
# "/QĐ-UBND", "1918/QĐ-UBND", "QĐ-UBND": a symbol in capitals
_SYMBOL = re.compile(r"(?:^|[/\d⁄])(?P<symbol>[A-ZĐ][A-ZĐa-zđ]{0,4}-[A-ZĐ][A-ZĐa-z]{1,9}(?:-\S*)?)")
# what stands under a head: "QUYẾT ĐỊNH", "Căn cứ Luật …", "(Kèm theo …"; not "CẦN THƠ"
_UNDER = re.compile(r"^(?:QUY[ẾÊÉEỀ]T|C[ăaâ]n|X[ée]t|\(?K[èe]m)$")
# neighbours in the motto that opens a head: "CHỦ NGHĨA", "XÃ HỘI", "Độc lập", "Hạnh phúc"
_MOTTO = frozenset(
    {("CHU", "NGHIA"), ("XA", "HOI"), ("VIET", "NAM"), ("Doc", "lap"), ("Hanh", "phuc")}
)
_NARROW = frozenset("/:.,;-il|I1()[]'")


@dataclass(frozen=True, slots=True)
class Blank:
    """Where a number, day, month or year stands; ``print`` is a printed word of its line."""

    name: str
    box: BBox
    print: BBox
    caption: bool = False  # of "(Kèm theo Quyết định số …)", not of the head
    open: bool = False  # where it ends is not known: no printed word was read behind it


def blanks(words: Sequence[Token], dpi: float) -> Iterator[Blank]:
    """Yield the places of a head's number and date, and of those an appendix's caption repeats."""
    points = dpi / 72
    head = _head(words)
    date = next(_dates(head, points), ())
    yield from date
    level = date[0].box.top if date else 0.0
    near = [t for t in head if not date or abs(t.bbox.top - level) < _FAR * points]
    yield from _numbers(near, points, opening=True)
    captions = [t for t in words if fold(t.text).strip("(") == "kem"]
    for opening in captions[:2]:
        line = [t for t in words if _on_level(t, opening)]
        for blank in (*_numbers(line, points, opening=False), *next(_dates(line, points), ())):
            yield replace(blank, caption=True)


def broken_date(words: Sequence[Token], dpi: float) -> BBox | None:
    """Return the line of a head's date of which "ngày" was read, but not "tháng" and "năm"."""
    head = _head(words)
    if next(_dates(head, dpi / 72), None) is not None:
        return None
    for day in sorted(head, key=lambda t: t.bbox.top):
        if fold(day.text) != "ngay":
            continue
        reach = day.bbox.x1 + _DATE * dpi / 72
        line = [t for t in head if _on_level(t, day) and day.bbox.x0 <= t.bbox.x0 < reach]
        if any(fold(t.text) in ("thang", "nam") for t in line):
            return surround([t.bbox for t in line])
    return None


def _head(words: Sequence[Token]) -> list[Token]:
    """Return the words above a paper's title and its first "Căn cứ"; none without a motto."""
    if not _has_motto(words):
        return []
    under = min((centre(t.bbox)[1] for t in words if _UNDER.match(t.text)), default=None)
    return [t for t in words if under is None or t.bbox.bottom < under]


def _has_motto(words: Sequence[Token]) -> bool:
    seconds = {second.lower() for _, second in _MOTTO}
    for word in words:
        if fold(word.text) not in seconds:
            continue
        for other in words:
            near = -2 < word.bbox.x0 - other.bbox.x1 < word.bbox.bottom - word.bbox.top
            if near and _on_level(word, other) and (_bare(other), _bare(word)) in _MOTTO:
                return True
    return False


def _bare(word: Token) -> str:
    """Return a word without its marks, in its own case: "NGHĨA" is "NGHIA"."""
    folded = fold(word.text)
    if word.text.isupper():
        return folded.upper()
    return folded.capitalize() if word.text[0].isupper() else folded


def _numbers(words: Sequence[Token], points: float, *, opening: bool) -> Iterator[Blank]:
    """Yield the first number's place: between "Số:" and its symbol, or behind a lone "Số:".

    In a head the label must be ``opening`` its line; in a caption words stand before it.
    """
    labels = [t for t in words if _LABEL.match(fold(t.text))]
    if opening:
        labels = [t for t in labels if not any(_leads(other, t) for other in words)]
    for token in sorted(words, key=lambda t: t.bbox.top):
        match = _SYMBOL.search(token.text)
        if match is None:
            continue
        end = _x_of(token, match.start("symbol")) - _SLASH * (token.bbox.bottom - token.bbox.top)
        own = [t for t in labels if _on_level(t, token) and t.bbox.x0 < end]
        own = [t for t in own if end - t.bbox.x0 < _REACH * points]
        symbol = BBox(end, token.bbox.top, token.bbox.x1, token.bbox.bottom)
        if own:
            label = max(own, key=lambda t: t.bbox.x0)
            start = _x_of(label, _length(label)) if label is token else label.bbox.x1
            if end > start:
                yield Blank("number", _between(start, end, label, token), symbol)
            return
        digits = _digits_before(words, token, end) if opening else None
        if digits is not None and not any(_leads(other, digits) for other in words):
            start = digits.bbox.x0 - 2  # what stood before them, a stamp or dirt hides
            yield Blank("number", _between(start, end, digits, token), symbol)
            return
    for label in labels if opening else ():
        if label.text[:1] in "sS" and not any(map(str.isdigit, label.text)):
            right = label.bbox.x1 + _REACH * points
            yield Blank(
                "number", _between(label.bbox.x1, right, label, label), label.bbox, open=True
            )
            return


def _dates(words: Sequence[Token], points: float) -> Iterator[tuple[Blank, ...]]:
    """Yield the places of day, month and year of each "ngày … tháng … năm …", from the top."""
    for month in sorted(words, key=lambda t: t.bbox.top):
        if fold(month.text) not in ("thang", "thanq"):
            continue
        line = sorted((t for t in words if _on_level(t, month)), key=lambda t: t.bbox.x0)
        before = [t for t in line if t.bbox.x1 <= month.bbox.x0 + 2]
        after = [t for t in line if t.bbox.x0 > centre(month.bbox)[0]]
        day = next((t for t in reversed(before) if fold(t.text).startswith("ngay")), None)
        year = next((t for t in after if fold(t.text).startswith("nam")), None)
        if day is None or year is None:
            continue
        end = year.bbox.x1 + _YEAR * points
        band = BBox(month.bbox.x0, month.bbox.top, end, year.bbox.bottom)
        ends = (
            ("day", _end(day, line), month.bbox.x0),
            ("month", _end(month, line), year.bbox.x0),
            ("year", _end(year, line), end),
        )
        yield tuple(
            Blank(name, BBox(left, band.top, right, band.bottom), band, open=name == "year")
            for name, left, right in ends
            if right > left
        )


def _digits_before(words: Sequence[Token], symbol: Token, end: float) -> Token | None:
    """Return the word that begins with a number's digits: the symbol's own, or the one before."""
    if symbol.text[0].isdigit():
        return symbol
    height = symbol.bbox.bottom - symbol.bbox.top
    return next(
        (
            t
            for t in words
            if any(map(str.isdigit, t.text))
            and _on_level(t, symbol)
            and -height < end - t.bbox.x1 < 1.5 * height
        ),
        None,
    )


def _leads(word: Token, label: Token) -> bool:
    """Tell whether a word of the same line stands right before a label: "Quyết định số 26/…"."""
    gap = label.bbox.x0 - word.bbox.x1
    near = -2 < gap < 1.2 * (label.bbox.bottom - label.bbox.top)
    return near and len(word.text) > 1 and _on_level(word, label)


def _end(word: Token, line: Sequence[Token]) -> float:
    """Return where a word ends: an engine's box of it may reach over the digit behind it."""
    middle = centre(word.bbox)[0]
    return min([word.bbox.x1, *(t.bbox.x0 - 1 for t in line if t.bbox.x0 > middle)])


def _between(start: float, end: float, label: Token, symbol: Token) -> BBox:
    top, bottom = min(label.bbox.top, symbol.bbox.top), max(label.bbox.bottom, symbol.bbox.bottom)
    return BBox(start, top, end, bottom)


def _length(label: Token) -> int:
    match = _LABEL.match(fold(label.text))
    return match.end() if match else 0


def _on_level(one: Token, other: Token) -> bool:
    height = max(one.bbox.bottom - one.bbox.top, other.bbox.bottom - other.bbox.top)
    return abs(centre(one.bbox)[1] - centre(other.bbox)[1]) < 0.6 * height


def _x_of(token: Token, index: int) -> float:
    """Return where a sign of a word begins, by the signs' usual widths."""
    widths = [_width(sign) for sign in token.text]
    share = sum(widths[:index]) / max(sum(widths), 0.1)
    return token.bbox.x0 + share * (token.bbox.x1 - token.bbox.x0)


def _width(sign: str) -> float:
    """Return a sign's width in ems as serif faces have it: enough to tell where a slash stands."""
    if sign in _NARROW:
        return 0.3
    return 0.7 if sign.isupper() else 0.5
