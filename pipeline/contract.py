"""Document and facts in, the published JSON object out: what ``tieubieu extract --json`` prints.

Keys may be added, never renamed: other tools rely on them. ``schema`` publishes the shape. Dates
are ISO, numbers of acts normalised; ``evidence`` leads each value back to the page, with boxes in
PDF points from the page's top left and offsets into the document's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import msgspec

from pipeline.document import BBox, Document, Page, Table
from pipeline.facts import (
    AwardFact,
    CitationFact,
    CountFact,
    DecisionFact,
    DocumentKind,
    EventFact,
    Evidence,
    Facts,
    Field,
    IssueFact,
    Level,
    PartKind,
    PersonFact,
    Role,
    RoundFact,
    Step,
)


class EvidenceOut(msgspec.Struct):
    """A place on a page. ``bbox`` is [x0, top, x1, bottom] in points; null without geometry."""

    page: int
    bbox: tuple[float, float, float, float] | None
    start: int
    end: int
    quote: str
    extractor: str


class SignatureOut(msgspec.Struct):
    """A digital signature of the file, as it says of itself; nobody verified it."""

    signer: str | None
    body: str | None
    time: datetime | None


class DocumentOut(msgspec.Struct):
    """The file and how its reading ended."""

    sha256: str
    media_type: str
    kind: DocumentKind
    in_programme: bool
    programme_reason: str
    title: str | None
    published: date | None
    publisher: str | None
    url: str | None
    pages: int
    text_source: str
    state: str
    reason: str | None
    signatures: list[SignatureOut]


class SignerOut(msgspec.Struct):
    """Who signed; the name as written, in normal case."""

    name: str | None
    position: str | None


class DecisionOut(msgspec.Struct):
    """The decision that the file is; null where it is not itself one."""

    number: str | None
    date: date | None
    issuer: str | None
    place: str | None
    title: str | None
    signer: SignerOut
    signed_at: datetime | None
    confidence: dict[str, float]
    evidence: dict[str, list[EvidenceOut]]
    alternatives: dict[str, list[str]]


class RoundOut(msgspec.Struct):
    """The round that the file is about; ``region`` is the programme's, not the geography's."""

    level: Level | None
    region: str | None
    province: str | None
    year: int | None
    edition: int | None
    confidence: dict[str, float]
    evidence: dict[str, list[EvidenceOut]]
    alternatives: dict[str, list[str]]


class CitationOut(msgspec.Struct):
    """A numbered act that the file mentions."""

    number: str
    date: date | None
    issuer: str | None
    role: Role
    confidence: float
    evidence: list[EvidenceOut]


class AwardOut(msgspec.Struct):
    """What was awarded, or at an earlier step proposed; ``pattern`` names what made the pair."""

    product: str
    producer: str | None
    place: str | None
    grade: str | None
    group: str | None
    serial: str | None
    address: str | None
    points: str | None
    year: int | None
    pattern: str
    confidence: float
    evidence: list[EvidenceOut]
    field_evidence: dict[str, list[EvidenceOut]]


class CountOut(msgspec.Struct):
    """A stated number with its step; whose it is, where the text says so."""

    of: str
    value: int
    step: Step | None
    level: Level | None
    territory: str | None
    group: str | None
    confidence: float
    evidence: list[EvidenceOut]


class PersonOut(msgspec.Struct):
    """A person named with a position."""

    name: str
    position: str | None
    confidence: float
    evidence: list[EvidenceOut]


class EventOut(msgspec.Struct):
    """A dated happening."""

    kind: str
    date: date | None
    place: str | None
    confidence: float
    evidence: list[EvidenceOut]


class IssueOut(msgspec.Struct):
    """Something a person should look at, in Vietnamese."""

    code: str
    message: str
    field: str | None
    evidence: list[EvidenceOut]


class PartOut(msgspec.Struct):
    """One of several papers bound in a file; ``pages`` are its first and last, counted from 1.

    ``number``, ``date`` and ``title`` are its head as read. Where the file is one paper there are
    no parts; where it is several, ``decision`` and ``awards`` are of the award decision among them.
    """

    kind: PartKind
    pages: tuple[int, int]
    number: str | None
    date: date | None
    title: str | None


class TableOut(msgspec.Struct):
    """A table of a page, row by row; a merged cell's text stands at its top left.

    ``confidence`` 0..1 stands where the cell's text does; null where no engine had to read it.
    """

    bbox: tuple[float, float, float, float] | None
    rows: list[list[str]]
    confidence: list[list[float | None]]


class PageOut(msgspec.Struct):
    """A page as read; width and height in points."""

    number: int
    width: float | None
    height: float | None
    source: str
    health: float | None
    text: str
    tables: list[TableOut]


class Extracted(msgspec.Struct):
    """One file read: the object of ``tieubieu extract --json``."""

    document: DocumentOut
    decision: DecisionOut | None
    round: RoundOut
    step: Step | None
    citations: list[CitationOut]
    awards: list[AwardOut]
    counts: list[CountOut]
    other_counts: list[CountOut]
    people: list[PersonOut]
    events: list[EventOut]
    issues: list[IssueOut]
    evidence: dict[str, list[EvidenceOut]]
    parts: list[PartOut]
    pages: list[PageOut] | msgspec.UnsetType = msgspec.UNSET


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``Extracted``."""
    return msgspec.json.schema(Extracted)


