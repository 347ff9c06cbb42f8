"""The maker's truth: the same from the same seed, consistent with the page, marked as made."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from datetime import date
from pathlib import Path
from random import Random

import pikepdf
import pytest

from corpus.maker import PROFILES, make
from corpus.maker.__main__ import main
from corpus.maker.cases import Case, read_gold
from corpus.maker.drafting import Wish, draft
from corpus.maker.laws import basis
from corpus.maker.locating import letters, page_words
from corpus.maker.names import in_words, roman
from corpus.maker.occasions import choose_occasion
from corpus.maker.profiles import produce
from corpus.maker.territory import MERGER

SEED = 11
QUICK = ("docx", "html", "text")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, ...]:
    return make(SEED, 6, tmp_path_factory.mktemp("born-digital"), "born-digital")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, ...]:
    return make(SEED, 3, tmp_path_factory.mktemp("fax"), "fax")


@pytest.mark.parametrize("profile", [*QUICK, "other", "fax"])
def test_the_same_seed_makes_the_same_bytes_and_truth(profile: str) -> None:
    first = produce(Random(f"{SEED}:{profile}"), profile)
    second = produce(Random(f"{SEED}:{profile}"), profile)
    assert first.data == second.data
    assert first.gold == second.gold


def test_another_seed_makes_another_paper() -> None:
    assert produce(Random("a"), "text").data != produce(Random("b"), "text").data


def test_a_printed_paper_says_what_its_truth_says(printed: tuple[Case, ...]) -> None:
    for case in printed:
        pages = ["".join(words) for words in page_words(case.path.read_bytes())]
        whole = "".join(pages)
        gold = case.gold
        assert letters(gold["decision"]["number"]) in pages[0]
        assert letters(gold["decision"]["signer"]["name"]) in whole
        assert all(letters(act["number"]) in whole for act in gold["citations"])
        assert len(pages) == gold["document"]["pages"] == len(gold["pages"])
        assert hashlib.sha256(case.path.read_bytes()).hexdigest() == gold["document"]["sha256"]


@pytest.mark.parametrize("seed", range(12))
def test_awards_counts_and_tables_agree(seed: int) -> None:
    gold = produce(Random(f"agree:{seed}"), "text").gold
    awards = gold["awards"]
    stated = {item["of"]: item["value"] for item in gold["counts"]}
    assert stated["products"] == len(awards)
    assert stated.get("producers", 0) in (0, len({award["producer"] for award in awards}))
    cells = {
        cell for page in gold["pages"] for t in page["tables"] for r in t["rows"] for cell in r
    }
    for award in awards if gold["awards_in"] == "table" else ():
        assert any(award["product"] in cell for cell in cells)
        assert award["producer"] in cells
        assert award["serial"] in cells
        assert award["points"] is None or award["points"] in cells


def test_merged_cells_of_the_truth_are_empty_where_covered() -> None:
    for seed in range(40):
        for page in produce(Random(f"merged:{seed}"), "text").gold["pages"]:
            for table in page["tables"]:
                for span in table["spans"]:
                    rows = range(span["row"], span["row"] + span["rowspan"])
                    columns = range(span["col"], span["col"] + span["colspan"])
                    covered = [(r, c) for r in rows for c in columns][1:]
                    assert [table["rows"][r][c] for r, c in covered] == [""] * len(covered)


def test_every_row_of_a_table_is_as_wide_as_its_header(printed: tuple[Case, ...]) -> None:
    tables = [table for case in printed for page in case.gold["pages"] for table in page["tables"]]
    assert tables
    for table in tables:
        assert {len(row) for row in table["rows"]} == {len(table["rows"][0])}


def test_a_repeated_header_stands_on_every_page_of_its_truth() -> None:
    for seed in range(6):
        gold = produce(Random(f"header:{seed}"), "born-digital").gold
        firsts = [t["kinds"][0] for page in gold["pages"] for t in page["tables"]]
        assert not firsts or firsts[0] == "header"
        assert set(firsts) <= {"header", "award", "group", "total"}


@pytest.mark.parametrize(
    ("hand", "number", "day"),
    [
        (("number",), None, "kept"),
        (("date",), "kept", None),
        (("number", "date"), None, None),
    ],
)
def test_what_a_hand_wrote_is_not_expected_of_a_machine(
    hand: tuple[str, ...], number: str | None, day: str | None
) -> None:
    from corpus.maker.cases import Carrier, gold
    from corpus.maker.locating import unpaged

    rng = Random(5)
    occasion = choose_occasion(rng, "tinh")
    made = draft(rng, occasion, Wish(hand=hand))
    truth = gold(made, b"", unpaged(made.paper), Carrier("application/pdf", "ocr", "scan"))
    decision = truth["decision"]
    assert (decision["number"] is None) == (number is None)
    assert (decision["date"] is None) == (day is None)
    assert set(truth["hand"]) == set(hand)
    assert truth["hand"].get("number", occasion.number) == occasion.number
    if number is None:
        assert occasion.number not in "\n".join(line["text"] for line in truth["pages"])


def test_a_fax_holds_pictures_and_no_text(scanned: tuple[Case, ...]) -> None:
    for case in scanned:
        assert page_words(case.path.read_bytes()) == [[]] * case.gold["document"]["pages"]
        assert case.gold["document"]["text_source"] == "ocr"


def test_a_wrong_layer_has_text_but_not_the_papers() -> None:
    noise = overlay = 0
    for seed in range(4):
        made = produce(Random(f"layer:{seed}"), "wrong-layer")
        text = "".join(word for page in page_words(made.data) for word in page)
        kind = made.gold["damage"]["layer"]
        assert text
        assert letters(made.gold["decision"]["title"]) not in text
        assert (kind == "overlay") == ("Thờigianký" in text)
        noise, overlay = noise + (kind == "noise"), overlay + (kind == "overlay")
    assert noise
    assert overlay


@pytest.mark.parametrize("seed", range(24))
def test_other_papers_award_nothing(seed: int) -> None:
    from corpus.maker.others import other

    made = other(Random(f"other:{seed}"))
    issued = not made.paper.draft
    assert made.awards == () or not issued
    if "OCOP" in made.paper.title or "làng nghề" in made.paper.title:
        assert not made.in_programme


@pytest.mark.parametrize("profile", ["born-digital", "fax", "wrong-layer"])
def test_every_pdf_is_marked_as_made(profile: str) -> None:
    made = produce(Random(f"mark:{profile}"), profile)
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert "MẪU" in str(document.docinfo["/Subject"])
        assert "/CreationDate" not in document.docinfo
    assert made.gold["made"] is True
    assert "MẪU" in made.gold["source"]


@pytest.mark.parametrize("profile", ["html", "text"])
def test_every_page_of_text_is_marked_as_made(profile: str) -> None:
    assert "MẪU" in produce(Random(f"mark:{profile}"), profile).data.decode()


def test_a_word_file_is_marked_as_made() -> None:
    from docx import Document

    document = Document(io.BytesIO(produce(Random("mark"), "docx").data))
    assert "MẪU" in document.core_properties.subject
    assert document.sections[0].footer.paragraphs[0].text == "MẪU"


def test_the_lowest_level_is_the_commune_from_july_2025() -> None:
    occasions = [choose_occasion(Random(f"unit:{n}"), "huyen") for n in range(300)]
    new = [one.unit for one in occasions if one.signed >= MERGER]
    old = [one.unit for one in occasions if one.signed < MERGER]
    assert new
    assert all(unit and unit.startswith(("xã ", "phường ")) for unit in new)
    assert all(unit and not unit.startswith(("xã ", "phường ")) for unit in old)


def test_only_acts_already_made_are_cited() -> None:
    for n in range(200):
        rng = Random(f"laws:{n}")
        occasion = choose_occasion(rng)
        lines, acts = basis(rng, occasion)
        assert all(act.date is None or act.date <= occasion.signed for act in acts)
        assert all(any(act.number in line for line in lines) for act in acts)
        assert len({act.number for act in acts}) == len(acts)
        assert occasion.number not in {act.number for act in acts}
        if occasion.signed >= date(2018, 8, 16):
            assert "14/2018/TT-BCT" in {act.number for act in acts}


def test_gold_is_written_one_line_a_case(tmp_path: Path) -> None:
    cases = make(SEED, 2, tmp_path, "text")
    again = read_gold(tmp_path)
    assert [case.id for case in again] == [case.id for case in cases]
    assert again[0].gold["awards"] == json.loads(json.dumps(cases[0].gold["awards"]))
    assert again[0].path.read_bytes()


def test_an_unknown_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such profile"):
        make(1, 1, tmp_path, "papyrus")


def test_the_command_line_makes_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["maker", "--seed", "3", "--count", "2", "--profile", "text", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", line)
    main()
    assert "2 text" in capsys.readouterr().out
    assert len(list(tmp_path.glob("*.txt"))) == 2


def test_all_profiles_of_the_brief_exist() -> None:
    assert {"born-digital", "clean", "scan", "bad", "fax", "docx", "html"} <= set(PROFILES)


@pytest.mark.parametrize(
    ("number", "written"), [(4, "IV"), (9, "IX"), (12, "XII"), (1, "I"), (10, "X")]
)
def test_roman(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (7, "bảy"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (30, "ba mươi"),
        (11, "mười một"),
    ],
)
def test_in_words(number: int, written: str) -> None:
    assert in_words(number) == written
