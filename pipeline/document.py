"""A document is one text with geometry beside it.

``Document.text`` is NFC, made once by ``pipeline.reading`` and then final. Every word, block and
cell holds a ``Span`` into it and, where the page has geometry, a ``BBox`` in PDF points from the
top left of the page (pdfplumber's convention). OCR, text layer, HTML and Word files all end as this
one value; nothing downstream asks which it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from pipeline.errors import Reason


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character range ``[start, end)`` of ``Document.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in PDF points (1/72 inch) from the page's top left: x0 < x1, top < bottom."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: BBox) -> BBox:
        """Return the smallest box that holds both."""
        return BBox(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class Zone(StrEnum):
    """What part of its page a block is; facts come only from ``OWN_ZONES``."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    STAMP = "stamp"  # the page's own line of publication: "31/08/2021 09:04"
    HEAD = "head"  # a decision's two-column head
    FOOT = "foot"  # a decision's "Nơi nhận" and signature
    TABLE = "table"
    PAGE_NUMBER = "page-number"
    OVERLAY = "overlay"  # a digital signature's printed info, a received-stamp's box
    TEASER = "teaser"  # other articles
    FURNITURE = "furniture"  # menus, clocks, weather, comment forms


OWN_ZONES = frozenset(
    {Zone.TITLE, Zone.STANDFIRST, Zone.BODY, Zone.HEAD, Zone.FOOT, Zone.TABLE, Zone.CAPTION}
)

_FLOWING = frozenset({Zone.STANDFIRST, Zone.BODY, Zone.CAPTION})


class PageSource(StrEnum):
    """Where a page's words came from."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    HTML = "html"
    OFFICE = "office"
    PLAIN = "plain"


class TextSource(StrEnum):
    """Where a whole document's words came from; ``mixed`` where its pages differ."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    MIXED = "mixed"
    HTML = "html"
    OFFICE = "office"
    PLAIN = "plain"


class State(StrEnum):
    """How a document ended; the ledger's terminal states."""

    PARSED = "parsed"
    PARTIAL = "partial"
    NEEDS_REVIEW = "needs-review"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Word:
    """One run of non-space characters; ``confidence`` 0..1 from OCR, None from a text layer."""

    span: Span
    page: int
    bbox: BBox | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, column of the head or other run of lines, with its zone."""

    span: Span
    page: int
    zone: Zone
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at ``row`` and ``column`` from 0; a merged one stands once, at its top left."""

    span: Span
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    bbox: BBox | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid on one page. ``continues`` says it goes on from the last table of the page before."""

    page: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    bbox: BBox | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page, numbered from 1; ``width`` and ``height`` in points; ``health`` 0..1 of its text."""

    number: int
    span: Span
    source: PageSource
    width: float | None = None
    height: float | None = None
    health: float | None = None
    treatment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A PDF's digital signature, evidence of its own: it dates the signing, not the decision."""

    signer: str | None
    body: str | None
    time: datetime | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the carrier says of itself, never what its text says; each may be absent."""

    url: str | None = None
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something reading itself could not settle; becomes an Issue. ``code`` is kebab-case."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. ``words``, ``blocks`` and ``tables`` stand in reading order of ``text``."""

    sha256: str
    media_type: str
    text: str
    pages: tuple[Page, ...]
    text_source: TextSource
    state: State
    reason: Reason | None = None
    words: tuple[Word, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: Metadata = Metadata()
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        if self.state is State.QUARANTINED and self.reason is None:
            raise ValueError("a quarantined document needs a reason")
        if self.state is State.PARSED and not self.pages:
            raise ValueError("a document without pages cannot be parsed")

    def quote(self, span: Span) -> str:
        """Return the text of a span, as it stands on the page."""
        return self.text[span.start : span.end]

    def page_of(self, offset: int) -> int:
        """Return the number of the page that holds a character; 1 where there are no pages."""
        for page in self.pages:
            if offset < page.span.end:
                return page.number
        return self.pages[-1].number if self.pages else 1

    def bbox_of(self, span: Span, page: int) -> BBox | None:
        """Return the box round a span's words on one page, or None without geometry."""
        first = bisect_right(self.words, span.start, key=lambda word: word.span.end)
        found: BBox | None = None
        for word in islice(self.words, first, None):
            if word.span.start >= span.end:
                break
            if word.page == page and word.bbox is not None:
                found = word.bbox if found is None else found.union(word.bbox)
        return found

    def in_zones(self, zones: Collection[Zone] = OWN_ZONES) -> Iterator[Block]:
        """Yield the blocks of the given zones, in reading order."""
        return (block for block in self.blocks if block.zone in zones)

    def masked(self, zones: Collection[Zone] = OWN_ZONES) -> str:
        """Return the text with all that stands outside the zones blanked to newlines.

        The result has the length of ``text``, so that offsets found in it are offsets of ``text``.
        A paragraph set in several lines stands on one: where a page breaks its lines says nothing.
        A document without blocks is its own zone.
        """
        if not self.blocks:
            return self.text
        masked = ["\n"] * len(self.text)
        for block in self.in_zones(zones):
            words = self.quote(block.span)
            flowing = words.replace("\n", " ") if block.zone in _FLOWING else words
            masked[block.span.start : block.span.end] = flowing
        return "".join(masked)
