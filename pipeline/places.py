"""Administrative units through time: a written name in, the unit it named on that day out.

A unit is (name, kind, parent, valid from, valid to) with links to what took it over. Resolve at the
date of the *document*, then offer ``today`` as a derived value; the written form is never replaced.
Communes are not here: a bare commune name is ambiguous in the country and stays as written.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.document import Span
from pipeline.vietnamese import fold, nfc

_TOKEN = re.compile(r"[0-9a-z]+")
# "phường 2, TP. Vũng Tàu, tỉnh Bà Rịa - Vũng Tàu": commas part first, a dash only where none helps
_COMMA = re.compile(r"[,;()]")
_DASH = re.compile(r"[,;()]|\s*[-–]\s+|\s+[-–]")

# "tỉnh Cao Bằng", "TP. Hồ Chí Minh", "T.P Huế", "thành phố Hà Nội": what may stand before a name
_PROVINCE_WORDS = (("thanh", "pho"), ("tinh",), ("tp",), ("t", "p"))
_DISTRICT_WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("thanh", "pho"), "thành phố"),
    (("thi", "xa"), "thị xã"),
    (("huyen",), "huyện"),
    (("quan",), "quận"),
    (("tp",), "thành phố"),
    (("t", "p"), "thành phố"),
    (("tx",), "thị xã"),
    (("t", "x"), "thị xã"),
    (("h",), "huyện"),
    (("q",), "quận"),
)
_DISTRICTS_END = date(2025, 7, 1)  # 2025's two-level model of local government


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or a district: "tỉnh Cao Bằng", "huyện Quảng Hòa" with ``parent`` "Cao Bằng".

    Valid from ``valid_from`` (None: since before the programme) until the day before ``valid_to``.
    ``successors`` are names of the same kind of unit, or of provinces for a district gone in 2025.
    """

    name: str
    kind: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """Kind and name: "tỉnh Cao Bằng"."""
        return f"{self.kind} {self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its other spellings."""
        return (self.name, *self.variants)

    def valid_on(self, day: date | None) -> bool:
        """Tell whether the unit stood on a day; without a day, whether it stands now."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Location:
    """What a written place says: "xã Đàm Thủy, huyện Trùng Khánh, tỉnh Cao Bằng"."""

    province: Unit | None = None
    district: Unit | None = None


@cache
def provinces() -> tuple[Unit, ...]:
    """Return every province and centrally-run city since 2008, those of today and those gone."""
    return tuple(
        Unit(
            name=row["name"],
            kind=row["kind"],
            valid_from=row.get("since"),
            valid_to=row.get("until"),
            successors=(row["into"],) if "into" in row else (),
            variants=tuple(row.get("variants", ())),
        )
        for row in _data("provinces.toml")["province"]
    )


@cache
def districts(province: str) -> tuple[Unit, ...]:
    """Return the districts a province (by its canonical name) has had; none outside it."""
    data = _data("districts.toml")
    since = data["since"]
    standing = [
        _district(province, full, since.get(f"{province}/{full}"), _DISTRICTS_END, None)
        for full in data["districts"].get(province, ())
    ]
    gone = [
        _district(province, row["name"], None, row["until"], row["into"])
        for row in data["former"]
        if row["province"] == province
    ]
    return tuple(standing + gone)


def province(name: str, on: date | None = None) -> Unit | None:
    """Return the province a name meant on a day: "TP.HCM", "Đắc Lắc", "tỉnh Bắc Kạn", "HUẾ".

    A name that no province bore on that day still finds the one that bore it at another time: a
    paper of 2026 may well speak of Bắc Kạn. ``Unit.valid_on`` tells.
    """
    candidates = _provinces_by_key().get(_key(name, _PROVINCE_WORDS), ())
    standing = [unit for unit in candidates if unit.valid_on(on)]
    exact = [unit for unit in candidates if fold(unit.name) == fold(nfc(name).strip())]
    return next(iter(standing or exact or candidates), None)


def district(name: str, within: str, on: date | None = None) -> Unit | None:
    """Return a province's district by its written name: "H. Trùng Khánh", "TP Cao Bằng".

    Where one name belongs to two ("thị xã Sông Công", later "thành phố"), the kind decides; a bare
    name that two bear stays unresolved.
    """
    words = _words(name)
    kind = None
    for prefix, full in _DISTRICT_WORDS:
        if _begins(words, prefix):
            words, kind = words[len(prefix) :], full
            break
    if kind is None and words == _words(within):
        return None  # "Cao Bằng" alone is the province, "TP Cao Bằng" the town
    found = list(_districts_by_words(within).get(words, ()))
    if kind is not None and any(unit.kind == kind for unit in found):
        found = [unit for unit in found if unit.kind == kind]
    if len(found) > 1:
        found = [unit for unit in found if unit.valid_on(on)]
    return found[0] if len(found) == 1 else None


def today(unit: Unit) -> Unit:
    """Return the province that covers a unit now: Bắc Kạn's is Thái Nguyên."""
    if unit.parent is not None:
        above = province(unit.parent)
        return today(above) if above is not None else unit
    while unit.successors:
        follower = next(each for each in provinces() if each.name == unit.successors[0])
        unit = follower
    return unit


