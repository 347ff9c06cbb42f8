"""What a person should look at in one document's facts, in Vietnamese, with the likely cause.

What can be seen from the facts alone is ``pipeline.reconciliation``'s; here stands what needs the
text: a list that breaks off, a list shorter than its number, a round that stays unclear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.assembly.counts import Tally
from pipeline.assembly.rounds import unclear
from pipeline.assembly.weighing import Case
from pipeline.document import Document, Span, Zone
from pipeline.facts import AwardFact, CitationFact, Facts, IssueFact, Level, Role
from pipeline.language import breaks_off, sentences
from pipeline.vietnamese import fold

_CUT_OFF = (
    "Bài dừng giữa chừng ở “…{tail}”: phần cuối bị cắt, mục dở dang không được ghi thành sản phẩm. "
    "Hãy mở bản gốc để lấy nốt danh sách."
)
_FEWER = (
    "Bài nói {stated} sản phẩm, chỉ tìm thấy {found}: {names}. Có thể danh sách bị cắt, một mục "
    "viết khác khuôn, hoặc hai sản phẩm của một cơ sở được tính là một bộ. Hãy đối chiếu với bài."
)
_NOTHING = (
    "Tiêu đề nói công nhận sản phẩm nhưng không tìm thấy sản phẩm, số lượng hay số quyết định nào. "
    "Có thể danh sách nằm trong ảnh hoặc tệp đính kèm: hãy mở bản gốc."
)
_UNCLEAR = {
    "province": "Không rõ tỉnh nào: bài nhắc {best} và {other} gần như ngang nhau. "
    "Hãy chọn tỉnh có sản phẩm được công nhận.",
    "year": "Không rõ năm của kỳ bình chọn: bài nhắc {best} và {other}. "
    "Hãy xem tiêu đề và quyết định.",
    "level": "Không rõ cấp bình chọn: bài nhắc cả “{best}” và “{other}”. Hãy xem ai công nhận.",
}
_LEVELS = {
    Level.HUYEN: "huyện/xã",
    Level.TINH: "tỉnh",
    Level.KHU_VUC: "khu vực",
    Level.QUOC_GIA: "quốc gia",
}
_SUPPLIED = (
    "Bài không nêu năm của kỳ bình chọn; tạm lấy năm {year} theo ngày của quyết định hoặc buổi lễ. "
    "Hãy kiểm tra lại."
)
_SHOWN = 6
_COMPLETE = 0.6  # a list with at least this share of its number claims to be whole


def issues_of(
    case: Case, facts: Facts, counted: Tally, *, announcement: bool
) -> tuple[IssueFact, ...]:
    """Return the document's issues, reading's notices first; rules and plans need no awards."""
    notices = [IssueFact(each.code, each.message) for each in case.document.notices]
    if not facts.in_programme:
        return tuple(notices)
    found = [*_cut_off(case, facts.awards), *_unclear(facts)]
    if facts.decision is None:  # a decision's list is reconciliation's to check
        found += _fewer(facts.awards, counted)
        if not announcement and not facts.awards and not _has_anything(facts.citations, counted):
            found += _nothing(case, facts)
    return (*notices, *found)


def _cut_off(case: Case, awards: Sequence[AwardFact]) -> Iterator[IssueFact]:
    """Tell an excerpt whose last sentence has no end, where a list stands in it."""
    text = case.document.masked()
    last = (sentences(text) or (None,))[-1]
    if last is None or not breaks_off(text, last) or _in_table(case.document, last):
        return
    starts = [proof.start for award in awards for proof in award.product.evidence]
    words = text[last.start : last.end]
    if any(start >= last.start for start in starts) or ";" in words or words.count(",") > 2:
        yield IssueFact("list-cut-off", _CUT_OFF.format(tail=words[-40:]), "awards")


def _in_table(document: Document, words: Span) -> bool:
    """Tell whether some words are a table's: a cell has no full stop at its end."""
    return any(words.overlaps(block.span) for block in document.in_zones({Zone.TABLE}))


def _fewer(awards: Sequence[AwardFact], counted: Tally) -> Iterator[IssueFact]:
    stated, found = counted.products, len(awards)
    if stated is None or not _COMPLETE * stated <= found < stated:
        return
    names = [award.product.value or "" for award in awards]
    shown = "; ".join(names[:_SHOWN]) + ("; …" if len(names) > _SHOWN else "")
    message = _FEWER.format(stated=stated, found=found, names=shown)
    proof = tuple(e for c in counted.counts if c.own and c.of == "products" for e in c.evidence)
    yield IssueFact("awards-fewer-than-stated", message, "awards", proof)


def _unclear(facts: Facts) -> Iterator[IssueFact]:
    for name in unclear(facts.round):
        field = getattr(facts.round, name)
        best, other = (_LEVELS.get(value, value) for value in (field.value, field.alternatives[0]))
        message = _UNCLEAR[name].format(best=best, other=other)
        yield IssueFact(f"{name}-unclear", message, f"round.{name}", field.evidence)
    year = facts.round.year
    if year.value is not None and year.confidence == 0.5 and not year.alternatives:
        message = _SUPPLIED.format(year=year.value)
        yield IssueFact("year-supplied", message, "round.year", year.evidence)


def _has_anything(citations: Sequence[CitationFact], counted: Tally) -> bool:
    return counted.products is not None or any(each.role is Role.AWARD for each in citations)


def _nothing(case: Case, facts: Facts) -> Iterator[IssueFact]:
    """Tell a title that promises awards over a text whose numbers are all others'."""
    if not facts.counts:
        return  # reconciliation says it where there is nothing at all
    title = case.title
    words = fold(case.document.quote(title)) if title else ""
    if "cong nhan" in words and "san pham" in words:
        yield IssueFact("no-awards-found", _NOTHING, "awards")
