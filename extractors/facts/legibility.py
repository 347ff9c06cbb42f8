"""How surely a scan's words were read: the engine's own confidence over a span."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from pipeline.document import Document, Span, Word


def words_of(document: Document, span: Span) -> Iterator[Word]:
    """Yield the words that a span touches, in text order."""
    first = bisect_right(document.words, span.start, key=lambda word: word.span.end)
    for number in range(first, len(document.words)):
        word = document.words[number]
        if word.span.start >= span.end:
            break
        yield word


def legibility(document: Document, span: Span) -> float | None:
    """Return the lowest OCR confidence of the words a span touches; None for a text layer."""
    read = (word.confidence for word in words_of(document, span))
    return min((trust for trust in read if trust is not None), default=None)
