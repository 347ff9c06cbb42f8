"""Lists of products without makers: "Đó là: bộ bình ly quế, cà vạt thổ cẩm", by group or place.

Something firm must open the list ("gồm:", a group's name, a grade); kinds of goods and examples
("như chè, miến ...") open none. Semicolons part items, or, where brackets name a place for several,
the places; the stated number decides where it can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.facts.award_items import Item
from extractors.facts.counts import group_names
from extractors.facts.grades import GRADE
from extractors.facts.lexicon import alternation, data
from extractors.facts.product_names import (
    depths,
    is_product,
    split_names,
    splits_by_itself,
    trimmed,
)
from extractors.facts.prose_places import is_capitals, is_place
from pipeline.document import Span

# What opens a list, as in "sản phẩm là" or "Ngoài ra còn có"
_HEAD = re.compile(
    r"(?:(?:ngoài\s+ra|còn)\s*,?\s+(?:còn\s+)?có|(?:bao\s+)?gồm(?:\s+có)?|đó\s+là|cụ\s+thể(?:\s+là)?|như\s+sau|sau\s+đây|lần\s+lượt\s+là"
    r"|sản\s+phẩm(?:\s+\w+){0,6}?\s+là|giải\s+là)\s*(?:các\s+sản\s+phẩm\s*)?:?\s+|:\s+"
)
# "nhóm sản phẩm thủ công mỹ nghệ có Đũa buông và Vòng đeo tay"
_GROUP_HAS = r"(?<!\w)(?:{groups})\s+(?:có|gồm|là|với)\s+(?!\d)"
_ALL_GOOD = 0.7  # share of pieces that must be names
_BRACKET = re.compile(r"\s*\(([^()]{2,80})\)\s*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch between semicolons, with the place in brackets at its end."""

    span: Span
    place: Span | None


@cache
def _heads() -> re.Pattern[str]:
    forms = [form for group in data("steps.toml")["groups"] for form in group["forms"]]
    return re.compile(f"{_GROUP_HAS.format(groups=alternation(forms))}|{_HEAD.pattern}")


@cache
def _refused() -> re.Pattern[str]:
    lists = data("products.toml")["context"]
    return re.compile(rf"(?<!\w)(?:{alternation([*lists['kinds'], *lists['examples']])})(?!\w)")


def listed_products(text: str, low: str, region: Span, stated: int | None) -> list[Item]:
    """Return the products of the lists that open inside a region."""
    found: list[Item] = []
    for segment, label in _segments(text, low, region):
        if not _refused().search(label):
            least = 1 if stated == 1 else 2
            found += plain_items(text, low, segment, stated, least=least)
    return found


def _segments(text: str, low: str, region: Span) -> Iterator[tuple[Span, str]]:
    """Yield each list's stretch and the words that open it."""
    depth = depths(text, region.start, region.end)
    heads = [
        match
        for match in _heads().finditer(low, region.start, region.end)
        if not depth[match.start() - region.start]
    ]
    for index, head in enumerate(heads):
        following = heads[index + 1] if index + 1 < len(heads) else None
        if following is not None and _is_nested(low, head, following):
            continue
        end = region.end if following is None else _label_start(low, head.end(), following.start())
        label = low[max(region.start, head.start() - 60) : head.end()]
        opened = group_names().search(label) or GRADE.search(label) or "sản phẩm" in label
        if opened or head.group().strip(" :"):
            yield Span(head.end(), end), label


def _is_nested(low: str, head: re.Match[str], following: re.Match[str]) -> bool:
    """Tell whether the next head belongs to this one: "gồm: nhóm thủ công mỹ nghệ: A; B"."""
    between = low[head.end() : following.start()]
    return len(between) < 45 and ";" not in between and not re.search(r",.*,", between)


def _label_start(low: str, start: int, head: int) -> int:
    """Return where the next list's label begins: after the last sign that parts items."""
    return max(low.rfind(sign, start, head) for sign in ";.,") if head > start else head


def plain_items(text: str, low: str, region: Span, stated: int | None, *, least: int) -> list[Item]:
    """Split a bare list into products; none where too few pieces read as names."""
    if len(region) <= 0:
        return []
    pieces = list(_pieces(text, low, region))
    grouped = len(pieces) > 1
    by_place = grouped and any(p.place and "," in text[p.span.start : p.span.end] for p in pieces)
    ways = [by_place or not grouped] if not grouped else [by_place, not by_place]
    tried = [_items(text, low, pieces, commas=commas) for commas in ways]
    good = [each for each in tried if each is not None and len(each) >= least]
    exact = [each for each in good if len(each) == stated]
    return (exact or good or [[]])[0]


def _pieces(text: str, low: str, region: Span) -> Iterator[_Piece]:
    depth = depths(text, region.start, region.end)
    cuts = [
        n for n, sign in enumerate(text[region.start : region.end]) if sign == ";" and not depth[n]
    ]
    for left, right in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(region)], strict=True):
        start, end = region.start + left, region.start + right
        while end > start and text[end - 1] in " \n.,;":
            end -= 1
        bracket = _BRACKET.search(text[start:end])
        place = None
        if bracket is not None:
            inner = Span(start + bracket.start(1), start + bracket.end(1))
            if is_place(low, inner.start) or is_capitals(bracket.group(1)):
                place, end = inner, start + bracket.start()
        if text[start:end].strip():
            yield _Piece(Span(start, end), place)


def _items(text: str, low: str, pieces: Sequence[_Piece], *, commas: bool) -> list[Item] | None:
    """Return the items of all pieces, None where too many of them are no names."""
    good: list[Item] = []
    parts = 0
    for number, piece in enumerate(pieces):
        spans = list(_cut(text, piece.span)) if commas else [piece.span]
        parts += len(spans)
        for index, span in enumerate(spans):
            name = trimmed(text, low, span.start, span.end)
            if name is None or not is_product(text, low, name):
                continue
            last = index == len(spans) - 1 and number == len(pieces) - 1 and len(spans) > 1
            ands = last or splits_by_itself(text, name)
            good += [
                Item(each, None, piece.place, "product-only", piece.span.end)
                for each in split_names(text, low, name, commas=False, ands=ands)
            ]
            # an item's end is its own comma, so that only what breaks off is dropped
            if good and index < len(spans) - 1:
                good[-1] = replace(good[-1], end=span.end)
    return good if parts and len(good) >= _ALL_GOOD * parts else None


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Yield the stretches between commas outside brackets; a set keeps its commas."""
    depth = depths(text, span.start, span.end)
    start = span.start
    for offset in range(span.start, span.end):
        if text[offset] == "," and not depth[offset - span.start]:
            yield Span(start, offset)
            start = offset + 1
    yield Span(start, span.end)
