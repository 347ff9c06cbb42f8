"""Originals go in once, whole, and never change."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from pathlib import Path

import pytest

from pipeline.archive import Archive
from pipeline.errors import InputError, Quarantined, Reason, StoreError

DATA = "Quyết định số 1918/QĐ-UBND".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "kho")


def files(archive: Archive) -> list[Path]:
    return sorted(path for path in archive.root.rglob("*") if path.is_file())


def test_put_keeps_bytes_under_their_hash(archive: Archive) -> None:
    assert archive.put(DATA) == SHA256
    assert archive.path(SHA256) == archive.root / SHA256[:2] / SHA256[2:4] / SHA256
    assert archive.path(SHA256).read_bytes() == DATA
    assert SHA256 in archive
    assert hashlib.sha256(b"khac").hexdigest() not in archive


def test_same_bytes_twice_are_one_untouched_file(archive: Archive, tmp_path: Path) -> None:
    archive.put(DATA)
    before = archive.path(SHA256).stat()
    copy = tmp_path / "bản sao.pdf"
    copy.write_bytes(DATA)
    assert archive.put(copy) == SHA256
    after = archive.path(SHA256).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert files(archive) == [archive.path(SHA256)]


def test_kept_file_is_read_only(archive: Archive) -> None:
    archive.put(DATA)
    assert stat.S_IMODE(archive.path(SHA256).stat().st_mode) == 0o444


def test_open_reads_what_was_put(archive: Archive) -> None:
    archive.put(DATA)
    with archive.open(SHA256) as stream:
        assert stream.read() == DATA


@pytest.mark.parametrize("as_file", [True, False])
def test_too_large_is_refused_with_its_size_and_leaves_nothing(
    archive: Archive, tmp_path: Path, as_file: bool
) -> None:
    source = tmp_path / "lớn.pdf"
    source.write_bytes(DATA)
    with pytest.raises(Quarantined, match=str(len(DATA))) as refusal:
        archive.put(source if as_file else DATA, max_bytes=10)
    assert refusal.value.reason is Reason.TOO_LARGE
    assert not archive.root.exists()
    assert archive.put(source, max_bytes=len(DATA)) == SHA256


def test_iteration_yields_hashes_in_order(archive: Archive) -> None:
    assert list(archive) == []
    kept = sorted(archive.put(bytes([number])) for number in range(20))
    assert list(archive) == kept


def test_verify_finds_one_flipped_bit(archive: Archive) -> None:
    archive.put(DATA)
    assert archive.verify(SHA256)
    place = archive.path(SHA256)
    place.chmod(0o644)
    place.write_bytes(DATA[:-1] + bytes([DATA[-1] ^ 1]))
    assert not archive.verify(SHA256)


def test_a_file_cut_short_on_disk_is_put_again(archive: Archive) -> None:
    archive.put(DATA)
    place = archive.path(SHA256)
    place.chmod(0o644)
    place.write_bytes(DATA[:5])
    archive.put(DATA)
    assert archive.verify(SHA256)


def test_missing_originals_and_wrong_names_say_so(archive: Archive) -> None:
    for name in (SHA256, "../../etc/passwd", SHA256.upper(), ""):
        with pytest.raises(InputError):
            archive.path(name)
    with pytest.raises(InputError):
        archive.verify(SHA256)


def test_what_is_no_file_is_refused_without_waiting(archive: Archive, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống")
    for name in ("ống", "không-có", "."):
        with pytest.raises(InputError):
            archive.put(tmp_path / name)


def test_a_full_disk_stops_with_that_reason(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left"):
            archive.put(DATA)
    assert files(archive) == []
    assert archive.put(DATA) == SHA256


def test_many_threads_putting_the_same_bytes_leave_one_file(
    archive: Archive, tmp_path: Path
) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(DATA * 50_000)
    threads = [threading.Thread(target=archive.put, args=(source,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files(archive)) == 1
    assert archive.verify(next(iter(archive)))


def test_sweep_takes_dead_parts_and_leaves_living_ones(archive: Archive) -> None:
    archive.put(DATA)
    dead = archive.root / ".part-dead"
    dead.write_bytes(b"half")
    with archive._part() as living:
        living.write(b"still writing")
        assert archive.sweep() == 1
        assert Path(living.name).exists()
    assert files(archive) == [archive.path(SHA256)]
