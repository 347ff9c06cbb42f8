"""Award decisions: an occasion and its entries become a paper and the truth of what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from corpus.maker.awards import Entry, choose_entries
from corpus.maker.dates import long
from corpus.maker.grids import Award, build, choose_plan
from corpus.maker.laws import Act, basis
from corpus.maker.names import in_words, roman
from corpus.maker.occasions import Occasion
from corpus.maker.paper import GAP, Appendix, Look, Paper, Paragraph

ORDINALS = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
FONTS = ("Liberation Serif",) * 6 + ("DejaVu Serif", "Noto Serif")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a profile asks of a draft: how many awards, what is left blank, how it is ruled."""

    most: int = 40
    prose: float = 0.15  # how often the awards stand in Điều 1 as lines
    rules: tuple[str, ...] = ("ruled",) * 8 + ("horizontal", "none")
    hand: tuple[str, ...] = ()  # "number" and "date" where a hand fills them in
    blank: tuple[str, ...] = ()  # the same, where nobody did
    overlay: bool = False
    received: bool = False
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper and its truth. ``counts`` are (of, value, group) as the paper states them."""

    paper: Paper
    kind: str
    occasion: Occasion | None
    acts: tuple[Act, ...] = ()
    awards: tuple[Award, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    in_programme: bool = True
    step: str | None = None
    wish: Wish = Wish()
    prose: bool = False
    signed_at: str | None = None


def draft(rng: Random, occasion: Occasion, wish: Wish) -> Draft:
    """Write one award decision."""
    count = rng.randint(2, 3) if wish.compact else _count(rng, wish.most)
    entries = choose_entries(rng, occasion, count)
    lines, acts = basis(rng, occasion)
    if wish.compact:
        lines, acts = _shortened(lines, acts)
    prose = wish.compact or (count <= 12 and rng.random() < wish.prose)
    look = choose_look(rng, compact=wish.compact)
    appendices: tuple[Appendix, ...] = ()
    if prose:
        articles, awards, counts = _prose(rng, occasion, entries)
    else:
        plan = choose_plan(rng, occasion, entries, rng.choice(wish.rules))
        grids, awards = build(plan, entries)
        landscape = len(plan.columns) > 6 or rng.random() < 0.25
        appendices = (Appendix(_appendix_lines(rng, occasion, wish), grids, landscape),)
        articles, counts = _listed(rng, occasion, entries)
    overlay, signed_at = _overlay(rng, occasion)
    body = (*articles, *_closing(rng, occasion, compact=wish.compact))
    paper = Paper(
        issuer=occasion.office.head,
        number_line=_number_line(occasion, wish),
        motto=_motto(rng),
        date_line=f"{occasion.office.place}, {_day(occasion, wish)}",
        kind="QUYẾT ĐỊNH",
        title=_title(rng, occasion),
        authority=occasion.office.authority,
        basis=lines,
        resolution="QUYẾT ĐỊNH:",
        body=body,
        recipients=recipients(rng, occasion, compact=wish.compact),
        signature=occasion.office.signature,
        signer=occasion.signer,
        look=look,
        appendices=appendices,
        overlay=overlay if wish.overlay else (),
        received=_received(rng, occasion) if wish.received else (),
    )
    return Draft(
        paper,
        "decision",
        occasion,
        acts,
        awards,
        counts,
        step="recognised",
        wish=wish,
        prose=prose,
        signed_at=signed_at,
    )


def choose_look(rng: Random, *, compact: bool = False) -> Look:
    """Choose how the paper is set."""
    font = rng.choice(FONTS)
    size = 12.0 if compact else rng.choice((12.0, 13.0, 13.0, 13.5, 14.0))
    if font != "Liberation Serif":
        size -= 1.5  # these run wide
    return Look(
        font=font,
        size=size,
        left=rng.choice((30, 30, 35, 25)),
        right=rng.choice((15, 18, 20)),
        vertical=15 if compact else rng.choice((18, 20, 25)),
        leading=1.12 if compact else rng.choice((1.15, 1.25, 1.35)),
        italic_basis=rng.random() < 0.6,
        page_numbers=rng.random() < 0.75,
        table_size=max(size - rng.choice((0, 1, 2)), 10.0),
        breakable=rng.random() < 0.4,
    )


def _count(rng: Random, most: int) -> int:
    return min(most, rng.choice((rng.randint(2, 9), rng.randint(8, 22), rng.randint(15, 45))))


def _shortened(
    lines: tuple[str, ...], acts: tuple[Act, ...]
) -> tuple[tuple[str, ...], tuple[Act, ...]]:
    """Keep the first line, one circular and the last, for papers of one page."""
    circular = [line for line in lines[1:-1] if "/TT-BCT" in line][:1]
    kept = (lines[0], *circular, lines[-1])
    said = "\n".join(kept)
    return kept, tuple(act for act in acts if act.number in said)


def _number_line(occasion: Occasion, wish: Wish) -> str:
    if "number" in wish.hand or "number" in wish.blank:
        return f"Số: {GAP}/{occasion.office.symbol}"
    return f"Số: {occasion.number}"


def _day(occasion: Occasion, wish: Wish) -> str:
    if "date" in wish.hand or "date" in wish.blank:
        return f"ngày {GAP} tháng {occasion.signed:%m} năm {occasion.signed.year}"
    return long(occasion.signed)


def _motto(rng: Random) -> tuple[str, str]:
    dash = rng.choice(("-", "-", "–"))
    return ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", f"Độc lập {dash} Tự do {dash} Hạnh phúc")


def programme(rng: Random, *, short: float = 0.15) -> str:
    """Return the programme's goods by one of their names."""
    if rng.random() < short:
        return "sản phẩm CNNT tiêu biểu"
    return "sản phẩm công nghiệp nông thôn tiêu biểu"


