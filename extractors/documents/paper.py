"""An official paper's text in, its parts out: head, title, basis, articles, foot, appendix.

The order is the layout law's (joint circular 55/2005, Nghị định 30/2020/NĐ-CP); the parts are found
by what opens them, so that a text layer, a scan, a Word file and a portal's flattened cells
("ỦY BAN NHÂN / DÂN |") all come out the same. Offsets are the document's own.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz

from extractors.facts.issuer import is_surname, post_of
from pipeline.document import Document, Span, Zone
from pipeline.extraction import Reading
from pipeline.facts import DocumentKind
from pipeline.vietnamese import fold

_TYPES = Path(__file__).parent.parent / "data" / "decision_types.toml"
_HEAD_REACH = 400  # characters before the motto that may still be the head's left column
_NO_MOTTO_REACH = 1500
_TYPE_WITHIN = 200  # lines: further down a name in capitals is no longer the paper's own
_LONGEST_NAMING = 250  # letters: a line that names a kind of paper holds little else
_LONGEST_FOOT = 80  # lines: the recipients of a ministry's decision are many


@dataclass(frozen=True, slots=True)
class PaperType:
    """A kind of paper by its name: "QUYẾT ĐỊNH", numbered "…/QĐ-…"."""

    name: str
    kind: DocumentKind
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text without a line, cell or column break; stripped."""

    span: Span
    text: str
    folded: str
    zone: Zone | None

    @property
    def is_capitals(self) -> bool:
        """Tell whether nearly all letters are capitals: "TỈNH CAO BẰNG", also with "TM." before."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts of one paper, each as lines in reading order; empty where it has none."""

    type: PaperType | None
    has_motto: bool
    preface: tuple[Line, ...]  # all before the head: a portal's own table of data
    head: tuple[Line, ...]
    title: tuple[Line, ...]
    authority: tuple[Line, ...]
    basis: tuple[Line, ...]
    articles: tuple[Line, ...]
    foot: tuple[Line, ...]
    appendix: tuple[Line, ...]
    resolves: bool  # "QUYẾT ĐỊNH:" a second time, after the basis


# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", whole or broken over lines
_MOTTO = re.compile(
    r"""c[o0]ng[ ]?h[o0]a[ ]?xa[ ]?h[o0]i (?:[ ]?chu[ ]?nghia (?:[ ]?viet[ ]?nam)? )?
      | chu[ ]nghia[ ]viet[ ]nam
      | doc[ ]?lap [ ]?[-–—~._]*[ ]? tu[ ]?do (?: [ ]?[-–—~._]*[ ]? hanh[ ]?phuc )?
      | [-–—~]*[ ]? hanh[ ]phuc (?=[\s|]*$)""",
    re.VERBOSE | re.MULTILINE,
)
# "CÔNG VĂN ĐẾN" names a received-stamp; within its reach stand its other words, such as
# a bare number, a day in figures and "Chuyển: ...."
_RECEIVED = re.compile(
    r"(?:cong van|van ban) d\S{0,2}n\b|(?:^|\n)den\s?:?(?=\s*(?:so|ngay|gio|\n))"
)
_STAMPED = re.compile(
    r"(?:cong van|van ban) d\S{0,2}n\b|\bden\s?:?\s*(?=so|ngay|gio|\n|$)"
    r"|\bso\s?:\s?\d{1,6}\b(?!\s?/)|\bngay\s?:\s?[\d./-]{0,10}"
    r"|\b(?:gio|chuyen|luu ho so)\s?:[ .…_]*"
)
_STAMP_REACH = 400
_MOST_STAMPS = 10
# a line ends at a line break, at a cell's end, or at a gap that parts columns
_LINE = re.compile(r"(?:[^\n\t|\f ]| (?!  ))+")
# "Căn cứ Nghị định …", "Theo đề nghị của …", "Xét đề nghị …"
_BASIS = re.compile(r"(?:\S{1,3} )?(?:can cu|theo de nghi|xet de nghi|xet to trinh)\b")
# "Ngày 19 tháng 3 năm 2024, tại …", "Thực hiện …": where a notice's or a plan's text begins
_TEXT = re.compile(r"ngay \d|thuc hien|hom nay|vao hoi|sang ngay|chieu ngay|[1i]\. ")
# such as "Điều 1.", "Kính gửi:"
_ARTICLE = re.compile(r"dieu [1il]\s?[.:,]")
_ADDRESSEE = re.compile(r"kinh gui")
# "CHỦ TỊCH ỦY BAN NHÂN DÂN …", "BỘ TRƯỞNG BỘ …": who decides, alone on its line
_AUTHORITY = re.compile(
    r"""(?:\S{1,2}[ ])?(?:quyen[ ]|q[.][ ]?)?
      (?:chu[ ]tich|uy[ ]ban|ubnd|bo[ ]|cuc[ ]|tong[ ]cuc|chi[ ]cuc|thu[ ]tuong|chinh[ ]phu
        |giam[ ]doc|hoi[ ]dong|truong[ ]ban|truong[ ]phong|chanh[ ]van[ ]phong|van[ ]phong
        |so[ ]cong|so[ ]nong|thong[ ]doc|thu[ ]truong|vien[ ]truong)""",
    re.VERBOSE,
)
# what opens the left column of a foot: "Nơi nhận:"
RECIPIENTS = re.compile(r"n[oơ]i nh[aâ]n\b")
# "TM. ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH", "T/M", "tm. Ủy ban nhân dân"
ON_BEHALF = re.compile(
    r"(?:t/?m|k/?t|t/?l|tuq|t\.u\.q|q)\s?[.,]{1,2}\s?(?=[a-z])|t/m\b|k/t\b|thua lenh\b"
)
# "PHỤ LỤC", "DANH SÁCH", "QUY CHẾ", in capitals on a line of its own
_APPENDIX = re.compile(
    r"(?:phu luc|danh sach|danh muc|bieu|quy che|quy dinh|the le|ke hoach|bang)\b"
)
# "Phụ lục", "Phụ lục II.", alone on a line
_ANNEX = re.compile(r"phu luc(?: so)?(?: [ivx\d]{1,4})?[.:]?")
# such as "(Kèm theo Quyết định số …", "(Ban hành kèm theo Quyết định số …"
_ATTACHED = re.compile(r"\(?\s?(?:ban hanh )?kem theo (?:quyet dinh|cong van|to trinh|thong bao)")
# a title joined to the name of its kind: "QUYẾT ĐỊNH Về việc công nhận …"
_JOINED_TITLE = re.compile(r"\s+(?=(?:ve viec|v/v|ban hanh|cong nhan|phe duyet|ve) )")


@cache
def paper_types() -> tuple[PaperType, ...]:
    """Return the kinds of paper in the data file, longest name first."""
    rows = tomllib.loads(_TYPES.read_text(encoding="utf-8"))["types"]
    found = [
        PaperType(row["name"], DocumentKind(row["kind"]), tuple(row["symbols"])) for row in rows
    ]
    return tuple(sorted(found, key=lambda kind: -len(kind.name)))


def take_apart(reading: Reading) -> Paper:
    """Return the parts of the paper that a document holds; a page without any has a bare body."""
    text = reading.text
    folded = fold(text)
    mottos = [match.start() for match in _MOTTO.finditer(folded)]
    lines = tuple(_lines(reading.document, text))
    kind, at = _find_type(lines)
    body = _body_start(lines, at)
    opening, first = _opening(lines, at, body)
    start = _head_start(reading.document, mottos, opening)
    title, authority = _title_and_authority(lines[first:body], kind)
    foot, appendix = _ends(lines, body)
    articles = next((n for n in range(body, foot) if _ARTICLE.match(lines[n].folded)), foot)
    resolves = any(_is_resolution(line) for line in lines[body:foot])
    return Paper(
        type=kind,
        has_motto=any(start <= motto <= opening for motto in mottos),
        preface=tuple(line for line in lines if line.span.end <= start),
        head=tuple(line for line in lines if start <= line.span.start < opening),
        title=title,
        authority=authority,
        basis=lines[body:articles],
        articles=lines[articles:foot],
        foot=lines[foot:appendix],
        appendix=lines[appendix:],
        resolves=resolves,
    )


