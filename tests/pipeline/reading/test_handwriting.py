"""What a pen filled into a head, told from print: lines drawn sign by sign, without an engine."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.document import BBox
from pipeline.reading.blanks import Blank, blanks
from pipeline.reading.handwriting import HAND, Hand, doubt_hands, find_hands, notices
from pipeline.reading.letterhead import look_again
from pipeline.reading.preparation import Picture, Prepared
from pipeline.reading.sheet import IDENTITY, Token

DPI = 200.0
CAPITAL = 26  # pixels, as of 13 points at 200 dpi
BLACK, BLUE, RED = (20, 20, 20), (32, 48, 150), (205, 38, 48)


class Page:
    """A page on which words are drawn as upright strokes, and told as an engine would."""

    def __init__(self) -> None:
        self.picture: Picture = np.full((900, 1600, 3), 255, np.uint8)
        self.words: list[Token] = []
        self.say("Độc", 800, 300)
        self.say("lập", 866, 300)

    def say(self, text: str, x: int, base: int, trust: float = 0.96) -> int:
        """Print a word and tell it; return where it ends."""
        end = self.draw(len(text), x, base)
        box = BBox(x, base - CAPITAL, end, base)
        self.words.append(Token(text, box, trust))
        return end

    def draw(
        self,
        count: int,
        x: int,
        base: int,
        *,
        tall: int = CAPITAL,
        low: int = 0,
        ink: tuple[int, int, int] = BLACK,
    ) -> int:
        """Draw some signs, ``tall`` pixels high and ``low`` under the line; return the end."""
        for index in range(count):
            left = x + 17 * index
            top, bottom = base + low - tall, base + low - 1
            cv2.rectangle(self.picture, (left, top), (left + 11, bottom), ink, -1)
        return x + 17 * count - 5

    def prepared(self) -> Prepared:
        grey = self.picture.min(axis=2)
        coloured = self.picture.max(axis=2).astype(int) - grey > 55
        return Prepared(np.where(coloured, 255, grey).astype(np.uint8), (), IDENTITY, ())

    def hands(self, guess: str = "") -> tuple[Hand, ...]:
        def read(_: Picture) -> list[Token]:
            return [Token(guess, BBox(0, 0, 1, 1), 0.9)] if guess else []

        return find_hands(self.prepared(), self.picture, list(blanks(self.words, DPI)), DPI, read)


def numbered(gap: int = 12, **drawn: object) -> Page:
    """A head with "Số:", four digits as drawn, and "/QĐ-UBND"."""
    page = Page()
    end = page.say("Số:", 200, 400)
    end = page.draw(4, end + gap, 400, **drawn)  # type: ignore[arg-type]  # a test's own keywords
    page.say("/QĐ-UBND", end + 6, 400)
    return page


def dated(day: int = 2, gap: int = 12, **drawn: object) -> Page:
    """A head with "ngày", a day as drawn, "tháng 10 năm 2020"."""
    page = Page()
    end = page.say("ngày", 800, 400)
    end = page.draw(day, end + gap, 400, **drawn)  # type: ignore[arg-type]  # a test's own keywords
    for word in ("tháng", "10", "năm", "2020"):
        end = page.say(word, end + 12, 400)
    return page


LINES = [
    (numbered(), None, "printed"),
    (numbered(tall=CAPITAL + 2), None, "printed, a blur higher"),
    (numbered(tall=CAPITAL + 10), "shape", "taller than print"),
    (numbered(low=8), "shape", "under the line"),
    (numbered(tall=20, low=-6), None, "no lower than its line: small print"),
    (numbered(gap=60), "gap", "in a gap wider than spaces"),
    (numbered(ink=BLUE), "colour", "in blue"),
    (numbered(ink=RED), None, "a seal's red is no pen"),
    (dated(), None, "a printed day"),
    (dated(tall=CAPITAL + 8), "shape", "a day taller than print"),
    (dated(ink=BLUE, gap=40), "colour", "a day in blue"),
    (dated(day=0, gap=60), None, "a blank day is nobody's hand"),
]


@pytest.mark.parametrize(("page", "shown", "why"), LINES)
def test_a_hand_is_told_from_print(page: Page, shown: str | None, why: str) -> None:
    assert [hand.why for hand in page.hands()] == ([shown] if shown else []), why


def test_one_digit_by_hand_after_a_printed_one() -> None:
    page = Page()
    end = page.say("ngày", 800, 400)
    end = page.draw(1, end + 12, 400)
    end = page.draw(1, end + 6, 400, tall=CAPITAL + 8)
    for word in ("tháng", "4", "năm", "2024"):
        end = page.say(word, end + 12, 400)
    assert [hand.blank.name for hand in page.hands()] == ["day"]


def test_a_blue_digit_beside_a_printed_one() -> None:
    page = Page()
    end = page.say("ngày", 800, 400)
    end = page.draw(1, end + 12, 400)
    end = page.draw(1, end + 6, 400, ink=BLUE)
    for word in ("tháng", "4", "năm", "2024"):
        end = page.say(word, end + 12, 400)
    assert [hand.why for hand in page.hands()] == ["colour"]


def test_a_blue_stamp_over_printed_digits_is_no_hand() -> None:
    page = numbered()
    over = page.picture.copy()
    cv2.rectangle(over, (255, 340), (330, 460), BLUE, -1)
    page.picture = np.minimum(page.picture, over)
    assert page.hands() == ()


def test_the_grain_of_bare_paper_is_no_hand() -> None:
    page = dated(day=0, gap=60)
    grain = np.random.default_rng(7).integers(200, 256, page.picture.shape, np.uint8)
    page.picture = np.minimum(page.picture, grain)
    assert page.hands() == ()


def test_a_stamps_frame_under_printed_digits_is_no_hand() -> None:
    page = numbered()
    cv2.rectangle(page.picture, (240, 399), (340, 402), BLACK, -1)
    cv2.rectangle(page.picture, (240, 399), (246, 470), BLACK, -1)
    assert page.hands() == ()


def test_a_number_without_its_symbol_is_judged_by_its_first_signs() -> None:
    page = Page()
    end = page.say("Số:", 200, 400)
    end = page.draw(4, end + 12, 400, tall=CAPITAL + 12)
    page.draw(8, end + 6, 400)  # a symbol that no engine read
    assert [(hand.blank.open, hand.why) for hand in page.hands()] == [(True, "shape")]


def test_what_a_pen_wrote_is_hardly_trusted_and_the_rest_as_before() -> None:
    page = numbered(tall=CAPITAL + 10)
    box = BBox(page.words[-2].bbox.x1 + 12, 364, page.words[-1].bbox.x0 - 6, 400)
    words = [*page.words, Token("7301", box, 0.95)]
    trusts = {t.text: t.confidence for t in doubt_hands(words, page.hands())}
    assert (trusts["7301"], trusts["/QĐ-UBND"], trusts["Số:"]) == (HAND, 0.96, 0.96)


def test_notices_name_hand_and_guess_but_record_neither() -> None:
    hands = (*numbered(tall=CAPITAL + 10).hands("73O1"), *dated(ink=BLUE).hands())
    number, day = notices(3, hands)
    assert (number.code, number.page) == ("number-handwritten", 3)
    assert "viết tay" in number.message
    assert "máy đoán là “7301”, không ghi nhận" in number.message
    assert day.code == "date-handwritten"
    assert "mực khác màu chữ in" in day.message
    assert "máy đoán" not in day.message


def told(*lines: Sequence[tuple[str, int]], motto: bool = True) -> list[Token]:
    """Words of a page: lines from the top, each word with its left edge."""
    words = []
    for level, line in enumerate(([("Độc", 800), ("lập", 866)], *lines) if motto else lines):
        for text, x in line:
            top = 100 + 60 * level
            words.append(Token(text, BBox(x, top, x + 17 * len(text), top + CAPITAL), 0.9))
    return words


PLACES = [
    (told([("Số:", 200), ("/QĐ-UBND", 320)]), ["number"], "a blank number"),
    (told([("Số:", 200), ("12/QĐ-UBND", 262)]), ["number"], "a printed one"),
    (told([("Số:12/QĐ-UBND", 200)]), ["number"], "glued to its label"),
    (told([("12/QĐ-UBND", 262)]), ["number"], "its label hidden by a stamp"),
    (told([("12", 262), ("/QĐ-UBND", 300)]), ["number"], "and its digits apart"),
    (told([("/QĐ-UBND", 300)]), [], "nothing where digits stand"),
    (told([("Số:", 200), ("##", 262)]), ["number"], "no symbol: behind the label"),
    (
        told([("ngày", 800), ("tháng", 900), ("năm", 1020), ("2020", 1090)]),
        ["day", "month", "year"],
        "a date with a blank day and month",
    ),
    (
        told([("THÀNH", 200), ("PHỐ", 300), ("CẦN", 370), ("THƠ", 430)], [("Số:", 200)]),
        ["number"],
        "CẦN THƠ is no “Căn cứ”",
    ),
    (
        told([("Căn", 200), ("cứ", 260)], [("số", 300), ("12/QĐ-UBND", 350)]),
        [],
        "a cited number stands under the head",
    ),
    (told([("định", 200), ("số:", 272), ("12/QĐ-UBND", 335)]), [], "a label amid a line"),
    (told([("Số:", 200), ("/QĐ-UBND", 320)], motto=False), [], "no head without a motto"),
]


@pytest.mark.parametrize(("words", "names", "why"), PLACES)
def test_where_digits_stand(words: list[Token], names: list[str], why: str) -> None:
    assert [blank.name for blank in blanks(words, DPI)] == names, why


def test_a_word_whose_box_reaches_over_the_digit_behind_it_ends_before() -> None:
    words = told([("ngày", 700), ("01", 790), ("năm", 960), ("2015", 1030)])
    words.append(Token("tháng", BBox(840, 160, 942, 186), 0.9))
    words.append(Token("3", BBox(926, 160, 944, 186), 0.9))
    month = next(blank for blank in blanks(words, DPI) if blank.name == "month")
    assert (month.box.x0, month.box.x1) == (925, 960)


def test_a_captions_number_and_date_are_places_too() -> None:
    line = [("(Kèm", 200), ("theo", 290), ("định", 370), ("số", 450), ("/QĐ-UBND", 560)]
    rest = [("ngày", 720), ("tháng", 840), ("năm", 960), ("2020", 1030)]
    found = list(blanks(told([*line, *rest], motto=False), DPI))
    assert [blank.name for blank in found] == ["number", "day", "month", "year"]
    assert all(blank.caption for blank in found)


def look(page: Page, *readings: str) -> dict[str, float | None]:
    """What a page's words are trusted after the engine read each line alone, in turn."""
    said = iter(readings)

    def read(_: Picture) -> list[Token]:
        return [Token(text, BBox(14, 0, 60, 9), 0.9) for text in next(said).split()]

    words, _ = look_again(page.prepared(), page.picture, page.words, DPI, 1, read)
    return {token.text: token.confidence for token in words}


