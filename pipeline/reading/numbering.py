"""Word's list numbers, which stand nowhere in the text: 'Điều 1.', '1', 'a)' as shown on paper.

A serial number in an award list is often such a label, and a decision's articles may be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

_DEEPEST = 9  # levels of a list, by the file format
_MOST = 100_000
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts a document's lists as its paragraphs come by, in order."""

    def __init__(self, part: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._by_style = _style_numbers(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if part is not None:
            self._load(part)

    def _load(self, part: etree._Element) -> None:
        abstracts = {
            node.get(qn("w:abstractNumId"), ""): _levels(node)
            for node in part.iterchildren(qn("w:abstractNum"))
        }
        for node in part.iterchildren(qn("w:num")):
            number = node.get(qn("w:numId"), "")
            abstract = _value(node.find(qn("w:abstractNumId"))) or ""
            levels = dict(abstracts.get(abstract, {}))
            restarted = False
            for override in node.iterchildren(qn("w:lvlOverride")):
                restarted = True
                depth = int(override.get(qn("w:ilvl"), "0"))
                start = _value(override.find(qn("w:startOverride")))
                if start is not None and start.isdecimal() and depth in levels:
                    level = levels[depth]
                    levels[depth] = _Level(level.form, level.text, int(start))
            self._lists[number] = levels
            # Lists of one abstract definition go on counting, unless one starts anew.
            self._abstract[number] = f"{abstract}/{number}" if restarted else abstract

    def label(self, paragraph: etree._Element) -> str:
        """Count a paragraph and return what stands before it: '1', 'Điều 2.', '-', or nothing."""
        number, depth = self._place(paragraph)
        levels = self._lists.get(number, {})
        if depth not in levels:
            return ""
        counts = self._counts[self._abstract[number]]
        counts[depth] = min(counts.get(depth, levels[depth].start - 1) + 1, _MOST)
        for below in range(depth + 1, _DEEPEST):
            counts.pop(below, None)
        if levels[depth].form == "bullet":
            return "-"
        return _PLACE.sub(lambda at: _shown(int(at[1]) - 1, levels, counts), levels[depth].text)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        named = self._by_style.get(_value(properties.find(qn("w:pStyle"))) or "", ("", 0))
        own = properties.find(qn("w:numPr"))
        if own is None:
            return named
        number = _value(own.find(qn("w:numId")))
        depth = _value(own.find(qn("w:ilvl")))
        at = int(depth) if depth and depth.isdecimal() else named[1]
        return (number if number is not None else named[0]), min(at, _DEEPEST - 1)


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    found = {}
    for node in abstract.iterchildren(qn("w:lvl")):
        depth = node.get(qn("w:ilvl"), "0")
        start = _value(node.find(qn("w:start"))) or "1"
        found[int(depth) if depth.isdecimal() else 0] = _Level(
            form=_value(node.find(qn("w:numFmt"))) or "decimal",
            text=_value(node.find(qn("w:lvlText"))) or "",
            start=int(start) if start.isdecimal() else 1,
        )
    return found


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles.iterchildren(qn("w:style")) if styles is not None else ():
        own = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number = _value(own.find(qn("w:numId"))) if own is not None else None
        if own is not None and number:
            depth = _value(own.find(qn("w:ilvl"))) or "0"
            at = int(depth) if depth.isdecimal() else 0
            found[style.get(qn("w:styleId"), "")] = (number, at)
    return found


def _shown(depth: int, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    number = counts.get(depth, level.start)
    if level.form in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if level.form == "upperRoman" else roman.lower()
    if level.form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26) * (1 + (number - 1) // 26 % 9)
        return letter if level.form == "upperLetter" else letter.lower()
    if level.form == "decimalZero":
        return f"{number:02}"
    return "" if level.form == "none" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    letters = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters.append(sign * count)
    return "".join(letters)


def _value(node: etree._Element | None) -> str | None:
    return None if node is None else node.get(qn("w:val"))
