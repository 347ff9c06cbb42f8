"""Which page each piece of a printed paper landed on; gives the truth of every page.

A paragraph is looked for by its letters and digits alone, from the page of the one before on, so
that line breaks, hyphens and the engine's spacing do not matter; it may go over the break. A table
row is looked for by its words, each used up once, because engines mix the lines of its cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.maker.paper import Appendix, Paper, Row, flat
from pipeline.vietnamese import nfc

MOST = 0.7  # of a row's words; a line break inside "MBC-120" costs one
_NOT_LETTER = re.compile(r"[\W_]+")


@dataclass
class PageTruth:
    """What stands on one page: lines of text in reading order, and table rows by table.

    ``frags`` are the pieces of its print, where they were read off it: lines of paragraphs and of
    cells, in no order that matters.
    """

    number: int
    lines: list[str] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)
    frags: list[str] = field(default_factory=list)

    def as_gold(self) -> dict[str, object]:
        """Return the page in the shape of a gold line."""
        told: dict[str, object] = {
            "number": self.number,
            "text": "\n".join(self.lines),
            "tables": [
                {
                    "rows": [row.texts() for row in rows],
                    "kinds": [row.kind for row in rows],
                    "spans": [span for at, row in enumerate(rows) for span in _spans(at, row)],
                }
                for rows in self.tables
            ],
        }
        return {**told, "frags": self.frags} if self.frags else told


def _spans(at: int, row: Row) -> Iterator[dict[str, int]]:
    for column, cell in enumerate(row.cells):
        if cell and (cell.rowspan > 1 or cell.colspan > 1):
            yield {"row": at, "col": column, "rowspan": cell.rowspan, "colspan": cell.colspan}


def letters(text: str) -> str:
    """Return a text's letters and digits alone."""
    return _NOT_LETTER.sub("", nfc(text))


def page_words(data: bytes) -> list[list[str]]:
    """Return the words of each page of a PDF as bare letters, in the order PDFium tells them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [_words(text) for text in texts]


def _words(text: str) -> list[str]:
    return [word for word in map(letters, text.split()) if word]


def printed_lines(data: bytes) -> tuple[PageTruth, ...]:
    """Return the pages of a printed PDF with its lines as they stand, and no tables."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        texts = [nfc(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()
    pages = []
    for number, text in enumerate(texts, start=1):
        lines = [" ".join(line.split()) for line in text.splitlines()]
        pages.append(PageTruth(number, [line for line in lines if line]))
    return tuple(pages)


def locate(paper: Paper, data: bytes) -> tuple[PageTruth, ...]:
    """Lay the paper's pieces out over the pages of its PDF; a piece not found is an error."""
    finder = _Finder(page_words(data))
    for line in paper.lines():
        for page, part in finder.place(line):
            finder.truths[page].lines.append(part)
    for appendix in paper.appendices:
        _appendix(finder, appendix)
    return tuple(finder.truths)


def unpaged(paper: Paper) -> tuple[PageTruth, ...]:
    """Return the truth of a paper without pages (Word, web, plain text) as one page."""
    truth = PageTruth(1, list(map(flat, paper.lines())))
    for appendix in paper.appendices:
        truth.lines += [flat(line) for line in appendix.lines]
        for title, grid in appendix.grids:
            rows = [*grid.header, *grid.rows]
            truth.lines += [flat(title)] if title else []
            truth.lines += [_row_line(row) for row in rows]
            truth.tables.append(rows)
    return (truth,)


def _row_line(row: Row) -> str:
    return " ".join(text for text in row.texts() if text)


def _appendix(finder: _Finder, appendix: Appendix) -> None:
    finder.turn()
    for line in appendix.lines:
        finder.write(line)
    for title, grid in appendix.grids:
        if title:
            finder.write(title)
        last = None
        for row in (*grid.header, *grid.rows):
            page = finder.page_of_row(row)
            if page != last:
                finder.truths[page].tables.append([])
                if last is not None and grid.repeat_header:
                    finder.add_rows(page, grid.header)
            finder.add_rows(page, (row,))
            last = page


class _Finder:
    """Goes through the pages from front to back, each piece from where the last one stood."""

    def __init__(self, pages: list[list[str]]) -> None:
        self.pages = ["".join(words) for words in pages]
        self.left = [Counter(words) for words in pages]
        self.at = 0
        self.truths = [PageTruth(number) for number in range(1, len(pages) + 1)]

    def turn(self) -> None:
        """Go on to a new page, as an appendix does; only if anything stands on this one."""
        if any(self.truths[self.at].lines):
            self.at += 1

    def write(self, line: str) -> None:
        """Put a whole line on the page it stands on."""
        page = self.page_of(line)
        self.truths[page].lines.append(flat(line))
        self.left[page].subtract(_words(line))

    def add_rows(self, page: int, rows: tuple[Row, ...]) -> None:
        """Put table rows on a page, as rows and as lines of its text."""
        self.truths[page].tables[-1].extend(rows)
        for row in rows:
            self.truths[page].lines.append(_row_line(row))
            self.left[page].subtract(_words(_row_line(row)))

    def page_of_row(self, row: Row) -> int:
        """Return the page that still has most of a row's words to give."""
        words = Counter(_words(_row_line(row)))
        for page in range(self.at, min(self.at + 2, len(self.pages))):
            missing = words - +self.left[page]
            if missing.total() <= (1 - MOST) * words.total():
                if self._goes_on(page, missing):
                    break
                self.at = page
                return page
        raise LookupError(f"not whole on page {self.at + 1} or the next: {_row_line(row)[:60]!r}")

    def _goes_on(self, page: int, missing: Counter[str]) -> bool:
        """Tell whether the words a page lacks of a row stand on the next: the row is split."""
        after = page + 1
        return bool(missing) and after < len(self.left) and not missing - +self.left[after]

    def page_of(self, text: str) -> int:
        """Return the page a piece stands on whole."""
        wanted = letters(text)
        for page in range(self.at, len(self.pages)):
            if wanted in self.pages[page]:
                self.at = page
                return page
        raise LookupError(f"not on any page from {self.at + 1}: {text[:60]!r}")

    def place(self, line: str) -> list[tuple[int, str]]:
        """Return the parts of a line with their pages: one, or two where it goes over a break."""
        try:
            page = self.page_of(line)
        except LookupError:
            return self._over_break(line)
        return [(page, line)]

    def _over_break(self, line: str) -> list[tuple[int, str]]:
        words = line.split()
        for page in range(self.at, len(self.pages) - 1):
            for cut in range(len(words) - 1, 0, -1):
                head, tail = letters(" ".join(words[:cut])), letters(" ".join(words[cut:]))
                if head in self.pages[page] and tail in self.pages[page + 1]:
                    self.at = page + 1
                    return [(page, " ".join(words[:cut])), (page + 1, " ".join(words[cut:]))]
        raise LookupError(f"not on any page from {self.at + 1}: {line[:60]!r}")
