"""R1: whatever a child does, it ends within its limit, alone, and the reason names the limit."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import sandbox
from pipeline.errors import Quarantined, Reason
from pipeline.sandbox import Limits, client

MIB = 1 << 20
LIMITS = Limits(seconds=20, memory=256 * MIB, output=16 * MIB, scratch=32 * MIB)
LATEST = 5.0  # seconds past the limit


def survivors() -> list[int]:
    """Processes other than the fork server that were ever below it, wherever they are now."""
    assert client._server is not None
    mark = f"={client._server.folder}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != client._server.process.pid:
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
    return found


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    sandbox.call("builtins:bytes", {}, LIMITS)  # starts the server that is looked at afterwards
    yield
    assert client._server is not None
    deadline = time.monotonic() + 10
    while survivors() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert survivors() == []
    assert [path.name for path in Path(client._server.folder).iterdir()] == ["server.log"]


@pytest.mark.parametrize(
    ("task", "reason", "says"),
    [
        ("sleep", Reason.TIME_LIMIT, "2 giây"),
        ("sleep_deaf", Reason.TIME_LIMIT, "2 giây"),
        ("spin_in_c", Reason.TIME_LIMIT, "2 giây"),
        ("stop_itself", Reason.TIME_LIMIT, "2 giây"),
        ("spawn_grandchildren", Reason.TIME_LIMIT, "2 giây"),
        ("allocate_at_once", Reason.MEMORY_LIMIT, "256 MiB"),
        ("allocate_by_and_by", Reason.MEMORY_LIMIT, "256 MiB"),
        ("allocate_in_grandchildren", Reason.MEMORY_LIMIT, "256 MiB"),
        ("lift_limits", Reason.MEMORY_LIMIT, "256 MiB"),
        ("segfault", Reason.CHILD_DIED, "SIGSEGV"),
        ("abort", Reason.CHILD_DIED, "SIGABRT"),
        ("kill_itself", Reason.CHILD_DIED, "SIGKILL"),
        ("overflow_stack", Reason.CHILD_DIED, "SIGSEGV"),
        ("flood_stdout", Reason.OUTPUT_LIMIT, "16 MiB"),
        ("flood_stderr_from_grandchild", Reason.OUTPUT_LIMIT, "16 MiB"),
        ("flood_result", Reason.OUTPUT_LIMIT, "16 MiB"),
        ("flood_response_file", Reason.OUTPUT_LIMIT, "16 MiB"),
        ("flood_folder", Reason.OUTPUT_LIMIT, "32 MiB"),
        ("bomb_with_forks", Reason.MEMORY_LIMIT, "256 MiB"),
        ("open_files_without_end", Reason.DAMAGED, "OSError"),
        ("forge_response", Reason.CHILD_DIED, ""),
        ("kill_all_it_sees", Reason.CHILD_DIED, "trông coi"),
    ],
)
def test_a_misbehaving_child_ends_with_its_reason(task: str, reason: Reason, says: str) -> None:
    limits = replace(LIMITS, seconds=2) if reason is Reason.TIME_LIMIT else LIMITS
    start = time.monotonic()
    with pytest.raises(Quarantined) as refusal:
        sandbox.call(f"hostile_tasks:{task}", {}, limits)
    assert time.monotonic() - start < limits.seconds + LATEST
    assert refusal.value.reason is reason
    assert says in refusal.value.detail


def test_too_many_processes_meet_a_limit() -> None:
    with pytest.raises(Quarantined) as refusal:
        sandbox.call("hostile_tasks:bomb_with_forks", {}, Limits(seconds=20, memory=16384 * MIB))
    assert refusal.value.reason is Reason.CHILD_DIED
    assert "64 tiến trình" in refusal.value.detail


def test_memory_a_careless_library_cannot_get_ends_it() -> None:
    with pytest.raises(Quarantined) as refusal:
        sandbox.call("hostile_tasks:allocate_in_c", {}, LIMITS)
    # malloc gives null and the library writes there: which of the two comes first is a race
    assert refusal.value.reason in (Reason.MEMORY_LIMIT, Reason.CHILD_DIED)


def test_threads_without_end_meet_a_limit() -> None:
    with pytest.raises(Quarantined) as refusal:
        sandbox.call("hostile_tasks:bomb_with_threads", {}, LIMITS)
    assert refusal.value.reason in (Reason.DAMAGED, Reason.MEMORY_LIMIT, Reason.TIME_LIMIT)


def test_daemons_of_a_child_that_ended_well_die_with_it() -> None:
    # Each daemon is a fork that counts in full all that the server had loaded by then.
    limits = replace(LIMITS, memory=1 << 30)
    assert sandbox.call("hostile_tasks:spawn_daemons", {}, limits) == b"and the daemons live on"


def test_a_child_is_stopped_near_its_memory_limit() -> None:
    for task in ("allocate_by_and_by", "lift_limits", "allocate_in_grandchildren"):
        ending = client.run(f"hostile_tasks:{task}", {}, LIMITS)
        assert ending.verdict["peak"] < LIMITS.memory * 1.5, task


def test_the_next_call_is_served_and_the_caller_stays_small() -> None:
    """R1: the parent stays within 300 MiB; one of its own, for other tests have grown this one."""
    code = (
        "from pathlib import Path\n"
        "from pipeline import sandbox\n"
        "from pipeline.sandbox import Limits, client\n"
        "limits = Limits(seconds=4, memory=256 << 20, output=1 << 20)\n"
        "for task in ('flood_result', 'flood_stdout', 'allocate_by_and_by'):\n"
        "    assert client.run(f'hostile_tasks:{task}', {}, limits).body == b''\n"
        "assert sandbox.call('builtins:bytes', {}, limits) == b''\n"
        "print(Path('/proc/self/status').read_text())\n"
    )
    path = os.pathsep.join(sys.path)
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    # Not ru_maxrss: that of a process begins with the peak of the one it was forked from.
    peak = next(line for line in ended.stdout.splitlines() if line.startswith("VmHWM:"))
    assert int(peak.split()[1]) * 1024 < 300 * MIB
