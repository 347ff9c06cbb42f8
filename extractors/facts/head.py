"""A paper's own head and foot: number, date, issuer, place, title and signer, with witnesses.

Every claim carries a part that says where it was read: ``head``, ``authority``, ``foot``,
``caption`` ("(Kèm theo Quyết định số …)") or ``portal`` ("Ngày ban hành | 28/06/2013"); further
parts say what is wrong with it: ``blank``, ``unreadable``, ``repaired``. A blank or unreadable
field is a claim with an empty value. Two claims are no fields of a decision: ``basis_date``, the
latest date of the "Căn cứ" lines, and ``draft``. ``pipeline.assembly.decision`` says which to
believe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.documents.decision import judge
from extractors.documents.paper import Line, Paper, take_apart
from extractors.facts import issuer
from extractors.facts.head_date import (
    DateReading,
    find_all_dates,
    find_dates,
    find_place,
    find_portal_date,
)
from extractors.facts.head_number import NumberReading, Quality, find_numbers, is_portal_label
from extractors.facts.legibility import legibility, words_of
from extractors.facts.signer import find_signer, name_of
from pipeline import places
from pipeline.document import Document, Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import HeadClaim, Mention
from pipeline.vietnamese import fold, is_syllable

_SURE = 0.98
_LEGIBLE = 0.8  # an OCR engine's confidence in words that no list confirms
_WHOLE = 0.6  # and in a name under a signature and a seal
_REPAIRED = 0.4  # a mended digit group is a guess until a second place agrees

# such as "(Kèm theo Quyết định số 1918/QĐ-UBND ngày 07 tháng 10 năm 2020 của UBND tỉnh Cao Bằng)"
_CAPTION = re.compile(
    r"(?:^|[(\n\t|])\W{0,3}(?:ban\s+hanh\s+)?kem\s+theo\s+"
    r"(?:quyet\s+dinh|thong\s+bao|ke\s+hoach|to\s+trinh)\b"
)
# such as " của Chủ tịch UBND tỉnh Cao Bằng)"
_OF_ISSUER = re.compile(r"\s*cua\s+(?P<issuer>[^\n);]{3,90}(?:\n[^\n);]{2,60})?)")
_ISSUER_ENDS = re.compile(r"\s(?:ve|v/v|ban hanh|cong nhan)\s")
# such as "Cơ quan ban hành | Tỉnh Nam Định", "Người ký: Nguyễn Văn A"
_PORTAL_ISSUER = re.compile(r"(?:co quan|noi) ban hanh[\s|:]{1,6}(?P<value>[^\n|\t]{3,90})")
_PORTAL_SIGNER = re.compile(r"nguoi ky[\s|:]{1,6}(?P<value>[^\n|\t:]{4,40})")
# "Số:152;TB-VPCP": the number's line, also where the number can't be read
_NUMBER_LINE = re.compile(r"\W*s[o06]\s?[:;.,]")
# "DỰ THẢO", "DỰ THẢO LẦN 2" on a line of its own
_DRAFT = re.compile(r"\(?(?:ban )?du thao(?: lan (?:thu )?\w{1,5})?[).:]?")
# urgency, secrecy and draft marks that stand among a head's lines
_MARK = re.compile(
    r"(?:hoa toc|thuong khan|khan|toi mat|tuyet mat|mat|du thao|ban sao|sao y|mau so|mau)\b"
)
# "Sỉ: 1653", "Ngày: 24/05/2015": what a scan leaves of a received-stamp in a title's line
_STAMPED = re.compile(r"\bS\w?\s?:\s?\d{1,6}\b|\bNg[àaá]y\s?:?\s?\d[\d/.-]{5,9}")
# "---------", "* * *" under a title
_RULE = re.compile(r"\s*[-–—_*=]{2,}\s*|^[\s*]+|[\s*]+$")


def _extract(reading: Reading) -> Iterator[Mention]:
    paper = take_apart(reading)
    verdict = judge(reading, paper)
    if verdict is None:
        return
    text, document = reading.text, reading.document
    numbers = list(_numbers(text, paper, verdict.symbols))
    dates = list(_dates(text, paper))
    caption = _caption(document, text, paper, verdict.symbols)
    for number, witness in [*numbers, *((n, "caption") for n in caption[0])]:
        yield _number_claim(document, number, witness)
    for reading_, witness in [*dates, *((d, "caption") for d in caption[1])]:
        yield _date_claim(document, reading_, witness)
    yield from _basis_date(text, paper)
    yield from _draft(paper)
    yield from _place(document, text, numbers, dates)
    yield from _issuers(document, text, paper, numbers, dates, caption[2])
    yield from _title(document, paper)
    yield from _signer(document, text, paper)


def _mention(
    field: str, value: str, span: Span, confidence: float, *parts: tuple[str, Span]
) -> Mention:
    return Mention(HeadClaim(field, value), span, round(confidence, 3), EXTRACTOR.label, parts)


# --- number and date ------------------------------------------------------------------------------


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


def _caption(
    document: Document, text: str, paper: Paper, symbols: Sequence[str]
) -> tuple[list[NumberReading], list[DateReading], list[tuple[str, Span]]]:
    """Return the numbers, dates and issuers that the appendices' captions repeat."""
    numbers: list[NumberReading] = []
    dates: list[DateReading] = []
    issuers: list[tuple[str, Span]] = []
    if not paper.appendix:
        return numbers, dates, issuers
    folded = fold(text)
    tabled = [b.span for b in document.blocks if b.zone is Zone.TABLE]
    for match in _CAPTION.finditer(folded, paper.appendix[0].span.start):
        number = next(find_numbers(text, match.end(), match.end() + 60, symbols), None)
        if number is None or any(span.contains(number.span) for span in tabled):
            continue
        numbers.append(number)
        date = next(find_dates(text, number.span.end, number.span.end + 60), None)
        if date is None:
            continue
        dates.append(date)
        if of := _OF_ISSUER.match(folded, date.span.end):
            start, end = of.span("issuer")
            ends = _ISSUER_ENDS.search(folded, start, end)
            span = Span(start, ends.start() if ends else end)
            issuers.append((" ".join(text[span.start : span.end].split()), span))
    return numbers, dates, issuers