def _lines(document: Document, text: str) -> Iterator[Line]:
    """Yield the lines outside the motto: its words are taken out, whatever stands beside them."""
    starts = [block.span.start for block in document.blocks]
    bare = _unstamped(_MOTTO.sub(lambda match: "\n" * len(match.group()), fold(text)))
    for match in _LINE.finditer(bare):
        raw = text[match.start() : match.end()]
        start = match.start() + len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        if not any(map(str.isalnum, stripped)):
            continue
        number = bisect_right(starts, start) - 1
        zone = document.blocks[number].zone if number >= 0 else None
        yield Line(Span(start, start + len(stripped)), stripped, fold(stripped), zone)


def _unstamped(folded: str) -> str:
    """Take a received-stamp's words out of the lines they were printed over."""
    for stamp in islice(list(_RECEIVED.finditer(folded)), _MOST_STAMPS):
        end = min(len(folded), stamp.end() + _STAMP_REACH)
        rest = _STAMPED.sub(lambda match: "\n" * len(match.group()), folded[stamp.start() : end])
        folded = folded[: stamp.start()] + rest + folded[end:]
    return folded


def _find_type(lines: Sequence[Line]) -> tuple[PaperType | None, int]:
    """Return the paper's kind and the line that names it; (None, -1) where no line does."""
    for number, line in enumerate(lines[:_TYPE_WITHIN]):
        if _ARTICLE.match(line.folded):
            break
        for kind in paper_types():
            if _names(line, kind):
                if _is_resolution(line) and _has_basis(lines[:number]):
                    return None, -1
                return kind, number
    return None, -1


def _has_basis(lines: Sequence[Line]) -> bool:
    return any(line.folded.startswith("can cu") for line in lines)


def _is_resolution(line: Line) -> bool:
    return line.is_capitals and _is_same(line.folded.rstrip(" :."), "quyet dinh")


def _names(line: Line, kind: PaperType) -> bool:
    """Tell whether a line is a kind's name: alone, before its joined title, or after noise."""
    if len(line.text) > _LONGEST_NAMING:
        return False
    name = fold(kind.name)
    bare = line.folded.strip(" :.*-_–—'\"")
    if line.is_capitals and (_is_same(bare, name) or bare.startswith(f"{name} cua ")):
        return True  # older papers: "QUYẾT ĐỊNH CỦA CHỦ TỊCH UBND TỈNH …"
    if line.text[: len(name)].isupper() and line.folded.startswith(name):
        return bool(_JOINED_TITLE.match(line.folded, len(name)))
    noisy = not line.is_capitals or any(map(str.isdigit, line.text)) or bare.startswith("den ")
    return noisy and _ends_in(line, name.replace(" ", ""))


def _ends_in(line: Line, name: str) -> bool:
    """Tell whether a name in capitals ends a line of noise: "ĐẾN Ngày:..414 Q UYẾT ĐỊNH"."""
    signs = [n for n, sign in enumerate(line.text) if not sign.isspace()]
    if len(signs) <= len(name):
        return False
    tail = signs[-len(name) :]
    said = "".join(line.folded[n] for n in tail)
    return said == name and all(line.text[n].isupper() for n in tail) and tail[0] > 0


def _is_same(written: str, name: str) -> bool:
    """Compare without spaces: "QUY ẾT Đ ỊNH" of a torn text layer is the same name."""
    one, other = written.replace(" ", ""), name.replace(" ", "")
    return one == other or fuzz.ratio(one, other) >= 90


def _body_start(lines: Sequence[Line], at: int) -> int:
    """Return the number of the line where basis, address or first article begins."""
    for number in range(at + 1, len(lines)):
        folded = lines[number].folded
        if _BASIS.match(folded) or _ARTICLE.match(folded) or _ADDRESSEE.match(folded):
            return number
        if at >= 0 and (number > at + 25 or _is_resolution(lines[number])):
            return min(number, at + 9)
    return len(lines) if at < 0 else min(len(lines), at + 9)


