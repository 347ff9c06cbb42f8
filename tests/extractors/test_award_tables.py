"""Appendix tables: columns by role, merged cells, sections, totals, rows over page breaks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.facts import award_tables, table_rows
from extractors.facts.table_roles import role_of
from pipeline.document import (
    BBox,
    Cell,
    Document,
    Page,
    PageSource,
    Span,
    State,
    Table,
    TextSource,
    Word,
)
from pipeline.extraction import extract
from pipeline.facts import AwardClaim, CountClaim, Mention
from pipeline.vietnamese import fold

# A cell is its text, or (text, rowspan, colspan); None where a merged cell covers the place.
Entry = str | tuple[str, int, int] | None
Rows = Sequence[Sequence[Entry]]

HEADER = ("STT", "Tên sản phẩm", "Tên cơ sở CNNT", "Địa chỉ")
CAPTION = "DANH SÁCH\nSản phẩm được công nhận\n"


def document(*tables: tuple[str, Rows], pages: Sequence[int] = ()) -> Document:
    """A document of tables, each with the text above it; ``pages`` where they stand."""
    text, made = "", []
    for number, (above, rows) in enumerate(tables):
        text += above
        page = pages[number] if pages else 1
        cells = []
        for row, entries in enumerate(rows):
            for column, entry in enumerate(entries):
                if entry is not None:
                    written, down, across = (entry, 1, 1) if isinstance(entry, str) else entry
                    span = Span(len(text), len(text) + len(written))
                    cells.append(Cell(span, row, column, down, across))
                    text += written
                text += "\t"
            text += "\n"
        repeated = bool(pages) and number > 0 and page > pages[number - 1]
        made.append(Table(page, len(rows), len(rows[0]), tuple(cells), continues=repeated))
    last = max(pages, default=1)
    sheets = tuple(
        Page(n, Span(0 if n == 1 else len(text), len(text)), PageSource.PLAIN)
        for n in range(1, last + 1)
    )
    return Document(
        "0" * 64, "text/plain", text, sheets, TextSource.PLAIN, State.PARSED, tables=tuple(made)
    )


def mentions(made: Document) -> list[Mention]:
    return list(extract(made, (award_tables.EXTRACTOR,)))


def awards(made: Document) -> list[AwardClaim]:
    return [m.claim for m in mentions(made) if isinstance(m.claim, AwardClaim)]


def brief(made: Document) -> list[tuple[str | None, ...]]:
    return [(a.serial, a.product, a.producer, a.place) for a in awards(made)]


def test_a_plain_list() -> None:
    made = document((CAPTION, [HEADER, ("1", "Miến Mẫu", "HTX Mẫu", "xã A, huyện B")]))
    (award,) = awards(made)
    assert award == AwardClaim(
        product="Miến Mẫu",
        producer="HTX Mẫu",
        place="xã A, huyện B",
        address="xã A, huyện B",
        serial="1",
        pattern="table",
    )
    (mention,) = mentions(made)
    assert made.quote(mention.part("product")) == "Miến Mẫu"
    assert made.quote(mention.part("producer")) == "HTX Mẫu"
    assert made.quote(mention.part("place")) == "xã A, huyện B"


HEADINGS = [
    ("STT", "serial", "whole words"),
    ("Tên sản phẩm/bộ sản phẩm", "product", "a slash parts words"),
    ("Nhóm sản phẩm", "group", "the first word decides"),
    ("Tên cơ sở có sản phẩm được công nhận", "producer", "the first phrase decides"),
    ("Địa chỉ cơ sở sản xuất", "address", "likewise"),
    ("Chủ cơ sở", "owner", "the longest of those that begin together"),
    ("Đơn vị tính", "foreign", "no producer"),
    ("Đơn vị sản xuất", "producer", "beside the unit of measure"),
    ("Huyện, thành phố", "place", "of the producer"),
    ("Số lượng sản phẩm", "foreign", "a table of numbers"),
    ("Điểm bình quân", "points", "of the judges"),
    ("Mức thưởng (đồng)", "prize", "money"),
    ("Tên sán phầm", "product", "a scan's marks"),
    ("Tên sản phẩn dự thi", "product", "a scan's letter"),
    ("Vui lòng xem", None, "nothing we know"),
    ("Tên sản phấn/bệ sản phẩn", "product", "several letters misread"),
    ("Chủ cơ xở", "owner", "as near to no other role"),
]


@pytest.mark.parametrize(("heading", "role", "why"), HEADINGS)
def test_role(heading: str, role: str | None, why: str) -> None:
    assert role_of(heading) == role, why


def test_headings_in_two_rows_and_a_row_of_numbers() -> None:
    rows: Rows = [
        (
            ("TT", 2, 1),
            ("Sản phẩm", 2, 1),
            ("Cơ sở công nghiệp nông thôn", 1, 2),
            None,
            ("Điểm", 2, 1),
        ),
        (None, None, "Tên", "Địa bàn", None),
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("1", "Chè Mẫu", "HTX Mẫu", "Na Rì", "88,0"),
    ]
    (award,) = awards(document((CAPTION, rows)))
    assert (award.producer, award.place, award.points) == ("HTX Mẫu", "Na Rì", "88,0")


def test_a_second_row_of_headings_in_a_text_without_merged_cells() -> None:
    rows: Rows = [
        ("TT", "Sản phẩm", "Cơ sở công nghiệp nông thôn", "", ""),
        ("", "", "Tên cơ sở", "Người đại diện", "Địa chỉ sản xuất"),
        ("1", "Chè Mẫu", "HTX Mẫu", "Lê Mẫu", "xã A"),
        ("2", "Bún Mẫu", "", "", ""),
    ]
    made = document((CAPTION, rows))
    assert brief(made) == [("1", "Chè Mẫu", "HTX Mẫu", "xã A"), ("2", "Bún Mẫu", "HTX Mẫu", "xã A")]
    assert doubts(made) == []


def test_any_order_of_columns() -> None:
    rows: Rows = [
        ("TT", "Huyện", "Chủ thể", "Điện thoại", "Sản phẩm dự thi", "Xếp loại"),
        ("1", "Hà Quảng", "HKD Lê Mẫu", "0912000001", "Rượu Mẫu", "Giải A"),
    ]
    (award,) = awards(document((CAPTION, rows)))
    assert (award.product, award.producer) == ("Rượu Mẫu", "HKD Lê Mẫu")
    assert (award.place, award.grade, award.address) == ("Hà Quảng", "Giải A", None)


def test_a_merged_producer_covers_its_products() -> None:
    rows: Rows = [
        HEADER,
        ("1", "Miến Mẫu", ("HTX Mẫu", 2, 1), ("xã A", 2, 1)),
        ("2", "Bún Mẫu", None, None),
        ("3", "Chè Mẫu", "DNTN Mẫu", "xã C"),
    ]
    assert brief(document((CAPTION, rows))) == [
        ("1", "Miến Mẫu", "HTX Mẫu", "xã A"),
        ("2", "Bún Mẫu", "HTX Mẫu", "xã A"),
        ("3", "Chè Mẫu", "DNTN Mẫu", "xã C"),
    ]


def test_an_empty_producer_is_taken_over_and_marked() -> None:
    rows: Rows = [HEADER, ("1", "Miến Mẫu", "HTX Mẫu", "xã A"), ("2", "Bún Mẫu", "", "")]
    first, second = mentions(document((CAPTION, rows)))
    assert isinstance(second.claim, AwardClaim)
    assert (second.claim.producer, second.claim.place) == ("HTX Mẫu", "xã A")
    assert "inherited" in dict(second.parts)
    assert second.confidence < first.confidence


SECTIONS = [
    (("I. Nhóm thủ công mỹ nghệ", 1, 4), "group", "Thủ công mỹ nghệ", "over all columns"),
    (("Nhóm 2: Sản phẩm khác (01 sản phẩm)", 1, 4), "group", "Sản phẩm khác", "with its count"),
    (("Giải Nhất", 1, 4), "grade", "Giải Nhất", "a grade"),
    (("II. Huyện Hòa An", 1, 4), "place", "huyện Hòa An", "a place"),
]


@pytest.mark.parametrize(("section", "field", "value", "why"), SECTIONS)
def test_section_rows(section: Entry, field: str, value: str, why: str) -> None:
    header = ("STT", "Tên sản phẩm", "Tên cơ sở CNNT", "Ghi chú")
    rows: Rows = [header, (section, None, None, None), ("1", "Mây Mẫu", "HTX Mẫu", "")]
    (award,) = awards(document((CAPTION, rows)))
    assert getattr(award, field) == value, why


def test_a_section_with_its_ordinal_in_a_cell_of_its_own() -> None:
    rows: Rows = [
        HEADER,
        ("I", ("Nhóm thủ công mỹ nghệ", 1, 3), None, None),
        ("1", "Mây Mẫu", "HTX Mẫu", "xã A"),
        ("II", "Nhóm sản phẩm khác", "", ""),
        ("1", "Ngói Mẫu", "HTX Ngói", "xã B"),
    ]
    made = awards(document((CAPTION, rows)))
    assert [(a.group, a.serial) for a in made] == [
        ("Thủ công mỹ nghệ", "1"),
        ("Sản phẩm khác", "1"),
    ]


def test_a_section_above_its_own_table() -> None:
    one: Rows = [HEADER, ("1", "Mây Mẫu", "HTX Mẫu", "xã A")]
    other: Rows = [HEADER, ("1", "Ngói Mẫu", "HTX Ngói", "xã B")]
    made = document((CAPTION + "I. Nhóm thủ công mỹ nghệ\n", one), ("\nII. Nhóm khác\n", other))
    assert [a.group for a in awards(made)] == ["Thủ công mỹ nghệ", "Khác"]


def test_a_totals_row_is_a_count_and_no_award() -> None:
    rows: Rows = [
        HEADER,
        ("1", "Mây Mẫu", "HTX Mẫu", "xã A"),
        (("Tổng cộng: 01 sản phẩm của 01 cơ sở", 1, 4), None, None, None),
    ]
    made = document((CAPTION, rows))
    assert len(awards(made)) == 1
    counts = [m.claim for m in mentions(made) if isinstance(m.claim, CountClaim)]
    assert [(c.of, c.value) for c in counts] == [("products", 1), ("producers", 1)]


def test_a_continued_table_without_headings_keeps_its_columns_and_section() -> None:
    one: Rows = [
        HEADER,
        (("I. Nhóm khác", 1, 4), None, None, None),
        ("1", "A Mẫu", "HTX A", "xã A"),
    ]
    two: Rows = [("2", "B Mẫu", "HTX B", "xã B")]
    made = document((CAPTION, one), ("", two), pages=(1, 2))
    assert [(a.product, a.group) for a in awards(made)] == [("A Mẫu", "Khác"), ("B Mẫu", "Khác")]


def test_headings_that_a_pages_end_parted_are_put_together() -> None:
    one: Rows = [("STT", "Tên sản phẩm", "Tên cơ sở CNNT", "")]
    two: Rows = [("", "", "", "Địa chỉ"), ("1", "A Mẫu", "HTX A", "xã A")]
    made = document((CAPTION, one), ("", two), pages=(1, 2))
    assert brief(made) == [("1", "A Mẫu", "HTX A", "xã A")]
    assert doubts(made) == []


def test_repeated_headings_are_no_row() -> None:
    one: Rows = [HEADER, ("1", "A Mẫu", "HTX A", "xã A")]
    two: Rows = [HEADER, ("2", "B Mẫu", "HTX B", "xã B")]
    made = document((CAPTION, one), ("", two), pages=(1, 2))
    assert [a.product for a in awards(made)] == ["A Mẫu", "B Mẫu"]


SPLITS = [
    (
        ("", "Phja Mẫu", "nông sản Mẫu", ""),
        [("1", "Miến dong Phja Mẫu", "HTX nông sản Mẫu", "xã A"), ("2", "Bún", "HTX B", "xã B")],
        "the next number follows on: the rest of row 1",
    ),
    (
        ("", "", "nông sản Mẫu", ""),
        [("1", "Miến dong", "HTX nông sản Mẫu", "xã A"), ("2", "Bún", "HTX B", "xã B")],
        "no product: the rest of row 1",
    ),
    (
        ("", "", "", "huyện B"),
        [("1", "Miến dong", "HTX", "xã A huyện B"), ("2", "Bún", "HTX B", "xã B")],
        "a place alone is the rest of an address, no section",
    ),
]


def doubts(made: Document) -> list[tuple[str, str]]:
    """Return the parts of claims that become issues, with what they are about."""
    codes = {
        "left-out-column",
        "contradicted-column",
        "row-without-product",
        "row-unnumbered",
        "number-repeated",
        "unknown-heading",
        "producer-unlike",
        "points-impossible",
    }
    found = [(name, made.quote(span)) for m in mentions(made) for name, span in m.parts]
    return list(dict.fromkeys(each for each in found if each[0] in codes))


GOODS = [("1", "Miến Mẫu", "HTX Mẫu", "xã A"), ("2", "Bún Mẫu", "DNTN Mẫu", "xã B")]
DOUBTS: list[tuple[Rows, list[tuple[str, str]], str]] = [
    ([HEADER, *GOODS], [], "nothing is in doubt"),
    (
        [(*HEADER, "Hạn bảo hành"), *((*row, "12 tháng") for row in GOODS)],
        [("left-out-column", "Hạn bảo hành")],
        "a heading nobody knows is named, never dropped",
    ),
    (
        [
            ("STT", "Tên cơ sở CNNT", "Tên sản phẩm", "Địa chỉ"),
            ("1", "Miến Mẫu", "HTX Mẫu", "xã A"),
            ("2", "Bún Mẫu", "DNTN Mẫu", "xã B"),
        ],
        [("contradicted-column", "Tên sản phẩm")],
        "producers stand under the products' heading",
    ),
    (
        [
            (*HEADER, "Điểm"),
            ("1", "Miến Mẫu", "HTX Mẫu", "xã A", "đạt"),
            ("2", "Bún Mẫu", "DNTN Mẫu", "xã B", "đạt"),
        ],
        [("contradicted-column", "Điểm")],
        "points that are no numbers",
    ),
    (
        [
            (*HEADER, "Điểm"),
            ("1", "Miến Mẫu", "HTX Mẫu", "xã A", "84,3"),
            ("2", "Bún Mẫu", "DNTN Mẫu", "xã B", "843"),
        ],
        [("points-impossible", "843")],
        "more points than there are: a comma was lost",
    ),
    (
        [HEADER, *GOODS, ("3", "", "HTX Ba", "xã C"), ("4", "Chè Mẫu", "HTX Bốn", "xã D")],
        [("row-without-product", "3\t\tHTX Ba\txã C")],
        "a row whose product is unread is not lost in silence",
    ),
    (
        [HEADER, *GOODS, ("", "Chè Mẫu", "HTX Ba", "xã C"), ("4", "Dao Mẫu", "HTX Bốn", "xã D")],
        [],
        "its number is unread, but those about it leave room for just one",
    ),
    (
        [HEADER, *GOODS, ("", "Chè Mẫu", "HTX Ba", "xã C"), ("3", "Dao Mẫu", "HTX Bốn", "xã D")],
        [("row-unnumbered", "Chè Mẫu\tHTX Ba\txã C")],
        "the numbers about it leave no room",
    ),
    (
        [HEADER, *GOODS, ("C2", "Chè Mẫu", "HTX Ba", "xã C")],
        [("row-unnumbered", "C2\tChè Mẫu\tHTX Ba\txã C")],
        "a misread number is none",
    ),
    (
        [HEADER, *GOODS, ("2", "Chè Mẫu", "HTX Ba", "xã C")],
        [("number-repeated", "2\tChè Mẫu\tHTX Ba\txã C")],
        "twice the same number",
    ),
    (
        [
            HEADER,
            (("I. Nhóm một", 1, 4), None, None, None),
            GOODS[0],
            (("II. Nhóm hai", 1, 4), None, None, None),
            ("1", "Bún Mẫu", "DNTN Mẫu", "xã B"),
        ],
        [],
        "numbers begin anew in each group",
    ),
    (
        [
            HEADER,
            *GOODS,
            ("3", "Chè Mẫu", "nghiệp Mẫu", "xã C"),
            ("4", "Dao Mẫu", "HTX A DNTN B", ""),
        ],
        [("producer-unlike", "nghiệp Mẫu"), ("producer-unlike", "HTX A DNTN B")],
        "half a name, and two in one cell",
    ),
    (
        [
            HEADER,
            *GOODS,
            ("3", "Chè Mẫu", "Chi nhánh Công ty Mẫu", "xã C"),
            ("4", "Dao Mẫu", "Nguyễn Văn Mẫu", "xã D"),
        ],
        [],
        "a branch is one producer, and so is a person",
    ),
]


@pytest.mark.parametrize(("rows", "expected", "why"), DOUBTS)
def test_what_is_doubtful_is_told(rows: Rows, expected: list[tuple[str, str]], why: str) -> None:
    assert doubts(document((CAPTION, rows))) == expected, why


def test_a_misread_number_is_not_stored() -> None:
    rows: Rows = [HEADER, *GOODS, ("C2", "Chè Mẫu", "HTX Ba", "xã C")]
    assert [a.serial for a in awards(document((CAPTION, rows)))] == ["1", "2", None]


def test_headings_left_on_the_page_before_do_not_hide_a_sections_title() -> None:
    one: Rows = [HEADER, ("1", "Mây Mẫu", "HTX Mẫu", "xã A")]
    two: Rows = [("1", "Ngói Mẫu", "HTX Ngói", "xã B")]
    above = "\nII. Nhóm khác\nMức\nSTT Tên sản phẩm Tên cơ sở CNNT Địa chỉ\nthưởng\n"
    made = document((CAPTION + "I. Nhóm thủ công\n", one), (above, two), pages=(1, 2))
    assert [a.group for a in awards(made)] == ["Thủ công", "Khác"]


SPLIT_ROWS = [
    (
        [("1", "Bún", "HTX B", "xã B"), ("2", "", "", "xã A")],
        [("", "Miến dong", "HTX A", ""), ("3", "Chè", "HTX C", "xã C")],
        [
            ("1", "Bún", "HTX B", "xã B"),
            ("2", "Miến dong", "HTX A", "xã A"),
            ("3", "Chè", "HTX C", "xã C"),
        ],
        "little more than its number stands at the page's end: no section",
    ),
    (
        [("1", "Bún", "HTX B", "xã B"), ("2", "Miến dong", "", "xã A")],
        [("", "", "Công ty Mẫu", "")],
        [("1", "Bún", "HTX B", "xã B"), ("2", "Miến dong", "Công ty Mẫu", "xã A")],
        "“Công ty” is no “Cộng”, and the producer is not the one above",
    ),
    (
        [("1", "Bún", "HTX B", "xã B"), ("", "Miến", "HTX", "xã A")],
        [("2", "dong", "nông sản", "huyện A"), ("3", "Chè", "HTX C", "xã C")],
        [
            ("1", "Bún", "HTX B", "xã B"),
            ("2", "Miến dong", "HTX nông sản", "xã A huyện A"),
            ("3", "Chè", "HTX C", "xã C"),
        ],
        "the number stands on the second page",
    ),
]


@pytest.mark.parametrize(("one", "two", "expected", "why"), SPLIT_ROWS)
def test_the_parts_of_a_split_row(
    one: Rows, two: Rows, expected: list[tuple[str, ...]], why: str
) -> None:
    made = document((CAPTION, [HEADER, *one]), ("", two), pages=(1, 2))
    assert brief(made) == expected, why
    continued = [dict(m.parts) for m in mentions(made) if isinstance(m.claim, AwardClaim)][1]
    pages = {made.text.index(two[0][c]) for c in range(4) if len(two[0][c]) > 1}
    assert pages <= {span.start for span in continued.values()}, "evidence on both pages"


def test_a_section_goes_on_after_a_row_split_over_pages() -> None:
    one: Rows = [HEADER, (("I. Nhóm khác", 1, 4), None, None, None), ("1", "A Mẫu", "HTX", "xã A")]
    two: Rows = [("", "", "nông sản", ""), ("2", "B Mẫu", "HTX B", "xã B")]
    made = document((CAPTION, one), ("", two), pages=(1, 2))
    assert [a.group for a in awards(made)] == ["Khác", "Khác"]


TOTALS = [
    ("Công ty TNHH Mẫu", False, "a company"),
    ("Tổng công ty Mẫu", False, "a corporation"),
    ("Cộng: 05 sản phẩm", True, "a total"),
    ("Cộng nhóm I", True, "a group's"),
    ("Tổng cộng", True, "all of it"),
]


@pytest.mark.parametrize(("text", "total", "why"), TOTALS)
def test_totals(text: str, total: bool, why: str) -> None:
    assert bool(table_rows._TOTAL.match(fold(text))) is total, why


@pytest.mark.parametrize(("rest", "expected", "why"), SPLITS)
def test_a_row_split_over_pages(
    rest: Sequence[str], expected: list[tuple[str, ...]], why: str
) -> None:
    one: Rows = [HEADER, ("1", "Miến dong", "HTX", "xã A")]
    two: Rows = [rest, ("2", "Bún", "HTX B", "xã B")]
    assert brief(document((CAPTION, one), ("", two), pages=(1, 2))) == expected, why


def test_a_row_whose_number_a_scan_lost_stays_a_row() -> None:
    one: Rows = [HEADER, ("1", "Miến dong", "HTX A", "xã A")]
    two: Rows = [("", "Chè xanh", "HTX C", "xã C"), ("3", "Bún", "HTX B", "xã B")]
    made = awards(document((CAPTION, one), ("", two), pages=(1, 2)))
    assert [(a.serial, a.product) for a in made] == [
        ("1", "Miến dong"),
        (None, "Chè xanh"),
        ("3", "Bún"),
    ]


PRODUCERS = [
    ("HTX Mẫu, xóm B, xã C", "HTX Mẫu", "xóm B, xã C", "an address begins at xóm"),
    ("HTX Mẫu - Địa chỉ: xã C", "HTX Mẫu", "xã C", "said in so many words"),
    ("Công ty TNHH Mẫu (xã C, huyện D)", "Công ty TNHH Mẫu", "xã C, huyện D", "in brackets"),
    ("Công ty Cổ phần Xuất nhập khẩu, Thương mại Mẫu", None, None, "a comma of the name"),
]


@pytest.mark.parametrize(("cell", "producer", "address", "why"), PRODUCERS)
def test_an_address_inside_the_producers_cell(
    cell: str, producer: str | None, address: str | None, why: str
) -> None:
    rows: Rows = [("TT", "Tên sản phẩm", "Tên, địa chỉ cơ sở"), ("1", "Mây Mẫu", cell)]
    (award,) = awards(document((CAPTION, rows)))
    assert (award.producer, award.address) == (producer or cell, address), why


def test_several_products_in_one_cell() -> None:
    rows: Rows = [HEADER, ("1", "- Miến Mẫu - Bún Mẫu khô", "HTX Mẫu", "xã A")]
    assert [a.product for a in awards(document((CAPTION, rows)))] == ["Miến Mẫu", "Bún Mẫu khô"]


def test_a_dash_inside_a_name_parts_nothing() -> None:
    rows: Rows = [HEADER, ("1", "Bộ sản phẩm Trà hoa - Hoa sấy", "HTX Mẫu", "xã A")]
    assert [a.product for a in awards(document((CAPTION, rows)))] == [
        "Bộ sản phẩm Trà hoa - Hoa sấy"
    ]


NO_AWARDS: list[tuple[Rows, str]] = [
    (
        [("TT", "Tiêu chí", "Điểm tối đa", "Điểm chấm"), ("1", "Thị trường", "40", "")],
        "a score sheet",
    ),
    (
        [
            ("TT", "Nội dung", "Đơn vị tính", "Số lượng", "Kinh phí"),
            ("1", "In giấy", "Tờ", "9", "5"),
        ],
        "a budget",
    ),
    ([("TT", "Họ và tên", "Chức vụ"), ("1", "Lê Văn Mẫu", "Trưởng ban")], "officials"),
    ([HEADER, ("1", "……", "……", "……"), ("2", "", "", "")], "a blank form"),
    (
        [("TT", "Tên cơ sở", "Địa chỉ"), ("1", "HTX Mẫu", "xã A"), ("2", "HTX B", "xã B")],
        "producers only",
    ),
    (
        [("TT", "Huyện", "Số sản phẩm"), ("1", "Hòa An", "5"), ("2", "Hà Quảng", "7")],
        "a table of numbers",
    ),
]


@pytest.mark.parametrize(("rows", "why"), NO_AWARDS)
def test_no_award_table(rows: Rows, why: str) -> None:
    assert awards(document(("Phụ lục\n", rows))) == [], why


def test_a_list_of_what_was_refused_awards_nothing() -> None:
    rows: Rows = [HEADER, ("1", "Mây Mẫu", "HTX Mẫu", "xã A")]
    assert awards(document(("Danh sách sản phẩm không đạt\n", rows))) == []


def test_without_headings_the_content_tells_and_a_person_is_asked() -> None:
    rows: Rows = [
        ("1", "Miến dong Mẫu", "HTX Mẫu", "xã A, huyện B"),
        ("2", "Bún khô Mẫu", "Công ty TNHH Mẫu", "xã C, huyện D"),
        ("3", "Chè xanh Mẫu", "Hộ kinh doanh Lê Mẫu", "xã E, huyện G"),
    ]
    found = mentions(document((CAPTION, rows)))
    assert [m.claim.product for m in found if isinstance(m.claim, AwardClaim)] == [
        "Miến dong Mẫu",
        "Bún khô Mẫu",
        "Chè xanh Mẫu",
    ]
    assert all("unknown-heading" in dict(m.parts) for m in found)
    assert all(m.confidence < 0.7 for m in found)


def test_an_unknown_heading_over_goods_is_taken_for_the_product() -> None:
    rows: Rows = [
        ("TT", "Hàng dự tuyển", "Tên cơ sở", "Địa chỉ"),
        ("1", "Miến dong Mẫu", "HTX Mẫu", "xã A"),
        ("2", "Bún khô Mẫu", "HTX B", "xã B"),
    ]
    found = mentions(document((CAPTION, rows)))
    assert [m.claim.product for m in found if isinstance(m.claim, AwardClaim)] == [
        "Miến dong Mẫu",
        "Bún khô Mẫu",
    ]
    assert all("unknown-heading" in dict(m.parts) for m in found)


def test_a_word_broken_at_its_hyphen_by_the_cells_side_is_whole_again() -> None:
    rows: Rows = [HEADER, ("1", "Mây Mẫu", "Công ty SX-TM- DV Mẫu", "xã A")]
    made = document((CAPTION, rows))
    start = made.text.index("Công ty SX")
    words, at = [], start
    for number, word in enumerate(["Công", "ty", "SX-TM-", "DV", "Mẫu"]):
        top = 10.0 if number < 3 else 24.0  # DV stands on the cell's second line
        box = BBox(10.0 * number, top, 10.0 * number + 9, top + 12)
        words.append(Word(Span(at, at + len(word)), 1, box))
        at += len(word) + 1
    broken = Document(
        made.sha256,
        made.media_type,
        made.text,
        made.pages,
        made.text_source,
        made.state,
        words=tuple(words),
        tables=made.tables,
    )
    assert [a.producer for a in awards(broken)] == ["Công ty SX-TM-DV Mẫu"]
