"""Numbers of acts as running text has them, and their one normal form: "1918/QĐ-UBND".

Tolerates what domain.md §4 lists: glue ("TT-BCTngày"), blanks ("TT - BCT", "QĐ -UBND"), lost
hyphens ("TTBCT"), Ð and Cyrillic look-alikes, "QD", a slash read as 1 or l, O for 0. Input is NFC
text with its capitals; the result's spans are offsets of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.facts.lexicon import LOWER, UPPER, data
from pipeline.document import Span


@dataclass(frozen=True, slots=True)
class Symbol:
    """One number of an act. ``type`` is "QĐ"; ``bodies`` ("UBND", "HC"); ``clean``: as printed."""

    number: str
    span: Span
    type: str
    bodies: tuple[str, ...]
    year: int | None
    clean: bool


# Same length: Cyrillic and Greek capitals, đ-like letters, look-alike dashes.
_LATIN = str.maketrans(
    "АВЕКМНОРСТУХІЅЈΑΒΕΗΙΚΜΝΟΡΤΥΧΖÐƉ‐‑‒–—−", "ABEKMHOPCTYXISJABEHIKMNOPTYXZĐĐ------"
)
_MISREAD = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5"})
_DIGITS = r"(?=[^/\s]{0,5}\d)[0-9OoIl|S]{1,6}?"


@cache
def _spellings() -> dict[str, str]:
    """Map every spelling of a type or body, upper case, to its normal form."""
    acts = data("acts.toml")
    return {
        form.upper(): row["symbol"]
        for table in ("types", "bodies")
        for row in acts[table]
        for form in (row["symbol"], *row.get("also", ()))
    }


@cache
def _pattern() -> re.Pattern[str]:
    acts = data("acts.toml")
    types = _either(form for row in acts["types"] for form in (row["symbol"], *row.get("also", ())))
    bodies = _either(
        form for row in acts["bodies"] for form in (row["symbol"], *row.get("also", ()))
    )
    thirds = _either(acts["thirds"])
    return re.compile(
        rf"""
        (?<![\d/.,A-ZĐ-]) (?P<digits>{_DIGITS})                   # 1918
        (?: \s?/\s? (?P<year>(?:19|20)\d\d) )?                    # /2014
        (?P<slash> \s?/\s? | \s?-\s?(?=[^\s/]{{1,5}}\s?/) | [lI|1](?=[A-ZĐ]) )
        (?P<type>(?i:{types}))
        (?:                                                      # TT-BCT, TT - BCT, KH/HU
            \s?[-/]\s? (?: (?P<body>(?i:{bodies}))(?![A-ZĐ]) | (?P<other>[A-ZĐ][A-ZĐ&]{{1,9}}) )
          | \s? (?P<glued>(?i:{bodies}))(?![A-ZĐ])                # TTBCT
        )
        (?P<term>\d{{1,2}}(?![\d/]))?                             # UBTVQH14
        (?P<more> (?: -(?:(?i:{bodies})|[A-ZĐ]{{2,7}})(?![{LOWER}{UPPER}])
                    | \s?-\s?(?:{thirds})\b ){{0,3}} )
        """,
        re.VERBOSE,
    )


# "1234/UBND-CT", "567/SCT-QLCN": an official letter bears no type
_LETTER = re.compile(
    r"(?<![\d/.,])(?P<digits>\d{1,5})\s?/\s?(?P<body>UBND|SCT|BCT|CTĐP|HĐBC|VP)\s?-\s?"
    r"(?P<unit>[A-ZĐ]{2,6})\b"
)
# "202/2025/QH15"
_ASSEMBLY = re.compile(
    r"(?<![\d/.,])(?P<digits>\d{1,3})\s?/\s?(?P<year>(?:19|20)\d\d)\s?/\s?QH(?P<term>\d{1,2})\b"
)


def _either(forms: Iterator[str] | list[str]) -> str:
    return "|".join(sorted({re.escape(form) for form in forms}, key=lambda form: -len(form)))


def latin(text: str) -> str:
    """Return the text with look-alike letters and dashes made Latin; same length."""
    return text.translate(_LATIN)


def symbols(text: str) -> Iterator[Symbol]:
    """Yield the numbered acts of a text, in text order."""
    plain = latin(text)
    found = [_symbol(match) for match in _pattern().finditer(plain)]
    found += [
        Symbol(
            f"{m['digits']}/{m['body']}-{m['unit']}",
            _span(m),
            "CV",
            (m["body"], m["unit"]),
            None,
            True,
        )
        for m in _LETTER.finditer(plain)
    ]
    found += [
        Symbol(f"{m['digits']}/{m['year']}/QH{m['term']}", _span(m), "QH", (), int(m["year"]), True)
        for m in _ASSEMBLY.finditer(plain)
    ]
    last = -1
    for each in sorted(found, key=lambda symbol: (symbol.span.start, -symbol.span.end)):
        if each.span.start >= last:
            last = each.span.end
            yield each


def _symbol(match: re.Match[str]) -> Symbol:
    digits = match["digits"].translate(_MISREAD)
    kind = _normal(match["type"])
    written = match["body"] or match["other"] or match["glued"]
    first = _normal(written) + (match["term"] or "")
    more = [_normal(part.strip()) for part in match["more"].split("-") if part.strip()]
    party = match["slash"].strip() == "-"
    year = int(match["year"]) if match["year"] else None
    bodies = (first, *more)
    if party:  # 166-KH/HU: the party's order
        number = f"{digits}-{kind}/{'-'.join(bodies)}"
    else:
        number = "/".join(
            part for part in (digits, match["year"], "-".join((kind, *bodies))) if part
        )
    clean = digits == match["digits"] and match["slash"].strip() in ("/", "-")
    return Symbol(number, _span(match), kind, bodies, year, clean)


def _normal(written: str) -> str:
    return _spellings().get(written.upper(), written.upper())


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())
