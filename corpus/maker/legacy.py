"""Text layers whose letters are right on the page and wrong beneath it, as old files have them.

Each works on a finished PDF and leaves the picture alone. ``respell`` changes what a glyph is said
to stand for (its font's ToUnicode map) and the font's name: TCVN3, VNI, decomposed letters.
``part_marks`` puts a space before certain glyphs: "QUY ẾT Đ ỊNH".
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from html import escape, unescape
from random import Random
from typing import Any

from corpus.maker.printing import settle

Spell = Callable[[str], str]
PLAIN_FONT, CAPITAL_FONT = "DejaVu Serif", "Noto Serif"
_CAPITAL_BASE = "NotoSerif"  # as the file names CAPITAL_FONT

_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)
_VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HATS = {  # after "a": circumflex and breve, alone and under each tone
    "\u0302": {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"},
    "\u0306": {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"},
}
_VNI_WHOLE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
_VNI_HORN = {"o": "ô", "u": "ö"}
_MARKED_CAPITALS = "".join(
    chr(code) for code in range(0xC0, 0x1EFA) if unicodedata.category(chr(code)) == "Lu"
)
# "ỦY BAN NHÂN DÂN", "QUYẾT ĐỊNH:"; or the first letter of "Ủy", which .VnTime has no code for
_CAPITALS = re.compile(
    rf"\b[A-Z{_MARKED_CAPITALS}]{{2,}}\b(?:[ ,.:/-]+[A-Z{_MARKED_CAPITALS}]+\b)*"
    rf"|[{_MARKED_CAPITALS}]"
)
_TEXT_NODE = re.compile(r">([^<]+)<")
# one line of a ToUnicode map: "<0024> <0041>" or "<0024> <0027> <0041>"
_CODES = re.compile(r"<([0-9A-Fa-f]+)>")


def tcvn3(text: str, hyphen: str = "\xad") -> str:
    """Return a text as .VnTime spells it, one sign a letter; ``hyphen`` is what "ư" shows as."""
    spelled = "".join(_TCVN3.get(letter, letter) for letter in text)
    return spelled.replace("\xad", hyphen)


def tcvn3_capitals(text: str, hyphen: str = "\xad") -> str:
    """Return a text as .VnTimeH spells it: its capitals have the codes of small letters."""
    return "".join(
        tcvn3(letter.lower(), hyphen) if not letter.isascii() else letter for letter in text
    )


def vni(text: str) -> str:
    """Return a text as VNI-Times spells it: a letter, then a sign for its marks."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    low = letter.lower()
    if low in _VNI_WHOLE:
        spelled = _VNI_WHOLE[low]
    else:
        base, *marks = list(unicodedata.normalize("NFD", low))
        hat = next((mark for mark in marks if mark in _VNI_HATS), "")
        tone = next((mark for mark in marks if mark in _VNI_TONES), "")
        stem = _VNI_HORN[base] if "\u031b" in marks else base
        sign = _VNI_HATS[hat][tone] if hat else _VNI_TONES.get(tone, "")
        spelled = stem + sign
    return spelled.upper() if letter != low else spelled


def decomposed(text: str) -> str:
    """Return a text with every mark a sign of its own."""
    return unicodedata.normalize("NFD", text)


def tone_apart(text: str) -> str:
    """Return a text with its tones alone as signs of their own: "ê" and a dot for "ệ"."""
    return "".join(map(_tone_apart, text))


