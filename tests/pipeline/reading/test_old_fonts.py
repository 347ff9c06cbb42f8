"""Text layers in fonts older than Unicode come out as what they show, and say what was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from legacy_pdf import codes, written
from rapidfuzz.distance import Levenshtein

from pipeline.document import Document, State, TextSource
from pipeline.reading import read
from pipeline.settings import Settings

LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Theo đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 12/TTr-SCT,",
    "Điều 1. Công nhận 02 sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh",
    "Miến dong của Hợp tác xã nước mắm Hưng Vượng, phường Trưng Vương",
    "Thư ký hội đồng tư vấn ưu tiên các cơ sở được thưởng trước ngày này.",
)
CAPITALS = "ỦY BAN NHÂN DÂN TỈNH MẪU QUYẾT ĐỊNH VỀ VIỆC CÔNG NHẬN SẢN PHẨM"


def as_read(data: bytes, folder: Path) -> Document:
    path = folder / "cũ.pdf"
    path.write_bytes(data)
    return read(path, settings=Settings(workers=1))


def likeness(text: str, meant: str) -> float:
    return Levenshtein.normalized_similarity(text.split(), meant.split())


FONTS = [
    ("TCVN3 by the font's name", ".VnTime", "tcvn3", "tcvn3"),
    ("VNI by the font's name", "VNI-Times", "vni", "vni"),
    ("the tag of a subset hides no name", "ABCDEF+.VnArial", "tcvn3", "tcvn3"),
    ("a bold of its own", "VNI-Times,Bold", "vni", "vni"),
    ("TCVN3 by what it says", "Times", "tcvn3", "tcvn3"),
    ("VNI by what it says", "Times", "vni", "vni"),
    ("VPS by the font's name", "VPSTimes", "vps", "vps"),
    ("VPS by what it says", "Times", "vps", "vps"),
    ("VISCII by what it says", "Times", "viscii", "viscii"),
]


@pytest.mark.parametrize(("why", "font", "encoding", "table"), FONTS)
def test_a_layer_in_an_old_font(
    why: str, font: str, encoding: str, table: str, tmp_path: Path
) -> None:
    document = as_read(written([(font, codes(line, encoding)) for line in LINES]), tmp_path)
    assert likeness(document.text, "\n".join(LINES)) >= 0.99, document.text
    assert document.text_source is TextSource.TEXT_LAYER, why
    assert any(said.endswith(f"converted from {table}") for said in document.pages[0].treatment)


def test_a_font_of_capitals_has_the_codes_of_small_letters(tmp_path: Path) -> None:
    small = codes(CAPITALS.lower(), "tcvn3")
    lines = [(".VnTimeH", small), *((".VnTime", codes(line, "tcvn3")) for line in LINES)]
    document = as_read(written(lines), tmp_path)
    assert CAPITALS in document.text.replace("\n", " ")
    assert set(document.pages[0].treatment) == {
        ".VnTime converted from tcvn3",
        ".VnTimeH converted from tcvn3",
    }


def test_each_font_of_a_page_is_converted_by_itself(tmp_path: Path) -> None:
    both = [(".VnTime", codes(LINES[0], "tcvn3")), ("VNI-Times", codes(LINES[1], "vni"))]
    plain = [("Helvetica", b"Quyet dinh so 12/QD-UBND, plain letters of another font")]
    document = as_read(written([*both, *plain]), tmp_path)
    assert document.text.replace("\n", " ") == " ".join(
        [LINES[0], LINES[1], "Quyet dinh so 12/QD-UBND, plain letters of another font"]
    )
    assert document.state is State.PARSED
