"""The "Căn cứ" lines of a decision and the citations they hold.

Laws, decrees and circulars are real (``laws.toml``); plans, submissions, minutes and local
regulations are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from corpus.maker.dates import cited
from corpus.maker.occasions import Occasion
from corpus.maker.words import Tree, laws

COUNCIL = "Hội đồng bình chọn sản phẩm công nghiệp nông thôn tiêu biểu"
MINISTERS = {"Bộ Công Thương": "Bộ trưởng Bộ Công Thương", "Bộ Tài chính": "Bộ trưởng Bộ Tài chính"}
AMENDED = ("45/2012/NĐ-CP", "26/2014/TT-BCT")


@dataclass(frozen=True, slots=True)
class Act:
    """A numbered act that a made-up decision cites; ``roles`` are the readings a scorer takes."""

    number: str
    date: date | None
    issuer: str | None
    roles: tuple[str, ...]


def basis(rng: Random, occasion: Occasion) -> tuple[tuple[str, ...], tuple[Act, ...]]:
    """Write the basis lines of a decision; return them with the acts they cite."""
    written: list[tuple[str, Act | None]] = [_organic_law(occasion)]
    for law in laws()["laws"]:
        in_force = law["since"] <= occasion.signed <= law.get("until", date.max)
        if in_force and not (law.get("optional") and rng.random() < 0.55):
            line = _law_line(rng, law)
            written.append((line, _act(law, told=law["matter"] in line)))
    written += _local_acts(rng, occasion)
    written.append(_submission(rng, occasion))
    lines = tuple(line for line, _ in written)
    acts = [act for _, act in written if act]
    listed = {act.number for act in acts}
    for law in laws()["laws"]:  # named inside an amending act's line alone
        number = law["number"]
        if number in AMENDED and number not in listed and any(number in line for line in lines):
            acts.append(_act(law, told=True))
    return lines, tuple(acts)


def _act(law: Tree, *, told: bool) -> Act:
    """Return a law's citation: an amending act is a basis too, and any act whose matter is cut."""
    role = law["role"]
    if told and role == "programme":
        return Act(law["number"], law["date"], law["issuer"], (role,))
    roles = tuple(dict.fromkeys((role, "legal_basis")))
    return Act(law["number"], law["date"], law["issuer"], roles)


def _organic_law(occasion: Occasion) -> tuple[str, Act | None]:
    if occasion.whole_country:
        line = "Căn cứ chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Bộ Công Thương;"
        return line, None
    law = next(law for law in laws()["organic"] if occasion.signed < law["before"])
    number = law.get("number")
    return law["line"], Act(number, None, None, ("legal_basis", "other")) if number else None


def _law_line(rng: Random, law: Tree) -> str:
    issuer = law["issuer"]
    if issuer in MINISTERS and rng.random() < 0.5:
        issuer = MINISTERS[issuer]
    day = cited(rng, law["date"])
    # the matter is left out now and then, as hurried drafters do
    matter = "" if rng.random() < 0.12 else f" {law['matter']}"
    return f"Căn cứ {law['kind']} số {law['number']} {day} của {issuer}{matter};"


def _before(rng: Random, occasion: Occasion, low: int, high: int) -> date:
    return occasion.signed - timedelta(days=rng.randint(low, high))


def _local_acts(rng: Random, occasion: Occasion) -> list[tuple[str, Act]]:
    found: list[tuple[str, Act]] = []
    body = occasion.office.issuer.removeprefix("Chủ tịch ")
    if occasion.office.symbol.startswith("QĐ-UBND") and rng.random() < 0.3:
        day = _before(rng, occasion, 200, 900)
        number = f"{rng.randint(3, 60)}/{day.year}/QĐ-UBND"
        matter = f"của {body} ban hành Quy chế quản lý kinh phí khuyến công"
        act = Act(number, day, body, ("legal_basis", "other", "programme"))
        found.append((f"Căn cứ Quyết định số {number} {cited(rng, day)} {matter};", act))
    if rng.random() < 0.4:
        day = _before(rng, occasion, 60, 200)
        number = f"{rng.randint(11, 900)}/KH-{occasion.office.symbol.split('-')[1]}"
        goods = "sản phẩm công nghiệp nông thôn tiêu biểu"
        matter = f"của {body} về việc tổ chức bình chọn {goods} năm {occasion.year}"
        act = Act(number, day, body, ("legal_basis", "programme", "other"))
        found.append((f"Căn cứ Kế hoạch số {number} {cited(rng, day)} {matter};", act))
    if rng.random() < 0.3:
        day = _before(rng, occasion, 8, 30)
        number = f"{rng.randint(2, 60)}/BB-HĐBC"
        act = Act(number, day, None, ("legal_basis", "submission", "other"))
        found.append((f"Căn cứ Biên bản số {number} {cited(rng, day)} của {COUNCIL};", act))
    return found


def _submission(rng: Random, occasion: Occasion) -> tuple[str, Act | None]:
    """Write the last line: who proposes, mostly with a submission's number, which is a decoy."""
    lead = rng.choice(("Theo đề nghị của", "Xét đề nghị của"))
    if occasion.level == "quoc_gia":
        return f"{lead} Cục trưởng Cục Công Thương địa phương và {COUNCIL}.", None
    if occasion.level == "khu_vuc":
        return f"{lead} {COUNCIL}.", None
    if occasion.office.symbol == "QĐ-SCT":
        return f"{lead} Giám đốc Trung tâm Khuyến công và Xúc tiến thương mại.", None
    proposer, symbol, body = "Giám đốc Sở Công Thương", "TTr-SCT", "Sở Công Thương"
    if occasion.unit:
        body, symbol = "Phòng Kinh tế và Hạ tầng", "TTr-KTHT"
        if occasion.signed >= date(2025, 7, 1):
            body, symbol = "Phòng Kinh tế", "TTr-KT"
        proposer = f"Trưởng {body[0].lower()}{body[1:]}"
    if rng.random() < 0.12:
        return f"{lead} {proposer}.", None
    day = _before(rng, occasion, 2, 15)
    number = f"{rng.randint(5, 1800)}/{symbol}"
    act = Act(number, day, body, ("submission",))
    return f"{lead} {proposer} tại Tờ trình số {number} {cited(rng, day)}.", act