def _number_claim(document: Document, number: NumberReading, witness: str) -> Mention:
    parts = [(witness, number.span)]
    if number.quality is not Quality.CLEAN:
        parts.append((number.quality.value, number.digits))
    read = legibility(document, number.span)
    if read is not None and not number.has_known_body and not _may_be_body(number.symbol, read):
        parts.append(("unknown-symbol", number.span))
    return _mention(
        "number", number.value, number.span, _trust(document, number.span, number.quality), *parts
    )


def _may_be_body(symbol: str, read: float) -> bool:
    """Tell whether a scan's symbol can be a body's that we don't know: capitals, read surely."""
    body = symbol.split("-")[1]
    return body.isupper() and len(body) > 2 and read >= _LEGIBLE


def _date_claim(document: Document, reading: DateReading, witness: str) -> Mention:
    parts = [(witness, reading.span)]
    if reading.quality is not Quality.CLEAN:
        parts.append((reading.quality.value, reading.span))
    value = reading.value.isoformat() if reading.value else ""
    return _mention(
        "date", value, reading.span, _trust(document, reading.span, reading.quality), *parts
    )


def _trust(document: Document, span: Span, quality: Quality) -> float:
    """Return how far a reading can be believed by itself: the engine's word for it, at most."""
    read = legibility(document, span)
    trust = _SURE if read is None else min(_SURE, read)
    return trust * _REPAIRED if quality is Quality.REPAIRED else trust


def _basis_date(text: str, paper: Paper) -> Iterator[Mention]:
    if not paper.basis:
        return
    span = Span(paper.basis[0].span.start, paper.basis[-1].span.end)
    latest = max(find_all_dates(text, span.start, span.end), default=None)
    if latest is not None:
        yield _mention("basis_date", latest.isoformat(), span, _SURE, ("basis", span))


def _draft(paper: Paper) -> Iterator[Mention]:
    for line in (*paper.preface[-6:], *paper.head):
        if line.is_capitals and _DRAFT.fullmatch(line.folded):
            yield _mention("draft", line.text, line.span, _SURE, ("mark", line.span))


# --- place, issuer --------------------------------------------------------------------------------


