"""A paper's own head and foot: number, date, issuer, place, title and signer, with witnesses.

Every claim carries a part that says where it was read: ``head``, ``authority``, ``foot``,
``caption`` ("(Kèm theo Quyết định số …)") or ``portal`` ("Ngày ban hành | 28/06/2013"); further
parts say what is wrong with it: ``blank``, ``unreadable``, ``repaired``, ``unknown-symbol``,
``doubtful``. A blank or unreadable field is a claim with an empty value. Two claims are no fields
of a decision: ``basis_date``, the latest date of the "Căn cứ" lines, and ``draft``.
``pipeline.assembly.decision`` says which to believe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.documents.decision import judge
from extractors.documents.paper import Paper, take_apart
from extractors.facts.findings import SURE, Finding, Head, is_scanned, span_of, trust_in
from extractors.facts.head_date import (
    DateReading,
    find_all_dates,
    find_dates,
    find_place,
    find_portal_date,
)
from extractors.facts.head_foot import find_signers
from extractors.facts.head_issuer import find_issuers
from extractors.facts.head_number import NumberReading, Quality, find_numbers, is_portal_label
from extractors.facts.head_title import find_title
from extractors.facts.legibility import legibility
from pipeline import places
from pipeline.document import Document, Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import HeadClaim, Mention
from pipeline.vietnamese import fold

_LEGIBLE = 0.8  # an OCR engine's confidence in a symbol that no list confirms
_REPAIRED = 0.4  # a mended digit group is a guess until a second place agrees

# such as "(Kèm theo Quyết định số 1918/QĐ-UBND ngày 07 tháng 10 năm 2020 của UBND tỉnh Cao Bằng)"
_CAPTION = re.compile(
    r"(?:^|[(\n\t|])\W{0,3}(?:ban\s+hanh\s+)?kem\s+theo\s+"
    r"(?:quyet\s+dinh|thong\s+bao|ke\s+hoach|to\s+trinh)\b"
)
# such as " của Chủ tịch UBND tỉnh Cao Bằng)"
_OF_ISSUER = re.compile(r"\s*cua\s+(?P<issuer>[^\n);]{3,90}(?:\n[^\n);]{2,60})?)")
_ISSUER_ENDS = re.compile(r"\s(?:ve|v/v|ban hanh|cong nhan)\s")
# "DỰ THẢO", "DỰ THẢO LẦN 2" on a line of its own
_DRAFT = re.compile(r"\(?(?:ban )?du thao(?: lan (?:thu )?\w{1,5})?[).:]?")


def _extract(reading: Reading) -> Iterator[Mention]:
    paper = take_apart(reading)
    verdict = judge(reading, paper)
    if verdict is None:
        return
    for found in _find(_head(reading.document, reading.text, paper, verdict.symbols)):
        yield Mention(
            HeadClaim(found.field, found.value),
            found.span,
            round(found.confidence, 3),
            EXTRACTOR.label,
            found.parts,
        )


def _head(document: Document, text: str, paper: Paper, symbols: Sequence[str]) -> Head:
    """Read numbers, dates and captions; the other fields are told by where these stand."""
    numbers = list(_numbers(text, paper, symbols))
    dates = list(_dates(text, paper))
    captions: list[tuple[str, Span]] = []
    for number, date, issuer in _captions(document, text, paper, symbols):
        numbers.append((number, "caption"))
        if date is not None:
            dates.append((date, "caption"))
        if issuer is not None:
            written = " ".join(text[issuer.start : issuer.end].split())
            captions.append((written, issuer))
    return Head(document, text, paper, tuple(numbers), tuple(dates), tuple(captions))


def _find(head: Head) -> Iterator[Finding]:
    for number, witness in head.numbers:
        yield _number(head.document, number, witness)
    for date, witness in head.dates:
        yield _date(head.document, date, witness)
    yield from _basis_date(head)
    yield from _draft(head.paper)
    yield from _place(head)
    yield from find_issuers(head)
    yield from find_title(head)
    yield from find_signers(head)


def _numbers(
    text: str, paper: Paper, symbols: Sequence[str]
) -> Iterator[tuple[NumberReading, str]]:
    """Yield the head's numbers, the one nearest the title last, and the portal's."""
    for group in (paper.preface, paper.head):
        if not group:
            continue
        for number in find_numbers(text, group[0].span.start, group[-1].span.end, symbols):
            if is_portal_label(text, number.span.start):
                yield number, "portal"
            elif group is paper.head:
                yield number, "head"


def _dates(text: str, paper: Paper) -> Iterator[tuple[DateReading, str]]:
    """Yield the head's dates, the one nearest the title last, and the portal's."""
    if paper.head:
        start, end = paper.head[0].span.start, paper.head[-1].span.end
        portal = find_portal_date(text[:end])
        for reading in find_dates(text, start, end):
            if portal is None or not reading.span.overlaps(portal.span):
                yield reading, "head"
    else:
        portal = find_portal_date(text)
    if portal is not None:
        yield portal, "portal"


def _captions(
    document: Document, text: str, paper: Paper, symbols: Sequence[str]
) -> Iterator[tuple[NumberReading, DateReading | None, Span | None]]:
    """Yield the number, date and issuer that each appendix's caption repeats."""
    if not paper.appendix:
        return
    folded = fold(text)
    tabled = [block.span for block in document.blocks if block.zone is Zone.TABLE]
    for match in _CAPTION.finditer(folded, paper.appendix[0].span.start):
        number = next(find_numbers(text, match.end(), match.end() + 60, symbols), None)
        if number is None or any(span.contains(number.span) for span in tabled):
            continue
        date = next(find_dates(text, number.span.end, number.span.end + 60), None)
        yield number, date, _caption_issuer(folded, date.span.end) if date else None


