"""Who signed a paper, as its foot and a portal's table say; a scan's doubts are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.documents.paper import Line
from extractors.facts.findings import Finding, Head, is_scanned, trust_in
from extractors.facts.issuer import is_surname, mend_surname
from extractors.facts.legibility import words_of
from extractors.facts.signer import find_signer, name_of
from pipeline.document import Document, Span, Zone
from pipeline.vietnamese import fold, is_syllable

_WHOLE = 0.8  # an engine's least confidence in a name under a signature and a seal
_SHORT = 0.9  # and in one of two words: of three, the seal may have taken the last
_OVER = 0.3  # of a line's height: words that run into each other more are not two words
# such as "Người ký: Nguyễn Văn A", "Người ký | Nguyễn Văn A"
_PORTAL = re.compile(r"nguoi ky[\s|:]{1,6}(?P<value>[^\n|\t:]{4,40})")


def find_signers(head: Head) -> Iterator[Finding]:
    """Yield the signer's name and post; a name that a scan shows in part is ``doubtful``."""
    signer = find_signer(_foot(head))
    if signer.name and signer.name_span:
        span = signer.name_span
        scanned = is_scanned(head.document, span)
        name = mend_surname(signer.name) if scanned else signer.name
        parts = [("foot", span)]
        if scanned and not _is_whole(head.document, name, span):
            parts.append(("doubtful", span))
        yield Finding("signer_name", name, span, trust_in(head.document, span), tuple(parts))
    if signer.position and signer.position_span:
        span = signer.position_span
        trust = trust_in(head.document, span)
        yield Finding("signer_position", signer.position, span, trust, (("foot", span),))
    if match := _PORTAL.search(fold(head.text)):
        span = Span(*match.span("value"))
        if named := name_of(head.text[span.start : span.end]):
            yield Finding("signer_name", named, span, 0.9, (("portal", span),))


def _foot(head: Head) -> list[Line]:
    """Return the lines of a foot, without the list that goes on under it or on the next page."""
    lines = head.paper.foot
    footed = [line for line in lines if line.zone is Zone.FOOT]
    if not footed:
        return list(lines)
    pages = {head.document.page_of(line.span.start) for line in footed}
    return [
        line
        for line in lines
        if line.zone is Zone.FOOT
        or (line.zone is not Zone.TABLE and head.document.page_of(line.span.start) in pages)
    ]


def _is_whole(document: Document, name: str, span: Span) -> bool:
    """Tell whether a scan shows all of a name: no word is weak, none has gone from a gap."""
    boxes = [box for word in words_of(document, span) if (box := word.bbox) is not None]
    gaps = (after.x0 - before.x1 for before, after in pairwise(boxes))
    height = max((box.bottom - box.top for box in boxes), default=0.0)
    if any(not -_OVER * height < gap < 1.2 * height for gap in gaps):
        return False
    words = name.split()
    least = _SHORT if len(words) < 3 else _WHOLE
    return (
        is_surname(words[0]) and trust_in(document, span) >= least and all(map(is_syllable, words))
    )
