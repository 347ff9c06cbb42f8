"""The profiles of the maker: what kind of draft is wished for and what kind of file it becomes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from corpus.maker import layers, scanning
from corpus.maker.cases import Carrier, Gold, gold
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.ink import Raster
from corpus.maker.locating import PageTruth, locate, page_words, unpaged
from corpus.maker.occasions import choose_occasion
from corpus.maker.office import docx
from corpus.maker.others import other
from corpus.maker.paper import Paper
from corpus.maker.portal import page, plain
from corpus.maker.printing import pdf, settle
from corpus.maker.spelling import old_style

SCAN_RULES = ("ruled",) * 9 + ("horizontal",)  # of scans that are not clean
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and its truth."""

    data: bytes
    suffix: str
    gold: Gold


def produce(rng: Random, profile: str) -> Made:
    """Make one document of a profile."""
    return PROFILES[profile](rng)


def _drafted(rng: Random, wish: Wish) -> Draft:
    """Draft an award decision, one in five in the old placement of tones."""
    made = draft(rng, choose_occasion(rng), wish)
    return old_style(made) if rng.random() < 0.2 else made


def _engine(rng: Random) -> str:
    return "chromium" if rng.random() < 0.25 else "weasyprint"


def _born_digital(rng: Random) -> Made:
    wish = Wish(overlay=rng.random() < 0.25, received=rng.random() < 0.15)
    made = _drafted(rng, wish)
    return _printed(made, "born-digital", _engine(rng))


def _unruled(rng: Random) -> Made:
    """Make a list without upright rules, or without any."""
    wish = Wish(most=25, prose=0.0, rules=("horizontal", "none"))
    return _printed(_drafted(rng, wish), "unruled", _engine(rng))


def _split(rng: Random) -> Made:
    """Make a list of which a row goes over the page's end; its pages have no truth of their own."""
    made = _drafted(rng, Wish(most=40, least=18, prose=0.0))
    for step in range(40):
        look = replace(made.paper.look, split_rows=True, vertical=15 + step)
        data = pdf(replace(made.paper, look=look))
        if _is_split(made.paper, data):
            break
    count = len(page_words(data))
    carrier = Carrier("application/pdf", "text-layer", "split", pages=count)
    return Made(data, ".pdf", gold(made, data, (), carrier))


def _is_split(paper: Paper, data: bytes) -> bool:
    try:
        locate(paper, data)
    except LookupError:
        return True
    return False


def _other(rng: Random) -> Made:
    return _printed(other(rng), "other", _engine(rng))


def _printed(made: Draft, profile: str, engine: str) -> Made:
    data, truths = _paged(made.paper, engine)
    carrier = Carrier("application/pdf", "text-layer", profile, {"engine": engine})
    return Made(data, ".pdf", gold(made, data, truths, carrier))


def _paged(paper: Paper, engine: str) -> tuple[bytes, tuple[PageTruth, ...]]:
    """Print a paper so that no row is split over pages: their truth would be split as well."""
    for narrower in range(6):
        look = replace(paper.look, vertical=paper.look.vertical + 3 * narrower)
        trial = replace(paper, look=look)
        data = pdf(trial, engine)
        try:
            return data, locate(trial, data)
        except LookupError:
            continue
    raise LookupError(f"rows are split at every margin: {paper.title}")


def _docx(rng: Random) -> Made:
    made = _drafted(rng, Wish())
    data = docx(made.paper)
    carrier = Carrier(DOCX_TYPE, "office", "docx")
    return Made(data, ".docx", gold(made, data, unpaged(made.paper), carrier))


def _html(rng: Random) -> Made:
    made = _drafted(rng, Wish())
    written, beside = page(made.paper, rng, properties=rng.random() < 0.5)
    data = written.encode()
    carrier = Carrier("text/html", "html", "html", beside=beside)
    return Made(data, ".html", gold(made, data, unpaged(made.paper), carrier))


def _text(rng: Random) -> Made:
    made = _drafted(rng, Wish())
    data = plain(made.paper).encode()
    carrier = Carrier("text/plain", "plain", "text")
    return Made(data, ".txt", gold(made, data, unpaged(made.paper), carrier))


