"""Fields with their reasons in, evidence rows out: the machine's value beside each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from pipeline.facts import AwardFact, Evidence, Facts, Field
from pipeline.store.models import RecordKind

Row = dict[str, Any]  # column to value, for one insert

AWARD_FIELDS = (
    "product",
    "producer",
    "place",
    "address",
    "grade",
    "group",
    "serial",
    "points",
    "year",
)


def text_of(value: Any) -> str | None:  # any value that a fact may hold
    """Return a value as evidence keeps it: dates ISO, enums by value."""
    if value is None:
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def field_rows(kind: RecordKind, key: str, name: str, field: Field[Any]) -> list[Row]:
    """Return the evidence of one field; a value without a place still leaves its row."""
    if field.value is None and not field.evidence:
        return []
    return rows(kind, key, name, field.value, field.confidence, field.evidence)


def rows(
    kind: RecordKind,
    key: str,
    name: str,
    value: Any,  # any value that a fact may hold
    confidence: float,
    places: Sequence[Evidence],
) -> list[Row]:
    """Return one row for each place that says so, or one without a place."""
    base: Row = {
        "record_kind": kind,
        "record_key": key,
        "field": name,
        "value": text_of(value),
        "confidence": confidence,
    }
    return [base | {"ordinal": n} | _place(each) for n, each in enumerate(places or (None,))]


def document_rows(sha256: str, facts: Facts) -> list[Row]:
    """Return the evidence of what a document says of itself, its decision and its round."""
    found: list[Row] = []
    for name in ("title", "published", "publisher", "step"):
        found += field_rows(RecordKind.DOCUMENT, sha256, name, getattr(facts, name))
    for kind, fact in ((RecordKind.DECISION, facts.decision), (RecordKind.ROUND, facts.round)):
        for each in fields(fact) if fact is not None else ():
            found += field_rows(kind, sha256, each.name, getattr(fact, each.name))
    return found


def award_rows(key: str, award: AwardFact) -> list[Row]:
    """Return the evidence of each field of one award."""
    return [
        row
        for name in AWARD_FIELDS
        for row in field_rows(RecordKind.AWARD, key, name, getattr(award, name))
    ]


def _place(each: Evidence | None) -> Row:
    if each is None:
        names = ("page", "x0", "top", "x1", "bottom", "start", "end", "quote", "extractor")
        return dict.fromkeys(names)
    box = each.bbox
    return {
        "page": each.page,
        "x0": box.x0 if box else None,
        "top": box.top if box else None,
        "x1": box.x1 if box else None,
        "bottom": box.bottom if box else None,
        "start": each.start,
        "end": each.end,
        "quote": each.quote,
        "extractor": each.extractor,
    }
