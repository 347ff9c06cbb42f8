"""A PDF file in, ``Document`` out: which reader each page gets, and whether anything was lost.

PDFium reads first; pdfplumber reads again what is doubtful: a damaged file, a page that PDFium
cannot open, whose letters do not stand upright or are no language. Where a text layer lacks
something, the page's picture goes through OCR; and only then comes quarantine. Every step runs in
a child of its own; a page that kills its child is tried with the next reader and takes no other
page with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pipeline import sandbox
from pipeline.document import Document, Metadata, Notice, PageSource
from pipeline.errors import Quarantined, Reason
from pipeline.reading.composition import Verdict, document
from pipeline.reading.job import SPENT, Job
from pipeline.reading.judging import FEW_WORDS, Layer, PageLook, wants_ocr
from pipeline.reading.keeping import kept
from pipeline.reading.leaf import Leaf, with_signature_info
from pipeline.reading.media import is_truncated_pdf
from pipeline.reading.sheet import IDENTITY
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reading.layer import Opened, PageLayer
    from pipeline.reading.repair import Findings
    from pipeline.reading.textlayer import Plumbed

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 16  # pages read by one child
_KEPT = 0.9  # share of PDFium's characters that pdfplumber must also see
_DOUBTFUL = 0.75  # health of a layer under which the second reader is asked
_LEAST_DPI = 200.0
_FATAL = frozenset({*SPENT, Reason.CHILD_DIED, Reason.OUTPUT_LIMIT})


def read(path: Path, *, sha256: str, media_type: str, settings: Settings) -> Document:
    """Read a PDF. Raises ``Quarantined`` where no reader gets to a page."""
    job = Job(path, settings, sha256)
    if is_truncated_pdf(path):
        job.lose(
            Reason.TRUNCATED,
            "truncated",
            "Tệp PDF bị cắt cụt: thiếu phần cuối. Hãy tải lại tệp gốc.",
        )
    with sandbox.scratch() as folder:
        opened = _open(job, folder)
        found = _findings(job, opened)
        leaves = _leaves(job, opened)
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


def _open(job: Job, folder: Path) -> Opened:
    """Return PDFium's look at the file, or else at the copy that qpdf can make of it."""
    try:
        return _glance(job)
    except Quarantined as error:
        if error.reason is Reason.ENCRYPTED:
            raise
        refused = error
    original, copy = job.path, folder / "rewritten.pdf"
    try:
        copy.write_bytes(job.call("repair:rewritten", hasty=True, path=original))
        job.path, job.content = copy, f"{job.sha256} rewritten"
        opened = _glance(job)
    except Quarantined as unmended:
        if unmended.reason in (Reason.ENCRYPTED, Reason.NO_PAGES):
            raise
        job.path, job.content = original, job.sha256
        if job.reason is Reason.TRUNCATED and refused.reason in (Reason.DAMAGED, Reason.NO_PAGES):
            refused = Quarantined(Reason.TRUNCATED, job.notices[0].message)
        return _counted(job, refused)
    job.lose(
        Reason.DAMAGED,
        "damaged",
        "Tệp PDF hỏng cấu trúc; đã đọc từ bản sửa lại, có thể thiếu nội dung. "
        "Hãy đối chiếu với bản gốc.",
    )
    return opened


def _glance(job: Job) -> Opened:
    """Return the file's first pages; only their number where reading them kills the child."""
    from pipeline.reading.layer import Opened

    stop = min(_CHUNK, job.settings.max_pages)
    try:
        made = job.call("layer:first", hasty=True, path=job.path, stop=stop)
    except Quarantined as error:
        if error.reason not in _FATAL:
            raise
        made = job.call("layer:count", hasty=True, path=job.path)
    opened = msgspec.json.decode(made, type=Opened)
    if not opened.total:
        raise Quarantined(Reason.NO_PAGES, "Tệp PDF không có trang nào.")
    return opened


def _counted(job: Job, refused: Quarantined) -> Opened:
    """Ask pdfminer where PDFium and qpdf both refused; raise what PDFium said where it does too."""
    from pipeline.reading.layer import Opened, PageLayer

    try:
        layer = _plumbed(job, 0, 0, ())
    except Quarantined:
        raise refused from None
    if not layer.total:
        raise refused
    job.lose(
        Reason.DAMAGED, "damaged", f"Tệp PDF hỏng cấu trúc, có thể thiếu nội dung. {refused.detail}"
    )
    return Opened(layer.total, (PageLayer(PageLook.unknown()),) * layer.total)


