"""The spine: every file to one terminal state, nothing twice, nothing lost when killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from pipeline import ingest as spine
from pipeline.archive import Archive
from pipeline.document import State
from pipeline.errors import InputError, Reason
from pipeline.ingest import Outcome, Summary, ingest, plan
from pipeline.settings import Settings
from pipeline.store import ledger
from pipeline.store.dump import dump
from pipeline.store.session import open_store

ARTICLE = """https://baocaobang.vn/mau-{number}.html
Cao Bằng: {number} sản phẩm CNNT tiêu biểu cấp tỉnh năm 2020 (MẪU)
UBND tỉnh Cao Bằng ban hành Quyết định số {number}/QĐ-UBND ngày 07 tháng 10 năm 2020 công nhận \
{number} sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2020.
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", workers=2, database_url=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, one of them twice, beside files that are no documents."""
    folder = tmp_path / "vào"
    (folder / "2020").mkdir(parents=True)
    for number in (11, 12):
        (folder / f"bài {number}.txt").write_text(ARTICLE.format(number=number))
    (folder / "2020" / "bài 13.txt").write_text(ARTICLE.format(number=13))
    (folder / "2020" / "bài 11 chép.txt").write_text(ARTICLE.format(number=11))
    (folder / ".ẩn.txt").write_text("không đọc")
    (folder / "~$tạm.docx").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    return folder


def take_in(
    paths: list[Path], settings: Settings
) -> tuple[Summary, dict[str, tuple[State | None, Reason | None]]]:
    ends: dict[str, tuple[State | None, Reason | None]] = {}

    def note(outcome: Outcome, expected: int) -> None:
        ends[Path(outcome.address).name] = (outcome.state, outcome.reason)

    return ingest(paths, settings, extractors="extractors", on_outcome=note), ends


def dumped(settings: Settings) -> str:
    store = open_store(settings.database)
    with store.session() as session:
        lines = "".join(dump(session))
    store.close()
    return lines


def test_a_folder_is_planned_in_a_stable_order_without_what_is_no_document(
    folder: Path, settings: Settings
) -> None:
    names = [Path(path).name for batch in plan([folder], settings) for path in batch.paths]
    assert names == ["bài 11 chép.txt", "bài 13.txt", "bài 11.txt", "bài 12.txt"]


def test_scans_are_spread_over_batches_and_articles_share_one(
    tmp_path: Path, settings: Settings
) -> None:
    for number in range(5):
        (tmp_path / f"{number}.png").write_bytes(b"x")
        (tmp_path / f"{number}.txt").write_bytes(b"x")
    sizes = [len(batch.paths) for batch in plan([tmp_path], settings)]
    assert len(sizes) > 2
    assert sum(sizes) == 10


def test_a_path_that_is_not_there_is_said_at_once(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError, match="không-có"):
        plan([tmp_path / "không-có"], settings)


def test_the_second_run_changes_nothing(folder: Path, settings: Settings) -> None:
    first, _ = take_in([folder], settings)
    before = dumped(settings)
    second, _ = take_in([folder], settings)
    assert first.documents == second.documents == 4
    assert second.unchanged == 4
    assert dumped(settings) == before
    assert before.count('"table": "document"') == 3


def test_same_bytes_at_two_addresses_are_one_document(folder: Path, settings: Settings) -> None:
    take_in([folder], settings)
    assert len(list(Archive(settings.archive))) == 3
    assert "bài 11 chép.txt" in dumped(settings)


def test_a_bad_file_is_quarantined_kept_and_stops_nothing(folder: Path, settings: Settings) -> None:
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "rỗng.txt").write_bytes(b"")
    (folder / "lạ.bin").write_bytes(bytes(range(256)) * 8)
    summary, ends = take_in([folder], settings)
    assert {name: state for name, (state, _) in ends.items() if state is State.QUARANTINED} == {
        "hỏng.pdf": State.QUARANTINED,
        "rỗng.txt": State.QUARANTINED,
        "lạ.bin": State.QUARANTINED,
    }
    assert all(reason for state, reason in ends.values() if state is State.QUARANTINED)
    assert ends["rỗng.txt"][1] is Reason.EMPTY
    assert summary.documents == 7
    assert not summary.unread
    assert len(list(Archive(settings.archive))) == 6


def test_a_file_that_vanishes_is_named_and_the_rest_goes_on(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = str(folder / "bài 12.txt")
    batches = plan([folder], settings)
    Path(gone).unlink()
    summary = spine.ingest_batch(batches[0], settings, extractors="extractors")
    assert summary.unread == (gone,)
    assert summary.documents == 3


def test_a_package_is_taken_in_member_by_member(tmp_path: Path, settings: Settings) -> None:
    package = tmp_path / "gói.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("a/bài.txt", ARTICLE.format(number=21))
        archive.writestr("hỏng.pdf", b"%PDF-1.4 nothing")
    summary, ends = take_in([package], settings)
    assert summary.documents == 2
    assert ends["hỏng.pdf"][0] is State.QUARANTINED
    assert "gói.zip/a/bài.txt" in dumped(settings)


def test_a_package_that_does_not_open_is_kept_with_its_reason(
    tmp_path: Path, settings: Settings
) -> None:
    package = tmp_path / "gói.zip"
    package.write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    _, ends = take_in([package], settings)
    assert ends["gói.zip"] == (State.QUARANTINED, Reason.ARCHIVE_DAMAGED)
    assert len(list(Archive(settings.archive))) == 1


def test_the_claim_of_a_dead_process_does_not_hold_a_document_up(
    folder: Path, settings: Settings
) -> None:
    store = open_store(settings.database)
    sha256 = Archive(settings.archive).put(folder / "bài 12.txt")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with store.begin() as session:
        ledger.claim(
            session,
            sha256,
            spine.versions("extractors"),
            owner=f"{os.uname().nodename}:{dead.pid}:1",
        )
    store.close()
    _, ends = take_in([folder], settings)
    assert ends["bài 12.txt"][0] is not None


def test_the_claim_of_a_living_process_is_left_to_it(folder: Path, settings: Settings) -> None:
    store = open_store(settings.database)
    sha256 = Archive(settings.archive).put(folder / "bài 12.txt")
    with store.begin() as session:
        ledger.claim(session, sha256, spine.versions("extractors"), owner="elsewhere:1:1")
    store.close()
    summary, ends = take_in([folder], settings)
    assert ends["bài 12.txt"] == (None, None)
    assert summary.busy == 1


@pytest.mark.slow
def test_killed_runs_end_in_the_same_database_as_one_that_was_left_alone(
    tmp_path: Path,
) -> None:
    """D1 in small: SIGKILL at growing moments, then a run to the end."""
    inbox = tmp_path / "vào"
    inbox.mkdir()
    for number in range(30, 54):
        (inbox / f"{number}.txt").write_text(ARTICLE.format(number=number))
    whole = Settings(home=tmp_path / "whole", workers=2)
    take_in([inbox], whole)

    killed = Settings(home=tmp_path / "killed", workers=2)
    code = (
        "import sys; from pathlib import Path; from pipeline.ingest import ingest; "
        "from pipeline.settings import Settings; "
        "ingest([Path(sys.argv[1])], Settings(home=Path(sys.argv[2]), workers=2), "
        "extractors='extractors')"
    )
    for pause in (1.2, 1.6, 2.0, 2.4):
        run = subprocess.Popen([sys.executable, "-c", code, str(inbox), str(killed.home)])
        time.sleep(pause)
        run.send_signal(signal.SIGKILL)
        run.wait()
    take_in([inbox], killed)
    assert dumped(killed) == dumped(whole)
