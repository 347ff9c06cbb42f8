"""A PDF opened by PDFium: its pages, the way from their user space to the page as displayed.

Runs in a child. The functions that are called for every letter and every stroke are bound anew with
plain integers for handles: pypdfium2's pointer objects would cost more than the calls.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.errors import Quarantined, Reason
from pipeline.reading.sheet import Affine

HANDLE = ctypes.c_void_p
NUMBER = ctypes.c_int


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as displayed, in points: its size, its /Rotate, and the map from user space to it."""

    width: float
    height: float
    turn: int
    to_page: Affine


@contextmanager
def opened(path: str) -> Iterator[Any]:
    """Open a PDF for a ``with``. Raises ``Quarantined`` where it wants a password or is none."""
    # pypdfium2 publishes no types, hence Any.
    try:
        pdf = pypdfium2.PdfDocument(Path(path))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Quarantined(
                Reason.ENCRYPTED, "Tệp PDF có mật khẩu mở. Hãy bỏ mật khẩu rồi nạp lại."
            ) from error
        raise Quarantined(Reason.DAMAGED, f"PDFium không mở được tệp. [{error}]") from error
    try:
        yield pdf
    finally:
        pdf.close()


def bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return one of PDFium's functions with other types for its result and arguments."""
    address = ctypes.cast(function, HANDLE).value
    assert address is not None
    prototype: Callable[[int], Callable[..., Any]] = ctypes.CFUNCTYPE(result, *arguments)
    return prototype(address)


def handle(thing: Any) -> int:
    """Return the plain address of one of pypdfium2's objects."""
    return ctypes.cast(thing.raw, HANDLE).value or 0


def frame_of(page: Any) -> Frame:
    """Return how a page is displayed: its crop box, turned as its /Rotate says."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    width, height = page.get_size()
    turn = raw.FPDFPage_GetRotation(page) * 90
    left, low, right, high = box.left, box.bottom, box.right, box.top
    to_page: Affine = {
        0: (1.0, 0.0, -left, 0.0, -1.0, high),
        90: (0.0, 1.0, -low, 1.0, 0.0, -left),
        180: (-1.0, 0.0, right, 0.0, 1.0, -low),
        270: (0.0, -1.0, high, -1.0, 0.0, right),
    }[turn % 360]
    return Frame(width, height, turn, to_page)
