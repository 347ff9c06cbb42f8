"""Which pieces of a page are its article: trafilatura's opinion, and the container it points to.

trafilatura finds running text well and drops tables, heads of decisions and short lines. So its
text is only evidence: the smallest element that holds nearly all of it is taken for the article,
and all that stands in it is the article's, save lists of links and boxes that name themselves.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import lxml.html
from rapidfuzz import fuzz

from pipeline.document import Zone
from pipeline.reading import furniture, stamps
from pipeline.reading.furniture import plain
from pipeline.reading.markup import Piece

_MOST_NODES = 40_000  # beyond this trafilatura takes longer than a page is worth
_ENOUGH = 200  # characters of text below which trafilatura has found nothing
_HOLDS = 0.9  # share of the text an element must hold to be the article's
_LINKED = 0.6  # share of links from which a line is a list's
_MOST_BOXES = 40  # headings of other articles looked at on one page
_ABOVE = 4  # pieces above the headline that may hold the article's stamp

# Like class="tin-lien-quan", id="sidebar", class="breadcrumb": boxes that name themselves.
_SIDE = re.compile(
    r"(?:^|[\s_-])(?:related|lien-?quan|tin-?khac|tin-?moi|other-?news|news-?other|most-?(?:read|view)"
    r"|doc-?nhieu|xem-?nhieu|side-?bar|aside|comments?|binh-?luan|respond|share|sharing|socials?"
    r"|bread-?crumbs?|menu|nav|navbar|navigation|foot|footer|banner|quang-?cao|adv|ads?|advert\w*"
    r"|tags?|tag-?list|widget\w*|weather|thoi-?tiet|pagination|paging|copyright|toolbar|print-?tools"
    r"|box-?news|news-?box|popup|modal|cookie\w*|login|search|hot-?news|subscribe|newsletter|rating"
    r"|bottom|topbar|top-?bar|marquee|ticker)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Like class="wp-caption-text" and class="sapo".
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|image-?desc|chu-?thich)", re.IGNORECASE)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:sapo|hometext|standfirst|lead)(?:$|[\s_-])", re.IGNORECASE
)
_SIDE_TAGS = frozenset({"nav", "aside", "footer"})
_HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pieces are the article's, by their numbers in order, and which of them its headline."""

    own: tuple[int, ...]
    title: int | None = None


def choose(tree: lxml.html.HtmlElement, pieces: Sequence[Piece], title: str | None) -> Choice:
    """Choose the article's pieces; ``title`` is the headline the page's metadata names."""
    sides = _Sides()
    matched = _matched(tree, pieces)
    if not matched:
        matched = {
            n
            for n, piece in enumerate(pieces)
            if piece.linked < _LINKED
            and (piece.words >= 8 or piece.grid)
            and not sides.holds(piece)
        }
    if not matched:
        return Choice(tuple(range(len(pieces))), _headline(pieces, title, len(pieces)))
    root = _container(tree, pieces, matched)
    within = set(root.iter())
    inside = [n for n, piece in enumerate(pieces) if piece.node in within]
    boxed = _boxed(pieces, matched, root)
    matched -= boxed
    heading = _headline(pieces, title, min(matched, default=min(inside)))
    first = min(inside)
    if heading is not None:
        first = min(first, heading)
    among = [n for n in range(first, max(inside) + 1) if n == heading or n not in boxed]
    kept = _kept(pieces, matched, root, among, heading)
    return Choice(_with_stamps_above(pieces, kept, heading), heading)


class _Sides:
    """Remembers which elements stand in a box beside the article."""

    def __init__(self) -> None:
        self._known: dict[lxml.html.HtmlElement, bool] = {}

    def holds(self, piece: Piece, below: lxml.html.HtmlElement | None = None) -> bool:
        """Tell whether a piece stands in such a box, counting only boxes within ``below``."""
        passed = []
        node = piece.node
        found = False
        while node is not None and node is not below and node.tag not in {"html", "body"}:
            if (known := self._known.get(node)) is not None:
                found = known
                break
            passed.append(node)
            if is_side(node):
                found = True
                break
            node = node.getparent()
        for seen in passed:
            self._known[seen] = found
        return found


