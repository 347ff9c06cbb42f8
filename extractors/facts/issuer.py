"""Names of bodies and posts, from a head's capitals to how papers call them in running text.

"ỦY BAN NHÂN DÂN / TỈNH CAO BẰNG" is "UBND tỉnh Cao Bằng"; "GIÁM ĐỐC SỞ CÔNG THƯƠNG" is "Giám đốc
Sở Công Thương". Fields of work and provinces are looked up folded: a scan's lost marks come back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline import places
from pipeline.vietnamese import fold

_BODIES = Path(__file__).parent.parent / "data" / "bodies.toml"
# kinds that belong to a territory: without one, their name says too little
_TERRITORIAL = frozenset({"UBND", "HĐND", "Sở", "Hội đồng", "Phòng", "Chi cục", "Văn phòng UBND"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its name apart from its territory: "Sở" + "Công Thương" + "tỉnh Cao Bằng"."""

    kind: str
    name: str
    territory: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.name, self.territory) if part)

    @property
    def lacks_territory(self) -> bool:
        """Tell whether the name needs a territory that the line doesn't give: "UBND tỉnh"."""
        if self.territory in _UNIT_KINDS.values():
            return True
        return not self.territory and self.kind in _TERRITORIAL

    def within(self, territory: str) -> Body:
        """Return the body with a territory known from elsewhere; its own stays."""
        if not self.lacks_territory or not territory:
            return self
        for unit in _LEVELS:
            # "… cấp tỉnh" in "tỉnh Cao Bằng" is "… cấp tỉnh Cao Bằng"
            if self.name.endswith(f"cấp {unit}") and territory.startswith(f"{unit} "):
                return replace(self, territory=territory.removeprefix(f"{unit} "))
        return replace(self, territory=territory)


_LEVELS = ("tỉnh", "huyện", "thành phố", "xã")
# "ỦY BAN NHÂN DÂN", "SỞ", "CỤC": words that open a body's name; the longer before the shorter
_HEADS = (
    ("uy ban nhan dan", "UBND"),
    ("ubnd", "UBND"),
    ("hoi dong nhan dan", "HĐND"),
    ("hdnd", "HĐND"),
    ("thu tuong chinh phu", "Thủ tướng Chính phủ"),
    ("van phong chinh phu", "Văn phòng Chính phủ"),
    ("van phong uy ban nhan dan", "Văn phòng UBND"),
    ("van phong ubnd", "Văn phòng UBND"),
    ("hoi dong", "Hội đồng"),
    ("ban to chuc", "Ban Tổ chức"),
    ("ban chi dao", "Ban Chỉ đạo"),
    ("ban quan ly", "Ban Quản lý"),
    ("lien minh", "Liên minh"),
    ("trung tam", "Trung tâm"),
    ("tong cuc", "Tổng cục"),
    ("chi cuc", "Chi cục"),
    ("van phong", "Văn phòng"),
    ("vien", "Viện"),
    ("phong", "Phòng"),
    ("cuc", "Cục"),
    ("bo", "Bộ"),
    ("so", "Sở"),
    ("chinh phu", "Chính phủ"),
)
_WHOLE = frozenset({"Thủ tướng Chính phủ", "Văn phòng Chính phủ", "Chính phủ"})
_HEAD = re.compile(
    rf"\b(?:{'|'.join(head for head, _ in sorted(_HEADS, key=lambda h: -len(h[0])))})\b"
)
# "SỐ" folds like "SỞ", and "CÁN BỘ" is no ministry
_SHORT = {"so": re.compile(r"[Ss][ỞởƠơỚớ]"), "bo": re.compile(r"[Bb][ỘộÔôỒồỐố]")}
_TIES = {
    "bo": (" can", " noi", "can", "tien"),
    "phong": ("hai", "quoc", "tien", "du"),
    "vien": ("hoc", "benh", "thanh", "cong"),
    "so": ("co", "tru"),
}
# "tỉnh Cao Bằng", "TP. Hồ Chí Minh", "huyện Nguyên Bình"
_TERRITORY = re.compile(
    r"\b(?P<kind>tinh|thanh pho|tp|t\.p|huyen|thi xa|tx|quan|phuong|xa|thi tran|dac khu)\b"
    r"[ .]*(?P<name>[a-z].*)$"
)
_UNIT_KINDS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "t.p": "thành phố",
    "huyen": "huyện", "thi xa": "thị xã", "tx": "thị xã", "quan": "quận", "phuong": "phường",
    "xa": "xã", "thi tran": "thị trấn", "dac khu": "đặc khu",
}  # fmt: skip
# "CNNT", "OCOP", "UBND": said letter by letter, kept in capitals
_ACRONYM = re.compile(r"[BCDĐGHKLMNPQRSTVX]{2,}|OCOP|[IVX]+")
# "năm 2020" after a council's territory
_YEAR = re.compile(r"\s+[Nn][ĂăÂâAa][Mm]\s+\d{4}$")
_TAIL = re.compile(r"[\s\-–—.,;:_*|]+$")


