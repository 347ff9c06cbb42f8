"""The verbs ocr and pdfa: what they take for a document, where they write, and how they refuse."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from flows import cli

TEXT = """ỦY BAN NHÂN DÂN TỈNH CAO BẰNG
Số: 9918/QĐ-UBND
Cao Bằng, ngày 07 tháng 10 năm 2020
QUYẾT ĐỊNH
Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2020 (MẪU)
Điều 1. Công nhận 01 sản phẩm: Miến dong Mẫu Một của Hợp tác xã Mẫu Một.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIEUBIEU_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIEUBIEU_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def decision(home: Path) -> Path:
    """Return a PDF with a text layer: fast to read, and with geometry."""
    from weasyprint import HTML

    path = home / "qd-9918.pdf"
    lines = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    path.write_bytes(HTML(string=f"<style>body{{font-family:serif}}</style>{lines}").write_pdf())
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["tieubieu", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_a_file_is_written_out_without_a_database(
    home: Path, decision: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "ocr", decision, "--format", "alto", "--page", "1")
    assert code == 0
    assert 'CONTENT="9918/QĐ-UBND"' in out
    assert not (home / "home").exists()


def test_a_loaded_document_answers_to_its_number_with_what_people_corrected(
    home: Path, decision: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "ingest", decision)[0] == 0
    act = "ubnd tinh cao bang|9918/QD-UBND|2020"
    assert (
        run(capsys, "correct", f"decision:{act}", "number", "9919/QĐ-UBND", "--who", "Lan")[0] == 0
    )
    code, out, _ = run(capsys, "ocr", decision)
    assert code == 0
    assert ">9919/QĐ-UBND<" in out
    assert ">9918/QĐ-UBND<" not in out
    target = home / "ra.pdf"
    code, out, _ = run(capsys, "pdfa", act, "--out", target)
    assert (code, out) == (0, f"{target}\n")
    (page,) = pypdfium2.PdfDocument(target)
    assert "9919/QĐ-UBND" in page.get_textpage().get_text_range()


def test_pdfa_lies_beside_the_original_which_stays_as_it_was(
    decision: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = decision.read_bytes()
    code, out, _ = run(capsys, "pdfa", decision)
    beside = decision.with_name("qd-9918.pdfa.pdf")
    assert (code, out) == (0, f"{beside}\n")
    assert beside.read_bytes().startswith(b"%PDF")
    assert decision.read_bytes() == before
    code, _, told = run(capsys, "pdfa", decision, "--out", decision)
    assert code == 4
    assert "bản gốc" in told
    assert decision.read_bytes() == before


def _page(home: Path) -> str:
    (home / "bai.txt").write_text("Cao Bằng công nhận 20 sản phẩm tiêu biểu năm 2020. (MẪU)")
    return "bai.txt"


def _torn(home: Path) -> str:
    whole = BytesIO()
    Image.new("L", (50, 50)).save(whole, "PNG")
    (home / "anh.png").write_bytes(whole.getvalue()[:40])
    return "anh.png"


@pytest.mark.parametrize("verb", ["ocr", "pdfa"])
@pytest.mark.parametrize(
    ("make", "told"),
    [
        pytest.param(_page, "không có trang giấy", id="text has no places on paper"),
        pytest.param(_torn, "Không đọc được", id="a torn picture"),
        pytest.param(lambda _: "khong-co.pdf", "Không có tệp hay tài liệu", id="nothing there"),
    ],
)
def test_what_cannot_be_written_out_is_told_so(
    home: Path, capsys: pytest.CaptureFixture[str], verb: str, make, told: str
) -> None:
    code, out, err = run(capsys, verb, make(home))
    assert (code, out) == (4, "")
    assert told in err


def test_a_page_beyond_the_last_is_told_so(
    decision: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "ocr", decision, "--page", "7")
    assert code == 4
    assert "trang 7" in err


def test_a_folder_that_is_not_there_is_told_so(
    decision: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "ocr", decision, "--out", decision.parent / "a" / "b.html")
    assert code == 4
    assert "Không ghi được" in err
