"""Stated numbers: "30 sản phẩm của 28 cơ sở", each with its step, and whose it is.

News mixes the steps of the funnel and the numbers of neighbours; every number comes out with the
step of the verb next to it, its territory, level and group. Parts of a mention flag what makes a
number no result: ``expected`` ("dự kiến"), ``stock`` ("đến nay ... có"), ``whole`` (the 200 of
"6/200").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from extractors.facts.lexicon import alternation, data
from extractors.facts.numerals import WORDS, number
from extractors.facts.programme import is_foreign, own_names
from extractors.facts.steps import Cue, cues
from extractors.facts.territories import LEVEL, Territory, level_of, owner_of, subject_of
from pipeline.document import Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import CountClaim, Level, Mention, Step

_PRODUCTS = (
    r"(?:lượt\s+)?(?:bộ\s+)?(?:sản\s+phẩm|sp(?!\w))(?:\s*(?:[/,]|và|hoặc)\s*bộ\s+sản\s+phẩm)?"
    r"|bộ\s+sản\s+phẩm|mặt\s+hàng|hồ\s+sơ|(?:typical\s+|outstanding\s+)?(?:rural\s+)?(?:industrial\s+)?products?"
)
_PRODUCERS = (
    r"(?:lượt\s+)?(?:cơ\s+sở|đơn\s+vị|doanh\s+nghiệp|dn(?!\w)|công\s+ty|hợp\s+tác\s+xã|htx(?!\w)|chủ\s+thể|hộ(?!\s+(?:nghèo|dân))"
    r"|tổ\s+chức|(?:rural\s+)?(?:industrial\s+)?(?:establishments|enterprises|producers|facilities))"
)
# A number and its noun: "6/200 sản phẩm", "08 (tám) bộ sản phẩm", "1 trong 3 sản phẩm"
_COUNT = re.compile(
    rf"(?<![\d.,/-])(?P<number>\d{{1,4}}|{WORDS})(?:\s?/\s?(?P<whole>\d{{1,4}}))?(?:\s*\([^()\d]{{2,20}}\))?"
    rf"\s+(?:(?P<products>{_PRODUCTS})|(?P<producers>{_PRODUCERS}))(?!\w)"
)
# "Cả 6 đã được", "14 sản phẩm"'s short form once the noun is known
_ALL = re.compile(r"\bcả\s+(?P<number>\d{1,3})\s+(?=(?:đã\s+)?(?:được|đều))")
# "sản phẩm duy nhất của tỉnh"
_ONLY = re.compile(
    r"\b(?P<noun>sản\s+phẩm|cơ\s+sở|doanh\s+nghiệp|đơn\s+vị)\s+(?:đầu\s+tiên\s+và\s+)?duy\s+nhất\b"
)
_LINKED = re.compile(
    r"[\s/,]*(?:[^\d.;]{0,45}?\b(?:của|từ|thuộc|gồm|có|với|cho|do|from|belong\s+to)\s*)?$"
)
_SHARE = re.compile(r"%\s+(?:trong|trên)(?:\s+(?:tổng\s+)?số)?\s*$")
_PREDICATE = re.compile(r"(?:đạt|được|dự|đăng|tham|trình)\b")
_PASSIVE = frozenset({"được", "đã được", "vừa được"})
_VAGUE = frozenset({"một"})  # "một sản phẩm" is mostly an article, not a number
_BORDER = re.compile(r"[;:]")


@dataclass(slots=True)
class _Draft:
    """A number while its context is being settled."""

    of: str
    value: int
    span: Span
    whole: int | None = None
    step: Step | None = None
    strength: float = 0.0
    cost: float = 999.0  # how far the cue of its step stands
    level: Level | None = None
    territory: str | None = None
    group: str | None = None
    flags: dict[str, Span] = field(default_factory=dict)


@cache
def group_names() -> re.Pattern[str]:
    """Return the pattern of the four groups' names, longest first."""
    forms = [form for group in data("steps.toml")["groups"] for form in group["forms"]]
    return re.compile(rf"(?<!\w)(?:{alternation(forms)})(?!\w)")


@cache
def group_of(form: str) -> str:
    """Return a group's one name for a form that ``group_names`` found."""
    words = " ".join(form.split())
    return next(str(g["name"]) for g in data("steps.toml")["groups"] if words in g["forms"])


