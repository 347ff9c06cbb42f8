from dataclasses import replace

import pytest
from made_pages import document, tabled

from pipeline.document import BBox, Document, PageSource, Span, State, TextSource
from pipeline.transcript import Amendment, sides


def words(read: Document, *amendments: Amendment) -> list[list[str]]:
    return [
        [m.text for m in line.marks] for side in sides(read, amendments) for line in side.lines()
    ]


def test_words_stand_in_lines_in_reading_order() -> None:
    assert words(document()) == [["Số:", "1918/QĐ-UBND"], ["Miến", "dong", "Phia", "Đén"]]


def test_a_cell_is_a_region_of_its_own_and_breaks_its_lines_where_the_page_does() -> None:
    (table,) = sides(tabled())[0].regions
    assert [[line.text for line in cell.lines] for cell in table.cells] == [
        ["1"], ["Miến", "dong"], ["Chè"],
    ]  # fmt: skip
    assert table.cells[1].bbox == BBox(70, 50, 200, 105)


def test_words_glued_on_the_page_stay_glued() -> None:
    read = document(lines=("( Kèm",))
    read = replace(read, text="(Kèm\n")
    first, second = read.words
    glued = replace(second, span=Span(1, 4))
    read = replace(read, words=(first, glued), blocks=(replace(read.blocks[0], span=Span(0, 4)),))
    assert [line.text for line in sides(read)[0].lines()] == ["(Kèm"]


@pytest.mark.parametrize(
    ("quote", "value", "expected"),
    [
        pytest.param("1918/QĐ-UBND", "1981/QĐ-UBND", ["Số: 1981/QĐ-UBND"], id="one for one"),
        pytest.param("1918", "1981", ["Số: 1981/QĐ-UBND"], id="part of a word: the rest stays"),
        pytest.param("Số: 1918", "Số 1 981", ["Số 1 981/QĐ-UBND"], id="more words than there were"),
        pytest.param("Số: 1918/QĐ-UBND", "1918", ["1918"], id="fewer"),
    ],
)
def test_a_persons_words_stand_for_the_machines(
    quote: str, value: str, expected: list[str]
) -> None:
    read = document(lines=("Số: 1918/QĐ-UBND",))
    start = read.text.index(quote)
    (side,) = sides(read, [Amendment(Span(start, start + len(quote)), value)])
    assert [line.text for line in side.lines()] == expected
    (line,) = side.lines()
    machine = next(sides(read)[0].lines()).bbox
    assert (line.bbox.x0, line.bbox.top, line.bbox.bottom) == (
        machine.x0, machine.top, machine.bottom,
    )  # fmt: skip
    assert line.bbox.x1 == pytest.approx(machine.x1)
    assert any(mark.amended for mark in line.marks)


def test_a_value_over_two_lines_is_dealt_out_over_both() -> None:
    read = document(lines=("Miến dong", "Phia Đén loại"))
    found = words(read, Amendment(Span(0, read.text.index(" loại")), "Miến dong Tĩnh Túc"))
    assert found == [["Miến", "dong"], ["Tĩnh", "Túc", "loại"]]


def test_what_no_file_of_marks_may_hold_is_replaced() -> None:
    read = document(lines=("a\x02b",))
    assert words(read) == [["a\ufffdb"]]


@pytest.mark.parametrize("step", ["turned 90", "turned 180", "turned 270"])
def test_a_turned_page_says_so(step: str) -> None:
    (side,) = sides(document(treatment=("ocr 300 dpi", step)))
    assert side.turn == int(step.split()[1])


def test_lines_of_a_turned_page_run_up_the_page() -> None:
    read = document(lines=("a b",), treatment=("turned 90",))
    lower = replace(read.words[0], bbox=BBox(40, 300, 60, 310))
    upper = replace(read.words[1], bbox=BBox(40, 280, 60, 290))
    (side,) = sides(replace(read, words=(lower, upper)))
    assert [line.text for line in side.lines()] == ["a b"]


def test_a_persons_words_run_as_the_line_does() -> None:
    read = document(lines=("a",), treatment=("turned 90",))
    read = replace(read, words=(replace(read.words[0], bbox=BBox(40, 200, 60, 300)),))
    (line,) = sides(read, [Amendment(Span(0, 1), "bb c")])[0].lines()
    assert [(mark.text, mark.bbox) for mark in line.marks] == [
        ("bb", BBox(40, 250, 60, 300)), ("c", BBox(40, 200, 60, 225)),
    ]  # fmt: skip


def test_a_web_page_has_no_sides() -> None:
    page = replace(document().pages[0], width=None, height=None, source=PageSource.HTML)
    read = replace(document(), pages=(page,), text_source=TextSource.HTML, state=State.PARSED)
    assert sides(read) == ()