def locate(written: str, within: str | None = None, on: date | None = None) -> Location:
    """Return the province and district that a written place names, last part first.

    ``within`` is the province known from elsewhere (the round's); the place's own word wins. A
    province is only taken from a whole comma-parted piece, so that "HTX Thái Bình" names none.
    """
    coarse = [piece for piece in _COMMA.split(nfc(written)) if piece.strip()]
    fine = [piece for piece in _DASH.split(nfc(written)) if piece.strip()]
    home = province(within, on) if within is not None else None
    if home is not None and not any(_says_province(piece, home) for piece in fine):
        # "Quảng Ninh" in a round of Quảng Bình is its district, not the province
        found = _district_among(fine, home, on)
        if found is not None:
            return Location(home, found)
    whole = province(written, on)
    if whole is not None and not _says_district(written, whole):
        return Location(whole)
    named = _named_province(coarse, on) or _named_province(fine, on) or home
    if named is None:
        return _alone_in_the_country(fine, on)
    return Location(named, _district_among(fine, named, on))


def _alone_in_the_country(pieces: list[str], on: date | None) -> Location:
    """Return the one district of its name, where the text says that it is a district.

    "huyện Đồng Hỷ" is in Thái Nguyên and nowhere else; "huyện Châu Thành" is in ten provinces. A
    bare name may be a commune's, and those are never resolved in the country.
    """
    for piece in reversed(pieces):
        words = _words(piece)
        kind = next((kind for prefix, kind in _DISTRICT_WORDS if _begins(words, prefix)), None)
        if kind is None:
            continue
        homes = [unit for unit in provinces() if district(piece, unit.name, on) is not None]
        if len(homes) == 1:
            return Location(homes[0], district(piece, homes[0].name, on))
        return Location()
    return Location()


def _begins(words: tuple[str, ...], prefix: tuple[str, ...]) -> bool:
    return words[: len(prefix)] == prefix and len(words) > len(prefix)


def _district_among(pieces: list[str], within: Unit, on: date | None) -> Unit | None:
    found = (district(piece, within.name, on) for piece in reversed(pieces))
    return next((unit for unit in found if unit is not None), None)


def _says_province(piece: str, home: Unit) -> bool:
    """Tell whether a piece names another province in so many words: "tỉnh Quảng Ninh"."""
    words = _words(piece)
    return words[:1] == ("tinh",) and province(piece) not in (None, home)


def _named_province(pieces: list[str], on: date | None) -> Unit | None:
    for piece in reversed(pieces):
        found = province(piece, on)
        if found is not None and (len(pieces) == 1 or not _says_district(piece, found)):
            return found
    return None


def _says_district(piece: str, unit: Unit) -> bool:
    """Tell "thành phố Cao Bằng", the town, from Cao Bằng, the province."""
    words = _words(piece)
    town = any(words[: len(prefix)] == prefix for prefix in (("thanh", "pho"), ("tp",), ("t", "p")))
    return town and unit.kind == "tỉnh"


def named_provinces(text: str) -> Iterator[tuple[Span, Unit]]:
    """Yield the provinces that an NFC text names, with their spans, longest name first.

    The letters must agree with a known spelling (tone style aside) and begin with a capital, so
    that "hà nam" inside other words is not taken; a text without any marks agrees too.
    """
    folded = fold(text)
    for match in _gazetteer().finditer(folded):
        written = text[match.start() : match.end()]
        unit = province(written)
        if unit is None or not written[0].isupper():
            continue
        spellings = {_letters(name) for name in unit.names} | {
            _letters(each.name) for each in _provinces_by_key()[_key(written, _PROVINCE_WORDS)]
        }
        if _letters(written) in spellings or written.isascii():
            yield Span(match.start(), match.end()), unit


@cache
def _gazetteer() -> re.Pattern[str]:
    names = {fold(nfc(name)) for unit in provinces() for name in unit.names if len(name) > 3}
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


def _letters(name: str) -> tuple[str, ...]:
    """Return a spelling apart from case, punctuation and the tone mark's place: "Hoà" is "Hòa"."""
    apart = unicodedata.normalize("NFD", nfc(name).lower())
    return tuple(sorted(sign for sign in apart if sign.isalnum() or unicodedata.combining(sign)))


def _district(province: str, full: str, since: date | None, until: date, into: str | None) -> Unit:
    kind = next(kind for _, kind in _DISTRICT_WORDS if full.startswith(f"{kind} "))
    return Unit(
        name=full.removeprefix(f"{kind} "),
        kind=kind,
        parent=province,
        valid_from=since,
        valid_to=until,
        successors=(into,) if into is not None else (),
    )


@cache
def _districts_by_words(province: str) -> dict[tuple[str, ...], tuple[Unit, ...]]:
    index: dict[tuple[str, ...], tuple[Unit, ...]] = {}
    for unit in districts(province):
        words = _words(unit.name)
        index[words] = (*index.get(words, ()), unit)
    return index


@cache
def _provinces_by_key() -> dict[str, tuple[Unit, ...]]:
    index: dict[str, tuple[Unit, ...]] = {}
    for unit in provinces():
        for key in {_key(name, _PROVINCE_WORDS) for name in unit.names}:
            index[key] = (*index.get(key, ()), unit)
    return index


def _key(name: str, prefixes: tuple[tuple[str, ...], ...]) -> str:
    words = _words(name)
    for prefix in prefixes:
        if _begins(words, prefix):
            words = words[len(prefix) :]
            break
    return "".join(words)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(fold(nfc(name))))


@cache
def _data(name: str) -> dict[str, Any]:  # TOML's own shape; each reader names its keys
    return tomllib.loads(files("pipeline").joinpath("data", name).read_text(encoding="utf-8"))
