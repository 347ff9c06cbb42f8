"""A document in, the papers bound together in it out: a letter, the decision it covers, another.

A paper begins where a head stands at the top of a page (in a Word file, anywhere): motto, number
with its symbol, place and day, the name of its kind. A form in an annex has a motto too, but "Mẫu
số 01" above it, dots for its number, or the name of an application; it begins no paper, nor does a
list "kèm theo" a decision. ``narrowed`` leaves of a document what is one paper's, so that nothing
downstream can take the letter's number for the decision's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, pairwise

from rapidfuzz import fuzz

from pipeline.document import OWN_ZONES, Block, Document, PageSource, Span, Zone
from pipeline.facts import Evidence, Facts, IssueFact, PartFact, PartKind, evidence
from pipeline.vietnamese import fold

_READER = "parts/1"
_WINDOW = 26  # lines: a head with the name of its kind and what it is about
_ABOVE = 7  # lines of a head above its motto: bodies and number of the left column
_UNDER = 16  # lines under the name of a kind within which a basis begins
_NEEDED = 3.0  # marks of a head, of the five there are
_UNSURE = 0.6  # a word that OCR is less sure of names no number and no day
_ALIKE = 88.0  # of 100: a name of a kind with a letter misread
_LONGEST_TITLE = 6  # lines

_PAPER = frozenset({PageSource.OCR, PageSource.TEXT_LAYER})
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
# "ĐƠN ĐĂNG KÝ …", "PHIẾU CHẤM ĐIỂM", "BẢN THUYẾT MINH": what is filled in, with a motto of its own
_FORM = re.compile(
    r"^\W*(?:don|phieu|to khai|ban (?:khai|dang ky|cam ket|thuyet minh|mo ta|tu danh gia)"
    r"|giay (?:dang ky|chung nhan|xac nhan|uy quyen))\b"
)
# "công nhận … sản phẩm công nghiệp nông thôn tiêu biểu": what an award decision is about
_AWARDS = re.compile(r"cong nhan|cap giay chung nhan|tang giay")
_PRODUCTS = re.compile(r"san pham|tieu bieu|cnnt")

_SEVERAL = (
    "Tệp chứa {count} quyết định công nhận: {names}. Chỉ lấy dữ kiện của quyết định thứ nhất; "
    "danh sách của các quyết định sau không được trộn vào. Hãy tách tệp và nạp riêng từng quyết "
    "định."
)


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
class _Line:
    span: Span
    text: str
    folded: str
    page: int


def told_apart(document: Document) -> tuple[Part, ...]:
    """Return the papers of a file in order, from its first letter to its last; () where it is one.

    Web pages are one article, whatever they show.
    """
    if not document.pages or document.pages[0].source is PageSource.HTML:
        return ()
    lines = tuple(_lines(document))
    starts = list(_starts(document, lines))
    heads = [(at, part) for at in starts if (part := _head(document, lines, at)) is not None]
    if not heads:
        return ()
    if heads[0][0] > 0 and _is_paper_before(document, lines, heads[0][0]):
        heads.insert(0, (0, Part(PartKind.OTHER, Span(0, 0))))
    if len(heads) < 2:
        return ()
    borders = [0, *(lines[at].span.start for at, _ in heads[1:]), len(document.text)]
    return tuple(
        replace(part, span=Span(start, end))
        for (_, part), (start, end) in zip(heads, pairwise(borders), strict=True)
    )


def principal(parts: Sequence[Part]) -> Part | None:
    """Return the paper that the file is about: an award decision, else a decision, else a notice.

    None where no paper stands out: then all of the file is read as one.
    """
    for wanted in (
        lambda part: part.awards,
        lambda part: part.kind is PartKind.DECISION,
        lambda part: part.kind not in (PartKind.LETTER, PartKind.SUBMISSION, PartKind.OTHER),
    ):
        found = next(filter(wanted, parts), None)
        if found is not None:
            return found
    return None


def narrowed(document: Document, part: Part) -> Document:
    """Return the document with all that is another paper's put out of its own zones."""
    blocks = document.blocks or tuple(
        Block(page.span, page.number, Zone.BODY) for page in document.pages
    )
    pages = tuple(page for page in document.pages if page.span.overlaps(part.span))
    kept = {page.number for page in pages}
    cut = [piece for block in blocks for piece in _cut(block, part.span)]
    return replace(
        document,
        pages=pages,
        blocks=tuple(cut),
        tables=tuple(
            table
            for table in document.tables
            if not table.cells or part.span.contains(table.cells[0].span)
        ),
        notices=tuple(
            notice
            for notice in document.notices
            if notice.page is None or notice.page in kept or not _is_of_head(notice.code)
        ),
    )


def _is_of_head(code: str) -> bool:
    """Tell a notice on what one paper's head or foot shows: "number-handwritten"."""
    return code.startswith(("number-", "date-", "signer-"))


def _cut(block: Block, span: Span) -> Iterator[Block]:
    """Yield a block, or its pieces where another paper begins within it."""
    if not block.span.overlaps(span):
        yield replace(block, zone=Zone.TEASER)
        return
    inside = Span(max(block.span.start, span.start), min(block.span.end, span.end))
    if block.span.start < inside.start:
        yield replace(block, span=Span(block.span.start, inside.start), zone=Zone.TEASER)
    yield replace(block, span=inside)
    if inside.end < block.span.end:
        yield replace(block, span=Span(inside.end, block.span.end), zone=Zone.TEASER)


