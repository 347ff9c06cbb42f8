"""The round a document is about, from what its parts say of level, region, province, year, edition.

Region is the programme's and belongs to regional rounds only. A round above the province has one
only where the text says whose products are meant; the publisher's province is the last resort of a
provincial round. No year is made from a cycle or a day of publication; where only a dated ceremony
or decision tells it, the year is marked as weak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.assembly.weighing import Case, settle
from pipeline.facts import (
    ActClaim,
    AwardClaim,
    DecisionFact,
    EventClaim,
    Field,
    Level,
    Mention,
    Role,
    RoundClaim,
    RoundFact,
)
from pipeline.places import province

_LEAST_LEVEL = 0.35
_LEAST_YEAR = 0.45
_LEAST_PROVINCE = 0.25
_SUBJECT = 0.9  # confidence from which a mention names whose products are meant
_SUPPLIED = 0.5
_DOUBTFUL = 0.42  # confidence under which another value is hardly weaker


def round_of(case: Case, decision: DecisionFact | None, *, ours: bool) -> RoundFact:
    """Return the round; a page outside the programme keeps its province and nothing else."""
    if not ours:
        return RoundFact(province=_province(case, None))
    level = _level(case, decision)
    return RoundFact(
        level=level,
        region=_region(case, level.value),
        province=_province(case, level.value) if decision is None else _own(case, decision, level),
        year=_year(case),
        edition=_edition(case),
    )


def _claims(case: Case, field: str) -> list[Mention]:
    return [mention for claim, mention in case.found(RoundClaim) if claim.field == field]


def _value(mention: Mention) -> str:
    assert isinstance(mention.claim, RoundClaim)
    return mention.claim.value


def _level(case: Case, decision: DecisionFact | None) -> Field[Level]:
    found = settle(case, _claims(case, "level"), lambda m: Level(_value(m)), least=_LEAST_LEVEL)
    if found.value is None and not found.alternatives:
        found = _level_of_subject(case)
    if found.value is None and decision is not None and decision.issuer.value is not None:
        level = _level_of_issuer(decision.issuer.value)
        if level is not None:
            return Field(level, 0.8 * decision.issuer.confidence, decision.issuer.evidence)
    return found


def _level_of_subject(case: Case) -> Field[Level]:
    """Take the province's level where the headline's subject is a province and no level is told."""
    for mention in _claims(case, "province"):
        if mention.confidence >= _SUBJECT and case.is_titled(mention):
            return Field(Level.TINH, _SUPPLIED, (case.proof(mention),))
    return Field()


def _level_of_issuer(issuer: str) -> Level | None:
    """Return the level at which a body recognises: "UBND tỉnh Cao Bằng" for its province."""
    words = issuer.lower()
    if any(unit in words for unit in ("huyện", "thị xã", " xã ", "phường", "quận")):
        return Level.HUYEN
    if "ubnd" in words or "ủy ban nhân dân" in words or "sở" in words.split():
        return Level.TINH
    if "cục" in words.split():
        return Level.KHU_VUC
    return Level.QUOC_GIA if "bộ công thương" in words else None


def _region(case: Case, level: Level | None) -> Field[str]:
    if level is not Level.KHU_VUC:
        return Field()
    return settle(case, _claims(case, "region"), _value)


def _province(case: Case, level: Level | None) -> Field[str]:
    claims = _claims(case, "province")
    if level in (Level.KHU_VUC, Level.QUOC_GIA):
        claims = [mention for mention in claims if mention.confidence >= _SUBJECT]
    return settle(case, claims, _value, least=_LEAST_PROVINCE)


def _own(case: Case, decision: DecisionFact, level: Field[Level]) -> Field[str]:
    """Return the province of a decision: its issuer's, then its place line's, then the text's."""
    for field in (decision.issuer, decision.place):
        for words in (
            (field.value or "").split("tỉnh ")[-1:],
            (field.value or "").split("thành phố ")[-1:],
        ):
            unit = province(words[0]) if words[0] else None
            if unit is not None and level.value in (Level.TINH, Level.HUYEN, None):
                return Field(unit.name, field.confidence, field.evidence)
    return _province(case, level.value)


def _year(case: Case) -> Field[int]:
    stated = settle(case, _claims(case, "year"), lambda m: int(_value(m)), least=_LEAST_YEAR)
    if stated.value is not None:
        return stated
    supplied = _supplied_year(case)
    return supplied if supplied.value is not None else replace(stated, confidence=0.0)


def _supplied_year(case: Case) -> Field[int]:
    """Take the year of the award's decision, or of the ceremony, where none is stated.

    Only for a page that lists awards or cites their decision: else it may be about many rounds.
    """
    acts = [
        (claim.date.year, mention)
        for claim, mention in case.found(ActClaim)
        if claim.role is Role.AWARD and claim.date is not None
    ]
    events = [
        (claim.date.year, mention)
        for claim, mention in case.found(EventClaim)
        if claim.date is not None and claim.kind in ("ceremony", "judging")
    ]
    if not acts and not (events and case.found(AwardClaim)):
        return Field()
    year, mention = (acts or events)[0]
    return Field(year, _SUPPLIED, (case.proof(mention, "date"),))


def _edition(case: Case) -> Field[int]:
    return settle(case, _claims(case, "edition"), lambda m: int(_value(m)), least=_LEAST_LEVEL)


def unclear(found: RoundFact, names: Sequence[str] = ("province", "year", "level")) -> list[str]:
    """Return the fields whose best value hardly outweighs the next."""
    doubtful = []
    for name in names:
        field: Field[object] = getattr(found, name)
        if field.value is not None and field.alternatives and field.confidence < _DOUBTFUL:
            doubtful.append(name)
    return doubtful
