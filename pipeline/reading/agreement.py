"""A line's two readings in, one out: what both say is trusted, what they dispute is in doubt.

Tesseract turned a clearly printed 18/10/2022 into 18/10/2021 and was sure of it. A line of which it
is unsure anywhere, and every run of numbers, is therefore read again at another size; digits that
do not come out the same lose their confidence, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.reading.sheet import Token
from pipeline.vietnamese import fold

CONTRADICTED = 0.5  # the most that digits may be trusted which did not repeat themselves
_DISPUTED = 0.6  # and letters
_SURE = 0.9  # a line all of whose words are at least so sure is not read again for its letters
_FAIR = 0.7  # two readings that agree count for more than one where both are at least so sure
_AGREED = 0.95  # but not for certain: one engine read both

# Like "1918/QĐ-UBND", "ngày 07 tháng 10 năm 2020", "07/10/2020", "Số: ".
_NUMBERED = re.compile(
    r"\d{1,5} ?/ ?(?:\d{4} ?/ ?)?[a-z]{2}|ngay .{0,4}\d.{0,4}thang|\d{1,2}/\d{1,2}/\d{4}|^so ?:"
)
# "81,5", "843", "0963.000.205"
_QUANTITY = re.compile(r"^\d[\d.,/]{2,}$")
_NOT_DIGITS = re.compile(r"\D+")


def is_doubtful(words: Sequence[Token]) -> bool:
    """Tell whether a line has a word that wants a second look."""
    return any((word.confidence or 0.0) < _SURE for word in words)


def numbered(words: Sequence[Token]) -> slice | None:
    """Return the run of a line's words from the first with a digit to the last, or None.

    Only where they are a number or a date of an act, not a line's serial or its size.
    """
    if not _NUMBERED.search(fold(" ".join(word.text for word in words))):
        return None
    places = [n for n, word in enumerate(words) if _has_digits(word)]
    return slice(places[0], places[-1] + 1) if places else None


def is_quantity(words: Sequence[Token]) -> bool:
    """Tell whether a line is a number alone and no serial: points, a prize, a telephone."""
    return len(words) == 1 and bool(_QUANTITY.match(words[0].text))


def agreed(first: Sequence[Token], second: Sequence[Token]) -> list[Token]:
    """Return the words of two readings of one line, left to right, each as far as it is sure."""
    if not first or not second:
        return _doubted(first or second)
    words: list[Token] = []
    one, other = ([word.text for word in reading] for reading in (first, second))
    for what, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal" or j - i == m - k:
            pairs = zip(first[i:j], second[k:m], strict=True)
            words.extend(_settled(*pair) for pair in pairs)
        else:
            words.extend(_disputed(first[i:j], second[k:m]))
    return words


def _settled(one: Token, other: Token) -> Token:
    """Return the surer of two words in one place."""
    low, high = sorted((one.confidence or 0.0, other.confidence or 0.0))
    surer = one if (one.confidence or 0.0) >= (other.confidence or 0.0) else other
    if one.text == other.text:
        both = 1 - (1 - low) * (1 - high) if low >= _FAIR else 0.0
        return replace(surer, confidence=max(high, round(min(both, _AGREED), 3)))
    if not (_has_digits(one) or _has_digits(other)):
        return replace(surer, confidence=min(high, _DISPUTED))
    # "1826/QĐĐ-CTĐP" and "1826/QĐ-CTĐP": the digits agree, the surer reading has the letters.
    lettered = any(map(str.isalpha, surer.text))  # "84,3" and "843" have the same digits too
    same = _digits(one) == _digits(other) and lettered
    return surer if same else replace(surer, confidence=min(high, CONTRADICTED))


def _disputed(one: Sequence[Token], other: Sequence[Token]) -> list[Token]:
    """Return the surer of two runs of words that do not pair up."""
    if "".join(word.text for word in one) == "".join(word.text for word in other):
        return list(one)  # "kg/ mẻ" and "kg/mẻ": only the spaces differ
    surer = max((one, other), key=_trust)
    return _doubted(surer, also=one if surer is other else other)


def _trust(run: Sequence[Token]) -> float:
    """Return how sure a run of words is; that there is nothing is believed of what is half sure."""
    return min((word.confidence or 0.0 for word in run), default=CONTRADICTED)


def _doubted(words: Sequence[Token], also: Sequence[Token] = ()) -> list[Token]:
    most = CONTRADICTED if any(map(_has_digits, (*words, *also))) else _DISPUTED
    return [replace(word, confidence=min(word.confidence or 0.0, most)) for word in words]


def _has_digits(word: Token) -> bool:
    return any(map(str.isdigit, word.text))


def _digits(word: Token) -> str:
    return _NOT_DIGITS.sub("", word.text)
