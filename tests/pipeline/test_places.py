from datetime import date

import pytest

from pipeline.places import (
    district,
    districts,
    locate,
    named_provinces,
    province,
    provinces,
    today,
)
from pipeline.vietnamese import fold

BEFORE, AFTER = date(2020, 10, 7), date(2025, 8, 1)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2019, 1, 1), 63),  # the 63 of most rounds
        (date(2025, 6, 30), 63),  # Huế became a city, none was merged yet
        (date(2025, 7, 1), 34),
        (None, 34),
    ],
)
def test_as_many_provinces_stand_as_the_law_says(day: date | None, count: int) -> None:
    assert sum(unit.valid_on(day) for unit in provinces()) == count


def test_every_successor_exists_and_every_unit_ends_in_one_that_stands() -> None:
    names = {unit.name for unit in provinces()}
    for unit in provinces():
        assert set(unit.successors) <= names
        assert today(unit).valid_to is None
        assert (unit.valid_to is None) == (not unit.successors)


def test_no_two_provinces_share_a_folded_spelling() -> None:
    owners: dict[str, set[str]] = {}
    for unit in provinces():
        for name in unit.names:
            owners.setdefault(fold(name), set()).add(unit.name)
    shared = {name: units for name, units in owners.items() if len(units) > 1}
    assert set(shared) == {"hue", "thua thien hue"}  # one body under two names, by date


@pytest.mark.parametrize(
    ("written", "day", "name", "now"),
    [
        ("Cao Bằng", BEFORE, "Cao Bằng", "Cao Bằng"),  # unchanged
        ("tỉnh CAO BẰNG", BEFORE, "Cao Bằng", "Cao Bằng"),  # capitals of a head
        ("Bắc Cạn", BEFORE, "Bắc Kạn", "Thái Nguyên"),  # older spelling, merged
        ("Hoà Bình", BEFORE, "Hòa Bình", "Phú Thọ"),  # old tone style
        ("Đắc Lắc", BEFORE, "Đắk Lắk", "Đắk Lắk"),  # spelling of the press
        ("Daklak", None, "Đắk Lắk", "Đắk Lắk"),  # host names
        ("Kontum", BEFORE, "Kon Tum", "Quảng Ngãi"),
        ("BR-VT", BEFORE, "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
        ("Bà Rịa – Vũng Tàu", BEFORE, "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),  # en dash
        ("TP.HCM", BEFORE, "Hồ Chí Minh", "Hồ Chí Minh"),
        ("Tp. Hồ Chí Minh", None, "Hồ Chí Minh", "Hồ Chí Minh"),
        ("T.P Đà Nẵng", None, "Đà Nẵng", "Đà Nẵng"),
        ("Huế", BEFORE, "Thừa Thiên Huế", "Huế"),  # short name of the old province
        ("Huế", AFTER, "Huế", "Huế"),
        ("Thừa Thiên - Huế", BEFORE, "Thừa Thiên Huế", "Huế"),
        ("Bắc Kạn", AFTER, "Bắc Kạn", "Thái Nguyên"),  # a later paper may speak of it
        ("Hà Tây", None, "Hà Tây", "Hà Nội"),
    ],
)
def test_a_written_province_is_found(written: str, day: date | None, name: str, now: str) -> None:
    unit = province(written, day)
    assert unit is not None
    assert (unit.name, today(unit).name) == (name, now)


@pytest.mark.parametrize("written", ["", "tỉnh", "thành phố", "Trùng Khánh", "HTX Thái Bình"])
def test_what_is_no_province_stays_unresolved(written: str) -> None:
    assert province(written) is None


@pytest.mark.parametrize(
    ("written", "within", "expected"),
    [
        # the usual address, last part first
        ("xã A, huyện Trùng Khánh, tỉnh Cao Bằng", None, ("Cao Bằng", "huyện Trùng Khánh")),
        ("H. Trùng Khánh", "Cao Bằng", ("Cao Bằng", "huyện Trùng Khánh")),
        ("Quảng Uyên", "Cao Bằng", ("Cao Bằng", "huyện Quảng Uyên")),  # gone in 2020
        ("TP Cao Bằng", "Cao Bằng", ("Cao Bằng", "thành phố Cao Bằng")),  # the town
        ("Cao Bằng", "Cao Bằng", ("Cao Bằng", None)),  # bare: the province
        ("Quảng Ninh", "Quảng Bình", ("Quảng Bình", "huyện Quảng Ninh")),  # a namesake
        ("tỉnh Quảng Ninh", "Quảng Bình", ("Quảng Ninh", None)),  # says so itself
        ("TP.Tam Kỳ, Quảng Nam", None, ("Quảng Nam", "thành phố Tam Kỳ")),  # no space
        ("Hòa Thạnh- Tam Bình", "Vĩnh Long", ("Vĩnh Long", "huyện Tam Bình")),
        ("Bà Rịa - Vũng Tàu", None, ("Bà Rịa - Vũng Tàu", None)),  # its own dash
        ("phường 2, TP. Vũng Tàu, tỉnh Bà Rịa - Vũng Tàu", None,
         ("Bà Rịa - Vũng Tàu", "thành phố Vũng Tàu")),
        ("xã Minh Lập, huyện Đồng Hỷ", None, ("Thái Nguyên", "huyện Đồng Hỷ")),  # the only one
        ("xã Tân Cương, T.P Thái Nguyên", None, ("Thái Nguyên", "thành phố Thái Nguyên")),
        ("xã A, huyện Châu Thành", None, (None, None)),  # ten provinces have one
        ("Đồng Hỷ", None, (None, None)),  # may be anything
        ("HTX Thái Bình", None, (None, None)),  # a brand, not a place
        ("Trùng Khánh", None, (None, None)),  # never resolved nationally
    ],
)  # fmt: skip
def test_a_written_place_is_located(
    written: str, within: str | None, expected: tuple[str | None, str | None]
) -> None:
    found = locate(written, within, BEFORE)
    assert (
        found.province.name if found.province else None,
        found.district.full if found.district else None,
    ) == expected


def test_districts_of_cao_bang_follow_the_resolution_of_2020() -> None:
    def standing(day: date) -> set[str]:
        return {unit.name for unit in districts("Cao Bằng") if unit.valid_on(day)}

    assert {"Quảng Uyên", "Phục Hòa", "Trà Lĩnh", "Thông Nông"} <= standing(date(2018, 8, 1))
    assert "Quảng Hòa" not in standing(date(2018, 8, 1))
    assert {"Quảng Hòa"} <= standing(BEFORE)
    assert not standing(BEFORE) & {"Quảng Uyên", "Phục Hòa", "Trà Lĩnh", "Thông Nông"}
    assert standing(AFTER) == set()


def test_the_province_of_a_district_covers_it_today() -> None:
    found = district("huyện Chợ Đồn", "Bắc Kạn")
    assert found is not None
    assert today(found).name == "Thái Nguyên"


def test_provinces_named_in_a_text_need_their_letters_and_a_capital() -> None:
    text = "Sở Công Thương Hoà Bình, TP. Hồ Chí Minh và hà nam; Hải Đương; Ha Noi"
    assert [(text[span.start : span.end], unit.name) for span, unit in named_provinces(text)] == [
        ("Hoà Bình", "Hòa Bình"),
        ("Hồ Chí Minh", "Hồ Chí Minh"),
        ("Ha Noi", "Hà Nội"),
    ]
