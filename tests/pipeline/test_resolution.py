import itertools
from datetime import date

import pytest

from pipeline.facts import Level
from pipeline.resolution import (
    Attestation,
    ProducerName,
    act_number,
    attestation,
    cluster,
    issuer_key,
    issuer_name,
    number_key,
    place_key,
    producer_key,
    producer_name,
    product_key,
    region_name,
    round_key,
    territory_of,
)

CAO_BANG = "ubnd tinh cao bang"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("1918/QĐ-UBND", "1918/QD-UBND"),
        ("1918/QÐ-UBND", "1918/QD-UBND"),  # Icelandic eth
        ("1918/QD-UBND", "1918/QD-UBND"),  # the mark was lost
        ("1918 / QĐ - UBND", "1918/QD-UBND"),  # spaces
        ("1918/QĐ–UBND", "1918/QD-UBND"),  # en dash
        ("07/KH-HĐBC", "7/KH-HDBC"),  # leading zero
        ("26/2014/TT-BTС", "26/2014/TT-BTC"),  # Cyrillic Es
        ("1918/QĐ-UBND.", "1918/QD-UBND"),  # the sentence's stop
    ],
)
def test_numbers_that_look_alike_share_a_key(written: str, key: str) -> None:
    assert number_key(written) == key


@pytest.mark.parametrize(
    ("written", "serial", "year", "body"),
    [
        ("26/2014/TT-BCT", 26, 2014, "BCT"),  # a normative act carries its year
        ("1302/QĐ-UBND-HC", 1302, None, "UBND-HC"),
        ("166-KH/HU", 166, None, "HU"),  # Party acts turn it round
        ("864/NQ-UBTVQH14", 864, None, "UBTVQH"),  # the term is not the body
        ("202/2025/QH15", 202, 2025, "QH"),
        ("…/QĐ-UBND", None, None, None),  # a draft's blank
    ],
)
def test_a_number_has_parts(
    written: str, serial: int | None, year: int | None, body: str | None
) -> None:
    act = act_number(written)
    assert (act.serial, act.year, act.body) == (serial, year, body)


@pytest.mark.parametrize(
    "written",
    [
        "UBND tỉnh Cao Bằng",
        "Chủ tịch UBND tỉnh Cao Bằng",  # the person is the office
        "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG",
        "CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH CAO BẰNG",  # the other tone style
        "Phó Chủ tịch UBND tỉnh Cao Bằng",
        "KT. Chủ tịch Phó Chủ tịch UBND tỉnh Cao Bằng",
        "UBND Cao Bằng",
        "Chủ tịch tỉnh Cao Bằng",
    ],
)
def test_body_and_person_are_one_issuer(written: str) -> None:
    key = issuer_key(written)
    assert key == CAO_BANG
    assert issuer_name(key) == "UBND tỉnh Cao Bằng"


@pytest.mark.parametrize(
    ("issuer", "number", "territory", "key"),
    [
        ("Bộ trưởng Bộ Công Thương", "", None, "bo cong thuong"),
        ("BỘ CÔNG THƯƠNG", "", None, "bo cong thuong"),
        ("Cục trưởng Cục Công Thương địa phương", "", None, "cuc cong thuong dia phuong"),
        ("Cục trưởng", "83/QĐ-CTĐP", None, "cuc cong thuong dia phuong"),  # bare: the symbol says
        ("Thủ tướng", "", None, "thu tuong chinh phu"),
        (None, "1881/QĐ-TTg", None, "thu tuong chinh phu"),
        (None, "26/2014/TT-BCT", None, "bo cong thuong"),
        (None, "125/2009/TTLT-BTC-BCT", None, "bo cong thuong va bo tai chinh"),  # joint
        ("UBND tỉnh", "", "Cao Bằng", CAO_BANG),  # whose, from the document
        (None, "1918/QĐ-UBND", "Cao Bằng", CAO_BANG),
        (None, "1918/QĐ-UBND", None, None),  # 63 bodies share the symbol: never a guess
        ("UBND tỉnh", "1918/QĐ-UBND", None, None),
        ("UBND huyện", "18/QĐ-UBND", "Cao Bằng", None),  # which of ten?
        ("UBND thành phố Cao Bằng", "", None, "ubnd thanh pho cao bang"),  # the town is not it
        ("UBND TP.HCM", "", None, "ubnd thanh pho ho chi minh"),
        ("Sở Công Thương tỉnh Cao Bằng", "", None, "so cong thuong cao bang"),
        ("Giám đốc Sở Công Thương Cao Bằng", "", None, "so cong thuong cao bang"),
        ("Huyện ủy", "07-CTr/HU", "Cao Bằng", None),  # which of ten?
        ("Huyện ủy Hòa An", "", None, "huyen uy hoa an"),
        ("Tỉnh ủy", "08-CTr/TU", "Cao Bằng", "tinh uy cao bang"),
        ("Tỉnh ủy Cao Bằng", "", None, "tinh uy cao bang"),
        ("Ban Chỉ đạo 389", "", None, "ban chi dao 389"),  # not in the list: its own words
    ],
)
def test_issuers(issuer: str | None, number: str, territory: str | None, key: str | None) -> None:
    assert issuer_key(issuer, number, territory) == key


