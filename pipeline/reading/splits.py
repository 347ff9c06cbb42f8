"""Words that a layer tears at their marks in, whole words out: "QUY ẾT Đ ỊNH" is "QUYẾT ĐỊNH".

Some programs print marked letters from another typeface and set spaces round them. A page is mended
only where torn words are many; on any other, "ở" and "ấp" are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.reading.pieces import Written
from pipeline.vietnamese import is_syllable

_LEAST = 3  # torn words on a page, and their share of all
_LEAST_SHARE = 0.02
_NEAR = 0.6  # of the type's size; parts of a word stand no further apart
_MOST_PARTS = 4  # "tr ư ở ng"
_MARKED = re.compile(r"^[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")
_ONSET = re.compile(r"^[bcdđghklmnpqrstvx]{1,3}u?$")
# Words that begin so and often stand after another: on a torn page, too, they stay by themselves.
_ALONE = (
    "ấn ấp ấm ấy ẩm ảnh ảo áo áp án ánh ăn âm ân âu ép ích ít ông ổn ống ôn ô ổ ốc ở ơn ủy uỷ ủ ủng"
    " ứng ước ưng ưu úng ý ỷ êm ê"
)
_WORDS = frozenset(_ALONE.split())


def rejoined(lines: Sequence[Sequence[Written]]) -> tuple[list[list[Written]], bool]:
    """Return the lines with torn words whole again, and whether there were any."""
    if sum(_is_part(word) for line in lines for word in line) < _LEAST:
        return [list(line) for line in lines], False
    words = sum(map(len, lines))
    whole = [_rejoined(line, _is_torn) for line in lines]
    torn = words - sum(map(len, whole))
    if torn < max(_LEAST, _LEAST_SHARE * words):
        return [list(line) for line in lines], False
    return [_rejoined(line, _may_be_torn) for line in whole], True


def _is_part(word: Written) -> bool:
    """Tell what only a torn word leaves, and a few others look like: "Đ", "TH", "ẾT"."""
    low = _bare(word).lower()
    return bool(_ONSET.match(low) or _MARKED.match(low)) and not is_syllable(low)


Judge = Callable[[Sequence[str]], bool]


def _rejoined(line: Sequence[Written], judge: Judge) -> list[Written]:
    whole: list[Written] = []
    at = 0
    while at < len(line):
        count = _count(line, at, judge)
        pieces = [piece for word in line[at : at + count] for piece in word.pieces]
        whole.append(Written(tuple(pieces)))
        at += count
    return whole


def _count(line: Sequence[Written], at: int, judge: Judge) -> int:
    """Return how many neighbours from one on are parts of one word."""
    most = 1
    while most < _MOST_PARTS and at + most < len(line) and _are_near(*line[at + most - 1 :][:2]):
        most += 1
    for count in range(most, 1, -1):
        if judge([_bare(word) for word in line[at : at + count]]):
            return count
    return 1


def _is_torn(parts: Sequence[str]) -> bool:
    """Tell whether parts make one syllable while one of them alone is none: "Đ" and "ỊNH"."""
    return is_syllable("".join(parts)) and not all(map(is_syllable, parts))


def _may_be_torn(parts: Sequence[str]) -> bool:
    """Tell the same, on a torn page, of parts that could be words: "xu ất", never "thôn ấp"."""
    low = [part.lower() for part in parts[1:]]
    marked = all(_MARKED.match(part) and part not in _WORDS for part in low)
    return marked and is_syllable("".join(parts))


def _are_near(left: Written, right: Written) -> bool:
    if not (left.text[-1:].isalpha() and right.text[:1].isalpha()):
        return False
    return right.bbox.x0 - left.bbox.x1 < _NEAR * left.pieces[-1].size


def _bare(word: Written) -> str:
    """Return a word's letters without the signs round them: "(QUY" is "QUY"."""
    return word.text.strip("()[]“”\"'.,;:-–")
