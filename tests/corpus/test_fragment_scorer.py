"""Character errors on pieces of print, against values worked out by hand."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from rapidfuzz.distance import Levenshtein

from corpus.fragment_scorer import nearest, of_page, score_fragments
from corpus.tally import Tally


@pytest.mark.parametrize(
    ("read", "pieces", "missed", "reason"),
    [
        ("Miến dong HTX A", ["Miến dong", "HTX A"], 0, "as it stands"),
        ("HTX A\nMiến dong", ["Miến dong", "HTX A"], 0, "the order of columns does not matter"),
        ("Miến  dong\nPhja Lừa", ["Miến dong Phja Lừa"], 0, "nor do breaks and spaces"),
        ("Mie\u0302\u0301n dong", ["Miến dong"], 0, "decomposed letters are composed"),
        ("Mien dong", ["Miến dong"], 1, "a lost mark is an edit"),
        ("Miến DONG", ["Miến dong"], 4, "so is case"),
        ("xx Miến dng xx", ["Miến dong"], 1, "text beyond a piece is no error"),
        ("", ["Miến dong"], 9, "a piece that is nowhere costs its letters"),
        ("Độc lập 1234567", ["Giấy dó Lam"], 11, "what looks a little like it was not read"),
        ("HTX A", ["HTX A", "HTX A"], 5, "a piece read once does not stand for two"),
        ("Sô: 1234 1", ["Số: 1234", "1"], 1, "a short piece takes nothing out of a longer one"),
        ("12 2 HTX Lam", ["2", "12", "HTX Lam"], 0, "it stands as a word of its own"),
        ("HTX A, HTX B", ["HTX A", "HTX A"], 1, "the second is laid on the next likest part"),
    ],
)
def test_edits_of_a_page(read: str, pieces: list[str], missed: int, reason: str) -> None:
    letters = sum(map(len, pieces))
    assert of_page(read, pieces) == Tally(letters - missed, 0, missed), reason


def test_a_page_that_was_not_read_counts() -> None:
    gold = {"pages": [{"number": 1, "frags": ["abc"]}, {"number": 2, "frags": ["de"]}]}
    assert score_fragments([{"number": 1, "text": "abc"}], gold) == Tally(3, 0, 2)


def test_the_nearest_part_is_the_nearest_of_all() -> None:
    rng = Random(3)
    for _ in range(60):
        piece = "".join(rng.choices("abc", k=rng.randint(1, 6)))
        text = "".join(rng.choices("abc", k=rng.randint(0, 9)))
        parts = [text[i:j] for i, j in product(range(len(text) + 1), repeat=2) if i <= j]
        distance, start, end = nearest(piece, text)
        assert distance == min(Levenshtein.distance(piece, part) for part in parts)
        assert distance == Levenshtein.distance(piece, text[start:end])
