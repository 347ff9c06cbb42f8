"""Mentions in, facts out: what wins, what merges, what becomes an issue."""

# ruff: noqa: E501  (a case is a row; its sentence stays whole)

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from pipeline.assembly import assemble
from pipeline.document import Document, Notice, Span
from pipeline.extraction import discover, extract
from pipeline.facts import (
    ActClaim,
    AwardClaim,
    Claim,
    CountClaim,
    DocumentKind,
    EventClaim,
    Facts,
    KindClaim,
    Level,
    Mention,
    PersonClaim,
    ProgrammeClaim,
    Role,
    RoundClaim,
    Step,
    StepClaim,
)
from tests.pages import page

OURS = ProgrammeClaim(True, "tiêu đề")


def mention(
    claim: Claim, at: int = 0, confidence: float = 0.9, parts: tuple[tuple[str, Span], ...] = ()
) -> Mention:
    return Mention(claim, Span(at, at + 3), confidence, "test/1", parts)


def facts(document: Document, *found: Mention) -> Facts:
    return assemble(document, [mention(OURS), mention(KindClaim(DocumentKind.ARTICLE)), *found])


NEWS = page("Tiêu đề của bài", "Câu mở đầu của bài báo.", "Câu sau của bài báo, dài hơn.")
TITLE_AT, LEAD_AT, BODY_AT = 0, 16, 42


def test_the_headline_outweighs_the_body() -> None:
    said = facts(
        NEWS,
        mention(RoundClaim("year", "2021"), BODY_AT, 0.95),
        mention(RoundClaim("year", "2022"), TITLE_AT, 0.95),
    )
    assert said.round.year.value == 2022
    assert said.round.year.alternatives == (2021,)
    assert said.round.year.confidence < 0.95
    assert said.round.year.evidence[0].start == TITLE_AT


def test_many_weak_mentions_do_not_beat_a_firm_one() -> None:
    weak = [mention(RoundClaim("level", "khu_vuc"), BODY_AT + n, 0.2) for n in range(8)]
    said = facts(NEWS, *weak, mention(RoundClaim("level", "tinh"), BODY_AT, 0.9))
    assert said.round.level.value is Level.TINH


def test_region_belongs_to_regional_rounds() -> None:
    region = mention(RoundClaim("region", "phía Nam"), BODY_AT)
    tinh = facts(NEWS, region, mention(RoundClaim("level", "tinh")))
    khu_vuc = facts(NEWS, region, mention(RoundClaim("level", "khu_vuc")))
    assert (tinh.round.region.value, khu_vuc.round.region.value) == (None, "phía Nam")


def test_a_round_above_the_province_has_one_only_where_the_text_says_whose() -> None:
    level = mention(RoundClaim("level", "quoc_gia"))
    host = mention(RoundClaim("province", "Tây Ninh"), BODY_AT, 0.85)
    subject = mention(RoundClaim("province", "Tiền Giang"), BODY_AT, 0.95)
    assert facts(NEWS, level, host).round.province.value is None
    assert facts(NEWS, level, host, subject).round.province.value == "Tiền Giang"


def test_the_publisher_speaks_where_the_text_does_not() -> None:
    publisher = mention(RoundClaim("province", "Tiền Giang"), 0, 0.3)
    abroad = mention(RoundClaim("province", "Bình Dương"), BODY_AT, 0.12)
    assert facts(NEWS, publisher, abroad).round.province.value == "Tiền Giang"


def test_no_year_comes_from_the_publication_alone() -> None:
    document = page("Tin về sản phẩm", "Câu mở đầu.", published=date(2021, 5, 4))
    assert facts(document).round.year.value is None


def test_a_year_supplied_by_the_decision_is_marked() -> None:
    act = ActClaim("9/QĐ-UBND", date(2020, 10, 7), None, Role.AWARD)
    said = facts(NEWS, mention(act, BODY_AT))
    assert (said.round.year.value, said.round.year.confidence) == (2020, 0.5)
    assert "year-supplied" in {issue.code for issue in said.issues}


