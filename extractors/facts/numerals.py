"""Numbers in words: "mười hai" is 12, "lần thứ tư" and "lần thứ IV" are 4."""

from __future__ import annotations

import re

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "nhất": 1, "nhì": 2,
}  # fmt: skip
_UNIT = "|".join(_UNITS)
# "mười hai", "hai mươi lăm", "ba mươi", "hai": lowered text
WORDS = rf"(?:(?:{_UNIT})\s+mươi(?:\s+(?:{_UNIT}))?|mười(?:\s+(?:{_UNIT}))?|(?:{_UNIT}))"
_ROMAN = {"i": 1, "v": 5, "x": 10}
# "iv", "xii"
ROMAN = r"[ivx]{1,5}"


def number(low: str) -> int | None:
    """Return what digits, words or Roman figures mean; None for anything else."""
    low = " ".join(low.split())
    if low.isdigit():
        return int(low)
    if re.fullmatch(ROMAN, low):
        return _roman(low)
    if not re.fullmatch(WORDS, low):
        return None
    if "mươi" in low:
        tens, _, rest = low.partition(" mươi")
        return 10 * _UNITS[tens] + (_UNITS[rest.strip()] if rest.strip() else 0)
    if low.startswith("mười"):
        return 10 + (_UNITS[low.removeprefix("mười").strip()] if low != "mười" else 0)
    return _UNITS[low]


def _roman(low: str) -> int:
    values = [_ROMAN[sign] for sign in low]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    return sum(-value if value < after else value for value, after in pairs)
