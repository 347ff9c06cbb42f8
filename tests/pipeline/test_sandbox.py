"""A call comes back with bytes or with the reason why not, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import sandbox
from pipeline.errors import InputError, Quarantined, Reason, SetupError
from pipeline.sandbox import Limits, client, linux, session

MIB = 1 << 20
LIMITS = Limits(seconds=10)


def call(task: str, limits: Limits = LIMITS, **arguments: Any) -> bytes:
    return sandbox.call(f"sandbox_tasks:{task}", arguments, limits)


def refused(task: str, limits: Limits = LIMITS, **arguments: Any) -> Quarantined:
    with pytest.raises(Quarantined) as refusal:
        call(task, limits, **arguments)
    return refusal.value


def server() -> client.ForkServer:
    assert client._server is not None
    return client._server


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Wait for something to become true: a guard ends a moment after its verdict."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    if client._server is not None and client._server.process.poll() is None:
        assert within(10, lambda: linux.descendants(server().process.pid) == [])
        assert [path.name for path in Path(server().folder).iterdir()] == ["server.log"]


def test_arguments_go_in_as_json_and_bytes_come_out(tmp_path: Path) -> None:
    arguments = {"text": "Số: 1918/QĐ-UBND", "odd": "\udcff", "list": [1, None, 2.5]}
    assert json.loads(call("echo", **arguments)) == arguments
    assert json.loads(call("echo", path=tmp_path)) == {"path": str(tmp_path)}


def test_a_relative_path_arrives_absolute() -> None:
    assert json.loads(call("echo", path=Path("a.pdf"))) == {"path": str(Path.cwd() / "a.pdf")}


def test_what_is_not_json_is_refused_before_anything_runs() -> None:
    with pytest.raises(TypeError):
        call("echo", data=b"bytes")


def test_large_arguments_and_results_pass_whole() -> None:
    text = "đ" * 3_000_000
    assert json.loads(call("echo", text=text)) == {"text": text}
    assert call("result_of", size=40 * MIB) == bytes(40 * MIB)


def test_the_child_sees_a_bare_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIEUBIEU_DATABASE_URL", "postgresql://user:secret@host/db")
    client.close()
    call("echo")
    seen = json.loads(call("circumstances"))
    assert set(seen["environment"]) <= {*client._SET_VARIABLES, *client._KEPT_VARIABLES} | {
        "HOME", "TMPDIR", "LC_CTYPE",
    }  # fmt: skip
    assert seen["environment"]["OMP_THREAD_LIMIT"] == "1"
    assert seen["folder"] == seen["temporary"] == seen["environment"]["HOME"]
    assert seen["session"] is True
    assert seen["core"] == 0
    assert seen["input"] == ""
    assert seen["preloaded"] is True
    assert not Path(seen["folder"]).exists()


def test_each_call_has_a_process_and_a_folder_of_its_own() -> None:
    first, second = (json.loads(call("circumstances")) for _ in range(2))
    for key in ("pid", "guard", "folder"):
        assert first[key] != second[key]


def test_what_a_task_imports_is_loaded_for_the_next_call() -> None:
    client.close()
    assert call("import_late") == b"wave False"
    assert call("import_late") == b"wave True"


def test_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answer = call("reach_out", port=listening.getsockname()[1])
    assert answer == b"refused"


def test_errors_of_ours_pass_through() -> None:
    refusal = refused("quarantine")
    assert (refusal.reason, refusal.detail) == (Reason.NO_PAGES, "Không có trang nào")
    with pytest.raises(SetupError, match="Thiếu tesseract"):
        call("lack_program")
    with pytest.raises(SetupError, match="no_such_module"):
        call("lack_module")
    with pytest.raises(InputError, match="Không có tệp"):
        call("refuse_input")
    with pytest.raises(SetupError, match="đầy"):
        call("fill_disk")


@pytest.mark.parametrize("task", ["sandbox_tasks:no_such", "no_such_module:task"])
def test_a_task_that_does_not_exist_is_a_fault_of_the_set_up(task: str) -> None:
    with pytest.raises(SetupError, match="no_such"):
        sandbox.call(task, {}, LIMITS)


@pytest.mark.parametrize(
    ("task", "arguments", "reason", "says"),
    [
        ("fail", {"kind": "TypeError", "message": "no len"}, Reason.DAMAGED, "TypeError: no len"),
        ("fail", {"kind": "TypeError", "message": ""}, Reason.DAMAGED, "TypeError"),
        ("fail_to_allocate", {}, Reason.MEMORY_LIMIT, "1024 MiB"),
        ("hide_lack_of_memory", {}, Reason.MEMORY_LIMIT, "1024 MiB"),
        ("fail_wordlessly", {}, Reason.DAMAGED, "ValueError: tuple index out of range"),
        ("recurse", {}, Reason.DAMAGED, "RecursionError"),
        ("exit_politely", {}, Reason.DAMAGED, "SystemExit: 3"),
        ("give_no_bytes", {}, Reason.DAMAGED, "TypeError"),
        ("leave", {"status": 0}, Reason.CHILD_DIED, "mã 0. [before leaving]"),
        ("leave", {"status": 7}, Reason.CHILD_DIED, "mã 7. [before leaving]"),
        ("abort_for_memory", {}, Reason.MEMORY_LIMIT, "1024 MiB"),
    ],
)
def test_crashes_have_their_reason(
    task: str, arguments: dict[str, Any], reason: Reason, says: str
) -> None:
    refusal = refused(task, **arguments)
    assert refusal.reason is reason
    assert says in refusal.detail
    assert len(refusal.detail.split()) > 5  # a sentence, not a class name


def test_the_same_failure_reads_the_same_each_time() -> None:
    first, second = (refused("fail_with_address").detail for _ in range(2))
    assert first == second
    assert "0x…" in first
    assert "…/x" in first


@pytest.mark.parametrize(
    ("task", "limits", "arguments", "reason", "says"),
    [
        ("nap", Limits(seconds=0.5), {"seconds": 60}, Reason.TIME_LIMIT, "0.5 giây"),
        ("result_of", Limits(output=MIB), {"size": MIB + 1}, Reason.OUTPUT_LIMIT, "1 MiB"),
        ("write_big_file", Limits(scratch=MIB), {"size": 9 * MIB}, Reason.OUTPUT_LIMIT, "MiB"),
        ("write_many_files", Limits(scratch=MIB), {"size": 9 * MIB}, Reason.OUTPUT_LIMIT, "1 MiB"),
    ],
)
def test_limits_have_their_reason(
    task: str, limits: Limits, arguments: dict[str, Any], reason: Reason, says: str
) -> None:
    refusal = refused(task, limits, **arguments)
    assert refusal.reason is reason
    assert says in refusal.detail


def test_a_result_of_exactly_the_limit_passes() -> None:
    assert len(call("result_of", Limits(output=MIB), size=MIB)) == MIB


def test_an_awkward_temporary_folder_goes_too() -> None:
    assert call("write_awkward_tree") == b"made"


def test_what_a_finished_task_left_running_is_killed() -> None:
    assert call("leave_daemon_behind") == b"done"


def test_many_threads_call_at_once() -> None:
    answers: dict[int, bytes] = {}

    def ask(number: int) -> None:
        answers[number] = call("echo", number=number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: json.loads(answer)["number"] for number, answer in answers.items()} == {
        number: number for number in range(24)
    }


def test_a_dead_fork_server_is_replaced() -> None:
    call("echo")
    before = server()
    before.process.kill()
    assert json.loads(call("echo", again=True)) == {"again": True}
    assert server() is not before


def test_a_fork_server_dying_under_a_call_costs_only_time(tmp_path: Path) -> None:
    call("echo")
    note = tmp_path / "pid"
    killer = threading.Thread(target=lambda: (wait_for(note), server().process.kill()))
    killer.start()
    before = server()
    assert call("nap", seconds=0.5, note=str(note)) == b"rested"
    killer.join()
    assert server() is not before


def test_a_guard_dying_under_a_call_costs_only_time(tmp_path: Path) -> None:
    call("echo")
    before = server()
    assert call("kill_guard", once=str(tmp_path / "once")) == b"second time"
    assert server() is before


def test_a_document_that_kills_its_guards_is_given_up() -> None:
    assert refused("kill_every_guard").reason is Reason.CHILD_DIED


def wait_for(path: Path) -> str:
    assert within(20, lambda: path.exists() and path.read_text() != "")
    return path.read_text()


def start_caller(tmp_path: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start another owner of a fork server whose call never ends; return it and the worker."""
    note = tmp_path / "pid"
    script = textwrap.dedent(f"""
        import sys, tempfile
        sys.path[:0] = {[str(Path(__file__).parent)]!r}
        tempfile.tempdir = {str(tmp_path)!r}
        from pipeline.sandbox import Limits, call
        call("sandbox_tasks:nap", {{"seconds": 60, "note": {str(note)!r}}}, Limits())
    """)
    caller = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    return caller, int(wait_for(note))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_when_the_caller_dies_all_goes(tmp_path: Path, number: int) -> None:
    caller, worker = start_caller(tmp_path)
    os.kill(caller.pid, number)
    caller.wait(20)
    assert within(5, lambda: gone(worker))
    assert within(5, lambda: left(tmp_path) == [])


