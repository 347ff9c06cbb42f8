"""What each engine made of the same documents, on one yardstick that asks nothing of any of them.

An engine gives back text and tables by page; ours gives the published object besides. Numbers and
dates are looked for in the text as print says them, so that an engine without extraction is not
asked for any; rows are the lists' own, every cell of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus import normal
from corpus.fragment_scorer import of_page
from corpus.matching import Json, pairs_exact, tally_awards
from corpus.outcomes import origin, printed_forms
from corpus.page_scorer import score_tables, true_rows_exact
from corpus.tally import Tally

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page as an engine read it; ``text`` is None where it gives tables alone."""

    text: str | None
    tables: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as an engine read it; ``said`` is the published object, where there is one."""

    pages: tuple[PageRead, ...]
    said: Json | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """One engine's tallies over all documents. ``awards`` are product and producer as decided."""

    letters: Tally = field(default_factory=Tally)
    fields: Tally = field(default_factory=Tally)
    cells: Tally = field(default_factory=Tally)
    rows: Tally = field(default_factory=Tally)
    awards: Tally = field(default_factory=Tally)

    def __add__(self, other: Scores) -> Scores:
        return Scores(
            self.letters + other.letters,
            self.fields + other.fields,
            self.cells + other.cells,
            self.rows + other.rows,
            self.awards + other.awards,
        )

    @property
    def error_rate(self) -> float | None:
        """Share of characters wrong on the pieces of print; None where no text was given."""
        whole = self.letters.right + self.letters.missed
        return self.letters.missed / whole if whole else None


@dataclass(frozen=True, slots=True)
class Run:
    """One engine's run over the documents: pages, wall seconds, and the most memory it held."""

    engine: str
    pages: int
    seconds: float
    mebibytes: float
    scores: Scores

    @property
    def pace(self) -> float:
        """Pages a minute."""
        return 60 * self.pages / self.seconds


def score(readings: Iterable[Reading], golds: Iterable[Json]) -> Scores:
    """Sum the tallies of documents read, each against its truth."""
    result = Scores()
    for reading, gold in zip(readings, golds, strict=True):
        result += score_one(reading, gold)
    return result


def score_one(reading: Reading, gold: Json) -> Scores:
    """Tally one document; a page that is not there was not read."""
    letters = cells = rows = Tally()
    texts = [page.text for page in reading.pages]
    for at, truth in enumerate(gold["pages"]):
        page = reading.pages[at] if at < len(reading.pages) else PageRead("")
        if page.text is not None:
            letters += of_page(page.text, truth.get("frags", ()))
        tables = [table["rows"] for table in truth["tables"]]
        cells += score_tables(page.tables, tables)
        rows += true_rows_exact(page.tables, truth["tables"])
    fields = _fields("\n".join(filter(None, texts)), gold) if any(texts) else Tally()
    awards = Tally()
    if reading.said is not None:
        awards = tally_awards(reading.said["awards"], gold["awards"], pairs_exact)
    return Scores(letters, fields, cells, rows, awards)


def _fields(text: str, gold: Json) -> Tally:
    """Tally number and day where they are printed: whether the text read says them."""
    read = _close(text)
    found = there = 0
    for name in ("number", "date"):
        if not gold["decision"] or origin(gold, name) != "printed":
            continue
        there += 1
        forms = printed_forms(name, gold["decision"][name])
        found += any(_close(form) in read for form in forms)
    return Tally(found, 0, there - found)


def _close(text: str) -> str:
    """Return a text without spaces and case, in which a printed form is looked for."""
    return normal.plain(text).replace(" ", "")


def table(runs: Sequence[Run], against: str) -> str:
    """Return the runs as a table; paces are told as ratios to one of them, where it ran."""
    base = next((run.pace for run in runs if run.engine == against), None)
    head = ("CER", "number/date", "cells", "rows", "awards", "pages/min", f"x {against[:8]}", "MiB")
    lines = [f"{'':24}" + "".join(f"{name:>13}" for name in head)]
    for run in runs:
        kept = run.scores
        shares = (kept.fields, kept.cells, kept.rows, kept.awards)
        shown = [_shown(kept.error_rate, 4), *(_shown(tally.recall, 3) for tally in shares)]
        shown += [f"{run.pace:.1f}", _shown(base and run.pace / base, 2), f"{run.mebibytes:.0f}"]
        lines.append(f"{run.engine:24}" + "".join(f"{value:>13}" for value in shown))
    return "\n".join(lines) + "\n"


def _shown(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"
