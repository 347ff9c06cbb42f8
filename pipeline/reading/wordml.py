"""A DOCX's body in, its lines and tables out, in document order, as Word shows them.

Merged cells become spans, the two columns of a decision's head and foot lines column by column,
list numbers text, and codes of fonts from before Unicode letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from docx.oxml.ns import qn
from lxml import etree

from pipeline.reading import acts, charset
from pipeline.reading.flow import Grid, GridCell, tidy
from pipeline.reading.numbering import Numbering

_MOST_SPAN = 100  # columns one cell may cover
_GAP = re.compile(r"\t+| {4,}")  # parts two columns where there is no table for them

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _BOX = qn("w:r"), qn("w:txbxContent")
# What holds blocks, rows or cells without being one: content controls, custom XML, insertions.
_WRAPPERS = frozenset(
    {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo")}
)
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",  # in a font of TCVN3 it is the letter ư
}
_PROPERTIES = qn("w:rPr")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Parts of a paragraph that are not shown: what was moved away or deleted, field codes, old forms.
_SKIPPED = frozenset(
    {qn("w:moveFrom"), qn("w:del"), qn("w:instrText"), qn("w:pPr"), _PROPERTIES, _FALLBACK}
)


@dataclass(slots=True)
class _Merged:
    """A cell that may grow downwards while rows are read."""

    row: int
    column: int
    colspan: int
    lines: list[str]
    rowspan: int = 1


@dataclass(slots=True)
class Body:
    """Reads one document; ``legacy`` collects the encodings of old fonts it met.

    ``fonts`` maps a style's id to its font, and "" to the document's default; ``encoding`` is the
    one before Unicode that the whole text is in, whatever its fonts say.
    """

    numbering: Numbering
    fonts: dict[str, str]
    encoding: str | None = None
    legacy: set[str] = field(default_factory=set)

    def items(self, container: etree._Element) -> Iterator[str | Grid]:
        """Yield the lines and tables of a body, a header or a text box."""
        for node in _blocks(container):
            if node.tag == _P:
                yield from self._paragraph(node)
            else:
                yield from self._table(node)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str | Grid]:
        for line in self._lines(paragraph):
            parts = [part for part in map(tidy, _GAP.split(line)) if part]
            if len(parts) == 2 and acts.are_columns(*parts):
                yield from parts
            elif parts:
                yield " ".join(parts)
        for box in _boxes(paragraph):
            yield from self.items(box)

    def _lines(self, paragraph: etree._Element) -> list[str]:
        """Return a paragraph's lines with its list number, old letters converted."""
        label = self.numbering.label(paragraph)
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        default = self.fonts.get(style.get(qn("w:val"), "") if style is not None else "")
        runs: list[list[str]] = []
        for run in _runs(paragraph):
            font, text = self._font(run, default), _text_of(run)
            if runs and runs[-1][0] == font:
                runs[-1][1] += text
            elif text:
                runs.append([font, text])
        text = "".join(self._shown(font, text) for font, text in runs)
        if not any(self._encoding(font) for font, _ in runs):
            said = charset.repair(text)
            self.legacy.update({said.encoding} & charset.LEGACY)
            text = said.text
        return f"{label} {text}".strip(" ").split("\n") if label else text.split("\n")

    def _font(self, run: etree._Element, default: str | None) -> str:
        properties = run.find(_PROPERTIES)
        own = _font_of(properties)
        if own is None and properties is not None:
            style = properties.find(qn("w:rStyle"))
            own = self.fonts.get(style.get(qn("w:val"), "")) if style is not None else None
        return own or default or self.fonts.get("", "")

    def _shown(self, font: str, text: str) -> str:
        encoding = self._encoding(font)
        if encoding is None:
            return text
        if not text.isascii():
            self.legacy.add(encoding)
        if charset.font_encoding(font) is None:
            return text if charset.is_unicode(text) else charset.convert(text, encoding)
        return charset.from_font(text, font)

    def _encoding(self, font: str) -> str | None:
        return charset.font_encoding(font) or self.encoding

    def _table(self, table: etree._Element) -> Iterator[str | Grid]:
        placed = list(self._cells(table))
        grid = Grid(tuple(cell for cell, _ in placed))
        if not any(cell.text for cell in grid.cells):
            return
        if grid.columns == 1 or acts.is_head(grid) or acts.is_foot(grid):
            for _, lines in sorted(placed, key=lambda item: (item[0].column, item[0].row)):
                yield from lines
            return
        yield grid

    def _cells(self, table: etree._Element) -> Iterator[tuple[GridCell, list[str]]]:
        """Yield cells with their lines; a cell merged downwards stands once, at its top."""
        open_cells: dict[int, _Merged] = {}
        cells: list[_Merged] = []
        for y, row in enumerate(_rows(table)):
            x = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
            for node in _children(row, _TC):
                span = max(_number(node.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1), 1)
                merge = node.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                above = open_cells.pop(x, None)
                if merge is not None and above is not None and _goes_on(merge):
                    above.rowspan += 1
                    open_cells[x] = above
                else:
                    cell = _Merged(y, x, span, self._cell_lines(node))
                    cells.append(cell)
                    if merge is not None:
                        open_cells[x] = cell
                x += span
        for cell in cells:
            text = " ".join(cell.lines)
            yield GridCell(text, cell.row, cell.column, cell.rowspan, cell.colspan), cell.lines

    def _cell_lines(self, cell: etree._Element) -> list[str]:
        lines: list[str] = []
        for item in self.items(cell):
            if isinstance(item, Grid):
                lines.extend(inner.text for inner in item.cells if inner.text)
            else:
                lines.append(item)
        return lines


