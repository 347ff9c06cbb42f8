"""The worker of one call: takes its limits on, runs the task, writes the response, ends.

A response is one line of JSON, its ``kind`` one of result, quarantined, setup, input, memory or
exception, and for a result the bytes after that line.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import json
import math
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from pipeline.errors import InputError, Quarantined, SetupError
from pipeline.sandbox import linux
from pipeline.sandbox.limits import Limits

_OPEN_FILES = 1024
_LONGEST_MESSAGE = 1000
_LONGEST_CHAIN = 8


def work(
    request: dict[str, Any], limits: Limits, response: int, output: int, guard: int
) -> NoReturn:
    """Run the task of a request under its limits; never returns."""
    status = 1
    try:
        known = set(sys.modules)
        _speak_to(output)
        linux.leave_network()
        linux.die_with_parent(signal.SIGKILL, guard)
        linux.renounce_privileges()
        _confine(limits, request["folder"])
        head, body = _answer(request, limits)
        _lift_limits()
        head["modules"] = [name for name in sys.modules if name not in known]
        os.ftruncate(response, 0)
        os.lseek(response, 0, os.SEEK_SET)
        _write(response, json.dumps(head).encode() + b"\n")
        _write(response, body)
        status = 0
    finally:
        os._exit(status)


def _speak_to(output: int) -> None:
    """Start a session without a terminal, whose every word goes to the guard."""
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(output)


def _confine(limits: Limits, folder: str) -> None:
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None
    with contextlib.suppress(OSError):  # read-only in some containers
        Path("/proc/self/oom_score_adj").write_text("1000")
    own = os.getpid()
    space = limits.address_space or limits.memory - linux.resident(own)
    cpu = math.ceil(limits.seconds) * 4 + 10  # only bites where the guard itself was killed
    for name, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits.scratch),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, linux.mapped(own) + max(space, 0)),
    ):
        hard = resource.getrlimit(name)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, hard))


def _lift_limits() -> None:
    """Make room to report that there was no room."""
    for name in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE):
        hard = resource.getrlimit(name)[1]
        resource.setrlimit(name, (hard, hard))


def _answer(request: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        task = _resolve(request["task"])
    except (ImportError, AttributeError) as error:
        return {"kind": "setup", "message": f"Không nạp được {request['task']}. [{error}]"}, b""
    try:
        body = task(**request["arguments"])
        if len(body) > limits.output:
            return {"kind": "output"}, b""
    except BaseException as error:  # whatever a library raises has to be told
        return _failure(error), b""
    return {"kind": "result"}, body


def _resolve(task: str) -> Callable[..., bytes]:
    module, _, name = task.partition(":")
    function: Callable[..., bytes] = getattr(importlib.import_module(module), name)
    return function


def _failure(error: BaseException) -> dict[str, Any]:
    if isinstance(error, Quarantined):
        return {"kind": "quarantined", "reason": error.reason.value, "message": error.detail}
    if isinstance(error, SetupError | ModuleNotFoundError):
        return {"kind": "setup", "message": str(error)}
    if isinstance(error, InputError):
        return {"kind": "input", "message": str(error)}
    if any(isinstance(each, MemoryError) for each in _chain(error)):
        return {"kind": "memory"}
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return {"kind": "setup", "message": f"Ổ đĩa đã đầy. [{error.strerror}]"}
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return {"kind": "output"}
    said = next((each for each in _chain(error) if str(each)), error)
    name = type(said).__name__
    return {"kind": "exception", "name": name, "message": str(said)[:_LONGEST_MESSAGE]}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it wraps or followed: pdfplumber hides a ``MemoryError()`` so."""
    chain = [error]
    for each in chain:
        yield each
        behind = (*each.args, each.__cause__, each.__context__)
        chain += [found for found in behind if isinstance(found, BaseException)]
        if len(chain) > _LONGEST_CHAIN:
            return


def _write(target: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(target, rest) :]
