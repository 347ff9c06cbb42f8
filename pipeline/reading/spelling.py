"""The words of a line as read in, the same as such papers spell them out.

Only what is certain is mended: the marks of set phrases ("sẵn phẩm" → "sản phẩm"), a group's Roman
number whose strokes ran together ("IH." → "III."), two words read as one ("GiảiA"). Names are never
touched but for the few misreadings listed in the data; a word with a letter that the model cannot
print is left in doubt.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from pipeline.places import districts, provinces
from pipeline.reading.sheet import Token
from pipeline.vietnamese import fold, is_syllable

_SET = 0.9  # how sure a word of a set phrase is at the least
_DOUBT = 0.6  # how sure a word may be whose letter the model cannot print
_LONGEST = 7  # words of a phrase

# "“sản", "phẩm;": a word between its marks
_CORE = re.compile(r"^(?P<before>[^\w]*)(?P<core>\w+)(?P<after>[^\w]*)$")
# "IH.", "VH", "1H", "H.": strokes of II run together; the H is what tells
_ROMAN = re.compile(r"^(?=[^H]*H)(?P<strokes>[IHVXl1]{1,4})(?P<stop>[.)]?)$")
# "GiảiA", "4sản": a small letter and then a capital, a count and then a word
_JOINED = re.compile(r"^(?P<left>[^\W\d_]{2,}|\d+)(?P<right>[^\W\d_]\w*)$")
# "SPI0", "SPII": the code of a product on the list
_CODE = re.compile(r"^(?P<letters>SP)(?P<digits>[\dIlO]{2,3})$")
# "4)", "@)": a column's number whose bracket was lost
_HALF_BRACKET = re.compile(r"^\W?\d?\)$")
_DIGITS = str.maketrans("IlO", "110")


@dataclass(frozen=True, slots=True)
class _Spellings:
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]  # folded words to their spelling
    words: Mapping[str, str]
    doubtful: frozenset[str]


@cache
def _spellings() -> _Spellings:
    data = tomllib.loads((files("pipeline.data") / "spellings.toml").read_text("utf-8"))
    split = [tuple(phrase.replace(",", "").split()) for phrase in data["phrases"]]
    phrases = {tuple(map(fold, words)): words for words in [*_places(), *split]}
    return _Spellings(phrases, data["words"], frozenset(data["doubtful"]["words"]))


def _places() -> list[tuple[str, ...]]:
    """Return districts and provinces with their kind, those that have no twin in other marks."""
    units = {unit.full for home in provinces() for unit in (home, *districts(home.name))}
    counts = Counter(map(fold, units))
    # "Đắk" and "Đăk" are both written, each somewhere.
    return [
        tuple(name.split()) for name in units if counts[fold(name)] == 1 and "dak" not in fold(name)
    ]


def spelt(words: Sequence[Token]) -> list[Token]:
    """Return the words of a line, left to right, as such papers spell them."""
    parted = [part for word in words for part in _parted(word)]
    if parted:
        parted[0] = _counted(parted[0], alone=len(parted) == 1)
    return phrased([_word(token) for token in parted])


def _parted(word: Token) -> Iterator[Token]:
    """Part "GiảiA" where both sides are words; the box is cut by the count of letters."""
    joined = _JOINED.match(word.text)
    left, right = (joined["left"], joined["right"]) if joined else ("", "")
    counted = left.isdigit() and not right.isascii() and is_syllable(right)
    opened = right[:1].isupper() and left[-1:].islower()
    if not (counted or (opened and not left.isascii() and is_syllable(left))):
        yield word
        return
    at = word.bbox.x0 + (word.bbox.x1 - word.bbox.x0) * len(left) / len(word.text)
    yield replace(word, text=left, bbox=replace(word.bbox, x1=at))
    yield replace(word, text=right, bbox=replace(word.bbox, x0=at), glued=False)


def _counted(word: Token, *, alone: bool) -> Token:
    """Return a line's opening Roman number as its strokes were printed; "H." is a district."""
    found = _ROMAN.match(word.text)
    if found is None or not (found["stop"] or alone) or found[0] == "H.":
        return word
    strokes = found["strokes"].replace("H", "II").replace("1", "I").replace("l", "I")
    sound = re.fullmatch(r"X{0,2}(?:IX|IV|V?I{0,3})", strokes)
    return replace(word, text=strokes + found["stop"]) if sound else word


def _word(token: Token) -> Token:
    known = _spellings()
    found = _CORE.match(token.text)
    if _HALF_BRACKET.match(token.text):
        return replace(token, confidence=min(token.confidence or 0.0, _DOUBT))
    if found is None:
        return token
    if found["core"] in known.words:
        return _respelt(token, known.words[found["core"]])
    code = _CODE.match(token.text)
    if code is not None:
        return replace(token, text=code["letters"] + code["digits"].translate(_DIGITS))
    illegal = (
        found["core"].isalpha() and not found["core"].isascii() and not is_syllable(found["core"])
    )
    if illegal or found["core"] in known.doubtful:
        return replace(token, confidence=min(token.confidence or 0.0, _DOUBT))
    return token


def phrased(words: Sequence[Token]) -> list[Token]:
    """Spell the set phrases of words in reading order; the longest phrase counts."""
    words, known = list(words), _spellings().phrases
    cores = [_CORE.match(word.text) for word in words]
    folded = [fold(core["core"]) if core else "" for core in cores]
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 1, -1):
            phrase = known.get(tuple(folded[at : at + length]))
            if phrase is not None and _fits(phrase, cores[at]):
                run = words[at : at + length]
                words[at : at + length] = _as_spelt(run, phrase)
                at += length - 1
                break
        at += 1
    return words


def _fits(phrase: Sequence[str], first: re.Match[str] | None) -> bool:
    """Tell whether a place's kind was read as such: "Thu Huyên Phú Xuyên" is a name and a place."""
    if first is None or not phrase[-1][0].isupper():
        return True
    return _letters(first["core"].lower()) == _letters(phrase[0])


def _as_spelt(run: Sequence[Token], phrase: Sequence[str]) -> list[Token]:
    cores = [found["core"] for word in run if (found := _CORE.match(word.text))]
    shouted = all(core.isupper() for core in cores)
    spelt = (_cased(to, core, shouted=shouted) for to, core in zip(phrase, cores, strict=True))
    return [
        word if _letters(core) == _letters(to) else _respelt(word, to)
        for word, core, to in zip(run, cores, spelt, strict=True)
    ]


def _letters(word: str) -> list[str]:
    """Return letters and marks in any order: "uỷ" and "ủy" are two habits of one spelling."""
    return sorted(unicodedata.normalize("NFD", word))


def _cased(spelling: str, read: str, *, shouted: bool) -> str:
    """Return a word in the case it was read in: "TỜ trình" has a capital T, and only that."""
    if shouted:
        return spelling.upper()
    if spelling[0].isupper():
        return spelling
    return spelling[0].upper() + spelling[1:] if read[0].isupper() else spelling


def _respelt(word: Token, core: str) -> Token:
    found = _CORE.match(word.text)
    if found is None:
        return word
    text = found["before"] + core + found["after"]
    return replace(word, text=text, confidence=max(word.confidence or 0.0, _SET))
