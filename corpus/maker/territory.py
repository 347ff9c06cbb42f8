"""Places as papers name them: provinces, districts, communes, and the change of 1 July 2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from corpus.maker.words import provinces, words

MERGER = date(2025, 7, 1)
CITIES_SINCE_2025 = frozenset({"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"})


@dataclass(frozen=True, slots=True)
class Province:
    """A province in force on a day: "tỉnh Cao Bằng", its region in the programme, its districts."""

    name: str
    kind: str
    region: str
    districts: tuple[str, ...]

    @property
    def full(self) -> str:
        """Kind and name: "tỉnh Cao Bằng", "thành phố Hà Nội"."""
        return f"{self.kind} {self.name}"


def choose_province(rng: Random, day: date, region: str | None = None) -> Province:
    """Choose a province that exists on the day; of one region where one is asked for."""
    rows = [row for row in provinces() if region in (None, row["region"])]
    row = rng.choice(rows)
    name, kind = row["name"], row["kind"]
    if day >= MERGER:
        name = row["since_2025"]
        kind = "thành phố" if name in CITIES_SINCE_2025 else "tỉnh"
    elif name == "Thừa Thiên Huế" and day >= date(2025, 1, 1):
        name, kind = "Huế", "thành phố"
    return Province(name, kind, row["region"], tuple(row["districts"]))


def commune(rng: Random, district: str) -> str:
    """Choose a commune of a kind that its district can hold: "phường Minh Khai"."""
    urban = district.startswith(("thành phố", "quận"))
    kind = (
        rng.choice(("phường", "phường", "xã")) if urban else rng.choice(("xã",) * 5 + ("thị trấn",))
    )
    return f"{kind} {rng.choice(words()['communes']['names'])}"


def commune_since_2025(rng: Random, province: Province) -> str:
    """Choose a commune of the two-level order: many took the name of the district they sat in."""
    if rng.random() < 0.4:
        district = rng.choice(province.districts)
        kind, name = district.split(" ", 1)
        if kind == "thành":
            return "phường " + name.removeprefix("phố ")
        return "xã " + name.removeprefix("xã ")
    return f"{rng.choice(('xã', 'xã', 'phường'))} {rng.choice(words()['communes']['names'])}"


def hamlet(rng: Random, province: Province) -> str:
    """Choose what stands before the commune in an address: "Xóm 3", "Ấp Phú Thạnh"."""
    lists = words()["hamlets"]
    forms = lists["south" if province.region == "phía Nam" else "north"]
    return str(rng.choice(forms)).format(n=rng.randint(1, 12), w=rng.choice(lists["words"]))


@dataclass(frozen=True, slots=True)
class Site:
    """Where a producer sits: the whole address and the unit a list would name."""

    address: str
    locality: str


def choose_site(rng: Random, province: Province, day: date, *, whole_country: bool) -> Site:
    """Choose a producer's address in the order in force on the day."""
    tail = f", {province.full}" if whole_country and rng.random() < 0.8 else ""
    lead = f"{hamlet(rng, province)}, " if rng.random() < 0.45 else ""
    if day >= MERGER:
        unit = commune_since_2025(rng, province)
        return Site(f"{lead}{unit}{tail}", province.name if whole_country else unit)
    district = rng.choice(province.districts)
    locality = province.name if whole_country else district
    return Site(f"{lead}{commune(rng, district)}, {district}{tail}", locality)
