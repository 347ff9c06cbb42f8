"""Leaves in, ``Document`` out: the one place where text is made and spans are counted.

Pages are parted by a blank line, blocks by a newline; a table stands row by row, its cells parted
by tabs, so that a column keeps its place; a merged cell stands once, at its top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.document import (
    BBox,
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
    Word,
    Zone,
)
from pipeline.errors import Reason
from pipeline.reading.leaf import Leaf
from pipeline.reading.lines import Fragment, Passage
from pipeline.reading.sheet import Affine, Grid, GridCell, Token, carry
from pipeline.reading.tables import columns_of
from pipeline.vietnamese import fold, nfc

_SCRAMBLED = 0.5  # health of a whole document under which nobody could read it
_FOLIO = 6  # letters of a page's number at the most
_ENOUGH_WORDS = 30  # for such a judgement


@dataclass(slots=True)
class Composition:
    """A text as it grows, with everything that points into it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    words: list[Word] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    grid: Grid | None = None  # the last table's, in its page's upright frame

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self.parts)

    def write(self, text: str) -> Span:
        """Append and return where it stands."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file beside its pages; ``reason`` where something of it was lost."""

    sha256: str
    media_type: str
    metadata: Metadata
    notices: tuple[Notice, ...] = ()
    reason: Reason | None = None


def document(leaves: Sequence[Leaf], verdict: Verdict) -> Document:
    """Write the leaves out as one document in a terminal state."""
    made = compose(leaves)
    reason, notices = verdict.reason, list(verdict.notices)
    state = State.PARSED if reason is None else State.PARTIAL
    if not made.words:
        state, reason = State.NEEDS_REVIEW, reason or Reason.NO_TEXT
        notices.append(
            Notice("no-text", "Không tìm thấy chữ nào trên các trang. Hãy xem ảnh trang.")
        )
    elif _is_scrambled(leaves):
        state, reason = State.NEEDS_REVIEW, reason or Reason.SCRAMBLED_TEXT
        notices.append(
            Notice(
                "scrambled-text", "Phần lớn chữ không phải tiếng Việt đọc được. Hãy xem ảnh trang."
            )
        )
    notices.extend(notice for leaf in leaves for notice in leaf.notices)
    return Document(
        sha256=verdict.sha256,
        media_type=verdict.media_type,
        text=made.text,
        pages=tuple(made.pages),
        text_source=_source(leaves),
        state=state,
        reason=reason,
        words=tuple(made.words),
        blocks=tuple(made.blocks),
        tables=tuple(made.tables),
        metadata=verdict.metadata,
        notices=tuple(notices),
    )


def _source(leaves: Iterable[Leaf]) -> TextSource:
    sources = {leaf.source for leaf in leaves if leaf.own_words} or {PageSource.TEXT_LAYER}
    return TextSource(sources.pop().value) if len(sources) == 1 else TextSource.MIXED


def _is_scrambled(leaves: Iterable[Leaf]) -> bool:
    known = [(leaf.health, leaf.own_words) for leaf in leaves if leaf.health is not None]
    words = sum(count for _, count in known)
    return words >= _ENOUGH_WORDS and (
        sum(health * count for health, count in known) / words < _SCRAMBLED
    )


def compose(leaves: Iterable[Leaf]) -> Composition:
    """Write the leaves out as one text."""
    composition = Composition()
    for leaf in leaves:
        if composition.pages:
            composition.write("\n\n")
        start = composition.length
        for index, passage in enumerate(leaf.passages):
            if index:
                composition.write("\n")
            _write_passage(composition, leaf, passage)
        composition.pages.append(
            Page(
                number=leaf.number,
                span=Span(start, composition.length),
                source=leaf.source,
                width=round(leaf.width, 2),
                height=round(leaf.height, 2),
                health=leaf.health,
                treatment=leaf.treatment,
            )
        )
    return composition


def _write_passage(composition: Composition, leaf: Leaf, passage: Passage) -> None:
    start = composition.length
    if passage.grid is None:
        _write_lines(composition, leaf, passage.lines)
    else:
        composition.tables.append(_write_table(composition, leaf, passage))
    span = Span(start, composition.length)
    box = _placed(passage.bbox, leaf.to_page)
    composition.blocks.append(Block(span, leaf.number, passage.zone, box))


def _write_lines(composition: Composition, leaf: Leaf, lines: Sequence[Fragment]) -> None:
    for index, line in enumerate(lines):
        if index:
            composition.write("\n")
        _write_tokens(composition, leaf, line.tokens)


