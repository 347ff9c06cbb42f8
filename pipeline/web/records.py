"""Records of the store in, their pages in Vietnamese out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.labels import COUNTED, EVENTS, KINDS, LEVELS, ROLES, SOURCES, STATES, STEPS
from pipeline.store.models import Holding
from pipeline.store.views import (
    AwardView,
    CitationView,
    CountView,
    DecisionView,
    DocumentView,
    EventView,
    PersonView,
    ProducerView,
    RoundView,
)
from pipeline.web.addresses import decision_address, page_address, record_address
from pipeline.web.lists import concerns, papers, tables
from pipeline.web.values import capital, day, first_place, joined, name_of, shown
from pipeline.web.views import RecordPage, Section, Shown


def decision_page(view: DecisionView, *, sample: bool) -> RecordPage:
    """Return a decision's page."""
    names = ("date", "issuer", "place", "signer_name", "signer_position")
    held = view.state is Holding.HELD
    return RecordPage(
        kicker="Quyết định",
        tag="có văn bản" if held else "chỉ được dẫn, chưa có văn bản",
        title=view.number.text or "(chưa rõ số)",
        lead=view.title.text,
        fields=(
            shown("number", view.number),
            *(shown(name, getattr(view, name)) for name in names),
            *_rounds(view.awards),
        ),
        tables=(
            *tables("Sản phẩm được công nhận", view.awards, sourced=False),
            *tables("Nơi khác kể lại", view.reported, sourced=False),
        ),
        sections=_sections(view.counts, view.citations, view.people, view.events),
        concerns=concerns(view.issues),
        papers=papers((*view.papers, *view.cited_by)),
        sample=sample,
    )


def _rounds(awards: Sequence[AwardView]) -> tuple[Shown, ...]:
    """Return each round that awards belong to."""
    found = {each.round_key: each.round_label for each in awards if each.round_key is not None}
    return tuple(
        Shown("Kỳ bình chọn", label, record_address("round", key)) for key, label in found.items()
    )


def producer_page(view: ProducerView) -> RecordPage:
    """Return a producer's page."""
    others = [name for name in view.names if name != view.name.text]
    return RecordPage(
        kicker="Cơ sở",
        tag=None,
        title=view.name.text or view.key,
        lead=None,
        fields=(
            Shown("Tỉnh, thành phố", view.province),
            *(Shown("Cũng được ghi là", name) for name in others),
        ),
        tables=tables("Được công nhận", view.awards, sourced=True),
    )


def product_page(awards: Sequence[AwardView]) -> RecordPage:
    """Return the page of one product, which has at least one award."""
    first = awards[0]
    maker = (first.producer.text, first.producer_key)
    href = record_address("producer", maker[1]) if maker[1] is not None else None
    return RecordPage(
        kicker="Sản phẩm",
        tag=None,
        title=first.product.text or "",
        lead=None,
        fields=(Shown("Cơ sở", maker[0], href),),
        tables=tables("Được công nhận", awards, sourced=True),
    )


def round_page(view: RoundView) -> RecordPage:
    """Return a round's page."""
    acts = (Shown("Quyết định", number, decision_address(key)) for key, number, _ in view.decisions)
    return RecordPage(
        kicker="Kỳ bình chọn",
        tag=None,
        title=view.label,
        lead=None,
        fields=(
            shown("edition", view.edition),
            shown("region", view.region),
            *acts,
            *map(_count, view.counts),
        ),
        tables=tables("Sản phẩm được công nhận", view.awards, sourced=True),
        concerns=concerns(view.issues),
        papers=papers(view.documents),
    )


def document_page(view: DocumentView, *, sample: bool) -> RecordPage:
    """Return a document's page."""
    places = [address for address, _ in view.sightings]
    pages = [
        Shown("", f"Trang {page.number}", page_address(view.sha256, page.number))
        for page in view.pages
    ]
    return RecordPage(
        kicker=capital(KINDS[view.document_kind.value]),
        tag=STATES[view.state.value],
        title=name_of(view.document_kind, view.title.text, places, view.sha256),
        lead=view.detail,
        fields=(*_about(view), *(Shown("Tệp", place) for place in places)),
        tables=tables("Sản phẩm ghi trong tài liệu", view.awards, sourced=False),
        sections=(
            Section("Đầu văn bản", tuple(shown(name, value) for name, value in view.head)),
            Section("Kỳ bình chọn", tuple(shown(name, value) for name, value in view.round)),
            *_sections(view.counts, view.citations, view.people, view.events),
        ),
        concerns=concerns(issue for issue in view.issues if issue.state.value == "open"),
        links=(*pages, Shown("", "Tải bản gốc", f"/documents/{view.sha256}/original")),
        sample=sample,
    )


def _about(view: DocumentView) -> tuple[Shown, ...]:
    belongs = "có" if view.in_programme else f"không: {view.programme_reason}"
    found = [
        Shown("Thuộc chương trình", belongs),
        Shown("Nguồn chữ", SOURCES[view.text_source]),
    ]
    for name in ("published", "publisher", "step"):
        value = getattr(view, name)
        if value.text is not None:
            found.append(shown(name, value))
    if view.decision_key is not None:
        found.append(Shown("Là quyết định", "xem quyết định", decision_address(view.decision_key)))
    if view.round_key is not None:
        found.append(Shown("Kỳ", view.round_label, record_address("round", view.round_key)))
    return tuple(found)


def _sections(
    counts: Sequence[CountView],
    citations: Sequence[CitationView],
    people: Sequence[PersonView],
    events: Sequence[EventView],
) -> tuple[Section, ...]:
    return (
        Section("Số liệu ghi trong văn bản", tuple(map(_count, counts))),
        Section("Văn bản được dẫn", tuple(map(_citation, citations))),
        Section("Sự kiện", tuple(map(_event, events))),
        Section("Người được nêu", tuple(map(_person, people))),
    )


def _count(count: CountView) -> Shown:
    of_whom = joined(
        LEVELS[count.level.value] if count.level else None, count.territory, count.group
    )
    return Shown(
        label=capital(of_whom) or ("Kỳ này" if count.own else "Nơi khác"),
        text=joined(
            f"{count.value} {COUNTED.get(count.of, count.of)}",
            STEPS[count.step.value] if count.step else None,
            between=" ",
        ),
        href=first_place(count.evidence),
    )


def _citation(citation: CitationView) -> Shown:
    return Shown(
        label=capital(ROLES[citation.role.value]) if citation.role else "Chính văn bản này",
        text=joined(citation.number, day(citation.date), citation.issuer),
        href=first_place(citation.evidence),
    )


def _person(person: PersonView) -> Shown:
    return Shown(person.position or "", person.name, first_place(person.evidence))


def _event(event: EventView) -> Shown:
    return Shown(
        label=capital(EVENTS.get(event.kind, event.kind)),
        text=joined(day(event.date), event.place) or "chưa rõ ngày",
        href=first_place(event.evidence),
    )
