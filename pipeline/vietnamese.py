"""Vietnamese letters: one normal form, one folding, and whether a text is Vietnamese at all.

Everything here takes and gives NFC ``str``; the functions whose offsets matter say so.
"""

from __future__ import annotations

import unicodedata

_LOOKALIKE_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_D = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text: str) -> str:
    """Compose a text: 'Quyê\u0301t' becomes 'Quyết'; the look-alikes Ð and Ɖ become Đ."""
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKE_D)


def fold(text: str) -> str:
    """Strip marks and case for matching: 'Miến dong Đà Bắc' becomes 'mien dong da bac'.

    An NFC text keeps its length, so offsets in the folded form are offsets in the text.
    """
    return "".join(map(_fold_letter, text))


def _fold_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    plain = unicodedata.normalize("NFD", letter.translate(_D))[0].lower()
    return plain if len(plain) == 1 else letter
