"""What became of a decision's number and date, and of its rows: right, empty, wrong; told or not.

An outcome is named "<what it was>.<what came of it>". A number or date was ``printed``, in a
``hand``, in a hand but printed elsewhere (``repeated``, as in a list's caption), or ``blank``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from corpus import normal
from corpus.matching import Json, match

_LOOSE = 60.0  # likeness from which a row read badly is still that row, neither lost nor invented
# codes of issues that send a person to the list: "awards-missing", "serial-gap", "row-unreadable"
_ABOUT_ROWS = re.compile(r"award|\brows?\b|serial|count|heading|table|list|column|cell|member")


def outcomes(said: Json, gold: Json) -> dict[str, str]:
    """Return the outcomes of number, date and rows; what the truth does not ask is left out."""
    found: dict[str, str] = {}
    if gold["draft"]:
        return found
    if gold["decision"]:
        for name in ("number", "date"):
            found[name] = f"{origin(gold, name)}.{outcome(said, gold, name)}"
    if gold["awards"]:
        found["rows"] = rows_outcome(said, gold)
    return found


def origin(gold: Json, name: str) -> str:
    """Tell how a number or date stands on the paper."""
    if gold["decision"][name] is not None:
        return "printed"
    value = gold.get("hand", {}).get(name)
    if value is None:
        return "blank"
    text = "\n".join(page["text"] for page in gold["pages"])
    return "repeated" if any(form in text for form in printed_forms(name, value)) else "hand"


def printed_forms(name: str, value: str) -> Iterator[str]:
    """Yield the ways a paper prints a number, or a day given in ISO form."""
    yield value
    if name == "date":
        day = date.fromisoformat(value)
        for number in (f"{day.day:02d}", str(day.day)):
            for month in (f"{day.month:02d}", str(day.month)):
                yield f"ngày {number} tháng {month} năm {day.year}"


def outcome(said: Json, gold: Json, name: str) -> str:
    """Judge a decision's ``number`` or ``date``.

    right, empty-with-issue, empty-silent, wrong-with-issue or wrong-silent. What a hand alone wrote
    may be suggested: right with an issue is right, without one it is confirmed. Where nobody wrote,
    empty with an issue is the right answer.
    """
    key = normal.number if name == "number" else _as_is
    found = key((said["decision"] or {}).get(name))
    truth = key(gold["decision"][name] or gold.get("hand", {}).get(name))
    flagged = has_issue(said, name)
    if found is None:
        return "empty-with-issue" if flagged else "empty-silent"
    if found == truth:
        return "right" if flagged or origin(gold, name) != "hand" else "confirmed"
    return "wrong-with-issue" if flagged else "wrong-silent"


def _as_is(text: str | None) -> str | None:
    return text


def has_issue(said: Json, name: str) -> bool:
    """Tell whether an issue is about one of the decision's fields, or the decision as a whole.

    Reading's own notices ("number-unreadable") name the field in their code alone.
    """
    fields = {issue["field"] for issue in said["issues"]}
    named = any(issue["code"].startswith(f"{name}-") for issue in said["issues"])
    return named or bool(fields & {name, f"decision.{name}", "decision"})


def rows_outcome(said: Json, gold: Json) -> str:
    """Judge a list as a whole: ``whole``, or short or long of rows and ``told`` or ``silent``."""
    found, truths = said["awards"], gold["awards"]
    paired = len(match(found, truths, _alike))
    if paired == len(found) == len(truths):
        return "whole"
    return "told" if any(map(_about_rows, said["issues"])) else "silent"


def _alike(award: Mapping[str, str | None], truth: Mapping[str, str | None]) -> bool:
    """Tell whether a row may be a truth's at all, however badly it was read."""
    likeness = normal.similarity(award["product"], truth["product"])
    return likeness >= _LOOSE or (
        normal.similarity(award["producer"], truth["producer"]) >= _LOOSE
        and normal.serial(award.get("serial")) == normal.serial(truth.get("serial"))
    )


def _about_rows(issue: Json) -> bool:
    field = issue["field"] or ""
    return bool(_ABOUT_ROWS.search(issue["code"])) or field.startswith(("awards", "counts"))
