"""The letters of a text layer in, a PDF font for invisible text out: codes that only mean Unicode.

The font is embedded, as PDF/A asks, and has one block a letter, half an em wide and an em high: a
glyph without an outline would have no box, and PDFium passes over words without one. What a code
means stands in its ToUnicode map, so that Vietnamese is extracted letter by letter as written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

WIDTH = 0.5  # of every letter, in ems
_EM = 1000
_NAME = "Tieubieu"
_EPOCH = 2082844800  # 1 January 1970 in the seconds since 1904 that fonts count
_ROWS = 100  # of a ToUnicode map in one block, by the format


@dataclass(frozen=True, slots=True)
class Font:
    """A font of one PDF and the code of each letter it knows."""

    reference: Object
    codes: dict[str, int]

    def encoded(self, text: str) -> bytes:
        """Return a text as a PDF string of two bytes a letter: "<00010002>"."""
        return b"<" + b"".join(b"%04X" % self.codes[letter] for letter in text) + b">"


def glyphless(pdf: Pdf, letters: Iterable[str]) -> Font:
    """Add a font for these letters to a PDF."""
    codes = {letter: code for code, letter in enumerate(sorted(set(letters)), 1)}
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + _NAME),
        Flags=4,
        FontBBox=Array([0, 0, round(WIDTH * _EM), _EM]),
        ItalicAngle=0,
        Ascent=_EM,
        Descent=0,
        CapHeight=_EM,
        StemV=80,
        FontFile2=pdf.make_indirect(Stream(pdf, _program(len(codes)))),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + _NAME),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(WIDTH * _EM),
        CIDToGIDMap=Name.Identity,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/" + _NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(codes))),
    )
    return Font(pdf.make_indirect(font), codes)


def _program(letters: int) -> bytes:
    """Return a TrueType font of so many blocks after ``.notdef``."""
    names = [".notdef", *(f"g{n}" for n in range(1, letters + 1))]
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0xE000 + n: name for n, name in enumerate(names[1:])})
    builder.setupGlyf(dict.fromkeys(names, _block()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (round(WIDTH * _EM), 0)))
    builder.setupHorizontalHeader(ascent=_EM, descent=0)
    builder.setupNameTable({"familyName": _NAME, "styleName": "Regular", "psName": _NAME})
    builder.setupOS2(sTypoAscender=_EM, sTypoDescender=0, usWinAscent=_EM, usWinDescent=0)
    builder.setupPost()
    # The same letters make the same bytes, whatever the day.
    builder.font["head"].created = builder.font["head"].modified = _EPOCH
    builder.font.recalcTimestamp = False
    made = BytesIO()
    builder.save(made)
    return made.getvalue()


def _block() -> Glyph:
    pen = TTGlyphPen(None)
    width = round(WIDTH * _EM)
    pen.moveTo((0, 0))
    for corner in ((0, _EM), (width, _EM), (width, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = [
        b"<%04X> <%s>" % (code, letter.encode("utf-16-be").hex().upper().encode())
        for letter, code in codes.items()
    ]
    blocks = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    return b"\n".join(
        [
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(
                b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block))
                for block in blocks
            ),
            b"endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )
