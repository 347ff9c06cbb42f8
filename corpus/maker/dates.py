"""Days as papers write them."""

from __future__ import annotations

from datetime import date
from random import Random


def long(day: date, *, padded: bool = True) -> str:
    """Write "ngày 07 tháng 02 năm 2020": zeros for days under 10 and for months 1 and 2 (NĐ 30)."""
    number = f"{day.day:02d}" if padded else str(day.day)
    month = f"{day.month:02d}" if padded and day.month < 3 else str(day.month)
    return f"ngày {number} tháng {month} năm {day.year}"


def cited(rng: Random, day: date) -> str:
    """Write a cited act's day: mostly long, sometimes "ngày 28/8/2014" or "ngày 28/08/2014"."""
    shape = rng.random()
    if shape < 0.7:
        return long(day)
    if shape < 0.85:
        return f"ngày {day.day:02d}/{day.month}/{day.year}"
    return f"ngày {day.day:02d}/{day.month:02d}/{day.year}"
