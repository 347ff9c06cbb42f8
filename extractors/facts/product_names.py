"""Where a product's name begins and ends in a run of words, and whether it is one at all.

"Hai giải nhất: “Giá treo khăn”" is "Giá treo khăn"; "Huyện Mang Thít có gạch tàu không nung" is
"gạch tàu không nung"; "bộ sản phẩm A, B" stays one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts.counts import group_names
from extractors.facts.lexicon import UPPER, alternation, data
from extractors.facts.programme import own_names
from pipeline.document import Span

_MOST_LETTERS = 170
_MOST_SYLLABLES = 30
_OPEN, _CLOSE = "([“", ")]”"
_NUMBERING = re.compile(r"\s*(?:[-–•+*▪●]|\(?\d{1,2}[.)/](?=\s)|\(\d{1,2}\)|[a-zđ][)](?=\s))\s*")
# "sản phẩm miến tỏi đen" begins after the noun; "bộ sản phẩm Nước mắm" with its "bộ"
_GENERIC = re.compile(r"(?<!bộ )(?<!các nhóm )\bsản\s+phẩm\s*:?\s+(?=[^\s,;:.)])")
_SET = re.compile(r"\bbộ\s+(?:sản\s+phẩm|quà|đôi)\b")
_QUOTED = re.compile(r"^[“\"‘'«]\s*([^“”\"«»]+?)\s*[”\"’'»]$")
_COUNTED = re.compile(r"\d+\s*(?:/\s*\d+\s*)?(?:sản\s+phẩm|giải|điểm|đồng|%|cơ\s+sở|đơn\s+vị)")
_DATED = re.compile(r"\b(?:năm|tháng|ngày)\s+\d")
_HAS_OWNER = re.compile(
    r"\b(?:huyện|tỉnh|xã|phường|thị\s+xã|tp|tx|thành\s+phố|quận|đơn\s+vị|địa\s+phương)\b|[:,]"
)
_AND = re.compile(r"\s+(?:và|cùng(?:\s+với)?)\s+")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(data('products.toml')[name])})(?!\w)")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(data('products.toml')['leads'])})(?=\s)\s*")


@cache
def _general() -> frozenset[str]:
    return frozenset(data("products.toml")["general"])


def depths(text: str, start: int, end: int) -> list[int]:
    """Return for each character between two offsets how many brackets and quotes enclose it."""
    depth, found, straight = 0, [], False
    for sign in text[start:end]:
        if sign in _CLOSE:
            depth = max(0, depth - 1)
        found.append(depth + straight)
        if sign == '"':
            straight = not straight
        if sign in _OPEN:
            depth += 1
    return found


def product_in(text: str, low: str, start: int, end: int) -> Span | None:
    """Return the product's name that ends at ``end``, cut free of what introduces it."""
    begin = _begin(text, low, start, end)
    span = trimmed(text, low, begin, end)
    while span is not None:
        if is_product(text, low, span):
            return span
        # "Tại lễ trao, trà Ô long": drop what stands before a comma and try the rest
        depth = depths(text, span.start, span.end)
        comma = next(
            (
                n
                for n, sign in enumerate(text[span.start : span.end])
                if sign == "," and not depth[n]
            ),
            None,
        )
        if comma is None:
            return None
        span = trimmed(text, low, span.start + comma + 1, span.end)
    return None


def _begin(text: str, low: str, start: int, end: int) -> int:
    """Return the offset after the last words that introduce a name, at the depth of the text."""
    depth = depths(text, start, end)
    begin = start
    for match in re.finditer(rf":(?=\s|[“\"{UPPER}])", text[start:end]):
        if not depth[match.start()]:
            begin = start + match.end()
    for name in ("intros", "weak_intros"):
        for match in _pattern(name).finditer(low, begin, end):
            if depth[match.start() - start] or match.end() >= end:
                continue
            if (
                name == "intros"
                or _HAS_OWNER.search(low, start, match.start())
                or _capital_before(text, start, match.start())
            ):
                begin = match.end()
    for match in _GENERIC.finditer(low, begin, end):
        if not depth[match.start() - start] and not own_names().match(low, match.end()):
            begin = match.end()
    sets = [m.start() for m in _SET.finditer(low, begin, end) if not depth[m.start() - start]]
    if (
        sets
        and not re.search(r"(?:,|\bvà)\s*$", low[begin : sets[-1]])
        and low[begin : sets[-1]].strip()
    ):
        begin = sets[-1]
    return begin


def _capital_before(text: str, start: int, at: int) -> bool:
    """Tell whether a name stands right before a weak word: "Hậu Giang có"."""
    return bool(re.search(rf"[{UPPER}][\w]*\s*$", text[start:at]))


