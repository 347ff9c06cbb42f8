"""A table's headings in, the role of each column out: serial, product, producer, address."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from pipeline.vietnamese import fold

_HEADINGS = Path(__file__).parent.parent / "data" / "headings.toml"
_SIGNS = re.compile(r"[^a-z0-9]+")
_NEAR = 86  # likeness in percent from which a scan's heading is taken for a phrase
_LONG = 7  # letters: shorter phrases are too like each other

FOREIGN = "foreign"


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Return (phrase, role), longest phrase first."""
    rows = tomllib.loads(_HEADINGS.read_text(encoding="utf-8"))["roles"]
    found = [(phrase, row["name"]) for row in rows for phrase in row["phrases"]]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _whole() -> Mapping[str, str]:
    rows = tomllib.loads(_HEADINGS.read_text(encoding="utf-8"))["roles"]
    return {phrase: row["name"] for row in rows for phrase in row["whole"]}


def role_of(heading: str) -> str | None:
    """Return what a column with this heading holds, or None where no phrase we know is in it."""
    plain = _SIGNS.sub(" ", fold(heading)).strip()
    if not plain:
        return None
    if plain in _whole():
        return _whole()[plain]
    padded = f" {plain} "
    found = [
        (padded.index(f" {phrase} "), -len(phrase), role)
        for phrase, role in _phrases()
        if f" {phrase} " in padded
    ]
    return min(found)[2] if found else _near(plain)


def _near(plain: str) -> str | None:
    """Return the role of the phrase that a misread heading begins with: "ten san phain"."""
    best, likeness = None, float(_NEAR)
    for phrase, role in _phrases():
        if len(phrase) < _LONG:
            continue
        score = fuzz.ratio(plain[: len(phrase)], phrase)
        if score > likeness:
            best, likeness = role, score
    return best
