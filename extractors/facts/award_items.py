"""A run of list text in, its items out: product, maker and place, and what joined them.

Linking needs no parser (measured.md): a product belongs to the nearest following maker across
"của", "do", "(" or a dash; a maker that begins a piece takes what follows "với sản phẩm". Items are
parted by semicolons outside brackets; within a piece by the makers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.facts.lexicon import LOWER, UPPER
from extractors.facts.numerals import number
from extractors.facts.producers import producers
from extractors.facts.product_names import depths, product_in, split_names, splits_by_itself
from extractors.facts.prose_places import Place, is_capitals, is_place, place_after
from pipeline.document import Span


@dataclass(frozen=True, slots=True)
class Item:
    """One product of a list, perhaps a run of several; ``end`` is where its words end."""

    product: Span
    producer: Span | None
    place: Span | None
    pattern: str
    end: int
    wanted: int | None = None  # "2 sản phẩm là A và B"
    shared_place: bool = False


_MAKER_WORDS = r"(?:(?:chủ\s+thể|đơn\s+vị|cơ\s+sở|các|gia\s+đình)\s*:?\s+(?=\S))?"
_LINKS = (
    (
        "của",
        re.compile(
            rf"(?:\s|,)*(?:(?:là\s+)?sản\s+phẩm\s+)?\b(?:của|do|thuộc|by|of)\s+{_MAKER_WORDS}$"
        ),
    ),
    (
        "bracket",
        re.compile(
            r"\s*[(\[]\s*(?:(?:của|do|sản\s+xuất\s+bởi|đơn\s+vị\s+sản\s+xuất|đơn\s+vị|chủ\s+thể|cơ\s+sở)\s*:?\s+)?$"
        ),
    ),
    ("cho", re.compile(r"\s+cho\s+$")),
    ("dash", re.compile(r"\s+[-–—]\s*$|\s*[-–—]\s+$")),
    ("comma", re.compile(r"\s*,\s*$")),
)
_LONGEST_LINK = 40
# What joins a maker with its products after it, as in "HTX A có 2 sản phẩm là"
_FIRST = re.compile(
    r"\s*(?:,\s*)?(?:(?:cũng\s+|hiện\s+)?có|với|đạt[^;,:]{0,40}?\bvới|được[^;,:]{0,50}?\b(?:cho|với)|nhận[^;,:]{0,40}?\b(?:cho|với)|được\s+công\s+nhận|gồm)"
    r"\s+(?:(?:cho\s+)?(?P<count>\d{1,2}|hai|ba|bốn|năm|sáu)\s+|các\s+|những\s+|một\s+)?"
    r"(?:(?P<noun>(?<!bộ )sản\s+phẩm)(?:\s*/\s*bộ\s+sản\s+phẩm)?\s*"
    r"(?:\s(?:là|gồm|như\s+sau|đạt\s+giải\s+là))?\s*[:,]?\s*|(?=bộ\s+sản\s+phẩm|[“\"]|\S))"
)
# A colon, a dash or a bracket does so where the maker opens its piece
_FIRST_COLON = re.compile(r"\s*:\s*")
_FIRST_DASH = re.compile(r"\s+[-–—]\s+")
_FIRST_BRACKET = re.compile(rf"\s*\((?=[{LOWER}“\"])")
_HAS = ("có", "cũng", "hiện", "gồm", "được")
_VERB = re.compile(
    r"\s+(?:được|đạt|đã|vừa|lọt|vinh\s+dự|nằm\s+trong)\s+[^.;]{0,40}(?:công\s+nhận|chứng\s+nhận|giải|cấp|vinh|danh|cnnt)"
)
_RENAMED = re.compile(r"\s*,?\s*\(?\s*(?:nay|hiện)\s+(?:là|đổi\s+tên(?:\s+thành)?|đổi\s+thành)\s+")
_MADE = re.compile(
    r"\s+(?:làm\s+ra|sản\s+xuất(?:\s+và\s+kinh\s+doanh)?|chế\s+biến|thực\s+hiện|đăng\s+ký)(?!\w)"
)
_SEPARATOR = re.compile(r"\s*(?:[,;.]|và\b|cùng\b)?\s*")
_PLACED = re.compile(r"\s*\(([^()]{2,60})\)\s*(?:,|và\b)\s*")
_PERSON = re.compile(
    rf"\b(?:của|do|bởi)\s+(?P<name>(?i:nghệ\s+nhân|ông|bà|anh|chị|cô|chú)\s+[{UPPER}][\w’']*(?:\s+[{UPPER}][\w’']*){{0,4}})"
)
_BARE = re.compile(
    rf"\b(?:của|do)\s+(?P<name>[{UPPER}][\w’']*(?:\s+[{UPPER}][\w’']*){{1,5}})(?=\s*(?:[(;,.]|$|sản\s+xuất))"
)


def items(text: str, low: str, start: int, end: int, *, listed: bool) -> list[Item]:
    """Return the items between two offsets; ``listed`` where a list is known to stand there."""
    pieces = list(_pieces(text, start, end))
    found: list[Item] = []
    for left, right in pieces:
        found += _piece(text, low, left, right, listed=listed or len(pieces) > 1)
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth = depths(text, start, end)
    # one bracket that never closes must not swallow the rest of a list
    at = start
    for offset in range(start, end):
        if text[offset] == ";" and (not depth[offset - start] or ")" not in text[offset:end]):
            yield at, offset
            at = offset + 1
    if at < end:
        yield at, end


def _piece(text: str, low: str, start: int, end: int, *, listed: bool) -> list[Item]:
    makers = _makers(text, low, start, end, listed=listed)
    found: list[Item] = []
    at = start
    for index, maker in enumerate(makers):
        if maker.start < at:
            continue
        border = makers[index + 1].start if index + 1 < len(makers) else end
        again = bool(found) and found[-1].pattern == "maker-first"
        step = _maker_after(text, low, at, maker, end, listed=listed) or _maker_first(
            text, low, maker, border, end, listed=listed, again=again
        )
        if step is None:
            at = _tail(text, low, maker, end, inside=False)[1]
            continue
        found += _products_before(text, low, at, step)
        found.append(step)
        at = max(step.end, maker.end)
    if found or listed:
        found += _alone(text, low, at, end, makers)
    return found


def _makers(text: str, low: str, start: int, end: int, *, listed: bool) -> list[Span]:
    found = list(producers(text, low, start, end))
    patterns = (_PERSON, _BARE) if listed and not found else (_PERSON,)
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            span = Span(*match.span("name"))
            if not any(span.overlaps(other) for other in found) and not is_place(low, span.start):
                found.append(span)
    return sorted(found)


def _maker_after(
    text: str, low: str, at: int, maker: Span, end: int, *, listed: bool
) -> Item | None:
    """Join a maker with the product before it: "P của W (place)", "P (W, place)", "“P”, W"."""
    for pattern, link in _LINKS:
        match = link.search(low, max(at, maker.start - _LONGEST_LINK), maker.start)
        if match is None:
            continue
        quoted = text[at : match.start()].rstrip().endswith(("”", '"'))
        if pattern in ("comma", "dash") and not (listed or quoted):
            continue
        product = product_in(text, low, _after_placed(text, low, at, match.start()), match.start())
        if product is None:
            return None
        owner, stop, place = _tail(text, low, maker, end, inside=pattern == "bracket")
        return Item(product, owner, place.span, pattern, stop, shared_place=place.shared)
    return None


def _maker_first(
    text: str, low: str, maker: Span, border: int, end: int, *, listed: bool, again: bool
) -> Item | None:
    """Join a maker with the product after it: "W với sản phẩm P", "W có 2 sản phẩm: P, Q".

    ``again`` where the maker before stood first too: then "W (P), W (P)" goes on after a comma.
    """
    owner, after, place = _tail(text, low, maker, end, inside=False)
    link = _FIRST.match(low, after, border)
    bare = link is not None and link.group().split()[0].strip(",") in _HAS and not link["noun"]
    if bare and not listed:
        link = None
    before = low[: maker.start].rstrip(" \n-–•*+0123456789.)")
    opens = before[-1:] in ("", ";", ":", "\n", ".") or (again and before.endswith((",", "và")))
    if link is None and opens:
        ways = (_FIRST_COLON, _FIRST_DASH, _FIRST_BRACKET)
        link = next((m for way in ways if (m := way.match(low, after, border))), None)
    if link is None:
        return None
    stop = _before_verb(low, link.end(), _end_before(low, link.end(), border))
    if link.group().endswith("("):
        closing = text.find(")", link.end(), stop)
        stop = closing if closing > 0 else stop
    product = product_in(text, low, link.end(), stop)
    if product is None:
        return None
    count = link.groupdict().get("count")
    wanted = number(count) if count else None
    return Item(product, owner, place.span, "maker-first", stop, wanted, place.shared)


def _end_before(low: str, start: int, border: int) -> int:
    """Return where a product ends before the next maker: its separator is not part of it."""
    words = low[start:border]
    tail = re.search(r"(?:\s*(?:,|;|và|cùng|còn|-|–)\s*)+(?:trao\s+cho\s+|của\s+|cho\s+)?$", words)
    return start + tail.start() if tail is not None and tail.group().strip() else border


def _before_verb(low: str, start: int, end: int) -> int:
    """Return where a verb ends a product: "có 2 sản phẩm là trà A và trà B được công nhận"."""
    verb = _VERB.search(low, start, end)
    return verb.start() if verb is not None else end


def _tail(text: str, low: str, maker: Span, end: int, *, inside: bool) -> tuple[Span, int, Place]:
    """Read what follows a maker: a new name, "sản xuất", its place; return owner and end."""
    at = maker.end
    owner = maker
    closing = text.find(")", at, end) if inside else -1
    limit = closing if closing >= 0 else end
    if renamed := _RENAMED.match(low, at, limit):
        later = next(producers(text, low, renamed.end(), limit), None)
        at = later.end if later is not None and later.start <= renamed.end() + 2 else renamed.end()
        if text[at : at + 1] == ")" and "(" in renamed.group():
            at += 1
    if made := _MADE.match(low, at, limit):
        at = made.end()
    company = _bracketed_maker(text, low, at, limit)
    if company is not None:
        owner = company
        place = place_after(text, low, company.end, text.find(")", company.end, end))
        return owner, text.find(")", company.end, end) + 1, place
    place = place_after(text, low, at, limit)
    if inside and closing >= 0:
        rest = text[at:closing].strip(" ,-–")
        if (
            place.span is None
            and rest
            and (is_capitals(rest) or is_place(low, text.find(rest, at)))
        ):
            left = text.find(rest, at)
            place = Place(Span(left, left + len(rest)), closing)
        return owner, closing + 1, place
    return owner, max(at, place.end), place


def _bracketed_maker(text: str, low: str, at: int, end: int) -> Span | None:
    """Find an artisan's firm: "nghệ nhân Dương Ngọc Thắng (Công ty TNHH ..., thị xã Điện Bàn)"."""
    opening = re.compile(r"\s*\(\s*").match(text, at, end)
    if opening is None or text.find(")", opening.end(), end) < 0:
        return None
    first = next(producers(text, low, opening.end(), text.find(")", opening.end(), end)), None)
    return first if first is not None and first.start == opening.end() else None


