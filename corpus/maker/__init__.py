"""The maker of synthetic decisions: files with their exact truth, for testing only.

Every paper carries the word MẪU, in its own metadata and at the foot of each page; producers,
products, persons and numbers are invented. A seed gives the same truth again, letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from corpus.maker.cases import Case, write_gold
from corpus.maker.profiles import PROFILES, produce

__all__ = ["PROFILES", "Case", "each", "make"]


def make(seed: int, count: int, target: Path, profile: str = "born-digital") -> tuple[Case, ...]:
    """Make documents of one profile into a folder, with ``gold.jsonl`` beside them.

    Raises ``ValueError`` for a profile that does not exist.
    """
    cases = tuple(each(seed, count, target, profile))
    write_gold(cases, target)
    return cases


def each(seed: int, count: int, target: Path, profile: str) -> Iterator[Case]:
    """Make documents one by one, as they are asked for; the same as ``make`` without gold file."""
    if profile not in PROFILES:
        raise ValueError(f"no such profile: {profile}; there are {', '.join(PROFILES)}")
    target.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        name = f"{profile}-{seed}-{index:03d}"
        made = produce(Random(f"{seed}:{profile}:{index}"), profile)
        path = target / f"{name}{made.suffix}"
        path.write_bytes(made.data)
        yield Case(name, path, made.gold)
