"""Lines of a page in, their zones out: what is the article's own and what only stands round it.

Shared by web pages and plain text. The page's place for each thing decides: menus and clocks before
the headline, stamp and byline under it, captions within, credit and byline at the end, and after
them other articles, comment forms and fine print. When in doubt a line is BODY: a row of an award
list lost is worse than a menu kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.document import OWN_ZONES, Zone
from pipeline.reading import acts, furniture, headline, stamps, tails
from pipeline.reading.flow import Grid, Passage
from pipeline.reading.furniture import ends_sentence, plain
from pipeline.reading.headline import overlap, shared

_STAMP_LINES = 7  # a stamp within so many of the headline

# Like "Nghệ An có … | (LĐTĐ) Ủy ban …": teaser headlines glued to the lead
_GLUED_LEAD = re.compile(r"^(?P<teaser>[^.!?|]{25,300}) \|\s*(?P<lead>\S.*)?$")
# Like "- Miến dong của HTX Tân Thành" and "3. Chè xanh".
_BULLET = re.compile(r"^(?:[-+•*–]|\d{1,2}[.)])\s?\S")
# Like "Báo Thái Nguyên – baothainguyen.vn"
_SITE = re.compile(r"(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org)\b")
# Like "P. NGHI", "TRÀ NGÂN - ĐỨC TÚ", "BTH- TTKC&XTTM", "Hằng Nga"
_BYLINE = re.compile(r"^[^\W\d_][\w.&]*(?:\s?[-–&/,]?\s?[^\W\d_][\w.&]*){0,5}$")


@dataclass(frozen=True, slots=True)
class Part:
    """A range of a line's characters and its zone."""

    start: int
    end: int
    zone: Zone


@dataclass(frozen=True, slots=True)
class Zoning:
    """Zones of a page's lines. ``parts`` has one entry a line, mostly of one part.

    ``title`` is the headline without its notice, ``published`` the day the page's own stamp names.
    """

    parts: tuple[tuple[Part, ...], ...]
    title: str | None = None
    published: date | None = None
    act: bool = False


@dataclass(slots=True)
class _Draft:
    lines: Sequence[str | None]
    zones: list[Zone]
    title: int | None = None
    extra: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    stamped: list[tuple[int, stamps.Stamp]] = field(default_factory=list)

    def own(self) -> Iterable[tuple[int, str]]:
        for n, line in enumerate(self.lines):
            if line is not None and self.zones[n] in OWN_ZONES:
                yield n, line


def assign(
    lines: Sequence[str | None], *, url: str | None = None, title: str | None = None
) -> Zoning:
    """Give every line its zone; None among the lines is a table.

    ``url`` helps to know the headline by its slug; ``title`` is the headline where it is known.
    """
    if acts.is_act(lines):
        return _act(lines)
    draft = _Draft(lines, [Zone.TABLE if line is None else Zone.BODY for line in lines])
    draft.title = headline.find(lines, url, title)
    _mark_above(draft)
    _mark_tail(draft)
    _mark_middle(draft)
    _mark_repeats(draft)
    _mark_end(draft)
    return _zoning(draft)


def assign_paper(lines: Sequence[str | None]) -> Zoning:
    """Give the lines of a Word file their zones: a paper carries no menus and no other articles."""
    if acts.is_act(lines):
        return _act(lines)
    zones = [Zone.TABLE if line is None else Zone.BODY for line in lines]
    title = headline.find(lines[:12], None, None)
    if title is not None:
        zones[title] = Zone.TITLE
    return Zoning(
        parts=tuple(_whole(line, zone) for line, zone in zip(lines, zones, strict=True)),
        title=lines[title] if title is not None else None,
    )


def _act(lines: Sequence[str | None]) -> Zoning:
    zones = acts.zones_of(lines)
    subject = [line for line, zone in zip(lines, zones, strict=True) if zone is Zone.TITLE and line]
    return Zoning(
        parts=tuple(_unbarred(line, zone) for line, zone in zip(lines, zones, strict=True)),
        title=" ".join(subject[1:] or subject) or None,
        act=True,
    )


