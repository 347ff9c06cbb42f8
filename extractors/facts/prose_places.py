"""Places that follow a maker in a list: "(xã Tam Hiệp)", ", xã Tân Cương", "đều tại".

Input are offsets into text and its lowered form; the place comes back as a span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.facts.lexicon import UPPER, alternation, data
from pipeline.document import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written; ``end`` is where reading goes on; ``shared`` says "đều tại"."""

    span: Span | None
    end: int
    shared: bool = False


_BRACKET = re.compile(r"\s*\(([^()]{2,120})\)")
_PIECE = re.compile(r"\s*(?:,|\s-\s|-\s)\s*")
# "Ba Bể", "Hòa Thạnh- Tam Bình", "Na Rì": capitals only
_CAPITALS = re.compile(rf"[{UPPER}][\w’'.]*(?:[\s-]+[{UPPER}0-9][\w’'.]*)*\.?")
_END_OF_PIECE = re.compile(
    r"[,;()\n]|\.(?=\s|$)|\s(?:và|với|được|đạt|là|cùng|vừa|đã|có|của|do)\s|\s[-–]\s"
)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternation(data('producers.toml')['places']['words'])})(?=[\s\dA-ZĐ]|(?<=\.))\s*(?=\S)"
    )


# what says that all that follows is an address: ", địa chỉ: Số 3 đường Sao Mai, phường Nam Cường;"
_LABELS = ("địa chỉ", "đ/c")
_END_OF_ADDRESS = re.compile(r"[;\n)]|\.(?=\s|$)")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{alternation(data('producers.toml')['places']['lead'])})(?!\w)\s*:?\s*"
    )


def place_after(text: str, low: str, at: int, end: int) -> Place:
    """Return the place that stands right after a maker; its span is None where there is none."""
    bracket = _BRACKET.match(text, at, end)
    if bracket is not None:
        return _in_bracket(text, low, bracket)
    stray = re.compile(r"\s*,\s*").match(text, at, end)
    if stray is not None:
        label = _leads().match(low, stray.end(), end)  # ", địa chỉ: xã A"
        found = _pieces(text, low, label.end() if label else stray.end(), end)
        if found is None and label and label.group().lstrip().startswith(_LABELS):
            stop = _END_OF_ADDRESS.search(text, label.end(), end)
            found = Span(label.end(), stop.start() if stop else end)
        if found is not None:
            closing = re.compile(r"\s*\)").match(text, found.end, end)
            return Place(
                found, closing.end() if closing and "(" not in text[at : found.end] else found.end
            )
    lead = _leads().match(low, at, end)
    if lead is not None and lead.group().strip():
        found = _pieces(text, low, lead.end(), end)
        if found is not None:
            return Place(found, found.end, _is_shared(lead.group()))
    return Place(None, at)


def _in_bracket(text: str, low: str, bracket: re.Match[str]) -> Place:
    start, stop = bracket.span(1)
    lead = _leads().match(low, start, stop)
    shared = lead is not None and _is_shared(lead.group())
    start = lead.end() if lead is not None else start
    inner = text[start:stop].strip()
    if inner and (_words().match(low, start) or lead or is_capitals(inner)):
        left = start + len(text[start:stop]) - len(text[start:stop].lstrip())
        return Place(Span(left, left + len(inner)), bracket.end(), shared)
    return Place(None, bracket.start())


def is_capitals(piece: str) -> bool:
    """Tell whether every word begins with a capital, as a bare place does: "Ba Bể"."""
    return all(
        _CAPITALS.fullmatch(part.strip()) for part in re.split(r"[,–]", piece) if part.strip()
    )


def is_place(low: str, at: int) -> bool:
    """Tell whether a place's own word stands at an offset: "xã Tam Hiệp"."""
    return _words().match(low, at) is not None


def _is_shared(lead: str) -> bool:
    return any(lead.strip().startswith(word) for word in data("producers.toml")["places"]["shared"])


def _pieces(text: str, low: str, start: int, end: int) -> Span | None:
    """Return comma-parted pieces that each begin with a place's word: "xã A, huyện B"."""
    at, last = start, None
    while True:
        lead = _leads().match(low, at, end)
        begin = lead.end() if lead and lead.end() < end and _words().match(low, lead.end()) else at
        head = _words().match(low, begin, end)
        if head is None:
            break
        stop = _END_OF_PIECE.search(text, head.end(), end)
        last = stop.start() if stop else end
        while last > head.end() and text[last - 1].isspace():
            last -= 1
        following = _PIECE.match(text, last, end)
        if following is None:
            break
        at = following.end()
    return None if last is None else Span(start, last)
