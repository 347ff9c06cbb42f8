"""A person's value for one field: appended, dated, signed, and never overwritten by a machine.

The machine's value stays in its row and its evidence. A correction of a document's own fields is
laid over its facts by loading it again, since a number typed in may turn a draft into a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from pipeline.errors import InputError
from pipeline.store import decisions, entities, indexing
from pipeline.store.load import reload
from pipeline.store.models import (
    Award,
    Correction,
    Decision,
    Document,
    Evidence,
    Producer,
    ProducerName,
    Product,
    RecordKind,
    Round,
)
from pipeline.store.overlay import typed
from pipeline.store.session import lock

_NO_SUCH_RECORD = (
    "Không có bản ghi «{kind}:{key}». Xem khóa của bản ghi bằng: tieubieu show … --json"
)
_KEYED = {
    RecordKind.AWARD: Award.key,
    RecordKind.DECISION: Decision.key,
    RecordKind.ROUND: Round.key,
    RecordKind.PRODUCER: Producer.key,
    RecordKind.PRODUCT: Product.key,
    RecordKind.DOCUMENT: Document.sha256,
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """One entry of a field's history; ``undone`` where a later entry took it back."""

    field: str
    value: str | None
    machine: str | None
    who: str
    why: str
    at: datetime
    undone: bool


def correct(
    session: Session,
    record_kind: str,
    key: str,
    field: str,
    value: str | None,
    *,
    who: str,
    why: str = "",
    now: datetime | None = None,
) -> None:
    """Put a person's value beside the machine's; None says "there is none". The caller commits.

    Raises ``InputError`` where the record, the field or the value will not do.
    """
    lock(session)
    kind = _kind(record_kind)
    text = value.strip() if value is not None else None
    typed(kind, field, text or None)
    _must_exist(session, kind, key)
    machine = _machine_value(session, kind, key, field)
    _append(
        session, who, why, now,
        Correction(
            record_kind=kind, record_key=key, field=field, value=text or None, machine=machine
        ),
    )  # fmt: skip
    _take_effect(session, kind, key)


def undo(
    session: Session,
    record_kind: str,
    key: str,
    field: str,
    *,
    who: str,
    why: str = "",
    now: datetime | None = None,
) -> None:
    """Take back a field's last correction: what it covered holds again."""
    lock(session)
    kind = _kind(record_kind)
    undoing = aliased(Correction)
    last = session.scalar(
        select(Correction)
        .where(
            Correction.record_kind == kind,
            Correction.record_key == key,
            Correction.field == field,
            Correction.undoes.is_(None),
            ~select(undoing.id).where(undoing.undoes == Correction.id).exists(),
        )
        .order_by(Correction.id.desc())
        .limit(1)
    )
    if last is None:
        raise InputError(f"Trường «{field}» của «{kind}:{key}» không có lần sửa nào để hoàn tác.")
    _append(
        session, who, why, now,
        Correction(
            record_kind=kind, record_key=key, field=field, value=None, machine=last.machine,
            undoes=last.id,
        ),
    )  # fmt: skip
    _take_effect(session, kind, key)


def history(session: Session, record_kind: str, key: str) -> tuple[Corrected, ...]:
    """Return all that people said of a record, oldest first, what was taken back included."""
    rows = session.scalars(
        select(Correction)
        .where(Correction.record_kind == _kind(record_kind), Correction.record_key == key)
        .order_by(Correction.id)
    ).all()
    undone = {row.undoes for row in rows}
    return tuple(
        Corrected(row.field, row.value, row.machine, row.who, row.why, row.at, row.id in undone)
        for row in rows
        if row.undoes is None
    )


def _kind(name: str) -> RecordKind:
    try:
        kind = RecordKind(name)
    except ValueError:
        kind = RecordKind.ISSUE
    if kind not in _KEYED:
        known = ", ".join(sorted(each.value for each in _KEYED))
        raise InputError(f"Không sửa được bản ghi loại «{name}». Các loại sửa được: {known}.")
    return kind


def _must_exist(session: Session, kind: RecordKind, key: str) -> None:
    column = _KEYED[kind]
    if session.scalar(select(column).where(column == key)) is None:
        raise InputError(_NO_SUCH_RECORD.format(kind=kind, key=key))


def _append(session: Session, who: str, why: str, now: datetime | None, row: Correction) -> None:
    if not who.strip():
        raise InputError("Hãy ghi tên người sửa (--who).")
    row.who, row.why, row.at = who.strip(), why.strip(), now or datetime.now(UTC)
    session.add(row)
    session.flush()


def _machine_value(session: Session, kind: RecordKind, key: str, field: str) -> str | None:
    """Return what the machine says of a field now, as text."""
    if kind is RecordKind.DOCUMENT:
        group, _, name = field.rpartition(".")
        return session.scalar(
            select(Evidence.value).where(
                Evidence.record_kind == (RecordKind(group) if group else kind),
                Evidence.record_key == key,
                Evidence.field == name,
                Evidence.ordinal == 0,
            )
        )
    column = _KEYED[kind]
    row = session.scalar(select(column.class_).where(column == key))
    value = getattr(row, field, None)
    return str(value) if value is not None else None


def _take_effect(session: Session, kind: RecordKind, key: str) -> None:
    """Bring what is derived from a corrected field up to date: names, search, the document."""
    if kind is RecordKind.DOCUMENT:
        reload(session, key)
        return
    names: dict[str, set[str]] = {kind.value: {key}}
    if kind is RecordKind.AWARD:
        touched = _touched(session, key)
        names = entities.names_of(session, touched)
        entities.settle(session, touched)
    elif kind is RecordKind.PRODUCER:
        products = (
            select(Product.key)
            .join(Producer, Producer.id == Product.producer_id)
            .where(Producer.key == key)
        )
        names["product"] = set(session.scalars(products))
    elif kind is RecordKind.DECISION:
        family = session.scalars(select(Decision.number_key).where(Decision.key == key)).one()
        decisions.settle(session, {family})
    indexing.refresh(session, names)


def _touched(session: Session, key: str) -> entities.Touched:
    product, producer = session.execute(
        select(Award.product_id, ProducerName.producer_id)
        .outerjoin(ProducerName, ProducerName.id == Award.producer_name_id)
        .where(Award.key == key)
    ).one()
    return entities.Touched(products={product}, producers={producer} if producer else set())
