"""What is drawn on a page beside its letters, as PDFium lists it: rules, pictures, strokes.

Boxes are in points from the top left of the page as displayed. What paints nothing, and a white
ground, rules no table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from pipeline.document import BBox
from pipeline.reading.pdfpage import HANDLE, NUMBER, Frame, bound, handle
from pipeline.reading.sheet import IDENTITY, Affine, after, carry

_MOST_OBJECTS = 20_000  # looked at on a page; a drawing has more
_MOST_RULES = 8000  # more are a drawing, not a table
_MOST_SEGMENTS = 400  # of one path; a longer one is a curve's outline
_DEEPEST = 4  # forms within forms
_THIN = 3.0  # points; a box thinner than that is one rule
_WHITE = 250
_SMALL = 0.3  # share of a page under which a picture's resolution does not tell the scan's

_COUNTED = ctypes.c_ulong
_count = bound(raw.FPDFPage_CountObjects, NUMBER, HANDLE)
_object = bound(raw.FPDFPage_GetObject, HANDLE, HANDLE, NUMBER)
_form_count = bound(raw.FPDFFormObj_CountObjects, NUMBER, HANDLE)
_form_object = bound(raw.FPDFFormObj_GetObject, HANDLE, HANDLE, _COUNTED)
_kind = bound(raw.FPDFPageObj_GetType, NUMBER, HANDLE)
_bounds = bound(raw.FPDFPageObj_GetBounds, NUMBER, HANDLE, *[HANDLE] * 4)
_matrix = bound(raw.FPDFPageObj_GetMatrix, NUMBER, HANDLE, HANDLE)
_colour = bound(raw.FPDFPageObj_GetFillColor, NUMBER, HANDLE, *[HANDLE] * 4)
_mode = bound(raw.FPDFPath_GetDrawMode, NUMBER, HANDLE, HANDLE, HANDLE)
_segments = bound(raw.FPDFPath_CountSegments, NUMBER, HANDLE)
_segment = bound(raw.FPDFPath_GetPathSegment, HANDLE, HANDLE, NUMBER)
_point = bound(raw.FPDFPathSegment_GetPoint, NUMBER, HANDLE, HANDLE, HANDLE)
_step = bound(raw.FPDFPathSegment_GetType, NUMBER, HANDLE)
_closes = bound(raw.FPDFPathSegment_GetClose, NUMBER, HANDLE)
_pixels = bound(raw.FPDFImageObj_GetImagePixelSize, NUMBER, HANDLE, HANDLE, HANDLE)


@dataclass(slots=True)
class Drawings:
    """What is drawn: thin boxes that may rule a table, pictures, and how many paths."""

    rules: list[BBox] = field(default_factory=list)
    pictures: list[BBox] = field(default_factory=list)
    picture_dpi: float = 0.0
    paths: int = 0

    def covered(self, width: float, height: float) -> float:
        """Return the share of a page of this size that pictures cover, 0..1."""
        shown = sum(
            max(0.0, min(box.x1, width) - max(box.x0, 0.0))
            * max(0.0, min(box.bottom, height) - max(box.top, 0.0))
            for box in self.pictures
        )
        return round(min(1.0, shown / max(1.0, width * height)), 3)


def drawings(page: Any, frame: Frame) -> Drawings:
    """Return what is drawn on a page, up to limits."""
    found = Drawings()
    for thing, kind, way in _objects(handle(page), frame.to_page):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.paths += 1
            if len(found.rules) <= _MOST_RULES:
                found.rules.extend(_rules(thing, way))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _add_picture(found, thing, way, frame)
    if len(found.rules) > _MOST_RULES:
        found.rules.clear()
    return found


def _objects(page: int, to_page: Affine) -> Iterator[tuple[int, int, Affine]]:
    """Yield the objects of a page and of its forms, each with its way to the page."""
    pending: list[tuple[int, int, Affine]] = [
        (_object(page, index), 0, to_page) for index in range(min(_count(page), _MOST_OBJECTS))
    ]
    pending.reverse()
    seen = 0
    while pending and seen < _MOST_OBJECTS:
        thing, depth, way = pending.pop()
        seen += 1
        kind = _kind(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = after(_way_of(thing), way)
            room = min(_form_count(thing), _MOST_OBJECTS)
            pending += [
                (_form_object(thing, index), depth + 1, inner) for index in reversed(range(room))
            ]
        else:
            yield thing, kind, way


def _way_of(thing: int) -> Affine:
    matrix = raw.FS_MATRIX()
    if not _matrix(thing, ctypes.addressof(matrix)):
        return IDENTITY
    return (matrix.a, matrix.c, matrix.e, matrix.b, matrix.d, matrix.f)


def _box(thing: int, way: Affine) -> BBox | None:
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    sides = [ctypes.addressof(side) for side in (left, low, right, high)]
    if not _bounds(thing, *sides):
        return None
    return carry(BBox(left.value, low.value, right.value, high.value), way)


def _add_picture(found: Drawings, thing: int, way: Affine, frame: Frame) -> None:
    box = _box(thing, way)
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if box is None:
        return
    found.pictures.append(box)
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    if area > _SMALL * frame.width * frame.height and _pixels(
        thing, ctypes.addressof(wide), ctypes.addressof(high)
    ):
        dpi = round(min(1200.0, wide.value / max(box.x1 - box.x0, 1.0) * 72))
        found.picture_dpi = max(found.picture_dpi, dpi)


def _rules(path: int, way: Affine) -> Iterator[BBox]:
    """Yield the edges of what a path paints; one that is thin as a whole is one rule."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not _mode(path, ctypes.addressof(fill), ctypes.addressof(stroke)):
        return
    box = _box(path, way)
    if box is None or not (stroke.value or (fill.value and not _is_white(path))):
        return
    if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
        yield box
    else:
        yield from _edges(path, after(_way_of(path), way))


def _is_white(path: int) -> bool:
    tones = [ctypes.c_uint() for _ in range(4)]
    known = _colour(path, *map(ctypes.addressof, tones))
    return bool(known) and all(tone.value >= _WHITE for tone in tones[:3])


def _edges(path: int, way: Affine) -> Iterator[BBox]:
    """Yield the straight lines of a path as boxes without a breadth."""
    a, b, c, d, e, f = way
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    start = here = (0.0, 0.0)
    for index in range(min(_segments(path), _MOST_SEGMENTS)):
        segment = _segment(path, index)
        _point(segment, at_x, at_y)
        there = (a * x.value + b * y.value + c, d * x.value + e * y.value + f)
        step = _step(segment)
        if step == raw.FPDF_SEGMENT_LINETO:
            yield _between(here, there)
        elif step == raw.FPDF_SEGMENT_MOVETO:
            start = there
        here = there
        if _closes(segment):
            yield _between(here, start)
            here = start


def _between(one: tuple[float, float], other: tuple[float, float]) -> BBox:
    return BBox(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
