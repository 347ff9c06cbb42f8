"""What the command line prints: values of the library as text for people or JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pipeline.contract import AwardOut, Extracted
    from pipeline.ingest import Summary
    from pipeline.settings import Settings
    from pipeline.store.search import Hit
    from pipeline.store.views import (
        AwardView,
        DecisionView,
        DocumentView,
        IssueView,
        ProducerView,
        RoundView,
        Status,
        Value,
        View,
    )

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
    "producer": "cơ sở",
    "product": "sản phẩm",
    "round": "kỳ bình chọn",
    "document": "tài liệu",
}
_PARTS = {
    "decision": "quyết định",
    "letter": "công văn",
    "submission": "tờ trình",
    "notice": "thông báo",
    "plan": "kế hoạch",
    "report": "báo cáo",
    "minutes": "biên bản",
    "resolution": "nghị quyết",
    "other": "văn bản khác",
}
_STATES = {
    "parsed": "đọc trọn",
    "partial": "đọc được một phần",
    "needs-review": "cần người xem",
    "quarantined": "bị cách ly",
}
_UNKNOWN = "(chưa rõ)"


def print_json(value: Any, indent: int = 0) -> None:  # Any: whatever msgspec can encode
    """Print one value as JSON on a line of its own, or indented."""
    encoded = msgspec.json.encode(value)
    if indent:
        encoded = msgspec.json.format(encoded, indent=indent)
    sys.stdout.write(encoded.decode() + "\n")
    sys.stdout.flush()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_extracted(found: Extracted, *, as_json: bool) -> None:
    """Print what one file says."""
    print_json(found) if as_json else _print(_extracted(found))


def print_hits(hits: Sequence[Hit], *, as_json: bool) -> None:
    """Print search results, best first."""
    if as_json:
        for hit in hits:
            print_json(hit)
    elif not hits:
        sys.stderr.write("Không tìm thấy gì.\n")
    else:
        _print(
            f"{_KINDS[hit.kind]:<12} {hit.label}" + (f"  ({hit.context})" if hit.context else "")
            for hit in hits
        )


def print_view(view: View, *, as_json: bool) -> None:
    """Print a decision, producer, round or document with where its values come from."""
    if as_json:
        print_json(view)
        return
    lines = {"decision": _decision, "producer": _producer, "round": _round, "document": _document}
    _print(lines[view.kind](view))  # type: ignore[operator]  # the kind decides the type


def print_issues(issues: Sequence[IssueView], *, as_json: bool) -> None:
    """Print what a person should look at."""
    if as_json:
        for issue in issues:
            print_json(issue)
        return
    for issue in issues:
        where = issue.address or issue.document[:12]
        _print((f"[{issue.key}] {issue.code}", f"    {issue.message}", f"    {where}"))
    if not issues:
        sys.stderr.write("Không có vấn đề nào đang mở.\n")


def print_status(held: Status, *, as_json: bool) -> None:
    """Print what the database holds and what is left to do."""
    print_json(held) if as_json else _print(_status(held))


def print_summary(summary: Summary, held: Status, settings: Settings) -> None:
    """Print what a run did and what to do next."""
    _print(_summary(summary, held, settings))


def _extracted(found: Extracted) -> Iterator[str]:
    document, round_ = found.document, found.round
    yield document.title or "(không có tiêu đề)"
    reason = f" ({document.reason})" if document.reason else ""
    yield (
        f"  {_KINDS[document.kind.value]}, {document.pages} trang, chữ từ {document.text_source}, "
        f"{_STATES[document.state]}{reason}"
    )
    for part in found.parts:
        first, last = part.pages
        pages = f"trang {first}" if first == last else f"trang {first}–{last}"
        yield f"  {pages}: {_PARTS[part.kind.value]} {part.number or '(chưa rõ số)'}"
    if not document.in_programme:
        yield f"  không thuộc chương trình: {document.programme_reason}"
    if found.decision is not None:
        held = found.decision
        yield f"  Số {held.number or _UNKNOWN}, ngày {held.date or _UNKNOWN}"
        yield f"  Cơ quan: {held.issuer or _UNKNOWN}; ký: {held.signer.name or _UNKNOWN}"
    if round_.level is not None:
        where = " ".join(filter(None, (_LEVELS[round_.level.value], round_.region or "")))
        edition = f", lần thứ {round_.edition}" if round_.edition else ""
        step = f"; {_STEPS[found.step.value]}" if found.step else ""
        province = f", {round_.province}" if round_.province else ""
        yield f"  Kỳ: cấp {where}{province}, năm {round_.year or _UNKNOWN}{edition}{step}"
    for count in found.counts:
        yield f"  Nói có: {count.value} {'sản phẩm' if count.of == 'products' else 'cơ sở'}"
    yield from (_extracted_award(number, award) for number, award in enumerate(found.awards, 1))
    for citation in found.citations:
        day = f" ngày {citation.date}" if citation.date else ""
        yield f"  Dẫn: {citation.number}{day} ({citation.role.value})"
    yield from (f"  ! {issue.code}: {issue.message}" for issue in found.issues)


def _extracted_award(number: int, award: AwardOut) -> str:
    said = (award.product, award.producer, award.place, award.grade, award.group)
    return f"  {award.serial or number:>4}. " + " — ".join(filter(None, said))


def _decision(view: DecisionView) -> Iterator[str]:
    held = "có bản gốc" if view.state.value == "held" else "mới chỉ được dẫn, chưa có bản gốc"
    yield f"Quyết định {view.number.text} ({held})"
    yield f"  khóa: decision:{view.key}"
    named = (
        ("ngày", view.date),
        ("cơ quan", view.issuer),
        ("nơi", view.place),
        ("trích yếu", view.title),
        ("người ký", view.signer_name),
        ("chức vụ", view.signer_position),
    )
    yield from (_field(name, value) for name, value in named if value.text)
    yield from _papers("Bản gốc", view.papers)
    yield from _papers("Được dẫn trong", view.cited_by)
    yield from _awards("Công nhận", view.awards)
    yield from _awards("Nơi khác kể", view.reported)
    for citation in view.citations:
        role = citation.role.value if citation.role else "own"
        yield f"  dẫn {citation.number} ({role})"
    yield from (f"  ! [{issue.key}] {issue.message}" for issue in view.issues)


def _producer(view: ProducerView) -> Iterator[str]:
    yield f"{view.name.text}"
    yield f"  khóa: producer:{view.key}"
    if view.province:
        yield f"  tỉnh: {view.province}"
    if others := [name for name in view.names if name != view.name.text]:
        yield f"  cũng viết: {'; '.join(others)}"
    yield from _awards("Sản phẩm", view.awards)


def _round(view: RoundView) -> Iterator[str]:
    yield f"{view.label}"
    yield f"  khóa: round:{view.key}"
    for _, number, state in view.decisions:
        yield f"  quyết định {number}" + ("" if state.value == "held" else " (chưa có bản gốc)")
    yield from _papers("Tài liệu", view.documents)
    yield from _awards("Công nhận", view.awards)
    yield from (f"  ! [{issue.key}] {issue.message}" for issue in view.issues)


def _document(view: DocumentView) -> Iterator[str]:
    yield view.title.text or "(không có tiêu đề)"
    yield f"  sha256 {view.sha256}"
    kind, state = _KINDS[view.document_kind.value], _STATES[view.state.value]
    yield f"  {kind}, {len(view.pages)} trang, {state}"
    yield from (f"  thấy ở {address}" for address, _ in view.sightings)
    yield from (_field(name, value) for name, value in (*view.head, *view.round) if value.text)
    yield from _awards("Công nhận", view.awards)
    yield from (f"  ! [{issue.key}] {issue.message}" for issue in view.issues)


def _field(name: str, value: Value) -> str:
    where = ""
    if value.corrected:
        where = f"  (người sửa; máy đọc: {value.machine or 'không có'})"
    elif value.evidence:
        proof = value.evidence[0]
        quote = " ".join((proof.quote or "").split())
        where = f"  (trang {proof.page}: «{quote}»)" if quote else ""
    return f"  {name}: {value.text}{where}"


def _papers(title: str, documents: Sequence[Any]) -> Iterator[str]:  # DocumentRef
    for paper in documents:
        yield f"  {title.lower()}: {', '.join(paper.addresses) or paper.sha256[:12]}"


def _awards(title: str, awards: Sequence[AwardView]) -> Iterator[str]:
    if awards:
        yield f"  {title}: {len(awards)}"
    for number, award in enumerate(awards, 1):
        named = (award.product, award.producer, award.place, award.grade)
        said = " — ".join(value.text for value in named if value.text)
        proof = award.product.evidence[0] if award.product.evidence else None
        page = f"  (trang {proof.page})" if proof is not None and proof.page else ""
        round_ = f"  [{award.round_label}]" if award.round_label else ""
        yield f"  {award.serial.text or number:>4}. {said}{page}{round_}"


def _status(held: Status) -> Iterator[str]:
    states = ", ".join(f"{count} {_STATES[state]}" for state, count in held.states)
    yield f"Tài liệu: {held.documents} ({states or 'chưa có'}); {held.pages} trang"
    yield f"Kỳ bình chọn: {held.rounds}"
    yield (f"Quyết định: {held.decisions_held} có bản gốc, {held.decisions_cited} mới chỉ được dẫn")
    yield (
        f"Giải: {held.awards} (từ {held.award_rows} dòng); "
        f"{held.products} sản phẩm của {held.producers} cơ sở"
    )
    yield f"Cần người xem: {sum(count for _, count in held.issues)} vấn đề"
    yield from (f"  {code}: {count}" for code, count in held.issues)
    if held.corrections:
        yield f"Đã sửa tay: {held.corrections} giá trị"
    if held.unfinished:
        yield f"Đọc dở: {held.unfinished} tài liệu; chạy lại «tieubieu ingest» để làm tiếp"
    for act in held.wanted[:5]:
        yield f"Cần tìm bản gốc: {act.number} ({act.cited_by} tài liệu dẫn)"


def _summary(summary: Summary, held: Status, settings: Settings) -> Iterator[str]:
    fresh = summary.documents - summary.unchanged - summary.busy
    each = f", {summary.seconds / fresh:.1f} giây mỗi tài liệu" if fresh else ""
    yield f"Đã nạp {summary.documents} tài liệu ({summary.unchanged} không đổi{each})"
    counted = {
        "parsed": summary.parsed,
        "partial": summary.partial,
        "needs-review": summary.needs_review,
        "quarantined": summary.quarantined,
    }
    yield "  " + ", ".join(f"{count} {_STATES[state]}" for state, count in counted.items() if count)
    yield from (f"  không mở được: {path}" for path in summary.unread)
    if summary.busy:
        yield f"  {summary.busy} đang được một tiến trình khác đọc"
    yield f"Trong cơ sở dữ liệu {_shown_url(settings.database)}:"
    yield from (f"  {line}" for line in _status(held))
    home = "" if str(settings.home) == "data" else f"TIEUBIEU_HOME={settings.home} "
    yield "Làm gì tiếp:"
    yield f'  {home}.venv/bin/tieubieu search "mien dong"    tìm, có dấu hay không đều được'
    yield f"  {home}.venv/bin/tieubieu issues                xem những chỗ cần người"
    yield f"  {home}.venv/bin/tieubieu export out.xlsx       mang dữ liệu đi"
    yield f"  {home}.venv/bin/tieubieu serve                 mở phòng đọc trong trình duyệt"


def _shown_url(url: str) -> str:
    """Return a database's URL without its password."""
    from sqlalchemy import make_url

    return make_url(url).render_as_string(hide_password=True)
