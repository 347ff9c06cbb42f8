"""Text layers, judged page by page: which stay, which OCR replaces, which it only fills."""

from __future__ import annotations

import io
import random
from pathlib import Path

import msgspec
import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name

from pipeline.document import BBox, PageSource, State, Zone
from pipeline.reading import read
from pipeline.reading.completing import _filled, _over_scan
from pipeline.reading.layer import Opened, PageLayer, first
from pipeline.reading.leaf import Leaf, leaf_of
from pipeline.reading.pieces import Piece, Written
from pipeline.reading.sheet import Sheet, Token
from pipeline.settings import Settings

SENTENCES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    "Theo đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 112/TTr-SCT",
    "Công nhận sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2021",
    "Hợp tác xã Miến dong Mẫu, xã Mẫu Một, huyện Mẫu, sản phẩm miến dong",
    "Công ty TNHH Chè Mẫu, phường Mẫu Hai, thành phố Mẫu, bộ sản phẩm chè",
    "Các ông bà Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành",
    "Giấy chứng nhận có giá trị trong hai năm kể từ ngày được công nhận",
)


def scan(lines: list[str], *, hidden: bool = True) -> bytes:
    """Return a page that is one picture, with lines of text that nobody sees."""
    html = "".join(f"<p>{line}</p>" for line in lines)
    style = "<style>@page{size:A4;margin:20mm} body{font:13pt serif}</style>"
    data = weasyprint.HTML(string=style + html).write_pdf()
    assert isinstance(data, bytes)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        picture = pdf.make_stream(b"\xff" * 100 * 140, Width=100, Height=140, BitsPerComponent=8)
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.ColorSpace = Name.DeviceGray
        page.Resources.XObject = Dictionary(Scan=picture)
        text = page.Contents.read_bytes()
        drawn = b"q 595 0 0 842 0 0 cm /Scan Do Q " + (b"3 Tr " if hidden else b"") + text
        page.Contents = pdf.make_stream(drawn)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def judged(data: bytes, folder: Path) -> PageLayer:
    path = folder / "lớp chữ.pdf"
    path.write_bytes(data)
    return msgspec.json.decode(first(str(path), 1), type=Opened).pages[0]


def in_english(line: str, seed: int) -> str:
    """Return what an English OCR makes of a Vietnamese line: no marks, odd letters for them."""
    rng = random.Random(seed)
    odd = {"ế": "é", "ộ": "6", "ơ": "o'", "ư": "u", "đ": "d", "ấ": "4", "ề": "é", "ả": "a?"}
    return "".join(odd.get(sign, rng.choice("aeiou") if ord(sign) > 127 else sign) for sign in line)


def shuffled(seed: int) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(SENTENCES) for _ in range(rng.randint(8, 16))]


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_layer_is_read_again(seed: int, tmp_path: Path) -> None:
    """R6: 20 of 20: English OCR, noise, and a signature's info alone."""
    lines = [in_english(line, seed) for line in shuffled(seed)]
    if seed % 4 == 3:
        lines = ["Người ký: Ủy ban nhân dân tỉnh Mẫu", "Thời gian ký: 12/05/2021 10:20:30 +07:00"]
    assert judged(scan(lines, hidden=seed % 4 != 3), tmp_path).to_see, lines[0]


@pytest.mark.parametrize("seed", range(20))
def test_a_good_layer_stays(seed: int, tmp_path: Path) -> None:
    """R6: of 20 good layers, none is read again; a scanner's numbers stay in doubt."""
    page = judged(scan(shuffled(seed)), tmp_path)
    assert not page.to_see
    assert not page.lacking
    assert page.leaf is not None
    tokens = [t for p in page.leaf.passages for line in p.lines for t in line.tokens]
    numbers = [t for t in tokens if any(map(str.isdigit, t.text))]
    assert all(t.confidence is not None and t.confidence < 0.8 for t in numbers)


def token(text: str, x0: float, top: float, confidence: float | None = None) -> Token:
    return Token(text, BBox(x0, top, x0 + 8 * len(text), top + 12), confidence)


