"""Level, region, year, edition and province, each as firm as its clause makes it."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

import pytest

from extractors.facts import producers, provinces, publishers, rounds
from pipeline.facts import RoundClaim
from tests.pages import mentions, page


def claims(*lines: str, field: str) -> dict[str, float]:
    found = mentions(page(*lines), rounds.EXTRACTOR)
    best: dict[str, float] = {}
    for mention in found:
        if isinstance(mention.claim, RoundClaim) and mention.claim.field == field:
            value = mention.claim.value
            best[value] = max(best.get(value, 0.0), mention.confidence)
    return best


@pytest.mark.parametrize(
    ("line", "level", "reason"),
    [
        ("Sản phẩm CNNT tiêu biểu cấp tỉnh năm 2022", "tinh", "said"),
        ("Sản phẩm CNNT tiêu biểu cấp xã năm 2025", "huyen", "the commune from 2025"),
        ("Sản phẩm CNNT tiêu biểu khu vực phía Nam", "khu_vuc", "a region"),
        ("CNNT tiêu biểu quốc gia năm 2023", "quoc_gia", "without 'cấp'"),
        ("Hà Nội: CNNT tiêu biểu cấp thành phố", "tinh", "a city under the government"),
        ("UBND TP. Bà Rịa: CNNT tiêu biểu cấp thành phố", "huyen", "a city of a province"),
        ("typical rural industrial products at the provincial level", "tinh", "English"),
    ],
)
def test_levels(line: str, level: str, reason: str) -> None:
    found = claims(line, field="level")
    assert max(found, key=lambda value: found[value]) == level, reason


def test_the_round_aimed_at_is_weaker_than_the_own() -> None:
    found = claims(
        "Sản phẩm CNNT tiêu biểu cấp tỉnh",
        "Sản phẩm CNNT tiêu biểu cấp tỉnh được gửi dự cấp khu vực.",
        field="level",
    )
    assert found["tinh"] > found["khu_vuc"]


def test_a_sentence_that_names_all_levels_tells_none() -> None:
    assert not claims("Tin", "Bình chọn có cấp huyện, cấp tỉnh, cấp quốc gia.", field="level")


def test_a_comparison_of_regions_is_no_region() -> None:
    line = "CNNT tiêu biểu: phía Bắc 39 sản phẩm, khu vực phía Nam 31, miền Trung - Tây Nguyên 30."
    assert max(claims("Tin", line, field="region").values()) < 0.3


@pytest.mark.parametrize(
    ("line", "years", "reason"),
    [
        ("Sản phẩm CNNT tiêu biểu cấp quốc gia 2023", {"2023"}, "without 'năm'"),
        ("CNNT tiêu biểu giai đoạn 2021-2025", set(), "a period"),
        ("CNNT tiêu biểu ngày 07 tháng 10 năm 2020", set(), "a date"),
        ("Mục tiêu đến năm 2030 có sản phẩm CNNT tiêu biểu", set(), "a goal"),
        ("CNNT tiêu biểu tăng so với năm 2020", set(), "a comparison"),
    ],
)
def test_years(line: str, years: set[str], reason: str) -> None:
    assert set(claims(line, field="year")) == years, reason


def test_rounds_gone_by_are_weak() -> None:
    line = "Ở lần thứ 3 và thứ 4 (2016, 2018), huyện có 7 sản phẩm CNNT tiêu biểu cấp tỉnh."
    assert max(claims("Tin", line, field="level").values()) < 0.3


@pytest.mark.parametrize(
    ("line", "edition"),
    [
        ("CNNT tiêu biểu lần thứ IV", "4"),
        ("CNNT tiêu biểu lần thứ tư", "4"),
        ("CNNT tiêu biểu lần 7", "7"),
        ("Lần đầu bình chọn CNNT tiêu biểu", "1"),
    ],
)
def test_editions(line: str, edition: str) -> None:
    assert set(claims(line, field="edition")) == {edition}


def named(*lines: str, url: str | None = None) -> dict[str, float]:
    document = page(*lines, url=url)
    found = mentions(document, producers.EXTRACTOR, provinces.EXTRACTOR)
    best: dict[str, float] = {}
    for mention in found:
        assert isinstance(mention.claim, RoundClaim)
        value = mention.claim.value
        best[value] = max(best.get(value, 0.0), mention.confidence)
    return best


@pytest.mark.parametrize(
    ("lines", "province", "least", "most", "reason"),
    [
        (["Bình Thuận: 30 sản phẩm"], "Bình Thuận", 0.9, 1, "a headline's first word"),
        (["Tin", "Riêng tỉnh Tiền Giang có 12 sản phẩm."], "Tiền Giang", 0.9, 1, "who has the products"),
        (["Tin", "UBND tỉnh Hà Tĩnh họp."], "Hà Tĩnh", 0.8, 0.9, "an authority"),
        (["Tin", "Lễ tổ chức tại tỉnh Tây Ninh."], "Tây Ninh", 0, 0.2, "where it was"),
        (["Tin", "Họp ở các tỉnh Thanh Hóa, Ninh Thuận và Tây Ninh."], "Ninh Thuận", 0, 0.2, "a list"),
        (["Tin", "Huyện Vĩnh Linh chọn."], "Quảng Trị", 0.3, 0.5, "a district that is there once"),
        (["Tin năm 2019", "Thừa Thiên Huế: trao giải năm 2019."], "Thừa Thiên Huế", 0.4, 1, "as it was called"),
    ],
)  # fmt: skip
def test_provinces(lines: list[str], province: str, least: float, most: float, reason: str) -> None:
    assert least <= named(*lines)[province] <= most, reason


def test_names_of_makers_and_datelines_name_no_province() -> None:
    assert not named("Tin", "Công ty Cổ phần nông sản Bắc Kạn đạt giải.")
    assert not named("Tin", "Hà Nội, ngày 23 tháng 9 năm 2025")


@pytest.mark.parametrize(
    ("url", "province"),
    [
        ("https://baoapbac.vn/kinh-te/a-1", "Tiền Giang"),
        ("https://example.org/2024/thai-nguyen-them-67-san-pham", "Thái Nguyên"),
        ("https://example.org/tin", None),
    ],
)
def test_the_publisher_is_the_last_resort(url: str, province: str | None) -> None:
    found = [m.claim for m in mentions(page("Tin", url=url), publishers.EXTRACTOR)]
    assert found == ([RoundClaim("province", province)] if province else [])
