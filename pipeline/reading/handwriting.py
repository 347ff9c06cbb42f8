"""A page's picture and words in, the blanks of its head out that a pen or a stamp filled in.

In paper files the number and the day are often written into a gap that the typist left. Print keeps
to its line's band, from the baseline to the height of a capital, within a twelfth of that height;
a pen's digits are taller, jump, are of another colour, or stand in a gap wider than a space.
Pictures, words and places are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.document import BBox, Notice
from pipeline.reading.blanks import Blank
from pipeline.reading.preparation import Picture, Prepared
from pipeline.reading.sheet import Affine, Token

Read = Callable[[Picture], list[Token]]

HAND = 0.3  # the most that digits may be trusted which a pen wrote
_OFF = 0.12  # capitals' heights by which print never leaves its band
_GAP = 1.1  # capitals' heights; print stands 0.3 to 0.6 from "Số:" and "ngày"
_SMALL, _LARGE = 4.5, 16.0  # points: the height of capitals in a head
_LEAST = 0.6  # of a capital's height: smaller ink is dirt, a dot, a colon
_AROUND = 1.1  # capitals' heights above and below a line that a hand's digit may reach
_BROAD = 4.0  # capitals' heights; what is broader is a rule or a stamp's frame
_COLOURED = 45  # difference of channels from which ink is coloured
_PALE = 150  # grey level: where nothing is darker there is no ink
_INKED = 12  # pixels of a glyph at least
_SIGHT = 36  # pixels: the height of a capital at which a hand is read for a suggestion

_GUESSED = str.maketrans("OoQDIliL|!SsBZzgGb", "000011111155822966")
_FIELDS = {"number": ("number", "Số văn bản", "số"), "date": ("date", "Ngày ký", "ngày")}
_WHY = {
    "colour": "mực khác màu chữ in",
    "shape": "nét cao thấp lệch khỏi dòng in",
    "gap": "chữ số đứng rời trong chỗ trống rộng",
}


@dataclass(frozen=True, slots=True)
class Hand:
    """A blank that was filled in by hand: what shows it, and what an engine guesses there."""

    blank: Blank
    why: str  # colour, shape or gap
    box: BBox  # round its ink
    guess: str = ""


def find_hands(
    prepared: Prepared, scanned: Picture, places: Sequence[Blank], dpi: float, read: Read
) -> tuple[Hand, ...]:
    """Return which blanks of a page's head and captions were filled in by hand.

    ``scanned`` is the upright page, RGB or grey, of which ``prepared`` is the straightened one.
    """
    found = []
    for blank in places:
        band = _band(prepared.picture, blank)
        if band is None or not _SMALL < (band[1] - band[0]) * 72 / dpi < _LARGE:
            continue
        black = _glyphs(prepared.picture, blank.box, band)
        coloured = _beside(_coloured(scanned, prepared.to_original, blank.box, band), black, blank)
        why = "colour" if coloured else _why(prepared.picture, black, blank, band)
        if why is not None:
            ink = coloured or black
            box = BBox(
                min(g.x0 for g in ink), min(g.top for g in ink),
                max(g.x1 for g in ink), max(g.bottom for g in ink),
            )  # fmt: skip
            picture = _crop(scanned, prepared.to_original, box, band)
            found.append(Hand(blank, why, box, "" if blank.caption else _guess(picture, read)))
    return tuple(found)


def doubt_hands(words: Sequence[Token], hands: Sequence[Hand]) -> list[Token]:
    """Return the words; those that stand where a pen wrote have hardly any confidence."""
    return [
        replace(token, confidence=min(token.confidence or 0.0, HAND))
        if any(_covers(token.bbox, hand.box) for hand in hands)
        else token
        for token in words
    ]


def notices(page: int, hands: Sequence[Hand]) -> tuple[Notice, ...]:
    """Say what of a head is handwritten; the engine's guess is for the reviewer's eye alone."""
    said = []
    for field, (code, name, asked) in _FIELDS.items():
        own = [
            h for h in hands
            if not h.blank.caption and (h.blank.name == "number") == (field == "number")
        ]  # fmt: skip
        if own:
            why = ", ".join(dict.fromkeys(_WHY[hand.why] for hand in own))
            guesses = ", ".join(f"“{hand.guess}”" for hand in own if hand.guess)
            guess = f"; máy đoán là {guesses}, không ghi nhận" if guesses else ""
            message = (
                f"{name} viết tay hoặc đóng vào chỗ trống ({why}){guess}. "
                f"Hãy xem ảnh trang và nhập {asked}."
            )
            said.append(Notice(f"{code}-handwritten", message, page))
    return tuple(said)


def _why(
    picture: Picture, glyphs: Sequence[BBox], blank: Blank, band: tuple[float, float]
) -> str | None:
    """Return what tells a hand from print in the ink of a blank; None where it is print."""
    if not glyphs:
        return None
    top, base = band
    capital = base - top
    # In an open blank print may follow the digits; its first runs tell who wrote.
    judged = glyphs[: 4 if blank.name == "year" else 2] if blank.open else glyphs
    odd = [g for g in judged if max(top - g.top, g.bottom - base) > _OFF * capital]
    if 2 * len(odd) >= len(judged):
        return "shape"
    return "gap" if _stands_apart(picture, blank, band) else None


def _stands_apart(picture: Picture, blank: Blank, band: tuple[float, float]) -> bool:
    """Tell whether a blank is wider than its ink by more than spaces, whatever the ink is."""
    top, base = band
    capital = base - top
    inked = [
        run
        for run in _runs(picture, BBox(blank.box.x0, top, blank.box.x1, base), 0.0)
        if run.bottom - run.top >= _LEAST * capital and not _is_colon(run, band)
    ]
    if not inked:
        return False
    before = inked[0].x0 - blank.box.x0
    behind = 0.0 if blank.open else blank.box.x1 - inked[-1].x1
    return max(before, behind) > _GAP * capital


def _band(picture: Picture, blank: Blank) -> tuple[float, float] | None:
    """Return the top and the baseline of a line's capitals and digits."""
    height = blank.print.bottom - blank.print.top
    runs = [r for r in _runs(picture, blank.print, 0.0) if r.bottom - r.top > 0.45 * height]
    if not runs:
        return None
    if blank.name == "number" and blank.open:
        runs = runs[:1]  # the S of "Số:"; the marks of its ố stand higher
    tops, bases = [r.top for r in runs], [r.bottom for r in runs]
    # A symbol is all capitals; of "tháng … năm 2020" about half are as high.
    share = 50 if blank.name == "number" else 30
    band = float(np.percentile(tops, share)), float(np.median(bases))
    return band if band[1] - band[0] >= 6 else None


