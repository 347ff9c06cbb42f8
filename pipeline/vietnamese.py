"""Vietnamese letters: one normal form, one folding, and whether a text is Vietnamese at all.

Everything here takes and gives NFC ``str``; the functions whose offsets matter say so.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LOOKALIKE_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_D = str.maketrans({"đ": "d", "Đ": "D"})


# More marks on one letter than any language sets (Unicode's "stream-safe" bound): sorting a pile
# of them takes the square of its height.
_MARK = (
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e38-\u0e3a"
    r"\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\ufe20-\ufe2f]"
)
_PILE = re.compile(rf"({_MARK}{{30}}){_MARK}+")
_SHORT = 100  # characters; a text no longer than that is composed as it is


def nfc(text: str) -> str:
    """Compose a text: 'Quyê\u0301t' becomes 'Quyết'; the look-alikes Ð and Ɖ become Đ."""
    if len(text) > _SHORT:
        text = _PILE.sub(r"\1", text)
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKE_D)


def fold(text: str) -> str:
    """Strip marks and case for matching: 'Miến dong Đà Bắc' becomes 'mien dong da bac'.

    An NFC text keeps its length, so offsets in the folded form are offsets in the text.
    """
    return text.translate(_FOLDED)


def _fold_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    plain = unicodedata.normalize("NFD", letter.translate(_D))[0].lower()
    return plain if len(plain) == 1 else letter


class _Folding(dict[int, str]):
    """Letters and their folded forms, worked out once each: pages are folded by the megabyte."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


_FOLDED = _Folding()


# --- is it Vietnamese at all ---------------------------------------------------------------------

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_LETTERS = re.compile(r"[^\W\d_]+")
# "hoicongthuong@example.vn", "www.example.vn"
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:@|www\.|https?:|\.(?:vn|com|net|org)\b)\S*", re.IGNORECASE)
# "(cid:123)", a private-use glyph or a replacement sign: a font without a key
_KEYLESS = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
# "c«ng nghiÖp", "á»§y ban": signs of another encoding in the middle of a word
_FOREIGN_SIGN = re.compile(r"[^\W\d_][\u0080-\u00bf\u2018-\u203a€™]|[\u0080-\u00bf€™][^\W\d_]")
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyzđăâêôơự̛́̀̉̃̂̆")
_ROMAN = re.compile(r"^[IVXLC]+$")
# "UBND", "TNHH", "XNK": capitals without a vowel
_CAPITALS = re.compile(r"^[BCDĐGHKLMNPQRSTVX]{2,6}$")
_LONGEST = 14  # "nghiêng" in decomposed letters
_MARKED_SHARE = 0.35  # under this share of marked syllables a text has lost its marks


@dataclass(frozen=True, slots=True)
class _Grammar:
    onsets: frozenset[str]
    rimes: frozenset[str]
    bare: frozenset[str]
    known: frozenset[str]


@cache
def _grammar() -> _Grammar:
    data = tomllib.loads((files("pipeline.data") / "syllables.toml").read_text("utf-8"))
    return _Grammar(
        onsets=frozenset(data["onsets"]),
        rimes=frozenset(data["rimes"]),
        bare=frozenset(nfc(data["bare"]).split()),
        known=frozenset(nfc(data["foreign"] + data["abbreviations"]).split()),
    )


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Tell whether a word is one legal syllable: 'nghiệp' is, 'ngiệp', 'tỉêu' and 'CỎp' aren't."""
    if len(word) > _LONGEST:
        return False
    lower = nfc(word).lower()
    marks = [mark for mark in unicodedata.normalize("NFD", lower) if mark in _TONES]
    if len(marks) > 1 or not lower or not _one_case(word):
        return False
    grammar = _grammar()
    if lower in grammar.bare:
        return True
    plain = _toneless(lower)
    for length in (3, 2, 1):
        onset, rime = plain[:length], plain[length:]
        if onset in grammar.onsets and _fits(onset, rime, grammar.rimes):
            if not marks:
                return not _STOPPED.search(rime)
            stopped = not _STOPPED.search(rime) or marks[0] in "\u0301\u0323"
            return stopped and _tone_sits(lower[length:] or lower[-1:], rime or "i")
    return False


