"""Papers whose text layer is not, or not wholly, the page's text."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random

from corpus.maker import layers, scanning
from corpus.maker.cases import Carrier, gold
from corpus.maker.files import PDF_TYPE, Made, drafted, pictured, through_scanner
from corpus.maker.printing import settle
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
