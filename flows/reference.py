"""Writes the reference pages in docs/ from the code they describe: ``python -m flows.reference``.

A test compares them with what the code says today, so that they cannot grow old.
"""

from __future__ import annotations

from pathlib import Path

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


def pages() -> dict[Path, str]:
    """Return each generated page with its text."""
    return {DOCS / "configuration.md": configuration()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
