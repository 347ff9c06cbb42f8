"""What the children run for files that are read in one go; each returns a Document as JSON."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.reading import html, plain


def page(path: str, sha256: str, name: str) -> bytes:
    """Read a web page."""
    return msgspec.json.encode(html.read(Path(path).read_bytes(), sha256=sha256, name=name))


def text(path: str, sha256: str, name: str) -> bytes:
    """Read plain text."""
    return msgspec.json.encode(plain.read(Path(path).read_bytes(), sha256=sha256, name=name))


def office(path: str, sha256: str, name: str) -> bytes:
    """Read a Word file; LibreOffice, where it is needed, is this child's child."""
    from pipeline.reading import office

    return msgspec.json.encode(office.read(Path(path), sha256=sha256, name=name))
