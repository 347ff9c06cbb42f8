"""What a person should look at in a document's award tables."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Document, Span
from pipeline.facts import (
    AwardClaim,
    DocumentKind,
    HeadClaim,
    IssueFact,
    KindClaim,
    Mention,
    evidence,
)
from pipeline.vietnamese import fold

_DOUBTS = {
    "unknown-heading": (
        "Bảng ở trang {page} có tiêu đề cột không nhận ra ({text}); các cột đã được đoán theo nội "
        "dung. Hãy so lại tên sản phẩm, cơ sở và địa chỉ với trang gốc."
    ),
    "left-out-column": (
        "Bảng ở trang {page} có cột không nhận ra tiêu đề ({text}); nội dung cột này chưa được "
        "lấy. Hãy xem cột đó có gì cần ghi thêm không."
    ),
    "contradicted-column": (
        "Bảng ở trang {page}: nội dung cột {text} không giống điều tiêu đề nói. Có thể tiêu đề đặt "
        "nhầm cột hoặc bảng bị đọc lệch cột: hãy so với trang gốc."
    ),
    "points-impossible": (
        "Bảng ở trang {page} có điểm quá 100 ({text}), hẳn đã đọc thiếu dấu phẩy; điểm này chưa "
        "được ghi. Hãy xem trang gốc và nhập lại."
    ),
    "row-without-product": (
        "Bảng ở trang {page} có dòng không đọc được tên sản phẩm ({text}); dòng này chưa được ghi. "
        "Hãy xem trang gốc và bổ sung."
    ),
    "row-unnumbered": (
        "Bảng ở trang {page} có {count} dòng không đọc được số thứ tự, số của các dòng cạnh cũng "
        "không khớp ({text}). Có thể thừa hoặc thiếu dòng: hãy so với trang gốc."
    ),
    "number-repeated": (
        "Bảng ở trang {page} có số thứ tự lặp lại ({text}). Có thể đọc nhầm số, hoặc một dòng bị "
        "tách làm hai: hãy so với trang gốc."
    ),
    "producer-unlike": (
        "Bảng ở trang {page} có {count} dòng mà tên cơ sở trông không trọn một tên ({text}). Có "
        "thể ô bị cắt hay gộp sai với dòng bên: hãy so với trang gốc."
    ),
    "producer-supplied": (
        "Bảng ở trang {page} có {count} dòng để trống tên cơ sở ({text}); đã lấy theo dòng trên. "
        "Hãy xem đó là ô gộp hay tên chưa đọc được."
    ),
}
_ONE_A_PAGE = frozenset(
    {"row-unnumbered", "producer-unlike", "producer-supplied"}
)  # codes that many rows may have
_AWARDS_MISSING = (
    "Văn bản công nhận sản phẩm nhưng không tìm thấy sản phẩm nào: có thể danh sách kèm theo nằm "
    "ở tệp khác, bảng không kẻ ô, hoặc trang quét không đọc được. Hãy xem bản gốc và nạp tệp "
    "danh sách."
)
_SHOWN = 80  # letters of a heading or a row that an issue quotes


def table_issues(document: Document, mentions: Sequence[Mention]) -> tuple[IssueFact, ...]:
    """Return the issues of the tables: columns and rows in doubt, a list that wasn't found."""
    doubts: dict[tuple[str, int], list[tuple[Span, str]]] = {}
    for mention in mentions:
        for code, span in mention.parts:
            if code in _DOUBTS:
                place = document.page_of(span.start) if code in _ONE_A_PAGE else span.start
                held = doubts.setdefault((code, place), [])
                if (span, mention.extractor) not in held:
                    held.append((span, mention.extractor))
    issues = [_doubt(document, code, places) for (code, _), places in doubts.items()]
    title = _recognising_title(mentions)
    if title is not None and not any(isinstance(m.claim, AwardClaim) for m in mentions):
        proof = (evidence(document, title.span, title.extractor),)
        issues.append(IssueFact("awards-missing", _AWARDS_MISSING, "awards", proof))
    return tuple(issues)


def _doubt(document: Document, code: str, places: Sequence[tuple[Span, str]]) -> IssueFact:
    """Make an issue of places in doubt for one reason, quoting the first."""
    first = places[0][0]
    text = " ".join(document.quote(first).split())
    if len(text) > _SHOWN:
        text = text[:_SHOWN].rsplit(" ", 1)[0] + " …"
    message = _DOUBTS[code].format(
        page=document.page_of(first.start), text=f"“{text}”", count=len(places)
    )
    proof = tuple(evidence(document, span, extractor) for span, extractor in places)
    return IssueFact(code, message, "awards", proof)


def _recognising_title(mentions: Sequence[Mention]) -> Mention | None:
    """Return the title of a decision that recognises products: "Về việc công nhận sản phẩm …"."""
    kinds = {m.claim.kind for m in mentions if isinstance(m.claim, KindClaim)}
    if DocumentKind.DECISION not in kinds:
        return None
    for mention in mentions:
        claim = mention.claim
        if isinstance(claim, HeadClaim) and claim.field == "title":
            words = fold(claim.value)
            if "cong nhan" in words and "san pham" in words and "quy che" not in words:
                return mention
    return None