def _products_before(text: str, low: str, at: int, item: Item) -> Iterator[Item]:
    """Yield products that a bracketed place ends before it: "lạp xưởng (xã X) và tủ thờ của"."""
    for start, place, end in _placed(text, low, at, item.product.start):
        product = product_in(text, low, at, start)
        if product is not None:
            yield Item(product, None, place, "product-only", end)
        at = end


def _after_placed(text: str, low: str, at: int, end: int) -> int:
    return max((stop for _, _, stop in _placed(text, low, at, end)), default=at)


def _placed(text: str, low: str, at: int, end: int) -> Iterator[tuple[int, Span, int]]:
    """Yield bracketed places that end an item: the bracket's start, the place, what follows."""
    for match in _PLACED.finditer(text, at, end):
        place = Span(*match.span(1))
        if is_place(low, place.start) or is_capitals(match.group(1)):
            yield match.start(), place, match.end()


def _alone(text: str, low: str, at: int, end: int, makers: Sequence[Span]) -> Iterator[Item]:
    """Yield the product that a piece without a maker is, with a bracketed place after it."""
    separator = _SEPARATOR.match(low, at, end)
    start = separator.end() if separator else at
    if makers and start >= end:
        return
    stop = end
    while stop > start and text[stop - 1] in " .\n;,":
        stop -= 1
    bracket = re.search(r"\s*\(([^()]{2,80})\)$", text[start:stop])
    place = None
    if bracket is not None:
        inner = start + bracket.start(1)
        if is_place(low, inner) or is_capitals(bracket.group(1)):
            place = Span(inner, inner + len(bracket.group(1)))
            stop = start + bracket.start()
    product = product_in(text, low, start, stop)
    if product is not None and not any(product.overlaps(maker) for maker in makers):
        yield Item(product, None, place, "product-only", end)


