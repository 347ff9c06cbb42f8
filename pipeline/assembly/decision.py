"""A paper's own head as a ``DecisionFact``: witnesses weighed, doubts turned into issues.

A number or a date that a scan shows is believed when the engine read it surely or when a second
place repeats it; otherwise the field stays empty, the reading stands among its alternatives, and an
issue says where to look (R7, R8 of the threat list: no draft becomes an issued decision, and no
misread number is stored as confirmed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import TypeVar

from pipeline.assembly.witnesses import (
    AGREED,
    CONFIRMED,
    Witness,
    agree,
    believe,
    distinct,
    field_of,
    own_of,
    proof_of,
    settle,
    surest,
    witnesses_of,
)
from pipeline.document import Document, PageSource, Zone
from pipeline.facts import DecisionFact, DocumentKind, Field, IssueFact, KindClaim, Mention
from pipeline.vietnamese import fold, is_syllable

T = TypeVar("T")

_VIETNAM = timezone(timedelta(hours=7))
_SIGNING = timedelta(days=30)  # a digital signature follows the decision's date within this time

_NUMBER_MISSING = (
    "Phần đầu văn bản không có số: chỗ ghi số để trống (dự thảo, hoặc số viết tay, đóng dấu mà máy "
    "không thấy). Hãy xem trang đầu; nếu văn bản đã ban hành thì nhập số, ký hiệu."
)
_NUMBER_DOUBTFUL = (
    "Số, ký hiệu đọc không chắc chắn ({seen}): chữ viết tay, mờ, bị dấu đè, hoặc các chỗ ghi số "
    "không khớp nhau. Hãy so với trang gốc rồi nhập số đúng."
)
_DATE_MISSING = (
    "Phần đầu văn bản không ghi đủ ngày, tháng, năm: có thể là dự thảo hoặc ngày viết tay mà máy "
    "không thấy. Hãy xem trang đầu; nếu văn bản đã ban hành thì nhập ngày."
)
_DATE_DOUBTFUL = (
    "Ngày ban hành không chắc chắn ({seen}): {why}. Hãy so với trang gốc rồi nhập ngày đúng."
)
_DRAFT = (
    "Văn bản mang dấu “DỰ THẢO”: không được coi là quyết định đã ban hành. Nếu đây là bản chính "
    "thức thì hãy nhập số và ngày."
)
_ISSUER_MISSING = (
    "Không xác định được cơ quan ban hành ở phần đầu văn bản. "
    "Hãy xem trang đầu và nhập tên cơ quan."
)
_SIGNER_MISSING = (
    "Văn bản có chỗ ký nhưng không đọc được họ tên người ký (thường do dấu hoặc chữ ký đè lên). "
    "Hãy xem cuối văn bản và nhập họ tên."
)
_SIGNER_DOUBTFUL = (
    "Họ tên người ký đọc không chắc chắn ({seen}): dấu hoặc chữ ký đè lên. "
    "Hãy xem cuối văn bản và nhập họ tên."
)
_WHY = {
    "unread": "chữ viết tay, mờ hoặc bị dấu đè",
    "conflict": "các chỗ ghi ngày không khớp nhau",
    "basis": "một căn cứ lại có ngày sau ngày này",
    "number": "năm không khớp với năm trong số, ký hiệu",
    "signature": "chữ ký số không nằm trong 30 ngày sau ngày này",
    "published": "trang đăng văn bản trước ngày này",
    "title": "năm không hợp với năm nêu trong trích yếu",
}


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
    return frozenset(f"{name}-unreadable" for name, sure in settled.items() if sure or name in said)


def _weigh(document: Document, mentions: Sequence[Mention]) -> _Outcome | None:
    kinds = [(m.confidence, m.claim.kind) for m in mentions if isinstance(m.claim, KindClaim)]
    if not any(kind is DocumentKind.DECISION for _, kind in kinds):
        return None
    if max(kinds, key=lambda vote: vote[0])[1] is not DocumentKind.DECISION:
        return None
    found = witnesses_of(document, mentions)
    number, number_issue = _number(document, found)
    day, day_issue = _date(document, found, number)
    issuer, issuer_issue = _issuer(document, found)
    issues = [number_issue, day_issue, issuer_issue]
    if drafts := found.get("draft"):
        number, day = _emptied(number), _emptied(day)
        issues.insert(0, _issue(document, "draft", _DRAFT, "number", drafts))
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
        signed_at=_signed_at(document),
    )
    return _Outcome(fact, tuple(issue for issue in issues if issue is not None))


# --- number and date ------------------------------------------------------------------------------


def _number(
    document: Document, found: dict[str, list[Witness]]
) -> tuple[Field[str], IssueFact | None]:
    witnesses = found.get("number", [])
    own = own_of(witnesses)
    others = [w for w in witnesses if w is not own and w.value]
    if own is None or "blank" in own.flaws:
        portal = [w for w in others if w.kind == "portal" and own is None]
        if portal:
            return field_of(document, portal[0].value, 0.9, portal), None
        empty: Field[str] = Field(alternatives=distinct(w.value for w in others))
        return empty, _issue(document, "number-missing", _NUMBER_MISSING, "number", witnesses)
    verdict, reason = believe(own, others)
    field = settle(document, own, others, verdict)
    if reason is None:
        return field, None
    message = _NUMBER_DOUBTFUL.format(seen=_seen(document, own))
    return field, _issue(document, "number-doubtful", message, "number", [own, *others])


def _date(
    document: Document, found: dict[str, list[Witness]], number: Field[str]
) -> tuple[Field[date], IssueFact | None]:
    witnesses = found.get("date", [])
    own = own_of(witnesses)
    others = [w for w in witnesses if w is not own and w.value]
    if own is None or "blank" in own.flaws:
        portal = [w for w in others if w.kind == "portal" and own is None]
        if portal:
            return _dated(field_of(document, portal[0].value, 0.9, portal)), None
        empty: Field[str] = Field(alternatives=distinct(w.value for w in others))
        return _dated(empty), _issue(document, "date-missing", _DATE_MISSING, "date", witnesses)
    verdict, reason = believe(own, others)
    if own.value and (reason is None or verdict > 0):
        contradicted = _contradiction(document, found, own, number)
        agreed = verdict >= CONFIRMED and any(agree(w, own) for w in others)
        if contradicted and not (agreed and contradicted in ("basis", "title")):
            reason = contradicted
            verdict = 0.0 if own.scanned and not agreed else 0.5
    field = settle(document, own, others, verdict)
    if reason is None:
        return _dated(field), None
    message = _DATE_DOUBTFUL.format(seen=_seen(document, own), why=_WHY[reason])
    return _dated(field), _issue(document, "date-doubtful", message, "date", [own, *others])


def _contradiction(
    document: Document, found: dict[str, list[Witness]], own: Witness, number: Field[str]
) -> str | None:
    """Return what speaks against a date that was read, or None."""
    day = date.fromisoformat(own.value)
    parts = (number.value or "").split("/")
    if len(parts) == 3 and parts[1].isdigit() and int(parts[1]) != day.year:
        return "number"
    if any(date.fromisoformat(w.value) > day for w in found.get("basis_date", ())):
        return "basis"
    signed = [s.time.astimezone(_VIETNAM).date() for s in document.metadata.signatures if s.time]
    if signed and not any(timedelta(0) <= each - day <= _SIGNING for each in signed):
        return "signature"
    published = document.metadata.published
    if published is not None and published < day:
        return "published"
    if own.scanned and not _suits_title(day, found.get("title", ())):
        return "title"
    return None


def _suits_title(day: date, titles: Iterable[Witness]) -> bool:
    """Tell whether a date can belong to a title's year: that year, or the first half of the next.

    Asked of scans only, where a clear 2022 may be read as 2021; titles of plans name years to come.
    """
    for title in titles:
        words = fold(title.value).replace(",", " ").split()
        years = {
            int(after[:4])
            for before, after in pairwise(words)
            if before == "nam" and after[:4].isdigit()
        }
        recognises = "cong nhan" in fold(title.value)
        if recognises and len(years) == 1:
            (year,) = years
            return day.year == year or (day.year == year + 1 and day.month <= 6)
    return True


def _dated(field: Field[str]) -> Field[date]:
    return Field(
        value=date.fromisoformat(field.value) if field.value else None,
        confidence=field.confidence,
        evidence=field.evidence,
        alternatives=tuple(date.fromisoformat(value) for value in field.alternatives),
    )


# --- issuer, signer, the rest ---------------------------------------------------------------------


def _issuer(
    document: Document, found: dict[str, list[Witness]]
) -> tuple[Field[str], IssueFact | None]:
    """Believe the head before the authority line, the caption and the portal's table."""
    witnesses = found.get("issuer", [])
    bodies = [w for w in witnesses if w.kind != "person"]
    if not bodies:
        return Field(), _issue(document, "issuer-missing", _ISSUER_MISSING, "issuer", witnesses)
    rank = {"head": 0, "authority": 1, "caption": 2, "portal": 3}
    own = min(bodies, key=lambda w: (w.trust < 0.5, rank.get(w.kind, 4)))
    agreeing = [w for w in bodies if fold(w.value) == fold(own.value)]
    trust = AGREED if len(agreeing) > 1 else own.trust * 0.95
    others = [w for w in witnesses if w.kind == "person"] + [w for w in bodies if w not in agreeing]
    alternatives = distinct(w.value for w in others if w.value != own.value)
    return field_of(document, own.value, trust, agreeing, alternatives), None


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
        message = _SIGNER_DOUBTFUL.format(seen=_seen(document, names[0]))
        return _issue(document, "signer-doubtful", message, "signer", names)
    posts = found.get("signer_position", [])
    scanned = {page.number for page in document.pages if page.source is PageSource.OCR}
    footed = any(block.page in scanned for block in document.in_zones({Zone.FOOT}))
    if position.value is None and not footed:
        return None
    return _issue(document, "signer-missing", _SIGNER_MISSING, "signer", posts)


def _signed_at(document: Document) -> Field[datetime]:
    """Return the first digital signature's time: evidence of its own, never the decision's date."""
    times = sorted(s.time for s in document.metadata.signatures if s.time)
    return Field(times[0], 0.95, alternatives=tuple(times[1:])) if times else Field()


def _emptied(field: Field[T]) -> Field[T]:
    known = (field.value,) if field.value is not None else ()
    return Field(evidence=field.evidence, alternatives=(*known, *field.alternatives))


def _issue(
    document: Document, code: str, message: str, field: str, witnesses: Iterable[Witness]
) -> IssueFact:
    return IssueFact(code, message, field, proof_of(document, witnesses))


def _seen(document: Document, witness: Witness) -> str:
    quote = " ".join(document.quote(witness.mention.span).split())
    return f"“{quote}”"
