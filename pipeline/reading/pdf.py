"""A PDF file in, ``Document`` out: which reader each page gets, and whether anything was lost.

The order was measured: pdfplumber, PDFium's text, qpdf's rewriting, the page's picture through OCR,
and only then quarantine. Every step runs in a child of its own; a page that kills its child is
tried with the next reader and takes no other page with it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline import sandbox
from pipeline.document import Document, Metadata, Notice, PageSource
from pipeline.errors import Quarantined, Reason
from pipeline.reading.composition import Verdict, document
from pipeline.reading.leaf import Leaf, with_signature_info
from pipeline.reading.media import is_truncated_pdf
from pipeline.reading.sheet import IDENTITY
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reading.pdfium import Look, PageLook
    from pipeline.reading.repair import Findings
    from pipeline.reading.textlayer import Layer

_CHUNK = 16  # pages read by one child
_PICTURED = 0.5  # a page so much covered by pictures is a scan
_FEW_WORDS = 40  # and so few words on it are a stamp or a signature's info, not its text
_SICK = 0.75  # health of a text layer under which the page's picture is read instead
_SICK_SCAN = 0.9  # the same over a picture: a scanner's own OCR
_LOGO = 0.02  # share of a page; a wordless page with more is a picture of words
_OUTLINED = 60  # strokes on a wordless page that may be letters turned to outlines
_KEPT = 0.9  # share of PDFium's characters that pdfplumber must also see
_LEAST_DPI = 200.0
_PATIENCE = 5  # children killed in a row before a file is given up: a bomb of a thousand pages


@dataclass(slots=True)
class _Job:
    """One file on its way, and what happened to it."""

    path: Path
    settings: Settings
    notices: list[Notice] = field(default_factory=list)
    losses: list[tuple[int, Reason]] = field(default_factory=list)  # page, 0 for the whole file
    killed: int = 0  # children in a row
    stopped: Quarantined | None = None  # why the last of them was

    def lose(self, reason: Reason, code: str, message: str, page: int | None = None) -> None:
        """Note a loss of a page, or of something in the whole file."""
        self.losses.append((page or 0, reason))
        self.notices.append(Notice(code, message, page))

    @property
    def reason(self) -> Reason | None:
        """The reason that names the document's state: the first in the order of pages."""
        return min(self.losses, key=lambda loss: loss[0])[1] if self.losses else None

    def told(self) -> tuple[Notice, ...]:
        """Return the notices in the order of pages: children end in any order."""
        return tuple(sorted(self.notices, key=lambda notice: notice.page or 0))

    def call(self, task: str, **arguments: Any) -> bytes:
        """Run one of our own tasks in a child."""
        limits = sandbox.Limits(
            seconds=self.settings.child_seconds, memory=self.settings.child_memory
        )
        if self.killed >= _PATIENCE:
            raise Quarantined(
                Reason.TIME_LIMIT,
                f"Đã thôi đọc tệp này sau {_PATIENCE} lần liền quá giới hạn thời gian hay bộ nhớ.",
            )
        try:
            made = sandbox.call(f"pipeline.reading.{task}", arguments, limits)
        except Quarantined as error:
            if error.reason in (Reason.TIME_LIMIT, Reason.MEMORY_LIMIT):
                self.killed += 1
                self.stopped = error
            raise
        self.killed = 0
        return made


def read(path: Path, *, sha256: str, media_type: str, settings: Settings) -> Document:
    """Read a PDF. Raises ``Quarantined`` where no reader gets to a page."""
    job = _Job(path, settings)
    if is_truncated_pdf(path):
        job.lose(
            Reason.TRUNCATED,
            "truncated",
            "Tệp PDF bị cắt cụt: thiếu phần cuối. Hãy tải lại tệp gốc.",
        )
    with sandbox.scratch() as folder:
        look = _look(job, folder)
        found = _inspect(job)
        leaves = _leaves(job, look)
    if not leaves and job.stopped is not None:
        raise Quarantined(
            job.stopped.reason, f"Không đọc được trang nào của tệp PDF này. {job.stopped.detail}"
        )
    if not leaves:
        raise Quarantined(
            job.reason or Reason.NO_PAGES, "Không đọc được trang nào của tệp PDF này."
        )
    metadata = Metadata(title=found.title, signatures=found.signatures) if found else Metadata()
    return document(leaves, Verdict(sha256, media_type, metadata, job.told(), job.reason))


