"""Papers that award nothing of the programme: plans, rules, OCOP, craft villages, blank forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from corpus.maker.awards import choose_entries
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.grids import build, choose_plan
from corpus.maker.occasions import Occasion, choose_occasion
from corpus.maker.paper import GAP, Appendix, Cell, Grid, Paper, Paragraph, Row

PLAN_STEPS = (
    ("Thông báo và hướng dẫn các cơ sở đăng ký", "Phòng Kinh tế và Hạ tầng các huyện", "Tháng 3"),
    ("Tiếp nhận hồ sơ đăng ký bình chọn", "Trung tâm Khuyến công", "Tháng 4"),
    ("Ban Giám khảo chấm điểm sản phẩm", "Sở Công Thương", "Tháng 6"),
    ("Trình công nhận kết quả bình chọn", "Sở Công Thương", "Tháng 7"),
    ("Tổ chức trao Giấy chứng nhận", "Sở Công Thương", "Tháng 9"),
)


def other(rng: Random) -> Draft:
    """Write one paper that must yield no award."""
    return rng.choice(KINDS)(rng)


def _local(rng: Random) -> Occasion:
    return choose_occasion(rng, "tinh")


def _base(rng: Random) -> tuple[Occasion, Draft]:
    occasion = _local(rng)
    return occasion, draft(rng, occasion, Wish(most=6, prose=0.0))


def _emptied(
    made: Draft, paper: Paper, kind: str, *, in_programme: bool, step: str | None = None
) -> Draft:
    said = "\n".join(paper.lines())
    acts = tuple(act for act in made.acts if act.number in said)
    return replace(
        made,
        paper=paper,
        kind=kind,
        awards=(),
        counts=(),
        step=step,
        in_programme=in_programme,
        acts=acts,
    )


def plan(rng: Random) -> Draft:
    """Write a plan to hold a round: the programme's words, a table of work, and nobody awarded."""
    occasion, made = _base(rng)
    year = occasion.year
    symbol = occasion.office.symbol.replace("QĐ", "KH").removesuffix("-HC")
    occasion = replace(occasion, office=replace(occasion.office, symbol=symbol))
    heads = ("STT", "Nội dung công việc", "Đơn vị thực hiện", "Thời gian")
    rows = tuple(
        Row("award", tuple(map(Cell, (str(number), *step))))
        for number, step in enumerate(PLAN_STEPS, start=1)
    )
    rows = tuple(replace(row, kind="other") for row in rows)
    header = (Row("header", tuple(Cell(head, bold=True, centred=True) for head in heads)),)
    body = (
        Paragraph(f"Tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm {year} nhằm tìm ra các sản phẩm có chất lượng, có khả năng mở rộng sản xuất.", "I. MỤC ĐÍCH."),
        Paragraph(f"Phấn đấu có khoảng {rng.randint(15, 40)} sản phẩm của {rng.randint(10, 14)} cơ sở đăng ký tham gia; lựa chọn từ {rng.randint(5, 12)} sản phẩm trở lên để công nhận.", "II. CHỈ TIÊU."),
        Paragraph("Theo phụ lục kèm theo Kế hoạch này; kinh phí từ nguồn khuyến công địa phương./.", "III. TIẾN ĐỘ."),
    )  # fmt: skip
    paper = replace(
        made.paper,
        number_line=f"Số: {occasion.number}",
        kind="KẾ HOẠCH",
        title=f"Tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm {year}",
        authority="",
        resolution="",
        body=body,
        appendices=(Appendix(("PHỤ LỤC", "TIẾN ĐỘ THỰC HIỆN", f"(Kèm theo Kế hoạch số {occasion.number})"), (("", Grid((8, 45, 30, 17), header, rows)),)),),
    )  # fmt: skip
    return replace(_emptied(made, paper, "plan", in_programme=True), occasion=occasion)


def rules(rng: Random) -> Draft:
    """Write a decision that sets rules of selection: its own number counts, awards there are none."""
    occasion, made = _base(rng)
    body = (
        Paragraph(f"Ban hành kèm theo Quyết định này Quy chế bình chọn sản phẩm công nghiệp nông thôn tiêu biểu trên địa bàn {occasion.province.full}.", "Điều 1."),
        Paragraph("Sản phẩm đạt từ 70 điểm trở lên được xem xét công nhận; mỗi cơ sở được đăng ký nhiều sản phẩm hoặc bộ sản phẩm.", "Điều 2."),
        Paragraph("Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng và các đơn vị liên quan thi hành./.", "Điều 3."),
    )  # fmt: skip
    paper = replace(
        made.paper,
        title="Ban hành Quy chế bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
        body=body,
        appendices=(),
    )
    return _emptied(made, paper, "decision", in_programme=True)


