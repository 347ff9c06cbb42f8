"""What a page's text layer is worth: kept, read again from the page's picture, or in part.

A pure judgement over what PDFium sees. Letters that nobody sees are a scanner's own reading and
must be better than letters that are printed; where a layer is sound it stays, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import BBox
from pipeline.reading.pieces import Written
from pipeline.reading.sheet import centre
from pipeline.vietnamese import health

PICTURED = 0.5  # a page so much covered by pictures is a scan
FEW_WORDS = 40  # and so few words on it are a stamp or a signature's info, not its text
_SICK = 0.75  # health of a text layer under which the page's picture is read instead
_SICK_SCAN = 0.9  # the same over a picture: a scanner's own OCR
_LOGO = 0.02  # share of a page; a wordless page with more is a picture of words
_OUTLINED = 60  # strokes on a wordless page that may be letters turned to outlines
_WORDLESS = 0.06  # share of a page that a picture without words must have to be read
_WIDE, _HIGH = 120.0, 40.0  # points; a smaller picture is a seal, a signature or a sign
_ENOUGH = 8  # words by which a font is judged


@dataclass(frozen=True, slots=True)
class PageLook:
    """What is on a page: letters counted, share covered by pictures, their resolution, strokes."""

    width: float
    height: float
    characters: int
    pictured: float
    picture_dpi: float
    paths: int
    hidden: int = 0  # of the letters, how many are not shown

    @classmethod
    def unknown(cls) -> PageLook:
        """Return the look of a page that could not be opened."""
        return cls(0.0, 0.0, 0, 0.0, 0.0, 0)

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing at all is drawn on a page that could be opened."""
        return self.width > 0 and not (self.characters or self.pictured or self.paths)

    @property
    def is_scan(self) -> bool:
        """Tell whether the page is in the main a picture."""
        return self.pictured >= PICTURED


@dataclass(frozen=True, slots=True)
class Layer:
    """What a text layer has to say for itself: words of its own, their health, its letters."""

    own_words: int
    health: float | None
    ascii: bool
    keyless: bool = False  # a font does not say which letters its signs are


def wants_ocr(page: PageLook, text: Layer) -> bool:
    """Tell whether a page's text layer is none, a stamp's or a scanner's rather than its own."""
    if not text.own_words:
        return page.pictured > _LOGO or page.paths > _OUTLINED
    if page.is_scan and text.own_words < FEW_WORDS:
        return True
    if text.ascii and page.pictured < _LOGO and not text.keyless:
        return False  # another language, or marks never typed: the picture shows no more
    return (text.health or 0.0) < (_SICK_SCAN if page.is_scan else _SICK)


def wordless(
    pictures: Sequence[BBox], words: Sequence[Written], page: PageLook
) -> tuple[BBox, ...]:
    """Return the pictures on a printed page that may show words the layer lacks."""
    if page.is_scan or not pictures:
        return ()
    middles = [centre(word.bbox) for word in words]
    found = []
    for box in pictures:
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if wide < _WIDE or high < _HIGH or wide * high < _WORDLESS * page.width * page.height:
            continue
        inside = sum(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for x, y in middles)
        if inside < 3:
            found.append(box)
    return tuple(found)


def unsound_fonts(words: Sequence[Written]) -> frozenset[str]:
    """Name the fonts whose words are no language: their key is missing or wrong."""
    texts: dict[str, list[str]] = {}
    for word in words:
        texts.setdefault(word.font, []).append(word.text)
    return frozenset(
        font
        for font, parts in texts.items()
        if len(parts) >= _ENOUGH and _is_noise(" ".join(parts))
    )


def _is_noise(text: str) -> bool:
    return not text.isascii() and health(text) < 0.5
