"""HTML bytes in, what a reader sees out: lines and tables in order, with the place each stands in.

Scripts, styles and hidden parts are left out. Hostile pages are cut before they are parsed: what
is too long is shortened, what is nested too deep is flattened; no page costs more than seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import lxml.html
from lxml import etree

from pipeline.reading import acts, charset
from pipeline.reading.bars import is_header
from pipeline.reading.charset import Decoded
from pipeline.reading.flow import Grid, GridCell, tidy

_MOST_RAW = 128 << 20  # bytes looked at; scripts are thrown away first
_MOST = 2 << 20  # bytes parsed
_DEEPEST = 100  # levels kept of a page that libxml2 finds too deep
_MOST_SPAN = 100  # columns or rows one cell may cover
_MOST_CELLS = 50_000
_LONG_CELL = 1200  # characters; a cell this long is a column of the page, not of a table
_SHORT_CELL = 250  # and one longer than this, with several paragraphs

_UNSEEN = frozenset((
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "select",
    "option", "button", "textarea", "datalist", "math", "audio", "video", "canvas", "map",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_RAW = re.compile(rb"<(script|style|noscript|svg)\b", re.IGNORECASE)
_RAW_ENDS = {
    tag: re.compile(rb"</" + tag + rb"\s*>", re.IGNORECASE)
    for tag in (b"script", b"style", b"noscript", b"svg")
}
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr", "p", "li", "dd", "dt",
))  # fmt: skip

# Like <meta charset="windows-1258"> and <?xml encoding="utf-8"?>
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_SPACES = re.compile(r"\s+")  # a line's end in the source is a blank on the page
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a table as shown, and the element it stands in; ``linked`` is 0..1 of its text."""

    text: str
    node: lxml.html.HtmlElement
    linked: float = 0.0
    grid: Grid | None = None

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self.text.split())


class Markup(NamedTuple):
    """A parsed page; ``cut`` where its end was left out."""

    tree: lxml.html.HtmlElement
    decoded: Decoded
    cut: bool


def parse(data: bytes) -> Markup:
    """Parse a page of any size, depth and encoding. Raises ``ValueError`` where it is empty."""
    cut = len(data) > _MOST_RAW
    data = data[:_MOST_RAW] if cut else data
    declared = _DECLARED.search(data[:4096])
    if len(data) > _MOST:
        data = _without_raw(data)
        cut = cut or len(data) > _MOST
        data = data[: max(data.rfind(b">", 0, _MOST) + 1, _MOST // 2)] if cut else data
    decoded = charset.decode(data, declared[1].decode("ascii") if declared else None, mend=False)
    tree, deep = _tree(decoded.text)
    if deep:
        tree, _ = _tree(_flattened(decoded.text))
    return Markup(tree, _mended(tree, decoded), cut)


def _tree(text: str) -> tuple[lxml.html.HtmlElement, bool]:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_pis=True, no_network=True, recover=True)
    try:
        tree = lxml.html.document_fromstring(text.replace("\x00", "").encode(), parser=parser)
    except etree.ParserError as error:
        raise ValueError("nothing in it") from error
    return tree, any("depth" in error.message for error in parser.error_log)


def _without_raw(data: bytes) -> bytes:
    """Drop scripts and styles, whatever they hold; one that never ends runs to the end."""
    kept, at = [], 0
    while (start := _RAW.search(data, at)) is not None:
        kept.append(data[at : start.start()])
        end = _RAW_ENDS[start[1].lower()].search(data, start.end())
        at = end.end() if end else len(data)
    kept.append(data[at:])
    return b"".join(kept)


def _flattened(text: str) -> str:
    """Leave out the tags of elements nested deeper than anybody writes, and keep their words."""
    depth = 0

    def shallow(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag["name"].lower() in _VOID:
            return tag.group()
        if tag["close"]:
            depth = max(depth - 1, 0)
            return tag.group() if depth < _DEEPEST else " "
        depth += 1
        return tag.group() if depth <= _DEEPEST else " "

    return _TAG.sub(shallow, text)


def _mended(tree: lxml.html.HtmlElement, decoded: Decoded) -> Decoded:
    """Convert letters that stood as entities of another encoding: 'c&laquo;ng nghi&Ouml;p'."""
    body = tree.find("body")
    text = "\n".join((tree if body is None else body).itertext(etree.Element))[:400_000]
    found = charset.repair(text).encoding
    if found not in {"tcvn3", "vni"}:
        return decoded
    for node in tree.iter(etree.Element):
        node.text = charset.convert(node.text, found) if node.text else node.text
        node.tail = charset.convert(node.tail, found) if node.tail else node.tail
    return Decoded(decoded.text, found, decoded.lossy)


# --- what is shown --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """Words gathered until a block ends, with how many of their characters are links."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(_SPACES.sub(" ", text))
            self.linked += len(text.strip()) if self.links else 0

    def take(self, node: lxml.html.HtmlElement) -> Iterator[Piece]:
        text = tidy("".join(self.parts))
        if text:
            yield Piece(text, node, min(1.0, self.linked / len(text)))
        self.parts, self.linked = [], 0


def pieces(tree: lxml.html.HtmlElement) -> Iterator[Piece]:
    """Yield the lines and tables of a page in order, each with the element that holds it."""
    body = tree.find("body")
    line = _Line()
    root = tree if body is None else body
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    holder = root
    for event, node in walk:
        if event == "comment":
            line.add(node.tail)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "end":
            if tag in _BLOCKS:
                yield from line.take(node)
                holder = node.getparent() if node.getparent() is not None else root
            line.links -= tag == "a"
            line.add(node.tail if node is not root else None)
            continue
        line.links += tag == "a"
        if tag in _BLOCKS:
            yield from line.take(holder)
            holder = node
        if tag in _UNSEEN or is_hidden(node):
            walk.skip_subtree()
        elif tag == "table" and (shown := _table(node)) is not None:
            yield from shown
            walk.skip_subtree()
        elif tag != "br":
            line.add(node.text)
    yield from line.take(root)


def is_hidden(node: lxml.html.HtmlElement) -> bool:
    """Tell whether an element says of itself that it isn't shown."""
    return node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))


