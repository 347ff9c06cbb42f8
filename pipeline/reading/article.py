"""Which pieces of a page are its article: trafilatura's opinion, and the container it points to.

trafilatura finds running text well and drops tables, heads of decisions and short lines. So its
text is only evidence: the smallest element that holds nearly all of it is taken for the article,
and all that stands in it is the article's, save lists of links and what stands in boxes beside it.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import lxml.html
from rapidfuzz import fuzz

from pipeline.document import Zone
from pipeline.reading import boxes, stamps
from pipeline.reading.furniture import plain
from pipeline.reading.markup import Piece

_MOST_NODES = 40_000  # beyond this trafilatura takes longer than a page is worth
_ENOUGH = 200  # characters of text below which trafilatura has found nothing
_HOLDS = 0.9  # share of the text an element must hold to be the article's
_MOST_OF = 0.5  # share that is enough where it also holds the headline
_LINKED = 0.6  # share of links from which a line is a list's
_FIRST_PIECES = 400  # a headline stands among so many
_ABOVE = 4  # pieces above the headline that may hold the article's stamp

# Like class="wp-caption-text" and class="sapo".
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|image-?desc|chu-?thich)", re.IGNORECASE)
_TITLE = re.compile(r"(?:^|[\s_-])(?:(?:\w+-)?title|tieu-?de|headline)(?:$|[\s_-])", re.IGNORECASE)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:sapo|hometext|standfirst|lead)(?:$|[\s_-])", re.IGNORECASE
)
_HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pieces are the article's, by their numbers in order, and which of them its headline."""

    own: tuple[int, ...]
    title: int | None = None


def choose(tree: lxml.html.HtmlElement, pieces: Sequence[Piece], title: str | None) -> Choice:
    """Choose the article's pieces; ``title`` is the headline the page's metadata names."""
    heading = _headline(pieces, title)
    beside = boxes.beside(pieces, heading)
    opinion = _matched(tree, pieces)
    matched = opinion - beside
    if _length(pieces, matched) < max(_ENOUGH, _length(pieces, opinion) / 2):
        # trafilatura took the longer text beside a short article for the article.
        matched |= {n for n, piece in enumerate(pieces) if _is_plausible(piece)} - beside
    if not matched:
        matched, beside = opinion or set(range(len(pieces))), set()
    if not matched:
        return Choice(())
    root = _container(tree, pieces, matched, heading)
    within = set(root.iter())
    inside = [n for n, piece in enumerate(pieces) if piece.node in within]
    first = min(inside) if heading is None else min(*inside, heading)
    kept = [
        n
        for n in range(first, max(inside) + 1)
        if n == heading or (n not in beside and pieces[n].linked < _LINKED)
    ]
    return Choice(_with_stamps_above(pieces, kept, heading), heading)


def _is_plausible(piece: Piece) -> bool:
    return piece.linked < _LINKED and (piece.words >= 8 or piece.grid is not None)


def _length(pieces: Sequence[Piece], chosen: Iterable[int]) -> int:
    return sum(len(pieces[n].text) for n in chosen)


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
    tree: lxml.html.HtmlElement, pieces: Sequence[Piece], matched: set[int], heading: int | None
) -> lxml.html.HtmlElement:
    """Return the smallest element that holds nearly all of the matched text.

    With the headline in it, more than half is enough: the rest stands in another column.
    """
    headline = pieces[heading].node if heading is not None else tree
    path = {headline, *headline.iterancestors()}
    held: Counter[lxml.html.HtmlElement] = Counter()
    for n in matched:
        node = pieces[n].node
        while node is not None:
            held[node] += len(pieces[n].text)
            node = node.getparent()
    node = tree
    while True:
        below = max(node, key=lambda child: held[child], default=None)
        if below is None or held[below] < (_MOST_OF if below in path else _HOLDS) * held[tree]:
            return node
        node = below


def _headline(pieces: Sequence[Piece], title: str | None) -> int | None:
    """Find the headline: what the metadata calls so, else the longest h1."""
    if title:
        scores = [
            (fuzz.ratio(plain(title), plain(piece.text)), piece.node.tag in _HEADINGS, -n)
            for n, piece in enumerate(pieces[:_FIRST_PIECES])
            if piece.grid is None and 3 <= piece.words <= 60
        ]
        best = max(scores, default=(0.0, False, 0))
        if best[0] >= 85:
            return -best[2]
    named = [
        (piece.words, -n)
        for n, piece in enumerate(pieces[:_FIRST_PIECES])
        if piece.node.tag == "h1" and piece.words >= 3
    ]
    named = named or [
        (0, -n)
        for n, piece in enumerate(pieces[:_FIRST_PIECES])
        if piece.words >= 5 and piece.grid is None and _is_titled(piece.node)
    ]
    return -max(named)[1] if named else None


def _is_titled(node: lxml.html.HtmlElement) -> bool:
    return bool(_TITLE.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


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
