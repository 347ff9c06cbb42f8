"""The files a PDF carries along: listed by name and type for a person, never opened.

Names are what an attacker likes; they come out as one short line without paths or control signs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice

import pikepdf

from pipeline.vietnamese import nfc

_MOST = 1000  # R11: members of an archive
_MOST_PAGES = 1000  # looked through for attachments pinned to a page
_LONGEST = 80
_NAMELESS = "không tên"


def attachments(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return the names of embedded files, those pinned to pages too, each with its type."""
    found = dict.fromkeys(islice((*_listed(pdf), *_pinned(pdf)), _MOST))
    return tuple(found)


def _listed(pdf: pikepdf.Pdf) -> Iterator[str]:
    try:
        for name, spec in islice(pdf.attachments.items(), _MOST):
            yield _told(spec.filename or name, spec.obj)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        yield _NAMELESS  # a name tree that is broken, or goes round in circles


def _pinned(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in islice(pdf.pages, _MOST_PAGES):
        notes = page.obj.get("/Annots")
        if not isinstance(notes, pikepdf.Array):
            continue
        for note in islice(notes, _MOST):
            if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") == "/FileAttachment":
                spec = note.get("/FS")
                if isinstance(spec, pikepdf.Dictionary):
                    yield _told(str(spec.get("/UF") or spec.get("/F") or ""), spec)
                else:
                    yield _NAMELESS


def _told(name: str, spec: pikepdf.Object) -> str:
    """Return a file's name and type: "danh sách.xlsx (application/vnd.ms-excel)"."""
    kind = ""
    files = spec.get("/EF") if isinstance(spec, pikepdf.Dictionary) else None
    if isinstance(files, pikepdf.Dictionary):
        stream = files.get("/F") or files.get("/UF")
        if isinstance(stream, pikepdf.Stream):
            kind = _clean(str(stream.get("/Subtype", "")).lstrip("/"))
    shown = _clean(name.replace("\\", "/").rpartition("/")[2]) or _NAMELESS
    return f"{shown} ({kind})" if kind else shown


def _clean(name: str) -> str:
    """Return one line without control signs, and without those that turn writing round."""
    shown = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in nfc(name[:1000]))
    return " ".join("".join(shown).split())[:_LONGEST].strip()
