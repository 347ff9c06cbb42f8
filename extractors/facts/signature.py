"""A digital signature's printed info: "Ký bởi: …", "Cơ quan: …", "Thời gian ký: 11.04.2024 16:18".

Signing programs print it over the page's head; reading keeps it as an overlay. On scans it is often
the only text layer. It dates the signing and names a body: evidence of its own kind, never the
paper's own number, date or issuer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from extractors.facts.legibility import legibility
from pipeline.document import Document, Span, Zone
from pipeline.extraction import Extractor, Reading
from pipeline.facts import HeadClaim, Mention
from pipeline.vietnamese import fold

_VIETNAM = timezone(timedelta(hours=7))
_PRINTED = 0.9  # whoever can write on the page can write this
_LABELS = r"(?:thoi\sgian\sky(?:\sso)?|ngay\sgio\sky|ngay\sky|gio\sky|signing\stime|date)"

# such as "Thời gian ký: 11.04.2024 16:18:30 +07:00", "Date: 2024.04.09 15:28"
_TIME = re.compile(
    rf"""
    \b{_LABELS}\s?[:.]?\s{{0,3}}
    (?: (?P<day>\d{{1,2}})\s?[./-]\s?(?P<month>\d{{1,2}})\s?[./-]\s?(?P<year>20\d\d)
      | (?P<year2>20\d\d)\s?[./-]\s?(?P<month2>\d{{1,2}})\s?[./-]\s?(?P<day2>\d{{1,2}}) )
    [\s,T]{{1,3}}(?P<hour>\d{{1,2}})\s?[:h.]\s?(?P<minute>\d{{2}})(?:\s?[:.]\s?(?P<second>\d{{2}}))?
    (?: \s?(?P<sign>[+-])\s?(?P<hours>\d{{2}})[:']?(?P<minutes>\d{{2}})?'? )?
    """,
    re.VERBOSE,
)
# such as "Thời gian ký: 16:18:30 11/04/2024"
_CLOCK_FIRST = re.compile(
    rf"\b{_LABELS}\s?[:.]?\s{{0,3}}(?P<hour>\d{{1,2}})[:h](?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?"
    r"[\s,]{1,3}(?:ngay\s)?(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>20\d\d)"
)
# such as "Cơ quan: VĂN PHÒNG CHÍNH PHỦ", "Ký bởi: UBND tỉnh Cao Bằng"
_BODY = re.compile(r"\b(?:co quan|to chuc|don vi)\s?:\s?(?P<body>[^\n:]{4,120})")
_SIGNER = re.compile(r"\b(?:nguoi ky|ky boi|signed by)\s?:\s?(?P<body>[^\n:]{4,120})")


def _extract(reading: Reading) -> Iterator[Mention]:
    document = reading.document
    for block in document.in_zones({Zone.OVERLAY}):
        words = document.quote(block.span)
        folded = fold(words)
        for match in (*_TIME.finditer(folded), *_CLOCK_FIRST.finditer(folded)):
            if (time := _time(match)) is not None:
                span = _at(block.span, match.span())
                yield _claim(document, "signed_at", time.isoformat(), span)
        named = _BODY.search(folded) or _SIGNER.search(folded)
        if named is not None:
            start, end = named.span("body")
            value = " ".join(words[start:end].split()).strip(" .,;")
            yield _claim(document, "signed_by", value, _at(block.span, (start, end)))


def _at(block: Span, span: tuple[int, int]) -> Span:
    return Span(block.start + span[0], block.start + span[1])


def _claim(document: Document, field: str, value: str, span: Span) -> Mention:
    read = legibility(document, span)
    trust = _PRINTED if read is None else min(_PRINTED, read)
    return Mention(
        HeadClaim(field, value), span, round(trust, 3), EXTRACTOR.label, (("overlay", span),)
    )


def _time(match: re.Match[str]) -> datetime | None:
    """Return the moment that a printed time names; without a zone it is Vietnam's."""
    part = match.groupdict()
    year, month, day = (
        int(part[name] or part.get(f"{name}2") or 0) for name in ("year", "month", "day")
    )
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    zone = _VIETNAM
    if part.get("sign"):
        offset = timedelta(hours=int(part["hours"]), minutes=int(part["minutes"] or 0))
        zone = timezone(-offset if part["sign"] == "-" else offset)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


EXTRACTOR = Extractor("signature", 1, _extract)