def written(text: str, x0: float, top: float, *, hidden: bool = False) -> Written:
    box = token(text, x0, top).bbox
    return Written((Piece(text, box, top + 10, 12, "A", hidden=hidden),))


def read_by_ocr(lines: list[tuple[str, float]]) -> Leaf:
    words = []
    for line, top in lines:
        x = 60.0
        for word in line.split():
            words.append(token(word, x, top, 0.9))
            x += 8 * len(word) + 6
    return leaf_of(Sheet(1, 595, 842, 595, 842, PageSource.OCR, tuple(words)))


def words_of(leaf: Leaf) -> dict[str, float | None]:
    lines = (line for passage in leaf.passages for line in passage.lines)
    return {token.text: token.confidence for line in lines for token in line.tokens}


SCANNED = [(line, 100.0 + 20 * n) for n, line in enumerate(SENTENCES)]


def test_printed_words_over_a_scan_stand_in_the_place_of_what_ocr_read() -> None:
    seen = read_by_ocr([("Bán đầu trang", 40), *SCANNED])
    printed = [written("Bản", 60, 40), written("đầu", 90, 40), written("trang", 120, 40)]
    words = words_of(_over_scan(seen, printed))
    assert "Bán" not in words
    assert (words["Bản"], words["đầu"], words["trang"]) == (None, None, None)
    assert words["Công"] == 0.9


def test_a_printed_number_that_ocr_reads_otherwise_is_in_doubt() -> None:
    seen = read_by_ocr([("1918/QĐ-UBND", 40), *SCANNED])
    words = words_of(_over_scan(seen, [written("1978/QĐ-UBND", 60, 40)]))
    assert words["1978/QĐ-UBND"] == 0.5


NOISE = ("xq", "zzt", "fkf", "wj")
HIDDEN = [
    ("a scanner's hidden words", [written("Mẫu", 60, 40, hidden=True)]),
    (
        "noise",
        [written(word, 60 + 50 * n, 40) for n, word in enumerate(NOISE)],
    ),
]


@pytest.mark.parametrize(("why", "words"), HIDDEN)
def test_other_words_of_the_layer_do_not_stay(why: str, words: list[Written]) -> None:
    seen = read_by_ocr(SCANNED)
    assert _over_scan(seen, words) == seen, why


def test_ocr_fills_only_the_region_that_the_layer_lacks() -> None:
    layer = Sheet(1, 595, 842, 595, 842, PageSource.TEXT_LAYER, (token("Điều", 60, 40),))
    seen = read_by_ocr([("Đièu khác", 40), *SCANNED])
    leaf = _filled(layer, seen, (BBox(0, 90, 595, 130),), 0)
    words = words_of(leaf)
    assert {"Điều", "Căn", "Theo"} <= words.keys()
    assert not {"Đièu", "khác", "Giấy"} & words.keys()
    assert words["Điều"] is None


def annotated(data: bytes) -> bytes:
    """Add a stamp of free text, a file pinned to the page, and one embedded in the document."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.attachments["x"] = pikepdf.AttachedFileSpec(
            pdf, b"MZ", filename="..\\..\\danh\nsách.exe", mime_type="application/x-dosexec"
        )
        pinned = Dictionary(Type=Name.Filespec, UF="bảng.xlsx")
        pdf.pages[0].Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FreeText,
                    Rect=Array([60, 700, 200, 740]),
                    Contents="CÔNG VĂN ĐẾN\nSố: 1234",
                ),
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FileAttachment,
                    Rect=Array([0, 0, 9, 9]),
                    FS=pinned,
                ),
            ]
        )
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_annotations_lie_over_the_text_and_files_are_only_named(tmp_path: Path) -> None:
    path = tmp_path / "kèm.pdf"
    path.write_bytes(annotated(scan(list(SENTENCES), hidden=False)))
    document = read(path, settings=Settings(workers=1))
    overlays = [document.quote(block.span) for block in document.in_zones({Zone.OVERLAY})]
    assert overlays == ["CÔNG VĂN ĐẾN\nSố: 1234"]
    (notice,) = (notice for notice in document.notices if notice.code == "attachments")
    assert "«danh sách.exe (application/x-dosexec)»; «bảng.xlsx»" in notice.message
    assert document.state is State.PARSED
