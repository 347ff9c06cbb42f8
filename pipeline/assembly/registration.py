"""A decision's number and date weighed: what its head, captions and other witnesses say of them.

What a pen filled into the head is never believed, whoever agrees: the field stays empty and the
issue tells what was seen. A witness that contradicts is named with what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import NamedTuple

from pipeline.assembly.witnesses import (
    CONFIRMED,
    Witness,
    agree,
    believe,
    distinct,
    field_of,
    issue_of,
    own_of,
    seen_of,
    settle,
)
from pipeline.document import Document
from pipeline.facts import Field, IssueFact
from pipeline.vietnamese import fold

_VIETNAM = timezone(timedelta(hours=7))
_SIGNING = timedelta(days=30)  # a digital signature follows the decision's date within this time

_NUMBER_MISSING = (
    "Phần đầu văn bản không có số: chỗ ghi số để trống (dự thảo, hoặc số viết tay, đóng dấu mà máy "
    "không thấy). Hãy xem trang đầu; nếu văn bản đã ban hành thì nhập số, ký hiệu."
)
_NUMBER_DOUBTFUL = (
    "Số, ký hiệu đọc không chắc chắn ({seen}): chữ viết tay, mờ, bị dấu đè{others}. "
    "Hãy so với trang gốc rồi nhập số đúng."
)
_NUMBER_CONFLICT = (
    "Các chỗ ghi số, ký hiệu không khớp nhau: đầu văn bản ghi {seen}{others}. "
    "Hãy so với trang gốc rồi nhập số đúng."
)
_DATE_MISSING = (
    "Phần đầu văn bản không ghi đủ ngày, tháng, năm: có thể là dự thảo hoặc ngày viết tay mà máy "
    "không thấy. Hãy xem trang đầu; nếu văn bản đã ban hành thì nhập ngày."
)
_DATE_DOUBTFUL = (
    "Ngày ban hành không chắc chắn ({seen}): {why}{others}. "
    "Hãy so với trang gốc rồi nhập ngày đúng."
)
_BASIS_YOUNGER = (
    "Một căn cứ ghi ngày {basis}, sau ngày ban hành {day} mà hai chỗ cùng ghi. "
    "Hãy xem lại ngày của căn cứ đó trên trang gốc."
)
_SIGNED = " Chữ ký số ghi ngày {day}."
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_UNREAD = "chữ viết tay, mờ hoặc bị dấu đè"
_CONFLICT = "các chỗ ghi ngày không khớp nhau"
_PLACES = {"caption": "phụ lục", "portal": "trang đăng văn bản", "head": "chỗ khác ở đầu văn bản"}


class _Doubt(NamedTuple):
    """What speaks against a date: which witness, and in words."""

    kind: str
    why: str


def weigh_number(
    document: Document, found: dict[str, list[Witness]]
) -> tuple[Field[str], IssueFact | None]:
    """Return the decision's number, or an empty field with the issue that says why."""
    witnesses = found.get("number", [])
    own = own_of(witnesses)
    others = [w for w in witnesses if w is not own and w.value]
    if (told := _handwritten(document, "number", own)) is not None:
        return _unwritten(document, "number", told, own, others)
    if own is None or "blank" in own.flaws:
        portal = [w for w in others if w.kind == "portal" and own is None]
        if portal:
            return field_of(document, portal[0].value, 0.9, portal), None
        empty: Field[str] = Field(alternatives=distinct(w.value for w in others))
        return empty, issue_of(document, "number-missing", _NUMBER_MISSING, "number", witnesses)
    verdict, reason = believe(own, others)
    field = settle(document, own, others, verdict)
    if reason is None:
        return field, None
    message = _NUMBER_CONFLICT if reason == "conflict" else _NUMBER_DOUBTFUL
    message = message.format(seen=seen_of(document, own), others=_elsewhere(others))
    return field, issue_of(document, "number-doubtful", message, "number", [own, *others])


def weigh_date(
    document: Document, found: dict[str, list[Witness]], number: Field[str]
) -> tuple[Field[date], tuple[IssueFact, ...]]:
    """Return the decision's date, or an empty field, with the issues that say why."""
    witnesses = found.get("date", [])
    own = own_of(witnesses)
    others = [w for w in witnesses if w is not own and w.value]
    if (told := _handwritten(document, "date", own)) is not None:
        days = sorted(_signing_days(document, found))
        told += "".join(_SIGNED.format(day=_shown(day.isoformat())) for day in days[:1])
        field, issue = _unwritten(document, "date", told, own, others)
        return _dated(field), (issue,)
    if own is None or "blank" in own.flaws:
        portal = [w for w in others if w.kind == "portal" and own is None]
        if portal:
            return _dated(field_of(document, portal[0].value, 0.9, portal)), ()
        empty: Field[str] = Field(alternatives=distinct(w.value for w in others))
        issue = issue_of(document, "date-missing", _DATE_MISSING, "date", witnesses)
        return _dated(empty), (issue,)
    return _weigh_own_date(document, found, own, others, number)