@cache
def _numbers(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(data('steps.toml')['numbers'][name])})(?!\w)")


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield every stated number of products or producers."""
    tables = [block.span for block in reading.document.in_zones({Zone.TABLE})]
    for sentence in reading.sentences:
        if any(table.overlaps(sentence) for table in tables):
            continue  # "3<tab>Hộ kinh doanh Đỗ Hữu Thụy"; totals of tables are award_tables'
        if is_foreign(reading.low, sentence.start, sentence.end):
            continue
        drafts = list(_drafts(reading.low, sentence))
        if drafts:
            _settle(reading, sentence, drafts)
            for draft in drafts:
                yield from _mentions(draft)


def _drafts(low: str, sentence: Span) -> Iterator[_Draft]:
    found: list[_Draft] = []
    for match in _COUNT.finditer(low, sentence.start, sentence.end):
        value = number(match["number"])
        if (
            value is None
            or value == 0
            or match["number"] in _VAGUE
            or _limited(low, sentence, match)
        ):
            continue
        of = "products" if match["products"] else "producers"
        whole = int(match["whole"]) if match["whole"] else None
        found.append(_Draft(of, value, Span(match.start(), match.end()), whole))
    found += [
        _Draft("products", int(match["number"]), Span(match.start(), match.end()))
        for match in _ALL.finditer(low, sentence.start, sentence.end)
    ]
    for match in _ONLY.finditer(low, sentence.start, sentence.end):
        of = "products" if match["noun"].startswith("sản") else "producers"
        found.append(_Draft(of, 1, Span(match.start(), match.end())))
    yield from sorted(found, key=lambda draft: draft.span)


def _limited(low: str, sentence: Span, match: re.Match[str]) -> bool:
    """Tell whether a number is a rule's limit: "mỗi tỉnh gửi không quá 12 sản phẩm"."""
    return bool(
        _numbers("limits").search(low, max(sentence.start, match.start() - 22), match.start())
    )


def _settle(reading: Reading, sentence: Span, drafts: Sequence[_Draft]) -> None:
    """Fill in step, territory, level and group of a sentence's numbers from the words between."""
    low = reading.low
    shown = cues(low, sentence.start, sentence.end)
    for index, draft in enumerate(drafts):
        start = drafts[index - 1].span.end if index else sentence.start
        end = drafts[index + 1].span.start if index + 1 < len(drafts) else sentence.end
        _find_step(low, draft, shown, start, end)
        _find_group(low, draft, start, end)
        _find_territory(reading, draft, start, end)
        _flag(low, draft, sentence)
    _share_steps(low, sentence, drafts)
    for draft in drafts:
        if draft.step is None and "hồ sơ" in low[draft.span.start : draft.span.end]:
            draft.step, draft.strength = Step.REGISTERED, 0.7
        if draft.step is None and own_names().search(
            low, draft.span.end, min(sentence.end, draft.span.end + 45)
        ):
            # "Bình Thuận: 30 sản phẩm CNNT tiêu biểu năm 2022": the name of the title itself
            draft.step, draft.strength = Step.RECOGNISED, 0.4


def _find_step(low: str, draft: _Draft, shown: Sequence[Cue], start: int, end: int) -> None:
    """Take the nearest cue between the numbers on both sides; a comma parts, a semicolon walls."""
    best: tuple[float, Cue] | None = None
    for cue in shown:
        if cue.span.end <= draft.span.start and cue.span.start >= start - 1:
            gap = low[cue.span.end : draft.span.start]
        elif cue.span.start >= draft.span.end and cue.span.end <= end:
            gap = low[draft.span.end : cue.span.start]
        else:
            continue
        if ";" in gap:
            continue
        cost = len(gap) + 25 * gap.count(",") + 40 * (cue.strength < 0.6) + 20 * gap.count(":")
        if cue.span.start >= draft.span.end and _is_predicate(low, gap, cue):
            cost = -1  # "qua chấm điểm 52/67 sản phẩm đạt": its own verb
        elif cue.step is Step.PASSED:
            cost += 15  # "đề nghị cấp cho 20 sản phẩm từ 70 điểm trở lên": only describes them
        if best is None or cost < best[0]:
            best = (cost, cue)
    if best is not None:
        cue = best[1]
        draft.step, draft.strength, draft.cost = cue.step, cue.strength, best[0]
        if cue.expected:
            draft.flags["expected"] = cue.span


