"""One document and its facts in, rows out, in the caller's one transaction.

Rows that the document owns are replaced; shared rows are found by natural key and worked out anew
from all that is known, so that loading in any order, or again, ends in the same database. Person's
values for the document's own fields are laid over its facts first; the machine's stay as evidence.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from pipeline import document as reading
from pipeline import places
from pipeline.document import State
from pipeline.facts import Facts, IssueFact, Level
from pipeline.reconciliation import reconcile
from pipeline.resolution import (
    Attestation,
    attestation,
    is_issued,
    number_key,
    territory_of,
)
from pipeline.store import awards, decisions, entities, indexing, issues
from pipeline.store.awards import Setting
from pipeline.store.evidence_rows import Row, document_rows, rows
from pipeline.store.models import (
    Award,
    Base,
    Citation,
    CountClaim,
    Document,
    Event,
    Evidence,
    Head,
    Issue,
    IssueSource,
    IssueState,
    Page,
    Person,
    Reading,
    RecordKind,
    Sighting,
)
from pipeline.store.overlay import in_force, overlaid
from pipeline.store.session import lock

_OWNED = (Evidence, Award, Citation, Head, CountClaim, Person, Event, Page, Reading)
_DETACHED = (
    "Giá trị do người sửa ({field} = «{value}») không còn dòng nào để gắn vào sau khi đọc lại tài "
    "liệu. Có thể dòng đó nay bị đọc thành hai dòng hoặc bị bỏ sót: hãy xem lại và sửa dòng đúng."
)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load left: the document's state, its awards and its open issues."""

    sha256: str
    state: State
    awards: int
    issues: int
    created: bool


def load(
    session: Session,
    document: reading.Document,
    facts: Facts,
    *,
    sightings: Iterable[str] = (),
    fingerprint: str = "",
    now: datetime | None = None,
) -> LoadReport:
    """Put one document and what it says into the database; the caller commits.

    ``sightings`` are the addresses it was seen at; ``fingerprint`` names the readers and
    extractors. Loading the same again changes nothing.
    """
    lock(session)
    overrides = in_force(session, RecordKind.DOCUMENT, [document.sha256])
    held = overlaid(facts, overrides.get(document.sha256, {}))
    row = session.scalar(select(Document).where(Document.sha256 == document.sha256))
    created = row is None
    touched, families = entities.Touched(), set[str]()
    heirs = awards.Heirs()
    if row is None:
        row = Document(sha256=document.sha256)
    else:
        touched = entities.held_by(session, row.id)
        families = decisions.families_of(session, row.id)
        heirs = awards.corrected(session, row, document)
    setting = _setting(held)
    _describe(session, row, document, held, fingerprint, touched)
    for model in _OWNED:
        session.execute(delete(model).where(model.document_id == row.id))
    evidence = document_rows(row.sha256, facts)
    evidence += _write_own(session, row, document, held)
    _keep_reading(session, row, document, facts)
    evidence += _write_citations(session, row, held, setting)
    families |= decisions.families_of(session, row.id)
    outcome = awards.write(session, row, held, setting, heirs, touched)
    evidence += outcome.evidence
    names = entities.names_of(session, touched)
    entities.settle(session, touched)
    acts = decisions.settle(session, families)
    found = _issues(document, facts, held, outcome.detached)
    evidence += issues.write(session, row, found, IssueSource.DOCUMENT)
    _insert(session, Evidence, row.id, evidence)
    _see(session, row.id, sightings, now)
    state = issues.settle_state(session, row)
    indexing.refresh(session, names | {"decision": acts, "document": {row.sha256}})
    return LoadReport(row.sha256, state, outcome.count, _open(session, row.id), created)


def reload(session: Session, document_sha256: str) -> LoadReport | None:
    """Load a document again from what was kept of its last reading; None if none was."""
    lock(session)
    kept = session.execute(
        select(Reading.document, Reading.facts, Document.fingerprint)
        .join(Document, Document.id == Reading.document_id)
        .where(Document.sha256 == document_sha256)
    ).one_or_none()
    if kept is None:
        return None
    document, facts = opened(kept[0], reading.Document), opened(kept[1], Facts)
    return load(session, document, facts, fingerprint=kept[2])


