"""Bytes in, media type out: by content; the name only settles what content leaves open.

Never reads more than a few hundred kilobytes from the two ends of a file, and never parses.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

from pipeline.errors import Quarantined, Reason
from pipeline.reading.containers import OLE_MAGIC, office_type, ole_type

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
HTML = "text/html"
PLAIN = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ZIP = "application/zip"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
ENCRYPTED_OFFICE = "application/encrypted"

READABLE = frozenset({PDF, PNG, JPEG, TIFF, HTML, PLAIN, DOCX, DOC, RTF})

_ENDS = 256 << 10
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", PNG, "png"),
    (b"\xff\xd8\xff", JPEG, "jpg jpeg jpe"),
    (b"II*\x00", TIFF, "tif tiff"),
    (b"MM\x00*", TIFF, "tif tiff"),
    (b"II+\x00", TIFF, "tif tiff"),
    (b"MM\x00+", TIFF, "tif tiff"),
    (b"%PDF-", PDF, "pdf"),
    (rb"{\rtf", RTF, "rtf doc"),
    (b"Rar!\x1a\x07", "application/vnd.rar", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "7z"),
    (b"\x1f\x8b\x08", "application/gzip", "gz tgz"),
    (b"BZh", "application/x-bzip2", "bz2"),
    (b"\xfd7zXZ\x00", "application/x-xz", "xz"),
    (b"(\xb5/\xfd", "application/zstd", "zst"),
    (b"MSCF", "application/vnd.ms-cab-compressed", "cab"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2", "jp2"),
    (b"AT&TFORM", "image/vnd.djvu", "djvu djv"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3", "sqlite db"),
)
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# What a name promises that text never is: "1918-QD-UBND.pdf" holding "<html>404 Not Found"
_NEVER_TEXT = frozenset(
    ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "docx", "xlsx", "pptx", "zip", "rar", "7z", "gz"]
)
_TEXTUAL = frozenset({HTML, PLAIN, "text/xml", "application/json", "image/svg+xml"})
_WEB_NAMES = frozenset(
    ["html", "htm", "xhtml", "shtml", "phtml", "aspx", "asp", "jsp", "php", "mhtml"]
)

# "<!DOCTYPE html>", "<HTML lang=vi>", "<div class=...": how a page opens once blanks, comments and
# an XML declaration are past.
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|/?(?:html|head|body|meta|title|script|style|link|base|div|table|form|"
    rb"iframe|article|section|main|header|center|font|h[1-6]|p|span|ul|ol|br|b|img|a)\b)",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(rb"(?:\s+|<!--.{0,4000}?-->|<\?.{0,400}?\?>)+", re.DOTALL)
_ROOT = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_ANY_ELEMENT = re.compile(rb"</(?:p|div|span|table|td|a|h[1-6]|li|b|strong)\s*>", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml\s|!doctype\s|[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_MAIL = re.compile(rb"^MIME-Version:\s*1\.0\s*$", re.IGNORECASE | re.MULTILINE)
# "4 0 obj", "trailer<</Root 1 0 R>>": a PDF that lost its first line
_PDF_BODY = re.compile(rb"%PDF|\d\s+\d+\s+obj\b|\bendobj\b|\btrailer\s*<<|startxref\s")

# Control codes that no text in any encoding we decode holds; VISCII keeps letters at six of them.
_VISCII = b"\x02\x05\x06\x14\x19\x1e"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b") - set(_VISCII)) + b"\x7f"
_MOST_CONTROLS = 0.002
_MOST_VISCII = 0.05


def media_type(source: Path | bytes, name: str | None = None) -> str:
    """Return what a file is: "application/pdf" for a PDF named "cong-van.doc".

    ``name`` is the file's name as its sender gave it; by default that of the path. Of ``bytes``
    the whole file is best; a file's beginning will do for all but ZIP and Office files.
    """
    if name is None and isinstance(source, Path):
        name = source.name
    head, tail, size = _ends(source)
    if not head.strip(b"\x00\t\n\r "):
        return EMPTY
    if head.startswith(OLE_MAGIC):
        return ole_type(source)
    return _by_signature(head, tail, size, _suffix(name)) or _by_text(head, _suffix(name))


def require_readable(found: str, name: str | None) -> None:
    """Raise ``Quarantined`` unless a reader exists for the type and the name does not belie it.

    An HTML page named "quyet-dinh.pdf" is an error page, not the decision: NOT_WHAT_IT_SAYS. A PNG
    named ".jpg" or a PDF named ".doc" is simply read.
    """
    suffix = _suffix(name)
    if found == EMPTY:
        raise Quarantined(Reason.EMPTY, "Tệp rỗng: không có nội dung nào. Hãy tải lại tệp gốc.")
    if found in _TEXTUAL and suffix in _NEVER_TEXT:
        raise Quarantined(
            Reason.NOT_WHAT_IT_SAYS,
            f"Tên tệp là .{suffix} nhưng nội dung là {found}, thường là trang báo lỗi lưu "
            "nhầm. Hãy tải lại tệp gốc.",
        )
    if found == ENCRYPTED_OFFICE:
        raise Quarantined(Reason.ENCRYPTED, "Tệp Office có mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.")
    if found not in READABLE:
        raise Quarantined(
            Reason.UNSUPPORTED_TYPE,
            f"Chưa đọc được kiểu tệp {found}. Hãy chuyển sang PDF, DOCX, HTML hoặc ảnh PNG, JPEG, "
            "TIFF.",
        )


def is_truncated_pdf(source: Path | bytes) -> bool:
    """Tell whether a PDF lacks its end: no ``%%EOF`` nor ``startxref`` in its last 2 kB.

    A linearized file names its own length in its first object; one shorter than that is cut too,
    though its first part has an end of its own.
    """
    head, tail, size = _ends(source)
    end = tail.rstrip(b"\x00\t\n\x0c\r ")[-2048:]
    if b"%%EOF" not in end and b"startxref" not in end:
        return True
    linear = _LINEAR.search(head[:2048])
    return linear is not None and size < int(linear["length"])


# "<</Linearized 1/L 48213/O 12/E 9877/N 3/T 47921>>"
_LINEAR = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(?P<length>\d{1,12})\b")


def _ends(source: Path | bytes) -> tuple[bytes, bytes, int]:
    """Return the first and last bytes of a file, and its size."""
    if isinstance(source, bytes):
        return source[:_ENDS], source[-_ENDS:], len(source)
    with source.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(_ENDS)
        file.seek(max(0, size - _ENDS))
        return head, file.read(_ENDS), size


def _suffix(name: str | None) -> str:
    return PurePath(name or "").suffix.lower().lstrip(".")


def _by_signature(head: bytes, tail: bytes, size: int, suffix: str) -> str | None:
    if head.startswith(_PACKED):
        return office_type(head, tail, size) or ZIP
    for signature, found, suffixes in _SIGNATURES:
        cut = len(head) < len(signature) and signature.startswith(head)
        if head.startswith(signature) or (cut and suffix in suffixes.split()):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "image/bmp"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    return _late_pdf(head, tail, suffix)


def _late_pdf(head: bytes, tail: bytes, suffix: str) -> str | None:
    """Find a PDF behind some junk, or, where the name says so, without its first line."""
    if _opens_as_page(head):
        return None
    named = suffix == "pdf" and (_PDF_BODY.search(head) or _PDF_BODY.search(tail))
    return PDF if named or b"%PDF-" in head[:1024] else None


def _by_text(head: bytes, suffix: str) -> str:
    text = _as_text(head)
    if text is None:
        return PDF if suffix == "pdf" else _guess(head)
    if _opens_as_page(text) or _ROOT.search(text[:4096]):
        return HTML
    if suffix in _WEB_NAMES and _ANY_ELEMENT.search(text):
        return HTML
    if _MAIL.search(text[:4096]):
        return "message/rfc822"
    if _XML.match(text) and text.rstrip().endswith(b">"):
        return "image/svg+xml" if _SVG.search(text[:4096]) else "text/xml"
    if suffix == "json" or (text.lstrip()[:2] in (b'{"', b"[{") and text.rstrip()[-1:] in b"}]"):
        return "application/json"
    return PLAIN


def _opens_as_page(text: bytes) -> bool:
    blank = _PREAMBLE.match(text[:8192].removeprefix(b"\xef\xbb\xbf"))
    start = blank.end() if blank else 0
    return _PAGE.match(text[:8192].removeprefix(b"\xef\xbb\xbf"), start) is not None


def _as_text(head: bytes) -> bytes | None:
    """Return text in an encoding that keeps ASCII; None where the bytes are no text at all."""
    encoding = _wide(head)
    if encoding:
        return head.decode(encoding, "replace").encode("utf-8", "replace")
    if b"\x00" in head:
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    viscii = len(head) - len(head.translate(None, _VISCII))
    if controls > _MOST_CONTROLS * len(head) or viscii > _MOST_VISCII * len(head):
        return None
    return head


def _wide(head: bytes) -> str | None:
    """Name the encoding of text with two or four bytes a letter, by its mark or its zeros."""
    marks = ((b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"))
    for mark, name in (*marks, (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return name
    sample = head[: 4096 & ~1]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    pairs = len(sample) // 2
    # Vietnamese in UTF-16 has its zeros in every second byte, at two letters in three
    if pairs and zeros[0] == 0 and zeros[1] > pairs / 3:
        return "utf-16-le"
    if pairs and zeros[1] == 0 and zeros[0] > pairs / 3:
        return "utf-16-be"
    return None


def _guess(head: bytes) -> str:
    """Name a type we do not read, for the message only."""
    import puremagic

    try:
        return puremagic.from_string(head[:4096], mime=True) or UNKNOWN
    except (puremagic.PureError, ValueError):
        return UNKNOWN
