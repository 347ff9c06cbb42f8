"""Facts in, issues out: what a document says of itself that does not add up.

Pure: counts against rows, serial numbers against gaps, groups against their subtotals, a title that
promises awards against a reading that found none. What two documents say of one decision is
compared by the store, with ``date_conflict``. Messages are in Vietnamese and name the likely cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from pipeline.facts import (
    AwardFact,
    CountFact,
    DocumentKind,
    Evidence,
    Facts,
    IssueFact,
    Role,
    Step,
)
from pipeline.resolution import is_issued, producer_name, product_name
from pipeline.vietnamese import fold, nfc

_NAMED = {"products": "sản phẩm", "producers": "cơ sở"}
_FINAL = (Step.RECOGNISED, Step.CERTIFIED, None)


def reconcile(facts: Facts) -> tuple[IssueFact, ...]:
    """Return what does not add up inside one document, in a fixed order.

    What assembly has already raised under the same code, with the text before it, is not repeated.
    """
    found = [*_nothing_found(facts), *_unissued(facts), *_contradictory_counts(facts)]
    if facts.in_programme:
        found += [*_totals(facts), *_groups(facts), *_serial_gaps(facts)]
    raised = {issue.code for issue in facts.issues}
    return tuple(issue for issue in found if issue.code not in raised)


def date_conflict(number: str, held: date, cited: date) -> IssueFact:
    """Return the issue of a paper that gives another signing date than the decision itself."""
    return IssueFact(
        "date-conflict",
        f"Tài liệu này ghi Quyết định số {number} ký ngày {_day(cited)}, nhưng bản quyết định đang "
        f"lưu ghi ngày {_day(held)}. Có thể một bên gõ nhầm, hoặc máy đọc sai ngày trên bản quét: "
        "hãy đối chiếu cả hai.",
        field="citation.date",
    )


def counted(facts: Facts) -> bool:
    """Tell whether the document's awards count as recognised, not merely as proposed."""
    return facts.in_programme and facts.step.value in (Step.RECOGNISED, Step.CERTIFIED)


def _nothing_found(facts: Facts) -> Iterator[IssueFact]:
    """R5: a paper titled "công nhận sản phẩm ..." that yields nothing goes to a person."""
    if facts.kind in (DocumentKind.FORM, DocumentKind.PLAN):
        return
    titles = [facts.title.value, facts.decision.title.value if facts.decision else None]
    if not any(_promises_awards(title) for title in titles if title) or facts.awards:
        return
    if facts.kind is DocumentKind.DECISION or facts.decision is not None:
        yield IssueFact(
            "no-awards-found",
            "Tiêu đề là quyết định công nhận sản phẩm nhưng không tìm thấy sản phẩm nào. Có thể "
            "danh sách nằm ở tệp phụ lục riêng, hoặc bảng bị mờ, không có đường kẻ: hãy xem các "
            "trang sau và bổ sung phụ lục nếu thiếu.",
            field="awards",
        )
    elif not facts.counts and all(cited.role is not Role.AWARD for cited in facts.citations):
        yield IssueFact(
            "no-awards-found",
            "Tiêu đề nói về công nhận sản phẩm nhưng không rút được sản phẩm, số lượng hay số "
            "quyết định nào. Có thể trang chỉ có ảnh hoặc tệp đính kèm: hãy mở bản gốc để xem.",
            field="awards",
        )


def _promises_awards(title: str) -> bool:
    words = fold(nfc(title))
    return "cong nhan" in words and "san pham" in words and "ocop" not in words


def _unissued(facts: Facts) -> Iterator[IssueFact]:
    """R8: a decision without its number or day is a draft, or was filled in by hand."""
    decision = facts.decision
    if decision is None:
        return
    number, day = decision.number.value, decision.date.value
    missing = [] if is_issued(number, date.min) else ["số"]
    missing += [] if day is not None else ["ngày ký"]
    if missing:
        yield IssueFact(
            "decision-unissued",
            f"Quyết định chưa có {' và '.join(missing)}: có thể là dự thảo, hoặc số và ngày viết "
            "tay nên máy không đọc được. Chưa ghi thành quyết định đã ban hành; nếu nhìn thấy trên "
            "trang, hãy nhập tay.",
            field="decision.number" if "số" in missing else "decision.date",
        )


def _contradictory_counts(facts: Facts) -> Iterator[IssueFact]:
    """Two totals of one thing at one step: "66 sản phẩm" in the title, "68" in the body."""
    for of in _NAMED:
        for step in Step:
            counts = [each for each in _own_totals(facts, of) if each.step is step]
            values = sorted({each.value for each in counts})
            if len(values) > 1:
                yield IssueFact(
                    "counts-disagree",
                    f"Tài liệu nêu nhiều con số khác nhau cho tổng số {_NAMED[of]} ở cùng một "
                    f"bước: {', '.join(map(str, values))}. Có thể một số là của bước khác hoặc "
                    "của nơi khác: hãy xem từng chỗ.",
                    field="counts",
                    evidence=_evidence(counts),
                )


