"""Several papers in one file told apart, and what only looks like a second one left where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.assembly import assemble
from pipeline.document import (
    Block,
    Document,
    Notice,
    Page,
    PageSource,
    Span,
    State,
    TextSource,
    Word,
    Zone,
)
from pipeline.extraction import discover, extract
from pipeline.facts import DocumentKind, Facts, PartFact, PartKind
from pipeline.parts import narrowed, principal, told_apart, with_parts

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
LETTER = f"""UBND TỈNH KHÁNH HÒA
SỞ CÔNG THƯƠNG
Số: 775/SCT-QLCN
V/v gửi Quyết định công nhận sản phẩm
CNNT tiêu biểu
{MOTTO}Khánh Hòa, ngày 12 tháng 11 năm 2021
Kính gửi: UBND các huyện, thị xã, thành phố.
Sở Công Thương gửi kèm theo Quyết định công nhận 99 sản phẩm của 88 cơ sở./.
KT. GIÁM ĐỐC
Lê Văn Thử"""
SUBMISSION = f"""UBND TỈNH KHÁNH HÒA
SỞ CÔNG THƯƠNG
Số: 123/TTr-SCT
{MOTTO}Khánh Hòa, ngày 01 tháng 11 năm 2021
TỜ TRÌNH
Về việc đề nghị công nhận sản phẩm CNNT tiêu biểu
Kính gửi: UBND tỉnh Khánh Hòa.
Căn cứ Thông tư số 26/2014/TT-BCT ngày 28 tháng 8 năm 2014;"""
NOTICE = f"""SỞ CÔNG THƯƠNG
Số: 45/TB-SCT
{MOTTO}Khánh Hòa, ngày 20 tháng 11 năm 2021
THÔNG BÁO
Kết quả bình chọn sản phẩm CNNT tiêu biểu
Ngày 18 tháng 11 năm 2021, UBND tỉnh ban hành Quyết định."""


def decision(
    number: str = "3344/QĐ-UBND",
    day: str = "ngày 10 tháng 11 năm 2021",
    about: str = "Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2021",
) -> str:
    return f"""ỦY BAN NHÂN DÂN
TỈNH KHÁNH HÒA
Số: {number}
{MOTTO}Khánh Hòa, {day}
QUYẾT ĐỊNH
{about}
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Căn cứ Thông tư số 26/2014/TT-BCT ngày 28 tháng 8 năm 2014 của Bộ Công Thương;
QUYẾT ĐỊNH:
Điều 1. Công nhận 01 sản phẩm: Miến dong Thử Một của Hợp tác xã Thử Một, huyện Diên Khánh.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./."""


COUNCIL = decision(
    "4242/QĐ-UBND", "ngày 05 tháng 3 năm 2021", "Về việc thành lập Hội đồng bình chọn"
)
LIST = "DANH SÁCH\n(Kèm theo Quyết định số 3344/QĐ-UBND ngày 10 tháng 11 năm 2021)\n1. Miến dong"
UNDATED = "……, ngày … tháng … năm 20…"
FORMS = {
    "an application": f"""Mẫu số 01
{MOTTO}{UNDATED}
ĐƠN ĐĂNG KÝ
Tham gia bình chọn
Kính gửi: Hội đồng""",
    "an application under no number": f"""{MOTTO}PHIẾU ĐĂNG KÝ
Kính gửi: Sở Công Thương
Tên: ……""",
    "a submission to be filled in": f"""UBND HUYỆN ……
Số: ……/TTr-UBND
{MOTTO}{UNDATED}
TỜ TRÌNH
Về việc đề nghị tham gia bình chọn
Kính gửi: Hội đồng""",
    "a submission as a numbered form": f"""Mẫu số 05
UBND HUYỆN A
Số: 12/TTr-UBND
{MOTTO}A, ngày 1 tháng 2 năm 2021
TỜ TRÌNH
Về việc đề nghị""",
    "rules that a decision issues": f"""ỦY BAN NHÂN DÂN
TỈNH KHÁNH HÒA
{MOTTO}KẾ HOẠCH
Tổ chức bình chọn năm 2021
(Ban hành kèm theo Quyết định số 3344/QĐ-UBND ngày 10 tháng 11 năm 2021)""",
    "the list itself": LIST,
    "a list under a letterhead": f"ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA\n{MOTTO}{LIST}",
    "a certificate": f"""UBND TỈNH KHÁNH HÒA
