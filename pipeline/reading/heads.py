"""A scan's head in, what is doubtful about its number and date out, for a person to look at.

In paper files the number and the day are written by hand or stamped into a gap: OCR loses them, or
reads half of them with confidence ("ngày 0 tháng 4" where an 8 was written after a printed 0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Notice, Zone
from pipeline.reading.lines import Fragment, Passage, fragment
from pipeline.reading.sheet import Token
from pipeline.vietnamese import fold

_SURE = 0.8  # digits under this must be looked at by a person
_DOUBT = 0.5  # the most that digits beside a gap may be trusted
_GAP = 0.75  # line heights; handwriting that OCR did not see leaves a wider gap than a space

# Like "Số: 1918/QĐ-UBND", "1918/QĐ-UBND", "Số:      /QĐ-UBND"
_NUMBER_LINE = re.compile(r"^s[o0] ?[:;.]|^s[o0]$|^s[o0] ?/|\d ?/ ?[a-z]{2}|^/ ?[a-z]{2}")
_NUMBER = re.compile(r"\d{1,5}[a-z]? ?/ ?(?:\d{4} ?/ ?)?[a-z]{2}")
# "Cao Bằng, ngày 07 tháng 10 năm 2020"
_DATE_LINE = re.compile(r"\bngay\b.{0,12}\bthang\b")
_DATE = re.compile(r"ngay (?:0?[1-9]|[12]\d|3[01]) thang (?:0?[1-9]|1[0-2]) nam \d{4}\b")


def doubt_gaps(passage: Passage) -> Passage:
    """Lower the confidence of a head's digits that stand beside a gap too wide for a space."""
    if passage.zone is not Zone.HEAD:
        return passage
    return replace(passage, lines=tuple(map(_doubt_gaps, passage.lines)))


def _doubt_gaps(line: Fragment) -> Fragment:
    if not (_NUMBER_LINE.search(line.folded) or _DATE_LINE.search(line.folded)):
        return line
    doubtful: set[int] = set()
    for (n, left), (_, right) in pairwise(enumerate(line.tokens)):
        if right.bbox.x0 - left.bbox.x1 > _GAP * line.height:
            doubtful |= {index for index in (n, n + 1) if _has_digits(line.tokens[index])}
    if not doubtful:
        return line
    return fragment(
        [
            replace(token, confidence=min(token.confidence or 0.0, _DOUBT))
            if n in doubtful
            else token
            for n, token in enumerate(line.tokens)
        ]
    )


def unreadable(page: int, passages: tuple[Passage, ...]) -> Iterator[Notice]:
    """Say where a head's number or date was written by hand, covered by a stamp or misread."""
    lines = [line for p in passages if p.zone is Zone.HEAD for line in p.lines]
    numbers = [line for line in lines if _NUMBER_LINE.search(line.folded)]
    dates = [line for line in lines if _DATE_LINE.search(line.folded)]
    if page == 1 and lines and not numbers:
        yield Notice(
            "number-unreadable",
            "Không thấy dòng số văn bản ở đầu bản quét: có thể bị dấu che hoặc viết tay. "
            "Hãy xem ảnh trang và nhập số.",
            page,
        )
    for kind, name, found, pattern in (
        ("number-unreadable", "số văn bản", numbers, _NUMBER),
        ("date-unreadable", "ngày ký", dates, _DATE),
    ):
        for line in found[:1]:
            if not pattern.search(fold(line.text)) or _in_doubt(line.tokens):
                yield Notice(
                    kind,
                    f"Không đọc chắc được {name} trên bản quét (“{line.text}”): có thể viết tay, "
                    "hoặc bị dấu che. Hãy xem ảnh trang và nhập lại.",
                    page,
                )


def unsigned(page: int, passages: tuple[Passage, ...]) -> Iterator[Notice]:
    """Say where a seal or a signature covers the signer's name, or part of it."""
    feet = [p for p in passages if p.zone is Zone.FOOT]
    if len(feet) < 2:
        return
    names = [line for line in feet[-1].lines if _is_name(line)]
    if names and not _in_doubt_at_all(names[-1]):
        return
    seen = f" (“{names[-1].text}”)" if names else ""
    yield Notice(
        "signer-unreadable",
        f"Không đọc chắc được họ tên người ký trên bản quét{seen}: có thể bị dấu hoặc chữ ký che. "
        "Hãy xem ảnh trang và nhập lại.",
        page,
    )


def _is_name(line: Fragment) -> bool:
    """Tell a name's line, "Nguyễn Văn Mẫu", from a position's, which stands in capitals."""
    words = [token.text for token in line.tokens]
    return (
        2 <= len(words) <= 6
        and all(word[0].isupper() and word.isalpha() for word in words)
        and not line.text.isupper()
    )


def _in_doubt_at_all(line: Fragment) -> bool:
    spaces = (b.bbox.x0 - a.bbox.x1 for a, b in pairwise(line.tokens))
    unsure = any((t.confidence or 0.0) < _SURE for t in line.tokens)
    return unsure or any(space > _GAP * line.height for space in spaces)


def _in_doubt(tokens: tuple[Token, ...]) -> bool:
    return any(_has_digits(t) and (t.confidence or 0.0) < _SURE for t in tokens)


def _has_digits(token: Token) -> bool:
    return any(map(str.isdigit, token.text))