def _table(table: lxml.html.HtmlElement) -> list[Piece] | None:
    """Return a table's grid, or a decision's head by columns; None where it is only layout."""
    if table.find(".//table") is not None:
        return None
    placed = list(_cells(table))
    grid = Grid(tuple(cell for cell, _ in placed))
    text = " ".join(cell.text for cell, _ in placed if cell.text)
    if placed and (acts.is_head(grid) or acts.is_foot(grid)):
        columns = sorted(placed, key=lambda item: (item[0].column, item[0].row))
        return [Piece(line, node) for _, node in columns for line in lines_of(node)]
    filled = [cell for cell in grid.cells if cell.text]
    if grid.columns < 2 or grid.rows < 2 or len(filled) < 3:
        return None
    if not is_header([cell.text for cell in filled if cell.row == 0]) and _lays_out(placed):
        return None
    links = sum(len(tidy("".join(a.itertext()))) for a in table.iter("a"))
    captions = [
        Piece(line, node) for node in table.iterchildren("caption") for line in lines_of(node)
    ]
    return [*captions, Piece(text, table, min(1.0, links / len(text)), grid)]


def _lays_out(placed: Sequence[tuple[GridCell, lxml.html.HtmlElement]]) -> bool:
    """Tell whether cells are the columns of a page: with headings, lists or long texts in them."""
    return any(
        len(cell.text) > _LONG_CELL
        or next(node.iter("h1", "h2", "h3", "h4", "ul", "form"), None) is not None
        or (len(cell.text) > _SHORT_CELL and len(lines_of(node)) >= 4)
        for cell, node in placed
    )


def _cells(table: lxml.html.HtmlElement) -> Iterator[tuple[GridCell, lxml.html.HtmlElement]]:
    """Yield a table's cells at their rows and columns, spans counted."""
    taken: set[tuple[int, int]] = set()
    rows = [row for row in table.iter("tr") if not is_hidden(row)]
    for y, row in enumerate(rows):
        x = 0
        for node in row.iterchildren("td", "th"):
            while (y, x) in taken:
                x += 1
            colspan = _span(node, "colspan")
            rowspan = min(_span(node, "rowspan"), len(rows) - y)
            if len(taken) > _MOST_CELLS:
                return
            taken.update((y + j, x + i) for j in range(rowspan) for i in range(colspan))
            yield GridCell(" ".join(lines_of(node)), y, x, rowspan, colspan), node
            x += colspan


def _span(node: lxml.html.HtmlElement, name: str) -> int:
    written = (node.get(name) or "1").strip()
    return min(max(int(written), 1), _MOST_SPAN) if written.isdecimal() and len(written) < 9 else 1


def lines_of(cell: lxml.html.HtmlElement) -> list[str]:
    """Return the lines within a cell, as breaks and paragraphs part them."""
    parts: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, node in walk:
        if node.tag in _BLOCKS:
            parts.append("\n")
        if event == "start" and (node.tag in _UNSEEN or is_hidden(node)):
            walk.skip_subtree()
        else:
            text = node.text if event == "start" else node.tail if node is not cell else None
            parts.append(_SPACES.sub(" ", text or ""))
    return [line for line in map(tidy, "".join(parts).split("\n")) if line]