def _look(job: _Job, folder: Path) -> Look:
    """Return PDFium's look at the file, or else at the copy that qpdf can make of it."""
    try:
        return _first_look(job)
    except Quarantined as error:
        if error.reason is Reason.ENCRYPTED:
            raise
        refused = error
    original, copy = job.path, folder / "rewritten.pdf"
    try:
        copy.write_bytes(job.call("repair:rewritten", path=original))
        job.path = copy
        look = _first_look(job)
    except Quarantined as unmended:
        if unmended.reason in (Reason.ENCRYPTED, Reason.NO_PAGES):
            raise
        job.path = original
        if job.reason is Reason.TRUNCATED and refused.reason in (Reason.DAMAGED, Reason.NO_PAGES):
            refused = Quarantined(Reason.TRUNCATED, job.notices[0].message)
        return _counted(job, refused)
    job.lose(
        Reason.DAMAGED,
        "damaged",
        "Tệp PDF hỏng cấu trúc; đã đọc từ bản sửa lại, có thể thiếu nội dung. "
        "Hãy đối chiếu với bản gốc.",
    )
    return look


def _first_look(job: _Job) -> Look:
    from pipeline.reading.pdfium import Look

    seen = job.call("pdfium:look", path=job.path, most_pages=job.settings.max_pages)
    look = msgspec.json.decode(seen, type=Look)
    if not look.total:
        raise Quarantined(Reason.NO_PAGES, "Tệp PDF không có trang nào.")
    return look


def _counted(job: _Job, refused: Quarantined) -> Look:
    """Ask pdfminer where PDFium and qpdf both refused; raise what PDFium said where it does too."""
    from pipeline.reading.pdfium import Look, PageLook

    try:
        layer = _layer(job, 0, 0, ())
    except Quarantined:
        raise refused from None
    if not layer.total:
        raise refused
    unknown = PageLook(0.0, 0.0, 0, 0.0, 0.0, 0)
    job.lose(
        Reason.DAMAGED, "damaged", f"Tệp PDF hỏng cấu trúc, có thể thiếu nội dung. {refused.detail}"
    )
    return Look(layer.total, (unknown,) * layer.total)


def _inspect(job: _Job) -> Findings | None:
    """Return what qpdf finds; a file that it cannot check is not known to be whole."""
    from pipeline.reading.repair import Findings

    try:
        found = msgspec.json.decode(job.call("repair:inspect", path=job.path), type=Findings)
    except Quarantined as error:
        job.lose(
            error.reason,
            "unchecked",
            f"Không kiểm tra được cấu trúc tệp PDF, có thể thiếu nội dung. {error.detail}",
        )
        return None
    if found.problems:
        job.lose(
            Reason.DAMAGED,
            "damaged",
            f"Tệp PDF có chỗ hỏng, có thể thiếu nội dung: {found.problems[0]}",
        )
    if found.attachments:
        said = f"Tệp PDF mang theo {found.attachments} tệp đính kèm; chưa đọc các tệp đó."
        job.notices.append(Notice("attachments", said))
    return found


def _leaves(job: _Job, look: Look) -> list[Leaf]:
    """Return the pages that could be read, each by the best reader for it."""
    if look.total > len(look.pages):
        job.lose(
            Reason.TOO_MANY_PAGES,
            "too-many-pages",
            f"Tệp có {look.total} trang; chỉ đọc {len(look.pages)} trang đầu. "
            "Hãy tăng TIEUBIEU_MAX_PAGES nếu cần.",
        )
    starts = range(0, len(look.pages), _CHUNK)
    with ThreadPoolExecutor(job.settings.workers) as pool:
        layers = pool.map(lambda start: _text_layer(job, look, start), starts)
        texts = [leaf for chunk in layers for leaf in chunk]
        leaves = list(
            pool.map(lambda at: _best(job, look.pages[at], at, texts[at]), range(len(texts)))
        )
    return [leaf for leaf in leaves if leaf is not None]


def _text_layer(job: _Job, look: Look, start: int) -> list[Leaf | None]:
    """Return the text layer of a run of pages; one page at a time where the run fails."""
    stop = min(start + _CHUNK, len(look.pages))
    counts = tuple(page.characters for page in look.pages[start:stop])
    try:
        found = {leaf.number - 1: leaf for leaf in _layer(job, start, stop, counts).leaves}
    except Quarantined:
        found = {}
        for index in range(start, stop):
            found.update(_alone(job, index, look.pages[index].characters))
    return [
        _unless_short(job, found.get(index), index, look.pages[index])
        for index in range(start, stop)
    ]


