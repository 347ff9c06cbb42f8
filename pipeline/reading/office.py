"""Word files in, ``Document`` out: DOCX by python-docx, DOC and RTF through LibreOffice first.

Nothing in a file is obeyed: archives are measured before they are opened, XML that declares
entities is refused. The sandbox holds time, memory and the network.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.document import Document, Metadata, PageSource, TextSource, Zone
from pipeline.errors import Quarantined, Reason
from pipeline.reading import charset, zones
from pipeline.reading.flow import MOST_LINES, Origin, Passage, document
from pipeline.reading.libreoffice import convert

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"

_MOST_XML = 16 << 20  # bytes of one XML part, unpacked
_MOST_TAGS = 1_000_000  # in one part; a tag costs more memory than its bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_ALL = 160 << 20  # bytes of all parts, pictures included
_MOST_PARTS = 5000
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def read(path: Path, *, sha256: str, name: str | None = None) -> Document:
    """Read a Word file of any kind, told apart by its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK"):
        return read_docx(path, sha256=sha256, name=name)
    _require_word(path, head)
    with tempfile.TemporaryDirectory() as folder:
        converted = convert(path, Path(folder) / "converted.docx")
        media_type = RTF if head.startswith(b"{\\rtf") else DOC
        return read_docx(converted, sha256=sha256, name=name, media_type=media_type)


def read_docx(
    path: Path, *, sha256: str, name: str | None = None, media_type: str = DOCX
) -> Document:
    """Read a DOCX. Raises ``Quarantined`` where it is damaged, hostile, too large or empty."""
    _require_harmless(path)
    opened = _opened(path)
    from pipeline.reading.numbering import Numbering
    from pipeline.reading.wordml import Body, encoding_of, fonts_of

    styles = _part_element(opened, "styles")
    body = Body(
        Numbering(_part_element(opened, "numbering"), styles),
        fonts_of(styles),
        encoding_of(opened.element.body),
    )
    items = list(islice(body.items(opened.element.body), MOST_LINES + 1))
    margins = list(_margins(opened, body))
    zoning = zones.assign_paper([i if isinstance(i, str) else None for i in items])
    origin = Origin(
        sha256=sha256,
        media_type=media_type,
        page_source=PageSource.OFFICE,
        text_source=TextSource.OFFICE,
        metadata=Metadata(title=zoning.title, author=opened.core_properties.author or None),
        notices=tuple(charset.legacy_notice(encoding) for encoding in sorted(body.legacy)),
        cut=len(items) > MOST_LINES,
    )
    passages = [*zones.placed(items, zoning), *(Passage(m, Zone.FURNITURE) for m in margins)]
    return document(passages, origin)


def _require_word(path: Path, head: bytes) -> None:
    """Refuse what LibreOffice would take for text: only RTF and Word's own streams pass."""
    if head.startswith(b"{\\rtf"):
        return
    if head.startswith(_OLE) and "WordDocument".encode("utf-16-le") in path.read_bytes():
        return
    raise Quarantined(
        Reason.NOT_WHAT_IT_SAYS, "Tệp mang tên Word nhưng nội dung không phải văn bản Word."
    )


def _require_harmless(path: Path) -> None:
    """Refuse an archive that unpacks to too much, and XML that declares entities of its own."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            if (
                len(parts) > _MOST_PARTS
                or sum(part.file_size for part in parts) > _MOST_ALL
                or any(part.file_size > _MOST_XML for part in xml)
                or sum(part.file_size for part in xml) > 2 * _MOST_XML
            ):
                raise _too_large()
            for part in xml:
                data = archive.read(part)
                if data.count(b"<") > _MOST_TAGS:
                    raise _too_large()
                if any(word in data for word in _DECLARATIONS):
                    raise Quarantined(
                        Reason.DAMAGED,
                        "Tệp Word chứa khai báo thực thể XML (dấu hiệu tấn công); không mở.",
                    )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise _damaged(error) from error


def _too_large() -> Quarantined:
    return Quarantined(Reason.TOO_LARGE, "Tệp Word bung ra quá lớn; hãy chia nhỏ hoặc xuất ra PDF.")


def _damaged(error: Exception) -> Quarantined:
    return Quarantined(
        Reason.DAMAGED,
        f"Tệp Word hỏng, không mở được ({type(error).__name__}); hãy lưu lại từ Word rồi nạp lại.",
    )


def _opened(path: Path) -> Any:
    """Open with python-docx, which has no types; what it refuses LibreOffice may still mend."""
    try:
        return _by_python_docx(path)
    except Quarantined:
        with tempfile.TemporaryDirectory() as folder:
            mended = convert(path, Path(folder) / "mended.docx")
            return _by_python_docx(mended)


def _by_python_docx(path: Path) -> Any:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        opened = docx.Document(str(path))
        if opened.element.body is None:
            raise Quarantined(Reason.NO_TEXT, "Tệp Word không có phần thân nào.")
    except (
        OpcError, KeyError, ValueError, AttributeError, etree.LxmlError, zipfile.BadZipFile,
    ) as error:  # fmt: skip
        raise _damaged(error) from error
    return opened


def _part_element(opened: Any, kind: str) -> Any:
    """Return the XML of a document's styles or numbering, None where it has none."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    for link in opened.part.rels.values():
        if link.reltype == getattr(RELATIONSHIP_TYPE, kind.upper()) and not link.is_external:
            return getattr(link.target_part, "element", None)
    return None


def _margins(opened: Any, body: Any) -> Iterator[str]:
    """Yield what stands in headers and footers, once each; bare page numbers are left out."""
    seen = set()
    for section in opened.sections:
        for margin in (section.header, section.first_page_header, section.footer):
            if margin.is_linked_to_previous:
                continue
            for item in body.items(margin._element):
                text = item if isinstance(item, str) else ""
                if text and text not in seen and not text.strip(" -–").isdecimal():
                    seen.add(text)
                    yield text
