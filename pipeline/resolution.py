"""Names to keys: what two writings must share to be one decision, producer, product or round.

Pure and equality only: each function takes what a paper says and returns a normal form in folded
letters; two writings are one entity exactly when their keys are equal. Likeness is for people.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline import places
from pipeline.facts import Level
from pipeline.vietnamese import fold, nfc

PROGRAMME = "cnnttb"

_WORD = re.compile(r"[^\W_]+")

# Letters of other alphabets that print like Latin ones: the Cyrillic С inside "TT-BTС".
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
)
_DASHES = re.compile(r"[‐‑‒–—―−]")
# "26/2014/TT-BCT", "1918/QĐ-UBND", "166-KH/HU", "864/NQ-UBTVQH14", "12A/QĐ-UBND"; folded capitals
_NUMBER = re.compile(
    r"(?P<serial>\d+)(?P<letter>[A-Z]?)(?:/(?P<year>(?:19|20)\d\d))?[/-](?P<symbol>.+)"
)
_KINDED = ("ubnd", "hdnd")  # bodies named with the kind of unit: "UBND tỉnh", but "Sở Công Thương"
_TOWN = ("thanh pho ", "tp ")
_BARE = ("huyen", "thi xa", "quan", "xa", "phuong")
_TERM = re.compile(r"\d+$")  # "QH15": the term of the National Assembly

# Who signs for a body: "TM. ", "KT. CHỦ TỊCH", "Phó Chủ tịch", "Q. Cục trưởng"
_OFFICE = re.compile(
    r"^(?:(?:tm|kt|tl|tuq|q|quyen|pho|thu truong|truong)\s+"
    r"|chu tich\s+|pho chu tich\s+|bo truong\s+|cuc truong\s+|giam doc\s+)+"
)


@dataclass(frozen=True, slots=True)
class ActNumber:
    """The parts of "26/2014/TT-BCT": serial 26, year 2014, symbol TT-BCT, body BCT."""

    key: str
    serial: int | None = None
    year: int | None = None
    symbol: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class ProducerName:
    """A producer's name in normal form: "HTX SX TM Tân Hòa" is hop tac xa + its core."""

    family: str
    core: str


@dataclass(frozen=True, slots=True, order=True)
class Attestation:
    """What one paper says of an act: enough to tell which decision it is, or not quite."""

    number: str  # the key of the number
    issuer: str | None = None  # the key of the issuer
    year: int | None = None
    date: date | None = None


def number_key(number: str) -> str:
    """Return the key of an act's number: "07/QÐ -UBND" and "7/QĐ-UBND" are "7/QD-UBND"."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", nfc(number)).translate(_TWINS))
    letters = "".join(fold(text).upper().split()).strip(".,;:")
    return letters.lstrip("0") or letters


def act_number(number: str) -> ActNumber:
    """Return the parts of an act's number; only the key where it has another shape."""
    key = number_key(number)
    match = _NUMBER.fullmatch(key)
    if match is None:
        return ActNumber(key)
    symbol = match["symbol"]
    party = "/" in symbol  # "166-KH/HU": Party acts turn it round
    body = symbol.partition("/" if party else "-")[2] or symbol
    year = int(match["year"]) if match["year"] else None
    return ActNumber(key, int(match["serial"]), year, symbol, _TERM.sub("", body))


def is_issued(number: str | None, day: date | None) -> bool:
    """Tell whether an act has its number and day: "/QĐ-UBND" and "ngày   tháng" are a draft's."""
    return bool(number) and day is not None and act_number(number or "").serial is not None


def issuer_key(issuer: str | None, number: str = "", territory: str | None = None) -> str | None:
    """Return the body that issued: "CHỦ TỊCH UBND TỈNH CAO BẰNG" is "ubnd tinh cao bang".

    Where no issuer is written, the symbol of ``number`` may name it ("TT-BCT"); a bare "UBND tỉnh"
    needs ``territory``, the province it is known to be of. None where neither tells.
    """
    if issuer is not None and (words := _body_words(issuer)):
        if words in _national_by_name():
            return _national_by_name()[words]
        local = _local_body(words)
        return " ".join(words) if local is None else _local_key(*local, territory)
    code = act_number(number).body if number else None
    if code is None:
        return None
    if code in _national_by_code():
        return _national_by_code()[code]
    return _local_key(_local_by_code()[code], "", territory) if code in _local_by_code() else None


