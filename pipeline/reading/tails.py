"""Where an article ends and other articles, comment forms or fine print begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Zone
from pipeline.reading import furniture
from pipeline.reading.furniture import ends_sentence, plain

LONG = 30  # words of a paragraph that is surely running text

# Like "Bắc Giang: Hậu kiểm các đề án khuyến công (12/03/2021)".
_DATED_HEADLINE = re.compile(
    r"\(\s*\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:[ ,-]+\d{1,2}:\d{2})?\s*\)$"
)


def zone_from(lines: Sequence[str | None], n: int) -> Zone | None:
    """Name the zone that begins at a line, if it ends the article."""
    line = lines[n] or ""
    if furniture.heads_teasers(line) or _doubled_headline(lines, n) or _dated_list(lines, n):
        return Zone.TEASER
    if furniture.ends_page(line):
        return Zone.FURNITURE
    if furniture.ends_article(line) and not resumes(lines, n + 1):
        return Zone.FURNITURE
    return None


def resumes(lines: Sequence[str | None], start: int, *, within: int = 1000) -> bool:
    """Tell whether running text goes on: two long paragraphs without a headline between them.

    Lists of other articles alternate headline and summary; an article's own text does not.
    """
    for n in range(start, min(start + within, len(lines) - 1)):
        pair = lines[n : n + 2]
        if all(line and len(line.split()) >= LONG and ends_sentence(line) for line in pair):
            return not any(line and furniture.agency_length(line) for line in pair)
    return False


def _doubled_headline(lines: Sequence[str | None], n: int) -> bool:
    """Tell whether teasers begin: a headline twice, then a summary with an agency's mark."""
    if n + 2 >= len(lines):
        return False
    first, second, third = lines[n : n + 3]
    if not first or not second or not third or len(first.split()) < 5:
        return False
    doubled = plain(first) == plain(second) and not ends_sentence(first)
    return doubled and bool(furniture.agency_length(third)) and plain(third) != plain(first)


def _dated_list(lines: Sequence[str | None], n: int) -> bool:
    """Tell whether the rest is a list of headlines, each with its day in brackets."""
    if not _DATED_HEADLINE.search(lines[n] or ""):
        return False
    rest = [line for line in lines[n:] if line]
    listed = sum(bool(_DATED_HEADLINE.search(line)) for line in rest)
    return listed >= 2 and listed >= 0.6 * len(rest)
