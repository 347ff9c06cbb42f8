"""Files that hold more than one document, and those that only look so.

A bundle is a decision with the letter that went with it; ``parts`` of its truth tells them by their
pages. A decoy is one decision whose annex is a form with a letterhead of its own.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from random import Random

from corpus.maker import scanning
from corpus.maker.cases import Carrier, Part, gold
from corpus.maker.dates import long
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.files import PDF_TYPE, Made, paged, through_scanner
from corpus.maker.ink import Raster
from corpus.maker.locating import PageTruth
from corpus.maker.names import person
from corpus.maker.occasions import Occasion, choose_occasion
from corpus.maker.paper import Paper, Paragraph
from corpus.maker.printing import settle
from corpus.maker.words import phrases

DOTS = "……"


def bundle(rng: Random) -> Made:
    """Make a decision with its covering letter before or after it, or a decoy with a form."""
    occasion = choose_occasion(rng, rng.choice(("tinh", "tinh", "huyen")))
    decision = draft(rng, occasion, Wish(most=16, prose=0.2))
    shape = rng.random()
    if shape < 0.35:
        papers = [decision, replace(decision, paper=_form(rng, decision))]
        kinds = ["decision", ""]
    else:
        letter = replace(decision, paper=_letter(rng, decision, occasion))
        first = shape < 0.85
        papers = [letter, decision] if first else [decision, letter]
        own = "submission" if letter.paper.kind else "letter"
        kinds = [own, "decision"] if first else ["decision", own]
    scanned = rng.random() < 0.6
    damage = scanning.choose_damage(rng, "scan")
    data, truths, lengths = _through_scanners(papers, damage, rng) if scanned else _bound(papers)
    carrier = Carrier(
        PDF_TYPE,
        "ocr" if scanned else "text-layer",
        "bundle",
        damage.as_gold() if scanned else {},
        parts=_parts(papers, kinds, lengths),
    )
    return Made(data, ".pdf", gold(decision, data, truths, carrier))


def _parts(papers: list[Draft], kinds: list[str], lengths: list[int]) -> tuple[Part, ...]:
    """Return the documents by their pages; a paper of no kind belongs to the one before it."""
    parts: list[Part] = []
    at = 0
    for made, kind, length in zip(papers, kinds, lengths, strict=True):
        if kind:
            number = made.paper.number_line.removeprefix("Số: ")
            parts.append(Part(kind, number, at + 1, at + length))
        else:
            parts[-1] = replace(parts[-1], last=at + length)
        at += length
    return tuple(parts)


def _through_scanners(
    papers: list[Draft], damage: scanning.Damage, rng: Random
) -> tuple[bytes, tuple[PageTruth, ...], list[int]]:
    pages: list[Raster] = []
    truths: list[tuple[PageTruth, ...]] = []
    for made in papers:
        _, pictures, told = through_scanner(made, damage, rng)
        pages += pictures
        truths.append(told)
    return scanning.as_pdf(pages, damage), _numbered(truths), list(map(len, truths))


def _bound(papers: list[Draft]) -> tuple[bytes, tuple[PageTruth, ...], list[int]]:
    import pikepdf

    truths: list[tuple[PageTruth, ...]] = []
    with pikepdf.new() as document:
        for made in papers:
            data, told = paged(made.paper, "weasyprint")
            with pikepdf.open(io.BytesIO(data)) as one:
                document.pages.extend(one.pages)
            truths.append(told)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return settle(out.getvalue()), _numbered(truths), list(map(len, truths))


def _numbered(truths: list[tuple[PageTruth, ...]]) -> tuple[PageTruth, ...]:
    """Give the pages of several papers one run of numbers."""
    pages = [page for told in truths for page in told]
    return tuple(replace(page, number=number) for number, page in enumerate(pages, start=1))


def _letter(rng: Random, decision: Draft, occasion: Occasion) -> Paper:
    """Write the letter that sends a decision out, or the submission that asked for it."""
    told, matter = phrases()["letter"], decision.paper.title
    submission = rng.random() < 0.5
    before = -rng.randint(3, 12) if submission else rng.randint(0, 4)
    day = occasion.signed + timedelta(days=before)
    symbol = told["symbols"][submission]
    body = told["submission" if submission else "sending"]
    named = {
        "body": occasion.office.issuer.removeprefix("Chủ tịch "),
        "number": occasion.number,
        "day": long(occasion.signed),
        "matter": matter[0].lower() + matter[1:],
    }
    return replace(
        decision.paper,
        issuer=tuple(told["head"]),
        number_line=f"Số: {rng.randint(12, 2400)}/{symbol}",
        date_line=f"{occasion.office.place}, {long(day)}",
        kind="TỜ TRÌNH" if submission else "",
        title=told["subject"].format(**named) if not submission else matter,
        authority=told["to"].format(**named) if submission else told["to_all"],
        basis=(),
        resolution="",
        body=tuple(Paragraph(line.format(**named)) for line in body),
        recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
        signature=tuple(rng.choice(told["signatures"])),
        signer=person(rng),
        appendices=(),
        received=(),
        overlay=(),
    )


def _form(rng: Random, decision: Draft) -> Paper:
    """Write a blank form that a decision encloses: a letterhead, dots, and nobody's signature."""
    told = rng.choice(phrases()["enclosed"])
    return replace(
        decision.paper,
        issuer=(told["label"], f"TÊN CƠ SỞ: {DOTS * 3}"),
        number_line=f"Số: {DOTS}/{told['symbol']}",
        date_line=f"{DOTS * 2}, ngày {DOTS} tháng {DOTS} năm {DOTS}",
        kind=told["kind"],
        title=told["title"],
        authority=f"Kính gửi: {DOTS * 6}",
        basis=(),
        resolution="",
        body=tuple(Paragraph(f"{line} {DOTS * 5}") for line in told["lines"]),
        recipients=("Nơi nhận:", "- Như trên;", f"- Lưu: {DOTS}"),
        signature=("ĐẠI DIỆN CƠ SỞ", "(Ký tên, đóng dấu)"),
        signer="",
        appendices=(),
        received=(),
        overlay=(),
    )
