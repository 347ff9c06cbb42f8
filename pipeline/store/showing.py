"""One record with all that is known of it: decision, producer, round, document."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.document import Document as ReadDocument
from pipeline.store.evidence_rows import text_of
from pipeline.store.gathering import (
    award_views,
    citation_views,
    count_views,
    document_refs,
    event_views,
    issue_views,
    label_of,
    people_views,
    standing,
)
from pipeline.store.indexing import round_label
from pipeline.store.load import opened
from pipeline.store.models import (
    Award,
    Citation,
    Decision,
    Document,
    Head,
    Issue,
    Page,
    Producer,
    ProducerName,
    Reading,
    RecordKind,
    Round,
    Sighting,
)
from pipeline.store.overlay import Overrides
from pipeline.store.proofs import Proofs, proofs
from pipeline.store.views import (
    AwardView,
    DecisionView,
    DocumentView,
    PageView,
    ProducerView,
    Proof,
    RoundView,
    Value,
)

_HEAD = ("number", "date", "issuer", "place", "title", "signer_name", "signer_position")
_ROUND = ("level", "region", "province", "year", "edition")


def decision_view(session: Session, key: str) -> DecisionView | None:
    """Return a decision with evidence for each field, its awards, citations and issues."""
    row = session.scalar(select(Decision).where(Decision.key == key))
    if row is None:
        return None
    attesting = select(Citation.document_id).where(Citation.decision_id == row.id)
    papers = list(session.scalars(attesting.where(Citation.own)))
    others = attesting.where(~Citation.own)
    fields = _decision_fields(session, row, papers)
    award_acts = select(Citation.id).where(Citation.decision_id == row.id)
    listed = award_views(session, Award.citation_id.in_(award_acts))
    reported: tuple[AwardView, ...] = ()
    if papers:  # the act's own list is the list; what others tell of it stands apart
        own = Award.document_id.in_(papers)
        listed = award_views(session, Award.citation_id.in_(award_acts), own)
        reported = award_views(session, Award.citation_id.in_(award_acts), ~own)
    return DecisionView(
        key=row.key,
        state=row.state,
        **fields,
        year=row.year,
        papers=document_refs(session, select(Document).where(Document.id.in_(papers))),
        cited_by=document_refs(session, select(Document).where(Document.id.in_(others))),
        attestations=citation_views(session, Citation.decision_id == row.id),
        awards=listed,
        reported=reported,
        citations=citation_views(session, Citation.document_id.in_(papers), ~Citation.own),
        counts=count_views(session, papers),
        people=people_views(session, papers),
        events=event_views(session, papers),
        issues=issue_views(session, Issue.document_id.in_(papers)),
    )


def _decision_fields(session: Session, row: Decision, papers: list[int]) -> dict[str, Value]:
    """Return each field with the places in the held papers (or citations) that say it."""
    own = proofs(
        session, RecordKind.DECISION, papers, corrected=[row.key]
    )  # evidence is kept under the paper, corrections under the act
    over = own.overrides.get(row.key, {})
    cited = citation_views(session, Citation.decision_id == row.id) if not papers else ()
    fields = {}
    for name in _HEAD:
        places = _places(own, name)
        if name == "number":
            places += tuple(proof for each in cited for proof in each.evidence)
        fields[name] = _value(getattr(row, name), name, over, places)
    return fields


def _places(known: Proofs, name: str) -> tuple[Proof, ...]:
    """Return every place that says a field, in any of the documents."""
    return tuple(
        proof
        for (_, _, field), found in sorted(known.places.items())
        if field == name
        for proof in found
    )


def _value(machine: object, name: str, over: Overrides, places: tuple[Proof, ...]) -> Value:
    text = text_of(machine)
    return Value(
        text=over.get(name, text),
        machine=text,
        corrected=name in over,
        confidence=max((proof.confidence for proof in places), default=None),
        evidence=places,
    )


def producer_view(session: Session, key: str) -> ProducerView | None:
    """Return a producer with its names and all its awards."""
    row = session.scalar(select(Producer).where(Producer.key == key))
    if row is None:
        return None
    known = proofs(session, RecordKind.PRODUCER, (), corrected=[key])
    names = select(ProducerName.written).where(ProducerName.producer_id == row.id)
    return ProducerView(
        key=row.key,
        name=known.value(0, key, "name", row.name),
        province=row.province,
        names=tuple(sorted(session.scalars(names))),
        awards=award_views(session, ProducerName.producer_id == row.id, Award.id.in_(standing())),
    )


def round_view(session: Session, key: str) -> RoundView | None:
    """Return a round with its decisions, documents, awards and counts."""
    row = session.scalar(select(Round).where(Round.key == key))
    if row is None:
        return None
    of_round = select(Document).where(Document.round_id == row.id)
    ids = list(session.scalars(select(Document.id).where(Document.round_id == row.id)))
    known = proofs(session, RecordKind.ROUND, ids, corrected=[key])
    values = {
        name: _value(getattr(row, name), name, known.overrides.get(key, {}), _places(known, name))
        for name in ("region", "edition")
    }
    acts = session.execute(
        select(Decision.key, Decision.number, Decision.state)
        .join(Citation, Citation.decision_id == Decision.id)
        .join(Award, Award.citation_id == Citation.id)
        .where(Award.round_id == row.id)
        .distinct()
        .order_by(Decision.key)
    )
    edition = values["edition"].text
    return RoundView(
        key=row.key,
        label=round_label(row.level, row.territory, row.year, int(edition) if edition else None),
        level=row.level,
        territory=row.territory,
        year=row.year,
        province=row.province,
        **values,
        decisions=tuple((key, number, state) for key, number, state in acts),
        documents=document_refs(session, of_round),
        awards=award_views(session, Award.round_id == row.id, Award.id.in_(standing())),
        counts=tuple(each for each in count_views(session, ids) if each.own),
        issues=issue_views(session, Issue.document_id.in_(ids)),
    )


def document_view(session: Session, sha256: str) -> DocumentView | None:
    """Return a document with everything it says, each value with its place."""
    row = session.scalar(select(Document).where(Document.sha256 == sha256))
    if row is None:
        return None
    said = proofs(session, RecordKind.DOCUMENT, [row.id], corrected=[sha256])
    in_head = proofs(
        session, RecordKind.DECISION, [row.id], [sha256], corrected_kind=RecordKind.DOCUMENT
    )
    of_round = proofs(
        session, RecordKind.ROUND, [row.id], [sha256], corrected_kind=RecordKind.DOCUMENT
    )
    head = session.get(Head, row.id)
    held_round = session.get(Round, row.round_id) if row.round_id is not None else None
    sightings = session.execute(
        select(Sighting.address, Sighting.first_seen)
        .where(Sighting.document_id == row.id)
        .order_by(Sighting.address)
    )
    pages = session.scalars(select(Page).where(Page.document_id == row.id).order_by(Page.number))
    own = session.scalar(
        select(Decision.key)
        .join(Citation, Citation.decision_id == Decision.id)
        .where(Citation.document_id == row.id, Citation.own)
    )
    return DocumentView(
        sha256=row.sha256,
        media_type=row.media_type,
        document_kind=row.kind,
        in_programme=row.in_programme,
        programme_reason=row.programme_reason,
        title=said.value(row.id, sha256, "title", row.title),
        published=said.value(row.id, sha256, "published", row.published),
        publisher=said.value(row.id, sha256, "publisher", row.publisher),
        step=said.value(row.id, sha256, "step", row.step),
        url=row.url,
        state=row.state,
        reason=row.reason.value if row.reason is not None else None,
        detail=row.detail,
        text_source=row.text_source.value,
        sightings=tuple((address, seen) for address, seen in sightings),
        pages=tuple(
            PageView(page.number, page.width, page.height, page.source.value, page.health)
            for page in pages
        ),
        head=tuple(
            (name, in_head.value(row.id, sha256, name, getattr(head, name), f"decision.{name}"))
            for name in (*_HEAD, "signed_at")
            if head is not None
        ),
        round=tuple(
            (name, _first(of_round.value(row.id, sha256, name, None, f"round.{name}")))
            for name in _ROUND
        ),
        round_key=held_round.key if held_round is not None else None,
        round_label=label_of(held_round) if held_round is not None else None,
        decision_key=own,
        awards=award_views(session, Award.document_id == row.id),
        citations=citation_views(session, Citation.document_id == row.id),
        counts=count_views(session, [row.id]),
        people=people_views(session, [row.id]),
        events=event_views(session, [row.id]),
        issues=issue_views(session, Issue.document_id == row.id, state=None),
    )


def _first(value: Value) -> Value:
    """Take the machine's value from its evidence, where no column holds it."""
    machine = value.evidence[0].value if value.evidence else None
    text = value.text if value.corrected else machine
    return Value(text, machine, value.corrected, value.confidence, value.evidence)


def reading(session: Session, sha256: str) -> ReadDocument | None:
    """Return a document as it was read: text, boxes, tables."""
    packed = session.scalar(
        select(Reading.document)
        .join(Document, Document.id == Reading.document_id)
        .where(Document.sha256 == sha256)
    )
    if packed is None:
        return None
    document: ReadDocument = opened(packed, ReadDocument)
    return document