def _opening(lines: Sequence[Line], at: int, body: int) -> tuple[int, int]:
    """Return the offset where the head ends, and the number of the title's first line."""
    if at >= 0:
        return lines[at].span.start, at
    first = _authority_start(lines[:body])
    return (lines[first].span.start if first < len(lines) else 0), first


def _head_start(document: Document, mottos: Sequence[int], opening: int) -> int:
    """Return the offset where the head begins: before the last motto above the title."""
    above = [motto for motto in mottos if motto <= opening]
    page = next((p.span.start for p in document.pages if opening < p.span.end), 0)
    if not above:
        return max(page, opening - _NO_MOTTO_REACH)
    first = above[-1]
    for motto in reversed(above):
        if first - motto > _HEAD_REACH:
            break
        first = motto
    page = next((p.span.start for p in document.pages if first < p.span.end), page)
    return max(page, first - _HEAD_REACH)


def _title_and_authority(
    lines: Sequence[Line], kind: PaperType | None
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Part the lines between the kind's name and the basis into title and authority line."""
    if kind is None or not lines:
        return (), tuple(lines)
    rest = list(lines[1:])
    joined = _JOINED_TITLE.search(lines[0].folded, len(kind.name))
    if joined and lines[0].folded.startswith(fold(kind.name)):
        rest.insert(0, _after(lines[0], joined.end()))
    cut = _authority_start(rest)
    if rest and not rest[0].is_capitals:
        named = (
            n
            for n, line in enumerate(rest)
            if n and line.is_capitals and _AUTHORITY.match(line.folded)
        )
        cut = next(named, cut)
    title, authority = rest[:cut], rest[cut:]
    if kind.kind is not DocumentKind.DECISION:
        opening = (n for n, line in enumerate(title) if n and _TEXT.match(line.folded))
        title = title[: next(opening, len(title))]
    loose = not authority or kind.kind is not DocumentKind.DECISION
    if loose and any(line.zone is Zone.TITLE for line in title):
        # nothing says where the title ends but the page's own look
        title = [line for line in title if line.zone is Zone.TITLE]
    return tuple(title), tuple(authority)


def _authority_start(lines: Sequence[Line]) -> int:
    """Return where the authority line begins among the last three, all in capitals; or the end."""
    start = len(lines)
    while start > max(0, len(lines) - 3) and lines[start - 1].is_capitals:
        start -= 1
    found = (n for n in range(start, len(lines)) if _AUTHORITY.match(lines[n].folded))
    return next(found, len(lines))


def _after(line: Line, offset: int) -> Line:
    span = Span(line.span.start + offset, line.span.end)
    return Line(span, line.text[offset:], line.folded[offset:], line.zone)


def _ends(lines: Sequence[Line], body: int) -> tuple[int, int]:
    """Return the numbers of the lines where the foot and the appendix begin."""
    count = len(lines)
    foot = next((n for n in range(body, count) if _opens_foot(lines, n)), None)
    start = body if foot is None else foot + 1
    appendix = next((n for n in range(start, count) if _opens_appendix(lines[n])), count)
    while start < appendix < count and _titles_appendix(lines[appendix - 1]):
        appendix -= 1
    if foot is None:
        return appendix, appendix
    return foot, min(appendix, foot + _LONGEST_FOOT)


def _opens_foot(lines: Sequence[Line], number: int) -> bool:
    line = lines[number]
    if RECIPIENTS.match(line.folded) or line.zone is Zone.FOOT:
        return True
    if number and lines[number - 1].text.endswith("./."):
        return True
    return bool(ON_BEHALF.match(line.folded)) and len(line.text) < 70


def _opens_appendix(line: Line) -> bool:
    if _ATTACHED.match(line.folded) or _ANNEX.fullmatch(line.folded):
        return True
    return line.is_capitals and bool(_APPENDIX.match(line.folded)) and line.zone is not Zone.FOOT


def _titles_appendix(line: Line) -> bool:
    """Tell a line of an appendix's title in capitals from the end of the signature."""
    if not line.is_capitals or ON_BEHALF.match(line.folded) or post_of(line.text):
        return False
    words = line.text.split()
    return len(words) > 1 and not (is_surname(words[0]) and len(words) < 6)
