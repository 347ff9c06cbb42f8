"""The maker's old spelling, and lists whose rows go over a page's end."""

from __future__ import annotations

from random import Random

import pytest

from corpus.maker.locating import page_words
from corpus.maker.paper import Cell
from corpus.maker.profiles import produce
from corpus.maker.spelling import old_style


@pytest.mark.parametrize(
    ("new", "old", "reason"),
    [
        ("Hòa Bình", "Hoà Bình", "o and a"),
        ("ỦY BAN", "UỶ BAN", "capitals stay capitals"),
        ("thủy sản, khỏe", "thuỷ sản, khoẻ", "u and y, o and e"),
        ("hoàn thuận", "hoàn thuận", "a consonant follows: one way only"),
        ("quý", "quý", "already on the y"),
        ("của", "của", "another vowel pair"),
    ],
)
def test_tones_move_only_where_the_two_styles_differ(new: str, old: str, reason: str) -> None:
    assert old_style(new) == old, reason


def test_every_text_of_a_value_is_respelled() -> None:
    assert old_style((Cell("Hòa An"), 3, None)) == (Cell("Hoà An"), 3, None)


def test_both_spellings_come_up() -> None:
    texts = [produce(Random(f"spelling:{n}"), "text").data.decode() for n in range(12)]
    assert any("CỘNG HOÀ" in text for text in texts)
    assert any("CỘNG HÒA" in text for text in texts)


def test_a_split_row_keeps_its_award_in_the_truth() -> None:
    made = produce(Random("split"), "split")
    assert len(made.gold["awards"]) >= 18
    assert made.gold["pages"] == []
    assert made.gold["document"]["pages"] == len(page_words(made.data)) > 1
