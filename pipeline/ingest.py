"""The spine: files in, rows out, plug-ins passed in.

Every file ends in exactly one terminal state of the ledger, and one bad file never stops the rest.
Files are read side by side, each in children of its own; a document's rows and its terminal state
are one transaction, so that a run killed anywhere goes on where it stopped, and a second run
changes nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from itertools import islice
from pathlib import Path

from pipeline.analysis import Analysis, analyse, without_facts
from pipeline.archive import Archive
from pipeline.assembly import VERSION as ASSEMBLY
from pipeline.document import Document, Notice, State, TextSource
from pipeline.errors import InputError, Quarantined, Reason
from pipeline.extraction import discover, fingerprint
from pipeline.reading import VERSION as READING
from pipeline.reading.media import UNKNOWN, ZIP
from pipeline.reading.packages import Member, is_package, unpack
from pipeline.sandbox import Limits, scratch
from pipeline.settings import Settings
from pipeline.store import ledger, owners
from pipeline.store.load import load, sighted
from pipeline.store.session import Store, open_store

_log = logging.getLogger(__name__)

_BATCH_WEIGHT = 60
_WEIGHTS = {".txt": 1, ".html": 1, ".htm": 1, ".docx": 2, ".pdf": 10}
_HEAVIEST = 30  # images, DOC, archives and whatever has no name we know
_NOT_DOCUMENTS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that one task takes in: many small pages, or a few scans."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document ended: its address as given (``a.zip/b.pdf`` inside a package)."""

    address: str
    sha256: str
    state: State | None  # None: another worker has it
    reason: Reason | None = None
    awards: int = 0
    issues: int = 0
    unchanged: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did; ``seconds`` is working time summed over documents."""

    documents: int = 0
    unchanged: int = 0
    parsed: int = 0
    partial: int = 0
    needs_review: int = 0
    quarantined: int = 0
    busy: int = 0
    awards: int = 0
    issues: int = 0
    seconds: float = 0.0
    unread: tuple[str, ...] = ()

    def __add__(self, other: Summary) -> Summary:
        """Return what both runs did together."""
        names = (field.name for field in fields(Summary))
        return Summary(*(getattr(self, name) + getattr(other, name) for name in names))

    def with_outcome(self, outcome: Outcome) -> Summary:
        """Return the summary with one more document in it."""
        counter = outcome.state.value.replace("-", "_") if outcome.state else "busy"
        return replace(
            self,
            documents=self.documents + 1,
            unchanged=self.unchanged + outcome.unchanged,
            awards=self.awards + outcome.awards,
            issues=self.issues + outcome.issues,
            seconds=self.seconds + outcome.seconds,
            **{counter: getattr(self, counter) + 1},
        )


OnOutcome = Callable[[Outcome, int], None]


def plan(paths: Sequence[Path], settings: Settings) -> tuple[Batch, ...]:
    """Return the files below the paths as batches of similar weight, in a stable order.

    Raises ``InputError`` where a path does not exist.
    """
    batches: list[Batch] = []
    held: list[str] = []
    weight = 0
    for path in _files(paths):
        cost = _WEIGHTS.get(path.suffix.lower(), _HEAVIEST)
        if held and weight + cost > _BATCH_WEIGHT:
            batches.append(Batch(tuple(held)))
            held, weight = [], 0
        held.append(str(path))
        weight += cost
    if held:
        batches.append(Batch(tuple(held)))
    return tuple(batches)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise InputError(f"Không thấy tệp hay thư mục «{path}». Hãy kiểm tra lại đường dẫn.")
        if path.is_dir():
            yield from (found for found in sorted(path.rglob("*")) if _is_document(found, path))
        else:
            yield path


def _is_document(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and path.name.lower() not in _NOT_DOCUMENTS


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    *,
    extractors: str,
    on_outcome: OnOutcome | None = None,
) -> Summary:
    """Take in all files below the paths, in this process and its children.

    ``on_outcome`` is called after each document, with how many are known of so far. Raises
    ``InputError`` where a path does not exist, ``StoreError`` where the database refuses,
    ``SetupError`` where this machine lacks a program.
    """
    files = [path for batch in plan(paths, settings) for path in batch.paths]
    return ingest_batch(Batch(tuple(files)), settings, extractors=extractors, on_outcome=on_outcome)


def ingest_batch(
    batch: Batch, settings: Settings, *, extractors: str, on_outcome: OnOutcome | None = None
) -> Summary:
    """Take in one batch; the same as ``ingest`` for files already found."""
    summary = Summary()
    with _intake(settings, extractors) as intake:
        expected = len(batch.paths)
        for item in _side_by_side(intake.take, batch.paths, settings.workers):
            if isinstance(item, str):
                summary += Summary(unread=(item,))
                continue
            expected += len(item) - 1
            for outcome in item:
                summary = summary.with_outcome(outcome)
                if on_outcome is not None:
                    on_outcome(outcome, expected)
    return summary


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Bytes at the door: where they lie now, and under which address they came."""

    path: Path
    address: str


