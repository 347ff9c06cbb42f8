"""What an evaluation found: sections of tallies, the promised figures, and both as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.tally import Tally

SCANNED = ("clean",)
WORN = ("scan", "bad", "fax")
LISTS = ("half-ruled-scan", "unruled-scan")
# every profile whose pages are pictures
PICTURES = (
    *SCANNED,
    *WORN,
    *LISTS,
    *("split-scan", "sealed", "handwritten", "two-up", "turned", "wrong-layer", "signed"),
)
ARTICLES = ("articles", "shared-articles")


@dataclass(frozen=True, slots=True)
class Section:
    """The files of one kind, their tallies summed, and what went wrong in which file."""

    name: str
    files: int
    seconds: float
    scores: Mapping[str, Tally]
    outcomes: Mapping[str, int]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One promised figure. ``value`` is None where its documents were not part of the run."""

    key: str
    label: str
    value: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """All sections of a run."""

    sections: tuple[Section, ...]

    def tally(self, key: str, *sections: str) -> Tally:
        """Sum one score over the named sections."""
        result = Tally()
        for section in self.sections:
            if section.name in sections:
                result += section.scores.get(key, Tally())
        return result

    def outcomes(self, *sections: str) -> dict[str, int]:
        """Sum the outcomes of number and date over the named sections."""
        result: dict[str, int] = {}
        for section in self.sections:
            if section.name in sections:
                for key, count in section.outcomes.items():
                    result[key] = result.get(key, 0) + count
        return result

    def figures(self) -> tuple[Figure, ...]:
        """Return the promised figures, in the order they were promised."""
        return tuple(make(self) for make in _FIGURES)

    def as_text(self) -> str:
        """Return the report as tables for a terminal."""
        lines = ["Chỉ tiêu", *map(_figure_line, self.figures())]
        for section in self.sections:
            pace = section.seconds / section.files if section.files else 0.0
            lines += ["", f"{section.name}: {section.files} tệp, {pace:.2f} giây/tệp"]
            lines.append(f"  {'':24} {'P':>6} {'R':>6} {'F1':>6}   đúng   sai  sót")
            lines += [_tally_line(key, tally) for key, tally in section.scores.items()]
            lines += [f"  {key:24} {count:>6}" for key, count in sorted(section.outcomes.items())]
        return "\n".join(lines) + "\n"

    def as_json(self) -> str:
        """Return the report as one JSON object."""
        sections = [
            {
                "name": section.name,
                "files": section.files,
                "seconds": round(section.seconds, 3),
                "scores": {key: _tally_json(tally) for key, tally in section.scores.items()},
                "outcomes": dict(section.outcomes),
                "faults": list(section.faults),
            }
            for section in self.sections
        ]
        figures = [
            {"key": f.key, "label": f.label, "value": f.value, "count": f.count}
            for f in self.figures()
        ]
        return json.dumps({"figures": figures, "sections": sections}, ensure_ascii=False) + "\n"


def _figure_line(figure: Figure) -> str:
    value = "–" if figure.value is None else f"{figure.value:.3f}"
    return f"  {figure.label:58} {value:>6}  (n={figure.count})"


def _tally_line(key: str, tally: Tally) -> str:
    shown = [
        "–" if part is None else f"{part:.3f}" for part in (tally.precision, tally.recall, tally.f1)
    ]
    counts = f"{tally.right:>6} {tally.wrong:>5} {tally.missed:>5}"
    return f"  {key:24} {shown[0]:>6} {shown[1]:>6} {shown[2]:>6} {counts}"


