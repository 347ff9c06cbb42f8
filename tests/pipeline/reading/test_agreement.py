"""Two readings of a line: what repeats itself is trusted, what does not is in doubt."""

from __future__ import annotations

import pytest

from pipeline.document import BBox
from pipeline.reading.agreement import agreed, is_doubtful, numbered
from pipeline.reading.sheet import Token

Said = list[tuple[str, float]]


def line(*said: tuple[str, float]) -> list[Token]:
    return [
        Token(text, BBox(60.0 * n, 0, 60.0 * n + 50, 20), c) for n, (text, c) in enumerate(said)
    ]


READINGS: list[tuple[str, Said, Said, Said]] = [
    (
        "the same twice: as sure as the surer",
        [("12/QĐ", 0.9)],
        [("12/QĐ", 0.97)],
        [("12/QĐ", 0.97)],
    ),
    ("the same twice, neither very sure", [("12/QĐ", 0.9)], [("12/QĐ", 0.8)], [("12/QĐ", 0.95)]),
    ("both unsure: agreeing helps little", [("12", 0.6)], [("12", 0.65)], [("12", 0.65)]),
    ("other digits: hardly", [("12/QĐ", 0.9)], [("72/QĐ", 0.97)], [("72/QĐ", 0.5)]),
    ("a digit lost: hardly", [("112", 0.95)], [("12", 0.9)], [("112", 0.5)]),
    ("the same digits, surer letters", [("26/QĐĐ", 0.7)], [("26/QĐ", 0.9)], [("26/QĐ", 0.9)]),
    ("a comma lost is another number", [("84,3", 0.9)], [("843", 0.95)], [("843", 0.5)]),
    ("other letters: the surer, in doubt", [("Nẵng", 0.63)], [("Nắng", 0.84)], [("Nắng", 0.6)]),
    (
        "only a space differs",
        [("kg/", 0.9), ("mẻ", 0.8)],
        [("kg/mẻ", 0.9)],
        [("kg/", 0.9), ("mẻ", 0.8)],
    ),
    (
        "dirt that only one reading saw is no word",
        [("Trà", 0.9)],
        [("Trà", 0.9), ("ẫ", 0.2)],
        [("Trà", 0.95)],
    ),
    ("a word alone that only one reading saw stays", [("7", 0.3)], [], [("7", 0.3)]),
    (
        "a word more that is sure",
        [("Trà", 0.9)],
        [("Trà", 0.9), ("sen", 0.8)],
        [("Trà", 0.95), ("sen", 0.6)],
    ),
    ("nothing the second time: as it was, in doubt", [("07", 0.9)], [], [("07", 0.5)]),
]


@pytest.mark.parametrize(("why", "first", "second", "expected"), READINGS)
def test_two_readings_make_one(why: str, first: Said, second: Said, expected: Said) -> None:
    made = agreed(line(*first), line(*second))
    assert [(word.text, word.confidence) for word in made] == expected, why


def test_a_line_sure_of_every_word_is_not_read_again() -> None:
    assert not is_doubtful(line(("Căn", 0.96), ("cứ", 0.91)))
    assert is_doubtful(line(("Căn", 0.96), ("cứ", 0.89)))


RUNS = [
    (
        "an act's number and date",
        "Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21/5/2012 của",
        slice(5, 8),
    ),
    ("a date in words", "Mẫu, ngày 07 tháng 10 năm 2020", slice(2, 7)),
    ("a size is no act's number", "Rượu nếp 500 ml", None),
    ("nor is a serial", "12", None),
    ("nor words alone", "Theo đề nghị của Giám đốc", None),
]


@pytest.mark.parametrize(("why", "text", "expected"), RUNS)
def test_runs_of_numbers_are_found(why: str, text: str, expected: slice | None) -> None:
    assert numbered(line(*((each, 0.96) for each in text.split()))) == expected, why
