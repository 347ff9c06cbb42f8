"""Mentions in, facts out: what a document says, each value with its reasons and its doubts.

Extractors claim, place by place; here the claims are weighed (headline before body, firm before
loose), merged (one act a number, one award a pair), completed from context and marked so; what
stays unclear becomes an issue. The text is read again only to judge where it breaks off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pipeline.assembly.awards import awards_of
from pipeline.assembly.citations import citations_of
from pipeline.assembly.counts import tally
from pipeline.assembly.decision import decision_fact, decision_issues, settled_notices
from pipeline.assembly.happenings import events_of, people_of
from pipeline.assembly.issues import issues_of
from pipeline.assembly.rounds import round_of
from pipeline.assembly.steps import is_announcement, step_of
from pipeline.assembly.tables import table_issues
from pipeline.assembly.weighing import Case
from pipeline.document import Document, TextSource, Zone
from pipeline.facts import (
    AwardFact,
    DecisionFact,
    DocumentKind,
    Facts,
    Field,
    KindClaim,
    Mention,
    ProgrammeClaim,
    Step,
    evidence,
)

VERSION = 2  # raise it when the same mentions give other facts: the ledger then reads again
_READER = "reading/1"
_PRINTED = frozenset({TextSource.TEXT_LAYER, TextSource.OCR, TextSource.MIXED})


def assemble(document: Document, mentions: Iterable[Mention]) -> Facts:
    """Put a document's mentions together into what it says."""
    case = Case(document, tuple(mentions))
    kind = _kind(case)
    gate = _gate(case)
    decision = decision_fact(document, case.mentions)
    round_ = round_of(case, decision, ours=gate.in_programme)
    counted = tally(case, round_, ours=gate.in_programme)
    announcement = is_announcement(case, kind)
    published = _published(document)
    facts = Facts(
        kind=kind,
        in_programme=gate.in_programme,
        programme_reason=gate.reason,
        title=_title(case, decision),
        published=published,
        publisher=Field(document.metadata.publisher, 0.9)
        if document.metadata.publisher
        else Field(),
        decision=decision,
        round=round_,
        citations=citations_of(case, decision, round_),
        counts=counted.counts,
        people=people_of(case),
        events=events_of(case, published.value, round_.year),
    )
    if gate.in_programme:
        facts = replace(facts, step=step_of(case, counted, announcement=announcement))
        if not announcement and facts.step.value is not Step.REGISTERED:
            awards = awards_of(case, decides=decision is not None, stated=counted.products)
            facts = replace(
                facts, awards=awards, step=facts.step if facts.step.value else _awarded(awards)
            )
    settled = settled_notices(document, case.mentions)
    found = [
        issue
        for issue in issues_of(case, facts, counted, announcement=announcement)
        if issue.code not in settled
    ]
    head = (*decision_issues(document, case.mentions), *table_issues(document, case.mentions))
    return replace(facts, issues=(*found, *head))


def _awarded(awards: Sequence[AwardFact]) -> Field[Step]:
    """Return "recognised" for a list of awards under no verb at all: "Giải A: Rượu nho của ..."."""
    if not awards:
        return Field()
    return Field(Step.RECOGNISED, 0.5, awards[0].product.evidence)


def _kind(case: Case) -> DocumentKind:
    votes = [(mention.confidence, claim.kind) for claim, mention in case.found(KindClaim)]
    return max(votes, key=lambda vote: vote[0])[1] if votes else DocumentKind.OTHER


def _gate(case: Case) -> ProgrammeClaim:
    claims = [(mention.confidence, claim) for claim, mention in case.found(ProgrammeClaim)]
    if not claims:
        return ProgrammeClaim(False, "không có gì để xét")
    return max(claims, key=lambda each: each[0])[1]


def _title(case: Case, decision: DecisionFact | None) -> Field[str]:
    """Return a decision's own subject, else the headline as reading gave it or the TITLE zone has.

    What a PDF says of itself comes last: it names the file it was printed from.
    """
    if decision is not None and decision.title.value:
        return decision.title
    span = case.title
    said = (case.document.metadata.title, case.document.quote(span) if span else None)
    printed = case.document.text_source in _PRINTED
    words = next(filter(None, reversed(said) if printed else said), None)
    if not words or not words.strip():
        return Field()
    proof = () if span is None else (evidence(case.document, span, _READER),)
    return Field(" ".join(words.split()), 0.9, proof)


def _published(document: Document) -> Field[date]:
    """Return the day of publication that reading believed, with the stamp that shows it."""
    day = document.metadata.published
    if day is None:
        return Field()
    stamps = [b for b in document.blocks if b.zone is Zone.STAMP]
    proofs = [evidence(document, block.span, _READER) for block in stamps]
    shown = tuple(p for p in proofs if str(day.year) in p.quote and f"{day.day}" in p.quote)
    return Field(day, 0.9, shown[:1])
