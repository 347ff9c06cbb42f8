import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_facts import article, citation, decision
from pyarrow import parquet
from sqlalchemy import select

from pipeline.errors import InputError
from pipeline.export import COLUMNS, export, neutral, records, restored
from pipeline.facts import Role
from pipeline.store.corrections import correct
from pipeline.store.load import load
from pipeline.store.models import Award
from pipeline.store.session import Store

NAMES = [column.name for column in COLUMNS]
DANGEROUS = ("=1+1", "+84 123", "-2", "@SUM(A1)", "\tx", "'quoted", '=HYPERLINK("http://x")')
ROWS = tuple((str(n), text, "HTX Tân Hòa", "huyện Hòa An") for n, text in enumerate(DANGEROUS, 1))


@pytest.fixture(scope="module")
def filled(module_store: Store) -> Store:
    told = article(
        "Tin",
        rows=[(DANGEROUS[0], "HTX Tân Hòa"), ("Chè xanh", "Công ty TNHH Bình An")],
        citations=(citation("1918/QĐ-UBND", role=Role.AWARD),),
    )
    for document, facts in (told, decision(rows=ROWS)):
        with module_store.begin() as session:
            load(session, document, facts, fingerprint="f/1")
    with module_store.begin() as session:
        key = session.scalars(select(Award.key).where(Award.product == "-2")).one()
        correct(session, "award", key, "grade", "A", who="Lan")
    return module_store


def read_csv(path: Path) -> list[dict[str, Any]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # or Excel takes it for windows-1252
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not any(value[:1] in "=+-@\t" for row in rows for value in row.values() if value)
    return [{name: restored(value) or None for name, value in row.items()} for row in rows]


def read_xlsx(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)["awards"]
    lines = list(sheet.iter_rows())
    for cell in (cell for line in lines for cell in line):
        assert cell.data_type != "f"
        if isinstance(cell.value, str) and cell.value[:1] in "=+-@\t":
            assert cell.quotePrefix
    names = [cell.value for cell in lines[0]]
    return [dict(zip(names, (cell.value for cell in line), strict=True)) for line in lines[1:]]


def read_parquet(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def read_sqlite(path: Path) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT * FROM awards")]
    connection.close()
    return rows


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("suffix", "read"),
    [
        (".csv", read_csv),
        (".xlsx", read_xlsx),
        (".parquet", read_parquet),
        (".sqlite", read_sqlite),
        (".jsonl", read_json_lines),
    ],
)
def test_every_format_holds_the_same_rows(
    filled: Store, tmp_path: Path, suffix: str, read: Callable[[Path], list[dict[str, Any]]]
) -> None:
    path = tmp_path / f"out{suffix}"
    with filled.session() as session:
        count = export(session, path)
        expected = list(records(session))
    found = read(path)
    assert count == len(found) == len(expected) == len(ROWS) + 1
    assert list(found[0]) == NAMES
    assert [as_texts(row) for row in found] == [as_texts(row) for row in expected]
    assert sorted(tmp_path.iterdir()) == [path]  # nothing unfinished is left


def as_texts(row: dict[str, Any]) -> list[str | None]:
    """Formats differ in how they write a truth or a number, not in what it is."""
    held = {"True": "1", "False": "0", True: "1", False: "0"}
    told = row | {"decision_held": held.get(row["decision_held"], row["decision_held"])}
    return [None if told[name] is None else str(told[name]) for name in NAMES]


def test_an_award_stands_once_by_the_acts_own_list(filled: Store) -> None:
    with filled.session() as session:
        rows = list(records(session))
    by_product = {row["product"]: row for row in rows}
    assert set(by_product) == {*DANGEROUS, "Chè xanh"}
    own, told = by_product["=1+1"], by_product["Chè xanh"]
    assert own["document"] != told["document"]
    assert (own["decision_number"], own["decision_date"]) == ("1918/QĐ-UBND", "2020-10-07")
    assert (told["decision_number"], told["decision_held"]) == ("1918/QĐ-UBND", True)
    assert (own["level"], own["province"], own["year"]) == ("tinh", "Cao Bằng", 2020)
    assert (own["district"], own["page"], own["quote"]) == ("huyện Hòa An", 1, "=1+1")


def test_the_persons_value_is_exported_and_marked(filled: Store) -> None:
    with filled.session() as session:
        rows = {row["product"]: row for row in records(session)}
    assert (rows["-2"]["grade"], rows["-2"]["corrected"]) == ("A", "grade")
    assert rows["=1+1"]["corrected"] is None


@pytest.mark.parametrize("text", [*DANGEROUS, "", "'", "''", "'=1", "Miến dong", "a=b"])
def test_neutral_texts_come_back_as_they_were(text: str) -> None:
    assert restored(neutral(text)) == text
    assert neutral(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("out.pdf", r"\.xlsx, \.csv, \.parquet, \.sqlite, \.jsonl"),
        ("out", "đuôi tệp"),
        ("no-such-folder/out.csv", "Không có thư mục"),
    ],
)
def test_what_cannot_be_written_is_said_in_words(
    filled: Store, tmp_path: Path, name: str, words: str
) -> None:
    with filled.session() as session, pytest.raises(InputError, match=words):
        export(session, tmp_path / name)


def test_a_write_that_fails_leaves_the_old_file(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("cũ")
    monkeypatch.setattr(csv, "writer", lambda _: None)
    with filled.session() as session, pytest.raises(AttributeError):
        export(session, path)
    assert [path.read_text(), *tmp_path.iterdir()] == ["cũ", path]


def test_an_empty_store_exports_headings(store: Store, tmp_path: Path) -> None:
    with store.session() as session:
        for suffix in (".csv", ".xlsx", ".parquet", ".sqlite", ".jsonl"):
            assert export(session, tmp_path / f"out{suffix}") == 0
    assert (tmp_path / "out.csv").read_text("utf-8-sig").strip() == ",".join(NAMES)