def spoken(trust: float) -> Page:
    """A head whose whole number the engine read as one word."""
    page = Page()
    end = page.say("Số:", 200, 400)
    page.say("73/QĐ-UBND", end + 12, 400, trust)
    return page


VOTES = [
    (0.5, ("73/QĐ-UBND", "73/QĐ-UBND"), 0.75, "the line alone says the same twice"),
    (0.96, ("73/QĐ-UBND", "73/QĐ-UBND"), 0.96, "it was sure before"),
    (0.6, ("78/QĐ-UBND", "73/QĐ-UBND"), 0.6, "once against, once for: as before"),
    (0.96, ("78/QĐ-UBND", "78/QĐ-UBND"), 0.5, "twice against"),
    (0.96, ("", ""), 0.5, "nothing there"),
]


@pytest.mark.parametrize(("trust", "readings", "expected", "why"), VOTES)
def test_a_line_alone_votes_on_its_digits(
    trust: float, readings: tuple[str, str], expected: float, why: str
) -> None:
    assert look(spoken(trust), *readings)["73/QĐ-UBND"] == expected, why


def test_a_number_that_the_page_hid_is_found_and_never_sure() -> None:
    page = Page()
    end = page.say("Số:", 200, 400)
    page.draw(10, end + 12, 400)
    found = look(page, "Số:.133/TB-VPCP", "Số: 153:TB-VPCP", "Số: 153/TB-VPCP")
    assert found["153/TB-VPCP"] == 0.5


