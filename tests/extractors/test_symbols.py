"""Numbers of acts in every slip domain.md names, dates in every form, numerals."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts.calendar import dates
from extractors.facts.numerals import number
from extractors.facts.symbols import symbols
from pipeline.language import lowered


@pytest.mark.parametrize(
    ("text", "numbers", "reason"),
    [
        ("Quyết định số 1918/QĐ-UBND", ["1918/QĐ-UBND"], "plain"),
        ("Thông tư 26/2014/TT- BCT", ["26/2014/TT-BCT"], "a blank after the hyphen"),
        ("26/2014/TT - BCT", ["26/2014/TT-BCT"], "blanks on both sides"),
        ("97/QĐ -UBND", ["97/QĐ-UBND"], "a blank before the hyphen"),
        ("14/2018/TTBCT ngày", ["14/2018/TT-BCT"], "a lost hyphen"),
        ("14/2018/TT-BCTngày 28", ["14/2018/TT-BCT"], "glued to the next word"),
        ("Thông tư14/2018/TT-BCT", ["14/2018/TT-BCT"], "glued to the word before"),
        ("1302/QĐ-UBND-HC", ["1302/QĐ-UBND-HC"], "a third part"),
        ("20 / QĐ - UBND - HC về", ["20/QĐ-UBND-HC"], "a third part with blanks"),
        ("155/KH-CTĐP-SCT", ["155/KH-CTĐP-SCT"], "two bodies"),
        ("2890/QĐ-BNN-VPĐP", ["2890/QĐ-BNN-VPĐP"], "a body and its office"),
        ("125/2009/TTLT-BTC-BCT", ["125/2009/TTLT-BTC-BCT"], "a joint act"),
        ("36/2009/TTLT/BTC-BCT", ["36/2009/TTLT-BTC-BCT"], "a joint act the old way"),
        ("166-KH/HU và 07-CTr/HU", ["166-KH/HU", "07-CTr/HU"], "the party's order"),
        ("15-NQ/ĐUB", ["15-NQ/ĐUB"], "the party's order"),
        ("864/NQ-UBTVQH14; 202/2025/QH15", ["864/NQ-UBTVQH14", "202/2025/QH15"], "with the term"),
        ("1234/UBND-CT", ["1234/UBND-CT"], "an official letter"),
        ("97/QD-UBND", ["97/QĐ-UBND"], "D for Đ"),
        ("97/Q\u00d0-UBND", ["97/QĐ-UBND"], "Ð for Đ"),
        ("26/2014/TT-BТС", ["26/2014/TT-BTC"], "Cyrillic letters"),
        ("45/2012/nđ-cp", ["45/2012/NĐ-CP"], "small letters"),
        ("1881/QĐ-Ttg", ["1881/QĐ-TTg"], "a slip of case"),
        ("I918/QĐ-UBND", ["1918/QĐ-UBND"], "I for 1"),
        ("1918lQĐ-UBND", ["1918/QĐ-UBND"], "l for the slash"),
        ("19181QĐ-UBND", ["1918/QĐ-UBND"], "1 for the slash"),
        ("12/12/2013 là ngày ký", [], "a date"),
        ("2.000.000 đồng/giải", [], "money"),
    ],
)
def test_numbers_of_acts(text: str, numbers: list[str], reason: str) -> None:
    assert [symbol.number for symbol in symbols(text)] == numbers, reason


def test_a_repaired_number_is_marked() -> None:
    clean, repaired = symbols("1918/QĐ-UBND và I919/QĐ-UBND")
    assert (clean.clean, repaired.clean) == (True, False)


@pytest.mark.parametrize(
    ("text", "day", "reason"),
    [
        ("ngày 07 tháng 10 năm 2020", date(2020, 10, 7), "in words"),
        ("ngày 28 tháng12 năm 2012", date(2012, 12, 28), "glued"),
        ("ngày17/6/2009", date(2009, 6, 17), "glued"),
        ("ngày 28/6/ 2018", date(2018, 6, 28), "a blank"),
        ("10-5-2016", date(2016, 5, 10), "hyphens"),
        ("17.8.2022", date(2022, 8, 17), "stops"),
        ("(ngày 22-6-2021)", date(2021, 6, 22), "in brackets"),
        ("dated 12/07/2022", date(2022, 7, 12), "English"),
        ("July 12, 2022", date(2022, 7, 12), "English in words"),
    ],
)
def test_whole_dates(text: str, day: date, reason: str) -> None:
    assert [written.value for written in dates(lowered(text))] == [day], reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Sáng 13-5, Ban giám khảo", [(13, 5)], "hyphen"),
        ("chiều 12/12", [(12, 12)], "slash"),
        ("Trong 2 ngày 14 và 15.7", [(14, 7)], "two days: the first"),
        ("Ngày 14/6", [(14, 6)], "ngày"),
        ("trong 9 tháng 10 cơ sở", [], "no day at all"),
        ("đạt 17/18 tỉnh", [], "a fraction"),
        ("ngày 30/2", [], "no such day"),
    ],
)
def test_days_without_their_year(text: str, expected: list[tuple[int, int]], reason: str) -> None:
    found = list(dates(lowered(text)))
    assert [(written.day, written.month) for written in found] == expected, reason
    assert all(written.value is None for written in found)


@pytest.mark.parametrize(
    ("written", "value"),
    [("12", 12), ("mười hai", 12), ("hai mươi lăm", 25), ("ba mươi", 30), ("tư", 4), ("iv", 4),
     ("vii", 7), ("mười", 10), ("nhiều", None)],
)  # fmt: skip
def test_numerals(written: str, value: int | None) -> None:
    assert number(written) == value
