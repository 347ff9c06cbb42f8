"""Awards listed in running text: "Chè móc câu của HTX chè Hảo Đạt; Hương sơn trà của ...".

A list counts where its sentence, or the ones just before, speak of recognising, handing over or
proposing products of the programme. Exhibitors, firms helped by khuyến công, kinds of goods ("như
chè, miến ...") and products only registered are no awards; an item that breaks off with the page is
left out. What made a pair is kept as its ``pattern``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.facts.award_items import Item, items, resolved
from extractors.facts.counts import group_names, group_of
from extractors.facts.grades import GRADE
from extractors.facts.lexicon import alternation, data
from extractors.facts.programme import is_foreign, own_names
from extractors.facts.prose_lists import listed_products, plain_items
from extractors.facts.steps import cues
from pipeline.document import OWN_ZONES, Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import AwardClaim, CountClaim, Mention, ProgrammeClaim, Step
from pipeline.language import breaks_off

_CONFIDENCE = {
    "của": 0.95, "bracket": 0.95, "maker-first": 0.92, "dash": 0.92, "comma": 0.9, "cho": 0.85,
    "product-only": 0.85,
}  # fmt: skip
_LONGEST_LINE = 16  # words of a line that is nothing but a product's name
_FOLLOWS = 4  # sentences a list may stand after the one that speaks of awards
_AWARDING = (Step.RECOGNISED, Step.CERTIFIED, Step.PROPOSED, Step.NOMINATED)
_GRADE_REACH = 22  # characters after an item within which its grade stands
# What makes a group's name a label of what follows it, as in "thủ công mỹ nghệ 04 sản phẩm:"
_LABELS = re.compile(r"[^;.]{0,30}(?::|gồm|có\b|là\b)")
_OPENS = re.compile(
    r"sản\s+phẩm|cơ\s+sở|đơn\s+vị|doanh\s+nghiệp|gồm|sau|giải|nhóm|danh\s+sách|loại|là\s*:"
)
_COUNTED = re.compile(r"\d\s+(?:bộ\s+)?sản\s+phẩm")
_ITEM_LINE = re.compile(r"\s*(?:[-–•+*▪●]|\(?\d{1,2}[.)/](?=\s)|[a-zđ]\)(?=\s))\s*")
_INTRODUCES = re.compile(
    r"\s*(?:trong\s+(?:số|đó)|cụ\s+thể|đó\s+là|ngoài\s+ra|các\s+sản\s+phẩm|một\s+số\s+sản\s+phẩm|chẳng\s+hạn|các\s+(?:đơn\s+vị|cơ\s+sở)|huyện|thị\s+xã|thành\s+phố|tx|tp|riêng|gồm|nhóm|nhiều\s+nhất|còn|theo\s+đó|tiếp|\d|hai|ba|bốn|năm\s+sản|điển\s+hình|đáng)"
)


@dataclass(slots=True)
class _Context:
    """What the sentences before have said: how far back awards were spoken of."""

    since: int = 99
    open: bool = False  # the sentence before ended in a colon
    grade: Span | None = None
    group: str | None = None


@cache
def _words(table: str, name: str) -> re.Pattern[str]:
    lists = data("products.toml")[table]
    return re.compile(rf"(?<!\w)(?:{alternation(lists[name])})(?!\w)")


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield the awards of every list, none where the page is outside the programme."""
    if not any(claim.in_programme for claim, _ in reading.found(ProgrammeClaim)):
        return
    context = _Context()
    counts = [mention for claim, mention in reading.found(CountClaim) if claim.of == "products"]
    skipped = [
        block.span
        for block in reading.document.blocks
        if block.zone in (Zone.CAPTION, Zone.TITLE, Zone.HEAD, Zone.FOOT, Zone.TABLE)
        and block.zone in OWN_ZONES
    ]
    for sentence in reading.sentences:
        if any(span.start <= sentence.start < span.end for span in skipped):
            _note(reading.low, sentence, context)
            continue
        listed = False
        for mention in _sentence(reading, sentence, context, counts):
            listed = True
            yield mention
        _note(reading.low, sentence, context, listed=listed)