def count(value: int, step: Step | None, at: int = BODY_AT, **known: object) -> Mention:
    made = CountClaim("products", value, step, **known)  # type: ignore[arg-type]  # test shorthand
    return mention(made, at, 0.92)


def test_own_is_the_outcome_at_the_level_and_place_of_the_round() -> None:
    said = facts(
        NEWS,
        mention(RoundClaim("level", "khu_vuc")),
        mention(RoundClaim("province", "Bình Thuận"), 0, 0.95),
        count(889, Step.REGISTERED, level=Level.QUOC_GIA),
        count(439, Step.RECOGNISED, level=Level.QUOC_GIA),
        count(189, Step.RECOGNISED, level=Level.KHU_VUC, territory="phía Nam"),
        count(12, None, territory="Bình Thuận"),
        count(3, None, territory="Phan Thiết", level=Level.HUYEN),
        count(7, Step.RECOGNISED, territory="Bình Thuận", group="thủ công mỹ nghệ"),
    )
    assert [(c.value, c.own) for c in said.counts if c.own] == [(12, True)]
    assert len(said.counts) == 6


def test_equal_numbers_are_one_count_at_the_furthest_firm_step() -> None:
    said = facts(
        NEWS,
        mention(CountClaim("products", 20, Step.RECOGNISED), TITLE_AT, 0.74),
        count(20, Step.PROPOSED),
        count(67, Step.REGISTERED),
    )
    own = [c for c in said.counts if c.own]
    assert [(c.value, c.step, len(c.evidence)) for c in own] == [(20, Step.PROPOSED, 2)]
    assert said.step.value is Step.PROPOSED


def test_recognised_outlasts_proposed_and_certified_is_recognised() -> None:
    both = facts(NEWS, count(110, Step.PROPOSED), count(110, Step.RECOGNISED))
    handed = facts(NEWS, count(13, Step.CERTIFIED))
    assert both.step.value is Step.RECOGNISED
    assert handed.step.value is Step.RECOGNISED


def test_expected_numbers_are_no_outcome() -> None:
    hoped = Mention(
        CountClaim("products", 35, Step.PROPOSED),
        Span(42, 45),
        0.9,
        "test/1",
        (("expected", Span(42, 44)),),
    )
    said = facts(NEWS, hoped, count(76, Step.REGISTERED))
    assert not any(c.own for c in said.counts)
    assert said.step.value is Step.REGISTERED


def test_acts_merge_by_number_and_the_strongest_role_stays() -> None:
    said = facts(
        NEWS,
        mention(RoundClaim("province", "Cao Bằng"), 0, 0.95),
        mention(RoundClaim("level", "tinh")),
        mention(ActClaim("14/2018/TT-BCT", None, "Bộ Công Thương", Role.LEGAL_BASIS), LEAD_AT),
        mention(ActClaim("14/2018/TT-BCT", date(2018, 6, 28), None, Role.AMENDS), BODY_AT),
        mention(ActClaim("9/QĐ-UBND", None, "UBND tỉnh", Role.AWARD), BODY_AT),
    )
    first, second = said.citations
    assert (first.number, first.date, first.role) == (
        "14/2018/TT-BCT",
        date(2018, 6, 28),
        Role.AMENDS,
    )
    assert len(first.evidence) == 2
    assert second.issuer == "UBND tỉnh Cao Bằng"


def award(product: str, producer: str | None = None, at: int = BODY_AT, **known: object) -> Mention:
    pattern = str(known.pop("pattern", "của"))
    claim = AwardClaim(product, producer, pattern=pattern, **known)  # type: ignore[arg-type]  # shorthand
    return mention(claim, at, 0.93 if producer else 0.74)


