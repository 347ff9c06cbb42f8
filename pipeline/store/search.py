"""Words in, records out: with marks or without, đ included, exact marks first, last word begun.

Only letters and digits of a query reach the index, each as a quoted word, so nothing that is typed
can be taken for the index's own language.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from pipeline.store.indexing import words
from pipeline.vietnamese import fold

_MOST_WORDS = 16
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. ``kind``: producer, product, round, decision or document.

    ``exact`` where the marks agree too; ``key`` opens the record's view.
    """

    kind: str
    key: str
    label: str
    context: str
    exact: bool


# The phrase inside the name itself stands before the phrase elsewhere, and short names first; the
# rest of the order is fixed so that both engines answer alike.
_SQLITE = """
    SELECT entry.kind, entry.key, entry.label, entry.context
    FROM search_fts JOIN search_entry AS entry ON entry.id = search_fts.rowid
    WHERE search_fts MATCH :match
    ORDER BY
        instr(substr(entry.{column}, 1, length(entry.label)), :phrase) = 0,
        instr(entry.{column}, :phrase) = 0,
        length(entry.label), entry.folded, entry.kind, entry.key
    LIMIT :limit
"""
_POSTGRESQL = """
    SELECT entry.kind, entry.key, entry.label, entry.context
    FROM search_entry AS entry
    WHERE array_to_tsvector(string_to_array(entry.{column}, ' ')) @@ CAST(:match AS tsquery)
    ORDER BY
        strpos(substr(entry.{column}, 1, length(entry.label)), :phrase) = 0,
        strpos(entry.{column}, :phrase) = 0,
        length(entry.label), entry.folded COLLATE "C", entry.kind COLLATE "C", entry.key COLLATE "C"
    LIMIT :limit
"""
_QUERIES: dict[tuple[str, str], TextClause] = {
    (engine, column): text(query.format(column=column))
    for engine, query in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL))
    for column in ("written", "folded")
}


def search(session: Session, query: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return the records that hold all words of a query, best first; none for no words."""
    wanted = [word[:_LONGEST_WORD] for word in words(query).split()[:_MOST_WORDS]]
    if not wanted or limit < 1:
        return ()
    exact = [Hit(*row, exact=True) for row in _rows(session, "written", wanted, limit)]
    seen = {(hit.kind, hit.key) for hit in exact}
    folded = [fold(word) for word in wanted]
    close = [
        Hit(*row, exact=False)
        for row in _rows(session, "folded", folded, limit)
        if (row[0], row[1]) not in seen
    ]
    return tuple([*exact, *close][:limit])


def _rows(
    session: Session, column: str, wanted: list[str], limit: int
) -> list[Row[str, str, str, str]]:
    engine = session.get_bind().dialect.name
    match = _fts5(column, wanted) if engine == "sqlite" else _tsquery(wanted)
    values = {"match": match, "phrase": " ".join(wanted), "limit": limit}
    return list(session.execute(_QUERIES[engine, column], values).all())


def _fts5(column: str, wanted: list[str]) -> str:
    """Return ``folded : ("mien" AND "dong"*)``."""
    quoted = " AND ".join(f'"{word}"' for word in wanted)
    return f"{column} : ({quoted}*)"


def _tsquery(wanted: list[str]) -> str:
    """Return ``'mien' & 'dong':*``."""
    return " & ".join(f"'{word}'" for word in wanted) + ":*"
