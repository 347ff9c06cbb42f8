"""The "Căn cứ" lines of a decision and the citations they hold.

Laws, decrees and circulars are real, with the dates they were in force (field guide, section 2);
plans, submissions, minutes and local regulations are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from corpus.maker.dates import cited
from corpus.maker.occasions import Occasion

FAR = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Act:
    """A numbered act that a made-up decision cites; ``roles`` are the readings a scorer takes."""

    number: str
    date: date | None
    issuer: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """A real act, how its kind and matter are written, and when papers cited it."""

    act: Act
    kind: str
    matter: str
    since: date
    until: date = FAR


def _law(
    number: str,
    day: date,
    issuer: str,
    role: str,
    kind: str,
    matter: str,
    since: date,
    until: date = FAR,
) -> Law:
    return Law(Act(number, day, issuer, (role,)), kind, matter, since, until)


LAWS = (
    _law(
        "134/2004/NĐ-CP",
        date(2004, 6, 9),
        "Chính phủ",
        "legal_basis",
        "Nghị định",
        "về khuyến khích phát triển công nghiệp nông thôn",
        date(2004, 7, 1),
        date(2012, 7, 1),
    ),
    _law(
        "45/2012/NĐ-CP",
        date(2012, 5, 21),
        "Chính phủ",
        "legal_basis",
        "Nghị định",
        "về khuyến công",
        date(2012, 7, 5),
    ),
    _law(
        "235/2025/NĐ-CP",
        date(2025, 8, 27),
        "Chính phủ",
        "amends",
        "Nghị định",
        "sửa đổi, bổ sung một số điều của Nghị định số 45/2012/NĐ-CP",
        date(2025, 10, 15),
    ),
    _law(
        "136/2007/QĐ-TTg",
        date(2007, 8, 20),
        "Thủ tướng Chính phủ",
        "programme",
        "Quyết định",
        "phê duyệt Chương trình khuyến công quốc gia đến năm 2012",
        date(2007, 9, 1),
        date(2012, 12, 31),
    ),
    _law(
        "1881/QĐ-TTg",
        date(2020, 11, 20),
        "Thủ tướng Chính phủ",
        "programme",
        "Quyết định",
        "phê duyệt Chương trình khuyến công quốc gia giai đoạn 2021 - 2025",
        date(2021, 1, 1),
        date(2025, 12, 31),
    ),
    _law(
        "35/2010/TT-BCT",
        date(2010, 11, 12),
        "Bộ Công Thương",
        "legal_basis",
        "Thông tư",
        "quy định về tổ chức bình chọn và cấp Giấy chứng nhận sản phẩm công nghiệp nông thôn tiêu biểu",
        date(2011, 1, 1),
        date(2014, 10, 20),
    ),
    _law(
        "46/2012/TT-BCT",
        date(2012, 12, 28),
        "Bộ Công Thương",
        "legal_basis",
        "Thông tư",
        "quy định chi tiết một số nội dung của Nghị định số 45/2012/NĐ-CP",
        date(2013, 2, 20),
        date(2018, 12, 31),
    ),
    _law(
        "26/2014/TT-BCT",
        date(2014, 8, 28),
        "Bộ Công Thương",
        "legal_basis",
        "Thông tư",
        "quy định về tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
        date(2014, 10, 21),
    ),
    _law(
        "14/2018/TT-BCT",
        date(2018, 6, 28),
        "Bộ Công Thương",
        "amends",
        "Thông tư",
        "sửa đổi, bổ sung một số điều của Thông tư số 26/2014/TT-BCT",
        date(2018, 8, 16),
    ),
    _law(
        "28/2018/TT-BTC",
        date(2018, 3, 28),
        "Bộ Tài chính",
        "legal_basis",
        "Thông tư",
        "hướng dẫn lập, quản lý, sử dụng kinh phí khuyến công",
        date(2018, 6, 1),
    ),
    _law(
        "38/2025/TT-BCT",
        date(2025, 6, 19),
        "Bộ Công Thương",
        "amends",
        "Thông tư",
        "sửa đổi, bổ sung một số quy định về phân cấp trong lĩnh vực công thương",
        date(2025, 7, 1),
    ),
)
OPTIONAL = frozenset({"136/2007/QĐ-TTg", "1881/QĐ-TTg", "28/2018/TT-BTC", "46/2012/TT-BCT"})
ISSUERS = {
    "Bộ Công Thương": ("Bộ trưởng Bộ Công Thương", "Bộ Công Thương"),
    "Bộ Tài chính": ("Bộ trưởng Bộ Tài chính", "Bộ Tài chính"),
}


def basis(rng: Random, occasion: Occasion) -> tuple[tuple[str, ...], tuple[Act, ...]]:
    """Write the basis lines of a decision; return them with the acts they cite."""
    organic = _organic_law(rng, occasion)
    lines = [organic]
    acts: list[Act] = []
    if "72/2025/QH15" in organic:
        acts.append(Act("72/2025/QH15", None, None, ("legal_basis", "other")))
    for law in LAWS:
        optional = law.act.number in OPTIONAL
        if law.since <= occasion.signed <= law.until and not (optional and rng.random() < 0.55):
            lines.append(_law_line(rng, law))
            acts.append(law.act)
    for line, act in _local_acts(rng, occasion):
        lines.append(line)
        acts.append(act)
    line, act = _submission(rng, occasion)
    lines.append(line)
    if act:
        acts.append(act)
    listed = {act.number for act in acts}
    for number in ("45/2012/NĐ-CP", "26/2014/TT-BCT"):  # named inside the amending line alone
        if number not in listed and any(number in line for line in lines):
            acts.append(next(law.act for law in LAWS if law.act.number == number))
    return tuple(lines), tuple(acts)


def _organic_law(rng: Random, occasion: Occasion) -> str:
    if occasion.level in ("khu_vuc", "quoc_gia"):
        return "Căn cứ chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Bộ Công Thương;"
    if occasion.signed < date(2016, 1, 1):
        return "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;"
    if occasion.signed < date(2025, 3, 1):
        line = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
        if occasion.signed >= date(2020, 7, 1) and rng.random() < 0.6:
            line += "; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019"
        return line + ";"
    return (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;"
        if occasion.signed >= date(2025, 7, 1)
        else "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;"
    )


def _law_line(rng: Random, law: Law) -> str:
    issuer = rng.choice(ISSUERS.get(law.act.issuer or "", (law.act.issuer,)))
    day = cited(rng, law.act.date or FAR)
    matter = law.matter
    if rng.random() < 0.12:  # the matter left out, as hurried drafters do
        matter = ""
    return f"Căn cứ {law.kind} số {law.act.number} {day} của {issuer} {matter}".rstrip() + ";"


def _before(rng: Random, occasion: Occasion, low: int, high: int) -> date:
    return occasion.signed - timedelta(days=rng.randint(low, high))


def _local_acts(rng: Random, occasion: Occasion) -> list[tuple[str, Act]]:
    found: list[tuple[str, Act]] = []
    office = occasion.office
    body = office.issuer.removeprefix("Chủ tịch ")
    if office.symbol.startswith("QĐ-UBND") and rng.random() < 0.3:
        day = _before(rng, occasion, 200, 900)
        number = f"{rng.randint(3, 60)}/{day.year}/QĐ-UBND"
        act = Act(number, day, body, ("legal_basis", "other", "programme"))
        found.append(
            (
                f"Căn cứ Quyết định số {number} {cited(rng, day)} của {body} ban hành Quy chế quản lý kinh phí khuyến công;",
                act,
            )
        )
    if rng.random() < 0.4:
        day = _before(rng, occasion, 60, 200)
        symbol = "KH-" + office.symbol.split("-")[1]
        number = f"{rng.randint(11, 900)}/{symbol}"
        act = Act(number, day, body, ("legal_basis", "programme", "other"))
        found.append(
            (
                f"Căn cứ Kế hoạch số {number} {cited(rng, day)} của {body} về việc tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu năm {occasion.year};",
                act,
            )
        )
    if rng.random() < 0.3:
        day = _before(rng, occasion, 8, 30)
        number = f"{rng.randint(2, 60)}/BB-HĐBC"
        act = Act(number, day, None, ("legal_basis", "submission", "other"))
        found.append(
            (
                f"Căn cứ Biên bản số {number} {cited(rng, day)} của Hội đồng bình chọn sản phẩm công nghiệp nông thôn tiêu biểu;",
                act,
            )
        )
    return found


def _submission(rng: Random, occasion: Occasion) -> tuple[str, Act | None]:
    """Write the last line: who proposes, mostly with a submission's number, which is a decoy."""
    signed = occasion.signed
    lead = rng.choice(("Theo đề nghị của", "Xét đề nghị của"))
    if occasion.whole_country:
        return (
            f"{lead} {'Vụ trưởng Vụ Tổ chức cán bộ và ' if occasion.level == 'quoc_gia' else ''}Hội đồng bình chọn sản phẩm công nghiệp nông thôn tiêu biểu.",
            None,
        )
    if occasion.office.symbol == "QĐ-SCT":
        return f"{lead} Giám đốc Trung tâm Khuyến công và Xúc tiến thương mại.", None
    proposer, symbol = "Giám đốc Sở Công Thương", "TTr-SCT"
    if occasion.unit:
        proposer, symbol = "Trưởng phòng Kinh tế và Hạ tầng", "TTr-KTHT"
        if signed >= date(2025, 7, 1):
            proposer, symbol = "Trưởng phòng Kinh tế", "TTr-KT"
    if rng.random() < 0.12:
        return f"{lead} {proposer}.", None
    day = signed - timedelta(days=rng.randint(2, 15))
    number = f"{rng.randint(5, 1800)}/{symbol}"
    act = Act(
        number,
        day,
        proposer.replace("Giám đốc ", "").replace("Trưởng phòng", "Phòng"),
        ("submission",),
    )
    return f"{lead} {proposer} tại Tờ trình số {number} {cited(rng, day)}.", act
