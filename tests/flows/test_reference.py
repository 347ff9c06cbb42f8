"""The reference pages say what the code says today."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.reference import DOCS, pages
from pipeline.settings import Settings


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.name))
def test_a_page_is_what_the_code_would_write(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert written == pages()[path], "run: python -m flows.reference"


def test_every_setting_is_told() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`TIEUBIEU_{name.upper()}`" in text
        assert field.description, name