HELD = attestation("1918/QĐ-UBND", "UBND tỉnh Cao Bằng", date(2020, 10, 7))
NO_DATE = attestation("1918/QÐ-UBND", "Chủ tịch UBND tỉnh Cao Bằng", None)
NO_ISSUER = attestation("1918/QĐ-UBND", None, date(2020, 10, 7))
BARE = attestation("1918/QĐ-UBND", None, None)
OTHER_DAY = attestation("1918/QĐ-UBND", "UBND tỉnh Cao Bằng", date(2020, 10, 17))
LATER = attestation("1918/QĐ-UBND", "UBND tỉnh Cao Bằng", date(2022, 5, 9))
ELSEWHERE = attestation("1918/QĐ-UBND", "UBND tỉnh Nghệ An", date(2020, 10, 7))
ONE = f"{CAO_BANG}|1918/QD-UBND|2020"


@pytest.mark.parametrize(
    ("known", "homes"),
    [
        ((HELD, NO_DATE), {HELD: ONE, NO_DATE: ONE}),  # with and without date are one
        ((HELD, OTHER_DAY), {HELD: ONE, OTHER_DAY: ONE}),  # a conflict, not a second decision
        ((HELD, NO_ISSUER), {NO_ISSUER: ONE}),  # number and very date
        ((HELD, BARE), {BARE: "?|1918/QD-UBND|?"}),  # 44, 86, 944 repeat each year
        ((HELD, LATER, NO_DATE), {NO_DATE: f"{CAO_BANG}|1918/QD-UBND|?"}),  # two would do
        ((HELD, ELSEWHERE, NO_ISSUER), {NO_ISSUER: "?|1918/QD-UBND|2020"}),  # two would do
        ((NO_DATE,), {NO_DATE: f"{CAO_BANG}|1918/QD-UBND|?"}),  # nothing fuller is known
    ],
)
def test_attestations_find_their_decision_in_any_order(
    known: tuple[Attestation, ...], homes: dict[Attestation, str]
) -> None:
    for order in itertools.permutations(known):
        found = cluster(order)
        assert {each: found[each] for each in homes} == homes