def _findings(job: Job, opened: Opened) -> Findings | None:
    """Return what qpdf finds; a file that it cannot check is not known to be whole."""
    found = opened.findings
    if found is None:
        try:
            found = _inspected(job, opened.unchecked)
        except Quarantined as error:
            job.lose(
                error.reason,
                "unchecked",
                "Không kiểm tra được cấu trúc tệp PDF, có thể thiếu nội dung. " + error.detail,
            )
            return None
    if found.problems:
        job.lose(
            Reason.DAMAGED,
            "damaged",
            f"Tệp PDF có chỗ hỏng, có thể thiếu nội dung: {found.problems[0]}",
        )
    if found.attachments:
        shown = "; ".join(f"«{name}»" for name in found.attachments[:_SHOWN])
        more = len(found.attachments) - _SHOWN
        said = f"Tệp PDF mang theo {len(found.attachments)} tệp đính kèm, chưa đọc: {shown}"
        job.notices.append(
            Notice("attachments", f"{said} và {more} tệp nữa." if more > 0 else f"{said}.")
        )
    return found


_SHOWN = 20  # attachments named in a notice


def _inspected(job: Job, unchecked: tuple[Reason, str] | None) -> Findings:
    from pipeline.reading.repair import Findings

    if unchecked is not None:
        raise Quarantined(*unchecked)
    return msgspec.json.decode(job.call("repair:inspect", hasty=True, path=job.path), type=Findings)


def _leaves(job: Job, opened: Opened) -> list[Leaf]:
    """Return the pages that could be read, each by the best reader for it."""
    count = min(opened.total, job.settings.max_pages)
    if opened.total > count:
        job.lose(
            Reason.TOO_MANY_PAGES,
            "too-many-pages",
            f"Tệp có {opened.total} trang; chỉ đọc {count} trang đầu. "
            "Hãy tăng TIEUBIEU_MAX_PAGES nếu cần.",
        )
    known = list(opened.pages[:count])
    starts = range(len(known), count, _CHUNK)
    chunks = _at_once(job, lambda at: _chunk(job, at, min(at + _CHUNK, count)), starts)
    pages = [*known, *(page for chunk in chunks for page in chunk)]
    texts = _second_reading(job, pages)
    wanting = [at for at, page in enumerate(pages) if _lacks(page, texts[at])]
    better = _at_once(job, lambda at: _best(job, pages[at], at, texts[at]), wanting)
    seen = dict(zip(wanting, better, strict=True))
    best = (seen[at] if at in seen else texts[at] for at in range(len(pages)))
    return [leaf for leaf in best if leaf is not None]