def _tone_apart(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in _VNI_TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else letter


def in_two_fonts(page: str) -> str:
    """Set the capitals of an HTML page that .VnTime lacks in a font of their own."""
    head, body = page.split("<body>", 1)
    return f"{head}<body>{_TEXT_NODE.sub(_with_capitals, body)}"


def _with_capitals(match: re.Match[str]) -> str:
    """Wrap the runs of capitals of one text node that hold a letter .VnTime has no code for."""
    text, parts, at = unescape(match[1]), [], 0
    for run in _CAPITALS.finditer(text):
        if all(letter.isascii() or letter in _TCVN3 for letter in run[0]):
            continue
        named = (
            f"<span style=\"font-family: '{CAPITAL_FONT}'\">{escape(run[0], quote=False)}</span>"
        )
        parts += [escape(text[at : run.start()], quote=False), named]
        at = run.end()
    parts.append(escape(text[at:], quote=False))
    return f">{''.join(parts)}<"


def respell(data: bytes, plain: Spell, capitals: Spell, names: tuple[str, str]) -> bytes:
    """Change what the glyphs of a PDF are said to stand for, and what its fonts are called.

    ``names`` are the new names of the fonts, of ``CAPITAL_FONT`` the second.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        for font in document.objects:
            if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != "/Type0":
                continue
            in_capitals = _CAPITAL_BASE in str(font.BaseFont).replace("-", "")
            _rename(font, names[1] if in_capitals else names[0])
            spell = capitals if in_capitals else plain
            told = _glyphs(font.ToUnicode.read_bytes().decode("ascii"))
            font.ToUnicode.write(_map({code: spell(text) for code, text in told.items()}))
        out = io.BytesIO()
        document.save(out)
    return settle(out.getvalue())


def _rename(font: Any, name: str) -> None:  # Any: pikepdf publishes objects of any kind
    import pikepdf

    prefix, _, old = str(font.BaseFont).partition("+")
    bold, italic = "Bold" in old, "Italic" in old
    style = f",{'Bold' if bold else ''}{'Italic' if italic else ''}" if bold or italic else ""
    font.BaseFont = pikepdf.Name(f"{prefix}+{name}{style}")
    for descendant in font.DescendantFonts:
        descendant.BaseFont = font.BaseFont
        descendant.FontDescriptor.FontName = font.BaseFont


def _glyphs(cmap: str) -> dict[str, str]:
    """Return what each glyph stands for by a ToUnicode map of single glyphs."""
    glyphs: dict[str, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        codes = _CODES.findall(section)
        for code, text in zip(codes[::2], codes[1::2], strict=True):
            glyphs[code.upper()] = bytes.fromhex(text).decode("utf-16-be")
    return glyphs


def _map(glyphs: dict[str, str]) -> bytes:
    """Write a ToUnicode map."""
    lines = [f"<{code}> <{text.encode('utf-16-be').hex()}>" for code, text in glyphs.items()]
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")


def part_marks(data: bytes, rng: Random) -> bytes:
    """Put a space before some letters with two marks wherever they stand, and step back over it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        loose = set(rng.sample(_TWICE_MARKED, k=len(_TWICE_MARKED) * 2 // 3))
        for page in document.pages:
            fonts = {
                str(name): _loose_glyphs(font, loose)
                for name, font in page.obj.Resources.Font.items()
            }
            page.obj.Contents = document.make_stream(_parted(page, fonts))
        out = io.BytesIO()
        document.save(out)
    return settle(out.getvalue())


_TWICE_MARKED = [*"ẾỀỂỄỆẤẦẨẪẬẮẰẲẴẶỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỊỤỌẠỈỦ", *"ếềểễệấầẩẫậắằẳẵặốồổỗộớờởỡợứừửữự"]


def _loose_glyphs(font: Any, loose: set[str]) -> tuple[bytes | None, set[bytes]]:
    """Return a font's glyph of a space, and those of the letters that come loose."""
    glyphs = _glyphs(font.ToUnicode.read_bytes().decode("ascii"))
    space = next((bytes.fromhex(code) for code, text in glyphs.items() if text == " "), None)
    return space, {bytes.fromhex(code) for code, text in glyphs.items() if text in loose}


def _parted(page: Any, fonts: dict[str, tuple[bytes | None, set[bytes]]]) -> bytes:
    """Return a page's content with spaces before its loose glyphs."""
    import pikepdf

    space: bytes | None = None
    letters: set[bytes] = set()
    told = []
    for step in pikepdf.parse_content_stream(page):
        operands, operator = list(step.operands), step.operator
        if str(operator) == "Tf":
            space, letters = fonts[str(operands[0])]
        if str(operator) == "TJ" and space is not None and letters:
            operands = [pikepdf.Array(_loosened(operands[0], space, letters))]
        told.append((operands, operator))
    return pikepdf.unparse_content_stream(told)


def _loosened(shown: Any, space: bytes, letters: set[bytes]) -> list[Any]:
    """Return the strings of one TJ with a space, stepped back over, before each loose glyph."""
    import pikepdf

    parts: list[Any] = []
    for item in shown:
        if not isinstance(item, pikepdf.String):
            parts.append(item)
            continue
        codes = bytes(item)
        for at in range(0, len(codes), 2):
            glyph = codes[at : at + 2]
            if glyph in letters:
                parts += [pikepdf.String(space), 300]  # about a space's width in thousandths
            parts.append(pikepdf.String(glyph))
    return parts
