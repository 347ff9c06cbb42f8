"""One PDF on its way: its children, the time they have used up, and what was lost.

A file may not cost more because it has many pages to fail on: what counts is the time since a child
last gave something back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import sandbox
from pipeline.document import Notice
from pipeline.errors import Quarantined, Reason
from pipeline.settings import Settings

SPENT = frozenset({Reason.TIME_LIMIT, Reason.MEMORY_LIMIT})
"""How a child ends that used up what it was given."""

_PATIENCE = 5  # how often a file may use up a child's time without a page to show for it
_HASTE = 4  # a parse gets this part of a child's time; OCR gets all of it


@dataclass(slots=True)
class Job:
    """One file on its way, and what happened to it."""

    path: Path
    settings: Settings
    sha256: str
    content: str = ""  # what names the bytes at ``path``: the file's own, or a mended copy's
    notices: list[Notice] = field(default_factory=list)
    losses: list[tuple[int, Reason]] = field(default_factory=list)  # page, 0 for the whole file
    wasted: float = 0.0  # seconds that children were killed after, since the last that was not
    total_waste: float = 0.0
    stopped: Quarantined | None = None  # why the last of them was

    def __post_init__(self) -> None:
        self.content = self.sha256

    def lose(self, reason: Reason, code: str, message: str, page: int | None = None) -> None:
        """Note a loss of a page, or of something in the whole file."""
        self.losses.append((page or 0, reason))
        self.notices.append(Notice(code, message, page))

    @property
    def reason(self) -> Reason | None:
        """The reason that names the document's state: the first in the order of pages."""
        return min(self.losses, key=lambda loss: loss[0])[1] if self.losses else None

    def told(self) -> tuple[Notice, ...]:
        """Return the notices in the order of pages: children end in any order."""
        return tuple(sorted(self.notices, key=lambda notice: notice.page or 0))

    def call(self, task: str, *, hasty: bool = False, **arguments: Any) -> bytes:
        """Run one of our own tasks in a child; a ``hasty`` one must end in a part of the time.

        A file whose children are killed one after the other is given up when together they have
        used the time of one: a bomb of a thousand pages costs no more than one of a single page.
        """
        whole = self.settings.child_seconds
        left = min(whole - self.wasted, _PATIENCE * whole - self.total_waste)
        if left <= 0:
            raise Quarantined(
                Reason.TIME_LIMIT,
                "Đã thôi đọc tệp này: các lần đọc liên tiếp đều quá giới hạn thời gian hay bộ nhớ.",
            )
        seconds = max(whole / _HASTE, 1.0) if hasty else whole
        limits = sandbox.Limits(
            seconds=min(seconds, left, whole), memory=self.settings.child_memory
        )
        started = time.monotonic()
        try:
            made = sandbox.call(f"pipeline.reading.{task}", arguments, limits)
        except Quarantined as error:
            if error.reason in SPENT:
                spent = max(time.monotonic() - started, whole / _PATIENCE)
                self.wasted += spent
                self.total_waste += spent
                self.stopped = error
            raise
        self.wasted = 0.0
        return made
