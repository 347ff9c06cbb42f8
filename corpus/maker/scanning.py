"""Printed pages become scans: rendered, inked, skewed, blurred, speckled, squeezed into files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from corpus.maker.drafting import Draft
from corpus.maker.ink import BLACK, BLUE, Raster, received, seal, sign, write_digits
from corpus.maker.printing import MARK, SUBJECT, settle


@dataclass(frozen=True, slots=True)
class Damage:
    """What a scanner and an office did to a paper; angles in degrees, the rest as named."""

    dpi: int = 300
    skew: float = 0.0
    blur: float = 0.0  # sigma in pixels at 300 dpi
    noise: float = 0.0  # standard deviation of grey levels
    speckle: float = 0.0  # share of pixels
    shade: float = 0.0  # how much darker the far corner is
    jpeg: int = 85
    tone: str = "colour"  # colour, grey or bilevel
    sealed: bool = True
    signed: bool = True

    def as_gold(self) -> dict[str, object]:
        """Return the damage as a gold line tells it."""
        return asdict(self)


def choose_damage(rng: Random, profile: str) -> Damage:
    """Choose what happens to a paper of a profile."""
    sealed, signed = rng.random() < 0.75, rng.random() < 0.7
    if profile == "clean":
        tone = rng.choice(("colour", "grey"))
        skew = rng.uniform(-0.5, 0.5)
        return Damage(300, skew, 0.4, 2.0, 0.0, 0.0, 88, tone, sealed, signed)
    if profile == "bad":
        dpi = rng.choice((150, 200, 200))
        skew, blur = rng.uniform(-2, 2), rng.uniform(0.8, 1.4)
        grain = rng.uniform(8, 16), rng.uniform(0.0005, 0.002)
        return Damage(
            dpi,
            skew,
            blur,
            *grain,
            rng.uniform(0.05, 0.25),
            38,
            rng.choice(("colour", "grey")),
            sealed,
            signed,
        )
    if profile == "fax":
        return Damage(
            200, rng.uniform(-1.2, 1.2), 0.7, 10.0, 0.001, 0.0, 80, "bilevel", sealed, signed
        )
    dpi = rng.choice((200, 200, 300))
    tone = rng.choice(("colour", "colour", "grey", "bilevel"))
    skew, blur = rng.uniform(-1.5, 1.5), rng.uniform(0.3, 0.9)
    return Damage(
        dpi, skew, blur, rng.uniform(2, 7), 0.0, rng.uniform(0, 0.08), 72, tone, sealed, signed
    )


Marker = Callable[[Draft, bytes, list[Raster], Damage, Random], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece of print on a page, in points from the page's top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def scan(
    draft: Draft, data: bytes, damage: Damage, rng: Random, marker: Marker | None = None
) -> list[Raster]:
    """Return the pages of a printed paper as a scanner would have seen them.

    ``marker`` puts hands, pens, seals and stamps on them first; ``mark`` unless given.
    """
    pages = render(data, damage.dpi)
    (marker or mark)(draft, data, pages, damage, rng)
    grain = np.random.default_rng(rng.randrange(1 << 30))
    return [_worn(page, damage, grain) for page in pages]


def render(data: bytes, dpi: int) -> list[Raster]:
    """Return the pages of a PDF as pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [np.array(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


def find(data: bytes, text: str, *, last: bool = False) -> Spot | None:
    """Find a piece of print in a PDF: the first time it stands there, or the last."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = None
    try:
        for number, page in enumerate(document):
            searcher = page.get_textpage().search(text, match_case=True)
            while (match := searcher.get_next()) is not None:
                left, bottom, right, top = page.get_textpage().get_charbox(match[0])
                height = page.get_height()
                found = Spot(number, left, height - top, right, height - bottom)
                if not last:
                    return found
        return found
    finally:
        document.close()


def mark(draft: Draft, data: bytes, pages: list[Raster], damage: Damage, rng: Random) -> None:
    """Put number and day by hand, seal, signature and received stamp on the printed pages."""
    scale = damage.dpi / 72
    _by_hand(draft, data, pages[0], scale, rng)
    paper = draft.paper
    name = find(data, paper.signer, last=True) if paper.signer else None
    if name:
        x, y = (name.left + 45) * scale, (name.top - 28) * scale
        if damage.sealed:
            words = " ".join(paper.issuer[-1].split())
            seal(
                pages[name.page],
                rng,
                x - 48 * scale,
                y + rng.uniform(-6, 10) * scale,
                damage.dpi,
                words,
            )
        if damage.signed:
            sign(pages[name.page], rng, x, y + rng.uniform(0, 16) * scale, 90 * scale)
    if paper.received:
        at = rng.uniform(55, 80) * scale, rng.uniform(120, 150) * scale
        received(pages[0], rng, *at, damage.dpi, paper.received)


def _by_hand(draft: Draft, data: bytes, page: Raster, scale: float, rng: Random) -> None:
    occasion, hand = draft.occasion, draft.wish.hand
    if occasion is None or not hand:
        return
    shade = rng.choice((BLUE, BLUE, BLACK))
    height = rng.uniform(13, 17) * scale
    slash, month = find(data, f"/{occasion.office.symbol}"), find(data, "tháng")
    if "number" in hand and slash:
        at = (slash.left - 3) * scale, (slash.bottom + 1) * scale
        write_digits(page, rng, str(occasion.serial), *at, height, shade)
    if "date" in hand and month:
        at = (month.left - 5) * scale, (month.bottom + 1) * scale
        write_digits(page, rng, f"{occasion.signed.day:02d}", *at, height * 0.9, shade)


def _worn(page: npt.NDArray[Any], damage: Damage, grain: np.random.Generator) -> Raster:
    """Put a page through the scanner: skew, blur, light, grain, and its tone."""
    height, width = page.shape[:2]
    if damage.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), damage.skew, 1.0)
        page = cv2.warpAffine(
            page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
        )
    if damage.blur:
        page = cv2.GaussianBlur(page, (0, 0), damage.blur * damage.dpi / 300 + 0.01)
    if damage.tone != "colour":
        page = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    values = page.astype(np.float32)
    if damage.shade:
        light = 1 - damage.shade * np.linspace(0, 1, width, dtype=np.float32)
        values *= light[None, :, None] if values.ndim == 3 else light[None, :]
    if damage.noise:
        coarse = grain.normal(0, damage.noise, (height, width)).astype(np.float32)
        values += coarse[..., None] if values.ndim == 3 else coarse
    if damage.speckle:
        dots = grain.random((height, width)) < damage.speckle
        values[dots] = 40
        values[grain.random((height, width)) < damage.speckle] = 255
    worn: Raster = np.clip(values, 0, 255).astype(np.uint8)
    if damage.tone == "bilevel":
        worn = ((worn > 150) * 255).astype(np.uint8)
    return worn


def images(pages: list[Raster], damage: Damage) -> list[Image.Image]:
    """Return the pages as pictures, bilevel ones with one bit a pixel."""
    pictures = [Image.fromarray(page) for page in pages]
    if damage.tone == "bilevel":
        pictures = [picture.convert("1", dither=Image.Dither.NONE) for picture in pictures]
    return pictures


def as_pdf(pages: list[Raster], damage: Damage) -> bytes:
    """Return the pages as a PDF that holds pictures and not a letter of text."""
    first, *others = images(pages, damage)
    squeeze = {} if damage.tone == "bilevel" else {"quality": damage.jpeg}
    out = io.BytesIO()
    first.save(
        out,
        "PDF",
        resolution=damage.dpi,
        save_all=True,
        append_images=others,
        **squeeze,
    )
    return settle(out.getvalue())


def as_tiff(pages: list[Raster], damage: Damage) -> bytes:
    """Return the pages as one TIFF of several pictures."""
    first, *others = images(pages, damage)
    bilevel = damage.tone == "bilevel"
    packing = (
        {"compression": "group4"} if bilevel else {"compression": "jpeg", "quality": damage.jpeg}
    )
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = MARK  # ImageDescription holds ASCII in old readers; Pillow writes UTF-8
    out = io.BytesIO()
    first.save(
        out,
        "TIFF",
        dpi=(damage.dpi, damage.dpi),
        **packing,
        save_all=True,
        append_images=others,
        tiffinfo=tags,
    )
    return out.getvalue()


def as_png(page: Raster, damage: Damage) -> bytes:
    """Return one page as PNG, marked in its own text field."""
    told = PngInfo()
    told.add_itxt("Source", SUBJECT, lang="vi")
    out = io.BytesIO()
    images([page], damage)[0].save(
        out, "PNG", dpi=(damage.dpi, damage.dpi), pnginfo=told, optimize=True
    )
    return out.getvalue()


def as_jpeg(page: Raster, damage: Damage) -> bytes:
    """Return one page as JPEG, marked in its comment."""
    out = io.BytesIO()
    picture = Image.fromarray(page)
    picture.save(
        out, "JPEG", dpi=(damage.dpi, damage.dpi), quality=damage.jpeg, comment=SUBJECT.encode()
    )
    return out.getvalue()