def _unbarred(line: str | None, zone: Zone) -> tuple[Part, ...]:
    """Leave out the bar that a table's cell left at a line's end: 'Số: 24/2013/QĐ-UBND |'."""
    if line is None or zone is Zone.BODY or zone is Zone.TABLE:
        return _whole(line, zone)
    return (Part(0, len(line.rstrip("| ")), zone),)


def _whole(line: str | None, zone: Zone) -> tuple[Part, ...]:
    return (Part(0, len(line or ""), zone),)


def _mark_above(draft: _Draft) -> None:
    """Mark what stands above the headline: weather, menus, clocks, other headlines."""
    if draft.title is None:
        return
    draft.zones[draft.title] = Zone.TITLE
    title = draft.lines[draft.title] or ""
    found = stamps.notice_of(title)
    if found is not None:
        cut = found[0]
        gap = len(title[cut:]) - len(title[cut:].lstrip())
        draft.extra[draft.title] = (
            Part(0, cut, Zone.TITLE),
            Part(cut + gap, len(title), Zone.STAMP),
        )
    sure = len(title.split()) >= 5
    about = [line for _, line in _after(draft, 8)]
    for n in range(draft.title):
        line = draft.lines[n]
        if line is None:
            continue
        stamp = stamps.stamp_of(line)
        if stamp is not None:
            draft.zones[n] = Zone.STAMP
            draft.stamped.append((n, stamp))
        elif (
            furniture.is_furniture(line)
            or furniture.is_section(line)
            or (sure and len(line.split()) <= 4)
        ):
            draft.zones[n] = Zone.FURNITURE
        elif shared(line, about) < 0.4 or furniture.heads_teasers(line):
            draft.zones[n] = Zone.TEASER


def _after(draft: _Draft, count: int) -> list[tuple[int, str]]:
    start = 0 if draft.title is None else draft.title
    numbered = enumerate(draft.lines[start : start + count], start)
    return [(n, line) for n, line in numbered if line is not None]


# --- what comes after the article -----------------------------------------------------------------


def _mark_tail(draft: _Draft) -> None:
    """Mark other articles, comment forms and fine print from where they begin to the end."""
    words = 0
    start = 0 if draft.title is None else draft.title + 1
    n = start
    while n < len(draft.lines):
        line = draft.lines[n]
        if line is None:
            words += tails.LONG
        elif words >= tails.LONG and (zone := tails.zone_from(draft.lines, n)) is not None:
            n = _cut(draft, n, zone)
            continue
        elif not furniture.is_furniture(line) and stamps.stamp_of(line) is None:
            glued = furniture.glued_teasers(line)
            if glued is not None and words + len(line[:glued].split()) >= tails.LONG:
                _split_tail(draft, n, glued)
                return
            words += len(line.split())
        n += 1


def _cut(draft: _Draft, n: int, zone: Zone) -> int:
    """Mark from a line on; return where the article goes on, or the end."""
    end = len(draft.lines)
    if zone is Zone.TEASER:
        for later in range(n + 1, min(n + 8, len(draft.lines))):
            if tails.resumes(draft.lines, later, within=1):
                end = later
                break
    for at in range(n, end):
        draft.zones[at] = zone
        if zone is Zone.TEASER and (line := draft.lines[at]) and furniture.is_furniture(line):
            draft.zones[at] = Zone.FURNITURE
    return end


def _split_tail(draft: _Draft, n: int, at: int) -> None:
    line = draft.lines[n] or ""
    draft.extra[n] = (
        Part(0, len(line[:at].rstrip()), draft.zones[n]),
        Part(at, len(line), Zone.TEASER),
    )
    if at == 0:
        draft.extra[n] = (Part(0, len(line), Zone.TEASER),)
    for later in range(n + 1, len(draft.lines)):
        draft.zones[later] = Zone.TEASER


