"""Attestations in, decisions out: which row a citation belongs to, and what that row says.

All attestations of one number form a family. Whenever a document adds or takes away one, the whole
family is worked out anew from what is known, so the result knows no order of loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from pipeline.reconciliation import date_conflict
from pipeline.resolution import Attestation, act_number, cluster, issuer_name
from pipeline.store import issues
from pipeline.store.models import (
    Citation,
    Correction,
    Decision,
    Document,
    Head,
    Holding,
    IssueSource,
    RecordKind,
)

V = TypeVar("V")

_PARTS = (Citation.number_key, Citation.issuer_key, Citation.year, Citation.date)


def families_of(session: Session, document_id: int) -> set[str]:
    """Return the number keys that a document attests now."""
    return set(
        session.scalars(select(Citation.number_key).where(Citation.document_id == document_id))
    )


def rows_for(session: Session, coming: Iterable[Attestation]) -> Mapping[Attestation, int]:
    """Return each coming attestation's decision row, made where it is new."""
    wanted = list(coming)
    known = _known(session, {each.number for each in wanted})
    homes = cluster({*wanted, *known})
    ids = _ensure(session, {homes[each] for each in wanted})
    return {each: ids[homes[each]] for each in wanted}


def settle(session: Session, families: set[str]) -> set[str]:
    """Put every attestation of the families into its row, and say in the row what they say.

    Rows that nobody attests any more go, unless a person corrected them. Returns the keys of all
    rows touched, those gone included.
    """
    touched = set(
        session.scalars(select(Decision.key).where(Decision.number_key.in_(sorted(families))))
    )
    homes = cluster(_known(session, families))
    ids = _ensure(session, set(homes.values()))
    for each, key in homes.items():
        session.execute(
            update(Citation)
            .where(*_same(each), Citation.decision_id != ids[key])
            .values(decision_id=ids[key])
        )
    _prune(session, families)
    rows = session.scalars(select(Decision).where(Decision.number_key.in_(families)))
    for row in rows.all():
        _describe(session, row)
        touched.add(row.key)
    session.flush()
    for family in sorted(families):
        _compare_dates(session, family)
    return touched


def _known(session: Session, families: set[str]) -> list[Attestation]:
    rows = session.execute(
        select(*_PARTS).where(Citation.number_key.in_(sorted(families))).distinct()
    )
    return [Attestation(*row) for row in rows]


def _same(each: Attestation) -> list[ColumnElement[bool]]:
    return [
        Citation.number_key == each.number,
        _is(Citation.issuer_key, each.issuer),
        _is(Citation.year, each.year),
        _is(Citation.date, each.date),
    ]


def _is(column: InstrumentedAttribute[V | None], value: V | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _ensure(session: Session, keys: set[str]) -> dict[str, int]:
    query = select(Decision.key, Decision.id).where(Decision.key.in_(sorted(keys)))
    ids = dict(session.execute(query).all())
    for key in sorted(keys - ids.keys()):
        issuer, number, year = key.split("|")
        row = Decision(
            key=key,
            state=Holding.CITED,
            number=number,
            number_key=number,
            symbol=None,
            issuer_key=None if issuer == "?" else issuer,
            year=None if year == "?" else int(year),
        )
        session.add(row)
        session.flush()
        ids[key] = row.id
    return ids


def _prune(session: Session, families: set[str]) -> None:
    attested = exists().where(Citation.decision_id == Decision.id)
    corrected = exists().where(
        Correction.record_kind == RecordKind.DECISION, Correction.record_key == Decision.key
    )
    session.execute(
        delete(Decision).where(Decision.number_key.in_(sorted(families)), ~attested, ~corrected)
    )


def _describe(session: Session, row: Decision) -> None:
    """Say what the held paper says; of an act only cited, what most citations say."""
    head = session.scalar(
        select(Head)
        .join(Citation, Citation.document_id == Head.document_id)
        .join(Document, Document.id == Head.document_id)
        .where(Citation.decision_id == row.id, Citation.own)
        .order_by(Citation.confidence.desc(), Document.sha256)
        .limit(1)
    )
    row.state = Holding.HELD if head is not None else Holding.CITED
    for name in ("place", "title", "signer_name", "signer_position"):
        setattr(row, name, getattr(head, name) if head is not None else None)
    number = head.number if head is not None else None
    stated = head.issuer if head is not None else None
    row.number = number or _usual(session, row.id, Citation.number) or row.number
    row.symbol = _symbol(row.number)
    row.date = (head.date if head is not None else None) or _usual(session, row.id, Citation.date)
    known = issuer_name(row.issuer_key) if row.issuer_key is not None else None
    row.issuer = known or stated or _usual(session, row.id, Citation.issuer)


def _symbol(number: str) -> str | None:
    """Return the written symbol of "26/2014/TT-BCT": "TT-BCT"."""
    symbol = act_number(number).symbol
    return number[-len(symbol) :] if symbol is not None else None


def _usual(session: Session, decision_id: int, column: InstrumentedAttribute[V]) -> V | None:
    """Return a column's most frequent value among a decision's citations; ties go by order."""
    rows = session.execute(
        select(column, func.count())
        .where(Citation.decision_id == decision_id, column.is_not(None))
        .group_by(column)
    )
    ranked = sorted(rows, key=lambda row: (-row[1], not _marked(row[0]), str(row[0])))
    return ranked[0][0] if ranked else None


def _marked(value: object) -> bool:
    """Tell whether a writing kept its marks: "1918/QĐ-UBND" before "1918/QD-UBND"."""
    return not str(value).isascii()


def _compare_dates(session: Session, family: str) -> None:
    """Raise an issue on each document that gives a held decision another signing date."""
    rows = session.execute(
        select(Citation.document_id, Citation.date, Decision.number, Decision.date)
        .join(Decision, Decision.id == Citation.decision_id)
        .where(
            Citation.number_key == family,
            ~Citation.own,
            Decision.state == Holding.HELD,
            Citation.date != Decision.date,
        )
    ).all()
    conflicts: dict[int, list[tuple[str, date, date]]] = {}
    for document_id, cited, number, held in rows:
        assert held is not None  # NULL differs from nothing
        assert cited is not None
        conflicts.setdefault(document_id, []).append((number, held, cited))
    issues.clear_other(session, set(conflicts), family)
    for document_id, found in sorted(conflicts.items()):
        document = session.get_one(Document, document_id)
        raised = [date_conflict(number, held, cited) for number, held, cited in found]
        issues.write(session, document, raised, IssueSource.COMPARISON, family)
