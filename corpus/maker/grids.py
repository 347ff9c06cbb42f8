"""Appendix tables: columns, group rows, merged cells, numbering and totals, with their truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from corpus.maker.awards import Entry
from corpus.maker.names import roman
from corpus.maker.occasions import Occasion
from corpus.maker.paper import Cell, Grid, Row
from corpus.maker.words import phrases

OF_FIRM = frozenset({"producer", "representative", "address", "place", "phone"})
CENTRED = frozenset({"serial", "phone", "points", "grade", "prize", "code"})


@dataclass(frozen=True, slots=True)
class Award:
    """One award as the finished list says it: the truth of one row."""

    product: str
    producer: str | None
    place: str | None = None
    address: str | None = None
    grade: str | None = None
    group: str | None = None
    serial: str | None = None
    points: str | None = None
    place_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How one list is laid out. ``sections``: group, grade, place or none, with their row style."""

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    sections: str
    section_style: str  # span, label or heading
    restart: bool
    sharing: str  # merged, repeated or listed: one producer with several products
    number_producers: bool
    padded: bool
    numbering_row: bool
    two_level: bool
    total: bool
    capitals: bool
    rules: str
    repeat_header: bool


def choose_plan(rng: Random, occasion: Occasion, entries: tuple[Entry, ...], rules: str) -> Plan:
    """Choose a layout of list; all the habits of the field guide's section 3 come up."""
    sections = _sections(rng, occasion, entries)
    columns = _columns(rng, occasion, entries, sections)
    number_producers = rng.random() < 0.25
    return Plan(
        columns=columns,
        headings=tuple(_heading(rng, role, occasion) for role in columns),
        sections=sections,
        section_style=rng.choice(("span", "span", "label", "label", "heading")),
        restart=rng.random() < 0.5,
        sharing=rng.choices(("merged", "repeated", "listed"), (50, 40, 10))[0],
        number_producers=number_producers,
        padded=rng.random() < 0.15,
        numbering_row=rng.random() < 0.12,
        two_level=rng.random() < 0.15,
        total=rng.random() < 0.35,
        capitals=rng.random() < 0.15,
        rules=rules,
        repeat_header=rng.random() < 0.5,
    )


def _sections(rng: Random, occasion: Occasion, entries: tuple[Entry, ...]) -> str:
    if len(entries) < 4:
        return "none"
    if occasion.level != "huyen" and rng.random() < 0.12:
        return "place"
    if entries[0].grade and rng.random() < 0.35:
        return "grade"
    return "group" if rng.random() < 0.6 else "none"


def _columns(
    rng: Random, occasion: Occasion, entries: tuple[Entry, ...], sections: str
) -> tuple[str, ...]:
    where = rng.choices((("address",), ("place",), ("address", "place")), (60, 25, 15))[0]
    if sections == "place":
        where = ("address",)
    firm = ["producer", *where]
    if rng.random() < 0.18:
        firm.insert(1, "representative")
    if rng.random() < 0.15:
        firm.append("phone")
    goods = ["product"]
    if sections == "none" and rng.random() < 0.3:
        goods.append("group")
    main = [*firm, *goods] if rng.random() < 0.35 else [*goods, *firm]
    if rng.random() < 0.07:
        main.insert(0, "code")
    tail = ["points"] if rng.random() < 0.3 else []
    if entries[0].grade and sections != "grade":
        tail.append("grade")
    if rng.random() < 0.08:
        tail.append("prize")
    if rng.random() < 0.25:
        tail.append("note")
    return ("serial", *main, *tail)


def _heading(rng: Random, role: str, occasion: Occasion) -> str:
    if role == "place" and occasion.whole_country:
        return rng.choice(("Tỉnh, thành phố", "Tỉnh/thành phố", "Địa phương"))
    if role == "place" and occasion.unit:
        return "Xã, phường"
    return str(rng.choice(phrases()["columns"][role][1:]))