def _caption_issuer(folded: str, start: int) -> Span | None:
    of = _OF_ISSUER.match(folded, start)
    if of is None:
        return None
    begin, end = of.span("issuer")
    ends = _ISSUER_ENDS.search(folded, begin, end)
    return Span(begin, ends.start() if ends else end)


def _number(document: Document, number: NumberReading, witness: str) -> Finding:
    parts = [(witness, number.span)]
    if number.quality is not Quality.CLEAN:
        parts.append((number.quality.value, number.digits))
    read = legibility(document, number.span)
    if read is not None and not number.has_known_body and not _may_be_body(number.symbol, read):
        parts.append(("unknown-symbol", number.span))
    trust = _trust(document, number.span, number.quality)
    return Finding("number", number.value, number.span, trust, tuple(parts))


def _may_be_body(symbol: str, read: float) -> bool:
    """Tell whether a scan's symbol can be a body's that we don't know: capitals, read surely."""
    body = symbol.split("-")[1]
    return body.isupper() and len(body) > 2 and read >= _LEGIBLE


def _date(document: Document, reading: DateReading, witness: str) -> Finding:
    parts = [(witness, reading.span)]
    if reading.quality is not Quality.CLEAN:
        parts.append((reading.quality.value, reading.span))
    value = reading.value.isoformat() if reading.value else ""
    trust = _trust(document, reading.span, reading.quality)
    return Finding("date", value, reading.span, trust, tuple(parts))


def _trust(document: Document, span: Span, quality: Quality) -> float:
    """Return how far a reading can be believed by itself: the engine's word for it, at most."""
    read = legibility(document, span)
    trust = SURE if read is None else min(SURE, read)
    return trust * _REPAIRED if quality is Quality.REPAIRED else trust


def _basis_date(head: Head) -> Iterator[Finding]:
    if not head.paper.basis:
        return
    span = span_of(head.paper.basis)
    latest = max(find_all_dates(head.text, span.start, span.end), default=None)
    if latest is not None:
        yield Finding("basis_date", latest.isoformat(), span, SURE, (("basis", span),))


def _draft(paper: Paper) -> Iterator[Finding]:
    for line in (*paper.preface[-6:], *paper.head):
        if line.is_capitals and _DRAFT.fullmatch(line.folded):
            yield Finding("draft", line.text, line.span, SURE, (("mark", line.span),))


def _place(head: Head) -> Iterator[Finding]:
    after = max((n.span.end for n, witness in head.numbers if witness == "head"), default=0)
    for reading, witness in head.dates:
        if witness != "head":
            continue
        span = find_place(head.text, reading, after if after <= reading.span.start else 0)
        if span is None:
            continue
        value = " ".join(head.text[span.start : span.end].split())
        unit = places.province(value)
        if unit is not None and is_scanned(head.document, span) and fold(unit.name) == fold(value):
            value = unit.name
        yield Finding("place", value, span, trust_in(head.document, span), (("head", span),))


EXTRACTOR = Extractor("head", 2, _extract)
