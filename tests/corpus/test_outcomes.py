"""What became of numbers, dates and rows: every outcome by a case."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.outcomes import origin, outcomes, rows_outcome
from corpus.page_scorer import score_trust
from corpus.scorer import score_decision
from corpus.tally import Tally

Json = dict[str, Any]
PAGE = "Kèm theo Quyết định số ……/QĐ-UBND ngày 07 tháng 7 năm 2022"


def gold(number: str | None = "12/QĐ-UBND", day: str | None = "2022-07-07", **more: Any) -> Json:
    return {
        "draft": False,
        "hand": {},
        "decision": {"number": number, "date": day, "signed_at": None},
        "awards": [],
        "pages": [{"text": ""}],
    } | more


def said(number: str | None, day: str | None, **more: Any) -> Json:
    return {"decision": {"number": number, "date": day}, "issues": [], "awards": []} | more


@pytest.mark.parametrize(
    ("hand", "page", "where", "reason"),
    [
        ({}, "", "blank", "nobody wrote it"),
        ({"date": "2022-07-07"}, "", "hand", "a hand alone"),
        ({"date": "2022-07-07"}, PAGE, "repeated", "the caption prints the day"),
        ({"date": "2022-07-08"}, PAGE, "hand", "the caption prints another"),
    ],
)
def test_where_a_date_stands(hand: Json, page: str, where: str, reason: str) -> None:
    truth = gold(day=None, hand=hand, pages=[{"text": page}])
    assert origin(truth, "date") == where, reason


def test_what_is_printed_comes_from_print() -> None:
    assert origin(gold(), "number") == "printed"


def test_a_repeated_day_read_from_the_caption_is_right() -> None:
    truth = gold(day=None, hand={"date": "2022-07-07"}, pages=[{"text": PAGE}])
    assert outcomes(said("12/QĐ-UBND", "2022-07-07"), truth) == {
        "number": "printed.right",
        "date": "repeated.right",
    }


def test_a_draft_is_asked_nothing() -> None:
    assert outcomes(said(None, None), gold(draft=True)) == {}


MIEN = {"product": "Miến dong Phja Lừa", "producer": "HTX Phja Lừa", "serial": "1"}
CHE = {"product": "Chè xanh Suối Tía", "producer": "Công ty TNHH Suối Tía", "serial": "2"}
BAD = {"product": "Chè xanh Suôi Tỉa", "producer": "Công ty TNHH Suoi", "serial": "2"}
LOST = {"product": "||| . .", "producer": "Công ty TNHH Suối Tía", "serial": "2"}


@pytest.mark.parametrize(
    ("found", "codes", "verdict", "reason"),
    [
        ([MIEN, CHE], [], "whole", "all are there"),
        ([MIEN, BAD], [], "whole", "a row read badly is a row"),
        ([MIEN, LOST], [], "whole", "and so is one known by its number and producer alone"),
        ([MIEN], [], "silent", "one is missing"),
        ([MIEN], ["awards-missing"], "told", "and an issue says so"),
        ([MIEN], ["date-conflict"], "silent", "an issue on something else says nothing"),
        ([MIEN, CHE, CHE], [], "silent", "one is invented"),
        ([MIEN, CHE, CHE], ["serial-gap"], "told", "and told"),
        ([], ["unknown-heading"], "told", "nothing was read, and why"),
    ],
)
def test_rows(found: list[Json], codes: list[str], verdict: str, reason: str) -> None:
    issues = [{"code": code, "field": None} for code in codes]
    read = said(None, None, awards=found, issues=issues)
    assert rows_outcome(read, gold(awards=[MIEN, CHE])) == verdict, reason


@pytest.mark.parametrize(
    ("time", "tally", "reason"),
    [
        ("2022-07-08T09:30:00+07:00", Tally(right=1), "the same moment"),
        ("2022-07-08T02:30:00Z", Tally(right=1), "told in universal time"),
        ("2022-07-08T09:30:00", Tally(right=1), "told without a zone"),
        ("2022-07-08T09:31:00+07:00", Tally(wrong=1, missed=1), "a minute off"),
        (None, Tally(missed=1), "not found"),
    ],
)
def test_a_signatures_time(time: str | None, tally: Tally, reason: str) -> None:
    truth = gold(round=None)
    names = ("issuer", "place", "title")
    truth["decision"] |= dict.fromkeys(names) | {
        "signer": {"name": None, "position": None},
        "signed_at": "2022-07-08T09:30:00+07:00",
    }
    found = said("12/QĐ-UBND", "2022-07-07")
    found["decision"]["signed_at"] = time
    assert score_decision(found, truth)["signed_at"] == tally, reason


@pytest.mark.parametrize(
    ("rows", "trust", "tally", "reason"),
    [
        ([["1", "Miến dong"]], [[0.95, 0.95]], Tally(2, 0, 0), "sure and right"),
        ([["1", "Miến dong"]], [[0.95, 0.5]], Tally(1, 0, 1), "a cell in doubt is not accepted"),
        ([["1", "Miên dong"]], [[0.95, 0.95]], Tally(1, 1, 0), "sure and wrong"),
        ([["1", "Miến dong"]], None, Tally(2, 0, 0), "a text layer is taken as it stands"),
        ([["1", "Miến", "dong"]], [[0.9] * 3], Tally(0, 0, 2), "columns torn: nothing to accept"),
        ([], [], Tally(0, 0, 2), "no table was found"),
    ],
)
def test_cells_accepted_without_a_look(
    rows: list[list[str]], trust: list[list[float]] | None, tally: Tally, reason: str
) -> None:
    table = {"rows": rows, "confidence": trust}
    assert score_trust([table], [[["1", "Miến dong"]]]) == tally, reason


def test_the_share_of_what_was_found() -> None:
    assert Tally(6, 2, 2).share == 0.8
    assert Tally().share is None
