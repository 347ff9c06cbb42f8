"""Pictures in, sheets out: most with recorded readings, a few with the real Tesseract."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
import weasyprint
from PIL import Image

from pipeline.document import BBox, PageSource, State, TextSource, Zone
from pipeline.errors import Reason
from pipeline.reading import ocr, read
from pipeline.reading.composition import compose
from pipeline.reading.leaf import leaf_of
from pipeline.reading.preparation import (
    Picture,
    is_inked,
    lies_sideways,
    prepare,
    skew,
    without_seal,
)
from pipeline.reading.sheet import after, carry, turn, turn_back
from pipeline.settings import Settings


def lines_of_ink(width: int = 900, height: int = 700) -> Picture:
    """Draw what looks like lines of words."""
    picture = np.full((height, width), 255, np.uint8)
    rng = np.random.default_rng(5)
    for y in range(60, height - 60, 40):
        x = 60
        while x < width - 120:
            long = int(rng.integers(20, 90))
            cv2.rectangle(picture, (x, y), (x + long, y + 14), 0, -1)
            x += long + 12
    return picture


def tilted(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape[:2]
    way = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(picture, way, (width, height), borderValue=(255, 255, 255))
    return np.asarray(turned, np.uint8)


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 0.4, 1.5])
def test_skew_is_found(degrees: float) -> None:
    assert skew(tilted(lines_of_ink(), degrees)) == pytest.approx(-degrees, abs=0.12)


def test_blank_paper_has_no_skew() -> None:
    assert skew(np.full((700, 500), 250, np.uint8)) == 0.0


def test_lines_that_run_upwards_are_seen() -> None:
    picture = lines_of_ink()
    assert not lies_sideways(picture)
    assert lies_sideways(np.ascontiguousarray(np.rot90(picture)))


def test_the_seal_vanishes_and_black_stays() -> None:
    coloured = np.full((50, 50, 3), 255, np.uint8)
    coloured[10:20, 10:20] = (225, 30, 40)
    coloured[20:26, 10:20] = (40, 50, 190)
    coloured[26:48, 20:48] = (20, 20, 25)
    grey = without_seal(coloured)
    assert grey[15, 15] > 200, "red"
    assert grey[23, 15] > 200, "blue"
    assert grey[35, 35] < 50, "black"


def test_coloured_ink_is_told_from_a_scanner_s_fringe() -> None:
    page = np.full((500, 500, 3), 250, np.uint8)
    page[100:400, 100:104] = (20, 22, 25)
    assert not is_inked(page)
    assert not is_inked(np.ascontiguousarray(page[:, :, 0]))
    page[200:210, 200:240] = (225, 30, 40)
    assert is_inked(page)


def test_print_that_is_blue_all_over_stays() -> None:
    coloured = np.full((50, 50, 3), 255, np.uint8)
    coloured[10:40, 10:40] = (30, 40, 170)
    assert without_seal(coloured)[25, 25] < 50


def test_rules_are_lifted_and_the_strokes_that_cross_them_stay() -> None:
    picture = np.full((400, 800), 255, np.uint8)
    for y in (100, 300):
        cv2.line(picture, (50, y), (750, y), 0, 2)
    for x in (50, 400, 750):
        cv2.line(picture, (x, 100), (x, 300), 0, 2)
    cv2.rectangle(picture, (200, 285), (206, 315), 0, -1)  # a letter's leg over the lower rule
    prepared = prepare(picture, 200)
    assert len(prepared.rules) == 5
    assert prepared.picture[300, 500] == 255
    assert prepared.picture[300, 203] < 100


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turning_and_turning_back_is_nothing(degrees: int) -> None:
    box = BBox(10, 20, 30, 50)
    there, back = turn(degrees, 600, 800), turn_back(degrees, 600, 800)
    assert carry(carry(box, there), back) == box
    assert carry(box, after(there, back)) == box


NOTE = """<style>@page{size:A5 landscape;margin:12mm} body{font:14pt 'DejaVu Serif',serif}
td{border:1pt solid black;padding:4pt} table{border-collapse:collapse}</style>
<p>Công nhận 02 sản phẩm công nghiệp nông thôn tiêu biểu</p>
<p>của tỉnh Mẫu, gồm các sản phẩm:</p>
<table><tr><td>STT<td>Tên sản phẩm<td>Tên cơ sở</tr>
<tr><td>1<td>Miến dong mẫu<td rowspan="2">Hợp tác xã Mẫu</tr>
<tr><td>2<td>Chè xanh mẫu</tr></table>"""


def rendered(html: str, dpi: int) -> tuple[Picture, dict[str, float]]:
    """Return a page's picture and the left side of a few words on it, in points."""
    pdf = pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf())
    page = pdf[0]
    found = {}
    for text in ("Công", "Miến"):
        searcher = page.get_textpage().search(text, match_case=True)
        index, _ = searcher.get_next()
        found[text] = page.get_textpage().get_charbox(index)[0]
    picture = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()
    pdf.close()
    return picture, found