def _toneless(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))


def _tone_sits(toned: str, rime: str) -> bool:
    """Tell whether the tone stands on a letter that may bear it: 'tiểu', not 'tỉêu'."""
    at = next((i for i, (a, b) in enumerate(zip(toned, rime, strict=True)) if a != b), None)
    marked = [index for index, letter in enumerate(rime) if letter in "ăâêôơư"]
    vowels = len(rime) - len(rime.lstrip("aăâeêioôơuưy"))
    if marked:
        return at == marked[-1]
    if vowels < len(rime):
        return at == vowels - 1
    if rime in ("oa", "oe", "uy"):
        return at is not None  # hoà and hòa, thuỷ and thủy: two styles, both right
    return at == (1 if vowels == 3 else 0)


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def _fits(onset: str, rime: str, rimes: frozenset[str]) -> bool:
    """Tell whether spelling lets the rime follow the onset: k, gh, ngh before e, ê, i, y only."""
    if onset == "gi" and rime == "":
        return True  # gì
    if onset == "gi" and f"i{rime}" in rimes and rime[:1] == "ê":
        return True  # giếng
    if rime not in rimes:
        return onset == "qu" and f"u{rime}" in rimes
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng") or (onset == "g" and rime[0] != "i"):
        return not front
    return not rime.startswith("y") or onset in _BEFORE_Y or len(rime) == 1


_BEFORE_Y = frozenset({"qu", "h", "k", "l", "m", "s", "t", "th", "v"})


def health(text: str) -> float:
    """Return how much of a text reads as Vietnamese, 0..1; a text without letters has no fault.

    Legal syllables, known words and capital abbreviations are right; numbers and codes say nothing;
    what breaks the grammar is wrong. A text whose syllables bear hardly any marks is a scanner's
    English layer or has lost them, however legal each one looks.
    """
    right = wrong = marked = syllables = 0.0
    for chunk in _ADDRESS.sub(" ", nfc(text)).split():
        if _KEYLESS.search(chunk) or _FOREIGN_SIGN.search(chunk):
            wrong += 1
            continue
        alone, coded = len(chunk) == 1, _has_digits(chunk)
        linked = "/" in chunk or "-" in chunk
        for word in _LETTERS.findall(chunk):
            verdict = _judge(word, alone=alone, coded=coded, linked=linked)
            right += verdict == "right"
            wrong += verdict == "wrong"
            if verdict == "right" and len(word) > 1:
                syllables += 1
                marked += not word.isascii()
    if right + wrong == 0:
        return 1.0
    share = right / (right + wrong)
    if syllables >= 12:
        share *= min(1.0, marked / syllables / _MARKED_SHARE)
    return round(share, 3)


def is_word(word: str) -> bool:
    """Tell whether letters are a syllable, a known word or an abbreviation: "quyết", "VIP"."""
    return _judge(word, alone=True, coded=False, linked=False) != "wrong"


def _has_digits(chunk: str) -> bool:
    return any(map(str.isdigit, chunk))


def _judge(word: str, *, alone: bool, coded: bool, linked: bool) -> str:
    """Call one run of letters right, wrong or silent, by what else stands in its chunk."""
    if is_syllable(word):
        return "right"
    lower = word.lower()
    if lower in _grammar().known:
        return "silent" if word.isascii() else "right"
    if any(part not in _ALPHABET for part in unicodedata.normalize("NFD", lower)):
        return "wrong"
    if _CAPITALS.match(word) or _ROMAN.match(word):
        return "silent"
    if len(word) == 1:
        # "a)", "A4" and "số 5B" are marks of lists and codes; a lone Đ is half a syllable
        return "silent" if word.isascii() and not alone else "wrong"
    if coded:
        return "silent" if linked or word.isupper() else "wrong"
    return "wrong"
