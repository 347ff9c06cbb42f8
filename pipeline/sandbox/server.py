"""The fork server: a clean process that has the heavy imports loaded and forks one guard per call.

It is single-threaded, so that forking is safe, and does nothing that touches a document. It ends
when its control socket closes, that is when its owner ends, however that happens.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterable
from typing import Any, NoReturn

from pipeline.sandbox import linux, wire
from pipeline.sandbox.guard import guard
from pipeline.sandbox.session import hold

_READY: set[str] = set()  # modules that were imported, and whose ``preload()`` was called


def serve(control: socket.socket, folder: str) -> None:
    """Fork a guard for each socket that arrives, until the control socket closes."""
    os.chdir(folder)
    hold(folder)  # until this process and all below it have ended
    linux.adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wake, waker = socket.socketpair()
    for end in (wake, waker):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    guards: set[int] = set()
    while True:
        ready, _, _ = select.select([control, wake], [], [], 60)
        if wake in ready:
            with contextlib.suppress(BlockingIOError):
                wake.recv(4096)
        _reap(guards)
        if control in ready:
            message = wire.receive(control)
            if message is None:
                break
            guards.add(_fork(message, (control, wake, waker)))
    _close(guards, folder)


def _fork(message: tuple[Any, list[int]], sockets: Iterable[socket.socket]) -> int:
    wanted, descriptors = message
    sys.path[:] = wanted["path"]
    for name in wanted["modules"]:
        if name not in _READY:
            _READY.add(name)
            _load(name)
    gc.freeze()  # else the first collection in each child copies every page
    own = os.getpid()
    pid = os.fork()
    if pid == 0:
        for each in sockets:
            each.close()
        _guard(descriptors[0], own)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _guard(descriptor: int, server: int) -> NoReturn:
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        guard(socket.socket(fileno=descriptor), server)
        status = 0
    finally:
        os._exit(status)


def _load(name: str) -> None:
    """Import a module and call its ``preload()``; a failure shows again in the child."""
    with contextlib.suppress(Exception, SystemExit):
        module = importlib.import_module(name)
        preload = getattr(module, "preload", None)
        if callable(preload) and getattr(preload, "__module__", None) == name:
            preload()


def _reap(guards: set[int]) -> None:
    """Collect ended guards; what a killed guard left behind has become ours, and is killed."""
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            guards.discard(pid)
    linux.kill_descendants(keep=frozenset(guards))


def _close(guards: set[int], folder: str) -> None:
    """Let the guards clean up, as they see their callers gone; then remove the session's folder."""
    deadline = time.monotonic() + 10
    while guards and time.monotonic() < deadline:
        _reap(guards)
        time.sleep(0.01)
    linux.kill_descendants()
    linux.erase(folder)
