"""Whose page it is, by its host."""

from __future__ import annotations

import pytest

from pipeline.reading.publishers import Publisher, publisher_of


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        pytest.param(
            "https://baoapbac.vn/kinh-te/1", Publisher("Báo Ấp Bắc", "Tiền Giang"), id="own name"
        ),
        pytest.param(
            "https://baobariavungtau.com.vn/x",
            Publisher("Báo Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
            id="a newspaper named after its province",
        ),
        pytest.param(
            "http://congthuongthainguyen.gov.vn/vn",
            Publisher("Sở Công Thương Thái Nguyên", "Thái Nguyên"),
            id="a department in one label",
        ),
        pytest.param(
            "http://soct.caobang.gov.vn",
            Publisher("Sở Công Thương Cao Bằng", "Cao Bằng"),
            id="a department below the province's domain",
        ),
        pytest.param(
            "https://www.quangtri.gov.vn:443/tin",
            Publisher("Cổng TTĐT tỉnh Quảng Trị", "Quảng Trị"),
            id="a portal, with port and www",
        ),
        pytest.param(
            "https://nguyenbinh.caobang.gov.vn/",
            Publisher("nguyenbinh.caobang.gov.vn", "Cao Bằng"),
            id="a district keeps its host for a name",
        ),
        pytest.param(
            "http://khuyencongbinhthuan.com.vn/News",
            Publisher("Trung tâm Khuyến công Bình Thuận", "Bình Thuận"),
            id="an industrial promotion centre",
        ),
        pytest.param(
            "https://tacnghiep.laodongthudo.vn/a",
            Publisher("Lao động Thủ đô", "Hà Nội"),
            id="a subdomain of a known host",
        ),
        pytest.param(
            "https://congthuong.vn/a", Publisher("Báo Công Thương"), id="national: no province"
        ),
        pytest.param("https://shop.example/a", None, id="a host that says nothing"),
        pytest.param("https://miendongmau.com/bac-kan", None, id="a firm that sells from there"),
        pytest.param("không phải địa chỉ", None, id="not an address"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_publisher_of(url: str, publisher: Publisher | None) -> None:
    assert publisher_of(url) == publisher
