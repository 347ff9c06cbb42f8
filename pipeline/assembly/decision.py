"""A paper's own head as a ``DecisionFact``: witnesses weighed, doubts turned into issues.

A number or a date that a scan shows is believed when the engine read it surely or when a second
place repeats it; otherwise the field stays empty, the reading stands among its alternatives, and an
issue says where to look (R7, R8 of the threat list: no draft becomes an issued decision, and no
misread number is stored as confirmed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pipeline.assembly.registration import weigh_date, weigh_number
from pipeline.assembly.witnesses import (
    AGREED,
    Witness,
    distinct,
    field_of,
    issue_of,
    proof_of,
    seen_of,
    surest,
    witnesses_of,
)
from pipeline.document import Document, PageSource, Zone
from pipeline.facts import DecisionFact, DocumentKind, Field, IssueFact, KindClaim, Mention
from pipeline.vietnamese import fold, is_syllable

T = TypeVar("T")

_BY_HAND = frozenset({"number-handwritten", "date-handwritten"})
_SIGNED = 0.95  # a signature that nobody verified

_DRAFT = (
    "Văn bản mang dấu “DỰ THẢO”: không được coi là quyết định đã ban hành. Nếu đây là bản chính "
    "thức thì hãy nhập số và ngày."
)
_ISSUER_MISSING = (
    "Không xác định được cơ quan ban hành ở phần đầu văn bản{signed}. "
    "Hãy xem trang đầu và nhập tên cơ quan."
)
_ISSUER_SIGNED = " (chữ ký số mang tên “{body}”)"
_SIGNER_MISSING = (
    "Văn bản có chỗ ký nhưng không đọc được họ tên người ký (thường do dấu hoặc chữ ký đè lên). "
    "Hãy xem cuối văn bản và nhập họ tên."
)
_SIGNER_DOUBTFUL = (
    "Họ tên người ký đọc không chắc chắn ({seen}): dấu hoặc chữ ký đè lên. "
    "Hãy xem cuối văn bản và nhập họ tên."
)


@dataclass(frozen=True, slots=True)
class _Outcome:
    fact: DecisionFact
    issues: tuple[IssueFact, ...]


def decision_fact(document: Document, mentions: Sequence[Mention]) -> DecisionFact | None:
    """Return the decision that the document itself is, or None where it is none."""
    outcome = _weigh(document, mentions)
    return outcome.fact if outcome else None


def decision_issues(document: Document, mentions: Sequence[Mention]) -> tuple[IssueFact, ...]:
    """Return what a person should look at in the decision's head; nothing for other documents."""
    outcome = _weigh(document, mentions)
    return outcome.issues if outcome else ()


