"""Documents and facts made by hand: invented producers and numbers, evidence at real offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from pipeline.document import (
    BBox,
    Document,
    Metadata,
    Page,
    PageSource,
    Span,
    State,
    TextSource,
    Word,
)
from pipeline.facts import (
    AwardFact,
    CitationFact,
    CountFact,
    DecisionFact,
    DocumentKind,
    EventFact,
    Evidence,
    Facts,
    Field,
    Level,
    PersonFact,
    Role,
    RoundFact,
    Step,
    evidence,
)


def document(text: str, *, state: State = State.PARSED, **fields: Any) -> Document:
    """Return a one-page document of a text; its words stand on lines of 12 points."""
    words = []
    start = 0
    for number, word in enumerate(text.split()):
        start = text.index(word, start)
        box = BBox(40.0 + number, 40.0, 41.0 + number, 52.0)
        words.append(Word(Span(start, start + len(word)), 1, box))
        start += len(word)
    return Document(
        sha256=sha256(text.encode()).hexdigest(),
        media_type="application/pdf",
        text=text,
        pages=(Page(1, Span(0, len(text)), PageSource.TEXT_LAYER, 595.0, 842.0, 0.98),),
        text_source=TextSource.TEXT_LAYER,
        state=state,
        words=tuple(words),
        metadata=Metadata(),
        **fields,
    )


def found(doc: Document, value: Any, quote: str | None = None, confidence: float = 0.9) -> Field:
    """Return a field whose evidence is where the document's text says it."""
    if value is None:
        return Field()
    return Field(value, confidence, at(doc, quote or str(value)))


def at(doc: Document, quote: str) -> tuple[Evidence, ...]:
    """Return the evidence of some words of the text; none where they do not stand there."""
    start = doc.text.find(quote)
    if start < 0:
        return ()
    return (evidence(doc, Span(start, start + len(quote)), "made/1"),)


def award(doc: Document, product: str, producer: str | None = None, **fields: Any) -> AwardFact:
    """Return an award whose texts stand in the document."""
    return AwardFact(
        found(doc, product),
        found(doc, producer),
        confidence=0.9,
        pattern="made",
        **{name: found(doc, value) for name, value in fields.items()},
    )


def citation(
    number: str, day: date | None = None, issuer: str | None = None, role: Role = Role.LEGAL_BASIS
) -> CitationFact:
    """Return a citation without a place."""
    return CitationFact(number, day, issuer, role, 0.8, ())


def round_of(
    level: Level | None = Level.TINH,
    province: str | None = "Cao Bằng",
    year: int | None = 2020,
    region: str | None = None,
    edition: int | None = None,
) -> RoundFact:
    """Return a round without places."""
    return RoundFact(*(Field(v, 0.9) for v in (level, region, province, year, edition)))


def text_of_decision(number: str, rows: Iterable[Sequence[str]], note: str = "") -> str:
    """Return the text of a made decision."""
    lines = [f"Số: {number} MẪU {note}", "Cao Bằng, ngày 07 tháng 10 năm 2020", "QUYẾT ĐỊNH"]
    lines += ["Về việc công nhận sản phẩm CNNT tiêu biểu cấp tỉnh năm 2020"]
    lines += ["\t".join(row) for row in rows]
    return "\n".join(lines)


ROWS = (
    ("1", "Miến dong Phia Đén", "HTX Tân Hòa", "huyện Nguyên Bình"),
    ("2", "Chè xanh hữu cơ", "Công ty TNHH Bình An", "huyện Hòa An"),
    ("3", "Bộ ấm chén gốm", "Công ty TNHH Bình An", "huyện Hòa An"),
)


def decision(
    number: str | None = "1918/QĐ-UBND",
    day: date | None = date(2020, 10, 7),
    *,
    rows: Sequence[Sequence[str]] = ROWS,
    issuer: str | None = "UBND tỉnh Cao Bằng",
    round_: RoundFact | None = None,
    step: Step | None = Step.RECOGNISED,
    citations: tuple[CitationFact, ...] = (),
    stated: int | None = None,
    note: str = "",
) -> tuple[Document, Facts]:
    """Return a decision with a table of awards: serial, product, producer, place."""
    doc = document(text_of_decision(number or "     /QĐ-UBND", rows, note))
    awards = tuple(
        award(doc, row[1], row[2] or None, serial=row[0], place=row[3] or None) for row in rows
    )
    counts = ()
    if stated is not None:
        counts = (CountFact("products", stated, step, None, None, None, True, 0.9, ()),)
    facts = Facts(
        kind=DocumentKind.DECISION,
        in_programme=True,
        programme_reason="tiêu đề",
        title=found(doc, "Về việc công nhận sản phẩm CNNT tiêu biểu cấp tỉnh năm 2020"),
        decision=DecisionFact(
            number=found(doc, number),
            date=found(doc, day, "ngày 07 tháng 10 năm 2020"),
            issuer=found(doc, issuer, "Cao Bằng"),
            place=found(doc, "Cao Bằng"),
            title=found(doc, "Về việc công nhận sản phẩm CNNT tiêu biểu cấp tỉnh năm 2020"),
            signer_name=Field("Lê Văn Mẫu", 0.8),
            signer_position=Field("Phó Chủ tịch", 0.8),
        ),
        round=round_ or round_of(),
        step=Field(step, 0.9),
        citations=citations,
        awards=awards,
        counts=counts,
    )
    return doc, facts


def article(
    title: str,
    body: str = "",
    *,
    rows: Sequence[tuple[str, str | None]] = (),
    citations: tuple[CitationFact, ...] = (),
    round_: RoundFact | None = None,
    step: Step | None = Step.RECOGNISED,
    in_programme: bool = True,
) -> tuple[Document, Facts]:
    """Return an article with pairs of product and producer."""
    lines = [title, body, *(f"{product} của {producer}" for product, producer in rows)]
    doc = replace(document("\n".join(lines)), media_type="text/html", text_source=TextSource.HTML)
    facts = Facts(
        kind=DocumentKind.ARTICLE,
        in_programme=in_programme,
        programme_reason="tiêu đề",
        title=found(doc, title),
        published=Field(date(2020, 12, 7), 0.9),
        publisher=Field("baomau.example", 0.9),
        round=round_ or round_of(),
        step=Field(step, 0.9),
        citations=citations,
        awards=tuple(award(doc, product, producer) for product, producer in rows),
        people=(PersonFact("Nguyễn Thị Mẫu", "Giám đốc Sở Công Thương", 0.8, ()),),
        events=(EventFact("ceremony", date(2020, 10, 22), None, 0.8, ()),),
    )
    return doc, facts
