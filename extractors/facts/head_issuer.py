"""Who issued a paper: the body that its head, authority line, caption and portal name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.documents.paper import Line
from extractors.facts import issuer
from extractors.facts.findings import Finding, Head, is_scanned, is_word, span_of, trust_in
from extractors.facts.head_date import find_place
from pipeline.document import Document, Span
from pipeline.vietnamese import fold

# such as "Cơ quan ban hành | Tỉnh Nam Định"
_PORTAL = re.compile(r"(?:co quan|noi) ban hanh[\s|:]{1,6}(?P<value>[^\n|\t]{3,90})")
# "Số:152;TB-VPCP": the number's line, also where the number can't be read
_NUMBER_LINE = re.compile(r"\W*s[o06]\s?[:;.,]")
# urgency, secrecy and draft marks that stand among a head's lines
MARK = re.compile(
    r"(?:hoa toc|thuong khan|khan|toi mat|tuyet mat|mat|du thao|ban sao|sao y|mau so|mau)\b"
)


def find_issuers(head: Head) -> Iterator[Finding]:
    """Yield the issuing body as each witness names it, completed with its territory."""
    territory = _territory(head)
    yield from _of_authority(head, territory)
    yield from _of_head(head, territory)
    for written, span in head.captions:
        for body, _, _ in list(issuer.find_bodies(written))[:1]:
            trust = 0.8 * trust_in(head.document, span)
            yield Finding("issuer", str(body.within(territory)), span, trust, (("caption", span),))
    yield from _of_portal(head, territory)


def _of_authority(head: Head, territory: str) -> Iterator[Finding]:
    """Yield the body of the authority line, and the person it names: "Bộ trưởng Bộ …"."""
    if not head.paper.authority:
        return
    written = " ".join(line.text for line in head.paper.authority)
    span = span_of(head.paper.authority)
    person = issuer.person_of(written)
    for body, _, _ in list(issuer.find_bodies(written))[:1]:
        value = str(body.within(territory))
        trust = _trust(head.document, value, span)
        yield Finding("issuer", value, span, trust, (("authority", span),))
        if person and person.endswith(str(body)):
            person = person.removesuffix(str(body)) + value
            yield Finding("issuer", person, span, 0.5, (("person", span),))


def _of_head(head: Head, territory: str) -> Iterator[Finding]:
    """Yield the last body of the head's left column: a parent stands above it."""
    lines = _lines(head)
    bodies = [body for body, _, _ in issuer.find_bodies(" ".join(line.text for line in lines))]
    if not bodies:
        return
    span = span_of(lines)
    parent = next((body.territory for body in reversed(bodies[:-1]) if body.territory), "")
    value = str(bodies[-1].within(territory or parent))
    yield Finding("issuer", value, span, _trust(head.document, value, span), (("head", span),))


def _of_portal(head: Head, territory: str) -> Iterator[Finding]:
    """Yield what a portal's own table says: "Cơ quan ban hành | Tỉnh Nam Định"."""
    match = _PORTAL.search(fold(head.text))
    if match is None:
        return
    span = Span(*match.span("value"))
    written = head.text[span.start : span.end].strip()
    found = next((body for body, _, _ in issuer.find_bodies(written)), None)
    unit = issuer.find_territory(written)
    if found or unit:
        value = str(found.within(territory)) if found else f"UBND {unit}"
        yield Finding("issuer", value, span, 0.7, (("portal", span),))


def _trust(document: Document, name: str, span: Span) -> float:
    """Believe a scan's name little where noise stands in it: "Cục Công nghiệp địa í đ —"."""
    trust = trust_in(document, span)
    noisy = is_scanned(document, span) and not all(map(is_word, name.split()))
    return trust * 0.5 if noisy else trust


def _territory(head: Head) -> str:
    """Return the territory that a body's own line leaves out: by authority, caption, place."""
    authority = " ".join(line.text for line in head.paper.authority)
    for phrase in (authority, *(caption for caption, _ in head.captions)):
        for body, _, _ in issuer.find_bodies(phrase):
            if body.territory and not body.lacks_territory:
                return body.territory
    for line in head.paper.head:
        if line.is_capitals and (found := issuer.find_territory(line.text)):
            return found
    for reading, witness in head.dates:
        if witness == "head" and (span := find_place(head.text, reading, 0)):
            return issuer.territory_of_place(head.text[span.start : span.end])
    return ""


def _lines(head: Head) -> list[Line]:
    """Return the head's lines in capitals above its number, without marks of urgency."""
    end = min((n.span.start for n, witness in head.numbers if witness == "head"), default=None)
    taken = [number.span for number, _ in head.numbers]
    taken += [reading.span for reading, _ in head.dates]
    lines = [
        line
        for line in head.paper.head
        if (end is None or line.span.start < end)
        and line.is_capitals
        and not any(line.span.overlaps(span) for span in taken)
        and not MARK.match(line.folded)
        and not _NUMBER_LINE.match(line.folded)
    ]
    joined = " ".join(line.text for line in lines)
    first = next((start for _, start, _ in issuer.find_bodies(joined)), len(joined))
    before = len(joined[:first].split())
    while lines and before > 0:
        before -= len(lines.pop(0).text.split())
    return lines