def _note(low: str, sentence: Span, context: _Context, *, listed: bool = False) -> None:
    """Remember what a sentence says for those after it; ``listed`` where it was an item itself."""
    words = low[sentence.start : sentence.end]
    if is_foreign(low, sentence.start, sentence.end):
        context.since, context.open = 99, False
        return
    context.since = 0 if _speaks_of_awards(low, sentence) else context.since + 1
    still = context.open and (listed or _ITEM_LINE.match(words) is not None)
    heads = words.rstrip().endswith(":") and context.since <= 1 and _OPENS.search(words) is not None
    context.open = heads or still
    if heads:
        labels = _labels(low, sentence)
        context.grade = labels.grade_before(sentence.end)
        context.group = labels.group_before(sentence.end)
    elif not context.open:
        context.grade = context.group = None


def _speaks_of_awards(low: str, sentence: Span) -> bool:
    shown = cues(low, sentence.start, sentence.end)
    if any(cue.step in _AWARDING for cue in shown):
        return True
    # "Trà Vinh có 3 sản phẩm CNNT tiêu biểu", "hai giải nhì gồm"
    named = own_names().search(low, sentence.start, sentence.end)
    counted = named is not None and _COUNTED.search(low, sentence.start, sentence.end)
    return not shown and bool(counted or GRADE.search(low, sentence.start, sentence.end))


def _sentence(
    reading: Reading, sentence: Span, context: _Context, counts: Sequence[Mention]
) -> Iterator[Mention]:
    low = reading.low
    words = low[sentence.start : sentence.end]
    if is_foreign(low, sentence.start, sentence.end):
        return
    start = _list_start(low, sentence)
    speaks = _speaks_of_awards(low, sentence)
    near = context.since < _FOLLOWS or context.open
    if not (speaks or near or start > sentence.start):
        return
    if start == sentence.start and _words("context", "elsewhere").search(words):
        return
    if not speaks and not context.open and _only_registered(low, sentence):
        return
    if not speaks and _words("context", "fairs").search(words):
        return
    region = Span(start, sentence.end)
    listed = context.open or ";" in words or bool(_INTRODUCES.match(words))
    found = items(reading.text, low, region.start, region.end, listed=listed)
    makers = [item for item in found if item.producer is not None]
    if not makers:
        stated = _stated(counts, sentence, region.end)
        found = _products_only(reading.text, low, sentence, context, stated)
    elif not speaks and not listed and len(makers) < 2:
        return
    if not found:
        return
    first = min(item.product.start for item in found)
    stated = _stated(counts, sentence, first)
    found = resolved(reading.text, low, found, stated)
    found = _without_broken(reading, sentence, found)
    labels = _labels(low, sentence)
    for item in found:
        yield _mention(reading, item, labels, context, sure=speaks or context.open)


def _only_registered(low: str, sentence: Span) -> bool:
    steps = {cue.step for cue in cues(low, sentence.start, sentence.end)}
    return bool(steps) and steps <= {Step.REGISTERED, Step.PASSED}


def _list_start(low: str, sentence: Span) -> int:
    """Return where the list itself begins: after "các sản phẩm CNNT tiêu biểu: "."""
    for match in own_names().finditer(low, sentence.start, sentence.end):
        colon = re.compile(r"[^:;.]{0,30}:\s").match(low, match.end(), sentence.end)
        if colon is not None:
            return colon.end()
    return sentence.start


def _products_only(
    text: str, low: str, region: Span, context: _Context, stated: int | None
) -> list[Item]:
    """Return products without makers: a line of an open list, or a list the sentence opens."""
    line = _ITEM_LINE.match(low, region.start)
    if context.open and line is not None:
        return plain_items(text, low, Span(line.end(), region.end), stated, least=1)
    bare = text[region.start : region.end]
    if (
        context.open
        and len(bare.split()) <= _LONGEST_LINE
        and bare[0].isupper()
        and bare[-1] != "."
    ):
        return plain_items(text, low, region, None, least=1)
    return listed_products(text, low, region, stated)


