"""The caller's side: starts the fork server when first needed, hands it calls, waits for the end.

Any number of threads may call at once. A server that died is started again; a process that was
forked from the owner starts its own.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import Quarantined, Reason, SetupError
from pipeline.sandbox import linux, session, wire
from pipeline.sandbox.limits import Limits
from pipeline.sandbox.verdicts import Ending, read

_LOG = "server.log"
_LAST_WORDS = 500
_START_SECONDS = 120.0  # imports on a cold, busy machine
_GRACE_SECONDS = 4.0
_ATTEMPTS = 3
_BOOTSTRAP = (
    "import json, socket, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from pipeline.sandbox.server import serve;"
    "serve(socket.socket(fileno=int(sys.argv[2])), sys.argv[3])"
)
_KEPT_VARIABLES = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
_SET_VARIABLES = {
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    # Pictures are made and dropped by the dozen: kept by the process, their memory is not zeroed
    # by the kernel each time anew. A child lives for one page, so it gives all back soon.
    "MALLOC_MMAP_THRESHOLD_": str(64 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "PYTHONHASHSEED": "0",  # the same bytes give the same document, sets included
    "TZ": "UTC",
}


class _CallLost(Exception):
    """The fork server or the guard of the call ended before the call did."""


class ForkServer:
    """One running fork server, at home in its owner's session folder."""

    def __init__(self) -> None:
        linux.require()
        self.owner = os.getpid()
        self.folder = session.folder()
        self.known: set[str] = set()
        self.lock = threading.Lock()
        self.last_words = ""
        self.control, theirs = socket.socketpair()
        with theirs, (Path(self.folder) / _LOG).open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [sys.executable, "-c", _BOOTSTRAP, *self._arguments(theirs)],
                pass_fds=[theirs.fileno()],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,  # a Ctrl-C meant for the caller is not meant for it
            )

    def _arguments(self, theirs: socket.socket) -> list[str]:
        return [json.dumps(sys.path), str(theirs.fileno()), self.folder]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        return _SET_VARIABLES | kept | {"HOME": self.folder, "TMPDIR": self.folder}

    def submit(self, channel: socket.socket, names: list[str]) -> None:
        """Hand a call's socket over, with the modules worth having loaded."""
        try:
            with self.lock:
                new = [name for name in names if name not in self.known]
                wanted = {"path": sys.path, "modules": new}
                wire.send(self.control, wanted, (channel.fileno(),))
                self.known.update(new)
        except OSError as error:
            raise _CallLost from error

    def alive(self) -> bool:
        """Tell whether the server still runs; one that is ending counts as dead."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.2)
        return self.process.poll() is None

    def close(self) -> None:
        """End the server and all its children, and wait for it."""
        self.control.close()
        if self.owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            words = (Path(self.folder) / _LOG).read_text("utf-8", "replace")
            self.last_words = " ".join(words[-_LAST_WORDS:].split())
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


_server: ForkServer | None = None
# What the tasks of a module imported, in that order. It is loaded beforehand only when that module
# is called again: the one file of a short run does not pay for imports it will not use.
_learned: dict[str, dict[str, None]] = {}
_starting = threading.Lock()


def _current() -> ForkServer:
    global _server
    with _starting:
        if _server is not None and _server.owner != os.getpid():
            _server.control.close()  # our parent's; held open here, it would outlive its owner
            _server = None
        if _server is None:
            _server = ForkServer()
            atexit.register(close)  # before the session's own end, which was registered earlier
        return _server


def close() -> None:
    """End the fork server and the session, if there are; the next call starts others."""
    _drop(_server)
    session.close()


def _drop(server: ForkServer | None) -> None:
    global _server
    with _starting:
        if server is None or server is not _server:
            return
        _server = None
    server.close()


def run(task: str, arguments: Mapping[str, Any], limits: Limits) -> Ending:
    """Run one call to its end. A fork server found dead is replaced, and the call made again."""
    for _ in range(_ATTEMPTS):
        server = _current()
        try:
            ending = _attempt(server, task, arguments, limits)
        except _CallLost:
            if not server.alive():
                _drop(server)
            continue
        if ending.answer is not None:
            # The task's own module too: another's child may have imported it, without its preload.
            names = dict.fromkeys((*ending.answer.modules, _module(task)))
            _learned.setdefault(_module(task), {}).update(names)
        return ending
    if server.alive():
        raise Quarantined(
            Reason.CHILD_DIED,
            f"Tiến trình trông coi chết {_ATTEMPTS} lần khi đọc tệp này.",
        )
    raise SetupError(
        "Không giữ được tiến trình nền đọc tệp: nó chết ngay sau khi chạy. "
        f"Hãy xem bộ nhớ còn trống rồi chạy lại. [{server.last_words}]"
    )


def _module(task: str) -> str:
    return task.partition(":")[0]


def _attempt(server: ForkServer, task: str, arguments: Mapping[str, Any], limits: Limits) -> Ending:
    folder = session.made_in(server.folder)
    request = {
        "task": task,
        "arguments": dict(arguments),
        "limits": dataclasses.asdict(limits),
        "folder": folder,
    }
    try:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                server.submit(theirs, [_module(task), *_learned.get(_module(task), ())])
            return _converse(ours, request, limits)
    except OSError as error:
        raise _CallLost from error
    finally:
        linux.erase(folder)


def _converse(ours: socket.socket, request: dict[str, Any], limits: Limits) -> Ending:
    ours.settimeout(_START_SECONDS)
    wire.send(ours, request)
    if wire.receive(ours) is None:
        raise _CallLost
    ours.settimeout(limits.seconds + _GRACE_SECONDS)
    try:
        message = wire.receive(ours)
    except TimeoutError as error:
        raise Quarantined(
            Reason.TIME_LIMIT, f"Quá thời hạn {limits.seconds:g} giây; tiến trình không trả lời."
        ) from error
    if message is None or message[0]["outcome"] == "abandoned":
        raise _CallLost
    verdict, descriptors = message
    with os.fdopen(descriptors[0], "rb") as response:
        return read(verdict, response, request["folder"])
