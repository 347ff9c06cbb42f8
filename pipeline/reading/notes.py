"""What was written over a page as annotations: stamps and free text, as passages of their own.

They lie over the paper like a received-stamp: another office's number or day may stand in them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from pipeline.document import BBox, Zone
from pipeline.reading.lines import Fragment, Passage, fragment
from pipeline.reading.pdfpage import Frame
from pipeline.reading.sheet import Token, carry
from pipeline.vietnamese import nfc

_WRITTEN = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
_MOST = 200  # annotations of a page
_LONGEST = 4000  # characters of one


def notes(page: Any, frame: Frame) -> tuple[Passage, ...]:
    """Return the words of a page's stamps and free texts, one overlay each."""
    found = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) in _WRITTEN:
                lines = tuple(_lines(note, frame))
                if lines:
                    found.append(Passage(Zone.OVERLAY, lines))
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return tuple(found)


def _lines(note: Any, frame: Frame) -> Iterator[Fragment]:
    """Yield an annotation's lines; its words share its box in the measure of their letters."""
    box = raw.FS_RECTF()
    written = [line.split() for line in _contents(note).splitlines() if line.split()]
    if not written or not raw.FPDFAnnot_GetRect(note, box):
        return
    whole = carry(BBox(box.left, box.bottom, box.right, box.top), frame.to_page)
    high = (whole.bottom - whole.top) / len(written)
    for number, words in enumerate(written):
        letters = sum(map(len, words)) + len(words) - 1
        wide, at = (whole.x1 - whole.x0) / letters, 0
        tokens = []
        for word in words:
            left = whole.x0 + at * wide
            top = whole.top + number * high
            tokens.append(Token(word, BBox(left, top, left + len(word) * wide, top + high)))
            at += len(word) + 1
        yield fragment(tokens)


def _contents(note: Any) -> str:
    size = min(raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0), 2 * _LONGEST)
    room = (raw.FPDF_WCHAR * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(note, b"Contents", room, size)
    text = ctypes.string_at(room, max(size - 2, 0)).decode("utf-16-le", "ignore")
    return nfc(text.partition("\0")[0])
