"""An occasion: who decides, on what day, about which round; the frame of one made-up decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from corpus.maker.names import person
from corpus.maker.territory import (
    MERGER,
    Province,
    choose_province,
    commune_since_2025,
)

KINDS = ("thành phố", "thị xã", "thị trấn", "tỉnh", "huyện", "quận", "xã", "phường")
REGIONS = ("phía Bắc", "miền Trung - Tây Nguyên", "phía Nam")


@dataclass(frozen=True, slots=True)
class Office:
    """Who signs: name for the truth, lines of the head, authority, symbol, signature lines."""

    issuer: str
    head: tuple[str, ...]
    authority: str
    symbol: str
    place: str
    signature: tuple[str, ...]
    seat: str  # as recipients and articles call it: "UBND tỉnh", "Bộ Công Thương"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One made-up decision's frame."""

    level: str
    year: int
    edition: int | None
    signed: date
    serial: int
    signer: str
    office: Office
    province: Province
    region: str | None
    unit: str | None  # the district or commune that decides, at the lowest level

    @property
    def number(self) -> str:
        """Number and symbol: "1234/QĐ-UBND"."""
        return f"{self.serial}/{self.office.symbol}"

    @property
    def whole_country(self) -> bool:
        """Tell whether producers come from several provinces."""
        return self.level in ("khu_vuc", "quoc_gia")


def choose_occasion(rng: Random, level: str | None = None) -> Occasion:
    """Make up a frame; years 2012 to 2026, all levels, all provinces."""
    level = level or rng.choices(("tinh", "huyen", "khu_vuc", "quoc_gia"), (55, 17, 14, 14))[0]
    year = _year(rng, level)
    signed = date(year, 3, 1) + timedelta(days=rng.randrange(300))
    if rng.random() < 0.06:  # decided at the start of the year after
        signed = date(year + 1, 1, 4) + timedelta(days=rng.randrange(50))
    signed = min(signed, date(2026, 6, 30))
    region = rng.choice(REGIONS) if level == "khu_vuc" else None
    province = choose_province(rng, signed, region)
    unit = _unit(rng, province, signed) if level == "huyen" else None
    return Occasion(
        level=level,
        year=year,
        edition=_edition(rng, level, year),
        signed=signed,
        serial=rng.randint(31, 4700),
        signer=person(rng),
        office=office_of(rng, level, province, unit, signed),
        province=province,
        region=region,
        unit=unit,
    )


def _year(rng: Random, level: str) -> int:
    if level == "khu_vuc":
        return rng.choice((2012, 2014, 2016, 2018, 2020, 2022, 2024))
    if level == "quoc_gia":
        return rng.choice((2015, 2017, 2019, 2021, 2023))
    return rng.randint(2012, 2026)


def _edition(rng: Random, level: str, year: int) -> int | None:
    if level == "quoc_gia":
        return (year - 2013) // 2 if rng.random() < 0.8 else None
    return rng.randint(1, 12) if rng.random() < 0.35 else None


def _unit(rng: Random, province: Province, signed: date) -> str:
    if signed >= MERGER:
        return commune_since_2025(rng, province)
    return rng.choice(province.districts)


def office_of(
    rng: Random,
    level: str,
    province: Province,
    unit: str | None,
    signed: date,
    chairman: bool | None = None,
) -> Office:
    """Return who signs; ``chairman`` chooses a committee's head or body where it is given."""
    if level == "quoc_gia":
        return Office(
            "Bộ Công Thương",
            ("BỘ CÔNG THƯƠNG",),
            "BỘ TRƯỞNG BỘ CÔNG THƯƠNG",
            "QĐ-BCT",
            "Hà Nội",
            _hand(rng, "BỘ TRƯỞNG", "THỨ TRƯỞNG"),
            "Bộ Công Thương",
        )
    if level == "khu_vuc":
        name, symbol = "Cục Công Thương địa phương", "QĐ-CTĐP"
        if signed.year <= 2016:
            name, symbol = "Cục Công nghiệp địa phương", "QĐ-CNĐP"
        head = ("BỘ CÔNG THƯƠNG", name.upper())
        hand = _hand(rng, "CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG")
        return Office(name, head, f"CỤC TRƯỞNG {name.upper()}", symbol, "Hà Nội", hand, name)
    if level == "tinh" and chairman is None and rng.random() < 0.12:
        return _department(rng, province)
    if chairman is None:
        chairman = rng.random() < 0.5
    return _committee(rng, province, unit, chairman)


def _department(rng: Random, province: Province) -> Office:
    full = province.full
    return Office(
        f"Sở Công Thương {full}",
        (f"ỦY BAN NHÂN DÂN\n{full.upper()}", "SỞ CÔNG THƯƠNG"),
        f"GIÁM ĐỐC SỞ CÔNG THƯƠNG {full.upper()}",
        "QĐ-SCT",
        _place(province),
        _hand(rng, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "Sở Công Thương",
    )


def _committee(rng: Random, province: Province, unit: str | None, chairman: bool) -> Office:
    full = unit or province.full
    head: tuple[str, ...] = (f"ỦY BAN NHÂN DÂN\n{full.upper()}",)
    if unit and rng.random() < 0.15:
        head = (f"{province.full.upper()}", *head)
    hand = _hand(rng, "CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    body = f"UBND {full}"
    symbol = "QĐ-UBND-HC" if not unit and rng.random() < 0.08 else "QĐ-UBND"
    return Office(
        issuer=f"Chủ tịch {body}" if chairman else body,
        head=head,
        authority=("CHỦ TỊCH " if chairman else "") + f"ỦY BAN NHÂN DÂN {full.upper()}",
        symbol=symbol,
        place=_unit_name(unit) if unit else _place(province),
        signature=hand if chairman else ("TM. ỦY BAN NHÂN DÂN", *hand),
        seat=f"UBND {_kind(full)}",
    )


def _hand(rng: Random, chief: str, deputy: str) -> tuple[str, ...]:
    return (chief,) if rng.random() < 0.3 else (f"KT. {chief}", deputy)


def _place(province: Province) -> str:
    return "Thành phố Hồ Chí Minh" if province.name == "Hồ Chí Minh" else province.name


def _unit_name(unit: str) -> str:
    return unit.removeprefix(_kind(unit)).strip()


def _kind(unit: str) -> str:
    """Return the kind of a unit: "thị xã" of "thị xã Sa Pa"."""
    return next(kind for kind in KINDS if unit.startswith(f"{kind} "))
