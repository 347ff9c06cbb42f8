"""People named with a post: "Phó Chủ tịch UBND tỉnh Hồ Quang Bửu", "Ông Ngô Quang Trung, Cục".

Works on the spaCy Doc: posts are a gazetteer over its tokens, names are runs of capitals that begin
with a family name. Provinces and bodies inside a post ("Sở Công Thương") are stepped over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from extractors.facts.lexicon import data
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention, PersonClaim
from pipeline.language import gazetteer, lowered
from pipeline.places import named_provinces
from pipeline.vietnamese import nfc

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

_REACH = 16  # tokens from a post to the name that bears it
_LONGEST_NAME = 5
_BREAKS = frozenset(',.;:()“”"?!\n|')
_UNITS = frozenset(("huyện", "xã", "phường", "thị", "tỉnh", "quận", "trấn", "phố"))


@cache
def _posts() -> PhraseMatcher:
    forms = {*data("bodies.toml")["posts"], *data("people.toml")["posts"]}
    return gazetteer({"POST": sorted(forms), "ARTISAN": data("people.toml")["artisans"]})


@cache
def _surnames() -> frozenset[str]:
    names = {lowered(nfc(name)) for name in data("bodies.toml")["surnames"]}
    return frozenset(names - _list("honorifics"))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(lowered(form) for form in data("people.toml")[name])


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield every person whose post the text tells, before or after the name."""
    doc = reading.doc
    posts = _longest([(start, end) for _, start, end in _posts()(doc)])
    starts = dict(posts)
    skipped = _inside_provinces(doc, reading.text)
    told: set[int] = set()
    for start, end in posts:
        if start in told:
            continue
        name = _name_after(doc, end, skipped)
        if name is not None and _same_sentence(doc, start, name[0]):
            yield _mention(doc, name, (start, name[0]))
            told.update(range(start, name[1]))
            continue
        bearer = _name_before(doc, start)
        if bearer is not None:
            stop = _end_of_post(doc, end, starts)
            yield _mention(doc, bearer, (start, stop))
            told.update(range(start, stop))


def _longest(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _inside_provinces(doc: Doc, text: str) -> frozenset[int]:
    spans = [span for span, _ in named_provinces(text)]
    found: set[int] = set()
    index = 0
    for token in doc:
        while index < len(spans) and spans[index].end <= token.idx:
            index += 1
        if index < len(spans) and spans[index].start <= token.idx:
            found.add(token.i)
    return frozenset(found)


def _same_sentence(doc: Doc, first: int, last: int) -> bool:
    return not any(doc[i].is_sent_start for i in range(first + 1, last + 1))


def _name_after(doc: Doc, at: int, skipped: frozenset[int]) -> tuple[int, int] | None:
    """Find the name that ends a post: "Giám đốc Sở Công Thương | Hoàng Chí Bền"."""
    small = 0
    for i in range(at, min(len(doc), at + _REACH)):
        token = doc[i]
        if token.text in _BREAKS:
            if token.text == "|" and i == at:
                continue
            return None
        if token.norm_ in _list("verbs") and not token.text[0].isupper():
            return None
        if i in skipped:
            continue
        name = _name_at(doc, i)
        if name is not None and not (doc[i - 1].norm_ in _UNITS and name[1] - name[0] > 3):
            return name
        small = 0 if token.text[0].isupper() else small + 1
        if small > 8:
            return None
    return None


def _name_at(doc: Doc, at: int) -> tuple[int, int] | None:
    """Return the run of capitals from a family name on, two to five words of one line."""
    if doc[at].norm_ not in _surnames() or not doc[at].text[0].isupper():
        return None
    if at + 1 < len(doc) and f"{doc[at].norm_} {doc[at + 1].norm_}" in _list("not_names"):
        return None
    end = at
    while (
        end < len(doc)
        and end - at < _LONGEST_NAME
        and doc[end].text[0].isupper()
        and doc[end].is_alpha
    ):
        end += 1
        if end < len(doc) and doc[end].text in ("'", "’"):
            end += 2  # H'Blin
    length = end - at
    if length < 2 or (length == _LONGEST_NAME and end < len(doc) and doc[end].text[0].isupper()):
        return None
    return at, end


def _name_before(doc: Doc, post: int) -> tuple[int, int] | None:
    """Find the name that a post follows: "Nguyễn Bích Ngọc - Ủy viên Ban Thường vụ"."""
    at = post - 1
    if at < 1 or doc[at].text not in (",", "-", "–", "("):
        return None
    end = at
    start = end
    while (
        start > 0
        and end - start < _LONGEST_NAME
        and doc[start - 1].is_alpha
        and doc[start - 1].text[0].isupper()
    ):
        start -= 1
    for first in range(start, end - 1):
        name = _name_at(doc, first)
        if name is not None and name[1] >= end:
            return first, end
    return None


def _end_of_post(doc: Doc, at: int, posts: dict[int, int]) -> int:
    """Return where posts written after a name end: commas join two posts, a verb ends them."""
    i = at
    while i < len(doc):
        token = doc[i]
        if token.is_sent_start or (token.norm_ in _list("verbs") and token.text.islower()):
            break
        if token.text in _BREAKS and not (token.text == "," and i + 1 in posts):
            break
        if token.norm_ in _list("honorifics") and i > at:
            break
        if i + 1 < len(doc) and f"{token.norm_} {doc[i + 1].norm_}" in _list("verbs"):
            break
        i = posts.get(i, i + 1)
    while i > at and doc[i - 1].text in (",", "-", "–"):
        i -= 1
    return i


def _mention(doc: Doc, name: tuple[int, int], post: tuple[int, int]) -> Mention:
    named, held = _span(doc, *name), _span(doc, *post)
    claim = PersonClaim(_written(doc, *name), _written(doc, *post).strip(" |-–") or None)
    whole = Span(min(named.start, held.start), max(named.end, held.end))
    return Mention(claim, whole, 0.85, EXTRACTOR.label, (("name", named), ("position", held)))


def _span(doc: Doc, start: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[start].idx, last.idx + len(last.text))


def _written(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())


EXTRACTOR = Extractor("people", 1, extract)
