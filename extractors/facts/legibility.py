"""How surely a scan's words were read: the engine's own confidence over a span."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.document import Document, Span


def legibility(document: Document, span: Span) -> float | None:
    """Return the lowest OCR confidence of the words a span touches; None for a text layer."""
    first = bisect_right(document.words, span.start, key=lambda word: word.span.end)
    lowest: float | None = None
    for number in range(first, len(document.words)):
        word = document.words[number]
        if word.span.start >= span.end:
            break
        if word.confidence is not None:
            lowest = word.confidence if lowest is None else min(lowest, word.confidence)
    return lowest