def opened(packed: bytes, kind: Any) -> Any:  # Document or Facts, as asked
    """Return a value from its compressed JSON."""
    return msgspec.json.decode(zlib.decompress(packed), type=kind)


def _packed(value: object) -> bytes:
    return zlib.compress(msgspec.json.encode(value), 6)


def _setting(facts: Facts) -> Setting:
    decision = facts.decision
    day = decision.date.value if decision else None
    year = facts.round.year.value
    issued = decision is not None and is_issued(decision.number.value, day)
    level = facts.round.level.value
    place = decision.place.value if decision else None
    named = facts.round.province.value or place
    home = places.province(named, day) if named and level in _LOCAL else None
    return Setting(
        level=level,
        province=home.name if home is not None else None,
        day=day or facts.published.value or (date(year, 6, 30) if year else None),
        issued=issued,
    )


def _describe(
    session: Session,
    row: Document,
    document: reading.Document,
    facts: Facts,
    fingerprint: str,
    touched: entities.Touched,
) -> None:
    row.media_type = document.media_type
    row.kind = facts.kind
    row.in_programme = facts.in_programme
    row.programme_reason = facts.programme_reason
    row.title = facts.title.value
    row.published = facts.published.value
    row.publisher = facts.publisher.value
    row.url = document.metadata.url
    row.pages = len(document.pages)
    row.text_source = document.text_source
    row.text_sha256 = awards.text_sha256(document)
    row.read_state = row.state = _read_state(document)
    row.reason = document.reason
    notices = "; ".join(notice.message for notice in document.notices)
    row.detail = notices or None if document.state is not State.PARSED else None
    row.step = facts.step.value
    row.round_region = facts.round.region.value
    row.round_edition = facts.round.edition.value
    row.fingerprint = fingerprint
    row.round_id = _round(session, facts)
    if row.round_id is not None:
        touched.rounds.add(row.round_id)
    session.add(row)
    session.flush()


def _read_state(document: reading.Document) -> State:
    """Return how reading ended; what waits for review only because of issues was read well."""
    if document.state is State.NEEDS_REVIEW and document.pages:
        return State.PARSED
    return document.state


def _round(session: Session, facts: Facts) -> int | None:
    """Return the document's round; None unless level, territory and year are all known."""
    level, year = facts.round.level.value, facts.round.year.value
    if not facts.in_programme or level is None or year is None:
        return None
    territory = territory_of(
        level,
        province=facts.round.province.value,
        region=facts.round.region.value,
        issuer=facts.decision.issuer.value if facts.decision else None,
    )
    return entities.round_id(session, level, territory, year) if territory is not None else None


def _write_own(
    session: Session, row: Document, document: reading.Document, facts: Facts
) -> list[Row]:
    """Write pages, head, counts, people and events."""
    pages = [
        {"number": p.number, "width": p.width, "height": p.height, "source": p.source,
         "health": p.health}
        for p in document.pages
    ]  # fmt: skip
    _insert(session, Page, row.id, pages)
    evidence: list[Row] = []
    if facts.decision is not None:
        fields = {name: getattr(facts.decision, name).value for name in _HEAD_FIELDS}
        _insert(session, Head, row.id, [fields])
    evidence += _write_each(
        session, CountClaim, RecordKind.COUNT, row, facts.counts, "value",
        ("of", "value", "step", "level", "territory", "group", "own"),
    )  # fmt: skip
    evidence += _write_each(
        session, Person, RecordKind.PERSON, row, facts.people, "name", ("name", "position")
    )
    evidence += _write_each(
        session, Event, RecordKind.EVENT, row, facts.events, "kind", ("kind", "date", "place")
    )
    return evidence


_LOCAL = (Level.TINH, Level.HUYEN, None)
_HEAD_FIELDS = (
    "number", "date", "issuer", "place", "title", "signer_name", "signer_position", "signed_at"
)  # fmt: skip


def _write_each(
    session: Session,
    model: type[Base],
    kind: RecordKind,
    row: Document,
    facts: Sequence[Any],  # counts, people or events
    named: str,
    columns: tuple[str, ...],
) -> list[Row]:
    values: list[Row] = []
    evidence: list[Row] = []
    for ordinal, fact in enumerate(facts, 1):
        values.append(
            {name: getattr(fact, name) for name in columns}
            | {"ordinal": ordinal, "confidence": fact.confidence}
        )
        key = f"{row.sha256[:16]}/{ordinal}"
        evidence += rows(kind, key, named, getattr(fact, named), fact.confidence, fact.evidence)
    _insert(session, model, row.id, values)
    return evidence