def _place(
    document: Document,
    text: str,
    numbers: Sequence[tuple[NumberReading, str]],
    dates: Sequence[tuple[DateReading, str]],
) -> Iterator[Mention]:
    after = max((n.span.end for n, witness in numbers if witness == "head"), default=0)
    for reading, witness in dates:
        if witness != "head":
            continue
        limit = after if after <= reading.span.start else 0
        span = find_place(text, reading, limit)
        if span is None:
            continue
        value = " ".join(text[span.start : span.end].split())
        read = legibility(document, span)
        unit = places.province(value)
        if read is not None and unit is not None and fold(unit.name) == fold(value):
            value = unit.name
        yield _mention("place", value, span, min(_SURE, read or _SURE), ("head", span))


def _issuers(
    document: Document,
    text: str,
    paper: Paper,
    numbers: Sequence[tuple[NumberReading, str]],
    dates: Sequence[tuple[DateReading, str]],
    captions: Sequence[tuple[str, Span]],
) -> Iterator[Mention]:
    """Yield the issuing body as head, authority line, signature, caption and portal name it."""
    authority = " ".join(line.text for line in paper.authority)
    territory = _territory(text, authority, paper, captions, dates)
    if paper.authority:
        span = _span(paper.authority)
        person = issuer.person_of(authority)
        for body, _, _ in list(issuer.find_bodies(authority))[:1]:
            value = str(body.within(territory))
            trust = _issuer_trust(document, value, span)
            yield _mention("issuer", value, span, trust, ("authority", span))
            if person and person.endswith(str(body)):
                person = person.removesuffix(str(body)) + value
                yield _mention("issuer", person, span, 0.5, ("person", span))
    lines = _issuer_lines(paper, numbers, dates)
    bodies = [body for body, _, _ in issuer.find_bodies(" ".join(line.text for line in lines))]
    if bodies:
        span = _span(lines)
        parent = next((body.territory for body in reversed(bodies[:-1]) if body.territory), "")
        own = (
            bodies[-1] if not bodies[-1].lacks_territory else bodies[-1].within(territory or parent)
        )
        yield _mention(
            "issuer", str(own), span, _issuer_trust(document, str(own), span), ("head", span)
        )
    for written, span in captions:
        for body, _, _ in list(issuer.find_bodies(written))[:1]:
            value = str(body.within(territory))
            yield _mention("issuer", value, span, 0.8 * _legible(document, span), ("caption", span))
    if match := _PORTAL_ISSUER.search(fold(text)):
        span = Span(*match.span("value"))
        written = text[span.start : span.end].strip()
        found = next((body for body, _, _ in issuer.find_bodies(written)), None)
        unit = issuer.find_territory(written)
        if found or unit:
            value = str(found.within(territory)) if found else f"UBND {unit}"
            yield _mention("issuer", value, span, 0.7, ("portal", span))


def _issuer_trust(document: Document, name: str, span: Span) -> float:
    """Believe a scan's name little where noise stands in it: "Cục Công nghiệp địa í đ —"."""
    trust = _legible(document, span)
    scanned = legibility(document, span) is not None
    return trust * 0.5 if scanned and not all(map(_is_word, name.split())) else trust


def _territory(
    text: str,
    authority: str,
    paper: Paper,
    captions: Sequence[tuple[str, Span]],
    dates: Sequence[tuple[DateReading, str]],
) -> str:
    """Return the territory that a body's own line leaves out: by authority, caption, place."""
    written = [authority, *(caption for caption, _ in captions)]
    for phrase in written:
        for body, _, _ in issuer.find_bodies(phrase):
            if body.territory and not body.lacks_territory:
                return body.territory
    for line in paper.head:
        if line.is_capitals and (found := issuer.find_territory(line.text)):
            return found
    for reading, witness in dates:
        if witness == "head" and (span := find_place(text, reading, 0)):
            return issuer.territory_of_place(text[span.start : span.end])
    return ""


