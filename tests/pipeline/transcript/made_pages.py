"""Small documents with geometry and the PDFs and pictures they were read from."""

from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw

from pipeline.document import (
    BBox,
    Block,
    Cell,
    Document,
    Page,
    PageSource,
    Span,
    State,
    Table,
    TextSource,
    Word,
    Zone,
)

WIDTH, HEIGHT = 300.0, 400.0
LINES = ("Số: 1918/QĐ-UBND", "Miến dong Phia Đén")  # the made page: two lines, 20 points high
_EM = 8.0  # points a letter


def document(
    media_type: str = "application/pdf",
    *,
    lines: tuple[str, ...] = LINES,
    pages: int = 1,
    treatment: tuple[str, ...] = (),
    source: PageSource = PageSource.OCR,
) -> Document:
    """Return a document whose pages bear the same lines, from (40, 60) down, 40 points apart."""
    text, words, blocks, made = "", [], [], []
    for number in range(1, pages + 1):
        start = len(text)
        for row, line in enumerate(lines):
            block, x = len(text), 40.0
            for word in line.split(" "):
                box = BBox(x, 60.0 + 40 * row, x + _EM * len(word), 80.0 + 40 * row)
                words.append(Word(Span(len(text), len(text) + len(word)), number, box, 0.91))
                text, x = f"{text}{word} ", box.x1 + _EM
            text = text[:-1] + "\n"
            box = BBox(40.0, 60.0 + 40 * row, x, 80.0 + 40 * row)
            blocks.append(Block(Span(block, len(text) - 1), number, Zone.BODY, box))
        made.append(
            Page(number, Span(start, len(text)), source, WIDTH, HEIGHT, 1.0, treatment)
        )  # fmt: skip
    return Document(
        sha256="0" * 64,
        media_type=media_type,
        text=text,
        pages=tuple(made),
        text_source=TextSource(source.value),
        state=State.PARSED,
        words=tuple(words),
        blocks=tuple(blocks),
    )


def tabled() -> Document:
    """Return a document of one table: "1 | Miến dong" over " | Chè"."""
    text = "1\tMiến dong\n\tChè"
    spans = [Span(0, 1), Span(2, 6), Span(7, 11), Span(13, 16)]
    boxes = [BBox(40, 60, 48, 80), BBox(80, 60, 112, 80), BBox(80, 82, 112, 100),
             BBox(80, 110, 104, 130)]  # fmt: skip
    cells = (
        Cell(spans[0], 0, 0, bbox=BBox(30, 50, 70, 105), confidence=0.9),
        Cell(Span(2, 11), 0, 1, bbox=BBox(70, 50, 200, 105), confidence=0.9),
        Cell(Span(12, 12), 1, 0, bbox=BBox(30, 105, 70, 140)),
        Cell(spans[3], 1, 1, bbox=BBox(70, 105, 200, 140), confidence=0.9),
    )
    whole = BBox(30, 50, 200, 140)
    return Document(
        sha256="0" * 64,
        media_type="application/pdf",
        text=text,
        pages=(Page(1, Span(0, len(text)), PageSource.OCR, WIDTH, HEIGHT, 1.0),),
        text_source=TextSource.OCR,
        state=State.PARSED,
        words=tuple(Word(s, 1, b, 0.9) for s, b in zip(spans, boxes, strict=True)),
        blocks=(Block(Span(0, len(text)), 1, Zone.TABLE, whole),),
        tables=(Table(1, 2, 2, cells, whole),),
    )


def scan(mode: str = "L", size: tuple[int, int] = (300, 400)) -> Image.Image:
    """Return a picture that looks different from every side."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 60, 180, 80), fill="black")
    draw.rectangle((40, 100, 90, 120), fill=(160, 160, 160))
    return image.convert(mode)


def saved(pdf: Pdf, path: Path) -> Path:
    pdf.save(path)
    return path


def scanned_pdf(path: Path, *, drawn: bytes = b"", over: bytes = b"") -> Path:
    """Write a PDF of a scan; ``drawn`` stands under the picture, ``over`` upon it."""
    pdf = pikepdf.new()
    jpeg = BytesIO()
    scan().save(jpeg, "JPEG", quality=80)
    picture = Stream(
        pdf,
        jpeg.getvalue(),
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=300, Height=400,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode,
        ),
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    page.Resources = Dictionary(
        XObject=Dictionary(Scan=pdf.make_indirect(picture)),
        Font=Dictionary(F=pdf.make_indirect(font)),
    )
    page.Contents = Stream(pdf, drawn + b"\nq 300 0 0 400 0 0 cm /Scan Do Q\n" + over)
    return saved(pdf, path)
