"""Bytes in, ``Document`` out, whatever the carrier."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from pipeline.document import Document, State, TextSource
from pipeline.errors import Quarantined, Reason
from pipeline.reading import pdf
from pipeline.reading.composition import compose
from pipeline.reading.sheet import Sheet
from pipeline.settings import Settings


VERSION = 1  # raise it when any reader gives another Document for the same bytes


def read(path: Path, *, settings: Settings, name: str | None = None) -> Document:
    """Read a file of any kind into a Document in a terminal state; never raises for bad input."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        return _read_pdf(path, sha256)
    except Quarantined as refused:
        return Document(
            sha256,
            "application/pdf",
            "",
            (),
            TextSource.TEXT_LAYER,
            State.QUARANTINED,
            refused.reason,
        )


def _read_pdf(path: Path, sha256: str) -> Document:
    total = msgspec.json.decode(pdf.count(str(path)), type=int)
    sheets = msgspec.json.decode(pdf.sheets(str(path), 0, total), type=tuple[Sheet, ...])
    made = compose(sheets)
    if not made.text:
        raise Quarantined(Reason.NO_TEXT)
    return Document(
        sha256=sha256,
        media_type="application/pdf",
        text=made.text,
        pages=tuple(made.pages),
        text_source=TextSource.TEXT_LAYER,
        state=State.PARSED,
        words=tuple(made.words),
        blocks=tuple(made.blocks),
        tables=tuple(made.tables),
    )