def round_phrase(rng: Random, occasion: Occasion) -> str:
    """Name the round: "cấp tỉnh năm 2022", "khu vực phía Nam lần thứ IV, năm 2022"."""
    if occasion.level == "quoc_gia":
        where = "cấp quốc gia"
    elif occasion.level == "khu_vuc":
        where = rng.choice((f"khu vực {occasion.region}", f"cấp khu vực {occasion.region}"))
    elif occasion.unit:
        kind = "xã" if occasion.unit.startswith(("xã", "phường")) else "huyện"
        where = rng.choice((f"cấp {kind}", f"cấp {kind}", occasion.unit))
    else:
        full = occasion.province.full
        where = rng.choice(("cấp tỉnh", "cấp tỉnh", full))
        if occasion.province.kind == "thành phố":
            where = rng.choice(("cấp Thành phố", f"cấp tỉnh, {full}", full))
    edition = ""
    if occasion.edition:
        number = occasion.edition
        form = rng.choice((roman(number), str(number), ORDINALS[min(number, 10)]))
        if number > 10:
            form = roman(number)
        edition = f" lần thứ {form}" + rng.choice((",", " -", ""))
    return f"{where}{edition} năm {occasion.year}"


def _title(rng: Random, occasion: Occasion) -> str:
    lead = rng.choice(("Về việc ", "Về việc ", "V/v ", ""))
    act = rng.choice(
        (
            "công nhận",
            "công nhận",
            "công nhận và cấp Giấy chứng nhận",
            "phê duyệt kết quả bình chọn và công nhận",
            "công nhận kết quả bình chọn",
            "công nhận danh hiệu",
        )
    )
    text = f"{lead}{act} {programme(rng)} {round_phrase(rng, occasion)}"
    return text[0].upper() + text[1:]


def _firms(entries: tuple[Entry, ...]) -> int:
    return len({entry.firm.name for entry in entries})


def _listed(
    rng: Random, occasion: Occasion, entries: tuple[Entry, ...]
) -> tuple[tuple[Paragraph, ...], tuple[tuple[str, int], ...]]:
    """Write Điều 1 of a decision whose awards stand in a list beside it."""
    products, firms = len(entries), _firms(entries)
    shown = f"{products:02d}"
    if rng.random() < 0.15 and products < 100:
        shown += f" ({in_words(products)})"
    attached = rng.choice(
        (
            "có danh sách kèm theo",
            "theo Phụ lục kèm theo",
            "chi tiết tại danh sách kèm theo Quyết định này",
        )
    )
    goods = programme(rng)
    where = round_phrase(rng, occasion)
    counts: tuple[tuple[str, int], ...] = (("products", products),)
    verb = rng.choice(("Công nhận", "Công nhận và cấp Giấy chứng nhận cho"))
    if rng.random() < 0.4:
        counts += (("producers", firms),)
        noun = rng.choice(("cơ sở công nghiệp nông thôn", "cơ sở sản xuất", "đơn vị"))
        text = f"{verb} {shown} {goods} {where} của {firms:02d} {noun} ({attached})."
    else:
        text = f"{verb} {shown} {goods} {where} ({attached})."
    return (Paragraph(text, "Điều 1."),), counts


def _prose(
    rng: Random, occasion: Occasion, entries: tuple[Entry, ...]
) -> tuple[tuple[Paragraph, ...], tuple[Award, ...], tuple[tuple[str, int], ...]]:
    """Write Điều 1 of a short decision: a lead and one line an award."""
    lead = f"Công nhận {len(entries):02d} {programme(rng)} {round_phrase(rng, occasion)}, gồm:"
    form = rng.randrange(4)
    lines: list[Paragraph] = [Paragraph(lead, "Điều 1.")]
    awards: list[Award] = []
    for index, entry in enumerate(entries, start=1):
        firm = entry.firm
        end = "." if index == len(entries) else ";"
        text = (
            f"{entry.product} của {firm.name}, địa chỉ: {firm.address}",
            f"Sản phẩm {entry.product} - {firm.name} ({firm.address})",
            f"{entry.product} của {firm.name} ({firm.address})",
            f"{firm.name} (địa chỉ: {firm.address}) với sản phẩm {entry.product}",
        )[form]
        lines.append(Paragraph(f"{index}. {text}{end}"))
        also = (firm.locality,) if firm.locality != firm.address else ()
        awards.append(
            Award(
                entry.product,
                firm.name,
                firm.address,
                firm.address,
                serial=str(index),
                place_also=also,
            )
        )
    return tuple(lines), tuple(awards), (("products", len(entries)),)


