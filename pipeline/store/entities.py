"""Shared rows of awards: rounds, producers with their names, products, places.

Each is found by its natural key and made when new. What such a row says of itself is worked out
from all awards and documents that hold it, so the order of loading cannot matter; a row that
nothing holds any more goes, unless a person corrected it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from pipeline import places
from pipeline.facts import DocumentKind, Level
from pipeline.resolution import (
    PROGRAMME,
    place_key,
    producer_key,
    producer_name,
    product_key,
    region_name,
    round_key,
)
from pipeline.store.evidence_rows import Row
from pipeline.store.models import (
    Award,
    Correction,
    Document,
    Place,
    Producer,
    ProducerName,
    Product,
    RecordKind,
    Round,
)
from pipeline.store.overlay import chunks, in_force

V = TypeVar("V", bound=Hashable)


@dataclass
class Touched:
    """Ids of shared rows that a load added to or took from; worked out anew at its end."""

    rounds: set[int] = field(default_factory=set)
    producers: set[int] = field(default_factory=set)
    products: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)


def held_by(session: Session, document_id: int) -> Touched:
    """Return the shared rows that a document holds now."""
    awards = session.execute(
        select(Award.round_id, Award.product_id, Award.place_id, ProducerName.producer_id)
        .outerjoin(ProducerName, ProducerName.id == Award.producer_name_id)
        .where(Award.document_id == document_id)
    ).all()
    own = session.scalar(select(Document.round_id).where(Document.id == document_id))
    return Touched(
        rounds={row[0] for row in awards if row[0]} | ({own} if own else set()),
        products={row[1] for row in awards},
        places={row[2] for row in awards if row[2]},
        producers={row[3] for row in awards if row[3]},
    )


def round_id(session: Session, level: Level, territory: str, year: int) -> int:
    """Return the row of a round, made where it is new."""
    key = round_key(level, territory, year)
    found = session.scalar(select(Round.id).where(Round.key == key))
    if found is not None:
        return found
    unit = places.province(territory.rpartition(", ")[2]) if territory else None
    row = Round(
        key=key,
        programme=PROGRAMME,
        level=level,
        territory=territory,
        year=year,
        province=unit.name if unit is not None and level is not Level.KHU_VUC else None,
    )
    return _added(session, row)


def key_of(session: Session, round_id: int) -> str:
    """Return a round's key."""
    return session.scalars(select(Round.key).where(Round.id == round_id)).one()


@dataclass(frozen=True, slots=True)
class Named:
    """What one award names: its place, its producer and its product, as keys and as rows.

    ``place`` and ``producer`` are None where the award names none.
    """

    product: str
    product_written: str
    place: str | None = None
    place_row: Row | None = None
    producer: str | None = None
    producer_row: Row | None = None
    producer_written: str | None = None


@dataclass(frozen=True, slots=True)
class Ids:
    """The rows of what one award names."""

    product: int
    place: int | None
    producer: int | None
    producer_name: int | None


def name(
    product: str,
    producer: str | None,
    place: str | None,
    *,
    home: str | None,
    otherwise: str,
    day: date | None,
) -> Named:
    """Return what an award names; ``home`` is the round's province, where it has one.

    A product without a producer is one within ``otherwise``, its round or document.
    """
    where = places.locate(place or "", home, day)
    province = where.province.name if where.province else home
    maker = producer_name(producer) if producer else None
    known = maker is not None and bool(maker.core)  # "HTX" alone names nobody
    key = producer_key(producer, province) if producer and known else None
    return Named(
        product=product_key(product, key or f"@{otherwise}"),
        product_written=product,
        place=_place_key(place, where) if place else None,
        place_row=_place_row(place, where) if place else None,
        producer=key,
        producer_row={
            "family": maker.family,
            "core": maker.core,
            "province": province,
            "name": producer,
        }
        if maker is not None
        else None,
        producer_written=producer,
    )