def settled_notices(document: Document, mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the codes of reading's notices about the head that need no issue of their own.

    Either two places agree on what a scan showed badly, or an issue here says the same.
    """
    outcome = _weigh(document, mentions)
    if outcome is None:
        return frozenset()
    said = {issue.field for issue in outcome.issues}
    settled = {
        "number": outcome.fact.number.confidence >= AGREED,
        "date": outcome.fact.date.confidence >= AGREED,
    }
    unread = {f"{name}-unreadable" for name, sure in settled.items() if sure or name in said}
    return frozenset(unread | ({issue.code for issue in outcome.issues} & _BY_HAND))


def _weigh(document: Document, mentions: Sequence[Mention]) -> _Outcome | None:
    kinds = [(m.confidence, m.claim.kind) for m in mentions if isinstance(m.claim, KindClaim)]
    if not any(kind is DocumentKind.DECISION for _, kind in kinds):
        return None
    if max(kinds, key=lambda vote: vote[0])[1] is not DocumentKind.DECISION:
        return None
    found = witnesses_of(document, mentions)
    number, number_issue = weigh_number(document, found)
    day, day_issues = weigh_date(document, found, number)
    issuer, issuer_issue = _issuer(document, found)
    issues = [number_issue, *day_issues, issuer_issue]
    if drafts := found.get("draft"):
        number, day = _emptied(number), _emptied(day)
        issues.insert(0, issue_of(document, "draft", _DRAFT, "number", drafts))
    name, position = _signer(document, found)
    issues.append(_signer_issue(document, found, name, position))
    fact = DecisionFact(
        number=number,
        date=day,
        issuer=issuer,
        place=surest(document, found.get("place", ())),
        title=surest(document, found.get("title", ())),
        signer_name=name,
        signer_position=position,
        signed_at=_signed_at(document, found),
    )
    return _Outcome(fact, tuple(issue for issue in issues if issue is not None))


def _issuer(
    document: Document, found: dict[str, list[Witness]]
) -> tuple[Field[str], IssueFact | None]:
    """Believe the head before the authority line, the caption and the portal's table."""
    witnesses = found.get("issuer", [])
    bodies = [w for w in witnesses if w.kind != "person"]
    signed = _signing_bodies(document, found)
    if not bodies:
        named = "".join(_ISSUER_SIGNED.format(body=body) for body in signed[:1])
        issue = issue_of(
            document, "issuer-missing", _ISSUER_MISSING.format(signed=named), "issuer", witnesses
        )
        return Field(alternatives=signed), issue
    rank = {"head": 0, "authority": 1, "caption": 2, "portal": 3}
    own = min(bodies, key=lambda w: (w.trust < 0.5, rank.get(w.kind, 4)))
    agreeing = [w for w in bodies if fold(w.value) == fold(own.value)]
    trust = AGREED if len(agreeing) > 1 else own.trust * 0.95
    others = [w for w in witnesses if w.kind == "person"] + [w for w in bodies if w not in agreeing]
    alternatives = distinct(w.value for w in others if w.value != own.value)
    return field_of(document, own.value, trust, agreeing, alternatives), None


def _signing_bodies(document: Document, found: dict[str, list[Witness]]) -> tuple[str, ...]:
    """Return the bodies that digital signatures name: suggestions, for a portal may have signed."""
    held = (signature.body for signature in document.metadata.signatures)
    return distinct((*filter(None, held), *(w.value for w in found.get("signed_by", ()))))


def _signer(document: Document, found: dict[str, list[Witness]]) -> tuple[Field[str], Field[str]]:
    """Believe the foot; a portal's or a digital signature's spelling mends a scan's lost marks."""
    names = found.get("signer_name", [])
    position = surest(document, found.get("signer_position", ()))
    foot = next((w for w in names if w.kind == "foot"), None)
    others = [w.value for w in names if w is not foot]
    others += [s.signer for s in document.metadata.signatures if s.signer]
    if foot is None:
        return surest(document, names), position
    same = [name for name in others if fold(name) == fold(foot.value)]
    if "doubtful" in foot.flaws and not same:
        seen = distinct((foot.value, *others))
        return Field(evidence=proof_of(document, [foot]), alternatives=seen), position
    value = same[0] if same and foot.scanned else foot.value
    trust = AGREED if same else foot.trust
    if not all(map(is_syllable, foot.value.split())):
        trust *= 0.8
    agreeing = [w for w in names if fold(w.value) == fold(foot.value)]
    alternatives = distinct(w.value for w in names if w not in agreeing)
    return field_of(document, value, trust, agreeing, alternatives), position


def _signer_issue(
    document: Document,
    found: dict[str, list[Witness]],
    name: Field[str],
    position: Field[str],
) -> IssueFact | None:
    """Ask for a name that a scan hides; a paper that nobody signed is no riddle."""
    if name.value is not None:
        return None
    names = found.get("signer_name", [])
    if names:
        message = _SIGNER_DOUBTFUL.format(seen=seen_of(document, names[0]))
        return issue_of(document, "signer-doubtful", message, "signer", names)
    posts = found.get("signer_position", [])
    scanned = {page.number for page in document.pages if page.source is PageSource.OCR}
    footed = any(block.page in scanned for block in document.in_zones({Zone.FOOT}))
    if position.value is None and not footed:
        return None
    return issue_of(document, "signer-missing", _SIGNER_MISSING, "signer", posts)


def _signed_at(document: Document, found: dict[str, list[Witness]]) -> Field[datetime]:
    """Return the first digital signature's time: evidence of its own, never the decision's date.

    The signature dictionary says it, or the info that was printed on the page when it was signed.
    """
    held = sorted(s.time for s in document.metadata.signatures if s.time)
    printed = sorted(found.get("signed_at", []), key=lambda w: datetime.fromisoformat(w.value))
    shown = [datetime.fromisoformat(w.value) for w in printed]
    if not held and not shown:
        return Field()
    first = (held or shown)[0]
    proof = [w for w, time in zip(printed, shown, strict=True) if time == first]
    trust = _SIGNED if held else proof[0].trust
    others = tuple(time for time in dict.fromkeys((*held, *shown)) if time != first)
    return Field(first, trust, proof_of(document, proof), others)


def _emptied(field: Field[T]) -> Field[T]:
    known = (field.value,) if field.value is not None else ()
    return Field(evidence=field.evidence, alternatives=(*known, *field.alternatives))