def _tally_json(tally: Tally) -> dict[str, float | int | None]:
    return {
        "right": tally.right,
        "wrong": tally.wrong,
        "missed": tally.missed,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


# --- the promised figures -------------------------------------------------------------------------


def _f1(key: str, label: str, score: str, *sections: str) -> Callable[[Report], Figure]:
    def figure(report: Report) -> Figure:
        tally = report.tally(score, *sections)
        return Figure(key, label, tally.f1, tally.right + tally.missed)

    return figure


_FIELDS = ("number.", "date.")
_GOOD = (".right", ".empty-with-issue")


def _of_fields(report: Report, sections: Sequence[str], *origins: str) -> dict[str, int]:
    """Return the outcomes of number and date; of those origins alone, where any are named."""
    return {
        key: count
        for key, count in report.outcomes(*sections).items()
        if key.startswith(_FIELDS) and (not origins or key.split(".")[1] in origins)
    }


def _settled(key: str, label: str, *sections: str) -> Callable[[Report], Figure]:
    """Share of numbers and dates that are right, or empty with an issue."""

    def figure(report: Report) -> Figure:
        outcomes = _of_fields(report, sections)
        whole = sum(outcomes.values())
        good = sum(count for name, count in outcomes.items() if name.endswith(_GOOD))
        return Figure(key, label, good / whole if whole else None, whole)

    return figure


def _read(key: str, label: str, *sections: str) -> Callable[[Report], Figure]:
    """Share of printed numbers and dates that are right."""

    def figure(report: Report) -> Figure:
        outcomes = _of_fields(report, sections, "printed")
        whole = sum(outcomes.values())
        good = sum(count for name, count in outcomes.items() if name.endswith(".right"))
        return Figure(key, label, good / whole if whole else None, whole)

    return figure


def _count(
    key: str, label: str, endings: tuple[str, ...], sections: Sequence[str], *origins: str
) -> Callable[[Report], Figure]:
    """How many numbers and dates came out in one of some ways: a figure that must be 0."""

    def figure(report: Report) -> Figure:
        outcomes = _of_fields(report, sections, *origins)
        bad = sum(count for name, count in outcomes.items() if name.endswith(endings))
        whole = sum(outcomes.values())
        return Figure(key, label, float(bad) if whole else None, whole)

    return figure


def _rows_silent(report: Report) -> Figure:
    """How many documents lost or invented a row and did not tell."""
    outcomes = report.outcomes(*PICTURES)
    whole = sum(count for name, count in outcomes.items() if name.startswith("rows."))
    label = "bản quét: văn bản mất hoặc thừa dòng mà không báo (phải là 0)"
    return Figure(
        "rows.silent", label, float(outcomes.get("rows.silent", 0)) if whole else None, whole
    )


def _errors(key: str, label: str, *sections: str) -> Callable[[Report], Figure]:
    """Share of characters wrong on the pieces of print."""

    def figure(report: Report) -> Figure:
        tally = report.tally("letters", *sections)
        whole = tally.right + tally.missed
        return Figure(key, label, tally.missed / whole if whole else None, whole)

    return figure


def _recall(key: str, label: str, score: str, *sections: str) -> Callable[[Report], Figure]:
    def figure(report: Report) -> Figure:
        tally = report.tally(score, *sections)
        return Figure(key, label, tally.recall, tally.right + tally.missed)

    return figure


def _accepted(part: str, label: str) -> Callable[[Report], Figure]:
    """Precision of the cells accepted without a look, or their share of all."""

    def figure(report: Report) -> Figure:
        tally = report.tally("cells.accepted", *PICTURES)
        value = tally.precision if part == "precision" else tally.share
        return Figure(f"accepted.{part}", label, value, tally.right + tally.wrong + tally.missed)

    return figure


def _awards_outside(report: Report) -> Figure:
    tally = report.tally("outside.awards", *ARTICLES)
    files = report.tally("outside.none", *ARTICLES)
    count = files.right + files.missed
    return Figure(
        "articles.outside.awards",
        "bài báo ngoài chương trình: số giải thưởng (phải là 0)",
        float(tally.wrong) if count else None,
        count,
    )


def _seeds(report: Report) -> Figure:
    """Share of all that was asked of the two seeds that is right."""
    result = Tally()
    for section in report.sections:
        if section.name in ("seeds", "seeds-as-published"):
            for tally in section.scores.values():
                result += tally
    return Figure(
        "seeds", "hai bài mẫu (seeds): mọi điều phải đúng", result.f1, result.right + result.missed
    )


_DIGITAL = "PDF gốc điện tử"
_SCAN = "bản quét sạch 300 dpi"
_WRONG = (".wrong-silent",)
_DAMAGES = (
    ("clean", "quét sạch"),
    ("scan", "quét thường"),
    ("bad", "quét xấu"),
    ("fax", "fax"),
)
_FIGURES: tuple[Callable[[Report], Figure], ...] = (
    _f1("digital.number", f"{_DIGITAL}: số quyết định", "decision.number", "born-digital"),
    _f1("digital.date", f"{_DIGITAL}: ngày ký", "decision.date", "born-digital"),
    _f1("digital.issuer", f"{_DIGITAL}: cơ quan ban hành", "decision.issuer", "born-digital"),
    _f1("digital.signer", f"{_DIGITAL}: người ký", "decision.signer", "born-digital"),
    _f1("digital.rows", f"{_DIGITAL}: dòng giải thưởng đúng cả ba ô", "awards.row", "born-digital"),
    _f1("unruled.rows", f"{_DIGITAL}: dòng của bảng không kẻ dọc", "awards.row", "unruled"),
    _f1("split.rows", f"{_DIGITAL}: dòng của bảng có dòng vắt qua trang", "awards.row", "split"),
    _settled("scan.settled", f"{_SCAN}: số, ngày đúng hoặc bỏ trống có báo", *SCANNED),
    _count("scan.wrong", f"{_SCAN}: số, ngày sai mà không báo (phải là 0)", _WRONG, SCANNED),
    _f1("scan.rows", f"{_SCAN}: dòng giải thưởng lệch ≤ 5 % ký tự", "awards.close", *SCANNED),
    *(_errors(f"letters.{name}", f"{label}: tỷ lệ ký tự sai", name) for name, label in _DAMAGES),
    *(_read(f"printed.{name}", f"{label}: số, ngày in đọc đúng", name) for name, label in _DAMAGES),
    *(
        _f1(f"rows.{name}", f"{label}: dòng đúng cả sản phẩm và cơ sở", "awards.pair", name)
        for name, label in _DAMAGES
    ),
    _recall("cells.scan", "bản quét: ô đúng, bảng kẻ đủ", "cells", "scan"),
    _recall("cells.half-ruled", "bản quét: ô đúng, bảng chỉ kẻ ngang", "cells", "half-ruled-scan"),
    _recall("cells.unruled", "bản quét: ô đúng, bảng không kẻ", "cells", "unruled-scan"),
    _f1("lists.rows", "bản quét, bảng không kẻ dọc: dòng lệch ≤ 5 %", "awards.close", *LISTS),
    _count("worn.wrong", "bản quét: số, ngày sai mà không báo (phải là 0)", _WRONG, PICTURES),
    _count(
        "hand.confirmed",
        "số, ngày viết tay được nhận mà không báo (phải là 0)",
        (*_WRONG, ".confirmed"),
        PICTURES,
        "hand",
    ),
    _rows_silent,
    _f1("signed.time", "chữ ký số: thời điểm ký", "decision.signed_at", "signed"),
    _f1("parts", "nhiều văn bản trong một tệp: tách đúng", "parts", "bundle"),
    _recall("letters.legacy", "phông cũ (TCVN3, VNI): ký tự đúng", "letters", "legacy-font"),
    _accepted("precision", "ô được nhận không cần xem: đúng"),
    _accepted("share", "ô được nhận không cần xem: tỷ lệ"),
    _f1("articles.decisions", "bài báo: số quyết định công nhận", "decisions", *ARTICLES),
    _f1("articles.pairs", "bài báo: cặp sản phẩm–cơ sở (gần đúng)", "pairs.near", *ARTICLES),
    _f1("articles.exact", "bài báo: cặp sản phẩm–cơ sở (đúng từng chữ)", "pairs.exact", *ARTICLES),
    _awards_outside,
    _seeds,
)
