"""The award rows out of the store into a file: CSV, XLSX, Parquet, SQLite or JSON Lines.

One schema for all. Each award of a round stands once, by the act's own list where we hold it; the
person's values win. Rows stream, and the file appears whole or not at all.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from pipeline.errors import InputError
from pipeline.store.dump import by_bytes
from pipeline.store.evidence_rows import text_of
from pipeline.store.gathering import standing
from pipeline.store.models import (
    Award,
    Citation,
    Decision,
    Document,
    Evidence,
    Holding,
    Place,
    Producer,
    ProducerName,
    Product,
    RecordKind,
    Round,
)
from pipeline.store.overlay import Overrides, in_force

Record = dict[str, Any]  # column to text, number, truth or None
Writer = Callable[[Path, Iterable[Record]], int]

_BATCH = 1000
_SHEET_ROWS = 1_048_575  # Excel's limit, less the heading
_CELL_LETTERS = 32_767  # Excel's limit
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its values and what it is, for people."""

    name: str
    kind: type
    meaning: str


COLUMNS = (
    Column("level", str, "Cấp bình chọn: huyen, tinh, khu_vuc, quoc_gia"),
    Column("region", str, "Khu vực của kỳ bình chọn"),
    Column("province", str, "Tỉnh, thành phố của kỳ, hoặc của nơi sản xuất"),
    Column("province_today", str, "Tỉnh, thành phố hiện nay của nơi sản xuất (suy ra)"),
    Column("year", int, "Năm của kỳ bình chọn"),
    Column("edition", int, "Lần thứ mấy"),
    Column("decision_number", str, "Số quyết định công nhận"),
    Column("decision_date", str, "Ngày ký, dạng năm-tháng-ngày"),
    Column("decision_issuer", str, "Cơ quan ban hành"),
    Column("decision_held", bool, "Có giữ văn bản quyết định"),
    Column("product", str, "Sản phẩm, bộ sản phẩm"),
    Column("producer", str, "Cơ sở công nghiệp nông thôn"),
    Column("place", str, "Địa phương, như văn bản ghi"),
    Column("district", str, "Huyện, thị xã, thành phố vào ngày của văn bản (suy ra)"),
    Column("address", str, "Địa chỉ"),
    Column("group", str, "Nhóm sản phẩm"),
    Column("grade", str, "Xếp loại, giải"),
    Column("points", str, "Điểm"),
    Column("serial", str, "Số thứ tự trong danh sách"),
    Column("step", str, "Bước: registered, passed, proposed, recognised, certified, nominated"),
    Column("confidence", float, "Độ tin cậy của máy, 0 đến 1"),
    Column("corrected", str, "Các trường do người sửa"),
    Column("document", str, "Mã sha256 của tài liệu làm chứng"),
    Column("page", int, "Trang"),
    Column("quote", str, "Câu chữ trên trang"),
    Column("award", str, "Khóa của dòng, dùng để sửa"),
)
_NAMES = tuple(column.name for column in COLUMNS)


