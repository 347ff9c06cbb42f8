"""The ingest flow: what Prefect does around the plain functions, and that it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputError, SetupError, StoreError
from pipeline.ingest import Batch, Summary
from pipeline.settings import Settings

# One worker runs them all: each worker that does starts a server.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.xdist_group("prefect"),
]

Ingest = Callable[[Batch], Summary]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", workers=1)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Callable[[Ingest], list[str]]:
    """Stand in for the reading of three batches; the list says what was tried, in order."""

    def stand_in(ingest: Ingest) -> list[str]:
        import flows.ingest

        tried: list[str] = []

        def ingest_batch(batch: Batch, settings: Settings, extractors: str) -> Summary:
            tried.append(batch.paths[0])
            return ingest(batch)

        planned = (Batch(("a",)), Batch(("b", "c")), Batch(("d",)))
        monkeypatch.setattr(flows.ingest, "plan", lambda paths, settings: planned)
        monkeypatch.setattr(flows.ingest, "ingest_batch", ingest_batch)
        impatient = flows.ingest.ingest_one_batch.with_options(retry_delay_seconds=0)
        monkeypatch.setattr(flows.ingest, "ingest_one_batch", impatient)
        return tried

    return stand_in


def run(settings: Settings) -> Summary:
    from flows.engine import run

    return run([Path("anything")], settings)


def count(batch: Batch) -> Summary:
    return Summary(documents=len(batch.paths))


def test_the_batches_are_taken_in_in_order_and_summed(
    batches: Callable[[Ingest], list[str]], settings: Settings
) -> None:
    tried = batches(count)
    assert run(settings) == Summary(documents=4)
    assert tried == ["a", "b", "d"]


def test_a_batch_that_failed_once_is_tried_again(
    batches: Callable[[Ingest], list[str]], settings: Settings
) -> None:
    failures = [StoreError("busy"), OSError("gone for a moment")]

    def ingest(batch: Batch) -> Summary:
        if batch.paths[0] == "b" and failures:
            raise failures.pop()
        return count(batch)

    tried = batches(ingest)
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
    batches: Callable[[Ingest], list[str]],
    settings: Settings,
    failure: Exception,
    tries: int,
    reason: str,
) -> None:
    def ingest(batch: Batch) -> Summary:
        if batch.paths[0] == "a":
            raise failure
        return count(batch)

    tried = batches(ingest)
    with pytest.raises(type(failure), match=str(failure)):
        run(settings)
    assert tried == ["a"] * tries + ["b", "d"], reason


def test_no_parameter_of_a_run_holds_the_database_url(
    batches: Callable[[Ingest], list[str]], tmp_path: Path
) -> None:
    from prefect.client.orchestration import get_client

    batches(count)
    run(Settings(home=tmp_path, database_url="postgresql+psycopg://u:hush-hush@localhost/x"))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs()
        tasks = client.read_task_runs()
    assert "hush-hush" not in repr(runs) + repr(tasks)
    assert "Lô 2: b và 1 tệp nữa" in {task.name for task in tasks}
