"""Invented persons, producers and products; none is meant to be anybody's."""

from __future__ import annotations

from random import Random

from corpus.maker.words import words


def person(rng: Random) -> str:
    """Make up a person: "Nông Thị Khuê"."""
    lists = words()["persons"]
    return " ".join(rng.choice(lists[part]) for part in ("surnames", "middles", "given"))


def brand(rng: Random) -> str:
    """Make up a brand: "Phja Hạc", now and then a Latin one."""
    lists = words()["brands"]
    if rng.random() < 0.08:
        return str(rng.choice(lists["latin"]))
    return f"{rng.choice(lists['first'])} {rng.choice(lists['second'])}"


def producer(rng: Random, core: str) -> str:
    """Make up a producer: "HTX Chế biến nông sản Mây Ngàn", "Hộ kinh doanh Lê Văn Sáo"."""
    lists = words()["firms"]
    form = str(rng.choice(lists["forms"]))
    return form.format(c=core, p=person(rng), t=rng.choice(lists["trades"]))


def product(rng: Random, group: int, label: str) -> str:
    """Make up a product of one of the four groups, sold under a brand."""
    good = str(rng.choice(words()["groups"][group]["goods"]))
    return good.format(b=label, n=rng.choice((80, 120, 200, 250, 300, 450, 500)))


def group_name(rng: Random, group: int) -> str:
    """Choose one of the wordings that a group has in papers."""
    return str(rng.choice(words()["groups"][group]["names"]))


def roman(number: int) -> str:
    """Return a small Roman numeral: 4 is IV."""
    tens, ones = divmod(number, 10)
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * tens + units[ones]


def in_words(number: int) -> str:
    """Spell a number below a hundred: 21 is "hai mươi mốt", 15 "mười lăm"."""
    digits = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    head = "mười" if tens == 1 else f"{digits[tens]} mươi"
    last = digits[ones]
    if ones == 5:
        last = "lăm"
    elif ones == 1 and tens > 1:
        last = "mốt"
    return f"{head} {last}".strip()
