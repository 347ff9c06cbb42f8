"""How much memory a run takes: this process and all its descendants, sampled while it runs."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from types import TracebackType

PROC = Path("/proc")
_SHARED_OUT = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_STEP = 0.3  # seconds between two looks


class Watch:
    """Looks at memory from a thread of its own; ``peak`` is the most above what was held before.

    In MiB. Memory that processes share is counted once (PSS). Zero where there is no ``/proc``.
    """

    def __init__(self) -> None:
        self._before = held(os.getpid())
        self._most = self._before
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @property
    def peak(self) -> float:
        """The most that was held at once, above what was held before, in MiB."""
        return max(0.0, self._most - self._before)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_STEP):
            self._most = max(self._most, held(os.getpid()))


def held(pid: int, proc: Path = PROC) -> float:
    """Return the memory of a process and its descendants, in MiB."""
    return sum(_own(each, proc) for each in family(pid, proc)) / 1024


def family(pid: int, proc: Path = PROC) -> list[int]:
    """Return a process and all its descendants, however many sessions they opened."""
    children: dict[int, list[int]] = {}
    for folder in proc.glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text()
        except OSError:  # ended meanwhile
            continue
        parent = int(told.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _own(pid: int, proc: Path) -> int:
    """Return one process's memory in kB; 0 for one that has ended."""
    try:
        told = (proc / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    match = _SHARED_OUT.search(told)
    return int(match[1]) if match else 0
