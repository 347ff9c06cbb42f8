"""Who publishes a page, from its host: a newspaper, a portal, a department, and its province.

The province is a weaker source than the text: it serves where an article never names its own.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.places import Unit, provinces
from pipeline.vietnamese import fold

# Like "https://www.quangtri.gov.vn:443/chi-tiet" and "quangtri.gov.vn"
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?(?P<host>[^/:?#\s]+)", re.IGNORECASE)
_SUFFIXES = ("gov.vn", "com.vn", "org.vn", "edu.vn", "net.vn", "info.vn")
_MIRRORS = frozenset(
    {"www", "m", "mobile", "amp", "portal", "cong", "congthongtin", "en", "english"}
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose page it is, and the province it serves where it serves one."""

    name: str
    province: str | None = None


@dataclass(frozen=True, slots=True)
class _Hosts:
    known: dict[str, Publisher]
    before: dict[str, str]
    after: dict[str, str]
    departments: dict[str, str]


@cache
def _hosts() -> _Hosts:
    data = tomllib.loads((files("pipeline") / "data" / "publishers.toml").read_text("utf-8"))
    return _Hosts(
        known={h: Publisher(r["name"], r.get("province")) for h, r in data["hosts"].items()},
        before=data["before"],
        after=data["after"],
        departments=data["departments"],
    )


@cache
def _provinces() -> dict[str, Unit]:
    """Map a province as hosts write it: 'bariavungtau' to tỉnh Bà Rịa - Vũng Tàu."""
    return {re.sub(r"[^a-z]", "", fold(name)): unit for unit in provinces() for name in unit.names}


def publisher_of(url: str) -> Publisher | None:
    """Return whose page an address is, None where the host says nothing.

    'https://baoapbac.vn/kinh-te/...' is Báo Ấp Bắc of Tiền Giang by the list, and
    'http://congthuongthainguyen.gov.vn/...' Sở Công Thương Thái Nguyên by its own name.
    """
    found = _HOST.match(url.strip())
    if found is None:
        return None
    host = found["host"].lower().removeprefix("www.")
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = _hosts().known.get(".".join(labels[start:]))
        if known is not None:
            return known
    return _by_name(host, labels)


def _by_name(host: str, labels: list[str]) -> Publisher | None:
    suffix = next((s for s in _SUFFIXES if host.endswith(f".{s}")), labels[-1])
    own = host.removesuffix(f".{suffix}").split(".")
    label = own[-1].replace("-", "")
    if (unit := _provinces().get(label)) is not None:
        return _portal(host, own[:-1], unit, official=suffix == "gov.vn")
    for word, pattern in sorted(_hosts().before.items(), key=lambda item: -len(item[0])):
        if label.startswith(word) and (unit := _provinces().get(label.removeprefix(word))):
            return Publisher(pattern.format(unit.name), unit.name)
    for word, pattern in _hosts().after.items():
        if label.endswith(word) and (unit := _provinces().get(label.removesuffix(word))):
            return Publisher(pattern.format(unit.name), unit.name)
    return None


def _portal(host: str, below: list[str], unit: Unit, *, official: bool) -> Publisher:
    """Name a page on a province's own domain: its portal, a department, or only its host."""
    if not official:
        return Publisher(host, unit.name)
    below = [label for label in below if label not in _MIRRORS]
    if not below:
        return Publisher(f"Cổng TTĐT {unit.full}", unit.name)
    pattern = _hosts().departments.get(below[-1])
    return Publisher(pattern.format(unit.name) if pattern else host, unit.name)