def _write_citations(session: Session, row: Document, facts: Facts, setting: Setting) -> list[Row]:
    """Write what the document attests: itself first, then the acts it cites."""
    values: list[Row] = []
    evidence: list[Row] = []
    decision = facts.decision
    own: tuple[str, int] | None = None
    if decision is not None and setting.issued and decision.number.value and setting.day:
        own = number_key(decision.number.value), setting.day.year
        values.append(
            {"ordinal": 0, "own": True, "role": None, "number": decision.number.value,
             "issuer": decision.issuer.value, "date": decision.date.value,
             "confidence": decision.number.confidence}
        )  # fmt: skip
    for ordinal, cited in enumerate(facts.citations, 1):
        year = cited.date.year if cited.date else None
        if own is not None and number_key(cited.number) == own[0] and year in (None, own[1]):
            continue  # an appendix names the decision that it belongs to
        values.append(
            {"ordinal": ordinal, "own": False, "role": cited.role, "number": cited.number,
             "issuer": cited.issuer, "date": cited.date, "confidence": cited.confidence}
        )  # fmt: skip
        key = f"{row.sha256[:16]}/{ordinal}"
        evidence += rows(
            RecordKind.CITATION, key, "number", cited.number, cited.confidence, cited.evidence
        )
    attested = [_attested(value, setting) for value in values]
    homes = decisions.rows_for(session, attested)
    for value, each in zip(values, attested, strict=True):
        value |= {
            "number_key": each.number,
            "issuer_key": each.issuer,
            "year": each.year,
            "decision_id": homes[each],
        }
    _insert(session, Citation, row.id, values)
    return evidence


def _attested(value: Row, setting: Setting) -> Attestation:
    """Return what a paper says of an act; in a district's paper a bare symbol is nobody's."""
    unsaid = setting.level is Level.HUYEN and value["issuer"] is None
    territory = None if unsaid else setting.province
    return attestation(value["number"], value["issuer"], value["date"], territory)


def _keep_reading(
    session: Session, row: Document, document: reading.Document, facts: Facts
) -> None:
    packed = {"document": _packed(document), "facts": _packed(facts)}
    _insert(session, Reading, row.id, [packed])


def _issues(
    document: reading.Document,
    facts: Facts,
    held: Facts,
    detached: Iterable[tuple[str, str | None]],
) -> list[IssueFact]:
    """Return what to look at, reconciled anew: a person's values may have settled it."""
    if document.state is State.QUARANTINED:
        return list(facts.issues)
    by_machine = reconcile(replace(facts, issues=()))
    raised = tuple(issue for issue in facts.issues if issue not in by_machine)
    lost = [
        IssueFact("correction-detached", _DETACHED.format(field=name, value=value or ""))
        for name, value in detached
    ]
    return [*raised, *reconcile(replace(held, issues=raised)), *lost]


def _see(
    session: Session, document_id: int, addresses: Iterable[str], now: datetime | None
) -> None:
    known = set(
        session.scalars(select(Sighting.address).where(Sighting.document_id == document_id))
    )
    moment = now or datetime.now(UTC)
    new = sorted(set(addresses) - known)
    _insert(
        session, Sighting, document_id, [{"address": each, "first_seen": moment} for each in new]
    )


def sighted(
    session: Session, document_sha256: str, addresses: Iterable[str], now: datetime | None = None
) -> bool:
    """Note where an already loaded document was seen; False where it is not loaded."""
    lock(session)
    found = session.scalar(select(Document.id).where(Document.sha256 == document_sha256))
    if found is None:
        return False
    _see(session, found, addresses, now)
    return True


def _insert(session: Session, model: type[Base], document_id: int, values: Sequence[Row]) -> None:
    if values:
        session.execute(insert(model), [value | {"document_id": document_id} for value in values])


def _open(session: Session, document_id: int) -> int:
    query = select(Issue.id).where(Issue.document_id == document_id, Issue.state == IssueState.OPEN)
    return len(session.scalars(query).all())
