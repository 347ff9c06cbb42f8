"""The reading room: the database in, plain pages out, for a browser on this machine.

No script runs and nothing is fetched from elsewhere. Every value on a page is a link to the place
in a document that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from pipeline.settings import Settings


def create_app(settings: Settings, *names: str) -> FastAPI:
    """Return the reading room over the store and archive that the settings name.

    It answers to this machine's own names, and to ``names``.
    """
    # Imported here because children render pages from this package and need no web server.
    from pipeline.web.app import create_app as create

    return create(settings, *names)
