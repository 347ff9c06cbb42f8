"""Runs of letters in, words out: joined by where they stand, letters of old fonts made Unicode.

Both readers of text layers give their letters as pieces: a run of one font on one baseline without
a space. In points of the upright frame.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.document import BBox
from pipeline.reading.sheet import Token

_WORD_GAP = 0.18  # of the type's size; a narrower gap is kerning
_OWN_GAP = 0.12  # the same within one font: nothing but a space parts what it draws apart
_SAME_LINE = 1.0  # points; letters whose baselines differ by more stand on two lines
_LENT = 6.0  # points by which a letter lent by another typeface may stand off its line's box
_LAID_OVER = -0.5  # of the type's size; a deeper overlap is another text's letter
_NARROW = 0.15  # of the type's size; narrower is a mark that sits on the letter before it


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters in a row; ``baseline`` is where they stand, ``size`` the type's, in points.

    A space was set before one that is ``parted`` and after one that is ``ended``; ``hidden``
    letters are there for searching only.
    """

    text: str
    bbox: BBox
    baseline: float
    size: float
    font: str
    parted: bool = False
    ended: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A word as it stands on its line: pieces of one or several fonts."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its letters, composed."""
        if len(self.pieces) == 1 and self.pieces[0].text.isascii():
            return self.pieces[0].text
        return unicodedata.normalize("NFC", "".join(piece.text for piece in self.pieces))

    @property
    def bbox(self) -> BBox:
        """The box round it."""
        if len(self.pieces) == 1:
            return self.pieces[0].bbox
        return BBox(
            min(piece.bbox.x0 for piece in self.pieces),
            min(piece.bbox.top for piece in self.pieces),
            max(piece.bbox.x1 for piece in self.pieces),
            max(piece.bbox.bottom for piece in self.pieces),
        )

    @property
    def font(self) -> str:
        """The font of its first letter."""
        return self.pieces[0].font

    @property
    def hidden(self) -> bool:
        """Tell whether none of it is shown."""
        return all(piece.hidden for piece in self.pieces)

    def token(self) -> Token:
        """Return it as a sheet's word."""
        return Token(self.text, self.bbox)


def lines_of_words(pieces: Iterable[Piece]) -> list[list[Written]]:
    """Group pieces by the line they stand on and join them to words, left to right."""
    return [_words(_levelled(line)) for line in _by_baseline(pieces)]


def _by_baseline(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Group by baseline, not by the tops of boxes.

    Where the cells of a row are staggered by little, tops chain, and letters of two lines would
    come out mixed: "Kim Ng à n".
    """
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if groups and piece.baseline - groups[-1][0].baseline < _SAME_LINE:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _levelled(line: list[Piece]) -> list[Piece]:
    """Give letters that another typeface lent ("ệ") the top and bottom of their line.

    They share its baseline, but their font's box is another.
    """
    sides: dict[float, Counter[tuple[float, float]]] = {}
    for piece in line:
        level = sides.setdefault(round(piece.baseline, 1), Counter())
        level[round(piece.bbox.top, 2), round(piece.bbox.bottom, 2)] += len(piece.text)
    usual = {at: level.most_common(1)[0][0] for at, level in sides.items()}
    return [_standing(piece, *usual[round(piece.baseline, 1)]) for piece in line]


def _standing(piece: Piece, top: float, bottom: float) -> Piece:
    if 0.01 < abs(piece.bbox.top - top) < _LENT:
        return replace(piece, bbox=BBox(piece.bbox.x0, top, piece.bbox.x1, bottom))
    return piece


def _words(line: Sequence[Piece]) -> list[Written]:
    words: list[list[Piece]] = []
    for piece in sorted(line, key=lambda piece: piece.bbox.x0):
        if words and _goes_on(words[-1][-1], piece):
            words[-1].append(piece)
        else:
            words.append([piece])
    return [Written(_joined(word)) for word in words]


def _goes_on(left: Piece, right: Piece) -> bool:
    """Tell whether a piece continues the word of the one to its left."""
    if left.ended or right.parted:
        return False
    gap = right.bbox.x0 - left.bbox.x1
    if gap > (_OWN_GAP if right.font == left.font else _WORD_GAP) * left.size:
        return False
    narrow = right.bbox.x1 - right.bbox.x0 <= _NARROW * left.size
    return narrow or gap >= _LAID_OVER * left.size


def _joined(word: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one font: the two signs of a VNI letter may be drawn apart."""
    joined = [word[0]]
    for piece in word[1:]:
        last = joined[-1]
        if piece.font == last.font and piece.hidden == last.hidden:
            box = last.bbox.union(piece.bbox)
            joined[-1] = replace(last, text=last.text + piece.text, bbox=box, ended=piece.ended)
        else:
            joined.append(piece)
    return tuple(joined)
