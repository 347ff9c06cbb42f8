"""A decision's own head and foot: what each carrier and scan makes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from extractors.documents import decision
from extractors.documents.paper import Line
from extractors.facts import head
from extractors.facts.head_date import find_dates, find_place
from extractors.facts.head_number import Quality, find_numbers
from extractors.facts.issuer import find_bodies, person_of, post_of
from extractors.facts.signer import find_signer, name_of
from pipeline.document import (
    Block,
    Document,
    Page,
    PageSource,
    Span,
    State,
    TextSource,
    Word,
    Zone,
)
from pipeline.extraction import extract
from pipeline.facts import DocumentKind, HeadClaim, KindClaim
from pipeline.vietnamese import fold, nfc

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = """QUYẾT ĐỊNH:
Điều 1. Công nhận 02 sản phẩm (có danh sách kèm theo).
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./."""
FOOT = """Nơi nhận:
- Như Điều 2;
- Lưu: VT, CN.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nông Thị Mẫu"""
TITLE = "Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu tỉnh Cao Bằng năm 2020"
DECISION = f"""ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG
Số: 7301/QĐ-UBND
{MOTTO}
Cao Bằng, ngày 07 tháng 10 năm 2020
QUYẾT ĐỊNH
Về việc công nhận sản phẩm công nghiệp nông thôn
tiêu biểu tỉnh Cao Bằng năm 2020
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG
Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012;
Xét đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 775/TTr-SCT ngày 01/10/2020,
{BODY}
{FOOT}
"""


def plain(text: str, *, trust: dict[str, float] | None = None) -> Document:
    """A document of one page; with ``trust`` one that OCR read, words at .96 unless named."""
    text = nfc(text)
    words = tuple(
        Word(Span(*m.span()), 1, confidence=trust.get(m.group(), 0.96))
        for m in re.finditer(r"\S+", text)
        if trust is not None
    )
    source = PageSource.PLAIN if trust is None else PageSource.OCR
    return Document(
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        pages=(Page(1, Span(0, len(text)), source),),
        text_source=TextSource.PLAIN,
        state=State.PARSED,
        words=words,
    )


def fields(document: Document, witness: str = "head") -> dict[str, str]:
    """The head's claims of one witness by field; the foot's under "foot"."""
    found = {}
    for mention in extract(document, (decision.EXTRACTOR, head.EXTRACTOR)):
        claim = mention.claim
        if isinstance(claim, HeadClaim) and mention.parts[0][0] == witness:
            found[claim.field] = claim.value
    return found


def kind(document: Document) -> DocumentKind | None:
    votes = [m.claim for m in extract(document, (decision.EXTRACTOR,))]
    return votes[0].kind if votes and isinstance(votes[0], KindClaim) else None


def test_every_field_of_a_plain_decision() -> None:
    assert fields(plain(DECISION)) == {
        "number": "7301/QĐ-UBND",
        "date": "2020-10-07",
        "issuer": "UBND tỉnh Cao Bằng",
        "place": "Cao Bằng",
        "title": TITLE,
    }
    assert fields(plain(DECISION), "foot") == {
        "signer_name": "Nông Thị Mẫu",
        "signer_position": "Phó Chủ tịch",
    }
    assert fields(plain(DECISION), "person")["issuer"] == "Chủ tịch UBND tỉnh Cao Bằng"
    assert fields(plain(DECISION), "basis")["basis_date"] == "2020-10-01"


def test_spans_lead_to_what_was_read() -> None:
    document = plain(DECISION)
    quotes = {
        m.claim.field: document.quote(m.part("head"))
        for m in extract(document, (decision.EXTRACTOR, head.EXTRACTOR))
        if isinstance(m.claim, HeadClaim) and m.parts[0][0] == "head"
    }
    assert quotes["number"] == "7301/QĐ-UBND"
    assert quotes["date"] == "ngày 07 tháng 10 năm 2020"
    assert quotes["place"] == "Cao Bằng"


NUMBERS = [
    # written, normal form, quality, why
    ("Số: 7301/QĐ-UBND", "7301/QĐ-UBND", Quality.CLEAN, "as printed"),
    ("Số: 09/QĐ-SCT", "09/QĐ-SCT", Quality.CLEAN, "a leading zero is part of it"),
    ("Số:7301 / QĐ -UBND - HC", "7301/QĐ-UBND-HC", Quality.CLEAN, "spaces out"),
    ("SỐ 24/2013/QĐ-UBND", "24/2013/QĐ-UBND", Quality.CLEAN, "a normative act bears its year"),
    ("Số: 7301/QÐ-UBND", "7301/QĐ-UBND", Quality.CLEAN, "Ð of old keyboards"),
    ("Số: 7301/QD-UBND", "7301/QĐ-UBND", Quality.CLEAN, "a decision's D can only be Đ"),
    ("Số: 7301/QĐ-UBΝD", "7301/QĐ-UBND", Quality.CLEAN, "a Greek capital among Latin ones"),
    ("Số: 7301/QĐ-UBND.\nCỘNG HÒA", "7301/QĐ-UBND", Quality.CLEAN, "a speck, then the motto"),
    ("Số: 7301/QĐ-\nUBND", "7301/QĐ-UBND", Quality.CLEAN, "broken over two lines"),
    ("Số: 7301/QĐ-UBNDngày 07", "7301/QĐ-UBND", Quality.CLEAN, "glued"),
    ("Số: 288/QĐ-TTg", "288/QĐ-TTg", Quality.CLEAN, "small letters of a symbol stay"),
    ("Số: 7301/QĐ-UBND Cao Bằng, ngày 07", "7301/QĐ-UBND", Quality.CLEAN, "columns on one line"),
    ("Số: .....7301...../QĐ-UBND", "7301/QĐ-UBND", Quality.CLEAN, "filled in on dots"),
    ("Số: I918/QĐ-UBND", "1918/QĐ-UBND", Quality.REPAIRED, "I for 1"),
    ("Số: 73 01/QĐ-UBND", "7301/QĐ-UBND", Quality.REPAIRED, "a gap inside may hide a digit"),
    ("Số: 7301;QĐ-UBND", "7301/QĐ-UBND", Quality.REPAIRED, "the slash misread"),
    ("Số: 73011QĐ-UBND", "73011/QĐ-UBND", Quality.REPAIRED, "the slash read as 1: not sure"),
    ("Số:      /QĐ-UBND", "", Quality.BLANK, "a draft"),
    ("Số: ………/QĐ-UBND", "", Quality.BLANK, "dots to fill in"),
    ("Số: ##8/QĐ-TTg", "", Quality.UNREADABLE, "handwriting"),
]


@pytest.mark.parametrize(("written", "value", "quality", "why"), NUMBERS)
def test_number(written: str, value: str, quality: Quality, why: str) -> None:
    text = nfc(written)
    found = list(find_numbers(text, 0, len(text), ["QĐ"]))
    assert [(n.value, n.quality) for n in found] == [(value, quality)], why


NOT_NUMBERS = [
    ("Số: 9208", "a received-stamp has no symbol"),
    ("Tờ trình số 775/TTr-SCT ngày 01/10/2020", "a submission is another kind of act"),
    ("Nghị định số 45/2012/NĐ-CP", "a decree too"),
]


@pytest.mark.parametrize(("written", "why"), NOT_NUMBERS)
def test_no_number(written: str, why: str) -> None:
    assert list(find_numbers(written, 0, len(written), ["QĐ"])) == [], why


DATES = [
    ("Cao Bằng, ngày 07 tháng 10 năm 2020", date(2020, 10, 7), "Cao Bằng", "as the law has it"),
    ("Cao Bằng, ngày07tháng10năm2020", date(2020, 10, 7), "Cao Bằng", "glued by OCR"),
    ("Hà Nội,ngày 3 tháng 9 năm\n2013", date(2013, 9, 3), "Hà Nội", "the year on the next line"),
    ("TP. Hồ Chí Minh, ngày 12 thảng 3 nãm 2019", date(2019, 3, 12), "TP. Hồ Chí Minh", "marks"),
    ("Bà Rịa - Vũng Tàu, ngày 1 tháng 2 năm 2016", date(2016, 2, 1), "Bà Rịa - Vũng Tàu", "dash"),
    ("Số: 5/QĐ-SCT Đắk Lắk, ngày 1 tháng 2 năm 2016", date(2016, 2, 1), "Đắk Lắk", "one line"),
    ("Hà Nội, ngày 23/9/2025", date(2025, 9, 23), "Hà Nội", "in figures"),
    ("Hà Nội, ngày l0 tháng 4 năm 2024", date(2024, 4, 10), "Hà Nội", "l for 1"),
    ("Cao Bằng, ngày     tháng 10 năm 2020", None, "Cao Bằng", "the day is blank"),
    ("Cao Bằng, ngày … tháng … năm 2020", None, "Cao Bằng", "dots"),
    ("Hà Nội, ngày 0 tháng 4 năm 2024", None, "Hà Nội", "half of a handwritten 08"),
    ("Hà Nội, ngày 31 tháng 4 năm 2024", None, "Hà Nội", "no such day"),
]


@pytest.mark.parametrize(("written", "day", "place", "why"), DATES)
def test_date_and_place(written: str, day: date | None, place: str, why: str) -> None:
    text = nfc(written)
    (found,) = find_dates(text, 0, len(text))
    span = find_place(text, found, 12 if text.startswith("Số") else 0)
    assert found.value == day, why
    assert span is not None, why
    assert text[span.start : span.end] == place, why


ISSUERS = [
    ("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", ["UBND tỉnh Cao Bằng"], "the usual one"),
    ("UỶ BAN NHÂN DÂN TINH CAO BẢNG", ["UBND tỉnh Cao Bằng"], "a scan's lost marks"),
    ("UBND THÀNH PHỐ HẢI PHÒNG", ["UBND thành phố Hải Phòng"], "PHÒNG is no office here"),
    ("UBND TỈNH SƠN LA SỞ CÔNG THƯƠNG", ["UBND tỉnh Sơn La", "Sở Công Thương"], "parent above"),
    (
        "BỘ CÔNG THƯƠNG CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG",
        ["Bộ Công Thương", "Cục Công Thương địa phương"],
        "a ministry's department",
    ),
    ("TỈNH CAO BẰNG UBND HUYỆN NGUYÊN BÌNH", ["UBND huyện Nguyên Bình"], "a territory alone"),
    ("THỦ TƯỚNG CHÍNH PHỦ", ["Thủ tướng Chính phủ"], "a person is the body"),
    ("VĂN PHÒNG CHÍNH PHỦ", ["Văn phòng Chính phủ"], "an office is a body"),
    ("CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ", [], "a portal's stamp"),
    (
        "HỘI ĐỒNG BÌNH CHỌN SẢN PHẨM CNNT TIÊU BIỂU TỈNH CAO BẰNG NĂM 2020",
        ["Hội đồng bình chọn sản phẩm CNNT tiêu biểu tỉnh Cao Bằng năm 2020"],
        "a council's long name keeps its acronym and its year",
    ),
    (
        "BỘ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN",
        ["Bộ Nông nghiệp và Phát triển nông thôn"],
        "a field's own capitals",
    ),
]


@pytest.mark.parametrize(("capitals", "names", "why"), ISSUERS)
def test_bodies(capitals: str, names: list[str], why: str) -> None:
    assert [str(body) for body, _, _ in find_bodies(capitals)] == names, why


@pytest.mark.parametrize(
    ("capitals", "person"),
    [
        ("BỘ TRƯỞNG BỘ CÔNG THƯƠNG", "Bộ trưởng Bộ Công Thương"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "Chủ tịch UBND tỉnh Cao Bằng"),
        ("GIÁM ĐỐC SỞ CÔNG THƯƠNG TỈNH SƠN LA", "Giám đốc Sở Công Thương tỉnh Sơn La"),
        ("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", None),
    ],
)
def test_authority_as_a_person(capitals: str, person: str | None) -> None:
    assert person_of(capitals) == person


@pytest.mark.parametrize(
    ("capitals", "post"),
    [
        ("PHÓ CHỦ TỊCH", "Phó Chủ tịch"),
        ("CHÁNH VĂN PHÒNG", "Chánh Văn phòng"),
        ("CỤC TRƯỞNG CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG", "Cục trưởng Cục Công Thương địa phương"),
        ("PHÓ CHỦ TỊCH UBND TỈNH", "Phó Chủ tịch UBND tỉnh"),
        ("ỦY BAN NHÂN DÂN", None),
    ],
)
def test_post(capitals: str, post: str | None) -> None:
    assert post_of(capitals) == post


SIGNERS = [
    (FOOT, "Nông Thị Mẫu", "Phó Chủ tịch", "columns one after the other"),
    (
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nNông Thị Mẫu\nNơi nhận:\n- Lưu: VT.",
        "Nông Thị Mẫu",
        "Phó Chủ tịch",
        "the right column first, signed as a copy",
    ),
    (
        "Nơi nhận: - Như Điều 2; - Lưu: VT.\nTL. BỘ TRƯỞNG CỤC TRƯỞNG (đã ký) Lê Văn Mẫu",
        "Lê Văn Mẫu",
        "Cục trưởng",
        "a Word table's cells, each on one line",
    ),
    (
        "Nơi nhận: KT. THỦ TƯỚNG\n- Như Điều 3; PHÓ THỦ TƯỚNG\n- Lưu: VT, NN (2). Trần Mẫu Khuê",
        "Trần Mẫu Khuê",
        "Phó Thủ tướng",
        "line by line, columns interleaved",
    ),
    (
        "KT. BỘ TRƯỞNG, CHỦ NHIỆM\n445 Ó CHỦ NHIỆM\nZ—g\nHà Mẫu Hiệp",
        "Hà Mẫu Hiệp",
        "Phó Chủ nhiệm",
        "a seal over PHÓ: who signs KT. is a deputy",
    ),
    ("KT. THỦ TƯỚNG\nHU TƯỜNG\nxé tÀ\n“Trần Quang", None, "Phó Thủ tướng", "the name is gone"),
    ("Q. CỤC TRƯỞNG\nLê Văn Mẫu", "Lê Văn Mẫu", "Quyền Cục trưởng", "acting"),
    ("BỘ TRƯỞNG\nHÀ BÁ MẪU", "Hà Bá Mẫu", "Bộ trưởng", "a name in capitals"),
    (
        "Nơi nhận:\n- Như Điều 4;\n- Lưu: VT, KT.Hg (5).\nCHỦ TỊCH\nĐỗ Văn Mẫu",
        "Đỗ Văn Mẫu",
        "Chủ tịch",
        "KT. of the unit that drafted, before the typist's initials",
    ),
    ("tm. Ủy ban nhân dân", None, None, "a portal cut the rest off"),
    ("Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.", None, None, "nobody signed"),
]


@pytest.mark.parametrize(("foot", "name", "position", "why"), SIGNERS)
def test_signer(foot: str, name: str | None, position: str | None, why: str) -> None:
    lines, start = [], 0
    for text in foot.split("\n"):
        lines.append(Line(Span(start, start + len(text)), text, fold(text), None))
        start += len(text) + 1
    signer = find_signer(lines)
    assert (signer.name, signer.position) == (name, position), why


@pytest.mark.parametrize("text", ["Như Điều 3", "Sở Tài Chính", "Hà", "Lưu: VT", "PHÓ CHỦ TỊCH"])
def test_not_a_name(text: str) -> None:
    assert name_of(text) is None


PORTAL = f"""Số hiệu | 24/2013/QĐ-UBND |
Ngày ban hành | 28/06/2013 |
Cơ quan ban hành | Tỉnh Nam Định |
Người ký | Nguyễn Văn Mẫu |
ỦY BAN NHÂN
DÂN |
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM |
Số: 24/2013/QĐ-UBND |
Nam Định, ngày 28 tháng 6 năm 2013 |
ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH
Căn cứ Thông tư số 35/2010/TT-BCT ngày 12/11/2010;
{BODY}
|
tm. Ủy ban nhân dân |
QUY CHẾ
(Ban hành kèm theo Quyết định số:
24/2013/QĐ-UBND ngày 28 tháng 6 năm
2013 của UBND tỉnh)
"""


def test_a_portals_flattened_cells() -> None:
    document = plain(PORTAL)
    assert kind(document) is DocumentKind.DECISION
    assert fields(document) == {
        "number": "24/2013/QĐ-UBND",
        "date": "2013-06-28",
        "issuer": "UBND tỉnh Nam Định",
        "place": "Nam Định",
    }
    assert fields(document, "portal") == {
        "number": "24/2013/QĐ-UBND",
        "date": "2013-06-28",
        "issuer": "UBND tỉnh Nam Định",
        "signer_name": "Nguyễn Văn Mẫu",
    }
    caption = fields(document, "caption")
    assert caption["number"] == "24/2013/QĐ-UBND"
    assert caption["date"] == "2013-06-28"


def test_columns_on_one_line_with_gaps() -> None:
    head_lines = (
        "   UBND TỈNH SƠN LA          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "   SỞ CÔNG THƯƠNG               Độc lập - Tự do - Hạnh phúc\n"
        "   Số: 96/QĐ-SCT              Sơn La, ngày 05 tháng 8 năm 2022\n"
    )
    rest = DECISION[DECISION.index("QUYẾT ĐỊNH\n") :].replace(
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "GIÁM ĐỐC SỞ CÔNG THƯƠNG"
    )
    found = fields(plain(head_lines + rest))
    assert (found["number"], found["date"]) == ("96/QĐ-SCT", "2022-08-05")
    assert (found["issuer"], found["place"]) == ("Sở Công Thương tỉnh Sơn La", "Sơn La")


def test_a_received_stamp_is_not_the_head() -> None:
    stamp = "CÔNG VĂN ĐẾN\nSố: 9208\nNgày: 12/10/2020\nChuyển: ...\n"
    stamped = DECISION.replace("Về việc công nhận", stamp + "Về việc công nhận")
    assert fields(plain(stamped)) == fields(plain(DECISION))


def test_a_cited_decision_is_not_the_head() -> None:
    bare = DECISION.replace("Số: 7301/QĐ-UBND\n", "").replace(
        "Căn cứ Nghị", "Căn cứ Quyết định số 12/2013/QĐ-UBND ngày 05/7/2013;\nCăn cứ Nghị"
    )
    assert "number" not in fields(plain(bare))


def test_the_first_of_two_papers_in_one_file_does_not_lend_its_head() -> None:
    letter = f"UBND TỈNH CAO BẰNG\nSỞ CÔNG THƯƠNG\nSố: 55/SCT-KC\n{MOTTO}\nKính gửi: UBND tỉnh.\n"
    text = letter + DECISION
    pages = (
        Page(1, Span(0, len(letter)), PageSource.PLAIN),
        Page(2, Span(len(letter), len(text)), PageSource.PLAIN),
    )
    document = Document("0" * 64, "text/plain", text, pages, TextSource.PLAIN, State.PARSED)
    assert fields(document)["number"] == "7301/QĐ-UBND"
    assert fields(document)["issuer"] == "UBND tỉnh Cao Bằng"


def test_what_stands_in_a_foreign_zone_is_not_seen() -> None:
    overlay = "Số: 1111/QĐ-UBND\n"
    text = overlay + DECISION
    blocks = (
        Block(Span(0, len(overlay) - 1), 1, Zone.OVERLAY),
        *(
            Block(Span(line.start(), line.end()), 1, Zone.BODY)
            for line in re.compile(r".+").finditer(text, len(overlay))
        ),
    )
    document = Document(
        "0" * 64,
        "text/plain",
        text,
        (Page(1, Span(0, len(text)), PageSource.PLAIN),),
        TextSource.PLAIN,
        State.PARSED,
        blocks=blocks,
    )
    numbers = [
        m.claim.value
        for m in extract(document, (head.EXTRACTOR,))
        if isinstance(m.claim, HeadClaim) and m.claim.field == "number"
    ]
    assert numbers == ["7301/QĐ-UBND"]


def test_noise_of_a_scan_round_the_title() -> None:
    noisy = (
        DECISION.replace("QUYẾT ĐỊNH\nVề", "ĐẾN Ngày:.Á414.12024... Q UYÉT ĐỊNH\nVề")
        .replace("tiêu biểu tỉnh", "vx = » tiêu biểu tỉnh")
        .replace("\nCHỦ TỊCH ỦY", "\ný\nỊ CHỦ TỊCH ỦY")
    )
    assert fields(plain(noisy, trust={}))["title"] == fields(plain(DECISION))["title"]


KINDS = [
    (DECISION, DocumentKind.DECISION, "a whole decision"),
    (DECISION.split("QUYẾT ĐỊNH:")[0], DocumentKind.DECISION, "its first page alone"),
    (
        DECISION.replace("Về việc công nhận sản phẩm", "Ban hành Quy chế bình chọn sản phẩm"),
        DocumentKind.DECISION,
        "a regulation is a decision too",
    ),
    (
        DECISION.replace("QĐ-", "KH-").replace("QUYẾT ĐỊNH\n", "KẾ HOẠCH\n").replace(BODY, ""),
        DocumentKind.PLAN,
        "a plan",
    ),
    (
        DECISION.replace("QĐ-", "TB-").replace("QUYẾT ĐỊNH\n", "THÔNG BÁO\n").replace(BODY, ""),
        DocumentKind.OTHER,
        "a notice",
    ),
    (
        DECISION.replace("7301", "")
        .replace("ngày 07 tháng 10 năm 2020", "ngày tháng năm")
        .replace("năm 2020\nCHỦ", "năm ……\nCHỦ"),
        DocumentKind.FORM,
        "a blank form of a decision",
    ),
    (
        "Trao giấy chứng nhận\nUBND tỉnh ban hành Quyết định số 7301/QĐ-UBND ngày 07/10/2020. "
        "Theo đó, Điều 1 công nhận 20 sản phẩm.",
        None,
        "news that quotes a decision",
    ),
    ("", None, "an empty text"),
]


@pytest.mark.parametrize(("text", "expected", "why"), KINDS)
def test_kind(text: str, expected: DocumentKind | None, why: str) -> None:
    assert kind(plain(text)) is expected, why


def test_a_scans_confidence_comes_through() -> None:
    document = plain(DECISION, trust={"7301/QĐ-UBND": 0.41, "tháng": 0.9})
    found = {
        m.claim.field: m.confidence
        for m in extract(document, (decision.EXTRACTOR, head.EXTRACTOR))
        if isinstance(m.claim, HeadClaim)
    }
    assert found["number"] == 0.41
    assert found["date"] == 0.9


def footed(name: str, trust: dict[str, float], under: str = "") -> Document:
    """A scanned decision whose foot is a zone of its own; ``under`` stands in a table behind it."""
    body = nfc(DECISION.replace(FOOT, "")).rstrip()
    foot = nfc(FOOT.replace("Nông Thị Mẫu", name))
    text = f"{body}\n{foot}\n{nfc(under)}"
    start, end = len(body) + 1, len(body) + 1 + len(foot)
    blocks = [Block(Span(*m.span()), 1, Zone.BODY) for m in re.finditer(r"[^\n]+", body)]
    blocks += [
        Block(Span(start, end), 1, Zone.FOOT),
        Block(Span(end + 1, len(text)), 1, Zone.TABLE),
    ]
    return replace(plain(text, trust=trust), blocks=tuple(blocks))


SCANNED_SIGNERS = [
    ("Nông Thị Mẫu", {}, "", False, "whole"),
    ("Nông Thị Mẫu", {"Mẫu": 0.75}, "", True, "a word that a pen crosses"),
    ("Nông Mẫu", {"Mẫu": 0.85}, "", True, "two words: a seal may have taken a third"),
    ("Nông Mẫu", {}, "", False, "two words read surely"),
    ("Nông Thị Mẫu", {}, "HKD Lương Quốc Khuê\nLương Quốc Khuê", False, "a list under the foot"),
]


@pytest.mark.parametrize(("name", "trust", "under", "doubtful", "why"), SCANNED_SIGNERS)
def test_a_scans_signer(
    name: str, trust: dict[str, float], under: str, doubtful: bool, why: str
) -> None:
    found = extract(footed(name, trust, under), (decision.EXTRACTOR, head.EXTRACTOR))
    named = [m for m in found if m.claim == HeadClaim("signer_name", name)]
    said = [m for m in found if isinstance(m.claim, HeadClaim) and m.claim.field == "signer_name"]
    assert len(named) == len(said) == 1, why
    assert ("doubtful" in dict(named[0].parts)) is doubtful, why
