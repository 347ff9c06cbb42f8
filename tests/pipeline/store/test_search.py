import unicodedata

import pytest
from made_facts import article, citation, decision
from sqlalchemy import select

from pipeline.facts import Role
from pipeline.store.load import load
from pipeline.store.models import SearchEntry
from pipeline.store.search import search
from pipeline.store.session import Store

ROWS = (
    ("1", "Miến dong Phia Đén", "HTX Tân Hòa", "huyện Nguyên Bình"),
    ("2", "Miền Đông Phia Đen", "Công ty TNHH Bình An", "huyện Hòa An"),
    ("3", "Đường phên", "Cơ sở Đặng Đức", "xã Phúc Sen"),
)


@pytest.fixture(scope="module")
def filled(module_store: Store) -> Store:
    pairs = (
        decision(rows=ROWS),
        article("Tin về bình chọn", citations=(citation("44/QĐ-SCT", role=Role.AWARD),)),
    )
    for document, facts in pairs:
        with module_store.begin() as session:
            load(session, document, facts, fingerprint="f/1")
    return module_store


def hits(store: Store, query: str, limit: int = 20) -> list[tuple[str, str, bool]]:
    with store.session() as session:
        return [(hit.kind, hit.label, hit.exact) for hit in search(session, query, limit)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # without marks both are found, with marks the exact one stands first
        ("mien dong", [("product", "Miền Đông Phia Đen", False),
                       ("product", "Miến dong Phia Đén", False)]),
        ("miền đông", [("product", "Miền Đông Phia Đen", True),
                       ("product", "Miến dong Phia Đén", False)]),
        ("MIẾN DONG", [("product", "Miến dong Phia Đén", True),
                       ("product", "Miền Đông Phia Đen", False)]),
        ("duong phen", [("product", "Đường phên", False)]),  # đ folds
        ("đường phên", [("product", "Đường phên", True)]),
        ("duong ph", [("product", "Đường phên", False)]),  # the last word only begun
        ("duon phen", []),  # the others whole
        ("dang duc", [("producer", "Cơ sở Đặng Đức", False), ("product", "Đường phên", False)]),
        ("phúc sen đường", [("product", "Đường phên", True)]),  # where it comes from
        ("1918/QĐ-UBND", [("decision", "1918/QĐ-UBND", True)]),
        ("1918 qd ubnd", [("decision", "1918/QĐ-UBND", False)]),
        ("44/QĐ-SCT", [("decision", "44/QĐ-SCT", True)]),  # only cited
    ],
)  # fmt: skip
def test_words_find_records(
    filled: Store, query: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert hits(filled, query) == expected


def test_a_round_is_found_by_its_province_and_year(filled: Store) -> None:
    found = hits(filled, "cấp tỉnh cao bằng 2020")
    assert ("round", "Bình chọn cấp tỉnh Cao Bằng năm 2020", True) in found


HOSTILE = (
    "", "   ", '"', "*", "' OR 1=1 --", '" OR "a', "mien NEAR dong", "folded:mien", "a AND",
    "(", ")", "'a':*", "\\", "mien & !dong | x", "\x00", "^mien", "{written}: mien", "-mien",
    "đ" * 5000, "a " * 5000, "%", "_", "👍",
)  # fmt: skip


def test_no_query_reaches_the_index_as_its_language(filled: Store) -> None:
    for query in HOSTILE:
        found = hits(filled, query)  # without an error
        if not any(letter.isalnum() for letter in query):
            assert found == [], query


def test_a_decomposed_query_is_the_same_query(filled: Store) -> None:
    assert hits(filled, unicodedata.normalize("NFD", "đường phên")) == [
        ("product", "Đường phên", True)
    ]


def test_operators_are_words_like_others(filled: Store) -> None:
    assert hits(filled, "mien OR duong") == []  # nothing holds the word "or"
    assert hits(filled, "mien NOT dong") == []


def test_the_limit_holds_and_both_tiers_count(filled: Store) -> None:
    assert hits(filled, "miền đông", 1) == [("product", "Miền Đông Phia Đen", True)]
    assert hits(filled, "mien", 0) == []


def test_folded_words_stand_letter_under_letter(filled: Store) -> None:
    with filled.session() as session:
        entries = session.scalars(select(SearchEntry)).all()
    assert entries
    assert all(len(entry.folded) == len(entry.written) for entry in entries)
    assert all(entry.folded.isascii() for entry in entries)
