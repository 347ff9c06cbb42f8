"""Papers that award nothing of the programme: plans, rules, OCOP, craft villages, blank forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from corpus.maker.awards import choose_entries
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.grids import build, choose_plan
from corpus.maker.occasions import Occasion, choose_occasion
from corpus.maker.paper import GAP, Appendix, Cell, Grid, Paper, Paragraph, Row
from corpus.maker.wording import sentence
from corpus.maker.words import phrases


def other(rng: Random) -> Draft:
    """Write one paper that must yield no award."""
    return rng.choice(KINDS)(rng)


def _base(rng: Random) -> tuple[Occasion, Draft]:
    occasion = choose_occasion(rng, "tinh")
    return occasion, draft(rng, occasion, Wish(most=6, prose=0.0))


def _without_awards(made: Draft, paper: Paper, kind: str, *, in_programme: bool) -> Draft:
    said = "\n".join(paper.lines())
    return replace(
        made,
        paper=paper,
        kind=kind,
        awards=(),
        counts=(),
        step=None,
        in_programme=in_programme,
        acts=tuple(act for act in made.acts if act.number in said),
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: tuple[float, ...]) -> Grid:
    header = Row("header", tuple(Cell(head, bold=True, centred=True) for head in heads))
    return Grid(widths, (header,), tuple(Row("other", tuple(map(Cell, row))) for row in rows))


def _articles(texts: Sequence[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, f"Điều {at}.") for at, text in enumerate(texts, start=1))


def plan(rng: Random) -> Draft:
    """Write a plan to hold a round: the programme's words, a table of work, and nobody awarded."""
    occasion, made = _base(rng)
    told = phrases()["plan"]
    symbol = occasion.office.symbol.replace("QĐ", "KH").removesuffix("-HC")
    occasion = replace(occasion, office=replace(occasion.office, symbol=symbol))
    numbers = {"products": rng.randint(15, 40), "firms": rng.randint(10, 14)}
    target = told["target"].format(**numbers, least=rng.randint(5, 12))
    lines = ("PHỤ LỤC", "TIẾN ĐỘ THỰC HIỆN", f"(Kèm theo Kế hoạch số {occasion.number})")
    grid = _table(told["heads"], told["steps"], (8, 45, 30, 17))
    paper = replace(
        made.paper,
        number_line=f"Số: {occasion.number}",
        kind="KẾ HOẠCH",
        title=told["title"].format(year=occasion.year),
        authority="",
        resolution="",
        body=(
            Paragraph(told["aim"].format(year=occasion.year), "I. MỤC ĐÍCH."),
            Paragraph(target, "II. CHỈ TIÊU."),
            Paragraph(told["work"], "III. TIẾN ĐỘ."),
        ),
        appendices=(Appendix(lines, (("", grid),)),),
    )
    occasion = replace(occasion, edition=None)  # a plan does not say it
    return replace(_without_awards(made, paper, "plan", in_programme=True), occasion=occasion)


def rules(rng: Random) -> Draft:
    """Write a decision that sets rules of selection: its own number counts, awards are none."""
    occasion, made = _base(rng)
    told = phrases()["rules"]
    articles = [text.format(full=occasion.province.full) for text in told["articles"]]
    paper = replace(made.paper, title=told["title"], body=_articles(articles), appendices=())
    return _without_awards(made, paper, "decision", in_programme=True)


def _namesake(rng: Random, programme: str) -> Draft:
    """Write another programme's decision, with a list laid out like ours."""
    occasion, made = _base(rng)
    told = phrases()[programme]
    entries = tuple(
        replace(entry, grade=rng.choice(told["grades"]))
        for entry in choose_entries(rng, occasion, rng.randint(4, 12))
    )
    grids, _ = build(choose_plan(rng, occasion, entries, "ruled"), entries)
    named = f"{told['goods']} năm {occasion.year}"
    plan_line = f"Căn cứ Kế hoạch về {told['head'].lower()} năm {occasion.year};"
    lines = ("DANH SÁCH", told["head"], f"(Kèm theo Quyết định số {occasion.number})")
    paper = replace(
        made.paper,
        title=f"Về việc {named}",
        basis=(made.paper.basis[0], plan_line, made.paper.basis[-1]),
        body=_articles((f"{sentence(named)} (có danh sách kèm theo).", phrases()["effect"] + "/.")),
        appendices=(Appendix(lines, grids),),
    )
    return _without_awards(made, paper, "decision", in_programme=False)


def ocop(rng: Random) -> Draft:
    """Write an OCOP decision: stars, agriculture, and not our programme."""
    return _namesake(rng, "ocop")


def villages(rng: Random) -> Draft:
    """Write a decision on craft villages, which look alike and are another programme."""
    return _namesake(rng, "villages")


def form(rng: Random) -> Draft:
    """Write a blank form of a decision: dots for number, day, list and signer."""
    occasion, made = _base(rng)
    told, symbol = phrases()["form"], occasion.office.symbol
    rows = [(number, *("……",) * 4) for number in ("1", "2", "...")]
    reference = f"(Kèm theo Quyết định số ……/{symbol} ngày …… tháng …… năm ……)"
    grid = _table(told["heads"], rows, (8, 27, 27, 26, 12))
    paper = replace(
        made.paper,
        number_line=f"Số: {GAP}/{symbol}",
        date_line=f"{occasion.office.place}, ngày {GAP} tháng {GAP} năm {GAP}",
        title=told["title"],
        body=_articles((told["article"], phrases()["effect"] + "/.")),
        signer="",
        appendices=(Appendix(("DANH SÁCH", told["list"], reference), (("", grid),)),),
        draft=True,
    )
    return replace(_without_awards(made, paper, "form", in_programme=True), occasion=None)


def unissued(rng: Random) -> Draft:
    """Write a draft with its list but without number and day: never an issued decision."""
    occasion = choose_occasion(rng, "tinh")
    made = draft(rng, occasion, Wish(most=8, prose=0.0, blank=("number", "date")))
    return replace(made, paper=replace(made.paper, draft=True), step="proposed")


KINDS: tuple[Callable[[Random], Draft], ...] = (plan, rules, ocop, villages, form, unissued)
