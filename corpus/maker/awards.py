"""The awards of a made-up round: products, producers, places, grades, points, in list order."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from corpus.maker.names import brand, group_name, person, producer, product
from corpus.maker.occasions import Occasion
from corpus.maker.territory import choose_province, choose_site

GRADES = (
    ("Giải A", "Giải B", "Giải C", "Giải Khuyến khích"),
    ("Nhất", "Nhì", "Ba", "Khuyến khích"),
    ("Giải nhất", "Giải nhì", "Giải ba", "Giải khuyến khích"),
    ("Tiêu biểu xuất sắc", "Tiêu biểu"),
)


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented producer with what a list may say of it."""

    name: str
    address: str
    locality: str
    representative: str
    phone: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One award before it is put into a list; ``group`` is the group's name in this paper."""

    product: str
    firm: Firm
    group_index: int
    group: str
    grade: str | None
    points: str
    code: str


def choose_entries(rng: Random, occasion: Occasion, count: int) -> tuple[Entry, ...]:
    """Make up the awards of a round, ordered by group, each producer's goods together."""
    groups = sorted(rng.sample(range(4), k=min(4, max(1, min(count // 2, rng.randint(1, 4))))))
    names = {index: group_name(rng, index) for index in groups}
    grades = rng.choice(GRADES) if rng.random() < 0.3 else None
    comma = rng.random() < 0.7
    bounds = sorted(rng.choices(range(len(groups)), k=count))
    entries: list[Entry] = []
    taken: set[str] = set()
    while len(entries) < count:
        group = groups[bounds[len(entries)]]
        label = brand(rng)
        firm = _firm(rng, occasion, taken, label)
        for _ in range(min(rng.choices((1, 2, 3), (74, 20, 6))[0], count - len(entries))):
            if groups[bounds[len(entries)]] != group:
                break
            name = _unused(rng, group, label, taken)
            points = f"{rng.randint(700, 985) / 10:.1f}".replace(".", "," if comma else ".")
            grade = rng.choice(grades) if grades else None
            code = f"SP{len(entries) + 1:02d}"
            entries.append(Entry(name, firm, group, names[group], grade, points, code))
    return tuple(entries)


def _firm(rng: Random, occasion: Occasion, taken: set[str], label: str) -> Firm:
    name = producer(rng, label)
    while name in taken:
        name = producer(rng, brand(rng))
    taken.add(name)
    province = occasion.province
    if occasion.whole_country:
        province = choose_province(rng, occasion.signed, occasion.region)
    site = choose_site(rng, province, occasion.signed, whole_country=occasion.whole_country)
    locality = site.locality
    if occasion.unit:
        site_address = site.address.replace(locality, occasion.unit)
        district = not occasion.unit.startswith(("xã", "phường", "thị trấn"))
        locality = site_address.split(", ")[-2] if district else occasion.unit
    else:
        site_address = site.address
    phone = f"09{rng.randint(10, 99)}.000.{rng.randint(100, 999)}"
    return Firm(name, site_address, locality, person(rng), phone)


def _unused(rng: Random, group: int, label: str, taken: set[str]) -> str:
    name = product(rng, group, label)
    for _ in range(20):
        if name not in taken:
            break
        name = product(rng, group, f"{label} {rng.randint(2, 99)}")
    taken.add(name)
    return name