def is_side(node: lxml.html.HtmlElement) -> bool:
    """Tell whether an element names itself a menu, a list of other articles or a form."""
    if node.tag in _SIDE_TAGS:
        return True
    return bool(_SIDE.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def zone_named(node: lxml.html.HtmlElement) -> Zone | None:
    """Return the zone that a text's element names itself: a caption, a standfirst."""
    for above in (node, *islice(node.iterancestors(), 2)):
        name = f"{above.get('class') or ''} {above.get('id') or ''}"
        if above.tag == "figcaption" or _CAPTION.search(name):
            return Zone.CAPTION
        if _STANDFIRST.search(name):
            return Zone.STANDFIRST
    return None


def _matched(tree: lxml.html.HtmlElement, pieces: Sequence[Piece]) -> set[int]:
    """Return the pieces that trafilatura takes for the article's."""
    text = _opinion(tree)
    if len(text) < _ENOUGH:
        return set()
    lines = {_key(line) for line in re.split(r"[\n|]", text)}
    whole = _key(text) if len(text) < 200_000 else ""
    return {
        n
        for n, piece in enumerate(pieces)
        if piece.grid is None
        and (key := _key(piece.text))
        and (key in lines or (len(key) >= 30 and key in whole))
    }


def _opinion(tree: lxml.html.HtmlElement) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extracted

    if sum(1 for _ in tree.iter()) > _MOST_NODES:
        return ""
    scratch = copy.deepcopy(tree)
    for cell in scratch.iter("td", "th"):
        # A cell said to span 99999 rows would be written out that often.
        cell.attrib.pop("rowspan", None)
        cell.attrib.pop("colspan", None)
    found = bare_extraction(scratch, include_comments=False, include_tables=True, favor_recall=True)
    return (found.text or "") if isinstance(found, Extracted) else ""


def _key(line: str) -> str:
    return re.sub(r"\W+", "", line).lower()


def _container(
    tree: lxml.html.HtmlElement, pieces: Sequence[Piece], matched: set[int]
) -> lxml.html.HtmlElement:
    """Return the smallest element that holds nearly all of the matched text."""
    held: Counter[lxml.html.HtmlElement] = Counter()
    for n in matched:
        node = pieces[n].node
        while node is not None:
            held[node] += len(pieces[n].text)
            node = node.getparent()
    node = tree
    while True:
        below = max(node, key=lambda child: held[child], default=None)
        if below is None or held[below] < _HOLDS * held[tree]:
            return node
        node = below


def _boxed(pieces: Sequence[Piece], matched: set[int], root: lxml.html.HtmlElement) -> set[int]:
    """Return pieces in boxes within the article that a heading like 'Tin liên quan' opens."""
    text = sum(len(pieces[n].text) for n in matched)
    found: set[int] = set()
    headings = (n for n, piece in enumerate(pieces) if furniture.heads_teasers(piece.text))
    for n in islice(headings, _MOST_BOXES):
        piece = pieces[n]
        box, held = piece.node, {n}
        while len(held) == 1 and box is not root and box.getparent() is not None:
            box = box.getparent()
            near = range(max(0, n - 40), min(len(pieces), n + 40))
            held = {at for at in near if _within(pieces[at].node, box)}
        if box is not root and sum(len(pieces[at].text) for at in held & matched) < text / 2:
            found |= held
    return found


def _within(node: lxml.html.HtmlElement, root: lxml.html.HtmlElement) -> bool:
    return node is root or any(above is root for above in node.iterancestors())


def _headline(pieces: Sequence[Piece], title: str | None, before: int) -> int | None:
    """Find the headline: what the metadata calls so, else the last h1 above the text."""
    if title:
        scores = [
            (fuzz.ratio(plain(title), plain(piece.text)), piece.node.tag in _HEADINGS, -n)
            for n, piece in enumerate(pieces[: before + 3])
            if piece.grid is None and 3 <= piece.words <= 60
        ]
        best = max(scores, default=(0.0, False, 0))
        if best[0] >= 85:
            return -best[2]
    above = [
        n
        for n, piece in enumerate(pieces[: before + 1])
        if piece.node.tag == "h1" and piece.words >= 3
    ]
    return above[-1] if above else None


def _kept(
    pieces: Sequence[Piece],
    matched: set[int],
    root: lxml.html.HtmlElement,
    among: Sequence[int],
    heading: int | None,
) -> list[int]:
    """Leave out lists of links and boxes that are something else."""
    sides = _Sides()
    kept = []
    for n in among:
        piece = pieces[n]
        if (
            n == heading
            or (n in matched and piece.linked < _LINKED)
            or (piece.linked < _LINKED and not sides.holds(piece, below=root))
        ):
            kept.append(n)
    return kept


def _with_stamps_above(
    pieces: Sequence[Piece], kept: list[int], heading: int | None
) -> tuple[int, ...]:
    """Add a stamp that stands right above the headline."""
    if heading is None:
        return tuple(kept)
    above = [
        n
        for n in range(max(0, heading - _ABOVE), heading)
        if n not in kept and stamps.stamp_of(pieces[n].text) is not None
    ]
    return tuple(sorted({*above, *kept}))
