"""The rooms: what each address shows, and where its links lead."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from made_room import ATTACK, Room

from pipeline.settings import Settings
from pipeline.web import create_app

LINK = re.compile(r'(?:href|src)="([^"]*)"')


def links(page: str) -> list[str]:
    return [unescape(found) for found in LINK.findall(page)]


def rects(page: str) -> list[dict[str, str]]:
    return [ElementTree.fromstring(each).attrib for each in re.findall(r"<rect[^>]*/>", page)]


def marked(page: str) -> list[str]:
    return [
        unescape(each) for each in re.findall(r'<mark class="asked">(.*?)</mark>', page, re.DOTALL)
    ]


def decision_address(room: Room) -> str:
    return next(link for link in links(room.read("/")) if link.startswith("/qd/"))


@pytest.fixture(scope="module")
def everything(room: Room) -> dict[str, str]:
    """Return every page that links lead to from the front page, a search and the issues."""
    waiting, seen, pages = ["/", "/?q=mien", "/issues"], set[str](), {}
    while waiting:
        address = waiting.pop()
        if (plain := address.split("#")[0]) in seen:
            continue
        seen.add(plain)
        answer = room.visitor.get(plain)
        assert answer.status_code == 200, plain
        if answer.headers["content-type"].startswith("text/html"):
            pages[plain] = answer.text
            waiting += [urljoin(plain, link) for link in links(answer.text) if link[0] != "#"]
    return pages


def test_the_front_page_counts_what_there_is_and_lists_decisions(room: Room) -> None:
    page = room.read("/")
    figures = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    assert figures[:2] == [("tài liệu", "2"), ("quyết định có văn bản", "1")]
    assert "1918/QĐ-UBND" in page
    assert "07/10/2020" in page


@pytest.mark.parametrize("asked", ["miến dong", "mien dong", "MIEN DONG PHIA DEN"])
def test_a_search_finds_with_marks_and_without(room: Room, asked: str) -> None:
    assert "Miến dong Phia Đén" in room.read(f"/?q={quote(asked)}")


@pytest.mark.parametrize("asked", ["khong co gi", '"', "*", "a OR b", "%00", "' --", "((("])
def test_a_search_for_nothing_sensible_finds_nothing_and_says_so(room: Room, asked: str) -> None:
    assert "Không tìm thấy gì" in room.read(f"/?q={asked}")


def test_a_decision_shows_its_head_its_awards_and_its_issues(room: Room) -> None:
    page = room.read(decision_address(room))
    for said in ("1918/QĐ-UBND", "07/10/2020", "UBND tỉnh Cao Bằng", "Lê Văn Mẫu", "HTX Tân Hòa"):
        assert said in page
    assert "có văn bản" in page
    assert "danh sách có 2 dòng" in page


def test_a_decision_that_is_only_cited_says_so(room: Room) -> None:
    cited = next(
        link for link in links(room.read("/?q=2222")) if link.startswith("/qd/") and "2222" in link
    )
    page = room.read(cited)
    assert "chỉ được dẫn" in page
    assert "Rổ tre" in page


def test_an_award_leads_to_the_box_round_it_on_the_picture(room: Room) -> None:
    page = room.read(decision_address(room))
    [href] = re.findall(r'href="([^"]*)">Miến dong Phia Đén</a>', page)
    sheet = room.read(unescape(href))
    strong = [rect for rect in rects(sheet) if rect.get("class") == "strong"]
    # Words of the made paper stand side by side, one point wide each, from 40 points on.
    assert [float(strong[0][name]) for name in ("y", "height")] == [38.0, 16.0]
    assert float(strong[0]["width"]) == 4 + 4.0
    assert len(rects(sheet)) > 1, "the producer of the same award is shown faintly"
    assert "<blockquote>Miến dong Phia Đén</blockquote>" in sheet
    assert "chắc 90 % · made/1" in sheet
    picture = next(link for link in links(sheet) if link.endswith(".png"))
    answer = room.visitor.get(picture)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_a_page_without_a_picture_marks_the_words_in_its_text(room: Room) -> None:
    page = room.read(f"/documents/{room.article}")
    [href] = re.findall(r'href="([^"]*)">Rổ tre</a>', page)
    sheet = room.read(unescape(href))
    assert marked(sheet) == ["Rổ tre"]
    assert '<mark class="same">HTX Mẫu Mây</mark>' in sheet
    assert "<img" not in sheet
    answer = room.visitor.get(f"/documents/{room.article}/pages/1.png")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("at", "expected", "reason"),
    [
        ("0-3", ["Số:"], "a span"),
        ("3-0", ["Số:"], "a span the wrong way round"),
        ("999999-9999999", [], "a span beyond the end"),
        ("0-3;drop", [], "not a span"),
    ],
)
def test_a_span_is_pointed_at_even_when_it_makes_no_sense(
    room: Room, at: str, expected: list[str], reason: str
) -> None:
    sheet = room.read(f"/documents/{room.decision}/pages/1?at={at}")
    assert marked(sheet) == expected, reason


def test_every_link_leads_somewhere(everything: dict[str, str]) -> None:
    assert len(everything) > 12


def test_what_a_document_says_is_text_and_never_markup(everything: dict[str, str]) -> None:
    shown = 0
    for address, page in everything.items():
        assert "<script" not in page, address
        assert not re.search(r"<[^>]*\son\w+=", page), address
        shown += "&lt;script&gt;" in page
    assert shown > 3
    assert not [address for address, page in everything.items() if ATTACK in page]


def test_no_page_fetches_anything_from_elsewhere(everything: dict[str, str]) -> None:
    static = Path("pipeline/web/static")
    for address, page in everything.items():
        assert all(re.match(r"[/#](?!/)", link) for link in links(page)), address
        assert "style=" not in page, address
    assert "http" not in (static / "style.css").read_text().replace("http://www.w3.org", "")


def test_an_original_is_only_handed_out_as_a_file(room: Room) -> None:
    answer = room.visitor.get(f"/documents/{room.article}/original")
    assert answer.content == b"<p>x</p>"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="{room.article[:16]}.html.txt"'
    )
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/qd/none",
        "/qd/" + "x" * 500,
        "/producers/none",
        "/products/none",
        "/rounds/none",
        "/documents/" + "0" * 64,
        "/documents/" + "A" * 64,
        "/documents/..%2f..%2fetc%2fpasswd",
        "/documents/%2e%2e/original",
        "/documents/{decision}/pages/0",
        "/documents/{decision}/pages/2",
        "/documents/{decision}/pages/2.png",
        "/documents/{decision}/pages/99999999999999999999",
        "/documents/{decision}/pages/x",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_is_not_there_is_said_in_vietnamese(room: Room, address: str) -> None:
    page = room.read(address.format(decision=room.decision), status=404)
    assert "Không có trang này" in page


def test_a_search_that_is_too_long_is_refused(room: Room) -> None:
    room.read("/?q=" + "a" * 201, status=404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(room: Room, method: str) -> None:
    assert room.visitor.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
    ],
)
def test_only_this_machine_is_a_name_to_call_it_by(room: Room, host: str, status: int) -> None:
    answer = room.visitor.get("/", headers={"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "address", ["/", "/nothing", "/static/style.css", "/documents/{decision}/pages/1.png"]
)
def test_every_answer_carries_the_guards(room: Room, address: str) -> None:
    headers = room.visitor.get(address.format(decision=room.decision)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [name for name in headers if name.startswith("access-control")]


def test_what_was_made_for_testing_is_marked_as_such(room: Room, tmp_path: Path) -> None:
    for address in (decision_address(room), f"/documents/{room.decision}/pages/1"):
        assert "MẪU – không phải tài liệu thật" in room.read(address)
    assert "MẪU" not in room.read(f"/documents/{room.article}")
    home = tmp_path / "sample"
    with TestClient(create_app(Settings(home=home)), base_url="http://localhost") as visitor:
        assert "kho MẪU" in visitor.get("/issues").text


def test_an_empty_room_says_how_to_fill_it(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(home=tmp_path)), base_url="http://localhost") as visitor:
        page = visitor.get("/").text
    assert "tieubieu ingest" in page
