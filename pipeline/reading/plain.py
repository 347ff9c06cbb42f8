"""Plain text in, ``Document`` out: a page saved as text, or a decision with its columns lost.

The first line may be the page's address. A line is a paragraph; lines whose cells are parted by
bars or tabs are tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Document, Metadata, PageSource, TextSource, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading import bars, charset, zones
from pipeline.reading.flow import MOST_LINES, Grid, Origin, Passage, document
from pipeline.reading.publishers import publisher_of

_MOST = 4 << 20  # bytes read of one file; a long book has two
# Like "https://baoquangnam.vn/…", alone on its line
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n|\x0b|\x0c|\x85|\u2028|\u2029")


def read(data: bytes, *, sha256: str, name: str | None = None) -> Document:
    """Read a text file. Raises ``Quarantined`` for an empty file and for one that is no text."""
    if not data.strip():
        raise Quarantined(Reason.EMPTY, "Tệp rỗng; hãy tải lại từ nguồn.")
    decoded = charset.decode(data[:_MOST])
    if _is_binary(decoded.text):
        raise Quarantined(
            Reason.NOT_WHAT_IT_SAYS, "Tệp mang tên văn bản nhưng nội dung không phải chữ."
        )
    raw = [line for line in _LINE_END.split(decoded.text) if line.strip()]
    cut = len(data) > _MOST or len(raw) > MOST_LINES
    del raw[MOST_LINES:]
    url = raw.pop(0).strip() if raw and _ADDRESS.match(raw[0].strip()) else None
    items: list[str | Grid] = list(bars.items(raw))
    zoning = zones.assign([i if isinstance(i, str) else None for i in items], url=url)
    publisher = publisher_of(url) if url else None
    origin = Origin(
        sha256=sha256,
        media_type="text/plain",
        page_source=PageSource.PLAIN,
        text_source=TextSource.PLAIN,
        metadata=Metadata(
            url=url,
            title=zoning.title,
            published=zoning.published,
            publisher=publisher.name if publisher else None,
        ),
        notices=charset.notices(decoded),
        cut=cut,
    )
    return document(_passages(url, items, zoning), origin)


def _is_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(sign < " " and sign not in "\t\n\r\x0b\x0c" for sign in sample)
    return odd + sample.count("\ufffd") > 0.1 * len(sample)


def _passages(
    url: str | None, items: Sequence[str | Grid], zoning: zones.Zoning
) -> Iterator[Passage | Grid]:
    if url:
        yield Passage(url, Zone.FURNITURE)
    yield from zones.placed(items, zoning)
