"""Issues in and out: written with their document, settled by a person, kept settled on a re-read.

An issue is the same while its code and cause (what it says, and the words it points at) are; so one
that was resolved stays resolved when the document is read again, and a new cause opens a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from pipeline.document import State
from pipeline.errors import InputError
from pipeline.facts import IssueFact
from pipeline.store.evidence_rows import Row, rows
from pipeline.store.models import Document, Issue, IssueSource, IssueState, RecordKind
from pipeline.store.session import lock

_NO_SUCH_ISSUE = "Không có vấn đề nào mang khóa «{key}». Xem các khóa bằng: tieubieu issues"


def cause_of(issue: IssueFact, family: str = "") -> str:
    """Return what an issue is about, as one word; ``family`` groups those of one act."""
    quotes = [each.quote for each in issue.evidence]
    return f"{family}#{digest(issue.field or '', issue.message, *quotes)}"


def digest(*parts: str) -> str:
    """Return a short name for some texts together; equal texts, equal names."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def write(
    session: Session,
    document: Document,
    issues: Iterable[IssueFact],
    source: IssueSource,
    family: str = "",
) -> list[Row]:
    """Bring a document's issues of one source up to date; return their evidence rows.

    Open ones whose cause is gone go too; settled ones stay as a record.
    """
    wanted = {(each.code, cause_of(each, family)): each for each in issues}
    query = select(Issue).where(Issue.document_id == document.id, Issue.source == source)
    if family:
        query = query.where(Issue.cause.startswith(f"{family}#", autoescape=True))
    kept: set[tuple[str, str]] = set()
    for row in session.scalars(query):
        if (row.code, row.cause) in wanted:
            kept.add((row.code, row.cause))
        elif row.state is IssueState.OPEN:
            session.delete(row)
    evidence: list[Row] = []
    for (code, cause), issue in wanted.items():
        key = f"{document.sha256[:12]}-{digest(document.sha256, code, cause)}"
        evidence += rows(RecordKind.ISSUE, key, "message", None, 1.0, issue.evidence)
        if (code, cause) not in kept:
            session.add(
                Issue(
                    key=key,
                    document_id=document.id,
                    code=code,
                    cause=cause,
                    source=source,
                    state=IssueState.OPEN,
                    message=issue.message,
                    field=issue.field,
                )
            )
    session.flush()
    return [row for row in evidence if row["page"] is not None]


def clear_other(session: Session, document_ids: set[int], family: str) -> None:
    """Take away an act's open comparison issues from all documents but the given ones."""
    session.execute(
        delete(Issue).where(
            Issue.document_id.not_in(sorted(document_ids)),
            Issue.source == IssueSource.COMPARISON,
            Issue.state == IssueState.OPEN,
            Issue.cause.startswith(f"{family}#", autoescape=True),
        )
    )


def settle_state(session: Session, document: Document) -> State:
    """Set a document's state: one that was read well waits for review while an issue is open."""
    document.state = document.read_state
    if document.read_state is State.PARSED and session.scalar(
        select(
            exists().where(
                Issue.document_id == document.id,
                Issue.source == IssueSource.DOCUMENT,
                Issue.state == IssueState.OPEN,
            )
        )
    ):
        document.state = State.NEEDS_REVIEW
    session.flush()
    return document.state


def resolve(
    session: Session,
    key: str,
    *,
    who: str,
    why: str = "",
    state: IssueState = IssueState.RESOLVED,
    now: datetime | None = None,
) -> None:
    """Settle an issue, or open it again; the document's state follows. The caller commits."""
    lock(session)
    issue = session.scalar(select(Issue).where(Issue.key == key))
    if issue is None:
        raise InputError(_NO_SUCH_ISSUE.format(key=key))
    if not who.strip():
        raise InputError("Hãy ghi tên người giải quyết vấn đề (--who).")
    settled = state is not IssueState.OPEN
    issue.state = state
    issue.settled_by = who if settled else None
    issue.settled_why = why if settled else None
    issue.settled_at = (now or datetime.now(UTC)) if settled else None
    session.flush()
    document = session.get(Document, issue.document_id)
    assert document is not None
    settle_state(session, document)
