"""A PDF's digital signatures: the dictionary's time, the container's own, and the printed info."""

from __future__ import annotations

import pikepdf
import pytest

from pipeline.document import BBox, PageSource, Zone
from pipeline.reading.leaf import Leaf, with_signature_info
from pipeline.reading.lines import Passage, fragment
from pipeline.reading.sheet import IDENTITY, Token, after, carry, inverse, turn
from pipeline.reading.signatures import signatures

# DER: the attribute signingTime with a UTCTime, and the genTime of a time stamp
SIGNING_TIME = b"\x30\x1c\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05\x31\x0f\x17\x0d240411091830Z"
STAMPED = b"\x30\x40\x18\x0f20240411091831Z"

TIMES = [
    ("D:20240411161830+07'00'", b"", "2024-04-11T16:18:30+07:00", "as VGCA writes it"),
    ("D:20240411091830Z", b"", "2024-04-11T16:18:30+07:00", "universal time, told in Hanoi's"),
    ("D:20240411161830", b"", "2024-04-11T16:18:30+07:00", "no zone: an office's own clock"),
    (None, SIGNING_TIME, "2024-04-11T16:18:30+07:00", "the time the container was signed with"),
    (None, STAMPED, "2024-04-11T16:18:31+07:00", "the time a server stamped it with"),
    ("D:20240411161830+07'00'", STAMPED, "2024-04-11T16:18:30+07:00", "the dictionary's first"),
    ("D:20241341", b"", None, "no such day"),
    (None, b"", None, "no time at all"),
]


@pytest.mark.parametrize(("written", "contents", "time", "why"), TIMES)
def test_when_it_was_signed(
    written: str | None, contents: bytes, time: str | None, why: str
) -> None:
    pdf = pikepdf.new()
    value = pikepdf.Dictionary(ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=contents)
    if written:
        value.M = pikepdf.String(written)
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("S"), V=value)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]))
    (signature,) = signatures(pdf)
    assert (signature.time.isoformat() if signature.time else None) == time, why


def passage(zone: Zone, text: str, x: float = 10.0) -> Passage:
    return Passage(zone, (fragment([Token(text, BBox(x, 10, x + 50, 20), None)]),))


def leaf(source: PageSource, *passages: Passage, turned: int = 0) -> Leaf:
    way = inverse(turn(turned, 600, 800)) if turned else IDENTITY
    return Leaf(1, 600, 800, source, passages, way)


INFO = passage(Zone.OVERLAY, "Ký bởi: CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ")


def test_a_page_read_off_its_picture_keeps_the_layers_signature_info() -> None:
    body = passage(Zone.BODY, "Căn cứ")
    guessed = passage(Zone.OVERLAY, "Ký bởi: CÓNG THÔNG TTN")
    scanned = leaf(PageSource.OCR, guessed, body)
    kept = with_signature_info(scanned, leaf(PageSource.TEXT_LAYER, INFO))
    assert kept.passages == (INFO, body)


def test_nothing_else_of_a_wrong_layer_is_kept() -> None:
    scanned = leaf(PageSource.OCR, passage(Zone.BODY, "Căn cứ"))
    stamp = passage(Zone.OVERLAY, "ĐẾN Số: 12")
    layer = leaf(PageSource.TEXT_LAYER, stamp, passage(Zone.BODY, "C4n cu"))
    assert with_signature_info(scanned, layer) == scanned
    assert with_signature_info(scanned, None) == scanned


def test_the_info_stays_in_its_place_on_a_turned_page() -> None:
    scanned = leaf(PageSource.OCR, turned=90)
    (moved,) = with_signature_info(scanned, leaf(PageSource.TEXT_LAYER, INFO)).passages
    assert carry(moved.lines[0].bbox, scanned.to_page) == INFO.lines[0].bbox


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_way_and_its_inverse_lead_back(degrees: int) -> None:
    way = turn(degrees, 600, 800)
    box = BBox(10, 20, 30, 50)
    assert carry(box, after(way, inverse(way))) == box