def rows_for(session: Session, named: Sequence[Named]) -> list[Ids]:
    """Return the rows of what awards name, made where they are new."""
    found = {each.place: each.place_row or {} for each in named if each.place is not None}
    place_ids = _ids(session, Place, found)
    makers = {each.producer: each.producer_row or {} for each in named if each.producer is not None}
    producer_ids = _ids(session, Producer, makers)
    products = {
        each.product: {
            "name": each.product_written,
            "producer_id": producer_ids[each.producer] if each.producer is not None else None,
        }
        for each in named
    }
    product_ids = _ids(session, Product, products)
    writings = {
        (producer_ids[each.producer], each.producer_written)
        for each in named
        if each.producer is not None and each.producer_written is not None
    }
    name_ids = _name_ids(session, writings)
    return [
        Ids(
            product_ids[each.product],
            place_ids[each.place] if each.place is not None else None,
            producer_ids[each.producer] if each.producer is not None else None,
            name_ids[producer_ids[each.producer], each.producer_written or ""]
            if each.producer is not None
            else None,
        )
        for each in named
    ]


def _ids(
    session: Session, model: Any, wanted: Mapping[str, Row]
) -> dict[str, int]:  # any keyed table
    """Return the ids of keyed rows, the missing ones inserted at once."""
    ids = _known_ids(session, model, wanted)
    missing = [wanted[key] | {"key": key} for key in sorted(wanted.keys() - ids.keys())]
    if missing:
        session.execute(insert(model), missing)
        ids |= _known_ids(session, model, [row["key"] for row in missing])
    return ids


def _known_ids(session: Session, model: Any, keys: Iterable[str]) -> dict[str, int]:
    return {
        key: row_id
        for chunk in chunks(sorted(keys))
        for key, row_id in session.execute(select(model.key, model.id).where(model.key.in_(chunk)))
    }


