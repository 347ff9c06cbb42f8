"""Normal forms that the scorer compares: a yardstick of its own, apart from the pipeline's.

Case, tone placement, dashes, quotation marks and spaces do not make two readings differ; letters,
marks and digits do. ``near`` also forgives marks and a few letters.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

NEAR = 85.0  # rapidfuzz ratio on folded names

_OLD_TONES = {  # "hoà" -> "hòa", "thuỷ" -> "thủy"; only where the syllable ends there
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# matches in "hoà" and "thuỷ", but not in "hoàn" or "quý"
_OLD_TONE = re.compile(rf"(?<!q)({'|'.join(_OLD_TONES)})(?!\w)")
_DASH = re.compile(r"\s*[-‐-―−]\s*")
_QUOTE = re.compile(r"[\"'“”„‘’«»]")
_SPACE = re.compile(r"\s+")
_SPACE_AT_MARK = re.compile(r"\s+(?=[,;:.)\]])|(?<=[(\[])\s+")
_EDGE = " \t\n.,;:-–*•"
_LOOKALIKE_D = str.maketrans("ÐƉð", "ĐĐđ")
# What stands before a group's name: "I. Nhóm ...", "1) ...", "Nhóm 1: ...", "Nhóm II - ..."
_ENUMERATOR = re.compile(
    r"^(?:nhóm\s+)?(?:[ivx]+|\d+)\s*[.):/-]\s*|^nhóm\s+(?:hàng\s+|sản phẩm\s+)?(?=\w)"
)
# "(05 sản phẩm)" at the end of a group row
_TALLY = re.compile(r"\s*[(:]\s*\d+\s+(?:bộ\s+)?sản phẩm\s*\)?$")


def plain(text: str) -> str:
    """Return the form in which two exact readings are equal."""
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKE_D).lower()
    text = _OLD_TONE.sub(lambda match: _OLD_TONES[match[1]], text)
    text = _QUOTE.sub("", _DASH.sub("-", text))
    text = _SPACE_AT_MARK.sub("", _SPACE.sub(" ", text))
    return text.strip(_EDGE)


def folded(text: str) -> str:
    """Return a plain text without marks: what names are near in."""
    letters = unicodedata.normalize("NFD", plain(text).replace("đ", "d"))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SPACE.sub(" ", re.sub(r"[^\w\s]", " ", kept)).strip()


def same(one: str | None, other: str | None) -> bool:
    """Tell whether two readings are equal; absent is equal to absent and to nothing else."""
    if one is None or other is None:
        return one is None and other is None
    return plain(one) == plain(other)


def similarity(one: str | None, other: str | None) -> float:
    """Return how near two names are, 0 to 100."""
    if not one or not other:
        return 0.0
    return float(ratio(folded(one), folded(other)))


def near(one: str | None, other: str | None) -> bool:
    """Tell whether two names are near: "HTX chè Tuyết Hương" and "HTX chè Tuyết Hưong"."""
    return similarity(one, other) >= NEAR


def cer(read: str, truth: str) -> float:
    """Return the share of characters wrong: edits needed over the truth's length."""
    if not truth:
        return 0.0 if not read else 1.0
    return float(Levenshtein.distance(read, truth)) / len(truth)


def close(read: str | None, truth: str | None, limit: float = 0.05) -> bool:
    """Tell whether a reading is within a share of characters of the truth."""
    if read is None or truth is None:
        return read is None and truth is None
    return cer(plain(read), plain(truth)) <= limit


def number(text: str | None) -> str | None:
    """Return an act's number: "1918 / QÐ- UBND" is "1918/QĐ-UBND"; leading zeros do not count."""
    if not text:
        return None
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKE_D)
    text = _SPACE.sub("", re.sub(r"[‐-―−]", "-", text)).upper().strip(".,;:")
    return text.lstrip("0") or text


def issuer(text: str | None) -> str | None:
    """Return an issuer's key; a body and the person who heads it are one."""
    if not text:
        return None
    key = folded(text)
    key = re.sub(r"\buy ban nhan dan\b", "ubnd", key)
    key = re.sub(
        r"^(?:pho )?(?:chu tich|bo truong|cuc truong|giam doc) (?=ubnd|bo|cuc|so)", "", key
    )
    key = re.sub(r"\b(?:tinh|thanh pho|tp|thi xa|tx|huyen|quan|xa|phuong)\b", "", key)
    key = re.sub(r"^(cuc .+) bo cong thuong$", r"\1", key)
    return _SPACE.sub(" ", key).strip()


def office(text: str | None, province: str | None = None) -> str | None:
    """Return an issuer's key without its province after a lower unit: "UBND huyện A, tỉnh B"."""
    if not text:
        return None
    head, _, tail = text.partition(", ")
    if tail and province and place(tail) == place(province):
        return issuer(head)
    return issuer(text)


def place(text: str | None) -> str | None:
    """Return a place's key: kinds of unit and their short forms do not make two places."""
    if not text:
        return None
    key = folded(text)
    key = re.sub(r"\b(?:t p|tp|thanh pho)\b", "tp", key)
    key = re.sub(r"\b(?:t x|tx|thi xa)\b", "tx", key)
    return re.sub(r"^(?:tinh|tp|huyen|quan|tx|h)\s+(?=\w)", "", key)


def group(text: str | None) -> str | None:
    """Return a group's key: "I. NHÓM THỦ CÔNG MỸ NGHỆ (05 sản phẩm)" is the handicraft group."""
    if not text:
        return None
    key = plain(text)
    key = _TALLY.sub("", key)
    for _ in range(2):
        key = _ENUMERATOR.sub("", key)
    key = re.sub(r"^(?:các\s+)?(?:sản phẩm|hàng)\s+", "", key)
    return key.strip(_EDGE)


def title(text: str | None) -> str | None:
    """Return a decision's title without "Về việc" or "V/v"."""
    if not text:
        return None
    return re.sub(r"^(?:về việc|v/v)\s*:?\s*", "", plain(text))


def serial(text: str | None) -> str | None:
    """Return a row's ordinal without leading zeros and full stop."""
    if not text:
        return None
    return plain(text).lstrip("0") or plain(text)
