"""An original and its sides in, a searchable PDF/A-2B out; the original is never touched.

A PDF keeps its pages as they are and a picture file its picture; what was read lies over them in
letters without ink. Only a page whose own letters say something else than our reading (a legacy
font, a wrong layer), or that holds what PDF/A forbids (a font that is not embedded), is replaced
by its picture. pikepdf's validator must approve the bytes before they are given out.

Searchable words on a page with visible letters of its own are those letters; what a person
amended there is laid over them.
"""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
from pikepdf import Dictionary, Object, Pdf, Stream
from pikepdf.pdfa import PdfaError, check, prepare, save

from pipeline import sandbox
from pipeline.document import BBox, Document
from pipeline.errors import InputError, Quarantined, Reason
from pipeline.settings import Settings
from pipeline.transcript.glyphless import Font, glyphless
from pipeline.transcript.layer import Frame, frame_of, graft, without_invisible, without_text
from pipeline.transcript.pictures import add_picture, pages_of_pictures, same_picture
from pipeline.transcript.sides import Line, Side

FLAVOUR = "2b"

_log = logging.getLogger(__name__)

_PDF = "application/pdf"
_PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff"})
_SECONDS_A_PAGE = 2.0  # beside the limit of any child
_DPI = 300
_KEPT_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group"}
)
_KEPT_ROOT = frozenset({"/Type", "/Pages", "/PageLabels", "/Lang", "/Version"})
_FEW = 40  # letters: a signature's stamp, laid over a page that was read by its picture
_OURS = 0.9  # share of a page's own letters that must be in our reading too
_TORN = 0.1  # share of our words that a page's own letters do not make
_CONVERTED = "converted from "


def pdfa(
    original: Path, document: Document, pages: Sequence[Side], settings: Settings
) -> bytes:  # fmt: skip
    """Return the file. Raises ``InputError`` for what has no pages to show, and ``Quarantined``."""
    if document.media_type not in {_PDF, *_PICTURES} or not pages:
        raise InputError(
            f"Tệp kiểu {document.media_type} không có trang giấy, không làm được PDF/A. "
            "Chỉ làm được từ PDF và ảnh."
        )
    converted = [
        page.number
        for page in document.pages
        if any(step.startswith(_CONVERTED) for step in page.treatment)
    ]
    return sandbox.call(
        "pipeline.transcript.pdfa:searchable",
        {
            "path": original,
            "pictures": document.media_type in _PICTURES,
            "sides": msgspec.json.encode(pages).decode(),
            "converted": converted,
            "most_pixels": settings.max_pixels,
            "title": document.metadata.title or "",
        },
        sandbox.Limits(
            seconds=settings.child_seconds + _SECONDS_A_PAGE * len(pages),
            memory=settings.child_memory,
            output=2 * settings.max_bytes,
        ),
    )


def searchable(
    path: str, pictures: bool, sides: str, converted: list[int], most_pixels: int, title: str
) -> bytes:  # fmt: skip
    """Child's half of ``pdfa``."""
    pages = {side.number: side for side in msgspec.json.decode(sides, type=tuple[Side, ...])}
    try:
        source = _source(path, pictures, pages)
        shown = pypdfium2.PdfDocument(source)
        pictured = set(converted)
        for _ in range(2):
            try:
                return _made(source, shown, pages, pictured, most_pixels, title)
            except PdfaError:
                pictured |= _refused(source)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, TypeError, ValueError) as error:
        _log.info("%s cannot be taken apart: %s", path, error)
    try:
        shown = pypdfium2.PdfDocument(path)
        return _made(_blank(shown), shown, pages, None, most_pixels, title)
    except (PdfaError, pypdfium2.PdfiumError) as error:
        raise Quarantined(
            Reason.CONVERSION_FAILED, f"Không làm được PDF/A hợp lệ từ tệp này. [{error}]"
        ) from error


def _blank(shown: pypdfium2.PdfDocument) -> bytes:
    """Return as many empty pages: what qpdf cannot take apart PDFium may still show."""
    with Pdf.new() as pdf:
        for page in shown:
            pdf.add_blank_page(page_size=page.get_size())
        made = BytesIO()
        pdf.save(made)
        return made.getvalue()


def _source(path: str, pictures: bool, pages: dict[int, Side]) -> bytes:
    """Return the original as a PDF of bare pages: no forms, scripts, files or old text layers."""
    with pages_of_pictures(path, pages) if pictures else pikepdf.open(path) as pdf:
        _strip(pdf)
        for page in pdf.pages:
            without_invisible(pdf, page)
        made = BytesIO()
        pdf.save(made)
        return made.getvalue()


def _strip(pdf: Pdf) -> None:
    """Leave pages and what they draw; stamps of signatures and forms become part of the page."""
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    for key in set(pdf.Root.keys()) - _KEPT_ROOT:
        del pdf.Root[key]
    for page in pdf.pages:
        for key in set(page.obj.keys()) - _KEPT_KEYS:
            del page.obj[key]
    for each in pdf.objects:
        if isinstance(each, Dictionary | Stream) and isinstance(each.get("/Resources"), Dictionary):
            _drop_empty(each["/Resources"])