# --- within the article ---------------------------------------------------------------------------


def _mark_middle(draft: _Draft) -> None:
    """Mark stamps, captions, tools and the standfirst between the headline and the end."""
    start = 0 if draft.title is None else draft.title + 1
    place = 0
    running = False
    for n in range(start, len(draft.lines)):
        line = draft.lines[n]
        if line is None or draft.zones[n] is not Zone.BODY or n in draft.extra:
            continue
        zone = _zone_of_line(draft, n, near_title=place < _STAMP_LINES and not running)
        draft.zones[n] = zone
        place += 1
        if zone is Zone.BODY and furniture.agency_length(line) and not running:
            draft.zones[n] = Zone.STANDFIRST
        running = running or len(line.split()) >= tails.LONG


def _zone_of_line(draft: _Draft, n: int, *, near_title: bool) -> Zone:
    line = draft.lines[n] or ""
    stamp = stamps.stamp_of(line)
    if stamp is not None and (near_title or stamp.published):
        draft.stamped.append((n, stamp))
        return Zone.STAMP
    if furniture.is_furniture(line) or _is_slug(draft, line) or _repeats_title(draft, n):
        return Zone.FURNITURE
    if furniture.ends_article(line) or furniture.heads_teasers(line):
        return Zone.FURNITURE
    if near_title and _glued_lead(draft, n):
        return Zone.BODY
    if near_title and _GLUED_LEAD.match(line):
        return Zone.TEASER
    if furniture.points_elsewhere(line):
        return Zone.TEASER
    if furniture.is_photographer(line) or (near_title and _is_author(draft, n)):
        return Zone.CREDIT
    return Zone.CAPTION if furniture.is_caption(line) else Zone.BODY


def _is_author(draft: _Draft, n: int) -> bool:
    """Tell whether a line under the headline names who wrote: 'LÊ THỬ' next to a stamp."""
    line = draft.lines[n] or ""
    if furniture.is_credit(line):
        return True
    beside = [draft.lines[at] for at in (n - 1, n + 1) if 0 <= at < len(draft.lines)]
    return _is_byline(line) and any(other and stamps.stamp_of(other) for other in beside)


def _glued_lead(draft: _Draft, n: int) -> bool:
    """Part teaser headlines from the lead on one line; True where there was a lead."""
    line = draft.lines[n] or ""
    found = _GLUED_LEAD.match(line)
    if found is None or found["lead"] is None or len(found["lead"].split()) < 10:
        return False
    draft.extra[n] = (
        Part(0, found.end("teaser") + 2, Zone.TEASER),
        Part(found.start("lead"), len(line), Zone.BODY),
    )
    return True


def _is_slug(draft: _Draft, line: str) -> bool:
    """Tell whether a line is a picture's text, made of the headline: 'ton vinh 173 san pham'."""
    if not line.isascii() or line != line.lower() or draft.title is None:
        return False
    title = draft.lines[draft.title] or ""
    words = set(plain(title).split())
    text = {word for _, near in _after(draft, 6) if near != line for word in plain(near).split()}
    return not title.isascii() and len(line.split()) >= 4 and overlap(line, words | text) >= 0.8


def _repeats_title(draft: _Draft, n: int) -> bool:
    if draft.title is None or n == draft.title:
        return False
    title, line = draft.lines[draft.title] or "", draft.lines[n] or ""
    return len(line.split()) >= 4 and plain(line) == plain(title)


def _mark_repeats(draft: _Draft) -> None:
    """Mark captions that a page's scripts doubled; a table's cells in lines may well repeat."""
    counts = Counter(plain(line) for _, line in draft.own())
    seen: set[str] = set()
    last = ""
    for n, line in list(draft.own()):
        text = plain(line)
        words = len(text.split())
        if counts[text] > 1 and words >= 8 and n not in draft.extra and n != draft.title:
            if text in seen and (words >= 15 or text == last):
                draft.zones[n] = Zone.FURNITURE
            elif words >= 15 and not ends_sentence(line):
                draft.zones[n] = Zone.CAPTION
        seen.add(text)
        last = text


