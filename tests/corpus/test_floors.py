"""Floors hold every figure; the report turns tallies into the promised figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import evaluate, floors
from corpus.report import Report, Section
from corpus.tally import Tally
from pipeline.errors import InputError


def report(**rates: float) -> Report:
    """Return a report where every figure is perfect, except those named."""

    def tally(name: str) -> Tally:
        right = round(100 * rates.get(name, 1.0))
        return Tally(right, 100 - right, 100 - right)

    digital = {f"decision.{name}": tally(name) for name in ("number", "date", "issuer", "signer")}
    digital["awards.row"] = tally("rows")
    articles = {
        "decisions": tally("decisions"),
        "pairs.near": tally("pairs"),
        "pairs.exact": tally("exact"),
        "outside.awards": Tally(wrong=round(rates.get("leaks", 0))),
        "outside.none": Tally(right=3),
    }
    outcomes = {"number.right": 19, "date.empty-with-issue": 1}
    if "silent" in rates:
        outcomes["date.wrong-silent"] = round(rates["silent"])
    return Report(
        (
            Section("born-digital", 10, 5.0, digital, {}),
            Section("clean", 4, 9.0, {"awards.close": tally("scan")}, outcomes),
            Section("shared-articles", 26, 1.0, articles, {}),
            Section("seeds", 2, 0.1, {"decisions": tally("seeds")}, {}),
        )
    )


def test_a_perfect_report_misses_nothing() -> None:
    assert floors.check(report()) == []


@pytest.mark.parametrize(
    ("rates", "words", "reason"),
    [
        ({"rows": 0.96}, "dòng giải thưởng đúng cả ba ô: 0.960 < 0.97", "just below"),
        ({"pairs": 0.85}, "cặp sản phẩm–cơ sở (gần đúng): 0.850 < 0.9", "another section"),
        ({"leaks": 2}, "2 > 0", "a ceiling"),
        ({"silent": 1}, "sai mà không báo", "one wrong number in a hundred is one too many"),
        ({"seeds": 0.99}, "seeds", "all must be right"),
    ],
)
def test_a_figure_below_its_floor_is_named(
    rates: dict[str, float], words: str, reason: str
) -> None:
    misses = floors.check(report(**rates))
    assert any(words in miss for miss in misses), reason


def test_a_floor_just_reached_is_no_miss() -> None:
    assert floors.check(report(rows=0.97, pairs=0.90, number=0.99)) == []


def test_what_was_not_run_is_not_judged() -> None:
    part = Report(tuple(s for s in report(scan=0.0).sections if s.name != "clean"))
    assert floors.check(part) == []
    assert {f.value for f in part.figures() if f.key.startswith("scan.")} == {None}


def test_a_floor_without_a_figure_is_an_error() -> None:
    slip = {"at_least": {"digital.nubmer": 0.99}, "at_most": {}}
    with pytest.raises(ValueError, match=r"digital\.nubmer"):
        floors.check(report(), slip)


def test_the_promised_figures_are_not_undercut() -> None:
    held = floors.load()
    promised = {
        "digital.number": 0.99,
        "digital.date": 0.99,
        "digital.issuer": 0.99,
        "digital.signer": 0.99,
        "digital.rows": 0.97,
        "scan.settled": 0.95,
        "scan.rows": 0.85,
        "articles.decisions": 0.90,
        "articles.pairs": 0.75,
        "seeds": 1.0,
    }
    assert {k: v for k, v in promised.items() if held["at_least"][k] < v} == {}
    never = ("scan.wrong", "worn.wrong", "hand.confirmed", "articles.outside.awards")
    assert {key: held["at_most"][key] for key in never} == dict.fromkeys(never, 0)


def test_settled_counts_empty_with_an_issue_as_good() -> None:
    figures = {figure.key: figure for figure in report(silent=5).figures()}
    assert figures["scan.settled"].value == 20 / 25
    assert figures["scan.wrong"].value == 5
    assert figures["scan.wrong"].count == 25


SCANNED = Report(
    (
        Section(
            "bad",
            4,
            9.0,
            {
                "letters": Tally(970, 0, 30),
                "awards.pair": Tally(8, 2, 2),
                "cells.accepted": Tally(90, 1, 9),
            },
            {
                "number.printed.right": 2,
                "date.printed.empty-with-issue": 1,
                "date.printed.wrong-silent": 1,
                "number.hand.confirmed": 1,
                "date.hand.empty-with-issue": 2,
                "rows.whole": 3,
                "rows.silent": 1,
            },
        ),
        Section("signed", 2, 3.0, {"decision.signed_at": Tally(1, 0, 1)}, {"rows.told": 2}),
        Section("legacy-font", 2, 1.0, {"letters": Tally(99, 0, 1)}, {"rows.silent": 1}),
    )
)


@pytest.mark.parametrize(
    ("key", "value", "count", "reason"),
    [
        ("letters.bad", 0.03, 1000, "edits over characters"),
        ("letters.scan", None, 0, "not part of the run"),
        ("printed.bad", 0.5, 4, "a hand's are not asked for"),
        ("rows.bad", 0.8, 10, "product and producer"),
        ("worn.wrong", 1, 7, "of numbers and dates, not of rows"),
        ("hand.confirmed", 1, 3, "a hand's number without a question"),
        ("rows.silent", 1, 6, "of pictures alone"),
        ("signed.time", 2 / 3, 2, "one of two times found"),
        ("letters.legacy", 0.99, 100, "characters right"),
        ("accepted.precision", 90 / 91, 100, "of the cells accepted"),
        ("accepted.share", 0.91, 100, "of all cells"),
    ],
)
def test_the_figures_of_scans(key: str, value: float | None, count: int, reason: str) -> None:
    figure = next(figure for figure in SCANNED.figures() if figure.key == key)
    assert figure.value == (None if value is None else pytest.approx(value)), reason
    assert figure.count == count, reason


def test_a_ceiling_on_errors_is_held() -> None:
    held = floors.load()
    held = {**held, "at_most": {**held["at_most"], "letters.bad": 0.5}}
    misses = floors.check(SCANNED, held)
    assert any("viết tay" in miss for miss in misses)
    assert not any("quét xấu: tỷ lệ" in miss for miss in misses)


def test_text_and_json_tell_the_same_figures() -> None:
    one = report(pairs=0.8)
    told = json.loads(one.as_json())
    assert {f["key"]: f["value"] for f in told["figures"]}["articles.pairs"] == pytest.approx(0.8)
    assert "0.800" in one.as_text()
    assert told["sections"][0]["scores"]["awards.row"]["right"] == 100


# --- evaluate -------------------------------------------------------------------------------------


def silent(path: Path) -> dict[str, Any]:
    """Read nothing out of a file, as a broken reader would."""
    return {
        "document": {"kind": "other", "in_programme": False, "published": None, "state": "parsed"},
        "decision": None,
        "round": dict.fromkeys(("level", "region", "province", "year", "edition")),
        "step": None,
        **{key: [] for key in ("citations", "awards", "counts", "people", "events", "issues")},
    }


def test_a_reader_that_finds_nothing_scores_nothing() -> None:
    found = evaluate.evaluate(silent, evaluate.case_tasks())
    figures = {figure.key: figure.value for figure in found.figures()}
    assert figures["articles.pairs"] == 0.0
    assert figures["articles.decisions"] == 0.0
    assert figures["articles.outside.awards"] == 0.0
    assert figures["digital.number"] is None


def test_faults_name_the_file_and_what_was_missed() -> None:
    found = evaluate.evaluate(silent, evaluate.load(evaluate.CASES / "seeds"))
    faults = found.sections[0].faults
    assert "000.txt: decisions: right 0 wrong 0 missed 1" in faults


def test_both_formats_of_gold_are_loaded(tmp_path: Path) -> None:
    from corpus.maker import make

    make(21, 2, tmp_path, "text")
    tasks = evaluate.load(tmp_path)
    assert [task.made for task in tasks] == [True, True]
    assert all(task.path.is_file() for task in tasks)
    articles = evaluate.load(evaluate.CASES / "shared-articles")
    assert len(articles) == 26
    assert not any(task.made for task in articles)
    assert all(task.path.is_file() for task in articles)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gold\.jsonl"):
        evaluate.load(tmp_path)


def test_the_seeds_as_published_are_scored_where_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "000_made.txt").write_text("x", "utf-8")
    monkeypatch.setenv("TIEUBIEU_SEEDS", str(tmp_path))
    assert [task.path.name for task in evaluate.original_seeds()] == ["000_made.txt"]
    monkeypatch.delenv("TIEUBIEU_SEEDS")
    assert evaluate.original_seeds() == []


def test_no_test_uses_the_seed_that_is_scored() -> None:
    here = Path(__file__).parent
    others = [path for path in here.rglob("test_*.py") if path != Path(__file__)]
    assert others
    assert not [path.name for path in others if str(evaluate.SEED) in path.read_text("utf-8")]
