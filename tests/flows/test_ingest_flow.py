"""The ingest flow: what Prefect does around the plain functions, and that it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import InputError, SetupError, StoreError
from pipeline.ingest import Batch, Summary, ingest, ingest_batch
from pipeline.settings import Settings
from pipeline.store.dump import dump
from pipeline.store.session import open_store

SAMPLE = Path(__file__).parents[2] / "corpus/sample"
TEXTS = (
    "08-bai-bao-cao-bang-2022.html",
    "10-bai-bao-cao-bang-2024.txt",
    "11-bai-bao-phia-bac-2022.txt",
    "12-bai-bao-ocop.txt",
)

# One worker runs them all: each worker that does starts a server.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.xdist_group("prefect"),
]

Reading = Callable[[Batch], Summary]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", workers=1)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Callable[[Reading], list[str]]:
    """Stand in for the reading of three batches; the list says what was tried, in order."""

    def stand_in(read: Reading) -> list[str]:
        import flows.ingest

        tried: list[str] = []

        def ingest_batch(batch: Batch, settings: Settings, extractors: str) -> Summary:
            tried.append(batch.paths[0])
            return read(batch)

        planned = (Batch(("a",)), Batch(("b", "c")), Batch(("d",)))
        monkeypatch.setattr(flows.ingest, "plan", lambda paths, settings: planned)
        monkeypatch.setattr(flows.ingest, "ingest_batch", ingest_batch)
        impatient = flows.ingest.ingest_one_batch.with_options(retry_delay_seconds=0)
        monkeypatch.setattr(flows.ingest, "ingest_one_batch", impatient)
        return tried

    return stand_in


def fly(paths: list[Path], settings: Settings) -> Summary:
    from flows.engine import run

    return run(paths, settings)


def run(settings: Settings) -> Summary:
    return fly([Path("anything")], settings)


def dumped(settings: Settings) -> str:
    store = open_store(settings.database)
    try:
        with store.session() as session:
            return "".join(dump(session))
    finally:
        store.close()


def count(batch: Batch) -> Summary:
    return Summary(documents=len(batch.paths))


def test_the_batches_are_taken_in_in_order_and_summed(
    batches: Callable[[Reading], list[str]], settings: Settings
) -> None:
    tried = batches(count)
    assert run(settings) == Summary(documents=4)
    assert tried == ["a", "b", "d"]


def test_a_batch_that_failed_once_is_tried_again(
    batches: Callable[[Reading], list[str]], settings: Settings
) -> None:
    failures = [StoreError("busy"), OSError("gone for a moment")]

    def read(batch: Batch) -> Summary:
        if batch.paths[0] == "b" and failures:
            raise failures.pop()
        return count(batch)

    tried = batches(read)
    assert run(settings) == Summary(documents=4)
    assert tried == ["a", "b", "b", "b", "d"]


@pytest.mark.parametrize(
    ("failure", "tries", "reason"),
    [
        (StoreError("full"), 3, "a database may come back"),
        (SetupError("no Tesseract"), 1, "a missing program does not come by waiting"),
        (InputError("no such file"), 1, "nor does a missing file"),
    ],
)
def test_a_batch_that_fails_for_good_does_not_stop_the_others(
    batches: Callable[[Reading], list[str]],
    settings: Settings,
    failure: Exception,
    tries: int,
    reason: str,
) -> None:
    def read(batch: Batch) -> Summary:
        if batch.paths[0] == "a":
            raise failure
        return count(batch)

    tried = batches(read)
    with pytest.raises(type(failure), match=str(failure)):
        run(settings)
    assert tried == ["a"] * tries + ["b", "d"], reason


def test_the_rows_are_the_same_with_prefect_and_without(tmp_path: Path) -> None:
    paths = [SAMPLE / name for name in TEXTS]
    plain, flown = Settings(home=tmp_path / "plain"), Settings(home=tmp_path / "flown")
    told = ingest(paths, plain, extractors="extractors")
    counted = fly(paths, flown)
    assert counted == replace(told, seconds=counted.seconds)
    assert counted.documents == len(paths)
    assert dumped(flown) == dumped(plain)
    again = fly(paths, flown)
    assert again.unchanged == len(paths), "our ledger knows what is done, whoever did it"
    assert dumped(flown) == dumped(plain)


def test_a_run_that_was_killed_is_taken_up_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.ingest

    paths = [SAMPLE / name for name in TEXTS]
    batches = tuple(Batch((str(path),)) for path in paths)
    monkeypatch.setattr(flows.ingest, "plan", lambda paths, settings: batches)

    class Killed(BaseException):
        """Nothing catches it, as nothing catches a SIGKILL."""

    def until_killed(batch: Batch, settings: Settings, extractors: str) -> Summary:
        if batch == batches[2]:
            raise Killed
        return ingest_batch(batch, settings, extractors=extractors)

    home = Settings(home=tmp_path / "killed")
    with monkeypatch.context() as patch:
        patch.setattr(flows.ingest, "ingest_batch", until_killed)
        with pytest.raises(Killed):
            fly(paths, home)
    resumed = fly(paths, home)
    assert (resumed.documents, resumed.unchanged) == (len(paths), 2)
    whole = Settings(home=tmp_path / "whole")
    ingest(paths, whole, extractors="extractors")
    assert dumped(home) == dumped(whole)


def test_no_parameter_of_a_run_holds_the_database_url(
    batches: Callable[[Reading], list[str]], tmp_path: Path
) -> None:
    from prefect.client.orchestration import get_client

    batches(count)
    run(Settings(home=tmp_path, database_url="postgresql+psycopg://u:hush-hush@localhost/x"))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs()
        tasks = client.read_task_runs()
    assert "hush-hush" not in repr(runs) + repr(tasks)
    assert "Lô 2: b và 1 tệp nữa" in {task.name for task in tasks}