class _InHand:
    """Contents being taken in by this run: equal bytes at two addresses go one after the other."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._changed = threading.Condition()

    @contextmanager
    def alone(self, sha256: str) -> Iterator[None]:
        """Wait until nobody else has this content in hand, and hold it."""
        with self._changed:
            self._changed.wait_for(lambda: sha256 not in self._held)
            self._held.add(sha256)
        try:
            yield
        finally:
            with self._changed:
                self._held.discard(sha256)
                self._changed.notify_all()


@dataclass(frozen=True, slots=True)
class _Intake:
    """What every arrival needs: settings, archive, store, and the readers' versions."""

    settings: Settings
    archive: Archive
    store: Store
    extractors: str
    versions: str
    owner: str
    in_hand: _InHand

    def take(self, arrival: _Arrival) -> list[Outcome]:
        """Bring one file, or every file of a package, to its terminal state."""
        if _is_package(arrival.path):
            return self._take_package(arrival)
        return [self._take_document(arrival)]

    def _take_package(self, arrival: _Arrival) -> list[Outcome]:
        limits = Limits(seconds=self.settings.child_seconds, memory=self.settings.child_memory)
        with scratch() as folder:
            try:
                members = unpack(arrival.path, folder, limits)
            except Quarantined as refused:
                return [self._refuse(arrival, refused, ZIP)]
            # Members are never unpacked again: packages inside were opened within the one budget.
            outcomes = [
                self._take_document(_Arrival(member.path, f"{arrival.address}/{member.name}"))
                for member in members
                if member.path is not None
            ]
        if lost := [member for member in members if member.reason is not None]:
            outcomes.append(self._keep_package(arrival, lost))
        return outcomes

    def _keep_package(self, arrival: _Arrival, lost: Sequence[Member]) -> Outcome:
        """Keep a package of which some members could not be had, and say which."""
        notices = tuple(
            Notice("member-not-opened", f"«{member.name}»: {member.detail}") for member in lost
        )
        return self._file(arrival, ZIP, State.PARTIAL, lost[0].reason, notices)

    def _refuse(self, arrival: _Arrival, refused: Quarantined, media_type: str) -> Outcome:
        notice = Notice(refused.reason.value, refused.detail or refused.reason.value)
        return self._file(arrival, media_type, State.QUARANTINED, refused.reason, (notice,))

    def _file(
        self,
        arrival: _Arrival,
        media_type: str,
        state: State,
        reason: Reason | None,
        notices: tuple[Notice, ...],
    ) -> Outcome:
        """Record a file that is not itself read."""
        sha256 = self.archive.put(arrival.path)  # its bytes are kept, however large
        document = Document(
            sha256=sha256,
            media_type=media_type,
            text="",
            pages=(),
            text_source=TextSource.PLAIN,
            state=state,
            reason=reason,
            notices=notices,
        )
        return self._settle(
            sha256, arrival.address, lambda: Analysis(document, without_facts(document))
        )

    def _take_document(self, arrival: _Arrival) -> Outcome:
        try:
            sha256 = self.archive.put(arrival.path, max_bytes=self.settings.max_bytes)
        except Quarantined as refused:
            return self._refuse(arrival, refused, UNKNOWN)

        def read() -> Analysis:
            return analyse(
                self.archive.path(sha256),
                self.settings,
                extractors=self.extractors,
                name=arrival.address,
            )

        return self._settle(sha256, arrival.address, read)

    def _settle(self, sha256: str, address: str, read: Callable[[], Analysis]) -> Outcome:
        """Read a content and load it, unless the ledger says that this was done."""
        started = time.monotonic()
        with self.in_hand.alone(sha256):
            return self._known(sha256, address) or self._load(read(), address, started)

    def _known(self, sha256: str, address: str) -> Outcome | None:
        """Claim a content; return how it ended if it need not be read."""
        with self.store.begin() as session:
            claimed = ledger.claim(session, sha256, self.versions, owner=self.owner)
            if claimed.outcome is ledger.Claim.YOURS:
                return None
            if claimed.state is None:  # another worker has it, or its time has not come
                return Outcome(address, sha256, None, unchanged=True)
            sighted(session, sha256, [address])
        return Outcome(address, sha256, claimed.state, unchanged=True)

    def _load(self, analysis: Analysis, address: str, started: float) -> Outcome:
        document = analysis.document
        with self.store.begin() as session:
            report = load(
                session,
                document,
                analysis.facts,
                sightings=[address],
                fingerprint=self.versions,
            )
            detail = "; ".join(notice.message for notice in document.notices) or None
            ledger.finish(
                session, document.sha256, self.versions, report.state, document.reason, detail
            )
        return Outcome(
            address=address,
            sha256=document.sha256,
            state=report.state,
            reason=document.reason,
            awards=report.awards,
            issues=report.issues,
            seconds=time.monotonic() - started,
        )