def _scan_wish(
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


def _scanned(rng: Random, profile: str, hand: float) -> Made:
    damage = scanning.choose_damage(rng, profile)
    form = rng.random() if profile == "scan" else 0.0
    rules = ("ruled",) if profile == "clean" else SCAN_RULES
    made = _drafted(rng, _scan_wish(rng, hand, rules, compact=form > 0.8))
    _, pages, truths = _through_scanner(made, damage, rng)
    told = {**damage.as_gold(), "form": "pdf"}
    if form > 0.8 and len(pages) == 1:
        if form > 0.9 or damage.tone == "bilevel":
            return _image(
                made, scanning.as_png(pages[0], damage), ".png", "image/png", truths, told, profile
            )
        return _image(
            made, scanning.as_jpeg(pages[0], damage), ".jpg", "image/jpeg", truths, told, profile
        )
    if form > 0.65:
        return _image(
            made, scanning.as_tiff(pages, damage), ".tif", "image/tiff", truths, told, profile
        )
    data = scanning.as_pdf(pages, damage)
    return _image(made, data, ".pdf", "application/pdf", truths, told, profile)


def _through_scanner(
    made: Draft, damage: scanning.Damage, rng: Random
) -> tuple[bytes, list[Raster], tuple[PageTruth, ...]]:
    """Print a paper without the boxes that are stamped or laid over it later, and scan it."""
    bare = replace(made.paper, received=(), overlay=())
    printed, truths = _paged(bare, "weasyprint")
    return printed, scanning.scan(made, printed, damage, rng), truths


def _image(
    made: Draft,
    data: bytes,
    suffix: str,
    media: str,
    truths: tuple[PageTruth, ...],
    told: dict[str, object],
    profile: str,
) -> Made:
    carrier = Carrier(media, "ocr", profile, {**told, "form": suffix.removeprefix(".")})
    return Made(data, suffix, gold(made, data, truths, carrier))


def _wrong_layer(rng: Random) -> Made:
    """Make a scan whose text layer is noise, or a digital signature's overlay and nothing else."""
    damage = scanning.choose_damage(rng, "clean")
    damage = replace(damage, dpi=200)
    wish = replace(_scan_wish(rng, 0.2), overlay=rng.random() < 0.5)
    made = _drafted(rng, wish)
    _, pages, truths = _through_scanner(made, damage, rng)
    data = scanning.as_pdf(pages, damage)
    if wish.overlay:
        data = layers.with_overlay(data, made.paper.overlay)
    else:
        data = layers.with_wrong_layer(data, ["\n".join(truth.lines) for truth in truths], rng)
    told = {**damage.as_gold(), "layer": "overlay" if wish.overlay else "noise"}
    return _image(made, data, ".pdf", "application/pdf", truths, told, "wrong-layer")


def _mixed(rng: Random) -> Made:
    """Make a file whose decision is scanned and whose list is the office's own print."""
    import pikepdf

    damage = scanning.choose_damage(rng, "clean")
    wish = replace(_scan_wish(rng, 0.2), prose=0.0)
    made = _drafted(rng, wish)
    printed, pages, truths = _through_scanner(made, damage, rng)
    body = sum(1 for truth in truths if not truth.tables)
    scanned = scanning.as_pdf(pages[:body], damage)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scanned)) as first, pikepdf.open(io.BytesIO(printed)) as rest:
        for sheet in list(rest.pages)[body:]:
            first.pages.append(sheet)
        first.save(out)
    data = settle(out.getvalue())
    carrier = Carrier("application/pdf", "mixed", "mixed", damage.as_gold())
    return Made(data, ".pdf", gold(made, data, truths, carrier))


PROFILES: dict[str, Callable[[Random], Made]] = {
    "born-digital": _born_digital,
    "unruled": _unruled,
    "split": _split,
    "other": _other,
    "docx": _docx,
    "html": _html,
    "text": _text,
    "clean": partial(_scanned, profile="clean", hand=0.12),
    "scan": partial(_scanned, profile="scan", hand=0.35),
    "bad": partial(_scanned, profile="bad", hand=0.35),
    "fax": partial(_scanned, profile="fax", hand=0.35),
    "wrong-layer": _wrong_layer,
    "mixed": _mixed,
}