def find_bodies(text: str) -> Iterator[tuple[Body, int, int]]:
    """Yield the bodies that a run of capitals or a phrase names, with start and end, in order."""
    folded = fold(text)
    starts = [match for match in _HEAD.finditer(folded) if _is_head(text, folded, match)]
    for number, match in enumerate(starts):
        kind = dict(_HEADS)[match.group()]
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        rest = text[match.end() : end]
        if kind in _WHOLE:
            yield Body(kind, "", ""), match.start(), match.end()
            continue
        rest = _TAIL.sub("", rest)
        end = match.end() + len(rest)
        territory, cut = _territory(rest)
        if not territory:
            territory, cut = _bare_province(kind, rest)
        name = running_case(rest[:cut].strip(" ,-–"))
        if not name and kind not in _TERRITORIAL:
            continue
        yield Body(kind, name, territory), match.start(), end


def _is_head(text: str, folded: str, match: re.Match[str]) -> bool:
    head = match.group()
    if head in _SHORT and not _SHORT[head].match(text, match.start()):
        return False
    before = folded[: match.start()].rstrip()
    # "CÁN BỘ", "QUỐC PHÒNG", "HẢI PHÒNG", "HỌC VIỆN" are no bodies' beginnings
    if before.endswith(_TIES.get(head, ())):
        return False
    # "CÔNG BÁO CHÍNH PHỦ", "ĐIỆN TỬ CHÍNH PHỦ": a portal's stamp, not the Government
    if head == "chinh phu":
        return not before
    # "BỘ TRƯỞNG", "CỤC TRƯỞNG" are posts
    return not folded.startswith(" truong", match.end()) or head == "phong"


def find_territory(text: str) -> str:
    """Return the territory that a phrase ends in: "TỈNH CAO BẰNG" is "tỉnh Cao Bằng"; or ""."""
    return _territory(_TAIL.sub("", text))[0]


def territory_of_place(place: str) -> str:
    """Return the province that a head's place line stands for: "Cao Bằng" is "tỉnh Cao Bằng"."""
    unit = places.province(place)
    return unit.full if unit else ""


def _bare_province(kind: str, rest: str) -> tuple[str, int]:
    """Return the province at the end of "SỞ CÔNG THƯƠNG CAO BẰNG", and where it begins there."""
    folded = fold(rest)
    starts = [0] if kind in ("UBND", "HĐND") else []
    starts += [
        match.end() for field, _ in _fields() if (match := re.match(rf"\s*{field}\s+", folded))
    ]
    for start in starts:
        unit = places.province(rest[start:])
        if unit is not None:
            return unit.full, start
    return "", len(rest)


