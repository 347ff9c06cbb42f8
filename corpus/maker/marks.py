"""What an office does to a printed paper, at its worst: several hands, seals over print, stamps.

A ``Marks`` says which of it befalls one paper; its ``put`` is a marker for ``scanning.scan``. Hands
draw strokes, never a font's outlines, so that handwriting can be told from print.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from corpus.maker.drafting import Draft
from corpus.maker.ink import BLACK, BLUE, Raster, draw_stroke, received, seal, sign, smooth
from corpus.maker.scanning import Damage, Spot, find
from corpus.maker.words import Tree, digits, hands

PENS = (BLUE, BLUE, (16, 28, 96), (60, 80, 190), BLACK, (52, 50, 52))
# Where stamps of receipt are pressed, in points from the top left: under the issuer, over the head
# between its columns, in the corner over the issuer, beside the title, at the left edge lower down.
STAMP_SPOTS = ((66, 140), (300, 34), (84, 30), (520, 212), (500, 30), (58, 330))
NEAR_HEAD = STAMP_SPOTS[1:3]


@dataclass(frozen=True, slots=True)
class Marks:
    """Which marks a paper bears besides number and day by hand, which its draft tells."""

    over_name: bool = False  # seal and pen right on the signer's name
    over_text: bool = False  # a second seal on the lines of the first article
    over_caption: bool = False  # on "(Kèm theo Quyết định số ...)"
    over_corner: bool = False  # on the top left corner of the list
    near_head: bool = False  # the received stamp stands in the head

    def put(
        self, draft: Draft, data: bytes, pages: list[Raster], damage: Damage, rng: Random
    ) -> None:
        """Put the marks on the pages of a printed paper."""
        scale = damage.dpi / 72
        _write(draft, data, pages[0], scale, rng)
        words = " ".join(draft.paper.issuer[-1].split())
        name = find(data, draft.paper.signer, last=True) if draft.paper.signer else None
        if name:
            self._sign(name, pages[name.page], damage, rng, words)
        for spot, dx, dy in self._spots(draft, data):
            x, y = (spot.left + dx + rng.uniform(-15, 15)) * scale, (spot.top + dy) * scale
            seal(pages[spot.page], rng, x, y, damage.dpi, words)
        if draft.paper.received:
            x, y = rng.choice(NEAR_HEAD if self.near_head else STAMP_SPOTS)
            at = (x + rng.uniform(-12, 12)) * scale, (y + rng.uniform(-6, 10)) * scale
            received(pages[0], rng, *at, damage.dpi, draft.paper.received)

    def _sign(self, name: Spot, page: Raster, damage: Damage, rng: Random, words: str) -> None:
        scale = damage.dpi / 72
        low = rng.uniform(-4, 8) if self.over_name else rng.uniform(-30, -16)
        x, y = (name.left + 45) * scale, (name.top + low) * scale
        if damage.sealed:
            aside = rng.uniform(-30, 10) if self.over_name else -48
            seal(page, rng, x + aside * scale, y, damage.dpi, words)
        if damage.signed:
            pen = rng.choice(PENS)
            sign(page, rng, x, y + rng.uniform(-4, 8) * scale, rng.uniform(80, 120) * scale, pen)

    def _spots(self, draft: Draft, data: bytes) -> list[tuple[Spot, float, float]]:
        """Return what further seals are pressed on, each with its shift in points."""
        wanted: list[tuple[Spot | None, float, float]] = []
        if self.over_text:
            wanted.append((find(data, "Điều 2."), 130.0, -20.0))
        for appendix in draft.paper.appendices:
            if self.over_caption:
                reference = appendix.lines[-1][:18]
                wanted.append((find(data, reference, last=True), 70.0, 0.0))
            if self.over_corner:
                heading = appendix.grids[0][1].header[0].cells[0]
                corner = find(data, heading.text, last=True) if heading else None
                wanted.append((corner, 12.0, 4.0))
        return [(spot, dx, dy) for spot, dx, dy in wanted if spot]


def choose_marks(rng: Random) -> Marks:
    """Choose the marks of a paper that has seen many desks."""
    return Marks(
        over_name=rng.random() < 0.8,
        over_text=rng.random() < 0.25,
        over_caption=rng.random() < 0.6,
        over_corner=rng.random() < 0.5,
        near_head=rng.random() < 0.6,
    )


def _write(draft: Draft, data: bytes, page: Raster, scale: float, rng: Random) -> None:
    """Fill number and day in by one hand, where the draft leaves them to it."""
    occasion, asked = draft.occasion, draft.wish.hand
    if occasion is None or not asked:
        return
    hand, pen = rng.choice(hands()), rng.choice(PENS)
    height = rng.uniform(11, 18) * scale
    slash, month = find(data, f"/{occasion.office.symbol}"), find(data, "tháng")
    if "number" in asked and slash:
        at = (slash.left - 2) * scale, (slash.bottom + rng.uniform(-1, 3)) * scale
        write(page, rng, hand, str(occasion.serial), *at, height, pen)
    if "date" in asked and month:
        day = rng.choice((f"{occasion.signed.day:02d}", str(occasion.signed.day)))
        at = (month.left - 5) * scale, (month.bottom + rng.uniform(-1, 3)) * scale
        write(page, rng, hand, day, *at, height * 0.9, pen)


def write(
    page: Raster,
    rng: Random,
    hand: Tree,
    text: str,
    right: float,
    baseline: float,
    height: float,
    pen: tuple[int, int, int],
) -> None:
    """Write digits in one of the hands of ``hands.toml`` so that they end at ``right``."""
    slant, shaky = rng.uniform(*hand["slant"]), hand["shaky"]
    width = min(height * rng.uniform(*hand["width"]), height * 2.6 / len(text))
    thick = max(2, round(height * hand["pen"] * rng.uniform(0.85, 1.2)))
    x, climb = right - width * len(text), rng.uniform(-0.05, 0.05)
    for index, digit in enumerate(text):
        tall = height * rng.uniform(0.88, 1.1)
        y = baseline - tall + index * climb * height
        for stroke in hand["digits"].get(digit) or digits()[digit]:
            points = [
                (
                    x + (px + rng.uniform(-shaky, shaky) + slant * (1 - py)) * width * 0.88,
                    y + (py + rng.uniform(-shaky, shaky)) * tall,
                )
                for px, py in stroke
            ]
            draw_stroke(page, smooth(points), pen, thick)
        x += width * rng.uniform(0.94, 1.04)
