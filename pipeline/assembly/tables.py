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

_UNKNOWN_HEADING = (
    "Bảng ở trang {page} có tiêu đề cột không nhận ra ({heading}); các cột đã được đoán theo nội "
    "dung. Hãy so lại tên sản phẩm, cơ sở và địa chỉ với trang gốc."
)
_AWARDS_MISSING = (
    "Văn bản công nhận sản phẩm nhưng không tìm thấy sản phẩm nào: có thể danh sách kèm theo nằm "
    "ở tệp khác, bảng không kẻ ô, hoặc trang quét không đọc được. Hãy xem bản gốc và nạp tệp "
    "danh sách."
)
_SHOWN = 80  # letters of a heading that an issue quotes


def table_issues(document: Document, mentions: Sequence[Mention]) -> tuple[IssueFact, ...]:
    """Return the issues of the tables: columns that were guessed, a list that wasn't found."""
    headings: dict[Span, Mention] = {}
    for mention in mentions:
        for name, span in mention.parts:
            if name == "unknown-heading":
                headings.setdefault(span, mention)
    issues = [_unknown_heading(document, span, m.extractor) for span, m in headings.items()]
    title = _recognising_title(mentions)
    if title is not None and not any(isinstance(m.claim, AwardClaim) for m in mentions):
        proof = (evidence(document, title.span, title.extractor),)
        issues.append(IssueFact("awards-missing", _AWARDS_MISSING, "awards", proof))
    return tuple(issues)


def _unknown_heading(document: Document, span: Span, extractor: str) -> IssueFact:
    heading = " ".join(document.quote(span).split())
    if len(heading) > _SHOWN:
        heading = heading[:_SHOWN].rsplit(" ", 1)[0] + " …"
    message = _UNKNOWN_HEADING.format(page=document.page_of(span.start), heading=f"“{heading}”")
    proof = (evidence(document, span, extractor),)
    return IssueFact("unknown-heading", message, "awards", proof)


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