def _write_tokens(composition: Composition, leaf: Leaf, tokens: Sequence[Token]) -> Span:
    start = composition.length
    for index, token in enumerate(tokens):
        if index and not token.glued:
            composition.write(" ")
        span = composition.write(nfc(token.text))
        box = _placed(token.bbox, leaf.to_page)
        composition.words.append(Word(span, leaf.number, box, token.confidence))
    return Span(start, composition.length)


def _write_table(composition: Composition, leaf: Leaf, passage: Passage) -> Table:
    assert passage.grid is not None
    follows = _follows(composition, leaf, passage.grid)
    grid = _aligned(composition, passage.grid) if follows else passage.grid
    composition.grid = grid
    anchored = {(cell.row, cell.column): n for n, cell in enumerate(grid.cells)}
    cells = []
    for row in range(grid.rows):
        if row:
            composition.write("\n")
        for column in range(grid.columns):
            if column:
                composition.write("\t")
            number = anchored.get((row, column))
            if number is not None:
                cells.append(
                    _write_cell(composition, leaf, grid.cells[number], passage.cells[number])
                )
    box = _placed(grid.bbox, leaf.to_page)
    return Table(
        leaf.number,
        grid.rows,
        grid.columns,
        tuple(cells),
        box,
        follows and _continues(composition, cells, grid.columns),
    )


def _follows(composition: Composition, leaf: Leaf, grid: Grid) -> bool:
    """Tell whether a table may go on from the last one: first here, last on the page before.

    Of two pages on one sheet the left one's table stands left of it, and nothing between them.
    """
    last = composition.tables[-1] if composition.tables else None
    before = composition.grid
    if last is None or before is None:
        return False
    if last.page == leaf.number:
        after = (block for block in composition.blocks if block.span.start > last.cells[0].span.end)
        return before.bbox.x1 <= grid.bbox.x0 and not any(
            len(block.span) > _FOLIO and block.zone is not Zone.TABLE for block in after
        )
    return last.page == leaf.number - 1 and not _stands_under(composition, leaf)


def _aligned(composition: Composition, grid: Grid) -> Grid:
    """Return a table's grid with the columns of the one that it goes on from.

    Where only white parts columns, one in which nothing stands on this page isn't seen.
    """
    before = composition.grid
    if before is None or grid.columns >= before.columns:
        return grid
    mapped = columns_of(before, grid)
    if mapped is None:
        return grid
    cells = tuple(
        replace(
            cell,
            column=mapped[cell.column],
            colspan=mapped[cell.column + cell.colspan - 1] - mapped[cell.column] + 1,
        )
        for cell in grid.cells
    )
    return replace(grid, columns=before.columns, cells=cells)


def _write_cell(
    composition: Composition, leaf: Leaf, cell: GridCell, tokens: Sequence[Token]
) -> Cell:
    span = _write_tokens(composition, leaf, tokens)
    known = [token.confidence for token in tokens if token.confidence is not None]
    return Cell(
        span,
        cell.row,
        cell.column,
        cell.rowspan,
        cell.colspan,
        _placed(cell.bbox, leaf.to_page),
        min(known, default=None),
    )


def _continues(composition: Composition, cells: list[Cell], columns: int) -> bool:
    """Tell whether a table goes on from the last one: the same columns, no header or its header."""
    last = composition.tables[-1]
    if last.columns != columns:
        return False
    return not _has_header(composition, cells) or _first_row(composition, cells) == _first_row(
        composition, list(last.cells)
    )


def _stands_under(composition: Composition, leaf: Leaf) -> bool:
    """Tell whether more than a page's number has been written of a page."""
    return any(
        block.page == leaf.number for block in composition.blocks if len(block.span) > _FOLIO
    )


def _first_row(composition: Composition, cells: list[Cell]) -> str:
    text = composition.text
    return fold(" | ".join(text[c.span.start : c.span.end] for c in cells if c.row == 0))


def _has_header(composition: Composition, cells: list[Cell]) -> bool:
    first = _first_row(composition, cells)
    return first.startswith(("tt", "stt", "so tt", "so thu tu"))


def _placed(box: BBox, to_page: Affine) -> BBox:
    placed = carry(box, to_page)
    return BBox(
        round(placed.x0, 2), round(placed.top, 2), round(placed.x1, 2), round(placed.bottom, 2)
    )
