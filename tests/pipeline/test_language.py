"""Lower text, sentences and the spaCy Doc: every offset is the text's own."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Span
from pipeline.language import analyse, breaks_off, gazetteer, lowered, sentences, tokens

VIETNAMESE = st.text(
    alphabet=st.sampled_from("aAăâđĐeêioôơuưyÀẢÃÁẠhòỏuỷ ngtqTP.,;:!?…0123456789\n\t()“”-/\u00a0"),
    max_size=200,
)


@pytest.mark.parametrize(
    ("text", "small", "reason"),
    [
        ("UỶ BAN NHÂN DÂN", "ủy ban nhân dân", "old tone style of uy"),
        ("Hoà Bình", "hòa bình", "old tone style of oa"),
        ("khoẻ", "khỏe", "old tone style of oe"),
        ("hoàn toàn", "hoàn toàn", "a closed rhyme bears its tone on the a in both styles"),
        ("Quý Quỳ", "quý quỳ", "after q the u is no vowel"),
        ("thuỷ sản", "thủy sản", "a word of the programme's groups"),
    ],
)
def test_lowered_has_one_tone_style(text: str, small: str, reason: str) -> None:
    assert lowered(text) == small, reason


@given(VIETNAMESE | st.text(max_size=60))
def test_lowered_keeps_every_offset(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_tokens_are_syllables_digits_and_signs() -> None:
    text = "Số 1918/QĐ-UBND, ngày17"
    assert [text[t.start : t.end] for t in tokens(text)] == [
        "Số", "1918", "/", "QĐ", "-", "UBND", ",", "ngày", "17",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts", "reason"),
    [
        ("Họp ở TP. Tây Ninh. Hết.", ["Họp ở TP. Tây Ninh.", "Hết."], "TP. ends nothing"),
        ("TX. Gò Công có 2. Huyện có 3.", ["TX. Gò Công có 2.", "Huyện có 3."], "TX. neither"),
        ("Xếp loại A. Công ty B nhận.", ["Xếp loại A.", "Công ty B nhận."], "a grade ends one"),
        ("P. NGHI viết", ["P. NGHI viết"], "an initial"),
        ("Thưởng 2.000.000 đồng. Xong.", ["Thưởng 2.000.000 đồng.", "Xong."], "stops in figures"),
        ("gồm:\n- Trà A;\n- Trà B.", ["gồm:", "- Trà A;", "- Trà B."], "lines of a list"),
        (
            "sản phẩm\ncông nghiệp",
            ["sản phẩm\ncông nghiệp"],
            "a line that goes on in small letters",
        ),
        ("Một.\n\n\nHai", ["Một.", "Hai"], "blank lines"),
        ("1. Trà xanh của HTX A.", ["1. Trà xanh của HTX A."], "an item's number"),
    ],
)
def test_sentences(text: str, parts: list[str], reason: str) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == parts, reason


def test_a_block_always_begins_a_sentence() -> None:
    text = "tiêu đề chưa hết\nphần sau"
    assert len(sentences(text)) == 1
    assert len(sentences(text, [0, 17])) == 2


@given(VIETNAMESE)
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    found = sentences(text)
    covered = "".join(text[s.start : s.end] for s in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_a_sentence_without_end_is_cut() -> None:
    found = sentences("trà; " * 10_000)
    assert max(len(sentence) for sentence in found) <= 8_000


@pytest.mark.parametrize(
    ("text", "broken", "reason"),
    [
        ("Danh sách gồm: trà A; miến B c", True, "no full stop at the end of all"),
        ("Danh sách gồm: trà A; miến B.", False, "a full stop"),
        ("Gồm trà A; miến B (xã C)…", False, "dots end a list"),
        ("gồm:\n- Trà A\n- Trà B\n- Trà C", False, "a list whose lines all lack their stop"),
    ],
)
def test_breaks_off(text: str, broken: bool, reason: str) -> None:
    assert breaks_off(text, sentences(text)[-1]) is broken, reason


def test_breaks_off_only_at_the_end_of_the_text() -> None:
    assert not breaks_off("dở dang\n\nTheo báo", Span(0, 7))


@settings(max_examples=40, deadline=None)
@given(VIETNAMESE)
def test_the_doc_is_the_text(text: str) -> None:
    assert analyse(text).text == text


def test_the_doc_knows_our_sentences() -> None:
    doc = analyse("Họp ở TP. Tây Ninh. Hết.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Họp ở TP. Tây Ninh.", "Hết."]


def test_a_gazetteer_is_blind_to_case_and_tone_style() -> None:
    doc = analyse("CHỦ TỊCH UỶ BAN và Uỷ ban")
    found = gazetteer({"BODY": ["Ủy ban"]})(doc)
    assert [doc[start:end].text for _, start, end in found] == ["UỶ BAN", "Uỷ ban"]


def test_rules_load_neither_spacy_nor_underthesea() -> None:
    code = (
        "import sys, pipeline.language as l, pipeline.extraction;"
        "l.sentences(l.lowered('Một. Hai.'));"
        "assert not {'spacy', 'underthesea'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
