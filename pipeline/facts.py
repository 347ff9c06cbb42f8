"""What is found in a document: mentions (what an extractor saw) and facts (what a document says).

A mention is a span plus a typed value plus a reason to believe it. Facts are mentions put together:
every field keeps its confidence and the evidence that leads back to the place on the page. Absent
is ``None``; unclear is an ``Issue``; neither is ever a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from pipeline.document import BBox, Document, Span

T = TypeVar("T")


class DocumentKind(StrEnum):
    """What sort of paper or page a document is."""

    DECISION = "decision"
    ARTICLE = "article"
    PLAN = "plan"
    FORM = "form"
    OTHER = "other"


class Level(StrEnum):
    """The programme's four levels; ``huyen`` is the commune from 2025-07-01 (38/2025/TT-BCT)."""

    HUYEN = "huyen"
    TINH = "tinh"
    KHU_VUC = "khu_vuc"
    QUOC_GIA = "quoc_gia"


class Step(StrEnum):
    """Where in the funnel of a round something stands."""

    REGISTERED = "registered"
    PASSED = "passed"
    PROPOSED = "proposed"
    RECOGNISED = "recognised"
    CERTIFIED = "certified"
    NOMINATED = "nominated"


class Role(StrEnum):
    """What a cited act does in the document that cites it."""

    AWARD = "award"
    AMENDS = "amends"
    LEGAL_BASIS = "legal_basis"
    PROGRAMME = "programme"
    SUBMISSION = "submission"
    OTHER = "other"


# --- mentions: what extractors emit -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActClaim:
    """A numbered act: "Quyết định số 1918/QĐ-UBND ngày 07 tháng 10 năm 2020 của UBND Cao Bằng".

    ``number`` is normalised (``1918/QĐ-UBND``). ``role`` as its own sentence shows it.
    """

    number: str
    date: date | None = None
    issuer: str | None = None
    role: Role = Role.OTHER


@dataclass(frozen=True, slots=True)
class HeadClaim:
    """One field of a decision's own head or foot.

    ``field``: number, date, issuer, place, title, signer_name, signer_position; also basis_date
    (the latest date of the "Căn cứ" lines), draft, and signed_at and signed_by, as a digital
    signature's printed info says. A date or time is ISO; a blank has an empty value.
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class RoundClaim:
    """One part of a round. ``field``: level, region, province, year or edition."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class StepClaim:
    """The step of the funnel that a sentence speaks of."""

    step: Step


@dataclass(frozen=True, slots=True)
class CountClaim:
    """A stated number ("18 cơ sở", "20 sản phẩm"): ``of`` is products or producers.

    ``group`` where it counts one group; ``level`` and ``territory`` say whose count it is where the
    sentence does ("phía Nam 189 sản phẩm").
    """

    of: str
    value: int
    step: Step | None = None
    level: Level | None = None
    territory: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class AwardClaim:
    """One award as a row or a sentence says it; ``pattern`` names what made the pair."""

    product: str
    producer: str | None = None
    place: str | None = None
    address: str | None = None
    grade: str | None = None
    group: str | None = None
    serial: str | None = None
    points: str | None = None
    year: int | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class ProducerClaim:
    """An organisation or maker named in the text, awarded or not: "HTX chè Hảo Đạt"."""

    name: str


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """A named person: "Ông Ngô Quang Trung, Cục trưởng Cục Công Thương địa phương"."""

    name: str
    position: str | None = None


@dataclass(frozen=True, slots=True)
class EventClaim:
    """A dated happening. ``kind``: ceremony, meeting, judging, announcement, fair, publication."""

    kind: str
    date: date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeClaim:
    """For or against the document belonging to the programme, with the reason in words."""

    in_programme: bool
    reason: str


@dataclass(frozen=True, slots=True)
class KindClaim:
    """A vote on what kind of document this is."""

    kind: DocumentKind


