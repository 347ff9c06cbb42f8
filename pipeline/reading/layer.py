"""A PDF's pages as PDFium reads them: what is on each, its text layer as a leaf, what it lacks.

Runs in a child. PDFium is the first reader: it costs a tenth of pdfplumber, which reads again what
is doubtful. Coordinates are points from the top left of the page as displayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import msgspec
import pypdfium2

from pipeline.document import BBox, PageSource
from pipeline.errors import Quarantined, Reason
from pipeline.reading import repair
from pipeline.reading.drawings import Drawings, drawings
from pipeline.reading.glyphs import letters
from pipeline.reading.judging import Layer, PageLook, unsound_fonts, wants_ocr, wordless
from pipeline.reading.leaf import Leaf, leaf_of
from pipeline.reading.notes import notes
from pipeline.reading.oldfonts import converted
from pipeline.reading.pdfpage import Frame, frame_of, opened
from pipeline.reading.pieces import Written, lines_of_words
from pipeline.reading.repair import Findings
from pipeline.reading.sheet import (
    Sheet,
    Token,
)
from pipeline.reading.splits import rejoined
from pipeline.reading.tables import drawn, grids

_DIGITS_DOUBT = 0.7  # how far a scanner's own reading of a number is trusted
_SCANNER_TRUST = 0.9  # and of a word


@dataclass(frozen=True, slots=True)
class PageLayer:
    """One page: what is on it and its text layer; no leaf where pdfplumber has to read it.

    ``to_see`` says that OCR must read the whole page, ``lacking`` which pictures of it.
    """

    look: PageLook
    leaf: Leaf | None = None
    to_see: bool = False
    lacking: tuple[BBox, ...] = ()
    visible: int = 0  # words of the layer that are printed, not a scanner's


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF at a glance: pages claimed, the first of them read, and qpdf's findings.

    ``unchecked`` says why qpdf could not check the file.
    """

    total: int
    pages: tuple[PageLayer, ...]
    findings: Findings | None = None
    unchecked: tuple[Reason, str] | None = None


def first(path: str, stop: int) -> bytes:
    """Return a PDF's first pages up to ``stop``, with qpdf's findings, as JSON.

    Raises ``Quarantined`` where PDFium cannot open it or it wants a password.
    """
    with opened(path) as pdf:
        total = len(pdf)
        read = tuple(_page(pdf, index) for index in range(min(total, stop)))
    try:
        return msgspec.json.encode(Opened(total, read, repair.findings(path)))
    except Quarantined as error:
        return msgspec.json.encode(Opened(total, read, None, (error.reason, error.detail)))


def count(path: str) -> bytes:
    """Return only how many pages a PDF claims to have, as JSON."""
    with opened(path) as pdf:
        return msgspec.json.encode(Opened(len(pdf), ()))


def pages(path: str, start: int, stop: int) -> bytes:
    """Return pages ``start`` to ``stop`` (from 0, half-open) as a JSON list."""
    with opened(path) as pdf:
        return msgspec.json.encode([_page(pdf, n) for n in range(start, min(stop, len(pdf)))])


def _page(pdf: Any, index: int) -> PageLayer:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return PageLayer(PageLook.unknown())
    seen = seen_on(page)
    if seen.turned or not (seen.look.characters or seen.look.pictured):
        return PageLayer(seen.look)
    leaf = _annotated(leaf_of(layer_sheet(index, seen, seen.words)), page, seen.frame)
    return PageLayer(
        seen.look,
        leaf,
        to_see=wants_ocr(seen.look, layer_of(leaf, seen.words)),
        lacking=(*wordless(seen.drawn.pictures, seen.words, seen.look), *_unsound(seen.words)),
        visible=sum(1 for word in seen.words if not word.hidden),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as PDFium sees it; ``turned`` where its letters do not stand upright."""

    frame: Frame
    drawn: Drawings
    look: PageLook
    lines: tuple[tuple[Written, ...], ...]
    treatment: tuple[str, ...]
    turned: bool

    @property
    def words(self) -> list[Written]:
        """All words of the page."""
        return list(chain.from_iterable(self.lines))


def seen_on(page: Any) -> Seen:
    """Return what PDFium sees on a page, its words in Unicode and whole."""
    frame = frame_of(page)
    drawn, found = drawings(page, frame), letters(page, frame)
    look = PageLook(
        width=frame.width,
        height=frame.height,
        characters=found.count,
        pictured=drawn.covered(frame.width, frame.height),
        picture_dpi=drawn.picture_dpi,
        paths=drawn.paths,
        hidden=found.hidden,
    )
    lines, treatment = mended(lines_of_words(found.pieces))
    turned = bool(frame.turn or found.turned) and found.count > 0
    return Seen(frame, drawn, look, tuple(map(tuple, lines)), treatment, turned)


def mended(lines: list[list[Written]]) -> tuple[list[list[Written]], tuple[str, ...]]:
    """Return lines in Unicode with torn words whole again, and what was done to them."""
    unicode, treatment = converted(lines)
    whole, torn = rejoined(unicode)
    return whole, (*treatment, *(("torn words joined",) if torn else ()))


def layer_of(leaf: Leaf, words: Sequence[Written]) -> Layer:
    """Return what a judgement of the text layer goes by."""
    keyless = any("\ufffd" in word.text for word in words)
    return Layer(leaf.own_words, leaf.health, leaf.ascii, keyless)


def layer_sheet(index: int, seen: Seen, words: Sequence[Written]) -> Sheet:
    """Return the sheet of a page (from 0) with those of its words that are wanted."""
    frame, rules = seen.frame, seen.drawn.rules
    return Sheet(
        number=index + 1,
        width=frame.width,
        height=frame.height,
        page_width=frame.width,
        page_height=frame.height,
        source=PageSource.TEXT_LAYER,
        tokens=tuple(_token(word, seen.look) for word in words),
        grids=grids(rules),
        rules=drawn(rules),
        treatment=seen.treatment,
    )


def _token(word: Written, look: PageLook) -> Token:
    """Return a word; one that a scanner read and hid under its picture is trusted less."""
    token = word.token()
    if not (word.hidden and look.is_scan):
        return token
    coded = any(map(str.isdigit, token.text))
    return replace(token, confidence=_DIGITS_DOUBT if coded else _SCANNER_TRUST)


def _unsound(words: Sequence[Written]) -> Iterator[BBox]:
    """Yield the boxes of words in fonts whose letters are no language."""
    fonts = unsound_fonts(words)
    return (word.bbox for word in words if fonts and word.font in fonts)


def _annotated(leaf: Leaf, page: Any, frame: Frame) -> Leaf:
    """Add what was written on the page as annotations, apart from the flow."""
    written = notes(page, frame)
    if not written:
        return leaf
    return replace(
        leaf,
        passages=(*written, *leaf.passages),
        treatment=(*leaf.treatment, "annotations read as overlays"),
    )
