"""A page of news or a portal's notice: what any text is until something else speaks louder."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import Span, TextSource, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import DocumentKind, KindClaim, Mention

_PLAIN, _SIGNED, _CARRIER = 0.4, 0.6, 0.5
_FEWEST_WORDS = 8


def extract(reading: Reading) -> Iterator[Mention]:
    """Vote for an article, firmer for a web page with a headline and a stamp or credit line."""
    if len(reading.text.split()) < _FEWEST_WORDS:
        return
    document = reading.document
    zones = {block.zone for block in document.blocks}
    web = document.text_source in (TextSource.HTML, TextSource.PLAIN)
    signed = bool(zones & {Zone.STAMP, Zone.CREDIT}) or document.metadata.published is not None
    confidence = _SIGNED if web and signed else _CARRIER if web else _PLAIN
    lead = reading.sentences[0] if reading.sentences else Span(0, 0)
    yield Mention(KindClaim(DocumentKind.ARTICLE), lead, confidence, EXTRACTOR.label)


EXTRACTOR = Extractor("article", 1, extract)
