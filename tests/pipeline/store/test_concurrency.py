import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from made_facts import article, citation, decision

from pipeline.document import Document
from pipeline.errors import StoreError
from pipeline.facts import Facts, Role
from pipeline.store import session as opener
from pipeline.store.corrections import correct
from pipeline.store.dump import dump
from pipeline.store.load import load
from pipeline.store.queries import status
from pipeline.store.search import search
from pipeline.store.session import Store, open_store

Pair = tuple[Document, Facts]


def pairs() -> list[Pair]:
    cited = citation("1/QĐ-UBND", role=Role.AWARD)
    papers = [decision(f"{n}/QĐ-UBND", note=f"{n} ") for n in range(1, 7)]
    told = [
        article(f"Tin {n}", rows=[("Chè xanh hữu cơ", "CTY TNHH Bình An")], citations=(cited,))
        for n in range(6)
    ]
    return papers + told


def put(store: Store, pair: Pair) -> None:
    with store.begin() as session:
        load(session, *pair, fingerprint="f/1")


def read(store: Store) -> int:
    with store.session() as session:
        search(session, "chè xanh")
        return status(session).documents


def dumped(store: Store) -> str:
    with store.session() as session:
        return "".join(dump(session))


def test_many_at_once_end_as_one_after_the_other(
    store: Store, new_database: Callable[[str], str]
) -> None:
    work = pairs()
    alone = open_store(new_database(store.engine.dialect.name))
    for pair in work:
        put(alone, pair)
    expected = dumped(alone)
    alone.close()
    random.Random(4).shuffle(work)
    with ThreadPoolExecutor(6) as pool:
        loads = [pool.submit(put, store, pair) for pair in work]
        reads = [pool.submit(read, store) for _ in range(12)]
        for done in (*loads, *reads):
            done.result()  # nobody is told that the database is locked
    assert dumped(store) == expected


def test_an_editor_among_loaders_loses_nothing(store: Store) -> None:
    paper = decision()
    put(store, paper)
    key = "ubnd tinh cao bang|1918/QD-UBND|2020"

    def edit(number: int) -> None:
        with store.begin() as session:
            correct(session, "decision", key, "place", f"Nơi {number}", who=f"người {number}")

    with ThreadPoolExecutor(4) as pool:
        edits = [pool.submit(edit, number) for number in range(8)]
        loads = [pool.submit(put, store, paper) for _ in range(4)]
        for done in (*edits, *loads):
            done.result()
    kept = [line for line in dumped(store).splitlines() if '"table": "correction"' in line]
    assert {f'"who": "người {number}"' in "".join(kept) for number in range(8)} == {True}


def test_two_openers_of_an_empty_database_make_it_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [database_url] * 4))
    assert [read(store) for store in stores] == [0, 0, 0, 0]
    for store in stores:
        store.close()


def test_a_database_that_stays_locked_is_said_in_words(
    new_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opener, "_BUSY_SECONDS", 0.05)
    store = open_store(new_database("sqlite"))
    with store.begin(), pytest.raises(StoreError, match="đang bận"), store.begin():
        pass
    store.close()
