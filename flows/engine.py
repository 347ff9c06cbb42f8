"""Runs the ingest flow with Prefect set up so that nothing leaks out of ``TIEUBIEU_HOME``.

Prefect reads its environment while it is imported and makes a folder in the user's home, so the
environment comes first and the import second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.ingest import Summary


def run(paths: Sequence[Path], settings: Settings, *, extractors: str = "extractors") -> Summary:
    """Take in files as one flow run and return what it did.

    The run belongs to the server of ``PREFECT_API_URL``, or to one started for its length.
    """
    settings.home.mkdir(parents=True, exist_ok=True)  # Prefect makes its folder, not those above
    with _environment({**_own_server(settings.home), **_ours(settings)}):
        from flows.ingest import ingest_flow

        return ingest_flow([str(path) for path in paths], extractors=extractors)


def _own_server(home: Path) -> dict[str, str]:
    """Return Prefect's settings for a server of our own; those the user has set stay as they are.

    A server that is the user's is theirs to configure, and its keys are in their Prefect home.
    """
    wanted = {"PREFECT_LOGGING_LEVEL": "WARNING"}
    if "PREFECT_API_URL" not in os.environ:
        wanted |= {
            "PREFECT_HOME": str(home.resolve() / "prefect"),
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
            # Its default of 20 s is too short for two busy cores.
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
            # It says 150 harmless lines when it is stopped.
            "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
    return {name: value for name, value in wanted.items() if name not in os.environ}


def _ours(settings: Settings) -> dict[str, str | None]:
    """Return the settings as the environment variables that say the same."""
    return {
        f"TIEUBIEU_{name.upper()}": None if value is None else str(value)
        for name, value in settings.model_dump().items()
    }


@contextmanager
def _environment(wanted: Mapping[str, str | None]) -> Iterator[None]:
    """Set or, where None, unset variables for as long as the block lasts."""
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(wanted: Mapping[str, str | None]) -> None:
    for name, value in wanted.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