def trimmed(text: str, low: str, start: int, end: int) -> Span | None:
    """Cut numbering, blanks, small leading words and whole quotes off a name."""
    while True:
        while start < end and text[start] in " \n\t\u00a0,;:.":
            start += 1
        while end > start and text[end - 1] in " \n\t\u00a0,;:.–-":
            end -= 1
        if start >= end:
            return None
        step = _NUMBERING.match(text, start, end) or _leads().match(low, start, end)
        if step is None or step.end() >= end or _is_part_of_name(text, low, step):
            break
        start = step.end()
    quoted = _QUOTED.match(text[start:end])
    if quoted is not None:
        start, end = start + quoted.start(1), start + quoted.end(1)
    return Span(start, end)


def _is_part_of_name(text: str, low: str, step: re.Match[str]) -> bool:
    """Keep "Hai Lúa", "Ba Hội": a capital number word before a capital is a name."""
    word = text[step.start() : step.end()].strip()
    return word in ("Hai", "Ba", "Bốn", "Một", "Có") and text[step.end() : step.end() + 1].isupper()


def is_product(text: str, low: str, span: Span) -> bool:
    """Tell whether a run of words can be a product's name."""
    name = low[span.start : span.end]
    words = name.split()
    if not 2 <= len(name) <= _MOST_LETTERS or len(words) > _MOST_SYLLABLES:
        return False
    if not any(sign.isalpha() for sign in name) or name in _general():
        return False
    outside = _outside_quotes(name)
    if _COUNTED.search(outside) or _DATED.search(outside) or own_names().search(outside):
        return False
    never = _pattern("never").search(outside)
    if never is not None and not _is_name_at(text, span, never):
        return False
    whole_group = group_names().fullmatch(name)
    if whole_group is not None:
        return False
    return len(words) > 1 or text[span.start].isupper() or len(name) >= 3


def _outside_quotes(name: str) -> str:
    return re.sub(r"[“\"][^“”\"]*[”\"]|\([^()]*\)", lambda m: " " * len(m.group()), name)


def _is_name_at(text: str, span: Span, found: re.Match[str]) -> bool:
    """Let a word stand that is a proper name here: the "Đạt" of "Trà Hảo Đạt"."""
    start = span.start + found.start()
    return start > span.start and text[start].isupper() and " " not in found.group()


def split_names(text: str, low: str, span: Span, *, commas: bool, ands: bool) -> Iterator[Span]:
    """Yield the names that a run joins with commas or "và"; a set stays whole.

    "bột sữa sen, tắc mật ong, bộ sản phẩm trà A, trà B": where one set is marked, the rest are not.
    """
    later = _later_set(text, low, span)
    if later is not None:
        joint = re.search(r"\s*(?:,\s*)?(?:và\s*)?$", low[span.start : later])
        assert joint is not None
        before = trimmed(text, low, span.start, span.start + joint.start())
        if before is not None:
            yield from split_names(text, low, before, commas=True, ands=True)
        yield from split_names(text, low, Span(later, span.end), commas=commas, ands=ands)
        return
    if _SET.match(low, span.start) or low.startswith("bộ ", span.start):
        yield span
        return
    depth = depths(text, span.start, span.end)
    cuts: list[tuple[int, int]] = []
    if commas:
        cuts += [
            (m.start(), m.end())
            for m in re.finditer(r",\s*(?:và\s+)?", text[span.start : span.end])
        ]
    if ands:
        cuts += [(m.start(), m.end()) for m in _AND.finditer(text[span.start : span.end])]
    at, parts = 0, []
    for left, right in sorted(cuts):
        if left >= at and not depth[left]:
            parts.append((at, left))
            at = right
    parts.append((at, len(span)))
    spans = [trimmed(text, low, span.start + left, span.start + right) for left, right in parts]
    good = [each for each in spans if each is not None]
    if len(good) == len(parts) and all(is_product(text, low, each) for each in good):
        yield from good
    else:
        yield span


def _later_set(text: str, low: str, span: Span) -> int | None:
    """Return where "bộ sản phẩm" begins after a comma or "và" inside a run of names."""
    depth = depths(text, span.start, span.end)
    for match in _SET.finditer(low, span.start + 1, span.end):
        joined = re.search(r"(?:,|\bvà)\s*$", low[span.start : match.start()])
        if joined and not depth[match.start() - span.start]:
            return match.start()
    return None


def splits_by_itself(text: str, span: Span) -> bool:
    """Tell whether "A và B" are surely two: the second begins like a name of its own."""
    depth = depths(text, span.start, span.end)
    for match in _AND.finditer(text, span.start, span.end):
        if depth[match.start() - span.start]:
            continue
        rest = text[match.end() : span.end]
        return rest[:1].isupper() or rest[:1] in '“"' or rest.lower().startswith("bộ sản phẩm")
    return False
