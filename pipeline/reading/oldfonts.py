"""Words in fonts older than Unicode in, the same words in Unicode out, with what was done named.

The font's name tells its encoding (.VnTime, VNI-Times); a font without such a name is judged by its
own words. A page may mix fonts of both kinds: each is converted by itself, run by run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.reading import charset
from pipeline.reading.pieces import Piece, Written
from pipeline.vietnamese import health

_SOUND = 0.75  # health of a text whose letters are right
_GAIN = 0.1  # how much healthier converted letters must be
_ENOUGH = 5  # words beyond ASCII by which a font is judged alone


def converted(lines: Sequence[Sequence[Written]]) -> tuple[list[list[Written]], tuple[str, ...]]:
    """Return the lines in Unicode, and what was done: ".VnTime converted from tcvn3"."""
    encodings = _encodings(piece for line in lines for word in line for piece in word.pieces)
    if not encodings:
        return [list(line) for line in lines], ()
    done = tuple(
        f"{font or 'a font'} converted from {name}" for font, name in sorted(encodings.items())
    )
    return [_converted_line(line, encodings) for line in lines], done


def _encodings(pieces: Iterable[Piece]) -> dict[str, str]:
    """Return the encoding of each font that has one older than Unicode."""
    texts: dict[str, list[str]] = {}
    unicode: set[str] = set()
    for piece in pieces:
        if charset.is_unicode(piece.text):
            unicode.add(piece.font)
        else:
            texts.setdefault(piece.font, []).append(piece.text)
    found: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for font, parts in texts.items():
        text = " ".join(parts)
        if (named := charset.font_encoding(font)) is not None:
            if not (text.isascii() and font in unicode):
                found[font] = named
        elif not text.isascii() and font not in unicode:
            doubtful[font] = text
    found.update(_by_content(doubtful, found))
    return found


def _by_content(doubtful: dict[str, str], named: dict[str, str]) -> dict[str, str]:
    """Judge fonts whose names say nothing by their words, those of few words all together."""
    found: dict[str, str] = {}
    few: dict[str, str] = {}
    for font, text in doubtful.items():
        words = [word for word in text.split() if not word.isascii()]
        if len(words) < _ENOUGH:
            few[font] = text
        elif (encoding := _legacy_of(text)) is not None:
            found[font] = encoding
    known = [*named.values(), *found.values()]
    together = known[0] if known else _legacy_of(" ".join(few.values()))
    if together is not None:
        found.update(
            {
                font: together
                for font, text in few.items()
                if health(charset.from_codes(text, together)) > health(text)
            }
        )
    return found


def _legacy_of(text: str) -> str | None:
    """Name the encoding in which a text is Vietnamese, and as it stands is not."""
    own = health(text) if text else 1.0
    if own >= _SOUND:
        return None
    healths = {name: health(charset.from_codes(text, name)) for name in sorted(charset.LEGACY)}
    best = max(healths, key=lambda name: healths[name])
    return best if healths[best] >= max(_SOUND, own + _GAIN) else None


def _converted_line(line: Sequence[Written], encodings: dict[str, str]) -> list[Written]:
    """Convert runs of words in one font together: a line's other words tell its capitals."""
    done: list[Written] = []
    for font, run in groupby(line, key=_only_font):
        words = list(run)
        if font is None:
            done.extend(_converted_word(word, encodings) for word in words)
        elif font not in encodings:
            done.extend(words)
        else:
            shown = _shown(" ".join(word.text for word in words), font, encodings[font]).split(" ")
            if len(shown) != len(words):
                shown = [_shown(word.text, font, encodings[font]) for word in words]
            done.extend(map(_with_text, words, shown))
    return done


def _only_font(word: Written) -> str | None:
    return word.font if len(word.pieces) == 1 else None


def _converted_word(word: Written, encodings: dict[str, str]) -> Written:
    return Written(
        tuple(
            replace(piece, text=_shown(piece.text, piece.font, encodings[piece.font]))
            if piece.font in encodings
            else piece
            for piece in word.pieces
        )
    )


def _with_text(word: Written, text: str) -> Written:
    return Written((replace(word.pieces[0], text=text),))


def _shown(text: str, font: str, encoding: str) -> str:
    """Return words in Unicode; a run that holds its letters is left as it is."""
    if charset.is_unicode(text):
        words = text.split(" ")
        if len(words) == 1:
            return text
        return " ".join(_shown(word, font, encoding) for word in words)
    if charset.font_encoding(font) is not None:
        return charset.from_font(text, font)
    return charset.from_codes(text, encoding)
