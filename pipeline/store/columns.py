"""What the tables are made of: the base, column types, and the store's own closed lists."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, Float, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Holding(StrEnum):
    """Whether we have the paper of a decision or only know it from others."""

    HELD = "held"
    CITED = "cited"


class LedgerState(StrEnum):
    """Where a document's reading stands; all but ``claimed`` and ``deferred`` are terminal."""

    CLAIMED = "claimed"
    PARSED = "parsed"
    PARTIAL = "partial"
    NEEDS_REVIEW = "needs-review"
    QUARANTINED = "quarantined"
    DEFERRED = "deferred"


class IssueState(StrEnum):
    """What became of an issue."""

    OPEN = "open"
    RESOLVED = "resolved"
    IGNORED = "ignored"


class IssueSource(StrEnum):
    """What raised an issue: the document by itself, or a comparison with another."""

    DOCUMENT = "document"
    COMPARISON = "comparison"


class RecordKind(StrEnum):
    """What a piece of evidence or a correction is about."""

    DOCUMENT = "document"
    DECISION = "decision"
    ROUND = "round"
    CITATION = "citation"
    AWARD = "award"
    COUNT = "count"
    PERSON = "person"
    EVENT = "event"
    PRODUCER = "producer"
    PRODUCT = "product"
    ISSUE = "issue"


def by_value(kind: type[StrEnum], name: str) -> Enum:
    """Return a column type that stores an enum's values as text, checked by the table."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The root of all tables; names of constraints follow one convention on every engine."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {  # noqa: RUF012 -- SQLAlchemy's own declaration
        str: Text(),
        datetime: UTCDateTime(),
        float: Float(53),
    }
