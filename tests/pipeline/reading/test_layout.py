"""Words at places in, passages in reading order out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.document import BBox, PageSource, Zone
from pipeline.reading.layout import arrange
from pipeline.reading.leaf import leaf_of
from pipeline.reading.lines import Passage
from pipeline.reading.sheet import Sheet, Token

Line = tuple[float, float, str]


def words(*lines: Line, confidence: float | None = None) -> tuple[Token, ...]:
    """Set lines at (x, top), 6 points a letter, 12 points high; two spaces make a wide gap."""
    tokens = []
    for x, top, text in lines:
        at = x
        for part in text.split(" "):
            if part:
                box = BBox(at, top, at + 6 * len(part), top + 12)
                tokens.append(Token(part, box, confidence))
            at += 6 * len(part) + (4 if part else 30)
    return tuple(tokens)


def page(*lines: Line, number: int = 1) -> Sheet:
    return Sheet(number, 595, 842, 595, 842, PageSource.TEXT_LAYER, words(*lines))


def said(passages: tuple[Passage, ...], zone: Zone) -> list[list[str]]:
    return [[line.text for line in p.lines] for p in passages if p.zone is zone]


HEAD: tuple[Line, ...] = (
    (70, 60, "ỦY BAN NHÂN DÂN"),
    (300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (80, 76, "TỈNH MẪU SỐ"),
    (340, 76, "Độc lập - Tự do - Hạnh phúc"),
    (75, 104, "Số: 12/QĐ-UBND"),
    (320, 106, "Mẫu, ngày 03 tháng 9 năm 2021"),
)
TITLE: tuple[Line, ...] = (
    (265, 150, "QUYẾT ĐỊNH"),
    (160, 168, "Về việc công nhận sản phẩm mẫu năm 2021"),
)
BODY: tuple[Line, ...] = (
    (200, 200, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU"),
    (120, 230, "Căn cứ Luật Mẫu ngày 19 tháng 6 năm 2015 về tổ chức các việc của"),
    (85, 246, "chính quyền mẫu;"),
    (120, 268, "Căn cứ Thông tư mẫu số 1/2014/TT-MẪU;"),
)
FOOT: tuple[Line, ...] = (
    (85, 500, "Nơi nhận:"),
    (380, 496, "KT. CHỦ TỊCH"),
    (85, 516, "- Như Điều 3;"),
    (372, 512, "PHÓ CHỦ TỊCH"),
    (85, 532, "- Lưu: VT, CN."),
    (370, 590, "Nguyễn Văn Mẫu"),
)
WHOLE = (*HEAD, *TITLE, *BODY, *FOOT)


def test_the_head_is_read_column_by_column() -> None:
    left, right = said(arrange(page(*WHOLE)), Zone.HEAD)
    assert left == ["ỦY BAN NHÂN DÂN", "TỈNH MẪU SỐ", "Số: 12/QĐ-UBND"]
    assert right[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert right[-1] == "Mẫu, ngày 03 tháng 9 năm 2021"


def test_the_foot_is_read_column_by_column() -> None:
    left, right = said(arrange(page(*WHOLE)), Zone.FOOT)
    assert left == ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, CN."]
    assert right == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def test_the_title_ends_before_who_decides() -> None:
    (title,) = said(arrange(page(*WHOLE)), Zone.TITLE)
    assert title == ["QUYẾT ĐỊNH", "Về việc công nhận sản phẩm mẫu năm 2021"]


def test_paragraphs_keep_their_lines_apart() -> None:
    body = said(arrange(page(*WHOLE)), Zone.BODY)
    assert body[0] == ["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU"]
    assert body[1][1] == "chính quyền mẫu;"
    assert body[2] == ["Căn cứ Thông tư mẫu số 1/2014/TT-MẪU;"]


def test_a_narrow_head_on_one_line_is_cut_between_the_columns() -> None:
    scan = (
        (70, 60, "THỦ TƯỚNG MẪU"),
        (163, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (210, 76, "Độc lập - Tự do - Hạnh phúc"),
        (75, 104, "Số: 12/QĐ-TTg"),
        (220, 104, "Hà Mẫu, ngày 03 tháng 9 năm 2021"),
        *TITLE,
    )
    left, right = said(arrange(page(*scan)), Zone.HEAD)
    assert left == ["THỦ TƯỚNG MẪU", "Số: 12/QĐ-TTg"]
    assert right[0].startswith("CỘNG HÒA")


def test_every_word_stands_in_exactly_one_passage() -> None:
    sheet = page(*WHOLE, (297, 30, "2"))
    seen = [t for p in arrange(sheet) for line in p.lines for t in line.tokens]
    assert sorted(map(id, seen)) == sorted(map(id, sheet.tokens))


OVERLAYS = [
    (
        "a digital signature's printed info",
        ((400, 20, "Người ký: Văn phòng Mẫu"), (400, 33, "Email: mau@example.vn"),
         (400, 46, "Thời gian ký: 11.04.2024 16:18:30 +07:00")),
        3,
    ),
    (
        "its other wording",
        ((380, 20, "Ký bởi: Sở Mẫu"), (380, 33, "Ngày ký: 03-09-2021 10:00:00 +07:00")),
        2,
    ),
    (
        "a received-stamp with another number and date",
        ((30, 128, "SỞ CÔNG THƯƠNG MẪU"), (30, 142, "ĐẾN"), (60, 141, "Số: 4321"),
         (60, 154, "Ngày: 09/9/2021")),
        2,
    ),
    (
        "a badly printed one",
        ((20, 120, "CÔNG VẤN ĐN"), (30, 134, "Sỉ; 4321"), (24, 148, "Ngự 09/9/2021")),
        3,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "lines", "least"), OVERLAYS)
def test_what_was_laid_over_is_kept_out(why: str, lines: tuple[Line, ...], least: int) -> None:
    passages = arrange(page(*WHOLE, *lines))
    (overlay,) = said(passages, Zone.OVERLAY)
    assert len(overlay) >= least, why
    elsewhere = [
        line for p in passages if p.zone is not Zone.OVERLAY for x in p.lines for line in [x.text]
    ]
    assert not any("4321" in line or "Email" in line or "Ngày ký" in line for line in elsewhere)
    assert any("12/QĐ-UBND" in line for line in elsewhere), "the paper's own number stays"


def test_a_sentence_with_den_is_no_stamp() -> None:
    passages = arrange(page(*BODY, (85, 300, "đến ngày 30 tháng 9 năm 2021 phải xong việc mẫu")))
    assert said(passages, Zone.OVERLAY) == []


@pytest.mark.parametrize(
    ("text", "top", "is_number"),
    [
        ("2", 30.0, True),
        ("- 3 -", 800.0, True),
        ("Trang 2/5", 810.0, True),
        ("2021", 400.0, False),
        ("2. Các cơ sở mẫu", 30.0, False),
    ],
)
def test_page_numbers(text: str, top: float, is_number: bool) -> None:
    passages = arrange(page((290, top, text), *BODY))
    assert bool(said(passages, Zone.PAGE_NUMBER)) is is_number


def test_an_appendix_under_a_foot_is_not_of_it() -> None:
    passages = arrange(
        page(*FOOT, (260, 640, "DANH SÁCH MẪU"), (150, 660, "Kèm theo Quyết định mẫu"))
    )
    assert "DANH SÁCH MẪU" not in str(said(passages, Zone.FOOT))


def scanned(*lines: Line, confidence: float = 0.95) -> Sheet:
    sheet = page(*lines)
    tokens = tuple(replace(token, confidence=confidence) for token in sheet.tokens)
    return replace(sheet, source=PageSource.OCR, tokens=tokens)


def with_head(number: str, date: str) -> tuple[Line, ...]:
    return (*HEAD[:4], (75, 104, number), (320, 106, date), *TITLE)


DATE = "Mẫu, ngày 03 tháng 9 năm 2021"
NOTICES = [
    ("all is printed", "Số: 12/QĐ-UBND", DATE, set()),
    ("the number is blank", "Số:  /QĐ-UBND", DATE, {"number-unreadable"}),
    ("half a day was read", "Số: 12/QĐ-UBND", "Mẫu, ngày 0 tháng 9 năm 2021", {"date-unreadable"}),
    ("no day was", "Số: 12/QĐ-UBND", "Mẫu, ngày  tháng 9 năm 2021", {"date-unreadable"}),
    (
        "a gap beside the day",
        "Số: 12/QĐ-UBND",
        "Mẫu, ngày 1  tháng 9 năm 2021",
        {"date-unreadable"},
    ),
    ("the line is gone, and SỞ is not Số", "SỞ CÔNG THƯƠNG", DATE, {"number-unreadable"}),
]


@pytest.mark.parametrize(("why", "number", "date", "expected"), NOTICES)
def test_a_head_in_doubt_is_told(why: str, number: str, date: str, expected: set[str]) -> None:
    leaf = leaf_of(scanned(*with_head(number, date)))
    assert {notice.code for notice in leaf.notices} == expected, why


def test_a_text_layer_has_no_handwriting() -> None:
    assert leaf_of(page(*with_head("Số:  /QĐ-UBND", DATE))).notices == ()


def test_digits_read_without_confidence_are_told() -> None:
    leaf = leaf_of(scanned(*with_head("Số: 12/QĐ-UBND", DATE), confidence=0.6))
    assert {notice.code for notice in leaf.notices} == {"number-unreadable", "date-unreadable"}


FEET = [
    ("all is printed", "Nguyễn Văn Mẫu", 0.95, set()),
    ("a signature covers half of it", "Nguyễn  Mẫu", 0.95, {"signer-unreadable"}),
    ("it was read without confidence", "Nguyễn Văn Mẫu", 0.5, {"signer-unreadable"}),
    ("strokes were read as words", "N1 x/ Mẫu", 0.95, {"signer-unreadable"}),
    ("nothing was read", "", 0.95, {"signer-unreadable"}),
]


@pytest.mark.parametrize(("why", "name", "confidence", "expected"), FEET)
def test_a_signer_in_doubt_is_told(
    why: str, name: str, confidence: float, expected: set[str]
) -> None:
    sheet = scanned(*BODY, *FOOT[:5], (370, 590, name), confidence=confidence)
    leaf = leaf_of(sheet)
    assert {notice.code for notice in leaf.notices} == expected, why