def test_a_number_seen_once_is_not_added() -> None:
    page = Page()
    end = page.say("Số:", 200, 400)
    page.draw(10, end + 12, 400)
    assert "153/TB-VPCP" not in look(page, "", "133/TB-VPCP", "153/TB-VPCP")


def dated_without_month() -> Page:
    page = Page()
    end = page.say("ngày", 800, 400)
    end = page.say("01", end + 12, 400)
    end = page.say("tháng", end + 12, 400)
    end = page.draw(1, end + 12, 400)  # a 5 that the page's reading lost
    end = page.say("năm", end + 12, 400)
    page.say("2021", end + 12, 400)
    return page


def test_a_month_that_the_page_hid_is_found() -> None:
    again = "01 tháng 5 năm 2021"
    assert look(dated_without_month(), again, again)["5"] == 0.75


def torn_date() -> Page:
    """A date whose "tháng" the page's reading lost."""
    page = Page()
    end = page.say("ngày", 800, 400)
    end = page.say("25", end + 12, 400)
    end = page.draw(5, end + 12, 400)
    for word in ("4", "năm", "2015"):
        end = page.say(word, end + 12, 400)
    return page


def test_a_torn_date_is_read_whole_where_its_line_says_the_same_twice() -> None:
    # Two readings mend the line, two more weigh the mended one.
    found = look(torn_date(), *("ngày 25 tháng 4 năm 2015",) * 4)
    assert {"25", "tháng", "4", "năm", "2015"} <= found.keys()


