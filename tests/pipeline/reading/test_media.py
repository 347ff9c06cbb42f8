"""What a file is, its bytes say; the name only breaks ties."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import Quarantined, Reason
from pipeline.reading import media
from pipeline.reading.media import is_truncated_pdf, media_type, require_readable

WORDS = "Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ"
PDF_BYTES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def zipped(*names: str, first: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as package:
        for number, name in enumerate(names):
            package.writestr(name, first if number == 0 else b"<x/>")
    return held.getvalue()


def ole(*streams: str, directory_sector: int = 1) -> bytes:
    """An OLE file whose directory holds these streams, four entries a sector."""
    entries = [_entry("Root Entry", 5, child=1)]
    for number, name in enumerate(streams, 1):
        after = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, right=after))
    while len(entries) % 4:
        entries.append(bytes(128))
    count = len(entries) // 4
    chain = [0xFFFFFFFF] * 128
    chain[0] = 0xFFFFFFFD
    for number in range(count):
        last = number == count - 1
        chain[directory_sector + number] = 0xFFFFFFFE if last else directory_sector + number + 1
    head = bytearray(b"\xff" * 512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<L", head, 48, directory_sector)
    struct.pack_into("<L", head, 76, 0)
    body = bytearray(struct.pack("<128L", *chain))
    body += bytes(512 * (directory_sector - 1)) + b"".join(entries)
    return bytes(head) + bytes(body)


def _entry(name: str, kind: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    tail = struct.pack("<HBB3L", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return (raw.ljust(64, b"\0") + tail).ljust(128, b"\0")


@pytest.mark.parametrize(
    ("data", "name", "expected", "why"),
    [
        (PDF_BYTES, "cong-van.doc", media.PDF, "a PDF under another name"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + PDF_BYTES, "a", media.PDF, "saved with its HTTP head"),
        (PDF_BYTES[9:], "qd.pdf", media.PDF, "a PDF without its first line"),
        (b"%PD", "qd.pdf", media.PDF, "cut after three bytes"),
        (bytes(range(1, 256)) * 9, "qd.pdf", media.PDF, "noise: its reader says what is wrong"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "anh.jpg", media.PNG, "a PNG called .jpg"),
        (b"\x89PN", "anh.png", media.PNG, "cut in the signature"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "a", media.JPEG, "JFIF"),
        (b"II*\x00" + bytes(9), "a", media.TIFF, "little-endian"),
        (b"MM\x00*" + bytes(9), "a", media.TIFF, "big-endian"),
        (b"II+\x00" + bytes(9), "a", media.TIFF, "BigTIFF"),
        (rb"{\rtf1\ansi", "qd.doc", media.RTF, "RTF called .doc"),
        (zipped("a.pdf"), "a.docx", media.ZIP, "a plain ZIP called .docx"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.zip", media.DOCX, "DOCX as .zip"),
        (zipped("word/document.xml", "[Content_Types].xml"), "a", media.DOCX, "any order"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.docx", XLSX, "a workbook"),
        (
            zipped("qd.docx", first=zipped("[Content_Types].xml", "word/a.xml"), method=0),
            "a.zip",
            media.ZIP,
            "a stored DOCX inside shows its names but is not the file",
        ),
        (
            zipped("[Content_Types].xml", "word/document.xml")[:-30],
            "a.docx",
            media.DOCX,
            "cut in the directory: local headers still tell",
        ),
        (
            zipped(
                "mimetype",
                "content.xml",
                first=b"application/vnd.oasis.opendocument.text",
                method=0,
            ),
            "a.odt",
            "application/vnd.oasis.opendocument.text",
            "OpenDocument",
        ),
        (b"PK\x05\x06" + bytes(18), "a.zip", media.ZIP, "an empty ZIP"),
        (ole("1Table", "WordDocument"), "a.xls", media.DOC, "Word 97"),
        (ole("Workbook", "x"), "a.doc", "application/vnd.ms-excel", "Excel called .doc"),
        (ole(*"abcdef", "WordDocument"), "a.doc", media.DOC, "directory of several sectors"),
        (ole("WordDocument", directory_sector=90), "a.doc", media.DOC, "directory at the end"),
        (ole("WordDocument")[:1000], "a.doc", "application/x-ole-storage", "cut before it"),
        (ole("EncryptedPackage"), "a.docx", media.ENCRYPTED_OFFICE, "a DOCX with a password"),
        (b"Rar!\x1a\x07\x01\x00", "a.zip", "application/vnd.rar", "RAR called .zip"),
        (b"7z\xbc\xaf\x27\x1c", "a", "application/x-7z-compressed", "7z"),
        (b"GIF89a" + bytes(9), "a.png", "image/gif", "GIF"),
        (b"<!DOCTYPE html><p>Lo", "a.pdf", media.HTML, "an error page saved as PDF"),
        (b"\xef\xbb\xbf \n<!-- 1 --><HTML>", "a", media.HTML, "mark, blanks and a comment first"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "a", media.HTML, "XHTML"),
        ("<html><p>Quyết".encode("utf-16"), "a", media.HTML, "a page in UTF-16"),
        (b"Cong thong tin\n<p>Quyet dinh</p>", "a.aspx", media.HTML, "a fragment with a web name"),
        (b"Cong thong tin <b>1</b>", "a.txt", media.PLAIN, "the same bytes, called text"),
        (b"<html>%PDF-1.4 is a format</html>", "a.pdf", media.HTML, "a page about PDF"),
        (b'<?xml version="1.0"?><rss></rss>', "a.pdf", "text/xml", "other XML"),
        (b'{"error": "not found"}', "a.pdf", "application/json", "an API's answer"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
            "a.doc",
            "message/rfc822",
            "MHTML",
        ),
        (WORDS.encode(), "a.bin", media.PLAIN, "UTF-8"),
        (WORDS.encode()[:17], "a", media.PLAIN, "UTF-8 cut inside a letter"),
        (WORDS.encode("utf-16"), "a", media.PLAIN, "UTF-16 with its mark"),
        (WORDS.encode("utf-16-be"), "a", media.PLAIN, "UTF-16 without"),
        (b"Q\xb5y\xd5t \xae\xdfnh c\xabng nh\xcbn", "a.txt", media.PLAIN, "TCVN3"),
        (b"Quy\xea\xec\x74 \xf0i\xf2nh", "a.txt", media.PLAIN, "windows-1258"),
        (b"Quy\xaa't \x06 v\x02", "a.txt", media.UNKNOWN, "mostly control codes are no text"),
        (bytes(range(256)) * 9, "a.txt", media.UNKNOWN, "noise called text"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "a.txt", media.UNKNOWN, "a program"),
        (b"", "a.pdf", media.EMPTY, "nothing"),
        (bytes(5000), "a.pdf", media.EMPTY, "a download that left only zeros"),
        (b" \r\n\t", "a.txt", media.EMPTY, "only blanks"),
    ],
)
def test_media_type(tmp_path: Path, data: bytes, name: str, expected: str, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert media_type(path) == expected, why
    assert media_type(data, name) == expected, why


@pytest.mark.parametrize(
    ("found", "name", "reason"),
    [
        (media.EMPTY, "a.pdf", Reason.EMPTY),
        (media.HTML, "1918-QD-UBND.pdf", Reason.NOT_WHAT_IT_SAYS),
        (media.HTML, "a.DOCX", Reason.NOT_WHAT_IT_SAYS),
        (media.PLAIN, "a.pdf", Reason.NOT_WHAT_IT_SAYS),
        ("application/json", "a.zip", Reason.NOT_WHAT_IT_SAYS),
        ("application/vnd.rar", "a.zip", Reason.UNSUPPORTED_TYPE),
        (XLSX, "a.xlsx", Reason.UNSUPPORTED_TYPE),
        (media.UNKNOWN, None, Reason.UNSUPPORTED_TYPE),
        (media.ENCRYPTED_OFFICE, "a.docx", Reason.ENCRYPTED),
    ],
)
def test_what_has_no_reader_is_refused_with_its_reason(
    found: str, name: str | None, reason: Reason
) -> None:
    with pytest.raises(Quarantined) as refusal:
        require_readable(found, name)
    assert refusal.value.reason is reason
    assert " " in refusal.value.detail


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (media.HTML, "a.aspx"),
        (media.HTML, "a.doc"),  # how portals and Word itself save pages
        (media.PDF, "a.doc"),
        (media.PNG, "a.jpg"),
        (media.PLAIN, None),
        (media.DOCX, "a.zip"),
    ],
)
def test_what_can_be_read_passes_whatever_its_name(found: str, name: str | None) -> None:
    require_readable(found, name)


LINEAR = (
    b"%PDF-1.5\n1 0 obj<</Linearized 1/L 5000/N 1>>endobj\n%%EOF\n".ljust(4000, b"x") + b"%%EOF"
)


@pytest.mark.parametrize(
    ("data", "truncated", "why"),
    [
        (PDF_BYTES, False, "whole"),
        (PDF_BYTES + bytes(5000), False, "padded with zeros by a download"),
        (PDF_BYTES[:-6], False, "only the last mark lost; startxref still tells"),
        (PDF_BYTES[:40], True, "cut in an object"),
        (PDF_BYTES + b"x" * 9000, True, "its end is not its end"),
        (LINEAR, True, "linearized and shorter than it says"),
        (LINEAR.replace(b"/L 5000", b"/L 4005"), False, "linearized and whole"),
    ],
)
def test_is_truncated_pdf(tmp_path: Path, data: bytes, truncated: bool, why: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert is_truncated_pdf(data) is truncated, why
    assert is_truncated_pdf(path) is truncated, why
