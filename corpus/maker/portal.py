"""Papers as plain text and as web pages of a legal portal.

A page has a menu, a sheet of properties and other papers' titles round the paper itself.
"""

from __future__ import annotations

from html import escape
from random import Random

from corpus.maker.names import brand
from corpus.maker.paper import Paper, flat
from corpus.maker.printing import MARK, SUBJECT, table
from corpus.maker.words import phrases, template

# What portal.html itself says round a paper.
FURNITURE = (
    "Cổng văn bản MẪU Thuộc tính văn bản Văn bản khác "
    "Bản quyền thuộc Cổng văn bản MẪU. Lượt truy cập: ------- ---------------"
)


def page(paper: Paper, rng: Random, *, properties: bool) -> tuple[str, tuple[str, ...]]:
    """Return the paper as a page of a made-up portal, and what stands there beside it.

    ``properties`` puts the portal's data sheet on top.
    """
    menu, related = phrases()["portal"]["menu"], _related(rng)
    sheet = _sheet(paper) if properties else ()
    visits = rng.randint(1000, 99999)
    written = template("portal.html").substitute(
        mark=MARK,
        subject=SUBJECT,
        title=escape(paper.title),
        menu=_links(menu),
        sheet=_table(sheet) if sheet else "",
        body=_body(paper),
        related=_links(related),
        visits=visits,
    )
    cells = [cell for row in sheet for cell in row]
    beside = (paper.title, FURNITURE, str(visits), *menu, *related, *cells)
    return written, beside


def _links(texts: list[str]) -> str:
    return "".join(f"<li><a href='#'>{escape(text)}</a></li>" for text in texts)


def _sheet(paper: Paper) -> tuple[tuple[str, str], ...]:
    return (
        ("Số ký hiệu", flat(paper.number_line).removeprefix("Số: ")),
        ("Trích yếu", paper.title),
        ("Loại văn bản", "Quyết định"),
        ("Người ký", paper.signer),
    )


def _table(rows: tuple[tuple[str, str], ...]) -> str:
    cells = "".join(f"<tr><td>{name}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<h2>Thuộc tính văn bản</h2><table class='thuoctinh'>{cells}</table>"


def _related(rng: Random) -> list[str]:
    """Make up titles of other papers: numbers and awards that must not leak in."""
    return [
        form.format(number=rng.randint(5000, 9000), year=rng.randint(2012, 2024), brand=brand(rng))
        for form in phrases()["portal"]["related"]
    ]


def _body(paper: Paper) -> str:
    def line(text: str, tag: str = "p", style: str = "text-align:center") -> str:
        return f'<{tag} style="{style}">{escape(flat(text))}</{tag}>'

    left = "".join(line(text) for part in paper.issuer for text in part.split("\n"))
    right = "".join(map(line, paper.motto))
    parts = [
        f"<table width='100%'><tr><td>{left}<p>-------</p></td>"
        f"<td>{right}<p>---------------</p></td></tr>"
        f"<tr><td>{line(paper.number_line)}</td><td>{line(paper.date_line)}</td></tr></table>"
    ]
    parts += [line(text) for text in (paper.kind, paper.title, paper.authority) if text]
    parts += [line(text, style="") for text in paper.basis]
    parts += [line(paper.resolution)] if paper.resolution else []
    parts += [line(f"{part.lead} {part.text}", style="") for part in paper.body]
    to = "<br>".join(map(escape, paper.recipients))
    hand = "<br>".join(map(escape, (*paper.signature, "", paper.signer)))
    parts.append(f"<table width='100%'><tr><td>{to}</td><td>{hand}</td></tr></table>")
    for appendix in paper.appendices:
        parts += [line(text) for text in appendix.lines]
        for title, grid in appendix.grids:
            parts += [line(title, style="")] if title else []
            parts.append(table(grid))
    return "\n".join(parts)


def plain(paper: Paper) -> str:
    """Return the paper as plain text; a list's cells are parted by tabs."""
    lines = [MARK, "", *map(flat, paper.lines())]
    for appendix in paper.appendices:
        lines += ["", *appendix.lines]
        for title, grid in appendix.grids:
            lines += [title] if title else []
            lines += ["\t".join(row.texts()) for row in (*grid.header, *grid.rows)]
    return "\n".join(lines) + "\n"
