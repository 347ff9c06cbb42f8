"""A PDF as qpdf sees it: what is wrong with it, who signed it, and a rewritten copy.

Runs in a child. Nothing in the file is executed; scripts and launch actions are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pikepdf

from pipeline.document import Signature
from pipeline.errors import Quarantined, Reason
from pipeline.reading.attachments import attachments
from pipeline.reading.signatures import signatures
from pipeline.vietnamese import health, nfc

_MOST_PROBLEMS = 20
_LEAST_TITLE = 3  # words
_SOUND = 0.9  # health of a title that somebody wrote


@dataclass(frozen=True, slots=True)
class Findings:
    """qpdf's complaints, the digital signatures and the title the file gives itself."""

    problems: tuple[str, ...]
    signatures: tuple[Signature, ...]
    title: str | None
    attachments: tuple[str, ...]  # names as a person may be shown them, with their types


def inspect(path: str) -> bytes:
    """Return the findings as JSON. Raises ``Quarantined`` where qpdf cannot open the file."""
    return msgspec.json.encode(findings(path))


def findings(path: str) -> Findings:
    """Return what qpdf finds. Raises ``Quarantined`` where it cannot open the file."""
    with _opened(path) as pdf:
        problems = tuple(_said(each, path) for each in _problems(pdf))
        title = _title(str(pdf.docinfo.get("/Title", "")))
        return Findings(problems, signatures(pdf), title, attachments(pdf))


def _title(written: str) -> str | None:
    """Return a title in words; "Microsoft Word - QD1918.doc" and "untitled" are none."""
    title = nfc(" ".join(written.split()))[:300]
    return title if len(title.split()) >= _LEAST_TITLE and health(title) > _SOUND else None


def _problems(pdf: pikepdf.Pdf) -> list[object]:
    try:
        return [*pdf.check_pdf_syntax()[:_MOST_PROBLEMS]]
    except pikepdf.PdfError as error:  # a page's content that cannot even be unpacked
        return [error]


def _said(problem: object, path: str) -> str:
    """Return a complaint without the place where the file happens to lie."""
    return str(problem).replace(path, "").removeprefix("WARNING:").strip(" :,")[:200]


def rewritten(path: str) -> bytes:
    """Return the file as qpdf writes it anew, its cross-references rebuilt."""
    with _opened(path) as pdf:
        if not len(pdf.pages):
            raise Quarantined(Reason.NO_PAGES, "Tệp PDF không có trang nào.")
        pdf.save("rewritten.pdf")
    with open("rewritten.pdf", "rb") as file:  # noqa: PTH123 - in the child's own folder
        return file.read()


def _opened(path: str) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise Quarantined(
            Reason.ENCRYPTED, "Tệp PDF có mật khẩu mở. Hãy bỏ mật khẩu rồi nạp lại."
        ) from error
    except pikepdf.PdfError as error:
        raise Quarantined(
            Reason.DAMAGED, f"qpdf không mở được tệp. [{_said(error, path)}]"
        ) from error
