"""The command line: what goes to stdout, which exit code, and what a verb does not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows import cli

ARTICLE = """https://baocaobang.vn/mau.html
Cao Bằng: 2 sản phẩm CNNT tiêu biểu cấp tỉnh năm 2020 (MẪU)
UBND tỉnh Cao Bằng ban hành Quyết định số 9918/QĐ-UBND ngày 07 tháng 10 năm 2020 công nhận 2 sản \
phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2020, gồm: Miến dong Mẫu Một của Hợp tác xã Mẫu \
Một (huyện Nguyên Bình); Chè dây Mẫu Hai của Công ty TNHH Mẫu Hai (huyện Quảng Hòa).
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIEUBIEU_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIEUBIEU_DATABASE_URL", raising=False)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return tmp_path


@pytest.fixture
def article(home: Path) -> Path:
    path = home / "bài.txt"
    path.write_text(ARTICLE)
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Run one command as the shell would; return exit code, stdout, stderr."""
    sys_argv = ["tieubieu", *map(str, words)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", sys_argv)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_extract_prints_one_object_a_line_in_the_order_given(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = article.with_name("rỗng.txt")
    empty.write_bytes(b"")
    code, out, _ = run(capsys, "extract", "--json", empty, article)
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert first["document"]["reason"] == "empty"
    assert first["issues"]
    assert second["citations"][0]["number"] == "9918/QĐ-UBND"
    assert [award["producer"] for award in second["awards"]] == [
        "Hợp tác xã Mẫu Một",
        "Công ty TNHH Mẫu Hai",
    ]


def test_extract_shows_pages_only_when_asked(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "extract", "--json", "--pages", article)
    assert json.loads(out)["pages"][0]["text"].startswith("https://")


def test_extract_for_people_names_what_was_found(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "extract", article)
    assert "Miến dong Mẫu Một — Hợp tác xã Mẫu Một" in out
    assert "9918/QĐ-UBND" in out


def test_a_missing_file_is_an_input_error_after_the_others_were_read(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "extract", "--json", article, "không-có.pdf")
    assert code == 4
    assert len(out.splitlines()) == 1
    assert "không-có.pdf" in err


def test_from_ingest_to_every_way_out(
    article: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "ingest", article)
    assert code == 0
    assert "Đã nạp 1 tài liệu" in out
    assert "tieubieu search" in out

    _, folded, _ = run(capsys, "search", "mien dong mau mot")
    _, accented, _ = run(capsys, "search", "Miến dong Mẫu Một")
    assert "Miến dong Mẫu Một" in folded
    assert "Miến dong Mẫu Một" in accented

    _, shown, _ = run(capsys, "show", "9918/QĐ-UBND")
    assert "Chè dây Mẫu Hai" in shown

    target = home / "ra.csv"
    assert run(capsys, "export", target)[0] == 0
    assert "Chè dây Mẫu Hai" in target.read_text("utf-8-sig")

    _, dumped, _ = run(capsys, "dump")
    assert all(json.loads(line)["table"] for line in dumped.splitlines())


def test_a_correction_wins_and_can_be_undone(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "ingest", article)
    _, out, _ = run(capsys, "show", "9918/QĐ-UBND", "--json")
    view = json.loads(out)
    key = (view["awards"] or view["reported"])[0]["key"]
    record = f"award:{key}"
    assert run(capsys, "correct", record, "product", "Miến dong Sửa", "--who", "an")[0] == 0
    assert "Miến dong Sửa" in run(capsys, "show", "9918/QĐ-UBND")[1]
    assert run(capsys, "correct", record, "product", "--undo", "--who", "an")[0] == 0
    assert "Miến dong Sửa" not in run(capsys, "show", "9918/QĐ-UBND")[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["show", "không có gì như thế"], 4, "tieubieu search"),
        (["export", "ra.doc"], 4, ".xlsx"),
        (["issues", "--resolve", "khóa-lạ"], 4, "tieubieu issues"),
        (["search"], 2, ""),
        (["serve", "--port", "0"], 2, ""),
    ],
)
def test_wrong_input_says_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    ended, _, err = run(capsys, *words)
    assert ended == code
    assert said in err


def test_wrong_configuration_is_named(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIEUBIEU_WORKERS", "nhiều")
    code, _, err = run(capsys, "status")
    assert code == 4
    assert "workers" in err.lower()


@pytest.mark.parametrize("verb", ["status", "search x", "issues", "dump", "schema", "--help"])
def test_verbs_that_read_nothing_start_without_the_heavy_rooms(home: Path, verb: str) -> None:
    code = (
        "import sys\n"
        "from flows.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'spacy', 'prefect', 'cv2', 'pdfplumber', 'pyarrow', 'underthesea', 'alembic'}\n"
        "sys.stderr.write(','.join(sorted(heavy & sys.modules.keys())))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *verb.split()], capture_output=True, text=True, check=True
    )
    assert (
        ended.stderr.replace("Không tìm thấy gì.\n", "").replace(
            "Không có vấn đề nào đang mở.\n", ""
        )
        == ""
    )
