"""R11, R12: a package never leaves its folder, passes its budget or stops the rest."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_zips import ARCHIVES, EVIL_NAMES, GOOD, Entry, nested, zipped

from pipeline.errors import Quarantined, Reason
from pipeline.reading.packages import Bounds, Member, unpack
from pipeline.sandbox import Limits

LIMITS = Limits(seconds=5)
BOUNDS = Bounds(total=5 << 20)  # the real 500 MB, scaled down with what is thrown at it
OUTCOMES = {
    Reason.ARCHIVE_DAMAGED,
    Reason.ARCHIVE_RATIO,
    Reason.ARCHIVE_TOO_DEEP,
    Reason.ARCHIVE_TOO_LARGE,
    Reason.ARCHIVE_TOO_MANY_MEMBERS,
    Reason.ARCHIVE_UNSAFE_NAME,
    Reason.EMPTY,
    Reason.ENCRYPTED,
    Reason.UNSUPPORTED_TYPE,
}


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize(("make", "survives"), ARCHIVES.values(), ids=ARCHIVES)
def test_hostile_archives(tmp_path: Path, make: Callable[[], bytes], survives: bool) -> None:
    source = tmp_path / "gói.zip"
    source.write_bytes(make())
    target = tmp_path / "ra"
    target.mkdir()
    start = time.monotonic()
    members: tuple[Member, ...] = ()
    try:
        members = unpack(source, target, LIMITS, BOUNDS)
        reasons = {member.reason for member in members if member.reason}
    except Quarantined as refusal:
        reasons = {refusal.reason}
        assert list(target.iterdir()) == []
    assert time.monotonic() - start < LIMITS.seconds + 5
    assert reasons
    assert reasons <= OUTCOMES
    assert files_below(tmp_path) - files_below(target) == {source}
    assert sum(path.stat().st_size for path in files_below(target)) <= BOUNDS.total
    read = [member.path.read_bytes() for member in members if member.path and not member.reason]
    assert (GOOD in read) is survives


def test_twenty_archives_and_twenty_five_names_are_tried() -> None:
    assert len(ARCHIVES) >= 20
    assert len(EVIL_NAMES) >= 25


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Member, ...]]:
    folder = tmp_path_factory.mktemp("evil")
    (folder / "ra").mkdir()
    (folder / "gói.zip").write_bytes(zipped(*(Entry(name) for name in EVIL_NAMES)))
    return folder, unpack(folder / "gói.zip", folder / "ra", LIMITS)


def test_evil_names_leave_nothing_outside(evil: tuple[Path, tuple[Member, ...]]) -> None:
    folder, members = evil
    inside = {member.path for member in members}
    assert files_below(folder) == inside | {folder / "gói.zip"}
    assert list(Path("/tmp").glob("evil-*")) == []
    for member in members:
        assert member.path is not None
        assert member.path.name.isdecimal()
        assert member.path.read_bytes() == GOOD


def test_evil_names_are_shown_tamed(evil: tuple[Path, tuple[Member, ...]]) -> None:
    _folder, members = evil
    assert len(members) == len(EVIL_NAMES)
    assert len({member.name for member in members}) == len(members)
    for member in members:
        assert member.name == unicodedata.normalize("NFC", member.name)
        assert not member.name.startswith(("/", "\\"))
        assert ".." not in member.name.split("/")
        assert all(unicodedata.category(c)[0] != "C" for c in member.name)
        assert len(member.name) <= 220


def test_a_quine_ends_at_the_depth_limit(tmp_path: Path) -> None:
    """A package as deep as one likes stands in for one that holds itself."""
    (tmp_path / "ra").mkdir()
    (tmp_path / "gói.zip").write_bytes(nested(40))
    (member,) = unpack(tmp_path / "gói.zip", tmp_path / "ra", LIMITS)
    assert member.reason is Reason.ARCHIVE_TOO_DEEP
    assert member.name == "39.zip/38.zip/37.zip"
    assert member.path is None