Claim = (
    ActClaim
    | HeadClaim
    | RoundClaim
    | StepClaim
    | CountClaim
    | AwardClaim
    | ProducerClaim
    | PersonClaim
    | EventClaim
    | ProgrammeClaim
    | KindClaim
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim at a place: ``span`` covers all of it, ``parts`` single fields of the claim.

    ``extractor`` is "name/version"; ``confidence`` 0..1.
    """

    claim: Claim
    span: Span
    confidence: float
    extractor: str
    parts: tuple[tuple[str, Span], ...] = ()

    def part(self, name: str) -> Span:
        """Return the span of one field, or the whole span where the field has none of its own."""
        return dict(self.parts).get(name, self.span)


# --- facts: what a document says ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place on the page that says so. ``bbox`` in points from the page's top left."""

    page: int
    bbox: BBox | None
    start: int
    end: int
    quote: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A value with its reasons. ``alternatives`` are readings that lost, best first."""

    value: T | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """The decision that the document itself is."""

    number: Field[str] = field(default_factory=Field)
    date: Field[date] = field(default_factory=Field)
    issuer: Field[str] = field(default_factory=Field)
    place: Field[str] = field(default_factory=Field)
    title: Field[str] = field(default_factory=Field)
    signer_name: Field[str] = field(default_factory=Field)
    signer_position: Field[str] = field(default_factory=Field)
    signed_at: Field[datetime] = field(default_factory=Field)


@dataclass(frozen=True, slots=True)
class RoundFact:
    """The round that the document is about."""

    level: Field[Level] = field(default_factory=Field)
    region: Field[str] = field(default_factory=Field)
    province: Field[str] = field(default_factory=Field)
    year: Field[int] = field(default_factory=Field)
    edition: Field[int] = field(default_factory=Field)


@dataclass(frozen=True, slots=True)
class CitationFact:
    """A numbered act that the document mentions; one for each number, however often it is named."""

    number: str
    date: date | None
    issuer: str | None
    role: Role
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AwardFact:
    """Product × producer. ``producer`` may be absent; a pair is never invented."""

    product: Field[str]
    producer: Field[str] = field(default_factory=Field)
    place: Field[str] = field(default_factory=Field)
    address: Field[str] = field(default_factory=Field)
    grade: Field[str] = field(default_factory=Field)
    group: Field[str] = field(default_factory=Field)
    serial: Field[str] = field(default_factory=Field)
    points: Field[str] = field(default_factory=Field)
    year: Field[int] = field(default_factory=Field)
    confidence: float = 0.0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class CountFact:
    """A count claim that belongs to the document's own round, with its step; the self-check."""

    of: str
    value: int
    step: Step | None
    level: Level | None
    territory: str | None
    group: str | None
    own: bool  # of this document's round and territory, not of a neighbour's or a part of it
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person named with a position."""

    name: str
    position: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class EventFact:
    """A dated happening."""

    kind: str
    date: date | None
    place: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class IssueFact:
    """Something a person should look at; ``message`` in Vietnamese names the likely cause."""

    code: str
    message: str
    field: str | None = None
    evidence: tuple[Evidence, ...] = ()


class PartKind(StrEnum):
    """What one paper of a file is; a letter is a công văn, a submission a tờ trình."""

    DECISION = "decision"
    LETTER = "letter"
    SUBMISSION = "submission"
    NOTICE = "notice"
    PLAN = "plan"
    REPORT = "report"
    MINUTES = "minutes"
    RESOLUTION = "resolution"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PartFact:
    """One of several papers in a file, on pages ``first`` to ``last``; its head as read."""

    kind: PartKind
    first: int
    last: int
    number: str | None
    date: date | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document says; ``decision`` is None where the file is not itself one."""

    kind: DocumentKind
    in_programme: bool
    programme_reason: str
    title: Field[str] = field(default_factory=Field)
    published: Field[date] = field(default_factory=Field)
    publisher: Field[str] = field(default_factory=Field)
    decision: DecisionFact | None = None
    round: RoundFact = field(default_factory=RoundFact)
    step: Field[Step] = field(default_factory=Field)
    citations: tuple[CitationFact, ...] = ()
    awards: tuple[AwardFact, ...] = ()
    counts: tuple[CountFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    issues: tuple[IssueFact, ...] = ()
    parts: tuple[PartFact, ...] = ()  # empty where the file is one paper


def evidence(document: Document, span: Span, extractor: str) -> Evidence:
    """Return the evidence for a span: page, box round its words there, and the words themselves."""
    page = document.page_of(span.start)
    return Evidence(
        page=page,
        bbox=document.bbox_of(span, page),
        start=span.start,
        end=span.end,
        quote=document.quote(span),
        extractor=extractor,
    )
