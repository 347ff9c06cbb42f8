"""A document and pointers into it in, one page out: picture or text, and what is pointed at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, islice
from operator import itemgetter

from pipeline.document import OWN_ZONES, BBox, Document, Page, Span
from pipeline.labels import AWARD_FIELDS, FIELDS
from pipeline.store.models import RecordKind
from pipeline.store.pointing import Pointer
from pipeline.store.views import DocumentView, Proof
from pipeline.web.addresses import page_address, record_address
from pipeline.web.pictures import PICTURED
from pipeline.web.values import name_of
from pipeline.web.views import Box, Segment, SheetPage, Shown, Source, Weight

# "MẪU" alone at the foot of a page, "(MẪU: bài viết để thử phần mềm …)" at the end of an article
_SAMPLE = re.compile(r"^MẪU$|\(MẪU: ", re.MULTILINE)


def sheet_page(
    view: DocumentView, document: Document, page: Page, pointers: Sequence[Pointer], field: str
) -> SheetPage:
    """Return a page; ``field`` is the one that was asked for, "" where all were."""
    here = [each for each in pointers if each.proof.page == page.number]
    pictured = page.width is not None and view.media_type in PICTURED
    return SheetPage(
        document=_document(view),
        number=page.number,
        total=len(document.pages),
        width=page.width or 0.0,
        height=page.height or 0.0,
        picture=f"{page_address(view.sha256, page.number)}.png" if pictured else None,
        boxes=_boxes(document, page.number, here, field) if pictured else (),
        segments=_segments(document, page, here, field),
        quotes=_quotes(here, field),
        others=_others(here, field),
        links=_links(view, page.number, len(document.pages)),
        sample=is_sample(document),
    )


def bare_pointer(document: Document, span: Span) -> Pointer:
    """Point at words that nothing was read from, or no longer; an old link keeps its place."""
    span = Span(min(span.start, len(document.text)), min(span.end, len(document.text)))
    proof = Proof(
        document=document.sha256,
        page=document.page_of(span.start),
        bbox=None,
        start=span.start,
        end=span.end,
        quote=document.quote(span) or None,
        extractor=None,
        value=None,
        confidence=1.0,
    )
    return Pointer(RecordKind.DOCUMENT, document.sha256, "", proof)


def is_sample(document: Document) -> bool:
    """Tell whether a document says of itself that it was made for testing."""
    return document.metadata.title == "MẪU" or _SAMPLE.search(document.text) is not None


def _document(view: DocumentView) -> Source:
    seen_at = [address for address, _ in view.sightings]
    title = name_of(view.document_kind, view.title.text, seen_at, view.sha256)
    return Source(title, record_address("document", view.sha256), "")


def _span(pointer: Pointer) -> Span:
    return Span(pointer.proof.start or 0, pointer.proof.end or 0)


def _boxes(
    document: Document, number: int, pointers: Sequence[Pointer], field: str
) -> tuple[Box, ...]:
    """Return the boxes, those asked for drawn last; a box that would be drawn twice is one."""
    found: dict[BBox, bool] = {}
    for pointer in pointers:
        strong = not field or pointer.field == field
        lines = line_boxes(document, _span(pointer), number)
        if not lines and pointer.proof.bbox is not None:
            lines = (BBox(*pointer.proof.bbox),)
        for box in lines:
            found[box] = found.get(box, False) or strong
    return tuple(Box(box, strong) for box, strong in sorted(found.items(), key=lambda kv: kv[1]))


def line_boxes(document: Document, span: Span, number: int) -> tuple[BBox, ...]:
    """Return a box for each line of a span on one page, so that its neighbours stay outside."""
    first = bisect_right(document.words, span.start, key=lambda word: word.span.end)
    lines: list[BBox] = []
    for word in islice(document.words, first, None):
        if word.span.start >= span.end:
            break
        if word.page != number or word.bbox is None:
            continue
        if lines and _same_line(lines[-1], word.bbox):
            lines[-1] = lines[-1].union(word.bbox)
        else:
            lines.append(word.bbox)
    return tuple(lines)


def _same_line(line: BBox, word: BBox) -> bool:
    """Tell whether a word goes on to the right of a line, at the same height."""
    middle = (word.top + word.bottom) / 2
    return line.top <= middle <= line.bottom and word.x0 >= line.x0


def _quotes(pointers: Sequence[Pointer], field: str) -> tuple[Shown, ...]:
    """Return what was asked for, word by word, with how sure the machine is of it."""
    said: dict[tuple[str, str], Shown] = {}
    for pointer in pointers:
        proof = pointer.proof
        if proof.quote is not None and field in ("", pointer.field):
            label = _label(pointer)
            note = f"chắc {round(proof.confidence * 100)} % · {proof.extractor}"
            said[label, proof.quote] = Shown(
                label, proof.quote, note=note if proof.extractor is not None else None
            )
    return tuple(said.values())


def _others(pointers: Sequence[Pointer], field: str) -> tuple[Shown, ...]:
    """Return what else was read of the same record, each field once."""
    said = {
        pointer.field: Shown(_label(pointer), pointer.proof.quote)
        for pointer in pointers
        if field and pointer.field != field
    }
    return tuple(said.values())


def _label(pointer: Pointer) -> str:
    labels = AWARD_FIELDS if pointer.kind is RecordKind.AWARD else FIELDS
    return labels.get(pointer.field, "Dẫn chứng")


def _links(view: DocumentView, number: int, total: int) -> tuple[Shown, ...]:
    links = []
    if number > 1:
        links.append(Shown("prev", "‹ Trang trước", page_address(view.sha256, number - 1)))
    if number < total:
        links.append(Shown("next", "Trang sau ›", page_address(view.sha256, number + 1)))
    links.append(Shown("", "Tải bản gốc", f"{record_address('document', view.sha256)}/original"))
    if view.decision_key is not None:
        links.append(Shown("", "Quyết định", record_address("decision", view.decision_key)))
    return tuple(links)


def _segments(
    document: Document, page: Page, pointers: Sequence[Pointer], field: str
) -> tuple[Segment, ...]:
    """Return a page's text in runs: foreign zones, plain text, and what is pointed at."""
    runs = [
        (block.span, Weight.PLAIN if block.zone in OWN_ZONES else Weight.FOREIGN)
        for block in document.blocks
        if block.page == page.number
    ]
    ground = Weight.FOREIGN if runs else Weight.PLAIN
    for pointer in pointers:
        asked = field in ("", pointer.field)
        runs.append((_span(pointer), Weight.ASKED if asked else Weight.SAME))
    return segments(document.quote(page.span), page.span.start, runs, ground)


def segments(
    text: str, start: int, runs: Sequence[tuple[Span, Weight]], ground: Weight
) -> tuple[Segment, ...]:
    """Cut a text that begins at offset ``start`` into runs of one weight; the heaviest wins.

    Runs are at offsets of the document; they may overlap and reach over the text's ends.
    """
    weights = [ground] * len(text)
    for span, weight in runs:
        for place in range(max(span.start - start, 0), min(span.end - start, len(text))):
            weights[place] = max(weights[place], weight)
    pairs = zip(text, weights, strict=True)
    return tuple(
        Segment("".join(letter for letter, _ in run), weight)
        for weight, run in groupby(pairs, key=itemgetter(1))
    )
