"""Scanned papers: the profiles whose pages are pictures."""

from __future__ import annotations

from random import Random

from corpus.maker import scanning
from corpus.maker.drafting import Wish
from corpus.maker.files import PDF_TYPE, Made, drafted, pictured, through_scanner

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
