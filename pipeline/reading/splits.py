"""Words that a layer tears at their marks in, whole words out: "QUY ẾT Đ ỊNH" is "QUYẾT ĐỊNH".

Some programs print marked letters from another typeface and set spaces round them. A page is mended
only where torn words are many; on any other, "ở" and "ấp" are words.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reading.pieces import Written
from pipeline.vietnamese import is_syllable, is_word

_LEAST = 3  # torn words on a page, and their share of all
_LEAST_SHARE = 0.02
_NEAR = 0.6  # of the type's size; parts of a word stand no further apart
_MOST_PARTS = 4  # "tr ư ở ng"


def rejoined(lines: Sequence[Sequence[Written]]) -> tuple[list[list[Written]], bool]:
    """Return the lines with torn words whole again, and whether there were any."""
    words = sum(map(len, lines))
    whole = [_rejoined(line) for line in lines]
    torn = words - sum(map(len, whole))
    if torn < max(_LEAST, _LEAST_SHARE * words):
        return [list(line) for line in lines], False
    return whole, True


def _rejoined(line: Sequence[Written]) -> list[Written]:
    whole: list[Written] = []
    at = 0
    while at < len(line):
        parts = _parts(line, at)
        pieces = [piece for word in line[at : at + parts] for piece in word.pieces]
        whole.append(Written(tuple(pieces)))
        at += parts
    return whole


def _parts(line: Sequence[Written], at: int) -> int:
    """Return how many neighbours from one on make one syllable, of which a part alone is no word.

    "thôn ấp" stays, for both are words; "QUY ẾT" does not.
    """
    most = 1
    while most < _MOST_PARTS and at + most < len(line) and _are_near(*line[at + most - 1 :][:2]):
        most += 1
    for count in range(most, 1, -1):
        bare = [_bare(word) for word in line[at : at + count]]
        if is_syllable("".join(bare)) and not all(map(is_word, bare)):
            return count
    return 1


def _are_near(left: Written, right: Written) -> bool:
    if not (left.text[-1:].isalpha() and right.text[:1].isalpha()):
        return False
    return right.bbox.x0 - left.bbox.x1 < _NEAR * left.pieces[-1].size


def _bare(word: Written) -> str:
    """Return a word's letters without the signs round them: "(QUY" is "QUY"."""
    return word.text.strip("()[]“”\"'.,;:-–")