def _with_shared_places(found: list[Item]) -> list[Item]:
    """Give "(đều tại xã X)" to the items before it that have no place of their own.

    Where one maker has several products before it, "đều" speaks of those alone.
    """
    result = list(found)
    for index, item in enumerate(found):
        if not item.shared_place or any(
            other is not item and other.producer == item.producer for other in found
        ):
            continue
        for earlier in range(index - 1, -1, -1):
            if result[earlier].place is not None:
                break
            result[earlier] = replace(result[earlier], place=item.place)
    return result


def resolved(text: str, low: str, found: Sequence[Item], stated: int | None) -> list[Item]:
    """Settle which runs "A và B", "A, B" are one product; the stated number decides if it can."""
    return _with_shared_places(_settled(text, low, found, stated))


def _settled(text: str, low: str, found: Sequence[Item], stated: int | None) -> list[Item]:
    default = [part for item in found for part in _split(text, low, item, own=True)]
    if stated is None or len(default) == stated:
        return default
    for ands, commas in ((False, False), (True, False), (False, True), (True, True)):
        tried = [
            part for item in found for part in _split(text, low, item, commas=commas, ands=ands)
        ]
        if len(tried) == stated:
            return tried
    return default


def _split(
    text: str, low: str, item: Item, *, commas: bool = False, ands: bool = False, own: bool = False
) -> list[Item]:
    if item.wanted is not None:
        for both in ((False, True), (True, False), (True, True)):
            spans = list(split_names(text, low, item.product, commas=both[0], ands=both[1]))
            if len(spans) == item.wanted:
                return [replace(item, product=span) for span in spans]
        return [item]
    if own:
        ands = splits_by_itself(text, item.product)
    spans = list(split_names(text, low, item.product, commas=commas, ands=ands))
    return [replace(item, product=span) for span in spans]
