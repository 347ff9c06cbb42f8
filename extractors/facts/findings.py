"""What a head's readers find: one field at one place, and how far the page lets it be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.documents.paper import Line, Paper
from extractors.facts.head_date import DateReading
from extractors.facts.head_number import NumberReading
from extractors.facts.legibility import legibility
from pipeline.document import Document, Span
from pipeline.vietnamese import is_syllable

SURE = 0.98
_LEAST = 0.5  # capitals over a seal read badly word by word and rightly as a whole


@dataclass(frozen=True, slots=True)
class Finding:
    """A field's value at a place; the first of ``parts`` names the witness, others its flaws."""

    field: str
    value: str
    span: Span
    confidence: float
    parts: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A paper in the hands of its head's readers, with the numbers and dates found so far."""

    document: Document
    text: str
    paper: Paper
    numbers: tuple[tuple[NumberReading, str], ...]  # each with its witness
    dates: tuple[tuple[DateReading, str], ...]
    captions: tuple[tuple[str, Span], ...]  # who the appendices' captions say decided


def trust_in(document: Document, span: Span) -> float:
    """Return how far the words of a span can be believed: a scan's as its engine says."""
    read = legibility(document, span)
    return SURE if read is None else min(SURE, max(_LEAST, read))


def is_scanned(document: Document, span: Span) -> bool:
    """Tell whether OCR read the words of a span."""
    return legibility(document, span) is not None


def span_of(lines: Sequence[Line]) -> Span:
    """Return the span from the first to the last of some lines."""
    return Span(min(line.span.start for line in lines), max(line.span.end for line in lines))


def is_word(word: str) -> bool:
    """Tell a word, number, acronym or dash from what a stamp's edge is read as: "»", "í"."""
    bare = word.strip(".,;:()\"'“”-–/")
    return (
        any(map(str.isdigit, bare))
        or bare.isupper()
        or word in ("-", "–")
        or is_syllable(bare)
        or "/" in word
    )
