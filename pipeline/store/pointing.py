"""A record or a span of a document in, the places on its pages out: what a reader is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pipeline.document import Span
from pipeline.store.models import Document, Evidence, RecordKind
from pipeline.store.proofs import proof_of
from pipeline.store.views import Proof


@dataclass(frozen=True, slots=True)
class Pointer:
    """One field of a record and a place in the document that says it."""

    kind: RecordKind
    key: str
    field: str
    proof: Proof


def pointers_of_record(
    session: Session, sha256: str, kind: RecordKind, key: str
) -> tuple[Pointer, ...]:
    """Return every place in a document that says something of one record, in text order."""
    return _pointers(session, sha256, Evidence.record_kind == kind, Evidence.record_key == key)


def pointers_at(session: Session, sha256: str, span: Span) -> tuple[Pointer, ...]:
    """Return what was read from exactly this span of a document."""
    return _pointers(session, sha256, Evidence.start == span.start, Evidence.end == span.end)


def _pointers(session: Session, sha256: str, *where: ColumnElement[bool]) -> tuple[Pointer, ...]:
    rows = session.scalars(
        select(Evidence)
        .join(Document, Document.id == Evidence.document_id)
        .where(Document.sha256 == sha256, Evidence.start.is_not(None), *where)
        .order_by(Evidence.start, Evidence.end, Evidence.record_kind, Evidence.field)
    )
    return tuple(
        Pointer(row.record_kind, row.record_key, row.field, proof_of(row, sha256)) for row in rows
    )
