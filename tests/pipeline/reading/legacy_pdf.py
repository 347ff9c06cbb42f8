"""PDFs in fonts older than Unicode, made for tests: WinAnsi codes under a font's name."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.reading import charset


def codes(text: str, encoding: str) -> bytes:
    """Return a Vietnamese text as a typist's font of that encoding has it."""
    letters = charset._letters()
    if encoding == "vni":
        back = {letter: signs for signs, letter in letters.vni.items()}
        return "".join(back.get(sign, sign) for sign in text).encode("latin-1")
    table = getattr(letters, encoding)
    codes = {letter: code for code, letter in table.items()}
    return bytes(codes.get(sign, ord(sign) if ord(sign) < 128 else 63) for sign in text)


def written(lines: Iterable[tuple[str, bytes]], *, size: int = 12, widths: int = 500) -> bytes:
    """Return a PDF of one page, a line under the other, each in its font."""
    pdf = pikepdf.new()
    names: dict[str, str] = {}
    fonts: dict[str, pikepdf.Object] = {}
    content = b""
    for number, (font, data) in enumerate(lines):
        name = names.setdefault(font, f"/F{len(names)}")
        fonts.setdefault(name, pdf.make_indirect(_font(pdf, font, widths)))
        shown = data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        place = f"BT {name} {size} Tf 1 0 0 1 60 {780 - 18 * number} Tm (".encode()
        content += place + shown + b") Tj ET\n"
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(content)
    page.Resources = Dictionary(Font=Dictionary(fonts))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _font(pdf: pikepdf.Pdf, name: str, width: int) -> Dictionary:
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{name}"), Flags=32, Ascent=891, Descent=-216,
        FontBBox=Array([-500, -250, 1200, 900]), CapHeight=660, ItalicAngle=0, StemV=80,
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{name}"),
        Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=255, Widths=Array([width] * 224),
        FontDescriptor=pdf.make_indirect(described),
    )  # fmt: skip
