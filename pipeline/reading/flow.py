"""Flowing documents: lines and tables in, ``Document`` out, for carriers without page geometry.

Plain text, web pages and Word files end here. Blocks are parted by a newline; a table stands row
by row, its cells parted by tabs, a merged cell once at its top left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.document import (
    OWN_ZONES,
    Block,
    Cell,
    Document,
    Metadata,
    Notice,
    Page,
    PageSource,
    Span,
    State,
    Table,
    TextSource,
    Zone,
)
from pipeline.errors import Quarantined, Reason
from pipeline.vietnamese import health, nfc

_HEALTHY = 0.85  # below this share of sound syllables a text's letters are scrambled
_SAMPLE = 200_000  # characters whose health is taken for the whole text's
_LONGEST_WORD = 60
MOST_LINES = 20_000  # of one page; more are a list of data, not a paper or an article
_ENOUGH = 40  # letters beyond ASCII before a verdict on scrambling is given

# Zones that are one block of several lines, as they are on a page with geometry.
_JOINED = frozenset({Zone.HEAD, Zone.FOOT, Zone.TITLE})

# Zero-width signs and soft hyphens, which break words that look whole.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0e-\x1b]")
# Every run of blanks, among them the no-break and the ideographic one.
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, or the part of one, in its zone. ``breaks`` starts a new block, ``glued`` no line."""

    text: str
    zone: Zone
    breaks: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A table cell's words at ``row`` and ``column`` from 0."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is text. ``zone`` differs from TABLE in what is not the document's own."""

    cells: tuple[GridCell, ...]
    zone: Zone = Zone.TABLE

    @property
    def rows(self) -> int:
        """How many rows there are, spans included."""
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        """How many columns there are, spans included."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a file besides its words."""

    sha256: str
    media_type: str
    page_source: PageSource
    text_source: TextSource
    metadata: Metadata = field(default_factory=Metadata)
    notices: tuple[Notice, ...] = ()
    cut: bool = False  # more stood in the file than was read


@dataclass(slots=True)
class _Composition:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def write(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


def tidy(text: str) -> str:
    """Compose letters, make every blank a plain one and drop signs that nobody sees."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", nfc(text))).strip()


def document(items: Iterable[Passage | Grid], origin: Origin) -> Document:
    """Write lines and tables out as one page. Raises ``Quarantined`` where no words are left."""
    made = _Composition()
    for item in items:
        if isinstance(item, Grid):
            _write_grid(made, item)
        elif item.text:
            _write_passage(made, item)
    text = "".join(made.parts)
    if not text.strip():
        raise Quarantined(Reason.NO_TEXT, "Tệp không có chữ nào đọc được; hãy kiểm tra bản gốc.")
    state, reason, notices = _verdict(text, made.blocks, origin)
    soundness = health(_sample(text))
    return Document(
        sha256=origin.sha256,
        media_type=origin.media_type,
        text=text,
        pages=(Page(1, Span(0, len(text)), origin.page_source, health=round(soundness, 4)),),
        text_source=origin.text_source,
        state=state,
        reason=reason,
        blocks=tuple(made.blocks),
        tables=tuple(made.tables),
        metadata=origin.metadata,
        notices=notices,
    )


def _write_passage(made: _Composition, passage: Passage) -> None:
    last = made.blocks[-1] if made.blocks else None
    joins = (
        last is not None
        and not passage.breaks
        and last.zone is passage.zone
        and passage.zone in _JOINED
        and last.span.end == made.length
    )
    if made.parts:
        made.write(" " if passage.glued else "\n")
    span = made.write(passage.text)
    if joins and last is not None:
        made.blocks[-1] = Block(Span(last.span.start, span.end), 1, passage.zone)
    else:
        made.blocks.append(Block(span, 1, passage.zone))


def _write_grid(made: _Composition, grid: Grid) -> None:
    anchored = {(cell.row, cell.column): cell for cell in grid.cells}
    if made.parts:
        made.write("\n")
    start = made.length
    cells = []
    for row in range(grid.rows):
        if row:
            made.write("\n")
        for column in range(grid.columns):
            if column:
                made.write("\t")
            cell = anchored.get((row, column))
            if cell is not None:
                span = made.write(cell.text)
                cells.append(Cell(span, row, column, cell.rowspan, cell.colspan))
    made.blocks.append(Block(Span(start, made.length), 1, grid.zone))
    if grid.zone is Zone.TABLE:
        made.tables.append(Table(1, grid.rows, grid.columns, tuple(cells)))


def _verdict(
    text: str, blocks: Sequence[Block], origin: Origin
) -> tuple[State, Reason | None, tuple[Notice, ...]]:
    """Decide how the document ended: cut short, scrambled, or read as a whole."""
    own = "\n".join(text[b.span.start : b.span.end] for b in blocks if b.zone in OWN_ZONES)
    notices = origin.notices
    if is_scrambled(own):
        notices += (
            Notice(
                "scrambled-text",
                "Dấu tiếng Việt trong văn bản bị xáo trộn (trang sao chép máy hoặc lỗi phông chữ); "
                "hãy tìm bản gốc trước khi dùng số liệu.",
            ),
        )
        return State.NEEDS_REVIEW, Reason.SCRAMBLED_TEXT, notices
    if origin.cut:
        return State.PARTIAL, Reason.TOO_LARGE, notices
    return State.PARSED, None, notices


def _sample(text: str) -> str:
    """Return words enough for a verdict; a run of letters without end is no word."""
    return " ".join(word for word in text[:_SAMPLE].split() if len(word) <= _LONGEST_WORD)


def is_scrambled(text: str) -> bool:
    """Tell whether a text has marks enough to be Vietnamese and yet hardly a sound syllable.

    'ŨBNĐ tỉnh và ỤBNĐ các hụỵện mớí xếp hạng' is what machines that copy news leave behind.
    """
    marked = " ".join(word for word in _sample(text).split() if not word.isascii())
    return sum(not sign.isascii() for sign in marked) >= _ENOUGH and health(marked) < _HEALTHY
