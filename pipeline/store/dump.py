"""The whole database as canonical text: JSON Lines, sorted, without surrogate ids or clock times.

Two databases that know the same print the same bytes, whatever the engine, the order of loading or
the interruptions on the way. Rows lead to others by natural keys; strings sort by their bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, collate, exists, select
from sqlalchemy.orm import Session, aliased

from pipeline.store.models import (
    Award,
    Base,
    Citation,
    Correction,
    CountClaim,
    Decision,
    Document,
    Event,
    Evidence,
    Head,
    Issue,
    Ledger,
    LedgerState,
    Page,
    Person,
    Place,
    Producer,
    ProducerName,
    Product,
    Round,
    Sighting,
)

Rows = Select[*tuple[Any, ...]]  # each table has columns of its own

_BATCH = 1000
_NOT_KNOWLEDGE = (LedgerState.CLAIMED, LedgerState.DEFERRED)
_HIDDEN = {"id", "document_id", "first_seen", "settled_at", "at"}  # surrogates and clocks


def dump(session: Session) -> Iterator[str]:
    """Yield the database line by line, each ending in a newline."""
    for table, (query, order) in _queries().items():
        keys = [by_bytes(session, column) for column in order]
        rows = session.execute(query.order_by(*keys), execution_options={"yield_per": _BATCH})
        for row in rows.mappings():
            yield _line(table, row)


def _line(table: str, row: Any) -> str:  # a row mapping
    values = {name: _plain(value) for name, value in row.items()}
    return json.dumps({"table": table, **values}, ensure_ascii=False, sort_keys=True) + "\n"


def _plain(value: Any) -> Any:  # whatever a column holds
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def by_bytes(session: Session, column: Any) -> ColumnElement[Any]:  # a column, mapped or not
    """Sort text by its bytes on both engines, and what is absent first."""
    text = column.type.python_type is str
    if session.get_bind().dialect.name == "postgresql" and text:
        column = collate(column, "C")
    ordered: ColumnElement[Any] = column.asc().nulls_first()
    return ordered


def _queries() -> dict[str, tuple[Rows, tuple[Any, ...]]]:
    of_document = {
        model.__tablename__: (_owned(model), (Document.sha256, model.ordinal))
        for model in (CountClaim, Person, Event)
    }
    return {
        "document": (_document(), (Document.sha256,)),
        "page": (_owned(Page), (Document.sha256, Page.number)),
        "sighting": (_owned(Sighting), (Document.sha256, Sighting.address)),
        "ledger": (_ledger(), (Ledger.sha256,)),
        "decision": (_shared(Decision), (Decision.key,)),
        "head": (_owned(Head), (Document.sha256,)),
        "citation": (_citation(), (Document.sha256, Citation.ordinal)),
        "round": (_shared(Round), (Round.key,)),
        "producer": (_shared(Producer), (Producer.key,)),
        "producer_name": (_producer_name(), (Producer.key, ProducerName.written)),
        "product": (_product(), (Product.key,)),
        "place": (_shared(Place), (Place.key,)),
        "award": (_award(), (Document.sha256, Award.ordinal)),
        **of_document,
        "issue": (_owned(Issue), (Issue.key,)),
        "correction": (_correction(), (Correction.id,)),
        "evidence": (
            _owned(Evidence),
            (
                Document.sha256,
                Evidence.record_kind,
                Evidence.record_key,
                Evidence.field,
                Evidence.ordinal,
            ),
        ),
    }


def _columns(model: type[Base], *without: str) -> list[ColumnElement[Any]]:
    hidden = _HIDDEN | set(without)
    return [column for column in model.__table__.columns if column.name not in hidden]


def _shared(model: type[Base]) -> Rows:
    return select(*_columns(model))


def _owned(model: type[Base]) -> Rows:
    return select(Document.sha256.label("document"), *_columns(model)).join_from(model, Document)


def _document() -> Rows:
    columns = _columns(Document, "round_id")
    return select(*columns, Round.key.label("round")).outerjoin_from(Document, Round)


def _ledger() -> Rows:
    """Return readings that ended, and of those only what the rows come from."""
    columns = _columns(Ledger, "attempts", "owner", "lease_until", "deferred_until")
    replaced = exists().where(
        Document.sha256 == Ledger.sha256, Document.fingerprint != Ledger.fingerprint
    )
    return select(*columns).where(Ledger.state.not_in(_NOT_KNOWLEDGE), ~replaced)


def _citation() -> Rows:
    return (
        select(
            Document.sha256.label("document"),
            Decision.key.label("decision"),
            *_columns(Citation, "decision_id"),
        )
        .join_from(Citation, Document)
        .join(Decision)
    )


def _producer_name() -> Rows:
    return select(Producer.key.label("producer"), ProducerName.written).join_from(
        ProducerName, Producer
    )


def _product() -> Rows:
    return select(Product.key, Product.name, Producer.key.label("producer")).outerjoin_from(
        Product, Producer
    )


def _award() -> Rows:
    ids = ("round_id", "citation_id", "product_id", "producer_name_id", "place_id")
    return (
        select(
            Document.sha256.label("document"),
            Round.key.label("round"),
            Decision.key.label("decision"),
            Product.key.label("product_key"),
            Producer.key.label("producer_key"),
            Place.key.label("place_key"),
            *_columns(Award, *ids),
        )
        .join_from(Award, Document, Document.id == Award.document_id)
        .join(Product, Product.id == Award.product_id)
        .outerjoin(Round, Round.id == Award.round_id)
        .outerjoin(Citation, Citation.id == Award.citation_id)
        .outerjoin(Decision, Decision.id == Citation.decision_id)
        .outerjoin(ProducerName, ProducerName.id == Award.producer_name_id)
        .outerjoin(Producer, Producer.id == ProducerName.producer_id)
        .outerjoin(Place, Place.id == Award.place_id)
    )


def _correction() -> Rows:
    """Return what people said, in the order they said it; the row taken back is marked."""
    undo = aliased(Correction)
    undone = select(undo.id).where(undo.undoes == Correction.id).exists()
    return select(
        *_columns(Correction, "undoes"),
        Correction.undoes.is_not(None).label("is_undo"),
        undone.label("undone"),
    )
