"""Pages made for tests: lines in, a ``Document`` with a headline and body out."""

from __future__ import annotations

from datetime import date

from pipeline.document import (
    Block,
    Document,
    Metadata,
    Page,
    PageSource,
    Span,
    State,
    TextSource,
    Zone,
)
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention


def page(
    *lines: str, url: str | None = None, published: date | None = None, titled: bool = True
) -> Document:
    """Return a page whose first line is the headline and whose other lines are paragraphs."""
    text = "\n".join(lines)
    blocks, start = [], 0
    for number, line in enumerate(lines):
        zone = Zone.TITLE if titled and number == 0 else Zone.BODY
        blocks.append(Block(Span(start, start + len(line)), 1, zone))
        start += len(line) + 1
    return Document(
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        pages=(Page(1, Span(0, len(text)), PageSource.PLAIN),),
        text_source=TextSource.PLAIN,
        state=State.PARSED,
        blocks=tuple(blocks),
        metadata=Metadata(url=url, title=lines[0] if titled else None, published=published),
    )


def mentions(document: Document, *extractors: Extractor) -> list[Mention]:
    """Run extractors in the order given and return what the last one found."""
    reading = Reading(document)
    found: list[Mention] = []
    for extractor in extractors:
        found = list(extractor.extract(reading))
        reading.mentions.extend(found)
    return found
