"""A document in, the papers bound together in it out: a letter, the decision it covers, another.

A paper begins where a head stands at the top of a page (in a Word file, anywhere): motto, number
with its symbol, place and day, the name of its kind. A form in an annex has a motto too, but "Mẫu
số 01" above it, dots for its number, or the name of an application; it begins no paper, nor does a
list "kèm theo" a decision. ``narrowed`` leaves of a document what is one paper's, so that nothing
downstream can take the letter's number for the decision's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Block, Document, PageSource, Span, Zone
from pipeline.facts import Evidence, Facts, IssueFact, PartFact, PartKind, evidence
from pipeline.parts.heads import ON_PAPER, Line, Part, head_at, lines_of, starts_of

__all__ = ["Part", "narrowed", "principal", "told_apart", "with_parts"]

_READER = "parts/1"
_SENDING = frozenset({PartKind.LETTER, PartKind.SUBMISSION})

_SEVERAL = (
    "Tệp chứa {count} quyết định công nhận: {names}. Chỉ lấy dữ kiện của quyết định thứ nhất; "
    "danh sách của các quyết định sau không được trộn vào. Hãy tách tệp và nạp riêng từng quyết "
    "định."
)
_UNKNOWN = (
    "Không đọc được phần đầu của văn bản ở trang {first}–{last}, nên không rõ là văn bản gì và "
    "không lấy dữ kiện từ đó. Hãy xem các trang này; nếu đó là quyết định thì tách ra nạp riêng."
)


def told_apart(document: Document) -> tuple[Part, ...]:
    """Return the papers of a file in order, from its first letter to its last; () where it is one.

    Web pages are one article, whatever they show.
    """
    if not document.pages or document.pages[0].source is PageSource.HTML:
        return ()
    lines = tuple(lines_of(document))
    starts = list(starts_of(document, lines))
    heads = [(at, part) for at in starts if (part := head_at(document, lines, at)) is not None]
    if not heads:
        return ()
    if heads[0][0] > 0 and _is_paper_before(document, lines, heads[0][0]):
        # Whatever a file begins with is a paper: a fax may show little of its head.
        first = head_at(document, lines, 0, needed=0.0) or Part(PartKind.OTHER, Span(0, 0))
        heads.insert(0, (0, first))
    if len(heads) < 2:
        return ()
    borders = [0, *(_border(document, lines, at) for at, _ in heads[1:]), len(document.text)]
    return tuple(
        replace(part, span=Span(start, end))
        for (_, part), (start, end) in zip(heads, pairwise(borders), strict=True)
    )


def _is_paper_before(document: Document, lines: Sequence[Line], at: int) -> bool:
    """Tell whether whole pages stand before the first head that was found."""
    paged = document.pages[0].source in ON_PAPER
    return paged and lines[at].page > lines[0].page


def _border(document: Document, lines: Sequence[Line], at: int) -> int:
    """Return where the paper begins whose head begins with a line: with its page, if that does."""
    if at and lines[at].page == lines[at - 1].page:
        return lines[at].span.start
    page = next(page for page in document.pages if page.number == lines[at].page)
    return page.span.start


def principal(parts: Sequence[Part]) -> Part | None:
    """Return the paper that the file is about: an award decision, else a decision, else a notice.

    None where no paper stands out: then all of the file is read as one.
    """
    decisions = [part for part in parts if part.kind is PartKind.DECISION]
    if decisions:
        return next((part for part in decisions if part.awards), decisions[0])
    if any(part.kind is PartKind.OTHER for part in parts):
        return None  # it may be the decision itself, with a head that nobody can read
    return next((part for part in parts if part.kind not in _SENDING), None)


def narrowed(document: Document, part: Part) -> Document:
    """Return the document with all that is another paper's put out of its own zones."""
    blocks = document.blocks or tuple(
        Block(page.span, page.number, Zone.BODY) for page in document.pages
    )
    pages = tuple(page for page in document.pages if page.span.overlaps(part.span))
    kept = {page.number for page in pages}
    cut = [piece for block in blocks for piece in _cut(block, part.span)]
    return replace(
        document,
        pages=pages,
        blocks=tuple(cut),
        tables=tuple(
            table
            for table in document.tables
            if not table.cells or part.span.contains(table.cells[0].span)
        ),
        notices=tuple(
            notice
            for notice in document.notices
            if notice.page is None or notice.page in kept or not _is_of_head(notice.code)
        ),
    )


def _is_of_head(code: str) -> bool:
    """Tell a notice on what one paper's head or foot shows: "number-handwritten"."""
    return code.startswith(("number-", "date-", "signer-"))


def _cut(block: Block, span: Span) -> Iterator[Block]:
    """Yield a block, or its pieces where another paper begins within it."""
    if not block.span.overlaps(span):
        yield replace(block, zone=Zone.TEASER)
        return
    inside = Span(max(block.span.start, span.start), min(block.span.end, span.end))
    if block.span.start < inside.start:
        yield replace(block, span=Span(block.span.start, inside.start), zone=Zone.TEASER)
    yield replace(block, span=inside)
    if inside.end < block.span.end:
        yield replace(block, span=Span(inside.end, block.span.end), zone=Zone.TEASER)


def with_parts(document: Document, facts: Facts, parts: Sequence[Part]) -> Facts:
    """Return a file's facts with the papers it holds, and an issue where two of them award."""
    if not parts:
        return facts
    own = principal(parts)
    told = tuple(_fact(document, part, facts if part is own else None) for part in parts)
    found = (*_several(document, parts), *_unknown(parts, told, own))
    return replace(facts, parts=told, issues=(*facts.issues, *found))


def _fact(document: Document, part: Part, facts: Facts | None) -> PartFact:
    """Return a paper as a fact; of the principal one only what assembly believes."""
    pages = [page.number for page in document.pages if page.span.overlaps(part.span)]
    first, last = (pages[0], pages[-1]) if pages else (1, 1)
    if facts is not None and facts.decision is not None:
        head = facts.decision
        title = head.title.value or part.title
        return PartFact(part.kind, first, last, head.number.value, head.date.value, title)
    return PartFact(part.kind, first, last, part.number, part.date, part.title)


def _several(document: Document, parts: Sequence[Part]) -> Iterator[IssueFact]:
    award = [part for part in parts if part.awards]
    known = [part.number for part in award]
    # The same paper bound in twice, or once more as a copy, is one decision.
    distinct = [
        part for n, part in enumerate(award) if part.number is None or part.number not in known[:n]
    ]
    if len(distinct) < 2:
        return
    names = "; ".join(
        f"{part.number or 'không rõ số'} (trang {document.page_of(part.span.start)})"
        for part in distinct
    )
    places = tuple(_place(document, part) for part in distinct)
    yield IssueFact(
        "several-decisions", _SEVERAL.format(count=len(distinct), names=names), "awards", places
    )


def _unknown(
    parts: Sequence[Part], told: Sequence[PartFact], own: Part | None
) -> Iterator[IssueFact]:
    """Tell of pages that nothing was taken from and of which nobody knows what they are."""
    for part, fact in zip(parts, told, strict=True):
        if own is not None and part.kind is PartKind.OTHER and part.number is None:
            yield IssueFact("part-unknown", _UNKNOWN.format(first=fact.first, last=fact.last))


def _place(document: Document, part: Part) -> Evidence:
    first = document.text.find("\n", part.span.start)
    end = min(first if first >= 0 else part.span.end, part.span.end)
    return evidence(document, Span(part.span.start, max(end, part.span.start)), _READER)
