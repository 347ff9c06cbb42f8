"""Words that a layer tears at their marks are mended on pages that are torn, and on no others."""

from __future__ import annotations

import pytest

from pipeline.document import BBox
from pipeline.reading.pieces import Piece, Written
from pipeline.reading.splits import rejoined

TORN = "QUY ẾT Đ ỊNH S ố TH Ứ"


def line(text: str, *, space: float = 3.0) -> list[Written]:
    words, x = [], 0.0
    for word in text.split():
        wide = 6.0 * len(word)
        words.append(Written((Piece(word, BBox(x, 0, x + wide, 12), 10.0, 12.0, "A"),)))
        x += wide + space
    return words


def joined(*texts: str, space: float = 3.0) -> list[str]:
    lines, _ = rejoined([line(text, space=space) for text in texts])
    return [" ".join(word.text for word in words) for words in lines]


PAGES = [
    ("half of a word is none", [TORN], ["QUYẾT ĐỊNH Số THỨ"]),
    ("both parts could be words", [TORN, "sản xu ất"], ["QUYẾT ĐỊNH Số THỨ", "sản xuất"]),
    ("a village stays a village", [TORN, "thôn ấp 5"], ["QUYẾT ĐỊNH Số THỨ", "thôn ấp 5"]),
    ("a page that is whole", ["tại xu ất ở Tân L ập"], ["tại xu ất ở Tân L ập"]),
    ("letters of a list", ["Đ ang", "a b c d e"], ["Đ ang", "a b c d e"]),
    ("in four parts", [TORN, "tr ư ở ng"], ["QUYẾT ĐỊNH Số THỨ", "trưởng"]),
]


@pytest.mark.parametrize(("why", "page", "expected"), PAGES)
def test_torn_words(why: str, page: list[str], expected: list[str]) -> None:
    assert joined(*page) == expected, why


def test_words_far_apart_are_no_parts_of_one() -> None:
    assert joined(TORN, space=30.0) == [TORN]
