"""What several places of a paper say of one field, and how far they make each other believed.

A scan's reading stands alone only where the engine was sure of it; two places that agree confirm
even weak ones; two that disagree leave the field empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.document import Document, PageSource
from pipeline.facts import Evidence, Field, HeadClaim, IssueFact, Mention, evidence

# An OCR engine's confidence from which one reading alone is believed. Reading caps digits that a
# second look at another scale did not repeat at 0.5; "QĐ-UBND" pulls sure digits down to 0.6.
LEGIBLE = 0.55
AGREED = 0.99
CONFIRMED = 0.9  # a weak reading that a second place repeats
_TWIN = 70  # likeness in percent of two readings of one symbol
_FLAWS = ("blank", "unreadable", "repaired", "unknown-symbol", "doubtful")


@dataclass(frozen=True, slots=True)
class Witness:
    """One claim about a field, with what matters for believing it."""

    value: str
    trust: float
    kind: str  # head, caption, portal, authority, person, foot
    flaws: frozenset[str]
    scanned: bool
    mention: Mention

    @property
    def is_sure(self) -> bool:
        """Tell whether this reading can stand alone."""
        return bool(self.value) and not self.flaws and (not self.scanned or self.trust >= LEGIBLE)


def witnesses_of(document: Document, mentions: Sequence[Mention]) -> dict[str, list[Witness]]:
    """Return the head's claims by field, in text order."""
    scanned = {page.number for page in document.pages if page.source is PageSource.OCR}
    found: dict[str, list[Witness]] = {}
    for mention in mentions:
        claim = mention.claim
        if not isinstance(claim, HeadClaim):
            continue
        names = [name for name, _ in mention.parts]
        witness = Witness(
            value=claim.value,
            trust=mention.confidence,
            kind=next((name for name in names if name not in _FLAWS), ""),
            flaws=frozenset(names) & frozenset(_FLAWS),
            scanned=document.page_of(mention.span.start) in scanned,
            mention=mention,
        )
        found.setdefault(claim.field, []).append(witness)
    return found


def own_of(witnesses: Iterable[Witness]) -> Witness | None:
    """Return the head's own reading: the last, nearest the title, that has a value; or the last."""
    head = [witness for witness in witnesses if witness.kind == "head"]
    valued = [witness for witness in head if witness.value]
    found = valued or head
    return found[-1] if found else None


def believe(own: Witness, others: Sequence[Witness]) -> tuple[float, str | None]:
    """Return how far the head's reading is believed (0: not at all), and why it is doubtful."""
    if not own.value:
        return 0.0, "unread"
    agreeing = [w for w in others if agree(w, own) and not (w.flaws and own.flaws)]
    opposed = [w for w in others if not agree(w, own) and (w.is_sure or not own.is_sure)]
    if opposed:
        sure = own.is_sure and not own.scanned
        return (0.6 if sure else 0.0), "conflict"
    if agreeing:
        # a pen's or a seal's digits stay worth a look, even where the caption repeats them
        return (AGREED if own.is_sure else CONFIRMED), None
    if own.is_sure:
        return own.trust, None
    return 0.0, "unread"


def agree(one: Witness, other: Witness) -> bool:
    """Tell whether two places say the same: digits and year must; a scan's symbol may be off."""
    if one.value == other.value:
        return True
    if not (one.scanned or other.scanned) or "/" not in one.value or "/" not in other.value:
        return False
    (digits, symbol), (same, twin) = one.value.rsplit("/", 1), other.value.rsplit("/", 1)
    return digits == same and fuzz.ratio(symbol, twin) >= _TWIN


def settle(
    document: Document, own: Witness, others: Sequence[Witness], verdict: float
) -> Field[str]:
    """Return the field with the head's value, or empty with all readings as alternatives."""
    if verdict <= 0:
        return Field(
            evidence=proof_of(document, [own]),
            alternatives=distinct(w.value for w in (own, *others) if w.value),
        )
    agreeing = [own, *(w for w in others if agree(w, own))]
    value = next((w.value for w in agreeing if "unknown-symbol" not in w.flaws), own.value)
    alternatives = distinct(w.value for w in others if not agree(w, own))
    return field_of(document, value, verdict, agreeing, alternatives)


def surest(document: Document, witnesses: Sequence[Witness]) -> Field[str]:
    """Return the field as its surest witness has it; empty without any."""
    if not witnesses:
        return Field()
    own = max(witnesses, key=lambda w: w.trust)
    alternatives = distinct(w.value for w in witnesses if w.value != own.value)
    return field_of(document, own.value, own.trust, [own], alternatives)


def field_of(
    document: Document,
    value: str,
    confidence: float,
    witnesses: Sequence[Witness],
    alternatives: tuple[str, ...] = (),
) -> Field[str]:
    """Return a field with the places that say so."""
    return Field(value, round(confidence, 3), proof_of(document, witnesses), alternatives)


def proof_of(document: Document, witnesses: Iterable[Witness]) -> tuple[Evidence, ...]:
    """Return where each witness stands on the page."""
    return tuple(evidence(document, w.mention.part(w.kind), w.mention.extractor) for w in witnesses)


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values in order, each once."""
    return tuple(dict.fromkeys(values))


def issue_of(
    document: Document, code: str, message: str, field: str, witnesses: Iterable[Witness]
) -> IssueFact:
    """Return an issue about a field, with where its witnesses stand."""
    return IssueFact(code, message, field, proof_of(document, witnesses))


def seen_of(document: Document, witness: Witness) -> str:
    """Return a witness's words as they stand on the page, in quotation marks."""
    quote = " ".join(document.quote(witness.mention.span).split())
    return f"“{quote}”"
