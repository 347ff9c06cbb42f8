"""What the command line prints: values of the library as text for people or JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pipeline.contract import AwardOut, Extracted

_LEVELS = {"huyen": "huyện/xã", "tinh": "tỉnh", "khu_vuc": "khu vực", "quoc_gia": "quốc gia"}
_STEPS = {
    "registered": "đăng ký",
    "passed": "đạt điểm",
    "proposed": "đề nghị công nhận",
    "recognised": "được công nhận",
    "certified": "được trao giấy chứng nhận",
    "nominated": "được cử dự cấp trên",
}
_KINDS = {
    "decision": "quyết định",
    "article": "tin bài",
    "plan": "kế hoạch",
    "form": "biểu mẫu",
    "other": "văn bản khác",
}
_SHOWN_AWARDS = 200


def print_json(value: Any, indent: int = 0) -> None:  # Any: whatever msgspec can encode
    """Print one value as JSON on a line of its own, or indented."""
    encoded = msgspec.json.encode(value)
    if indent:
        encoded = msgspec.json.format(encoded, indent=indent)
    sys.stdout.write(encoded.decode() + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text."""
    for line in lines:
        sys.stdout.write(line + "\n")


def print_extracted(found: Extracted, *, as_json: bool) -> None:
    """Print what one file says."""
    if as_json:
        print_json(found)
        sys.stdout.flush()
    else:
        print_lines(_extracted_lines(found))


def _extracted_lines(found: Extracted) -> Iterable[str]:
    document, round_ = found.document, found.round
    yield f"# {document.title or '(không có tiêu đề)'}"
    yield (
        f"  {_KINDS[document.kind.value]}, {document.pages} trang, nguồn chữ {document.text_source},"
        f" trạng thái {document.state}" + (f" ({document.reason})" if document.reason else "")
    )
    yield f"  sha256 {document.sha256}"
    yield (
        "  thuộc chương trình"
        if document.in_programme
        else (f"  không thuộc chương trình: {document.programme_reason}")
    )
    if found.decision is not None:
        held = found.decision
        yield (
            f"  Quyết định {held.number or '(chưa rõ số)'}, ngày {held.date or '(chưa rõ)'},"
            f" {held.issuer or '(chưa rõ cơ quan)'}; ký: {held.signer.name or '(chưa rõ)'}"
        )
    if round_.level is not None:
        where = ", ".join(filter(None, (round_.province, round_.region)))
        yield (
            f"  Kỳ: cấp {_LEVELS[round_.level.value]}{' ' + where if where else ''},"
            f" năm {round_.year or '(chưa rõ)'}"
            + (f", lần thứ {round_.edition}" if round_.edition else "")
            + (f"; bước: {_STEPS[found.step.value]}" if found.step else "")
        )
    yield from (f"  Số liệu: {count.value} {_counted(count.of)}" for count in found.counts)
    yield from (_award_line(number, award) for number, award in enumerate(found.awards, 1))
    for citation in found.citations:
        yield f"  Dẫn: {citation.number} ({citation.role.value}){_dated(citation.date)}"
    yield from (f"  ! {issue.code}: {issue.message}" for issue in found.issues)


def _counted(of: str) -> str:
    return "sản phẩm" if of == "products" else "cơ sở"


def _dated(day: object) -> str:
    return f", ngày {day}" if day else ""


def _award_line(number: int, award: AwardOut) -> str:
    details = (award.producer, award.place, award.grade, award.group)
    return f"  {number:>3}. " + " — ".join(filter(None, (award.product, *details)))
