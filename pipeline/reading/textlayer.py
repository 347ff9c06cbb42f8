"""A PDF's text layer as leaves, by pdfplumber: the second reader, and that of turned pages.

Runs in a child. Coordinates are points from the top left of the page as displayed (rotation and
crop box applied), which is also what a rendering of the page shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import msgspec
import pdfplumber
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.utils.text import dedupe_chars, extract_words

from pipeline.document import BBox, PageSource
from pipeline.reading.layer import mended
from pipeline.reading.leaf import Leaf, leaf_of
from pipeline.reading.pieces import Piece, lines_of_words
from pipeline.reading.sheet import IDENTITY, Affine, Sheet, Token, after, carry, turn, turn_back
from pipeline.reading.tables import drawn, grids

_TAG = re.compile(r"^[A-Z]{6}\+")  # ABCDEF+.VnTime: a subset of the font
_MOST_EDGES = 8000  # more are a drawing, not a table
_SIDEWAYS = 0.6  # share of letters that stand on end before the page is read turned
_DOUBLED = 1.15  # pdfplumber sees every stroke of a fake bold; PDFium does not


@dataclass(frozen=True, slots=True)
class Plumbed:
    """The pages asked for, and how many pages pdfminer counts in all, up to a limit."""

    total: int
    leaves: tuple[Leaf, ...]


def leaves(path: str, start: int, stop: int, most: int, expected: list[int]) -> bytes:
    """Return pages ``start`` to ``stop`` (from 0, half-open) as JSON.

    ``expected`` are the characters PDFium counts on each of them; ``most`` bounds the counting.
    """
    with pdfplumber.open(path, unicode_norm="NFC", raise_unicode_errors=False) as pdf:
        total, made = 0, []
        for number, page in enumerate(islice(PDFPage.create_pages(pdf.doc), most), start=1):
            total = number
            if start < number <= stop:
                known = expected[number - start - 1] if expected else None
                made.append(leaf_of(_sheet(Page(pdf, page, number, 0), known)))
        return msgspec.json.encode(Plumbed(total, tuple(made)))


def _sheet(page: Any, expected: int | None) -> Sheet:
    # pdfplumber publishes no types, hence Any.
    left, top, right, bottom = page.cropbox
    crop = (float(left - page.bbox[0]), float(top - page.bbox[1]))
    width, height = float(right - left), float(bottom - top)
    degrees = _turn(page.chars)
    way = after((1, 0, -crop[0], 0, 1, -crop[1]), turn(degrees, width, height))
    chars = [_placed(char, way) for char in page.chars if _is_level(char)]
    treatment = (f"turned {degrees}",) if degrees else ()
    if expected and sum(not c["text"].isspace() for c in chars) > _DOUBLED * expected:
        chars = dedupe_chars(chars, tolerance=1)
        treatment = (*treatment, "doubled letters dropped")
    lines, mending = mended(lines_of_words(_pieces(chars, degrees)))
    tokens = tuple(word.token() for line in lines for word in line)
    tokens += tuple(_on_end(chars))
    treatment = (*treatment, *mending)
    edges = page.edges if len(page.edges) <= _MOST_EDGES else ()
    rules = [carry(_box(edge), way) for edge in edges]
    return Sheet(
        number=page.page_number,
        width=height if degrees % 180 else width,
        height=width if degrees % 180 else height,
        page_width=width,
        page_height=height,
        source=PageSource.TEXT_LAYER,
        tokens=tokens,
        grids=grids(rules),
        rules=drawn(rules),
        to_page=turn_back(degrees, width, height),
        treatment=treatment,
    )


def _pieces(chars: list[Any], degrees: int) -> Iterator[Piece]:
    """Yield each standing letter as a piece of its own."""
    side = 4 if degrees % 180 else 5  # of a letter's matrix: where its line runs, across the page
    parted = False
    last: Piece | None = None
    for char in chars:
        if not char["upright"]:
            continue
        if char["text"].isspace():
            last, parted = replace(last, ended=True) if last else None, True
            continue
        if last is not None:
            yield last
        last = Piece(
            char["text"],
            _box(char),
            baseline=-float(char["matrix"][side]),
            size=float(char["size"]),
            font=_TAG.sub("", char["fontname"]),
            parted=parted,
        )
        parted = False
    if last is not None:
        yield last


def _on_end(chars: list[Any]) -> Iterator[Token]:
    """Yield the words that stand on end in an upright page."""
    for word in extract_words([char for char in chars if not char["upright"]]):
        if word["text"].strip():
            yield Token(word["text"], _box(word))


def _turn(chars: list[Any]) -> int:
    """Return by how many degrees, clockwise, the page must be turned for its letters to stand."""
    if not chars:
        return 0
    counts = Counter(_direction(char["matrix"]) for char in chars)
    degrees, count = counts.most_common(1)[0]
    return degrees if degrees and count > _SIDEWAYS * len(chars) else 0


def _direction(matrix: tuple[float, ...]) -> int:
    """Return the turn that a letter's matrix calls for; upwards in PDF is towards the top."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def _is_level(char: Any) -> bool:
    """Tell a letter of the text from one of a slanted watermark."""
    a, b = char["matrix"][:2]
    return bool(min(abs(a), abs(b)) < 0.2 * max(abs(a), abs(b), 1e-6))


def _placed(char: Any, way: Affine) -> Any:
    """Move a letter into the upright frame."""
    if way == IDENTITY:
        return char
    box = carry(_box(char), way)
    size = {"x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom}
    turned = way[0] == 0  # what stood on end now stands upright
    doctop = {"doctop": box.top, "width": box.x1 - box.x0, "height": box.bottom - box.top}
    return char | size | doctop | ({"upright": not char["upright"]} if turned else {})


def _box(thing: Any) -> BBox:
    return BBox(*(float(thing[key]) for key in ("x0", "top", "x1", "bottom")))
