"""A web page in, ``Document`` out: the article in its zones, what stands round it kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from pipeline.document import Document, Metadata, Notice, PageSource, TextSource, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading import article, charset, markup, pagedata, stamps, zones
from pipeline.reading.article import Choice
from pipeline.reading.flow import MOST_LINES, Grid, Origin, Passage, document
from pipeline.reading.furniture import plain
from pipeline.reading.markup import Piece
from pipeline.reading.pagedata import PageData
from pipeline.reading.publishers import publisher_of

_SHORT_PAGE = 120  # words; a longer page is an article, whatever its words

# Like "404 - Không tìm thấy trang", "Trang bạn yêu cầu không tồn tại".
_MISSING = re.compile(
    r"\b404\b|khong tim thay|khong ton tai|page not found|da bi (?:xoa|go)|het han truy cap"
)
_LOGIN = re.compile(r"\bdang nhap\b.{0,80}\b(?:mat khau|tiep tuc|de xem)\b|\bmat khau\b")
_MAINTENANCE = re.compile(r"bao tri|nang cap he thong|under maintenance")


def read(data: bytes, *, sha256: str, name: str | None = None) -> Document:
    """Read a web page. Raises ``Quarantined`` where it is empty or shows no words."""
    if not data.strip():
        raise Quarantined(Reason.EMPTY, "Tệp rỗng; hãy tải lại trang từ nguồn.")
    try:
        page = markup.parse(data)
    except ValueError as error:
        raise Quarantined(Reason.NO_TEXT, "Trang không có nội dung nào hiển thị.") from error
    said = pagedata.of(page.tree)
    pieces = list(islice(markup.pieces(page.tree), MOST_LINES))
    choice = article.choose(page.tree, pieces, said.title)
    zoning = _zoning(pieces, choice, said)
    text = "\n".join(pieces[n].text for n in choice.own)
    metadata = _metadata(said, zoning, text)
    origin = Origin(
        sha256=sha256,
        media_type="text/html",
        page_source=PageSource.HTML,
        text_source=TextSource.HTML,
        metadata=metadata,
        notices=(*charset.notices(page.decoded), *_warnings(said, text)),
        cut=page.cut or len(pieces) == MOST_LINES,
    )
    return document(_passages(pieces, choice, zoning), origin)


def _zoning(pieces: Sequence[Piece], choice: Choice, said: PageData) -> zones.Zoning:
    lines = [None if pieces[n].grid else pieces[n].text for n in choice.own]
    heading = pieces[choice.title].text if choice.title is not None else said.title
    return zones.assign(lines, url=said.url, title=heading)


def _metadata(said: PageData, zoning: zones.Zoning, text: str) -> Metadata:
    publisher = publisher_of(said.url) if said.url else None
    return Metadata(
        url=said.url,
        title=zoning.title or said.title,
        published=_published(said, text) or zoning.published,
        publisher=publisher.name if publisher else said.site,
        author=said.author,
        language=said.language,
    )


def _published(said: PageData, text: str) -> date | None:
    """Return the day the markup names, unless the article reports on a later one."""
    if said.published is None:
        return None
    return stamps.believed(stamps.Stamp(said.published), text, above_title=False)


def _passages(
    pieces: Sequence[Piece], choice: Choice, zoning: zones.Zoning
) -> Iterator[Passage | Grid]:
    """Yield all pieces in the page's order; those that aren't the article's as what they are."""
    placed = iter(zip(choice.own, zoning.parts, strict=True))
    own, parts = next(placed, (None, ()))
    for n, piece in enumerate(pieces):
        if n != own:
            zone = Zone.TEASER if piece.linked > 0.5 and piece.words >= 5 else Zone.FURNITURE
            yield Grid(piece.grid.cells, zone) if piece.grid else Passage(piece.text, zone)
            continue
        for item in zones.placed_one(piece.grid or piece.text, parts):
            named = item.zone is Zone.BODY and article.zone_named(piece.node)
            yield replace(item, zone=named) if named else item
        own, parts = next(placed, (None, ()))


def _warnings(said: PageData, text: str) -> Iterator[Notice]:
    """Warn of a page that stands in for another: not found, to be logged in, in maintenance."""
    folded = plain(f"{said.title or ''} {text}")
    if len(folded.split()) > _SHORT_PAGE:
        return
    if _MISSING.search(folded):
        yield Notice("soft-404", "Trang báo không tìm thấy nội dung; hãy kiểm tra lại địa chỉ.")
    elif _LOGIN.search(folded):
        yield Notice("login-page", "Trang đòi đăng nhập, không phải bài viết.")
    elif _MAINTENANCE.search(folded):
        yield Notice("maintenance-page", "Trang đang bảo trì; hãy tải lại sau.")
