"""What is put on a printed page by hand: digits in gaps, signatures, seals, received stamps.

Pages are RGB arrays (rows, columns, 3), places and sizes in pixels. All drawing is
semi-transparent, as ink is: print under a seal stays readable to a patient eye.
"""

from __future__ import annotations

import math
from functools import cache
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from corpus.maker.words import digits

Raster = npt.NDArray[np.uint8]

BLUE, BLACK, RED = (32, 48, 150), (30, 30, 34), (205, 38, 48)


def write_digits(
    page: Raster,
    rng: Random,
    text: str,
    right: float,
    baseline: float,
    height: float,
    shade: tuple[int, int, int],
) -> None:
    """Write digits by hand so that they end at ``right`` on the baseline."""
    width = height * 0.62
    left = right - width * len(text) * 0.92
    slant, shaky = rng.uniform(0.05, 0.22), rng.uniform(0.04, 0.09)
    for index, digit in enumerate(text):
        x = left + index * width * rng.uniform(0.86, 0.95)
        y = baseline - height * rng.uniform(0.92, 1.06)
        for stroke in digits()[digit]:
            points = [
                (
                    x + (px + rng.uniform(-shaky, shaky) + slant * (1 - py)) * width,
                    y + (py + rng.uniform(-shaky, shaky)) * height,
                )
                for px, py in stroke
            ]
            draw_stroke(page, smooth(points), shade, max(2, round(height / 11)))


def sign(
    page: Raster,
    rng: Random,
    x: float,
    y: float,
    size: float,
    shade: tuple[int, int, int] = BLUE,
) -> None:
    """Sign over whatever stands round (x, y); ``size`` is the signature's width."""
    points: list[tuple[float, float]] = []
    turns = rng.randint(5, 8)
    for turn in range(turns):
        along = x - size / 2 + size * turn / turns
        lift = size * rng.uniform(0.1, 0.42) * (-1 if turn % 2 else 1)
        points.append((along + rng.uniform(-0.08, 0.08) * size, y + lift))
    points.append((x + size * 0.75, y - size * rng.uniform(0.0, 0.3)))
    draw_stroke(page, smooth(points), shade, max(2, round(size / 70)), 0.85)


def smooth(points: list[tuple[float, float]], steps: int = 12) -> Raster:
    """Return a Catmull-Rom curve through the points, as whole pixels for ``cv2.polylines``."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(tuple(_catmull(t, a[axis], b[axis], c[axis], d[axis]) for axis in (0, 1)))
    curve.append(points[-1])
    return np.array(curve)


def _catmull(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def draw_stroke(
    page: Raster, curve: Raster, shade: tuple[int, int, int], width: int, strength: float = 0.9
) -> None:
    """Draw one stroke of a pen along a curve; ``width`` in pixels, ``strength`` of its ink."""
    mask = np.zeros(page.shape[:2], np.uint8)
    cv2.polylines(mask, [np.round(curve * 8).astype(np.int32)], False, 255, width, cv2.LINE_AA, 3)
    ink(page, mask, shade, strength)


def ink(page: Raster, mask: Raster, shade: tuple[int, int, int], strength: float) -> None:
    """Lay ink on a page where the mask says so: it darkens the paper and keeps the print."""
    rows, columns = np.nonzero(mask)
    if rows.size == 0:
        return
    window = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    cover = (mask[window].astype(np.float32) / 255 * strength)[..., None]
    paper = page[window].astype(np.float32)
    inked = paper * (np.array(shade, np.float32) / 255)
    page[window] = np.clip(paper * (1 - cover) + inked * cover, 0, 255).astype(np.uint8)


@cache
def typeface(size: int, *, bold: bool = True) -> ImageFont.FreeTypeFont:
    """Return the sans typeface that stamps are cut in."""
    name = "LiberationSans-Bold.ttf" if bold else "LiberationSans-Regular.ttf"
    return ImageFont.truetype(name, size)


def seal(page: Raster, rng: Random, x: float, y: float, dpi: int, words: str) -> None:
    """Press a round red seal with its middle at (x, y): 36 mm wide, a star, words round the rim."""
    radius = 18 / 25.4 * dpi
    size = round(radius * 2.2)
    stamp = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(stamp)
    middle = size / 2
    for part, width in ((1.0, 0.035), (0.93, 0.012), (0.62, 0.012)):
        box = [
            middle - radius * part,
            middle - radius * part,
            middle + radius * part,
            middle + radius * part,
        ]
        draw.ellipse(box, outline=255, width=max(1, round(radius * width)))
    draw.polygon(_star(middle, middle, radius * 0.3), fill=255)
    _words_on_rim(stamp, words, middle, radius * 0.77, round(radius * 0.17))
    turned = np.asarray(stamp.rotate(rng.uniform(-12, 12)))
    mask = _placed(page, turned, x, y)
    worn = np.random.default_rng(rng.randrange(1 << 30)).random(
        (mask.shape[0] // 8 + 1, mask.shape[1] // 8 + 1)
    )
    wear = cv2.resize((0.55 + 0.45 * worn).astype(np.float32), (mask.shape[1], mask.shape[0]))
    ink(page, (mask * wear).astype(np.uint8), RED, 0.85)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [
        (
            x + radius * (1 if point % 2 == 0 else 0.4) * math.sin(point * math.pi / 5),
            y - radius * (1 if point % 2 == 0 else 0.4) * math.cos(point * math.pi / 5),
        )
        for point in range(10)
    ]


def _words_on_rim(stamp: Image.Image, words: str, middle: float, radius: float, size: int) -> None:
    font = typeface(max(size, 6))
    step = min(0.19, 5.2 / max(len(words), 1))
    for index, letter in enumerate(words):
        angle = -math.pi / 2 + (index - (len(words) - 1) / 2) * step
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=font, anchor="mm")
        turned = tile.rotate(-math.degrees(angle + math.pi / 2))
        at = (
            round(middle + radius * math.cos(angle) - size),
            round(middle + radius * math.sin(angle) - size),
        )
        stamp.paste(255, at, turned)


def received(
    page: Raster, rng: Random, x: float, y: float, dpi: int, lines: tuple[str, ...]
) -> None:
    """Press a received stamp, "CÔNG VĂN ĐẾN", with another number and another day in it."""
    shade = rng.choice((RED, (90, 60, 150)))
    height = round(4.2 / 25.4 * dpi)
    stamp = Image.new("L", (round(36 / 25.4 * dpi), height * len(lines) + height // 2), 0)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle([0, 0, stamp.width - 1, stamp.height - 1], outline=255, width=max(2, dpi // 90))
    for index, line in enumerate(lines):
        font = typeface(round(height * 0.62), bold=index == 0)
        draw.text((height * 0.4, height * (index + 0.4)), line, fill=255, font=font)
    turned = np.asarray(stamp.rotate(rng.uniform(-4, 4), expand=True))
    ink(page, _placed(page, turned, x, y), shade, 0.85)


def _placed(page: Raster, stamp: Raster, x: float, y: float) -> Raster:
    """Return a page-sized mask with the stamp's middle at (x, y), cut off at the edges."""
    height, width = page.shape[:2]
    mask: Raster = np.zeros((height, width), np.uint8)
    top, left = round(y - stamp.shape[0] / 2), round(x - stamp.shape[1] / 2)
    y0, x0 = max(top, 0), max(left, 0)
    y1, x1 = min(top + stamp.shape[0], height), min(left + stamp.shape[1], width)
    if y1 > y0 and x1 > x0:
        mask[y0:y1, x0:x1] = stamp[y0 - top : y1 - top, x0 - left : x1 - left]
    return mask
