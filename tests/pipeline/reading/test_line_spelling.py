"""Words as read, and as such papers spell them; what is not certain stays as read."""

from __future__ import annotations

import pytest

from pipeline.document import BBox
from pipeline.reading.sheet import Token
from pipeline.reading.spelling import spelt

CASES = [
    ("the marks of a set phrase", "Bộ sẵn phẩm trà", "Bộ sản phẩm trà"),
    ("in capitals", "PHO CHU TỊCH", "PHÓ CHỦ TỊCH"),
    ("a capital that ran into the word", "tại TỜ trình số", "tại Tờ trình số"),
    (
        "with a comma in it",
        "nông, lâm, thuy sản và thực phấm;",
        "nông, lâm, thủy sản và thực phẩm;",
    ),
    ("the older habit of placing a tone is a habit", "UỶ BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),
    ("a name is nobody's phrase", "Hợp tác xã Nẵng Thảo", "Hợp tác xã Nẵng Thảo"),
    ("two phrases with the same letters: as read", "bán lẻ và bản lề", "bán lẻ và bản lề"),
    ("a mountain's name with a j", "Bún khô Phịa Nhạn", "Bún khô Phja Nhạn"),
    ("strokes run together", "IH. NHÓM KHÁC", "III. NHÓM KHÁC"),
    ("alone in a cell", "VIH", "VIII"),
    ("a 1 for an I", "1H.", "III."),
    ("an H with a stop is a district", "H. Na Rì", "H. Na Rì"),
    ("an H inside a line is an H", "loại H", "loại H"),
    ("two words read as one", "GiảiA", "Giải A"),
    ("a count and its word", "gồm 4sản phẩm", "gồm 4 sản phẩm"),
    ("a weight is as printed", "hộp 450g", "hộp 450g"),
    ("a code of the list", "SPI0", "SP10"),
    ("a district with its kind", "huyện Câm Mỹ, tỉnh Đông Nai", "huyện Cẩm Mỹ, tỉnh Đồng Nai"),
    ("a person and a place", "Mạc Thu Huyên Phú Xuyên", "Mạc Thu Huyên Phú Xuyên"),
    ("a name without a kind stays", "HTX Câm Mỹ", "HTX Câm Mỹ"),
    ("two habits of writing Đắk", "tỉnh Đăk Nông", "tỉnh Đăk Nông"),
    ("capitals are one word", "ĐỊNH", "ĐỊNH"),
    ("and so is a symbol", "775/TTr-SCT", "775/TTr-SCT"),
]


def line(text: str) -> list[Token]:
    return [
        Token(w, BBox(100.0 * n, 0, 100.0 * n + 90, 20), 0.7) for n, w in enumerate(text.split())
    ]


@pytest.mark.parametrize(("why", "read", "expected"), CASES)
def test_lines_are_spelt(why: str, read: str, expected: str) -> None:
    assert " ".join(word.text for word in spelt(line(read))) == expected, why


def test_a_mended_word_is_surer_and_a_letter_nobody_can_print_is_in_doubt() -> None:
    mended = spelt(line("sẵn phẩm"))
    assert [word.confidence for word in mended] == [0.9, 0.7]
    assert spelt([Token("chôt", BBox(0, 0, 9, 9), 0.96)])[0].confidence == 0.6, "no such syllable"
    assert spelt([Token("@)", BBox(0, 0, 9, 9), 0.95)])[0].confidence == 0.6, "half of (3)"
    (name,) = spelt([Token("Thuy", BBox(0, 0, 9, 9), 0.96)])
    assert (name.text, name.confidence) == ("Thuy", 0.6)


def test_a_parted_word_has_two_boxes() -> None:
    left, right = spelt([Token("GiảiA", BBox(0, 0, 50, 20), 0.9)])
    assert (left.bbox, right.bbox) == (BBox(0, 0, 40, 20), BBox(40, 0, 50, 20))
