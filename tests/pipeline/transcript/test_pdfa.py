"""Valid by pikepdf's own validator, the same to the eye, and our words to every reader."""

from dataclasses import astuple, replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from made_pages import LINES, document, saved, scan, scanned_pdf
from pikepdf import Array, Dictionary, Name, Stream
from pikepdf.pdfa import validate_written
from PIL import Image, ImageChops, ImageOps

from pipeline.document import BBox, Document, PageSource, Span, State
from pipeline.errors import InputError, Quarantined
from pipeline.settings import Settings
from pipeline.transcript import Amendment, sides
from pipeline.transcript.pdfa import pdfa

WORDS = " ".join(LINES).split()


def made(path: Path, read: Document, *amendments: Amendment) -> bytes:
    return pdfa(path, read, sides(read, amendments), Settings(home=path.parent))


def words(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as pdf:
        return [word["text"] for page in pdf.pages for word in page.extract_words()]


def second_opinion(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in pdf).split()


def picture(source: bytes | Path, page: int = 0) -> Image.Image:
    pdf = pypdfium2.PdfDocument(source)
    return pdf[page].render(scale=1).to_pil().convert("RGB")


def differs(one: Image.Image, other: Image.Image) -> int:
    """Return by how much the most different pixels of two pictures differ, 0..255."""
    assert one.size == other.size
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


def assert_whole(data: bytes) -> None:
    assert validate_written(BytesIO(data), "2b").passed
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not pdf.is_encrypted
        assert pdf.open_metadata().pdfa_status == "2B"
        assert [str(each.S) for each in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert not {"/AcroForm", "/OpenAction", "/Names", "/AA"} & set(pdf.Root.keys())


def test_a_scan_keeps_its_picture_byte_by_byte_and_gains_our_words(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "scan.pdf")
    before = path.read_bytes()
    data = made(path, document())
    assert_whole(data)
    assert words(data) == WORDS
    assert second_opinion(data) == WORDS
    assert differs(picture(data), picture(path)) == 0
    with pikepdf.open(path) as old, pikepdf.open(BytesIO(data)) as new:
        was = old.pages[0].Resources.XObject.Scan.read_raw_bytes()
        assert was in [image.read_raw_bytes() for image in new.pages[0].get_images().values()]
    assert path.read_bytes() == before


def test_a_word_lies_in_its_box(tmp_path: Path) -> None:
    data = made(scanned_pdf(tmp_path / "scan.pdf"), document())
    with pdfplumber.open(BytesIO(data)) as pdf:
        word = pdf.pages[0].extract_words()[1]
    box = tuple(word[edge] for edge in ("x0", "top", "x1", "bottom"))
    assert box == pytest.approx((72, 60, 168, 80), abs=0.1)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_words_lie_in_their_boxes_on_a_page_with_a_rotation_and_a_crop(
    tmp_path: Path, rotate: int
) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.MediaBox = Array([-10, -20, 500, 500])
        page.CropBox = Array([0, 0, 400, 300] if rotate != 180 else [0, 0, 300, 400])
        page.Rotate = rotate
        path = saved(pdf, tmp_path / "turned.pdf")
    read = document()
    inked = shown(made(path, read))
    for word in read.words:
        assert word.bbox is not None
        x0, top, x1, bottom = map(round, astuple(word.bbox))
        inside = inked.crop((x0 + 1, top + 1, x1 - 1, bottom - 1)).getextrema()
        assert max(high for _, high in inside) < 60  # a seam between two blocks is grey
        for beside in ((x0, top - 3), (x0, bottom + 3)):  # beside it is its space
            assert inked.getpixel(beside) == (255, 255, 255)


def shown(data: bytes) -> Image.Image:
    """Return the picture of a page on which the hidden letters, which are blocks, are inked."""
    with pikepdf.open(BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        page.Contents.write(page.Contents.read_bytes().replace(b"3 Tr", b"0 Tr"))
        inked = BytesIO()
        pdf.save(inked)
    return picture(inked.getvalue())


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_of_a_page_that_was_read_turned_run_the_way_they_are_printed(
    tmp_path: Path, turn: int
) -> None:
    """Boxes stand on end; pdfplumber calls such letters not upright, and PDFium reads them."""
    read = document(lines=("Số: 1918",), treatment=(f"turned {turn}",))
    boxes = {
        90: (BBox(40, 300, 60, 340), BBox(40, 200, 60, 290)),
        180: (BBox(200, 40, 240, 60), BBox(100, 40, 190, 60)),
        270: (BBox(40, 100, 60, 140), BBox(40, 150, 60, 240)),
    }[turn]
    words_ = tuple(replace(w, bbox=b) for w, b in zip(read.words, boxes, strict=True))
    data = made(scanned_pdf(tmp_path / "scan.pdf"), replace(read, words=words_))
    assert_whole(data)
    assert sorted(second_opinion(data)) == ["1918", "Số:"]
    with pdfplumber.open(BytesIO(data)) as pdf:
        chars = pdf.pages[0].chars
    assert chars[0]["x0"] >= boxes[0].x0 - 0.1
    assert chars[0]["bottom"] <= boxes[0].bottom + 0.1


def test_a_persons_value_is_found_in_the_place_of_the_machines(tmp_path: Path) -> None:
    read = document()
    start = read.text.index("1918")
    amended = Amendment(Span(start, start + 4), "1981")
    data = made(scanned_pdf(tmp_path / "scan.pdf"), read, amended)
    assert words(data) == ["Số:", "1981/QĐ-UBND", *WORDS[2:]]


WRONG = b"BT /F 10 Tf %s 40 300 Td (Mien dong Phia Den S6: I9I8 QD UBND, a layer of another) Tj ET"


@pytest.mark.parametrize(
    ("under", "over", "same"),
    [
        pytest.param(b"", WRONG % b"3 Tr", True, id="invisible, as scanners write it"),
        pytest.param(WRONG % b"", b"", True, id="under the picture"),
        pytest.param(b"", WRONG % b"", False, id="to be seen: the page becomes a picture"),
    ],
)
def test_another_readers_layer_is_replaced(
    tmp_path: Path, under: bytes, over: bytes, same: bool
) -> None:
    path = scanned_pdf(tmp_path / "scan.pdf", drawn=under, over=over)
    data = made(path, document())
    assert_whole(data)
    assert words(data) == WORDS
    with pikepdf.open(BytesIO(data)) as pdf:
        raw = [image.read_raw_bytes() for image in pdf.pages[0].get_images().values()]
    with pikepdf.open(path) as pdf:
        scan_ = pdf.pages[0].Resources.XObject.Scan.read_raw_bytes()
    assert (scan_ in raw) is same
    assert differs(picture(data), picture(path)) <= (0 if same else 128)  # edges of letters


def test_a_page_converted_from_a_legacy_font_gives_our_reading_only(tmp_path: Path) -> None:
    legacy = b"BT /F 10 Tf 40 300 Td (MiOn dong Phia \\247Dn S\\350: 1918/Q\\247-UBND) Tj ET"
    path = scanned_pdf(tmp_path / "tcvn3.pdf", over=legacy)
    read = document(source=PageSource.TEXT_LAYER, treatment=("converted from tcvn3",))
    assert words(made(path, read)) == WORDS


def letters(path: Path, text: bytes) -> Path:
    """Write a page with visible letters of its own, in a font that says what they are."""
    from weasyprint import HTML

    style = (
        "@page{size:300pt 400pt;margin:0}p{position:absolute;left:40pt;margin:0;font:13pt serif}"
    )
    path.write_bytes(HTML(string=f"<style>{style}</style>{text.decode()}").write_pdf())
    return path


def test_a_page_with_letters_of_its_own_is_left_alone_where_they_say_what_we_read(
    tmp_path: Path,
) -> None:
    page = "".join(f"<p style='top:{n}pt'>{x}</p>" for n, x in zip((60, 100), LINES, strict=True))
    path = letters(tmp_path / "born.pdf", page.encode())
    with pdfplumber.open(path) as pdf:
        found = {word["text"]: word for word in pdf.pages[0].extract_words()}
    read = document(source=PageSource.TEXT_LAYER)
    boxes = [found[read.quote(word.span)] for word in read.words]
    placed = [BBox(b["x0"], b["top"], b["x1"], b["bottom"]) for b in boxes]
    read = replace(
        read,
        words=tuple(replace(w, bbox=b) for w, b in zip(read.words, placed, strict=True)),
    )
    data = made(path, read)
    assert_whole(data)
    assert words(data) == WORDS
    assert differs(picture(data), picture(path)) == 0
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not pdf.pages[0].get_images()
    amended = Amendment(Span(4, 8), "1981")
    assert "1981/QĐ-UBND" in second_opinion(made(path, read, amended))


def test_a_page_whose_own_letters_fall_apart_becomes_a_picture(tmp_path: Path) -> None:
    apart = "<p style='top:60pt'>S ố: 19 18/Q Đ-UB ND</p><p style='top:100pt'>Mi ến d ong</p>"
    path = letters(tmp_path / "torn.pdf", apart.encode())
    data = made(path, document(source=PageSource.TEXT_LAYER))
    assert_whole(data)
    assert words(data) == WORDS


def test_a_signature_stamp_stays_on_the_page_and_no_form_remains(tmp_path: Path) -> None:
    with pikepdf.open(scanned_pdf(tmp_path / "scan.pdf")) as pdf:
        look = Stream(pdf, b"1 0 0 rg 0 0 50 20 re f", Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 20]),
        ))  # fmt: skip
        field = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, F=4,
            Rect=Array([200, 300, 250, 320]), AP=Dictionary(N=pdf.make_indirect(look)),
            T=pikepdf.String("Signature1"),
        ))  # fmt: skip
        pdf.pages[0].Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        path = saved(pdf, tmp_path / "signed.pdf")
    data = made(path, document())
    assert_whole(data)
    assert picture(data).getpixel((220, 90)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("suffix", "mode", "options"),
    [
        pytest.param("jpg", "L", {"quality": 80}, id="grey JPEG"),
        pytest.param("jpg", "RGB", {"quality": 80}, id="colour JPEG"),
        pytest.param("jpg", "CMYK", {"quality": 80}, id="CMYK JPEG: its colours need RGB here"),
        pytest.param("png", "RGBA", {}, id="see-through PNG"),
        pytest.param("png", "P", {}, id="PNG with a palette"),
        pytest.param("tif", "1", {"compression": "group4"}, id="fax"),
    ],
)
def test_a_picture_file_becomes_pages(
    tmp_path: Path, suffix: str, mode: str, options: dict[str, object]
) -> None:
    path = tmp_path / f"scan.{suffix}"
    scan(mode).save(path, **options)
    kind = {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix)
    data = made(path, document(f"image/{kind}"))
    assert_whole(data)
    assert words(data) == WORDS
    with Image.open(path) as image:
        shown = image.convert("RGB")
    # one pixel a point: what is drawn is what there was
    assert differs(picture(data), shown) <= 2
    if mode in ("L", "RGB") and suffix == "jpg":
        assert path.read_bytes() in data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_shown_the_way_its_header_says(tmp_path: Path, orientation: int) -> None:
    path, exif = tmp_path / "photo.jpg", Image.Exif()
    exif[0x0112] = orientation
    size = (400, 300) if orientation >= 5 else (300, 400)
    scan("L", size).save(path, quality=95, exif=exif)
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    data = made(path, document("image/jpeg"))
    assert differs(picture(data), upright) <= 2
    assert path.read_bytes() in data


