"""A prepared picture in, words with boxes in its pixels out: the one place that runs Tesseract."""

from __future__ import annotations

import shlex
import tempfile

import cv2
import pytesseract

from pipeline.document import BBox
from pipeline.errors import Quarantined, Reason, SetupError
from pipeline.reading.preparation import Picture
from pipeline.reading.sheet import Token
from pipeline.vietnamese import nfc

AUTOMATIC, ONE_BLOCK, SPARSE = 3, 6, 11  # Tesseract's page segmentation modes

# Signs the vie model can print and such papers never hold; without them exact cells gain a point.
_BLACKLIST = "øäëïöüåæœßþñçØÄËÏÖÜÅÆŒÞÑÇ|~©®¢£¥§¶«»{}^€¬¦¤"
_ATTEMPTS = 2  # Tesseract is sometimes killed from outside; once more is enough


def recognise(picture: Picture, dpi: float, mode: int, language: str) -> list[Token]:
    """Read the words of a picture. Raises ``SetupError`` where Tesseract or its data are missing.

    Raises ``Quarantined`` where Tesseract fails on this picture, twice.
    """
    config = (
        f"--psm {mode} --dpi {round(dpi)} -c {shlex.quote('tessedit_char_blacklist=' + _BLACKLIST)}"
    )
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        # The path of an uncompressed picture: given an array, pytesseract spends half its time on
        # making a PNG of it.
        cv2.imwrite(file.name, picture)
        for attempt in range(_ATTEMPTS):
            try:
                rows = pytesseract.image_to_data(file.name, lang=language, config=config)
            except pytesseract.TesseractNotFoundError as error:
                raise SetupError(
                    "Chưa cài Tesseract. Hãy chạy: "
                    "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
                ) from error
            except pytesseract.TesseractError as error:
                _refuse(error, language, last=attempt == _ATTEMPTS - 1)
            else:
                return tokens(rows)
    raise AssertionError("unreachable: the last attempt raises")


def _refuse(error: Exception, language: str, *, last: bool) -> None:
    said = str(error)
    if "Failed loading language" in said or "Error opening data file" in said:
        raise SetupError(
            f"Tesseract thiếu dữ liệu ngôn ngữ “{language}”. "
            f"Hãy chạy: sudo apt-get install tesseract-ocr-{language}"
        ) from error
    if last:
        raise Quarantined(
            Reason.OCR_FAILED,
            "Tesseract không đọc được trang này. Hãy quét lại trang hoặc nạp lại.",
        ) from error


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
