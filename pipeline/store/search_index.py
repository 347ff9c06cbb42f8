"""The search index of each engine, as DDL that runs after the table ``search_entry`` is made.

Words are parted and folded in Python (SQLite never folds đ, servers may lack unaccent), so both
engines index the same tokens: SQLite by FTS5, PostgreSQL by GIN over ready-made lexemes.
"""

from __future__ import annotations

from sqlalchemy import DDL, event

from pipeline.store.models import SearchEntry

SQLITE_DDL = (
    """CREATE VIRTUAL TABLE search_fts USING fts5(
    folded, written, content='search_entry', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0", prefix='2 3'
)""",
    """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_fts(rowid, folded, written) VALUES (new.id, new.folded, new.written);
END""",
    """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_fts(search_fts, rowid, folded, written)
    VALUES ('delete', old.id, old.folded, old.written);
END""",
    """CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_fts(search_fts, rowid, folded, written)
    VALUES ('delete', old.id, old.folded, old.written);
    INSERT INTO search_fts(rowid, folded, written) VALUES (new.id, new.folded, new.written);
END""",
)
POSTGRESQL_DDL = (
    "CREATE INDEX ix_search_entry_folded_words ON search_entry\n"
    "USING gin (array_to_tsvector(string_to_array(folded, ' ')))",
    "CREATE INDEX ix_search_entry_written_words ON search_entry\n"
    "USING gin (array_to_tsvector(string_to_array(written, ' ')))",
)


def _hang(dialect: str, statements: tuple[str, ...]) -> None:
    for statement in statements:
        ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy's gap
        event.listen(SearchEntry.__table__, "after_create", ddl.execute_if(dialect=dialect))


_hang("sqlite", SQLITE_DDL)
_hang("postgresql", POSTGRESQL_DDL)
