"""Awards in running text: makers, products' borders, what joins them, what is left out."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

import pytest

from extractors.facts import award_prose, award_story, counts, producers, programme
from extractors.facts.award_items import items
from extractors.facts.product_names import is_product, product_in
from extractors.facts.prose_places import place_after
from pipeline.document import Span
from pipeline.facts import AwardClaim
from pipeline.language import lowered
from tests.pages import mentions, page

TITLE = "Cao Bằng: công nhận sản phẩm công nghiệp nông thôn tiêu biểu năm 2022"
Pair = tuple[str, str | None]


def makers(text: str) -> list[str]:
    return [text[s.start : s.end] for s in producers.producers(text, lowered(text))]


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        ("của Công ty TNHH Sản xuất và Thương mại Hồng Ngọc (KCN)", ["Công ty TNHH Sản xuất và Thương mại Hồng Ngọc"], "và joins trades"),
        ("Công ty TNHH SX, TM và Dịch vụ Hoa Tiên, xã A", ["Công ty TNHH SX, TM và Dịch vụ Hoa Tiên"], "a comma between trades"),
        ("Công ty TNHH SX-TM-DV Hoàng Gia; HTX B", ["Công ty TNHH SX-TM-DV Hoàng Gia", "HTX B"], "hyphens"),
        ("Công ty Cổ phần Macca & Sachi Lạng Sơn", ["Công ty Cổ phần Macca & Sachi Lạng Sơn"], "an ampersand"),
        ("Hợp tác xã (HTX) chè Hảo Đạt, xã Tân Cương", ["Hợp tác xã (HTX) chè Hảo Đạt"], "a gloss in brackets"),
        ("HTX dịch vụ sản xuất miến dong Việt Cường", ["HTX dịch vụ sản xuất miến dong Việt Cường"], "small words first"),
        ("Công ty TNHH Xuất nhậu khẩu lương thực Việt Tín", ["Công ty TNHH Xuất nhậu khẩu lương thực Việt Tín"], "small words between"),
        ("HTX Mỹ Hòa và kẹo chuối của cơ sở Ba Dung", ["HTX Mỹ Hòa", "cơ sở Ba Dung"], "và begins another item"),
        ("HTX Tân Thành vừa được trao tại Cao Bằng", ["HTX Tân Thành"], "a small word ends it"),
        ("hộ kinh doanh mây tre - gỗ Cường Thành", ["hộ kinh doanh mây tre - gỗ Cường Thành"], "a dash before the name"),
        ("Rượu A - HTX Bát Xát - xã B", ["HTX Bát Xát"], "a dash after it"),
        ("hộ ông Ksor Nham; hộ bà Rơ Châm H'Blin (xã A)", ["hộ ông Ksor Nham", "hộ bà Rơ Châm H'Blin"], "households"),
        ("Chi nhánh Công ty TNHH Hồng Ngọc", ["Chi nhánh Công ty TNHH Hồng Ngọc"], "a branch"),
        ("lạp xưởng Chín Trọng", [], "sausage is no workshop"),
        ("8 cơ sở sản xuất ở Nha Trang; các doanh nghiệp", [], "plurals"),
        ("Cơ sở được tôn vinh; cơ sở CNNT tham gia", [], "no name"),
    ],
)  # fmt: skip
def test_makers(text: str, names: list[str], reason: str) -> None:
    assert makers(text) == names, reason


@pytest.mark.parametrize(
    ("before", "name", "reason"),
    [
        ("Hai giải nhất: “Giá treo khăn”", "Giá treo khăn", "a whole quote"),
        ("gồm: Bộ sản phẩm “Vòng đeo tay”", "Bộ sản phẩm “Vòng đeo tay”", "a quote inside"),
        ("Huyện Mang Thít có gạch tàu không nung", "gạch tàu không nung", "after who has it"),
        ("cùng các sản phẩm: sản phẩm miến tỏi đen", "miến tỏi đen", "the noun is dropped"),
        ("3. Mật ong tràm U Minh", "Mật ong tràm U Minh", "numbering"),
        ("Tại buổi lễ, trà Ô long", "trà Ô long", "what stands before a comma"),
        ("bộ phụ kiện (bản lề; tay nắm)", "bộ phụ kiện (bản lề; tay nắm)", "a set's bracket"),
        ("Ba Hội bánh chưng", "Ba Hội bánh chưng", "a name that begins like a number"),
        ("trao giấy chứng nhận", None, "a verb"),
        ("sự tham gia", None, "no product"),
        ("20 sản phẩm", None, "a count"),
        ("thủ công mỹ nghệ", None, "a group"),
    ],
)
def test_where_a_product_begins(before: str, name: str | None, reason: str) -> None:
    found = product_in(before, lowered(before), 0, len(before))
    assert (before[found.start : found.end] if found else None) == name, reason


def test_a_product_may_bear_a_name_that_reads_like_a_verb() -> None:
    text = "Trà Hảo Đạt"
    assert is_product(text, lowered(text), Span(0, len(text)))


@pytest.mark.parametrize(
    ("after", "place", "shared"),
    [
        (" (xã Tam Hiệp)", "xã Tam Hiệp", False),
        (" (Ba Bể); miến", "Ba Bể", False),
        (", xã Tân Cương, TP. Thái Nguyên; chè", "xã Tân Cương, TP. Thái Nguyên", False),
        (" (đều tại xã Điện Phương, thị xã Điện Bàn)", "xã Điện Phương, thị xã Điện Bàn", True),
        (" (Hòa Thạnh- Tam Bình)", "Hòa Thạnh- Tam Bình", False),
        (" (KCN Thanh Bình, huyện Chợ Mới)", "KCN Thanh Bình, huyện Chợ Mới", False),
        (" (đạt giải nhất)", None, False),
        (", miến dong của HTX B", None, False),
    ],
)
def test_places(after: str, place: str | None, shared: bool) -> None:
    text = "HTX A" + after
    found = place_after(text, lowered(text), 5, len(text))
    assert (text[found.span.start : found.span.end] if found.span else None) == place
    assert found.shared is shared


def awards(*lines: str, title: str = TITLE) -> list[AwardClaim]:
    document = page(title, *lines)
    found = mentions(document, programme.EXTRACTOR, counts.EXTRACTOR, award_prose.EXTRACTOR)
    return [m.claim for m in found if isinstance(m.claim, AwardClaim)]


def pairs(*lines: str, title: str = TITLE) -> list[Pair]:
    return [(award.product, award.producer) for award in awards(*lines, title=title)]


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("Công nhận 2 sản phẩm: Trà A của HTX Hoa Mai; Miến B của Công ty TNHH An Hà.", [("Trà A", "HTX Hoa Mai"), ("Miến B", "Công ty TNHH An Hà")], "P của W"),
        ("Công nhận 2 sản phẩm: Trà A (HTX Hoa Mai, xã Tân Cương); Miến B (HTX An Hà).", [("Trà A", "HTX Hoa Mai"), ("Miến B", "HTX An Hà")], "P (W, place)"),
        ("Công nhận 2 sản phẩm: “Trà A”, HTX Hoa Mai (huyện Na Rì); “Miến B”, HTX An Hà.", [("Trà A", "HTX Hoa Mai"), ("Miến B", "HTX An Hà")], "“P”, W"),
        ("Trao giấy chứng nhận cho HTX Hoa Mai với sản phẩm Trà A; HTX An Hà với sản phẩm Miến B.", [("Trà A", "HTX Hoa Mai"), ("Miến B", "HTX An Hà")], "W với sản phẩm P"),
        ("Công nhận: HTX Hoa Mai (trà A, trà B), HTX An Hà (miến C).", [("trà A, trà B", "HTX Hoa Mai"), ("miến C", "HTX An Hà")], "W (P)"),
        ("Công nhận 3 sản phẩm: HTX Hoa Mai (trà A, trà B), HTX An Hà (miến C).", [("trà A", "HTX Hoa Mai"), ("trà B", "HTX Hoa Mai"), ("miến C", "HTX An Hà")], "the number parts them"),
        ("Trong đó, HTX Hoa Mai có 2 sản phẩm là trà A và trà B được công nhận.", [("trà A", "HTX Hoa Mai"), ("trà B", "HTX Hoa Mai")], "a verb ends the product"),
        ("Công nhận rượu A do HTX Hoa Mai sản xuất (xã B), miến C do HTX An Hà sản xuất.", [("rượu A", "HTX Hoa Mai"), ("miến C", "HTX An Hà")], "P do W sản xuất"),
        ("Công nhận 4 sản phẩm: trà A và trà B của HTX Hoa Mai; mật C và mật D của HTX An Hà.", [("trà A", "HTX Hoa Mai"), ("trà B", "HTX Hoa Mai"), ("mật C", "HTX An Hà"), ("mật D", "HTX An Hà")], "the number parts và"),
        ("Công nhận 2 sản phẩm: giá treo và bảo chúng của HTX Hoa Mai; mật C của HTX An Hà.", [("giá treo và bảo chúng", "HTX Hoa Mai"), ("mật C", "HTX An Hà")], "the number keeps và"),
        ("Công nhận: trà A, bộ sản phẩm cao B, cao C của HTX Hoa Mai.", [("trà A", "HTX Hoa Mai"), ("bộ sản phẩm cao B, cao C", "HTX Hoa Mai")], "a set among single products"),
        ("Công nhận: Bộ bản lề (cối; âm dương) của HTX Hoa Mai; Miến B của HTX An Hà.", [("Bộ bản lề (cối; âm dương)", "HTX Hoa Mai"), ("Miến B", "HTX An Hà")], "a semicolon in brackets"),
        ("Công nhận lạp xưởng Chín (xã Bình Đông) và tủ thờ của Cơ sở Hai Á (xã Tân Trung).", [("lạp xưởng Chín", None), ("tủ thờ", "Cơ sở Hai Á")], "a product without its maker"),
        ("Tôn vinh “Giá treo” của nghệ nhân Dương Văn Thắng (Công ty TNHH Phước Kiều, thị xã A).", [("Giá treo", "Công ty TNHH Phước Kiều")], "an artisan's firm"),
        ("Công nhận Trà A của HTX Hoa Mai, nay đổi tên thành HTX Hoa Đào (Ba Bể); Miến B của HTX An Hà.", [("Trà A", "HTX Hoa Mai"), ("Miến B", "HTX An Hà")], "a new name"),
        ("Công nhận Thổ cẩm A của bà Vì Thị Oanh (xã B); Miến C của HTX An Hà.", [("Thổ cẩm A", "bà Vì Thị Oanh"), ("Miến C", "HTX An Hà")], "a person"),
        ("Giới thiệu gian hàng: cà phê của Công ty TNHH Đồi Gió, hạt điều của HTX An Hà.", [], "exhibitors"),
        ("Trung tâm hỗ trợ máy sấy của HTX An Hà, máy bào của HTX Hoa Mai.", [], "firms that were helped"),
        ("Tại hội chợ, khách mua gạo của HTX Hoa Mai; nước mắm của HTX An Hà.", [], "a fair"),
        ("Năm 2021, quế hữu cơ của HTX Hoa Mai được công nhận cấp quốc gia.", [("quế hữu cơ", "HTX Hoa Mai")], "a year before the product"),
        ("Giải A: Rượu nho của HTX Hoa Mai; Giải B: Mật nho của HTX An Hà.", [("Rượu nho", "HTX Hoa Mai"), ("Mật nho", "HTX An Hà")], "grades alone"),
        ("Xếp hạng 2 sản phẩm OCOP: trà A của HTX Hoa Mai; mật B của HTX An Hà.", [], "another programme"),
    ],
)  # fmt: skip
def test_pairs(line: str, expected: list[Pair], reason: str) -> None:
    assert pairs(line) == expected, reason


@pytest.mark.parametrize(
    ("line", "products", "reason"),
    [
        ("Công nhận 3 sản phẩm. Đó là: bộ ly quế, cà vạt (đỏ, xanh) và mật mía.", ["bộ ly quế", "cà vạt (đỏ, xanh)", "mật mía"], "commas"),
        ("Được công nhận có: Thủ công mỹ nghệ 02 sản phẩm: Sập thờ; Kệ mõ (tivi).", ["Sập thờ", "Kệ mõ (tivi)"], "by group"),
        ("Công nhận 3 sản phẩm gồm: mắm A, nem B (TP Tuy Hòa); mật C (huyện Sơn Hòa).", ["mắm A", "nem B", "mật C"], "places part the list"),
        ("Công nhận, nhóm thủ công mỹ nghệ có Đũa buông và Bộ sản phẩm “Vòng”.", ["Đũa buông", "Bộ sản phẩm “Vòng”"], "a group that has"),
        ("Công nhận nhiều mặt hàng như: giò, nem, chả.", [], "kinds of goods"),
        ("Công nhận theo 2 tiêu chí gồm: chất lượng; giá cả.", [], "criteria"),
        ("Đăng ký 4 nhóm gồm: thủ công mỹ nghệ; thực phẩm; cơ khí; nhóm khác.", [], "groups"),
    ],
)  # fmt: skip
def test_products_without_makers(line: str, products: list[str], reason: str) -> None:
    assert pairs(line) == [(product, None) for product in products], reason


def test_lists_over_lines() -> None:
    lines = [
        "UBND tỉnh công nhận 3 sản phẩm:",
        "- Rượu A - HTX Hoa Mai;",
        "- Trà B - HTX An Hà;",
        "- Mật C của HTX Tây Sơn.",
    ]
    assert pairs(*lines) == [
        ("Rượu A", "HTX Hoa Mai"),
        ("Trà B", "HTX An Hà"),
        ("Mật C", "HTX Tây Sơn"),
    ]
    bare = [
        "UBND tỉnh công nhận các sản phẩm sau:",
        "Rượu A của HTX Hoa Mai",
        "Trà B",
        "Tin, ảnh: Văn A",
    ]
    assert pairs(*bare)[:2] == [("Rượu A", "HTX Hoa Mai"), ("Trà B", None)]


def test_what_breaks_off_with_the_page_is_no_award() -> None:
    line = "Công nhận: Trà A của HTX Hoa Mai (xã B); Miến C của Công ty TNHH An"
    assert pairs(line) == [("Trà A", "HTX Hoa Mai")]
    assert pairs("Công nhận 9 sản phẩm: trà A, miến B, mật o") == [
        ("trà A", None),
        ("miến B", None),
    ]


def test_a_shared_place_goes_to_the_items_before_it() -> None:
    line = "Công nhận: khay A của Công ty TNHH Mộc; giá B của Công ty Đồng (đều tại xã C); bánh D của hộ kinh doanh Hội (phường E)."
    assert [award.place for award in awards(line)] == ["xã C", "xã C", "phường E"]


def test_grades_and_groups_head_their_items() -> None:
    line = "2 sản phẩm loại A gồm: trà X của HTX Hoa Mai; giải nhì: mật Y của HTX An Hà."
    assert [award.grade for award in awards(line)] == ["loại A", "giải nhì"]
    grouped = "Được công nhận, Thủ công mỹ nghệ: Tranh A của HTX Hoa Mai; Nón B của HTX An Hà."
    assert {award.group for award in awards(grouped)} == {"thủ công mỹ nghệ"}


def test_pages_outside_the_programme_award_nothing() -> None:
    line = "Công nhận 2 sản phẩm: trà A của HTX Hoa Mai; mật B của HTX An Hà."
    assert pairs(line, title="Thêm 2 sản phẩm OCOP 4 sao") == []


def test_every_item_is_quoted_where_it_stands() -> None:
    text = "trà Ô long của HTX Hoa Mai (xã B); miến C của HTX An Hà"
    for item in items(text, lowered(text), 0, len(text), listed=True):
        assert item.producer is not None
        assert item.product.end <= item.producer.start


def test_a_story_of_one_product() -> None:
    document = page(
        "MIẾN DONG HOA MAI ĐẠT CẤP QUỐC GIA",
        "Năm 2017, Miến dong Hoa Mai là sản phẩm duy nhất của tỉnh trong 102 sản phẩm CNNT tiêu biểu.",
        "Cơ sở được tôn vinh là cơ sở Miến dong Hoa Mai.",
        "Năm 2015, sản phẩm này cũng đã đạt cấp quốc gia.",
    )
    chain = (programme.EXTRACTOR, counts.EXTRACTOR, award_prose.EXTRACTOR, award_story.EXTRACTOR)
    found = [m.claim for m in mentions(document, *chain) if isinstance(m.claim, AwardClaim)]
    assert [(a.product, a.producer, a.year) for a in found] == [
        ("Miến dong Hoa Mai", "cơ sở Miến dong Hoa Mai", 2017),
        ("Miến dong Hoa Mai", "cơ sở Miến dong Hoa Mai", 2015),
    ]
