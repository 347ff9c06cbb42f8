"""Text layers that are not the page's text: a scanner's English OCR, or a signature's overlay."""

from __future__ import annotations

import io
import unicodedata
from html import escape
from random import Random

from corpus.maker.printing import settle

# What an English engine makes of Vietnamese letters, as seen on scanned offices' files.
_MISREAD = str.maketrans(
    {
        "ộ": "9",
        "ạ": "~",
        "ệ": "¢",
        "ị": "j",
        "ụ": "u.",
        "ơ": "o'",
        "ư": "u'",
        "đ": "d",
        "Đ": "D",
        "ứ": "(r",
        "ữ": "ii",
    }
)
OVERLAY_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }}
div {{ position: absolute; {corner}; font: 7pt/1.15 "Liberation Sans"; color: #b22 }}
</style><div>{lines}</div>"""


def misread(rng: Random, text: str) -> str:
    """Return a text as an English engine would have read it: ASCII with the wrong letters."""
    plain = unicodedata.normalize("NFD", text.translate(_MISREAD))
    letters = [letter for letter in plain if " " <= letter <= "~" or letter == "\n"]
    noise = {"l": "1", "o": "0", "i": "!", "n": "ii", "h": "li", "S": "5", "e": "c"}
    return "".join(noise[x] if x in noise and rng.random() < 0.25 else x for x in letters)


def with_wrong_layer(data: bytes, pages: list[str], rng: Random) -> bytes:
    """Lay an invisible layer of misread text under the pages of a scan."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        for page, text in zip(document.pages, pages, strict=True):
            font = document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Helvetica,
                )
            )
            page.obj.Resources.Font = pikepdf.Dictionary(Wrong=font)
            height = float(page.mediabox[3])
            page.contents_add(_hidden(misread(rng, text).split("\n"), height).encode("ascii"))
        out = io.BytesIO()
        document.save(out)
    return settle(out.getvalue())


def _hidden(lines: list[str], height: float) -> str:
    """Return a content stream that writes lines in text render mode 3, which draws nothing."""
    shown = []
    for line in lines[:60]:
        safe = line.replace("\\", "").replace("(", "\\(").replace(")", "\\)")
        shown.append(f"({safe}) Tj T*")
    return f"BT /Wrong 10 Tf 3 Tr 12 TL 60 {height - 60:.0f} Td {' '.join(shown)} ET"


CORNERS = (
    "top: 14pt; right: 18pt",
    "top: 14pt; right: 18pt",
    "top: 10pt; left: 24pt",
    "bottom: 14pt; right: 18pt",
)


def with_overlay(data: bytes, lines: tuple[str, ...], corner: str = CORNERS[0]) -> bytes:
    """Print a digital signature's lines over the first page of a scan, as its only real text."""
    import pikepdf
    import weasyprint

    with pikepdf.open(io.BytesIO(data)) as document:
        box = document.pages[0].mediabox
        width, height = float(box[2]), float(box[3])
        shown = "<br>".join(map(escape, lines))
        page = OVERLAY_PAGE.format(width=width, height=height, corner=corner, lines=shown)
        with pikepdf.open(io.BytesIO(weasyprint.HTML(string=page).write_pdf())) as overlay:
            first, form = document.pages[0], overlay.pages[0].as_form_xobject()
            # by a name of our own: add_overlay draws one at random
            name = pikepdf.Name("/Overlay")
            first.add_resource(document.copy_foreign(form), pikepdf.Name.XObject, name)
            first.contents_add(b"q", prepend=True)
            first.contents_add(b"Q q /Overlay Do Q")
            out = io.BytesIO()
            document.save(out)
    return settle(out.getvalue())
