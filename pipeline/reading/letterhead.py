"""A page's words in, the same words out, those of its number and date looked at once more.

A head's number and date are what the record hangs on. Their lines are cut out and read again alone,
at the size an engine reads best: a number line that the whole page hid is found, digits that three
readings agree on are trusted, and what a pen filled in is told apart. All in pixels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.document import BBox, Notice
from pipeline.reading.agreement import CONTRADICTED
from pipeline.reading.blanks import Blank, blanks, broken_date
from pipeline.reading.handwriting import Read, doubt_hands, find_hands, notices
from pipeline.reading.preparation import Picture, Prepared
from pipeline.reading.sheet import Token, centre, surround
from pipeline.vietnamese import fold

_TALL = (46, 34)  # pixels: the heights at which a line is read alone
_SOUGHT = (28, 40, 60)  # and those at which a number is sought that the page hid
_RIM = 14  # pixels of white round it
_LABELLED = 2.0  # line heights before a number that hold "Số:"
_BACKED = 0.75  # digits that all readings of a line alone have too

# "Số:153/TB-VPCP", "1918:QĐ-UBND" where a frame crosses the slash
_NUMBER = re.compile(r"(?<!\d)(?P<digits>\d{1,5})[/:;](?P<symbol>[A-ZĐ]{1,5}-[A-ZĐ][\w-]+)$")
# "ngày 25 tháng 4 năm 2015"
_DATE = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})\b")


def look_again(
    prepared: Prepared,
    scanned: Picture,
    words: Sequence[Token],
    dpi: float,
    number: int,
    read: Read,
) -> tuple[tuple[Token, ...], tuple[Notice, ...]]:
    """Return a page's words with its head's number and date looked at again, and what to tell."""
    seen = list(words)
    if (box := broken_date(seen, dpi)) is not None:
        seen = _with_date(prepared.picture, seen, box, read)
    places = list(blanks(seen, dpi))
    if not places:
        return tuple(seen), ()
    hands = find_hands(prepared, scanned, places, dpi, read)
    written = [hand.blank for hand in hands]
    for blank in places:
        if blank.open and blank.name == "number" and blank not in written:
            seen = _with_number(prepared.picture, seen, blank, read)
    for line in _lines(places):
        if not any(blank in written for blank in line):
            seen = _voted(prepared.picture, seen, line, read)
    return tuple(doubt_hands(seen, hands)), notices(number, hands)


def _with_date(picture: Picture, words: list[Token], box: BBox, read: Read) -> list[Token]:
    """Put the words of a date's line in place of its torn ones, where it alone shows them twice."""
    readings = []
    for tall in _TALL:
        strip, by = _alone(picture, box, tall)
        seen = read(strip) if strip is not None else []
        match = _DATE.search(fold(" ".join(token.text for token in seen)))
        if match is None:
            return words
        readings.append((match.groups(), seen, by))
    (digits, seen, by), (same, _, _) = readings
    if digits != same:
        return words
    left = max(0, int(box.x0))
    placed = [
        replace(
            token,
            confidence=min(token.confidence or 0.0, _BACKED),
            bbox=BBox(
                left + (token.bbox.x0 - _RIM) / by,
                box.top,
                left + (token.bbox.x1 - _RIM) / by,
                box.bottom,
            ),
        )
        for token in seen
    ]
    return [*(token for token in words if not _inside(token, box)), *placed]


def _with_number(picture: Picture, words: list[Token], blank: Blank, read: Read) -> list[Token]:
    """Add the number behind a lone "Số:" where the line alone shows it twice, never for sure."""
    box = BBox(blank.print.x0 - 4, blank.print.top, blank.box.x1, blank.print.bottom)
    found: list[tuple[str, BBox]] = []
    for tall in _SOUGHT:
        strip, by = _alone(picture, box, tall)
        seen = read(strip) if strip is not None else []
        match = _NUMBER.search("".join(token.text for token in seen))
        if match is not None:
            ends = (box.x0 + (x - _RIM) / by for x in (seen[0].bbox.x0, seen[-1].bbox.x1))
            left, right = ends
            here = BBox(max(left, blank.box.x0), box.top, right, box.bottom)
            found.append((f"{match['digits']}/{match['symbol']}", here))
    texts = [text for text, _ in found]
    text = max(texts, key=texts.count, default="")
    if texts.count(text) < 2:
        return words
    here = next(place for each, place in found if each == text)
    kept = [token for token in words if not _inside(token, here)]
    return [*kept, Token(text, here, CONTRADICTED)]


