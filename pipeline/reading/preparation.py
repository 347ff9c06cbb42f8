"""A page's picture in, a picture Tesseract likes out: no seal, no skew, no table rules.

Pictures are 8-bit arrays, dark on light. The red channel makes the seal vanish for nothing; the
rules hurt OCR most, and are just what tables need, so they are found once and serve both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np

from pipeline.document import BBox
from pipeline.reading.sheet import IDENTITY, Affine

Picture: TypeAlias = "np.ndarray[Any, np.dtype[np.uint8]]"

_STEEPEST = 6.0  # degrees of skew looked for
_TRACE = 0.0003  # of a page: less coloured ink is a scanner's fringe
_TILTS = (-1.6, -0.8, 0.0, 0.8, 1.6)  # degrees tried before it is known which way lines run
_LEAST_SKEW = 0.08  # degrees; under this straightening only blurs
_COLOURED = 55  # difference of channels from which ink is coloured
_RIM = 80  # darker than this in the red channel is black
_PRINT = 0.5  # share of ink that must be black for the rest to be stamps and pens


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture for OCR; ``rules`` in its pixels; ``to_original`` maps its pixels back."""

    picture: Picture
    rules: tuple[BBox, ...]
    to_original: Affine
    treatment: tuple[str, ...]


def prepare(picture: Picture, dpi: float) -> Prepared:
    """Straighten a grey picture and lift the rules off it."""
    treatment = []
    picture, back, angle = straighten(picture)
    if angle:
        treatment.append(f"deskew {angle:+.2f}")
    picture = whitened(picture)
    ink = _ink(picture)
    across, upright = _rules(ink, dpi)
    lifted = picture.copy()
    lifted[_lifted(ink, across, upright, dpi) > 0] = 255
    rules = (*_boxes(across), *_boxes(upright))
    if rules:
        treatment.append("rules lifted")
    return Prepared(lifted, rules, back, tuple(treatment))


def without_seal(coloured: Picture) -> Picture:
    """Return an RGB picture in grey, without coloured ink: seals, blue pens, received-stamps.

    What a blue pen wrote into a gap is better missed, and asked for, than misread. Where most of
    the ink is coloured, it is the print: then only the red of seals goes.
    """
    if coloured.ndim == 2:
        return coloured
    red = np.ascontiguousarray(coloured[:, :, 0])
    channels = cv2.split(coloured)
    lightest = cv2.max(cv2.max(channels[0], channels[1]), channels[2])
    darkest = cv2.min(cv2.min(channels[0], channels[1]), channels[2])
    inked = (lightest.astype(np.int16) - darkest > _COLOURED).astype(np.uint8)
    black = red.copy()
    # A coloured stroke's pale rim is grey; what is black beside it is print, and stays.
    black[(cv2.dilate(inked, np.ones((5, 5), np.uint8)) > 0) & (red > _RIM)] = 255
    black[inked > 0] = 255
    dark = cv2.countNonZero(_ink(red))
    return black if cv2.countNonZero(_ink(black)) > _PRINT * dark else red


def is_inked(coloured: Picture) -> bool:
    """Tell whether a picture shows coloured ink, which ``without_seal`` takes off."""
    if coloured.ndim == 2:
        return False
    red, green, blue = cv2.split(coloured)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return cv2.countNonZero(cv2.inRange(spread, (_COLOURED,), (255,))) > _TRACE * red.size


def straighten(picture: Picture) -> tuple[Picture, Affine, float]:
    """Turn a picture by its skew; also return the way back and the angle in degrees."""
    angle = skew(picture)
    if abs(angle) < _LEAST_SKEW:
        return picture, IDENTITY, 0.0
    height, width = picture.shape[:2]
    there = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        picture, there, (width, height), flags=cv2.INTER_LINEAR, borderValue=255
    )
    back = cv2.invertAffineTransform(there).ravel()
    a, b, c, d, e, f = (float(value) for value in back)
    return _grey(turned), (a, b, c, d, e, f), angle