def test_a_normative_act_is_one_with_and_without_its_date() -> None:
    bare, dated = (
        attestation("26/2014/TT-BCT", None, None),
        attestation("26/2014/TT-BCT", "Bộ Công Thương", date(2014, 8, 28)),
    )
    assert set(cluster([bare, dated]).values()) == {"bo cong thuong|26/2014/TT-BCT|2014"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX SX TM Tân Hòa", "Hợp tác xã Sản xuất & Thương mại Tân Hoà"),  # short forms, &
        ("Công ty TNHH MTV Chè Xanh", "CTY TNHH chè xanh"),  # one member or not said
        ("Công ty Trách nhiệm hữu hạn Một thành viên Bình An", "Công ty TNHH Bình An"),
        ("Công ty (TNHH) Làng đúc Minh Tân", "Công ty TNHH Làng đúc Minh Tân"),  # brackets
        ("CTCP Mía đường Vạn Phúc", "Công ty Cổ phần mía đường Vạn Phúc"),
        ("Công ty TNHH TM-DV-SX Minh Anh", "Công ty TNHH thương mại dịch vụ sản xuất Minh Anh"),
        ("Hợp tác xã (HTX) chè Minh Tân", "HTX chè Minh Tân"),  # says it twice
        ("HKD ông Hoàng Văn A", "Hộ kinh doanh Hoàng Văn A"),  # a title is no name
        ("DNTN Thủy Tiên", "Doanh nghiệp tư nhân Thuỷ Tiên"),  # tone style
    ],
)
def test_writings_of_one_producer(one: str, other: str) -> None:
    assert producer_key(one, "Cao Bằng") == producer_key(other, "Cao Bằng")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Tân Hòa", "Công ty TNHH Tân Hòa"),  # another legal family
        ("Cơ sở Ba Khía", "Cơ sở Khía"),  # "Ba" is no title without its mark
        ("Hồ Thị Mai", "Hộ kinh doanh Thị Mai"),  # "Hồ" is a surname, not "hộ"
        ("Chi nhánh Công ty CP Vạn Phúc", "Công ty CP Vạn Phúc"),  # a branch is not its parent
    ],
)
def test_writings_of_two_producers(one: str, other: str) -> None:
    assert producer_key(one, "Cao Bằng") != producer_key(other, "Cao Bằng")


def test_namesakes_in_two_provinces_stay_two() -> None:
    assert producer_key("HTX Minh Tâm", "Cao Bằng") != producer_key("HTX Minh Tâm", "Nghệ An")
    assert producer_key("HTX Minh Tâm", "Cao Bằng") != producer_key("HTX Minh Tâm", None)


def test_a_name_that_is_only_a_type_keeps_an_empty_core() -> None:
    assert producer_name("HTX") == ProducerName("hop tac xa", "")


def test_products_are_named_within_their_producer() -> None:
    maker = producer_key("HTX Tân Hòa", "Cao Bằng")
    assert product_key("Sản phẩm: Miến dong", maker) == product_key("“Miến dong”", maker)
    assert product_key("Miến dong", maker) != product_key("Miến dong", None)


@pytest.mark.parametrize(
    ("level", "province", "region", "issuer", "territory"),
    [
        (Level.TINH, "Bắc Cạn", None, None, "Bắc Kạn"),
        (Level.TINH, None, None, None, None),
        (Level.KHU_VUC, None, "miền Bắc", None, "phía Bắc"),
        (Level.KHU_VUC, None, None, None, None),
        (Level.QUOC_GIA, None, None, None, ""),
        (Level.HUYEN, "Cao Bằng", None, "UBND huyện Trùng Khánh", "huyện Trùng Khánh, Cao Bằng"),
        (Level.HUYEN, "Cao Bằng", None, None, None),  # ten districts: whose round?
    ],
)
def test_whose_round_it_is(
    level: Level,
    province: str | None,
    region: str | None,
    issuer: str | None,
    territory: str | None,
) -> None:
    assert territory_of(level, province=province, region=region, issuer=issuer) == territory


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("miền Bắc", "phía Bắc"),
        ("khu vực phía Bắc", "phía Bắc"),
        ("Miền Trung – Tây Nguyên", "miền Trung - Tây Nguyên"),
        ("các tỉnh, thành phố phía Nam", "phía Nam"),
    ],
)
def test_regions_have_one_name(written: str, name: str) -> None:
    assert region_name(written) == name


def test_keys_of_rounds_and_places() -> None:
    assert round_key(Level.TINH, "Cao Bằng", 2020) == "cnnttb|tinh|cao bang|2020"
    assert place_key("H. Trùng Khánh", "Cao Bằng") == "h trung khanh|cao bang"
    assert place_key("Trùng Khánh", None) == "trung khanh|?"
