"""Letters, folding and the grammar of syllables."""

from __future__ import annotations

import pytest

from pipeline.vietnamese import fold, health, is_syllable, nfc


@pytest.mark.parametrize(
    ("given", "expected", "why"),
    [
        ("Quyê\u0301t đi\u0323nh", "Quyết định", "combining tones after composed letters"),
        ("Ðắk Lắk", "Đắk Lắk", "the Icelandic eth looks like Đ"),
        ("Ɖồng Tháp", "Đồng Tháp", "and so does the African D"),
    ],
)
def test_nfc(given: str, expected: str, why: str) -> None:
    assert nfc(given) == expected, why


@pytest.mark.parametrize(
    ("given", "expected", "why"),
    [
        ("Miến dong Đà Bắc", "mien dong da bac", "marks and case go, đ becomes d"),
        ("QUYẾT ĐỊNH", "quyet dinh", "capitals too"),
        ("1918/QĐ-UBND", "1918/qd-ubnd", "signs stay"),
    ],
)
def test_fold_keeps_the_length(given: str, expected: str, why: str) -> None:
    assert fold(given) == expected, why
    assert len(fold(given)) == len(given)


LEGAL = """
nghiệp nghiêng giếng gì gìn giặt quốc quyết quỳnh quýt hoà hòa thuỷ thủy khuỷu uỷ ủy khuya người
rượu hươu chuối ngoằn xoong yêu yến ông ấp ứng kỳ ghế nghề lý mỹ đông TỈNH Phường đỡ tuần huỳnh quý
"""
ILLEGAL = """
ngiệp kong tỉêu củă hụỵện gía ỉm1 CỎp caT nghat tôp phẩmm zô fá hw coâng nghiÖp Đ ịnh ết bểiu đgo
"""


@pytest.mark.parametrize("word", LEGAL.split())
def test_a_legal_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ILLEGAL.split())
def test_not_a_syllable(word: str) -> None:
    assert not is_syllable(word)


SOUND = [
    ("Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu", "running text"),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ĐỘC LẬP TỰ DO HẠNH PHÚC", "all capitals"),
    ("Uỷ ban Thuỷ Hoà khoẻ Ủy ban Thủy Hòa khỏe", "both styles of placing the tone"),
    ("1 94,5 2 87,0 3 70,25 07/10/2020 0912.000.345", "a column of numbers"),
    ("UBND TNHH MTV HTX DNTN 1918/QĐ-UBND 26/2014/TT-BCT QĐ-CTĐP", "codes and abbreviations"),
    (
        "Nguyễn Văn An Trần Thị Bưởi Lê Kim Ngân Hoàng Sơn Nam Cao Lan Hoa Mai Đinh Công Minh "
        "Xóm 3 xã Tân An Thôn Đông Công ty TNHH Nam Sơn HTX Minh Tâm",
        "a table of names",
    ),
    ("Krông Pa, Đắk Lắk, Pleiku, Mac ca Sachi, logo OCOP, VietGAP", "names from the highlands"),
    ("Email: congthuong@example.vn Website: www.example.vn Điện thoại", "addresses of the web"),
    ("", "nothing at all has no fault"),
]
SICK = [
    ("QUY ẾT Đ ỊNH V ề vi ệc công nh ận s ản ph ẩm", "split diacritics"),
    ("c«ng nghiÖp n«ng th«n tiªu biÓu tØnh Cao B»ng", "TCVN3 read as Latin"),
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI read as Latin"),
    ("á»§y ban nhÃ¢n dÃ¢n tá»‰nh Cao Báº±ng", "UTF-8 read twice"),
    ("CQNG HOA xA HQI CHU NGHIA VIET NAM DQc lip - Tu do - H4nh phric", "a scanner's English"),
    ("Cong hoa xa hoi chu nghia Viet Nam doc lap tu do hanh phuc uy ban", "marks all lost"),
    ("ŨBNĐ tỉnh và ỤBNĐ các hụỵện mớí xếp hạng ÔCỎP củă hủỵện câú", "a spun mirror"),
    ("(cid:12)(cid:45) (cid:7)(cid:99)(cid:3) \ue012\ue044", "a font without a key"),
]


@pytest.mark.parametrize(("text", "why"), SOUND)
def test_sound_text(text: str, why: str) -> None:
    assert health(text) >= 0.95, why


@pytest.mark.parametrize(("text", "why"), SICK)
def test_sick_text(text: str, why: str) -> None:
    assert health(text) <= 0.6, why


def test_a_pile_of_marks_is_cut_where_no_language_goes() -> None:
    """Sorting marks takes the square of their number: an attack, not writing."""
    piled = "quy" * 40 + "\u0301\u0323" * 5000
    assert len(nfc(piled)) <= 3 * 40 + 30
    assert nfc("quyê\u0301t " * 40) == "quyết " * 40


def test_a_word_without_end_is_judged_like_any_other() -> None:
    assert health("xyzq." * 20_000) == 0.0
    assert health("nghiệp." * 20_000) == 1.0