def _territory(text: str) -> tuple[str, int]:
    """Return the territory at the end of a text, and where it begins there."""
    folded = fold(text)
    if folded.strip() in _UNIT_KINDS:
        return _UNIT_KINDS[folded.strip()], 0
    match = _TERRITORY.search(folded)
    if match is None:
        return "", len(text)
    kind = _UNIT_KINDS[match.group("kind")]
    year = _YEAR.search(text, match.start("name"))
    written = text[match.start("name") : year.start() if year else None].strip(" .,-–")
    unit = places.province(written) if kind in ("tỉnh", "thành phố") else None
    known = unit is not None and unit.kind == kind
    name = unit.name if unit is not None and known else proper_case(written)
    tail = f" {year.group().strip().lower()}" if year else ""
    return f"{kind} {name}{tail}", match.start()


def person_of(text: str) -> str | None:
    """Return an authority line as the person it names: "Bộ trưởng Bộ Công Thương"; or None."""
    folded = fold(text)
    for post, written in _posts():
        if folded.startswith(post + " ") or folded == post:
            rest = text[len(post) :].strip()
            body = next(iter(find_bodies(rest)), None)
            if body is None:
                return written if not rest else None
            return f"{written} {body[0]}"
    return None


def post_of(text: str) -> str | None:
    """Return a signature's post in running case: "PHÓ CHỦ TỊCH" is "Phó Chủ tịch"; or None."""
    text = _TAIL.sub("", text)
    folded = fold(text)
    for post, written in _posts():
        if folded == post:
            return written
        if folded.startswith(post + " "):
            rest = text[len(post) :].strip(" ,-–")
            bodies = list(find_bodies(rest))
            tail = str(bodies[0][0]) if bodies and bodies[0][1] == 0 else running_case(rest)
            return f"{written} {tail}"
    return None


def deputy_of(text: str) -> tuple[str, ...]:
    """Return the posts that sign in place of those a text names: "KT. CHỦ TỊCH" is a deputy's."""
    deputies = []
    for start, end in find_posts(text):
        chief = next(written for post, written in _posts() if post == fold(text[start:end]))
        deputies.append("Thứ trưởng" if chief == "Bộ trưởng" else f"Phó {chief}")
    return tuple(deputies)


def find_posts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where posts stand in a text: "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" has two."""
    for match in _post_pattern().finditer(fold(text)):
        yield match.span()


def proper_case(text: str) -> str:
    """Write a name with each word's first letter a capital: "BÀ RỊA - VŨNG TÀU"."""
    return re.sub(r"[^\W\d_]+", lambda m: m.group()[0].upper() + m.group()[1:].lower(), text)


def running_case(text: str) -> str:
    """Write a run of capitals as in running text; a field of work and acronyms keep theirs."""
    words = [word if _ACRONYM.fullmatch(word) else word.lower() for word in text.split()]
    lowered = " ".join(words)
    folded = fold(lowered)
    for field, written in _fields():
        if folded == field or folded.startswith((field + " ", field + ",")):
            return written + lowered[len(field) :]
    return lowered


def mend_surname(name: str) -> str:
    """Give a scan's family name its marks back where only one is spelt so: "Triệử" is "Triệu"."""
    first, *rest = name.split()
    spellings = [known for known in _words()["surnames"] if fold(known) == fold(first)]
    if first in spellings or len(spellings) != 1:
        return name
    return " ".join((spellings[0], *rest))


def is_surname(word: str) -> bool:
    """Tell whether a word is a family name we know, in any case or marks: "NGUYỄN"."""
    return fold(word) in _surnames()


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(_BODIES.read_text(encoding="utf-8"))


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    """Return folded and written fields, longest first."""
    return tuple(sorted(((fold(f), f) for f in _words()["fields"]), key=lambda f: -len(f[0])))


@cache
def _posts() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((fold(p), p) for p in _words()["posts"]), key=lambda p: -len(p[0])))


@cache
def _post_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(post) for post, _ in _posts())})\b")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(name) for name in _words()["surnames"])
