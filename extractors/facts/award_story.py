"""The award of a story about one product: "Miến dong X là sản phẩm duy nhất của tỉnh".

A firm's own page tells of its product in sentences, not in a list. The product must stand in the
headline too; its maker is who "được tôn vinh là". Other years of the same title are awards of their
own: "Năm 2015, sản phẩm này cũng đã đạt". Runs only where no list was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts.lexicon import UPPER
from extractors.facts.producers import producers
from extractors.facts.product_names import is_product
from extractors.facts.programme import own_names
from pipeline.document import Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import AwardClaim, Mention, ProgrammeClaim
from pipeline.places import province
from pipeline.vietnamese import fold

# "Miến dong Nhất Thiện là sản phẩm duy nhất", "Rượu sim X vừa được công nhận", at a clause's start
_TELLS = re.compile(
    rf"(?:^|,\s+|\bsản\s+phẩm\s+)(?P<product>[{UPPER}“\"][^,.;:()]{{2,70}}?)[”\"]?\s+"
    r"(?:(?:cũng|đã|vừa|vinh\s+dự|chính\s+thức|tiếp\s+tục)\s+)*"
    r"(?:là\s+(?:\S+\s+){0,4}?sản\s+phẩm|được\s+[^.;]{0,60}?(?:công\s+nhận|tôn\s+vinh|vinh\s+danh|chứng\s+nhận|bình\s+chọn)|đạt)\b"
)
_MAKER = re.compile(
    r"\b(?:cơ\s+sở|đơn\s+vị|doanh\s+nghiệp|chủ\s+thể|nhà\s+sản\s+xuất|sản\s+xuất)\b[^.;:]{0,45}?(?:\blà|:|\bbởi)\s+"
)
_AGAIN = re.compile(
    r"\bnăm\s+(?P<year>20\d\d)\b[^.;]{0,40}\bsản\s+phẩm\s+(?:này|trên)\b[^.;]{0,30}\b(?:đạt|được)"
)
_YEAR = re.compile(r"\bnăm\s+(?P<year>20\d\d)\b")
_NEAR = 3  # sentences in which the maker is named after the product


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield the award of the story's product, and its repeats in other years."""
    ours = any(claim.in_programme for claim, _ in reading.found(ProgrammeClaim))
    if not ours or any(True for _ in reading.found(AwardClaim)):
        return
    titles = [fold(reading.document.quote(b.span)) for b in reading.document.in_zones({Zone.TITLE})]
    own = [s for s in reading.sentences if not _in_title(reading, s)]
    for index, sentence in enumerate(own):
        product = _product(reading, sentence, " ".join(titles))
        if product is not None:
            yield from _awards(reading, product, sentence, own[index : index + _NEAR], own)
            return


def _in_title(reading: Reading, sentence: Span) -> bool:
    titles = reading.document.in_zones({Zone.TITLE, Zone.CAPTION})
    return any(block.span.contains(sentence) for block in titles)


def _product(reading: Reading, sentence: Span, title: str) -> Span | None:
    text, low = reading.text, reading.low
    if not own_names().search(low, sentence.start, sentence.end):
        return None
    for match in _TELLS.finditer(text[sentence.start : sentence.end]):
        span = Span(sentence.start + match.start("product"), sentence.start + match.end("product"))
        written = text[span.start : span.end].strip('“”" ')
        known = len(written.split()) > 1 and fold(written) in title
        if known and province(written) is None and is_product(text, low, span):
            start = span.start + text[span.start : span.end].index(written)
            return Span(start, start + len(written))
    return None


def _awards(
    reading: Reading, product: Span, sentence: Span, near: list[Span], own: list[Span]
) -> Iterator[Mention]:
    text, low = reading.text, reading.low
    maker = next((found for s in near if (found := _maker(text, low, s)) is not None), None)
    again = [match for s in own for match in _AGAIN.finditer(low, s.start, s.end)]
    main = _YEAR.search(low, sentence.start, sentence.end) if again else None
    for year in (main, *again):
        name = " ".join(text[product.start : product.end].split())
        owner = None if maker is None else " ".join(text[maker.start : maker.end].split())
        claim = AwardClaim(name, owner, year=int(year["year"]) if year else None, pattern="story")
        parts = [
            ("product", product),
            ("producer", maker),
            ("year", year and Span(*year.span("year"))),
        ]
        kept = tuple((key, span) for key, span in parts if span is not None)
        yield Mention(claim, product, 0.7 if maker else 0.6, EXTRACTOR.label, kept)


def _maker(text: str, low: str, sentence: Span) -> Span | None:
    link = _MAKER.search(low, sentence.start, sentence.end)
    if link is None:
        return None
    found = next(producers(text, low, link.end(), sentence.end), None)
    return found if found is not None and found.start == link.end() else None


EXTRACTOR = Extractor("award_story", 1, extract, after=("award_prose",))
