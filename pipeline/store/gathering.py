"""Rows of documents as views: awards, citations, counts, people, events and issues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from pipeline.store.evidence_rows import text_of
from pipeline.store.indexing import round_label
from pipeline.store.models import (
    Award,
    Citation,
    CountClaim,
    Decision,
    Document,
    Event,
    Holding,
    Issue,
    IssueState,
    Person,
    Place,
    Producer,
    ProducerName,
    Product,
    RecordKind,
    Round,
    Sighting,
)
from pipeline.store.overlay import Overrides, chunks, in_force
from pipeline.store.proofs import proofs
from pipeline.store.views import (
    AwardView,
    CitationView,
    CountView,
    DocumentRef,
    EventView,
    IssueView,
    PersonView,
    Value,
)

_FIELDS = ("product", "producer", "place", "address", "grade", "group", "serial", "points")


def award_views(session: Session, *where: ColumnElement[bool]) -> tuple[AwardView, ...]:
    """Return awards with evidence for each field: a decision's own list first, then in order."""
    rows = session.execute(
        select(Award, Document, Round, Decision, Product, Producer, Place)
        .join(Document, Document.id == Award.document_id)
        .join(Product, Product.id == Award.product_id)
        .outerjoin(Round, Round.id == Award.round_id)
        .outerjoin(Citation, Citation.id == Award.citation_id)
        .outerjoin(Decision, Decision.id == Citation.decision_id)
        .outerjoin(ProducerName, ProducerName.id == Award.producer_name_id)
        .outerjoin(Producer, Producer.id == ProducerName.producer_id)
        .outerjoin(Place, Place.id == Award.place_id)
        .where(*where)
        .order_by(Citation.own.desc().nulls_last(), Document.sha256, Award.ordinal)
    ).all()
    known = proofs(
        session,
        RecordKind.AWARD,
        {row[0].document_id for row in rows},
        corrected=[row[0].key for row in rows],
    )
    products = in_force(session, RecordKind.PRODUCT, {row[4].key for row in rows})
    makers = in_force(session, RecordKind.PRODUCER, {row[5].key for row in rows if row[5]})
    numbers = in_force(session, RecordKind.DECISION, {row[3].key for row in rows if row[3]})
    found = []
    for award, document, held_round, decision, product, producer, place in rows:
        number = decision.number if decision is not None else None
        if decision is not None:
            number = numbers.get(decision.key, {}).get("number") or number
        values = {
            name: known.value(document.id, award.key, name, getattr(award, name))
            for name in _FIELDS
        }
        values["product"] = _renamed(values["product"], products.get(product.key, {}))
        if producer is not None:
            values["producer"] = _renamed(values["producer"], makers.get(producer.key, {}))
        found.append(
            AwardView(
                key=award.key,
                document=document.sha256,
                ordinal=award.ordinal,
                step=award.step,
                confidence=award.confidence,
                pattern=award.pattern,
                **values,
                product_key=product.key,
                producer_key=producer.key if producer is not None else None,
                round_key=held_round.key if held_round is not None else None,
                round_label=label_of(held_round) if held_round is not None else None,
                decision_key=decision.key if decision is not None else None,
                decision_number=number,
                district=place.district if place is not None else None,
                province=place.province if place is not None else None,
                province_today=place.province_today if place is not None else None,
            )
        )
    return tuple(found)


def standing() -> Select[int]:
    """Return the ids of awards, each award of a round once, however many documents tell of it.

    The awarding act's own list stands before what others tell; equal rows of one list stay.
    """
    act = aliased(Citation)
    rank = (
        func.rank()
        .over(
            partition_by=(
                func.coalesce(Award.round_id, -Award.document_id),
                Award.product_id,
                Award.step,
            ),
            order_by=(act.own.desc().nulls_last(), Document.sha256),
        )
        .label("rank")
    )
    ranked = (
        select(Award.id.label("id"), rank)
        .join(Document, Document.id == Award.document_id)
        .outerjoin(act, act.id == Award.citation_id)
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.rank == 1)


def _renamed(value: Value, over: Overrides) -> Value:
    """Put a person's name for the whole product or producer over what one paper writes."""
    name = over.get("name")
    return replace(value, text=name, corrected=True) if name and not value.corrected else value


def label_of(row: Round) -> str:
    """Return a round in words."""
    return round_label(row.level, row.territory, row.year, row.edition)


