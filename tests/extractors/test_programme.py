"""The gate, and the votes on what kind of document a page is."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

import pytest

from extractors.documents import article, form, other, plan
from extractors.facts import programme
from pipeline.facts import DocumentKind, KindClaim, ProgrammeClaim
from tests.pages import mentions, page


@pytest.mark.parametrize(
    ("lines", "ours", "word", "reason"),
    [
        (["30 sản phẩm CNNT tiêu biểu năm 2022"], True, "tiêu đề", "the headline"),
        (["Trao giấy chứng nhận", "Sở trao giấy chứng nhận sản phẩm công nghiệp nông thôn (CNNT) tiêu biểu."], True, "bình chọn", "the lead"),
        (["QUY ĐỊNH", "TỔ CHỨC BÌNH CHỌN SẢN PHẨM", "CÔNG NGHIỆP NÔNG THÔN TIÊU BIỂU"], True, "tiêu đề", "a heading in capitals"),
        (["Bình chọn sản phẩm công nghiệp nông thôn cấp tỉnh"], True, "tiêu đề", "without its 'tiêu biểu'"),
        (["An Giang recognizes 24 typical rural industrial products"], True, "tiêu đề", "English"),
        (["Thêm 18 sản phẩm OCOP", "UBND tỉnh công nhận 18 sản phẩm OCOP 4 sao."], False, "OCOP", "OCOP"),
        (["Thêm 18 sản phẩm OCOP", "Có hộ từng đạt sản phẩm CNNT tiêu biểu."], False, "OCOP", "OCOP that brushes us"),
        (["Công nhận 3 làng nghề", "Quyết định công nhận làng nghề nem chua."], False, "làng nghề", "craft villages"),
        (["Hà Nội công nhận 33 sản phẩm công nghiệp chủ lực"], False, "chủ lực", "flagship products"),
        (["542 doanh nghiệp đạt Hàng Việt Nam chất lượng cao"], False, "chất lượng cao", "another title"),
        (["CHƯƠNG TRÌNH KHUYẾN CÔNG QUỐC GIA", "Phê duyệt chương trình."], False, "không nhắc", "the programme above ours"),
        (["Hiệu quả khuyến công", *(f"Đề án {n} đã nghiệm thu." for n in range(20)), "Quảng bá sản phẩm CNNT tiêu biểu."], False, "nhắc qua", "in passing"),
        (["sản phẩm CNNT tiêu biểu nhà cái uy tín", "Soi cầu, tài xỉu, nạp rút nhanh."], False, "cờ bạc", "betting"),
    ],
)  # fmt: skip
def test_gate(lines: list[str], ours: bool, word: str, reason: str) -> None:
    (found,) = mentions(page(*lines), programme.EXTRACTOR)
    assert isinstance(found.claim, ProgrammeClaim)
    assert found.claim.in_programme is ours, reason
    assert word in found.claim.reason


def test_a_scrambled_mirror_is_refused() -> None:
    lines = [
        "UBNĐ tĩnh công nhặn sản phấm cống nghìệp nồng thôn tíêu bíểu",
        "Chụ tịch ŨBNĐ tỉnh vưà kỷ Qụyết đỉnh cõng nhân sãn phẫm cùả cớ sở.",
    ]
    (found,) = mentions(page(*lines), programme.EXTRACTOR)
    assert isinstance(found.claim, ProgrammeClaim)
    assert not found.claim.in_programme
    assert "xáo trộn" in found.claim.reason
    votes = mentions(page(*lines), other.EXTRACTOR)
    assert [m.claim for m in votes] == [KindClaim(DocumentKind.OTHER)]


def test_a_form_has_a_heading_and_gaps() -> None:
    gap = "." * 20
    lines = ["PHIẾU ĐĂNG KÝ THAM GIA BÌNH CHỌN", *(f"{n}. Tên cơ sở: {gap}" for n in range(4))]
    assert [m.claim for m in mentions(page(*lines), form.EXTRACTOR)] == [
        KindClaim(DocumentKind.FORM)
    ]
    assert not mentions(page("PHIẾU ĐĂNG KÝ", "Đã nộp 12 phiếu."), form.EXTRACTOR)


def test_a_plan_has_its_name_and_sections() -> None:
    lines = ["KẾ HOẠCH", "Tổ chức bình chọn năm 2023", "I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG"]
    assert [m.claim for m in mentions(page(*lines), plan.EXTRACTOR)] == [
        KindClaim(DocumentKind.PLAN)
    ]
    news = ["Tỉnh ban hành kế hoạch bình chọn", "UBND tỉnh có Kế hoạch số 2/KH-UBND."]
    assert not mentions(page(*news), plan.EXTRACTOR)
    assert [m.claim for m in mentions(page(*news), article.EXTRACTOR)] == [
        KindClaim(DocumentKind.ARTICLE)
    ]