def build(
    plan: Plan, entries: tuple[Entry, ...]
) -> tuple[tuple[tuple[str, Grid], ...], tuple[Award, ...]]:
    """Set the entries out as tables; return them with headings, and the truth of their awards."""
    header = _header(plan)
    widths = _widths(plan.columns)
    rows: list[Row] = []
    awards: list[Award] = []
    grids: list[tuple[str, Grid]] = []
    count = 0
    heading = ""
    for order, (name, members) in enumerate(_split(plan, entries), start=1):
        if plan.sections != "none":
            title = _title(plan, name, order, len(members))
            if plan.section_style == "heading":
                if rows:
                    grids.append((heading, _grid(plan, widths, header, rows)))
                    rows = []
                heading = title[0]
            else:
                rows.append(_section_row(plan, title))
            if plan.restart:
                count = 0
        for run in _runs(plan, members):
            made, said, count = _run_rows(plan, run, name, count)
            rows += made
            awards += said
    if plan.total:
        rows.append(_total(plan, entries))
    grids.append((heading, _grid(plan, widths, header, rows)))
    return tuple(grids), tuple(awards)


def _grid(plan: Plan, widths: tuple[float, ...], header: tuple[Row, ...], rows: list[Row]) -> Grid:
    return Grid(widths, header, tuple(rows), plan.rules, plan.repeat_header)


def _widths(columns: tuple[str, ...]) -> tuple[float, ...]:
    shares = [phrases()["columns"][role][0] for role in columns]
    return tuple(round(100 * share / sum(shares), 1) for share in shares)


