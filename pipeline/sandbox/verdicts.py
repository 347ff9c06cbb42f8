"""How a call ended, as bytes or as an error of ours: each limit and each crash has its reason."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

import msgspec

from pipeline.errors import InputError, Quarantined, Reason, SetupError
from pipeline.sandbox.limits import Limits

_log = logging.getLogger(__name__)

# OpenCV says: "(-4:Insufficient memory) Failed to allocate 3600000000 bytes"; C++: std::bad_alloc
_NO_MEMORY = re.compile(
    r"insufficient memory|out of memory|cannot allocate memory|memory allocation failed"
    r"|failed to allocate|bad_alloc|MemoryError",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")  # <_io.BytesIO object at 0x7f52b8d3e1b0>
_LONGEST_TAIL = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """The first line of a worker's response: how its task ended, and the modules it imported."""

    kind: Literal["result", "quarantined", "setup", "input", "memory", "output", "exception"]
    message: str = ""
    reason: Reason = Reason.DAMAGED
    name: str = ""
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """A guard's verdict, the worker's answer with what it gave, and the call's own folder."""

    verdict: dict[str, Any]
    answer: Answer | None
    body: bytes
    folder: str


def read(verdict: dict[str, Any], response: BinaryIO, folder: str) -> Ending:
    """Read a worker's response as it was left in its memory file; the result is copied once.

    The guard has seen to its size. What a task may have written there itself is no answer.
    """
    response.seek(0)
    whole = verdict["outcome"] == "ended" and verdict.get("status") == 0
    head = response.readline() if whole else b""
    try:
        answer = msgspec.json.decode(head, type=Answer)
    except msgspec.DecodeError:
        return Ending(verdict, None, b"", folder)
    rest = os.fstat(response.fileno()).st_size - response.tell()
    return Ending(verdict, answer, os.pread(response.fileno(), rest, response.tell()), folder)


def unpack(ending: Ending, limits: Limits) -> bytes:
    """Return the result of a call, or raise what it ended with."""
    outcome = ending.verdict["outcome"]
    if outcome != "ended":
        raise _passed(outcome, limits)
    if ending.answer is None:
        raise _died(ending, limits)
    if ending.answer.kind != "result":
        raise _told(ending.answer, limits, ending.folder)
    return ending.body


def _told(answer: Answer, limits: Limits, folder: str) -> Exception:
    if answer.kind == "quarantined":
        return Quarantined(answer.reason, answer.message)
    if answer.kind == "setup":
        return SetupError(answer.message)
    if answer.kind == "input":
        return InputError(answer.message)
    if answer.kind in ("memory", "output"):
        return _passed(answer.kind, limits)
    if _NO_MEMORY.search(f"{answer.name} {answer.message}"):
        return _passed("memory", limits)
    told = _clean(f"{answer.name}: {answer.message}", folder)
    return Quarantined(Reason.DAMAGED, f"Tệp hỏng hoặc sai cấu trúc, không đọc được. [{told}]")


def _passed(outcome: str, limits: Limits) -> Quarantined:
    megabytes = limits.memory >> 20
    reasons = {
        "time": (
            Reason.TIME_LIMIT,
            f"Quá thời hạn {limits.seconds:g} giây; việc đọc tệp đã bị dừng. "
            "Nếu tệp lành, hãy tăng TIEUBIEU_CHILD_SECONDS.",
        ),
        "memory": (
            Reason.MEMORY_LIMIT,
            f"Quá giới hạn bộ nhớ {megabytes} MiB; việc đọc tệp đã bị dừng. "
            "Nếu tệp lành, hãy tăng TIEUBIEU_CHILD_MEMORY.",
        ),
        "output": (
            Reason.OUTPUT_LIMIT,
            f"Kết quả vượt {limits.output >> 20} MiB; việc đọc tệp đã bị dừng.",
        ),
        "scratch": (
            Reason.OUTPUT_LIMIT,
            f"Tệp tạm vượt {limits.scratch >> 20} MiB; việc đọc tệp đã bị dừng.",
        ),
        "processes": (
            Reason.CHILD_DIED,
            f"Sinh quá {limits.processes} tiến trình; việc đọc tệp đã bị dừng.",
        ),
    }
    return Quarantined(*reasons[outcome])


def _died(ending: Ending, limits: Limits) -> Quarantined:
    tail = _clean(ending.verdict["tail"], ending.folder)[-_LONGEST_TAIL:].strip()
    name = ending.verdict.get("signal")
    _log.debug("a child died: %s", ending.verdict)
    if name == "SIGXCPU":
        return _passed("time", limits)
    if _NO_MEMORY.search(tail):
        return _passed("memory", limits)
    how = f"bị tín hiệu {name}" if name else f"tự thoát với mã {ending.verdict.get('status')}"
    said = f" [{tail}]" if tail else ""
    return Quarantined(Reason.CHILD_DIED, f"Tiến trình đọc tệp chết đột ngột: {how}.{said}")


def _clean(text: str, folder: str) -> str:
    """Take out what differs from run to run: the temporary folder, addresses, odd spaces."""
    return " ".join(_ADDRESS.sub("0x…", text.replace(folder, "…")).split())
