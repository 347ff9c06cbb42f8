"""Letters by evidence: every way Vietnamese was encoded ends as the same text."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.reading import charset

TEXT = (
    "ủy ban nhân dân tỉnh Mẫu công nhận 20 sản phẩm công nghiệp nông thôn tiêu biểu: "
    '"Miến dong Khe Thử" của Hợp tác xã Tân Mẫu, chè Tuyết Thử; Đăng ký tại Điều 1.'
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_tcvn3(text: str) -> str:
    codes = {letter: chr(code) for code, letter in charset._letters().tcvn3.items()}
    return "".join(codes.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    codes: dict[str, str] = {}
    for signs, letter in charset._letters().vni.items():
        codes.setdefault(letter, signs)
    return "".join(codes.get(letter, letter) for letter in text)


def in_viscii(text: str) -> bytes:
    codes = {letter: code for code, letter in charset._letters().viscii.items()}
    return bytes(codes.get(letter, ord(letter)) for letter in text)


def in_windows_1258(text: str) -> bytes:
    encoded = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in TONES)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        encoded.append((base + tones).encode("cp1258"))
    return b"".join(encoded)


def doubled(text: str) -> str:
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TEXT.encode(), "utf-8", id="what everybody writes now"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), "utf-8", id="macOS file names"),
        pytest.param(TEXT.encode("utf-8-sig"), "utf-8-sig", id="Windows Notepad"),
        pytest.param(TEXT.encode("utf-16"), "utf-16", id="Notepad's 'Unicode'"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", id="the same without its mark"),
        pytest.param(in_windows_1258(TEXT), "windows-1258", id="marks after their letters"),
        pytest.param(in_tcvn3(TEXT).encode("latin-1"), "tcvn3", id="bytes of .VnTime"),
        pytest.param(in_tcvn3(TEXT).encode(), "tcvn3", id=".VnTime pasted into Unicode"),
        pytest.param(in_vni(TEXT).encode("latin-1"), "vni", id="bytes of VNI-Times"),
        pytest.param(in_vni(TEXT).encode(), "vni", id="VNI-Times pasted into Unicode"),
        pytest.param(in_viscii(TEXT), "viscii", id="mail of the nineties"),
        pytest.param(doubled(TEXT).encode(), "double-utf-8", id="a database read as Latin"),
        pytest.param(doubled(doubled(TEXT)).encode(), "double-utf-8", id="and read so twice"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    decoded = charset.decode(data)

    assert (decoded.text, decoded.encoding, decoded.lossy) == (TEXT, encoding, False)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii", "x-nonsense", None])
def test_what_a_header_says_counts_less_than_the_letters(declared: str | None) -> None:
    assert charset.decode(TEXT.encode(), declared).text == TEXT
    assert charset.decode(in_tcvn3(TEXT).encode("latin-1"), declared).text == TEXT


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Sản phẩm «Nón lá» của cơ sở Mẫu", "guillemets are Unicode too"),
        ("Hội thi “CÔ” và “MÊ” tại chợ Â”", "a letter and a closing quote look like doubled bytes"),
        ("Café Crème, Champs-Élysées, Besançon, déjà vu, garçon", "French is Latin-1 by right"),
        ("24°C ± 2 × 3 §5 ®", "signs of Latin-1 outside words"),
        ("Đắk Lắk", "two words are no evidence"),
    ],
)
def test_unicode_is_left_alone(line: str, why: str) -> None:
    repaired = charset.repair(line)

    assert (repaired.text, repaired.encoding) == (line, "utf-8"), why


def test_one_old_line_in_a_unicode_text_is_mended_alone() -> None:
    said = charset.repair(f"{TEXT}\n{in_tcvn3(TEXT)}\nĐiều 2. «Nón lá» được công nhận.")

    assert said.text == f"{TEXT}\n{TEXT}\nĐiều 2. «Nón lá» được công nhận."
    assert [notice.code for notice in charset.notices(said)] == ["legacy-font"]


def test_a_cut_letter_is_told() -> None:
    decoded = charset.decode((TEXT * 3).encode()[:-1] + b"\xe1\xbb")

    assert decoded.text.startswith(TEXT)
    assert [notice.code for notice in charset.notices(decoded)] == ["lost-letters"]


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        pytest.param("c«ng nghiÖp", ".VnTime", "công nghiệp", id="small letters"),
        pytest.param("c«ng nghiÖp", ".VnTimeH", "CÔNG NGHIỆP", id="the same codes are capitals"),
        pytest.param("\uf063\uf0ab\uf06e\uf067", ".VnArial", "công", id="moved up as symbols"),
        pytest.param("th\u00ad", ".VnTime", "thư", id="a soft hyphen is the letter ư"),
        pytest.param("CéNG HßA", ".VnTime", "CỘNG HÒA", id="capitals TCVN3 lacks, from the line"),
        pytest.param("Xã", "Times New Roman", "Xã", id="any other font"),
        pytest.param("COÄNG HOØA", "VNI-Times", "CỘNG HÒA", id="two signs a letter"),
        pytest.param("ngöôøi", "VNI-Helve", "người", id="two of them in a row"),
    ],
)
def test_fonts_tell_what_codes_show(text: str, font: str, shown: str) -> None:
    assert charset.from_font(text, font) == shown


def test_tables_hold_every_letter_once() -> None:
    letters = charset._letters()

    assert len(letters.tcvn3) == len(set(letters.tcvn3.values())) == 74
    assert len(letters.viscii) == len(set(letters.viscii.values())) == 134
    assert len(set(letters.vni.values())) == 134