def lies_sideways(picture: Picture) -> bool:
    """Tell whether the lines of text run from bottom to top or from top to bottom."""
    scale = min(1.0, 900 / max(picture.shape))
    small = _grey(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    across, upright = _rules(_ink(small), 200 * scale)
    ink = _ink(small)
    ink[cv2.dilate(cv2.bitwise_or(across, upright), np.ones((3, 3), np.uint8)) > 0] = 0
    sharpest = [
        max(_evenness(each, angle) for angle in _TILTS) for each in (ink, _grey(ink.T.copy()))
    ]
    return sharpest[1] > 1.6 * sharpest[0]


def skew(picture: Picture) -> float:
    """Return the angle in degrees that makes the lines of text level; 0 where there are too few."""
    scale = min(1.0, 900 / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = _ink(_grey(small))
    if cv2.countNonZero(ink) < 0.002 * ink.size:
        return 0.0
    coarse = _grey(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    best = 0.0
    for seen, reach, step in ((coarse, _STEEPEST, 0.5), (ink, 0.5, 0.1), (ink, 0.08, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        sharpness = [_evenness(seen, float(angle)) for angle in angles]
        best = float(angles[int(np.argmax(sharpness))])
    return round(best, 2) if abs(best) < _STEEPEST else 0.0


def _evenness(ink: Picture, angle: float) -> float:
    """Return how sharply rows of ink and rows of paper part when the picture is turned."""
    height, width = ink.shape
    # Shearing stands in for turning: the same at such angles, and much cheaper.
    shift = np.array([[1, 0, 0], [-np.tan(np.radians(angle)), 1, 0]], np.float32)
    shift[1, 2] = np.tan(np.radians(angle)) * width / 2
    sheared = cv2.warpAffine(ink, shift, (width, height), flags=cv2.INTER_NEAREST)
    profile = sheared.sum(axis=1, dtype=np.float64)
    return float(((profile[1:] - profile[:-1]) ** 2).sum())


def _ink(picture: Picture) -> Picture:
    _, ink = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return _grey(ink)


def whitened(picture: Picture) -> Picture:
    """Make paper white, so that what is left when words are painted out is not taken for ink."""
    level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    white = level + 0.6 * (255 - level)
    steps = np.clip(np.arange(256) * (255 / white), 0, 255).astype(np.uint8)
    return _grey(cv2.LUT(picture, steps))


def _rules(ink: Picture, dpi: float) -> tuple[Picture, Picture]:
    """Return the pixels of level and of upright rules."""
    gap = max(3, int(dpi / 60))
    across = _runs(ink, (1, gap), (1, int(dpi * 0.45)))
    down = _runs(ink, (gap, 1), (int(dpi * 0.14), 1))
    thick = max(4, int(dpi / 25))  # a broader run is a stamp or a photo, not a rule
    for mask, box in ((across, (thick, 1)), (down, (1, thick))):
        mask[cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(box, np.uint8)) > 0] = 0
    _drop_letters(down, across, dpi)
    return across, down


def _lifted(ink: Picture, across: Picture, upright: Picture, dpi: float) -> Picture:
    """Return the pixels to clear: the rules, but not the strokes of letters that cross them."""
    rules = cv2.dilate(cv2.bitwise_or(across, upright), np.ones((3, 3), np.uint8))
    letters = ink.copy()
    letters[rules > 0] = 0
    reach = max(5, int(dpi / 28))
    for mask, way in ((across, (reach, 1)), (upright, (1, reach))):
        crossing = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones(way, np.uint8))
        crossing[cv2.dilate(mask, np.ones((3, 3), np.uint8)) == 0] = 0
        rules[(crossing > 0) & (ink > 0)] = 0
    return _grey(rules)


def _runs(ink: Picture, gap: tuple[int, int], least: tuple[int, int]) -> Picture:
    """Keep runs of ink of a least length in one direction, gaps in them bridged."""
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap, np.uint8))
    return _grey(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones(least, np.uint8)))


def _drop_letters(down: Picture, across: Picture, dpi: float) -> None:
    """Clear short upright runs that no level rule bounds above and below: l, h, the side of a Đ."""
    near = max(2, int(dpi / 50))
    for x, y, width, height in _bounds(down):
        if height >= dpi * 0.28:
            continue
        columns = slice(max(0, x - near), x + width + near)
        above = across[max(0, y - near) : y + near, columns].any()
        below = across[y + height - near : y + height + near, columns].any()
        if not (above and below):
            down[y : y + height, x : x + width] = 0


def _boxes(mask: Picture) -> list[BBox]:
    return [BBox(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in _bounds(mask)]


def _bounds(mask: Picture) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, width and height of each shape of a mask that is mostly empty."""
    # Following outlines costs a fifth of numbering every pixel.
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        yield x, y, width, height


def _grey(picture: Any) -> Picture:
    # OpenCV's stubs say "some array"; what comes out of an 8-bit picture is an 8-bit picture.
    return picture  # type: ignore[no-any-return]
