"""A page of an original in, its PNG out: rendered once, in a child, then kept on disk.

The picture shows the page as displayed, so that a box in points from the top left lies where it
was read. Only documents whose pages have a size have pictures.
"""

from __future__ import annotations

from pathlib import Path

from pipeline import sandbox
from pipeline.errors import InputError
from pipeline.reading.keeping import write_whole
from pipeline.settings import Settings

PICTURED = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
_DPI = 144
_MOST_PIXELS = 4_000_000  # an A4 page at 144 dpi has two million
_POINTS_PER_INCH = 72


def page_picture(
    original: Path, sha256: str, media_type: str, number: int, settings: Settings
) -> Path:
    """Return the path of a page's PNG, made now where it was never asked for before.

    ``number`` counts from 1. Raises ``Quarantined`` where the page cannot be rendered within the
    limits of a child.
    """
    kept = settings.home / "cache" / "pages" / sha256[:2] / f"{sha256}-{number}.png"
    if kept.exists():
        return kept
    task = "render_pdf" if media_type == "application/pdf" else "render_image"
    png = sandbox.call(
        f"pipeline.web.pictures:{task}",
        {"path": str(original.resolve()), "index": number - 1},
        sandbox.Limits(seconds=settings.child_seconds, memory=settings.child_memory),
    )
    write_whole(kept, png)
    return kept


def render_pdf(path: str, index: int) -> bytes:
    """Child's half: return one page of a PDF as PNG."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(Path(path))
    try:
        if not 0 <= index < len(pdf):
            raise InputError(f"Tài liệu không có trang {index + 1}.")
        page = pdf[index]
        width, height = page.get_size()
        scale = min(_DPI / _POINTS_PER_INCH, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        return _png(page.render(scale=scale).to_pil())
    finally:
        pdf.close()


def render_image(path: str, index: int) -> bytes:
    """Child's half: return one frame of an image file as PNG, the right way up."""
    from PIL import Image, ImageOps

    with Image.open(path) as image:
        try:
            image.seek(index)
        except EOFError as missing:
            raise InputError(f"Tài liệu không có trang {index + 1}.") from missing
        image.draft("RGB", (2400, 2400))  # lets a JPEG decode small; nothing to other formats
        upright = ImageOps.exif_transpose(image).convert("RGB")
        scale = min(1.0, (_MOST_PIXELS / (upright.width * upright.height)) ** 0.5)
        size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
        return _png(upright.resize(size, Image.Resampling.LANCZOS))


def _png(image: object) -> bytes:
    from io import BytesIO

    from PIL import Image

    assert isinstance(image, Image.Image)
    held = BytesIO()
    image.save(held, "PNG", optimize=False)
    return held.getvalue()
