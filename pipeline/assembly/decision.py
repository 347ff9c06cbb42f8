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

from rapidfuzz import fuzz

from pipeline.document import Document, PageSource, Zone
from pipeline.facts import (
    DecisionFact,
    DocumentKind,
    Evidence,
    Field,
    HeadClaim,
    IssueFact,
    KindClaim,
    Mention,
    evidence,
)
from pipeline.vietnamese import fold, is_syllable

T = TypeVar("T")

# An OCR engine's confidence from which one reading alone is believed. Reading caps digits that a
# second look at another scale did not repeat at 0.5; "QĐ-UBND" pulls sure digits down to 0.6.
LEGIBLE = 0.55
_TWIN = 70  # likeness in percent of two readings of one symbol
_AGREED = 0.99
_CONFIRMED = 0.9  # a weak reading that a second place repeats
_VIETNAM = timezone(timedelta(hours=7))
_SIGNING = timedelta(days=30)  # a digital signature follows the decision's date within this time
_FLAWS = ("blank", "unreadable", "repaired", "unknown-symbol", "doubtful")

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
class _Witness:
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
        "number": outcome.fact.number.confidence >= _AGREED,
        "date": outcome.fact.date.confidence >= _AGREED,
    }
    return frozenset(f"{name}-unreadable" for name, sure in settled.items() if sure or name in said)


def _weigh(document: Document, mentions: Sequence[Mention]) -> _Outcome | None:
    kinds = [(m.confidence, m.claim.kind) for m in mentions if isinstance(m.claim, KindClaim)]
    if not any(kind is DocumentKind.DECISION for _, kind in kinds):
        return None
    if max(kinds, key=lambda vote: vote[0])[1] is not DocumentKind.DECISION:
        return None
    found = _witnesses(document, mentions)
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
        place=_first(document, found.get("place", ())),
        title=_first(document, found.get("title", ())),
        signer_name=name,
        signer_position=position,
        signed_at=_signed_at(document),
    )
    return _Outcome(fact, tuple(issue for issue in issues if issue is not None))


def _witnesses(document: Document, mentions: Sequence[Mention]) -> dict[str, list[_Witness]]:
    """Return the head's claims by field, in text order."""
    scanned = {page.number for page in document.pages if page.source is PageSource.OCR}
    found: dict[str, list[_Witness]] = {}
    for mention in mentions:
        claim = mention.claim
        if not isinstance(claim, HeadClaim):
            continue
        names = [name for name, _ in mention.parts]
        witness = _Witness(
            value=claim.value,
            trust=mention.confidence,
            kind=next((name for name in names if name not in _FLAWS), ""),
            flaws=frozenset(names) & frozenset(_FLAWS),
            scanned=document.page_of(mention.span.start) in scanned,
            mention=mention,
        )
        found.setdefault(claim.field, []).append(witness)
    return found


# --- number and date ------------------------------------------------------------------------------


def _number(
    document: Document, found: dict[str, list[_Witness]]
) -> tuple[Field[str], IssueFact | None]:
    witnesses = found.get("number", [])
    own = _own(witnesses)
    others = [w for w in witnesses if w is not own and w.value]
    if own is None or "blank" in own.flaws:
        portal = [w for w in others if w.kind == "portal" and own is None]
        if portal:
            return _field(document, portal[0].value, 0.9, portal), None
        empty: Field[str] = Field(alternatives=_distinct(w.value for w in others))
        return empty, _issue(document, "number-missing", _NUMBER_MISSING, "number", witnesses)
    verdict, reason = _believe(own, others)
    field = _settled(document, own, others, verdict)
    if reason is None:
        return field, None
    message = _NUMBER_DOUBTFUL.format(seen=_seen(document, own))
    return field, _issue(document, "number-doubtful", message, "number", [own, *others])


def _date(
    document: Document, found: dict[str, list[_Witness]], number: Field[str]
) -> tuple[Field[date], IssueFact | None]:
    witnesses = found.get("date", [])
    own = _own(witnesses)
    others = [w for w in witnesses if w is not own and w.value]
    if own is None or "blank" in own.flaws:
        portal = [w for w in others if w.kind == "portal" and own is None]
        if portal:
            return _dated(_field(document, portal[0].value, 0.9, portal)), None
        empty: Field[str] = Field(alternatives=_distinct(w.value for w in others))
        return _dated(empty), _issue(document, "date-missing", _DATE_MISSING, "date", witnesses)
    verdict, reason = _believe(own, others)
    if own.value and (reason is None or verdict > 0):
        contradicted = _contradiction(document, found, own, number)
        agreed = verdict >= _CONFIRMED and any(_agree(w, own) for w in others)
        if contradicted and not (agreed and contradicted in ("basis", "title")):
            reason = contradicted
            verdict = 0.0 if own.scanned and not agreed else 0.5
    field = _settled(document, own, others, verdict)
    if reason is None:
        return _dated(field), None
    message = _DATE_DOUBTFUL.format(seen=_seen(document, own), why=_WHY[reason])
    return _dated(field), _issue(document, "date-doubtful", message, "date", [own, *others])


def _own(witnesses: Iterable[_Witness]) -> _Witness | None:
    """Return the head's own reading: the last, nearest the title, that has a value; or the last."""
    head = [witness for witness in witnesses if witness.kind == "head"]
    valued = [witness for witness in head if witness.value]
    found = valued or head
    return found[-1] if found else None


def _believe(own: _Witness, others: Sequence[_Witness]) -> tuple[float, str | None]:
    """Return how far the head's reading is believed (0: not at all), and why it is doubtful."""
    if not own.value:
        return 0.0, "unread"
    agreeing = [w for w in others if _agree(w, own) and not (w.flaws and own.flaws)]
    opposed = [w for w in others if not _agree(w, own) and (w.is_sure or not own.is_sure)]
    if opposed:
        sure = own.is_sure and not own.scanned
        return (0.6 if sure else 0.0), "conflict"
    if agreeing:
        # a pen's or a seal's digits stay worth a look, even where the caption repeats them
        return (_AGREED if own.is_sure else _CONFIRMED), None
    if own.is_sure:
        return own.trust, None
    return 0.0, "unread"


def _agree(one: _Witness, other: _Witness) -> bool:
    """Tell whether two places say the same: digits and year must; a scan's symbol may be off."""
    if one.value == other.value:
        return True
    if not (one.scanned or other.scanned) or "/" not in one.value or "/" not in other.value:
        return False
    (digits, symbol), (same, twin) = one.value.rsplit("/", 1), other.value.rsplit("/", 1)
    return digits == same and fuzz.ratio(symbol, twin) >= _TWIN


def _settled(
    document: Document, own: _Witness, others: Sequence[_Witness], verdict: float
) -> Field[str]:
    """Return the field with the head's value, or empty with all readings as alternatives."""
    if verdict <= 0:
        return Field(
            evidence=_evidence(document, [own]),
            alternatives=_distinct(w.value for w in (own, *others) if w.value),
        )
    agreeing = [own, *(w for w in others if _agree(w, own))]
    value = next((w.value for w in agreeing if "unknown-symbol" not in w.flaws), own.value)
    alternatives = _distinct(w.value for w in others if not _agree(w, own))
    return _field(document, value, verdict, agreeing, alternatives)


def _contradiction(
    document: Document, found: dict[str, list[_Witness]], own: _Witness, number: Field[str]
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


def _suits_title(day: date, titles: Iterable[_Witness]) -> bool:
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
    document: Document, found: dict[str, list[_Witness]]
) -> tuple[Field[str], IssueFact | None]:
    """Believe the head before the authority line, the caption and the portal's table."""
    witnesses = found.get("issuer", [])
    bodies = [w for w in witnesses if w.kind != "person"]
    if not bodies:
        return Field(), _issue(document, "issuer-missing", _ISSUER_MISSING, "issuer", witnesses)
    rank = {"head": 0, "authority": 1, "caption": 2, "portal": 3}
    own = min(bodies, key=lambda w: (w.trust < 0.5, rank.get(w.kind, 4)))
    agreeing = [w for w in bodies if fold(w.value) == fold(own.value)]
    trust = _AGREED if len(agreeing) > 1 else own.trust * 0.95
    others = [w for w in witnesses if w.kind == "person"] + [w for w in bodies if w not in agreeing]
    alternatives = _distinct(w.value for w in others if w.value != own.value)
    return _field(document, own.value, trust, agreeing, alternatives), None


def _signer(document: Document, found: dict[str, list[_Witness]]) -> tuple[Field[str], Field[str]]:
    """Believe the foot; a portal's or a digital signature's spelling mends a scan's lost marks."""
    names = found.get("signer_name", [])
    position = _first(document, found.get("signer_position", ()))
    foot = next((w for w in names if w.kind == "foot"), None)
    others = [w.value for w in names if w is not foot]
    others += [s.signer for s in document.metadata.signatures if s.signer]
    if foot is None:
        return _first(document, names), position
    same = [name for name in others if fold(name) == fold(foot.value)]
    if "doubtful" in foot.flaws and not same:
        seen = _distinct((foot.value, *others))
        return Field(evidence=_evidence(document, [foot]), alternatives=seen), position
    value = same[0] if same and foot.scanned else foot.value
    trust = _AGREED if same else foot.trust
    if not all(map(is_syllable, foot.value.split())):
        trust *= 0.8
    agreeing = [w for w in names if fold(w.value) == fold(foot.value)]
    alternatives = _distinct(w.value for w in names if w not in agreeing)
    return _field(document, value, trust, agreeing, alternatives), position


def _signer_issue(
    document: Document,
    found: dict[str, list[_Witness]],
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


def _first(document: Document, witnesses: Sequence[_Witness]) -> Field[str]:
    if not witnesses:
        return Field()
    own = max(witnesses, key=lambda w: w.trust)
    alternatives = _distinct(w.value for w in witnesses if w.value != own.value)
    return _field(document, own.value, own.trust, [own], alternatives)


def _field(
    document: Document,
    value: str,
    confidence: float,
    witnesses: Sequence[_Witness],
    alternatives: tuple[str, ...] = (),
) -> Field[str]:
    return Field(value, round(confidence, 3), _evidence(document, witnesses), alternatives)


def _emptied(field: Field[T]) -> Field[T]:
    known = (field.value,) if field.value is not None else ()
    return Field(evidence=field.evidence, alternatives=(*known, *field.alternatives))


def _evidence(document: Document, witnesses: Iterable[_Witness]) -> tuple[Evidence, ...]:
    return tuple(evidence(document, w.mention.part(w.kind), w.mention.extractor) for w in witnesses)


def _issue(
    document: Document, code: str, message: str, field: str, witnesses: Iterable[_Witness]
) -> IssueFact:
    return IssueFact(code, message, field, _evidence(document, witnesses))


def _seen(document: Document, witness: _Witness) -> str:
    quote = " ".join(document.quote(witness.mention.span).split())
    return f"“{quote}”"


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
