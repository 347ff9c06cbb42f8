"""Words with numbers in, the same words out, in doubt where a second reading differs.

Tesseract turned a clearly printed 18/10/2022 into 18/10/2021 and was sure of it. Lines that hold a
number or a date are therefore read again at another scale, all in one go; digits that do not come
out the same lose their confidence, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.document import BBox
from pipeline.reading.lines import lines_of
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Token, centre
from pipeline.vietnamese import fold

CONTRADICTED = 0.5  # the most that digits may be trusted which did not repeat themselves
_FAIR = 0.7  # two readings that agree count for more than one where both are at least so sure
_AGREED = 0.95  # but not for certain: one engine read both
_MOST_LINES = 14  # a page with more is a list; its numbers are not the paper's own
_GAP = 0.15  # inches between pasted lines

# Like "1918/QĐ-UBND", "ngày 07 tháng 10 năm 2020", "07/10/2020", "Số: ".
_NUMBERED = re.compile(
    r"\d{1,5} ?/ ?(?:\d{4} ?/ ?)?[a-z]{2}|ngay .{0,4}\d.{0,4}thang|\d{1,2}/\d{1,2}/\d{4}|^so ?:"
)
_NOT_DIGITS = re.compile(r"\D+")


def doubt_unrepeated(
    picture: Picture, words: list[Token], dpi: float, read: Callable[[Picture], list[Token]]
) -> list[Token]:
    """Return the words; those whose digits a second reading contradicts have low confidence."""
    lines = [
        line
        for line in lines_of(words)
        if _NUMBERED.search(fold(" ".join(token.text for token in line)))
    ][:_MOST_LINES]
    if not lines:
        return words
    boxes = [_line_box(line, picture, dpi) for line in lines]
    gap, scale = int(_GAP * dpi), 1.3 if dpi < 250 else 0.8
    again = read(_scaled(_stack(picture, boxes, gap), scale))
    weighed: dict[int, Token] = {}
    top = gap
    for line, box in zip(lines, boxes, strict=True):
        bottom = top + box.bottom - box.top
        seen = [t for t in again if top <= centre(t.bbox)[1] / scale <= bottom]
        for token in line:
            if _has_digits(token):
                weighed[id(token)] = _weighed(token, _same_place(token, seen, gap - box.x0, scale))
        top = int(bottom) + gap
    return [weighed.get(id(token), token) for token in words]


def _has_digits(token: Token) -> bool:
    return any(sign.isdigit() for sign in token.text)


def _same_place(token: Token, seen: Sequence[Token], shift: float, scale: float) -> list[Token]:
    """Return what the second reading has where the first has this word, left to right."""
    x0, x1 = token.bbox.x0 + shift, token.bbox.x1 + shift
    there = [t for t in seen if t.bbox.x0 / scale < x1 and x0 < t.bbox.x1 / scale]
    return sorted(there, key=lambda t: t.bbox.x0)


def _weighed(token: Token, there: Sequence[Token]) -> Token:
    """Trust digits that come out the same twice as the surer reading does, others hardly."""
    trust = token.confidence or 0.0
    if token.text == "".join(t.text for t in there):
        sure = min((t.confidence or 0.0 for t in there), default=0.0)
        both = 1 - (1 - trust) * (1 - sure) if min(trust, sure) >= _FAIR else 0.0
        return replace(token, confidence=max(trust, sure, round(min(both, _AGREED), 3)))
    digits = _NOT_DIGITS.sub("", token.text)
    if digits == _NOT_DIGITS.sub("", "".join(t.text for t in there)):
        # "1826/QĐĐ-CTĐP" and "1826/QĐ-CTĐP": the digits agree, the surer reading has the letters.
        better = max((token, *there), key=lambda t: t.confidence or 0.0)
        return replace(better, bbox=token.bbox) if len(there) == 1 else token
    return replace(token, confidence=min(trust, CONTRADICTED))


def _line_box(line: Sequence[Token], picture: Picture, dpi: float) -> BBox:
    height, width = picture.shape[:2]
    pad = int(dpi / 40)
    return BBox(
        max(0, int(min(t.bbox.x0 for t in line)) - pad),
        max(0, int(min(t.bbox.top for t in line)) - pad),
        min(width, int(max(t.bbox.x1 for t in line)) + pad),
        min(height, int(max(t.bbox.bottom for t in line)) + pad),
    )


def _stack(picture: Picture, boxes: Sequence[BBox], gap: int) -> Picture:
    height = int(sum(box.bottom - box.top + gap for box in boxes)) + gap
    width = int(max(box.x1 - box.x0 for box in boxes)) + 2 * gap
    canvas = np.full((height, width), 255, np.uint8)
    y = gap
    for box in boxes:
        crop = picture[int(box.top) : int(box.bottom), int(box.x0) : int(box.x1)]
        canvas[y : y + crop.shape[0], gap : gap + crop.shape[1]] = crop
        y += crop.shape[0] + gap
    return canvas


def _scaled(picture: Picture, by: float) -> Picture:
    """Resize: another scale makes another reading, not the same one twice."""
    way = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
    # OpenCV's stubs say "some array"; an 8-bit picture stays one.
    return cv2.resize(picture, None, fx=by, fy=by, interpolation=way)  # type: ignore[return-value]
