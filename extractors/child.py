"""The child in which facts are found, and what its server loads once for all children.

A child lives for one document; reading word lists, compiling patterns and importing spaCy anew for
each would cost ten times what finding the facts does.
"""

from __future__ import annotations

import msgspec

from pipeline.analysis import find_facts_here
from pipeline.document import (
    Block,
    Document,
    Page,
    PageSource,
    Span,
    State,
    TextSource,
    Zone,
)

# A made-up page that every extractor has something to look at in.
_SAMPLE = (
    "Cao Bằng: 2 sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2020",
    "Ngày 07/10/2020, ông Nguyễn Văn Mẫu, Phó Chủ tịch UBND tỉnh Cao Bằng ký Quyết định số "
    "1/QĐ-UBND công nhận 2 sản phẩm thủ công mỹ nghệ, gồm: Trà Mẫu của HTX Mẫu (xã Mẫu); "
    "Miến Mẫu (Công ty TNHH Mẫu, huyện Mẫu).",
)


def preload() -> None:
    """Run the extractors over a sample page, so that every list and pattern is in memory."""
    find_facts(msgspec.json.encode(_sample()).decode())


def find_facts(document: str) -> bytes:
    """Return the facts of a document's JSON as JSON."""
    return find_facts_here(document, __package__ or "extractors")


def _sample() -> Document:
    text = "\n".join(_SAMPLE)
    border = len(_SAMPLE[0])
    return Document(
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        pages=(Page(1, Span(0, len(text)), PageSource.PLAIN),),
        text_source=TextSource.PLAIN,
        state=State.PARSED,
        blocks=(
            Block(Span(0, border), 1, Zone.TITLE),
            Block(Span(border + 1, len(text)), 1, Zone.BODY),
        ),
    )