def _closing(rng: Random, occasion: Occasion, *, compact: bool) -> tuple[Paragraph, ...]:
    """Write the articles after the first: rights, who carries it out."""
    seat = occasion.office.seat
    rights = rng.choice(
        (
            "Các cơ sở có sản phẩm nêu tại Điều 1 được cấp Giấy chứng nhận, được dùng biểu trưng của chương trình trên bao bì và được hỗ trợ theo quy định về khuyến công.",
            "Cơ sở có sản phẩm được công nhận được nhận Giấy chứng nhận kèm tiền thưởng 3.000.000 đồng/sản phẩm từ kinh phí khuyến công năm hiện hành.",
            "Giao cơ quan thường trực Hội đồng bình chọn trao Giấy chứng nhận và giới thiệu các sản phẩm này dự vòng bình chọn cấp cao hơn.",
        )
    )
    if occasion.whole_country:
        who = f"Chánh Văn phòng, Thủ trưởng các đơn vị thuộc {seat}, các Sở Công Thương và các cơ sở có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
    else:
        who = f"Chánh Văn phòng {seat}, thủ trưởng các cơ quan liên quan và các cơ sở có tên tại Điều 1 căn cứ Quyết định thi hành."
    effect = "Quyết định này có hiệu lực kể từ ngày ký."
    if compact:
        return (Paragraph(f"{effect} {who}/.", "Điều 2."),)
    if rng.random() < 0.5:
        return (
            Paragraph(rights, "Điều 2."),
            Paragraph(effect, "Điều 3."),
            Paragraph(f"{who}/.", "Điều 4."),
        )
    return (Paragraph(rights, "Điều 2."), Paragraph(f"{effect} {who}/.", "Điều 3."))


def recipients(rng: Random, occasion: Occasion, *, compact: bool = False) -> tuple[str, ...]:
    """Write the left half of the foot."""
    lines = ["Nơi nhận:", f"- Như Điều {rng.choice((2, 3, 4))};"]
    if not compact:
        options = [
            "- Bộ Công Thương (b/c);",
            "- Thường trực Tỉnh ủy, HĐND tỉnh;",
            "- Chủ tịch, các PCT;",
            "- Cổng thông tin điện tử;",
            "- Trung tâm Khuyến công và XTTM;",
            "- Lưu hồ sơ Hội đồng;",
        ]
        lines += rng.sample(options, k=rng.randint(2, 5))
    lines.append(
        f"- Lưu: VT, {rng.choice(('CN', 'KT', 'CNĐP', 'KTTH'))}.{rng.choice(('', 'Hg (5).', 'Th.'))}".replace(
            "..", "."
        )
    )
    return tuple(lines)


def _appendix_lines(rng: Random, occasion: Occasion, wish: Wish) -> tuple[str, ...]:
    head = rng.choice((("DANH SÁCH",), ("PHỤ LỤC",), ("Phụ lục",), ("PHỤ LỤC I", "DANH SÁCH")))
    goods = programme(rng)
    body = f"{goods} {round_phrase(rng, occasion)}"
    title = body.upper() if rng.random() < 0.5 else body[0].upper() + body[1:]
    issuer = occasion.office.issuer
    number, day = occasion.number, long(occasion.signed)
    dotted = "number" in wish.hand or "number" in wish.blank or rng.random() < 0.12
    if dotted:
        number = f"……/{occasion.office.symbol}"
        day = f"ngày …… tháng …… năm {occasion.signed.year}"
    lead = rng.choice(("Kèm theo", "Ban hành kèm theo"))
    return (*head, title, f"({lead} Quyết định số {number} {day} của {issuer})")


def _overlay(rng: Random, occasion: Occasion) -> tuple[tuple[str, ...], str]:
    """Write the printed lines of a digital signature; its time is not the decision's date."""
    body = occasion.office.issuer.removeprefix("Chủ tịch ")
    day = occasion.signed + timedelta(days=rng.choice((0, 0, 0, 1, 2, 5)))
    clock = f"{rng.randint(8, 16):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
    lines = (
        f"Người ký: {body}",
        "Email: mau@example.invalid",
        f"Cơ quan: {body}",
        f"Thời gian ký: {day:%d.%m.%Y} {clock} +07:00",
    )
    return lines, f"{day.isoformat()}T{clock}+07:00"


def _received(rng: Random, occasion: Occasion) -> tuple[str, ...]:
    day = occasion.signed.toordinal() + rng.randint(1, 6)
    stamped = occasion.signed.fromordinal(day)
    return (
        "CÔNG VĂN ĐẾN",
        f"Số: {rng.randint(100, 9999)}",
        f"Ngày: {stamped:%d/%m/%Y}",
        "Chuyển: ..........",
    )
