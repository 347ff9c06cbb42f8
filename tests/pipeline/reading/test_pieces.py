"""Runs of letters become words by where they stand: lent letters join, other lines do not."""

from __future__ import annotations

import pytest

from pipeline.document import BBox
from pipeline.reading.pieces import Piece, lines_of_words


def piece(
    text: str, x0: float, x1: float, *, baseline: float = 100.0, font: str = "A", **flags: bool
) -> Piece:
    top = flags.pop("raised", False)
    box = BBox(x0, baseline - (13 if top else 10), x1, baseline + (-1 if top else 2))
    return Piece(text, box, baseline, 12.0, font, **flags)


LINES = [
    ("one word in two fonts", [piece("V", 0, 8), piece("ề", 8, 14, font="B", raised=True)], ["Về"]),
    ("a gap parts", [piece("Về", 0, 14), piece("việc", 17, 30)], ["Về", "việc"]),
    (
        "kerning draws letters over the space between them",
        [piece("NGHĨA", 0, 40, ended=True), piece("VIỆT", 39.5, 70)],
        ["NGHĨA", "VIỆT"],
    ),
    ("what is drawn later stands earlier", [piece("sở", 20, 30), piece("Cơ", 0, 14)], ["Cơ", "sở"]),
    ("a mark set by itself is composed", [piece("e", 0, 6), piece("\u0302\u0323", 6, 6)], ["ệ"]),
    (
        "a stamp printed over a word is another word",
        [piece("Quyết", 0, 30), piece("ĐẾN", 10, 30)],
        ["Quyết", "ĐẾN"],
    ),
    (
        "little kerning parts no letters of two fonts",
        [piece("gi", 0, 8), piece("ấ", 9.8, 15, font="B"), piece("y", 15, 20)],
        ["giấy"],
    ),
]


@pytest.mark.parametrize(("why", "pieces", "words"), LINES)
def test_words_of_a_line(why: str, pieces: list[Piece], words: list[str]) -> None:
    (line,) = lines_of_words(pieces)
    assert [word.text for word in line] == words, why


def test_lines_that_are_staggered_by_little_stay_apart() -> None:
    lines = lines_of_words([piece("Kim", 0, 20), piece("Ngân", 0, 24, baseline=103.0)])
    assert [[word.text for word in line] for line in lines] == [["Kim"], ["Ngân"]]


HEIGHTS = [
    ("a lent letter takes its line's", 95.0, 91.0),
    ("a raised sign far off keeps its own", 80.0, 80.0),
]


@pytest.mark.parametrize(("why", "top", "expected"), HEIGHTS)
def test_the_height_of_a_letter_of_another_typeface(why: str, top: float, expected: float) -> None:
    line = [
        Piece("viec", BBox(0, 91.0, 20, 103.0), 100.0, 12.0, "A", ended=True),
        Piece("ệ", BBox(30, top, 36, top + 12), 100.0, 12.0, "B"),
    ]
    (words,) = lines_of_words(line)
    assert words[1].bbox.top == expected, why