def _drop_empty(resources: Object) -> None:
    """Drop kinds of resources that hold none: a validator need not know what they would be."""
    for key in list(resources.keys()):
        if isinstance(resources[key], Dictionary) and not resources[key].keys():
            del resources[key]


def _made(
    source: bytes,
    seen: pypdfium2.PdfDocument,
    sides: dict[int, Side],
    pictured: set[int] | None,
    most_pixels: int,
    title: str,
) -> bytes:
    """Return the file with some pages as pictures, or all of them (None)."""
    with pikepdf.open(BytesIO(source)) as pdf:
        letters = {
            letter for side in sides.values() for line in side.lines() for letter in line.text
        }
        font = glyphless(pdf, {" ", *letters})
        for number in range(1, len(pdf.pages) + 1):
            side = sides.get(number, Side(number, 0.0, 0.0))  # a page that nobody could read
            picture = pictured is None or number in pictured
            _lay(pdf, seen, number - 1, side, font, picture, most_pixels)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            meta["dc:language"] = {"vi"}
            if title:
                meta["dc:title"] = title
        pdf.remove_unreferenced_resources()
        made = BytesIO()
        save(pdf, made, FLAVOUR, compress_streams=True)
        return made.getvalue()


def _lay(
    pdf: Pdf,
    seen: pypdfium2.PdfDocument,
    index: int,
    side: Side,
    font: Font,
    picture: bool,
    most_pixels: int,
) -> None:
    """Lay a side's words over its page, which first becomes a picture where it must."""
    page = pdf.pages[index]
    text = seen[index].get_textpage()
    own = _letters(text.get_text_range())
    lines = list(side.lines())
    unsaid = _unsaid(lines, text, frame_of(page)) if own else lines
    if own and not picture and (_is_foreign(own, lines) or _is_torn(lines, unsaid)):
        picture, unsaid = not _hides_its_text(pdf, index, seen[index]), lines
    if picture:
        add_picture(pdf, page, seen[index], _DPI, most_pixels)
    graft(pdf, page, lines if picture else unsaid, side.turn, font)


def _hides_its_text(pdf: Pdf, index: int, seen: pypdfium2.PdfPage) -> bool:
    """Take text off a page where nobody sees it, as under a scan; tell whether that was so."""
    with Pdf.new() as alone:
        alone.pages.append(pdf.pages[index])
        without_text(alone, alone.pages[0])
        saved = BytesIO()
        alone.save(saved)
    bare = pypdfium2.PdfDocument(saved.getvalue())
    try:
        if not same_picture(bare[0], seen):
            return False
    finally:
        bare.close()
    without_text(pdf, pdf.pages[index])
    return True


def _letters(text: str) -> str:
    return "".join(_said(text).split())


def _is_foreign(own: str, lines: Sequence[Line]) -> bool:
    """Tell whether a page's visible letters are other letters than those we read."""
    if len(own) < _FEW:
        return False
    ours = Counter(_letters("".join(line.text for line in lines)))
    return (Counter(own) & ours).total() < _OURS * len(own)


def _unsaid(lines: Sequence[Line], text: pypdfium2.PdfTextPage, frame: Frame) -> list[Line]:
    """Return the words that a page's own letters do not say at the same place."""
    found = []
    for line in lines:
        marks = tuple(
            mark
            for mark in line.marks
            if mark.text not in _said(text.get_text_bounded(*_bounds(mark.bbox, frame)))
        )
        if marks:
            found.append(Line(marks))
    return found


def _is_torn(lines: Sequence[Line], unsaid: Sequence[Line]) -> bool:
    """Tell whether readers would find other words than ours on a page: "C ỘNG" for "CỘNG"."""
    missing = sum(not mark.amended for line in unsaid for mark in line.marks)
    return missing > _TORN * sum(len(line.marks) for line in lines)


def _said(text: str) -> str:
    """Compose letters with their marks, and undo what PDFium makes of a hyphen at a line's end."""
    return unicodedata.normalize("NFC", text.replace("\ufffe", "-").replace("\x02", "-"))


def _bounds(box: BBox, frame: Frame) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a box in user space, with a hair's breadth around."""
    (ax, ay), (bx, by) = frame.place(box.x0, box.top), frame.place(box.x1, box.bottom)
    return min(ax, bx) - 1, min(ay, by) - 1, max(ax, bx) + 1, max(ay, by) + 1


def _refused(source: bytes) -> set[int]:
    """Return the numbers of pages that PDF/A refuses as they are, each looked at alone."""
    found = set()
    with pikepdf.open(BytesIO(source)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            with Pdf.new() as alone:
                alone.pages.append(page)
                prepare(alone, FLAVOUR)
                if not check(alone, FLAVOUR).passed:
                    found.add(number)
    return found
