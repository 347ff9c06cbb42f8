"""A picture file in, ``Document`` out: every frame goes the way of a scanned page.

Sizes are read from the header; a picture that would unpack to more than the limit is refused before
it is decoded.
"""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline import sandbox
from pipeline.document import Document, Metadata, Notice
from pipeline.errors import Quarantined, Reason
from pipeline.reading.composition import Verdict, document
from pipeline.reading.keeping import kept
from pipeline.reading.leaf import Leaf, leaf_of
from pipeline.reading.preparation import Picture
from pipeline.settings import Settings

_A4_INCHES = 8.27
_DPI_BOUNDS = (70.0, 1300.0)  # what a header says outside of these is no resolution
_MOST_FRAMES = 2000
_FORMATS = ("PNG", "JPEG", "TIFF")


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a file, by its header: pixels, and dots an inch in both directions."""

    width: int
    height: int
    dpi_x: float
    dpi_y: float


def read(path: Path, *, sha256: str, media_type: str, settings: Settings) -> Document:
    """Read a PNG, JPEG or TIFF. Raises ``Quarantined`` where no frame can be read."""
    limits = sandbox.Limits(seconds=settings.child_seconds, memory=settings.child_memory)
    listed = sandbox.call("pipeline.reading.images:frames", {"path": path}, limits)
    frames = msgspec.json.decode(listed, type=tuple[Frame, ...])
    notices: list[Notice] = []
    reasons: list[Reason] = []

    def see(index: int) -> Leaf:
        asked = {
            "most_pixels": settings.max_pixels,
            "dpi": settings.ocr_dpi,
            "language": settings.ocr_language,
        }

        def look() -> Leaf:
            arguments = {"path": path, "index": index, **asked}
            seen = sandbox.call("pipeline.reading.images:scanned_leaf", arguments, limits)
            return msgspec.json.decode(seen, type=Leaf)

        return kept(settings, look, sha256, index, *asked.values())

    def scan(index: int) -> Leaf | None:
        try:
            return see(index)
        except Quarantined as error:
            if len(frames) == 1:
                raise
            reasons.append(Reason.PAGES_LOST)
            said = f"Trang {index + 1}: không đọc được ảnh. {error.detail}"
            notices.append(Notice("pages-lost", said, index + 1))
            return None

    wanted = frames[: settings.max_pages]
    if len(frames) > len(wanted):
        reasons.append(Reason.TOO_MANY_PAGES)
        notices.append(
            Notice(
                "too-many-pages", f"Tệp có {len(frames)} trang; chỉ đọc {len(wanted)} trang đầu."
            )
        )
    with ThreadPoolExecutor(settings.workers) as pool:
        leaves = [leaf for leaf in pool.map(scan, range(len(wanted))) if leaf is not None]
    if not leaves:
        raise Quarantined(Reason.DAMAGED, "Không đọc được ảnh nào trong tệp này.")
    reason = reasons[0] if reasons else None
    notices.sort(key=lambda notice: notice.page or 0)
    return document(leaves, Verdict(sha256, media_type, Metadata(), tuple(notices), reason))


def frames(path: str) -> bytes:
    """Return the frames of a picture file as JSON, without decoding them."""
    with _opened(path) as image:
        count = min(getattr(image, "n_frames", 1), _MOST_FRAMES)
        found = []
        for index in range(count):
            image.seek(index)
            found.append(_frame(image))
        return msgspec.json.encode(found)


def preload() -> None:
    """Load Tesseract's model once, for all children that read pictures."""
    from pipeline.reading.ocr import get_ready

    get_ready(Settings().ocr_language)


def scanned_leaf(path: str, index: int, most_pixels: int, dpi: float, language: str) -> bytes:
    """Read one frame and return its leaf as JSON."""
    from pipeline.reading.ocr import see

    with _opened(path) as image:
        image.seek(index)
        frame = _frame(image)
        if frame.width * frame.height > most_pixels:
            raise Quarantined(
                Reason.TOO_MANY_PIXELS,
                f"Ảnh {frame.width}×{frame.height} điểm vượt giới hạn {most_pixels} điểm. "
                "Hãy quét lại ở 300 dpi.",
            )
        picture, seen_dpi = _picture(image, frame, dpi)
    return msgspec.json.encode(leaf_of(see(picture, seen_dpi, index + 1, language)))


def _opened(path: str) -> Image.Image:
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        # The limit on pixels is ours, per frame, and is checked before anything is decoded.
        Image.MAX_IMAGE_PIXELS = None
        return Image.open(path, formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise Quarantined(Reason.DAMAGED, "Tệp ảnh hỏng, không mở được.") from error


def _frame(image: Image.Image) -> Frame:
    width, height = image.size
    guess = max(min(width, height) / _A4_INCHES, _DPI_BOUNDS[0])
    said = image.info.get("dpi") or (0, 0)
    low, high = _DPI_BOUNDS
    x, y = (float(value) if low <= float(value) <= high else 0.0 for value in said[:2])
    # 72 and 96 are what programs write that know of no resolution.
    if not x or not y or (x in (72.0, 96.0) and width / x > 12):
        return Frame(width, height, guess, guess)
    return Frame(width, height, x, y)


def _picture(image: Image.Image, frame: Frame, wanted: float) -> tuple[Picture, float]:
    """Decode a frame as it is meant to be seen, with the same resolution both ways."""
    try:
        upright = ImageOps.exif_transpose(image) or image
        mode = "L" if upright.mode in ("1", "L", "LA", "I;16", "I") else "RGB"
        flat = _on_paper(upright).convert(mode)
    except (OSError, SyntaxError, ValueError) as error:
        raise Quarantined(Reason.DAMAGED, f"Ảnh hỏng hoặc bị cắt cụt. [{error}]") from error
    dpi = min(max(frame.dpi_x, frame.dpi_y), max(wanted, 200.0))
    turned = flat.size != image.size and flat.size == image.size[::-1]
    dpi_x, dpi_y = (frame.dpi_y, frame.dpi_x) if turned else (frame.dpi_x, frame.dpi_y)
    size = (max(1, round(flat.width * dpi / dpi_x)), max(1, round(flat.height * dpi / dpi_y)))
    if size != flat.size:
        flat = flat.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(flat), dpi


def _on_paper(image: Image.Image) -> Image.Image:
    """Lay a transparent picture on white."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper
