"""Papers whose text layer is not, or not wholly, the page's text."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from random import Random

from corpus.maker import layers, legacy, scanning, signing
from corpus.maker.cases import Carrier, gold
from corpus.maker.drafting import Draft, Wish
from corpus.maker.files import (
    PDF_TYPE,
    Made,
    drafted,
    is_split,
    paged,
    pictured,
    through_scanner,
)
from corpus.maker.fragments import with_fragments
from corpus.maker.locating import locate
from corpus.maker.printing import html, pdf, set_page, settle
from corpus.maker.scanned import scan_wish


def wrong_layer(rng: Random) -> Made:
    """Make a scan whose text layer is noise, or a digital signature's overlay and nothing else."""
    damage = scanning.choose_damage(rng, "clean")
    damage = replace(damage, dpi=200)
    wish = replace(scan_wish(rng, 0.2), overlay=rng.random() < 0.5)
    made = drafted(rng, wish)
    _, pages, truths = through_scanner(made, damage, rng)
    data = scanning.as_pdf(pages, damage)
    if wish.overlay:
        data = layers.with_overlay(data, made.paper.overlay)
    else:
        data = layers.with_wrong_layer(data, ["\n".join(truth.lines) for truth in truths], rng)
    told = {**damage.as_gold(), "layer": "overlay" if wish.overlay else "noise"}
    return pictured(made, data, ".pdf", PDF_TYPE, truths, told, "wrong-layer")


def mixed(rng: Random) -> Made:
    """Make a file whose decision is scanned and whose list is the office's own print."""
    import pikepdf

    damage = scanning.choose_damage(rng, "clean")
    wish = replace(scan_wish(rng, 0.2), prose=0.0)
    made = drafted(rng, wish)
    printed, pages, truths = through_scanner(made, damage, rng)
    body = sum(1 for truth in truths if not truth.tables)
    scanned = scanning.as_pdf(pages[:body], damage)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scanned)) as first, pikepdf.open(io.BytesIO(printed)) as rest:
        for sheet in list(rest.pages)[body:]:
            first.pages.append(sheet)
        first.save(out)
    data = settle(out.getvalue())
    carrier = Carrier(PDF_TYPE, "mixed", "mixed", damage.as_gold())
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def signed(rng: Random) -> Made:
    """Make a digitally signed paper: mostly a scan with the signature's lines as its only text.

    Some bear the lines alone, some the signature alone; number and day may be in a hand.
    """
    form = rng.choices(("both", "dictionary", "lines", "digital"), (50, 20, 10, 20))[0]
    damage = scanning.choose_damage(rng, "scan")
    wish = replace(scan_wish(rng, 0.4), overlay=form != "dictionary", blank=(), received=False)
    if form == "digital":
        wish = replace(wish, hand=())
    made = drafted(rng, wish)
    lines = signing.printed_lines(rng, made.paper.overlay)
    made = replace(made, paper=replace(made.paper, overlay=lines))
    if form == "digital":
        data, truths = paged(made.paper, "weasyprint")
    else:
        _, pages, truths = through_scanner(made, damage, rng)
        data = scanning.as_pdf(pages, damage)
    if form in ("both", "lines"):
        data = layers.with_overlay(data, lines, rng.choice(layers.CORNERS))
    if form != "lines":
        assert made.occasion is not None
        assert made.signed_at is not None
        body = made.occasion.office.issuer.removeprefix("Chủ tịch ")
        data = signing.with_signature(data, body, made.signed_at, rng)
    source = "text-layer" if form == "digital" else "ocr"
    told = {"signature": form, **({} if form == "digital" else damage.as_gold())}
    carrier = Carrier(PDF_TYPE, source, "signed", told, signed=True)
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def legacy_font(rng: Random) -> Made:
    """Make a print whose text layer is in TCVN3 (.VnTime, .VnTimeH) or VNI (VNI-Times).

    The page looks right; what its glyphs are said to stand for is the old encoding's.
    """
    encoding = rng.choice(("tcvn3", "vni"))
    made = _in_one_font(rng)
    page = html(made.paper)
    data = set_page(legacy.in_two_fonts(page) if encoding == "tcvn3" else page)
    truths = with_fragments(locate(made.paper, data), data)
    if encoding == "vni":
        data = legacy.respell(data, legacy.vni, legacy.vni, ("VNI-Times", "VNI-Times"))
    else:
        hyphen = rng.choice(("\xad", "−"))
        data = legacy.respell(
            data,
            partial(legacy.tcvn3, hyphen=hyphen),
            partial(legacy.tcvn3_capitals, hyphen=hyphen),
            (".VnTime", ".VnTimeH"),
        )
    carrier = Carrier(PDF_TYPE, "text-layer", "legacy-font", {"encoding": encoding})
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def nfd(rng: Random) -> Made:
    """Make a print whose text layer has marks apart from letters: all of them, or tones alone."""
    form = rng.choice(("all", "tones"))
    made = _in_one_font(rng)
    data = pdf(made.paper)
    truths = with_fragments(locate(made.paper, data), data)
    spell = legacy.decomposed if form == "all" else legacy.tone_apart
    data = legacy.respell(data, spell, spell, ("TimesNewRomanPSMT", "TimesNewRomanPSMT"))
    carrier = Carrier(PDF_TYPE, "text-layer", "nfd", {"marks": form})
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def split_marks(rng: Random) -> Made:
    """Make a print whose text layer has a space before some marked letters: "QUY ẾT Đ ỊNH"."""
    made = _in_one_font(rng)
    data = pdf(made.paper)
    truths = with_fragments(locate(made.paper, data), data)
    data = legacy.part_marks(data, rng)
    carrier = Carrier(PDF_TYPE, "text-layer", "split-marks")
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def _in_one_font(rng: Random) -> Draft:
    """Draft a paper set in a font that has all letters, so that no second one mixes in."""
    made = drafted(rng, Wish(most=25))
    for narrower in range(6):
        look = made.paper.look
        look = replace(look, font=legacy.PLAIN_FONT, vertical=look.vertical + 3 * narrower)
        paper = replace(made.paper, look=replace(look, size=min(look.size, 12.0)))
        printings = (pdf(paper), set_page(legacy.in_two_fonts(html(paper))))
        if not any(is_split(paper, data) for data in printings):
            return replace(made, paper=paper)
    raise LookupError(f"rows are split at every margin: {made.paper.title}")
