"""One temporary folder for a process and all its children, which goes when the process does.

The process, its fork server and every child hold a shared lock on the folder. However the process
ends, its fork server removes the folder; where both were killed, the next process finds the folder
without a lock and sweeps it away.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SetupError
from pipeline.sandbox import linux

_PREFIX = "tieubieu-session-"


@dataclass(frozen=True, slots=True)
class _Session:
    folder: str
    lock: int
    owner: int


_session: _Session | None = None
_opening = threading.Lock()


def folder() -> str:
    """Return this process's folder; made when first asked for."""
    global _session
    with _opening:
        if _session is None or _session.owner != os.getpid():
            _sweep()
            _session = _open()
            atexit.register(close)
        return _session.folder


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for the time of a ``with``; it goes away even if this process is killed."""
    made = made_in(folder())
    try:
        yield Path(made)
    finally:
        linux.erase(made)


def made_in(parent: str, prefix: str = "") -> str:
    """Make a temporary folder, or say what stands in the way."""
    try:
        return tempfile.mkdtemp(prefix=prefix, dir=parent)
    except OSError as error:
        raise SetupError(
            f"Không tạo được thư mục tạm trong {parent}: {error.strerror}. "
            "Hãy xem chỗ trống và quyền ghi của ổ đĩa, hoặc đặt TMPDIR sang nơi khác."
        ) from error


def close() -> None:
    """Remove this process's folder; a later ``folder()`` makes another."""
    global _session
    with _opening:
        if _session is not None and _session.owner == os.getpid():
            linux.erase(_session.folder)
            os.close(_session.lock)
        _session = None


def hold(path: str) -> int:
    """Lock a session's folder for as long as the returned descriptor, or a copy, stays open."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _open() -> _Session:
    while True:
        made = made_in(tempfile.gettempdir(), _PREFIX)
        with contextlib.suppress(FileNotFoundError):
            lock = hold(made)
            if os.fstat(lock).st_nlink:  # else swept before it was locked
                return _Session(made, lock, os.getpid())
            os.close(lock)


def _sweep() -> None:
    """Remove the folders of our own sessions that no process holds any more."""
    for found in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if found.is_symlink() or found.lstat().st_uid != os.getuid():
                continue
            descriptor = os.open(found, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                linux.erase(str(found))
            finally:
                os.close(descriptor)
