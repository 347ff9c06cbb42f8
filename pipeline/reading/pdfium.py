"""A PDF's page as PDFium draws it, for OCR, and its bare words where no reader got more.

Runs in a child. Coordinates are points from the top left of the page as displayed.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pypdfium2.raw as raw

from pipeline.document import BBox, PageSource
from pipeline.errors import Quarantined, Reason
from pipeline.reading.leaf import leaf_of
from pipeline.reading.ocr import get_ready, see
from pipeline.reading.pdfpage import opened
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Sheet, Token
from pipeline.settings import Settings

_COARSEST_DPI = 60.0  # a page so large that this passes the limit on pixels shows no letters


def plain_leaves(path: str, start: int, stop: int) -> bytes:
    """Return pages ``start`` to ``stop`` (from 0, half-open) without tables, as a JSON list."""
    with opened(path) as pdf:
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


def preload() -> None:
    """Load Tesseract's model once, for all children that read pages."""
    get_ready(Settings().ocr_language)


def scanned_leaf(path: str, index: int, dpi: float, most_pixels: int, language: str) -> bytes:
    """Render a page (from 0), read its picture, and return the leaf as JSON."""
    with opened(path) as pdf:
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
