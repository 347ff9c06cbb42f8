"""bin/setup on machines that lack things: what it installs, what it asks for, when it does nothing.

The programs it calls are stand-ins on its PATH; each writes down how it was called.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = [line.split() for line in (ROOT / "requirements/system.txt").read_text().splitlines()]
RUN = {words[0].split("|")[0] for words in LISTED if words[1:2] == ["run"]}
TEST = {words[0].split("|")[0] for words in LISTED if words[1:2] == ["test"]}
TOOLS = ["sh", "cat", "cut", "dirname", "grep", "head", "rm", "sed", "sha256sum", "sort", "tr"]

Machine = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    place = tmp_path / "checkout"
    place.mkdir()
    for name in ("bin", "requirements"):
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


@pytest.fixture
def machine(checkout: Path, tmp_path: Path) -> Machine:
    """Run bin/setup with the given packages installed, as root or not."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool) or tool)

    def write(name: str, script: str) -> None:
        program = programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def setup(
        *arguments: str,
        installed: set[str],
        root: bool = False,
        python: str | None = None,
        place: Path = checkout,
    ) -> subprocess.CompletedProcess[str]:
        listed = "".join(f"ii {name}\\n" for name in sorted(installed))
        write("dpkg-query", f"printf '{listed}'")
        write("id", f"echo {0 if root else 1000}")
        write("apt-get", f'echo "$@" >> {tmp_path}/apt')
        write("python3", python or f'exec {sys.executable} "$@"')
        return subprocess.run(
            ["sh", str(place / "bin/setup"), *arguments],
            env={"PATH": str(programs), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return setup


def asked_for(said: str) -> set[str]:
    line = next(line for line in said.splitlines() if "apt-get install" in line)
    return set(line.split("--no-install-recommends")[1].split())


@pytest.mark.parametrize(
    ("arguments", "installed", "missing", "reason"),
    [
        ((), set(), RUN, "a bare machine lacks everything that running needs"),
        (("dev",), set(), RUN | TEST, "testing needs all that running needs, and more"),
        ((), RUN - {"tesseract-ocr-vie"}, {"tesseract-ocr-vie"}, "what is there is not asked for"),
        (("dev",), RUN, TEST, "what running needs is there"),
        (
            (),
            RUN - {"libreoffice-writer-nogui", "fonts-dejavu-core"} | {"libreoffice-writer"},
            {"fonts-dejavu-core"},
            "LibreOffice with a desktop serves as well",
        ),
    ],
)
def test_without_root_it_names_the_missing_packages_in_one_line(
    machine: Machine,
    checkout: Path,
    arguments: tuple[str, ...],
    installed: set[str],
    missing: set[str],
    reason: str,
) -> None:
    done = machine(*arguments, installed=installed)
    assert done.returncode == 5, reason
    assert asked_for(done.stderr) == missing, reason
    assert "Thiếu các gói" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_without_its_venv_module_is_a_missing_package(machine: Machine) -> None:
    lacking = f"""case "$*" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@" """
    done = machine(installed=RUN, python=lacking)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert (done.returncode, asked_for(done.stderr)) == (5, {f"python{version}-venv"})


def test_as_root_it_installs_them_itself(machine: Machine, tmp_path: Path) -> None:
    machine(installed=RUN - {"tesseract-ocr"}, root=True, python=ENVIRONMENT)
    update, install = (tmp_path / "apt").read_text().splitlines()
    assert update.startswith("update")
    assert install.startswith("install")
    assert install.endswith("--no-install-recommends tesseract-ocr")


def test_a_python_that_is_too_old_is_said_so(machine: Machine) -> None:
    done = machine(installed=RUN | {"python3"}, root=True, python="exit 1")
    assert done.returncode == 5
    assert "Python 3.11" in done.stderr


# A Python whose `venv` makes an environment that writes down what it is asked to do.
ENVIRONMENT = f"""
case "$*" in
"-m venv --clear .venv")
    {shutil.which("mkdir")} -p .venv/bin
    for program in python uv; do
        printf '#!/bin/sh\\necho "%s $*" >> asked\\n' $program > .venv/bin/$program
        {shutil.which("chmod")} +x .venv/bin/$program
    done ;;
*) exec {sys.executable} "$@" ;;
esac
"""


def test_the_second_time_it_asks_for_nothing(machine: Machine, checkout: Path) -> None:
    asked = checkout / "asked"
    first = machine(installed=RUN, python=ENVIRONMENT)
    assert first.returncode == 0, first.stderr
    assert "requirements/run.txt" in asked.read_text()
    asked.unlink()
    second = machine(installed=RUN, python=ENVIRONMENT)
    assert (second.returncode, second.stderr) == (0, "")
    assert asked.read_text() == "python -c \n"


def test_an_environment_for_testing_is_not_cut_back(machine: Machine, checkout: Path) -> None:
    asked = checkout / "asked"
    machine("dev", installed=RUN | TEST, python=ENVIRONMENT)
    asked.unlink()
    machine("run", installed=RUN | TEST, python=ENVIRONMENT)
    assert asked.read_text() == "python -c \n"
    with (checkout / "requirements/dev.txt").open("a") as lock:
        lock.write("another==1\n")
    machine("run", installed=RUN | TEST, python=ENVIRONMENT)
    assert "requirements/dev.txt" in asked.read_text()


def test_a_checkout_that_was_moved_is_made_anew(machine: Machine, checkout: Path) -> None:
    machine(installed=RUN, python=ENVIRONMENT)
    moved = checkout.rename(checkout.with_name("moved"))
    done = machine(installed=RUN, python=ENVIRONMENT, place=moved)
    assert "making .venv" in done.stderr