@pytest.fixture(scope="module")
def note() -> tuple[Picture, dict[str, float]]:
    return rendered(NOTE, 200)


@pytest.mark.ocr
def test_a_crooked_scan_with_a_seal(note: tuple[Picture, dict[str, float]]) -> None:
    picture, places = note
    seal = np.full_like(picture, 255)
    cv2.circle(seal, (900, 260), 150, (225, 60, 60), 8)
    # Ink on ink: a seal lets what is printed under it shine through.
    sheet = ocr.see(tilted(np.minimum(picture, seal), 1.2), 200, 1, "vie")
    assert "coloured ink off" in sheet.treatment
    made = compose([leaf_of(sheet)])
    assert "Công nhận 02 sản phẩm công nghiệp nông thôn tiêu biểu" in made.text
    (table,) = made.tables
    cells = {
        (c.row, c.column): (made.text[c.span.start : c.span.end], c.rowspan) for c in table.cells
    }
    assert cells[1, 1] == ("Miến dong mẫu", 1)
    assert cells[1, 2] == ("Hợp tác xã Mẫu", 2)
    assert cells[2, 0] == ("2", 1)
    # The box must lie on the crooked page, where the word stands elsewhere than on the straight.
    first = made.words[0]
    assert first.bbox is not None
    height, width = picture.shape[0] * 0.36, picture.shape[1] * 0.36
    x = places["Công"] - width / 2
    angle = np.radians(1.2)
    y = first.bbox.top - height / 2
    assert first.bbox.x0 == pytest.approx(x * np.cos(angle) + y * np.sin(angle) + width / 2, abs=4)
    assert first.confidence is not None
    assert first.confidence > 0.8


@pytest.mark.ocr
def test_a_page_scanned_upside_down_on_its_side(note: tuple[Picture, dict[str, float]]) -> None:
    picture, _ = note
    sheet = ocr.see(np.ascontiguousarray(np.rot90(picture, k=1)), 200, 1, "vie")
    made = compose([leaf_of(sheet)])
    assert made.text.startswith("Công nhận 02 sản phẩm")
    assert any(t.startswith("turned") for t in made.pages[0].treatment)
    first = made.words[0].bbox
    assert first is not None
    assert first.bottom > 0.8 * picture.shape[1] * 0.36, "the page's own corner, not the turned one"


@pytest.mark.ocr
def test_a_page_of_ink_without_a_word_is_told() -> None:
    picture = np.full((1200, 900), 255, np.uint8)
    for radius in range(60, 400, 9):
        cv2.circle(picture, (450, 600), radius, 0, 3)
    sheet = ocr.see(picture, 100, 7, "vie")
    assert sheet.tokens == ()
    assert [(notice.code, notice.page) for notice in sheet.notices] == [("page-unread", 7)]
    assert ocr.see(np.full((1200, 900), 255, np.uint8), 100, 8, "vie").notices == ()


@pytest.fixture
def pictures(tmp_path: Path, note: tuple[Picture, dict[str, float]]) -> Callable[..., Path]:
    def save(name: str, **options: object) -> Path:
        path = tmp_path / name
        Image.fromarray(note[0]).save(path, **options)
        return path

    return save


@pytest.mark.ocr
def test_a_tiff_of_two_frames_is_two_pages(pictures: Callable[..., Path]) -> None:
    blank = Image.new("L", (800, 600), "white")
    path = pictures(
        "hai trang.tiff",
        save_all=True,
        append_images=[blank],
        dpi=(200, 200),
        compression="tiff_lzw",
    )
    document = read(path, settings=Settings(workers=2))
    assert (document.state, document.text_source) == (State.PARSED, TextSource.OCR)
    assert [page.source for page in document.pages] == [PageSource.OCR] * 2
    assert document.pages[1].health is None
    assert document.pages[0].width == pytest.approx(595, abs=1), "by its own resolution"
    assert [b.zone for b in document.blocks].count(Zone.TABLE) == 1


def bomb() -> bytes:
    """Make a small PNG that says it is 60,000 pixels wide and high."""
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = (60_000).to_bytes(4) * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4)
    return bytes(data)


HOSTILE = [
    ("it would unpack to 3.6 billion pixels", bomb(), Reason.TOO_MANY_PIXELS),
    ("it breaks off", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, Reason.DAMAGED),
]


@pytest.mark.parametrize(("why", "data", "reason"), HOSTILE)
def test_a_hostile_picture_is_refused(
    why: str, data: bytes, reason: Reason, tmp_path: Path
) -> None:
    path = tmp_path / "ảnh.png"
    path.write_bytes(data)
    document = read(path, settings=Settings(workers=1))
    assert (document.state, document.reason) == (State.QUARANTINED, reason), why
