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
_APART = 3  # percent by which the next role's likeness must be less
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


def is_phrase(heading: str) -> bool:
    """Tell whether a text is one of the phrases we know and nothing more."""
    plain = _SIGNS.sub(" ", fold(heading)).strip()
    return plain in _whole() or any(plain == phrase for phrase, _ in _phrases())


def _near(plain: str) -> str | None:
    """Return the role of the phrase that a misread heading begins with: "ten san phain".

    None where phrases of two roles are as near: a heading is never settled by a letter.
    """
    likeness: dict[str, float] = {}
    for phrase, role in _phrases():
        if len(phrase) >= _LONG:
            score = fuzz.ratio(plain[: len(phrase)], phrase)
            likeness[role] = max(score, likeness.get(role, 0.0))
    first, second = sorted(likeness.items(), key=lambda each: -each[1])[:2]
    return first[0] if first[1] > _NEAR and first[1] - second[1] >= _APART else None
