"""The numbers a document states, merged; the ones that are its own outcome marked.

Own is what was recognised (or, at an earlier step, proposed) at the level and place of the
document's round: of "cả nước 439, phía Nam 189, Bình Thuận có 12" only the last. Registered,
passed, expected, earlier and neighbours' numbers stay beside it, with step and owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.assembly.weighing import Case
from pipeline.document import Span
from pipeline.facts import CountClaim, CountFact, Level, Mention, RoundFact, Step

_ABOVE = (Level.KHU_VUC, Level.QUOC_GIA)
_OUTCOMES = (Step.RECOGNISED, Step.CERTIFIED, Step.PROPOSED, None)
_FIRM = 0.78  # confidence of a count whose step a verb shows, not only the title's noun phrase
_NO_RESULT = ("expected", "stock", "whole")
_NEAR = 260  # characters between a number of products and the one of their makers


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of a document, and the step that its own ones show."""

    counts: tuple[CountFact, ...]
    products: int | None
    step: Step | None
    firm: bool


def tally(case: Case, round_: RoundFact, *, ours: bool) -> Tally:
    """Merge equal counts and mark the document's own; outside the programme none is."""
    found = case.found(CountClaim)
    if not ours:
        return Tally(_merged(case, found, (), None), None, None, False)
    fitting = [(c, m) for c, m in found if c.of == "products" and _fits(c, m, round_)]
    fitting = _nearest_territory(fitting, round_)
    value = _best(case, fitting)
    own = [(c, m) for c, m in fitting if c.value == value] if value is not None else []
    step, firm = _step_of(own)
    own += _makers(case, found, own, round_)
    return Tally(_merged(case, found, own, step), value, step, firm)


def _fits(claim: CountClaim, mention: Mention, round_: RoundFact) -> bool:
    """Tell whether a number can be the outcome of the document's own round and place."""
    flagged = any(name in _NO_RESULT for name, _ in mention.parts)
    if claim.group is not None or claim.step not in _OUTCOMES or flagged:
        return False
    level, here = round_.level.value, round_.province.value
    if claim.territory is not None and claim.territory not in (here, round_.region.value):
        return level is Level.HUYEN and claim.level in (Level.HUYEN, None)
    ours = claim.territory is not None and claim.territory == here
    return ours or claim.level is None or level is None or claim.level is level


def _nearest_territory(
    fitting: Sequence[tuple[CountClaim, Mention]], round_: RoundFact
) -> list[tuple[CountClaim, Mention]]:
    """Above the province, keep what the province has where the text says so; else the whole's."""
    here = round_.province.value
    if round_.level.value not in _ABOVE or here is None:
        return list(fitting)
    named = [(c, m) for c, m in fitting if c.territory == here]
    return named or [(c, m) for c, m in fitting if c.territory is None]


def _best(case: Case, fitting: Sequence[tuple[CountClaim, Mention]]) -> int | None:
    weights: dict[int, float] = {}
    for claim, mention in fitting:
        weight = case.weight(mention) * (1.0 if claim.step is not None else 0.6)
        weights[claim.value] = weights.get(claim.value, 0.0) + weight
    return max(weights, key=lambda value: weights[value]) if weights else None


def _step_of(own: Sequence[tuple[CountClaim, Mention]]) -> tuple[Step | None, bool]:
    """Return the furthest step that a verb shows for the own number; a bare title is weak."""
    firm = {claim.step for claim, mention in own if mention.confidence >= _FIRM}
    for step in (Step.RECOGNISED, Step.CERTIFIED, Step.PROPOSED):
        if step in firm:
            return (Step.RECOGNISED if step is Step.CERTIFIED else step), True
    weak = {claim.step for claim, _ in own}
    for step in (Step.RECOGNISED, Step.PROPOSED, Step.CERTIFIED):
        if step in weak:
            return step, False
    return None, False


def _makers(
    case: Case,
    found: Iterable[tuple[CountClaim, Mention]],
    own: Sequence[tuple[CountClaim, Mention]],
    round_: RoundFact,
) -> list[tuple[CountClaim, Mention]]:
    """Return the number of makers that goes with the own number of products, by nearness."""
    counts = [(c, m) for c, m in found if c.of == "producers" and _fits(c, m, round_)]
    if not own:
        return [(c, m) for c, m in counts if c.step in (Step.RECOGNISED, Step.CERTIFIED)][:1]
    others = [
        m.span for c, m in found if c.of == "products" and all(m is not kept for _, kept in own)
    ]
    near = [
        (distance, claim, mention)
        for claim, mention in counts
        for rivals in ([s for s in others if case.in_one_sentence(s, mention.span)],)
        for distance in (_distance(mention.span, (m.span for _, m in own)),)
        if distance <= _NEAR and distance <= _distance(mention.span, rivals)
    ]
    if not near:
        return []
    value = min(near, key=lambda each: each[0])[1].value
    return [(claim, mention) for claim, mention in counts if claim.value == value]


def _distance(span: Span, others: Iterable[Span]) -> int:
    gaps = (max(span.start - other.end, other.start - span.end) for other in others)
    return min(gaps, default=10**9)


def _merged(
    case: Case,
    found: Sequence[tuple[CountClaim, Mention]],
    own: Sequence[tuple[CountClaim, Mention]],
    step: Step | None,
) -> tuple[CountFact, ...]:
    merged: dict[tuple[object, ...], CountFact] = {}
    for claim, mention in found:
        mine = any(mention is kept for _, kept in own)
        shown = step if mine and step is not None else claim.step
        key = (
            (claim.of, claim.value, "own")
            if mine
            else (claim.of, claim.value, shown, claim.level, claim.territory, claim.group)
        )
        proof = case.proof(mention)
        if key not in merged:
            merged[key] = CountFact(
                claim.of, claim.value, shown, claim.level, claim.territory, claim.group,
                mine, mention.confidence, (proof,),
            )  # fmt: skip
            continue
        held = merged[key]
        merged[key] = replace(
            held,
            level=held.level or claim.level,
            territory=held.territory or claim.territory,
            confidence=max(held.confidence, mention.confidence),
            evidence=(*held.evidence, proof),
        )
    return tuple(merged.values())
