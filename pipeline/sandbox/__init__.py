"""A task name and arguments in, bytes out: every parse, render, OCR and conversion runs in here.

Each call runs in a freshly forked child with limits on time, memory, output and scratch space, in
a session and a temporary folder of its own; whatever it leaves behind, processes set free by
``setsid`` or a double fork included, is killed before ``call`` returns. JSON goes in, bytes come
out, nothing is pickled. Seconds are wall-clock, sizes are bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.sandbox.client import run
from pipeline.sandbox.limits import Limits
from pipeline.sandbox.session import scratch
from pipeline.sandbox.verdicts import unpack

__all__ = ["Limits", "call", "scratch"]


def call(task: str, arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """Run ``"package.module:function"`` with keyword arguments in a killable child.

    A ``Path`` arrives as an absolute string; other arguments must be JSON. The working folder of
    the child is its temporary folder, so give no relative path as a string. The first call of a
    module pays for its imports; later ones find them loaded, and what the module's ``preload()``
    loads, if it has one.

    Raises ``Quarantined`` with the reason a limit, a crash or the task itself gave, and the
    ``SetupError`` or ``InputError`` that the task raised.
    """
    return unpack(run(task, arguments, limits), limits)
