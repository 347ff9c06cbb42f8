"""The scorer against values worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from corpus import normal
from corpus.article_scorer import score_article
from corpus.matching import match, pairs_close, pairs_exact, pairs_near, rows_exact, tally_awards
from corpus.outcomes import has_issue, outcome
from corpus.page_scorer import score_tables
from corpus.scorer import score_made, score_parts
from corpus.tally import Tally, of_field, of_sets, total

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Hoà Bình", "Hòa Bình", "tone placement of the old style"),
        ("thuỷ sản", "Thủy sản", "the same, with case"),
        ("UỶ BAN", "Ủy ban", "capitals"),
        ("Hợp  tác xã", "Hợp tác\nxã", "spaces and breaks"),
        ("TM - DV", "TM–DV", "dashes"),
        ("“Mùa lúa chín”", '"Mùa lúa chín"', "quotation marks"),
        ("Ðiện", "Điện", "the Icelandic letter that looks alike"),
        ("Bộ ấm trà ( ấm, chén )", "Bộ ấm trà (ấm, chén)", "spaces in brackets"),
        ("Miến dong;", "Miến dong", "a stop at the end"),
    ],
)
def test_readings_that_are_equal(one: str, other: str, reason: str) -> None:
    assert normal.same(one, other), reason


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("hoàn", "hòan", "no tone to move inside a syllable: a misreading"),
        ("quý", "qúy", "qu- is an onset"),
        ("tỉnh", "tinh", "a lost mark is an error"),
        ("500 g", "500 ø", "a misread unit"),
        ("Chè 1", "Chè 2", "a digit"),
    ],
)
def test_readings_that_differ(one: str, other: str, reason: str) -> None:
    assert not normal.same(one, other), reason


def test_absent_equals_absent_only() -> None:
    assert normal.same(None, None)
    assert not normal.same(None, "")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("1918/QĐ-UBND", "1918/QĐ-UBND"),
        ("1918 / QÐ - UBND.", "1918/QĐ-UBND"),
        ("0044/QĐ-CTĐP", "44/QĐ-CTĐP"),
        ("14/2018/tt–bct", "14/2018/TT-BCT"),
        ("", None),
        (None, None),
    ],
)
def test_numbers_after_normalisation(written: str | None, key: str | None) -> None:
    assert normal.number(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND tỉnh Cao Bằng", "Chủ tịch Uỷ ban nhân dân tỉnh Cao Bằng"),
        ("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "UBND tỉnh Cao Bằng"),
        ("Bộ trưởng Bộ Công Thương", "Bộ Công Thương"),
        ("Cục trưởng Cục Công Thương địa phương", "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"),
        ("Cục Công Thương địa phương - Bộ Công Thương", "Cục Công Thương địa phương"),
        ("Giám đốc Sở Công Thương tỉnh Cà Mau", "Sở Công Thương Cà Mau"),
        ("UBND TP. Đà Nẵng", "UBND thành phố Đà Nẵng"),
    ],
)
def test_a_body_and_its_head_are_one_issuer(one: str, other: str) -> None:
    assert normal.issuer(one) == normal.issuer(other)


def test_issuers_of_two_provinces_differ() -> None:
    assert normal.issuer("UBND tỉnh Cao Bằng") != normal.issuer("UBND tỉnh Lạng Sơn")


def test_a_districts_province_may_be_told_or_not() -> None:
    told = normal.office("UBND huyện Ba Bể, tỉnh Bắc Kạn", "Bắc Kạn")
    assert told == normal.office("UBND huyện Ba Bể", "Bắc Kạn")


@pytest.mark.parametrize(
    "written",
    [
        "Thủ công mỹ nghệ",
        "I. NHÓM THỦ CÔNG MỸ NGHỆ",
        "Nhóm 1: Sản phẩm thủ công mỹ nghệ (05 sản phẩm)",
        "Hàng thủ công mỹ nghệ",
        "Nhóm sản phẩm thủ công mỹ nghệ",
    ],
)
def test_a_groups_number_and_wrapping_do_not_count(written: str) -> None:
    assert normal.group(written) == "thủ công mỹ nghệ"


def test_character_error_rate() -> None:
    assert normal.cer("miền dong", "miến dong") == pytest.approx(1 / 9)
    assert normal.cer("", "") == 0.0
    assert normal.cer("x", "") == 1.0


@pytest.mark.parametrize(
    ("read", "truth", "close", "reason"),
    [
        ("Hợp tác xã Tân Tiền", "Hợp tác xã Tân Tiến", False, "1 of 19 is 5.3 %"),
        ("Hợp tác xã Tân Tiến A", "Hợp tác xã Tân Tiến B", True, "1 of 21 is 4.8 %"),
        (None, "Hợp tác xã", False, "absent is not close"),
        (None, None, True, "absent on both sides"),
    ],
)
def test_close_is_five_percent(
    read: str | None, truth: str | None, close: bool, reason: str
) -> None:
    assert normal.close(read, truth) is close, reason


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("HTX chè Tuyết Hương", "HTX chè Tuyêt Hưong", True),  # marks alone: 100 when folded
        ("HTX chè Tuyết Hương", "HTX Tuyết Hương", True),  # 15 of 17 on average: 88
        ("HTX chè Tuyết Hương", "HTX chè Hảo Đạt", False),
        ("Miến dong", None, False),
    ],
)
def test_near_names(one: str, other: str | None, near: bool) -> None:
    assert normal.near(one, other) is near


# --- tallies --------------------------------------------------------------------------------------


def test_a_tally_is_precision_recall_and_f1() -> None:
    tally = Tally(right=6, wrong=2, missed=4)
    assert tally.precision == 6 / 8
    assert tally.recall == 6 / 10
    assert tally.f1 == 12 / 18
    assert Tally().precision is None
    assert Tally().recall is None
    assert Tally().f1 is None
    assert Tally(missed=3).f1 == 0.0


@pytest.mark.parametrize(
    ("right", "found", "there", "tally"),
    [
        (True, True, True, Tally(1, 0, 0)),
        (False, True, True, Tally(0, 1, 1)),
        (False, True, False, Tally(0, 1, 0)),
        (False, False, True, Tally(0, 0, 1)),
        (True, False, False, Tally()),
    ],
)
def test_tally_of_a_field(right: bool, found: bool, there: bool, tally: Tally) -> None:
    assert of_field(right, found, there) == tally


def test_tally_of_sets_and_sums() -> None:
    assert of_sets({"a", "b", "c"}, {"b", "d"}) == Tally(1, 2, 1)
    assert total([Tally(1, 2, 3), Tally(10, 20, 30)]) == Tally(11, 22, 33)


# --- awards ---------------------------------------------------------------------------------------


def award(product: str, producer: str | None, place: str | None = None, **more: Any) -> Json:
    return {"product": product, "producer": producer, "place": place, **more}


TRUE_AWARDS = [
    award(
        "Miến dong Phja Đén",
        "HTX Tân Việt Á",
        "huyện Nguyên Bình",
        place_also=["xóm 1, huyện Nguyên Bình"],
    ),
    award("Chè đắng", "Công ty CP Hương Rừng", "thành phố Cao Bằng"),
    award("Thạch đen", "Công ty CP Hương Rừng", "huyện Thạch An"),
]


def test_rows_need_product_producer_and_place() -> None:
    said = [
        award("miến dong Phja Đén", "HTX Tân Việt Á", "Nguyên Bình"),  # right: kinds do not count
        award("Chè đắng", "Công ty CP Hương Rừng", "huyện Thạch An"),  # another's place
        award("Thạch đen", None, "huyện Thạch An"),  # no producer
    ]
    assert tally_awards(said, TRUE_AWARDS, rows_exact) == Tally(1, 2, 2)
    assert tally_awards(said, TRUE_AWARDS, pairs_exact) == Tally(2, 1, 1)


def test_a_place_may_be_told_in_either_true_way() -> None:
    said = award("Miến dong Phja Đén", "HTX Tân Việt Á", "Xóm 1, huyện Nguyên Bình")
    assert rows_exact(said, TRUE_AWARDS[0])


def test_one_award_said_twice_is_right_once() -> None:
    said = [award("Chè đắng", "Công ty CP Hương Rừng")] * 2
    assert tally_awards(said, TRUE_AWARDS, pairs_exact) == Tally(1, 1, 2)


def test_the_nearest_is_matched_first() -> None:
    truths = [award("Trà tôm nõn", "HTX A Mới"), award("Chè tôm nõn", "HTX A Mới")]
    said = [award("Chè tôm nõn", "HTX A Mới"), award("Trà tôm nõn", "HTX A Mới")]
    assert match(said, truths, pairs_near) == [(0, 1), (1, 0)]


def test_near_and_close_forgive_what_exact_does_not() -> None:
    said = [award("Mien dong Phja Đén", "HTX Tân Việt Á")]
    assert tally_awards(said, TRUE_AWARDS[:1], pairs_exact).right == 0
    assert tally_awards(said, TRUE_AWARDS[:1], pairs_close).right == 0  # 1 of 18
    assert tally_awards(said, TRUE_AWARDS[:1], pairs_near).right == 1


# --- tables ---------------------------------------------------------------------------------------


def test_cells_are_counted_in_aligned_rows() -> None:
    truth = [["1", "Miến dong", "HTX A"], ["2", "Chè", ""], ["3", "Mật ong", "HTX B"]]
    found = [["Số", "x", "y"], ["1", "Miến dong", "HTX A"], ["3", "Mật ông", "HTX B"]]
    # 8 true cells that are not empty; three right in row 1, none of row 2, two of row 3
    assert score_tables([found], [truth]) == Tally(5, 3, 3)


def test_a_row_of_another_width_has_no_right_cell() -> None:
    assert score_tables([[["1", "Miến dong HTX A"]]], [[["1", "Miến dong", "HTX A"]]]) == Tally(
        0, 3, 3
    )


# --- whole documents ------------------------------------------------------------------------------


def said_document(**changes: Any) -> Json:
    said: Json = {
        "document": {"kind": "decision", "in_programme": True, "state": "parsed"},
        "decision": {
            "number": "1234/QĐ-UBND",
            "date": "2022-07-07",
            "issuer": "Chủ tịch UBND tỉnh Cao Bằng",
            "place": "Cao Bằng",
            "title": "V/v công nhận sản phẩm",
            "signer": {"name": "NÔNG VĂN SÁO", "position": "PHÓ CHỦ TỊCH"},
        },
        "round": {
            "level": "tinh",
            "region": None,
            "province": "Cao Bằng",
            "year": 2022,
            "edition": 4,
        },
        "step": "recognised",
        "citations": [
            {"number": "26/2014/TT-BCT", "date": "2014-08-28", "role": "legal_basis"},
            {"number": "1234/QĐ-UBND", "date": None, "role": "other"},
        ],
        "awards": [award("Chè đắng", "HTX Hương Rừng", None, serial="01", grade=None)],
        "counts": [
            {"of": "products", "value": 1, "step": "recognised"},
            {"of": "products", "value": 9, "step": "registered"},
        ],
        "people": [],
        "events": [],
        "issues": [],
    }
    return said | changes


def true_document(**changes: Any) -> Json:
    gold: Json = {
        "made": True,
        "draft": False,
        "hand": {},
        "document": {"kind": "decision", "in_programme": True},
        "decision": {
            "number": "1234/QĐ-UBND",
            "date": "2022-07-07",
            "issuer": "UBND tỉnh Cao Bằng",
            "place": "Cao Bằng",
            "title": "Về việc công nhận sản phẩm",
            "signer": {"name": "Nông Văn Sáo", "position": "Phó Chủ tịch"},
            "signed_at": None,
        },
        "round": {
            "level": "tinh",
            "region": None,
            "province": "Cao Bằng",
            "year": 2022,
            "edition": None,
        },
        "step": "recognised",
        "citations": [
            {
                "number": "26/2014/TT-BCT",
                "date": "2014-08-28",
                "role": "legal_basis",
                "roles": ["legal_basis"],
            },
            {
                "number": "5/TTr-SCT",
                "date": "2022-07-01",
                "role": "submission",
                "roles": ["submission"],
            },
        ],
        "awards": [
            award(
                "Chè đắng", "HTX Hương Rừng", None, serial="1", grade=None, group=None, points=None
            )
        ],
        "counts": [{"of": "products", "value": 1, "step": "recognised"}],
        "furniture": ["MẪU"],
        "pages": [],
    }
    return gold | changes


def test_a_made_document_is_scored_field_by_field() -> None:
    scores = score_made(said_document(), true_document())
    right = Tally(right=1)
    for name in ("number", "date", "issuer", "place", "title", "signer", "signer_position"):
        assert scores[f"decision.{name}"] == right, name
    assert scores["round.edition"] == Tally(wrong=1)  # said, and not there
    assert scores["citations"] == Tally(1, 0, 1)  # the own number is no citation
    assert scores["citations.date"] == right
    assert scores["awards.row"] == right
    assert scores["awards.serial"] == right
    assert scores["awards.grade"] == Tally()
    assert scores["counts"] == right  # the registered count is another step's
    assert scores["record"] == right


def test_one_wrong_row_spoils_the_record() -> None:
    said = said_document(awards=[award("Chè đẳng", "HTX Hương Rừng", None, serial="1", grade=None)])
    scores = score_made(said, true_document())
    assert scores["awards.row"] == Tally(0, 1, 1)
    assert scores["record"] == Tally(wrong=1, missed=1)


def test_awards_where_there_are_none_are_wrong() -> None:
    scores = score_made(said_document(), true_document(awards=[], counts=[]))
    assert scores["awards.row"] == Tally(wrong=1)
    assert scores["awards.none"] == Tally(wrong=1, missed=1)


def test_a_draft_must_not_become_an_issued_decision() -> None:
    gold = true_document(draft=True, decision=None, awards=[])
    assert score_made(said_document(), gold)["state"] == Tally(wrong=1, missed=1)
    silent = said_document(decision=None)
    assert score_made(silent, gold)["state"] == Tally(right=1)


def test_a_province_the_text_does_not_name_is_not_asked_for() -> None:
    truth = true_document()["round"] | {"province_in_text": False}
    empty = said_document(round=said_document()["round"] | {"province": None})
    other = said_document(round=said_document()["round"] | {"province": "Lạng Sơn"})
    gold = true_document(round=truth)
    assert score_made(empty, gold)["round.province"] == Tally()
    assert score_made(said_document(), gold)["round.province"] == Tally()
    assert score_made(other, gold)["round.province"] == Tally(wrong=1)


ISSUE = {"code": "number-unreadable", "message": "Số viết tay.", "field": "decision.number"}


@pytest.mark.parametrize(
    ("number", "issues", "hand", "verdict"),
    [
        ("1234/QĐ-UBND", [], {}, "right"),
        ("1284/QĐ-UBND", [], {}, "wrong-silent"),
        ("1284/QĐ-UBND", [ISSUE], {}, "wrong-with-issue"),
        (None, [ISSUE], {}, "empty-with-issue"),
        (None, [], {}, "empty-silent"),
        (None, [ISSUE], {"number": "1234/QĐ-UBND"}, "empty-with-issue"),
        ("1234/QĐ-UBND", [], {"number": "1234/QĐ-UBND"}, "confirmed"),
        ("1234/QĐ-UBND", [ISSUE], {"number": "1234/QĐ-UBND"}, "right"),
        ("1234/QĐ-UBND", [], {"number": "999/QĐ-UBND"}, "wrong-silent"),
        (None, [{"code": "awards-missing", "field": "awards"}], {}, "empty-silent"),
    ],
)
def test_a_number_on_a_scan(
    number: str | None, issues: list[Json], hand: Json, verdict: str
) -> None:
    said = said_document(decision=said_document()["decision"] | {"number": number}, issues=issues)
    decision = true_document()["decision"] | ({"number": None} if hand else {})
    assert outcome(said, true_document(decision=decision, hand=hand), "number") == verdict


LETTER = {"kind": "letter", "pages": [1, 1]}
LIST = {"kind": "decision", "pages": [2, 4]}
TWO = [
    {"kind": "letter", "first": 1, "last": 1, "number": "7/SCT-QLCN"},
    {"kind": "decision", "first": 2, "last": 4, "number": "1234/QĐ-UBND"},
]


@pytest.mark.parametrize(
    ("parts", "truths", "tally", "reason"),
    [
        ([LETTER, LIST], TWO, Tally(2, 0, 0), "both told by their pages"),
        ([], TWO, Tally(0, 0, 2), "taken for one paper"),
        ([LETTER, LIST | {"pages": [2, 3]}], TWO, Tally(1, 1, 1), "a page short"),
        ([], TWO[1:], Tally(1, 0, 0), "a form enclosed is no paper of its own"),
        ([LETTER, LIST], TWO[1:], Tally(0, 2, 0), "torn"),
        ([], [], Tally(1, 0, 0), "one paper, as nearly all"),
    ],
)
def test_papers_bound_in_a_file(
    parts: list[Json], truths: list[Json], tally: Tally, reason: str
) -> None:
    assert score_parts(parts, truths) == tally, reason


def test_a_paper_bound_in_is_no_citation() -> None:
    truth = true_document(parts=TWO)
    cited = said_document()["citations"]
    said = said_document(citations=[*cited, cited[0] | {"number": "7/SCT-QLCN"}])
    plain = score_made(said_document(), truth)["citations"]
    assert score_made(said, truth)["citations"] == plain


def test_an_issue_about_the_decision_covers_its_fields() -> None:
    assert has_issue(said_document(issues=[ISSUE | {"field": "decision"}]), "date")
    assert not has_issue(said_document(issues=[ISSUE]), "date")
    notice = {"code": "number-unreadable", "message": "", "field": None}
    assert has_issue(said_document(issues=[notice]), "number")


# --- articles -------------------------------------------------------------------------------------


def true_article(**changes: Any) -> Json:
    gold: Json = {
        "in_programme": True,
        "decisions": [{"number": "1493/QĐ-UBND", "date": "2022-07-07", "issuer": None}],
        "legal_refs": [{"number": "45/2012/NĐ-CP", "date": None}],
        "counts": {"products": 30, "producers": None},
        "awards": [award("Chè đắng", "HTX Hương Rừng", "Nguyên Bình")],
        "persons": [{"name": "Nông Văn Sáo", "role": "nghệ nhân"}],
        "level": "tinh",
        "region": None,
        "province": "Cao Bằng",
        "year": 2022,
        "province_in_text": True,
        "status": "recognised",
        "published": None,
        "event_date": "2022-10-22",
    }
    return gold | changes


def said_article(**changes: Any) -> Json:
    said: Json = {
        "document": {"in_programme": True, "published": None},
        "decision": None,
        "round": {
            "level": "tinh",
            "region": None,
            "province": "Cao Bằng",
            "year": 2021,
            "edition": 3,
        },
        "step": "certified",
        "citations": [
            {"number": "1493/QĐ-UBND", "date": "2022-07-07", "role": "award"},
            {"number": "45/2012/NĐ-CP", "date": None, "role": "award"},
        ],
        "awards": [
            award("chè đắng", "HTX Hương Rừng", "huyện Nguyên Bình"),
            award("Thạch đen", "HTX Khác Hẳn"),
            award("Miến dong", None),
        ],
        "counts": [
            {"of": "products", "value": 30, "step": None},
            {"of": "producers", "value": 28, "step": None},
        ],
        "people": [{"name": "Nông Văn Sáo", "position": None}],
        "events": [{"kind": "ceremony", "date": "2022-10-22", "place": None}],
        "issues": [],
    }
    return said | changes


def test_an_article_is_scored_field_by_field() -> None:
    scores = score_article(said_article(), true_article())
    assert scores["decisions"] == Tally(1, 1, 0)  # the decree taken for an award decision
    assert scores["decisions.date"] == Tally(right=1)
    assert scores["refs"] == Tally(missed=1)
    assert scores["pairs.near"] == Tally(1, 1, 0)  # the one without producer is no pair
    assert scores["pairs.place"] == Tally(right=1)
    assert scores["counts"] == Tally(1, 1, 0)
    assert scores["round.year"] == Tally(wrong=1, missed=1)
    assert "round.edition" not in scores  # this gold does not tell
    assert scores["step"] == Tally(right=1)  # certified goes with recognised
    assert scores["event"] == Tally(right=1)
    assert scores["people"] == Tally(right=1)
    assert scores["published"] == Tally()


def test_roles_are_scored_where_gold_tells_them() -> None:
    refs = [{"number": "1881/QĐ-TTg", "date": "2020-11-20", "role": "programme"}]
    acts = [{"number": "1881/QĐ-TTg", "date": "2020-11-20", "role": "other"}]
    scores = score_article(said_article(citations=acts), true_article(legal_refs=refs))
    assert scores["refs.role"] == Tally(wrong=1, missed=1)
    assert "refs.role" not in score_article(said_article(), true_article())


def test_outside_the_programme_every_award_is_wrong() -> None:
    scores = score_article(said_article(), true_article(in_programme=False))
    assert scores["outside.awards"] == Tally(wrong=3)
    assert scores["outside.none"] == Tally(wrong=1, missed=1)
    assert scores["in_programme"] == Tally(wrong=1, missed=1)
