"""A page's leaf as OCR made it, kept by the file's content, so that reading again costs no OCR.

Kept beside the archive, under ``home``: a folder for each version of the readers, whose forebears
are removed when it is first used. What is there is only ever a copy: a torn or missing one is made
anew, and the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.reading.leaf import Leaf
from pipeline.settings import Settings


def kept(settings: Settings, make: Callable[[], Leaf], *key: object) -> Leaf:
    """Return the leaf kept under a key, or make it and keep it.

    The key holds all that the leaf depends on beside the version of the readers: the file's sha256
    or that of its mended copy, the page, the resolution, the language. Nothing is kept where
    there is no home yet: ``tieubieu extract`` leaves no trace.
    """
    if not settings.home.is_dir():
        return make()
    name = hashlib.sha256("\0".join(map(str, key)).encode()).hexdigest()
    path = _folder(settings.home) / name[:2] / name
    # Torn, or written by a program that said the same version: made anew.
    with suppress(OSError, zlib.error, msgspec.DecodeError):
        return msgspec.json.decode(zlib.decompress(path.read_bytes()), type=Leaf)
    leaf = make()
    with suppress(OSError):  # a full disk is told where it matters; here it only costs time
        write_whole(path, zlib.compress(msgspec.json.encode(leaf), 6))
    return leaf


def _folder(home: Path) -> Path:
    from pipeline.reading import VERSION

    root = home / "cache" / "ocr"
    own = root / f"v{VERSION}"
    if not own.is_dir() and root.is_dir():
        for old in root.iterdir():
            shutil.rmtree(old, ignore_errors=True)
    return own


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that no reader ever sees a part of it. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