def _issuer_lines(
    paper: Paper,
    numbers: Sequence[tuple[NumberReading, str]],
    dates: Sequence[tuple[DateReading, str]],
) -> list[Line]:
    """Return the head's lines in capitals above its number, without marks of urgency."""
    end = min((n.span.start for n, witness in numbers if witness == "head"), default=None)
    taken = [n.span for n, _ in numbers] + [reading.span for reading, _ in dates]
    lines = [
        line
        for line in paper.head
        if (end is None or line.span.start < end)
        and line.is_capitals
        and not any(line.span.overlaps(span) for span in taken)
        and not _MARK.match(line.folded)
        and not _NUMBER_LINE.match(line.folded)
    ]
    joined = " ".join(line.text for line in lines)
    first = next((start for _, start, _ in issuer.find_bodies(joined)), len(joined))
    before = len(joined[:first].split())
    while lines and before > 0:
        before -= len(lines.pop(0).text.split())
    return lines


def _span(lines: Sequence[Line]) -> Span:
    return Span(min(line.span.start for line in lines), max(line.span.end for line in lines))


def _legible(document: Document, span: Span) -> float:
    read = legibility(document, span)
    return _SURE if read is None else min(_SURE, max(0.5, read))


# --- title, signer --------------------------------------------------------------------------------


def _title(document: Document, paper: Paper) -> Iterator[Mention]:
    lines = [line for line in paper.title if not _MARK.fullmatch(line.folded)]
    if not lines:
        return
    scanned = legibility(document, _span(lines)) is not None
    if scanned and any(line.zone is Zone.TITLE for line in lines):
        lines = [line for line in lines if line.zone is Zone.TITLE or _reads_well(line.text)]
    span = _span(lines)
    parts = [
        _without_noise(_STAMPED.sub("", line.text)) if scanned else line.text for line in lines
    ]
    value = " ".join(" ".join(_RULE.sub(" ", part) for part in parts).split())
    if value.startswith("“") and "”" not in value:
        value = value[1:]
    if len(value) > 5:
        yield _mention("title", value, span, _legible(document, span), ("head", span))


def _reads_well(text: str) -> bool:
    """Tell a line of a title from what a seal's rim was read as: "Mu ng À"."""
    words = text.split()
    return len(words) > 3 and sum(map(_is_word, words)) >= 0.8 * len(words)


def _without_noise(text: str) -> str:
    """Drop what a stamp's edge leaves at a line's ends: "vx = » đạt chuẩn nông thôn mới"."""
    words = text.split()
    while words and not _is_word(words[0]):
        words.pop(0)
    while words and not _is_word(words[-1]):
        words.pop()
    alone = len(words) == 1 and len(words[0]) < 3
    return "" if alone else " ".join(words)


def _is_word(word: str) -> bool:
    bare = word.strip(".,;:()\"'“”-–/")
    return (
        any(map(str.isdigit, bare))
        or bare.isupper()
        or word in ("-", "–")
        or is_syllable(bare)
        or "/" in word
    )


def _signer(document: Document, text: str, paper: Paper) -> Iterator[Mention]:
    signer = find_signer(paper.foot)
    if signer.name and signer.name_span:
        trust = _legible(document, signer.name_span)
        scanned = legibility(document, signer.name_span) is not None
        name = issuer.mend_surname(signer.name) if scanned else signer.name
        parts = [("foot", signer.name_span)]
        if scanned and not _is_whole(document, name, signer.name_span):
            parts.append(("doubtful", signer.name_span))
        yield _mention("signer_name", name, signer.name_span, trust, *parts)
    if signer.position and signer.position_span:
        span = signer.position_span
        yield _mention(
            "signer_position", signer.position, span, _legible(document, span), ("foot", span)
        )
    if match := _PORTAL_SIGNER.search(fold(text)):
        span = Span(*match.span("value"))
        if named := name_of(text[span.start : span.end]):
            yield _mention("signer_name", named, span, 0.9, ("portal", span))


def _is_whole(document: Document, name: str, span: Span) -> bool:
    """Tell whether a scan shows all of a name: no word is weak, none has gone from a gap."""
    boxes = [box for word in words_of(document, span) if (box := word.bbox) is not None]
    gaps = (after.x0 - before.x1 for before, after in pairwise(boxes))
    height = max((box.bottom - box.top for box in boxes), default=0.0)
    if any(gap > 1.2 * height for gap in gaps):
        return False
    if not issuer.is_surname(name.split()[0]):
        return False
    return _legible(document, span) >= _WHOLE and all(map(is_syllable, name.split()))


EXTRACTOR = Extractor("head", 1, _extract)
