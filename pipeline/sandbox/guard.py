"""The guard of one call: forks the worker, watches its tree, kills what is left, tells the end.

The guard never touches a document. Its messages to the caller: ``{"begun": true}``, then one
verdict with the worker's response (an open memory file) beside it when ``outcome`` is ``ended``.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from typing import Any

from pipeline.sandbox import linux, wire
from pipeline.sandbox.limits import Limits
from pipeline.sandbox.worker import work

_POLL_SECONDS = 0.01  # a page-faulting child gains some 20 MB in this time
_SCRATCH_SECONDS = 0.5
_TAIL_BYTES = 2000
_HEAD_BYTES = 1 << 20  # more than the names of all modules take


def guard(channel: socket.socket, server: int) -> None:
    """Run one request to its end; the caller or the fork server going away ends it too."""
    linux.adopt_orphans()
    gone: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: gone.append(number))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    linux.die_with_parent(signal.SIGTERM, server)
    channel.settimeout(30)
    message = wire.receive(channel)
    if message is None:
        return
    request = message[0]
    response = os.memfd_create("response")
    try:
        wire.send(channel, {"begun": True})
        try:
            verdict = _Watch(request, response, channel, gone).run()
        finally:  # before the caller hears of the end: then nothing is left
            linux.kill_descendants()
            linux.erase(request["folder"])
        wire.send(channel, verdict, (response,))
    except OSError:  # the caller is gone
        return


class _Watch:
    """One worker under watch: its exit, its clock, its memory, its words, its caller."""

    def __init__(
        self, request: dict[str, Any], response: int, channel: socket.socket, gone: list[int]
    ) -> None:
        self.request = request
        self.limits = Limits(**request["limits"])
        self.response = response
        self.channel = channel
        self.gone = gone
        self.said = 0
        self.tail = b""
        self.peak = 0

    def run(self) -> dict[str, Any]:
        """Fork the worker, wait for its end or for a limit, and return the verdict."""
        listen, speak = os.pipe()
        own = os.getpid()
        worker = os.fork()
        if worker == 0:
            os.close(listen)
            self.channel.close()
            work(self.request, self.limits, self.response, speak, own)
        os.close(speak)
        os.set_blocking(listen, False)
        ending = os.pidfd_open(worker)
        try:
            outcome = self._wait(worker, ending, listen)
            verdict = {"outcome": outcome, "signal": None, "peak": self.peak}
            if outcome == "ended":
                verdict |= _end(worker)
            linux.kill_descendants()
            self._listen(listen)
        finally:
            os.close(ending)
            os.close(listen)
        return verdict | {"tail": self.tail.decode("utf-8", "replace")}

    def _wait(self, worker: int, ending: int, listen: int) -> str:
        """Return how it ended: ended, or the limit that was passed."""
        deadline = time.monotonic() + self.limits.seconds
        weigh = time.monotonic() + _SCRATCH_SECONDS
        poll = select.poll()
        for descriptor, events in ((ending, select.POLLIN), (listen, select.POLLIN)):
            poll.register(descriptor, events)
        poll.register(self.channel, 0)  # POLLHUP comes unasked
        while True:
            ready = dict(poll.poll(_POLL_SECONDS * 1000))
            if listen in ready and not self._listen(listen):
                poll.unregister(listen)
            if ending in ready:
                return "ended" if self._response_size() <= self.limits.output else "output"
            if self.gone or self.channel.fileno() in ready:
                return "abandoned"
            now = time.monotonic()
            if now >= deadline:
                return "time"
            if (passed := self._passed(worker)) is not None:
                return passed
            if now >= weigh:
                if linux.folder_size(self.request["folder"]) > self.limits.scratch:
                    return "scratch"
                weigh = time.monotonic() + _SCRATCH_SECONDS

    def _passed(self, worker: int) -> str | None:
        tree = [worker, *linux.descendants(os.getpid())]
        members = set(tree)
        held = sum(map(linux.resident, members))
        self.peak = max(self.peak, held)
        if held > self.limits.memory:
            return "memory"
        if len(members) > self.limits.processes:
            return "processes"
        if self.said > self.limits.output or self._response_size() > self.limits.output:
            return "output"
        return None

    def _response_size(self) -> int:
        return os.fstat(self.response).st_size - _HEAD_BYTES

    def _listen(self, listen: int) -> bool:
        """Swallow what was printed, keep its last bytes; False when all writers have closed."""
        for _ in range(64):  # a flood must not keep the clock from being read
            try:
                heard = os.read(listen, 1 << 16)
            except BlockingIOError:
                return True
            if not heard:
                return False
            self.said += len(heard)
            self.tail = (self.tail + heard)[-_TAIL_BYTES:]
        return True


def _end(worker: int) -> dict[str, Any]:
    """Reap the worker and say how it went: an exit status, or the signal that ended it."""
    with contextlib.suppress(ChildProcessError):
        _pid, status = os.waitpid(worker, 0)
        if os.WIFSIGNALED(status):
            return {"signal": signal.Signals(os.WTERMSIG(status)).name, "status": None}
        return {"status": os.WEXITSTATUS(status)}
    return {"status": None}
