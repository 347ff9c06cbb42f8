"""A paper's title (trích yếu): the lines under the name of its kind, joined and cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts.findings import Finding, Head, is_scanned, is_word, span_of, trust_in
from extractors.facts.head_issuer import MARK
from pipeline.document import Zone

# "Sỉ: 1653", "Ngày: 24/05/2015": what a scan leaves of a received-stamp in a title's line
_STAMPED = re.compile(r"\bS\w?\s?:\s?\d{1,6}\b|\bNg[àaá]y\s?:?\s?\d[\d/.-]{5,9}")
# "---------", "* * *" under a title
_RULE = re.compile(r"\s*[-–—_*=]{2,}\s*|^[\s*]+|[\s*]+$")


def find_title(head: Head) -> Iterator[Finding]:
    """Yield the title, its lines joined: "Về việc công nhận sản phẩm …"."""
    lines = [line for line in head.paper.title if not MARK.fullmatch(line.folded)]
    if not lines:
        return
    scanned = is_scanned(head.document, span_of(lines))
    if scanned and any(line.zone is Zone.TITLE for line in lines):
        lines = [line for line in lines if line.zone is Zone.TITLE or _reads_well(line.text)]
    span = span_of(lines)
    texts = [line.text for line in lines]
    if scanned:
        texts = [_without_noise(_STAMPED.sub("", text)) for text in texts]
    value = " ".join(" ".join(_RULE.sub(" ", text) for text in texts).split())
    if value.startswith("“") and "”" not in value:
        value = value[1:]
    if len(value) > 5:
        yield Finding("title", value, span, trust_in(head.document, span), (("head", span),))


def _reads_well(text: str) -> bool:
    """Tell a line of a title from what a seal's rim was read as: "Mu ng À"."""
    words = text.split()
    return len(words) > 3 and sum(map(is_word, words)) >= 0.8 * len(words)


def _without_noise(text: str) -> str:
    """Drop what a stamp's edge leaves at a line's ends: "vx = » đạt chuẩn nông thôn mới"."""
    words = text.split()
    while words and not is_word(words[0]):
        words.pop(0)
    while words and not is_word(words[-1]):
        words.pop()
    alone = len(words) == 1 and len(words[0]) < 3
    return "" if alone else " ".join(words)
