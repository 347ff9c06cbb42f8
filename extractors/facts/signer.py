"""Who signed: "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Nguyễn Văn A" at a paper's foot.

The foot has two columns, and carriers flatten them in every way: the recipients first, line by line
interleaved, or a whole block in one table cell. So the foot is first cut into pieces (a piece is a
post, an on-behalf line or a name), whatever stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.documents.paper import ON_BEHALF, RECIPIENTS, Line
from extractors.facts.issuer import (
    deputy_of,
    find_bodies,
    find_posts,
    is_surname,
    post_of,
    proper_case,
)
from pipeline.document import Span
from pipeline.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Signer:
    """The signature as read, each part with where it stands."""

    name: str | None = None
    name_span: Span | None = None
    position: str | None = None
    position_span: Span | None = None
    on_behalf: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    span: Span

    @property
    def folded(self) -> str:
        return fold(self.text)


# what a copy has in a signature's place: "(Đã ký)", "Đã ký:", "[đã ký]"
_SIGNED = re.compile(r"[(\[]?\s?da ky(?: ten)?(?:,? (?:va )?dong dau)?\s?[)\]:]?")
# "Nguyễn Văn A", "NGUYỄN VĂN A", with a degree before it
_DEGREE = re.compile(r"^(?:(?:TS|ThS|Ths|PGS|GS|BS|KS|Dr)\.?\s?)+")
# "KT. CHỦ TỊCH": signed in the chief's place
_IN_PLACE = re.compile(r"k/?t\s?[.,]")
_LIKE = 72  # percent of a post that a seal must leave for it to be known
_WORD = re.compile(r"\S+")
# lines of the left column: "- Như Điều 3;", "Lưu: VT, CN.", "+ Sở Tài chính"
_RECIPIENT = re.compile(r"\s*(?:[-–+•*]|luu\b|nhu dieu|nhu tren|noi nh[aâ]n)")
# "TM.", "KT.", "TL.", "TUQ.", "Q." opening an on-behalf line anywhere in a flattened one
_MARK = re.compile(
    r"(?:^|(?<=\s))(?:TM|KT|TL|TUQ|T\.U\.Q|Q|T/M|K/T|tm|kt)\s?[.,/]{1,2}\s?(?=[^\W\d_])"
)
_ACTING = re.compile(r"(?:q\s?[.]|quyen )\s?")


def find_signer(foot: Sequence[Line]) -> Signer:
    """Return who signed, from the lines of a foot; parts that can't be told stay None."""
    pieces = [piece for line in foot for piece in _pieces(line)]
    behalf = [n for n, piece in enumerate(pieces) if _is_on_behalf(piece)]
    start = behalf[-1] + 1 if behalf else 0
    posts = [n for n in range(start, len(pieces)) if post_of(_unacting(pieces[n].text))]
    signing = tuple(pieces[n].text for n in behalf)
    if behalf and _ACTING.match(pieces[behalf[-1]].folded):
        posts.insert(0, behalf[-1])
    at, position = _position(pieces, behalf, posts)
    if position is None:
        name = _name(pieces, start) if behalf else None
        return Signer(*_of(name), on_behalf=signing)
    name = _name(pieces, at + 1) or _name(pieces, 0) or _unknown_name(pieces, at + 1)
    return Signer(*_of(name), position, pieces[at].span, signing)


def _position(
    pieces: Sequence[_Piece], behalf: Sequence[int], posts: Sequence[int]
) -> tuple[int, str | None]:
    """Return the signer's post and the number of its piece.

    Who signs "KT. CHỦ TỊCH" can only be a deputy: where a seal left "Ó CHỦ TỊCH" or "HU TƯỚNG" of
    the post, the line above tells which.
    """
    at = posts[0] if posts else -1
    written = pieces[at].text if posts else ""
    position = post_of(_unacting(written)) if posts else None
    if position is not None and _ACTING.match(fold(written)):
        return at, f"Quyền {position}"
    chiefs = pieces[behalf[-1]].text if behalf else ""
    if not _IN_PLACE.match(fold(chiefs)):
        return at, position
    if position is not None and position.startswith(("Phó", "Thứ")):
        return at, position
    for number in range(behalf[-1] + 1, len(pieces)):
        for deputy in deputy_of(chiefs):
            likeness = fuzz.partial_ratio(pieces[number].folded, fold(deputy))
            if len(pieces[number].text) > 4 and likeness >= _LIKE:
                return number, deputy
    return -1, None


