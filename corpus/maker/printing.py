"""Papers on pages: HTML set by the layout rules of Nghị định 30/2020, then WeasyPrint or Chromium.

Two engines, so that nothing is tuned to the way one of them writes PDF. Dates and ids are taken out
of the files, so that a seed gives the same bytes again.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

from corpus.maker.paper import GAP, Appendix, Cell, Grid, Paper, Row
from corpus.maker.words import template
from pipeline.errors import SetupError

MARK = "MẪU"
SUBJECT = "MẪU - tài liệu do máy tạo để thử nghiệm, không phải văn bản thật"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_LINE = "0.6pt solid #000"
RULES = {
    "ruled": f"table.list td, table.list th {{ border: {_LINE}; }}",
    "horizontal": f"table.list tr > * {{ border-top: {_LINE}; border-bottom: {_LINE}; }}",
    "none": "",
}
GAP_HTML = '<span class="gap"></span>'


def html(paper: Paper) -> str:
    """Return the whole paper as one HTML page, styled for print."""
    appendices = "".join(_appendix(appendix) for appendix in paper.appendices)
    boxes = _box("overlay", paper.overlay) + _box("received", paper.received)
    draft = '<div class="draft">DỰ THẢO</div>' if paper.draft else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{MARK}</title>'
        f"<style>{_css(paper)}</style></head><body>{boxes}{draft}{_head(paper)}{_body(paper)}"
        f"{_foot(paper)}{appendices}</body></html>"
    )


def pdf(paper: Paper, engine: str = "weasyprint") -> bytes:
    """Print the paper; ``engine`` is weasyprint or chromium."""
    return set_page(html(paper), engine)


def set_page(page: str, engine: str = "weasyprint") -> bytes:
    """Print an HTML page that ``html`` made."""
    return settle(_chromium(page) if engine == "chromium" else _weasyprint(page))


def settle(data: bytes, *, title: str = MARK) -> bytes:
    """Take clock times and random ids out of a PDF and mark it as a sample."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        if "/Info" in document.trailer:
            del document.trailer.Info
        document.docinfo["/Title"] = title
        document.docinfo["/Subject"] = SUBJECT
        document.docinfo["/Keywords"] = MARK
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        out = io.BytesIO()
        document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def chromium() -> str | None:
    """Return the path of a Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def _weasyprint(page: str) -> bytes:
    try:
        import weasyprint
    except ImportError as error:
        raise SetupError("Cần gói weasyprint: cài môi trường phát triển (make test).") from error
    made: bytes = weasyprint.HTML(string=page).write_pdf()
    return made


def _chromium(page: str) -> bytes:
    program = chromium()
    if program is None:
        return _weasyprint(page)
    with tempfile.TemporaryDirectory(prefix="maker-") as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, "utf-8")
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=90)  # noqa: S603 - fixed words and our own paths
        return target.read_bytes()


def _css(paper: Paper) -> str:
    look = paper.look
    grids = [grid for appendix in paper.appendices for _, grid in appendix.grids]
    return template("paper.css").substitute(
        mark=MARK,
        font=look.font,
        size=look.size,
        number_size=look.size - 1,
        motto_size=look.size - 0.8,
        kind_size=look.size + 1,
        to_size=max(look.size - 2.5, 9),
        table_size=look.table_size,
        leading=look.leading,
        left=look.left,
        right=look.right,
        vertical=look.vertical,
        overlay_up=look.vertical * 0.7,
        received_out=look.left - 6,
        numbers="counter(page)" if look.page_numbers else "''",
        together="" if look.breakable else "p, .line { break-inside: avoid; }",
        rows="auto" if look.split_rows else "avoid",
        rules=RULES[grids[0].rules] if grids else "",
    )


def _inline(text: str) -> str:
    return escape(text, quote=False).replace(GAP, GAP_HTML).replace("\n", "<br>")


def _line(text: str, style: str = "") -> str:
    return f'<div class="line {style}">{_inline(text)}</div>'


def _box(name: str, lines: tuple[str, ...]) -> str:
    return f'<div class="{name}">{"<br>".join(map(escape, lines))}</div>' if lines else ""


def _head(paper: Paper) -> str:
    parents, issuer = paper.issuer[:-1], paper.issuer[-1]
    left = "".join(map(_line, parents)) + _line(issuer, "b") + '<div class="rule"></div>'
    right = "".join(_line(line, "b") for line in paper.motto) + '<div class="rule long"></div>'
    return (
        f'<table class="head"><tr><td class="issuer">{left}</td><td class="motto">{right}</td></tr>'
        f"<tr><td>{_line(paper.number_line)}</td>"
        f"<td>{_line(paper.date_line, 'i')}</td></tr></table>"
    )


def _body(paper: Paper) -> str:
    parts = [
        _line(paper.kind, "b c kind"),
        _line(paper.title, "b c"),
        '<div class="rule"></div><br>',
    ]
    if paper.authority:
        parts.append(_line(paper.authority, "b c"))
    style = ' class="i"' if paper.look.italic_basis else ""
    parts += [f"<p{style}>{_inline(line)}</p>" for line in paper.basis]
    if paper.resolution:
        parts.append(_line(paper.resolution, "b c"))
    for paragraph in paper.body:
        lead = f"<b>{_inline(paragraph.lead)}</b> " if paragraph.lead else ""
        parts.append(f"<p>{lead}{_inline(paragraph.text)}</p>")
    return "".join(parts)


def _foot(paper: Paper) -> str:
    if not paper.signature:
        return ""
    first, *others = paper.recipients
    left = _line(first, "b i") + "".join(map(_line, others))
    right = "".join(_line(line, "b") for line in paper.signature)
    signer = f'<div class="line b signer">{_inline(paper.signer)}</div>'
    cells = f'<td class="to">{left}</td><td>{right}{signer}</td>'
    return f'<table class="foot"><tr>{cells}</tr></table>'


def _appendix(appendix: Appendix) -> str:
    *lines, reference = appendix.lines
    head = "".join(_line(line, "b c") for line in lines) + _line(reference, "i c")
    grids = "".join(
        (_line(title, "b") if title else "") + table(grid) for title, grid in appendix.grids
    )
    wide = " wide" if appendix.landscape else ""
    return f'<div class="appendix{wide}">{head}{grids}</div>'


def table(grid: Grid) -> str:
    """Return a grid as an HTML table; rows that share a merged cell stay on one page."""
    columns = "".join(f'<col style="width:{width}%">' for width in grid.widths)
    header = "".join(_row(row, "th") for row in grid.header)
    if grid.repeat_header:
        header = f"<thead>{header}</thead>"
    else:
        header = f'<tbody class="run">{header}</tbody>'
    runs = "".join(f'<tbody class="run">{run}</tbody>' for run in _runs(grid.rows))
    return f'<table class="list"><colgroup>{columns}</colgroup>{header}{runs}</table>'


def _runs(rows: tuple[Row, ...]) -> list[str]:
    runs: list[str] = []
    left = 0
    for row in rows:
        if left > 0:
            runs[-1] += _row(row, "td")
        else:
            runs.append(_row(row, "td"))
            left = 1
        left = max(left, *(cell.rowspan for cell in row.cells if cell)) - 1
    return runs


def _row(row: Row, tag: str) -> str:
    return "<tr>" + "".join(_cell(cell, tag) for cell in row.cells if cell is not None) + "</tr>"


def _cell(cell: Cell, tag: str) -> str:
    style = " ".join(name for name, on in (("b", cell.bold), ("c", cell.centred)) if on)
    spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
        f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    )
    named = f' class="{style}"' if style else ""
    return f"<{tag}{spans}{named}>{_inline(cell.text)}</{tag}>"
