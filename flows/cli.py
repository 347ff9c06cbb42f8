"""The command line: verbs over the library. Results go to stdout, everything else to stderr.

Exit codes: 0 done; 1 failed, or a file reached no end; 2 wrong usage; 3 a file that will not do; 4
input not found; 5 this machine lacks something; 6 database; 7 quality floor missed. Heavy rooms
(OCR, Prefect, spaCy) are imported by the verb that needs them, so that the rest starts at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import InputError, TieubieuError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pipeline.ingest import Summary
    from pipeline.settings import Settings

EXTRACTORS = "extractors"

app = typer.Typer(
    name="tieubieu",
    help="Từ quyết định và tin bài về sản phẩm CNNT tiêu biểu đến cơ sở dữ liệu có dẫn chứng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[list[Path], typer.Argument(help="Tệp, thư mục hoặc ZIP cần nạp.")]
Files = Annotated[list[Path], typer.Argument(help="Tệp cần đọc (pdf, ảnh, html, docx, doc, txt).")]
AsJson = Annotated[bool, typer.Option("--json", help="In JSON, mỗi đối tượng một dòng.")]
Named = Annotated[
    str, typer.Argument(help="Tệp, mã sha256 (hoặc phần đầu), hoặc số quyết định đã nạp.")
]
Limit = Annotated[int, typer.Option(min=1, help="Số kết quả nhiều nhất.")]


class Form(StrEnum):
    """The forms that ``ocr`` writes."""

    HOCR = "hocr"
    ALTO = "alto"


def main() -> None:
    """Run the command line; turn our own errors into a message and an exit code."""
    try:
        app()
    except TieubieuError as error:
        sys.stderr.write(f"Lỗi: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output went away: `tieubieu dump | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


@app.command()
def ingest(
    paths: Paths,
    prefect: Annotated[
        bool,
        typer.Option("--prefect", help="Chạy bằng Prefect (thử lại, xem được trên giao diện)."),
    ] = False,
) -> None:
    """Nạp tệp, thư mục, ZIP; chạy lại không đổi gì, bị ngắt giữa chừng thì làm tiếp."""
    settings = _settings()
    if prefect or os.environ.get("PREFECT_API_URL"):
        from flows.engine import run

        summary = run(paths, settings, extractors=EXTRACTORS)
    else:
        summary = _ingest_here(paths, settings)
    _print_summary(summary, settings)
    raise typer.Exit(1 if summary.unread else 0)


@app.command()
def extract(
    files: Files,
    as_json: AsJson = False,
    pages: Annotated[
        bool, typer.Option("--pages", help="Kèm văn bản và bảng của từng trang (với --json).")
    ] = False,
) -> None:
    """Đọc tệp và in ra những gì tìm thấy; không nạp gì vào cơ sở dữ liệu."""
    from flows.output import print_extracted
    from pipeline.analysis import analyse_all
    from pipeline.contract import extracted

    settings = _settings()
    present = [file for file in files if file.is_file()]
    for analysis in analyse_all(present, settings, extractors=EXTRACTORS):
        found = extracted(analysis.document, analysis.facts, pages=pages)
        print_extracted(found, as_json=as_json)
    if missing := [str(file) for file in files if not file.is_file()]:
        raise InputError(f"Không thấy tệp: {', '.join(missing)}. Hãy kiểm tra lại đường dẫn.")


@app.command()
def ocr(
    document: Named,
    form: Annotated[Form, typer.Option("--format", help="Dạng cần xuất.")] = Form.HOCR,
    page: Annotated[int | None, typer.Option(min=1, help="Chỉ một trang.")] = None,
    out: Annotated[Path | None, typer.Option(help="Tệp ra; bỏ trống: in ra màn hình.")] = None,
) -> None:
    """Xuất chữ đã đọc với vị trí từng chữ (hOCR hoặc ALTO); giá trị người sửa thay chữ máy đọc."""
    from flows.transcripts import asked, transcript, write

    found = asked(document, _settings())
    made = transcript(found, form.value, page)
    if out is None:
        sys.stdout.write(made.decode())
    else:
        write(made, out, found.original)


@app.command()
def pdfa(
    document: Named,
    out: Annotated[
        Path | None, typer.Option(help="Tệp ra; bỏ trống: TÊN.pdfa.pdf cạnh bản gốc.")
    ] = None,
) -> None:
    """Làm PDF/A-2B tìm được chữ: trang giữ nguyên, chữ đã đọc nằm ẩn bên trên; in ra tên tệp."""
    from flows.transcripts import asked, searchable, write

    settings = _settings()
    found = asked(document, settings)
    target = out or found.beside
    write(searchable(found, settings), target, found.original)
    sys.stdout.write(f"{target}\n")


@app.command()
def schema() -> None:
    """In JSON Schema của kết quả «extract --json»."""
    from flows.output import print_json
    from pipeline.contract import schema as published

    print_json(published(), indent=2)


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="Từ cần tìm, có dấu hay không dấu đều được.")],
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Tìm sản phẩm, cơ sở, quyết định; khớp đúng dấu đứng trước."""
    from flows.output import print_hits
    from pipeline.store.search import search as find

    with _session() as session:
        print_hits(find(session, words, limit), as_json=as_json)