def _namesake(rng: Random, goods: str, grades: tuple[str, ...], head: str) -> Draft:
    """Write another programme's decision, with a list laid out like ours."""
    occasion, made = _base(rng)
    entries = choose_entries(rng, occasion, rng.randint(4, 12))
    entries = tuple(replace(entry, grade=rng.choice(grades)) for entry in entries)
    grids, _ = build(choose_plan(rng, occasion, entries, "ruled"), entries)
    title = f"Về việc {goods} năm {occasion.year}"
    lines = ("DANH SÁCH", head, f"(Kèm theo Quyết định số {occasion.number})")
    basis = (
        made.paper.basis[0],
        f"Căn cứ Kế hoạch về {head.lower()} năm {occasion.year};",
        made.paper.basis[-1],
    )
    body = (
        Paragraph(
            f"{goods[0].upper()}{goods[1:]} năm {occasion.year} (có danh sách kèm theo).", "Điều 1."
        ),
        Paragraph("Quyết định này có hiệu lực kể từ ngày ký./.", "Điều 2."),
    )
    paper = replace(
        made.paper, title=title, basis=basis, body=body, appendices=(Appendix(lines, grids),)
    )
    return _emptied(made, paper, "decision", in_programme=False)


def ocop(rng: Random) -> Draft:
    """Write an OCOP decision: stars, agriculture, and not our programme."""
    goods = "công nhận sản phẩm OCOP đạt hạng sao thuộc Chương trình Mỗi xã một sản phẩm"
    return _namesake(rng, goods, ("3 sao", "4 sao"), "SẢN PHẨM OCOP ĐẠT HẠNG SAO")


def villages(rng: Random) -> Draft:
    """Write a decision on craft villages, which look alike and are another programme."""
    goods = "công nhận nghề truyền thống, làng nghề truyền thống"
    return _namesake(rng, goods, ("Làng nghề", "Nghề truyền thống"), "LÀNG NGHỀ TRUYỀN THỐNG")


def form(rng: Random) -> Draft:
    """Write a blank form of a decision: dots for number, day, list and signer."""
    occasion, made = _base(rng)
    symbol = occasion.office.symbol
    heads = ("STT", "Tên sản phẩm", "Tên cơ sở CNNT", "Địa chỉ", "Ghi chú")
    header = (Row("header", tuple(Cell(head, bold=True, centred=True) for head in heads)),)
    rows = tuple(Row("other", (Cell(number), *(Cell("……"),) * 4)) for number in ("1", "2", "..."))
    lines = (
        "DANH SÁCH",
        "Sản phẩm công nghiệp nông thôn tiêu biểu cấp …… năm ……",
        f"(Kèm theo Quyết định số ……/{symbol} ngày …… tháng …… năm ……)",
    )
    paper = replace(
        made.paper,
        number_line=f"Số: {GAP}/{symbol}",
        date_line=f"{occasion.office.place}, ngày {GAP} tháng {GAP} năm {GAP}",
        title="Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu cấp …… năm ……",
        body=(
            Paragraph("Công nhận …… sản phẩm công nghiệp nông thôn tiêu biểu cấp …… năm …… (có danh sách kèm theo).", "Điều 1."),
            Paragraph("Quyết định này có hiệu lực kể từ ngày ký./.", "Điều 2."),
        ),
        signer="",
        appendices=(Appendix(lines, (("", Grid((8, 27, 27, 26, 12), header, rows)),)),),
        draft=True,
    )  # fmt: skip
    return replace(_emptied(made, paper, "form", in_programme=True), occasion=None)


def unissued(rng: Random) -> Draft:
    """Write a draft with its list but without number and day: never an issued decision."""
    occasion, made = _base(rng)
    wish = Wish(blank=("number", "date"))
    made = draft(rng, occasion, replace(wish, most=8, prose=0.0))
    return replace(made, paper=replace(made.paper, draft=True), step="proposed")


KINDS: tuple[Callable[[Random], Draft], ...] = (plan, rules, ocop, villages, form, unissued)
