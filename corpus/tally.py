"""Right, wrong, missed: the three counts that every score here is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one thing scored. A differing value is both wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what there is that was found; None where there is nothing."""
        there = self.right + self.missed
        return self.right / there if there else None

    @property
    def share(self) -> float | None:
        """Share of what there is, or was found, that was found, right or wrong."""
        whole = self.right + self.wrong + self.missed
        return (self.right + self.wrong) / whole if whole else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where there was nothing and nothing was found."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


def total(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    result = Tally()
    for tally in tallies:
        result += tally
    return result


def of_field(right: bool, found: bool, there: bool) -> Tally:
    """Tally one field: equal, or absent on a side, or different.

    A field absent on both sides counts nothing.
    """
    if found and there:
        return Tally(right=1) if right else Tally(wrong=1, missed=1)
    return Tally(wrong=int(found), missed=int(there))


def of_sets(found: Iterable[object], there: Iterable[object]) -> Tally:
    """Tally a set of keys against the true one."""
    left, right = set(found), set(there)
    return Tally(len(left & right), len(left - right), len(right - left))