def _stated(counts: Sequence[Mention], sentence: Span, first: int) -> int | None:
    """Return the number that heads a list: before its first item, or in the sentences before."""
    here = [c for c in counts if sentence.start <= c.span.start and c.span.end <= first]
    if not here:
        here = [c for c in counts if sentence.start - 220 <= c.span.start < sentence.start]
    if not here:
        return None
    claim = here[-1].claim
    assert isinstance(claim, CountClaim)
    return claim.value


def _without_broken(reading: Reading, sentence: Span, found: list[Item]) -> list[Item]:
    """Leave out the last item where the page breaks off inside it."""
    if not found or not breaks_off(reading.text, sentence):
        return found
    last = max(item.end for item in found)
    if reading.text[:last].rstrip().endswith(")"):
        return found
    reach = len(reading.text[: sentence.end].rstrip())
    return [item for item in found if item.end < reach - 1]


@dataclass(frozen=True, slots=True)
class _Labels:
    """The grades and group labels of a sentence, in text order: they head what follows them."""

    grades: tuple[Span, ...]
    groups: tuple[tuple[int, str], ...]  # where a label ends, and the group's name

    def grade_before(self, offset: int) -> Span | None:
        """Return the last grade that ends before an offset."""
        index = bisect_right(self.grades, offset, key=lambda span: span.end) - 1
        return self.grades[index] if index >= 0 else None

    def grade_after(self, low: str, offset: int) -> Span | None:
        """Return the grade in brackets right after an offset: "X của W (giải nhất)"."""
        index = bisect_right(self.grades, offset, key=lambda span: span.start)
        if index == len(self.grades) or self.grades[index].start - offset > _GRADE_REACH:
            return None
        found = self.grades[index]
        return found if "(" in low[offset : found.start] else None

    def group_before(self, offset: int) -> str | None:
        """Return the last group labelled before an offset."""
        index = bisect_right(self.groups, offset, key=lambda label: label[0]) - 1
        return self.groups[index][1] if index >= 0 else None


def _labels(low: str, sentence: Span) -> _Labels:
    grades = (Span(*match.span()) for match in GRADE.finditer(low, sentence.start, sentence.end))
    groups = (
        (match.end(), group_of(match.group()))
        for match in group_names().finditer(low, sentence.start, sentence.end)
        if _LABELS.match(low, match.end(), sentence.end)
    )
    return _Labels(tuple(grades), tuple(groups))


def _mention(
    reading: Reading, item: Item, labels: _Labels, context: _Context, *, sure: bool
) -> Mention:
    text = reading.text
    start = item.product.start
    grade = labels.grade_before(start) or labels.grade_after(reading.low, item.end)
    grade = grade or context.grade
    parts = [
        ("product", item.product),
        ("producer", item.producer),
        ("place", item.place),
        ("grade", grade),
    ]
    kept = tuple((name, span) for name, span in parts if span is not None)
    inside = [span for name, span in kept if name != "grade"]
    claim = AwardClaim(
        product=_written(text, item.product) or "",
        producer=_written(text, item.producer),
        place=_written(text, item.place),
        grade=_grade_name(text, grade),
        group=labels.group_before(start) or context.group,
        pattern=item.pattern,
    )
    confidence = _CONFIDENCE[item.pattern] * (1.0 if sure else 0.96)
    span = Span(min(s.start for s in inside), max(s.end for s in inside))
    return Mention(claim, span, round(confidence, 3), EXTRACTOR.label, kept)


def _written(text: str, span: Span | None) -> str | None:
    return None if span is None else " ".join(text[span.start : span.end].split())


def _grade_name(text: str, grade: Span | None) -> str | None:
    if grade is None:
        return None
    words = " ".join(text[grade.start : grade.end].split())
    return words[:1].lower() + words[1:]


EXTRACTOR = Extractor("award_prose", 1, extract, after=("programme", "counts"))
