"""Stated numbers with their step, owner and group; the steps that sentences show."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

import pytest

from extractors.facts import counts, steps
from pipeline.facts import CountClaim, Step, StepClaim
from tests.pages import mentions, page


def stated(line: str) -> list[CountClaim]:
    found = mentions(page("Tin", line), counts.EXTRACTOR)
    return [m.claim for m in found if isinstance(m.claim, CountClaim)]


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("UBND tỉnh công nhận 30 sản phẩm của 28 cơ sở.", [(30, "recognised"), (28, "recognised")], "one verb for both"),
        ("Có 67 sản phẩm đăng ký, 52 sản phẩm đạt từ 70 điểm, trình công nhận 20 sản phẩm.",
         [(67, "registered"), (52, "passed"), (20, "proposed")], "three steps"),
        ("10 sản phẩm được Hội đồng chọn và trình UBND tỉnh quyết định công nhận.", [(10, "proposed")], "trình governs công nhận"),
        ("Qua chấm điểm 52/67 sản phẩm đạt.", [(52, "passed"), (67, "registered")], "a fraction of what was judged"),
        ("Trao giấy chứng nhận cho 5 cơ sở có 7 sản phẩm được công nhận.", [(5, "certified"), (7, "recognised")], "each its own verb"),
        ("Đề nghị cấp giấy chứng nhận cho 20 sản phẩm từ 70 điểm trở lên.", [(20, "proposed")], "a description is no step"),
        ("Đã nhận được 58 hồ sơ của 40 doanh nghiệp.", [(58, "registered"), (40, "registered")], "dossiers"),
        ("Chọn 14 sản phẩm gửi dự khu vực.", [(14, "nominated")], "one level up"),
        ("Bình Thuận: 30 sản phẩm CNNT tiêu biểu năm 2022", [(30, "recognised")], "the title's own name"),
        ("Mỗi tỉnh gửi không quá 12 sản phẩm.", [], "a limit"),
        ("Thưởng 3 triệu đồng/sản phẩm, 59/63 tỉnh tham gia.", [], "neither products nor makers"),
        ("Tỉnh công nhận 9 sản phẩm OCOP 4 sao.", [], "another programme's"),
    ],
)  # fmt: skip
def test_steps_of_numbers(line: str, expected: list[tuple[int, str]], reason: str) -> None:
    found = [(c.value, c.step.value if c.step else None) for c in stated(line)]
    assert found == expected, reason


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("Cả nước 889 sản phẩm đăng ký; phía Nam 382 sản phẩm; Bình Thuận có 12 sản phẩm.",
         [(None, "quoc_gia"), ("phía Nam", "khu_vuc"), ("Bình Thuận", None)], "nation, region, province"),
        ("Riêng TP. Nha Trang có 12 sản phẩm của 8 cơ sở.", [("Nha Trang", "huyen")] * 2, "a city of the province"),
        ("Nhiều nhất là huyện Châu Thành, 3 sản phẩm.", [("Châu Thành", "huyen")], "a district"),
        ("Đây là 1 trong 3 sản phẩm của tỉnh Quảng Ninh đạt giải.", [("Quảng Ninh", None)], "the owner after"),
        ("Thừa Thiên Huế có 4 sản phẩm.", [("Thừa Thiên Huế", None)], "the province as it was called"),
        ("Bộ công nhận 200 sản phẩm/bộ sản phẩm của cả nước.", [(None, "quoc_gia")], "the nation after"),
    ],
)  # fmt: skip
def test_owners_of_numbers(
    line: str, expected: list[tuple[str | None, str | None]], reason: str
) -> None:
    found = [(c.territory, c.level.value if c.level else None) for c in stated(line)]
    assert found == expected, reason


def test_groups_do_not_count_for_the_whole() -> None:
    line = "Thủ công mỹ nghệ 04 sản phẩm; thực phẩm (24 sản phẩm); 2 sản phẩm khác; hơn 80% trong 30 sản phẩm thuộc nhóm thực phẩm."
    found = [(c.value, c.group) for c in stated(line)]
    assert found[0] == (4, "thủ công mỹ nghệ")
    assert found[1] == (24, "chế biến nông, lâm, thủy sản và thực phẩm")
    assert found[2] == (2, "các sản phẩm khác")
    assert found[3] == (30, None)


@pytest.mark.parametrize(
    ("line", "flag", "reason"),
    [
        ("Dự kiến có khoảng 20 sản phẩm được đề nghị công nhận.", "expected", "only hoped for"),
        ("Đến nay toàn tỉnh có 61 sản phẩm cấp tỉnh được công nhận.", "stock", "over many rounds"),
    ],
)
def test_numbers_that_are_no_result(line: str, flag: str, reason: str) -> None:
    (found,) = mentions(page("Tin", line), counts.EXTRACTOR)
    assert flag in dict(found.parts), reason


def test_the_total_of_a_fraction_is_marked() -> None:
    found = mentions(page("Tin", "Tỉnh có 6/200 sản phẩm được công nhận."), counts.EXTRACTOR)
    assert [(m.claim.value, "whole" in dict(m.parts)) for m in found if isinstance(m.claim, CountClaim)] == [
        (6, False), (200, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("đăng ký tham gia bình chọn", Step.REGISTERED),
        ("đạt yêu cầu", Step.PASSED),
        ("thống nhất trình UBND tỉnh công nhận", Step.PROPOSED),
        ("theo đề nghị của Sở, UBND tỉnh công nhận", Step.RECOGNISED),
        ("trao giấy chứng nhận", Step.CERTIFIED),
        ("được cử tham gia cấp khu vực", Step.NOMINATED),
        ("thực hiện chương trình, tỉnh công nhận", Step.RECOGNISED),
    ],
)
def test_cues(words: str, step: Step) -> None:
    assert steps.cues(words, 0, len(words))[-1].step is step


def test_steps_are_told_near_the_programme_only() -> None:
    lines = ["Tôn vinh nông dân.", "x", "Công nhận sản phẩm CNNT tiêu biểu."]
    found = mentions(page("Tin", *lines), steps.EXTRACTOR)
    assert [m.claim for m in found] == [StepClaim(Step.RECOGNISED)]