def name_of(text: str) -> str | None:
    """Return a person's name in its usual case: "NGUYỄN VĂN A" is "Nguyễn Văn A"; or None."""
    bare = _DEGREE.sub("", text.strip(" .,;:()"))
    words = bare.split()
    if not 2 <= len(words) <= 5 or not is_surname(words[0]):
        return None
    if not all(
        word[0].isupper() and all(sign.isalpha() or sign in "-'" for sign in word) for word in words
    ):
        return None
    if post_of(bare) is not None or any(len(word) > 7 for word in words):
        return None
    return proper_case(bare) if bare.isupper() else " ".join(words)


def _of(found: tuple[str, Span] | None) -> tuple[str | None, Span | None]:
    return found if found is not None else (None, None)


def _name(pieces: Sequence[_Piece], start: int) -> tuple[str, Span] | None:
    """Return the last piece that is a name: it stands under the signature."""
    for piece in reversed(pieces[start:]):
        if name := name_of(piece.text):
            return name, piece.span
    return None


def _unknown_name(pieces: Sequence[_Piece], start: int) -> tuple[str, Span] | None:
    """Return the last piece set like a name, where its family name is not one we know."""
    for piece in reversed(pieces[start:]):
        words = piece.text.split()
        if 2 <= len(words) <= 5 and all(map(_is_title, words)) and piece.text[-1].isalpha():
            return piece.text, piece.span
    return None


def _is_on_behalf(piece: _Piece) -> bool:
    """Tell "KT. CHỦ TỊCH" from the typist's "KT.Hg (5)" at the end of the recipients."""
    if not ON_BEHALF.match(piece.folded):
        return False
    return any(find_posts(piece.text)) or any(find_bodies(piece.text))


def _unacting(text: str) -> str:
    match = _ACTING.match(fold(text))
    return text[match.end() :] if match else text


def _pieces(line: Line) -> Iterator[_Piece]:
    """Cut a line into posts, on-behalf parts and names; recipients beside them fall away."""
    text = line.text
    if RECIPIENTS.match(line.folded) or _RECIPIENT.match(line.folded):
        cut = _after_recipient(text)
        if cut is None:
            return
        text = text[cut:]
    else:
        cut = 0
    offset = line.span.start + cut
    bounds = sorted({0, len(text), *_breaks(text)})
    for start, end in pairwise(bounds):
        raw = text[start:end]
        stripped = _SIGNED.sub("", fold(raw)).strip()
        if stripped:
            left = len(raw) - len(raw.lstrip())
            span = Span(offset + start + left, offset + start + left + len(raw.strip()))
            yield _Piece(raw.strip(), span)


def _after_recipient(text: str) -> int | None:
    """Return where the right column begins in an interleaved line, or None where it doesn't.

    "- Như Điều 3; PHÓ CHỦ TỊCH" goes on with capitals, "- Lưu: VT, CN. Lê Thị B" with a name.
    """
    posts = [start for start, end in find_posts(text) if text[start:end].isupper()]
    bodies = [start for _, start, _ in find_bodies(text)]
    marks = [m.start() for m in _MARK.finditer(text) if m.end() in (*posts, *bodies)]
    if marks or posts:
        return min([*marks, *posts])
    for match in re.finditer(r"(?:[.;:)]|VT|\d)\s+(?=[^\W\d_])", text):
        if name_of(text[match.end() :]):
            return match.end()
    return None


def _breaks(text: str) -> Iterable[int]:
    """Return where a flattened signature should have had line breaks."""
    marks = [match.span() for match in _MARK.finditer(text)]
    yield from (start for start, _ in marks)
    led = {end for _, end in marks}
    posts = [(start, end) for start, end in find_posts(text) if text[start:end].isupper()]
    for number, (start, _) in enumerate(posts):
        acting = fold(text[:start]).endswith("quyen ")
        if start not in led and not _is_joined(text, posts, number):
            yield start - len("quyen ") if acting else start
    yield from _case_changes(text)


def _is_joined(text: str, posts: Sequence[tuple[int, int]], number: int) -> bool:
    """Tell whether a post goes on from the one before: "KT. BỘ TRƯỞNG, CHỦ NHIỆM"."""
    return number > 0 and "," in text[posts[number - 1][1] : posts[number][0]]


def _case_changes(text: str) -> Iterator[int]:
    """Yield where capitals end and a name or a bracket begins: "PHÓ CHỦ TỊCH Nguyễn Văn A"."""
    words = list(_WORD.finditer(text))
    for before, after in pairwise(words):
        capitals = len(before.group()) > 1 and before.group().isupper()
        bracketed = after.group().startswith(("(", "[")) or before.group().endswith((")", "]"))
        if bracketed or (capitals and _is_title(after.group())):
            yield after.start()


def _is_title(word: str) -> bool:
    return word == "Y" or (len(word) > 1 and word[0].isupper() and word[1:].islower())
