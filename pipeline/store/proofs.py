"""Evidence and corrections of many records at once, as values for the views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.store.evidence_rows import text_of
from pipeline.store.models import Document, Evidence, RecordKind
from pipeline.store.overlay import Overrides, chunks, in_force
from pipeline.store.views import Proof, Value

Place = tuple[int, str, str]  # document id, record key, field


@dataclass(frozen=True, slots=True)
class Proofs:
    """The evidence of one kind of record in some documents, and what people corrected."""

    places: Mapping[Place, tuple[Proof, ...]]
    overrides: Mapping[str, Overrides] = field(default_factory=dict)

    def value(
        self,
        document_id: int,
        key: str,
        name: str,
        machine: object,
        corrected_as: str | None = None,
    ) -> Value:
        """Return a field of a record; ``corrected_as`` where corrections name it otherwise."""
        evidence = self.places.get((document_id, key, name), ())
        over = self.overrides.get(key, {})
        asked = corrected_as or name
        text = text_of(machine)
        return Value(
            text=over.get(asked, text),
            machine=text,
            corrected=asked in over,
            confidence=max((proof.confidence for proof in evidence), default=None),
            evidence=evidence,
        )

    def of(self, document_id: int, key: str, name: str) -> tuple[Proof, ...]:
        """Return the places that say a field."""
        return self.places.get((document_id, key, name), ())


def proofs(
    session: Session,
    kind: RecordKind,
    document_ids: Iterable[int],
    corrected: Iterable[str] = (),
    corrected_kind: RecordKind | None = None,
) -> Proofs:
    """Return the evidence of a kind of record in documents, and corrections by record key."""
    places: dict[Place, list[Proof]] = {}
    for chunk in chunks(sorted(set(document_ids))):
        rows = session.execute(
            select(Evidence, Document.sha256)
            .join(Document, Document.id == Evidence.document_id)
            .where(Evidence.document_id.in_(chunk), Evidence.record_kind == kind)
            .order_by(Document.sha256, Evidence.record_key, Evidence.field, Evidence.ordinal)
        )
        for row, sha256 in rows:
            place = (row.document_id, row.record_key, row.field)
            places.setdefault(place, []).append(proof_of(row, sha256))
    overrides = in_force(session, corrected_kind or kind, corrected)
    return Proofs({place: tuple(found) for place, found in places.items()}, overrides)


def proof_of(row: Evidence, sha256: str) -> Proof:
    """Return a row of evidence as a value."""
    corners = (row.x0, row.top, row.x1, row.bottom)
    x0, top, x1, bottom = corners
    boxed = x0 is not None and top is not None and x1 is not None and bottom is not None
    return Proof(
        document=sha256,
        page=row.page,
        bbox=(x0, top, x1, bottom) if boxed else None,  # type: ignore[arg-type]  # boxed says so
        start=row.start,
        end=row.end,
        quote=row.quote,
        extractor=row.extractor,
        value=row.value,
        confidence=row.confidence,
    )
