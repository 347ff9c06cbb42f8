"""Word files: what is shown, in the order it is shown; and nothing obeyed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement

from pipeline.document import Document, PageSource, State, TextSource, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading import charset, libreoffice, office

SHA = "0" * 64
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
HEAD = [
    ["ỦY BAN NHÂN DÂN\nTỈNH MẪU SƠN", MOTTO],
    ["Số: 9904/QĐ-UBND", "Mẫu Sơn, ngày 08 tháng 11 năm 2022"],
]
BODY = [
    "QUYẾT ĐỊNH",
    "Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu năm 2022",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU SƠN",
    "Căn cứ Thông tư số 26/2014/TT-BCT ngày 28 tháng 8 năm 2014;",
    "QUYẾT ĐỊNH:",
    "Điều 1. Công nhận 03 sản phẩm công nghiệp nông thôn tiêu biểu.",
]
FOOT = ["Nơi nhận:\n- Như Điều 1;\n- Lưu: VT.", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Thử"]
LIST = [
    ["STT", "Tên sản phẩm", "Tên cơ sở"],
    ["I. Nhóm thủ công mỹ nghệ", "", ""],
    ["", "Ghế mây", "Hợp tác xã Mây Thử"],
    ["", "Bàn tre", ""],
    ["", "Nón lá", "Hộ kinh doanh Lê Thử"],
]


def decision(path: Path, typed: Callable[[str], str] = str, font: str | None = None) -> Path:
    """Make a decision with borderless head and foot, merged cells and counted serial numbers."""
    made = docx.Document()
    made.styles["Normal"].font.name = font or "Times New Roman"
    fill(made.add_table(2, 2), HEAD, typed)
    for line in BODY:
        made.add_paragraph(typed(line))
    fill(made.add_table(1, 2), [FOOT], typed)
    made.add_paragraph(typed("DANH SÁCH"))
    table = made.add_table(5, 3)
    fill(table, LIST, typed)
    for row in (2, 3, 4):
        table.cell(row, 0).paragraphs[0].style = made.styles["List Number"]
    merge(table, (1, 0), (1, 2))
    merge(table, (2, 2), (3, 2))
    made.sections[0].header.paragraphs[0].text = typed("Bản thử nghiệm")
    made.save(str(path))
    return path


def fill(table: Any, rows: list[list[str]], typed: Callable[[str], str]) -> None:
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = typed(text)


def merge(table: Any, first: tuple[int, int], last: tuple[int, int]) -> None:
    text = table.cell(*first).text
    table.cell(*first).merge(table.cell(*last)).text = text


def read(path: Path) -> Document:
    return office.read(path, sha256=SHA)


def of_paragraphs(tmp_path: Path, build: Callable[[Any], None]) -> Document:
    made = docx.Document()
    build(made)
    made.save(str(tmp_path / "made.docx"))
    return read(tmp_path / "made.docx")


def in_tcvn3(text: str) -> str:
    codes = {letter: chr(code) for code, letter in charset._letters().tcvn3.items()}
    lowered = "".join(c if c in codes or c.isascii() else c.lower() for c in text)
    return "".join(codes.get(letter, letter) for letter in lowered)


@pytest.mark.parametrize(
    ("typed", "font", "notices"),
    [
        pytest.param(str, None, [], id="Unicode"),
        pytest.param(in_tcvn3, ".VnTime", ["legacy-font"], id="a font of before Unicode"),
        pytest.param(in_tcvn3, "Times New Roman", ["legacy-font"], id="its letters without it"),
    ],
)
def test_a_decision(
    tmp_path: Path, typed: Callable[[str], str], font: str | None, notices: list[str]
) -> None:
    document = read(decision(tmp_path / "a.docx", typed, font))

    zones: dict[Zone, list[str]] = {}
    for block in document.blocks:
        zones.setdefault(block.zone, []).append(document.quote(block.span))
    assert (document.state, document.text_source) == (State.PARSED, TextSource.OFFICE)
    assert document.pages[0].source is PageSource.OFFICE
    assert zones[Zone.HEAD] == [
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU SƠN\nSố: 9904/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nMẫu Sơn, ngày 08 tháng 11 năm 2022"
    ]
    assert zones[Zone.TITLE] == ["\n".join(BODY[:2])]
    assert zones[Zone.FOOT] == ["\n".join(FOOT)]
    assert zones[Zone.FURNITURE] == ["Bản thử nghiệm"]
    assert document.metadata.title == BODY[1]
    assert [notice.code for notice in document.notices] == notices


def test_merged_cells_and_counted_numbers(tmp_path: Path) -> None:
    document = read(decision(tmp_path / "a.docx"))

    (table,) = document.tables
    cells = {(c.row, c.column): (document.quote(c.span), c.rowspan, c.colspan) for c in table.cells}
    assert (table.rows, table.columns) == (5, 3)
    assert cells[1, 0] == ("I. Nhóm thủ công mỹ nghệ", 1, 3)
    assert cells[2, 2] == ("Hợp tác xã Mây Thử", 2, 1)
    assert (3, 2) not in cells
    assert [cells[row, 0][0] for row in (2, 3, 4)] == ["1.", "2.", "3."]


def test_a_head_parted_by_tabs(tmp_path: Path) -> None:
    def build(made: Any) -> None:
        for left, right in (
            ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("TỈNH MẪU SƠN", "Độc lập - Tự do - Hạnh phúc"),
            ("Số: 9904/QĐ-UBND", "Mẫu Sơn, ngày 08 tháng 11 năm 2022"),
        ):
            made.add_paragraph(f"{left}\t{right}")
        for line in BODY:
            made.add_paragraph(line)

    document = of_paragraphs(tmp_path, build)

    (head,) = document.in_zones({Zone.HEAD})
    assert document.quote(head.span).split("\n")[4] == "Số: 9904/QĐ-UBND"


@pytest.mark.parametrize(
    ("xml", "shown", "why"),
    [
        ("<w:t>chè</w:t><w:tab/><w:t>xanh</w:t>", "chè xanh", "a tab is a blank"),
        ("<w:t>TT</w:t><w:noBreakHyphen/><w:t>BCT</w:t>", "TT-BCT", "a hyphen that keeps together"),
        ("<w:t>công</w:t><w:softHyphen/><w:t>nghiệp</w:t>", "côngnghiệp", "a hyphen not shown"),
        ("<w:rPr><w:caps/></w:rPr><w:t>quyết định</w:t>", "QUYẾT ĐỊNH", "capitals by format"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>", "", "hidden text"),
        ("<w:delText>cũ</w:delText>", "", "deleted text"),
        ("<w:instrText>PAGE</w:instrText>", "", "a field's code"),
    ],
)
def test_runs_as_shown(tmp_path: Path, xml: str, shown: str, why: str) -> None:
    def build(made: Any) -> None:
        made.add_paragraph("Trước")
        paragraph = made.add_paragraph()
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        paragraph._p.append(docx.oxml.parse_xml(f"<w:r {space}>{xml}</w:r>"))

    document = of_paragraphs(tmp_path, build)

    assert document.text.split("\n")[1:] == ([shown] if shown else []), why


def test_what_wraps_paragraphs_does_not_hide_them(tmp_path: Path) -> None:
    def build(made: Any) -> None:
        paragraph = made.add_paragraph("trong khung")
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        paragraph._p.addprevious(control)
        control.append(content)
        content.append(paragraph._p)
        run = made.add_paragraph("chèn ")._p
        inserted = OxmlElement("w:ins")
        inserted.append(made.add_paragraph("thêm").runs[0]._r)
        run.append(inserted)

    assert of_paragraphs(tmp_path, build).text == "trong khung\nchèn thêm"


def test_lists_count_as_word_counts(tmp_path: Path) -> None:
    def build(made: Any) -> None:
        numbering = made.part.numbering_part.element
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        levels = (
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="Điều %1."/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="4"/><w:numFmt w:val="lowerRoman"/>'
            '<w:lvlText w:val="%1.%2)"/></w:lvl>'
        )
        abstract = f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'
        numbering.insert(0, docx.oxml.parse_xml(abstract))
        number = f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
        numbering.append(docx.oxml.parse_xml(number))
        for text, depth in (("Công nhận", 0), ("một", 1), ("hai", 1), ("Giao", 0), ("ba", 1)):
            properties = made.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = depth
            properties.get_or_add_numId().val = 77

    assert of_paragraphs(tmp_path, build).text.split("\n") == [
        "Điều 1. Công nhận",
        "1.iv) một",
        "1.v) hai",
        "Điều 2. Giao",
        "2.iv) ba",
    ]


Edit = Callable[[str, bytes], bytes | None]
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>'
    b"</Relationships>"
)


def edited(path: Path, edit: Edit, **more: bytes) -> Path:
    """Rewrite a DOCX part by part; None drops one."""
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = edit(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in more.items():
            new.writestr(name, data)
    return path


def in_body(change: Callable[[bytes], bytes]) -> Edit:
    return lambda name, data: change(data) if name == "word/document.xml" else data


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        pytest.param(
            in_body(lambda d: d.replace(b"?>", b"?>" + LAUGHS, 1)), Reason.DAMAGED, id="entities"
        ),
        pytest.param(
            in_body(lambda d: d.replace(
                b"?>", b'?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1)),
            Reason.DAMAGED, id="a file of ours",
        ),
        pytest.param(
            in_body(lambda d: d.decode().replace("UTF-8", "UTF-16").replace(
                "?>", "?><!DOCTYPE x>", 1).encode("utf-16")),
            Reason.DAMAGED, id="the same in UTF-16",
        ),
        pytest.param(
            in_body(lambda d: d.replace(b"<w:sectPr", b"<w:p/>" * 1_100_000 + b"<w:sectPr")),
            Reason.TOO_LARGE, id="a million tags",
        ),
        pytest.param(
            in_body(lambda d: d + b" " * (17 << 20)), Reason.TOO_LARGE, id="a part of 17 MB"
        ),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_unopened(tmp_path: Path, edit: Edit, reason: Reason) -> None:
    path = edited(decision(tmp_path / "a.docx"), edit)

    with pytest.raises(Quarantined) as refused:
        read(path)

    assert refused.value.reason is reason
    assert refused.value.detail


def test_a_remote_template_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("reached for the net")

    monkeypatch.setattr("socket.socket.connect", refuse)
    path = edited(
        decision(tmp_path / "a.docx"), lambda _, data: data,
        **{"word/_rels/settings.xml.rels": TEMPLATE},
    )  # fmt: skip

    assert "Số: 9904/QĐ-UBND" in read(path).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"PK\x03\x04broken", Reason.DAMAGED, id="no archive after all"),
        pytest.param(b"plain words", Reason.NOT_WHAT_IT_SAYS, id="no Word file"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
            Reason.NOT_WHAT_IT_SAYS,
            id="no stream",
        ),
    ],
)
def test_what_is_no_word_file(tmp_path: Path, data: bytes, reason: Reason) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(data)

    with pytest.raises(Quarantined) as refused:
        read(path)

    assert refused.value.reason is reason


def test_a_file_without_words_is_told(tmp_path: Path) -> None:
    with pytest.raises(Quarantined) as refused:
        of_paragraphs(tmp_path, lambda _: None)

    assert refused.value.reason is Reason.NO_TEXT


def test_libreoffice_is_told_to_obey_nothing(tmp_path: Path) -> None:
    profile = libreoffice._profile(tmp_path / "profile")

    settings = (profile / "user" / "registrymodifications.xcu").read_text("utf-8")
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "MacroSecurityLevel"):
        assert f'oor:name="{name}"' in settings


@pytest.mark.slow
def test_old_formats_go_through_libreoffice(tmp_path: Path) -> None:
    made = decision(tmp_path / "a.docx")
    rtf = tmp_path / "a.doc"
    rtf.write_text(r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\pard S\u7889?: 12/Q\u272?-UBND\par}")
    mended = libreoffice.convert(made, tmp_path / "again.docx")

    assert read(mended).tables[0].rows == 5
    document = read(rtf)
    assert (document.text, document.media_type) == ("Số: 12/QĐ-UBND", office.RTF)