def _lines(places: Sequence[Blank]) -> list[list[Blank]]:
    """Return the blanks of each line: a number's alone, a date's day, month and year together."""
    lines: list[list[Blank]] = []
    for blank in places:
        if blank.name in ("month", "year") and lines and lines[-1][0].name == "day":
            lines[-1].append(blank)
        else:
            lines.append([blank])
    return lines


def _voted(picture: Picture, words: list[Token], line: list[Blank], read: Read) -> list[Token]:
    """Weigh a line's digits by a third reading, of the line alone."""
    held = [[n for n, t in enumerate(words) if _in_blank(t, blank)] for blank in line]
    held = [[n for n in numbers if _digits(words[n].text)] for numbers in held]
    if len(line) == 3 and sorted(map(len, held)) == [0, 1, 1]:
        return _with_part(picture, words, line, held, read)
    if any(len(numbers) != 1 for numbers in held) or (len(line) == 1 and line[0].open):
        return words
    tokens = [words[numbers[0]] for numbers in held]
    box = surround([blank.box for blank in line[:2]] + [token.bbox for token in tokens])
    top, bottom = min(t.bbox.top for t in tokens), max(t.bbox.bottom for t in tokens)
    # With its label before it: a line cut off amid a sign reads as anything.
    left = box.x0 - _LABELLED * (bottom - top) if len(line) == 1 else box.x0
    piece = BBox(left, top, tokens[-1].bbox.x1, bottom)
    wanted = [_digits(token.text) for token in tokens]
    votes = [_read_digits(picture, piece, tall, len(line), read) == wanted for tall in _TALL]
    voted = list(words)
    for (index,), token in zip(held, tokens, strict=True):
        trust = token.confidence or 0.0
        if not any(votes):
            trust = min(trust, CONTRADICTED)
        elif all(votes):
            trust = max(trust, _BACKED)
        voted[index] = replace(token, confidence=trust)
    return voted


def _with_part(
    picture: Picture, words: list[Token], line: list[Blank], held: list[list[int]], read: Read
) -> list[Token]:
    """Add a day or month that the page hid ("tháng  năm") where its line alone shows it twice."""
    lost = next(n for n, numbers in enumerate(held) if not numbers)
    box = surround([blank.box for blank in line])
    seen = [_read_digits(picture, box, tall, len(line), read) for tall in _TALL]
    kept = {n: _digits(words[numbers[0]].text) for n, numbers in enumerate(held) if numbers}
    if seen[0] != seen[1] or len(seen[0]) != len(line):
        return words
    if any(seen[0][n] != digits for n, digits in kept.items()):
        return words
    return [*words, Token(seen[0][lost], line[lost].box, _BACKED)]


def _read_digits(picture: Picture, box: BBox, tall: int, parts: int, read: Read) -> list[str]:
    """Return the digits of a line read alone: a number's, or a date's in so many parts."""
    strip, _ = _alone(picture, box, tall)
    if strip is None:
        return []
    again = " ".join(token.text for token in read(strip))
    found = re.findall(r"\d+", again.split("/")[0] if parts == 1 else again)
    return found[-1:] if parts == 1 else found


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text.split("/")[0]))


def _in_blank(token: Token, blank: Blank) -> bool:
    """Tell whether a word stands in a blank, or begins there: "1918/QĐ-UBND"."""
    middle, level = centre(token.bbox)
    begins = blank.box.x0 - 3 <= token.bbox.x0 < blank.box.x1
    # An engine's box of a lone digit may run into the word before it.
    inside = begins or blank.box.x0 - 3 <= middle <= blank.box.x1
    return inside and blank.box.top <= level <= blank.box.bottom


def _inside(token: Token, box: BBox) -> bool:
    x, y = centre(token.bbox)
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _alone(picture: Picture, box: BBox, tall: int) -> tuple[Picture | None, float]:
    """Return a line cut out at the size an engine reads best, and by how much it was enlarged."""
    height, width = picture.shape[:2]
    pad = 0.12 * (box.bottom - box.top)
    top, bottom = max(0, int(box.top - pad)), min(height, int(box.bottom + pad) + 1)
    left, right = max(0, int(box.x0)), min(width, int(box.x1) + 3)
    if bottom - top < 8 or right - left < 4:
        return None, 1.0
    by = tall / (bottom - top)
    line = cv2.resize(
        picture[top:bottom, left:right], None, fx=by, fy=by, interpolation=cv2.INTER_CUBIC
    )
    framed = cv2.copyMakeBorder(line, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_CONSTANT, value=255.0)
    # OpenCV's stubs say "some array"; an 8-bit picture stays one.
    return np.ascontiguousarray(framed), by
