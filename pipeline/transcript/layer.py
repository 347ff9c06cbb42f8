"""Lines of words in, the operators of an invisible text layer out, and old layers taken off.

Words are drawn in text render mode 3 (neither filled nor stroked), each in its own box, with a
space to the next one, so that readers of PDFs find the same words in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median

from pikepdf import (
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Page,
    Pdf,
    Stream,
)
from pikepdf import parse_content_stream as parsed
from pikepdf import unparse_content_stream as written
from pikepdf.models import PdfParsingError

from pipeline.document import BBox
from pipeline.transcript.glyphless import WIDTH, Font
from pipeline.transcript.sides import Line, upright

_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_INVISIBLE = 3
_DEEPEST = 8  # forms within forms; more is no text layer
_LEAST = 0.5  # points: a box narrower than that would make an endless word
_SPACE = 0.2  # of a line's height: less between two words, and readers of PDFs make one of them
_CORE = 0.3  # of a word's width, which it keeps where the next word's box begins within it

Instruction = ContentStreamInstruction | ContentStreamInlineImage
Place = Callable[[float, float], tuple[float, float]]
Keep = Callable[[Iterable[Instruction]], Iterable[Instruction]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page as displayed lies in its own user space, which may be turned and cropped."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of user space for one in points from the displayed top left."""
        return {
            0: (self.x0 + x, self.y1 - y),
            90: (self.x0 + y, self.y0 + x),
            180: (self.x1 - x, self.y0 + y),
            270: (self.x1 - y, self.y1 - x),
        }[self.rotation]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return (height, width) if self.rotation in (90, 270) else (width, height)


def frame_of(page: Page) -> Frame:
    """Return a page's frame: its crop box, within its media box, and its rotation."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    return Frame(x0, y0, x1, y1, int(page.obj.get("/Rotate", 0)) % 360 // 90 * 90)


def _box(box: Iterable[object]) -> tuple[float, float, float, float]:
    a, b, c, d = (float(edge) for edge in box)  # type: ignore[arg-type]  # pikepdf's decimals
    return min(a, c), min(b, d), max(a, c), max(b, d)


def graft(pdf: Pdf, page: Page, lines: Iterable[Line], turn: int, font: Font) -> None:
    """Lay lines under a page, invisible; ``turn`` as in ``Side``."""
    place = frame_of(page).place
    body = b"\n".join(_drawn(line, turn, font, place) for line in lines)
    if not body:
        return
    name = page.add_resource(font.reference, Name.Font)
    size = str(name).encode()
    # The page's own operators may leave the plane bent or the text state changed behind them.
    page.contents_add(Stream(pdf, b"q\n"), prepend=True)
    page.contents_add(Stream(pdf, b"\nQ\nq BT 3 Tr %s 1 Tf\n%s\nET Q\n" % (size, body)))


def _drawn(line: Line, turn: int, font: Font, place: Place) -> bytes:
    """Return a line's operators; the font's size is 1, all else is in the text matrix."""
    boxes = [upright(mark.bbox, turn) for mark in line.marks]
    height = max(median(box.bottom - box.top for box in boxes), 1.0)
    operators = []
    for n, (mark, box) in enumerate(zip(line.marks, boxes, strict=True)):
        if n + 1 == len(boxes) or line.marks[n + 1].glued:
            operators.append(_word(mark.text, box, height, turn, font, place))
            continue
        start = boxes[n + 1].x0
        end = max(min(box.x1, start - _SPACE * height), box.x0 + _CORE * (box.x1 - box.x0))
        gap = BBox(end, box.top, max(start, end + _LEAST), box.bottom)
        operators.append(_word(mark.text, replace(box, x1=end), height, turn, font, place))
        operators.append(_word(" ", gap, height, turn, font, place))
    return b"\n".join(operators)


def _word(text: str, box: BBox, height: float, turn: int, font: Font, place: Place) -> bytes:
    across = max(box.x1 - box.x0, _LEAST) / (len(text) * WIDTH)
    origin = _back(box.x0, box.bottom, turn)
    x, y = place(*origin)
    right = place(*_back(box.x0 + across, box.bottom, turn))
    up = place(*_back(box.x0, box.bottom - height, turn))
    matrix = (right[0] - x, right[1] - y, up[0] - x, up[1] - y, x, y)
    return b"%s Tm %s Tj" % (" ".join(f"{n:.3f}" for n in matrix).encode(), font.encoded(text))


def _back(x: float, y: float, turn: int) -> tuple[float, float]:
    return {0: (x, y), 90: (y, -x), 180: (-x, -y), 270: (-y, x)}[turn]


def without_invisible(pdf: Pdf, page: Page) -> None:
    """Take text that nobody sees off a page and off the forms it draws: an older OCR's layer."""
    _clean(pdf, page, _seen)


def without_text(pdf: Pdf, page: Page) -> None:
    """Take all text off a page and off the forms it draws."""
    _clean(pdf, page, _textless)


def _clean(pdf: Pdf, page: Page, keep: Keep) -> None:
    kept = _kept(page.obj, keep)
    if kept is not None:
        page.Contents = Stream(pdf, kept)
    _clean_forms(page.obj.get("/Resources"), keep, 0)


def _clean_forms(resources: Object | None, keep: Keep, depth: int) -> None:
    forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if depth >= _DEEPEST or not isinstance(forms, Dictionary):
        return
    for _, form in forms.items():  # noqa: PERF102 - a pikepdf dictionary has no values()
        if isinstance(form, Stream) and form.get("/Subtype") == Name.Form:
            kept = _kept(form, keep)
            if kept is not None:
                form.write(kept)
            _clean_forms(form.get("/Resources"), keep, depth + 1)


def _kept(drawn: Object, keep: Keep) -> bytes | None:
    """Return the operators of a page or form that are kept; None where all are."""
    try:
        operators = list(parsed(drawn))
    except PdfParsingError:
        return None  # what cannot be parsed stays as it is, for the validator to judge
    kept = list(keep(operators))
    if not any(str(each.operator) in _SHOWS for each in kept):
        # A font that is named stays in the file, and PDF/A asks for all of it.
        kept = [each for each in kept if str(each.operator) != "Tf"]
    return written(kept) if len(kept) < len(operators) else None


def _textless(operators: Iterable[Instruction]) -> Iterator[Instruction]:
    return (each for each in operators if str(each.operator) not in _SHOWS)


def _seen(operators: Iterable[Instruction]) -> Iterator[Instruction]:
    mode, saved = 0, []
    for each in operators:
        name = str(each.operator)
        if name == "q":
            saved.append(mode)
        elif name == "Q":
            mode = saved.pop() if saved else 0
        elif name == "Tr":
            mode = int(each.operands[0])
        if name not in _SHOWS or mode != _INVISIBLE:
            yield each
