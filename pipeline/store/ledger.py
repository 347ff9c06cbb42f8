"""Who reads what now, and how each reading ended: one terminal state for each content.

A row is one content hash read by one set of readers and extractors (the fingerprint). A worker
claims it for a time; if it dies, the lease runs out and another may claim it, three times at most:
then the document is poison. Finish a claim in the transaction that loads the document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from pipeline.document import State
from pipeline.errors import Reason
from pipeline.store.models import Ledger, LedgerState
from pipeline.store.session import lock

ATTEMPTS = 3
LEASE = timedelta(minutes=30)
_POISON = (
    "Đã thử đọc {attempts} lần mà lần nào tiến trình cũng chết giữa chừng. Bản gốc vẫn được giữ; "
    "hãy mở bằng tay để xem tệp có hỏng không."
)


class Claim(StrEnum):
    """What became of asking for a document."""

    YOURS = "yours"  # read it, then finish or release it
    DONE = "done"  # already in a terminal state
    BUSY = "busy"  # another worker holds it
    DEFERRED = "deferred"  # its time has not come
    POISON = "poison"  # failed three times; it was just quarantined


@dataclass(frozen=True, slots=True)
class Claimed:
    """The answer to a claim; ``attempt`` counts from 1, ``state`` is the terminal one if done."""

    outcome: Claim
    attempt: int = 0
    state: State | None = None


def claim(
    session: Session,
    sha256: str,
    fingerprint: str,
    *,
    owner: str = "",
    now: datetime | None = None,
    lease: timedelta = LEASE,
) -> Claimed:
    """Claim a content for reading; the caller commits before it starts to read."""
    lock(session)
    moment = now or datetime.now(UTC)
    row = _row(session, sha256, fingerprint)
    if row is None:
        row = Ledger(sha256=sha256, fingerprint=fingerprint, attempts=0)
        session.add(row)
    elif row.state is LedgerState.CLAIMED and row.lease_until and row.lease_until > moment:
        return Claimed(Claim.BUSY, row.attempts)
    elif row.state is LedgerState.DEFERRED:
        if row.deferred_until is not None and row.deferred_until > moment:
            return Claimed(Claim.DEFERRED, row.attempts)
    elif row.state is not LedgerState.CLAIMED:
        return Claimed(Claim.DONE, row.attempts, State(row.state.value))
    if row.attempts >= ATTEMPTS:
        _end(row, LedgerState.QUARANTINED, Reason.POISON, _POISON.format(attempts=row.attempts))
        session.flush()
        return Claimed(Claim.POISON, row.attempts, State.QUARANTINED)
    row.state = LedgerState.CLAIMED
    row.attempts += 1
    row.owner = owner or None
    row.lease_until = moment + lease
    row.deferred_until = None
    session.flush()
    return Claimed(Claim.YOURS, row.attempts)


def finish(
    session: Session,
    sha256: str,
    fingerprint: str,
    state: State,
    reason: Reason | None = None,
    detail: str | None = None,
) -> None:
    """Set the terminal state of a reading; the same again changes nothing."""
    lock(session)
    row = _row(session, sha256, fingerprint)
    if row is None:
        row = Ledger(sha256=sha256, fingerprint=fingerprint, attempts=1)
        session.add(row)
    _end(row, LedgerState(state.value), reason, detail)
    session.flush()


def release(session: Session, sha256: str, fingerprint: str) -> None:
    """Give a claim back unread (an orderly stop): the attempt does not count."""
    lock(session)
    row = _row(session, sha256, fingerprint)
    if row is not None and row.state is LedgerState.CLAIMED:
        row.attempts = max(0, row.attempts - 1)
        row.state = LedgerState.DEFERRED
        row.owner = row.lease_until = row.deferred_until = None
    session.flush()


def defer(
    session: Session, sha256: str, fingerprint: str, until: datetime, detail: str | None = None
) -> None:
    """Put a content off until a time; the attempts so far keep counting."""
    lock(session)
    row = _row(session, sha256, fingerprint)
    if row is None:
        row = Ledger(sha256=sha256, fingerprint=fingerprint, attempts=0)
        session.add(row)
    row.state = LedgerState.DEFERRED
    row.owner = row.lease_until = None
    row.deferred_until = until
    row.detail = detail
    session.flush()


def abandon(session: Session, is_alive: Callable[[str], bool]) -> int:
    """Give back the claims of owners that are gone, without waiting for their lease to run out.

    Returns how many. A killed run is not the document's fault, so the attempt does not count.
    """
    claimed = select(Ledger).where(Ledger.state == LedgerState.CLAIMED)
    gone = [row for row in session.scalars(claimed) if row.owner and not is_alive(row.owner)]
    for row in gone:
        release(session, row.sha256, row.fingerprint)
    return len(gone)


def state_of(session: Session, sha256: str, fingerprint: str) -> State | None:
    """Return the terminal state of a reading, or None while it has none."""
    row = _row(session, sha256, fingerprint)
    if row is None or row.state in (LedgerState.CLAIMED, LedgerState.DEFERRED):
        return None
    return State(row.state.value)


def unfinished(session: Session, now: datetime | None = None) -> list[tuple[str, str]]:
    """Return contents (with fingerprints) that nobody reads now but somebody should."""
    moment = now or datetime.now(UTC)
    expired: ColumnElement[bool] = and_(
        Ledger.state == LedgerState.CLAIMED, Ledger.lease_until <= moment
    )
    due = and_(
        Ledger.state == LedgerState.DEFERRED,
        or_(Ledger.deferred_until.is_(None), Ledger.deferred_until <= moment),
    )
    query = select(Ledger.sha256, Ledger.fingerprint).where(or_(expired, due))
    return [(row[0], row[1]) for row in session.execute(query.order_by(Ledger.sha256))]


def tally(session: Session) -> dict[LedgerState, int]:
    """Return how many readings stand in each state."""
    query = select(Ledger.state, func.count()).group_by(Ledger.state)
    return dict(session.execute(query).all())


def _row(session: Session, sha256: str, fingerprint: str) -> Ledger | None:
    return session.scalar(
        select(Ledger).where(Ledger.sha256 == sha256, Ledger.fingerprint == fingerprint)
    )


def _end(row: Ledger, state: LedgerState, reason: Reason | None, detail: str | None) -> None:
    row.state = state
    row.reason = reason
    row.detail = detail
    row.owner = row.lease_until = row.deferred_until = None
