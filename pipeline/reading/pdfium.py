"""A PDF as PDFium sees it: how many pages, what is on them, their pictures, and a plain text layer.

Runs in a child. PDFium is the check on pdfplumber, which loses pages and text without a word, and
the next to try where it fails. Coordinates are points from the top left of the page as displayed.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pypdfium2
import pypdfium2.raw as raw

from pipeline.document import BBox, PageSource
from pipeline.errors import Quarantined, Reason
from pipeline.reading.leaf import leaf_of
from pipeline.reading.ocr import see
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Sheet, Token

_MOST_OBJECTS = 20_000  # looked at on a page; a drawing has more
_COARSEST_DPI = 60.0  # a page so large that this passes the limit on pixels shows no letters


@dataclass(frozen=True, slots=True)
class PageLook:
    """What is on a page: letters counted, share covered by pictures, their resolution, strokes."""

    width: float
    height: float
    characters: int
    pictured: float
    picture_dpi: float
    paths: int

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing at all is drawn on a page that could be opened."""
        return self.width > 0 and not (self.characters or self.pictured or self.paths)


@dataclass(frozen=True, slots=True)
class Look:
    """A PDF at a glance; ``pages`` may be fewer than ``total``, which is only claimed."""

    total: int
    pages: tuple[PageLook, ...]


def look(path: str, most_pages: int) -> bytes:
    """Return the look of a PDF as JSON. Raises ``Quarantined`` where it wants a password."""
    with _opened(path) as pdf:
        total = len(pdf)
        pages = tuple(_look(pdf, index) for index in range(min(total, most_pages)))
        return msgspec.json.encode(Look(total, pages))


def plain_leaves(path: str, start: int, stop: int) -> bytes:
    """Return pages ``start`` to ``stop`` (from 0, half-open) without tables, as a JSON list."""
    with _opened(path) as pdf:
        made = []
        for index in range(start, min(stop, len(pdf))):
            page = pdf[index]
            width, height = page.get_size()
            tokens = tuple(_words(page))
            made.append(
                leaf_of(
                    Sheet(
                        index + 1,
                        width,
                        height,
                        width,
                        height,
                        PageSource.TEXT_LAYER,
                        tokens,
                        treatment=("read by PDFium",),
                    )
                )
            )
        return msgspec.json.encode(made)


def scanned_leaf(path: str, index: int, dpi: float, most_pixels: int, language: str) -> bytes:
    """Render a page (from 0), read its picture, and return the leaf as JSON."""
    with _opened(path) as pdf:
        picture, dpi = render(pdf[index], dpi, most_pixels)
    return msgspec.json.encode(leaf_of(see(picture, dpi, index + 1, language)))


def render(page: Any, dpi: float, most_pixels: int) -> tuple[Picture, float]:
    """Return a page's picture (RGB) and its resolution, lowered where it would pass the limit.

    Annotations stay off: a signature's info box is printed over the paper's head.
    """
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise Quarantined(Reason.DAMAGED, "Trang có kích thước bằng không.")
    scale = min(dpi / 72, math.sqrt(0.98 * most_pixels / (width * height)))
    if min(width, height) * scale < 8 or 72 * scale < _COARSEST_DPI:
        raise Quarantined(Reason.TOO_MANY_PIXELS, "Trang lớn bất thường, không vẽ ra ảnh được.")
    bitmap = page.render(scale=scale, draw_annots=False, rev_byteorder=True)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3]), 72 * scale


def _opened(path: str) -> Any:
    # pypdfium2 publishes no types, hence Any.
    try:
        return _Closing(pypdfium2.PdfDocument(Path(path)))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Quarantined(
                Reason.ENCRYPTED, "Tệp PDF có mật khẩu mở. Hãy bỏ mật khẩu rồi nạp lại."
            ) from error
        raise Quarantined(Reason.DAMAGED, f"PDFium không mở được tệp. [{error}]") from error


class _Closing:
    """Closes a PDF at the end of a with block."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf

    def __enter__(self) -> Any:
        return self.pdf

    def __exit__(self, *_: object) -> None:
        self.pdf.close()


def _look(pdf: Any, index: int) -> PageLook:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return PageLook(0.0, 0.0, 0, 0.0, 0.0, 0)
    width, height = page.get_size()
    text = page.get_textpage().get_text_range()
    covered, best, paths = 0.0, 0.0, 0
    for count, thing in enumerate(page.get_objects(max_depth=3)):
        if count >= _MOST_OBJECTS:
            break
        if thing.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            share, dpi = _picture(thing, width, height)
            covered += share
            best = max(best, dpi if share > 0.3 else 0.0)
    return PageLook(
        width, height, len("".join(text.split())), round(min(1.0, covered), 3), round(best), paths
    )


def _picture(thing: Any, width: float, height: float) -> tuple[float, float]:
    """Return the share of the page a picture covers, and its resolution."""
    try:
        left, bottom, right, top = thing.get_bounds()
        pixels = thing.get_px_size()[0]
    except pypdfium2.PdfiumError:
        return 0.0, 0.0
    shown = max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    span = max(right - left, 1.0)
    return shown / max(1.0, width * height), min(1200.0, pixels / span * 72)


def _words(page: Any) -> Iterator[Token]:
    """Yield runs of non-space characters with the box round them."""
    textpage = page.get_textpage()
    _width, height = page.get_size()
    run: list[str] = []
    box: BBox | None = None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(textpage.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(textpage, index))
        if sign.isspace() or sign in "\0\ufffe":
            if run and box:
                yield Token("".join(run), box)
            run, box = [], None
            continue
        raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        here = BBox(left.value, height - top.value, right.value, height - bottom.value)
        run.append(sign)
        box = here if box is None else box.union(here)
    if run and box:
        yield Token("".join(run), box)