def _at_once(job: Job, work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Do some work on each thing, side by side where there are several."""
    if len(things) < 2:
        return [work(thing) for thing in things]
    return list(_pool(job.settings.workers, os.getpid()).map(work, things))


@cache
def _pool(workers: int, _owner: int) -> ThreadPoolExecutor:
    """Return the threads that all documents share: files read at once must not multiply them."""
    return ThreadPoolExecutor(workers, "pages")


def _chunk(job: Job, start: int, stop: int) -> list[PageLayer]:
    """Return a run of pages as PDFium reads them; one at a time where the run fails."""
    from pipeline.reading.layer import PageLayer

    try:
        made = job.call("layer:pages", hasty=True, path=job.path, start=start, stop=stop)
        pages = msgspec.json.decode(made, type=list[PageLayer])
    except Quarantined:
        pages = []
    if len(pages) == stop - start:
        return pages
    if stop - start == 1:
        return [PageLayer(PageLook.unknown())]
    return [page for at in range(start, stop) for page in _chunk(job, at, at + 1)]


def _second_reading(job: Job, pages: Sequence[PageLayer]) -> list[Leaf | None]:
    """Return each page's text layer, read by pdfplumber too where PDFium's reading is doubtful."""
    damaged = bool(job.losses)
    doubtful = [at for at, page in enumerate(pages) if damaged or _is_doubtful(page)]
    found: dict[int, Leaf] = {}
    for leaves in _at_once(job, lambda run: _again(job, run, pages), _runs(doubtful)):
        found.update(leaves)
    return [
        _agreed(job, page, found.get(at), at) if at in set(doubtful) else page.leaf
        for at, page in enumerate(pages)
    ]


def _is_doubtful(page: PageLayer) -> bool:
    leaf = page.leaf
    if leaf is None:
        return True
    return bool(leaf.own_words) and not page.look.is_scan and (leaf.health or 0.0) < _DOUBTFUL


def _runs(indexes: Iterable[int]) -> list[range]:
    """Group page indexes into runs of neighbours that one child can read."""
    runs: list[range] = []
    for at in indexes:
        if runs and runs[-1].stop == at and len(runs[-1]) < _CHUNK:
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return runs


def _again(job: Job, run: range, pages: Sequence[PageLayer]) -> dict[int, Leaf]:
    """Return what pdfplumber reads on a run of pages; one at a time where the run fails."""
    counts = tuple(pages[at].look.characters for at in run)
    try:
        return {leaf.number - 1: leaf for leaf in _plumbed(job, run.start, run.stop, counts).leaves}
    except Quarantined:
        if len(run) == 1:
            return {}
    found: dict[int, Leaf] = {}
    for at in run:
        found.update(_again(job, range(at, at + 1), pages))
    return found


def _plumbed(job: Job, start: int, stop: int, expected: tuple[int, ...]) -> Plumbed:
    from pipeline.reading.textlayer import Plumbed

    made = job.call(
        "textlayer:leaves",
        hasty=True,
        path=job.path,
        start=start,
        stop=stop,
        most=max(stop, 1) if stop else job.settings.max_pages,
        expected=list(expected),
    )
    return msgspec.json.decode(made, type=Plumbed)


def _agreed(job: Job, page: PageLayer, again: Leaf | None, index: int) -> Leaf | None:
    """Return the better of two readings, and tell where one lost a tenth of the other's text."""
    count = page.look.characters
    if page.leaf is not None and again is not None and again.characters >= _KEPT * count:
        return again if (again.health or 0.0) >= (page.leaf.health or 0.0) else page.leaf
    if again is not None and again.characters >= _KEPT * count:
        return again
    if not count:
        return again
    plain = page.leaf or _plain(job, index)
    if plain is None or (again is not None and again.characters >= plain.characters):
        return again
    job.lose(
        Reason.TEXT_LOST,
        "text-lost",
        f"Hai bộ đọc không thấy cùng một nội dung ở trang {index + 1}; đã lấy bản dài hơn, "
        "bảng có thể mất khung. Hãy đối chiếu với bản gốc.",
        index + 1,
    )
    return plain


def _plain(job: Job, index: int) -> Leaf | None:
    try:
        made = job.call(
            "pdfium:plain_leaves", hasty=True, path=job.path, start=index, stop=index + 1
        )
    except Quarantined:
        return None
    return next(iter(msgspec.json.decode(made, type=tuple[Leaf, ...])), None)


def _lacks(page: PageLayer, text: Leaf | None) -> bool:
    """Tell whether a page's text layer needs what its picture shows."""
    return text is None or bool(page.lacking) or _is_refused(page, text)


def _is_refused(page: PageLayer, text: Leaf) -> bool:
    keyless = page.to_see and text is page.leaf
    return keyless or wants_ocr(page.look, Layer(text.own_words, text.health, text.ascii))


def _best(job: Job, page: PageLayer, index: int, text: Leaf | None) -> Leaf | None:
    """Return a page's text layer, or what OCR reads off its picture where that is better."""
    look = page.look
    if text is None and look.is_blank:
        return Leaf(index + 1, look.width, look.height, PageSource.TEXT_LAYER, (), IDENTITY)
    try:
        scanned = _scanned(job, index, _dpi(job.settings, look))
    except Quarantined as error:
        return _unscanned(job, text, index, error)
    if text is None:
        return scanned
    whole = _is_refused(page, text)
    if whole and not _is_better(scanned, text):
        return text
    if whole and (page.leaf is None or not page.visible):
        return _noted(scanned, text)
    return _completed(job, index, scanned, text, whole=whole)


def _scanned(job: Job, index: int, dpi: float) -> Leaf:
    """Return what OCR reads off the picture of one page (from 0) at a resolution."""
    settings = job.settings

    def see() -> Leaf:
        seen = job.call(
            "pdfium:scanned_leaf",
            path=job.path,
            index=index,
            dpi=dpi,
            most_pixels=settings.max_pixels,
            language=settings.ocr_language,
        )
        return msgspec.json.decode(seen, type=Leaf)

    asked = (index, dpi, settings.max_pixels, settings.ocr_language)
    return kept(settings, see, job.content, *asked)


def _completed(job: Job, index: int, scanned: Leaf, text: Leaf, *, whole: bool) -> Leaf:
    """Return the layer's sound words with what OCR read where it has none."""
    seen = msgspec.json.encode(scanned).decode()
    try:
        made = job.call(
            "completing:completed", hasty=True, path=job.path, index=index, seen=seen, whole=whole
        )
    except Quarantined:
        return _noted(scanned, text) if whole else text
    leaf = msgspec.json.decode(made, type=Leaf)
    return _noted(leaf, text) if whole else leaf


def _noted(scanned: Leaf, text: Leaf) -> Leaf:
    """Record why a page's own layer was not believed."""
    why = f"text layer of health {text.health:g} refused" if text.own_words else "no text layer"
    return replace(with_signature_info(scanned, text), treatment=(*scanned.treatment, why))


def _unscanned(job: Job, text: Leaf | None, index: int, error: Quarantined) -> Leaf | None:
    lost = text is None
    job.lose(
        Reason.PAGES_LOST if lost else error.reason,
        "pages-lost" if lost else "page-not-scanned",
        f"Trang {index + 1}: không nhận dạng được ảnh trang. {error.detail}",
        index + 1,
    )
    return text


def _is_better(scanned: Leaf, text: Leaf) -> bool:
    if text.own_words < FEW_WORDS < scanned.own_words:
        return True
    return bool(scanned.own_words) and (scanned.health or 0.0) > (text.health or 0.0)


def _dpi(settings: Settings, page: PageLook) -> float:
    """Return the resolution to render at: a scan's own where lower; more adds cost, not letters."""
    wanted = float(settings.ocr_dpi)
    return min(wanted, max(_LEAST_DPI, page.picture_dpi)) if page.picture_dpi else wanted
