"""Two pages side by side on one sheet are read one after the other; a wide table is one page."""

from __future__ import annotations

import pytest

from pipeline.document import BBox, Document, Metadata, PageSource
from pipeline.reading.composition import Verdict, document
from pipeline.reading.leaf import leaf_of
from pipeline.reading.sheet import Grid, GridCell, Sheet, Token
from pipeline.reading.spreads import gutter, passages_of

WIDTH, HEIGHT = 1191.0, 842.0
LEFT, RIGHT = 80.0, 680.0


def line(text: str, x: float, top: float) -> list[Token]:
    tokens = []
    for word in text.split():
        end = x + 6.0 * len(word)
        tokens.append(Token(word, BBox(x, top, end, top + 12), 0.95))
        x = end + 5
    return tokens


def body(name: str, x: float, lines: int = 8) -> list[Token]:
    """Return lines of running text, as wide as a page's column."""
    text = "một hai ba bốn năm sáu bảy tám chín mười"
    return [t for n in range(lines) for t in line(f"{name}{n} {text}", x, 100 + 30 * n)]


def grid(x: float, top: float, rows: int) -> Grid:
    cells = tuple(
        GridCell(row, column, 1, 1, BBox(x + 80 * column, top + 30 * row, x + 80 * column + 80,
                                         top + 30 * row + 30))
        for row in range(rows)
        for column in range(3)
    )  # fmt: skip
    return Grid(BBox(x, top, x + 240, top + 30 * rows), rows, 3, cells)


def rows(x: float, top: float, *rows: str) -> list[Token]:
    return [
        token
        for n, row in enumerate(rows)
        for column, word in enumerate(row.split())
        for token in line(word, x + 80 * column + 5, top + 30 * n + 8)
    ]


def sheet(*tokens: Token, width: float = WIDTH, grids: tuple[Grid, ...] = (),
          rules: tuple[BBox, ...] = ()) -> Sheet:  # fmt: skip
    return Sheet(1, width, HEIGHT, width, HEIGHT, PageSource.OCR, tokens, grids, rules)


def read(seen: Sheet) -> Document:
    return document([leaf_of(seen)], Verdict("0" * 64, "application/pdf", Metadata()))


def test_the_left_page_is_read_before_the_right_one_and_every_word_keeps_its_place() -> None:
    seen = sheet(*body("phải", RIGHT), *body("trái", LEFT))
    found = read(seen)
    assert found.text.index("trái7") < found.text.index("phải0")
    boxes = {found.quote(word.span): word.bbox for word in found.words}
    assert boxes["phải0"] == BBox(RIGHT, 100, RIGHT + 30, 112)
    assert len(found.words) == len(seen.tokens)


def test_each_page_has_a_head_of_its_own() -> None:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    heads = [
        token
        for x, body_ in ((LEFT, "SỞ"), (RIGHT, "UBND"))
        for token in (*line(body_, x, 40), *line(motto, x + 230, 40))
    ]
    words = (*body("trái", LEFT), *body("phải", RIGHT))
    lines = read(sheet(*heads, *words)).text.split("\n")
    assert [each for each in lines if each in ("SỞ", "UBND", motto)] == ["SỞ", motto, "UBND", motto]


def test_a_list_goes_on_from_the_left_page_to_the_right_one() -> None:
    left, right = grid(LEFT, 400, 3), grid(RIGHT, 60, 2)
    found = read(
        sheet(
            *body("trái", LEFT),
            *rows(LEFT, 400, "STT Tên Nơi", "1 Chè Hà", "2 Miến Bắc"),
            *rows(RIGHT, 60, "3 Gốm Nam", "4 Tre Tây"),
            *body("phải", RIGHT)[44:],
            grids=(right, left),
        )
    )
    assert [table.continues for table in found.tables] == [False, True]
    assert found.text.index("Miến") < found.text.index("Gốm")


@pytest.mark.parametrize(
    ("more", "width", "why"),
    [
        (line("DANH SÁCH SẢN PHẨM TIÊU BIỂU", 520, 60), WIDTH, "a title over the middle"),
        ([], 900.0, "a page as high as wide"),
    ],
)
def test_one_page_stays_one(more: list[Token], width: float, why: str) -> None:
    assert gutter(sheet(*more, *body("trái", LEFT), *body("phải", RIGHT), width=width)) is None, why


def test_rules_and_rows_over_the_middle_make_one_page() -> None:
    words = (*body("trái", LEFT), *body("phải", RIGHT))
    assert gutter(sheet(*words)) is not None
    assert gutter(sheet(*words, rules=(BBox(60, 90, 1150, 91),))) is None
    wide = Grid(BBox(60, 90, 1150, 400), 1, 1, (GridCell(0, 0, 1, 1, BBox(60, 90, 1150, 400)),))
    assert gutter(sheet(*words, grids=(wide,))) is None


def test_a_gap_between_columns_is_no_gutter() -> None:
    words = [*body("trái", LEFT), *body("phải", RIGHT)]
    moved = [t for n in range(8) for t in line("cột hai của bảng", 540, 100 + 30 * n)]
    assert max(token.bbox.x1 for token in moved) + 0.04 * WIDTH > RIGHT - 5
    assert gutter(sheet(*words, *moved)) is None


def test_a_fold_between_the_pages_parts_them_still() -> None:
    fold = (Token("|", BBox(595, 200, 598, 230), 0.4), Token("‘", BBox(596, 400, 599, 410), 0.3))
    words = (*body("trái", LEFT), *body("phải", RIGHT))
    assert gutter(sheet(*words, *fold)) == gutter(sheet(*words))
    assert len(
        [t for p in passages_of(sheet(*words, *fold)) for x in p.lines for t in x.tokens]
    ) == (len(words) + 2)
