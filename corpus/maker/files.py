"""Drafts become files: printed or scanned, each with its truth beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from random import Random

from corpus.maker import scanning
from corpus.maker.cases import Carrier, Gold, gold
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.fragments import with_fragments
from corpus.maker.ink import Raster
from corpus.maker.locating import PageTruth, locate
from corpus.maker.occasions import choose_occasion
from corpus.maker.paper import Paper
from corpus.maker.printing import pdf
from corpus.maker.spelling import old_style

PDF_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and its truth."""

    data: bytes
    suffix: str
    gold: Gold


def drafted(rng: Random, wish: Wish) -> Draft:
    """Draft an award decision, one in five in the old placement of tones."""
    made = draft(rng, choose_occasion(rng), wish)
    return old_style(made) if rng.random() < 0.2 else made


def engine(rng: Random) -> str:
    """Choose what prints a paper."""
    return "chromium" if rng.random() < 0.25 else "weasyprint"


def printed(made: Draft, profile: str, printer: str) -> Made:
    """Return a paper as the PDF that its office printed."""
    data, truths = paged(made.paper, printer)
    carrier = Carrier(PDF_TYPE, "text-layer", profile, {"engine": printer})
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def paged(paper: Paper, printer: str) -> tuple[bytes, tuple[PageTruth, ...]]:
    """Print a paper so that no row is split over pages: their truth would be split as well."""
    size = paper.look.table_size
    for smaller, narrower in product((0, 2), range(6)):  # words too wide for a column break as well
        vertical = paper.look.vertical + 3 * narrower
        look = replace(paper.look, vertical=vertical, table_size=size - smaller)
        trial = replace(paper, look=look)
        data = pdf(trial, printer)
        try:
            return data, locate(trial, data)
        except LookupError:
            continue
    raise LookupError(f"rows are split at every margin: {paper.title}")


def is_split(paper: Paper, data: bytes) -> bool:
    """Tell whether a row of a printed paper goes over a page's end."""
    try:
        locate(paper, data)
    except LookupError:
        return True
    return False


def with_split_rows(paper: Paper) -> bytes:
    """Print a paper so that a row goes over a page's end, where any margin brings that about."""
    data = b""
    for step in range(40):
        look = replace(paper.look, split_rows=True, vertical=15 + step)
        data = pdf(replace(paper, look=look))
        if is_split(paper, data):
            break
    return data


def through_scanner(
    made: Draft, damage: scanning.Damage, rng: Random, marker: scanning.Marker = scanning.mark
) -> tuple[bytes, list[Raster], tuple[PageTruth, ...]]:
    """Print a paper without the boxes that are stamped or laid over it later, and scan it."""
    bare = replace(made.paper, received=(), overlay=())
    data, truths = paged(bare, "weasyprint")
    truths = with_fragments(truths, data)
    return data, scanning.scan(made, data, damage, rng, marker), truths


def pictured(
    made: Draft,
    data: bytes,
    suffix: str,
    media: str,
    truths: tuple[PageTruth, ...],
    told: dict[str, object],
    profile: str,
) -> Made:
    """Return a finished file of pictures with its truth; ``told`` is what was done to it."""
    carrier = Carrier(media, "ocr", profile, {**told, "form": suffix.removeprefix(".")})
    return Made(data, suffix, gold(made, data, truths, carrier))
