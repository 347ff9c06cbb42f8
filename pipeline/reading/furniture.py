"""What one line of a web page is when it is not the article's: a menu, a marker, a credit.

Only single lines are judged here, from the lists in ``data/furniture.toml``; ``zones`` weighs them
in their place on the page.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.vietnamese import fold

_CACHED = 400  # characters; a line is folded for many questions, a paragraph for few

# Like "Hà Nội: 24°C Hà Nội", "24°C - 31°C"
_WEATHER = re.compile(r"^[^.;]{0,40}\b\d{1,2}\s?[°º]\s?c?\b.{0,40}$")
# Like "function(", "var x =", "document.getElementById", "});"
_SCRIPT = re.compile(
    r"\bfunction\s?\(|\b(?:var|let|const) \w+\s?=|\b(?:document|window|jquery|googletag)\.|\$\(|"
    r"\}\s?\)\s?;|</?(?:div|script|span|iframe|style)\b|^\s*[.#][\w-]+\s?\{|!important"
)
# Like "so-456-tap-chi-lang-nghe-viet-nam-2025-61", "htluachon1", "IMG_2034.jpg": names of pictures
_FILE_NAME = re.compile(
    r"^(?:[a-z]+(?:[-_][a-z0-9]+){3,}|[a-z]{7,}\d{1,4}|(?:img|dsc|dscn|pic)[-_ ]?\d{2,}"
    r"|\S+\.(?:jpe?g|png|gif|webp|bmp|mp4|mp3))$"
)
# Like "Ảnh: ...", "Ảnh 1. ...", "Hình 2: ..."
_CAPTION = re.compile(r"^(?:anh|hinh|hinh anh|anh minh hoa|video|clip)(?: \d{1,2})?\s?[:.]\s?\S")
# Like "(Ảnh: Công Xuân)", "Ảnh: C.N", "Ảnh minh họa"
_PHOTOGRAPHER = re.compile(
    r"^\(?(?:anh|hinh)\s?:\s?(?:(?:[a-z.]+ ?){1,4}|tu lieu.{0,12}|internet|minh hoa)\)?\.?$"
    r"|^\(?anh minh hoa\)?\.?$"
)
# Like "LNV - Sáng 27/12", "(QNO) - ", "(BDO) Sáng 13-5", "TBV -", "(Chinhphu.vn) -"
_AGENCY = re.compile(
    r"^(?:\([A-ZĐ][\w&./ -]{1,24}\)\s?[-–—]?|[A-ZĐ]{2,8}\s?[-–—])\s?(?=[\"“A-ZÀ-Ỹ\d])"
)
_SENTENCE_END = re.compile(r"[.!?…;:][\"”’)\]]*$")
_TRAILER = re.compile(r"[\s:;.,»›>|+…\-–—()\[\]0-9]+$")
_LEADER = re.compile(r"^[\s:;.,»›>|•·*+\-–—()\[\]]+")
# Like "Theo http://congnghieptieudung.vn/", "(Theo Báo Cao Bằng)": short, and no numbered act
_ACCORDING = re.compile(
    r"^\(?theo (?!quyet dinh|ke hoach|thong tu|nghi dinh|nghi quyet|do\b|so lieu|quy dinh|danh gia"
    r"|thong ke|ket qua|chuong trinh|de nghi|bao cao|ong\b|ba\b|dong chi)[^,;]{2,70}\)?\.?$"
)


@dataclass(frozen=True, slots=True)
class _Words:
    teasers: frozenset[str]
    glued: tuple[str, ...]
    pointers: tuple[str, ...]
    ends: frozenset[str]
    end_starts: tuple[str, ...]
    lines: frozenset[str]
    starts: tuple[str, ...]
    sections: frozenset[str]
    credits: tuple[str, ...]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("pipeline") / "data" / "furniture.toml").read_text("utf-8"))
    return _Words(
        teasers=frozenset(data["teasers"]["headings"]),
        glued=tuple(data["teasers"]["glued"]),
        pointers=tuple(data["teasers"]["pointers"]),
        ends=frozenset(data["ends"]["headings"]),
        end_starts=tuple(data["ends"]["starts"]),
        lines=frozenset(data["furniture"]["lines"]),
        starts=tuple(data["furniture"]["starts"]),
        sections=frozenset(data["furniture"]["sections"]),
        credits=tuple(data["credits"]["starts"]),
    )


def plain(line: str) -> str:
    """Fold a line and put its words one blank apart: 'TIN  LIÊN QUAN:' becomes 'tin lien quan:'."""
    return _plain(line) if len(line) < _CACHED else " ".join(fold(line).split())


@lru_cache(maxsize=4096)
def _plain(line: str) -> str:
    return " ".join(fold(line).split())


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence or a clause does, quotes and brackets aside."""
    return bool(_SENTENCE_END.search(line))