def _name_ids(session: Session, writings: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    ids = _known_names(session, writings)
    missing = sorted(writings - ids.keys())
    if missing:
        rows = [{"producer_id": producer, "written": written} for producer, written in missing]
        session.execute(insert(ProducerName), rows)
        ids |= _known_names(session, writings)
    return ids


def _known_names(session: Session, writings: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    return {
        (producer, written): row_id
        for chunk in chunks(sorted({producer for producer, _ in writings}))
        for producer, written, row_id in session.execute(
            select(ProducerName.producer_id, ProducerName.written, ProducerName.id).where(
                ProducerName.producer_id.in_(chunk)
            )
        )
    }


def _place_key(written: str, where: places.Location) -> str:
    province = where.province.name if where.province else None
    district = where.district.full if where.district else "?"
    return f"{place_key(written, province)}|{district}|{written}"


def _place_row(written: str, where: places.Location) -> Row:
    province = where.province
    return {
        "written": written,
        "district": where.district.full if where.district else None,
        "province": province.name if province else None,
        "province_today": places.today(province).name if province else None,
    }


def names_of(session: Session, touched: Touched) -> dict[str, set[str]]:
    """Return the keys of what a load touched, by kind; asked before rows that nobody holds go."""
    session.flush()
    kinds: tuple[tuple[str, Any, set[int]], ...] = (  # any of the shared tables
        ("round", Round, touched.rounds),
        ("producer", Producer, touched.producers),
        ("product", Product, touched.products),
    )
    names = {
        kind: {
            key
            for chunk in chunks(sorted(ids))
            for key in session.scalars(select(model.key).where(model.id.in_(chunk)))
        }
        for kind, model, ids in kinds
    }
    for chunk in chunks(sorted(touched.producers)):  # their products are found by their names too
        of_makers = select(Product.key).where(Product.producer_id.in_(chunk))
        names["product"] |= set(session.scalars(of_makers))
    return names


def settle(session: Session, touched: Touched) -> None:
    """Drop what nothing holds any more and name the rest anew, from all that hold them."""
    session.flush()
    session.execute(
        delete(ProducerName).where(
            ProducerName.producer_id.in_(sorted(touched.producers)),
            ~exists().where(Award.producer_name_id == ProducerName.id),
        )
    )
    _prune(session, Product, touched.products, RecordKind.PRODUCT, Award.product_id)
    _prune(
        session, Producer, touched.producers, RecordKind.PRODUCER,
        ProducerName.producer_id, Product.producer_id,
    )  # fmt: skip
    _prune(session, Place, touched.places, None, Award.place_id)
    _prune(
        session, Round, touched.rounds, RecordKind.ROUND, Award.round_id, Document.round_id
    )  # fmt: skip
    _name_products(session, touched.products)
    _name_producers(session, touched.producers)
    _describe_rounds(session, touched.rounds)
    session.flush()


def _prune(
    session: Session,
    model: Any,  # any of the shared tables
    ids: set[int],
    kind: RecordKind | None,
    *holders: Any,  # the columns that may hold its rows
) -> None:
    conditions = [~exists().where(holder == model.id) for holder in holders]
    if kind is not None:
        conditions.append(
            ~exists().where(Correction.record_kind == kind, Correction.record_key == model.key)
        )
    for chunk in chunks(sorted(ids)):
        session.execute(delete(model).where(model.id.in_(chunk), *conditions))


def _name_products(session: Session, ids: set[int]) -> None:
    for chunk in chunks(sorted(ids)):
        rows = session.execute(
            select(Award.product_id, Award.key, Award.product).where(Award.product_id.in_(chunk))
        )
        names = _effective(session, rows.all(), "product")
        for product in session.scalars(select(Product).where(Product.id.in_(chunk))):
            product.name = _usual(names.get(product.id, ())) or product.name


def _name_producers(session: Session, ids: set[int]) -> None:
    for chunk in chunks(sorted(ids)):
        rows = session.execute(
            select(ProducerName.producer_id, Award.key, Award.producer)
            .join(Award, Award.producer_name_id == ProducerName.id)
            .where(ProducerName.producer_id.in_(chunk))
        )
        names = _effective(session, rows.all(), "producer")
        for producer in session.scalars(select(Producer).where(Producer.id.in_(chunk))):
            producer.name = _usual(names.get(producer.id, ())) or producer.name


def _effective(
    session: Session, rows: Iterable[tuple[int, str, str | None]], name: str
) -> dict[int, list[str]]:
    """Return each shared row's writings, a person's before the machine's."""
    held = list(rows)
    overrides = in_force(session, RecordKind.AWARD, (key for _, key, _ in held))
    found: dict[int, list[str]] = {}
    for row_id, key, machine in held:
        value = overrides.get(key, {}).get(name, machine)
        if value is not None:
            found.setdefault(row_id, []).append(value)
    return found


def _describe_rounds(session: Session, ids: set[int]) -> None:
    for row in session.scalars(select(Round).where(Round.id.in_(sorted(ids)))):
        stated = session.execute(
            select(Document.round_region, Document.round_edition, Document.kind).where(
                Document.round_id == row.id
            )
        ).all()
        # a decision's own word weighs more than any number of reports
        own = [each for each in stated if each.kind is DocumentKind.DECISION]
        region = _usual([each[0] for each in own]) or _usual([each[0] for each in stated])
        row.region = region_name(region) if region is not None else None
        if row.level is Level.KHU_VUC:
            row.region = row.territory
        row.edition = _usual([each[1] for each in own]) or _usual([each[1] for each in stated])


def _usual(values: Iterable[V | None]) -> V | None:
    """Return the most frequent value; of equals the longest, then the first by order."""
    counts = Counter(value for value in values if value is not None)
    ranked = sorted(counts, key=lambda value: (-counts[value], -len(str(value)), str(value)))
    return ranked[0] if ranked else None


def _added(session: Session, row: Any) -> int:  # any of the shared tables
    session.add(row)
    session.flush()
    return int(row.id)
