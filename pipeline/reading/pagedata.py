"""What a page's markup says of itself: address, headline, day, publisher; never what it tells.

The day comes from the marks that editors' systems set (Open Graph, schema.org, Dublin Core); a day
found by guessing in the text is not one of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import lxml.html

from pipeline.reading.flow import tidy

_HERE = timezone(timedelta(hours=7))  # Vietnam keeps one time all year

_DAYS = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "dc.date.issued", "dc.date.created",
    "dcterms.issued", "dcterms.created", "dc.date", "sailthru.date", "date.created",
)  # fmt: skip
_ARTICLES = frozenset({"NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "WebPage"})
_MOST_JSON = 200_000

# Like "2021-08-31T09:04:00+07:00" and "2021-08-31".
_ISO = re.compile(
    r"^\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(\S+)?)?\s*$"
)
# Like "31/08/2021 09:04".
_LOCAL = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
# Like <!-- saved from url=(0042)https://baocaobang.vn/... -->
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
# Like "Cao Bằng trao giấy chứng nhận - Báo Cao Bằng điện tử": headline and site.
_SITE_NAME = re.compile(r"\s+[|–—»-]+\s+[^|–—»]{2,60}$")


@dataclass(frozen=True, slots=True)
class PageData:
    """A page's own word on itself; each may be absent."""

    url: str | None = None
    title: str | None = None
    published: date | None = None
    site: str | None = None
    author: str | None = None
    language: str | None = None


def of(tree: lxml.html.HtmlElement) -> PageData:
    """Read a page's metadata."""
    meta = _meta(tree)
    linked = next(_linked_data(tree), {})
    return PageData(
        url=_url(tree, meta),
        title=_title(tree, meta),
        published=_published(meta, linked),
        site=meta.get("og:site_name") or _name_of(linked.get("publisher")),
        author=meta.get("author") or meta.get("article:author") or _name_of(linked.get("author")),
        language=(tree.get("lang") or "").split("-")[0].lower() or None,
    )


def _meta(tree: lxml.html.HtmlElement) -> dict[str, str]:
    """Return meta elements by their lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        content = tidy(node.get("content") or "")
        for key in (node.get("property"), node.get("name"), node.get("itemprop")):
            if key and content:
                found.setdefault(key.strip().lower(), content)
    return found


def _linked_data(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the schema.org articles of a page. JSON has no type of its own, hence Any."""
    for node in tree.iter("script"):
        if "ld+json" not in (node.get("type") or "") or len(node.text or "") > _MOST_JSON:
            continue
        try:
            data = json.loads(node.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # a broken mark says nothing
        graph = data.get("@graph", data) if isinstance(data, dict) else data
        for entry in graph if isinstance(graph, list) else [graph]:
            kinds = entry.get("@type") if isinstance(entry, dict) else None
            if _ARTICLES.intersection([kinds] if isinstance(kinds, str) else kinds or ()):
                yield entry


def _name_of(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return tidy(value) or None if isinstance(value, str) else None


def _url(tree: lxml.html.HtmlElement, meta: dict[str, str]) -> str | None:
    canonical = next(
        (n.get("href") for n in tree.iter("link") if (n.get("rel") or "").lower() == "canonical"),
        None,
    )
    for url in (canonical, meta.get("og:url"), _saved_from(tree)):
        if url and url.strip().lower().startswith(("http://", "https://")):
            return url.strip()
    return None


def _saved_from(tree: lxml.html.HtmlElement) -> str | None:
    """Return the address a browser noted when it saved the page."""
    before = tree.getprevious()
    comments = [before] if before is not None else []
    for node in [*comments, *tree.iter(lxml.etree.Comment)]:
        if (found := _SAVED.search(node.text or "")) is not None:
            return found[1]
    return None


def _title(tree: lxml.html.HtmlElement, meta: dict[str, str]) -> str | None:
    if title := meta.get("og:title"):
        return title if _is_shown(tree, title) else _without_site(title, meta)
    headings = [tidy(node.text_content()) for node in tree.iter("h1")]
    long_ones = [heading for heading in headings if len(heading.split()) >= 4]
    if len(long_ones) == 1:
        return long_ones[0]
    node = tree.find(".//title")
    title = tidy(node.text_content()) if node is not None else ""
    return (title if _is_shown(tree, title) else _without_site(title, meta)) or None


def _is_shown(tree: lxml.html.HtmlElement, title: str) -> bool:
    """Tell whether a title stands on the page as it is: then its dash parts no site's name."""
    tags = ("h1", "h2", "h3", "h4", "div", "p", "span", "td", "b", "strong", "a")
    return bool(title) and any(tidy((node.text or "")[:400]) == title for node in tree.iter(*tags))


def _without_site(title: str, meta: dict[str, str]) -> str:
    site = meta.get("og:site_name")
    if site and title.endswith(site):
        return title.removesuffix(site).rstrip(" |–—»-") or title
    shorter = _SITE_NAME.sub("", title)
    return shorter if len(shorter.split()) >= 5 else title


def _published(meta: dict[str, str], linked: dict[str, Any]) -> date | None:
    written = [linked.get("datePublished"), *(meta.get(name) for name in _DAYS)]
    days = (day_of(value) for value in written if isinstance(value, str))
    return next((day for day in days if day is not None), None)


def day_of(written: str) -> date | None:
    """Read a mark's day as it was in Vietnam: '2021-08-30T18:04:00Z' is the 31st."""
    if (found := _ISO.match(written)) is not None:
        day, time, zone = found.groups()
        try:
            if time is None or not zone:
                return date.fromisoformat(day)
            moment = datetime.fromisoformat(f"{day}T{time}{zone}")
        except ValueError:
            return None
        return moment.astimezone(_HERE).date()
    if (local := _LOCAL.match(written)) is not None:
        try:
            return date(int(local[3]), int(local[2]), int(local[1]))
        except ValueError:
            return None
    return None
