"""Picture files in, pages of a PDF that show them out; a page in, its own picture in its place out.

A JPEG goes in byte by byte; other pictures keep every pixel. Runs in the child that makes the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pypdfium2
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream
from PIL import Image, ImageChops, ImageOps

from pipeline.transcript.layer import frame_of
from pipeline.transcript.sides import Side

_SPACES = {"1": Name.DeviceGray, "L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_GLANCE = 1.0  # pixels a point
_QUALITY = 90  # of a JPEG
_ROUGH = 0.25  # bytes a pixel: a picture that packs no better is a photograph
_ORIENTATION = 0x0112  # the tag of a picture's header that says how it is to be turned
# How the unit square is mirrored and turned for each orientation, before it is made a page's size.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def pages_of_pictures(path: str, sides: Mapping[int, Side]) -> Pdf:
    """Return a PDF with a page for each frame of a picture file, of the size its side has."""
    pdf = Pdf.new()
    with Image.open(path) as image:
        for number in range(1, getattr(image, "n_frames", 1) + 1):
            image.seek(number - 1)
            side = sides.get(number)
            size = (side.width, side.height) if side else (595.0, 842.0)
            page = pdf.add_blank_page(page_size=size)
            page.Resources = Dictionary()
            if image.format == "JPEG" and image.mode in _SPACES:
                picture = _jpeg(pdf, image, Path(path).read_bytes())
                _show(pdf, page, picture, size, image.getexif().get(_ORIENTATION, 1))
            else:
                _show(pdf, page, _lossless(pdf, ImageOps.exif_transpose(image) or image), size)
    return pdf


def add_picture(
    pdf: Pdf, page: Page, seen: pypdfium2.PdfPage, dpi: float, most_pixels: int
) -> None:  # fmt: skip
    """Put a page's picture in the place of all that it draws; its frame stays as displayed."""
    width, height = seen.get_size()
    scale = min(dpi / 72, (most_pixels / max(width * height, 1.0)) ** 0.5)
    image = seen.render(scale=scale).to_pil().convert("RGB")
    grey = image.convert("L")
    plain = grey if not any(low != high for low, high in _spread(image, grey)) else image
    frame = frame_of(page)
    for key in ("/CropBox", "/Rotate", "/Group"):
        if key in page.obj:
            del page.obj[key]
    size = frame.size
    page.MediaBox = Array([0, 0, *size])
    page.Resources = Dictionary()
    page.Contents = Stream(pdf, b"")
    _show(pdf, page, _packed(pdf, plain), size)


def same_picture(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> bool:
    """Tell whether two pages look the same, every pixel, at a size at which letters still show."""
    first, second = (page.render(scale=_GLANCE).to_pil().convert("RGB") for page in (one, other))
    return first.size == second.size and not ImageChops.difference(first, second).getbbox()


def _spread(image: Image.Image, grey: Image.Image) -> list[tuple[float, float]]:
    """Return how far each colour strays from grey, from nothing to nothing where none does."""
    strayed = ImageChops.difference(image, grey.convert("RGB")).getextrema()
    return [(float(low), float(high)) for low, high in strayed]  # type: ignore[misc]


def _packed(pdf: Pdf, image: Image.Image) -> Stream:
    """Return a rendering by its pixels, or as a JPEG where the pixels are a photograph's."""
    lossless = _lossless(pdf, image)
    if len(lossless.read_raw_bytes()) < _ROUGH * image.width * image.height:
        return lossless
    made = BytesIO()
    image.save(made, "JPEG", quality=_QUALITY)
    return _jpeg(pdf, image, made.getvalue())


def _jpeg(pdf: Pdf, image: Image.Image, data: bytes) -> Stream:
    return Stream(pdf, data, _described(image, 8, Name.DCTDecode))


def _lossless(pdf: Pdf, image: Image.Image) -> Stream:
    """Return a picture by its pixels: one bit, grey or colour; a see-through one on white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper.convert("RGB")
    elif image.mode in ("I;16", "I", "F"):
        image = image.point(lambda level: level / 256).convert("L")
    elif image.mode not in _SPACES:
        image = image.convert("RGB")
    bits = 1 if image.mode == "1" else 8
    packed = zlib.compress(image.tobytes(), 6)
    return Stream(pdf, packed, _described(image, bits, Name.FlateDecode))


def _described(image: Image.Image, bits: int, packed: Name) -> Dictionary:
    return Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=_SPACES[image.mode],
        BitsPerComponent=bits,
        Filter=packed,
    )


def _show(
    pdf: Pdf, page: Page, picture: Stream, size: tuple[float, float], orientation: int = 1
) -> None:
    """Draw a picture over a whole page, turned as its header says."""
    name = page.add_resource(pdf.make_indirect(picture), Name.XObject)
    turn = " ".join(map(str, _TURNS.get(orientation, _TURNS[1])))
    drawn = f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm {turn} cm {name} Do Q"
    page.Contents = Stream(pdf, drawn.encode())
