"""What the reading room asks besides the views of single records."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.store.evidence_rows import text_of
from pipeline.store.gathering import award_views, standing
from pipeline.store.models import Award, Citation, Decision, Holding, Product, RecordKind
from pipeline.store.overlay import in_force
from pipeline.store.views import AwardView


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in one line, the person's values first; ``awards`` counts its own list."""

    key: str
    number: str
    date: str | None
    issuer: str | None
    title: str | None
    awards: int


def recent_decisions(session: Session, limit: int) -> tuple[DecisionLine, ...]:
    """Return the decisions we hold, by day of signing; those without a day come last."""
    awards = (
        select(func.count(Award.id))
        .join(Citation, Citation.id == Award.citation_id)
        .where(Citation.decision_id == Decision.id, Citation.own)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Decision, awards)
        .where(Decision.state == Holding.HELD)
        .order_by(Decision.date.desc().nulls_last(), Decision.key)
        .limit(limit)
    ).all()
    corrected = in_force(session, RecordKind.DECISION, [row.key for row, _ in rows])
    found = []
    for row, count in rows:
        said = {name: text_of(getattr(row, name)) for name in ("date", "issuer", "title")}
        over = {"number": row.number, **said, **corrected.get(row.key, {})}
        found.append(
            DecisionLine(
                row.key,
                over["number"] or row.number,
                over["date"],
                over["issuer"],
                over["title"],
                count,
            )
        )
    return tuple(found)


def awards_of_product(session: Session, key: str) -> tuple[AwardView, ...]:
    """Return what a product was awarded, each award of a round once; none if there is no such."""
    return award_views(session, Product.key == key, Award.id.in_(standing()))
