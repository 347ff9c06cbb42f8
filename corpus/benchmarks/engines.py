"""The engines that are compared, each reading a batch of PDF files with so many jobs.

Every engine is the plain use its own pages show, with one thread a job so that two jobs use two
cores. One that is not installed says so and is left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.benchmarks.yardstick import PageRead, Reading, Rows
from pipeline.settings import Settings

DPI = 300  # what plain engines are given pictures at


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to read files: ``needs`` are the modules it imports."""

    name: str
    needs: tuple[str, ...]
    read: Callable[[Sequence[Path], int], list[Reading]]

    def missing(self) -> tuple[str, ...]:
        """Return the modules that are not installed."""
        return tuple(name for name in self.needs if find_spec(name) is None)


def ours(paths: Sequence[Path], jobs: int) -> list[Reading]:
    """Read with this project, the whole way to rows, as ``tieubieu extract`` does."""
    from pipeline.analysis import analyse_all
    from pipeline.contract import to_contract

    settings = Settings(workers=jobs)
    readings = []
    for document, facts in analyse_all(paths, settings, extractors="extractors"):
        said = to_contract(document, facts, pages=True)
        pages = tuple(
            PageRead(page["text"], tuple(_rows(table["rows"]) for table in page["tables"]))
            for page in said["pages"]
        )
        readings.append(Reading(pages, said))
    return readings


def plain_tesseract(paths: Sequence[Path], jobs: int) -> list[Reading]:
    """Read with pytesseract's ``image_to_string`` as it comes: whole pages, no tables."""
    import pytesseract

    def read(path: Path) -> Reading:
        pages = [
            PageRead(pytesseract.image_to_string(picture, lang="vie"))
            for picture in _pictures(path)
        ]
        return Reading(tuple(pages))

    return _each(read, paths, jobs)


def ocrmypdf(paths: Sequence[Path], jobs: int) -> list[Reading]:
    """Lay a text layer under the pages with OCRmyPDF, and read text and tables with pdfplumber."""

    def read(path: Path) -> Reading:
        with tempfile.TemporaryDirectory(prefix="ocrmypdf-") as folder:
            target = Path(folder, "out.pdf")
            options = ("-l", "vie", "--output-type", "pdf", "--optimize", "0", "--jobs", "1")
            command = [
                sys.executable,
                "-m",
                "ocrmypdf",
                *options,
                "--quiet",
                str(path),
                str(target),
            ]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words and our own paths
            return _plumbed(target)

    return _each(read, paths, jobs)


def _plumbed(path: Path) -> Reading:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return Reading(
            tuple(
                PageRead(page.extract_text(), tuple(map(_rows, page.extract_tables())))
                for page in document.pages
            )
        )


def img2table(paths: Sequence[Path], jobs: int) -> list[Reading]:
    """Read tables alone with img2table over Tesseract."""
    documents = import_module("img2table.document")  # not installed with the project
    ocr = import_module("img2table.ocr")

    def read(path: Path) -> Reading:
        engine = ocr.TesseractOCR(n_threads=1, lang="vie")
        found: dict[int, Any] = documents.PDF(str(path)).extract_tables(ocr=engine)  # Any: untyped
        pages = (found[number] for number in sorted(found))
        return Reading(tuple(PageRead(None, tuple(map(_cells, tables))) for tables in pages))

    return _each(read, paths, jobs)


ENGINES = (
    Engine("ours", (), ours),
    Engine("pytesseract", ("pytesseract",), plain_tesseract),
    Engine("OCRmyPDF+pdfplumber", ("ocrmypdf", "pdfplumber"), ocrmypdf),
    Engine("img2table", ("img2table",), img2table),
)


def one_thread_a_job() -> None:
    """Keep Tesseract and what else uses OpenMP from fighting over the cores."""
    os.environ |= {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


def _each(read: Callable[[Path], Reading], paths: Sequence[Path], jobs: int) -> list[Reading]:
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(read, paths))


def _pictures(path: Path) -> Iterable[Any]:  # Any: PIL publishes no type for a rendered page
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page.render(scale=DPI / 72).to_pil()
    finally:
        document.close()


def _cells(table: Any) -> Rows:  # Any: img2table's own table
    return _rows([cell.value for cell in row] for row in table.content.values())


def _rows(rows: Iterable[Iterable[Any]]) -> Rows:  # Any: cells are texts or None
    return tuple(tuple(" ".join(str(cell or "").split()) for cell in row) for row in rows)
