"""Writes the reference pages in docs/ from the code they describe: ``python -m flows.reference``.

A test compares them with what the code says today, so that they cannot grow old.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from pipeline.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"

_CONFIGURATION = """\
# Configuration

Everything is set by environment variables. Paths are relative to the working folder unless
absolute. This page is written by `python -m flows.reference`.

| variable | default | what it is |
|---|---|---|
{rows}
`PREFECT_API_URL`, if set, sends `tieubieu ingest` to that Prefect server. Without it,
`tieubieu ingest --prefect` starts a server for the length of the run, whose files lie in
`TIEUBIEU_HOME/prefect`.
"""
_COMMANDS = """\
# Commands

The program speaks Vietnamese. This page is written by `python -m flows.reference`.

| exit code | what it means |
|---|---|
| 0 | done; for `ingest`, every file reached a terminal state |
| 1 | failed, or a file reached no end |
| 2 | wrong usage |
| 3 | a file cannot be made of this document: damaged, too large, took too long |
| 4 | what was asked for does not exist or cannot be read |
| 5 | this machine lacks a program, a language file or a package |
| 6 | the database refused |
| 7 | a quality floor was missed |

{verbs}"""
_COMPUTED = {"workers": "number of cores"}
_UNITS = {"child_memory": 20, "max_bytes": 20}


def configuration() -> str:
    """Return docs/configuration.md."""
    return _CONFIGURATION.format(
        rows="".join(_row(name, field) for name, field in Settings.model_fields.items())
    )


def _row(name: str, field: FieldInfo) -> str:
    return f"| `TIEUBIEU_{name.upper()}` | {_default(name, field)} | {field.description} |\n"


def _default(name: str, field: FieldInfo) -> str:
    if name in _COMPUTED:
        return _COMPUTED[name]
    if field.default is None:
        return ""
    if name in _UNITS:
        return f"`{field.default}` ({field.default >> _UNITS[name]} MiB)"
    return f"`{field.default}`"


def commands() -> str:
    """Return docs/commands.md: what each verb says of itself when asked for help."""
    from flows.cli import app

    verbs = sorted(each.name or _name(each.callback) for each in app.registered_commands)
    return _COMMANDS.format(verbs="\n".join(map(_help, verbs)))


def _name(function: Callable[..., Any] | None) -> str:
    assert function is not None
    return function.__name__.replace("_", "-")


def _help(verb: str) -> str:
    from typer.testing import CliRunner

    from flows.cli import app

    width = {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "TERM": "dumb"}
    told = CliRunner().invoke(app, [verb, "--help"], env=width, prog_name="tieubieu")
    lines = "\n".join(line.rstrip() for line in told.output.strip().splitlines())
    return f"## {verb}\n\n```\n{lines}\n```\n"


def pages() -> dict[Path, str]:
    """Return each generated page with its text."""
    return {DOCS / "configuration.md": configuration(), DOCS / "commands.md": commands()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