def _bare(line: str) -> str:
    return _TRAILER.sub("", _LEADER.sub("", plain(line)))


def heads_teasers(line: str) -> bool:
    """Tell whether a line is the heading of a list of other articles: 'Tin khác »'."""
    return len(line) < 60 and _bare(line) in _words().teasers


def glued_teasers(line: str) -> int | None:
    """Find where a heading with a headline glued to it starts: 'Tin liên quan Bắc Giang: Hậu kiểm'.

    It begins the line or follows the end of a sentence, and a capital follows it: in "tin liên quan
    đến vụ việc" it is part of a sentence.
    """
    folded = fold(line)
    for marker in _words().glued:
        at = folded.find(marker)
        while at != -1:
            before, after = line[:at].rstrip(), line[at + len(marker) :].lstrip(" :»>")
            starts = not before or before[-1] in '.!?…”")|'
            if starts and line[at].isupper() and after and (after[0].isupper() or after[0] in '“"'):
                return at
            at = folded.find(marker, at + 1)
    return None


def points_elsewhere(line: str) -> bool:
    """Tell whether a line only leads to another article: 'Xem thêm: Bắc Kạn có 20 sản phẩm'."""
    return plain(line).startswith(_words().pointers) and len(line) < 220


def ends_article(line: str) -> bool:
    """Tell whether comment forms, site maps and fine print start here: 'Trả lời'."""
    return (len(line) < 60 and _bare(line) in _words().ends) or ends_page(line)


def ends_page(line: str) -> bool:
    """Tell whether a line is fine print that nothing of the article follows: 'Bản quyền thuộc'."""
    return plain(line).startswith(_words().end_starts)


def is_furniture(line: str) -> bool:
    """Tell whether a line is a menu's, a tool's, a script's or the weather's, in any place."""
    folded = plain(line)
    words = _words()
    if not any(sign.isalnum() for sign in folded):
        return True
    if len(folded) < 60 and (folded in words.lines or _bare(line) in words.lines):
        return True
    return (
        folded.startswith(words.starts)
        or bool(_WEATHER.match(folded))
        or bool(_SCRIPT.search(line))
        or is_file_name(line)
        or _is_breadcrumb(line)
    )


def is_file_name(line: str) -> bool:
    """Tell whether a line is a picture's name in place of a picture: 'htluachon1'."""
    return " " not in line.strip() and bool(_FILE_NAME.match(line.strip().lower()))


def _is_breadcrumb(line: str) -> bool:
    parts = re.split(r"\s[>»›]\s", line)
    return len(parts) >= 3 and len(line) < 160 and "trang chu" in plain(parts[0])


def is_section(line: str) -> bool:
    """Tell whether a line names sections of the site and nothing else: 'Tin tức - Sự kiện'."""
    if len(line) > 80:
        return False
    words = _words()
    parts = [part.strip() for part in re.split(r"[-–/&|,>»]", _bare(line))]
    return all(part in words.sections or part in words.lines for part in parts if part)


def is_caption(line: str) -> bool:
    """Tell whether a line says that it is a picture's: 'Ảnh: Sản phẩm chè móc câu ...'."""
    return bool(_CAPTION.match(plain(line)))


def is_credit(line: str) -> bool:
    """Tell whether a line names writer, photographer or source: 'Tin, ảnh: Tiểu My'."""
    folded = plain(line)
    if len(folded.split()) > 16:
        return False
    return (
        folded.lstrip("( ").startswith(_words().credits)
        or bool(_ACCORDING.match(folded))
        or is_photographer(line)
    )


def is_photographer(line: str) -> bool:
    """Tell whether a line names only who took a picture: 'Ảnh: Công Xuân.'."""
    return bool(_PHOTOGRAPHER.match(plain(line))) and all(
        word[0].isupper() or not word[0].isalpha() for word in line.split()[1:]
    )


def agency_length(line: str) -> int:
    """Return how long a news agency's mark at the start of a lead is, 0 without: '(QNO) - '."""
    found = _AGENCY.match(line)
    return found.end() if found else 0
