"""The province a page's address tells: Báo Ấp Bắc is Tiền Giang's, even where no line says so.

The weakest word on a round's province: it stands only where the text names none. Its span is the
address line of a saved page, or the page's start where the address came from outside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention, RoundClaim
from pipeline.places import provinces
from pipeline.reading.publishers import publisher_of
from pipeline.vietnamese import fold


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield the province of the publisher, or of the page's name, once."""
    url = reading.document.metadata.url
    if url is None:
        return
    publisher = publisher_of(url)
    named = publisher.province if publisher and publisher.province else _named_by_slug(url)
    if named is None:
        return
    at = reading.document.text.find(url)
    span = Span(at, at + len(url)) if at >= 0 else Span(0, 0)
    yield Mention(RoundClaim("province", named), span, 0.3, EXTRACTOR.label)


def _named_by_slug(url: str) -> str | None:
    """Return the province that a page's name begins with: ".../thai-nguyen-them-67-san-pham"."""
    slug = re.split(r"[?#]", url)[0].rstrip("/").rsplit("/", 1)[-1].lower()
    for unit in provinces():
        if any(slug.startswith(fold(name).replace(" ", "-") + "-") for name in unit.names):
            return unit.name
    return None


EXTRACTOR = Extractor("publishers", 1, extract)
