"""The few things of Linux that Python has no word for: prctl, and the process tree in /proc."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from pipeline.errors import SetupError

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def require() -> None:
    """Raise ``SetupError`` where children cannot be held to their limits."""
    if sys.platform != "linux":
        raise SetupError(
            "Chỉ chạy được trên Linux: tiến trình con phải bị giới hạn và dừng được. "
            "Hãy dùng máy Linux, WSL 2 hoặc Docker."
        )


def die_with_parent(number: int, parent: int) -> None:
    """Have this process sent a signal when its parent ends; at once if it already has."""
    _prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent ends."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def renounce_privileges() -> None:
    """Keep this process and its descendants from gaining rights by running a program."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def leave_network() -> bool:
    """Move this process into a network of its own without any way out; False where forbidden.

    A document never needs the net: a remote template or a DTD's address is not fetched. Some
    containers forbid it; the other limits hold there all the same.
    """
    user = os.getuid()
    flags = _CLONE_NEWNET if user == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    if _libc().unshare(flags):
        return False
    if user:
        with contextlib.suppress(OSError):  # a name for the user; its rights do not hang on it
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    return True


def _prctl(option: int, value: int) -> None:
    if _libc().prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl({option}, {value})")


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def children(pid: int) -> list[int]:
    """Return the living and unreaped children of all threads of a process."""
    if not _lists_children():
        return [each for each in _processes() if _parent(each) == pid]
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - called every few ms
            with contextlib.suppress(OSError):
                found += map(int, _read(f"/proc/{pid}/task/{thread}/children").split())
    return found


@cache
def _lists_children() -> bool:
    """Tell whether the kernel was built to list children; the long way round is slower."""
    own = os.getpid()
    return Path(f"/proc/{own}/task/{own}/children").exists()


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208 - as above


def _parent(pid: int) -> int | None:
    try:  # "7 (a (strange) name) S 1 ..."
        return int(_read(f"/proc/{pid}/stat").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return None


def descendants(pid: int) -> list[int]:
    """Return every process below one, parents before children."""
    found = children(pid)
    for each in found:
        found += children(each)
    return found


def resident(pid: int) -> int:
    """Return the bytes of memory a process holds now; 0 where it is gone."""
    return _pages(pid, 1)


def mapped(pid: int) -> int:
    """Return the bytes of address space a process has mapped; 0 where it is gone."""
    return _pages(pid, 0)


def _pages(pid: int, field: int) -> int:
    try:
        return int(_read(f"/proc/{pid}/statm").split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _read(path: str) -> str:
    with open(path) as file:  # noqa: PTH123 - called every few ms
        return file.read()


def kill_descendants(keep: frozenset[int] = frozenset(), seconds: float = 3.0) -> bool:
    """Kill and reap all that lives below this process; True when nothing is left.

    Orphans come back to this process (``adopt_orphans``), so that the last ``waitpid`` proves it.
    Everything is stopped before anything is killed: a fork bomb cannot outrun a pass.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        left = [pid for child in children(os.getpid()) if child not in keep for pid in _tree(child)]
        if not left:
            return True
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in left:
                with contextlib.suppress(OSError):
                    os.kill(pid, number)
        for pid in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.001)
    return False


def _tree(pid: int) -> list[int]:
    return [pid, *descendants(pid)]


def folder_size(folder: str) -> int:
    """Return the bytes on disk below a folder; what vanishes meanwhile does not count."""
    total = 0
    pending = [folder]
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
    return total


def erase(folder: str) -> None:
    """Remove a folder whatever its rights and depth; nothing happens where it is gone."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if not Path(folder).exists():
        return
    for command in (["chmod", "-R", "u+rwx", folder], ["rm", "-rf", folder]):
        subprocess.run(command, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 - fixed words
