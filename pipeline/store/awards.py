"""Award facts in, award rows out, under keys that corrections can hold on to.

A key names a document and what its award says. When a document is read again and an award that a
person corrected now reads differently, the award found at the same place inherits the old key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from pipeline import document as reading
from pipeline.document import Span
from pipeline.facts import AwardFact, DocumentKind, Facts, Field, Level, Role, Step
from pipeline.resolution import producer_name, product_name, territory_of
from pipeline.store import entities
from pipeline.store.evidence_rows import Row, award_rows
from pipeline.store.issues import digest
from pipeline.store.models import Award, Citation, Document, Evidence, RecordKind
from pipeline.store.overlay import in_force

_COUNTED = (Step.RECOGNISED, Step.CERTIFIED)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all of a document's rows: its round's territory and its day."""

    level: Level | None
    province: str | None  # what bare words such as "UBND tỉnh" mean
    day: date | None
    issued: bool  # it is a decision with number and date, not a draft


@dataclass(frozen=True, slots=True)
class Heir:
    """Where a corrected award stood before its document was read again."""

    key: str
    serial: str | None
    span: Span | None  # None where the document's text is another now


@dataclass(frozen=True, slots=True)
class Heirs:
    """The corrected awards of a document, and what was corrected on each."""

    awards: tuple[Heir, ...] = ()
    fields: dict[str, dict[str, str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What writing a document's awards left to do and to tell."""

    count: int
    evidence: list[Row]
    detached: tuple[tuple[str, str | None], ...]  # corrections that found no award


def corrected(session: Session, row: Document, document: reading.Document) -> Heirs:
    """Return the awards of a loaded document that a person corrected."""
    held = session.execute(select(Award.key, Award.serial).where(Award.document_id == row.id))
    serials = dict(held.all())
    fields = in_force(session, RecordKind.AWARD, serials)
    same_text = row.text_sha256 == text_sha256(document)
    spans = _spans(session, row.id, fields) if same_text else {}
    return Heirs(tuple(Heir(key, serials[key], spans.get(key)) for key in sorted(fields)), fields)


def write(
    session: Session,
    row: Document,
    facts: Facts,
    setting: Setting,
    heirs: Heirs,
    touched: entities.Touched,
) -> Outcome:
    """Write a document's awards; none where it is outside the programme."""
    found = facts.awards if facts.in_programme else ()
    keys = _keys(row.sha256, found, heirs)
    act = _act(session, row.id)
    rounds = [_round(session, row, facts, award.year.value) for award in found]
    homes = _keys_of_rounds(session, rounds)
    named = [
        _named(award, setting, homes.get(round_id, row.sha256[:16]))
        for award, round_id in zip(found, rounds, strict=True)
    ]
    ids = entities.rows_for(session, named)
    _touch(touched, rounds, ids)
    step = _step(facts, setting)
    values: list[Row] = []
    evidence: list[Row] = []
    for ordinal, (key, award, held_by, round_id) in enumerate(
        zip(keys, found, ids, rounds, strict=True), 1
    ):
        values.append(
            {
                "key": key,
                "ordinal": ordinal,
                "document_id": row.id,
                "citation_id": act,
                "round_id": round_id,
                "product_id": held_by.product,
                "producer_name_id": held_by.producer_name,
                "place_id": held_by.place,
                "step": step,
                "pattern": award.pattern,
                "confidence": award.confidence,
            }
            | {name: getattr(award, name).value for name in _TEXTS}
        )
        evidence += award_rows(key, award)
    if values:
        session.execute(insert(Award), values)
    lost = tuple(
        (name, value)
        for heir in heirs.awards
        if heir.key not in keys
        for name, value in sorted(heirs.fields[heir.key].items())
    )
    return Outcome(len(values), evidence, lost)


def _named(award: AwardFact, setting: Setting, otherwise: str) -> entities.Named:
    assert award.product.value is not None
    return entities.name(
        award.product.value,
        award.producer.value,
        award.place.value or award.address.value,
        home=setting.province,
        otherwise=otherwise,
        day=setting.day,
    )


def _keys_of_rounds(session: Session, ids: Iterable[int | None]) -> dict[int | None, str]:
    held = sorted({each for each in ids if each is not None})
    return {each: entities.key_of(session, each) for each in held}


def _touch(
    touched: entities.Touched, rounds: Iterable[int | None], ids: Iterable[entities.Ids]
) -> None:
    touched.rounds |= {each for each in rounds if each is not None}
    for each in ids:
        touched.products.add(each.product)
        if each.place is not None:
            touched.places.add(each.place)
        if each.producer is not None:
            touched.producers.add(each.producer)


_TEXTS = ("product", "producer", "place", "address", "grade", "group", "serial", "points")


def _step(facts: Facts, setting: Setting) -> Step | None:
    """Return where the awards stand; a draft recognises nothing, whatever its words say (R8)."""
    step = facts.step.value
    is_paper = facts.kind is DocumentKind.DECISION or facts.decision is not None
    return None if step in _COUNTED and is_paper and not setting.issued else step


def _round(session: Session, row: Document, facts: Facts, year: int | None) -> int | None:
    """Return the document's round, or its sister of the year that the award itself names."""
    if year is None or year == facts.round.year.value or facts.round.level.value is None:
        return row.round_id
    level = facts.round.level.value
    territory = territory_of(
        level,
        province=facts.round.province.value,
        region=facts.round.region.value,
        issuer=facts.decision.issuer.value if facts.decision else None,
    )
    return entities.round_id(session, level, territory, year) if territory is not None else None


def _act(session: Session, document_id: int) -> int | None:
    """Return the attestation of the act that awards: the document itself, or the one it cites."""
    rows = session.execute(
        select(Citation.id, Citation.own, Citation.decision_id)
        .where(Citation.document_id == document_id, Citation.own | (Citation.role == Role.AWARD))
        .order_by(Citation.ordinal)
    ).all()
    own = [row for row in rows if row.own]
    if own or len({row.decision_id for row in rows}) == 1:
        return int((own or rows)[0].id)
    return None


def _keys(content: str, found: Sequence[AwardFact], heirs: Heirs) -> list[str]:
    """Return each award's key; one that stands where a corrected one stood inherits its key."""
    keys = list(_content_keys(content, found))
    for heir in heirs.awards:
        if heir.key in keys:
            continue
        fitting = [index for index, award in enumerate(found) if _is_heir(heir, award)]
        if len(fitting) == 1 and keys[fitting[0]] not in heirs.fields:
            keys[fitting[0]] = heir.key
    return keys


def _content_keys(content: str, found: Iterable[AwardFact]) -> Iterator[str]:
    seen: dict[tuple[str, str, int | None], int] = {}
    for award in found:
        maker = producer_name(award.producer.value or "")
        says = (
            product_name(award.product.value or ""),
            f"{maker.family}|{maker.core}",
            award.year.value,
        )
        seen[says] = seen.get(says, 0) + 1  # two equal rows of one list stay two
        yield f"{content[:16]}-{digest(says[0], says[1], str(says[2]), str(seen[says]))}"


def _is_heir(heir: Heir, award: AwardFact) -> bool:
    if heir.span is not None:
        return any(heir.span.overlaps(span) for span in _places(award.product))
    return heir.serial is not None and heir.serial == award.serial.value


def _places(product: Field[str]) -> Iterator[Span]:
    return (Span(each.start, each.end) for each in product.evidence)


def _spans(session: Session, document_id: int, keys: Iterable[str]) -> dict[str, Span]:
    rows = session.execute(
        select(Evidence.record_key, Evidence.start, Evidence.end).where(
            Evidence.document_id == document_id,
            Evidence.record_kind == RecordKind.AWARD,
            Evidence.record_key.in_(sorted(keys)),
            Evidence.field == "product",
            Evidence.ordinal == 0,
            Evidence.start.is_not(None),
        )
    ).all()
    return {key: Span(start, end) for key, start, end in rows if start is not None and end}


def text_sha256(document: reading.Document) -> str:
    """Return the digest that tells whether a document's offsets still hold."""
    return sha256(document.text.encode()).hexdigest()
