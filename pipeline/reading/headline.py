"""Which line of a page is its headline: the first that speaks of what text and address speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from pipeline.reading import furniture, stamps
from pipeline.reading.furniture import ends_sentence, plain

_WORD = re.compile(r"\w+")
_FIRST_LINES = 60  # a headline stands within so many lines of a page's start


def find(lines: Sequence[str | None], url: str | None, known: str | None) -> int | None:
    """Return the index of the headline: the known one, or the first line that can be one."""
    head = list(enumerate(lines[:_FIRST_LINES]))
    if known:
        scores = [(fuzz.ratio(plain(known), plain(line)), -n) for n, line in head if line]
        best, place = max(scores, default=(0.0, 0))
        if best >= 85:
            return -place
    candidates: list[int] = []
    start = 0
    for start, line in head:
        if line is None or _is_running(line):
            break
        if _can_be_title(line) and not (candidates and line.endswith((".", ";", ":"))):
            candidates.append(start)
    if not candidates:
        first = lines[start] if lines else None
        return start if first and _is_headline_sentence(first, url) else None
    return _best(candidates, lines, url)


def _is_running(line: str) -> bool:
    """Tell whether a line is surely a paragraph, not a headline."""
    words = len(line.split())
    if furniture.is_furniture(line):
        return False
    if words >= 50 or (furniture.agency_length(line) and words >= 8):
        return True
    return words >= 20 and ends_sentence(line)


def _is_headline_sentence(line: str, url: str | None) -> bool:
    return len(line.split()) <= 32 and overlap(line, _slug(url)) >= 0.6


def _can_be_title(line: str) -> bool:
    return (
        len(line.split()) >= 3
        and not line.endswith("|")
        and stamps.stamp_of(line) is None
        and not furniture.is_furniture(line)
        and not furniture.is_section(line)
        and not furniture.is_caption(line)
        and not furniture.is_credit(line)
        and not furniture.heads_teasers(line)
    )


def _best(candidates: list[int], lines: Sequence[str | None], url: str | None) -> int | None:
    """Choose the first candidate that speaks of what the text and the address speak of."""
    slug = _slug(url)

    def score(n: int) -> float:
        line = lines[n] or ""
        below = (text for text in lines[n + 1 : n + 9] if text)
        return max(shared(line, below), overlap(line, slug))

    long_enough = [n for n in candidates if len((lines[n] or "").split()) >= 5]
    if not long_enough:
        return next((n for n in candidates if overlap(lines[n] or "", slug) >= 0.6), None)
    best = max(map(score, long_enough))
    return next(n for n in long_enough if score(n) >= 0.7 * best)


def _slug(url: str | None) -> set[str]:
    """Return the words of an address's path: '.../30-san-pham-cnnt-tieu-bieu.html'."""
    path = (url or "").split("//")[-1].partition("/")[2].lower()
    words = re.findall(r"[a-z0-9]+", path.rsplit(".", 1)[0])
    return set(words) if len(words) >= 5 else set()


def shared(line: str, others: Iterable[str]) -> float:
    """Return the share of a line's words that other lines have too, marks and all."""
    words = {word for other in others for word in _WORD.findall(other.lower())}
    own = _WORD.findall(line.lower())
    return sum(word in words for word in own) / len(own) if own else 0.0


def overlap(line: str, words: set[str]) -> float:
    """Return the share of a line's words, folded, that stand in a set."""
    own = re.findall(r"[a-z0-9]+", plain(line))
    return sum(word in words for word in own) / len(own) if own and words else 0.0
