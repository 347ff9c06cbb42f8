"""Scores of pages as read: table cells aligned by row, how far they are trusted, words as a bag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus import normal
from corpus.matching import Json
from corpus.tally import Tally

# A cell is taken over without a look from this confidence on; what a text layer says, always.
ACCEPTED = 0.9


def score_pages(pages: Iterable[Json], gold: Json) -> dict[str, Tally]:
    """Score table cells, aligned by row, and the words of each page; both counted, order apart."""
    said = {page["number"]: page for page in pages}
    cells, words, accepted = Tally(), Tally(), Tally()
    for truth in gold["pages"]:
        page = said.get(truth["number"])
        found = page["tables"] if page else ()
        cells += score_tables([t["rows"] for t in found], [t["rows"] for t in truth["tables"]])
        accepted += score_trust(found, [t["rows"] for t in truth["tables"]])
        words += _words(page["text"] if page else "", truth["text"], gold["furniture"])
    return {"cells": cells, "cells.accepted": accepted, "words": words}


def score_tables(
    found: Sequence[Sequence[Sequence[str]]], truths: Sequence[Sequence[Sequence[str]]]
) -> Tally:
    """Tally the cells of a page's tables: rows are aligned in order, cells by column.

    Empty cells count on neither side. Tables beyond the true ones (the head's two columns) do not
    count against the reader.
    """
    rows = [row for table in found for row in table]
    true_rows = [row for table in truths for row in table]
    right = there = 0
    for truth, row in zip(true_rows, _aligned(rows, true_rows), strict=True):
        there += sum(1 for cell in truth if cell)
        if row is not None and len(row) == len(truth):
            right += sum(
                1 for a, b in zip(row, truth, strict=True) if b and normal.same(a or None, b)
            )
    return Tally(right, there - right, there - right)


def true_rows_exact(found: Sequence[Sequence[Sequence[str]]], truths: Sequence[Json]) -> Tally:
    """Tally the award rows of a page's tables that have every cell right."""
    rows = [row for table in found for row in table]
    true_rows = [row for table in truths for row in table["rows"]]
    kinds = [kind for table in truths for kind in table["kinds"]]
    right = there = 0
    for kind, truth, row in zip(kinds, true_rows, _aligned(rows, true_rows), strict=True):
        if kind == "award":
            there += 1
            right += row is not None and list(map(normal.plain, row)) == list(
                map(normal.plain, truth)
            )
    return Tally(right, there - right, there - right)


def score_trust(
    found: Sequence[Json], truths: Sequence[Sequence[Sequence[str]]], line: float = ACCEPTED
) -> Tally:
    """Tally the cells that would be taken over without a look: right, wrong, and those not taken.

    Precision is the share of accepted cells that are right; ``share`` tells how many are accepted.
    Cells of rows that are no true row's do not count here: rows invented are told elsewhere.
    """
    rows = [row for table in found for row in table["rows"]]
    trust = [each for table in found for each in _trust(table)]
    true_rows = [row for table in truths for row in table]
    right = wrong = missed = 0
    for truth, at in zip(true_rows, _places(rows, true_rows), strict=True):
        if at is None or len(rows[at]) != len(truth):
            missed += sum(1 for cell in truth if cell)
            continue
        for said, sure, cell in zip(rows[at], trust[at], truth, strict=True):
            if not said or (sure is not None and sure < line):
                missed += 1 if cell else 0
            elif normal.same(said, cell):
                right += 1
            else:
                wrong += 1
    return Tally(right, wrong, missed)


def _trust(table: Json) -> Sequence[Sequence[float | None]]:
    known: Sequence[Sequence[float | None]] | None = table.get("confidence")
    return known or [[None] * len(row) for row in table["rows"]]


def _aligned(
    rows: Sequence[Sequence[str]], truths: Sequence[Sequence[str]]
) -> list[Sequence[str] | None]:
    """Return for each true row the found row that says most of the same, in order."""
    return [None if at is None else rows[at] for at in _places(rows, truths)]


def _places(rows: Sequence[Sequence[str]], truths: Sequence[Sequence[str]]) -> list[int | None]:
    """Return for each true row where among the found ones it is, in order."""
    result: list[int | None] = []
    start = 0
    for truth in truths:
        wanted = " ".join(filter(None, truth))
        best, where = 50.0, None
        for index in range(start, min(start + 12, len(rows))):
            likeness = normal.similarity(" ".join(filter(None, rows[index])), wanted)
            if likeness > best:
                best, where = likeness, index
        result.append(where)
        start = start if where is None else where + 1
    return result


def _words(text: str, truth: str, furniture: Sequence[str]) -> Tally:
    """Tally words as a bag; page numbers, marks and stamps are nobody's fault."""
    found = Counter(normal.plain(text).split())
    there = Counter(normal.plain(truth).split())
    spare = Counter(word for line in furniture for word in normal.plain(line).split())
    right = sum((found & there).values())
    beyond = Counter({w: c for w, c in (found - there - spare).items() if not w.isdigit()})
    return Tally(right, sum(beyond.values()), sum(there.values()) - right)
