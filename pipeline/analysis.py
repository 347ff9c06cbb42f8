"""A file in, its document and facts out: read, extract, assemble; nothing is stored.

Extraction runs in a killable child like every parse: a pattern that runs away on a hostile text
costs one document, not the run.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import msgspec

from pipeline import sandbox
from pipeline.document import Document, Notice, State, TextSource
from pipeline.errors import Quarantined, Reason, TieubieuError
from pipeline.facts import DocumentKind, Facts, IssueFact
from pipeline.reading import read
from pipeline.settings import Settings

_log = logging.getLogger(__name__)

_UNFORESEEN = "chương trình gặp lỗi không lường trước khi đọc tệp ({kind}: {detail})"
_EXTRACTION_FAILED = (
    "Không tìm được dữ kiện trong tài liệu này ({detail}). Văn bản đã đọc vẫn được giữ; "
    "hãy xem trang và nhập tay."
)
_QUARANTINED = "Tài liệu bị cách ly: {detail}. Bản gốc vẫn được giữ nguyên trong kho."


_KNOWING = Lock()


@cache
def _types_known() -> None:
    from pipeline.reading.leaf import Leaf

    for kind in (Document, Facts, Leaf):
        msgspec.json.Decoder(kind)


def _know_types() -> None:
    """Let msgspec look at what children send, once: two threads that first do so at a time crash.

    It keeps what it learnt with the classes; seen as a segmentation fault while collecting garbage.
    """
    with _KNOWING:
        _types_known()


class Analysis(NamedTuple):
    """One document and what it says."""

    document: Document
    facts: Facts


def analyse(
    path: Path, settings: Settings, *, extractors: str, name: str | None = None
) -> Analysis:
    """Read a file and find its facts with the plug-ins of the package called ``extractors``.

    ``name`` is the file's name as its sender gave it. Bad input never raises: it comes back as a
    quarantined document with an issue that says what is wrong. ``SetupError`` where the machine
    lacks a program.
    """
    _know_types()
    document = _read(path, settings, name)
    if document.state is State.QUARANTINED:
        return Analysis(document, without_facts(document))
    facts = find_facts(document, settings, extractors=extractors)
    if facts.issues and document.state is State.PARSED:
        document = replace(document, state=State.NEEDS_REVIEW)
    return Analysis(document, facts)


def _read(path: Path, settings: Settings, name: str | None) -> Document:
    """Read a file; a fault of ours that one file brings out costs that file, not the run."""
    try:
        return read(path, settings=settings, name=name)
    except (TieubieuError, OSError):
        raise
    except Exception as fault:
        _log.exception("reading %s failed", path)
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        detail = _UNFORESEEN.format(kind=type(fault).__name__, detail=fault)
        return Document(
            sha256=sha256,
            media_type="application/octet-stream",
            text="",
            pages=(),
            text_source=TextSource.PLAIN,
            state=State.QUARANTINED,
            reason=Reason.DAMAGED,
            notices=(Notice(Reason.DAMAGED.value, detail),),
        )


def analyse_all(
    paths: Sequence[Path], settings: Settings, *, extractors: str
) -> Iterator[Analysis]:
    """Yield the analysis of each file in the order given, several being read at the same time."""
    with ThreadPoolExecutor(settings.workers) as pool:
        yield from pool.map(lambda path: analyse(path, settings, extractors=extractors), paths)


def find_facts(document: Document, settings: Settings, *, extractors: str) -> Facts:
    """Run extraction and assembly over a document, in a child of the plug-ins' own making."""
    try:
        answer = sandbox.call(
            f"{extractors}.child:find_facts",
            {"document": msgspec.json.encode(document).decode()},
            sandbox.Limits(seconds=settings.child_seconds, memory=settings.child_memory),
        )
    except Quarantined as failure:
        message = _EXTRACTION_FAILED.format(detail=failure.detail or failure.reason.value)
        return replace(
            _empty(), issues=(*_notices(document), IssueFact("extraction-failed", message))
        )
    return msgspec.json.decode(answer, type=Facts)


def find_facts_here(document: str, extractors: str) -> bytes:
    """Child's half of ``find_facts``: a document's JSON in, its facts' JSON out."""
    from pipeline.assembly import assemble
    from pipeline.extraction import discover, extract
    from pipeline.parts import narrowed, principal, told_apart, with_parts
    from pipeline.reconciliation import reconcile

    whole = msgspec.json.decode(document, type=Document)
    parts = told_apart(whole)
    own = principal(parts)
    paper = whole if own is None else narrowed(whole, own)
    facts = assemble(paper, extract(paper, discover(extractors)))
    facts = replace(facts, issues=(*facts.issues, *reconcile(facts)))
    return msgspec.json.encode(with_parts(whole, facts, parts))


def _empty() -> Facts:
    return Facts(
        kind=DocumentKind.OTHER, in_programme=False, programme_reason="không có dữ kiện nào"
    )


def _notices(document: Document) -> tuple[IssueFact, ...]:
    return tuple(IssueFact(notice.code, notice.message) for notice in document.notices)


def without_facts(document: Document) -> Facts:
    """Return the facts of a document that could not be read: one issue that says why."""
    assert document.reason is not None
    detail = "; ".join(notice.message for notice in document.notices) or document.reason.value
    message = _QUARANTINED.format(detail=detail.rstrip(". "))
    issue = IssueFact(document.reason.value, message)
    return replace(_empty(), issues=(issue,))