def _totals(facts: Facts) -> Iterator[IssueFact]:
    if not facts.awards:
        return
    products = len({_identity(award) for award in facts.awards})
    makers = {producer_name(a.producer.value) for a in facts.awards if a.producer.value}
    whole = all(award.producer.value for award in facts.awards)
    yield from _total(facts, "products", {products, len(facts.awards)})
    if whole:
        yield from _total(facts, "producers", {len(makers)})


def _total(facts: Facts, of: str, found: set[int]) -> Iterator[IssueFact]:
    """Compare a stated total with what was found; an article may list fewer, never more."""
    steps = _FINAL if counted(facts) else (facts.step.value,)
    counts = [each for each in _own_totals(facts, of) if each.step in steps]
    stated = {each.value for each in counts}
    if not stated or stated & found:
        return
    lists_all = facts.kind is DocumentKind.DECISION
    if not lists_all and max(found) <= max(stated):
        return
    yield IssueFact(
        f"{of}-count",
        f"Văn bản ghi {_either(stated)} {_NAMED[of]} nhưng đọc được {_either(found)}. "
        + _likely(max(found), max(stated), of),
        field="awards",
        evidence=_evidence(counts),
    )


def _likely(found: int, stated: int, of: str) -> str:
    if of == "producers":
        return (
            "Có thể một cơ sở được viết hai cách, hoặc ô gộp nhiều dòng bị đọc lệch: hãy so cột "
            "tên cơ sở với bản gốc."
        )
    if found < stated:
        return (
            "Có thể một dòng bị ngắt qua trang, một trang quét bị mờ hoặc thiếu trang phụ lục: hãy "
            "so số thứ tự với bản gốc."
        )
    return (
        "Có thể dòng tiêu đề nhóm hay dòng tổng cộng bị đọc thành sản phẩm, hoặc một bộ sản phẩm "
        "bị tách ra: hãy so với bản gốc."
    )


def _groups(facts: Facts) -> Iterator[IssueFact]:
    """Compare "nhóm thủ công mỹ nghệ: 5 sản phẩm" with the rows of that group."""
    rows = Counter(fold(nfc(award.group.value)) for award in facts.awards if award.group.value)
    if facts.kind is not DocumentKind.DECISION or not rows:
        return
    for count in facts.counts:
        if not (count.own and count.group and count.of == "products"):
            continue
        wanted = fold(nfc(count.group))
        found = sum(n for name, n in rows.items() if wanted in name or name in wanted)
        if found != count.value:
            yield IssueFact(
                "group-count",
                f"Nhóm «{count.group}» ghi {count.value} sản phẩm nhưng đọc được {found}. Có thể "
                "dòng tiêu đề nhóm bị đọc sai chỗ: hãy so với bản gốc.",
                field="awards",
                evidence=count.evidence,
            )


def _serial_gaps(facts: Facts) -> Iterator[IssueFact]:
    """Name the numbers that a list jumps over; a list may start again in each group."""
    if facts.kind is not DocumentKind.DECISION:
        return
    numbered = [
        (int(award.serial.value.strip(" .")), award)
        for award in facts.awards
        if award.serial.value and award.serial.value.strip(" .").isdecimal()
    ]
    for (before, _), (after, award) in pairwise(numbered):
        if after > before + 1:
            missing = _range(before + 1, after - 1)
            yield IssueFact(
                "serial-gap",
                f"Danh sách nhảy từ số thứ tự {before} sang {after}, thiếu {missing}. Có thể một "
                "dòng bị ngắt qua trang hoặc bị mờ: hãy xem đoạn này trên bản gốc.",
                field="awards",
                evidence=award.serial.evidence,
            )


def _own_totals(facts: Facts, of: str) -> list[CountFact]:
    return [each for each in facts.counts if each.own and each.group is None and each.of == of]


def _identity(award: AwardFact) -> tuple[str, str]:
    producer = award.producer.value
    return product_name(award.product.value or ""), producer_name(producer).core if producer else ""


def _evidence(counts: Sequence[CountFact]) -> tuple[Evidence, ...]:
    return tuple(each for count in counts for each in count.evidence)


def _either(values: Iterable[int]) -> str:
    return " hoặc ".join(map(str, sorted(set(values))))


def _range(first: int, last: int) -> str:
    return f"số {first}" if first == last else f"các số từ {first} đến {last}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