def to_contract(document: Document, facts: Facts, *, pages: bool = False) -> dict[str, Any]:
    """Return the published object as plain JSON-able values; ``pages`` adds text and tables."""
    result = msgspec.to_builtins(extracted(document, facts, pages=pages))
    assert isinstance(result, dict)
    return result


def extracted(document: Document, facts: Facts, *, pages: bool = False) -> Extracted:
    """Return the published object for a document and its facts."""
    return Extracted(
        document=_document(document, facts),
        decision=None if facts.decision is None else _decision(facts.decision),
        round=_round(facts.round),
        step=facts.step.value,
        citations=[_citation(citation) for citation in facts.citations],
        awards=[_award(award) for award in facts.awards],
        counts=[_count(count) for count in facts.counts if _is_own_total(count)],
        other_counts=[_count(count) for count in facts.counts if not _is_own_total(count)],
        people=[_person(person) for person in facts.people],
        events=[_event(event) for event in facts.events],
        issues=[_issue(issue) for issue in facts.issues],
        evidence=_evidence_of({"title": facts.title, "step": facts.step}),
        parts=[
            PartOut(part.kind, (part.first, part.last), part.number, part.date, part.title)
            for part in facts.parts
        ],
        pages=[_page(document, page) for page in document.pages] if pages else msgspec.UNSET,
    )


def _is_own_total(count: CountFact) -> bool:
    return count.own and count.group is None


def _document(document: Document, facts: Facts) -> DocumentOut:
    return DocumentOut(
        sha256=document.sha256,
        media_type=document.media_type,
        kind=facts.kind,
        in_programme=facts.in_programme,
        programme_reason=facts.programme_reason,
        title=facts.title.value,
        published=facts.published.value,
        publisher=facts.publisher.value,
        url=document.metadata.url,
        pages=len(document.pages),
        text_source=document.text_source.value,
        state=document.state.value,
        reason=None if document.reason is None else document.reason.value,
        signatures=[
            SignatureOut(each.signer, each.body, each.time) for each in document.metadata.signatures
        ],
    )


def _decision(decision: DecisionFact) -> DecisionOut:
    held = {item.name: getattr(decision, item.name) for item in fields(decision)}
    return DecisionOut(
        number=decision.number.value,
        date=decision.date.value,
        issuer=decision.issuer.value,
        place=decision.place.value,
        title=decision.title.value,
        signer=SignerOut(decision.signer_name.value, decision.signer_position.value),
        signed_at=decision.signed_at.value,
        confidence=_confidence_of(held),
        evidence=_evidence_of(held),
        alternatives=_alternatives_of(held),
    )


