"""What a person calls a document in, its reading out, with the values people put over it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline import document as reading
from pipeline.document import Span
from pipeline.errors import InputError
from pipeline.store.models import Citation, Decision, Document, Evidence, RecordKind
from pipeline.store.overlay import in_force
from pipeline.store.queries import find_decision
from pipeline.store.queries import reading as kept
from pipeline.transcript import Amendment

_SHA256 = re.compile(r"[0-9a-f]{8,64}")  # "3f9a01c2", the beginning will do
_HEAD = ("number", "date", "issuer", "place", "title", "signer_name", "signer_position")
_AWARD = ("product", "producer", "place", "address", "grade", "group", "serial", "points")


@dataclass(frozen=True, slots=True)
class Paper:
    """A loaded document: its reading, and what people say instead of some of its words."""

    document: reading.Document
    amendments: tuple[Amendment, ...]


def paper(session: Session, asked: str) -> Paper | None:
    """Return the document of a sha256, its beginning, or a decision's number; None: unknown.

    Raises ``InputError`` where several documents are called so; the message lists them.
    """
    found = _called(session, asked.strip())
    if len(found) > 1:
        listed = "\n".join(f"  {sha256}" for sha256 in found)
        raise InputError(f"Có {len(found)} tài liệu ứng với «{asked}». Hãy chọn một:\n{listed}")
    document = kept(session, found[0]) if found else None
    return None if document is None else Paper(document, _amendments(session, found[0]))


def _called(session: Session, asked: str) -> list[str]:
    if _SHA256.fullmatch(asked.lower()):
        begins = Document.sha256.startswith(asked.lower(), autoescape=True)
        found = session.scalars(select(Document.sha256).where(begins)).all()
        if found:
            return sorted(found)
    papers = (
        select(Document.sha256)
        .join(Citation, Citation.document_id == Document.id)
        .join(Decision, Decision.id == Citation.decision_id)
        .where(Citation.own, Decision.key.in_(find_decision(session, asked)))
    )
    return sorted(session.scalars(papers))


def _amendments(session: Session, sha256: str) -> tuple[Amendment, ...]:
    """Return a person's value wherever a place on the page holds the machine's of that field.

    A cell that several awards share is amended only where people say the same of all of them.
    """
    rows = session.scalars(
        select(Evidence)
        .join(Document, Document.id == Evidence.document_id)
        .where(Document.sha256 == sha256, Evidence.start.is_not(None))
        .order_by(Evidence.start, Evidence.end)
    ).all()
    values = _values(session, sha256, rows)
    said: dict[tuple[int, int, str], set[str | None]] = defaultdict(set)
    quotes: dict[tuple[int, int, str], str] = {}
    for row in rows:
        assert row.start is not None
        assert row.end is not None
        place = (row.start, row.end, row.field)
        said[place].add(values.get((row.record_kind, row.record_key, row.field)))
        quotes[place] = row.quote or ""
    return tuple(
        Amendment(Span(start, end), _written(value, quotes[start, end, field]))
        for (start, end, field), each in sorted(said.items())
        if len(each) == 1 and (value := next(iter(each)))
    )


def _values(
    session: Session, sha256: str, rows: Iterable[Evidence]
) -> dict[tuple[RecordKind, str, str], str | None]:
    """Return the corrected fields by kind, key and name of the evidence that they overrule."""
    awards = {row.record_key for row in rows if row.record_kind is RecordKind.AWARD}
    found = {
        (RecordKind.AWARD, key, name): value
        for key, fields in in_force(session, RecordKind.AWARD, awards).items()
        for name, value in fields.items()
        if name in _AWARD
    }
    acts = session.scalars(
        select(Decision.key)
        .join(Citation, Citation.decision_id == Decision.id)
        .join(Document, Document.id == Citation.document_id)
        .where(Document.sha256 == sha256, Citation.own)
    ).all()
    by_act = in_force(session, RecordKind.DECISION, acts)
    by_paper = in_force(session, RecordKind.DOCUMENT, [sha256]).get(sha256, {})
    for name in _HEAD:
        # What was said of this very paper stands over what was said of the act.
        for over, field in (
            (by_paper, f"decision.{name}"),
            *((by_act.get(k, {}), name) for k in acts),
        ):
            if field in over:
                found.setdefault((RecordKind.DECISION, sha256, name), over[field])
    if "title" in by_paper:
        found[RecordKind.DOCUMENT, sha256, "title"] = by_paper["title"]
    return found


def _written(value: str, quote: str) -> str:
    """Return a value the way the page writes it: a day as "ngày 07 tháng 10 năm 2020"."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    if "tháng" in quote.lower():
        said = f"ngày {day.day:02} tháng {month} năm {day.year}"
        return said if "ngày" in quote.lower() else said.removeprefix("ngày ")
    return f"{day.day:02}/{day.month:02}/{day.year}"