def issuer_name(key: str) -> str | None:
    """Return how an issuer's key is written in full: "UBND tỉnh Cao Bằng"; None if unknown."""
    for row in _issuers()["national"]:
        if " ".join(_words(row["name"])) == key:
            return str(row["name"])
    for row in _issuers()["local"]:
        unit = places.province(key.removeprefix(row["key"]))
        if unit is not None and _with_territory(row["key"], unit) == key:
            kind = f"{unit.kind} " if row["key"] in _KINDED else ""
            return f"{row['name']} {kind}{unit.name}"
    return None


def attestation(
    number: str, issuer: str | None, day: date | None, territory: str | None = None
) -> Attestation:
    """Return what a paper says of an act, as keys; ``territory`` is the province it is about."""
    act = act_number(number)
    year = act.year or (day.year if day is not None else None)
    return Attestation(act.key, issuer_key(issuer, number, territory), year, day)


def decision_key(of: Attestation) -> str:
    """Return the natural key of a decision: issuer, number and year of signing; "?" is unknown."""
    return f"{of.issuer or '?'}|{of.number}|{of.year or '?'}"


def cluster(attestations: Iterable[Attestation]) -> dict[Attestation, str]:
    """Assign each attestation of acts to a decision's key; the answer knows no order.

    An attestation without a year joins the one decision of its issuer and number that has one;
    without an issuer, the one that bears its very date. Where two would do it stays its own.
    """
    families: dict[str, set[Attestation]] = defaultdict(set)
    for each in attestations:
        families[each.number].add(each)
    return {each: _home(each, family) for family in families.values() for each in family}


def _home(one: Attestation, family: set[Attestation]) -> str:
    own = decision_key(one)
    if one.issuer is not None and one.year is not None:
        return own
    whole = [each for each in family if each.issuer is not None and each.year is not None]
    if one.issuer is not None:
        fitting = {decision_key(each) for each in whole if each.issuer == one.issuer}
    else:
        fitting = {
            decision_key(each) for each in whole if one.date is not None and each.date == one.date
        }
    return fitting.pop() if len(fitting) == 1 else own


def round_key(level: Level, territory: str, year: int) -> str:
    """Return the key of a round; ``territory`` as ``territory_of`` gives it."""
    return f"{PROGRAMME}|{level.value}|{' '.join(_words(territory))}|{year}"


def territory_of(
    level: Level, *, province: str | None, region: str | None, issuer: str | None = None
) -> str | None:
    """Return whose round it is: a province, a region, a district, or "" for the nation's.

    A district's round needs its issuer ("UBND huyện Trùng Khánh"). None: it cannot be told.
    """
    if level is Level.QUOC_GIA:
        return ""
    if level is Level.KHU_VUC:
        return region_name(region) if region else None
    unit = places.province(province) if province else None
    home = unit.name if unit is not None else province
    if level is Level.TINH:
        return home
    found = places.locate(issuer.partition(" ")[2], home) if issuer and home else None
    if found is None or found.district is None:
        return None
    return f"{found.district.full}, {home}"


def region_name(region: str) -> str:
    """Return the programme's own name of a region: "miền Bắc" is "phía Bắc"."""
    words = _words(region)
    if "bac" in words:
        return "phía Bắc"
    if "trung" in words or "nguyen" in words:
        return "miền Trung - Tây Nguyên"
    if "nam" in words:
        return "phía Nam"
    return region


def producer_name(written: str) -> ProducerName:
    """Return a producer's normal form: short forms in full, legal family apart from the core."""
    raw = [word.lower() for word in _WORD.findall(nfc(written))]
    folded = [fold(word) for word in raw]
    family, taken = _head(folded)
    again, more = _head(folded[taken:])
    if again == family:  # "Hợp tác xã (HTX) chè Minh Tân" says it twice
        taken += more
    if taken < len(raw) and raw[taken] in _names()["titles"]["words"]:
        taken += 1
    core = [word for word in _expanded(folded[taken:]) if word != "va"]
    return ProducerName(family, " ".join(core))


def _head(words: list[str]) -> tuple[str, int]:
    """Return the legal family that a name begins with, and how many words say so."""
    family, taken = "", 0
    for end in range(1, min(len(words), _LONGEST_HEAD) + 1):
        whole = " ".join(_expanded(words[:end]))
        found = _families().get(whole) or _families().get(" ".join(words[:end]))
        if found is not None:
            family, taken = found, end
    return family, taken


_LONGEST_HEAD = 12  # words: "công ty trách nhiệm hữu hạn hai thành viên trở lên"


