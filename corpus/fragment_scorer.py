"""Character errors of a page, whatever order its columns were read in.

A page's truth is its pieces of print ("frags"): each line of a paragraph, each line of a table's
cell. Each piece is laid on the part of the read text that it differs least from, and that part is
then used up, so that a piece read once does not stand for two: pieces that stand there as they are
first, longer ones before shorter, and those of five characters or fewer when all others are done.
The error rate is the edits (insert, delete, replace a character) that all pieces need, over all
their characters. Both texts are NFC with single spaces, and nothing else is forgiven: case, marks,
dashes and tone placement count. Text that was read beyond the pieces does not count, nor does the
order of pieces; a piece of which more than 60 % would be wrong was not read, and costs all its
characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from corpus.matching import Json
from corpus.tally import Tally

_USED = "\0"
_SHORT = 5  # a serial number or a grade could be taken out of the middle of anything: it comes last
_LOST = 0.6  # of a piece's characters wrong: it was not read, whatever looks a little like it


def score_fragments(pages: Iterable[Json], gold: Json) -> Tally:
    """Tally the characters of all pages: right ones, and missed ones that are the edits."""
    said = {page["number"]: page["text"] for page in pages}
    result = Tally()
    for truth in gold["pages"]:
        result += of_page(said.get(truth["number"], ""), truth.get("frags", ()))
    return result


def of_page(read: str, pieces: Sequence[str]) -> Tally:
    """Tally one page's characters."""
    whole = sorted(map(_plain, pieces), key=len, reverse=True)
    short = [piece for piece in whole if len(piece) <= _SHORT]
    text, edits = _lay(_plain(read), whole[: len(whole) - len(short)])
    _, more = _lay(text, short)
    letters = sum(map(len, whole))
    return Tally(right=letters - edits - more, missed=edits + more)


def _lay(text: str, pieces: Sequence[str]) -> tuple[str, int]:
    """Lay pieces on a text, those first that stand there as they are; return the rest of it."""
    edits, left = 0, []
    for piece in pieces:
        at = _standing(piece, text)
        if at < 0:
            left.append(piece)
        else:
            text = _without(text, at, at + len(piece))
    for piece in left:
        distance, start, end = nearest(piece, text)
        if distance > _LOST * len(piece):
            edits += len(piece)
        else:
            edits += distance
            text = _without(text, start, end)
    return text, edits


def _standing(piece: str, text: str) -> int:
    """Return where a piece stands in a text, by preference as words of its own; -1 for nowhere."""
    alone = re.search(rf"(?<![^\s{_USED}]){re.escape(piece)}(?![^\s{_USED}])", text)
    return alone.start() if alone else text.find(piece)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{_USED}{text[end:]}"


def nearest(piece: str, text: str) -> tuple[int, int, int]:
    """Return the fewest edits that turn some part of a text into a piece, and that part's ends.

    Myers's bit-parallel search, forwards for the end and backwards from there for the start.
    """
    distance, end = _search(piece, text, anywhere=True)
    window = text[max(0, end - 2 * len(piece)) : end]
    _, length = _search(piece[::-1], window[::-1], anywhere=False)
    return distance, end - length, end


def _search(piece: str, text: str, *, anywhere: bool) -> tuple[int, int]:
    """Return the fewest edits and where they end; a match starts anywhere, or at the beginning."""
    size = len(piece)
    mask, high = (1 << size) - 1, 1 << (size - 1)
    places: dict[str, int] = {}
    for at, letter in enumerate(piece):
        places[letter] = places.get(letter, 0) | 1 << at
    up, down, score = mask, 0, size
    best, end = size, 0
    for at, letter in enumerate(text, start=1):
        equal = places.get(letter, 0)
        diagonal = equal | down
        across = (((equal & up) + up) ^ up) | equal
        plus = down | ~(across | up) & mask
        minus = up & across
        if plus & high:
            score += 1
        elif minus & high:
            score -= 1
        plus = (plus << 1 | (0 if anywhere else 1)) & mask
        minus = minus << 1 & mask
        up = minus | ~(diagonal | plus) & mask
        down = plus & diagonal
        if score < best:
            best, end = score, at
    return best, end
