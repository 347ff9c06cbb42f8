"""What the pages show: plain values, ready to be set in type, with the links already made.

Templates get nothing else, so that what the store calls things can change without touching them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from pipeline.document import BBox


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with its name and the address of the place that says so.

    ``note`` says in a word what to think of it: doubtful, or set by a person.
    """

    label: str
    text: str | None
    href: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the front page."""

    label: str
    value: int

    @property
    def text(self) -> str:
        """The number as it is written here: 1.204."""
        return f"{self.value:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: "quyết định", its name, where it leads and a line about it."""

    kind: str
    title: str
    href: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A row of a list; ``source`` names the act or the document that says it."""

    number: str
    product: Shown
    producer: Shown
    place: Shown
    grade: Shown
    source: Shown


@dataclass(frozen=True, slots=True)
class AwardGroup:
    """Rows under one heading of the list; ``name`` is None where the list has no groups."""

    name: str | None
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class AwardTable:
    """A list of awards; a column that would be empty, or say the same in each row, is left out."""

    title: str
    groups: tuple[AwardGroup, ...]
    graded: bool
    sourced: bool

    @property
    def tally(self) -> int:
        """How many awards it lists."""
        return sum(len(group.awards) for group in self.groups)

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return 4 + self.graded + self.sourced


@dataclass(frozen=True, slots=True)
class Section:
    """Values under a heading."""

    title: str
    fields: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """An issue: what a person should look at, and where."""

    message: str
    href: str
    where: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document behind a record."""

    title: str
    href: str
    line: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A decision, producer, product, round or document, with all that is known of it.

    ``papers`` lists the documents behind it; ``links`` leads to its pages and its original.
    """

    kicker: str
    tag: str | None
    title: str
    lead: str | None
    fields: tuple[Shown, ...]
    tables: tuple[AwardTable, ...] = ()
    sections: tuple[Section, ...] = ()
    concerns: tuple[Concern, ...] = ()
    papers: tuple[Source, ...] = ()
    links: tuple[Shown, ...] = ()
    sample: bool = False


class Weight(IntEnum):
    """How a run of text stands out on a page; the heavier wins where runs overlap."""

    FOREIGN = 0  # menus, other articles: nothing is taken from there
    PLAIN = 1
    SAME = 2  # of the same record as what was asked for
    ASKED = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a page's text that stands out evenly."""

    text: str
    weight: Weight

    @property
    def name(self) -> str:
        """The weight's name in the style sheet."""
        return self.weight.name.lower()


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a page; a ``strong`` one is what was asked for, others are of the same record."""

    bbox: BBox
    strong: bool


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of a document, with what is pointed at; ``picture`` is None where it is only text.

    ``quotes`` is what was asked for, ``others`` what else the same record took from the page;
    ``width`` and ``height`` are in points, like the boxes.
    """

    document: Source
    number: int
    total: int
    width: float
    height: float
    picture: str | None
    boxes: tuple[Box, ...]
    segments: tuple[Segment, ...]
    quotes: tuple[Shown, ...]
    others: tuple[Shown, ...]
    links: tuple[Shown, ...]
    sample: bool = False
