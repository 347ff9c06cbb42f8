"""The profiles of the maker: what kind of draft is wished for and what kind of file it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from corpus.maker.cases import Carrier, Gold, gold
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.locating import locate
from corpus.maker.occasions import choose_occasion
from corpus.maker.printing import pdf


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and its truth."""

    data: bytes
    suffix: str
    gold: Gold


def produce(rng: Random, profile: str) -> Made:
    """Make one document of a profile."""
    return PROFILES[profile](rng)


def _born_digital(rng: Random) -> Made:
    wish = Wish(overlay=rng.random() < 0.25, received=rng.random() < 0.15)
    engine = "chromium" if rng.random() < 0.25 else "weasyprint"
    made = draft(rng, choose_occasion(rng), wish)
    return _printed(made, "born-digital", engine)


def _printed(made: Draft, profile: str, engine: str) -> Made:
    data = pdf(made.paper, engine)
    carrier = Carrier("application/pdf", "text-layer", profile, {"engine": engine})
    return Made(data, ".pdf", gold(made, data, locate(made.paper, data), carrier))


PROFILES: dict[str, Callable[[Random], Made]] = {
    "born-digital": _born_digital,
}
