"""Who holds a claim: a process by its machine, number and start, and whether it still runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path

_START = 19  # of the fields after a process's name in /proc/PID/stat: its start since boot


def this_process() -> str:
    """Return the name under which this process claims: "archive-pc:4711:92133"."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str) -> bool:
    """Tell whether an owner still runs; one on another machine is taken at its word."""
    host, pid, started = owner.rsplit(":", 2)
    return host != socket.gethostname() or _started(int(pid)) == started


def _started(pid: int) -> str:
    """Return when a process began, in clock ticks, "" if there is none: numbers come again."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return ""
    return after_name.split()[_START]