def _glyphs(picture: Picture, box: BBox, band: tuple[float, float]) -> list[BBox]:
    """Return the runs of ink in a blank that can be digits, left to right."""
    top, base = band
    capital = base - top
    above, below = top - _AROUND * capital, base + _AROUND * capital
    return [
        run
        for run in _runs(picture, BBox(box.x0, top, box.x1, base), _AROUND * capital)
        if run.bottom - run.top >= _LEAST * capital
        and run.x1 - run.x0 < _BROAD * capital
        and box.x0 - 0.1 * capital < run.x0
        and run.x1 < box.x1 + 0.15 * capital
        and above + 1.5 < run.top  # what goes on beyond is a stamp's frame or a seal's rim
        and run.bottom < below - 1.5
        and run.top < top + 0.4 * capital
        and run.bottom > base - 0.4 * capital
        and not _is_colon(run, band)
        and not _hangs(run, band)
    ]


def _hangs(run: BBox, band: tuple[float, float]) -> bool:
    """Tell print that hangs together with a stamp under it: its top stands where print's does."""
    capital = band[1] - band[0]
    return run.bottom > band[1] + 0.5 * capital and run.top > band[0] - _OFF * capital


def _is_colon(run: BBox, band: tuple[float, float]) -> bool:
    """Tell the colon of "Số:", whose dots are joined into one run: narrow, and not so high."""
    capital = band[1] - band[0]
    return run.x1 - run.x0 < 0.3 * capital and run.top > band[0] + 0.18 * capital


