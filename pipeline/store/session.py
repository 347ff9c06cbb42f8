"""A URL in, an open database out: SQLite or PostgreSQL, at the schema this program knows.

One writer at a time on both engines (an immediate transaction, an advisory lock), since shared rows
are worked out from everything known: writes are short, and no two loads can miss each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from pipeline.errors import StoreError
from pipeline.store import search_index  # noqa: F401 -- hangs the search DDL on the tables
from pipeline.store.models import Base

HEAD = "0001"  # the newest migration; a test compares it with the folder

_BUSY_SECONDS = 30
_WRITING = "tieubieu_writing"
_LOCK = 0x7469_6575  # "tieu": the advisory lock of this program's writers
_IN_USE = "Cơ sở dữ liệu đang bận vì một tiến trình khác đang ghi. Hãy thử lại sau ít phút."
_FULL = "Hết chỗ trên đĩa nên không ghi được cơ sở dữ liệu. Hãy giải phóng chỗ rồi chạy lại."
_UNREACHABLE = "Không mở được cơ sở dữ liệu «{url}»: {detail}. Hãy kiểm tra TIEUBIEU_DATABASE_URL."
_NEWER = (
    "Cơ sở dữ liệu «{url}» có lược đồ «{found}» mà phiên bản này (lược đồ «{head}») không biết: "
    "có lẽ nó do một phiên bản tieubieu mới hơn tạo ra. Hãy nâng cấp tieubieu, hoặc dùng "
    "TIEUBIEU_HOME khác."
)
_FOREIGN = (
    "Cơ sở dữ liệu «{url}» không phải của tieubieu: đã có bảng «{table}» nhưng không có số lược "
    "đồ. Hãy chỉ TIEUBIEU_DATABASE_URL tới một cơ sở dữ liệu trống."
)


class Store:
    """An open database. ``session`` reads (or writes and commits itself); ``begin`` writes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session; what was not committed at the end is rolled back."""
        with translated(self.engine.url), self._sessions() as session:
            yield session

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Give a session that holds the one write lock; commits at the end, or rolls all back."""
        with translated(self.engine.url), self._sessions.begin() as session:
            lock(session)
            yield session

    def close(self) -> None:
        """Close every connection; SQLite then folds its log back into the file."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open a database at the newest schema, making or migrating it where needed.

    Raises ``StoreError`` where it cannot be reached, is not ours or is of a newer program.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(_UNREACHABLE.format(url=url, detail="URL sai dạng")) from error
    engine = _engine(parsed)
    try:
        with translated(engine.url):
            if (found := _revision(engine)) != HEAD:
                _bring_up(engine, found)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def lock(session: Session) -> None:
    """Make a session the one writer until its transaction ends; harmless when it is already."""
    if session.info.get(_WRITING) is session.get_transaction() is not None:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    else:  # writing to no row takes SQLite's one write lock, or waits for it
        session.execute(text("UPDATE ledger SET attempts = attempts WHERE 0"))
    session.info[_WRITING] = session.get_transaction()


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn what the engine says of locks, disks and servers into a ``StoreError`` in words."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(_words_for(error, url)) from error
    except DBAPIError as error:
        if error.connection_invalidated or "file is not a database" in str(error.orig):
            raise StoreError(_words_for(error, url)) from error
        raise


def _words_for(error: DBAPIError, url: URL) -> str:
    detail = str(error.orig).strip().splitlines()[0] if error.orig else ""
    if "locked" in detail or "busy" in detail:
        return _IN_USE
    if "full" in detail or "No space" in detail:
        return _FULL
    if "file is not a database" in detail:
        detail = "tệp không phải cơ sở dữ liệu SQLite hoặc đã hỏng"
    return _UNREACHABLE.format(url=url.render_as_string(hide_password=True), detail=detail)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    raise StoreError(
        f"Không hỗ trợ cơ sở dữ liệu «{url.get_backend_name()}». Hãy dùng sqlite:///… hoặc "
        "postgresql://…."
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # the driver's own connection
    connection.isolation_level = None  # the driver must not begin or commit on its own
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _revision(engine: Engine) -> str | None:
    """Return the schema's number, or None for a database without one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _bring_up(engine: Engine, found: str | None) -> None:
    options = {_WRITING: True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        tables = inspect(connection).get_table_names()
        if "alembic_version" in tables:  # another process may have been quicker
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found == HEAD:
            return
        if found is None:
            _make(connection, tables)
        else:
            _migrate(connection, found)


def _make(connection: Connection, tables: list[str]) -> None:
    """Make every table at once: the drift test holds this equal to running all migrations."""
    taken = sorted(set(tables) & set(Base.metadata.tables))
    if taken:
        url = connection.engine.url.render_as_string(hide_password=True)
        raise StoreError(_FOREIGN.format(url=url, table=taken[0]))
    Base.metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _migrate(connection: Connection, found: str) -> None:
    from pipeline.store.migrations import knows, upgrade  # alembic is slow to import

    if not knows(found):
        url = connection.engine.url.render_as_string(hide_password=True)
        raise StoreError(_NEWER.format(url=url, found=found, head=HEAD))
    upgrade(connection)
