"""Acts cited, one for each number however often it is named: best date, best issuer, first role.

The document's own number is no citation. "UBND tỉnh" is completed with the round's province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.assembly.weighing import Case
from pipeline.facts import ActClaim, CitationFact, DecisionFact, Level, Mention, Role, RoundFact
from pipeline.places import province

# "as amended and amending": an act that amends once does so though elsewhere it is only the basis
_PRIORITY = (Role.AWARD, Role.AMENDS, Role.SUBMISSION, Role.PROGRAMME, Role.LEGAL_BASIS, Role.OTHER)
_LOCAL = ("UBND tỉnh", "UBND thành phố", "UBND", "HĐND tỉnh", "HĐND", "Sở Công Thương")


@dataclass(frozen=True, slots=True)
class _Seen:
    claim: ActClaim
    mention: Mention


def citations_of(
    case: Case, decision: DecisionFact | None, round_: RoundFact
) -> tuple[CitationFact, ...]:
    """Return the acts a document cites, in the order they are first named."""
    own = decision.number.value if decision is not None else None
    groups: dict[str, list[_Seen]] = {}
    for claim, mention in case.found(ActClaim):
        if claim.number != own:
            groups.setdefault(claim.number, []).append(_Seen(claim, mention))
    return tuple(_citation(case, number, seen, round_) for number, seen in groups.items())


def _citation(case: Case, number: str, seen: Sequence[_Seen], round_: RoundFact) -> CitationFact:
    by_trust = sorted(seen, key=lambda each: -each.mention.confidence)
    issuers = [each.claim.issuer for each in by_trust if each.claim.issuer]
    role = min((each.claim.role for each in seen), key=_PRIORITY.index)
    told = [each.mention.confidence for each in seen if each.claim.role is role]
    return CitationFact(
        number=number,
        date=_date([each.claim.date for each in by_trust if each.claim.date]),
        issuer=_issuer(number, max(issuers, key=len) if issuers else None, round_),
        role=role,
        confidence=max(told),
        evidence=tuple(case.proof(each.mention) for each in seen),
    )


def _date(days: Sequence[date]) -> date | None:
    """Return the day most places give, the surest place's where they differ alike."""
    return max(dict.fromkeys(days), key=days.count) if days else None


def _issuer(number: str, issuer: str | None, round_: RoundFact) -> str | None:
    """Complete "UBND tỉnh" with its province; a bare QĐ-UBND is its province's own."""
    named = round_.province.value
    unit = province(named) if named else None
    if issuer is None and "-UBND" in number and round_.level.value is not Level.HUYEN and unit:
        return f"UBND {unit.full}"
    if issuer is None or unit is None:
        return issuer
    for short in _LOCAL:
        if issuer == short or issuer.endswith(f" {short}"):
            base = issuer.removesuffix(short).strip()
            kept = short.split(" ")[0] if short.startswith(("UBND", "HĐND")) else short
            return f"{base} {kept} {unit.full}".strip()
    return issuer
