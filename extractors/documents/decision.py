"""What tells an official paper from a page about one: its own head, name, basis and articles.

A regulation ("Ban hành Quy chế …") is a decision like any other; that it awards nothing shows in
its facts. A news page that quotes a decision has neither head nor basis of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.documents.paper import ON_BEHALF, RECIPIENTS, Paper, take_apart
from extractors.facts.head_date import find_dates
from extractors.facts.head_number import find_numbers, is_portal_label
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import DocumentKind, KindClaim, Mention

# "cấp …… năm ……", "sản phẩm ......... của ........."
_GAP = re.compile(r"…{2,}|\.{5,}|_{4,}|…\s?…")
_ENOUGH = 4  # signs, of which the head's motto, number and name weigh two each


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of official paper a document is, and how sure that is."""

    kind: DocumentKind
    symbols: tuple[str, ...]  # of its number: "QĐ"
    span: Span
    confidence: float


def judge(reading: Reading, paper: Paper) -> Verdict | None:
    """Return the verdict, or None where the document is no official paper."""
    symbols = paper.type.symbols if paper.type else ("QĐ",) if paper.resolves else ()
    has_number = _has_number(reading.text, paper, symbols)
    decides = paper.type is not None and paper.type.kind is DocumentKind.DECISION
    signs = (
        2 * paper.has_motto
        + 2 * has_number
        + 2 * (paper.type is not None)
        + bool(paper.authority)
        + any(line.folded.startswith("can cu") for line in paper.basis)
        + 2 * paper.resolves
        + any(line.folded.startswith("dieu 1") for line in paper.articles)
        + any(RECIPIENTS.match(line.folded) or ON_BEHALF.match(line.folded) for line in paper.foot)
    )
    if signs < _ENOUGH or not (paper.has_motto or has_number or paper.resolves):
        return None
    kind = paper.type.kind if paper.type else DocumentKind.OTHER
    if paper.type is None and paper.resolves and signs > _ENOUGH:
        kind, decides = DocumentKind.DECISION, True
    if not decides and not (paper.has_motto or has_number):
        return None
    if decides and _is_template(reading.text, paper, symbols):
        kind = DocumentKind.FORM
    return Verdict(kind, symbols, _named_at(paper), min(0.99, 0.6 + 0.05 * signs))


def _has_number(text: str, paper: Paper, symbols: tuple[str, ...]) -> bool:
    if not paper.head:
        return False
    numbers = find_numbers(text, paper.head[0].span.start, paper.head[-1].span.end, symbols)
    return any(not is_portal_label(text, number.span.start) for number in numbers)


def _is_template(text: str, paper: Paper, symbols: tuple[str, ...]) -> bool:
    """Tell a blank form of a decision from a draft: its title and articles have gaps to fill in."""
    if not paper.head or not any(
        _GAP.search(line.text) for line in (*paper.title, *paper.articles)
    ):
        return False
    start, end = paper.head[0].span.start, paper.head[-1].span.end
    filled = any(number.value for number in find_numbers(text, start, end, symbols))
    return not filled and not any(reading.value for reading in find_dates(text, start, end))


def _named_at(paper: Paper) -> Span:
    lines = paper.head or paper.articles or paper.preface
    return Span(lines[0].span.start, lines[-1].span.end) if lines else Span(0, 0)


def _extract(reading: Reading) -> Iterator[Mention]:
    verdict = judge(reading, take_apart(reading))
    if verdict is not None:
        yield Mention(KindClaim(verdict.kind), verdict.span, verdict.confidence, EXTRACTOR.label)


EXTRACTOR = Extractor("decision", 1, _extract)
