"""Papers as web pages of a legal portal, with a menu, a sheet of properties and other papers'
titles round them, and as plain text.
"""

from __future__ import annotations

from html import escape
from random import Random

from corpus.maker.names import brand
from corpus.maker.paper import Paper, flat
from corpus.maker.printing import MARK, SUBJECT, table

MENU = ("Trang chủ", "Giới thiệu", "Văn bản pháp luật", "Thủ tục hành chính", "Liên hệ")


def page(paper: Paper, rng: Random, *, properties: bool) -> str:
    """Return the paper as a page of a made-up portal; ``properties`` puts its data sheet on top."""
    menu = "".join(f"<li><a href='#'>{item}</a></li>" for item in MENU)
    sheet = _sheet(paper) if properties else ""
    related = "".join(f"<li><a href='#'>{escape(line)}</a></li>" for line in _related(rng))
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(paper.title)} - Cổng văn bản {MARK}</title>
<meta name="description" content="{SUBJECT}"><meta name="keywords" content="{MARK}"></head>
<body><header><div class="logo">Cổng văn bản {MARK}</div><nav><ul>{menu}</ul></nav></header>
<main><article class="content">
<h1>{escape(paper.title)}</h1>
{sheet}<div class="noidung">{_body(paper)}</div>
</article></main>
<aside class="related"><h3>Văn bản khác</h3><ul>{related}</ul></aside>
<footer><p>Bản quyền thuộc Cổng văn bản {MARK}. Lượt truy cập: {rng.randint(1000, 99999)}</p></footer>
</body></html>
"""


def _sheet(paper: Paper) -> str:
    number = flat(paper.number_line).removeprefix("Số: ")
    rows = (
        ("Số ký hiệu", number),
        ("Trích yếu", paper.title),
        ("Loại văn bản", "Quyết định"),
        ("Người ký", paper.signer),
    )
    cells = "".join(f"<tr><td>{name}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<h2>Thuộc tính văn bản</h2><table class='thuoctinh'>{cells}</table>"


def _related(rng: Random) -> list[str]:
    """Make up titles of other papers: numbers and awards that must not leak in."""
    return [
        f"Quyết định số {rng.randint(5000, 9000)}/QĐ-UBND công nhận sản phẩm công nghiệp nông thôn tiêu biểu năm {rng.randint(2012, 2024)}",
        f"Quyết định số {rng.randint(5000, 9000)}/QĐ-UBND công nhận sản phẩm OCOP {brand(rng)} đạt 4 sao",
        f"Kế hoạch số {rng.randint(100, 900)}/KH-UBND về khuyến công địa phương",
    ]


def _body(paper: Paper) -> str:
    def line(text: str, tag: str = "p", style: str = "text-align:center") -> str:
        return f'<{tag} style="{style}">{escape(flat(text))}</{tag}>'

    left = "".join(line(text) for part in paper.issuer for text in part.split("\n"))
    right = "".join(map(line, paper.motto))
    parts = [
        f"<table width='100%'><tr><td>{left}<p>-------</p></td><td>{right}<p>---------------</p></td></tr>"
        f"<tr><td>{line(paper.number_line)}</td><td>{line(paper.date_line)}</td></tr></table>"
    ]
    parts += [line(f"{text}") for text in (paper.kind, paper.title, paper.authority) if text]
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
