"""Scans as desks leave them: the marks, sheets and turns that the truth tells are on the page."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pypdfium2
import pytest

from corpus.maker import sheets
from corpus.maker.drafting import Wish, draft
from corpus.maker.files import Made, is_split, with_split_rows
from corpus.maker.locating import PageTruth, printed_lines
from corpus.maker.marks import NEAR_HEAD, Marks, write
from corpus.maker.occasions import choose_occasion
from corpus.maker.printing import pdf
from corpus.maker.profiles import produce
from corpus.maker.scanning import Damage, scan
from corpus.maker.words import digits, hands

DARK = 128


def shapes(made: Made) -> list[tuple[float, float]]:
    """Return the pages' widths and heights."""
    document = pypdfium2.PdfDocument(io.BytesIO(made.data))
    try:
        return [page.get_size() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize(
    ("profile", "rules"), [("half-ruled-scan", "horizontal"), ("unruled-scan", "none")]
)
def test_a_scanned_list_has_the_rules_its_profile_names(profile: str, rules: str) -> None:
    made = produce(Random(f"rules:{profile}"), profile)
    assert made.gold["layout"].split()[0] == rules
    assert made.gold["document"]["text_source"] == "ocr"


def test_two_pages_lie_on_a_sheet_the_left_one_first() -> None:
    made = produce(Random("sheets"), "two-up")
    told = made.gold["pages"]
    assert len(shapes(made)) == len(told) == made.gold["document"]["pages"]
    assert all(width > height for width, height in shapes(made))
    first = told[0]["text"]
    assert first.index("CỘNG HÒA") < first.index("Nơi nhận:")
    left, right = PageTruth(1, ["a"], [[]]), PageTruth(2, ["b"])
    paired = sheets.two_up_truths((left, right, PageTruth(3, ["c"])))
    assert [page.lines for page in paired] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("angle", "corner"),
    [(0, (0, 0)), (90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))],
    ids=["upright", "clockwise", "upside down", "counter-clockwise"],
)
def test_a_page_is_turned_clockwise(angle: int, corner: tuple[int, int]) -> None:
    page = np.full((3, 5), 255, np.uint8)
    page[0, 0] = 0
    turned = sheets.turned(page, angle)
    assert turned.shape == ((5, 3) if angle in (90, 270) else (3, 5))
    assert turned[corner] == 0


@pytest.mark.parametrize("seed", range(8))
def test_wide_pages_are_fed_in_on_their_side_and_something_is_always_turned(seed: int) -> None:
    tall, wide = np.zeros((5, 3), np.uint8), np.zeros((3, 5), np.uint8)
    assert sheets.choose_angles([tall, wide], Random(seed)) in ([0, 90], [0, 270])
    assert any(sheets.choose_angles([tall, tall], Random(seed)))


def test_the_truth_tells_how_each_page_was_turned() -> None:
    made = produce(Random("turned:2"), "turned")
    angles = made.gold["damage"]["turned"]
    assert len(angles) == len(made.gold["pages"]) == len(shapes(made))
    assert any(angles)


def test_a_row_of_a_split_list_goes_over_the_page() -> None:
    made = draft(Random("split"), choose_occasion(Random("split")), Wish(least=18, prose=0.0))
    data = with_split_rows(made.paper)
    assert is_split(made.paper, data)
    lines = printed_lines(data)
    assert len(lines) > 1
    assert any("QUYẾT ĐỊNH" in line for line in lines[0].lines)


@pytest.mark.parametrize("hand", hands(), ids=lambda hand: f"slant {hand['slant']}")
def test_a_hand_keeps_to_its_box_and_has_all_digits(hand: dict[str, object]) -> None:
    own = hand["digits"]
    assert isinstance(own, dict)
    for strokes in (own.get(digit) or digits()[digit] for digit in "0123456789"):
        points = [point for stroke in strokes for point in stroke]
        assert all(-0.1 <= x <= 1.1 and -0.1 <= y <= 1.1 for x, y in points)


def test_hands_write_the_same_number_each_in_a_way_of_its_own() -> None:
    pictures = []
    for hand in hands():
        page = np.full((60, 200, 3), 255, np.uint8)
        write(page, Random(4), hand, "1947", 180, 50, 36, (0, 0, 0))
        pictures.append(page[:, :, 0] < DARK)
    assert all(picture.any() for picture in pictures)
    for at, one in enumerate(pictures):
        assert all((one != other).mean() > 0.01 for other in pictures[:at])


def test_what_a_hand_wrote_ends_before_the_print() -> None:
    for hand in hands():
        page = np.full((80, 300, 3), 255, np.uint8)
        write(page, Random(9), hand, "4821", 200, 60, 36, (0, 0, 0))
        columns = np.nonzero((page[:, :, 0] < DARK).any(axis=0))[0]
        assert columns.min() > 60
        assert columns.max() < 225


def test_a_stamp_near_the_head_is_pressed_in_the_head() -> None:
    rng = Random("stamp")
    made = draft(rng, choose_occasion(rng), Wish(prose=1.0, most=4, received=True))
    bare = pdf(made.paper)
    damage = Damage(72, sealed=False, signed=False)
    plain = scan(made, bare, damage, Random(1), lambda *_: None)[0]
    stamped = scan(made, bare, damage, Random(1), Marks(near_head=True).put)[0]
    rows = np.nonzero((plain != stamped).any(axis=(1, 2)))[0]
    assert rows.size
    assert rows.max() < max(y for _, y in NEAR_HEAD) + 60


@pytest.mark.parametrize("profile", ["sealed", "handwritten", "bundle"])
def test_the_same_seed_makes_the_same_scan(profile: str) -> None:
    first, second = (produce(Random(f"again:{profile}"), profile) for _ in range(2))
    assert first.data == second.data
    assert first.gold == second.gold
