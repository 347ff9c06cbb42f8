"""Awards, each once: lists, captions and later repeats of one pair merged; tables before prose.

A product without a maker is absorbed by the pair of the same name. Nothing is awarded by a page
outside the programme, by a plan, a form or rules, nor while products are only registered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz

from pipeline.assembly.weighing import Case
from pipeline.facts import AwardClaim, AwardFact, Evidence, Field, Mention
from pipeline.vietnamese import fold

_FIELDS = ("product", "producer", "place", "address", "grade", "group", "serial", "points", "year")
_DOUBT_LEFT = 0.2  # of a doubt, where the list has as many items as the text says
_SAME = 93  # likeness of two spellings of one name inside one document
_TABLE = "table"
_SIGNS = re.compile(r"[^a-z0-9]+")
_GENERIC = re.compile(r"^(?:bo san pham|bo|san pham|sp) ")


def awards_of(case: Case, *, decides: bool, stated: int | None) -> tuple[AwardFact, ...]:
    """Return the awards in text order; ``decides`` where the document is a decision itself.

    ``stated`` is the number the document gives: a list of exactly so many is surely read right.
    """
    found = case.found(AwardClaim)
    tables = [(c, m) for c, m in found if c.pattern.startswith(_TABLE)]
    prose = [(c, m) for c, m in found if not c.pattern.startswith(_TABLE)]
    groups = [[each] for each in tables]
    if not (tables and decides):
        for each in sorted(prose, key=lambda pair: pair[0].producer is None):
            _add(groups, each)
    else:
        for each in prose:
            _add(groups, each, only_known=True)
    groups.sort(key=lambda group: min(mention.span.start for _, mention in group))
    agrees = stated is not None and stated == len(groups)
    return tuple(_award(case, group, agrees=agrees) for group in groups)


def _add(
    groups: list[list[tuple[AwardClaim, Mention]]],
    each: tuple[AwardClaim, Mention],
    *,
    only_known: bool = False,
) -> None:
    for group in groups:
        if _is_same(group[0][0], each[0]):
            group.append(each)
            return
    if not only_known:
        groups.append([each])


def _is_same(held: AwardClaim, other: AwardClaim) -> bool:
    if held.year != other.year and held.year is not None and other.year is not None:
        return False
    if not _alike(_key(held.product), _key(other.product)):
        return False
    if held.producer is None or other.producer is None:
        return True
    return _alike(fold(held.producer), fold(other.producer))


def _alike(left: str, right: str) -> bool:
    return left == right or fuzz.ratio(left, right) >= _SAME


def _key(product: str) -> str:
    words = _SIGNS.sub(" ", fold(product)).strip()
    return _GENERIC.sub("", words)


def _award(case: Case, group: Sequence[tuple[AwardClaim, Mention]], *, agrees: bool) -> AwardFact:
    """Merge the places that tell one award; the surest wording is kept."""
    surest = sorted(group, key=lambda each: -each[1].confidence)
    paired = next((each for each in surest if each[0].producer), surest[0])
    ordered = [paired, *(each for each in surest if each is not paired)]
    fields: dict[str, Field[Any]] = {  # Any: str for all but the year, an int
        name: _field(case, name, ordered) for name in _FIELDS
    }
    # told twice independently ("P của W" in list and title) is a little surer
    repeats = 0.02 * min(2, len(group) - 1)
    confidence = min(0.99, paired[1].confidence + repeats)
    if agrees and paired[0].producer is not None:
        confidence = 1 - _DOUBT_LEFT * (1 - confidence)
    return AwardFact(**fields, confidence=round(confidence, 3), pattern=paired[0].pattern)


def _field(
    case: Case, name: str, group: Iterable[tuple[AwardClaim, Mention]]
) -> Field[Any]:  # Any: as above
    values: dict[Any, list[Evidence]] = {}
    confidence = 0.0
    for claim, mention in group:
        value = getattr(claim, name)
        if value is None:
            continue
        if not values:
            confidence = mention.confidence
        values.setdefault(value, []).append(case.proof(mention, name))
    if not values:
        return Field()
    best = next(iter(values))
    rest = tuple(value for value in values if value != best)
    return Field(best, confidence, tuple(values[best]), rest)
