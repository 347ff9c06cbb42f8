"""Word lists of ``extractors/data`` as compiled patterns over lowered text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.language import lowered

# The capitals of Vietnamese, for classes like f"[{UPPER}]": a range such as "À-Ỹ" holds small ones.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = f"a-z{UPPER[3:].lower()}"


@cache
def data(name: str) -> dict[str, Any]:  # TOML's own shape; each reader names its keys
    """Return a data file of this package: ``data("programme.toml")``."""
    return tomllib.loads((files("extractors") / "data" / name).read_text("utf-8"))


def alternation(forms: Iterable[str]) -> str:
    """Return the forms as one alternation, longest first; a blank matches any white space."""
    ordered = sorted({lowered(form) for form in forms}, key=lambda form: (-len(form), form))
    return "|".join(r"\s+".join(map(re.escape, form.split())) for form in ordered)


def words(forms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the forms as whole words of a lowered text."""
    return re.compile(rf"(?<!\w)(?:{alternation(forms)})(?!\w)")


def parts(forms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the forms, also at the start of a longer word."""
    return re.compile(rf"(?<!\w)(?:{alternation(forms)})")
