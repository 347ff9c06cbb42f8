"""Acts cited in running text: date, issuer and role of each."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.facts import citations, programme
from extractors.facts.authorities import authorities
from pipeline.document import Span, Word
from pipeline.facts import ActClaim, Role
from pipeline.language import lowered
from tests.pages import mentions, page

TITLE = "Công nhận sản phẩm công nghiệp nông thôn tiêu biểu năm 2020"


def acts(*lines: str, published: date | None = None) -> list[ActClaim]:
    document = page(TITLE, *lines, published=published)
    found = mentions(document, programme.EXTRACTOR, citations.EXTRACTOR)
    return [m.claim for m in found if isinstance(m.claim, ActClaim)]


@pytest.mark.parametrize(
    ("line", "day", "reason"),
    [
        ("Quyết định số 9/QĐ-UBND ngày 07/10/2020 công nhận", date(2020, 10, 7), "after"),
        ("Quyết định số 9/QĐ-UBND, ngày 02/7/2021 công nhận", date(2021, 7, 2), "after a comma"),
        ("ký Quyết định số 9/QĐ-UBND vào ngày 07 tháng 7 năm 2022", date(2022, 7, 7), "vào ngày"),
        ("Quyết định số 9/QĐ-UBND (ký ngày 01/12/2023)", date(2023, 12, 1), "in brackets"),
        ("Quyết định số 9/QĐ-UBND của UBND tỉnh Cao Bằng ngày 7/10/2020", date(2020, 10, 7), "after the issuer"),
        ("Ngày 20/9/2022, Cục ban hành Quyết định số 76/QĐ-CTĐP công nhận", date(2022, 9, 20), "before, with the verb"),
        ("Quyết định số:\n9/QĐ-UBND ngày 28 tháng 6 năm\n2013", date(2013, 6, 28), "broken lines"),
        ("Quyết định số 9/QĐ-UBND công nhận; lễ trao ngày 5/6/2020", None, "another day"),
    ],
)  # fmt: skip
def test_dates_of_acts(line: str, day: date | None, reason: str) -> None:
    assert [act.date for act in acts(*line.split("\n"))] == [day], reason


@pytest.mark.parametrize(
    ("trust", "expected", "reason"),
    [
        (None, [("9/QĐ-UBND", 0.79)], "a text layer says what it says"),
        (0.96, [("9/QĐ-UBND", 0.79)], "read for sure"),
        (0.5, [("9/QĐ-UBND", 0.5)], "two readings differ: cited, in doubt"),
        (0.3, [], "a pen wrote it: the head's own, or an appendix's caption"),
    ],
)
def test_a_scan_s_numbers_are_cited_as_surely_as_they_were_read(
    trust: float | None, expected: list[tuple[str, float]], reason: str
) -> None:
    line = "Căn cứ Quyết định số 9/QĐ-UBND về khuyến công"
    made = page(TITLE, line)
    at = made.text.index("9/QĐ-UBND")
    made = replace(made, words=(Word(Span(at, at + 9), 1, None, trust),))
    found = mentions(made, programme.EXTRACTOR, citations.EXTRACTOR)
    said = [
        (m.claim.number, round(m.confidence, 2)) for m in found if isinstance(m.claim, ActClaim)
    ]
    assert said == expected, reason


def test_a_day_before_the_act_takes_its_year_from_the_publication() -> None:
    line = (
        "Ngày 30-10, UBND tỉnh Cao Bằng ban hành Quyết định số 5512/QĐ-UBND công nhận 26 sản phẩm."
    )
    assert acts(line, published=date(2023, 10, 31))[0].date == date(2023, 10, 30)
    assert acts(line)[0].date is None


@pytest.mark.parametrize(
    ("line", "roles", "reason"),
    [
        ("Quyết định số 9/QĐ-UBND công nhận 30 sản phẩm.", [Role.AWARD], "recognises"),
        ("30 sản phẩm được công nhận theo Quyết định số 9/QĐ-UBND.", [Role.AWARD], "recognised by it"),
        ("Xem Quyết định số 9/QĐ-UBND và danh sách sản phẩm CNNT tiêu biểu.", [Role.AWARD], "the list's own"),
        ("UBND có Quyết định số 9/QĐ-UBND ban hành Quy chế bình chọn.", [Role.LEGAL_BASIS], "makes rules"),
        ("Theo Quy chế ban hành kèm Quyết định số 94/QĐ-HĐBC.", [Role.LEGAL_BASIS], "rules before it"),
        ("Quyết định số 14/2020/QĐ-UBND quy định mức thưởng.", [Role.LEGAL_BASIS], "a normative act"),
        ("Quyết định số 1881/QĐ-TTg phê duyệt Chương trình khuyến công quốc gia.", [Role.PROGRAMME], "the programme"),
        ("Kế hoạch số 226/KH-UBND về tổ chức bình chọn sản phẩm.", [Role.PROGRAMME], "a plan of the selection"),
        ("Sở có Tờ trình số 904/TTr-SCT đề nghị công nhận.", [Role.SUBMISSION], "a submission"),
        ("Căn cứ Nghị định số 45/2012/NĐ-CP của Chính phủ;", [Role.LEGAL_BASIS], "a decree"),
        ("Thông tư số 14/2018/TT-BCT sửa đổi, bổ sung Thông tư số 26/2014/TT-BCT.", [Role.AMENDS, Role.LEGAL_BASIS], "amends another"),
        ("Thông tư số 26/2014/TT-BCT được sửa đổi, bổ sung tại Thông tư số 14/2018/TT-BCT.", [Role.LEGAL_BASIS, Role.AMENDS], "amended by another"),
        ("Nghị định số 45/2012/NĐ-CP; Nghị định số 235/2025/NĐ-CP (sửa đổi);", [Role.LEGAL_BASIS, Role.AMENDS], "in brackets"),
        ("Công nhận 5 sản phẩm OCOP theo Quyết định số 8/QĐ-UBND.", [Role.OTHER], "another programme's act on our page"),
    ],
)  # fmt: skip
def test_roles(line: str, roles: list[Role], reason: str) -> None:
    assert [act.role for act in acts(line)] == roles, reason


def test_an_act_awards_outside_the_programme_too() -> None:
    document = page(
        "Công nhận làng nghề", "Quyết định số 8/QĐ-UBND ngày 27/12/2023 công nhận Làng nghề A."
    )
    found = mentions(document, programme.EXTRACTOR, citations.EXTRACTOR)
    assert [m.claim.role for m in found if isinstance(m.claim, ActClaim)] == [Role.AWARD]


@pytest.mark.parametrize(
    ("line", "issuer", "reason"),
    [
        ("Chủ tịch Uỷ ban nhân dân tỉnh Bình Thuận ký Quyết định số 9/QĐ-UBND", "Chủ tịch UBND tỉnh Bình Thuận", "before"),
        ("Quyết định số 9/QĐ-UBND ngày 7/10/2020 của UBND tỉnh Cao Bằng", "UBND tỉnh Cao Bằng", "after"),
        ("Quyết định số 1881/QĐ-TTg", "Thủ tướng Chính phủ", "by the symbol"),
        ("Quyết định số 76/QĐ-CTĐP của Cục Công thương địa phương", "Cục Công Thương địa phương", "one spelling"),
        ("Phó Chủ tịch UBND tỉnh Gia Lai vừa ký Quyết định số 9/QĐ-UBND", "UBND tỉnh Gia Lai", "a deputy signs for the body"),
    ],
)  # fmt: skip
def test_issuers(line: str, issuer: str, reason: str) -> None:
    assert [act.issuer for act in acts(line)] == [issuer], reason


@pytest.mark.parametrize(
    ("text", "name", "lacks"),
    [
        ("UBND thành phố Hà Nội vừa", "UBND thành phố Hà Nội", False),
        ("Ủy ban nhân dân tỉnh đã họp", "UBND tỉnh", True),
        ("UBND xã Tam Nông, tỉnh Phú Thọ", "UBND xã Tam Nông", False),
        ("UBND TP. Bà Rịa trao", "UBND thành phố Bà Rịa", False),
        ("Phó Chủ tịch UBND tỉnh Gia Lai Đỗ Tiến Đông", "UBND tỉnh Gia Lai", False),
    ],
)
def test_authorities(text: str, name: str, lacks: bool) -> None:
    found = authorities(text, lowered(text), 0, len(text))
    assert [(each.name, each.lacks_place) for each in found] == [(name, lacks)]


def test_short_numbers_are_completed_where_that_is_certain() -> None:
    numbers = [
        act.number for act in acts("Nghị định 45/2012 và Thông tư 26/2014 của Bộ Công Thương.")
    ]
    assert numbers == ["45/2012/NĐ-CP", "26/2014/TT-BCT"]


def test_every_part_is_quoted() -> None:
    document = page(
        TITLE, "Quyết định số 9/QĐ-UBND ngày 07/10/2020 của UBND tỉnh Cao Bằng công nhận."
    )
    found = mentions(document, programme.EXTRACTOR, citations.EXTRACTOR)[0]
    assert document.quote(found.part("number")) == "9/QĐ-UBND"
    assert document.quote(found.part("date")) == "ngày 07/10/2020"
    assert document.quote(found.part("issuer")) == "UBND tỉnh Cao Bằng"
