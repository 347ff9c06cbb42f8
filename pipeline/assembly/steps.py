"""The step a document speaks of: from the verbs at its own number, else of its title and lead.

What was recognised may also be proposed or handed over in the same text: the furthest step that is
firmly said wins. A page about a plan or about rules stands at no step.
"""

from __future__ import annotations

import re

from pipeline.assembly.counts import Tally
from pipeline.assembly.weighing import Case, settle
from pipeline.facts import (
    ActClaim,
    AwardClaim,
    CountClaim,
    DocumentKind,
    Field,
    Role,
    Step,
    StepClaim,
)
from pipeline.language import lowered

# "kế hoạch bình chọn", "ban hành Quy chế", "triển khai bình chọn": announces, decides nothing
_ANNOUNCES = re.compile(
    r"\b(?:kế\s+hoạch|quy\s+chế|quy\s+định|thể\s+lệ|hướng\s+dẫn|thông\s+tư|phát\s+động|triển\s+khai|mời\s+tham\s+gia|tổ\s+chức\s+bình\s+chọn|lấy\s+ý\s+kiến|dự\s+thảo|sửa\s+đổi)\b"
)
_RESULT = re.compile(
    r"\b(?:công\s+nhận|tôn\s+vinh|vinh\s+danh|trao|đạt|\d+\s+(?:bộ\s+)?sản\s+phẩm)\b"
)
# "vừa khởi động chương trình bình chọn", "ban hành kế hoạch 35/KH-UBND", "Đối tượng bình chọn là"
_STARTS = re.compile(
    r"\b(?:khởi\s+động|phát\s+động|ban\s+hành\s+kế\s+hoạch|theo\s+kế\s+hoạch|có\s+kế\s+hoạch|triển\s+khai\s+kế\s+hoạch"
    r"|tổ\s+chức\s+2\s+năm|định\s+kỳ|đối\s+tượng\s+bình\s+chọn|hồ\s+sơ\s+hợp\s+lệ|ngày\s+làm\s+việc|hạn\s+nộp)\b"
)
_LEAD = 700  # characters of the story that tell what it is about
_PAST_REGISTERED = (Step.RECOGNISED, Step.CERTIFIED, Step.PROPOSED)
_FALLBACK = 0.4


def is_announcement(case: Case, kind: DocumentKind) -> bool:
    """Tell whether a document only announces or rules a selection: plans, regulations, forms."""
    if kind in (DocumentKind.PLAN, DocumentKind.FORM):
        return True
    title = case.title
    words = lowered(case.document.quote(title)) if title else ""
    if _ANNOUNCES.search(words):
        return not _RESULT.search(words)
    told = any(c.step is not None and not m.parts for c, m in case.found(CountClaim))
    acts = any(claim.role is Role.AWARD for claim, _ in case.found(ActClaim))
    if told or acts or case.found(AwardClaim) or not case.own_text.strip():
        return False
    return bool(_STARTS.search(lowered(case.own_text[:_LEAD])))


def step_of(case: Case, counted: Tally, *, announcement: bool) -> Field[Step]:
    """Return the document's step, None where it stands at none."""
    if announcement:
        return Field()
    if counted.step is not None and (counted.firm or not _earlier(case)):
        proofs = tuple(
            e for c in counted.counts if c.own and c.of == "products" for e in c.evidence
        )
        return Field(counted.step, 0.92 if counted.firm else 0.7, proofs[:5])
    if _is_stock(case):
        return Field()
    shown = [mention for _, mention in case.found(StepClaim)]
    if counted.products is None:
        registered = [
            m for c, m in case.found(CountClaim) if c.step is Step.REGISTERED and not m.parts
        ]
        if registered and not _outcome_in_lead(case):
            return Field(Step.REGISTERED, 0.75, (case.proof(registered[0]),))
    return settle(case, shown, _folded, least=_FALLBACK)


def _folded(mention: object) -> Step:
    claim = getattr(mention, "claim", None)
    assert isinstance(claim, StepClaim)
    # a certificate is handed over only for what was recognised; papers use the words alike
    return Step.RECOGNISED if claim.step is Step.CERTIFIED else claim.step


def _earlier(case: Case) -> bool:
    """Tell whether a step before recognition is firmly said in the title: "trình công nhận"."""
    return any(
        claim.step in (Step.PROPOSED, Step.REGISTERED) and case.is_titled(mention)
        for claim, mention in case.found(StepClaim)
        if mention.confidence >= 0.8
    )


def _outcome_in_lead(case: Case) -> bool:
    """Tell whether an outcome weighs more than taking part does."""
    best = settle(case, (m for _, m in case.found(StepClaim)), _folded)
    return best.value in _PAST_REGISTERED and best.confidence >= 0.6


def _is_stock(case: Case) -> bool:
    """Tell whether all numbers are stocks over many rounds: "đến nay toàn tỉnh có 61"."""
    products = [m for c, m in case.found(CountClaim) if c.of == "products"]
    return bool(products) and all(any(name == "stock" for name, _ in m.parts) for m in products)
