"""Ink in, lines out: columns, cells, marks and dirt, drawn with OpenCV's own strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.document import BBox
from pipeline.reading.preparation import Picture
from pipeline.reading.textlines import text_lines


def paper(width: int = 1000, height: int = 400) -> Picture:
    return np.full((height, width), 255, np.uint8)


def write(picture: Picture, text: str, x: int, y: int, size: float = 1.0) -> None:
    cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, size, 0, 2, cv2.LINE_AA)


def test_two_columns_on_one_level_are_two_lines() -> None:
    picture = paper()
    write(picture, "UBND TINH", 40, 100)
    write(picture, "CONG HOA XA HOI", 560, 108)
    write(picture, "SO 12", 40, 160)
    lines = text_lines(picture, 200)
    assert len(lines) == 3
    assert all(line.picture.shape[0] < 40 for line in lines)


def test_a_line_stops_at_its_cell() -> None:
    picture = paper()
    write(picture, "TRA XANH", 40, 100)
    write(picture, "HTX MOT", 215, 100)
    assert len(text_lines(picture, 200)) == 1, "a space apart is one line"
    cells = [BBox(20, 60, 208, 130), BBox(208, 60, 600, 130)]
    assert sorted(line.box or 0 for line in text_lines(picture, 200, cells)) == [0, 1]


def test_marks_and_points_go_with_the_nearest_letter() -> None:
    picture = paper()
    write(picture, "HANH PHUC", 40, 100)
    cv2.circle(picture, (70, 112), 3, 0, -1)  # a dot below the upper line
    write(picture, "TU DO", 40, 150)
    cv2.line(picture, (60, 121), (68, 117), 0, 2)  # a mark above the lower line
    upper, lower = sorted(text_lines(picture, 200), key=lambda line: line.y)
    assert upper.picture.shape[0] + upper.y > 112, "the dot is in"
    assert lower.y < 118, "the mark is in"
    under = upper.picture[116 - upper.y :, 55 - upper.x : 75 - upper.x]
    assert under.size == 0 or under.min() > 200, "and is wiped off the other line"


def test_specks_make_no_line_and_are_wiped_off() -> None:
    picture = paper()
    write(picture, "SAN PHAM", 40, 100)
    clean = text_lines(picture, 200)[0]
    rng = np.random.default_rng(3)
    for x, y in rng.integers(5, 390, (60, 2)).tolist():
        if picture[y - 2 : y + 3, x - 2 : x + 3].min() == 255:
            picture[y, x] = 0
    lines = text_lines(picture, 200)
    assert len(lines) == 1
    assert (lines[0].picture < 128).sum() == (clean.picture < 128).sum()


@pytest.mark.parametrize("picture", [paper(), np.zeros((400, 1000), np.uint8)])
def test_paper_without_letters_has_no_lines(picture: Picture) -> None:
    assert text_lines(picture, 200) == []


def test_a_part_of_a_line_stands_where_it_stood() -> None:
    picture = paper()
    write(picture, "NGAY 07 THANG 10", 40, 100)
    (line,) = text_lines(picture, 200)
    part = line.between(150, 200)
    assert line.x < part.x <= 150
    assert part.picture.shape[1] < line.picture.shape[1]
    assert (part.y, part.size) == (line.y, line.size)
