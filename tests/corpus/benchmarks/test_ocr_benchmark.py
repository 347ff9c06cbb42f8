"""The benchmark's arithmetic, on one document with recorded readings; no engine runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from corpus.benchmarks import ocr
from corpus.benchmarks.engines import Engine
from corpus.benchmarks.memory import Watch, family, held
from corpus.benchmarks.yardstick import PageRead, Reading, Run, Scores, score, score_one, table
from corpus.maker import Case
from corpus.tally import Tally

GOLD: dict[str, Any] = {
    "document": {"pages": 1},
    "hand": {},
    "decision": {"number": "1234/QĐ-UBND", "date": "2022-07-07"},
    "awards": [{"product": "Chè đắng", "producer": "HTX A", "place": None}],
    "pages": [
        {
            "text": "Số: 1234/QĐ-UBND",
            "frags": ["Số: 1234/QĐ-UBND", "ngày 07 tháng 7 năm 2022", "1", "Chè đắng", "HTX A"],
            "tables": [
                {
                    "rows": [["STT", "Sản phẩm", "Cơ sở"], ["1", "Chè đắng", "HTX A"]],
                    "kinds": ["header", "award"],
                }
            ],
        }
    ],
}
LETTERS = 16 + 24 + 1 + 8 + 5
TEXT = "Số: 1234/QĐ-UBND\nngày 07 tháng 7 năm 2022\n1 Chè đắng HTX A"
ROWS = (("STT", "Sản phẩm", "Cơ sở"), ("1", "Chè đắng", "HTX A"))
OURS = Reading(
    (PageRead(TEXT, (ROWS,)),), {"awards": [{"product": "Chè đắng", "producer": "HTX A"}]}
)
PLAIN = Reading((PageRead("Sô: 1234/QĐ-UBND ngày 07 tháng 7 năm 2023 1 Chè đắng HTX A"),))
TABLES = Reading((PageRead(None, ((("STT", "Sản phẩm", "Cơ sở"), ("1", "Chè đăng", "HTX A")),)),))


def test_a_reading_without_a_fault() -> None:
    assert score_one(OURS, GOLD) == Scores(
        letters=Tally(LETTERS, 0, 0),
        fields=Tally(2, 0, 0),
        cells=Tally(6, 0, 0),
        rows=Tally(1, 0, 0),
        awards=Tally(1, 0, 0),
    )


def test_text_alone_has_no_cells_and_its_faults_count() -> None:
    assert score_one(PLAIN, GOLD) == Scores(
        letters=Tally(LETTERS - 2, 0, 2),
        fields=Tally(1, 0, 1),
        cells=Tally(0, 6, 6),
        rows=Tally(0, 1, 1),
    )


def test_tables_alone_are_asked_no_text() -> None:
    found = score_one(TABLES, GOLD)
    assert found == Scores(cells=Tally(5, 1, 1), rows=Tally(0, 1, 1))
    assert found.error_rate is None


def test_a_page_that_was_lost_was_not_read() -> None:
    assert score_one(Reading(()), GOLD).letters == Tally(0, 0, LETTERS)


def test_what_a_hand_wrote_is_not_looked_for() -> None:
    decision = {"number": None, "date": "2022-07-07"}
    gold = GOLD | {"decision": decision, "hand": {"number": "1234/QĐ-UBND"}}
    assert score_one(OURS, gold).fields == Tally(1, 0, 0)


def test_documents_add_up() -> None:
    both = score([OURS, PLAIN], [GOLD, GOLD])
    assert both.letters == Tally(2 * LETTERS - 2, 0, 2)
    assert both.error_rate == pytest.approx(2 / (2 * LETTERS))
    with pytest.raises(ValueError, match="zip"):
        score([OURS], [GOLD, GOLD])


def test_paces_are_ratios_to_one_engines() -> None:
    runs = [
        Run("ours", 12, 6.0, 300.4, score([OURS], [GOLD])),
        Run("base", 12, 24.0, 200.0, score([PLAIN], [GOLD])),
    ]
    first, second = (line.split() for line in table(runs, "base").splitlines()[1:])
    assert first == ["ours", "0.0000", "1.000", "1.000", "1.000", "1.000", "120.0", "4.00", "300"]
    assert second[1:6] == [f"{2 / LETTERS:.4f}", "0.500", "0.000", "0.000", "–"]
    assert second[6:] == ["30.0", "1.00", "200"]


def test_without_the_base_there_is_no_ratio() -> None:
    line = table([Run("ours", 1, 1.0, 1.0, Scores())], "base").splitlines()[1]
    assert line.split() == ["ours", *("–",) * 5, "60.0", "–", "1"]


def test_engines_run_one_after_another_on_the_same_documents(tmp_path: Path) -> None:
    asked: list[tuple[str, list[str], int]] = []

    def engine(name: str, reading: Reading, needs: tuple[str, ...] = ()) -> Engine:
        def read(paths: Sequence[Path], jobs: int) -> list[Reading]:
            asked.append((name, [path.name for path in paths], jobs))
            return [reading] * len(paths)

        return Engine(name, needs, read)

    def broken(paths: Sequence[Path], jobs: int) -> list[Reading]:
        raise OSError("no such model")

    case = Case("a", tmp_path / "a.pdf", GOLD)
    ticks = iter((10.0, 12.0, 20.0, 28.0))
    engines = (
        engine("ours", OURS),
        engine("absent", OURS, ("no_such_module_here",)),
        Engine("broken", (), broken),
        engine("OCRmyPDF+pdfplumber", PLAIN),
    )
    told = ocr.compare(engines, [case], tmp_path / "warm.pdf", 2, lambda: next(ticks))
    assert asked == [
        ("ours", ["warm.pdf"], 1),
        ("ours", ["a.pdf"], 2),
        ("OCRmyPDF+pdfplumber", ["warm.pdf"], 1),
        ("OCRmyPDF+pdfplumber", ["a.pdf"], 2),
    ]
    assert "1 documents, 1 pages, 2 jobs" in told
    assert "absent: skipped, not installed: no_such_module_here" in told
    assert "broken: skipped, failed: OSError: no such model" in told
    ours, base = (line.split() for line in told.splitlines()[-2:])
    assert ours[6:8] == ["30.0", "4.00"]
    assert base[6:8] == ["7.5", "1.00"]


def test_the_memory_of_a_family_is_its_members_own(tmp_path: Path) -> None:
    for pid, parent, size in ((1, 0, 9000), (7, 1, 2048), (8, 7, 1024), (9, 8, 512), (20, 1, 4)):
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a (b) c) S {parent} 1 1")
        (folder / "smaps_rollup").write_text(f"Rss: 99999 kB\nPss:   {size} kB\nPss_Anon: 1 kB\n")
    assert sorted(family(7, tmp_path)) == [7, 8, 9]
    assert held(7, tmp_path) == 3.5
    (tmp_path / "9" / "smaps_rollup").unlink()
    assert held(7, tmp_path) == 3.0


def test_a_watch_tells_the_most_above_what_was_held_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from corpus.benchmarks import memory

    said, looked = [100.0, 140.0, 120.0], Event()

    def look(_: int) -> float:
        if len(said) == 1:
            looked.set()
        return said.pop(0) if len(said) > 1 else said[0]

    monkeypatch.setattr(memory, "held", look)
    monkeypatch.setattr(memory, "_STEP", 0.001)
    with Watch() as watch:
        assert looked.wait(10)
    assert watch.peak == 40.0
