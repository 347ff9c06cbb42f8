"""Steps of the funnel as sentences speak of them: "trình UBND tỉnh công nhận" is a proposal.

``cues`` is what counts read too: where a step is shown, how firmly. The document's own step is
settled by assembly, from the counts and awards that are its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors.facts.lexicon import alternation, data
from extractors.facts.programme import own_names
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import Mention, Step, StepClaim

_FIRM = 0.9
_WEAK = 0.5
_GOVERNED = 110  # characters over which "trình" governs a later "công nhận"
_WORDS_WITH_TRINH = r"(?<!tờ )(?<!chương )(?<!quá )(?<!quy )(?<!công )(?<!lộ )(?<!giáo )"
# "52/67 sản phẩm đạt.", "với 110 sản phẩm đạt": passed where judges speak, else recognised
_BARE_PASS = re.compile(r"(?<!\w)đạt(?=\s*(?:[.,;()]|$|và\b))")
_JUDGES = re.compile(r"chấm|giám\s+khảo|điểm")


@dataclass(frozen=True, slots=True)
class Cue:
    """A place that shows a step; ``expected`` where it is only hoped for ("dự kiến")."""

    span: Span
    step: Step
    strength: float
    expected: bool = False


@cache
def _patterns() -> tuple[tuple[Step, float, re.Pattern[str]], ...]:
    lists = data("steps.toml")
    firm = [(step, _FIRM, lists[step.value]) for step in Step]
    weak = [(Step(name), _WEAK, forms) for name, forms in lists["weak"].items()]
    return tuple(
        (step, strength, re.compile(rf"(?<!\w)(?:{alternation(forms)})(?!\w)"))
        for step, strength, forms in (*firm, *weak)
    )


@cache
def _governing() -> re.Pattern[str]:
    lists = data("steps.toml")["governing"]
    proposes = alternation(form for form in lists["proposes"] if form != "trình")
    return re.compile(
        rf"(?<!\w)(?:(?P<expects>{alternation(lists['expects'])})"
        rf"|(?P<purposes>{alternation(lists['purposes'])})|(?<!theo )(?<!xét )(?:{proposes})"
        rf"|{_WORDS_WITH_TRINH}trình(?!\s+(?:diễn|độ|bày|tự|cấp)))(?!\w)"
    )


def cues(low: str, start: int, end: int) -> list[Cue]:
    """Return the steps shown between two offsets of a lowered text, in text order.

    Of two that overlap the longer stays; "công nhận" after "trình" in one clause is a proposal.
    """
    found = [
        Cue(Span(match.start(), match.end()), step, strength)
        for step, strength, pattern in _patterns()
        for match in pattern.finditer(low, start, end)
    ]
    found += [_bare_pass(low, start, match) for match in _BARE_PASS.finditer(low, start, end)]
    found.sort(key=lambda cue: (cue.span.start, -cue.span.end, -cue.strength))
    kept: list[Cue] = []
    for cue in found:
        if not kept or cue.span.start >= kept[-1].span.end:
            kept.append(cue)
    governors = list(_governing().finditer(low, start, end))
    return [each for cue in kept if (each := _governed(low, cue, governors)) is not None]


def _bare_pass(low: str, start: int, match: re.Match[str]) -> Cue:
    judged = _JUDGES.search(low, max(start, match.start() - 60), match.start())
    step = Step.PASSED if judged else Step.RECOGNISED
    return Cue(Span(match.start(), match.end()), step, 0.7)


def _governed(low: str, cue: Cue, governors: list[re.Match[str]]) -> Cue | None:
    """Turn a recognition that is only asked for into a proposal; drop purposes and promises."""
    if cue.step is Step.PROPOSED:
        hoped = any(g["expects"] and 0 <= cue.span.start - g.end() <= _GOVERNED for g in governors)
        return replace(cue, expected=hoped)
    if cue.step not in (Step.RECOGNISED, Step.CERTIFIED):
        return cue
    for governor in reversed(governors):
        if governor.end() > cue.span.start or cue.span.start - governor.end() > _GOVERNED:
            continue
        if re.search(
            r"[.;]\s|\b(?:đã|được)\s+(?:công\s+nhận|cấp)", low[governor.end() : cue.span.start]
        ):
            continue
        promised = governor.group() == "sẽ"
        if governor["purposes"] or (promised and cue.step is Step.CERTIFIED):
            return None
        if governor.group() == "để" and cue.strength == _WEAK:
            continue
        span = Span(governor.start(), cue.span.end)
        hoped = promised or governor["expects"] is not None
        return Cue(span, Step.PROPOSED, _FIRM, expected=hoped)
    return cue


def extract(reading: Reading) -> Iterator[Mention]:
    """Yield the steps of sentences that speak of the programme or stand next to one that does."""
    low = reading.low
    near = False
    for sentence in reading.sentences:
        speaks = bool(own_names().search(low, sentence.start, sentence.end))
        for cue in cues(low, sentence.start, sentence.end):
            if (speaks or near) and not cue.expected and cue.strength > _WEAK:
                sureness = cue.strength if speaks else cue.strength * 0.7
                yield Mention(StepClaim(cue.step), cue.span, round(sureness, 3), EXTRACTOR.label)
        near = speaks


EXTRACTOR = Extractor("steps", 1, extract)