def _mark_end(draft: _Draft) -> None:
    """Mark credits and bylines that close the article: 'Theo ...', 'P. NGHI'."""
    own = [(n, line) for n, line in draft.own() if n != draft.title]
    for place in range(len(own) - 1, max(len(own) - 5, 0), -1):
        n, line = own[place]
        before = own[place - 1][1]
        stamp = stamps.stamp_of(line)
        if furniture.is_credit(line) or _names_site(line):
            draft.zones[n] = Zone.CREDIT
        elif stamp is not None and stamp.byline:
            draft.zones[n] = Zone.STAMP
        elif _is_byline(line) and (
            _ends_text(before, own[: place - 1]) or _ends_list(line, before)
        ):
            draft.zones[n] = Zone.CREDIT
        elif not (_is_byline(line) or _is_short_caption(line)):
            break


def _names_site(line: str) -> bool:
    short = len(line) < 160 and len(line.split()) <= 8
    return short and bool(_SITE.search(line.lower()))


def _is_byline(line: str) -> bool:
    if len(line) > 50 or not _BYLINE.match(line):
        return False
    words = re.findall(r"[^\W\d_]+", line)
    return all(word[0].isupper() for word in words)


def _ends_text(line: str, before: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a line can be the last of the text: it ends a sentence, or so did one above."""
    if ends_sentence(line) and not line.endswith((";", ":")):
        return True
    return _is_short_caption(line) and bool(before) and _ends_text(before[-1][1], ())


def _ends_list(line: str, before: str) -> bool:
    """Tell whether a name stands under a list with bullets without being one of its items."""
    return bool(_BULLET.match(before)) and 2 <= len(line.split()) <= 4


def _is_short_caption(line: str) -> bool:
    return furniture.is_caption(line) or furniture.is_credit(line)


# --- putting it together --------------------------------------------------------------------------


def _zoning(draft: _Draft) -> Zoning:
    parts = tuple(
        draft.extra.get(n) or _whole(line, draft.zones[n]) for n, line in enumerate(draft.lines)
    )
    title = None
    if draft.title is not None:
        first = parts[draft.title][0]
        title = (draft.lines[draft.title] or "")[first.start : first.end].strip() or None
    return Zoning(parts, title, _published(draft))


def _published(draft: _Draft) -> date | None:
    """Return the day of publication: the stamp's under the headline, its notice's, one above it."""
    text = "\n".join(line for _, line in draft.own())
    title = draft.title if draft.title is not None else -1
    if title >= 0 and (found := stamps.notice_of(draft.lines[title] or "")) is not None:
        return found[1]
    below = [stamp for n, stamp in draft.stamped if n > title and title >= 0]
    above = [stamp for n, stamp in draft.stamped if n < title or title < 0]
    for stamp in sorted(below, key=lambda stamp: not stamp.published):
        if (day := stamps.believed(stamp, text, above_title=False)) is not None:
            return day
    for stamp in above:
        if (day := stamps.believed(stamp, text, above_title=True)) is not None:
            return day
    return None


def placed(items: Sequence[str | Grid], zoning: Zoning) -> Iterator[Passage | Grid]:
    """Yield lines and tables with the zones they were given."""
    for item, parts in zip(items, zoning.parts, strict=True):
        yield from placed_one(item, parts)


def placed_one(item: str | Grid, parts: Sequence[Part]) -> Iterator[Passage | Grid]:
    """Yield a table, or each part of a line, in its zone."""
    if isinstance(item, Grid):
        yield Grid(item.cells, parts[0].zone)
        return
    for n, part in enumerate(parts):
        yield Passage(item[part.start : part.end], part.zone, glued=n > 0)
