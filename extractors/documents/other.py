"""What is no document of ours at all: betting pages, scrambled mirrors, pages without words."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.programme import is_spoilt
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import DocumentKind, KindClaim, Mention

_FEWEST_WORDS = 8


def extract(reading: Reading) -> Iterator[Mention]:
    """Vote for "other" where a page cannot be believed or says nothing."""
    if is_spoilt(reading):
        yield Mention(KindClaim(DocumentKind.OTHER), Span(0, 0), 0.99, EXTRACTOR.label)
    elif len(reading.text.split()) < _FEWEST_WORDS:
        yield Mention(KindClaim(DocumentKind.OTHER), Span(0, 0), 0.5, EXTRACTOR.label)


EXTRACTOR = Extractor("other", 1, extract)
