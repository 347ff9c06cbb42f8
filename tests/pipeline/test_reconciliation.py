from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from pipeline.facts import (
    AwardFact,
    CitationFact,
    CountFact,
    DecisionFact,
    DocumentKind,
    Facts,
    Field,
    Role,
    Step,
)
from pipeline.reconciliation import counted, date_conflict, reconcile

DATED = DecisionFact(number=Field("1918/QĐ-UBND", 1.0), date=Field(date(2020, 10, 7), 1.0))


def award(
    product: str,
    producer: str | None = "HTX A",
    serial: str | None = None,
    group: str | None = None,
) -> AwardFact:
    return AwardFact(
        Field(product, 1.0), Field(producer), serial=Field(serial), group=Field(group)
    )  # fmt: skip


def count(
    value: int, of: str = "products", step: Step | None = Step.RECOGNISED, group: str | None = None,
    own: bool = True,
) -> CountFact:  # fmt: skip
    return CountFact(of, value, step, None, None, group, own, 0.9, ())


def decision(
    awards: Sequence[AwardFact], counts: Sequence[CountFact] = (), kind: str = "decision"
) -> Facts:
    return Facts(
        kind=DocumentKind(kind),
        in_programme=True,
        programme_reason="",
        decision=DATED if kind == "decision" else None,
        step=Field(Step.RECOGNISED, 0.9),
        awards=tuple(awards),
        counts=tuple(counts),
    )


TWO = [award("Miến", "HTX A"), award("Chè", "HTX B")]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (decision(TWO, [count(2), count(2, "producers")]), []),  # all adds up
        (decision(TWO, [count(3)]), ["products-count"]),  # a row was lost
        (decision(TWO, [count(1)]), ["products-count"]),  # a heading was read as a row
        (decision(TWO, [count(3, "producers")]), ["producers-count"]),
        (decision([award("Miến", "HTX A"), award("Chè", "Hợp tác xã A")],
                  [count(1, "producers")]), []),  # two writings of one producer
        (decision([award("Miến"), award("Chè", None)], [count(2, "producers")]), []),  # not whole
        (decision(TWO, [count(5)], "article"), []),  # an article lists some of them
        (decision(TWO, [count(1)], "article"), ["products-count"]),  # but never more
        (decision(TWO, [count(30, step=Step.REGISTERED)]), []),  # another step of the funnel
        (decision(TWO, [count(139, own=False)]), []),  # a neighbour's number
        (decision(TWO, [count(2), count(3)]), ["counts-disagree"]),  # the paper contradicts itself
        (decision([award("A", serial="1"), award("B", serial="4")]), ["serial-gap"]),
        (decision([award("A", serial="1"), award("B", serial="2"), award("C", serial="1")]), []),
        (decision([award("A", serial="1"), award("B", serial="1")]), []),  # merged producer cell
        (decision([award("A", group="Nhóm 1"), award("B", group="Nhóm 2")],
                  [count(2, group="Nhóm 1"), count(1, group="Nhóm 2")]), ["group-count"]),
    ],
)  # fmt: skip
def test_what_does_not_add_up_becomes_an_issue(facts: Facts, codes: list[str]) -> None:
    assert [issue.code for issue in reconcile(facts)] == codes


@pytest.mark.parametrize(
    ("title", "kind", "codes"),
    [
        ("Về việc công nhận sản phẩm CNNT tiêu biểu", "decision", ["no-awards-found"]),
        ("Công nhận 20 sản phẩm công nghiệp nông thôn", "article", ["no-awards-found"]),
        ("CÔNG NHẬN SẢN PHẨM", "other", ["no-awards-found"]),  # whatever kind it was taken for
        ("Công nhận sản phẩm OCOP 4 sao", "article", []),  # another programme
        ("Hội chợ triển lãm", "article", []),
    ],
)
def test_a_title_that_promises_awards_and_yields_none(
    title: str, kind: str, codes: list[str]
) -> None:
    facts = replace(decision([], kind=kind), title=Field(title, 1.0), in_programme=False)
    assert [issue.code for issue in reconcile(facts)] == codes


def test_what_assembly_raised_is_not_said_twice() -> None:
    facts = replace(decision([]), title=Field("Công nhận sản phẩm", 1.0))
    (issue,) = reconcile(facts)
    assert reconcile(replace(facts, issues=(issue,))) == ()


def test_an_article_with_its_award_decision_is_not_empty() -> None:
    cited = CitationFact("1918/QĐ-UBND", None, None, Role.AWARD, 0.9, ())
    title = Field("Công nhận 20 sản phẩm", 1.0)
    facts = replace(decision([], kind="article"), title=title, citations=(cited,))
    assert reconcile(facts) == ()


@pytest.mark.parametrize(
    ("fact", "field", "word"),
    [
        (DecisionFact(date=Field(date(2020, 10, 7))), "decision.number", "chưa có số:"),
        (DecisionFact(number=Field("1918/QĐ-UBND")), "decision.date", "chưa có ngày ký:"),
        (DecisionFact(), "decision.number", "chưa có số và ngày ký:"),
    ],
)
def test_a_draft_is_an_issue(fact: DecisionFact, field: str, word: str) -> None:
    (issue,) = reconcile(replace(decision(TWO), decision=fact))
    assert (issue.code, issue.field) == ("decision-unissued", field)
    assert word in issue.message


def test_messages_name_the_numbers_and_the_likely_cause() -> None:
    (issue,) = reconcile(decision([award("A", serial="6"), award("B", serial="9")]))
    assert "từ số thứ tự 6 sang 9, thiếu các số từ 7 đến 8" in issue.message
    assert "ngắt qua trang" in issue.message
    conflict = date_conflict("1918/QĐ-UBND", date(2020, 10, 7), date(2020, 10, 17))
    assert "07/10/2020" in conflict.message
    assert "17/10/2020" in conflict.message


@pytest.mark.parametrize(
    ("step", "expected"),
    [(Step.RECOGNISED, True), (Step.CERTIFIED, True), (Step.PROPOSED, False), (None, False)],
)
def test_only_recognised_awards_count(step: Step | None, expected: bool) -> None:
    assert counted(replace(decision(TWO), step=Field(step))) is expected
    assert counted(replace(decision(TWO), step=Field(step), in_programme=False)) is False
