"""Web pages in the shapes met on portals and in the press: the article and nothing else."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from pipeline.document import Document, State, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading import html, pagedata

SHA = "0" * 64
PAGES = Path(__file__).parent / "pages"
BODY = (
    "<p>Hội đồng bình chọn tỉnh Mẫu công nhận 12 sản phẩm công nghiệp nông thôn tiêu biểu năm "
    "2020, trong đó có miến dong của Hợp tác xã Khe Thử và ghế mây của Hộ kinh doanh Trần Thử.</p>"
)


def read(page: str | bytes) -> Document:
    return html.read(page.encode() if isinstance(page, str) else page, sha256=SHA)


def page(name: str) -> Document:
    return read((PAGES / f"{name}.html").read_bytes())


@pytest.mark.parametrize(
    ("name", "title", "published"),
    [
        pytest.param(
            "aspnet",
            "Tỉnh Mẫu Sơn công nhận 3 sản phẩm công nghiệp nông thôn tiêu biểu năm 2021",
            date(2021, 12, 17),
            id="one form round all, no h1, a clock on top",
        ),
        pytest.param(
            "liferay",
            "Huyện Thử Nghiệm chọn 4 sản phẩm dự bình chọn cấp tỉnh năm 2022",
            date(2022, 5, 13),
            id="null before the headline",
        ),
        pytest.param(
            "vnpt",
            "Hội đồng bình chọn tỉnh Mẫu họp xét 18 sản phẩm tiêu biểu năm 2020",
            date(2020, 10, 15),
            id="number paths, breaks for paragraphs",
        ),
        pytest.param(
            "nukeviet",
            "Trung tâm Khuyến công trao máy cho cơ sở Thử",
            date(2022, 10, 13),
            id="two h1, the first is the site's",
        ),
        pytest.param(
            "wordpress",
            "8 sản phẩm của huyện Mẫu đạt tiêu biểu cấp tỉnh",
            date(2022, 5, 14),
            id="18:40 in London is the next day in Vietnam",
        ),
        pytest.param(
            "magazine",
            "Lễ trao giấy chứng nhận sản phẩm tiêu biểu tỉnh Mẫu",
            date(2021, 12, 10),
            id="weather and doubled headlines",
        ),
        pytest.param(
            "press",
            "Nhiều sản phẩm tiêu biểu được tôn vinh",
            date(2019, 6, 5),
            id="a box of links amid the text",
        ),
        pytest.param(
            "print",
            "Tỉnh Mẫu ở hội chợ khu vực phía Bắc",
            date(2024, 10, 15),
            id="a print view without classes",
        ),
        pytest.param(
            "drupal",
            "Kế hoạch bình chọn sản phẩm tiêu biểu năm 2023",
            date(2023, 3, 2),
            id="Dublin Core",
        ),
    ],
)
def test_headline_and_day(name: str, title: str, published: date) -> None:
    document = page(name)

    assert document.state is State.PARSED
    assert (document.metadata.title, document.metadata.published) == (title, published)


@pytest.mark.parametrize(
    ("name", "own", "foreign"),
    [
        ("aspnet", "Bột sắn Khe Mẫu", ["trao 20 giấy chứng nhận", "22/07/2024", "Đang online"]),
        ("liferay", "Máy tẽ ngô của Công ty TNHH Cơ khí Thử", ["30 sản phẩm", "null", "cms-view"]),
        ("vnpt", "công nhận 11 sản phẩm", ["99 cơ sở", "24/10/2026", "Nguyễn Thử", "Ủy ban thử"]),
        ("nukeviet", "nâng công suất lên gấp đôi", ["77 sản phẩm", "55 sản phẩm", "Từ khóa"]),
        ("wordpress", "Tranh ghép gỗ", ["100 giấy", "OCOP", "Email", "Facebook", "Tiểu Thử"]),
        ("magazine", "9903/QĐ-UBND", ["1111/QĐ-UBND", "2222/QĐ-SCT", "24°C"]),
        ("press", "thạch đen của Hợp tác xã Thử Nghiệm", ["90 sản phẩm", "Xuất khẩu", "Kim ngạch"]),
        ("legal", "Ghế mây Đồi Thử", ["8888/QĐ-UBND", "Tra cứu", "Copyright"]),
        ("drupal", "777/KH-UBND", ["45 sản phẩm", "Trang chủ"]),
    ],
)
def test_the_article_and_nothing_else(name: str, own: str, foreign: list[str]) -> None:
    document = page(name)
    masked = document.masked()

    assert own in masked
    assert [word for word in foreign if word in masked] == []
    assert [word for word in foreign if word not in document.text] == []


def test_tables_keep_their_spans() -> None:
    document = page("aspnet")

    (table,) = document.tables
    cells = {(c.row, c.column): (document.quote(c.span), c.rowspan) for c in table.cells}
    assert (table.rows, table.columns) == (4, 4)
    assert cells[1, 2] == ("Hợp tác xã Khe Mẫu", 2)
    assert (2, 2) not in cells
    assert cells[2, 3] == ("xã Khe Mẫu", 1)


def test_a_decision_keeps_head_title_foot_and_list() -> None:
    document = page("legal")
    zones = {block.zone: document.quote(block.span) for block in document.blocks}

    assert "Số: 9902/QĐ-UBND" in zones[Zone.HEAD].split("\n")
    assert "Mẫu Sơn, ngày 07 tháng 10 năm 2020" in zones[Zone.HEAD].split("\n")
    assert zones[Zone.TITLE].startswith("QUYẾT ĐỊNH\nVỀ VIỆC CÔNG NHẬN")
    assert zones[Zone.FOOT].endswith("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Thử Nghiệm")
    group = document.tables[-1].cells[3]
    assert (document.quote(group.span), group.colspan) == ("I. Nhóm thủ công mỹ nghệ", 3)
    assert document.metadata.published is None


def test_a_page_that_stands_for_another_is_told() -> None:
    assert [notice.code for notice in page("missing").notices] == ["soft-404"]


@pytest.mark.parametrize(
    ("meta", "published", "why"),
    [
        ('<meta itemprop="datePublished" content="2020-09-01T08:00:00+07:00">', 1, "schema.org"),
        ('<meta name="DC.Date.Issued" content="01/09/2020">', 1, "day first, as written here"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
         '"2020-09-01T01:00:00Z"}</script>', 1, "linked data"),
        ('<script type="application/ld+json">{broken</script>', None, "broken linked data"),
        ('<meta property="article:modified_time" content="2024-01-01">', None, "a later change"),
        ('<meta name="pubdate" content="2013-01-01">', None, "older than what it tells"),
        ('<meta name="pubdate" content="hôm qua">', None, "no day at all"),
        ("", None, "nothing said"),
    ],
)  # fmt: skip
def test_the_day_comes_from_the_markup(meta: str, published: int | None, why: str) -> None:
    document = read(
        f"<html><head>{meta}</head><body><h1>Tỉnh Mẫu trao giải</h1>{BODY}</body></html>"
    )

    expected = None if published is None else date(2020, 9, published)
    assert document.metadata.published == expected, why


def test_a_moment_is_a_day_in_vietnam() -> None:
    assert pagedata.day_of("2021-08-30T17:00:00Z") == date(2021, 8, 31)
    assert pagedata.day_of("2021-08-30T16:59:59Z") == date(2021, 8, 30)
    assert pagedata.day_of("2021-02-30") is None


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("<script>ẨN</script>", "a script"),
        ("<div style='display: none'>ẨN</div>", "hidden by style"),
        ("<p hidden>ẨN</p>", "hidden by attribute"),
        ("<!-- ẨN -->", "a comment"),
        ("<noscript>ẨN</noscript>", "for others"),
    ],
)
def test_what_is_not_shown_is_not_read(markup: str, why: str) -> None:
    document = read(f"<html><body><h1>Tỉnh Mẫu trao giải</h1>{BODY}{markup}{BODY}</body></html>")

    assert "ẨN" not in document.text, why


def test_letters_as_entities_of_an_old_font_are_converted() -> None:
    old = "c&laquo;ng nhËn s¶n phÈm c«ng nghiÖp n«ng th«n tiªu biÓu cña hîp t¸c x·"

    document = read(f'<html><head><meta charset="utf-8"></head><body><p>{old}</p></body></html>')

    assert document.text == "công nhận sản phẩm công nghiệp nông thôn tiêu biểu của hợp tác xã"
    assert [notice.code for notice in document.notices] == ["legacy-font"]


@pytest.mark.parametrize("data", [b"", b"  \n", b"<html></html>", b"<!-- only -->", b"<script>x"])
def test_a_page_without_words_is_quarantined(data: bytes) -> None:
    with pytest.raises(Quarantined) as refused:
        html.read(data, sha256=SHA)

    assert refused.value.reason in {Reason.EMPTY, Reason.NO_TEXT}


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param("<div>" * 100_000 + BODY + "</div>" * 100_000, id="depth 100k"),
        pytest.param("<table><tr><td>" * 50_000 + BODY, id="tables in tables"),
        pytest.param("<b>x" * 200_000 + BODY, id="never closed"),
        pytest.param(
            "<table>" + "<tr><td colspan=99999 rowspan=99999>a<td>b" * 2_000 + "</table>" + BODY,
            id="cells wider than the page",
        ),
        pytest.param("<" * 500_000 + BODY, id="brackets"),
        pytest.param("a" * 500_000 + " " + BODY, id="one word"),
        pytest.param(f"<p>{'<!--' * 100_000}--></p>{BODY}", id="comments in comments"),
        pytest.param(
            f"<script type='application/ld+json'>{'[' * 100_000}</script>{BODY}",
            id="brackets in JSON",
        ),
    ],
)
def test_hostile_pages_cost_seconds(bomb: str) -> None:
    started = time.process_time()

    document = read(f"<html><body>{bomb}</body></html>")

    assert "Hợp tác xã Khe Thử" in document.text
    assert time.process_time() - started < 8


def test_a_huge_page_is_cut_and_told() -> None:
    scripts = f"<script>{'x' * 1000}</script>" * 3_000

    document = read(
        f"<html><body>{scripts}<h1>Tỉnh Mẫu trao giải</h1>{BODY * 10_000}</body></html>"
    )

    assert (document.state, document.reason) == (State.PARTIAL, Reason.TOO_LARGE)
    assert "Hợp tác xã Khe Thử" in document.text


TEASERS = [
    "Tỉnh Khác trao 300 giấy chứng nhận sản phẩm tiêu biểu đợt hai",
    "Lễ hội chè mùa xuân thu hút đông đảo du khách thập phương",
]
SUMMARY = (
    "theo thông tin từ cơ quan chức năng của tỉnh trong tuần qua tại hội nghị tổng kết cuối năm."
)


def links() -> str:
    return "".join(f"<p>* <a href='#'>{text}</a> (12/03/2021)</p>" for text in TEASERS)


def summaries() -> str:
    return "".join(f"<h4><a href='#'>{text}</a></h4><p>{text}, {SUMMARY}</p>" for text in TEASERS)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(
            "<table><tr><td colspan='3'>Trang chủ | Liên hệ</td></tr><tr><td><p><a>Văn bản</a></p>"
            f"</td><td><h2>TITLE</h2>BODY<b>Các tin khác:</b>{links()}</td><td>Thống kê</td></tr>"
            "</table>",
            id="a table lays out the page",
        ),
        pytest.param(
            f"<h1>TITLE</h1><div>BODY</div><div class='tin-lien-quan'><h3>Tin liên quan</h3>"
            f"{summaries() * 3}</div>",
            id="more news beside than in the article",
        ),
        pytest.param(
            f"<h1>TITLE</h1><div>BODY</div><div><h3>Tin liên quan</h3>{summaries() * 3}</div>",
            id="the same in a box without a name",
        ),
        pytest.param(
            f"<div><div class='tieude'>TITLE</div>BODY</div><div>{TEASERS[0]}, họp tiếp dân</div>",
            id="a second column that names nothing",
        ),
        pytest.param(
            f"<div>TITLE</div>BODY<div>Tin mới nhất</div><div>{TEASERS[0]}</div>{TEASERS[1]}",
            id="no structure at all",
        ),
    ],
)
def test_other_news_stays_out_in_every_frame(frame: str) -> None:
    title = "Tỉnh Mẫu công nhận 12 sản phẩm công nghiệp nông thôn tiêu biểu"
    shown = frame.replace("TITLE", title).replace("BODY", BODY)

    document = read(f"<html><head><title>{title}</title></head><body>{shown}</body></html>")

    masked = document.masked()
    assert "Hộ kinh doanh Trần Thử" in masked
    assert [text for text in TEASERS if text in masked] == []
    assert document.metadata.title == title
