import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from pipeline.errors import StoreError
from pipeline.store import session as opener
from pipeline.store.migrations import head, upgrade
from pipeline.store.models import Base
from pipeline.store.session import Store, open_store

# made by SQLite for its own search index, or of expressions that reflection cannot read back
_SEARCH_INDEX = re.compile(r"search_fts|ix_search_entry_(?:folded|written)_words")


@pytest.fixture
def migrated(database_url: str) -> Iterator[Connection]:
    """Run every migration, one after the other, on an empty database."""
    engine = opener._engine(opener.make_url(database_url))
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
        yield connection
    engine.dispose()


def test_the_models_are_what_the_migrations_make(migrated: Connection) -> None:
    context = MigrationContext.configure(
        migrated,
        opts={"include_name": lambda name, *_: not _SEARCH_INDEX.match(name or "")},
    )
    assert compare_metadata(context, Base.metadata) == []


def test_a_new_database_is_what_the_migrations_make(
    migrated: Connection, new_database: Callable[[str], str]
) -> None:
    fresh = open_store(new_database(migrated.dialect.name))
    with fresh.engine.connect() as connection:
        assert _schema(connection) == _schema(migrated)
    fresh.close()


def test_the_known_head_is_the_newest_migration() -> None:
    assert head() == opener.HEAD


def test_an_older_database_is_migrated_on_opening(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opener._engine(opener.make_url(database_url))
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
    engine.dispose()
    migrations: list[str] = []
    monkeypatch.setattr(opener, "HEAD", "9999")
    monkeypatch.setattr(opener, "_migrate", lambda _, found: migrations.append(found))
    open_store(database_url).close()
    assert migrations == [head()]


def test_a_newer_database_is_refused(store: Store) -> None:
    with store.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="phiên bản tieubieu mới hơn"):
        open_store(store.engine.url.render_as_string(hide_password=False))


def test_a_foreign_database_is_refused(database_url: str) -> None:
    engine = opener._engine(opener.make_url(database_url))
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE document (id INTEGER PRIMARY KEY)"))
    engine.dispose()
    with pytest.raises(StoreError, match="không phải của tieubieu"):
        open_store(database_url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://localhost/x", "Không hỗ trợ"),
        ("not a url", "TIEUBIEU_DATABASE_URL"),
        ("postgresql://nobody@127.0.0.1:9/x", "TIEUBIEU_DATABASE_URL"),  # nobody listens there
    ],
)
def test_what_cannot_be_opened_is_said_in_words(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        open_store(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"%PDF-1.7" + bytes(4096))
    with pytest.raises(StoreError, match="không phải cơ sở dữ liệu SQLite"):
        open_store(f"sqlite:///{path}")


def test_sqlite_is_opened_for_keeps(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new' / 'a.sqlite'}")
    with store.session() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    store.close()
    full = 2
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": full,
        "busy_timeout": 30000,
    }


def _schema(connection: Connection) -> set[str]:
    """Return every table, column, constraint and index, as the engine itself writes them."""
    if connection.dialect.name == "sqlite":
        query = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"
    else:
        query = """
            SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' '
                || is_nullable || ' ' || coalesce(column_default, '')
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' '
                || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        """
    rows = connection.execute(text(query)).scalars()
    return {_apart(re.sub(r"\s+", " ", row)) for row in rows}


def _apart(ddl: str) -> str:
    """SQLite keeps the words of CREATE TABLE, whose constraints may come in any order."""
    if not ddl.startswith("table ") or "VIRTUAL" in ddl:
        return ddl
    head, _, body = ddl.partition("(")
    depth, parts = 0, [""]
    for letter in body.rpartition(")")[0]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return head + " | ".join(sorted(part.strip() for part in parts))
