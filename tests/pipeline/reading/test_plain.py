"""A page saved as text: its address, its zones, its tables, and what is no text at all."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec
import pytest

from pipeline.document import Document, State, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading import plain

SHA = "0" * 64
PAGE = """https://baocaobang.vn/tinh-mau-cong-nhan-12-san-pham-tieu-bieu-123.html
Tỉnh Mẫu công nhận 12 sản phẩm công nghiệp nông thôn tiêu biểu

CHÂU THỬ 31/08/2021 09:04
Ủy ban nhân dân tỉnh Mẫu công nhận 12 sản phẩm công nghiệp nông thôn tiêu biểu năm 2021.
STT | Tên sản phẩm | Cơ sở |
1 | Miến dong | HTX Khe Thử |
2 | Ghế mây | Hộ Trần Thử |
Các cơ sở được thưởng theo quy định hiện hành của tỉnh và được hỗ trợ xúc tiến thương mại.
Tin khác
Tỉnh khác công nhận 45 sản phẩm
"""


def read(text: str) -> Document:
    return plain.read(text.encode(), sha256=SHA)


def test_a_saved_page() -> None:
    document = read(PAGE)

    assert (document.state, document.media_type) == (State.PARSED, "text/plain")
    assert document.metadata.url == PAGE.splitlines()[0]
    assert document.metadata.title == PAGE.splitlines()[1]
    assert document.metadata.published == date(2021, 8, 31)
    assert document.metadata.publisher == "Báo Cao Bằng"
    own = document.masked()
    assert "Miến dong\tHTX Khe Thử" in own
    assert "baocaobang" not in own
    assert "45 sản phẩm" not in own
    assert "45 sản phẩm" in document.text


def test_spans_point_at_what_they_say() -> None:
    document = read(PAGE)

    (table,) = document.tables
    cells = {(cell.row, cell.column): document.quote(cell.span) for cell in table.cells}
    assert (table.rows, table.columns) == (3, 3)
    assert cells[1, 1] == "Miến dong"
    assert [document.quote(b.span) for b in document.in_zones({Zone.STAMP})] == [
        "CHÂU THỬ 31/08/2021 09:04"
    ]
    blocks = document.blocks
    assert all(one.span.end < other.span.start for one, other in pairwise(blocks))
    assert msgspec.json.decode(msgspec.json.encode(document), type=Document) == document


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0c"])
def test_lines_end_in_every_way(ending: str) -> None:
    document = read(ending.join(PAGE.splitlines()))

    assert document.text == read(PAGE).text


def test_invisible_signs_do_not_break_words() -> None:
    document = read("\ufeffSản\u00a0phẩm công\u200b nghiệp nông\u00ad thôn tiêu biểu của tỉnh")

    assert document.text == "Sản phẩm công nghiệp nông thôn tiêu biểu của tỉnh"


def test_a_spun_mirror_is_kept_and_told() -> None:
    document = read(
        "ŨBND tỉnh vưà kỷ Qụyết đỉnh cõng nhân các sãn phẫm tíêu bíểu cùả các cớ sở trện đỉa bàn.\n"
        "Míến đóng cụa hợp tác xả Khê Thừ, ghệ mầy cúa hộ kính dóanh Trấn Thữ, chẽ xành Đồĩ Mâũ."
    )

    assert (document.state, document.reason) == (State.NEEDS_REVIEW, Reason.SCRAMBLED_TEXT)
    assert [notice.code for notice in document.notices] == ["scrambled-text"]
    assert "Khê Thừ" in document.text


def test_an_old_font_is_converted_and_told() -> None:
    document = read("uû ban nh©n d©n tØnh c«ng nhËn s¶n phÈm c«ng nghiÖp n«ng th«n tiªu biÓu n¨m")

    assert document.text.startswith("uỷ ban nhân dân tỉnh công nhận")
    assert (document.state, [n.code for n in document.notices]) == (State.PARSED, ["legacy-font"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", Reason.EMPTY, id="nothing"),
        pytest.param(b" \r\n\t\n", Reason.EMPTY, id="blanks"),
        pytest.param("\u200b\ufeff\n".encode(), Reason.NO_TEXT, id="only what nobody sees"),
        pytest.param(bytes(range(1, 9)) * 50, Reason.NOT_WHAT_IT_SAYS, id="no letters at all"),
    ],
)
def test_what_is_no_text_is_quarantined(data: bytes, reason: Reason) -> None:
    with pytest.raises(Quarantined) as refused:
        plain.read(data, sha256=SHA)

    assert refused.value.reason is reason
    assert refused.value.detail


def test_a_text_without_end_is_cut_and_told() -> None:
    document = plain.read(b"a\n" * 60_000, sha256=SHA)

    assert (document.state, document.reason) == (State.PARTIAL, Reason.TOO_LARGE)