def test_when_caller_and_server_are_killed_together_the_next_owner_sweeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, worker = start_caller(tmp_path)
    assert len(left(tmp_path)) == 1
    for pid in (*linux.children(caller.pid), caller.pid):
        os.kill(pid, signal.SIGKILL)
    caller.wait(20)
    assert within(5, lambda: gone(worker))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert within(5, lambda: session._sweep() is None and left(tmp_path) == [])


def test_the_sweep_leaves_living_sessions_alone() -> None:
    with sandbox.scratch() as folder:
        session._sweep()
        assert folder.is_dir()
    assert not folder.exists()
    assert Path(session.folder()).is_dir()


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def left(folder: Path) -> list[Path]:
    return list(folder.glob("tieubieu-*"))


def test_a_forked_process_starts_a_server_of_its_own() -> None:
    call("echo")
    ours = server().process.pid
    listen, speak = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            call("echo")
            os.write(speak, str(server().process.pid).encode())
            client.close()
        finally:
            os._exit(0)
    os.close(speak)
    os.waitpid(child, 0)
    theirs = int(os.read(listen, 100))
    os.close(listen)
    assert theirs != ours
    assert json.loads(call("echo", still=1)) == {"still": 1}
    assert server().process.pid == ours


def test_no_room_for_temporary_files_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_arguments: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(SetupError, match="No space left"):
        call("echo")


def test_a_kernel_that_lists_no_children_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    call("echo")
    expected = linux.children(os.getpid())
    assert server().process.pid in expected
    monkeypatch.setattr(linux, "_lists_children", lambda: False)
    assert sorted(linux.children(os.getpid())) == sorted(expected)


def test_other_systems_are_told_what_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SetupError, match="Linux"):
        linux.require()


def test_a_call_is_cheap_and_the_caller_stays_small() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # other tests have grown it
    call("echo")
    seconds = []
    for _ in range(10):
        start = time.monotonic()
        call("echo")
        seconds.append(time.monotonic() - start)
    assert min(seconds) < 0.2  # 10 ms on a quiet machine
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < 50 * MIB
