"""Award decisions: an occasion and its entries become a paper and the truth of what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from corpus.maker import wording
from corpus.maker.awards import Entry, choose_entries
from corpus.maker.dates import long
from corpus.maker.grids import Award, Plan, build, choose_plan
from corpus.maker.laws import Act, basis
from corpus.maker.occasions import Occasion
from corpus.maker.paper import GAP, Appendix, Look, Paper

FONTS = ("Liberation Serif",) * 6 + ("DejaVu Serif", "Noto Serif")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a profile asks of a draft: how many awards, what is left blank, how it is ruled."""

    most: int = 40
    least: int = 2
    prose: float = 0.15  # how often the awards stand in Điều 1 as lines
    rules: tuple[str, ...] = ("ruled",)
    hand: tuple[str, ...] = ()  # "number" and "date" where a hand fills them in
    blank: tuple[str, ...] = ()  # the same, where nobody did
    overlay: bool = False
    received: bool = False
    compact: bool = False
    landscape: bool | None = None  # as it comes unless told
    repeats: bool | None = None  # the list's header on its later pages; the same


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper and its truth. ``counts`` are (of, value) as the paper states them."""

    paper: Paper
    kind: str
    occasion: Occasion | None
    acts: tuple[Act, ...] = ()
    awards: tuple[Award, ...] = ()
    counts: wording.Counts = ()
    in_programme: bool = True
    step: str | None = None
    wish: Wish = Wish()
    prose: bool = False
    signed_at: str | None = None
    layout: str | None = None  # a list's rules, sections and how producers are shared


def draft(
    rng: Random,
    occasion: Occasion,
    wish: Wish,
    entries: tuple[Entry, ...] | None = None,
    plan: Plan | None = None,
) -> Draft:
    """Write one award decision; awards and the list's layout are made up unless given."""
    if entries is None:
        count = rng.randint(2, 3) if wish.compact else _count(rng, wish)
        entries = choose_entries(rng, occasion, count)
    lines, acts = basis(rng, occasion)
    if wish.compact:
        lines, acts = _shortened(lines, acts)
    prose = wish.compact or (len(entries) <= 12 and rng.random() < wish.prose)
    look = choose_look(rng, compact=wish.compact)
    appendices: tuple[Appendix, ...] = ()
    layout = None
    if prose:
        articles, awards, counts = wording.awards_in_article(rng, occasion, entries)
    else:
        plan = plan or choose_plan(rng, occasion, entries, rng.choice(wish.rules))
        if wish.repeats is not None:
            plan = replace(plan, repeat_header=wish.repeats)
        layout = f"{plan.rules} {plan.sections} {plan.section_style} {plan.sharing}"
        grids, awards = build(plan, entries)
        landscape = len(plan.columns) > 6 or rng.random() < 0.25
        landscape = landscape if wish.landscape is None else wish.landscape
        caption = wording.caption(rng, occasion, dotted="number" in (*wish.hand, *wish.blank))
        appendices = (Appendix(caption, grids, landscape),)
        articles, counts = wording.first_article(rng, occasion, entries)
    overlay, signed_at = wording.overlay(rng, occasion)
    received = wording.received(rng, occasion)
    paper = Paper(
        issuer=occasion.office.head,
        number_line=_number_line(occasion, wish),
        motto=_motto(rng),
        date_line=f"{occasion.office.place}, {_day(occasion, wish)}",
        kind="QUYẾT ĐỊNH",
        title=wording.title(rng, occasion),
        authority=occasion.office.authority,
        basis=lines,
        resolution="QUYẾT ĐỊNH:",
        body=(*articles, *wording.closing(rng, occasion, compact=wish.compact)),
        recipients=wording.recipients(rng, compact=wish.compact),
        signature=occasion.office.signature,
        signer=occasion.signer,
        look=look,
        appendices=appendices,
        overlay=overlay if wish.overlay else (),
        received=received if wish.received else (),
    )
    return Draft(
        paper=paper,
        kind="decision",
        occasion=occasion,
        acts=acts,
        awards=awards,
        counts=counts,
        step="recognised",
        wish=wish,
        prose=prose,
        signed_at=signed_at,
        layout=layout,
    )


def choose_look(rng: Random, *, compact: bool = False) -> Look:
    """Choose how the paper is set."""
    font = rng.choice(FONTS)
    size = 12.0 if compact else rng.choice((12.0, 13.0, 13.0, 13.5, 14.0))
    if font != "Liberation Serif":
        size -= 1.5  # these run wide
    return Look(
        font=font,
        size=size,
        left=rng.choice((30, 30, 35, 25)),
        right=rng.choice((15, 18, 20)),
        vertical=15 if compact else rng.choice((18, 20, 25)),
        leading=1.12 if compact else rng.choice((1.15, 1.25, 1.35)),
        italic_basis=rng.random() < 0.6,
        page_numbers=rng.random() < 0.75,
        table_size=max(size - rng.choice((0, 1, 2)), 10.0),
        breakable=rng.random() < 0.4,
    )


def _count(rng: Random, wish: Wish) -> int:
    count = rng.choice((rng.randint(2, 9), rng.randint(8, 22), rng.randint(15, 45)))
    return max(wish.least, min(wish.most, count))


def _shortened(
    lines: tuple[str, ...], acts: tuple[Act, ...]
) -> tuple[tuple[str, ...], tuple[Act, ...]]:
    """Keep the first line, one circular and the last, for papers of one page."""
    circular = [line for line in lines[1:-1] if "/TT-BCT" in line][:1]
    kept = (lines[0], *circular, lines[-1])
    said = "\n".join(kept)
    return kept, tuple(act for act in acts if act.number in said)


def _number_line(occasion: Occasion, wish: Wish) -> str:
    if "number" in (*wish.hand, *wish.blank):
        return f"Số: {GAP}/{occasion.office.symbol}"
    return f"Số: {occasion.number}"


def _day(occasion: Occasion, wish: Wish) -> str:
    if "date" in (*wish.hand, *wish.blank):
        return f"ngày {GAP} tháng {occasion.signed:%m} năm {occasion.signed.year}"
    return long(occasion.signed)


def _motto(rng: Random) -> tuple[str, str]:
    dash = rng.choice(("-", "-", "–"))
    return ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", f"Độc lập {dash} Tự do {dash} Hạnh phúc")
