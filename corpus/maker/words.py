"""The word lists of the maker, read once from the data files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def words() -> dict[str, Any]:  # Any: a TOML tree; its shape is the file's own
    """Return the words that made-up names are put together from."""
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


@cache
def provinces() -> tuple[dict[str, Any], ...]:  # Any: as above
    """Return the provinces as of before 1 July 2025, with districts, region and successor."""
    return tuple(tomllib.loads((HERE / "places.toml").read_text("utf-8"))["provinces"])
