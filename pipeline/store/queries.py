"""Questions people ask the store: what is there, what is open, show me this.

Everything comes back as frozen values from ``pipeline.store.views``, the person's value first.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from pipeline.errors import InputError
from pipeline.facts import Role, Step
from pipeline.resolution import number_key, producer_name
from pipeline.store import issues, ledger
from pipeline.store.evidence_rows import text_of
from pipeline.store.gathering import issue_views, standing
from pipeline.store.indexing import words
from pipeline.store.models import (
    Award,
    Citation,
    Correction,
    Decision,
    Document,
    Holding,
    Issue,
    IssueState,
    Producer,
    Product,
    Round,
)
from pipeline.store.search import Hit, search
from pipeline.store.showing import (
    decision_view,
    document_view,
    producer_view,
    reading,
    round_view,
)
from pipeline.store.views import IssueView, ProducerView, Status, View, Wanted
from pipeline.vietnamese import fold

__all__ = [
    "decision_view",
    "document_view",
    "find_decision",
    "find_view",
    "open_issues",
    "producer_view",
    "reading",
    "resolve_issue",
    "round_view",
    "status",
    "wanted",
]

_COUNTED = (Step.RECOGNISED, Step.CERTIFIED)
_SHA256_LETTERS = 12
_SHOWN_FIRST = ("round", "producer", "product", "decision", "document")


def status(session: Session) -> Status:
    """Count what the database holds and what is left to do."""
    states = _tally(session, select(Document.state, func.count()).group_by(Document.state))
    acts = dict(_tally(session, select(Decision.state, func.count()).group_by(Decision.state)))
    once = select(Award.id).where(Award.step.in_(_COUNTED), Award.id.in_(standing())).subquery()
    return Status(
        documents=sum(count for _, count in states),
        states=states,
        kinds=_tally(session, select(Document.kind, func.count()).group_by(Document.kind)),
        pages=_count(session, select(func.coalesce(func.sum(Document.pages), 0))),
        decisions_held=acts.get(Holding.HELD.value, 0),
        decisions_cited=acts.get(Holding.CITED.value, 0),
        rounds=_count(session, select(func.count()).select_from(Round)),
        awards=_count(session, select(func.count()).select_from(once)),
        award_rows=_count(session, select(func.count()).select_from(Award)),
        producers=_count(session, select(func.count()).select_from(Producer)),
        products=_count(session, select(func.count()).select_from(Product)),
        issues=_tally(
            session,
            select(Issue.code, func.count())
            .where(Issue.state == IssueState.OPEN)
            .group_by(Issue.code),
        ),
        corrections=_count(
            session,
            select(func.count()).select_from(Correction).where(Correction.undoes.is_(None)),
        ),
        unfinished=len(ledger.unfinished(session)),
        wanted=wanted(session),
    )


def wanted(session: Session) -> tuple[Wanted, ...]:
    """Return the acts that awards rest on and that we do not hold, the most cited first."""
    rows = session.execute(
        select(Decision, func.count(Citation.document_id.distinct()))
        .join(Citation, Citation.decision_id == Decision.id)
        .where(Decision.state == Holding.CITED, Citation.role == Role.AWARD)
        .group_by(Decision.id)
    )
    found = [
        Wanted(row.key, row.number, row.issuer, text_of(row.date), count) for row, count in rows
    ]
    return tuple(sorted(found, key=lambda each: (-each.cited_by, each.key)))


def open_issues(session: Session, limit: int | None = None) -> tuple[IssueView, ...]:
    """Return what people should look at."""
    return issue_views(session, limit=limit)


def resolve_issue(session: Session, key: str, *, who: str = "tieubieu", why: str = "") -> None:
    """Settle an issue; it stays so while its cause is unchanged. The caller commits."""
    issues.resolve(session, key, who=who, why=why)


def find_decision(session: Session, text: str) -> tuple[str, ...]:
    """Return the keys of decisions by key or number ("1918/qđ-ubnd", "1918"), the held first."""
    key = number_key(text)
    named = or_(Decision.key == text, Decision.number_key == key)
    if key.isdecimal():
        named = or_(named, Decision.number_key.startswith(f"{key}/", autoescape=True))
    rows = session.execute(select(Decision.key, Decision.state).where(named))
    return tuple(key for key, _ in sorted(rows, key=lambda row: (row[1] != Holding.HELD, row[0])))


def find_view(session: Session, text: str) -> View | None:
    """Return the decision, producer, round or document that a text names, or None.

    Raises ``InputError`` where several decisions bear the number: the message lists their keys.
    """
    asked = text.strip()
    keys = find_decision(session, asked)
    if len(keys) > 1:
        listed = "\n".join(f"  {key}" for key in keys)
        raise InputError(f"Có {len(keys)} quyết định mang số «{asked}». Hãy chọn khóa:\n{listed}")
    if keys:
        return decision_view(session, keys[0])
    if len(asked) >= _SHA256_LETTERS and (found := _by_sha256(session, asked)) is not None:
        return document_view(session, found)
    return _by_key(session, asked) or _by_producer(session, asked) or _by_search(session, asked)


def _by_sha256(session: Session, text: str) -> str | None:
    query = select(Document.sha256).where(Document.sha256.startswith(text.lower(), autoescape=True))
    found = session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _by_key(session: Session, key: str) -> View | None:
    return producer_view(session, key) or round_view(session, key)


def _by_producer(session: Session, text: str) -> ProducerView | None:
    """Return the one producer whose name has the same normal form."""
    name = producer_name(text)
    query = select(Producer.key).where(Producer.core == name.core)
    if name.family:
        query = query.where(Producer.family == name.family)
    found = session.scalars(query.limit(2)).all()
    return producer_view(session, found[0]) if len(found) == 1 and name.core else None


def _by_search(session: Session, text: str) -> View | None:
    """Return the view of the best hit that has one; a product is shown with its producer."""
    asked = fold(words(text)).split()

    def place(hit: Hit) -> tuple[bool, int]:
        label = fold(words(hit.label)).split()
        return not set(asked) <= set(label), _SHOWN_FIRST.index(hit.kind)

    for hit in sorted(search(session, text), key=place):
        if hit.kind == "decision":
            return decision_view(session, hit.key)
        if hit.kind == "round":
            return round_view(session, hit.key)
        if hit.kind == "document":
            return document_view(session, hit.key)
        key: str | None = hit.key
        if hit.kind == "product":
            key = session.scalar(
                select(Producer.key)
                .join(Product, Product.producer_id == Producer.id)
                .where(Product.key == hit.key)
            )
        if key is not None:
            return producer_view(session, key)
    return None


def _tally(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[tuple[str, int], ...]:
    rows = [(str(text_of(name)), int(count)) for name, count in session.execute(query).all()]
    return tuple(sorted(rows))


def _count(session: Session, query: Select[int]) -> int:
    return int(session.scalar(query) or 0)
