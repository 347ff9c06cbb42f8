"""Single values of the store in, values in Vietnamese with their links out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePath

from pipeline.facts import DocumentKind
from pipeline.labels import FIELDS, KINDS, LEVELS, STEPS
from pipeline.store.views import Proof, Value
from pipeline.web.addresses import proof_address
from pipeline.web.views import Shown

_DOUBTFUL = 0.7  # below this a value is marked as one to look at
_VALUES = {"level": LEVELS, "step": STEPS, "kind": KINDS}


def day(text: str | None) -> str | None:
    """Write an ISO date the way it is written here: 07/10/2020."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


def in_words(field: str, text: str | None) -> str | None:
    """Write a stored value for people: "tinh" as "cấp tỉnh", dates with slashes."""
    if text is None:
        return None
    if field in ("date", "published"):
        return day(text)
    return _VALUES.get(field, {}).get(text, text)


def shown(field: str, value: Value, record: str = "", labels: Mapping[str, str] = FIELDS) -> Shown:
    """Return a field with the address of the first place that says so."""
    note = None
    if value.corrected:
        note = "người sửa"
    elif value.text and value.confidence is not None and value.confidence < _DOUBTFUL:
        note = "chưa chắc"
    return Shown(
        label=labels[field],
        text=in_words(field, value.text),
        href=first_place(value.evidence, record, field),
        note=note,
    )


def first_place(evidence: Iterable[Proof], record: str = "", field: str = "") -> str | None:
    """Return the address of the first place there is."""
    found = (proof_address(proof, record, field) for proof in evidence)
    return next((address for address in found if address is not None), None)


def name_of(kind: DocumentKind, title: str | None, addresses: Iterable[str], sha256: str) -> str:
    """Return what to call a document: an article by its title, a paper by its file's name."""
    file = next((PurePath(each).name for each in addresses), None)
    names = (title, file) if kind is DocumentKind.ARTICLE else (file, title)
    return next(filter(None, names), sha256[:12])


def capital(text: str) -> str:
    """Write the first letter large."""
    return text[:1].upper() + text[1:]


def joined(*parts: str | None, between: str = " · ") -> str:
    """Join what is there."""
    return between.join(part for part in parts if part)
