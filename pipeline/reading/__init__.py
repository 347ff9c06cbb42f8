"""Bytes in, ``Document`` out, whatever the carrier.

What a file is decides its content, not its name. Everything that parses, renders or reads runs in
killable children; whatever goes wrong in one ends here as a quarantined document with its reason.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import Quarantined, Reason
from pipeline.reading import media

if TYPE_CHECKING:
    from pipeline.document import Document
    from pipeline.settings import Settings

VERSION = 2  # raise it when any reader gives another Document for the same bytes

_IMAGES = frozenset({media.PNG, media.JPEG, media.TIFF})
_OFFICE = frozenset({media.DOCX, media.DOC, media.RTF})


def read(path: Path, *, settings: Settings, name: str | None = None) -> Document:
    """Read a file of any kind into a Document in a terminal state; never raises for bad input.

    ``name`` is the file's name as its sender gave it. Raises ``SetupError`` where this machine
    lacks a program, and ``OSError`` where the file itself cannot be opened.
    """
    path = path.absolute()
    name = name or path.name
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    found = media.UNKNOWN
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            raise Quarantined(
                Reason.TOO_LARGE,
                f"Tệp nặng {size >> 20} MiB, quá giới hạn {settings.max_bytes >> 20} MiB. "
                "Hãy chia nhỏ tệp, hoặc tăng TIEUBIEU_MAX_BYTES.",
            )
        found = media.media_type(path, name)
        media.require_readable(found, name)
        return _dispatch(path, sha256, found, name, settings)
    except Quarantined as refused:
        return _quarantined(sha256, found, refused)


def _dispatch(path: Path, sha256: str, found: str, name: str, settings: Settings) -> Document:
    # Readers are imported when first needed: commands that read nothing start without them.
    if found == media.PDF:
        from pipeline.reading import pdf

        return pdf.read(path, sha256=sha256, media_type=found, settings=settings)
    if found in _IMAGES:
        from pipeline.reading import images

        return images.read(path, sha256=sha256, media_type=found, settings=settings)
    return _in_child(path, sha256, found, name, settings)


def _in_child(path: Path, sha256: str, found: str, name: str, settings: Settings) -> Document:
    """Read a web page, a text or an office file in one child."""
    import msgspec

    from pipeline import sandbox
    from pipeline.document import Document

    task = "office" if found in _OFFICE else "page" if found == media.HTML else "text"
    limits = sandbox.Limits(seconds=settings.child_seconds, memory=settings.child_memory)
    arguments = {"path": path, "sha256": sha256, "name": name}
    made = sandbox.call(f"pipeline.reading.tasks:{task}", arguments, limits)
    return msgspec.json.decode(made, type=Document)


def _quarantined(sha256: str, media_type: str, refused: Quarantined) -> Document:
    from pipeline.document import Document, Notice, State, TextSource

    detail = refused.detail or refused.reason.value
    return Document(
        sha256=sha256,
        media_type=media_type,
        text="",
        pages=(),
        text_source=TextSource.PLAIN if media_type not in (media.PDF, *_IMAGES) else TextSource.OCR,
        state=State.QUARANTINED,
        reason=refused.reason,
        notices=(Notice(refused.reason.value, detail),),
    )
