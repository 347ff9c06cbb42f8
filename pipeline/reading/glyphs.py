"""A page's letters as PDFium sees them, as pieces: boxes, baselines, fonts, and what is hidden.

Runs in a child. Boxes are a type's size high and stand on the font's descent, as pdfplumber has
them, so that both readers give the layout the same measures.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from pipeline.document import BBox
from pipeline.reading.pdfpage import HANDLE, NUMBER, Frame, bound, handle
from pipeline.reading.pieces import Piece

_MOST_LETTERS = 500_000  # on a page; more is an attack
_KERNED = 0.18  # of the type's size; a wider gap parts two pieces
_BACK = 0.6  # of the type's size; a letter further back is set anew
_SPACED = 0.3  # of the type's size by which kerning may draw letters over the space between them
_LEVEL = 0.2  # share of a letter's extent by which a line may rise and still be level
_LEAN = 0.05
_INVISIBLE = 3  # the text rendering mode of a scanner's own OCR
_LONGEST_NAME = 256
_SPACE = 0x20
_LINE_HYPHENS = frozenset({0x02, 0xFFFE})  # what PDFium makes of a hyphen that ends a line
_KEYLESS = "\ufffd"  # a letter of a font that does not say which it is

_counted = bound(raw.FPDFText_CountChars, NUMBER, HANDLE)
_unicode = bound(raw.FPDFText_GetUnicode, ctypes.c_uint, HANDLE, NUMBER)
_owner = bound(raw.FPDFText_GetTextObject, HANDLE, HANDLE, NUMBER)
_loose = bound(raw.FPDFText_GetLooseCharBox, NUMBER, HANDLE, NUMBER, HANDLE)
_origin = bound(raw.FPDFText_GetCharOrigin, NUMBER, HANDLE, NUMBER, HANDLE, HANDLE)
_matrix = bound(raw.FPDFText_GetMatrix, NUMBER, HANDLE, NUMBER, HANDLE)
_size = bound(raw.FPDFText_GetFontSize, ctypes.c_double, HANDLE, NUMBER)
_unkeyed = bound(raw.FPDFText_HasUnicodeMapError, NUMBER, HANDLE, NUMBER)
_font = bound(raw.FPDFTextObj_GetFont, HANDLE, HANDLE)
_font_name = bound(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, HANDLE, HANDLE, ctypes.c_size_t)
_mode = bound(raw.FPDFTextObj_GetTextRenderMode, NUMBER, HANDLE)


@dataclass(frozen=True, slots=True)
class _Style:
    """What the letters of one text object share."""

    font: str
    size: float
    hidden: bool
    standing: str  # level, slanted, or turned by a right angle
    start: tuple[float, float]  # where its first letter stands, in user space
    slope: float  # of its baseline
    skew: float  # how far it leans to the right, for each point of height


@dataclass(slots=True)
class Letters:
    """A page's letters; ``turned`` counts those that do not stand upright, none of ``pieces``."""

    pieces: list[Piece] = field(default_factory=list)
    count: int = 0
    hidden: int = 0
    turned: int = 0


def letters(page: Any, frame: Frame) -> Letters:
    """Return the letters of a page that is displayed as it lies in user space (turn 0)."""
    text = page.get_textpage()
    found = Letters()
    spaced = False
    for style, run in _runs(handle(text), {}):
        shown = sum(1 for sign, *_ in run if not sign.isspace())
        found.count += shown
        if style.standing == "turned":
            found.turned += shown
        elif style.standing == "level":
            found.hidden += shown if style.hidden else 0
            found.pieces.extend(_pieces(run, style, frame, spaced))
        spaced = run[-1][0].isspace()
    return found


_Letter = tuple[str, float, float, float]  # sign, left, right, bottom


