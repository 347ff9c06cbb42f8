"""The wording of award decisions: titles, rounds, articles, foot, captions of lists."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from corpus.maker.awards import Entry
from corpus.maker.dates import long
from corpus.maker.grids import Award
from corpus.maker.names import in_words, roman
from corpus.maker.occasions import Occasion
from corpus.maker.paper import Paragraph
from corpus.maker.words import phrases

ORDINALS = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
Counts = tuple[tuple[str, int], ...]


def programme(rng: Random, *, short: float = 0.15) -> str:
    """Return the programme's goods by one of their names."""
    if rng.random() < short:
        return "sản phẩm CNNT tiêu biểu"
    return "sản phẩm công nghiệp nông thôn tiêu biểu"


def round_phrase(rng: Random, occasion: Occasion) -> str:
    """Name the round: "cấp tỉnh năm 2022", "khu vực phía Nam lần thứ IV, năm 2022"."""
    return f"{_where(rng, occasion)}{_edition(rng, occasion.edition)} năm {occasion.year}"


def _where(rng: Random, occasion: Occasion) -> str:
    if occasion.level == "quoc_gia":
        return "cấp quốc gia"
    if occasion.level == "khu_vuc":
        return rng.choice((f"khu vực {occasion.region}", f"cấp khu vực {occasion.region}"))
    if occasion.unit:
        kind = "xã" if occasion.unit.startswith(("xã", "phường")) else "huyện"
        return rng.choice((f"cấp {kind}", f"cấp {kind}", occasion.unit))
    full = occasion.province.full
    if occasion.province.kind == "thành phố":
        return rng.choice(("cấp Thành phố", f"cấp tỉnh, {full}", full))
    return rng.choice(("cấp tỉnh", "cấp tỉnh", full))


def _edition(rng: Random, edition: int | None) -> str:
    if edition is None:
        return ""
    written = rng.choice((roman(edition), str(edition), ORDINALS[min(edition, 10)]))
    if edition > 10:
        written = roman(edition)
    return f" lần thứ {written}" + rng.choice((",", " -", ""))


def title(rng: Random, occasion: Occasion) -> str:
    """Write the trích yếu of an award decision."""
    lead = rng.choice(("Về việc ", "Về việc ", "V/v ", ""))
    act = rng.choice(phrases()["titles"])
    return sentence(f"{lead}{act} {programme(rng)} {round_phrase(rng, occasion)}")


def sentence(text: str) -> str:
    """Begin a text with a capital and leave the rest as it is."""
    return text[0].upper() + text[1:]


def first_article(
    rng: Random, occasion: Occasion, entries: tuple[Entry, ...]
) -> tuple[tuple[Paragraph, ...], Counts]:
    """Write Điều 1 of a decision whose awards stand in a list beside it."""
    products, firms = len(entries), len({entry.firm.name for entry in entries})
    shown = f"{products:02d}"
    if rng.random() < 0.15:
        shown += f" ({in_words(products)})"
    attached = rng.choice(phrases()["attached"])
    verb = rng.choice(("Công nhận", "Công nhận và cấp Giấy chứng nhận cho"))
    counts: Counts = (("products", products),)
    text = f"{verb} {shown} {programme(rng)} {round_phrase(rng, occasion)}"
    if rng.random() < 0.4:
        counts += (("producers", firms),)
        text += f" của {firms:02d} {rng.choice(phrases()['firms'])}"
    return (Paragraph(f"{text} ({attached}).", "Điều 1."),), counts


def awards_in_article(
    rng: Random, occasion: Occasion, entries: tuple[Entry, ...]
) -> tuple[tuple[Paragraph, ...], tuple[Award, ...], Counts]:
    """Write Điều 1 of a short decision: a lead and one line an award."""
    lead = f"Công nhận {len(entries):02d} {programme(rng)} {round_phrase(rng, occasion)}, gồm:"
    form = rng.randrange(4)
    lines: list[Paragraph] = [Paragraph(lead, "Điều 1.")]
    awards: list[Award] = []
    for index, entry in enumerate(entries, start=1):
        end = "." if index == len(entries) else ";"
        lines.append(Paragraph(f"{index}. {_award_line(form, entry)}{end}"))
        where = entry.firm.address
        also = (entry.firm.locality,) if entry.firm.locality != where else ()
        awards.append(
            Award(entry.product, entry.firm.name, where, where, None, None, str(index), None, also)
        )
    return tuple(lines), tuple(awards), (("products", len(entries)),)


def _award_line(form: int, entry: Entry) -> str:
    product, firm = entry.product, entry.firm
    return (
        f"{product} của {firm.name}, địa chỉ: {firm.address}",
        f"Sản phẩm {product} - {firm.name} ({firm.address})",
        f"{product} của {firm.name} ({firm.address})",
        f"{firm.name} (địa chỉ: {firm.address}) với sản phẩm {product}",
    )[form]


def closing(rng: Random, occasion: Occasion, *, compact: bool) -> tuple[Paragraph, ...]:
    """Write the articles after the first: rights, who carries it out."""
    told = phrases()
    rights, effect = rng.choice(told["rights"]), told["effect"]
    form = "carried_out_centre" if occasion.whole_country else "carried_out_local"
    who = told[form].format(seat=occasion.office.seat)
    if compact:
        return (Paragraph(f"{effect} {who}/.", "Điều 2."),)
    if rng.random() < 0.5:
        return (
            Paragraph(rights, "Điều 2."),
            Paragraph(effect, "Điều 3."),
            Paragraph(f"{who}/.", "Điều 4."),
        )
    return (Paragraph(rights, "Điều 2."), Paragraph(f"{effect} {who}/.", "Điều 3."))


def recipients(rng: Random, *, compact: bool = False) -> tuple[str, ...]:
    """Write the left half of the foot."""
    lines = ["Nơi nhận:", f"- Như Điều {rng.choice((2, 3, 4))};"]
    if not compact:
        lines += rng.sample(phrases()["recipients"], k=rng.randint(2, 5))
    office = rng.choice(("CN", "KT", "CNĐP", "KTTH"))
    lines.append(f"- Lưu: VT, {office}" + rng.choice((".", ".Hg (5).", ".Th.")))
    return tuple(lines)


def caption(rng: Random, occasion: Occasion, *, dotted: bool) -> tuple[str, ...]:
    """Write what stands over a list; ``dotted`` leaves the decision's number and day open."""
    head = rng.choice((("DANH SÁCH",), ("PHỤ LỤC",), ("Phụ lục",), ("PHỤ LỤC I", "DANH SÁCH")))
    body = f"{programme(rng)} {round_phrase(rng, occasion)}"
    named = body.upper() if rng.random() < 0.5 else sentence(body)
    number, day = occasion.number, long(occasion.signed)
    if dotted or rng.random() < 0.12:
        number = f"……/{occasion.office.symbol}"
        day = f"ngày …… tháng …… năm {occasion.signed.year}"
    lead = rng.choice(("Kèm theo", "Ban hành kèm theo"))
    return (*head, named, f"({lead} Quyết định số {number} {day} của {occasion.office.issuer})")


def overlay(rng: Random, occasion: Occasion) -> tuple[tuple[str, ...], str]:
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


def received(rng: Random, occasion: Occasion) -> tuple[str, ...]:
    """Write a received stamp: another office's number and another day."""
    day = occasion.signed + timedelta(days=rng.randint(1, 6))
    number = rng.randint(100, 9999)
    return ("CÔNG VĂN ĐẾN", f"Số: {number}", f"Ngày: {day:%d/%m/%Y}", "Chuyển: ..........")
