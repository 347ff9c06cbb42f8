"""The text of a document in, the heads of papers in it out: motto, number, day, name of a kind.

Works line by line on what is printed on the paper itself, in reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rapidfuzz import fuzz

from pipeline.document import OWN_ZONES, Block, Document, Page, PageSource, Span, Zone
from pipeline.facts import PartKind
from pipeline.vietnamese import fold

_WINDOW = 26  # lines: a head with the name of its kind and what it is about
_ABOVE = 7  # lines of a head above its motto: bodies and number of the left column
_OWN_HEAD = 14  # lines at the top of a page in which a motto is of the paper that begins there
_UNDER = 16  # lines under the name of a kind within which a basis begins
WHOLE_HEAD = 3.0  # marks of a head, of the five there are
_UNSURE = 0.6  # a word that OCR is less sure of names no number and no day
_ALIKE = 88.0  # of 100: a name of a kind with a letter misread
_WIDE = 1.2  # width to height
_LONGEST_TITLE = 6  # lines

ON_PAPER = frozenset({PageSource.OCR, PageSource.TEXT_LAYER})
_SKIPPED = frozenset({Zone.TEASER, Zone.FURNITURE, Zone.OVERLAY, Zone.STAMP, Zone.PAGE_NUMBER})

_KINDS = {
    "quyet dinh": PartKind.DECISION,
    "to trinh": PartKind.SUBMISSION,
    "thong bao": PartKind.NOTICE,
    "ke hoach": PartKind.PLAN,
    "bao cao": PartKind.REPORT,
    "bien ban": PartKind.MINUTES,
    "nghi quyet": PartKind.RESOLUTION,
    "thong tu": PartKind.OTHER,
    "nghi dinh": PartKind.OTHER,
    "chi thi": PartKind.OTHER,
    "huong dan": PartKind.OTHER,
    "giay moi": PartKind.OTHER,
    "cong dien": PartKind.OTHER,
    "cong van": PartKind.LETTER,
}
# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", also half of it
_MOTTO = re.compile(
    r"c[o0]ng h[o0]a xa h|chu nghia viet nam|doc lap\W{1,5}tu do|tu do\W{1,5}hanh ph"
)
# Like "Số: 1918/QĐ-UBND", "Số:     /QĐ-UBND", "S6: 775/TTr-SCT", "Số 12/TB"
_NUMBERED = re.compile(
    r"^\W{0,3}s\S{0,2}\s?[:.;,]{0,2}\s?(?P<digits>\d[\d ]{0,6}[a-z]?)?[\s.…_]{0,20}/\s?"
    r"(?:\d{4}\s?/\s?)?[a-z]{1,9}\b"
)
# the same as written: "1918/QĐ-UBND", "1234/UBND-CT"
_SYMBOL = re.compile(r"(?P<number>\d{1,5}[A-Za-z]?/(?:\d{4}/)?[^\W\d_][\w&-]*)")
# "Cao Bằng, ngày 07 tháng 10 năm 2020"; a form's day has dots for its year
_DATED = re.compile(
    r"\bng\S{1,2}\s?(?P<day>\S{0,3})\s?th\S{1,3}\s?(?P<month>\S{0,3})\s?n\S{1,2}\s?(?P<year>20\d\d|19\d\d)\b"
)
_ADDRESSED = re.compile(r"^\W*kinh g\S{1,2}\b")
_SUBJECT = re.compile(r"^\W*v\s?/\s?v\b")
_BASIS = re.compile(r"^\W*(?:can cu|theo de nghi|xet de nghi)\b")
# where the title of a paper ends: its basis, its first article, its text, who decides
_BODY = re.compile(
    r"^\W*(?:can cu|theo|xet|dieu \d|kinh g\S{1,2}|thuc hien|ngay \d|phan \w+|[ivx]+\. "
    r"|\d+[.)] |quyet dinh\W*$)"
)
_AUTHORITY = re.compile(
    r"^(?:chu tich|uy ban nhan dan|bo truong|cuc truong|giam doc|hoi dong|thu tuong|truong ban)\b"
)
# "Mẫu số 01", "Phụ lục II", "(Kèm theo Quyết định số …": no paper of its own begins under it
_ANNEX = re.compile(
    r"^\W*(?:mau (?:so|m)?\s?\W?\d|mau so\b|phu luc\b|bieu (?:so|mau)\b|danh sach\b|danh muc\b"
    r"|\(?(?:ban hanh )?kem theo\b)"
)
# "Mẫu số 01", above the head of a form
_MARKED = re.compile(r"^\W*mau (?:so\b|m?\s?\W?\d)")
# "ĐƠN ĐĂNG KÝ …", "PHIẾU CHẤM ĐIỂM", "BẢN THUYẾT MINH": what is filled in, with a motto of its own
_FORM = re.compile(
    r"^\W*(?:don|phieu|to khai|ban (?:khai|dang ky|cam ket|thuyet minh|mo ta|tu danh gia)"
    r"|giay (?:dang ky|chung nhan|xac nhan|uy quyen))\b"
)
# "công nhận … sản phẩm công nghiệp nông thôn tiêu biểu": what an award decision is about
_AWARDS = re.compile(r"cong nhan|cap giay chung nhan|tang giay")
_PRODUCTS = re.compile(r"san pham|tieu bieu|cnnt")


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of a file: where its text stands, and its head as read; None where unreadable."""

    kind: PartKind
    span: Span
    number: str | None = None
    date: date | None = None
    title: str | None = None

    @property
    def awards(self) -> bool:
        """Tell whether it is a decision that recognises products."""
        about = fold(self.title or "")
        decides = self.kind is PartKind.DECISION
        return decides and bool(_AWARDS.search(about)) and bool(_PRODUCTS.search(about))


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed, as folded for matching, and the page it stands on."""

    span: Span
    text: str
    folded: str
    page: int


def lines_of(document: Document) -> Iterator[Line]:
    """Yield the lines of what is printed on the paper itself; a table's rows are no head."""
    blocks = document.blocks or tuple(
        Block(page.span, page.number, Zone.BODY) for page in document.pages
    )
    for block in blocks:
        if block.zone in _SKIPPED or block.zone not in OWN_ZONES:
            continue
        place = block.span.start
        for raw in document.quote(block.span).split("\n"):
            text = raw.strip(" |\t")
            start = place + len(raw) - len(raw.lstrip(" |\t"))
            place += len(raw) + 1
            if any(map(str.isalnum, text)):
                yield Line(Span(start, start + len(text)), text, fold(text), block.page)


