"""The person's value over the machine's: which corrections are in force, and what they change.

The machine's value stays in its row and in evidence; whatever is shown, searched, exported or built
upon takes the value from here first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from pipeline.errors import InputError
from pipeline.facts import DecisionFact, DocumentKind, Facts, Field, Level, RoundFact, Step
from pipeline.store.models import Correction, RecordKind

Overrides = Mapping[str, str | None]  # field to the person's value
E = TypeVar("E")

_CHUNK = 500  # keys in one query: far below what either engine allows


def in_force(
    session: Session, kind: RecordKind, keys: Iterable[str]
) -> dict[str, dict[str, str | None]]:
    """Return the corrections in force of some records: key to field to value."""
    undo = aliased(Correction)
    undone = select(undo.id).where(undo.undoes == Correction.id).exists()
    found: dict[str, dict[str, str | None]] = {}
    for chunk in chunks(sorted(set(keys))):
        rows = session.execute(
            select(Correction.record_key, Correction.field, Correction.value)
            .where(
                Correction.record_kind == kind,
                Correction.record_key.in_(chunk),
                Correction.undoes.is_(None),
                ~undone,
            )
            .order_by(Correction.id)
        )
        for key, field, value in rows:
            found.setdefault(key, {})[field] = value
    return found


def chunks(items: list[E], size: int = _CHUNK) -> Iterable[list[E]]:
    """Yield a list in pieces that fit into one query."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def as_bool(value: str) -> bool:
    """Read "true" or "false"."""
    if value not in ("true", "false"):
        raise ValueError(value)
    return value == "true"


Reader = Callable[[str], Any]  # each field's own type

# What can be corrected, and how its text is read. A document's own fields take effect by loading
# it again, since a number typed in may turn a draft into a decision.
FIELDS: dict[RecordKind, dict[str, Reader]] = {
    RecordKind.AWARD: dict.fromkeys(
        ("product", "producer", "place", "address", "grade", "group", "serial", "points"), str
    ),
    RecordKind.DECISION: {
        "number": str,
        "date": date.fromisoformat,
        "issuer": str,
        "place": str,
        "title": str,
        "signer_name": str,
        "signer_position": str,
    },
    RecordKind.ROUND: {"edition": int, "region": str},
    RecordKind.PRODUCER: {"name": str},
    RecordKind.PRODUCT: {"name": str},
    RecordKind.DOCUMENT: {
        "kind": DocumentKind,
        "in_programme": as_bool,
        "title": str,
        "published": date.fromisoformat,
        "publisher": str,
        "step": Step,
        "decision.number": str,
        "decision.date": date.fromisoformat,
        "decision.issuer": str,
        "decision.place": str,
        "decision.title": str,
        "decision.signer_name": str,
        "decision.signer_position": str,
        "round.level": Level,
        "round.region": str,
        "round.province": str,
        "round.year": int,
        "round.edition": int,
    },
}
_REQUIRED = {  # what a record cannot be without
    (RecordKind.AWARD, "product"),
    (RecordKind.DECISION, "number"),
    (RecordKind.PRODUCER, "name"),
    (RecordKind.PRODUCT, "name"),
    (RecordKind.DOCUMENT, "kind"),
    (RecordKind.DOCUMENT, "in_programme"),
}


def typed(kind: RecordKind, field: str, value: str | None) -> Any:  # each field's own type
    """Return a correction's text as the field's type; ``InputError`` where it is not of it."""
    readers = FIELDS.get(kind, {})
    if field not in readers:
        known = ", ".join(sorted(readers)) or "không có"
        raise InputError(
            f"Bản ghi «{kind}» không có trường «{field}». Các trường sửa được: {known}."
        )
    if value is None:
        if (kind, field) in _REQUIRED:
            raise InputError(f"Trường «{field}» của «{kind}» không được để trống.")
        return None
    try:
        return readers[field](value)
    except ValueError as error:
        raise InputError(
            f"Giá trị «{value}» không hợp lệ cho trường «{field}». Ngày viết dạng 2020-10-07, số "
            "viết bằng chữ số."
        ) from error


def overlaid(facts: Facts, overrides: Overrides) -> Facts:
    """Return a document's facts with the person's values in the place of the machine's."""
    plain: dict[str, Any] = {}  # each field's own type
    decision: dict[str, Field[Any]] = {}
    round_: dict[str, Field[Any]] = {}
    for name, text in overrides.items():
        value = typed(RecordKind.DOCUMENT, name, text)
        group, _, field = name.partition(".")
        if group == "decision" and field:
            decision[field] = Field(value, 1.0)
        elif group == "round" and field:
            round_[field] = Field(value, 1.0)
        else:
            plain[name] = value if name in ("kind", "in_programme") else Field(value, 1.0)
    if decision:
        plain["decision"] = replace(facts.decision or DecisionFact(), **decision)
    if round_:
        plain["round"] = replace(facts.round or RoundFact(), **round_)
    return replace(facts, **plain)
