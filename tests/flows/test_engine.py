"""Prefect with a server of its own, as a user without one runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.xdist_group("prefect")  # two servers starting at once are slower than one by one
def test_a_first_run_leaves_nothing_outside_its_home(tmp_path: Path) -> None:
    user, home = tmp_path / "user", tmp_path / "new" / "home"
    user.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "flows.cli",
            "ingest",
            "--prefect",
            "corpus/sample/12-bai-bao-ocop.txt",
        ],
        cwd=ROOT,
        env=kept | {"HOME": str(user), "TIEUBIEU_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "1 tài liệu" in done.stdout
    assert (home / "tieubieu.sqlite").exists()
    assert (home / "prefect" / "prefect.db").exists()
    assert not list(user.iterdir())
