"""The sample corpus: complete, small, marked as made, and its files speak of one another."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from corpus import sample
from corpus.maker.locating import letters, page_words

FILES = sorted(path for path in sample.FOLDER.iterdir() if path.is_file())
# "2417/QĐ-UBND" wherever it stands
NUMBER = re.compile(r"\d+/QĐ-[A-ZĐ]+")


def _told() -> dict[str, str]:
    """Return the specification's decision numbers with the names of their papers."""
    spec = sample.specification()
    return {
        sample.write(paper, spec["firms"]).occasion.number: name  # type: ignore[union-attr]
        for name, paper in spec["papers"].items()
    }


def test_every_file_is_named_in_the_page_beside_it() -> None:
    named = re.findall(
        r"^\| `([^`]+)`", (sample.FOLDER.parent / "sample.md").read_text("utf-8"), re.M
    )
    assert named == [path.name for path in FILES]


def test_the_sample_stays_small() -> None:
    assert sum(path.stat().st_size for path in FILES) <= 2_500_000


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix in (".txt", ".html")], ids=str)
def test_articles_are_marked_as_made(path: Path) -> None:
    assert "MẪU" in path.read_text("utf-8")


def test_the_package_holds_a_paper_and_a_note() -> None:
    with zipfile.ZipFile(sample.FOLDER / "14-goi-hai-tep.zip") as package:
        names = package.namelist()
        assert [Path(name).suffix for name in names] == [".docx", ".txt"]
        assert "MẪU" in package.read(names[1]).decode()


def test_articles_cite_papers_on_file_and_one_that_is_not() -> None:
    cited = {
        number
        for path in FILES
        if path.name.startswith(("08", "10", "11"))
        for number in NUMBER.findall(path.read_text("utf-8"))
    }
    assert {"2417/QĐ-UBND", "1683/QĐ-UBND", "418/QĐ-CTĐP"} <= cited & _told().keys()
    assert "1352/QĐ-UBND" in cited - _told().keys()


def test_a_producer_comes_back_in_a_later_year() -> None:
    spec = sample.specification()
    firms = [
        {award[1] for award in spec["papers"][name]["awards"]}
        for name in ("01-cao-bang-2022", "02-cao-bang-2024")
    ]
    assert {"phja_hac", "lam_thach"} <= firms[0] & firms[1]


@pytest.mark.parametrize("name", ["01-cao-bang-2022", "02-cao-bang-2024"])
def test_the_files_say_what_the_specification_says(name: str) -> None:
    spec = sample.specification()
    made = sample.write(spec["papers"][name], spec["firms"])
    pages = page_words((sample.FOLDER / f"{name}.pdf").read_bytes())
    text = "".join(word for page in pages for word in page)
    assert made.occasion is not None
    assert letters(made.occasion.number) in text
    assert all(letters(award.product) in text for award in made.awards)
    assert len(made.awards) == len(spec["papers"][name]["awards"])


def test_the_articles_counts_are_those_of_the_papers() -> None:
    spec = sample.specification()
    for name, article, firms in (
        ("01-cao-bang-2022", "08-bai-bao-cao-bang-2022.html", "7 cơ sở"),
        ("02-cao-bang-2024", "10-bai-bao-cao-bang-2024.txt", "06 cơ sở"),
    ):
        awards = spec["papers"][name]["awards"]
        assert int(firms.split()[0]) == len({award[1] for award in awards})
        assert firms in (sample.FOLDER / article).read_text("utf-8")


def test_the_damaged_file_is_the_beginning_of_a_good_one() -> None:
    damaged = (sample.FOLDER / "15-tep-hong.pdf").read_bytes()
    assert damaged == (sample.FOLDER / "01-cao-bang-2022.pdf").read_bytes()[: len(damaged)]