def _coloured(scanned: Picture, back: Affine, box: BBox, band: tuple[float, float]) -> list[BBox]:
    """Return the runs of blue or violet ink in a blank; the red of seals is none."""
    if scanned.ndim == 2:
        return []
    capital = band[1] - band[0]
    around = BBox(box.x0, band[0] - capital, box.x1, band[1] + capital)
    crop = _straight(scanned, back, around)
    red, green, blue = (crop[:, :, channel].astype(np.int16) for channel in range(3))
    pen = (np.maximum(green, blue) - red > _COLOURED) | (blue - green > _COLOURED)
    ink = (pen * 255).astype(np.uint8)
    runs = _connected(ink, int(around.x0), int(around.top))
    return [run for run in runs if run.bottom - run.top >= _LEAST * capital]


def _beside(coloured: list[BBox], black: list[BBox], blank: Blank) -> list[BBox]:
    """Return the coloured runs that stand between print ("0" and a blue 8), not those over it."""
    if blank.open and black:
        return []  # a stamp at the end of a line that nobody measured
    return [
        run
        for run in coloured
        if all(run.x1 <= print_.x0 + 1 or run.x0 >= print_.x1 - 1 for print_ in black)
    ]


def _runs(picture: Picture, box: BBox, pad: float) -> list[BBox]:
    """Return the connected runs of ink round a box, those over each other joined."""
    height, width = picture.shape[:2]
    left, top = max(0, int(box.x0 - pad)), max(0, int(box.top - pad))
    right, bottom = min(width, int(box.x1 + pad) + 1), min(height, int(box.bottom + pad) + 1)
    if right - left < 4 or bottom - top < 4:
        return []
    crop = np.ascontiguousarray(picture[top:bottom, left:right])
    if int(crop.min()) > _PALE:
        return []  # Otsu parts the grain of bare paper too
    _, ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return _connected(ink, left, top)  # type: ignore[arg-type]  # stubs: "some array"


def _connected(ink: Picture, left: int, top: int) -> list[BBox]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    runs: list[BBox] = []
    for x, y, w, h, area in sorted(stats[1:].tolist()):
        if area < _INKED:
            continue
        run = BBox(float(left + x), float(top + y), float(left + x + w), float(top + y + h))
        if runs and min(runs[-1].x1, run.x1) - run.x0 > 0.5 * min(w, runs[-1].x1 - runs[-1].x0):
            runs[-1] = runs[-1].union(run)  # a digit that a scan broke in two
        else:
            runs.append(run)
    return runs


def _straight(scanned: Picture, back: Affine, box: BBox) -> Picture:
    """Cut a piece of the straightened page out of the scan, in its own colours."""
    a, b, c, d, e, f = back
    x, y = int(box.x0), int(box.top)
    size = (max(4, int(box.x1) - x), max(4, int(box.bottom) - y))
    way = np.array([[a, b, a * x + b * y + c], [d, e, d * x + e * y + f]], np.float64)
    white = 255 if scanned.ndim == 2 else (255, 255, 255)
    # OpenCV's stubs say "some array"; an 8-bit picture stays one.
    return cv2.warpAffine(  # type: ignore[return-value]
        scanned, way, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=white
    )


def _crop(scanned: Picture, back: Affine, box: BBox, band: tuple[float, float]) -> Picture:
    """Return a hand's ink in grey, with a rim, at a size that an engine reads best."""
    capital = band[1] - band[0]
    pad = 0.35 * capital
    piece = _straight(
        scanned, back, BBox(box.x0 - pad, box.top - pad, box.x1 + pad, box.bottom + pad)
    )
    grey = piece if piece.ndim == 2 else piece.min(axis=2)
    by = _SIGHT / max(capital, 1.0)
    return cv2.resize(grey, None, fx=by, fy=by, interpolation=cv2.INTER_CUBIC)  # type: ignore[return-value]


def _guess(picture: Picture, read: Read) -> str:
    """Return the digits that an engine sees in a hand, or nothing."""
    seen = "".join(token.text for token in read(picture)).translate(_GUESSED)
    digits = "".join(filter(str.isdigit, seen))
    return digits if 0 < len(digits) <= 5 else ""


def _covers(word: BBox, ink: BBox) -> bool:
    width = min(word.x1, ink.x1) - max(word.x0, ink.x0)
    height = min(word.bottom, ink.bottom) - max(word.top, ink.top)
    return width > 0.3 * (ink.x1 - ink.x0) and height > 0.3 * (ink.bottom - ink.top)
