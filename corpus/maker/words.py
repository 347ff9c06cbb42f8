"""The word lists of the maker, read once from the data files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
Tree = dict[str, Any]  # Any: a TOML tree; its shape is the file's own


@cache
def words() -> Tree:
    """Return the words that made-up names are put together from."""
    return _read("words.toml")


@cache
def phrases() -> Tree:
    """Return the sentences and headings that papers are put together from."""
    return _read("phrases.toml")


@cache
def laws() -> Tree:
    """Return the real acts that papers cite."""
    return _read("laws.toml")


@cache
def provinces() -> tuple[Tree, ...]:
    """Return the provinces as of before 1 July 2025, with districts, region and successor."""
    return tuple(_read("places.toml")["provinces"])


@cache
def digits() -> Tree:
    """Return the strokes of handwritten digits."""
    return _read("digits.toml")


@cache
def hands() -> tuple[Tree, ...]:
    """Return the hands that write numbers and days."""
    return tuple(_read("hands.toml")["hands"])


@cache
def template(name: str) -> Template:
    """Return a page or style sheet with $names to fill in."""
    return Template((HERE / name).read_text("utf-8"))


def _read(name: str) -> Tree:
    return tomllib.loads((HERE / name).read_text("utf-8"))