def _runs(text: int, names: dict[int, str]) -> Iterator[tuple[_Style, list[_Letter]]]:
    """Yield the letters of each text object with their style, in the order they are drawn."""
    count = min(_counted(text), _MOST_LETTERS)
    rects = (raw.FS_RECTF * max(count, 1))()
    address, stride = ctypes.addressof(rects), ctypes.sizeof(raw.FS_RECTF)
    for index in range(count):
        _loose(text, index, address + index * stride)
    boxes = struct.iter_unpack("4f", rects)  # left, top, right, bottom
    owner: int | None = None
    style: _Style | None = None
    run: list[_Letter] = []
    supplied, end = False, 0.0
    for index, (left, high, right, low) in zip(range(count), boxes, strict=False):
        code = _unicode(text, index)
        by = _owner(text, index)
        if not by:  # PDFium supplies spaces and breaks; a space set as an object is one of them
            supplied = code == _SPACE
            continue
        if by != owner:
            if style is not None and run:
                yield style, run
            owner, style, run = by, _style(text, index, by, names), []
        assert style is not None
        if style.skew:  # a typeface made to lean: its boxes reach over the next letter
            left += style.skew * (style.start[1] - low)
            right -= style.skew * (high - style.start[1])
        if supplied and not run and -_SPACED * style.size < left - end:
            run.append((" ", end, left, low))
        run.append((_sign(text, index, code), left, right, low))
        supplied, end = False, right
    if style is not None and run:
        yield style, run


def _sign(text: int, index: int, code: int) -> str:
    if code in _LINE_HYPHENS:
        return "-"
    if not code or 0xD800 <= code < 0xE000 or (code < 0x20 and _unkeyed(text, index)):
        return _KEYLESS
    return chr(code)


def _style(text: int, index: int, owner: int, names: dict[int, str]) -> _Style:
    matrix = raw.FS_MATRIX()
    _matrix(text, index, ctypes.addressof(matrix))
    along, across = abs(matrix.a), abs(matrix.b)
    size = _size(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    if across <= _LEVEL * along and matrix.a > 0:
        standing = "level"
    elif min(along, across) < _LEVEL * max(along, across, 1e-6):
        standing = "turned"
    else:
        standing = "slanted"
    font = _font(owner)
    if font not in names:
        names[font] = _name(font)
    x, y = ctypes.c_double(), ctypes.c_double()
    _origin(text, index, ctypes.addressof(x), ctypes.addressof(y))
    slope = matrix.b / matrix.a if standing == "level" else 0.0
    skew = matrix.c / matrix.d if standing == "level" and abs(matrix.d) > 0 else 0.0
    return _Style(
        font=names[font],
        size=abs(size),
        hidden=_mode(owner) == _INVISIBLE,
        standing=standing,
        start=(x.value, y.value),
        slope=slope,
        skew=skew if abs(skew) > _LEAN and not slope else 0.0,
    )


def _name(font: int) -> str:
    """Return a font's name without the tag of its subset: "ABCDEF+.VnTime" is ".VnTime"."""
    room = ctypes.create_string_buffer(_LONGEST_NAME)
    _font_name(font, ctypes.addressof(room), _LONGEST_NAME)
    name = room.value.decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name


def _pieces(run: list[_Letter], style: _Style, frame: Frame, parted: bool) -> Iterator[Piece]:
    """Cut one object's letters at spaces, wide gaps and jumps back.

    The space before them may be an object of its own; then they come ``parted``.
    """
    held: list[_Letter] = []
    for letter in run:
        if letter[0].isspace():
            if held:
                yield _piece(held, style, frame, parted, ended=True)
            held, parted = [], True
            continue
        if held:
            gap = letter[1] - held[-1][2]
            if gap > _KERNED * style.size or letter[1] < held[-1][1] - _BACK * style.size:
                yield _piece(held, style, frame, parted, ended=False)
                held, parted = [], False
        held.append(letter)
    if held:
        yield _piece(held, style, frame, parted, ended=False)


def _piece(held: list[_Letter], style: _Style, frame: Frame, parted: bool, *, ended: bool) -> Piece:
    left = min(letter[1] for letter in held)
    right = max(letter[2] for letter in held)
    _a, _b, x, _d, _e, y = frame.to_page
    bottom = y - held[0][3]
    box = BBox(left + x, bottom - style.size, right + x, bottom)
    baseline = y - style.start[1] - style.slope * (held[0][1] - style.start[0])
    text = "".join(letter[0] for letter in held)
    return Piece(text, box, baseline, style.size, style.font, parted, ended, style.hidden)
