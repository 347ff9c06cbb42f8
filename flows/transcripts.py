"""What the command line is asked to write out of a document in, bytes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.archive import Archive
from pipeline.document import Document, State
from pipeline.errors import InputError
from pipeline.reading import read
from pipeline.transcript import Amendment, Side, sides
from pipeline.transcript.alto import alto
from pipeline.transcript.hocr import hocr

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.store.papers import Paper


@dataclass(frozen=True, slots=True)
class Asked:
    """A document with its original, what people amended of it, and where its PDF/A goes."""

    original: Path
    beside: Path
    document: Document
    amendments: tuple[Amendment, ...] = ()

    def sides(self) -> tuple[Side, ...]:
        """Return its pages; ``InputError`` where it has none with geometry."""
        found = sides(self.document, self.amendments)
        if not found:
            raise InputError(
                f"Tài liệu kiểu {self.document.media_type} không có trang giấy, nên chữ không có "
                "vị trí. Chỉ làm được với PDF và ảnh."
            )
        return found


def asked(name: str, settings: Settings) -> Asked:
    """Return the document that is called so: a file, a sha256 or its beginning, a number.

    A file that is in the database comes with what people corrected; any other is read now.
    """
    path = Path(name)
    beside = path.with_name(f"{path.stem}.pdfa.pdf")
    if path.is_file():
        with path.open("rb") as stream:
            known = _kept(hashlib.file_digest(stream, "sha256").hexdigest(), settings)
        if known is None:
            return _checked(Asked(path, beside, read(path, settings=settings)))
        return _checked(Asked(path, beside, known.document, known.amendments))
    known = _kept(name, settings)
    if known is None:
        raise InputError(
            f"Không có tệp hay tài liệu nào là «{name}». Hãy đưa đường dẫn, mã sha256 hoặc số "
            f'quyết định. Thử: tieubieu search "{name}"'
        )
    original = Archive(settings.archive).path(known.document.sha256)
    beside = Path(f"{known.document.sha256[:16]}.pdfa.pdf")  # here: the archive is for originals
    return _checked(Asked(original, beside, known.document, known.amendments))


def transcript(asked: Asked, form: str, page: int | None) -> bytes:
    """Return hOCR or ALTO of all pages, or of one, counted from 1."""
    pages = asked.sides()
    if page is not None:
        pages = tuple(side for side in pages if side.number == page)
        if not pages:
            raise InputError(f"Tài liệu không có trang {page} với chữ có vị trí.")
    return hocr(pages) if form == "hocr" else alto(pages)


def searchable(asked: Asked, settings: Settings) -> bytes:
    """Return a PDF/A-2B of the pages as they are, with what was read laid over them."""
    from pipeline.transcript.pdfa import pdfa

    return pdfa(asked.original, asked.document, asked.sides(), settings)


def write(data: bytes, target: Path, original: Path) -> None:
    """Write a file whole or not at all; never over the original."""
    if target.exists() and target.samefile(original):
        raise InputError(f"{target} là bản gốc, không được ghi đè. Hãy chọn tên khác cho --out.")
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"Không ghi được {target}: {error.strerror}.") from error


def _kept(name: str, settings: Settings) -> Paper | None:
    """Ask the database, where there is one: a file can be written out before any was loaded."""
    from pipeline.store.papers import paper
    from pipeline.store.session import open_store

    if settings.database_url is None and not (settings.home / "tieubieu.sqlite").exists():
        return None
    with open_store(settings.database).session() as session:
        return paper(session, name)


def _checked(asked: Asked) -> Asked:
    if asked.document.state is State.QUARANTINED:
        said = "; ".join(notice.message for notice in asked.document.notices)
        raise InputError(f"Không đọc được tài liệu này. {said}")
    return asked
