"""Scanned papers: the profiles whose pages are pictures."""

from __future__ import annotations

from dataclasses import asdict, replace
from random import Random

from corpus.maker import scanning, sheets
from corpus.maker.drafting import Draft, Wish
from corpus.maker.files import (
    PDF_TYPE,
    Made,
    drafted,
    pictured,
    through_scanner,
    with_split_rows,
)
from corpus.maker.fragments import with_fragments
from corpus.maker.locating import printed_lines
from corpus.maker.marks import Marks, choose_marks

SCAN_RULES = ("ruled",) * 9 + ("horizontal",)  # of scans that are not clean


def scan_wish(
    rng: Random, hand: float, rules: tuple[str, ...] = ("ruled",), *, compact: bool = False
) -> Wish:
    """Wish for a paper of two or three pages, its number and day filled in by hand now and then."""
    shape = rng.random()
    by_hand: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    if shape < hand:
        by_hand = rng.choice((("number", "date"), ("number",), ("date",)))
    elif shape < hand * 1.25:
        blank = ("number", "date")
    return Wish(
        most=14,
        prose=0.2,
        rules=rules,
        hand=by_hand,
        blank=blank,
        received=rng.random() < 0.25,
        compact=compact,
    )


def plain(rng: Random, profile: str, hand: float) -> Made:
    """Make a scan of one of the four kinds of damage, as PDF, TIFF or a single picture."""
    damage = scanning.choose_damage(rng, profile)
    form = rng.random() if profile == "scan" else 0.0
    rules = ("ruled",) if profile == "clean" else SCAN_RULES
    made = drafted(rng, scan_wish(rng, hand, rules, compact=form > 0.8))
    _, pages, truths = through_scanner(made, damage, rng)
    told = {**damage.as_gold(), "form": "pdf"}
    if form > 0.8 and len(pages) == 1:
        if form > 0.9 or damage.tone == "bilevel":
            data = scanning.as_png(pages[0], damage)
            return pictured(made, data, ".png", "image/png", truths, told, profile)
        data = scanning.as_jpeg(pages[0], damage)
        return pictured(made, data, ".jpg", "image/jpeg", truths, told, profile)
    if form > 0.65:
        data = scanning.as_tiff(pages, damage)
        return pictured(made, data, ".tif", "image/tiff", truths, told, profile)
    data = scanning.as_pdf(pages, damage)
    return pictured(made, data, ".pdf", PDF_TYPE, truths, told, profile)


def listed(rng: Random, profile: str, rules: str) -> Made:
    """Make a scan whose list has ``horizontal`` rules only, or ``none``."""
    damage = scanning.choose_damage(rng, "scan")
    made = drafted(rng, Wish(most=25, prose=0.0, rules=(rules,)))
    _, pages, truths = through_scanner(made, damage, rng)
    data = scanning.as_pdf(pages, damage)
    return pictured(made, data, ".pdf", PDF_TYPE, truths, damage.as_gold(), profile)


def sealed(rng: Random) -> Made:
    """Make a scan with seals over print, pens over the name, and a stamp with decoys."""
    damage = scanning.choose_damage(rng, "scan")
    damage = replace(
        damage, tone=rng.choice(("colour", "colour", "grey")), sealed=True, signed=True
    )
    made = drafted(rng, Wish(most=14, prose=0.2, received=rng.random() < 0.6))
    return _as_pdf(rng, made, damage, "sealed", choose_marks(rng))


def handwritten(rng: Random) -> Made:
    """Make a scan whose number, day or both are in one of several hands, with a decoy stamp."""
    damage = scanning.choose_damage(rng, rng.choice(("scan", "scan", "bad", "fax")))
    hand = rng.choice((("number", "date"), ("number", "date"), ("number",), ("date",)))
    wish = Wish(most=10, prose=0.5, hand=hand, received=rng.random() < 0.5)
    return _as_pdf(rng, drafted(rng, wish), damage, "handwritten", Marks(near_head=True))


def _as_pdf(rng: Random, made: Draft, damage: scanning.Damage, profile: str, marks: Marks) -> Made:
    _, pages, truths = through_scanner(made, damage, rng, marks.put)
    data = scanning.as_pdf(pages, damage)
    told = {**damage.as_gold(), "marks": asdict(marks)}
    return pictured(made, data, ".pdf", PDF_TYPE, truths, told, profile)


def split(rng: Random) -> Made:
    """Make a scan of a list of which a row goes over the page's end, with no header after it.

    Its pages have their text as truth, line by line, and no tables: rows in two halves are nobody's
    whole.
    """
    damage = scanning.choose_damage(rng, "scan")
    made = drafted(rng, Wish(most=40, least=18, prose=0.0, repeats=rng.random() < 0.4))
    bare = replace(made.paper, received=(), overlay=())
    printed = with_split_rows(bare)
    pages = scanning.scan(made, printed, damage, rng)
    data = scanning.as_pdf(pages, damage)
    truths = with_fragments(printed_lines(printed), printed)
    return pictured(made, data, ".pdf", PDF_TYPE, truths, damage.as_gold(), "split-scan")


def two_up(rng: Random) -> Made:
    """Make a scan with two A4 pages on each A3 sheet; a sheet is a page of the truth."""
    damage = scanning.choose_damage(rng, "scan")
    damage = replace(damage, dpi=200, skew=damage.skew / 2)
    made = drafted(rng, Wish(most=25, prose=0.3, landscape=False))
    _, pages, truths = through_scanner(made, damage, rng)
    data = scanning.as_pdf(sheets.two_up(pages, rng), damage)
    truths = sheets.two_up_truths(truths)
    return pictured(made, data, ".pdf", PDF_TYPE, truths, damage.as_gold(), "two-up")


def turned(rng: Random) -> Made:
    """Make a scan with pages on their side or upside down; ``damage.turned`` tells by how much."""
    damage = scanning.choose_damage(rng, "scan")
    made = drafted(rng, Wish(most=25, prose=0.15, landscape=rng.random() < 0.7))
    _, pages, truths = through_scanner(made, damage, rng)
    angles = sheets.choose_angles(pages, rng)
    laid = [sheets.turned(page, angle) for page, angle in zip(pages, angles, strict=True)]
    data = scanning.as_pdf(laid, damage)
    told = {**damage.as_gold(), "turned": angles}
    return pictured(made, data, ".pdf", PDF_TYPE, truths, told, "turned")
