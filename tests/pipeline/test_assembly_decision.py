"""A decision's head put together: what agrees is believed, what is in doubt stays empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.assembly.decision import decision_fact, decision_issues, settled_notices
from pipeline.assembly.tables import table_issues
from pipeline.document import (
    Document,
    Metadata,
    Notice,
    Page,
    PageSource,
    Signature,
    Span,
    State,
    TextSource,
)
from pipeline.facts import (
    AwardClaim,
    Claim,
    DecisionFact,
    DocumentKind,
    HeadClaim,
    KindClaim,
    Mention,
)

TEXT = "Số: 7301/QĐ-UBND ngày 07 tháng 10 năm 2020 " * 3
NUMBER, DATE = "7301/QĐ-UBND", "2020-10-07"


def document(source: PageSource = PageSource.OCR, **metadata: object) -> Document:
    return Document(
        sha256="0" * 64,
        media_type="application/pdf",
        text=TEXT,
        pages=(Page(1, Span(0, len(TEXT)), source),),
        text_source=TextSource.OCR if source is PageSource.OCR else TextSource.TEXT_LAYER,
        state=State.PARSED,
        metadata=replace(Metadata(), **metadata),  # type: ignore[arg-type] # a test's own keywords
    )


def said(claim: Claim, confidence: float = 0.96, *parts: str) -> Mention:
    span = Span(5, 17)
    return Mention(claim, span, confidence, "head/1", tuple((part, span) for part in parts))


def claim(field: str, value: str, confidence: float = 0.96, *parts: str) -> Mention:
    return said(HeadClaim(field, value), confidence, *(parts or ("head",)))


DECISION = said(KindClaim(DocumentKind.DECISION), 0.99)
SURE = [DECISION, claim("number", NUMBER), claim("date", DATE), claim("issuer", "UBND tỉnh Mẫu")]


def fact(made: Document, *mentions: Mention) -> DecisionFact:
    found = decision_fact(made, [DECISION, *mentions])
    assert found is not None
    return found


def codes(made: Document, *mentions: Mention) -> list[str]:
    issuer = claim("issuer", "UBND tỉnh Mẫu")
    return [issue.code for issue in decision_issues(made, [DECISION, issuer, *mentions])]


def test_what_was_read_surely_is_believed() -> None:
    found = decision_fact(document(), SURE)
    assert found is not None
    assert (found.number.value, found.date.value) == (NUMBER, date(2020, 10, 7))
    assert found.issuer.value == "UBND tỉnh Mẫu"
    assert found.number.evidence[0].quote == TEXT[5:17]
    assert found.number.evidence[0].extractor == "head/1"
    assert decision_issues(document(), SURE) == ()


def test_a_document_that_is_no_decision_has_none() -> None:
    notice = said(KindClaim(DocumentKind.OTHER), 0.99)
    assert decision_fact(document(), [notice, *SURE[1:]]) is None
    assert decision_issues(document(), [notice, *SURE[1:]]) == ()
    assert decision_fact(document(), []) is None


def test_the_surer_vote_on_the_kind_wins() -> None:
    article = said(KindClaim(DocumentKind.ARTICLE), 1.0)
    assert decision_fact(document(), [*SURE, article]) is None


# Witnesses of the number: (value, confidence, parts...); what comes of them.
NUMBERS = [
    ([(NUMBER, 0.96, "head")], NUMBER, None, "one sure reading"),
    ([(NUMBER, 0.5, "head")], None, "number-doubtful", "digits that did not repeat themselves"),
    (
        [(NUMBER, 0.5, "head"), (NUMBER, 0.5, "caption")],
        NUMBER,
        None,
        "two places agree, though each is weak",
    ),
    (
        [(NUMBER, 0.96, "head"), ("7381/QĐ-UBND", 0.96, "caption")],
        None,
        "number-doubtful",
        "two places disagree",
    ),
    (
        [(NUMBER, 0.96, "head"), ("7381/QĐ-UBND", 0.4, "caption")],
        NUMBER,
        None,
        "a bad reading does not shake a sure one",
    ),
    (
        [("1918/QĐ-UBND", 0.4, "head", "repaired")],
        None,
        "number-doubtful",
        "a mended number is a guess",
    ),
    (
        [("1918/QĐ-UBND", 0.4, "head", "repaired"), ("1918/QĐ-UBND", 0.9, "caption")],
        "1918/QĐ-UBND",
        None,
        "a mended number that a second place repeats",
    ),
    ([("", 0.5, "head", "unreadable")], None, "number-doubtful", "handwriting"),
    ([("", 0.9, "head", "blank")], None, "number-missing", "a draft"),
    (
        [("", 0.9, "head", "blank"), (NUMBER, 0.96, "caption")],
        None,
        "number-missing",
        "the head alone makes it issued",
    ),
    ([(NUMBER, 0.98, "portal")], NUMBER, None, "a portal's table where the head has no number"),
    ([(NUMBER, 0.98, "caption")], None, "number-missing", "a caption alone is no head"),
    ([], None, "number-missing", "nothing at all"),
]


@pytest.mark.parametrize(("witnesses", "value", "code", "why"), NUMBERS)
def test_number_on_a_scan(
    witnesses: list[tuple[str, float, str]], value: str | None, code: str | None, why: str
) -> None:
    mentions = [claim("number", *witness) for witness in witnesses] + [claim("date", DATE)]
    assert fact(document(), *mentions).number.value == value, why
    assert codes(document(), *mentions) == ([code] if code else []), why


def test_what_was_seen_stays_among_the_alternatives() -> None:
    found = fact(
        document(), claim("number", NUMBER, 0.5), claim("number", "7381/QĐ-UBND", 0.7, "caption")
    )
    assert found.number.value is None
    assert found.number.alternatives == (NUMBER, "7381/QĐ-UBND")
    assert found.number.evidence


def test_a_text_layers_number_is_kept_where_the_caption_errs_but_a_person_is_told() -> None:
    layer = document(PageSource.TEXT_LAYER)
    mentions = (
        claim("number", NUMBER, 0.98),
        claim("number", "99/QĐ-UBND", 0.98, "caption"),
        claim("date", DATE),
    )
    assert fact(layer, *mentions).number.value == NUMBER
    assert codes(layer, *mentions) == ["number-doubtful"]


# What else is known; what becomes of a date read surely at one place of a scan.
DATES = [
    ([], {}, date(2020, 10, 7), None, "nothing speaks against it"),
    (
        [claim("basis_date", "2020-10-01", 0.98, "basis")],
        {},
        date(2020, 10, 7),
        None,
        "older basis",
    ),
    (
        [claim("basis_date", "2020-10-08", 0.98, "basis")],
        {},
        None,
        "date-doubtful",
        "younger basis",
    ),
    (
        [claim("basis_date", "2020-10-08", 0.98, "basis"), claim("date", DATE, 0.96, "caption")],
        {},
        date(2020, 10, 7),
        "basis-younger",
        "two places agree: the basis was misread, and somebody should look at it",
    ),
    ([claim("number", "5/2019/QĐ-UBND")], {}, None, "date-doubtful", "the number's year differs"),
    (
        [claim("title", "Về việc công nhận sản phẩm năm 2021")],
        {},
        None,
        "date-doubtful",
        "products are not recognised a year ahead: a clear 2021 read as 2020",
    ),
    (
        [claim("title", "Về việc phê duyệt Chương trình năm 2021")],
        {},
        date(2020, 10, 7),
        None,
        "but programmes are approved ahead",
    ),
    ([], {"published": date(2020, 10, 9)}, date(2020, 10, 7), None, "published later"),
    ([], {"published": date(2020, 9, 1)}, None, "date-doubtful", "published before it was signed"),
    (
        [],
        {"signatures": (Signature("A", None, datetime(2020, 10, 9, 3, tzinfo=UTC)),)},
        date(2020, 10, 7),
        None,
        "signed two days later",
    ),
    (
        [],
        {"signatures": (Signature("A", None, datetime(2021, 10, 9, 3, tzinfo=UTC)),)},
        None,
        "date-doubtful",
        "signed a year later",
    ),
    (
        [],
        {"signatures": (Signature("A", None, datetime(2020, 10, 6, 18, tzinfo=UTC)),)},
        date(2020, 10, 7),
        None,
        "signed at one in the morning in Hanoi",
    ),
]


@pytest.mark.parametrize(("others", "metadata", "value", "code", "why"), DATES)
def test_date_on_a_scan(
    others: list[Mention],
    metadata: dict[str, object],
    value: date | None,
    code: str | None,
    why: str,
) -> None:
    has_number = any(isinstance(m.claim, HeadClaim) and m.claim.field == "number" for m in others)
    number = [] if has_number else [claim("number", NUMBER)]
    made = document(**metadata)
    found = fact(made, claim("date", DATE), *number, *others)
    assert found.date.value == value, why
    assert codes(made, claim("date", DATE), *number, *others) == ([code] if code else []), why
    if value is None:
        assert found.date.alternatives == (date(2020, 10, 7),)


def test_a_text_layers_date_is_kept_in_doubt() -> None:
    layer = document(PageSource.TEXT_LAYER)
    mentions = (
        claim("number", NUMBER),
        claim("date", DATE),
        claim("basis_date", "2020-10-08", 0.98, "basis"),
    )
    found = fact(layer, *mentions)
    assert (found.date.value, found.date.confidence) == (date(2020, 10, 7), 0.5)
    assert codes(layer, *mentions) == ["date-doubtful"]


@pytest.mark.parametrize(
    ("mention", "code"),
    [
        (claim("date", "", 0.9, "head", "blank"), "date-missing"),
        (claim("date", "", 0.9, "head", "unreadable"), "date-doubtful"),
        (claim("date", DATE, 0.5), "date-doubtful"),
        (claim("date", DATE, 0.98, "portal"), None),
    ],
)
def test_a_date_that_is_not_all_there(mention: Mention, code: str | None) -> None:
    assert codes(document(), claim("number", NUMBER), mention) == ([code] if code else [])
    assert (fact(document(), mention).date.value is None) == (code is not None)


def test_a_draft_is_never_issued() -> None:
    mentions = (*SURE[1:3], claim("draft", "DỰ THẢO", 0.98, "mark"))
    found = fact(document(PageSource.TEXT_LAYER), *mentions)
    assert (found.number.value, found.date.value) == (None, None)
    assert found.number.alternatives == (NUMBER,)
    assert codes(document(PageSource.TEXT_LAYER), *mentions) == ["draft"]


def test_notices_of_reading_are_settled_by_agreement_or_by_an_issue() -> None:
    weak, agreeing = claim("number", NUMBER, 0.6), claim("number", NUMBER, 0.6, "caption")
    day = claim("date", DATE)
    assert settled_notices(document(), [DECISION, weak, day]) == frozenset()
    assert settled_notices(document(), [DECISION, weak, agreeing, day]) == {"number-unreadable"}
    hand = claim("number", NUMBER, 0.5)
    assert settled_notices(document(), [DECISION, hand, agreeing, day]) == frozenset()
    assert settled_notices(document(), [DECISION, weak]) == {"date-unreadable"}


HAND = Notice("number-handwritten", "Số văn bản viết tay.", 1)
DAY_BY_HAND = Notice("date-handwritten", "Ngày ký viết tay.", 1)


def test_what_a_pen_wrote_is_never_believed_whoever_agrees() -> None:
    made = replace(document(), notices=(HAND, DAY_BY_HAND))
    mentions = (*SURE[1:3], claim("number", NUMBER, 0.96, "caption"))
    found = fact(made, *mentions)
    assert (found.number.value, found.date.value) == (None, None)
    assert (found.number.alternatives, found.date.alternatives) == (
        (NUMBER,),
        (date(2020, 10, 7),),
    )
    number, day = decision_issues(made, [*SURE, claim("number", NUMBER, 0.96, "caption")])
    assert (number.code, day.code) == ("number-handwritten", "date-handwritten")
    assert number.message == f"Số văn bản viết tay. Phụ lục ghi “{NUMBER}”."


def test_a_day_by_hand_is_told_beside_what_the_signature_and_the_list_say() -> None:
    signature = Signature("A", None, datetime(2020, 10, 9, 3, tzinfo=UTC))
    made = replace(document(signatures=(signature,)), notices=(DAY_BY_HAND,))
    (issue,) = decision_issues(made, [*SURE, claim("date", DATE, 0.96, "caption")])
    assert issue.message == (
        "Ngày ký viết tay. Chữ ký số ghi ngày 09/10/2020. Phụ lục ghi “07/10/2020”."
    )


def test_a_pen_on_another_page_says_nothing_of_the_head() -> None:
    made = replace(document(), notices=(replace(HAND, page=2),))
    assert fact(made, *SURE[1:]).number.value == NUMBER


def test_a_number_by_hand_that_nobody_could_read_is_told_as_such() -> None:
    made = replace(document(), notices=(HAND,))
    assert codes(made, claim("date", DATE)) == ["number-handwritten"]


def test_notices_of_handwriting_are_said_once() -> None:
    made = replace(document(), notices=(HAND,))
    assert settled_notices(made, SURE) == {"number-unreadable", "number-handwritten"}


def test_two_places_that_disagree_are_both_named() -> None:
    other = claim("number", "7381/QĐ-UBND", 0.96, "caption")
    (issue,) = decision_issues(document(), [*SURE, other])
    assert "đầu văn bản ghi" in issue.message
    assert "phụ lục ghi “7381/QĐ-UBND”" in issue.message


def test_a_signature_that_contradicts_is_named_with_its_day() -> None:
    late = Signature("A", None, datetime(2021, 10, 9, 3, tzinfo=UTC))
    (issue,) = decision_issues(document(signatures=(late,)), SURE)
    assert "chữ ký số ghi ngày 09/10/2021" in issue.message


def test_the_body_is_the_issuer_and_the_person_an_alternative() -> None:
    found = fact(
        document(),
        claim("issuer", "UBND tỉnh Mẫu", 0.9),
        claim("issuer", "UBND tỉnh Mẫu", 0.9, "authority"),
        claim("issuer", "Chủ tịch UBND tỉnh Mẫu", 0.5, "person"),
    )
    assert (found.issuer.value, found.issuer.confidence) == ("UBND tỉnh Mẫu", 0.99)
    assert found.issuer.alternatives == ("Chủ tịch UBND tỉnh Mẫu",)
    assert len(found.issuer.evidence) == 2


def test_without_an_issuer_a_person_is_asked() -> None:
    issues = decision_issues(document(), [DECISION, *SURE[1:3]])
    assert [issue.code for issue in issues] == ["issuer-missing"]


def test_a_signature_may_suggest_the_issuer_and_never_names_it() -> None:
    signed = document(signatures=(Signature(None, "UBND tỉnh Mẫu", None),))
    (issue,) = decision_issues(signed, [DECISION, *SURE[1:3]])
    assert "chữ ký số mang tên “UBND tỉnh Mẫu”" in issue.message
    found = fact(signed, *SURE[1:3])
    assert (found.issuer.value, found.issuer.alternatives) == (None, ("UBND tỉnh Mẫu",))


def test_a_signature_mends_a_scans_marks_in_the_name() -> None:
    signed = document(signatures=(Signature("Nông Thị Mẫu", None, None),))
    found = fact(signed, claim("signer_name", "Nông Thi Mẫu", 0.9, "foot"))
    assert (found.signer_name.value, found.signer_name.confidence) == ("Nông Thị Mẫu", 0.99)


def test_a_post_without_a_name_asks_a_person() -> None:
    mentions = (*SURE[1:3], claim("signer_position", "Phó Chủ tịch", 0.9, "foot"))
    assert codes(document(), *mentions) == ["signer-missing"]


def test_signing_is_dated_by_the_first_signature() -> None:
    times = [datetime(2020, 10, day, 3, tzinfo=UTC) for day in (9, 8)]
    signed = document(signatures=tuple(Signature(None, None, time) for time in times))
    assert fact(signed, *SURE[1:]).signed_at.value == times[1]


def test_guessed_columns_are_an_issue_once_a_heading() -> None:
    award = AwardClaim("Miến Mẫu", pattern="table")
    rows = [said(award, 0.5, "product", "unknown-heading") for _ in range(3)]
    (issue,) = table_issues(document(), [*SURE, *rows])
    assert issue.code == "unknown-heading"
    assert "trang 1" in issue.message


def test_a_decision_that_recognises_but_lists_nothing_goes_to_a_person() -> None:
    title = claim("title", "Về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu")
    (issue,) = table_issues(document(), [*SURE, title])
    assert issue.code == "awards-missing"
    award = said(AwardClaim("Miến Mẫu", pattern="table"), 0.9, "product")
    assert table_issues(document(), [*SURE, title, award]) == ()
    rules = claim("title", "Ban hành Quy chế công nhận sản phẩm")
    assert table_issues(document(), [*SURE, rules]) == ()


def test_the_printed_info_of_a_signature_dates_the_signing_where_the_file_does_not() -> None:
    info = claim("signed_at", "2020-10-09T10:00:00+07:00", 0.9, "overlay")
    found = fact(document(), *SURE[1:], info)
    assert found.signed_at.value == datetime(2020, 10, 9, 3, tzinfo=UTC)
    assert found.signed_at.confidence == 0.9
    assert found.signed_at.evidence


def test_the_files_own_signature_goes_before_its_printed_info() -> None:
    held = datetime(2020, 10, 9, 3, tzinfo=UTC)
    misread = claim("signed_at", "2020-10-08T10:00:00+07:00", 0.9, "overlay")
    found = fact(document(signatures=(Signature(None, None, held),)), *SURE[1:], misread)
    assert found.signed_at.value == held
    assert found.signed_at.alternatives == (datetime(2020, 10, 8, 3, tzinfo=UTC),)


def test_the_printed_info_contradicts_a_date_as_the_signature_does() -> None:
    info = claim("signed_at", "2021-10-09T10:00:00+07:00", 0.9, "overlay")
    assert codes(document(), *SURE[1:3], info) == ["date-doubtful"]
