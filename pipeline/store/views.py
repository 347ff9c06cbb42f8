"""What questions to the store answer with: frozen values, each field with its reasons.

Dates are ISO text, as evidence and corrections hold them. ``Value.text`` is what counts (the
person's where there is one); ``Value.machine`` stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipeline.document import State
from pipeline.facts import DocumentKind, Level, Role, Step
from pipeline.store.models import Holding, IssueState


@dataclass(frozen=True, slots=True)
class Proof:
    """A place that says so: ``bbox`` is x0, top, x1, bottom in points from the page's top left.

    A value that has no place (typed in, or inferred) has no page either.
    """

    document: str
    page: int | None
    bbox: tuple[float, float, float, float] | None
    start: int | None
    end: int | None
    quote: str | None
    extractor: str | None
    value: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Value:
    """One field's value with its reasons."""

    text: str | None = None
    machine: str | None = None
    corrected: bool = False
    confidence: float | None = None
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document in one line."""

    sha256: str
    kind: DocumentKind
    title: str | None
    published: str | None
    publisher: str | None
    state: State
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwardView:
    """One award as one document says it, with where it belongs."""

    key: str
    document: str
    ordinal: int
    step: Step | None
    confidence: float
    pattern: str
    product: Value
    producer: Value
    place: Value
    address: Value
    grade: Value
    group: Value
    serial: Value
    points: Value
    product_key: str
    producer_key: str | None
    round_key: str | None
    round_label: str | None
    decision_key: str | None
    decision_number: str | None
    district: str | None
    province: str | None
    province_today: str | None


@dataclass(frozen=True, slots=True)
class CitationView:
    """An act that a document names; ``decision`` is the key of its row."""

    document: str
    decision: str
    own: bool
    role: Role | None
    held: bool
    number: str
    date: str | None
    issuer: str | None
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class CountView:
    """A number that a document states."""

    document: str
    of: str
    value: int
    step: Step | None
    level: Level | None
    territory: str | None
    group: str | None
    own: bool
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person whom a document names."""

    document: str
    name: str
    position: str | None
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """A dated happening that a document tells of."""

    document: str
    kind: str
    date: str | None
    place: str | None
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class IssueView:
    """Something a person should look at; ``key`` settles it."""

    key: str
    document: str
    title: str | None
    address: str | None
    code: str
    message: str
    field: str | None
    state: IssueState
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with all that is known of it; held where one of ``papers`` is it.

    ``awards`` is the held paper's own list; ``reported`` is what other documents tell of it.
    """

    key: str
    state: Holding
    number: Value
    date: Value
    issuer: Value
    place: Value
    title: Value
    signer_name: Value
    signer_position: Value
    year: int | None
    papers: tuple[DocumentRef, ...]
    cited_by: tuple[DocumentRef, ...]
    attestations: tuple[CitationView, ...]
    awards: tuple[AwardView, ...]
    reported: tuple[AwardView, ...]
    citations: tuple[CitationView, ...]
    counts: tuple[CountView, ...]
    people: tuple[PersonView, ...]
    events: tuple[EventView, ...]
    issues: tuple[IssueView, ...]
    kind: str = field(default="decision", init=False)


@dataclass(frozen=True, slots=True)
class ProducerView:
    """A producer across rounds, under every name it was written."""

    key: str
    name: Value
    province: str | None
    names: tuple[str, ...]
    awards: tuple[AwardView, ...]
    kind: str = field(default="producer", init=False)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round: its decisions, documents, awards and the numbers stated of it."""

    key: str
    label: str
    level: Level
    territory: str
    year: int
    province: str | None
    region: Value
    edition: Value
    decisions: tuple[tuple[str, str, Holding], ...]  # key, number, state
    documents: tuple[DocumentRef, ...]
    awards: tuple[AwardView, ...]
    counts: tuple[CountView, ...]
    issues: tuple[IssueView, ...]
    kind: str = field(default="round", init=False)


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a document."""

    number: int
    width: float | None
    height: float | None
    source: str
    health: float | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document and all it says; ``head`` holds a decision's own fields, a draft's too."""

    sha256: str
    media_type: str
    document_kind: DocumentKind
    in_programme: bool
    programme_reason: str
    title: Value
    published: Value
    publisher: Value
    step: Value
    url: str | None
    state: State
    reason: str | None
    detail: str | None
    text_source: str
    sightings: tuple[tuple[str, datetime], ...]
    pages: tuple[PageView, ...]
    head: tuple[tuple[str, Value], ...]
    round: tuple[tuple[str, Value], ...]
    round_key: str | None
    round_label: str | None
    decision_key: str | None
    awards: tuple[AwardView, ...]
    citations: tuple[CitationView, ...]
    counts: tuple[CountView, ...]
    people: tuple[PersonView, ...]
    events: tuple[EventView, ...]
    issues: tuple[IssueView, ...]
    kind: str = field(default="document", init=False)


View = DecisionView | ProducerView | RoundView | DocumentView


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that awards are said to rest on, and that nobody has brought in yet."""

    key: str
    number: str
    issuer: str | None
    date: str | None
    cited_by: int


@dataclass(frozen=True, slots=True)
class Status:
    """What the database holds and what is left to do.

    ``award_rows`` counts each document's own list; ``awards`` each award of a round once, however
    many documents tell of it, and only where it was recognised.
    """

    documents: int
    states: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    pages: int
    decisions_held: int
    decisions_cited: int
    rounds: int
    awards: int
    award_rows: int
    producers: int
    products: int
    issues: tuple[tuple[str, int], ...]
    corrections: int
    unfinished: int
    wanted: tuple[Wanted, ...]
