"""Originals by sha256: bytes go in once, are read-only from then on, and can be proved unchanged.

A file lies at ``root/ab/cd/abcd…``. The interface speaks of hashes, streams and local copies only,
so that an object store can stand behind it without a caller noticing.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import InputError, Quarantined, Reason, StoreError

_CHUNK = 1 << 20
_PART = ".part-"
_SHA256 = re.compile(r"[0-9a-f]{64}")  # what hashlib prints


@dataclass(frozen=True, slots=True)
class Archive:
    """A local folder of originals. It is made when the first file is put."""

    root: Path

    def put(self, source: Path | bytes, *, max_bytes: int | None = None) -> str:
        """Keep a file's bytes and return their sha256; what is already kept is not written again.

        When this returns, the bytes are on disk. Raises ``Quarantined`` with TOO_LARGE for more
        than ``max_bytes``, saying how many there are; nothing is kept then.
        """
        if isinstance(source, bytes):
            _require_size(len(source), max_bytes)
            return self._put_bytes(source)
        with _opened(source) as stream:
            _require_size(os.fstat(stream.fileno()).st_size, max_bytes)
            return self._put_stream(stream, max_bytes)

    def _put_bytes(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        if not self._holds(sha256, len(data)):
            with self._part() as part:
                part.write(data)
                self._settle(part, sha256)
        return sha256

    def _put_stream(self, stream: BinaryIO, max_bytes: int | None) -> str:
        """Hash while copying: the file may change meanwhile, what is kept is what was hashed."""
        digest = hashlib.sha256()
        size = 0
        with self._part() as part:
            for chunk in _chunks(stream):
                size += len(chunk)
                _require_size(size, max_bytes)
                digest.update(chunk)
                part.write(chunk)
            if not self._holds(digest.hexdigest(), size):
                self._settle(part, digest.hexdigest())
        return digest.hexdigest()

    def _holds(self, sha256: str, size: int) -> bool:
        """Tell whether a file is kept whole; one that a failing disk cut short is put again."""
        try:
            return self._place(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    @contextlib.contextmanager
    def _part(self) -> Iterator[BinaryIO]:
        """Give a locked file beside the finished ones; it goes away unless it was settled."""
        with _saying_what_is_full(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            part = self._locked_part()
            try:
                with part:
                    yield part
            finally:
                Path(part.name).unlink(missing_ok=True)

    def _locked_part(self) -> BinaryIO:
        while True:
            descriptor, name = tempfile.mkstemp(prefix=_PART, dir=self.root)
            part = Path(name).open("wb")  # noqa: SIM115 - closed by the caller
            os.close(descriptor)
            fcntl.flock(part, fcntl.LOCK_EX)
            if os.fstat(part.fileno()).st_nlink:  # else swept before it was locked
                return part
            part.close()

    def _settle(self, part: BinaryIO, sha256: str) -> None:
        """Flush to disk, make read-only, move to its place, and flush the way there."""
        part.flush()
        os.fchmod(part.fileno(), 0o444)
        os.fsync(part.fileno())
        place = self._place(sha256)
        for folder in (place.parent.parent, place.parent):
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                _sync(folder.parent)
        Path(part.name).replace(place)
        _sync(place.parent)

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise InputError(f"Không phải mã sha256: {sha256!r}.")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def path(self, sha256: str) -> Path:
        """Return a local path of a kept file, for reading only."""
        place = self._place(sha256)
        if not place.is_file():
            raise InputError(f"Kho không có bản gốc {sha256}. Hãy nạp lại tệp.")
        return place

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file for reading."""
        return self.path(sha256).open("rb")

    def __contains__(self, sha256: object) -> bool:
        return isinstance(sha256, str) and self._place(sha256).is_file()

    def __iter__(self) -> Iterator[str]:
        """Yield the hashes of all kept files, sorted."""
        for first in _folders(self.root):
            for second in _folders(first):
                for place in sorted(second.iterdir()):
                    if _SHA256.fullmatch(place.name):
                        yield place.name

    def verify(self, sha256: str) -> bool:
        """Tell whether a kept file still has the bytes it is named after."""
        digest = hashlib.sha256()
        with self.open(sha256) as stream:
            for chunk in _chunks(stream):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def sweep(self) -> int:
        """Remove what killed writers left behind, and return how many files that were."""
        swept = 0
        for part in self.root.glob(f"{_PART}*"):
            with contextlib.suppress(FileNotFoundError, BlockingIOError), part.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a living writer holds it
                part.unlink()
                swept += 1
        return swept


def _require_size(size: int, most: int | None) -> None:
    if most is not None and size > most:
        raise Quarantined(
            Reason.TOO_LARGE,
            f"Tệp có {size:,} byte, quá mức {most:,} byte cho một tệp. "
            "Hãy tách tệp, hoặc tăng TIEUBIEU_MAX_BYTES.",
        )


def _opened(source: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(source.stat().st_mode):  # opening a pipe would wait for ever
            raise InputError(f"Không phải tệp thường: {source}.")
        return source.open("rb")
    except OSError as error:
        raise InputError(f"Không mở được {source}: {error.strerror}.") from error


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise InputError(f"Không đọc được {stream.name}: {error.strerror}.") from error


@contextlib.contextmanager
def _saying_what_is_full(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"Không ghi được vào kho {root}: {error.strerror}. "
            "Hãy xem chỗ trống và quyền ghi, rồi chạy lại."
        ) from error


def _folders(parent: Path) -> list[Path]:
    """Return the two-letter folders below one, sorted."""
    if not parent.is_dir():
        return []
    return sorted(child for child in parent.iterdir() if len(child.name) == 2)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
