"""Pages as pictures: the right page, the right way up, made once, never too large."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from pipeline.errors import InputError, Quarantined
from pipeline.settings import Settings
from pipeline.web.pictures import page_picture, render_image, render_pdf

SHA = "ab" * 32


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def pdf(path: Path, *sizes: tuple[float, float]) -> Path:
    made = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        made.new_page(width, height)
    made.save(path)
    made.close()
    return path


def size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.size


@pytest.mark.parametrize(
    ("page", "expected", "reason"),
    [
        ((595, 842), (1190, 1684), "an A4 page at 144 dpi"),
        ((842, 595), (1684, 1190), "an appendix that lies on its side"),
        ((14400, 14400), (2000, 2000), "the largest page that PDF allows is made smaller"),
    ],
)
def test_a_pdf_page_has_the_shape_of_the_page(
    tmp_path: Path, page: tuple[float, float], expected: tuple[int, int], reason: str
) -> None:
    assert size(render_pdf(str(pdf(tmp_path / "a.pdf", page)), 0)) == expected, reason


def test_each_page_of_a_pdf_is_its_own_picture(tmp_path: Path) -> None:
    path = str(pdf(tmp_path / "a.pdf", (100, 200), (300, 100)))
    assert [size(render_pdf(path, index)) for index in (0, 1)] == [(200, 400), (600, 200)]


def test_a_photograph_is_shown_the_right_way_up(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6  # lies on its side
    Image.new("RGB", (40, 20), "white").save(path, exif=turned)
    assert size(render_image(str(path), 0)) == (20, 40)


def test_a_tiff_shows_the_frame_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    first, second = Image.new("1", (40, 20)), Image.new("1", (60, 80))
    first.save(path, save_all=True, append_images=[second])
    assert size(render_image(str(path), 1)) == (60, 80)


@pytest.mark.parametrize("index", [-1, 1])
def test_a_page_that_is_not_there_is_said_so(tmp_path: Path, index: int) -> None:
    with pytest.raises(InputError, match="không có trang"):
        render_pdf(str(pdf(tmp_path / "a.pdf", (100, 100))), index)


def test_a_picture_is_made_once_and_whole(tmp_path: Path, settings: Settings) -> None:
    original = pdf(tmp_path / "a.pdf", (100, 100))
    made = page_picture(original, SHA, "application/pdf", 1, settings)
    assert size(made.read_bytes()) == (200, 200)
    original.unlink()
    assert page_picture(original, SHA, "application/pdf", 1, settings) == made
    assert [path.name for path in made.parent.iterdir()] == [f"{SHA}-1.png"]


def test_what_cannot_be_rendered_leaves_nothing_behind(tmp_path: Path, settings: Settings) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing follows")
    with pytest.raises(Quarantined):
        page_picture(broken, SHA, "application/pdf", 1, settings)
    assert not list(settings.home.rglob("*.png*"))
