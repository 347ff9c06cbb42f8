"""Everything that can go wrong, as one tree; each kind says what to do and has an exit code."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a document was quarantined, or is only partial: the closed list of the ledger."""

    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported-type"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    NOT_WHAT_IT_SAYS = "not-what-it-says"  # an HTML page named .pdf
    NO_PAGES = "no-pages"
    NO_TEXT = "no-text"
    PAGES_LOST = "pages-lost"
    TEXT_LOST = "text-lost"
    SCRAMBLED_TEXT = "scrambled-text"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    TIME_LIMIT = "time-limit"
    MEMORY_LIMIT = "memory-limit"
    OUTPUT_LIMIT = "output-limit"
    CHILD_DIED = "child-died"
    ARCHIVE_TOO_DEEP = "archive-too-deep"
    ARCHIVE_TOO_MANY_MEMBERS = "archive-too-many-members"
    ARCHIVE_TOO_LARGE = "archive-too-large"
    ARCHIVE_RATIO = "archive-ratio"
    ARCHIVE_UNSAFE_NAME = "archive-unsafe-name"
    ARCHIVE_DAMAGED = "archive-damaged"
    CONVERSION_FAILED = "conversion-failed"
    OCR_FAILED = "ocr-failed"
    POISON = "poison"  # failed three times in a row


class TieubieuError(Exception):
    """The root of the tree. The message tells the user what to do."""

    exit_code = 1


class InputError(TieubieuError):
    """What was asked for does not exist or cannot be read."""

    exit_code = 4


class SetupError(TieubieuError):
    """Something this machine needs is missing: a program, a language file, a database."""

    exit_code = 5


class StoreError(TieubieuError):
    """The database refused: wrong schema, locked, unreachable, full."""

    exit_code = 6


class QualityError(TieubieuError):
    """A quality floor was not reached."""

    exit_code = 7


class Quarantined(TieubieuError):
    """A document cannot be read; its bytes are kept. Never leaves the ingest of its own file."""

    exit_code = 3

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail
