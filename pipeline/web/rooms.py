"""The rooms: one function an address, each asking the store one thing and showing the answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi import Path as Address
from starlette.responses import FileResponse, Response

from pipeline.document import Document, Page, Span
from pipeline.errors import InputError, Quarantined
from pipeline.store.models import RecordKind
from pipeline.store.pointing import Pointer, pointers_at, pointers_of_record
from pipeline.store.queries import (
    decision_view,
    document_view,
    open_issues,
    producer_view,
    reading,
    round_view,
    status,
)
from pipeline.store.reading_room import awards_of_product, recent_decisions
from pipeline.store.search import search
from pipeline.web import lists, records, sheets
from pipeline.web.desk import Desk
from pipeline.web.pictures import page_picture

_MOST_HITS = 50
_MOST_ISSUES = 200
_RECENT = 12
_SPAN = re.compile(r"(?P<start>\d{1,9})-(?P<end>\d{1,9})")  # "1204-1217"
_KINDS = frozenset(kind.value for kind in RecordKind)
# A page opened from the disk would run its scripts; as text it does not.
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "text/html": ".html.txt",
    "text/plain": ".txt",
}
_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}

router = APIRouter(default_response_class=Response)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
Sha256 = Annotated[str, Address(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[int, Address(ge=1, le=100_000)]
Key = Annotated[str, Address(max_length=400)]
Asked = Annotated[str, Query(max_length=400)]


@router.get("/")
def home(request: Request, desk: AtDesk, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Search, or the front page where nothing is asked."""
    with desk.store.session() as session:
        context: dict[str, object] = {"here": "home", "q": q.strip(), "figures": (), "full": False}
        if q.strip():
            hits = lists.found(search(session, q, _MOST_HITS))
            context |= {"hits": hits, "full": len(hits) == _MOST_HITS}
        else:
            context["figures"] = lists.figures(status(session))
            context["hits"] = lists.recent(recent_decisions(session, _RECENT))
    return desk.page(request, "home.html", context)


@router.get("/issues")
def issues(request: Request, desk: AtDesk) -> Response:
    """Show what people should look at."""
    with desk.store.session() as session:
        concerns = lists.concerns(open_issues(session, _MOST_ISSUES))
    full = len(concerns) == _MOST_ISSUES
    context = {"here": "issues", "concerns": concerns, "full": full}
    return desk.page(request, "issues.html", context)


@router.get("/qd/{key:path}")
def decision(request: Request, desk: AtDesk, key: Key) -> Response:
    """Show a decision with its awards."""
    with desk.store.session() as session:
        view = decision_view(session, key)
        papers = [reading(session, each.sha256) for each in view.papers] if view else []
    sample = any(paper is not None and sheets.is_sample(paper) for paper in papers)
    return _record(request, desk, records.decision_page(view, sample=sample) if view else None)


@router.get("/producers/{key:path}")
def producer(request: Request, desk: AtDesk, key: Key) -> Response:
    """Show a producer with its awards."""
    with desk.store.session() as session:
        view = producer_view(session, key)
    return _record(request, desk, None if view is None else records.producer_page(view))


@router.get("/products/{key:path}")
def product(request: Request, desk: AtDesk, key: Key) -> Response:
    """Show a product with its awards."""
    with desk.store.session() as session:
        awards = awards_of_product(session, key)
    return _record(request, desk, records.product_page(awards) if awards else None)


@router.get("/rounds/{key:path}")
def round_(request: Request, desk: AtDesk, key: Key) -> Response:
    """Show a round with its decisions and awards."""
    with desk.store.session() as session:
        view = round_view(session, key)
    return _record(request, desk, None if view is None else records.round_page(view))


@router.get("/documents/{sha256}")
def document(request: Request, desk: AtDesk, sha256: Sha256) -> Response:
    """Show a document and all it says."""
    with desk.store.session() as session:
        view = document_view(session, sha256)
        read = reading(session, sha256)
    if view is None or read is None:
        raise HTTPException(404)
    return _record(request, desk, records.document_page(view, sample=sheets.is_sample(read)))


@router.get("/documents/{sha256}/original")
def original(desk: AtDesk, sha256: Sha256) -> Response:
    """Send the bytes as they came in, to be kept, never to be shown in place."""
    with desk.store.session() as session:
        view = document_view(session, sha256)
    if view is None:
        raise HTTPException(404)
    return FileResponse(
        _original(desk, sha256),
        media_type="application/octet-stream",
        filename=f"{sha256[:16]}{_SUFFIXES.get(view.media_type, '.bin')}",
        headers={"Content-Security-Policy": "sandbox; default-src 'none'"},
    )


@router.get("/documents/{sha256}/pages/{number}.png")
def picture(desk: AtDesk, sha256: Sha256, number: Number) -> Response:
    """Show a page as a picture."""
    with desk.store.session() as session:
        view = document_view(session, sha256)
    if view is None or not any(page.number == number and page.width for page in view.pages):
        raise HTTPException(404)
    try:
        made = page_picture(_original(desk, sha256), sha256, view.media_type, number, desk.settings)
    except (InputError, Quarantined) as failure:
        raise HTTPException(404) from failure
    return FileResponse(made, media_type="image/png", headers=_FOREVER)


@router.get("/documents/{sha256}/pages/{number}")
def page(
    request: Request,
    desk: AtDesk,
    sha256: Sha256,
    number: Number,
    record: Asked = "",
    field: Asked = "",
    at: Asked = "",
) -> Response:
    """Show a page of a document, with a box round what a record or a span took from it."""
    with desk.store.session() as session:
        view = document_view(session, sha256)
        read = reading(session, sha256)
        if view is None or read is None:
            raise HTTPException(404)
        pointers: tuple[Pointer, ...] = ()
        kind, _, key = record.partition(":")
        if kind in _KINDS:
            pointers = pointers_of_record(session, sha256, RecordKind(kind), key or sha256)
        elif found := _SPAN.fullmatch(at):
            span = Span(*sorted(map(int, found.groups())))
            pointers = pointers_at(session, sha256, span) or (sheets.bare_pointer(read, span),)
    sheet = sheets.sheet_page(view, read, _page(read, number), pointers, field)
    return desk.page(request, "page.html", {"page": sheet})


def _page(document: Document, number: int) -> Page:
    for each in document.pages:
        if each.number == number:
            return each
    raise HTTPException(404)


def _original(desk: Desk, sha256: str) -> Path:
    try:
        return desk.archive.path(sha256)
    except InputError as missing:
        raise HTTPException(404) from missing


def _record(request: Request, desk: Desk, shown: object) -> Response:
    if shown is None:
        raise HTTPException(404)
    return desk.page(request, "record.html", {"page": shown})
