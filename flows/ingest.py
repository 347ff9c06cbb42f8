"""Ingest as a Prefect flow run: one task a batch, tried again when it fails.

Wiring only. What is done is decided by our own ledger, never by Prefect: a run killed anywhere is
simply started again, and a batch tried twice changes nothing the second time. So results are not
persisted, and no batch is skipped because Prefect remembers it. The environment must be set before
Prefect is imported; ``flows.engine.run`` does that, as do Prefect's own workers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from pipeline.errors import StoreError, TieubieuError
from pipeline.ingest import Batch, Summary, ingest_batch, plan
from pipeline.settings import Settings


def _is_worth_another_try(task_: Any, run: TaskRun, state: State[Any]) -> bool:
    """Tell whether time may heal it: a busy database yes, a missing program no."""
    # Prefect's own type of a task has four parameters of no interest here, hence Any.
    failure = state.result(raise_on_failure=False)
    return isinstance(failure, StoreError) or not isinstance(failure, TieubieuError)


@task(
    task_run_name="Lô {number}: {title}",
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_jitter_factor=0.5,
    retry_condition_fn=_is_worth_another_try,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def ingest_one_batch(
    batch: Batch, number: int, title: str, settings: Settings, extractors: str
) -> Summary:
    """Take in one batch. ``number`` and ``title`` are for the people who watch the run."""
    return ingest_batch(batch, settings, extractors=extractors)


@flow(
    name="Nạp tài liệu",
    description="Đọc tệp, thư mục, ZIP và ghi những gì tìm thấy vào cơ sở dữ liệu.",
    persist_result=False,
)
def ingest_flow(paths: list[str], extractors: str = "extractors") -> Summary:
    """Take in all files below the paths; what the environment says (``TIEUBIEU_*``) decides where.

    Configuration is not a parameter, because Prefect shows parameters to all who see a run, and a
    database's URL may hold a password. A batch that fails for good does not stop the others; the
    first such failure is raised at the end.
    """
    settings = Settings()
    batches = plan([Path(path) for path in paths], settings)
    states = [
        ingest_one_batch(batch, number, _title(batch), settings, extractors, return_state=True)
        for number, batch in enumerate(batches, start=1)
    ]
    return sum((state.result() for state in states), Summary())


def _title(batch: Batch) -> str:
    """Say what a batch holds: "a.pdf", or "a.html và 12 tệp nữa"."""
    first, *others = (Path(path).name for path in batch.paths)
    return f"{first} và {len(others)} tệp nữa" if others else first