Số: 12/GCN
{MOTTO}Khánh Hòa, ngày 1 tháng 2 năm 2021
GIẤY CHỨNG NHẬN
Sản phẩm tiêu biểu""",
}


def paper(*pages: str, source: PageSource = PageSource.TEXT_LAYER, sure: float = 1.0) -> Document:
    """Return a document of pages, each line a block; a Word file's are one page."""
    text, blocks, words, made = "", [], [], []
    for number, page in enumerate(pages, 1):
        here = number if source in (PageSource.TEXT_LAYER, PageSource.OCR) else 1
        begin = len(text)
        for line in page.split("\n"):
            zone = Zone.PAGE_NUMBER if line.isdigit() else Zone.BODY
            start = len(text)
            text += line + "\n"
            blocks.append(Block(Span(start, start + len(line)), here, zone))
            at = start
            for word in line.split():
                at = text.index(word, at)
                words.append(Word(Span(at, at + len(word)), here, None, sure))
                at += len(word)
        made.append(Page(here, Span(begin, len(text)), source))
        text += "\n"
    if len({page.number for page in made}) < len(made):
        made = [Page(1, Span(0, len(text)), source)]
    return Document(
        sha256="0" * 64,
        media_type="application/pdf",
        text=text,
        pages=tuple(made),
        text_source=TextSource(source.value),
        state=State.PARSED,
        words=tuple(words),
        blocks=tuple(blocks),
    )


def facts(document: Document) -> Facts:
    parts = told_apart(document)
    own = principal(parts)
    seen = document if own is None else narrowed(document, own)
    return with_parts(document, assemble(seen, extract(seen, discover("extractors"))), parts)


def kinds(document: Document) -> list[str]:
    return [part.kind.value for part in told_apart(document)]


@pytest.mark.parametrize("source", [PageSource.TEXT_LAYER, PageSource.OCR, PageSource.OFFICE])
@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([LETTER, decision(), LIST], ["letter", "decision"], id="letter first"),
        pytest.param([decision(), LIST, LETTER], ["decision", "letter"], id="letter last"),
        pytest.param([SUBMISSION, decision()], ["submission", "decision"], id="submission"),
        pytest.param([NOTICE, decision()], ["notice", "decision"], id="notice"),
        pytest.param([COUNCIL, decision()], ["decision", "decision"], id="two decisions"),
        pytest.param([decision(), LIST], [], id="a decision and its list are one"),
        pytest.param([LETTER], [], id="a letter alone"),
        *(pytest.param([decision(), each], [], id=name) for name, each in FORMS.items()),
    ],
)
def test_papers_are_told_apart_and_forms_are_not(
    pages: list[str], expected: list[str], source: PageSource
) -> None:
    assert kinds(paper(*pages, source=source)) == expected


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        (decision().replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "C0NG HÒA XÃ HỘI"), "motto cut"),
        (decision().replace(MOTTO, "ll ~ .\n"), "motto lost"),
        (decision(number="      /QĐ-UBND"), "number written by hand"),
        (decision(day="ngay TẾ thang l1 năm 2021"), "day written by hand"),
        (decision().replace("QUYẾT ĐỊNH\nVề", "QUYÊT ĐỊNN\nVề"), "name of the kind misread"),
    ],
)
def test_a_head_shows_through_damage(damaged: str, why: str) -> None:
    assert kinds(paper(LETTER, damaged, source=PageSource.OCR)) == ["letter", "decision"], why


def test_heads_are_read_and_pages_counted() -> None:
    document = paper(LETTER, decision(), LIST)
    assert facts(document).parts == (
        PartFact(
            PartKind.LETTER, 1, 1, "775/SCT-QLCN", date(2021, 11, 12),
            "V/v gửi Quyết định công nhận sản phẩm CNNT tiêu biểu",
        ),
        PartFact(
            PartKind.DECISION, 2, 3, "3344/QĐ-UBND", date(2021, 11, 10),
            "Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2021",
        ),
    )  # fmt: skip


def test_a_number_that_ocr_doubts_names_no_paper() -> None:
    parts = told_apart(paper(LETTER, decision(), source=PageSource.OCR, sure=0.4))
    assert [(part.number, part.date) for part in parts] == [(None, None)] * 2