def citation_views(session: Session, *where: ColumnElement[bool]) -> tuple[CitationView, ...]:
    """Return attestations of acts, a document's own first."""
    rows = session.execute(
        select(Citation, Decision, Document.sha256)
        .join(Decision, Decision.id == Citation.decision_id)
        .join(Document, Document.id == Citation.document_id)
        .where(*where)
        .order_by(Citation.own.desc(), Document.sha256, Citation.ordinal)
    ).all()
    known = proofs(session, RecordKind.CITATION, {row[0].document_id for row in rows})
    heads = proofs(
        session, RecordKind.DECISION, {row[0].document_id for row in rows if row[0].own}
    )  # fmt: skip
    return tuple(
        CitationView(
            document=sha256,
            decision=decision.key,
            own=row.own,
            role=row.role,
            held=decision.state is Holding.HELD,
            number=row.number,
            date=text_of(row.date),
            issuer=row.issuer,
            confidence=row.confidence,
            evidence=heads.of(row.document_id, sha256, "number")
            if row.own
            else known.of(row.document_id, _nth(sha256, row.ordinal), "number"),
        )
        for row, decision, sha256 in rows
    )


def count_views(session: Session, ids: Iterable[int]) -> tuple[CountView, ...]:
    """Return the numbers that documents state."""
    held = sorted(set(ids))
    known = proofs(session, RecordKind.COUNT, held)
    query = select(CountClaim, Document.sha256).join(
        Document, Document.id == CountClaim.document_id
    )
    query = query.where(CountClaim.document_id.in_(held))
    return tuple(
        CountView(
            document=sha256,
            of=row.of,
            value=row.value,
            step=row.step,
            level=row.level,
            territory=row.territory,
            group=row.group,
            own=row.own,
            confidence=row.confidence,
            evidence=known.of(row.document_id, _nth(sha256, row.ordinal), "value"),
        )
        for row, sha256 in session.execute(query.order_by(Document.sha256, CountClaim.ordinal))
    )


def people_views(session: Session, ids: Iterable[int]) -> tuple[PersonView, ...]:
    """Return the people whom documents name."""
    held = sorted(set(ids))
    known = proofs(session, RecordKind.PERSON, held)
    query = select(Person, Document.sha256).join(Document, Document.id == Person.document_id)
    query = query.where(Person.document_id.in_(held)).order_by(Document.sha256, Person.ordinal)
    return tuple(
        PersonView(
            document=sha256,
            name=row.name,
            position=row.position,
            confidence=row.confidence,
            evidence=known.of(row.document_id, _nth(sha256, row.ordinal), "name"),
        )
        for row, sha256 in session.execute(query)
    )


def event_views(session: Session, ids: Iterable[int]) -> tuple[EventView, ...]:
    """Return the happenings that documents tell of."""
    held = sorted(set(ids))
    known = proofs(session, RecordKind.EVENT, held)
    query = select(Event, Document.sha256).join(Document, Document.id == Event.document_id)
    query = query.where(Event.document_id.in_(held)).order_by(Document.sha256, Event.ordinal)
    return tuple(
        EventView(
            document=sha256,
            kind=row.kind,
            date=text_of(row.date),
            place=row.place,
            confidence=row.confidence,
            evidence=known.of(row.document_id, _nth(sha256, row.ordinal), "kind"),
        )
        for row, sha256 in session.execute(query)
    )


def issue_views(
    session: Session,
    *where: ColumnElement[bool],
    state: IssueState | None = IssueState.OPEN,
    limit: int | None = None,
) -> tuple[IssueView, ...]:
    """Return issues with their documents, in a fixed order."""
    query = (
        select(Issue, Document)
        .join(Document, Document.id == Issue.document_id)
        .where(*where)
        .order_by(Issue.code, Issue.key)
        .limit(limit)
    )
    if state is not None:
        query = query.where(Issue.state == state)
    rows = session.execute(query).all()
    ids = [document.id for _, document in rows]
    known = proofs(session, RecordKind.ISSUE, ids)
    seen_at = addresses(session, ids)
    return tuple(
        IssueView(
            key=row.key,
            document=document.sha256,
            title=document.title,
            address=next(iter(seen_at.get(document.id, ())), None),
            code=row.code,
            message=row.message,
            field=row.field,
            state=row.state,
            evidence=known.of(document.id, row.key, "message"),
        )
        for row, document in rows
    )


def document_refs(
    session: Session, query: Select[*tuple[Document, ...]]
) -> tuple[DocumentRef, ...]:
    """Return documents in one line each, by their content hash."""
    rows: Sequence[Document] = session.scalars(query.order_by(Document.sha256)).unique().all()
    seen_at = addresses(session, [row.id for row in rows])
    return tuple(
        DocumentRef(
            sha256=row.sha256,
            kind=row.kind,
            title=row.title,
            published=text_of(row.published),
            publisher=row.publisher,
            state=row.state,
            addresses=tuple(seen_at.get(row.id, ())),
        )
        for row in rows
    )


def addresses(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    """Return where documents were seen, in order."""
    found: dict[int, list[str]] = {}
    for chunk in chunks(sorted(set(ids))):
        query = select(Sighting.document_id, Sighting.address).where(
            Sighting.document_id.in_(chunk)
        )
        for document_id, address in session.execute(query.order_by(Sighting.address)):
            found.setdefault(document_id, []).append(address)
    return found


def _nth(sha256: str, ordinal: int) -> str:
    return f"{sha256[:16]}/{ordinal}"
