"""Letters that a second typeface lends stay in their word; a line printed over another does not."""

from __future__ import annotations

from pipeline.reading.textlayer import _levelled


def letter(text: str, baseline: float, top: float) -> dict[str, object]:
    return {"text": text, "matrix": (1, 0, 0, 1, 0, baseline), "top": top, "bottom": top + 14}


def test_a_lent_letter_takes_the_top_and_bottom_of_its_line() -> None:
    line = [letter("V", 700.0, 100.0), letter("ề", 700.0, 97.0), letter("v", 700.0, 100.0)]
    assert [(c["top"], c["bottom"]) for c in _levelled(line)] == [(100.0, 114.0)] * 3


def test_a_stamp_with_a_baseline_of_its_own_keeps_its_place() -> None:
    both = [letter("V", 700.0, 100.0), letter("V", 700.0, 100.0), letter("S", 697.0, 103.0)]
    assert [c["top"] for c in _levelled(both)] == [100.0, 100.0, 103.0]


def test_a_raised_sign_on_the_same_baseline_far_off_keeps_its_place() -> None:
    line = [letter("m", 700.0, 100.0), letter("m", 700.0, 100.0), letter("2", 700.0, 92.0)]
    assert [c["top"] for c in _levelled(line)] == [100.0, 100.0, 92.0]
