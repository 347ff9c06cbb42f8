"""R1, R2, R9, R10, R15: whatever a file holds, reading it ends soon, in one state, with a reason.

``TIEUBIEU_MALFORMED`` names a folder of more malformed PDFs to try.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hostile_images
import hostile_pdfs
import pytest
from mutations import encrypted, good_pdfs, mutated

from pipeline.document import Document, State
from pipeline.errors import Reason
from pipeline.reading import read
from pipeline.sandbox import client, linux
from pipeline.settings import Settings

SETTINGS = Settings(child_seconds=10, max_pages=20, ocr_dpi=100)
SHORT = Settings(child_seconds=1, child_memory=512 << 20, max_pages=20, ocr_dpi=100)
STEPS = 10  # children one after the other: look, inspect, five pages, a second reader, OCR
MALFORMED = 300
BATCH = 30  # files a test
BOMBS = hostile_pdfs.BOMBS | hostile_images.BOMBS

# "PdfminerException", "TypeError: …" with nothing a reader of the ledger could understand
_BARE_CLASS_NAME = re.compile(r"^[A-Za-z_.]*(?:Error|Exception|Warning)?\W*$")


@pytest.fixture(scope="session")
def good() -> tuple[bytes, ...]:
    return good_pdfs()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    if client._server is None:
        return
    deadline = time.monotonic() + 10
    while linux.descendants(client._server.process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert linux.descendants(client._server.process.pid) == []
    assert [path.name for path in Path(client._server.folder).iterdir()] == ["server.log"]


def require_terminal(document: Document, what: str) -> None:
    """One state; a reason wherever something is missing; words a person understands."""
    assert document.state in State, what
    if document.state is State.PARSED:
        assert document.pages, what
        assert document.text.strip(), what
    if document.state is State.QUARANTINED:
        assert document.reason in Reason, what
    if document.state in (State.QUARANTINED, State.PARTIAL):
        assert document.notices, what
    for notice in document.notices:
        assert not _BARE_CLASS_NAME.match(notice.message), (what, notice.message)
        assert len(notice.message.split()) >= 4, (what, notice.message)


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_bombs(tmp_path: Path, make: Callable[[], bytes]) -> None:
    source = tmp_path / "bom.pdf"
    source.write_bytes(make())
    start = time.monotonic()
    document = read(source, settings=SHORT)
    assert time.monotonic() - start < STEPS * SHORT.child_seconds + 5
    require_terminal(document, source.name)
    assert [path.name for path in tmp_path.iterdir()] == ["bom.pdf"]


def test_the_good_files_are_good(tmp_path: Path, good: tuple[bytes, ...]) -> None:
    texts = set()
    for number, data in enumerate(good):
        source = tmp_path / f"{number}.pdf"
        source.write_bytes(data)
        document = read(source, settings=SETTINGS)
        assert (document.state, document.reason) == (State.PARSED, None)
        assert len(document.pages) == 2
        texts.add(document.text)
    assert len(texts) == 1
    assert "Miến dong mẫu\tHợp tác xã Mẫu Một" in texts.pop()


def require_end(source: Path) -> None:
    start = time.monotonic()
    document = read(source, settings=SETTINGS)
    assert time.monotonic() - start < STEPS * SETTINGS.child_seconds + 5, source.name
    require_terminal(document, source.name)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, MALFORMED, BATCH))
def test_malformed_pdfs(tmp_path: Path, good: tuple[bytes, ...], first: int) -> None:
    for number in range(first, first + BATCH):
        source = tmp_path / f"{number}.pdf"
        source.write_bytes(mutated(good, number))
        require_end(source)


@pytest.mark.slow
@pytest.mark.skipif("TIEUBIEU_MALFORMED" not in os.environ, reason="no folder of more files named")
def test_malformed_pdfs_of_others() -> None:
    sources = sorted(Path(os.environ["TIEUBIEU_MALFORMED"]).glob("*.pdf"))
    assert sources
    for source in sources:
        require_end(source)


@pytest.mark.parametrize(
    ("make", "name", "reason", "why"),
    [
        (lambda good: b"", "qd.pdf", Reason.EMPTY, "nothing came"),
        (lambda good: bytes(9000), "qd.pdf", Reason.EMPTY, "only zeros came"),
        (lambda good: b"<html><body>404</body></html>", "qd.pdf", Reason.NOT_WHAT_IT_SAYS, "HTML"),
        (lambda good: b"Not found", "qd.pdf", Reason.NOT_WHAT_IT_SAYS, "an error in plain words"),
        (
            lambda good: encrypted(good[0], user="mat khau", owner="chu"),
            "qd.pdf",
            Reason.ENCRYPTED,
            "a password to open",
        ),
        (lambda good: good[1][:300], "qd.pdf", Reason.TRUNCATED, "cut before any page"),
        (lambda good: b"%PDF-1.7\n", "qd.pdf", Reason.TRUNCATED, "only the first line came"),
        (lambda good: b"Rar!\x1a\x07\x00" + bytes(99), "a.rar", Reason.UNSUPPORTED_TYPE, "RAR"),
    ],
)  # fmt: skip
def test_each_fault_has_its_own_reason(
    tmp_path: Path,
    good: tuple[bytes, ...],
    make: Callable[[tuple[bytes, ...]], bytes],
    name: str,
    reason: Reason,
    why: str,
) -> None:
    source = tmp_path / name
    source.write_bytes(make(good))
    document = read(source, settings=SETTINGS)
    assert (document.state, document.reason) == (State.QUARANTINED, reason), why
    require_terminal(document, why)


def test_an_owner_password_alone_is_no_obstacle(tmp_path: Path, good: tuple[bytes, ...]) -> None:
    source = tmp_path / "qd.pdf"
    source.write_bytes(encrypted(good[0], user="", owner="chu"))
    document = read(source, settings=SETTINGS)
    assert document.state is State.PARSED
    assert "Miến dong mẫu" in document.text


def test_a_pdf_cut_late_is_read_as_far_as_it_goes(tmp_path: Path, good: tuple[bytes, ...]) -> None:
    source = tmp_path / "qd.pdf"
    source.write_bytes(good[0][: -len(good[0]) // 50])
    document = read(source, settings=SETTINGS)
    assert document.state is not State.PARSED
    assert document.reason is not None


def test_the_next_good_file_is_read(tmp_path: Path, good: tuple[bytes, ...]) -> None:
    """After a bomb that has to be killed, in the same process."""
    (tmp_path / "bom.pdf").write_bytes(hostile_pdfs.BOMBS["forms that double"]())
    (tmp_path / "qd.pdf").write_bytes(good[2])
    bomb = read(tmp_path / "bom.pdf", settings=SHORT)
    assert bomb.state is State.QUARANTINED
    assert bomb.reason in (Reason.TIME_LIMIT, Reason.MEMORY_LIMIT)
    assert read(tmp_path / "qd.pdf", settings=SETTINGS).state is State.PARSED
