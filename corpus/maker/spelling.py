"""The old placement of tones: "hoà", "thuỷ", "khoẻ" for "hòa", "thủy", "khỏe"."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_PLACEMENT = dict(zip(_NEW, _OLD, strict=True))
# "Hòa" and "THỦY", where the syllable ends with them
_SYLLABLE_END = re.compile(rf"({'|'.join(_NEW)})(?!\w)", re.IGNORECASE)


def old_style(value: T) -> T:
    """Return a text, or a value with all its texts, written in the old style."""
    respelled: T = _respelled(value)
    return respelled


def _respelled(value: Any) -> Any:  # Any: each kind of value comes back as the same kind
    if isinstance(value, str):
        return _SYLLABLE_END.sub(_moved, value)
    if isinstance(value, tuple):
        return tuple(map(_respelled, value))
    if is_dataclass(value) and not isinstance(value, type):
        told = {item.name: _respelled(getattr(value, item.name)) for item in fields(value)}
        return replace(value, **told)
    return value


def _moved(match: re.Match[str]) -> str:
    written = match[1]
    moved = _PLACEMENT[written.lower()]
    return "".join(
        letter.upper() if was.isupper() else letter
        for letter, was in zip(moved, written, strict=True)
    )