def _split(plan: Plan, entries: tuple[Entry, ...]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield the sections of a list: their name and members, in the order first met."""
    if plan.sections == "none":
        yield "", entries
        return
    for name in dict.fromkeys(_section(plan, entry) for entry in entries):
        yield name, tuple(entry for entry in entries if _section(plan, entry) == name)


def _section(plan: Plan, entry: Entry) -> str:
    if plan.sections == "group":
        return entry.group
    return str(entry.grade if plan.sections == "grade" else entry.firm.locality)


def _title(plan: Plan, name: str, order: int, members: int) -> tuple[str, str, str]:
    """Return a section's whole title, its ordinal alone and its name alone."""
    shown = name[0].upper() + name[1:]
    if (
        plan.sections == "group"
        and not shown.startswith(("Nhóm", "Các"))
        and order % 2 == members % 2
    ):
        shown = f"Nhóm {shown[0].lower()}{shown[1:]}"
    if plan.capitals:
        shown = shown.upper()
    if plan.padded:
        shown = f"{shown} ({members:02d} sản phẩm)"
    if plan.sections == "group" and plan.number_producers and not shown.lower().startswith("nhóm"):
        return f"Nhóm {order}: {shown}", str(order), shown
    return f"{roman(order)}. {shown}", roman(order), shown


def _section_row(plan: Plan, title: tuple[str, str, str]) -> Row:
    width = len(plan.columns)
    whole, ordinal, name = title
    if plan.section_style == "label":
        rest: tuple[None, ...] = (None,) * (width - 2)
        return Row(
            "group",
            (
                Cell(ordinal, bold=True, centred=True),
                Cell(name, colspan=width - 1, bold=True),
                *rest,
            ),
        )
    covered: tuple[None, ...] = (None,) * (width - 1)
    return Row("group", (Cell(whole, colspan=width, bold=True), *covered))


def _runs(plan: Plan, members: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    """Yield one producer's neighbouring entries together where the plan makes them share."""
    if plan.sharing == "repeated":
        yield from ((entry,) for entry in members)
        return
    for _, run in groupby(members, key=lambda entry: entry.firm):
        entries = tuple(run)
        listable = "grade" not in plan.columns and "points" not in plan.columns
        if plan.sharing == "listed" and not (listable and "code" not in plan.columns):
            yield from ((entry,) for entry in entries)
        else:
            yield entries


def _run_rows(
    plan: Plan, run: tuple[Entry, ...], section: str, count: int
) -> tuple[list[Row], list[Award], int]:
    """Set one producer's entries: as rows of their own, merged, or listed in one cell."""
    listed = plan.sharing == "listed" and len(run) > 1
    together = listed or (plan.number_producers and plan.sharing == "merged")
    rows: list[Row] = []
    awards: list[Award] = []
    for index, entry in enumerate(run):
        if index == 0 or not together:
            count += 1
        serial = f"{count:02d}" if plan.padded else str(count)
        awards.append(_award(plan, entry, section, serial))
        if listed and index:
            continue
        names = "\n".join(f"- {item.product}" for item in run) if listed else entry.product
        cells: list[Cell | None] = []
        for role in plan.columns:
            shared = role in OF_FIRM or (role == "serial" and together)
            span = len(run) if shared and not listed and plan.sharing == "merged" else 1
            text = names if role == "product" else _text(role, entry, serial)
            cell = Cell(text, rowspan=span, centred=role in CENTRED)
            cells.append(None if span > 1 and index else cell)
        rows.append(Row("award", tuple(cells)))
    return rows, awards, count


def _text(role: str, entry: Entry, serial: str) -> str:
    firm = entry.firm
    return {
        "serial": serial,
        "product": entry.product,
        "producer": firm.name,
        "representative": firm.representative,
        "address": firm.address,
        "place": _short(firm.locality),
        "phone": firm.phone,
        "group": entry.group,
        "points": entry.points,
        "grade": entry.grade or "",
        "prize": "3.000.000",
        "code": entry.code,
        "note": "",
    }[role]


def _short(locality: str) -> str:
    """Write a locality as a narrow column does: "Nguyên Bình" or "TP. Cao Bằng"."""
    if locality.startswith("thành phố "):
        return "TP. " + locality.removeprefix("thành phố ")
    return locality.removeprefix("huyện ") if len(locality) % 2 else locality


def _award(plan: Plan, entry: Entry, section: str, serial: str) -> Award:
    firm = entry.firm
    place = address = None
    if "address" in plan.columns:
        place = address = firm.address
    if "place" in plan.columns:
        place = _short(firm.locality)
    if plan.sections == "place":
        place = section
    also = tuple(sorted({text for text in (address, firm.locality) if text and text != place}))
    grouped = plan.sections == "group" or "group" in plan.columns
    award = Award(entry.product, firm.name, place, address, group=entry.group if grouped else None)
    return replace(
        award,
        grade=entry.grade,
        serial=serial,
        points=entry.points if "points" in plan.columns else None,
        place_also=also,
    )


def _total(plan: Plan, entries: tuple[Entry, ...]) -> Row:
    width = len(plan.columns)
    said = f"{len(entries)} sản phẩm"
    if plan.section_style == "label" and width > 3:
        blank = Cell("")
        return Row(
            "total",
            (blank, Cell("Tổng cộng", bold=True), Cell(said, bold=True), *(blank,) * (width - 3)),
        )
    covered: tuple[None, ...] = (None,) * (width - 1)
    return Row("total", (Cell(f"Tổng cộng: {said}", colspan=width, bold=True), *covered))


def _header(plan: Plan) -> tuple[Row, ...]:
    cells = tuple(Cell(text, bold=True, centred=True) for text in plan.headings)
    rows = [Row("header", cells)]
    firm = [index for index, role in enumerate(plan.columns) if role in OF_FIRM]
    joined = plan.two_level and len(firm) > 1 and firm == list(range(firm[0], firm[-1] + 1))
    if joined:
        rows = _two_levels(cells, firm)
    if plan.numbering_row:
        numbers = tuple(Cell(f"({n})", centred=True) for n in range(1, len(cells) + 1))
        rows.append(Row("numbering", numbers))
    return tuple(rows)


def _two_levels(cells: tuple[Cell, ...], firm: list[int]) -> list[Row]:
    """Put "Cơ sở công nghiệp nông thôn" over the columns that tell of the producer."""
    top: list[Cell | None] = []
    below: list[Cell | None] = []
    for index, cell in enumerate(cells):
        if index not in firm:
            top.append(replace(cell, rowspan=2))
            below.append(None)
            continue
        first = Cell("Cơ sở công nghiệp nông thôn", colspan=len(firm), bold=True, centred=True)
        top.append(first if index == firm[0] else None)
        below.append(replace(cell, text="Tên cơ sở") if index == firm[0] else cell)
    return [Row("header", tuple(top)), Row("header", tuple(below))]