def _is_predicate(low: str, gap: str, cue: Cue) -> bool:
    """Tell whether a cue is a number's own verb: "52 sản phẩm đạt", "7 sản phẩm được công nhận"."""
    if gap.strip() in _PASSIVE:
        return True
    return not gap.strip() and _PREDICATE.match(low, cue.span.start) is not None


def _find_group(low: str, draft: _Draft, start: int, end: int) -> None:
    """Attach a group's name that stands right before or after: "Thủ công mỹ nghệ 04 sản phẩm"."""
    if _SHARE.search(low, start, draft.span.start):
        return  # "hơn 80% trong 30 sản phẩm thuộc nhóm": 30 is the whole
    for match in group_names().finditer(low, start, draft.span.start):
        between = low[match.end() : draft.span.start]
        if len(between) <= 6 and not re.search(r"[;.]", between):
            draft.group = group_of(match.group())
    following = group_names().search(low, draft.span.end - 9, min(end, draft.span.end + 30))
    if draft.group is None and following is not None:
        between = low[draft.span.end : following.start()]
        if not re.search(r"[,;:.(]", between) and "thuộc 4" not in between:
            draft.group = group_of(following.group())


def _find_territory(reading: Reading, draft: _Draft, start: int, end: int) -> None:
    text, low = reading.text, reading.low
    border = max((m.end() for m in re.finditer(r";\s", low[start : draft.span.start])), default=0)
    found: Territory | None = subject_of(text, low, start + border, draft.span.start)
    found = found or owner_of(text, low, draft.span.end, end)
    if found is not None:
        draft.territory, draft.level = found.name, found.level
    clause = _BORDER.split(low[draft.span.end : end])[0].split(",")[0]
    level = LEVEL.search(clause[:90])
    if level is None:
        before = list(LEVEL.finditer(low, start + border, draft.span.start))
        level = (
            before[-1] if before and "," not in low[before[-1].end() : draft.span.start] else None
        )
    if level is not None:
        draft.level = level_of(level, text)


def _flag(low: str, draft: _Draft, sentence: Span) -> None:
    for name in ("stock", "past"):
        found = _numbers(name).search(low, sentence.start, draft.span.start)
        if found is not None:
            draft.flags.setdefault("stock", Span(found.start(), found.end()))


def _share_steps(low: str, sentence: Span, drafts: Sequence[_Draft]) -> None:
    """Let "30 sản phẩm của 28 cơ sở" share what either shows; the rest inherit from the left."""
    for left, right in pairwise(drafts):
        between = low[left.span.end : right.span.start]
        linked = left.of != right.of and _LINKED.fullmatch(between) is not None
        if linked:
            for giver, taker in ((left, right), (right, left)):
                firmer = taker.strength < 0.6 < giver.strength
                # "11 sản phẩm của 10 cơ sở được công nhận": the verb is the products'
                whole = giver is right and "của" in between and giver.cost < 0 <= taker.cost
                if giver.step and (taker.step is None or firmer or whole):
                    taker.step, taker.strength = giver.step, giver.strength * 0.95
                taker.level = taker.level or giver.level
                taker.territory = taker.territory or giver.territory
                taker.group = taker.group or giver.group
                taker.flags = {**giver.flags, **taker.flags}
    for left, right in pairwise(drafts):
        if right.step is None and left.step is not None:
            right.step, right.strength = left.step, left.strength * 0.7


def _mentions(draft: _Draft) -> Iterator[Mention]:
    confidence = 0.6 + 0.35 * draft.strength if draft.step else 0.6
    claim = CountClaim(draft.of, draft.value, draft.step, draft.level, draft.territory, draft.group)
    parts = tuple(sorted(draft.flags.items()))
    yield Mention(claim, draft.span, round(confidence, 3), EXTRACTOR.label, parts)
    if draft.whole is None or draft.whole == draft.value:
        return
    # "52/67 sản phẩm đạt": 67 came to be judged; "6/200 được công nhận": 200 is the level's total
    judged = draft.step is Step.PASSED
    whole = replace(
        claim, value=draft.whole, step=Step.REGISTERED if judged else draft.step, territory=None
    )
    flags = parts if judged else (*parts, ("whole", draft.span))
    yield Mention(whole, draft.span, round(confidence * 0.9, 3), EXTRACTOR.label, flags)


EXTRACTOR = Extractor("counts", 1, extract, after=())