def producer_key(written: str, province: str | None) -> str:
    """Return the key of a producer: family, core and the province that tells namesakes apart."""
    name = producer_name(written)
    return f"{name.family}|{name.core}|{' '.join(_words(province or ''))}"


def product_name(written: str) -> str:
    """Return a product's normal form: "Sản phẩm: Miến dong Đà Bắc" is "mien dong da bac"."""
    words = _words(written)
    if words[:2] == ("san", "pham") and len(words) > 2:
        words = words[2:]
    return " ".join(words)


def product_key(written: str, producer: str | None) -> str:
    """Return the key of a product: its name within its producer's key, or by itself."""
    return f"{product_name(written)}|{producer or '?'}"


def place_key(written: str, province: str | None) -> str:
    """Return the key of a place as written, with the province it was resolved to."""
    return f"{' '.join(_words(written))}|{' '.join(_words(province or '')) or '?'}"


def _body_words(issuer: str) -> tuple[str, ...]:
    """Return the words of an issuing body, the person in office turned into the office."""
    text = " ".join(_words(issuer))
    if text in ("thu tuong", "thu tuong chinh phu"):
        return ("thu", "tuong", "chinh", "phu")
    rest = _OFFICE.sub("", text + " ").strip()
    if rest == text or not rest:
        return tuple(text.split()) if rest else ()
    if "bo truong" in text and not rest.startswith("bo "):
        rest = f"bo {rest}"  # "Bộ trưởng Công Thương"
    elif "cuc truong" in text and not rest.startswith("cuc "):
        rest = f"cuc {rest}"
    elif "chu tich" in text and rest.startswith(("tinh ", "thanh pho ", "huyen ", "thi xa ")):
        rest = f"ubnd {rest}"  # "Chủ tịch tỉnh Cao Bằng"
    return tuple(rest.split())


def _local_body(words: tuple[str, ...]) -> tuple[str, str] | None:
    """Part "ubnd tinh cao bang" into the kind of body and whose it is."""
    for name, key in _local_by_name():
        if words[: len(name)] == name:
            return key, " ".join(words[len(name) :])
    return None


def _local_key(key: str, whose: str, territory: str | None) -> str | None:
    """Return "ubnd tinh cao bang"; a bare "UBND tỉnh" is of the province it is known to be of."""
    if key in _of_districts():
        return f"{key} {whose}" if whose else None
    unit = places.province(whose) if whose else None
    if unit is not None and not (unit.kind == "tỉnh" and whose.startswith(_TOWN)):
        return _with_territory(key, unit)
    home = places.province(territory) if territory else None
    if whose in ("", "tinh", "thanh pho"):
        return _with_territory(key, home) if home is not None else None
    return None if whose in _BARE else f"{key} {whose}"


def _with_territory(key: str, unit: places.Unit) -> str:
    kind = f"{fold(unit.kind)} " if key in _KINDED else ""
    return f"{key} {kind}{' '.join(_words(unit.name))}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(nfc(text))))


def _expanded(words: Iterable[str]) -> list[str]:
    short = _names()["abbreviations"]
    return [part for word in words for part in str(short.get(word, word)).split()]


@cache
def _families() -> dict[str, str]:
    return {head: row["family"] for row in _names()["family"] for head in row["heads"]}


@cache
def _national_by_name() -> dict[tuple[str, ...], str]:
    return {
        _words(name): " ".join(_words(row["name"]))
        for row in _issuers()["national"]
        for name in (row["name"], *row.get("also", ()), *row["codes"])
    }


@cache
def _national_by_code() -> dict[str, str]:
    return {
        number_key(code): " ".join(_words(row["name"]))
        for row in _issuers()["national"]
        for code in row["codes"]
    }


@cache
def _local_by_name() -> tuple[tuple[tuple[str, ...], str], ...]:
    names = {
        _words(name): str(row["key"])
        for row in _issuers()["local"]
        for name in (row["name"], *row["codes"], *row["also"])
    }
    return tuple(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


@cache
def _local_by_code() -> dict[str, str]:
    return {number_key(code): row["key"] for row in _issuers()["local"] for code in row["codes"]}


@cache
def _of_districts() -> frozenset[str]:
    return frozenset(row["key"] for row in _issuers()["local"] if row.get("district"))


@cache
def _issuers() -> dict[str, Any]:  # TOML's own shape
    return _data("issuers.toml")


@cache
def _names() -> dict[str, Any]:  # TOML's own shape
    return _data("names.toml")


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipeline").joinpath("data", name).read_text(encoding="utf-8"))
