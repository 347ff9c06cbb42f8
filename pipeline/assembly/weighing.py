"""How much a mention weighs by where it stands, and which of several values wins.

A headline outweighs the lead, the lead the body, a caption counts half. One firm mention beats many
weak ones: repeats add a third of their weight only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from pipeline.document import OWN_ZONES, Document, Span, Zone
from pipeline.facts import Claim, Evidence, Field, Mention, evidence
from pipeline.language import sentences

C = TypeVar("C", bound=Claim)
T = TypeVar("T")

_FACTORS = {
    Zone.TITLE: 3.0,
    Zone.STANDFIRST: 1.6,
    Zone.HEAD: 1.4,
    Zone.CAPTION: 0.5,
    Zone.FOOT: 0.3,
}
_LEAD = 1.5
_FIRM = 0.6  # from this confidence on a mention gains by standing in the headline or lead
_REPEAT = 0.3


@dataclass(frozen=True)
class Case:
    """A document with its mentions, in the hands of assembly."""

    document: Document
    mentions: tuple[Mention, ...]
    _zones: dict[int, Zone] = field(default_factory=dict)

    def found(self, claim: type[C]) -> list[tuple[C, Mention]]:
        """Return the claims of one type with their mentions, in text order."""
        return [(m.claim, m) for m in self.mentions if isinstance(m.claim, claim)]

    def proof(self, mention: Mention, part: str | None = None) -> Evidence:
        """Return the evidence for a mention, or for one part of it."""
        span = mention.part(part) if part else mention.span
        return evidence(self.document, span, mention.extractor)

    def zone(self, span: Span) -> Zone | None:
        """Return the zone of the block a span begins in."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0 or span.start >= self.document.blocks[index].span.end:
            return None
        return self.document.blocks[index].zone

    def weight(self, mention: Mention) -> float:
        """Return a mention's confidence times what its place is worth."""
        zone = self.zone(mention.span)
        factor = _FACTORS.get(zone, 1.0) if zone is not None else 1.0
        if factor == 1.0 and self._lead.contains(Span(mention.span.start, mention.span.start)):
            factor = _LEAD
        return mention.confidence * (factor if factor < 1 or mention.confidence >= _FIRM else 1.0)

    def is_titled(self, mention: Mention) -> bool:
        """Tell whether a mention stands in the headline."""
        return self.zone(mention.span) is Zone.TITLE

    @cached_property
    def own_text(self) -> str:
        """The document's own words below the headline, block by block."""
        own = (b for b in self.document.in_zones() if b.zone not in (Zone.TITLE, Zone.CAPTION))
        return "\n".join(self.document.quote(block.span) for block in own)

    def in_one_sentence(self, left: Span, right: Span) -> bool:
        """Tell whether two spans stand in the same sentence."""
        begins = [sentence.start for sentence in self._sentences]
        return bisect_right(begins, left.start) == bisect_right(begins, right.start)

    @property
    def title(self) -> Span | None:
        """The headline's span, all its blocks together."""
        blocks = [b for b in self.document.blocks if b.zone is Zone.TITLE]
        return Span(blocks[0].span.start, blocks[-1].span.end) if blocks else None

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        starts = (block.span.start for block in self.document.blocks)
        return sentences(self.document.masked(), starts)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.span.start for block in self.document.blocks]

    @cached_property
    def _lead(self) -> Span:
        own = [
            block.span
            for block in self.document.blocks
            if block.zone in OWN_ZONES and block.zone not in (Zone.TITLE, Zone.HEAD, Zone.CAPTION)
        ]
        return own[0] if own else Span(0, 0)


def settle(
    case: Case,
    mentions: Iterable[Mention],
    value_of: Callable[[Mention], T],
    *,
    least: float = 0.0,
    part: str | None = None,
) -> Field[T]:
    """Return the value with the most weight; the rest become its alternatives, best first.

    Empty where no value weighs ``least``. Confidence is the firmest mention's, lowered by how much
    speaks for something else.
    """
    groups: dict[T, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(value_of(mention), []).append(mention)
    weights = {value: _total([case.weight(m) for m in group]) for value, group in groups.items()}
    ranked = sorted(weights, key=lambda value: -weights[value])
    if not ranked or weights[ranked[0]] < least:
        return Field(alternatives=tuple(ranked))
    best = ranked[0]
    rival = max((weights[value] for value in ranked[1:]), default=0.0)
    group = sorted(groups[best], key=case.weight, reverse=True)
    firmest = max(mention.confidence for mention in group)
    agreement = weights[best] / (weights[best] + 0.5 * rival)
    return Field(
        value=best,
        confidence=round(firmest * agreement, 3),
        evidence=tuple(case.proof(mention, part) for mention in group[:5]),
        alternatives=tuple(ranked[1:]),
    )


def _total(weights: Sequence[float]) -> float:
    ordered = sorted(weights, reverse=True)
    return ordered[0] + _REPEAT * sum(ordered[1:4])