def _weigh_own_date(
    document: Document,
    found: dict[str, list[Witness]],
    own: Witness,
    others: Sequence[Witness],
    number: Field[str],
) -> tuple[Field[date], tuple[IssueFact, ...]]:
    """Weigh the head's own date against all that may contradict it."""
    verdict, reason = believe(own, others)
    why = {"unread": _UNREAD, "conflict": _CONFLICT}.get(reason or "")
    issues: list[IssueFact] = []
    if own.value and (reason is None or verdict > 0):
        doubt = _contradiction(document, found, own, number)
        agreed = verdict >= CONFIRMED and any(agree(w, own) for w in others)
        if doubt and agreed and doubt.kind == "basis":
            issues.append(_younger_basis(document, found, own))
        elif doubt and not (agreed and doubt.kind == "title"):
            why = doubt.why
            verdict = 0.0 if own.scanned and not agreed else 0.5
    field = _dated(settle(document, own, others, verdict))
    if why is not None:
        opposed = [w for w in others if not agree(w, own)]
        message = _DATE_DOUBTFUL.format(
            seen=seen_of(document, own), why=why, others=_elsewhere(opposed)
        )
        issues.insert(0, issue_of(document, "date-doubtful", message, "date", [own, *others]))
    return field, tuple(issues)


def _handwritten(document: Document, name: str, own: Witness | None) -> str | None:
    """Return what reading says of a field filled in by hand on the page that holds the head."""
    page = document.page_of(own.mention.span.start) if own else None
    told = [notice for notice in document.notices if notice.code == f"{name}-handwritten"]
    return next((n.message for n in told if page is None or n.page in (None, page)), None)


def _unwritten(
    document: Document, name: str, told: str, own: Witness | None, others: Sequence[Witness]
) -> tuple[Field[str], IssueFact]:
    """Leave a field empty that a pen filled in; what was seen stands among its alternatives."""
    witnesses = [*([own] if own else []), *others]
    field: Field[str] = Field(alternatives=distinct(w.value for w in witnesses if w.value))
    beside = _elsewhere(others)[2:]
    message = f"{told} {beside[0].upper()}{beside[1:]}." if beside else told
    return field, issue_of(document, f"{name}-handwritten", message, name, witnesses)


def _elsewhere(others: Iterable[Witness]) -> str:
    """Return what other places say, to end a sentence with: "; phụ lục ghi “1918/QĐ-UBND”"."""
    said = (f"{_PLACES.get(w.kind, 'chỗ khác')} ghi “{_written(w.value)}”" for w in others)
    return "".join(f"; {each}" for each in distinct(said))


def _written(value: str) -> str:
    """Return a value as people write it: a day of the ISO calendar as 07/10/2020."""
    return _shown(value) if _ISO.fullmatch(value) else value


def _younger_basis(document: Document, found: dict[str, list[Witness]], own: Witness) -> IssueFact:
    basis = max(found["basis_date"], key=lambda w: w.value)
    message = _BASIS_YOUNGER.format(basis=_shown(basis.value), day=_shown(own.value))
    return issue_of(document, "basis-younger", message, "date", [own, basis])


def _contradiction(
    document: Document, found: dict[str, list[Witness]], own: Witness, number: Field[str]
) -> _Doubt | None:
    """Return what speaks against a date that was read, or None."""
    day = date.fromisoformat(own.value)
    parts = (number.value or "").split("/")
    if len(parts) == 3 and parts[1].isdigit() and int(parts[1]) != day.year:
        return _Doubt("number", f"số, ký hiệu lại ghi năm {parts[1]}")
    basis = max((w.value for w in found.get("basis_date", ())), default="")
    if basis and date.fromisoformat(basis) > day:
        return _Doubt("basis", f"một căn cứ lại ghi ngày {_shown(basis)}, sau ngày này")
    signed = _signing_days(document, found)
    if signed and not any(timedelta(0) <= each - day <= _SIGNING for each in signed):
        when = _shown(min(signed).isoformat())
        why = f"chữ ký số ghi ngày {when}, không nằm trong {_SIGNING.days} ngày sau ngày này"
        return _Doubt("signature", why)
    published = document.metadata.published
    if published is not None and published < day:
        when = _shown(published.isoformat())
        return _Doubt("published", f"trang đăng văn bản ngày {when}, trước ngày này")
    if own.scanned and not _suits_title(day, found.get("title", ())):
        return _Doubt("title", "năm không hợp với năm nêu trong trích yếu")
    return None


def _signing_days(document: Document, found: dict[str, list[Witness]]) -> list[date]:
    """Return the days, in Vietnam, of the digital signatures."""
    times = [s.time for s in document.metadata.signatures if s.time]
    times += [datetime.fromisoformat(w.value) for w in found.get("signed_at", ())]
    return [time.astimezone(_VIETNAM).date() for time in times]


def _shown(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


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