def starts_of(document: Document, lines: Sequence[Line]) -> Iterator[int]:
    """Yield the numbers of the lines where a paper may begin.

    On paper that is a page's first line; elsewhere, and on a sheet wide enough for two pages, also
    where the left column of a head begins.
    """
    pages = {page.number: page for page in document.pages}
    last = 0
    for n, line in enumerate(lines):
        page = pages[line.page]
        opens = page.source in ON_PAPER and (not n or line.page != lines[n - 1].page)
        if opens:
            yield n
            last = n + _OWN_HEAD
        if page.source in ON_PAPER and not _is_wide(page):
            continue
        goes_on = n > 0 and _MOTTO.search(lines[n - 1].folded)
        if n >= last and _MOTTO.search(line.folded) and not goes_on:
            yield _above(lines, n, last)
            last = n + 1


def _is_wide(page: Page) -> bool:
    return bool(page.width and page.height and page.width > _WIDE * page.height)


def _above(lines: Sequence[Line], motto: int, least: int) -> int:
    """Go up from a motto over what may stand left of it: bodies in capitals, the number, "V/v"."""
    start = motto
    while start > least and motto - start < _ABOVE:
        if not _stands_left(lines, start - 1):
            break
        start -= 1
    return start


def _stands_left(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if _NUMBERED.match(line.folded) or _SUBJECT.match(line.folded) or _MARKED.match(line.folded):
        return True
    if line.text.endswith((".", ";")):
        return False
    # "V/v gửi Quyết định công nhận | sản phẩm tiêu biểu" goes on under itself
    goes_on = any(_SUBJECT.match(each.folded) for each in lines[max(0, at - 2) : at])
    return line.text.isupper() or goes_on


def head_at(
    document: Document, lines: Sequence[Line], at: int, needed: float = WHOLE_HEAD
) -> Part | None:
    """Return the paper whose head begins at a line and ends on its page; None where none does."""
    page = lines[at].page
    window = [line for line in lines[at : at + _WINDOW] if line.page == page]
    named = next((n for n, line in enumerate(window) if _kind_of(line)), None)
    addressed = next((n for n, line in enumerate(window) if _ADDRESSED.match(line.folded)), None)
    if named is not None and addressed is not None and addressed < named:
        named = None
    end = named if named is not None else addressed
    if end is None:
        return None
    above, under = window[:end], lines[at + end + 1 : at + end + 1 + _UNDER]
    if any(_ANNEX.match(line.folded) or _is_form(line) for line in (*above, *under[:4])):
        return None
    number = next((line for line in above if _NUMBERED.match(line.folded)), None)
    day = next((line for line in above if _DATED.search(line.folded)), None)
    marks = (
        any(_MOTTO.search(line.folded) for line in above)
        + _weight(number)
        + (day is not None)
        + (named is not None or any(_SUBJECT.match(line.folded) for line in above))
        + (named is not None and any(_BASIS.match(line.folded) for line in under))
    )
    if marks < needed or (named is None and number is None):
        return None
    kind = PartKind.LETTER if named is None else _kind_of(window[named]) or PartKind.OTHER
    title = _subject(above) if named is None else _title(window[named], under)
    return Part(kind, Span(0, 0), _number(document, number), _day(document, day), title)


def _weight(number: Line | None) -> float:
    """Weigh a line with a number: half for a blank before its symbol, which a hand filled in."""
    if number is None:
        return 0.0
    found = _NUMBERED.match(number.folded)
    return 1.0 if found and found["digits"] else 0.5


def _kind_of(line: Line) -> PartKind | None:
    """Name the kind that a line in capitals names: "QUYẾT ĐỊNH", "TỜ TRÌNH Về việc …"."""
    for name, kind in _KINDS.items():
        if line.folded.startswith(name) and line.text[: len(name)].isupper():
            rest = line.text[len(name) :]
            if not rest[:1].isalnum() and (not rest.isupper() or len(rest) < 3):
                return kind
            if rest.startswith((" CỦA", " VỀ", " V/V")):
                return kind
        if line.text.isupper() and fuzz.ratio(_squeezed(line.folded), _squeezed(name)) >= _ALIKE:
            return kind
    return None


def _squeezed(folded: str) -> str:
    """Leave the letters only: "QU YẾT ĐỊNH" of a torn layer is the same name."""
    return "".join(filter(str.isalpha, folded))


def _is_form(line: Line) -> bool:
    return line.text.isupper() and bool(_FORM.match(line.folded))


def _title(named: Line, under: Sequence[Line]) -> str | None:
    """Return what stands under the name of a kind: "Về việc công nhận …"."""
    names = (name for name in _KINDS if named.folded.startswith(name))
    found = [named.text[len(next(names, named.folded)) :].strip(" :")]
    for line in islice(under, _LONGEST_TITLE):
        if _BODY.match(line.folded) or (line.text.isupper() and _AUTHORITY.match(line.folded)):
            break
        found.append(line.text)
    return " ".join(" ".join(found).split()) or None


def _subject(above: Sequence[Line]) -> str | None:
    """Return what a letter is about: "V/v công nhận …" under its number, over some lines."""
    start = next((n for n, line in enumerate(above) if _SUBJECT.match(line.folded)), None)
    if start is None:
        return None
    found: list[str] = []
    for line in above[start : start + _LONGEST_TITLE]:
        if found and (_MOTTO.search(line.folded) or _DATED.search(line.folded)):
            break
        found.append(line.text)
    return " ".join(" ".join(found).split())


def _number(document: Document, line: Line | None) -> str | None:
    if line is None or not _is_sure(document, line.span):
        return None
    found = _SYMBOL.search("".join(line.text.split()).replace("Ð", "Đ"))
    return found["number"] if found else None


def _day(document: Document, line: Line | None) -> date | None:
    found = _DATED.search(line.folded) if line is not None else None
    if line is None or found is None or not _is_sure(document, line.span):
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _is_sure(document: Document, span: Span) -> bool:
    first = bisect_right(document.words, span.start, key=lambda word: word.span.end)
    for word in islice(document.words, first, None):
        if word.span.start >= span.end:
            break
        if word.confidence is not None and word.confidence < _UNSURE:
            return False
    return True
