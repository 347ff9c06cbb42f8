"""PDF in, sheets out, in a child: pdfplumber for words and rules, PDFium to check nothing is lost.

Coordinates are points from the top left of the page as displayed (rotation and crop box applied),
which is also what a rendering of the page shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.document import BBox, PageSource
from pipeline.reading.sheet import Sheet, Token
from pipeline.reading.tables import grids

_MOST_EDGES = 8000  # more are a drawing, not a table


def sheets(path: str, start: int, stop: int) -> bytes:
    """Return pages ``start`` to ``stop`` (from 0, half-open) of a PDF's text layer as JSON sheets."""
    import pdfplumber

    with pdfplumber.open(path, pages=list(range(start + 1, stop + 1)), unicode_norm="NFC") as pdf:
        return msgspec.json.encode(tuple(_sheet(page) for page in pdf.pages))


def _sheet(page: Any) -> Sheet:
    # pdfplumber publishes no types, hence Any.
    left, top, right, bottom = page.cropbox
    moved = (left - page.bbox[0], top - page.bbox[1])
    words = page.extract_words(x_tolerance_ratio=0.18, keep_blank_chars=False)
    tokens = tuple(Token(word["text"], _box(word, moved)) for word in words if word["text"].strip())
    rules = [_box(edge, moved) for edge in _edges(page)]
    width, height = float(right - left), float(bottom - top)
    return Sheet(
        number=page.page_number,
        width=width,
        height=height,
        page_width=width,
        page_height=height,
        source=PageSource.TEXT_LAYER,
        tokens=tokens,
        grids=grids(rules),
    )


def _edges(page: Any) -> Iterator[Any]:
    edges = page.edges
    return iter(edges if len(edges) <= _MOST_EDGES else ())


def _box(thing: Any, moved: tuple[float, float]) -> BBox:
    x0, top, x1, bottom = (float(thing[key]) for key in ("x0", "top", "x1", "bottom"))
    return BBox(x0 - moved[0], top - moved[1], x1 - moved[0], bottom - moved[1])


def count(path: str) -> bytes:
    """Return the number of pages as PDFium sees it."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(Path(path))
    try:
        return msgspec.json.encode(len(pdf))
    finally:
        pdf.close()