def test_every_frame_of_a_fax_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    scan("1").save(path, save_all=True, append_images=[scan("1")], compression="group4")
    data = made(path, document("image/tiff", pages=2))
    assert words(data) == WORDS * 2
    assert differs(picture(data, 0), picture(data, 1)) == 0


def test_a_page_that_nobody_could_read_stays_among_the_others(tmp_path: Path) -> None:
    with pikepdf.open(scanned_pdf(tmp_path / "scan.pdf")) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page = pdf.add_blank_page(page_size=(300, 400))
        page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
        page.Contents = Stream(pdf, b"BT /F 30 Tf 40 300 Td (lost) Tj ET")
        path = saved(pdf, tmp_path / "two.pdf")
    data = made(path, document())
    assert_whole(data)
    assert words(data) == WORDS
    assert differs(picture(data, 1), picture(path, 1)) <= 128  # a font that is not embedded


def test_what_has_no_pages_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "bai.html"
    path.write_text("<p>MẪU</p>")
    with pytest.raises(InputError, match="không có trang giấy"):
        made(path, document("text/html"))


def test_a_page_that_only_pdfium_can_draw_becomes_its_picture(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "torn.pdf", over=b"<< /a [ 1 0 R ] >> DP q 1 0 0 rg ((")
    data = made(path, document())
    assert_whole(data)
    assert words(data) == WORDS


def test_a_file_nobody_can_open_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.7\nnot a PDF")
    with pytest.raises(Quarantined):
        made(path, replace(document(), state=State.PARTIAL))
