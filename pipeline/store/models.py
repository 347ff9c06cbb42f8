"""The tables, as typed models: what we know, who said so, and what people decided.

Rows of a document (pages, citations, awards, evidence ...) go with it when it is read again; shared
rows (decision, round, producer, product, place) are found by a natural ``key`` from
``pipeline.resolution``; ledger, corrections and settled issues outlive every re-read. Lengths are
left to the text; times are UTC; boxes are in PDF points from the page's top left.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.document import PageSource, State, TextSource
from pipeline.errors import Reason
from pipeline.facts import DocumentKind, Level, Role, Step
from pipeline.store.columns import (
    Base,
    Holding,
    IssueSource,
    IssueState,
    LedgerState,
    RecordKind,
    by_value,
)

__all__ = [
    "Award",
    "Base",
    "Citation",
    "Correction",
    "CountClaim",
    "Decision",
    "Document",
    "Event",
    "Evidence",
    "Head",
    "Holding",
    "Issue",
    "IssueSource",
    "IssueState",
    "Ledger",
    "LedgerState",
    "Page",
    "Person",
    "Place",
    "Producer",
    "ProducerName",
    "Product",
    "Reading",
    "RecordKind",
    "Round",
    "SearchEntry",
    "Sighting",
]


def owned() -> Mapped[int]:
    """Return the column of a row that goes with its document."""
    return mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)


class Document(Base):
    """One content, however many addresses it was seen at."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("state <> 'parsed' OR pages >= 1", "parsed_has_pages"),
        CheckConstraint("state <> 'quarantined' OR reason IS NOT NULL", "quarantined_has_reason"),
        CheckConstraint("length(sha256) = 64", "sha256_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    kind: Mapped[DocumentKind] = mapped_column(by_value(DocumentKind, "kind"))
    in_programme: Mapped[bool]
    programme_reason: Mapped[str]
    title: Mapped[str | None]
    published: Mapped[date | None]
    publisher: Mapped[str | None]
    url: Mapped[str | None]
    pages: Mapped[int]
    text_source: Mapped[TextSource] = mapped_column(by_value(TextSource, "text_source"))
    text_sha256: Mapped[str]
    state: Mapped[State] = mapped_column(by_value(State, "state"), index=True)
    read_state: Mapped[State] = mapped_column(by_value(State, "read_state"))  # before any issue
    reason: Mapped[Reason | None] = mapped_column(by_value(Reason, "reason"))
    detail: Mapped[str | None]
    step: Mapped[Step | None] = mapped_column(by_value(Step, "step"))
    round_id: Mapped[int | None] = mapped_column(
        ForeignKey("round.id", ondelete="SET NULL"), index=True
    )
    round_region: Mapped[str | None]  # as this document states it
    round_edition: Mapped[int | None]
    fingerprint: Mapped[str]


class Page(Base):
    """A page of a document and how well its text reads."""

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    width: Mapped[float | None]
    height: Mapped[float | None]
    source: Mapped[PageSource] = mapped_column(by_value(PageSource, "source"))
    health: Mapped[float | None]


class Sighting(Base):
    """An address at which a content was seen: a path as given, or a URL."""

    __tablename__ = "sighting"
    __table_args__ = (UniqueConstraint("document_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    address: Mapped[str]
    first_seen: Mapped[datetime]


class Ledger(Base):
    """The state of one reading of one content: claimed, or ended in one terminal state."""

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("sha256", "fingerprint"),
        CheckConstraint("state <> 'claimed' OR lease_until IS NOT NULL", "claimed_has_lease"),
        CheckConstraint("state <> 'quarantined' OR reason IS NOT NULL", "quarantined_has_reason"),
        CheckConstraint("attempts >= 0", "attempts_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    fingerprint: Mapped[str]
    state: Mapped[LedgerState] = mapped_column(by_value(LedgerState, "state"), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    deferred_until: Mapped[datetime | None]
    reason: Mapped[Reason | None] = mapped_column(by_value(Reason, "reason"))
    detail: Mapped[str | None]


class Reading(Base):
    """The document and facts as values, compressed JSON: what pages are shown and re-loaded from.

    In the database and not beside the originals: it changes in the transaction that changes the
    rows, so that a killed load leaves no torn pair, and one backup holds both.
    """

    __tablename__ = "reading"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    )
    document: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[bytes] = mapped_column(LargeBinary)


class Decision(Base):
    """An act, held or only cited: one row for all its attestations."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("issuer_key", "number_key", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[Holding] = mapped_column(by_value(Holding, "state"))
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(index=True)
    symbol: Mapped[str | None]
    issuer_key: Mapped[str | None]
    issuer: Mapped[str | None]
    year: Mapped[int | None]
    date: Mapped[date | None]
    place: Mapped[str | None]
    title: Mapped[str | None]
    signer_name: Mapped[str | None]
    signer_position: Mapped[str | None]


class Head(Base):
    """A decision's own head and foot as its paper states them; a draft's may lack the number."""

    __tablename__ = "head"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[str | None]
    date: Mapped[date | None]
    issuer: Mapped[str | None]
    place: Mapped[str | None]
    title: Mapped[str | None]
    signer_name: Mapped[str | None]
    signer_position: Mapped[str | None]
    signed_at: Mapped[datetime | None]


class Citation(Base):
    """One attestation of an act: a document cites it, or (``own``) is it."""

    __tablename__ = "citation"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal"),
        CheckConstraint("own = (role IS NULL)", "own_has_no_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = owned()
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decision.id", ondelete="RESTRICT"), index=True
    )
    ordinal: Mapped[int]  # 0: the document is the act
    own: Mapped[bool]
    role: Mapped[Role | None] = mapped_column(by_value(Role, "role"))
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(index=True)
    issuer: Mapped[str | None]
    issuer_key: Mapped[str | None]
    date: Mapped[date | None]
    year: Mapped[int | None]
    confidence: Mapped[float]


class Round(Base):
    """One selection: programme, level, territory and year."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("programme", "level", "territory", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    programme: Mapped[str]
    level: Mapped[Level] = mapped_column(by_value(Level, "level"))
    territory: Mapped[str]
    year: Mapped[int]
    province: Mapped[str | None]
    region: Mapped[str | None]  # of the round: the new Lâm Đồng has members of two regions
    edition: Mapped[int | None]


class Producer(Base):
    """A body that makes things, across rounds; ``name`` is its most frequent writing."""

    __tablename__ = "producer"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    family: Mapped[str]
    core: Mapped[str] = mapped_column(index=True)
    province: Mapped[str | None]
    name: Mapped[str]


class ProducerName(Base):
    """A producer's name as written somewhere."""

    __tablename__ = "producer_name"
    __table_args__ = (UniqueConstraint("producer_id", "written"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="RESTRICT"))
    written: Mapped[str]


class Product(Base):
    """What was awarded, across rounds; ``name`` is its most frequent writing."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    producer_id: Mapped[int | None] = mapped_column(
        ForeignKey("producer.id", ondelete="RESTRICT"), index=True
    )
    name: Mapped[str]


class Place(Base):
    """A place as written, resolved at the document's day to what stood then."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    written: Mapped[str]
    district: Mapped[str | None]
    province: Mapped[str | None] = mapped_column(index=True)
    province_today: Mapped[str | None]  # derived: Bắc Kạn's is Thái Nguyên


class Award(Base):
    """Product, producer and round as one document says; ``key`` is what corrections hold on to."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", "confidence_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    round_id: Mapped[int | None] = mapped_column(
        ForeignKey("round.id", ondelete="SET NULL"), index=True
    )
    citation_id: Mapped[int | None] = mapped_column(  # the act that awards it leads over this
        ForeignKey("citation.id", ondelete="SET NULL"), index=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="RESTRICT"), index=True
    )
    producer_name_id: Mapped[int | None] = mapped_column(
        ForeignKey("producer_name.id", ondelete="RESTRICT"), index=True
    )
    place_id: Mapped[int | None] = mapped_column(
        ForeignKey("place.id", ondelete="RESTRICT"), index=True
    )
    product: Mapped[str]
    producer: Mapped[str | None]
    place: Mapped[str | None]
    address: Mapped[str | None]
    grade: Mapped[str | None]
    group: Mapped[str | None]
    serial: Mapped[str | None]
    points: Mapped[str | None]
    step: Mapped[Step | None] = mapped_column(by_value(Step, "step"), index=True)
    pattern: Mapped[str]
    confidence: Mapped[float]


class CountClaim(Base):
    """A stated number with its step; ``own`` where it counts this document's own round."""

    __tablename__ = "count_claim"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    of: Mapped[str]
    value: Mapped[int]
    step: Mapped[Step | None] = mapped_column(by_value(Step, "step"))
    level: Mapped[Level | None] = mapped_column(by_value(Level, "level"))
    territory: Mapped[str | None]
    group: Mapped[str | None]
    own: Mapped[bool]
    confidence: Mapped[float]


class Person(Base):
    """A person whom a document names with a position."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    name: Mapped[str]
    position: Mapped[str | None]
    confidence: Mapped[float]


class Event(Base):
    """A dated happening that a document tells of."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    kind: Mapped[str]
    date: Mapped[date | None]
    place: Mapped[str | None]
    confidence: Mapped[float]


class Issue(Base):
    """Something a person should look at; settled, it stays so while its cause is unchanged."""

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("document_id", "code", "cause"),
        CheckConstraint("state = 'open' OR settled_by IS NOT NULL", "settled_is_signed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    code: Mapped[str]
    cause: Mapped[str]
    source: Mapped[IssueSource] = mapped_column(by_value(IssueSource, "source"))
    state: Mapped[IssueState] = mapped_column(by_value(IssueState, "state"), index=True)
    message: Mapped[str]
    field: Mapped[str | None]
    settled_by: Mapped[str | None]
    settled_why: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class Correction(Base):
    """A person's value for one field; append-only: taking it back is another row."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "record_kind", "record_key", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[RecordKind] = mapped_column(by_value(RecordKind, "record_kind"))
    record_key: Mapped[str]
    field: Mapped[str]
    value: Mapped[str | None]
    machine: Mapped[str | None]  # what the machine said when the person spoke
    undoes: Mapped[int | None] = mapped_column(ForeignKey("correction.id", ondelete="RESTRICT"))
    who: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]


class Evidence(Base):
    """Why a field has its value: the machine's value and the place on the page that says so."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("document_id", "record_kind", "record_key", "field", "ordinal"),
        CheckConstraint('"end" >= start', "span_ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    record_kind: Mapped[RecordKind] = mapped_column(by_value(RecordKind, "record_kind"))
    record_key: Mapped[str]
    field: Mapped[str]
    ordinal: Mapped[int]
    value: Mapped[str | None]
    confidence: Mapped[float]
    page: Mapped[int | None]
    x0: Mapped[float | None]
    top: Mapped[float | None]
    x1: Mapped[float | None]
    bottom: Mapped[float | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str | None]
    extractor: Mapped[str | None]


class SearchEntry(Base):
    """What can be searched for: words as written and folded; made anew whenever its record is."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    label: Mapped[str]
    context: Mapped[str]
    written: Mapped[str]  # words in lower case with their marks, parted by one space
    folded: Mapped[str]  # the same without marks
