"""The profiles of the maker: what kind of draft is wished for and what kind of file it becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from corpus.maker import bundles, layered, scanned
from corpus.maker.cases import Carrier, gold
from corpus.maker.drafting import Wish
from corpus.maker.files import PDF_TYPE, Made, drafted, engine, printed, with_split_rows
from corpus.maker.locating import page_words, unpaged
from corpus.maker.office import docx
from corpus.maker.others import other
from corpus.maker.portal import page, plain

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def produce(rng: Random, profile: str) -> Made:
    """Make one document of a profile."""
    return PROFILES[profile](rng)


def _born_digital(rng: Random) -> Made:
    wish = Wish(overlay=rng.random() < 0.25, received=rng.random() < 0.15)
    made = drafted(rng, wish)
    return printed(made, "born-digital", engine(rng))


def _unruled(rng: Random) -> Made:
    """Make a list without upright rules, or without any."""
    wish = Wish(most=25, prose=0.0, rules=("horizontal", "none"))
    return printed(drafted(rng, wish), "unruled", engine(rng))


def _split(rng: Random) -> Made:
    """Make a list of which a row goes over the page's end; its pages have no truth of their own."""
    made = drafted(rng, Wish(most=40, least=18, prose=0.0))
    data = with_split_rows(made.paper)
    carrier = Carrier(PDF_TYPE, "text-layer", "split", pages=len(page_words(data)))
    return Made(data, ".pdf", gold(made, data, (), carrier))


def _other(rng: Random) -> Made:
    return printed(other(rng), "other", engine(rng))


def _docx(rng: Random) -> Made:
    made = drafted(rng, Wish())
    data = docx(made.paper)
    carrier = Carrier(DOCX_TYPE, "office", "docx")
    return Made(data, ".docx", gold(made, data, unpaged(made.paper), carrier))


def _html(rng: Random) -> Made:
    made = drafted(rng, Wish())
    written, beside = page(made.paper, rng, properties=rng.random() < 0.5)
    data = written.encode()
    carrier = Carrier("text/html", "html", "html", beside=beside)
    return Made(data, ".html", gold(made, data, unpaged(made.paper), carrier))


def _text(rng: Random) -> Made:
    made = drafted(rng, Wish())
    data = plain(made.paper).encode()
    carrier = Carrier("text/plain", "plain", "text")
    return Made(data, ".txt", gold(made, data, unpaged(made.paper), carrier))


PROFILES: dict[str, Callable[[Random], Made]] = {
    "born-digital": _born_digital,
    "unruled": _unruled,
    "split": _split,
    "other": _other,
    "docx": _docx,
    "html": _html,
    "text": _text,
    "clean": partial(scanned.plain, profile="clean", hand=0.12),
    "scan": partial(scanned.plain, profile="scan", hand=0.35),
    "bad": partial(scanned.plain, profile="bad", hand=0.35),
    "fax": partial(scanned.plain, profile="fax", hand=0.35),
    "half-ruled-scan": partial(scanned.listed, profile="half-ruled-scan", rules="horizontal"),
    "unruled-scan": partial(scanned.listed, profile="unruled-scan", rules="none"),
    "split-scan": scanned.split,
    "sealed": scanned.sealed,
    "handwritten": scanned.handwritten,
    "two-up": scanned.two_up,
    "turned": scanned.turned,
    "wrong-layer": layered.wrong_layer,
    "mixed": layered.mixed,
    "signed": layered.signed,
    "legacy-font": layered.legacy_font,
    "nfd": layered.nfd,
    "split-marks": layered.split_marks,
    "bundle": bundles.bundle,
}
