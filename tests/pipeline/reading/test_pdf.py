"""PDF files in, documents in a terminal state out: good ones, damaged ones, hostile ones."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from pipeline.document import Document, State, TextSource, Zone
from pipeline.errors import Reason
from pipeline.reading import read
from pipeline.reading.judging import Layer, PageLook, wants_ocr
from pipeline.settings import Settings

SETTINGS = Settings(workers=2)

STYLE = """<style>@page{size:A4;margin:20mm 15mm 20mm 30mm} @page wide{size:A4 landscape}
body{font:13pt serif} .wide{page:wide} table{border-collapse:collapse} p{text-indent:10mm}
td{border:.6pt solid black;padding:3pt} .two{display:flex;justify-content:space-between}
.mid{text-align:center;font-weight:bold}</style>"""
DECISION = f"""{STYLE}<div class="two"><div>ỦY BAN NHÂN DÂN<br>TỈNH MẪU<br>Số: 12/QĐ-UBND</div>
<div>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>
<i>Mẫu, ngày 03 tháng 9 năm 2021</i></div></div>
<div class="mid"><br>QUYẾT ĐỊNH<br>Về việc công nhận sản phẩm mẫu năm 2021</div>
<p>Căn cứ Luật Mẫu ngày 19 tháng 6 năm 2015;</p>
<p>Điều 1. Công nhận 02 sản phẩm công nghiệp nông thôn tiêu biểu của tỉnh Mẫu.</p>
<div class="two"><div>Nơi nhận:<br>- Như Điều 1;<br>- Lưu: VT.</div>
<div>CHỦ TỊCH<br><br>Nguyễn Văn Mẫu</div></div>
<div class="wide"><div class="mid">DANH SÁCH</div><table>
<tr><td>STT<td>Tên sản phẩm<td>Tên cơ sở</tr>
<tr><td>1<td>Miến dong mẫu<td rowspan="2">Hợp tác xã Mẫu Một</tr><tr><td>2<td>Chè xanh mẫu</tr>
</table></div>"""


def made(html: str) -> bytes:
    data = weasyprint.HTML(string=html).write_pdf()
    assert isinstance(data, bytes)
    return data


@pytest.fixture(scope="module")
def decision() -> bytes:
    return made(DECISION)


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[bytes], Document]:
    def run(data: bytes) -> Document:
        path = tmp_path / "văn bản.pdf"
        path.write_bytes(data)
        return read(path, settings=SETTINGS)

    return run


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def test_a_born_digital_decision(decision: bytes, reading: Callable[[bytes], Document]) -> None:
    document = reading(decision)
    assert (document.state, document.text_source) == (State.PARSED, TextSource.TEXT_LAYER)
    zones = {zone: [document.quote(b.span) for b in document.in_zones({zone})] for zone in Zone}
    assert zones[Zone.HEAD][0].endswith("Số: 12/QĐ-UBND")
    assert zones[Zone.TITLE][0] == "QUYẾT ĐỊNH\nVề việc công nhận sản phẩm mẫu năm 2021"
    assert zones[Zone.FOOT][1] == "CHỦ TỊCH\nNguyễn Văn Mẫu"
    assert "Điều 1. Công nhận 02 sản phẩm" in document.masked()
    assert all(page.health == 1.0 for page in document.pages)


def test_tables_and_evidence(decision: bytes, reading: Callable[[bytes], Document]) -> None:
    document = reading(decision)
    (table,) = document.tables
    cells = {(c.row, c.column): (document.quote(c.span), c.rowspan) for c in table.cells}
    assert cells[1, 2] == ("Hợp tác xã Mẫu Một", 2)
    assert (2, 2) not in cells
    page = document.pages[1]
    assert page.width == pytest.approx(841.9, abs=0.1), "landscape"
    cell = next(c for c in table.cells if (c.row, c.column) == (1, 1))
    box = document.bbox_of(cell.span, 2)
    assert box is not None
    assert cell.bbox is not None
    assert cell.bbox.x0 < box.x0 < box.x1 < cell.bbox.x1


def test_words_are_the_text(decision: bytes, reading: Callable[[bytes], Document]) -> None:
    document = reading(decision)
    assert [document.quote(word.span) for word in document.words] == document.text.split()
    spans = [block.span for block in document.blocks]
    assert all(a.end < b.start for a, b in pairwise(spans))


def encrypt(user: str) -> Callable[[bytes], bytes]:
    lock = pikepdf.Encryption(user=user, owner="chủ", R=6)
    return lambda data: edited(data, lambda _: None, encryption=lock)


def drop_pages(data: bytes) -> bytes:
    def empty(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids = pikepdf.Array([])
        pdf.Root.Pages.Count = 0

    return edited(data, empty)


REFUSED = [
    ("nothing in it", lambda data: b"", Reason.EMPTY),
    (
        "an error page named .pdf",
        lambda data: b"<html><body>404</body></html>",
        Reason.NOT_WHAT_IT_SAYS,
    ),
    ("it wants a password", encrypt("mật khẩu"), Reason.ENCRYPTED),
    ("only its first bytes came", lambda data: data[:700], Reason.TRUNCATED),
    ("its pages are gone", drop_pages, Reason.NO_PAGES),
]


@pytest.mark.parametrize(("why", "damage", "reason"), REFUSED)
def test_quarantined_with_its_own_reason(
    why: str,
    damage: Callable[[bytes], bytes],
    reason: Reason,
    decision: bytes,
    reading: Callable[[bytes], Document],
) -> None:
    document = reading(damage(decision))
    assert (document.state, document.reason) == (State.QUARANTINED, reason), why
    assert document.notices[0].message not in {"", reason.value}


def without_xref(data: bytes) -> bytes:
    return re.sub(rb"startxref\s+\d+", b"startxref\n7", data)


def claim_more_pages(data: bytes) -> bytes:
    def claim(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Count = 3
        pdf.Root.Pages.Kids.append(pikepdf.Dictionary(Type=pikepdf.Name.Page))

    return edited(data, claim)


def break_stream(data: bytes) -> bytes:
    """Cut the second page's content short, compressed as it is."""

    def cut(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[1].Contents
        raw = stream.read_raw_bytes()
        stream.write(raw[: len(raw) // 2], filter=pikepdf.Name.FlateDecode)

    return edited(data, cut, compress_streams=False)


FLAGGED = [
    ("the cross-references are wrong", without_xref),
    ("the end is missing", lambda data: data[:-900]),
    ("a page's content breaks off", break_stream),
]


@pytest.mark.parametrize(("why", "damage"), FLAGGED)
def test_a_loss_is_never_silent(
    why: str,
    damage: Callable[[bytes], bytes],
    decision: bytes,
    reading: Callable[[bytes], Document],
) -> None:
    whole, document = reading(decision), reading(damage(decision))
    lost = len(document.text.split()) < 0.9 * len(whole.text.split())
    assert document.state is not State.PARSED or not lost, why
    assert document.reason is None or document.notices, why


def test_the_owner_s_password_alone_does_not_matter(
    decision: bytes, reading: Callable[[bytes], Document]
) -> None:
    assert reading(encrypt("")(decision)).text == reading(decision).text


def test_more_pages_than_allowed_are_told(decision: bytes, tmp_path: Path) -> None:
    path = tmp_path / "dài.pdf"
    path.write_bytes(decision)
    document = read(path, settings=Settings(workers=1, max_pages=1))
    assert (len(document.pages), document.reason) == (1, Reason.TOO_MANY_PAGES)
    assert document.state is State.PARTIAL


def test_letters_of_tcvn3_are_converted(reading: Callable[[bytes], Document]) -> None:
    document = reading(
        made(f"{STYLE}<p>C«ng nhËn s¶n phÈm c«ng nghiÖp n«ng th«n tiªu biÓu cña tØnh")
    )
    assert document.text == "Công nhận sản phẩm công nghiệp nông thôn tiêu biểu của tỉnh"
    assert document.pages[0].treatment == ("Noto-Serif converted from tcvn3",)


def test_text_on_its_side_is_read_and_boxed_where_it_stands(
    reading: Callable[[bytes], Document],
) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        # The content is turned, the page is not: what a landscape table printed upright looks like.
        page.contents_add(b"q 0 1 -1 0 595 0 cm", prepend=True)
        page.contents_add(b"Q")

    html = f"{STYLE}<p>Miến dong mẫu của hợp tác xã mẫu</p><p>Chè xanh mẫu của cơ sở mẫu</p>"
    straight, document = reading(made(html)), reading(edited(made(html), turn))
    assert document.text == straight.text
    assert "turned 90" in document.pages[0].treatment
    box = document.words[0].bbox
    assert box is not None
    assert box.bottom - box.top > box.x1 - box.x0, "it runs up the page"


def test_cells_whose_lines_are_staggered_keep_their_words(
    reading: Callable[[bytes], Document],
) -> None:
    lines = [
        f'<div style="position:absolute;left:{column * 110}pt;top:{line * 12 + column * 3}pt">'
        f"Miến dong {column}{line}</div>"
        for column in range(4)
        for line in range(5)
    ]
    document = reading(made(f"{STYLE}<style>body{{font-size:10pt}}</style>{''.join(lines)}"))
    assert sorted(document.text.split()) == sorted(
        ["Miến", "dong"] * 20 + [f"{column}{line}" for column in range(4) for line in range(5)]
    )


def layer(words: int, health: float, *, bare: bool = False, keyless: bool = False) -> Layer:
    return Layer(words, health, bare, keyless)


def look(pictured: float, paths: int = 0) -> PageLook:
    return PageLook(595, 842, 1000, pictured, 200, paths)


CHOICES = [
    ("a good layer", look(0.0), layer(300, 0.99), False),
    ("a good layer over a scan", look(1.0), layer(300, 0.97), False),
    ("a scanner's English layer", look(1.0), layer(300, 0.4), True),
    ("a half good layer over a scan", look(1.0), layer(300, 0.85), True),
    ("a table of names, a little odd", look(0.0), layer(80, 0.8), False),
    ("only a stamp over a scan", look(1.0), layer(6, 1.0), True),
    ("a small logo over text", look(0.05), layer(300, 1.0), False),
    ("a scan without any layer", look(0.98), layer(0, 0.0), True),
    ("a blank page", look(0.0), layer(0, 0.0), False),
    ("letters turned to outlines", look(0.0, paths=900), layer(0, 0.0), True),
    ("a font without a key", look(0.0), layer(300, 0.1), True),
    ("English text of its own", look(0.0), layer(300, 0.1, bare=True), False),
    ("letters of a font without a key", look(0.0), layer(300, 0.1, bare=True, keyless=True), True),
]


@pytest.mark.parametrize(("why", "page", "text", "expected"), CHOICES)
def test_which_pages_go_to_ocr(why: str, page: PageLook, text: Layer, expected: bool) -> None:
    assert wants_ocr(page, text) is expected, why
