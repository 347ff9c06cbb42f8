"""Which lines are the article's own, which are not, and which day it was published on."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.document import Zone
from pipeline.reading import bars, furniture, zones
from pipeline.reading.flow import Grid
from pipeline.reading.stamps import Stamp, believed, stamp_of

TITLE = "Tỉnh Mẫu Sơn công nhận 12 sản phẩm công nghiệp nông thôn tiêu biểu năm 2021"
LEAD = (
    "Ủy ban nhân dân tỉnh Mẫu Sơn vừa công nhận 12 sản phẩm công nghiệp nông thôn tiêu biểu cấp "
    "tỉnh năm 2021 của 10 cơ sở trên địa bàn, tăng 3 sản phẩm so với kỳ bình chọn trước."
)
SECOND = (
    "Trong số đó có miến dong của Hợp tác xã Khe Thử, ghế mây của Hộ kinh doanh Trần Thử và chè "
    "xanh của Công ty TNHH Đồi Mẫu; các cơ sở được thưởng 3 triệu đồng cho mỗi sản phẩm đạt giải."
)


def zones_of(*lines: str | None, url: str | None = None) -> list[Zone]:
    return [parts[0].zone for parts in zones.assign(lines, url=url).parts]


def published(*lines: str) -> date | None:
    return zones.assign(lines).published


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("CHÂU THỬ 31/08/2021 09:04", Stamp(date(2021, 8, 31), byline=True)),
        ("16:44, Thứ Sáu, 13-3-2020", Stamp(date(2020, 3, 13), clock=True)),
        ("05/06/2024 11:11 GMT+7", Stamp(date(2024, 6, 5))),
        (
            "Phóng sự ảnh - Ngày đăng : 05:22, 15/10/2024",
            Stamp(date(2024, 10, 15), False, True, True),
        ),
        (
            "Đăng lúc: 08:30 - 12/07/2022 (GMT+7) | Lượt xem: 1.234",
            Stamp(date(2022, 7, 12), False, True),
        ),
        ("T6, 05/06/2024 - 10:20", Stamp(date(2024, 6, 5), clock=True)),
        ("5 Tháng Sáu, 2024", Stamp(date(2024, 6, 5))),
        ("19 Jul 2022", Stamp(date(2022, 7, 19))),
        ("July 19, 2022", Stamp(date(2022, 7, 19))),
        ("admin 12/08/2022 0 Bình luận", Stamp(date(2022, 8, 12), byline=True)),
        ("12/2023", Stamp(None)),
        ("13 5/2015", Stamp(None)),
        ("Hôm nay: Thứ Ba, 24/10/2019 10:11:12 AM", Stamp(date(2019, 10, 24), clock=True)),
        ("31/02/2020", Stamp(None)),
        ("52/67", None),
        ("0263 3822 311", None),
        ("Hội nghị tổng kết 22/10/2020", None),
        ("Quyết định số 12/QĐ-UBND ngày 07/10/2020", None),
        ("Miến dong Khe Thử 500 g", None),
    ],
)
def test_stamp_of(line: str, stamp: Stamp | None) -> None:
    assert stamp_of(line) == stamp


@pytest.mark.parametrize(
    ("day", "text", "above", "holds", "why"),
    [
        (date(2021, 8, 31), "công nhận 200 sản phẩm năm 2021", False, True, "same year"),
        (date(2015, 5, 13), "kết quả năm 2017 vừa công bố", False, False, "a template's stamp"),
        (date(2022, 12, 5), "kế hoạch bình chọn năm 2023 sẽ mở", False, True, "a plan looks ahead"),
        (date(2021, 3, 1), "chương trình giai đoạn 2021-2025", False, True, "a period's end"),
        (date(2020, 1, 5), "ký ngày 20/12/2020 tại Mẫu Sơn", False, False, "signed after it"),
        (date(2021, 8, 18), "Kế hoạch ngày 02/7/2021", True, True, "weeks after the act"),
        (date(2024, 7, 22), "Sáng 15/12/2021 trao giấy", True, False, "the portal's clock"),
        (date(2019, 10, 24), "Chiều 5/7, họp bình chọn năm 2019", True, False, "a clock, no year"),
        (date(1970, 1, 1), "năm 1970", False, False, "a computer's zero"),
    ],
)
def test_a_stamp_is_weighed_against_the_text(
    day: date, text: str, above: bool, holds: bool, why: str
) -> None:
    assert (believed(Stamp(day), text, above_title=above) == day) is holds, why


def test_a_page_with_all_its_furniture() -> None:
    lines = [
        ("Hà Nội: 24°C Hà Nội", Zone.FURNITURE),
        ("Trang chủ", Zone.FURNITURE),
        ("Tin tức - Sự kiện", Zone.FURNITURE),
        ("Thứ hai, 22/07/2024", Zone.STAMP),
        (TITLE, Zone.TITLE),
        ("LÊ THỬ", Zone.CREDIT),
        ("Thứ tư 15/12/2021 10:20", Zone.STAMP),
        ("Bình luận", Zone.FURNITURE),
        ("Giá vàng hôm nay tăng mạnh Bão số 5 đổ bộ miền Trung |", Zone.TEASER),
        (f"(BMS) - {LEAD}", Zone.STANDFIRST),
        ("tinh mau son cong nhan 12 san pham", Zone.FURNITURE),
        (">> Xem thêm: Tỉnh khác trao 99 giấy chứng nhận", Zone.TEASER),
        ("Ảnh: Ghế mây của Hộ kinh doanh Trần Thử.", Zone.CAPTION),
        (SECOND, Zone.BODY),
        ("Hoàng Thử", Zone.CREDIT),
        ("Theo http://baomau.example/", Zone.CREDIT),
        ("Tin liên quan", Zone.TEASER),
        ("Tỉnh khác công nhận 45 sản phẩm tiêu biểu", Zone.TEASER),
        ("so-100-tap-chi-mau-2025-61", Zone.FURNITURE),
    ]

    assert zones_of(*(line for line, _ in lines)) == [zone for _, zone in lines]
    assert published(*(line for line, _ in lines)) == date(2021, 12, 15)


@pytest.mark.parametrize(
    "marker",
    ["Tin khác", "TIN LIÊN QUAN:", "Các tin đã đưa »", "Mới nhất Đọc nhiều", "DANH MỤC TIN"],
)
def test_nothing_leaks_in_from_other_articles(marker: str) -> None:
    found = zones_of(TITLE, LEAD, marker, "Tỉnh khác công nhận 45 sản phẩm", f"LNM - {SECOND}")

    assert found[2:] == [Zone.TEASER] * 3


@pytest.mark.parametrize(
    ("tail", "zone", "why"),
    [
        (["Trả lời", "Email của bạn sẽ không được hiển thị công khai."], Zone.FURNITURE, "a form"),
        (["Bản quyền thuộc Báo Mẫu", "Giấy phép số 1"], Zone.FURNITURE, "fine print"),
        (["Tỉnh A họp bàn (12/03/2021)", "Tỉnh B trao giải (11/03/2021)"], Zone.TEASER, "a list"),
        (["Tỉnh A mở hội chợ xuân"] * 2 + [f"LNM - {SECOND}"], Zone.TEASER, "doubled headlines"),
    ],
)
def test_what_ends_a_page(tail: list[str], zone: Zone, why: str) -> None:
    assert set(zones_of(TITLE, LEAD, *tail)[2:]) == {zone}, why


def test_text_goes_on_after_a_box_of_links() -> None:
    found = zones_of(TITLE, LEAD, "Tin liên quan", "Tỉnh khác trao giải", LEAD[3:], SECOND)

    assert found[2:] == [Zone.TEASER, Zone.TEASER, Zone.BODY, Zone.BODY]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- Miến dong của HTX Tân Thử;", "an item with a bullet"),
        ("3. Chè xanh Đồi Mẫu - Công ty TNHH Đồi Mẫu", "an item with a number"),
        ("Nón lá Làng Thử", "a product's name alone"),
        ("Hợp tác xã Dịch vụ nông nghiệp tổng hợp Khe Thử", "a producer's name alone"),
        ("HTX SOCO", "capitals are not yet a byline"),
        ("Máy X9000", "a code is no picture's name"),
        ("Theo Quyết định số 12/QĐ-UBND, có 3 sản phẩm", "an act is no source of news"),
        ("70 điểm", "a number is no stamp"),
        ("Địa chỉ: thôn Thử, xã Mẫu. Điện thoại: 0900 000 000", "a producer's, not the paper's"),
    ],
)
def test_no_row_of_a_list_is_taken_for_furniture(line: str, why: str) -> None:
    rows = [line, "Bột sắn Khe Thử", line, "Hạt dẻ"]

    assert zones_of(TITLE, LEAD, *rows)[2:] == [Zone.BODY] * 4, why


def test_captions_that_scripts_doubled_stand_once() -> None:
    caption = "Lãnh đạo Sở Công Thương tỉnh Mẫu Sơn trao giấy chứng nhận cho 10 cơ sở có sản phẩm"

    found = zones_of(TITLE, LEAD, caption, caption, caption, SECOND)

    assert found[2:5] == [Zone.CAPTION, Zone.FURNITURE, Zone.FURNITURE]


def test_a_notice_after_the_headline_is_the_day_of_publication() -> None:
    zoning = zones.assign([f"{TITLE} (07-12-2021)", LEAD])

    assert (zoning.title, zoning.published) == (TITLE, date(2021, 12, 7))
    assert [part.zone for part in zoning.parts[0]] == [Zone.TITLE, Zone.STAMP]


def test_teasers_glued_into_the_lead_are_cut_off() -> None:
    line = f"Giá vàng hôm nay tăng mạnh Bão số 5 đổ bộ | {LEAD}"

    teaser, lead = zones.assign([TITLE, line]).parts[1]

    assert (teaser.zone, lead.zone, line[lead.start :]) == (Zone.TEASER, Zone.BODY, LEAD)


def test_teasers_glued_to_the_last_sentence_are_cut_off() -> None:
    line = f"{LEAD} Tin liên quan Tỉnh khác: công nhận 45 sản phẩm"

    own, teaser = zones.assign([TITLE, line]).parts[1]

    assert (own.zone, line[: own.end], teaser.zone) == (Zone.BODY, LEAD, Zone.TEASER)


def test_a_line_about_related_news_is_no_marker() -> None:
    line = f"{LEAD} Các tin liên quan đến vụ việc sẽ được cập nhật."

    assert len(zones.assign([TITLE, line]).parts[1]) == 1


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://a.example/mau-son-12-san-pham-tieu-bieu-nam-2021-1.html", 1),
        (None, 1),
    ],
)
def test_the_headline_is_the_one_the_text_speaks_of(url: str | None, title: int) -> None:
    lines = ["Bão số 5 đổ bộ vào các tỉnh miền Trung", TITLE, LEAD, SECOND]

    assert zones_of(*lines, url=url)[: title + 1] == [Zone.TEASER, Zone.TITLE]


HEAD = ["ỦY BAN NHÂN", "DÂN |", "CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM |", "Số: 24/2013/QĐ-UBND |"]
DATED = "Mẫu Sơn, ngày 28 tháng 6 năm 2013 |"


def test_a_decision_in_flattened_cells_keeps_its_head_and_foot() -> None:
    lines: list[tuple[str | None, Zone]] = [
        *((line, Zone.HEAD) for line in HEAD),
        (DATED, Zone.HEAD),
        ("QUYẾT ĐỊNH", Zone.TITLE),
        ("Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu", Zone.TITLE),
        ("ỦY BAN NHÂN DÂN TỈNH MẪU SƠN", Zone.BODY),
        ("Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21/5/2012;", Zone.BODY),
        ("QUYẾT ĐỊNH:", Zone.BODY),
        ("Điều 1. Công nhận 02 sản phẩm (có danh sách kèm theo).", Zone.BODY),
        ("Nơi nhận:", Zone.FOOT),
        ("- Như Điều 3;", Zone.FOOT),
        ("TM. ỦY BAN NHÂN DÂN", Zone.FOOT),
        ("KT. CHỦ TỊCH", Zone.FOOT),
        ("Lê Văn Thử", Zone.FOOT),
        ("DANH SÁCH", Zone.BODY),
        ("(Kèm theo Quyết định số 24/2013/QĐ-UBND)", Zone.BODY),
        (None, Zone.TABLE),
        ("Văn bản liên quan", Zone.TEASER),
        ("Quyết định 8888/QĐ-UBND năm 2012", Zone.TEASER),
    ]

    assert zones_of(*(line for line, _ in lines)) == [zone for _, zone in lines]


def test_a_cell_s_bar_is_left_out_of_the_head() -> None:
    zoning = zones.assign([*HEAD, DATED, "QUYẾT ĐỊNH", "Căn cứ Luật;", "Điều 1. Công nhận."])

    assert HEAD[4][: zoning.parts[4][0].end] == "Số: 24/2013/QĐ-UBND"


def test_an_article_that_cites_a_decision_is_no_act() -> None:
    assert (
        zones.assign([TITLE, LEAD, "Căn cứ Quyết định số 12/QĐ-UBND, có 3 sản phẩm."]).act is False
    )


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        pytest.param(
            ["STT | Tên sản phẩm | Cơ sở |", "1 | Miến", "dong | HTX Thử |", "2 | Chè | HTX Mẫu |"],
            ["1", "Miến dong", "HTX Thử"],
            id="a cell's second line breaks its row",
        ),
        pytest.param(
            ["TT\tTên sản phẩm\tCơ sở", "1\tMiến dong\tHTX Thử", "2\tChè\tHTX Mẫu"],
            ["1", "Miến dong", "HTX Thử"],
            id="copied from a spreadsheet",
        ),
        pytest.param(
            ["STT", "Tên sản phẩm", "Cơ sở", "1", "Miến dong", "HTX Thử", "2", "Chè", "HTX Mẫu"],
            ["1", "Miến dong", "HTX Thử"],
            id="every cell on its own line",
        ),
    ],
)
def test_tables_in_plain_text(lines: list[str], row: list[str]) -> None:
    (grid,) = bars.items(lines)

    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (3, 3)
    assert [cell.text for cell in grid.cells if cell.row == 1] == row


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Trang chủ | Giới thiệu | Liên hệ", "Tin | Ảnh | Video"], id="menus"),
        pytest.param(HEAD, id="a decision's head"),
        pytest.param(["STT", "Tên sản phẩm", "Cơ sở", "1", "Chè", "3", "Miến"], id="serials skip"),
    ],
)
def test_what_only_looks_like_a_table_stays_lines(lines: list[str]) -> None:
    assert list(bars.items(lines)) == lines


@pytest.mark.parametrize("line", ["document.getElementById('x');", "var a = 1;", "IMG_2034.jpg"])
def test_machines_words_are_furniture(line: str) -> None:
    assert furniture.is_furniture(line)
