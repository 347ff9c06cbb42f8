"""How a call ended, as bytes or as an error of ours: each limit and each crash has its reason."""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import dataclass
from typing import Any, BinaryIO

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
class Ending:
    """A guard's verdict, the worker's answer with what it gave, and the call's own folder."""

    verdict: dict[str, Any]
    answer: dict[str, Any] | None
    body: bytes
    folder: str


def read(verdict: dict[str, Any], response: BinaryIO, folder: str) -> Ending:
    """Read a worker's response as it was left in its memory file; the result is copied once."""
    response.seek(0)
    whole = verdict["outcome"] == "ended" and verdict.get("status") == 0
    head = response.readline() if whole else b""
    rest = os.fstat(response.fileno()).st_size - response.tell()
    body = os.pread(response.fileno(), rest, response.tell()) if head else b""
    return Ending(verdict, json.loads(head) if head else None, body, folder)


def unpack(ending: Ending, limits: Limits) -> bytes:
    """Return the result of a call, or raise what it ended with."""
    outcome = ending.verdict["outcome"]
    if outcome != "ended":
        raise _passed(outcome, limits)
    if ending.answer is None:
        raise _died(ending, limits)
    if ending.answer["kind"] != "result":
        raise _told(ending.answer, limits, ending.folder)
    return ending.body


def modules(ending: Ending) -> list[str]:
    """Return the modules the task imported, in the order it did: worth loading beforehand."""
    return ending.answer["modules"] if ending.answer else []


def _told(answer: dict[str, Any], limits: Limits, folder: str) -> Exception:
    kind = answer["kind"]
    if kind == "quarantined":
        return Quarantined(Reason(answer["reason"]), answer["message"])
    if kind == "setup":
        return SetupError(answer["message"])
    if kind == "input":
        return InputError(answer["message"])
    if kind in ("memory", "output"):
        return _passed(kind, limits)
    if _NO_MEMORY.search(f"{answer['name']} {answer['message']}"):
        return _passed("memory", limits)
    told = _clean(f"{answer['name']}: {answer['message']}", folder)
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
