"""Rules in, grids out; and the tables whose columns only white parts."""

from __future__ import annotations

import pytest

from pipeline.document import BBox, PageSource
from pipeline.reading.composition import compose
from pipeline.reading.leaf import leaf_of
from pipeline.reading.sheet import Grid, GridCell, Sheet, Token
from pipeline.reading.tables import grids, unmerged
from pipeline.reading.unruled import unruled_grids


def across(y: float, *runs: tuple[float, float]) -> list[BBox]:
    return [BBox(a, y, b, y + 0.5) for a, b in runs]


def upright(x: float, *runs: tuple[float, float]) -> list[BBox]:
    return [BBox(x, a, x + 0.5, b) for a, b in runs]


def shape(grid: Grid) -> set[tuple[int, int, int, int]]:
    return {(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells}


def plain(rows: int, columns: int) -> set[tuple[int, int, int, int]]:
    return {(r, c, 1, 1) for r in range(rows) for c in range(columns)}


LEVELS = [rule for y in (100, 130, 160, 190) for rule in across(y, (50, 350))]
SIDES = [rule for x in (50, 150, 250, 350) for rule in upright(x, (100, 190))]

MERGED_DOWN = [
    *(rule for y in (100, 130, 190) for rule in across(y, (50, 350))),
    *across(160, (50, 150), (250, 350)),
    *SIDES,
]
GROUP_ROW = [
    *LEVELS,
    *(rule for x in (50, 350) for rule in upright(x, (100, 190))),
    *(rule for x in (150, 250) for rule in upright(x, (100, 130), (160, 190))),
]

CASES = [
    ("a plain grid", [*LEVELS, *SIDES], plain(3, 3)),
    (
        "a producer over two products: a rule is missing between rows",
        MERGED_DOWN,
        plain(3, 3) - {(1, 1, 1, 1), (2, 1, 1, 1)} | {(1, 1, 2, 1)},
    ),
    (
        "a group's heading over all columns",
        GROUP_ROW,
        plain(3, 3) - {(1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)} | {(1, 0, 1, 3)},
    ),
    ("the page's edge took both sides", [*LEVELS, *SIDES[1:3]], plain(3, 3)),
    (
        "a double rule on the right is one",
        [*LEVELS, *SIDES, *upright(353.5, (100, 190))],
        plain(3, 3),
    ),
    (
        "rules drawn cell by cell, each a little off",
        [
            *(
                r
                for y in (100, 130, 160, 190)
                for r in across(y, (50, 149), (151, 249), (250.5, 350))
            ),
            *SIDES,
        ],
        plain(3, 3),
    ),
    (
        "a letter's stroke inside a cell parts nothing",
        [*LEVELS, *SIDES, *upright(200, (138, 152))],
        plain(3, 3),
    ),
]


@pytest.mark.parametrize(("why", "rules", "expected"), CASES)
def test_grids(why: str, rules: list[BBox], expected: set[tuple[int, int, int, int]]) -> None:
    (found,) = grids(rules)
    assert shape(found) == expected, why


GAPS = [
    *(rule for y in range(100, 281, 30) for rule in across(y, (50, 550))),
    *(rule for x in (50, 150, 350, 450, 550) for rule in upright(x, (100, 130), (160, 280))),
    *(rule for x in (50, 550) for rule in upright(x, (130, 160))),
    *upright(250, (100, 130), (160, 220)),  # it should go down to 280
]
GROUP = {(1, c, 1, 1) for c in range(5)}


def test_a_gap_that_a_fax_left_in_one_upright_rule_merges_nothing() -> None:
    (found,) = grids(GAPS, worn=True)
    assert shape(found) == plain(6, 5) - GROUP | {(1, 0, 1, 5)}, "the group's heading stays one"


def test_a_printed_rule_has_no_gaps_but_merged_cells() -> None:
    (found,) = grids(GAPS)
    assert {(4, 1, 1, 2), (5, 1, 1, 2)} <= shape(found)


def test_a_heading_over_two_columns_is_no_gap() -> None:
    rules = [
        *across(100, (50, 450)),
        *across(130, (150, 350)),
        *(rule for y in (160, 190, 220, 250) for rule in across(y, (50, 450))),
        *(rule for x in (50, 150, 350, 450) for rule in upright(x, (100, 250))),
        *upright(250, (130, 250)),
    ]
    (found,) = grids(rules, worn=True)
    assert {(0, 1, 1, 2), (0, 0, 2, 1), (0, 3, 2, 1)} <= shape(found)


NO_TABLES = [
    ("a rule under the motto", across(80, (100, 200))),
    (
        "a frame round a stamp",
        [*across(10, (0, 90)), *across(50, (0, 90)), *upright(0, (10, 50)), *upright(90, (10, 50))],
    ),
    ("a drawing of thousands of strokes", across(100, *[(n, n + 20.0) for n in range(5000)])),
]


@pytest.mark.parametrize(("why", "rules"), NO_TABLES)
def test_no_grid(why: str, rules: list[BBox]) -> None:
    assert grids(rules) == (), why


def test_two_tables_on_a_page_stay_two() -> None:
    below = [BBox(r.x0, r.top + 300, r.x1, r.bottom + 300) for r in [*LEVELS, *SIDES]]
    assert [grid.bbox.top for grid in grids([*below, *LEVELS, *SIDES])] == [100.25, 400.25]


def words(y: float, *texts: tuple[float, str]) -> list[Token]:
    """Set texts on a line at their x, 5 points a letter, 10 points high."""
    tokens = []
    for x, text in texts:
        for word in text.split():
            tokens.append(Token(word, BBox(x, y, x + 5 * len(word), y + 10)))
            x += 5 * len(word) + 3
    return tokens


HEADING = words(100, (50, "STT"), (90, "Tên sản phẩm"), (220, "Tên cơ sở"), (350, "Địa chỉ"))
LIST = [
    *HEADING,
    *words(124, (50, "1"), (90, "Miến dong mẫu"), (220, "HTX Mẫu Một"), (350, "xã An Mẫu")),
    *words(148, (50, "2"), (90, "Rượu ngô mẫu"), (350, "xã Bình Mẫu")),
    *words(160, (220, "Cơ sở Mẫu Hai")),
    *words(172, (50, "3"), (90, "Thạch đen mẫu"), (350, "xã Bình Mẫu")),
]


def cells(
    tokens: list[Token], rules: tuple[BBox, ...] = ()
) -> dict[tuple[int, int, int, int], str]:
    sheet = Sheet(1, 595, 842, 595, 842, PageSource.TEXT_LAYER, tuple(tokens), rules=rules)
    made = compose([leaf_of(sheet)])
    (table,) = made.tables
    return {
        (c.row, c.column, c.rowspan, c.colspan): made.text[c.span.start : c.span.end]
        for c in table.cells
    }


def test_a_list_without_any_rules() -> None:
    found = cells(LIST)
    assert found[0, 1, 1, 1] == "Tên sản phẩm"
    assert found[1, 2, 1, 1] == "HTX Mẫu Một"
    assert found[2, 2, 2, 1] == "Cơ sở Mẫu Hai", "level with the middle of two rows: it is of both"
    assert found[3, 3, 1, 1] == "xã Bình Mẫu"


def test_a_list_with_level_rules_only() -> None:
    level = [r for y in (96, 118, 142, 188) for r in across(y, (40, 420))]
    level += across(169, (40, 200), (340, 420))
    found = cells(LIST, tuple(level))
    assert found[2, 1, 1, 1] == "Rượu ngô mẫu"
    assert found[2, 2, 2, 1] == "Cơ sở Mẫu Hai", "no rule under it between the two rows"


def rows(y: float, *lines: tuple[tuple[float, str], ...], apart: float = 24) -> list[Token]:
    """Set rows of a list under each other from a height on."""
    return [t for n, line in enumerate(lines) for t in words(y + n * apart, *line)]


def told(tokens: list[Token], rules: tuple[BBox, ...] = ()) -> list[list[str]]:
    """Return a page's tables row by row, merged cells at their top left."""
    sheet = Sheet(1, 595, 842, 595, 842, PageSource.TEXT_LAYER, tuple(tokens), rules=rules)
    made = compose([leaf_of(sheet)])
    found = []
    for table in made.tables:
        grid = [[""] * table.columns for _ in range(table.rows)]
        for c in table.cells:
            grid[c.row][c.column] = made.text[c.span.start : c.span.end]
        found += grid
    return found


ROW_1 = ((52, "1"), (90, "Miến dong mẫu"), (220, "HTX Mẫu Một"), (350, "xã An Mẫu"))
ROW_2 = ((52, "2"), (90, "Rượu ngô mẫu"), (220, "Cơ sở Mẫu Hai"), (350, "xã Bình Mẫu"))
ROW_3 = ((52, "3"), (90, "Thạch đen mẫu"), (220, "HTX Mẫu Ba"), (350, "xã An Mẫu"))
LEVEL_HEADING = ((50, "STT"), (90, "Tên sản phẩm"), (220, "Tên cơ sở"), (350, "Địa chỉ"))
FIRST_ROW = ["1", "Miến dong mẫu", "HTX Mẫu Một", "xã An Mẫu"]
HEADING_ROW = ["STT", "Tên sản phẩm", "Tên cơ sở", "Địa chỉ"]

WHITE = [
    (
        "numbers of the columns are a row of their own",
        rows(
            100,
            LEVEL_HEADING,
            ((52, "(1)"), (100, "(2)"), (230, "(3)"), (360, "(4)")),
            ROW_1,
            ROW_2,
        ),
        [HEADING_ROW, ["(1)", "(2)", "(3)", "(4)"], FIRST_ROW, [text for _, text in ROW_2]],
    ),
    (
        "a group's heading over the columns, and a total",
        rows(
            100,
            LEVEL_HEADING,
            ((50, "I. Nhóm thủ công mỹ nghệ mẫu"),),
            ROW_1,
            ((50, "Tổng cộng: 1 sản phẩm"),),
        ),
        [
            HEADING_ROW,
            ["I. Nhóm thủ công mỹ nghệ mẫu", "", "", ""],
            FIRST_ROW,
            ["Tổng cộng: 1 sản phẩm", "", "", ""],
        ],
    ),
    (
        "“Cộng sự” at a line's start is no total",
        [
            *rows(100, LEVEL_HEADING, ROW_1),
            *words(142, (220, "Công ty Mẫu &")),
            *words(148, (52, "2"), (90, "Rượu mẫu"), (350, "xã B")),
            *words(154, (220, "Cộng sự")),
        ],
        [HEADING_ROW, FIRST_ROW, ["2", "Rượu mẫu", "Công ty Mẫu & Cộng sự", "xã B"]],
    ),
    (
        "one number and one producer, in the middle row, for three products",
        rows(
            100,
            LEVEL_HEADING,
            ROW_1,
            ((90, "Bún mẫu"),),
            ((52, "2"), (90, "Chè mẫu"), (220, "HTX Mẫu Hai"), (350, "xã B")),
            ((90, "Gạo mẫu"),),
        ),
        [
            HEADING_ROW,
            FIRST_ROW,
            ["2", "Bún mẫu", "HTX Mẫu Hai", "xã B"],
            ["", "Chè mẫu", "", ""],
            ["", "Gạo mẫu", "", ""],
        ],
    ),
    (
        "numbers that a scan has lost",
        rows(100, LEVEL_HEADING, ROW_1[1:], ROW_2[1:], ROW_3[1:]),
        [
            HEADING_ROW,
            ["", *FIRST_ROW[1:]],
            ["", *[t for _, t in ROW_2[1:]]],
            ["", *[t for _, t in ROW_3[1:]]],
        ],
    ),
    (
        "two lists on one page, each under its title",
        [
            *rows(100, LEVEL_HEADING, ROW_1, ROW_2),
            *words(176, (50, "II. Nhóm sản phẩm khác")),
            *rows(200, LEVEL_HEADING, ROW_1),
        ],
        [HEADING_ROW, FIRST_ROW, [t for _, t in ROW_2], HEADING_ROW, FIRST_ROW],
    ),
    (
        "a heading of several lines, one over two columns",
        [
            *words(94, (270, "Cơ sở sản xuất mẫu")),
            *words(100, (52, "TT"), (90, "Tên sản phẩm")),
            *words(106, (220, "Tên cơ sở"), (350, "Địa chỉ")),
            *rows(130, ROW_1, ROW_2),
        ],
        [
            ["TT", "Tên sản phẩm", "Cơ sở sản xuất mẫu", ""],
            ["", "", "Tên cơ sở", "Địa chỉ"],
            FIRST_ROW,
            [text for _, text in ROW_2],
        ],
    ),
    (
        "one row alone at the top of a page",
        rows(80, ((52, "21"), *ROW_1[1:])),
        [["21", *FIRST_ROW[1:]]],
    ),
    (
        "a mark under the list is no row",
        [*rows(100, LEVEL_HEADING, ROW_1, ROW_2), *words(172, (420, "MẪU"))],
        [HEADING_ROW, FIRST_ROW, [text for _, text in ROW_2]],
    ),
]


@pytest.mark.parametrize(("why", "tokens", "expected"), WHITE)
def test_a_list_that_only_white_parts(
    why: str, tokens: list[Token], expected: list[list[str]]
) -> None:
    assert told(tokens) == expected, why


def test_a_list_set_tight_goes_by_where_its_numbers_stand() -> None:
    tokens = [
        *rows(100, LEVEL_HEADING, ROW_1, apart=12),
        *words(124, (90, "hộp 500 g"), (350, "huyện Mẫu")),
        *rows(136, ROW_2, ((90, "chai 1 lít"),), ROW_3, apart=12),
    ]
    assert told(tokens) == [
        HEADING_ROW,
        ["1", "Miến dong mẫu hộp 500 g", "HTX Mẫu Một", "xã An Mẫu huyện Mẫu"],
        ["2", "Rượu ngô mẫu chai 1 lít", "Cơ sở Mẫu Hai", "xã Bình Mẫu"],
        [text for _, text in ROW_3],
    ]


def test_rules_under_the_heading_alone_make_no_rows() -> None:
    level = tuple(r for y in (95, 118, 190) for r in across(y, (40, 420)))
    assert told(rows(100, LEVEL_HEADING, ROW_1, ROW_2, ROW_3), level)[1:] == [
        [text for _, text in row] for row in (ROW_1, ROW_2, ROW_3)
    ]


def test_a_column_whose_numbers_are_all_unread_is_kept_where_rules_show_it() -> None:
    level = tuple(r for y in (95, 118, 142, 166) for r in across(y, (40, 420)))
    tokens = rows(100, LEVEL_HEADING[1:], ROW_1[1:], ROW_2[1:])
    assert told(tokens, level) == [
        ["", *HEADING_ROW[1:]],
        ["", *FIRST_ROW[1:]],
        ["", *(text for _, text in ROW_2[1:])],
    ]


def test_a_column_in_which_nothing_stands_is_kept_on_the_next_page() -> None:
    noted = (*LEVEL_HEADING, (450, "Ghi chú"))
    first = Sheet(1, 595, 842, 595, 842, PageSource.OCR, tuple(rows(100, noted, ROW_1, ROW_2)))
    second = Sheet(2, 595, 842, 595, 842, PageSource.OCR, tuple(rows(60, ROW_3)))
    made = compose([leaf_of(first), leaf_of(second)])
    assert [(t.columns, t.continues) for t in made.tables] == [(5, False), (5, True)]
    assert [made.text[c.span.start : c.span.end] for c in made.tables[1].cells] == [
        text for _, text in ROW_3
    ]


PROSE = [
    *words(100, (50, "1"), (70, "Công nhận hai mươi sản phẩm mẫu của tỉnh Mẫu")),
    *words(114, (50, "năm hai nghìn không trăm hai mươi mẫu và các cơ sở")),
    *words(128, (50, "2"), (70, "Các cơ sở được cấp giấy chứng nhận mẫu theo quy")),
    *words(142, (50, "3"), (70, "Giao Sở Mẫu chịu trách nhiệm thi hành quyết định")),
]


@pytest.mark.parametrize(
    ("why", "tokens"),
    [
        ("numbered paragraphs are no table", PROSE),
        ("a heading without rows is none", HEADING),
        ("two columns of a head are none", words(40, (50, "ỦY BAN MẪU"), (300, "CỘNG HÒA MẪU"))),
    ],
)
def test_no_unruled_table(why: str, tokens: list[Token]) -> None:
    assert unruled_grids(tokens, ()) == (), why


def table_sheet(number: int, rows: list[list[str]], above: str = "") -> Sheet:
    """Draw a ruled table near the top of a page."""
    width, height = 120.0, 30.0
    rules = [r for n in range(len(rows) + 1) for r in across(80 + n * height, (50, 50 + 3 * width))]
    rules += [r for c in range(4) for r in upright(50 + c * width, (80, 80 + len(rows) * height))]
    tokens = words(60, (50, above)) if above else []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            tokens += words(90 + r * height, (60 + c * width, text))
    return Sheet(number, 595, 842, 595, 842, PageSource.TEXT_LAYER, tuple(tokens), grids(rules))


HEAD = ["STT", "Tên sản phẩm", "Tên cơ sở"]
FIRST = [HEAD, ["1", "Miến mẫu", "HTX Mẫu"], ["2", "Chè mẫu", "HTX Mẫu"]]


@pytest.mark.parametrize(
    ("why", "rows", "above", "expected"),
    [
        (
            "it goes on without a header",
            [["3", "Rượu mẫu", "Cơ sở Mẫu"], ["4", "Dao", "Mẫu"]],
            "",
            True,
        ),
        ("it goes on under its header", [HEAD, ["3", "Rượu mẫu", "Cơ sở Mẫu"]], "", True),
        (
            "another header, another table",
            [["STT", "Họ và tên", "Chức vụ"], ["1", "A", "B"]],
            "",
            False,
        ),
        (
            "text stands between",
            [["1", "Rượu mẫu", "Mẫu"], ["2", "Dao", "Mẫu"]],
            "Phụ lục hai",
            False,
        ),
    ],
)
def test_continues(why: str, rows: list[list[str]], above: str, expected: bool) -> None:
    made = compose([leaf_of(table_sheet(1, FIRST)), leaf_of(table_sheet(2, rows, above))])
    assert [table.continues for table in made.tables] == [False, expected], why


def test_cells_stand_in_the_text_and_nowhere_else() -> None:
    made = compose([leaf_of(table_sheet(1, FIRST, "Danh sách mẫu"))])
    assert made.text == (
        "Danh sách mẫu\nSTT\tTên sản phẩm\tTên cơ sở\n1\tMiến mẫu\tHTX Mẫu\n2\tChè mẫu\tHTX Mẫu"
    )
    assert [made.text[w.span.start : w.span.end] for w in made.words] == made.text.split()


def test_a_word_broken_at_a_slash_is_one() -> None:
    sheet = table_sheet(1, FIRST)
    broken = (*sheet.tokens, *words(120, (230, "200 kg/")), *words(131, (180, "mẻ")))
    made = compose([leaf_of(Sheet(1, 595, 842, 595, 842, sheet.source, broken, sheet.grids))])
    assert "200 kg/mẻ" in made.text


def test_a_row_that_the_pages_end_cuts_open_stays_in_its_table() -> None:
    # the last level rule is missing, and a group's heading breaks the upright ones
    rules = [
        *(rule for y in (100, 130, 160) for rule in across(y, (50, 350))),
        *(rule for x in (50, 350) for rule in upright(x, (100, 182))),
        *(rule for x in (150, 250) for rule in upright(x, (100, 130), (160, 182))),
    ]
    (found,) = grids(rules)
    assert shape(found) == plain(3, 3) - {(1, c, 1, 1) for c in range(3)} | {(1, 0, 1, 3)}


def test_a_rows_rest_may_have_lost_its_upper_rule() -> None:
    rules = [
        *across(107, (50, 350)),
        *(r for x in (50, 150, 250, 350) for r in upright(x, (73, 107))),
    ]
    (found,) = grids(rules)
    assert shape(found) == plain(1, 3)


def test_a_rows_rest_alone_on_its_page_is_a_table() -> None:
    rest = table_sheet(2, [["", "", "Phja Mẫu"]])
    made = compose([leaf_of(table_sheet(1, FIRST)), leaf_of(rest)])
    assert [(table.rows, table.continues) for table in made.tables] == [(3, False), (1, True)]


def numbers_at(*placed: tuple[str, float]) -> list[Token]:
    return [Token(text, BBox(12, y, 20, y + 10)) for text, y in placed]


MERGED = [
    ("a number for each row", numbers_at(("2", 25), ("(3)", 65)), [(1, 1), (2, 1)]),
    ("one number for both rows", numbers_at(("2", 45)), [(1, 2)]),
    ("a name over two lines is one", numbers_at(("HTX", 25), ("Mẫu", 65)), [(1, 2)]),
    ("two numbers on one line", numbers_at(("2", 25), ("3", 26)), [(1, 2)]),
]


@pytest.mark.parametrize(("why", "words", "expected"), MERGED)
def test_rules_lost_between_numbers_are_put_back(
    why: str, words: list[Token], expected: list[tuple[int, int]]
) -> None:
    cells = (
        GridCell(0, 0, 1, 1, BBox(10, 0, 30, 20)),
        GridCell(0, 1, 1, 1, BBox(30, 0, 90, 20)),
        GridCell(1, 0, 2, 1, BBox(10, 20, 30, 100)),
        GridCell(1, 1, 1, 1, BBox(30, 20, 90, 60)),
        GridCell(2, 1, 1, 1, BBox(30, 60, 90, 100)),
    )
    grid = unmerged(Grid(BBox(10, 0, 90, 100), 3, 2, cells), words)
    found = [(cell.row, cell.rowspan) for cell in grid.cells if cell.column == 0 and cell.row]
    assert found == expected, why