def with_parts(document: Document, facts: Facts, parts: Sequence[Part]) -> Facts:
    """Return a file's facts with the papers it holds, and an issue where two of them award."""
    if not parts:
        return facts
    own = principal(parts)
    told = tuple(_fact(document, part, facts if part is own else None) for part in parts)
    return replace(facts, parts=told, issues=(*facts.issues, *_several(document, parts)))


def _fact(document: Document, part: Part, facts: Facts | None) -> PartFact:
    """Return a paper as a fact; of the principal one only what assembly believes."""
    pages = [page.number for page in document.pages if page.span.overlaps(part.span)]
    first, last = (pages[0], pages[-1]) if pages else (1, 1)
    if facts is not None and facts.decision is not None:
        head = facts.decision
        title = head.title.value or part.title
        return PartFact(part.kind, first, last, head.number.value, head.date.value, title)
    return PartFact(part.kind, first, last, part.number, part.date, part.title)


def _several(document: Document, parts: Sequence[Part]) -> Iterator[IssueFact]:
    award = [part for part in parts if part.awards]
    known = [part.number for part in award]
    # The same paper bound in twice, or once more as a copy, is one decision.
    distinct = [
        part for n, part in enumerate(award) if part.number is None or part.number not in known[:n]
    ]
    if len(distinct) < 2:
        return
    names = "; ".join(
        f"{part.number or 'không rõ số'} (trang {document.page_of(part.span.start)})"
        for part in distinct
    )
    places = tuple(_place(document, part) for part in distinct)
    yield IssueFact(
        "several-decisions", _SEVERAL.format(count=len(distinct), names=names), "awards", places
    )


def _place(document: Document, part: Part) -> Evidence:
    first = document.text.find("\n", part.span.start)
    end = min(first if first >= 0 else part.span.end, part.span.end)
    return evidence(document, Span(part.span.start, max(end, part.span.start)), _READER)


# --- heads ----------------------------------------------------------------------------------------


def _lines(document: Document) -> Iterator[_Line]:
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
                yield _Line(Span(start, start + len(text)), text, fold(text), block.page)


def _starts(document: Document, lines: Sequence[_Line]) -> Iterator[int]:
    """Yield the numbers of the lines where a paper may begin."""
    if document.pages[0].source in _PAPER:
        yield from (n for n, line in enumerate(lines) if not n or line.page != lines[n - 1].page)
        return
    last = 0
    for n, line in enumerate(lines):
        if _MOTTO.search(line.folded) and (not n or not _MOTTO.search(lines[n - 1].folded)):
            start = _above(lines, n, last)
            last = n + 1
            yield start


def _above(lines: Sequence[_Line], motto: int, least: int) -> int:
    """Go up from a motto over what may stand left of it: bodies in capitals, the number, "V/v"."""
    start = motto
    while start > least and motto - start < _ABOVE:
        line = lines[start - 1]
        numbered = _NUMBERED.match(line.folded) or _SUBJECT.match(line.folded)
        if not numbered and (not line.text.isupper() or line.text.endswith((".", ";"))):
            break
        start -= 1
    return start


def _head(document: Document, lines: Sequence[_Line], at: int) -> Part | None:
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
    if marks < _NEEDED or (named is None and number is None):
        return None
    kind = PartKind.LETTER if named is None else _kind_of(window[named]) or PartKind.OTHER
    title = _subject(above) if named is None else _title(window[named], under)
    return Part(kind, Span(0, 0), _number(document, number), _day(document, day), title)


def _weight(number: _Line | None) -> float:
    """Weigh a line with a number: half for a blank before its symbol, which a hand filled in."""
    if number is None:
        return 0.0
    found = _NUMBERED.match(number.folded)
    return 1.0 if found and found["digits"] else 0.5


def _kind_of(line: _Line) -> PartKind | None:
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


def _is_form(line: _Line) -> bool:
    return line.text.isupper() and bool(_FORM.match(line.folded))


def _is_paper_before(document: Document, lines: Sequence[_Line], at: int) -> bool:
    """Tell whether whole pages stand before the first head that was found."""
    paged = document.pages[0].source in _PAPER
    return paged and lines[at].page > lines[0].page


def _title(named: _Line, under: Sequence[_Line]) -> str | None:
    """Return what stands under the name of a kind: "Về việc công nhận …"."""
    names = (name for name in _KINDS if named.folded.startswith(name))
    found = [named.text[len(next(names, named.folded)) :].strip(" :")]
    for line in islice(under, _LONGEST_TITLE):
        if _BODY.match(line.folded) or (line.text.isupper() and _AUTHORITY.match(line.folded)):
            break
        found.append(line.text)
    return " ".join(" ".join(found).split()) or None


def _subject(above: Sequence[_Line]) -> str | None:
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


def _number(document: Document, line: _Line | None) -> str | None:
    if line is None or not _is_sure(document, line.span):
        return None
    found = _SYMBOL.search("".join(line.text.split()).replace("Ð", "Đ"))
    return found["number"] if found else None


def _day(document: Document, line: _Line | None) -> date | None:
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