@pytest.mark.parametrize("source", [PageSource.TEXT_LAYER, PageSource.OFFICE])
@pytest.mark.parametrize("pages", [[LETTER, decision()], [decision(), LETTER]])
def test_the_letters_head_and_counts_are_never_the_decisions(
    pages: list[str], source: PageSource
) -> None:
    said = facts(paper(*pages, source=source))
    assert said.kind is DocumentKind.DECISION
    assert said.decision is not None
    assert said.decision.number.value == "3344/QĐ-UBND"
    assert said.decision.date.value == date(2021, 11, 10)
    assert said.decision.issuer.value == "UBND tỉnh Khánh Hòa"
    assert not {count.value for count in said.counts} & {99, 88}
    assert [award.product.value for award in said.awards] == ["Miến dong Thử Một"]
    assert not [issue.code for issue in said.issues if issue.code.startswith("several")]


def test_the_award_decision_is_the_files_wherever_it_stands() -> None:
    said = facts(paper(COUNCIL, decision(), LIST))
    assert said.decision is not None
    assert said.decision.number.value == "3344/QĐ-UBND"
    assert "several-decisions" not in {issue.code for issue in said.issues}


def test_two_award_decisions_raise_an_issue_that_names_both_and_do_not_mix() -> None:
    other = decision("5566/QĐ-UBND", "ngày 12 tháng 12 năm 2021").replace("Thử Một", "Thử Hai")
    said = facts(paper(decision(), other))
    (issue,) = [issue for issue in said.issues if issue.code == "several-decisions"]
    assert "3344/QĐ-UBND (trang 1)" in issue.message
    assert "5566/QĐ-UBND (trang 2)" in issue.message
    assert [proof.page for proof in issue.evidence] == [1, 2]
    assert [award.product.value for award in said.awards] == ["Miến dong Thử Một"]


def test_a_decision_bound_in_twice_is_one() -> None:
    said = facts(paper(decision(), decision()))
    assert len(said.parts) == 2
    assert "several-decisions" not in {issue.code for issue in said.issues}


def test_pages_before_the_first_head_are_told_of_not_dropped_in_silence() -> None:
    said = facts(paper("Phiếu trình giải quyết công việc\nKính trình đồng chí", decision()))
    assert [part.kind for part in said.parts] == [PartKind.OTHER, PartKind.DECISION]
    (issue,) = [issue for issue in said.issues if issue.code == "part-unknown"]
    assert "trang 1–1" in issue.message


def test_two_papers_on_one_wide_sheet_are_told_apart() -> None:
    document = paper(f"{LETTER}\n{LETTER.replace(MOTTO, '')}\n{decision()}", LIST)
    assert kinds(document) == []
    wide = replace(document.pages[0], width=1191.0, height=842.0)
    document = replace(document, pages=(wide, *document.pages[1:]))
    assert kinds(document) == ["letter", "decision"]
    said = facts(document)
    assert [(part.first, part.last) for part in said.parts] == [(1, 1), (1, 2)]
    assert said.decision is not None
    assert said.decision.number.value == "3344/QĐ-UBND"


def test_a_file_whose_first_paper_nobody_knows_is_read_whole_where_no_decision_follows() -> None:
    parts = told_apart(paper("một trang không đọc được phần đầu", NOTICE))
    assert [part.kind for part in parts] == [PartKind.OTHER, PartKind.NOTICE]
    assert principal(parts) is None


def test_what_reading_doubts_in_the_letters_head_is_no_doubt_of_the_decisions() -> None:
    document = paper(LETTER, decision())
    letters = Notice("number-unreadable", "số của công văn", 1)
    own = Notice("date-unreadable", "ngày của quyết định", 2)
    lost = Notice("pages-lost", "mất trang", 1)
    document = replace(document, notices=(letters, own, lost))
    part = principal(told_apart(document))
    assert part is not None
    assert narrowed(document, part).notices == (own, lost)


def test_narrowing_keeps_every_offset() -> None:
    document = paper(LETTER, decision(), LIST)
    part = principal(told_apart(document))
    assert part is not None
    seen = narrowed(document, part)
    assert seen.text == document.text
    masked = seen.masked()
    assert "775" not in masked
    assert masked.index("3344/QĐ-UBND") == document.text.index("3344/QĐ-UBND")
    assert [page.number for page in seen.pages] == [2, 3]
