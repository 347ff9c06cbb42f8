"""What test_sandbox runs inside children; imported there, so it imports nothing heavy."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.errors import InputError, Quarantined, Reason, SetupError

preloaded_by = None


def preload() -> None:
    """Note which process loaded this module beforehand: the fork server."""
    global preloaded_by
    preloaded_by = os.getpid()


def echo(**arguments: object) -> bytes:
    return json.dumps(arguments).encode()


def circumstances() -> bytes:
    found = {
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "temporary": tempfile.gettempdir(),
        "session": os.getsid(0) == os.getpid(),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "preloaded": preloaded_by not in (None, os.getpid()),
        "pid": os.getpid(),
        "guard": os.getppid(),
        "input": sys.stdin.read(),
    }
    return json.dumps(found).encode()


def import_late() -> bytes:
    known = "wave" in sys.modules
    import wave

    return f"{wave.__name__} {known}".encode()


def result_of(size: int) -> bytes:
    return bytes(size)


def quarantine() -> bytes:
    raise Quarantined(Reason.NO_PAGES, "Không có trang nào")


def lack_program() -> bytes:
    raise SetupError("Thiếu tesseract")


def lack_module() -> bytes:
    import no_such_module  # type: ignore[import-not-found]  # noqa: F401

    return b""


def refuse_input() -> bytes:
    raise InputError("Không có tệp")


def fail(kind: str, message: str) -> bytes:
    raise {"TypeError": TypeError, "ValueError": ValueError}[kind](message)


def fail_wordlessly() -> bytes:
    raise ValueError(IndexError("tuple index out of range")) from KeyError()


def hide_lack_of_memory() -> bytes:
    raise ValueError(MemoryError())


def fail_to_allocate() -> bytes:
    raise RuntimeError("OpenCV: (-4:Insufficient memory) Failed to allocate 3600000000 bytes")


def fail_with_address() -> bytes:
    raise ValueError(f"bad {object()!r} in {Path.cwd()}/x")


def recurse() -> bytes:
    return recurse()


def fill_disk() -> bytes:
    raise OSError(28, "No space left on device")


def leave(status: int) -> bytes:
    os.write(1, b"before leaving")
    os._exit(status)


def exit_politely() -> bytes:
    sys.exit(3)


def give_no_bytes() -> object:
    return None


def abort_for_memory() -> bytes:
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.kill(os.getpid(), signal.SIGABRT)
    return b""


def write_big_file(size: int) -> bytes:
    with Path("big").open("wb") as file:
        for _ in range(size >> 20):
            file.write(bytes(1 << 20))
    return b"written"


def write_many_files(size: int) -> bytes:
    for number in range(size >> 20):
        Path(f"many{number}").write_bytes(bytes(1 << 20))
    time.sleep(60)
    return b""


def write_awkward_tree() -> bytes:
    base = Path.cwd()
    for _ in range(1200):  # deeper than Python recurses
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(base)
    Path("closed").mkdir()
    Path("closed/a").write_text("a")
    Path("closed").chmod(0)
    return b"made"


def kill_guard(once: str) -> bytes:
    if not Path(once).exists():
        Path(once).write_text("")
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return b"second time"


def kill_every_guard() -> bytes:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
    return b""


def nap(seconds: float, note: str | None = None) -> bytes:
    if note:
        Path(note).write_text(str(os.getpid()))
    time.sleep(seconds)
    return b"rested"


def leave_daemon_behind() -> bytes:
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    return b"done"


def reach_out(port: int) -> bytes:
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
    except OSError:
        return b"refused"
    return b"reached"
