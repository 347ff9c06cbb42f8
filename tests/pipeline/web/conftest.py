"""A reading room that tests may visit, filled once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from made_room import Room, fill

from pipeline.settings import Settings
from pipeline.web import create_app


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Open a filled room to a visitor on this machine."""
    home = tmp_path_factory.mktemp("room") / "home"
    paper, told = fill(home)
    with TestClient(create_app(Settings(home=home)), base_url="http://127.0.0.1") as visitor:
        yield Room(visitor, paper, told)
