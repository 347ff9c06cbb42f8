"""Who holds a claim."""

from __future__ import annotations

import os
import subprocess
import sys

from pipeline.store import owners


def test_this_process_is_alive() -> None:
    assert owners.is_alive(owners.this_process())


def test_a_process_that_ended_is_not() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not owners.is_alive(f"{os.uname().nodename}:{ended.pid}:1")


def test_a_number_that_came_again_is_another_process() -> None:
    host, pid, started = owners.this_process().rsplit(":", 2)
    assert not owners.is_alive(f"{host}:{pid}:{int(started) + 1}")


def test_another_machine_is_taken_at_its_word() -> None:
    assert owners.is_alive("another-machine:1:1")
