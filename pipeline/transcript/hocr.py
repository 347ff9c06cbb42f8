"""Sides in, hOCR 1.2 out: XHTML with a box for every page, area, paragraph, line and word.

Boxes are in pixels from the top left at ``DPI`` dots an inch, which ``scan_res`` states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.document import BBox
from pipeline.transcript.sides import Line, Region, Side

DPI = 300
_SCALE = DPI / 72
_XHTML = "http://www.w3.org/1999/xhtml"
_ROOT = f"""<html xmlns="{_XHTML}" xml:lang="vi" lang="vi"><head>
<title>tieubieu</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="ocr-system" content="tieubieu" />
<meta name="ocr-capabilities" content="ocr_page ocr_table ocr_carea ocr_par ocr_line ocrx_word" />
</head><body></body></html>"""


def hocr(pages: Sequence[Side]) -> bytes:
    """Return an XHTML file in UTF-8 that hOCR tools read."""
    root = etree.fromstring(_ROOT)
    body = root[-1]
    for page in pages:
        body.append(_page(page))
    return etree.tostring(
        root,
        xml_declaration=True,
        encoding="UTF-8",
        pretty_print=True,
        doctype='<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
    )


def _page(side: Side) -> etree._Element:
    whole = BBox(0, 0, side.width, side.height)
    title = f"{_box(whole)}; ppageno {side.number - 1}; scan_res {DPI} {DPI}"
    page = _element("div", "ocr_page", f"page_{side.number}", title)
    for n, region in enumerate(side.regions, 1):
        name = f"block_{side.number}_{n}"
        if not region.cells:
            page.append(_area(region, name, side.turn))
            continue
        table = _element("div", "ocr_table", name, _box(region.bbox))
        for m, cell in enumerate(region.cells, 1):
            table.append(_area(cell, f"{name}_{m}", side.turn))
        page.append(table)
    return page


def _area(region: Region, name: str, turn: int) -> etree._Element:
    area = _element("div", "ocr_carea", name, _box(region.bbox))
    paragraph = _element("p", "ocr_par", f"par_{name}", _box(region.bbox))
    paragraph.set("lang", "vi")
    area.append(paragraph)
    for n, line in enumerate(region.lines, 1):
        paragraph.append(_line(line, f"line_{name}_{n}", turn))
    return area


def _line(line: Line, name: str, turn: int) -> etree._Element:
    angle = f"; textangle {turn}" if turn else ""
    element = _element("span", "ocr_line", name, _box(line.bbox) + angle)
    for word in _words(line, name):
        element.append(word)
    return element


def _words(line: Line, name: str) -> Iterator[etree._Element]:
    for n, mark in enumerate(line.marks, 1):
        sure = "" if mark.confidence is None else f"; x_wconf {round(mark.confidence * 100)}"
        word = _element("span", "ocrx_word", f"word_{name}_{n}", _box(mark.bbox) + sure)
        word.text = mark.text
        following = line.marks[n] if n < len(line.marks) else None
        word.tail = " " if following is not None and not following.glued else None
        yield word


def _element(tag: str, kind: str, name: str, title: str) -> etree._Element:
    return etree.Element(f"{{{_XHTML}}}{tag}", {"class": kind, "id": name, "title": title})


def _box(box: BBox) -> str:
    return "bbox " + " ".join(
        str(max(0, round(edge * _SCALE))) for edge in (box.x0, box.top, box.x1, box.bottom)
    )