def _round(round_: RoundFact) -> RoundOut:
    held = {item.name: getattr(round_, item.name) for item in fields(round_)}
    return RoundOut(
        level=round_.level.value,
        region=round_.region.value,
        province=round_.province.value,
        year=round_.year.value,
        edition=round_.edition.value,
        confidence=_confidence_of(held),
        evidence=_evidence_of(held),
        alternatives=_alternatives_of(held),
    )


def _citation(citation: CitationFact) -> CitationOut:
    return CitationOut(
        number=citation.number,
        date=citation.date,
        issuer=citation.issuer,
        role=citation.role,
        confidence=_rounded(citation.confidence),
        evidence=_evidence_list(citation.evidence),
    )


_AWARD_FIELDS = ("product", "producer", "place", "grade", "group", "serial", "address", "points")


def _award(award: AwardFact) -> AwardOut:
    held: dict[str, Field[Any]] = {name: getattr(award, name) for name in _AWARD_FIELDS}
    if award.product.value is None:
        raise ValueError("an award needs a product")
    return AwardOut(
        product=award.product.value,
        producer=award.producer.value,
        place=award.place.value,
        grade=award.grade.value,
        group=award.group.value,
        serial=award.serial.value,
        address=award.address.value,
        points=award.points.value,
        year=award.year.value,
        pattern=award.pattern,
        confidence=_rounded(award.confidence),
        evidence=_distinct(item for value in held.values() for item in value.evidence),
        field_evidence=_evidence_of(held),
    )


def _count(count: CountFact) -> CountOut:
    return CountOut(
        of=count.of,
        value=count.value,
        step=count.step,
        level=count.level,
        territory=count.territory,
        group=count.group,
        confidence=_rounded(count.confidence),
        evidence=_evidence_list(count.evidence),
    )


def _person(person: PersonFact) -> PersonOut:
    return PersonOut(
        person.name, person.position, _rounded(person.confidence), _evidence_list(person.evidence)
    )


def _event(event: EventFact) -> EventOut:
    return EventOut(
        event.kind,
        event.date,
        event.place,
        _rounded(event.confidence),
        _evidence_list(event.evidence),
    )


def _issue(issue: IssueFact) -> IssueOut:
    return IssueOut(issue.code, issue.message, issue.field, _evidence_list(issue.evidence))


def _page(document: Document, page: Page) -> PageOut:
    return PageOut(
        number=page.number,
        width=page.width,
        height=page.height,
        source=page.source.value,
        health=None if page.health is None else _rounded(page.health),
        text=document.quote(page.span),
        tables=[_table(document, table) for table in document.tables if table.page == page.number],
    )


def _table(document: Document, table: Table) -> TableOut:
    rows = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    trust: list[list[float | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = document.quote(cell.span)
        trust[cell.row][cell.column] = cell.confidence
    return TableOut(bbox=_bbox(table.bbox), rows=rows, confidence=trust)


def _bbox(box: BBox | None) -> tuple[float, float, float, float] | None:
    if box is None:
        return None
    return (round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))


def _evidence(item: Evidence) -> EvidenceOut:
    return EvidenceOut(
        item.page, _bbox(item.bbox), item.start, item.end, item.quote, item.extractor
    )


def _evidence_list(items: tuple[Evidence, ...]) -> list[EvidenceOut]:
    return [_evidence(item) for item in items]


def _distinct(items: Iterable[Evidence]) -> list[EvidenceOut]:
    return [_evidence(item) for item in dict.fromkeys(items)]


def _evidence_of(held: Mapping[str, Field[Any]]) -> dict[str, list[EvidenceOut]]:
    return {name: _evidence_list(value.evidence) for name, value in held.items() if value.evidence}


def _confidence_of(held: Mapping[str, Field[Any]]) -> dict[str, float]:
    return {
        name: _rounded(value.confidence) for name, value in held.items() if value.value is not None
    }


def _alternatives_of(held: Mapping[str, Field[Any]]) -> dict[str, list[str]]:
    return {
        name: [str(other) for other in value.alternatives]
        for name, value in held.items()
        if value.alternatives
    }


def _rounded(confidence: float) -> float:
    return round(confidence, 3)
