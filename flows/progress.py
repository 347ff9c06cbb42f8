"""A progress bar on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest import Outcome

OnOutcome = Callable[["Outcome", int], None]


def _silent(outcome: Outcome, expected: int) -> None:
    pass


@contextmanager
def shown() -> Iterator[OnOutcome]:
    """Yield a callback that takes each outcome and how many documents are expected by now."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:.40}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đang đọc…", total=None)

        def advance(outcome: Outcome, expected: int) -> None:
            name = outcome.address.rsplit("/", 1)[-1].replace("[", "\\[")
            bar.update(task, advance=1, total=expected, description=name)

        yield advance
