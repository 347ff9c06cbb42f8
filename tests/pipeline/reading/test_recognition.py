"""Tesseract's two engines: what they say becomes words, what goes wrong has its reason."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.document import BBox
from pipeline.errors import Quarantined, SetupError
from pipeline.reading import recognition
from pipeline.reading.preparation import Picture

COLUMNS = "level page_num block_num par_num line_num word_num left top width height conf text"
ROWS = [
    (1, 1, 0, 0, 0, 0, 0, 0, 1654, 2339, -1, ""),
    (4, 1, 1, 1, 1, 0, 236, 190, 368, 25, -1, ""),
    (5, 1, 1, 1, 1, 1, 236, 190, 60, 25, 96.5, "Số:"),
    (5, 1, 1, 1, 1, 2, 310, 190, 150, 25, 38.1, "#88/QĐ-TTg"),
    (5, 1, 1, 1, 1, 3, 470, 190, 10, 25, 95.0, " "),
    (5, 1, 1, 1, 1, 4, 480, 190, 90, 25, 91.0, "Quyê\u0301t"),
]
RECORDED = "\n".join(["\t".join(COLUMNS.split()), *("\t".join(map(str, row)) for row in ROWS)])


def test_tesseract_s_rows_become_words() -> None:
    words = recognition.tokens(RECORDED)
    assert [(word.text, word.confidence) for word in words] == [
        ("Số:", 0.965),
        ("#88/QĐ-TTg", 0.381),
        ("Quyết", 0.91),
    ]
    assert words[0].bbox == BBox(236, 190, 296, 215)


FAILURES = [
    ("no program", recognition.pytesseract.TesseractNotFoundError(), SetupError),
    (
        "no language",
        recognition.pytesseract.TesseractError(1, "Failed loading language 'vie'"),
        SetupError,
    ),
    ("it was killed", recognition.pytesseract.TesseractError(-9, ""), Quarantined),
]


@pytest.mark.parametrize(("why", "error", "expected"), FAILURES)
def test_a_failure_says_whose_it_is(
    why: str, error: Exception, expected: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def fail(*_: object, **__: object) -> str:
        calls.append(why)
        raise error

    monkeypatch.setattr(recognition.pytesseract, "image_to_data", fail)
    with pytest.raises(expected):
        recognition.Program("vie").read(np.full((20, 20), 255, np.uint8), 200, 3)
    assert len(calls) == (2 if expected is Quarantined else 1), "killed once is tried again"


@pytest.fixture(scope="module")
def printed() -> Picture:
    """Draw three lines of capitals and digits as OpenCV's own strokes do."""
    picture = np.full((330, 1100), 255, np.uint8)
    for row, text in enumerate(("DANH SACH SAN PHAM", "1918/QD-UBND 07/10/2020", "HTX TRA 500 g")):
        at = (40, 80 + 90 * row)
        cv2.putText(picture, text, at, cv2.FONT_HERSHEY_DUPLEX, 1.6, 0, 2, cv2.LINE_AA)
    return picture


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("mode", "rows"),
    [(recognition.AUTOMATIC, slice(None)), (recognition.ONE_LINE, slice(120, 195))],
)
def test_both_engines_read_alike(printed: Picture, mode: int, rows: slice) -> None:
    printed = printed[rows]
    inside, program = recognition.InProcess.load("vie"), recognition.Program("vie")
    assert inside is not None, "tesserocr is a dependency, and the vie model is installed"
    assert recognition.engine("vie").__class__ is recognition.InProcess
    one, other = (recognition.tokens(each.read(printed, 200, mode)) for each in (inside, program))
    assert [word.text for word in one] == [word.text for word in other]
    assert "1918/QD-UBND" in [word.text for word in one]
    assert all(abs(a.bbox.x0 - b.bbox.x0) < 3 for a, b in zip(one, other, strict=True))


def test_without_the_data_the_program_is_asked() -> None:
    assert recognition.InProcess.load("xxx") is None
    assert isinstance(recognition.engine("xxx"), recognition.Program)
