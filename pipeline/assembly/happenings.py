"""People and events of a document, each once; a day without its year completed from context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.assembly.weighing import Case
from pipeline.facts import EventClaim, EventFact, Field, Mention, PersonClaim, PersonFact
from pipeline.vietnamese import fold

_SUPPLIED = 0.85  # what a year taken from context leaves of a day's confidence
_LATE = 45  # days a page may speak of ahead of its publication ("sẽ diễn ra tối 15/12")
_RANK = ("ceremony", "judging", "meeting", "fair", "announcement", "publication")


def people_of(case: Case) -> tuple[PersonFact, ...]:
    """Return each person once, with the fullest post told."""
    found: dict[str, PersonFact] = {}
    for claim, mention in case.found(PersonClaim):
        key = fold(claim.name)
        proof = case.proof(mention)
        held = found.get(key)
        if held is None:
            found[key] = PersonFact(claim.name, claim.position, mention.confidence, (proof,))
            continue
        position = max((held.position or "", claim.position or ""), key=len) or None
        found[key] = replace(held, position=position, evidence=(*held.evidence, proof))
    return tuple(each for key, each in found.items() if not _is_shorter(key, each, found))


def _is_shorter(key: str, person: PersonFact, found: dict[str, PersonFact]) -> bool:
    """Tell a slip of a fuller name: "Ngô Quang" beside "Ngô Quang Trung", both Cục trưởng."""
    first = fold((person.position or "").split(" ")[0])
    return any(
        other.startswith(f"{key} ") and fold((held.position or "").split(" ")[0]) == first
        for other, held in found.items()
    )


def events_of(case: Case, published: date | None, year: Field[int]) -> tuple[EventFact, ...]:
    """Return dated happenings, the document's main one first."""
    found: dict[tuple[str, date], EventFact] = {}
    for claim, mention in case.found(EventClaim):
        day, supplied = _day(case, claim, mention, published, year.value)
        if day is None:
            continue
        confidence = mention.confidence * (_SUPPLIED if supplied else 1.0)
        proof = case.proof(mention)
        held = next((e for (kind, d), e in found.items() if d == day), None)
        if held is None:
            found[claim.kind, day] = EventFact(
                claim.kind, day, claim.place, round(confidence, 3), (proof,)
            )
        else:
            key = (held.kind, day)
            found[key] = replace(
                held, place=held.place or claim.place, evidence=(*held.evidence, proof)
            )
    return tuple(sorted(found.values(), key=lambda event: _order(case, event)))


def _order(case: Case, event: EventFact) -> tuple[int, int]:
    """Put what the lead tells first; of the rest the ceremony before meetings."""
    start = min(proof.start for proof in event.evidence)
    blocks = [block.span for block in case.document.blocks]
    lead = next((n for n, span in enumerate(blocks) if span.start <= start < span.end), 0)
    return (lead, start) if event.kind in _RANK[:3] else (lead + 1, start)


def _day(
    case: Case, claim: EventClaim, mention: Mention, published: date | None, year: int | None
) -> tuple[date | None, bool]:
    if claim.date is not None:
        return claim.date, False
    parts = dict(mention.parts)
    if "date" not in parts:
        return None, False
    figures = [int(run) for run in _runs(case.document.quote(parts["date"]))]
    if len(figures) < 2:
        return None, False
    return _completed(figures[0], figures[-1], published, year), True


def _runs(quote: str) -> Sequence[str]:
    return "".join(sign if sign.isdigit() else " " for sign in quote).split()


def _completed(day: int, month: int, published: date | None, year: int | None) -> date | None:
    """Give a day its year: the last one before the page was published, else the round's."""
    if published is not None:
        for candidate in (published.year, published.year - 1, published.year + 1):
            found = _date(candidate, month, day)
            if found is not None and (found - published).days <= _LATE:
                return found
    return _date(year, month, day) if year is not None else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
