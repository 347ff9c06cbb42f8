"""Keeps the search entries of changed records: their words as written, and folded.

Words are parted here, in Python, by letters and digits, so that both engines hold equal tokens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from pipeline.facts import Level
from pipeline.store.models import (
    Award,
    Decision,
    Document,
    Place,
    Producer,
    ProducerName,
    Product,
    RecordKind,
    Round,
    SearchEntry,
)
from pipeline.store.overlay import chunks, in_force
from pipeline.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_LEVELS = {
    Level.HUYEN: "cấp huyện",
    Level.TINH: "cấp tỉnh",
    Level.KHU_VUC: "cấp khu vực",
    Level.QUOC_GIA: "cấp quốc gia",
}
Entry = tuple[str, str, str]  # key, label, context


def words(text: str) -> str:
    """Return a text's words in lower case with their marks, parted by one space."""
    return " ".join(_WORD.findall(nfc(text).lower()))


def round_label(level: Level, territory: str, year: int, edition: int | None) -> str:
    """Return a round in words: "Bình chọn cấp tỉnh Cao Bằng năm 2020, lần thứ 5"."""
    named = (territory,) if level is Level.HUYEN and territory else (_LEVELS[level], territory)
    name = " ".join(part for part in ("Bình chọn", *named) if part)
    return f"{name} năm {year}" + (f", lần thứ {edition}" if edition is not None else "")


def refresh(session: Session, names: Mapping[str, Iterable[str]]) -> None:
    """Make anew the entries of records, given by kind and key; of those gone, none is left."""
    session.flush()
    for kind, entries in _ENTRIES.items():
        for keys in chunks(sorted(names.get(kind, ()))):
            session.execute(
                delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.key.in_(keys))
            )
            rows = [_row(kind, *entry) for entry in entries(session, keys)]
            if rows:
                session.execute(insert(SearchEntry), rows)


def _row(kind: str, key: str, label: str, context: str) -> dict[str, str]:
    written = words(f"{label} {context}") or "?"
    return {
        "kind": kind,
        "key": key,
        "label": label,
        "context": context,
        "written": written,
        "folded": fold(written),
    }


def _producers(session: Session, keys: list[str]) -> Iterator[Entry]:
    names = in_force(session, RecordKind.PRODUCER, keys)
    written = _gathered(
        session,
        select(Producer.key, ProducerName.written)
        .join(ProducerName, ProducerName.producer_id == Producer.id)
        .where(Producer.key.in_(keys)),
    )
    seen_at = _gathered(
        session,
        select(Producer.key, Place.written)
        .join(ProducerName, ProducerName.producer_id == Producer.id)
        .join(Award, Award.producer_name_id == ProducerName.id)
        .join(Place, Place.id == Award.place_id)
        .where(Producer.key.in_(keys)),
    )
    for row in session.scalars(select(Producer).where(Producer.key.in_(keys))):
        label = names.get(row.key, {}).get("name") or row.name
        others = written[row.key] - {label}
        yield row.key, label, _joined(*others, *seen_at[row.key], row.province)


def _products(session: Session, keys: list[str]) -> Iterator[Entry]:
    names = in_force(session, RecordKind.PRODUCT, keys)
    rows = session.execute(
        select(Product, Producer.key, Producer.name, Producer.province)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(Product.key.in_(keys))
    ).all()
    makers = in_force(session, RecordKind.PRODUCER, {row[1] for row in rows if row[1]})
    seen_at = _gathered(
        session,
        select(Product.key, Place.written)
        .join(Award, Award.product_id == Product.id)
        .join(Place, Place.id == Award.place_id)
        .where(Product.key.in_(keys)),
    )
    for product, maker_key, maker, province in rows:
        label = names.get(product.key, {}).get("name") or product.name
        maker = makers.get(maker_key, {}).get("name") or maker
        yield product.key, label, _joined(*seen_at[product.key], province, first=maker)


def _rounds(session: Session, keys: list[str]) -> Iterator[Entry]:
    overrides = in_force(session, RecordKind.ROUND, keys)
    for row in session.scalars(select(Round).where(Round.key.in_(keys))):
        value = overrides.get(row.key, {}).get("edition")
        edition = int(value) if value is not None else row.edition
        yield row.key, round_label(row.level, row.territory, row.year, edition), row.province or ""


def _decisions(session: Session, keys: list[str]) -> Iterator[Entry]:
    overrides = in_force(session, RecordKind.DECISION, keys)
    for row in session.scalars(select(Decision).where(Decision.key.in_(keys))):
        over = overrides.get(row.key, {})
        day = over.get("date", row.date.isoformat() if row.date else None)
        year = str(row.year) if row.year is not None else None
        context = (over.get("issuer", row.issuer), day or year, over.get("title", row.title))
        yield (
            row.key,
            over.get("number") or row.number,
            " · ".join(part for part in context if part),
        )


def _documents(session: Session, keys: list[str]) -> Iterator[Entry]:
    for row in session.scalars(select(Document).where(Document.sha256.in_(keys))):
        if row.title:
            yield row.sha256, row.title, row.publisher or ""


def _gathered(session: Session, query: Select[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in session.execute(query.distinct()):
        found[key].add(value)
    return found


def _joined(*parts: str | None, first: str | None = None) -> str:
    """Return the parts that are there, the first one first and the others in order."""
    rest = sorted({part for part in parts if part} - {first})
    return " · ".join([first, *rest] if first else rest)


_ENTRIES: dict[str, Callable[[Session, list[str]], Iterator[Entry]]] = {
    "producer": _producers,
    "product": _products,
    "round": _rounds,
    "decision": _decisions,
    "document": _documents,
}