def _alone(job: _Job, index: int, characters: int) -> dict[int, Leaf]:
    try:
        leaves = _layer(job, index, index + 1, (characters,)).leaves
    except Quarantined:
        return {}
    return {leaf.number - 1: leaf for leaf in leaves}


def _layer(job: _Job, start: int, stop: int, expected: tuple[int, ...]) -> Layer:
    from pipeline.reading.textlayer import Layer

    most = max(stop, 1) if stop else job.settings.max_pages
    made = job.call(
        "textlayer:leaves",
        path=job.path,
        start=start,
        stop=stop,
        most=most,
        expected=list(expected),
    )
    return msgspec.json.decode(made, type=Layer)


def _unless_short(job: _Job, leaf: Leaf | None, index: int, page: PageLook) -> Leaf | None:
    """Return PDFium's text of a page instead where pdfplumber lost it or a tenth of it."""
    if leaf is not None and leaf.characters >= _KEPT * page.characters:
        return leaf
    if not page.characters:
        return leaf
    try:
        made = job.call("pdfium:plain_leaves", path=job.path, start=index, stop=index + 1)
        plain = msgspec.json.decode(made, type=tuple[Leaf, ...])
    except Quarantined:
        plain = ()
    if not plain or (leaf is not None and leaf.characters >= plain[0].characters):
        return leaf
    job.lose(
        Reason.TEXT_LOST,
        "text-lost",
        f"Hai bộ đọc không thấy cùng một nội dung ở trang {index + 1}; đã lấy bản dài hơn, "
        "bảng có thể mất khung. Hãy đối chiếu với bản gốc.",
        index + 1,
    )
    return plain[0]


def _best(job: _Job, page: PageLook, index: int, text: Leaf | None) -> Leaf | None:
    """Return a page's text layer, or what OCR reads off its picture where that is better."""
    if text is None and page.is_blank:
        return Leaf(index + 1, page.width, page.height, PageSource.TEXT_LAYER, (), IDENTITY)
    if text is not None and not wants_ocr(page, text):
        return text
    try:
        seen = job.call(
            "pdfium:scanned_leaf",
            path=job.path,
            index=index,
            dpi=_dpi(job.settings, page),
            most_pixels=job.settings.max_pixels,
            language=job.settings.ocr_language,
        )
    except Quarantined as error:
        return _unscanned(job, text, index, error)
    scanned = msgspec.json.decode(seen, type=Leaf)
    if text is not None and not _is_better(scanned, text):
        return text
    return with_signature_info(scanned, text)


def _unscanned(job: _Job, text: Leaf | None, index: int, error: Quarantined) -> Leaf | None:
    lost = text is None
    job.lose(
        Reason.PAGES_LOST if lost else error.reason,
        "pages-lost" if lost else "page-not-scanned",
        f"Trang {index + 1}: không nhận dạng được ảnh trang. {error.detail}",
        index + 1,
    )
    return text


def wants_ocr(page: PageLook, text: Leaf) -> bool:
    """Tell whether a page's text layer is none, a stamp's or a scanner's rather than its own."""
    if not text.own_words:
        return page.pictured > _LOGO or page.paths > _OUTLINED
    if page.pictured >= _PICTURED and text.own_words < _FEW_WORDS:
        return True
    if text.ascii and page.pictured < _LOGO:
        return False  # another language, or marks never typed: the picture shows no more
    sick = _SICK_SCAN if page.pictured >= _PICTURED else _SICK
    return (text.health or 0.0) < sick


def _is_better(scanned: Leaf, text: Leaf) -> bool:
    if text.own_words < _FEW_WORDS < scanned.own_words:
        return True
    return bool(scanned.own_words) and (scanned.health or 0.0) > (text.health or 0.0)


def _dpi(settings: Settings, page: PageLook) -> float:
    """Return the resolution to render at: a scan's own where lower; more adds cost, not letters."""
    wanted = float(settings.ocr_dpi)
    return min(wanted, max(_LEAST_DPI, page.picture_dpi)) if page.picture_dpi else wanted