def export(session: Session, path: Path) -> int:
    """Write the award rows to a file, by its suffix; return how many.

    Raises ``InputError`` for a suffix that is not known, or a folder that is not there.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(_WRITERS)
        raise InputError(
            f"Không biết xuất ra «{path.suffix or path.name}». Hãy đặt đuôi tệp là: {known}."
        )
    if not path.parent.is_dir():
        raise InputError(f"Không có thư mục «{path.parent}». Hãy tạo thư mục trước khi xuất.")
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    unfinished = Path(name)
    try:
        count = writer(unfinished, records(session))
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def records(session: Session) -> Iterator[Record]:
    """Yield the award rows, by round, document and place in its list."""
    order = [by_bytes(session, column) for column in (Round.key, Document.sha256)]
    query = (
        select(
            Award, Round, Decision, Document.sha256, Place, Product.key, Producer.key,
            Evidence.page, Evidence.quote,
        )
        .join(Document, Document.id == Award.document_id)
        .join(Product, Product.id == Award.product_id)
        .outerjoin(Round, Round.id == Award.round_id)
        .outerjoin(Citation, Citation.id == Award.citation_id)
        .outerjoin(Decision, Decision.id == Citation.decision_id)
        .outerjoin(Place, Place.id == Award.place_id)
        .outerjoin(ProducerName, ProducerName.id == Award.producer_name_id)
        .outerjoin(Producer, Producer.id == ProducerName.producer_id)
        .outerjoin(
            Evidence,
            and_(
                Evidence.document_id == Award.document_id,
                Evidence.record_kind == RecordKind.AWARD,
                Evidence.record_key == Award.key,
                Evidence.field == "product",
                Evidence.ordinal == 0,
            ),
        )
        .where(Award.id.in_(standing()))
        .order_by(*order, Award.ordinal)
    )  # fmt: skip
    result = session.execute(query, execution_options={"yield_per": _BATCH})
    for rows in result.partitions():
        yield from _records(session, rows)
        session.expunge_all()


def _records(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Record]:
    held = list(rows)
    awards = in_force(session, RecordKind.AWARD, [row[0].key for row in held])
    rounds = in_force(session, RecordKind.ROUND, [row[1].key for row in held if row[1]])
    acts = in_force(session, RecordKind.DECISION, [row[2].key for row in held if row[2]])
    products = in_force(session, RecordKind.PRODUCT, [row[5] for row in held])
    makers = in_force(session, RecordKind.PRODUCER, [row[6] for row in held if row[6]])
    for award, held_round, act, sha256, place, product, maker, page, quote in held:
        over = dict(awards.get(award.key, {}))
        for name, renamed in (("product", products.get(product)), ("producer", makers.get(maker))):
            if renamed and renamed.get("name"):
                over.setdefault(name, renamed["name"])
        of_round = rounds.get(held_round.key, {}) if held_round is not None else {}
        of_act = acts.get(act.key, {}) if act is not None else {}
        yield {
            **_of_round(held_round, of_round, place),
            **_of_act(act, of_act),
            **_of_award(award, over, place),
            "corrected": _corrected(over, of_round, of_act),
            "document": sha256,
            "page": page,
            "quote": quote,
            "award": award.key,
        }


def _of_round(row: Round | None, over: Overrides, place: Place | None) -> Record:
    edition = over.get("edition", text_of(row.edition) if row is not None else None)
    at = place.province if place is not None else None
    return {
        "level": row.level.value if row is not None else None,
        "region": over.get("region", row.region if row is not None else None),
        "province": (row.province if row is not None else None) or at,
        "province_today": place.province_today if place is not None else None,
        "year": row.year if row is not None else None,
        "edition": int(edition) if edition is not None else None,
    }


def _of_act(row: Decision | None, over: Overrides) -> Record:
    if row is None:
        names = ("decision_number", "decision_date", "decision_issuer", "decision_held")
        return dict.fromkeys(names)
    return {
        "decision_number": over.get("number", row.number),
        "decision_date": over.get("date", text_of(row.date)),
        "decision_issuer": over.get("issuer", row.issuer),
        "decision_held": row.state is Holding.HELD,
    }


def _of_award(row: Award, over: Overrides, place: Place | None) -> Record:
    names = ("product", "producer", "place", "address", "group", "grade", "points", "serial")
    return {name: over.get(name, getattr(row, name)) for name in names} | {
        "district": place.district if place is not None else None,
        "step": text_of(row.step),
        "confidence": row.confidence,
    }


def _corrected(award: Overrides, of_round: Overrides, act: Overrides) -> str | None:
    names = [*award, *of_round, *(f"decision_{name}" for name in act)]
    return ", ".join(name for name in _NAMES if name in names) or None


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: "=1+1" becomes "'=1+1"."""
    return f"'{text}" if text.startswith((*_DANGEROUS, "'")) else text


def restored(text: str) -> str:
    """Return what ``neutral`` was given."""
    return text[1:] if text.startswith("'") else text


def _write_csv(path: Path, rows: Iterable[Record]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # Excel wants the mark
        writer = csv.writer(file)
        writer.writerow(_NAMES)
        for row in rows:
            count += 1
            values = (row[name] for name in _NAMES)
            writer.writerow([neutral(v) if isinstance(v, str) else v for v in values])
    return count


def _write_json_lines(path: Path, rows: Iterable[Record]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            count += 1
            ordered = {name: row[name] for name in _NAMES}
            file.write(json.dumps(ordered, ensure_ascii=False) + "\n")
    return count


def _write_xlsx(path: Path, rows: Iterable[Record]) -> int:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("awards")
        bold = book.add_format({"bold": True})
        quoted = book.add_format({"quote_prefix": True})  # Excel's own mark of plain text
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(_NAMES):
            sheet.write_string(0, column, name, bold)
        for count, row in enumerate(rows, 1):
            if count > _SHEET_ROWS:
                raise InputError("Quá nhiều dòng cho một trang tính Excel. Hãy xuất ra .csv.")
            for column, name in enumerate(_NAMES):
                _write_cell(sheet, count, column, row[name], quoted)
        meanings = book.add_worksheet("columns")
        for line, each in enumerate(COLUMNS):
            meanings.write_string(line, 0, each.name, bold)
            meanings.write_string(line, 1, each.meaning)
    return count


def _write_cell(sheet: Any, row: int, column: int, value: Any, quoted: Any) -> None:
    """Write a value as what it is; text is never looked at for formulas or links."""
    if isinstance(value, str):
        text = value if len(value) <= _CELL_LETTERS else value[: _CELL_LETTERS - 1] + "…"
        sheet.write_string(row, column, text, quoted if text.startswith(_DANGEROUS) else None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def _write_parquet(path: Path, rows: Iterable[Record]) -> int:
    import pyarrow
    from pyarrow import parquet

    types = {
        str: pyarrow.string(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
        bool: pyarrow.bool_(),
    }
    schema = pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.kind], metadata={"meaning": column.meaning})
            for column in COLUMNS
        ]
    )
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            count += len(batch)
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
    return count


def _write_sqlite(path: Path, rows: Iterable[Record]) -> int:
    types = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}
    columns = ", ".join(f'"{column.name}" {types[column.kind]}' for column in COLUMNS)
    places = ", ".join(f":{name}" for name in _NAMES)
    count = 0
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"CREATE TABLE awards ({columns})")
        for batch in _batches(rows):
            count += len(batch)
            # the names are this module's own
            connection.executemany(f"INSERT INTO awards VALUES ({places})", batch)  # noqa: S608
        connection.commit()
    finally:
        connection.close()
    return count


def _batches(rows: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


_WRITERS: dict[str, Writer] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".sqlite": _write_sqlite,
    ".jsonl": _write_json_lines,
}