def test_one_award_for_one_pair_however_often_it_is_told() -> None:
    said = facts(
        NEWS,
        count(2, Step.RECOGNISED),
        award("Chè tôm nõn", "HTX chè Hảo Đạt"),
        award("chè tôm nõn", "HTX chè Hảo Đạt", place="xã Tân Cương"),
        award("Chè tôm nõn"),
        award("Trà tôm nõn", "HTX Nguyên Việt"),
    )
    assert [(a.product.value, a.producer.value, a.place.value) for a in said.awards] == [
        ("Chè tôm nõn", "HTX chè Hảo Đạt", "xã Tân Cương"),
        ("Trà tôm nõn", "HTX Nguyên Việt", None),
    ]
    assert said.awards[0].confidence > said.awards[1].confidence > 0.93


def test_one_product_of_two_rounds_is_two_awards() -> None:
    said = facts(
        NEWS,
        count(1, Step.RECOGNISED),
        award("Miến dong", "cơ sở Miến dong", year=2017, pattern="story"),
        award("Miến dong", "cơ sở Miến dong", year=2015, pattern="story"),
    )
    assert [a.year.value for a in said.awards] == [2017, 2015]


@pytest.mark.parametrize(
    ("title", "step", "reason"),
    [
        ("Kế hoạch bình chọn sản phẩm", Step.RECOGNISED, "a plan"),
        ("Ban hành Quy chế bình chọn", Step.RECOGNISED, "rules"),
        ("Bài báo thường", Step.REGISTERED, "only registered"),
    ],
)
def test_plans_rules_and_registrations_award_nothing(title: str, step: Step, reason: str) -> None:
    document = page(title, "Câu mở đầu của bài báo, khá dài.")
    said = facts(document, count(9, step, 20), award("Trà A", "HTX B", 20))
    assert said.awards == (), reason


def test_pages_outside_the_programme_keep_the_province_and_no_award() -> None:
    outside = [
        mention(ProgrammeClaim(False, "nói về OCOP")),
        mention(RoundClaim("province", "Yên Bái"), 0, 0.95),
        mention(RoundClaim("year", "2023")),
        count(18, Step.RECOGNISED),
        award("Trà A", "HTX B"),
    ]
    said = assemble(NEWS, outside)
    assert (said.in_programme, said.programme_reason) == (False, "nói về OCOP")
    assert (said.round.province.value, said.round.year.value) == ("Yên Bái", None)
    assert said.awards == ()
    assert not any(c.own for c in said.counts)
    assert said.step.value is None


@pytest.mark.parametrize(
    ("written", "published", "year", "day", "reason"),
    [
        ("chiều 12/12", date(2023, 12, 14), None, date(2023, 12, 12), "before the publication"),
        ("ngày 28/12", date(2024, 1, 3), None, date(2023, 12, 28), "over the turn of a year"),
        ("ngày 15/12", None, 2023, date(2023, 12, 15), "the round's year"),
        ("ngày 15/12", None, None, None, "no context"),
    ],
)
def test_days_without_their_year(
    written: str, published: date | None, year: int | None, day: date | None, reason: str
) -> None:
    document = page("Tin", f"Hội đồng họp {written} tại sở.", published=published)
    at = document.text.index(written)
    parts = (("date", Span(at, at + len(written))),)
    found = [mention(EventClaim("meeting"), at, 0.9, parts)]
    if year is not None:
        found.append(mention(RoundClaim("year", str(year)), 0, 0.95))
    said = facts(document, *found)
    assert [event.date for event in said.events] == ([day] if day else []), reason


def test_a_slip_of_a_fuller_name_is_dropped() -> None:
    said = facts(
        NEWS,
        mention(PersonClaim("Ngô Quang", "Cục trưởng Cục Công thương"), LEAD_AT),
        mention(PersonClaim("Ngô Quang Trung", "Cục trưởng"), BODY_AT),
        mention(PersonClaim("Ngô Quang Trung", "Cục trưởng Cục Công Thương địa phương"), BODY_AT),
    )
    assert [(p.name, p.position) for p in said.people] == [
        ("Ngô Quang Trung", "Cục trưởng Cục Công Thương địa phương")
    ]