# --- the format's own ways ------------------------------------------------------------------------


def encoding_of(body: etree._Element) -> str | None:
    """Name the encoding before Unicode that a body's letters are in as a whole, else None."""
    parts = (node.text or "" for node in islice(body.iter(qn("w:t")), 20_000))
    found = charset.repair("\n".join(parts)).encoding
    return found if found in charset.LEGACY else None


def fonts_of(styles: etree._Element | None) -> dict[str, str]:
    """Map each style's id to the font it sets or takes over from the style it is based on."""
    if styles is None:
        return {}
    own: dict[str, str | None] = {}
    bases: dict[str, str] = {}
    for style in styles.iterchildren(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        own[name] = _font_of(style.find(_PROPERTIES))
        bases[name] = _value(style.find(qn("w:basedOn"))) or ""
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}:
            bases.setdefault("", name)
    default = _font_of(styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{_PROPERTIES}"))
    fonts = {name: _inherited(name, own, bases) or default or "" for name in own}
    fonts[""] = fonts.get(bases.get("", ""), default or "")
    return fonts


def _inherited(name: str, own: dict[str, str | None], bases: dict[str, str]) -> str | None:
    for _ in range(20):
        if not name or own.get(name):
            break
        name = bases.get(name, "")
    return own.get(name)


def _font_of(properties: etree._Element | None) -> str | None:
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    if fonts is None:
        return None
    return fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    for node in container.iterchildren():
        if node.tag in {_P, _TBL}:
            yield node
        elif node.tag in _WRAPPERS:
            yield from _blocks(node)


def _children(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in node.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _children(table, _TR):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield row


def _runs(node: etree._Element) -> Iterator[etree._Element]:
    """Yield a paragraph's shown runs in order, those in links and fields too, not in text boxes."""
    for child in node.iterchildren():
        if child.tag == _RUN:
            if not _is_vanished(child):
                yield child
        elif child.tag not in _SKIPPED and child.tag not in {_BOX, _P}:
            yield from _runs(child)


def _is_vanished(run: etree._Element) -> bool:
    vanish = run.find(f"{_PROPERTIES}/{qn('w:vanish')}")
    return vanish is not None and _is_on(vanish)


def _text_of(run: etree._Element) -> str:
    parts = []
    for node in run.iterchildren():
        if node.tag == qn("w:t"):
            parts.append("".join(map(str, node.itertext())))
        elif node.tag in _SIGNS and node.get(qn("w:type")) not in {"page", "column"}:
            parts.append(_SIGNS[node.tag])
    text = "".join(parts)
    caps = run.find(f"{_PROPERTIES}/{qn('w:caps')}")
    return text.upper() if caps is not None and _is_on(caps) else text


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes anchored in a paragraph, once each: old readers get a copy besides."""
    for box in paragraph.iter(_BOX):
        above = [node.tag for node in box.iterancestors()]
        inner = above.index(_P) if _P in above else len(above)
        if _FALLBACK not in above and _BOX not in above[:inner]:
            yield box


def _goes_on(merge: etree._Element) -> bool:
    return merge.get(qn("w:val"), "continue") == "continue"


def _is_on(flag: etree._Element) -> bool:
    return flag.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _number(node: etree._Element | None, default: int) -> int:
    written = _value(node)
    if written is None or not written.isdecimal():
        return default
    return min(int(written[:9]), _MOST_SPAN)


def _value(node: etree._Element | None) -> str | None:
    return None if node is None else node.get(qn("w:val"))