def test_a_torn_date_stays_torn_where_readings_differ() -> None:
    found = look(torn_date(), "ngày 25 tháng 4 năm 2015", "ngày 26 tháng 4 năm 2015")
    assert "tháng" not in found


def test_a_month_whose_box_runs_into_the_word_before_is_there_already() -> None:
    page = dated_without_month()
    blank = next(b for b in blanks(page.words, DPI) if b.name == "month")
    box = BBox(blank.box.x0 - 9, blank.box.top, blank.box.x1 - 4, blank.box.bottom)
    page.words.append(Token("5", box, 0.9))
    again = "01 tháng 5 năm 2021"
    words, _ = look_again(
        page.prepared(), page.picture, page.words, DPI, 1,
        lambda _: [Token(text, BBox(14, 0, 60, 9), 0.9) for text in again.split()],
    )  # fmt: skip
    assert [token.text for token in words].count("5") == 1


@pytest.mark.parametrize(
    "readings", [("01 tháng 5 năm 2021", "01 tháng 8 năm 2021"), ("07 tháng 5 năm 2021",) * 2]
)
def test_a_month_is_not_guessed(readings: tuple[str, str]) -> None:
    found = look(dated_without_month(), *readings)
    assert not {"5", "8"} & found.keys()


def test_a_page_without_a_head_is_not_looked_at() -> None:
    def never(_: Picture) -> list[Token]:
        raise AssertionError("read again")

    page = Page()
    words, found = look_again(page.prepared(), page.picture, page.words, DPI, 1, never)
    assert (words, found) == (tuple(page.words), ())


def test_a_blank_of_no_height_is_no_hand() -> None:
    flat = Blank("number", BBox(200, 400, 300, 402), BBox(300, 400, 400, 402))
    page = Page()
    assert find_hands(page.prepared(), page.picture, [flat], DPI, lambda _: []) == ()
