"""Answers of the store in, lists in Vietnamese out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import PurePath

from pipeline.labels import AWARD_FIELDS, KINDS, STATES
from pipeline.store.reading_room import DecisionLine
from pipeline.store.search import Hit as Found
from pipeline.store.views import AwardView, DocumentRef, IssueView, Status
from pipeline.web.addresses import decision_address, record_address
from pipeline.web.values import day, first_place, joined, name_of, shown
from pipeline.web.views import (
    Award,
    AwardGroup,
    AwardTable,
    Concern,
    Figure,
    Hit,
    Shown,
    Source,
)

_HITS = {
    "decision": "quyết định",
    "producer": "cơ sở",
    "product": "sản phẩm",
    "round": "kỳ bình chọn",
    "document": "tài liệu",
}


def figures(status: Status) -> tuple[Figure, ...]:
    """Return the numbers of the front page."""
    return (
        Figure("tài liệu", status.documents),
        Figure("quyết định có văn bản", status.decisions_held),
        Figure("kỳ bình chọn", status.rounds),
        Figure("lượt công nhận", status.awards),
        Figure("cơ sở", status.producers),
        Figure("việc cần xem", sum(count for _, count in status.issues)),
    )


def found(hits: Iterable[Found]) -> tuple[Hit, ...]:
    """Return what a search found."""
    return tuple(
        Hit(_HITS[hit.kind], hit.label, record_address(hit.kind, hit.key), hit.context)
        for hit in hits
    )


def recent(decisions: Iterable[DecisionLine]) -> tuple[Hit, ...]:
    """Return decisions as lines of a list."""
    return tuple(
        Hit(
            kind=joined(day(each.date), each.issuer, f"{each.awards} sản phẩm"),
            title=each.number,
            href=decision_address(each.key),
            line=each.title or "",
        )
        for each in decisions
    )


def concerns(issues: Iterable[IssueView]) -> tuple[Concern, ...]:
    """Return issues with the place to look at, or at least the document."""
    return tuple(
        Concern(
            message=issue.message,
            href=first_place(issue.evidence) or record_address("document", issue.document),
            where=_where(issue),
        )
        for issue in issues
    )


def _where(issue: IssueView) -> str:
    file = PurePath(issue.address).name if issue.address is not None else None
    page = next((proof.page for proof in issue.evidence if proof.page is not None), None)
    name = file or issue.title or issue.document[:12]
    return f"{name}, trang {page}" if page is not None else name


def papers(references: Iterable[DocumentRef]) -> tuple[Source, ...]:
    """Return documents as lines of a list."""
    return tuple(
        Source(
            title=name_of(each.kind, each.title, each.addresses, each.sha256),
            href=record_address("document", each.sha256),
            line=joined(
                KINDS[each.kind.value],
                each.publisher,
                day(each.published),
                STATES[each.state.value],
                next(iter(each.addresses), None),
            ),
        )
        for each in references
    )


def table(title: str, awards: Sequence[AwardView], *, sourced: bool = False) -> AwardTable:
    """Return awards as a list in their order, under the headings of their groups."""
    rows = [(each.group.text, _award(number, each)) for number, each in enumerate(awards, 1)]
    return AwardTable(
        title=title,
        groups=tuple(
            AwardGroup(name, tuple(award for _, award in group))
            for name, group in groupby(rows, key=lambda row: row[0])
        ),
        graded=any(each.grade.text for each in awards),
        sourced=sourced,
    )


def tables(title: str, awards: Sequence[AwardView], *, sourced: bool) -> tuple[AwardTable, ...]:
    """Return the list, or none where there is nothing to list."""
    return (table(title, awards, sourced=sourced),) if awards else ()


def _award(number: int, award: AwardView) -> Award:
    record = f"award:{award.key}"
    return Award(
        number=award.serial.text or str(number),
        product=shown("product", award.product, record),
        producer=shown("producer", award.producer, record),
        place=shown("place", award.place, record, AWARD_FIELDS),
        grade=shown("grade", award.grade, record),
        source=_source(award),
    )


def _source(award: AwardView) -> Shown:
    if award.decision_key is not None:
        said = joined(award.decision_number, award.round_label)
        return Shown("Theo", said, decision_address(award.decision_key))
    label = award.round_label or "tài liệu"
    return Shown("Theo", label, record_address("document", award.document))
