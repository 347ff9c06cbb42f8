"""What every room works with: the settings, the store, the archive and the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from pipeline.archive import Archive
from pipeline.settings import Settings
from pipeline.store.session import Store, open_store

_SAMPLES = "sample"  # bin/run keeps made documents in a home of this name, apart from the record
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once for an application, and shared by its threads."""

    settings: Settings
    store: Store
    archive: Archive
    templates: Jinja2Templates

    @classmethod
    def open(cls, settings: Settings) -> Desk:
        """Open the store and set out the templates."""
        environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return cls(
            settings=settings,
            store=open_store(settings.database),
            archive=Archive(settings.archive),
            templates=Jinja2Templates(env=environment),
        )

    def page(
        self, request: Request, template: str, context: Mapping[str, object], status: int = 200
    ) -> Response:
        """Return a page; ``here`` names the entry of the navigation it belongs to, if any."""
        return self.templates.TemplateResponse(
            request,
            template,
            {"here": None, "of_samples": self.settings.home.name == _SAMPLES, **context},
            status_code=status,
            headers={"Cache-Control": "no-store"},
        )