@app.command()
def show(
    what: Annotated[str, typer.Argument(help="Số quyết định, tên cơ sở, hoặc kỳ bình chọn.")],
    as_json: AsJson = False,
) -> None:
    """Xem một quyết định, một cơ sở hoặc một kỳ bình chọn với dẫn chứng của từng giá trị."""
    from flows.output import print_view
    from pipeline.store.queries import find_view

    with _session() as session:
        view = find_view(session, what)
        if view is None:
            raise InputError(
                f'Không có quyết định, cơ sở hay kỳ nào là «{what}». Thử: tieubieu search "{what}"'
            )
        print_view(view, as_json=as_json)


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="Tệp ra: .xlsx .csv .parquet .sqlite .jsonl")],
) -> None:
    """Xuất các dòng công nhận ra tệp; giá trị đã được người sửa thắng giá trị máy đọc."""
    from pipeline.export import export as write

    with _session() as session:
        rows = write(session, target)
    sys.stderr.write(f"Đã xuất {rows} dòng ra {target}\n")


@app.command()
def issues(
    limit: Limit = 100,
    as_json: AsJson = False,
    resolve: Annotated[str | None, typer.Option(help="Khóa của vấn đề đã giải quyết xong.")] = None,
) -> None:
    """Liệt kê những chỗ cần người xem, hoặc đánh dấu một chỗ đã xong."""
    from flows.output import print_issues
    from pipeline.store.queries import open_issues, resolve_issue

    with _session() as session:
        if resolve is not None:
            resolve_issue(session, resolve)
            session.commit()
            return
        print_issues(open_issues(session, limit), as_json=as_json)


@app.command()
def correct(
    record: Annotated[str, typer.Argument(help="Bản ghi: award:KHÓA, decision:KHÓA, …")],
    field: Annotated[str, typer.Argument(help="Trường cần sửa, ví dụ product.")],
    value: Annotated[
        str | None, typer.Argument(help="Giá trị đúng; bỏ trống là «không có».")
    ] = None,
    who: Annotated[str, typer.Option(help="Người sửa.")] = "",
    why: Annotated[str, typer.Option(help="Vì sao sửa.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Hoàn tác lần sửa gần nhất.")] = False,
) -> None:
    """Ghi giá trị của người bên cạnh giá trị máy đọc; không bao giờ bị lần đọc sau đè lên."""
    from pipeline.store import corrections

    kind, _, key = record.partition(":")
    author = who or os.environ.get("USER", "")
    with _session() as session:
        if undo:
            corrections.undo(session, kind, key, field, who=author, why=why)
        else:
            corrections.correct(session, kind, key, field, value, who=author, why=why)
        session.commit()


@app.command()
def status(as_json: AsJson = False) -> None:
    """Cho biết trong cơ sở dữ liệu có gì và còn gì phải làm."""
    from flows.output import print_status
    from pipeline.store.queries import status as count

    with _session() as session:
        print_status(count(session), as_json=as_json)


@app.command()
def dump() -> None:
    """In toàn bộ cơ sở dữ liệu theo một thứ tự cố định; cùng hiểu biết thì cùng từng byte."""
    from pipeline.store.dump import dump as lines

    with _session() as session:
        for line in lines(session):
            sys.stdout.write(line)


@app.command()
def evaluate(
    cases: Annotated[
        Path | None, typer.Argument(help="Thư mục có gold.jsonl; bỏ trống: bộ chấm có sẵn.")
    ] = None,
    floors: Annotated[
        bool, typer.Option("--floors", help="Thất bại nếu một điểm thấp hơn sàn đã đặt.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Chấm điểm trên các ca có đáp án: độ chính xác, độ phủ, F1 từng trường và từng bản ghi."""
    from pipeline.errors import QualityError, SetupError

    try:
        from corpus.evaluate import run
        from corpus.floors import check
    except ModuleNotFoundError as error:  # the corpus is not shipped in the wheel
        raise SetupError(
            f"Chấm điểm cần bản mã nguồn đã chuẩn bị để thử ({error.name})."
        ) from error

    report = run(_settings(), cases)
    sys.stdout.write(report.as_json() if as_json else report.as_text())
    if floors and (misses := check(report)):
        raise QualityError("Dưới sàn: " + "; ".join(misses))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng.")] = 8000,
) -> None:
    """Mở phòng đọc trên máy này (mặc định http://127.0.0.1:8000)."""
    import uvicorn

    from pipeline.web import create_app

    settings = _settings()
    uvicorn.run(create_app(settings, host), host=host, port=port, log_level="warning")


def _settings() -> Settings:
    from pydantic import ValidationError

    from pipeline.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        raise InputError(f"Cấu hình TIEUBIEU_* không hợp lệ: {error}") from error


@contextmanager
def _session() -> Iterator[Session]:
    from pipeline.store.session import open_store

    settings = _settings()
    with open_store(settings.database).session() as session:
        yield session


def _ingest_here(paths: list[Path], settings: Settings) -> Summary:
    from flows.progress import shown
    from pipeline.ingest import ingest as take_in

    with shown() as progress:
        return take_in(paths, settings, extractors=EXTRACTORS, on_outcome=progress)


def _print_summary(summary: Summary, settings: Settings) -> None:
    from flows.output import print_summary

    with _session() as session:
        from pipeline.store.queries import status as count

        print_summary(summary, count(session), settings)


if __name__ == "__main__":
    main()
