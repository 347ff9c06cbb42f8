"""A prepared picture in, words with boxes in its pixels out: the one place that runs Tesseract.

Two engines of one kind: Tesseract within our process (tesserocr), which keeps its model between
pictures and reads a lone cell in a hundredth of a second, and Tesseract as a program (pytesseract),
which runs wherever the program does. The first is taken where it is installed; both read alike.
"""

from __future__ import annotations

import os
import shlex
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import pytesseract

from pipeline.document import BBox
from pipeline.errors import Quarantined, Reason, SetupError
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Token
from pipeline.vietnamese import nfc

AUTOMATIC, ONE_LINE = 3, 7  # page segmentation modes: a whole page, a line cut out

# Signs the vie model can print and such papers never hold; without them exact cells gain a point.
_BLACKLIST = "øäëïöüåæœßþñçØÄËÏÖÜÅÆŒÞÑÇ|~©®¢£¥§¶«»{}^€¬¦¤⁄‹›„‚¡¿_"
_BLACKLISTED, _WHITELISTED = "tessedit_char_blacklist", "tessedit_char_whitelist"
_ATTEMPTS = 2  # Tesseract is sometimes killed from outside; once more is enough
_DATA = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)


class Engine(Protocol):
    """Reads a picture to Tesseract's TSV."""

    def read(self, picture: Picture, dpi: float, mode: int, only: str = "") -> str:
        """Return the TSV of an 8-bit grey picture, ``only`` of certain signs where some are given.

        Raises ``SetupError`` or ``Quarantined``.
        """


def recognise(
    picture: Picture, dpi: float, mode: int, language: str, only: str = ""
) -> list[Token]:
    """Read the words of a picture. Raises ``SetupError`` where Tesseract or its data are missing.

    Raises ``Quarantined`` where Tesseract fails on this picture, twice.
    """
    return tokens(engine(language).read(picture, dpi, mode, only))


@cache
def engine(language: str) -> Engine:
    """Return the engine for a language, loaded once: the one in our process if there is one."""
    return InProcess.load(language) or Program(language)


class InProcess:
    """Tesseract in our own process: one model in memory for all pictures."""

    def __init__(self, api: Any) -> None:
        # tesserocr publishes no types, hence Any.
        self._api = api

    @classmethod
    def load(cls, language: str) -> InProcess | None:
        """Return the engine, or None where tesserocr or the data for it are not at hand."""
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # pages run side by side, not their lines
        try:
            import tesserocr
        except ImportError:
            return None
        folders = (os.environ.get("TESSDATA_PREFIX", ""), *_DATA)
        names = [f"{each}.traineddata" for each in language.split("+")]
        for folder in filter(None, folders):
            if all((Path(folder) / name).is_file() for name in names):
                api = tesserocr.PyTessBaseAPI(path=folder, lang=language, psm=AUTOMATIC)
                api.SetVariable(_BLACKLISTED, _BLACKLIST)
                # Lines it is unsure of would be read in negative too: white on black is not ours.
                api.SetVariable("invert_threshold", "0")
                return cls(api)
        return None

    def read(self, picture: Picture, dpi: float, mode: int, only: str = "") -> str:
        """Return the TSV of an 8-bit grey picture."""
        height, width = picture.shape
        pixels = np.ascontiguousarray(picture).tobytes()
        self._api.SetVariable(_WHITELISTED, only)
        self._api.SetPageSegMode(mode)
        self._api.SetImageBytes(pixels, width, height, 1, width)
        self._api.SetSourceResolution(round(dpi))
        if not self._api.Recognize():
            raise _failed()
        said: str = self._api.GetTSVText(0)
        self._api.Clear()
        # The program prints a line of headings first; the library does not.
        return "\n" + said


class Program:
    """Tesseract as a program, started for each picture."""

    def __init__(self, language: str) -> None:
        self._language = language

    def read(self, picture: Picture, dpi: float, mode: int, only: str = "") -> str:
        """Return the TSV of an 8-bit grey picture."""
        signs = f"{_WHITELISTED}={only}" if only else f"{_BLACKLISTED}={_BLACKLIST}"
        config = f"--psm {mode} --dpi {round(dpi)} -c {shlex.quote(signs)}"
        with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
            # The path of an uncompressed picture: given an array, pytesseract spends half its time
            # on making a PNG of it.
            cv2.imwrite(file.name, picture)
            return self._run(file.name, config)

    def _run(self, path: str, config: str) -> str:
        for attempt in range(_ATTEMPTS):
            try:
                return str(pytesseract.image_to_data(path, lang=self._language, config=config))
            except pytesseract.TesseractNotFoundError as error:
                raise SetupError(
                    "Chưa cài Tesseract. Hãy chạy: "
                    "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
                ) from error
            except pytesseract.TesseractError as error:
                _refuse(error, self._language, last=attempt == _ATTEMPTS - 1)
        raise AssertionError("unreachable: the last attempt raises")


def _refuse(error: Exception, language: str, *, last: bool) -> None:
    said = str(error)
    if "Failed loading language" in said or "Error opening data file" in said:
        raise SetupError(
            f"Tesseract thiếu dữ liệu ngôn ngữ “{language}”. "
            f"Hãy chạy: sudo apt-get install tesseract-ocr-{language}"
        ) from error
    if last:
        raise _failed() from error


def _failed() -> Quarantined:
    return Quarantined(
        Reason.OCR_FAILED, "Tesseract không đọc được trang này. Hãy quét lại trang hoặc nạp lại."
    )


def tokens(rows: str) -> list[Token]:
    """Return the words of Tesseract's TSV, boxes in pixels, confidence 0..1."""
    found: list[Token] = []
    for line in rows.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        x, y, width, height = (float(cell) for cell in cells[6:10])
        confidence = round(max(0.0, float(cells[10])) / 100, 3)
        box = BBox(x, y, x + width, y + height)
        found.extend(Token(text, box, confidence) for text in nfc(cells[11]).split())
    return found
