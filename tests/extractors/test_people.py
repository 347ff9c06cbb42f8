"""People with their posts, and dated happenings."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts import citations, events, people, programme
from pipeline.facts import EventClaim, PersonClaim
from tests.pages import mentions, page


def named(line: str) -> list[tuple[str, str | None]]:
    found = mentions(page("Tin", line), people.EXTRACTOR)
    return [(m.claim.name, m.claim.position) for m in found if isinstance(m.claim, PersonClaim)]


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("Phó Chủ tịch UBND tỉnh Hồ Quang Bình chủ trì.", [("Hồ Quang Bình", "Phó Chủ tịch UBND tỉnh")], "post first"),
        ("Thứ trưởng Bộ Công thương Nguyễn Sinh Nhật phát biểu.", [("Nguyễn Sinh Nhật", "Thứ trưởng Bộ Công thương")], "a ministry"),
        ("Giám đốc Sở Công Thương Hoàng Chí Bền đề nghị.", [("Hoàng Chí Bền", "Giám đốc Sở Công Thương")], "capitals run on"),
        ("Phó Chủ tịch UBND tỉnh Gia Lai Đỗ Tiến Đông ký.", [("Đỗ Tiến Đông", "Phó Chủ tịch UBND tỉnh Gia Lai")], "a province before the name"),
        ("Ông Ngô Quang Trung, Cục trưởng Cục Công Thương địa phương cho biết.", [("Ngô Quang Trung", "Cục trưởng Cục Công Thương địa phương")], "name first"),
        ("đồng chí Nguyễn Bích Hà - Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh đã dự.", [("Nguyễn Bích Hà", "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh")], "two posts"),
        ("của nghệ nhân Dương Ngọc Thắng (Công ty A)", [("Dương Ngọc Thắng", "nghệ nhân")], "an artisan"),
        ("Người ký | Nguyễn Văn Tuấn |", [("Nguyễn Văn Tuấn", "Người ký")], "a portal's table"),
        ("Ông Hoàng Chí Bền - Giám đốc Sở nói.", [("Hoàng Chí Bền", "Giám đốc Sở")], "the honorific is no name"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG", [], "a body in capitals"),
        ("Chủ tịch UBND tỉnh đã ký quyết định.", [], "nobody named"),
        ("hộ kinh doanh Phạm Thị Hội nhận giải.", [], "an owner without a post"),
    ],
)  # fmt: skip
def test_people(line: str, expected: list[tuple[str, str | None]], reason: str) -> None:
    assert named(line) == expected, reason


def happened(line: str) -> list[tuple[str, date | None, str | None]]:
    found = mentions(page("Tin", line), programme.EXTRACTOR, citations.EXTRACTOR, events.EXTRACTOR)
    return [
        (m.claim.kind, m.claim.date, m.claim.place)
        for m in found
        if isinstance(m.claim, EventClaim)
    ]


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("Ngày 10/12/2021, Cục tổ chức lễ trao Giấy chứng nhận tại Hà Nội.", [("ceremony", date(2021, 12, 10), "Hà Nội")], "a ceremony"),
        ("Sáng 13-5, Ban giám khảo chấm điểm.", [("judging", None, None)], "a day without its year"),
        ("Ngày 14/6, Hội đồng bình chọn họp.", [("meeting", None, None)], "a meeting"),
        ("Chiều ngày 22 tháng 10 năm 2020, Sở tổ chức Hội nghị tổng kếtvàtrao giấy chứng nhận.", [("ceremony", date(2020, 10, 22), None)], "glued words"),
        ("Quyết định số 9/QĐ-UBND ngày 07/10/2020 công nhận tại lễ trao.", [], "the day of an act"),
        ("Ngày 30-10, UBND ban hành Quyết định số 9/QĐ-UBND công nhận.", [], "the day of signing"),
        ("Hồ sơ dự lễ tôn vinh nhận đến hết ngày 31/3/2024.", [], "a deadline"),
        ("Lễ tôn vinh OCOP ngày 5/6/2022.", [], "another programme's"),
    ],
)  # fmt: skip
def test_events(
    line: str, expected: list[tuple[str, date | None, str | None]], reason: str
) -> None:
    assert happened(line) == expected, reason
