"""Sides in, ALTO 4 out: blocks, lines and strings with boxes in 1/1200 inch from the top left.

A table is a composed block of its cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from pipeline.document import BBox
from pipeline.transcript.sides import Line, Mark, Region, Side

_ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_ALTO} http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_UNITS = 1200 / 72  # of a point


def alto(pages: Sequence[Side]) -> bytes:
    """Return an ALTO file in UTF-8."""
    root = etree.Element(f"{{{_ALTO}}}alto", nsmap={None: _ALTO, "xsi": _XSI})  # type: ignore[dict-item]  # lxml-stubs: None is the default
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    root.set("SCHEMAVERSION", "4.4")
    description = _add(root, "Description")
    _add(description, "MeasurementUnit").text = "inch1200"
    processing = _add(description, "Processing", ID="processing")
    _add(_add(processing, "processingSoftware"), "softwareName").text = "tieubieu"
    layout = _add(root, "Layout")
    for side in pages:
        _page(layout, side)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _page(layout: etree._Element, side: Side) -> None:
    size = {"WIDTH": str(_units(side.width)), "HEIGHT": str(_units(side.height))}
    page = _add(
        layout, "Page", ID=f"p{side.number}", PHYSICAL_IMG_NR=str(side.number), **size
    )  # fmt: skip
    space = _add(page, "PrintSpace", HPOS="0", VPOS="0", **size)
    for n, region in enumerate(side.regions, 1):
        name = f"p{side.number}_b{n}"
        if not region.cells:
            _block(space, region, name, side.turn)
            continue
        table = _add(space, "ComposedBlock", ID=name, TYPE="table", **_box(region.bbox))
        for m, cell in enumerate(region.cells, 1):
            _block(table, cell, f"{name}_c{m}", side.turn)


def _block(space: etree._Element, region: Region, name: str, turn: int) -> None:
    # ALTO counts a block's rotation anticlockwise: one read by turning the page clockwise by 90
    # degrees stands turned by 90 anticlockwise.
    turned = {"ROTATION": str(turn)} if turn else {}
    block = _add(space, "TextBlock", ID=name, LANG="vi", **_box(region.bbox), **turned)
    for n, line in enumerate(region.lines, 1):
        _line(block, line, f"{name}_l{n}")


def _line(block: etree._Element, line: Line, name: str) -> None:
    element = _add(block, "TextLine", ID=name, **_box(line.bbox))
    last: Mark | None = None
    for n, mark in enumerate(line.marks, 1):
        if last is not None and not mark.glued:
            _add(element, "SP")
        sure = {} if mark.confidence is None else {"WC": f"{mark.confidence:.2f}"}
        _add(element, "String", ID=f"{name}_s{n}", CONTENT=mark.text, **_box(mark.bbox), **sure)
        last = mark


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_ALTO}}}{name}", attributes)


def _box(box: BBox) -> dict[str, str]:
    left, top = _units(box.x0), _units(box.top)
    return {
        "HPOS": str(left),
        "VPOS": str(top),
        "WIDTH": str(max(0, _units(box.x1) - left)),
        "HEIGHT": str(max(0, _units(box.bottom) - top)),
    }


def _units(points: float) -> int:
    return max(0, round(points * _UNITS))