@contextmanager
def _intake(settings: Settings, extractors: str) -> Iterator[_Intake]:
    settings.home.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database)
    try:
        with store.begin() as session:
            ledger.abandon(session, owners.is_alive)
        archive = Archive(settings.archive)
        archive.sweep()
        yield _Intake(
            settings=settings,
            archive=archive,
            store=store,
            extractors=extractors,
            versions=versions(extractors),
            owner=owners.this_process(),
            in_hand=_InHand(),
        )
    finally:
        store.close()


def versions(extractors: str) -> str:
    """Return what the ledger keys a reading by: the versions of all that decides its facts."""
    return f"reading/{READING} assembly/{ASSEMBLY} {fingerprint(discover(extractors))}"


def _is_package(path: Path) -> bool:
    """Tell whether a file is to be unpacked; one of no known type is for reading to judge."""
    try:
        return is_package(path)
    except Quarantined:
        return False


def _side_by_side(
    take: Callable[[_Arrival], list[Outcome]], paths: Iterable[str], workers: int
) -> Iterator[list[Outcome] | str]:
    """Yield each path's outcomes as they come, or the path where its file cannot be read at all.

    Few paths wait at a time, so that memory stays flat over any number of them. The first failure
    that is not the file's own stops the run after what is under way.
    """
    waiting = iter(paths)
    with ThreadPoolExecutor(workers) as pool:
        running: dict[Future[list[Outcome]], str] = {}
        while True:
            for path in islice(waiting, 2 * workers - len(running)):
                running[pool.submit(take, _Arrival(Path(path), path))] = path
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                path = running.pop(future)
                try:
                    yield future.result()
                except (OSError, InputError):
                    _log.exception("cannot read %s", path)
                    yield path
