"""The pieces of text a printed page is made of: each line of a paragraph, each line of a cell.

They are read off the printed file itself, whose text is right, before it is scanned; what a reader
makes of the scan is measured against them, whatever order it reads columns in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpus.maker.locating import PageTruth
from corpus.maker.printing import MARK
from pipeline.vietnamese import nfc

_APART = 0.35  # of a letter's size: a gap between two letters of one piece is less
_STRETCHED = 2.5  # the same after a space, which justified lines stretch


def with_fragments(truths: Sequence[PageTruth], data: bytes) -> tuple[PageTruth, ...]:
    """Return the pages' truth with the pieces of their print."""
    pieces = fragments(data)
    return tuple(replace(page, frags=own) for page, own in zip(truths, pieces, strict=True))


def fragments(data: bytes) -> list[list[str]]:
    """Return the pieces of each page of a printed PDF, without page numbers and the mark."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            [piece for piece in _pieces(page.chars) if piece != MARK and not _numbers(piece, page)]
            for page in document.pages
        ]


def _numbers(piece: str, page: Any) -> bool:  # Any: pdfplumber has no types
    """Tell whether a piece is its page's own number."""
    return piece == str(page.page_number)


def _pieces(letters: Sequence[dict[str, Any]]) -> Iterator[str]:  # Any: pdfplumber has no types
    """Yield runs of letters that follow each other on one line."""
    run: list[dict[str, Any]] = []
    for letter in letters:
        if run and not _follows(run[-1], letter):
            yield from _text(run)
            run = []
        run.append(letter)
    yield from _text(run)


def _follows(last: dict[str, Any], letter: dict[str, Any]) -> bool:
    most = (_STRETCHED if last["text"].isspace() else _APART) * letter["size"]
    same_line = abs(last["bottom"] - letter["bottom"]) < letter["size"] / 3
    return bool(same_line and -letter["size"] / 2 < letter["x0"] - last["x1"] < most)


def _text(run: Sequence[dict[str, Any]]) -> Iterator[str]:
    text = " ".join(nfc("".join(letter["text"] for letter in run)).split())
    if text:
        yield text
