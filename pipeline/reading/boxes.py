"""Boxes beside an article: menus, other articles, comment forms; told by name and by heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import lxml.html

from pipeline.reading import furniture
from pipeline.reading.markup import Piece

_MOST_HEADINGS = 40  # headings of other articles looked at on one page
_NEAR = 60  # pieces that a box may hold before and after its heading
_MAIN = 0.5  # share of a page's running text from which a weakly named box is the page's main one
_LINKED = 0.6

_TAGS = frozenset({"nav", "aside", "footer"})
# Like class="tin-lien-quan", id="sidebar", class="breadcrumb": never the article's.
_STRONG = re.compile(
    r"(?:^|[\s_-])(?:related|(?:tin-?)?lien-?quan|tin-?khac|other-?news|news-?other|doc-?nhieu"
    r"|most-?(?:read|view)|xem-?nhieu|same-?category|cung-?chuyen-?muc|side-?bar|aside|comments?"
    r"|binh-?luan|respond|bread-?crumbs?|menu|nav|navbar|navigation|foot|footer|quang-?cao|advert\w*"
    r"|weather|thoi-?tiet|pagination|paging|copyright|cookie\w*|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Like class="box-news", class="widget": the article's only where it holds most of the page.
_WEAK = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|socials?|banner|adv|ads?|tags?|tag-?list|widget\w*|tin-?moi"
    r"|toolbar|print-?tools|box-?news|news-?box|popup|modal|search|hot-?news|subscribe|newsletter"
    r"|rating|topbar|top-?bar|marquee|ticker)(?:$|[\s_-])",
    re.IGNORECASE,
)


def beside(pieces: Sequence[Piece], heading: int | None) -> set[int]:
    """Return the pieces that stand in boxes beside the article, never the headline's own."""
    node = pieces[heading].node if heading is not None else None
    path = {node, *node.iterancestors()} if node is not None else set()
    return _in_named(pieces, path) | _under_headings(pieces, path)


def _in_named(pieces: Sequence[Piece], path: set[lxml.html.HtmlElement]) -> set[int]:
    """Return pieces in elements that name themselves something else than the article."""
    held = _running_text(pieces)
    total = sum(len(piece.text) for piece in pieces if piece.linked < _LINKED)
    known: dict[lxml.html.HtmlElement, bool] = {}

    def is_side(node: lxml.html.HtmlElement) -> bool:
        if node in path or node.tag in {"html", "body", "form"}:
            return False
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if node.tag in _TAGS or _STRONG.search(name):
            return True
        return bool(_WEAK.search(name)) and held[node] < _MAIN * total

    def inside(node: lxml.html.HtmlElement) -> bool:
        passed = []
        found = False
        for above in _upwards(node):
            if above in known:
                found = known[above]
                break
            passed.append(above)
            if is_side(above):
                found = True
                break
        known.update(dict.fromkeys(passed, found))
        return found

    return {n for n, piece in enumerate(pieces) if inside(piece.node)}


def _running_text(pieces: Sequence[Piece]) -> Counter[lxml.html.HtmlElement]:
    """Count the characters of running text that each element holds."""
    held: Counter[lxml.html.HtmlElement] = Counter()
    for piece in pieces:
        if piece.linked < _LINKED:
            for node in _upwards(piece.node):
                held[node] += len(piece.text)
    return held


def _upwards(node: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    yield node
    yield from node.iterancestors()


def _under_headings(pieces: Sequence[Piece], path: set[lxml.html.HtmlElement]) -> set[int]:
    """Return pieces in boxes that a heading like 'Tin liên quan' opens."""
    headings = (n for n, piece in enumerate(pieces) if furniture.heads_teasers(piece.text))
    found: set[int] = set()
    for n in islice(headings, _MOST_HEADINGS):
        near = range(max(0, n - _NEAR), min(len(pieces), n + _NEAR))
        box, held = pieces[n].node, [n]
        while len(held) == 1 and box not in path and box.getparent() is not None:
            box = box.getparent()
            within = set(box.iter())
            held = [at for at in near if pieces[at].node in within]
        if held[0] == n and len(held) > 1 and box not in path and box.tag != "body":
            found.update(held)
    return found
