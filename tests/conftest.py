"""Fixtures that every test may ask for: an empty store on each engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from pipeline.store.session import Store, open_store

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@dataclass(frozen=True)
class PostgreSQL:
    """A throw-away server that listens on a socket of its own."""

    socket: Path

    def new_database(self, name: str | None = None, like: str = "template1") -> str:
        """Make a database, empty or a copy of another, and return its URL."""
        name = name or f"t{uuid.uuid4().hex}"
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return f"postgresql://tieubieu@/{name}?host={self.socket}"

    def _conninfo(self, database: str) -> str:
        return f"host={self.socket} user=tieubieu dbname={database}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """Start a PostgreSQL server for this run; a machine without one fails, it never skips."""
    tools = _postgresql_tools()
    folder = Path(mkdtemp(prefix="tieubieu-pg-"))
    as_user = _unprivileged(folder)
    options = (
        f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
    )
    data = folder / "data"
    _run([*as_user, str(tools / "initdb"), "-D", str(data), "-U", "tieubieu", "-A", "trust",
          "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], folder)  # fmt: skip
    pg_ctl = [*as_user, str(tools / "pg_ctl"), "-D", str(data), "-w"]
    _run([*pg_ctl, "-l", str(folder / "log"), "-o", options, "start"], folder)
    try:
        yield PostgreSQL(folder)
    finally:
        _run([*pg_ctl, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder)


def _postgresql_tools() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        pytest.fail("PostgreSQL is missing: apt-get install postgresql")
    return Path(on_path).resolve().parent


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to another user."""
    if os.geteuid() != 0:
        return []
    user = "postgres"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout.decode(errors='replace')}")


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Return what makes the URL of a new empty database of an engine."""
    folder = tmp_path_factory.mktemp("databases")

    def make(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{folder / f'{uuid.uuid4().hex}.sqlite'}"
        server: PostgreSQL = request.getfixturevalue("postgresql_server")
        return server.new_database()

    return make


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """Return the URL of an empty database, on each engine in turn."""
    return new_database(request.param)


@pytest.fixture(scope="session")
def postgresql_with_tables(postgresql_server: PostgreSQL) -> PostgreSQL:
    """Give the server with a database "tables" to copy: quicker than making tables each time."""
    open_store(postgresql_server.new_database("tables")).close()
    return postgresql_server


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> Iterator[Store]:
    """Give an open empty store, on each engine in turn."""
    yield from opened_store(request, new_database)


@pytest.fixture(params=ENGINES, scope="module")
def module_store(
    request: pytest.FixtureRequest, new_database: Callable[[str], str]
) -> Iterator[Store]:
    """Give a store that the tests of one module fill once and only read."""
    yield from opened_store(request, new_database)


def opened_store(
    request: pytest.FixtureRequest, new_database: Callable[[str], str]
) -> Iterator[Store]:
    """Open an empty store on the engine that a fixture is asked for."""
    if request.param == "sqlite":
        url = new_database("sqlite")
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql_with_tables")
        url = server.new_database(like="tables")
    opened = open_store(url)
    yield opened
    opened.close()