def test_issues_name_what_is_missing() -> None:
    whole = facts(
        NEWS,
        count(3, Step.RECOGNISED),
        award("Trà A", "HTX B"),
        award("Miến C", "HTX D"),
    )
    (fewer,) = [issue for issue in whole.issues if issue.code == "awards-fewer-than-stated"]
    assert fewer.message.startswith("Bài nói 3 sản phẩm, chỉ tìm thấy 2: Trà A; Miến C.")


def test_a_list_that_breaks_off_is_told() -> None:
    document = page("Tin", "Công nhận: Trà A của HTX B; Miến C của HTX D; mật o")
    said = facts(document, award("Trà A", "HTX B", 15))
    assert [issue.code for issue in said.issues] == ["list-cut-off"]
    assert "mật o" in said.issues[0].message


def test_notices_of_reading_become_issues() -> None:
    said = facts(replace(NEWS, notices=(Notice("low-health", "Trang mờ."),)))
    assert [(i.code, i.message) for i in said.issues] == [("low-health", "Trang mờ.")]


def test_a_whole_page_through_every_extractor() -> None:
    document = page(
        "Hậu Giang có 2 sản phẩm công nghiệp nông thôn tiêu biểu khu vực phía Nam năm 2022",
        "Theo Quyết định số 83/QĐ-CTĐP ngày 7-10-2022, tỉnh Hậu Giang có 2 sản phẩm của 2 cơ sở được công nhận, gồm: chả cá Hoa Mai của HTX Hoa Mai (huyện Phụng Hiệp); rượu nếp Út Tây của Doanh nghiệp tư nhân Út Tây (huyện Long Mỹ).",
    )
    said = assemble(document, extract(document, discover("extractors")))
    assert (said.kind, said.in_programme, said.step.value) == (
        DocumentKind.ARTICLE,
        True,
        Step.RECOGNISED,
    )
    assert said.round.level.value is Level.KHU_VUC
    assert (said.round.region.value, said.round.province.value, said.round.year.value) == (
        "phía Nam",
        "Hậu Giang",
        2022,
    )
    assert [(c.number, c.role) for c in said.citations] == [("83/QĐ-CTĐP", Role.AWARD)]
    assert {(c.of, c.value) for c in said.counts if c.own} == {("products", 2), ("producers", 2)}
    assert [(a.product.value, a.producer.value, a.place.value) for a in said.awards] == [
        ("chả cá Hoa Mai", "HTX Hoa Mai", "huyện Phụng Hiệp"),
        ("rượu nếp Út Tây", "Doanh nghiệp tư nhân Út Tây", "huyện Long Mỹ"),
    ]
    assert said.issues == ()
    for found in said.awards:
        for proof in found.product.evidence:
            assert document.text[proof.start : proof.end] == proof.quote == found.product.value


def test_steps_without_own_numbers_come_from_the_lead() -> None:
    said = facts(NEWS, mention(StepClaim(Step.CERTIFIED), LEAD_AT))
    assert said.step.value is Step.RECOGNISED


def test_a_list_under_no_verb_was_recognised() -> None:
    said = facts(NEWS, award("Rượu nho", "HTX Thái An", grade="giải A"))
    assert (said.step.value, said.step.confidence) == (Step.RECOGNISED, 0.5)


def test_a_page_that_only_starts_a_round_stands_at_no_step() -> None:
    document = page("Bình chọn sản phẩm", "Sở vừa khởi động chương trình bình chọn năm 2020.")
    said = facts(document, mention(StepClaim(Step.RECOGNISED), 20))
    assert said.step.value is None


def test_facts_survive_json() -> None:
    said = facts(NEWS, count(20, Step.RECOGNISED), award("Trà A", "HTX B"))
    assert msgspec.json.decode(msgspec.json.encode(said), type=Facts) == said
