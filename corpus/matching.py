"""Awards said paired with awards true, one to one, under four measures of likeness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corpus import normal
from corpus.tally import Tally

Json = Mapping[str, Any]  # Any: JSON objects, the contract's and the gold's
Matches = Callable[[Json, Json], bool]


def pairs_near(award: Json, truth: Json) -> bool:
    """Tell whether product and producer are both near."""
    return normal.near(award["product"], truth["product"]) and normal.near(
        award["producer"], truth["producer"]
    )


def pairs_exact(award: Json, truth: Json) -> bool:
    """Tell whether product and producer are both exact."""
    return normal.same(award["product"], truth["product"]) and normal.same(
        award["producer"], truth["producer"]
    )


def pairs_close(award: Json, truth: Json) -> bool:
    """Tell whether product and producer are both within 5 % of their characters."""
    return normal.close(award["product"], truth["product"]) and normal.close(
        award["producer"], truth["producer"]
    )


def rows_exact(award: Json, truth: Json) -> bool:
    """Tell whether product, producer and place are all exact."""
    return pairs_exact(award, truth) and places_same(award, truth)


def places_same(award: Json, truth: Json) -> bool:
    """Tell whether an award's place is the true one, or another right way to say it.

    A list with an address and a district column has two; the gold names both.
    """
    said = award["place"]
    if said is None or truth["place"] is None:
        return said is None and truth["place"] is None
    right = {normal.place(truth["place"]), *map(normal.place, truth.get("place_also", ()))}
    return normal.place(said) in right


def match(
    awards: Sequence[Json], truths: Sequence[Json], matches: Matches
) -> list[tuple[int, int]]:
    """Pair awards with truths one to one where they match, the nearest first."""
    candidates = [
        (_nearness(award, truth), -i, -j)
        for i, award in enumerate(awards)
        for j, truth in enumerate(truths)
        if matches(award, truth)
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in sorted(candidates, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((-i, -j))
    return sorted(pairs)


def _nearness(award: Json, truth: Json) -> float:
    likeness = normal.similarity(award["product"], truth["product"])
    likeness += normal.similarity(award["producer"], truth["producer"])
    same_serial = normal.serial(award.get("serial")) == normal.serial(truth.get("serial"))
    return likeness + (1.0 if same_serial else 0.0)


def tally_awards(awards: Sequence[Json], truths: Sequence[Json], matches: Matches) -> Tally:
    """Tally awards that must match one to one."""
    right = len(match(awards, truths, matches))
    return Tally(right, len(awards) - right, len(truths) - right)
