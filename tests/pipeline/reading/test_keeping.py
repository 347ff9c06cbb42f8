"""Pages once read by OCR are kept by content and version; what is kept is only ever a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import reading
from pipeline.document import PageSource
from pipeline.reading.keeping import kept
from pipeline.reading.leaf import Leaf
from pipeline.reading.sheet import IDENTITY
from pipeline.settings import Settings

LEAF = Leaf(1, 595.0, 842.0, PageSource.OCR, (), IDENTITY, treatment=("ocr 200 dpi",))


class Maker:
    """Counts how often a page was read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Leaf:
        self.times += 1
        return LEAF


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_a_page_is_read_once(settings: Settings) -> None:
    make = Maker()
    assert [kept(settings, make, "sha", 0, 200.0) for _ in range(3)] == [LEAF] * 3
    assert make.times == 1


@pytest.mark.parametrize("other", [("sha", 1, 200.0), ("sha", 0, 300.0), ("other", 0, 200.0)])
def test_another_page_resolution_or_file_is_read_for_itself(
    settings: Settings, other: tuple[object, ...]
) -> None:
    make = Maker()
    kept(settings, make, "sha", 0, 200.0)
    kept(settings, make, *other)
    assert make.times == 2


def test_a_torn_copy_is_made_anew(settings: Settings) -> None:
    make = Maker()
    kept(settings, make, "sha")
    (file,) = (path for path in settings.home.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:20])
    assert kept(settings, make, "sha") == LEAF
    assert make.times == 2


def test_another_version_reads_again_and_clears_the_old(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Maker()
    kept(settings, make, "sha")
    monkeypatch.setattr(reading, "VERSION", reading.VERSION + 1)
    kept(settings, make, "sha")
    assert make.times == 2
    assert len([path for path in settings.home.rglob("*") if path.is_file()]) == 1


def test_without_a_home_nothing_is_left_behind(tmp_path: Path) -> None:
    make = Maker()
    settings = Settings(home=tmp_path / "none")
    assert (kept(settings, make, "sha"), kept(settings, make, "sha")) == (LEAF, LEAF)
    assert make.times == 2
    assert list(tmp_path.iterdir()) == []
