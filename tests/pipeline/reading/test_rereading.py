"""Tables that only white parts, read again cell by cell; a word is a black bar of its own width."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.document import BBox
from pipeline.reading.preparation import Picture
from pipeline.reading.rereading import reread
from pipeline.reading.sheet import Token

DPI = 144  # two pixels a point
ROWS = (
    ("STT", "Tên sản phẩm", "Tên cơ sở", "Địa chỉ"),
    ("1", "Miến mẫu", "HTX Một", "Na Rì"),
    ("2", "Rượu mẫu", "HTX Hai", "Ba Bể"),
    ("3", "Thạch mẫu", "HTX Ba", "Na Rì"),
)
LEFT = (50, 100, 250, 400)


def drawn() -> tuple[Picture, list[Token]]:
    """Return a page's picture and its words as they should be read, in pixels."""
    picture = np.full((500, 1200), 255, np.uint8)
    tokens = []
    for row, texts in enumerate(ROWS):
        for left, text in zip(LEFT, texts, strict=True):
            x, y = 2 * left, 100 + 60 * row
            for word in text.split():
                width = 20 + 2 * len(tokens)  # no two words are as wide
                picture[y : y + 20, x : x + width] = 0
                tokens.append(Token(word, BBox(x, y, x + width, y + 20), 0.9))
                x += width + 8
    return picture, tokens


def reader(words: list[Token]) -> dict[int, str]:
    return {round(word.bbox.x1 - word.bbox.x0): word.text for word in words}


def told(tokens: list[Token]) -> list[tuple[str, float | None]]:
    ordered = sorted(tokens, key=lambda token: (token.bbox.top, token.bbox.x0))
    return [(token.text, token.confidence) for token in ordered]


def test_a_lost_number_is_found_and_a_doubtful_word_settled() -> None:
    picture, right = drawn()
    names = reader(right)

    def read(strip: Picture) -> list[Token]:
        ink = (strip < 128).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        return [
            Token(names[int(w)], BBox(int(x), int(y), int(x + w), int(y + h)), 0.95)
            for x, y, w, h, _ in stats[1:]
        ]

    lost = [token for token in right if token.text not in ("1", "2")]
    first = [Token("Niến", token.bbox, 0.5) if token.text == "Miến" else token for token in lost]
    found = told(reread(picture, first, (), DPI, read))
    assert [text for text, _ in found] == [text for text, _ in told(right)]
    trust = dict(found)
    assert trust["1"] == 0.95, "nothing says otherwise"
    assert trust["Miến"] == 0.6, "the first reading had another word"
    assert trust["Rượu"] == 0.95, "both readings agree"


def test_a_page_without_such_a_table_is_not_read_again() -> None:
    picture, right = drawn()

    def read(strip: Picture) -> list[Token]:
        raise AssertionError("nothing to read")

    assert reread(picture, right[:4], (), DPI, read) == right[:4]
