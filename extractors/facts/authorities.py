"""Who issues an act, in running text: "Chủ tịch UBND tỉnh Bình Thuận", "Bộ trưởng Bộ Công Thương".

The name comes back in the one form papers use; a body of a territory that the text leaves out
("UBND tỉnh") stays without it, and assembly completes it from the round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.facts.lexicon import UPPER
from pipeline.document import Span
from pipeline.places import province
from pipeline.vietnamese import fold

_POSTS = (
    r"phó\s+chủ\s+tịch|chủ\s+tịch|bộ\s+trưởng|thứ\s+trưởng|phó\s+cục\s+trưởng|cục\s+trưởng"
    r"|phó\s+giám\s+đốc|giám\s+đốc"
)
_KINDS = r"tỉnh|thành\s+phố|t\.?p\.?|huyện|thị\s+xã|t\.?x\.?|quận|phường|xã|thị\s+trấn|đặc\s+khu"
# "UBND tỉnh Bình Thuận", "Chủ tịch Uỷ ban nhân dân tỉnh", "Bộ Công Thương", "HĐBC cấp tỉnh"
_AUTHORITY = re.compile(
    rf"""
    (?:(?P<post>{_POSTS})\s+)?
    (?: (?P<ubnd>ủy\s+ban\s+nhân\s+dân|ubnd|people'?s\s+committee)
            (?:\s+(?P<kind>{_KINDS})(?!\w)\s*)?
      | (?P<ministry>bộ\s+(?:công\s+thương|tài\s+chính|nội\s+vụ
            |nông\s+nghiệp\s+và\s+\w+\s+\w+\s+\w+|khoa\s+học\s+và\s+công\s+nghệ))
      | (?P<cuc>cục\s+(?:công\s+thương(?:\s+địa\s+phương)?|công\s+nghiệp(?:\s+địa\s+phương)?
            |đổi\s+mới\s+sáng\s+tạo[^.;]{{0,3}}\s+chuyển\s+đổi\s+xanh\s+và\s+khuyến\s+công))
      | (?P<so>sở\s+công\s+thương)
      | (?P<prime>thủ\s+tướng\s+chính\s+phủ|thủ\s+tướng|chính\s+phủ|quốc\s+hội
            |ủy\s+ban\s+thường\s+vụ\s+quốc\s+hội)
      | (?P<party>(?:tỉnh|huyện|thành|thị)\s+ủy|đảng\s+ủy(?:\s+bộ)?)
      | (?P<council>hội\s+đồng\s+bình\s+chọn|hđbc)
      | (?P<council2>hội\s+đồng\s+nhân\s+dân|hđnd) (?:\s+(?P<kind2>{_KINDS})(?!\w)\s*)?
    )
    """,
    re.VERBOSE,
)
# "Bình Thuận", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu": capitalised syllables after the unit's kind
_NAME = re.compile(
    rf"\s*(?:tỉnh\s+|thành\s+phố\s+)?(?P<name>[{UPPER}][\w’']*(?:\s+(?:-\s+)?[{UPPER}][\w’']*){{0,4}})"
)
# "An Giang Provincial People's Committee"
_BEFORE_ENGLISH = re.compile(
    r"(?P<name>(?:(?!The\b)[A-Z][a-z]+\s){1,3})(?:Provincial|City|Province)\s+$"
)
_KIND_FORMS = {"tp": "thành phố", "tx": "thị xã"}


@dataclass(frozen=True, slots=True)
class Authority:
    """A body or its head as papers call it; ``lacks_place`` where its territory is left out."""

    name: str
    span: Span
    lacks_place: bool = False


def authority_at(text: str, low: str, start: int) -> Authority | None:
    """Return the authority that begins exactly at an offset."""
    match = _AUTHORITY.match(low, start)
    return None if match is None else _authority(text, match)


def authorities(text: str, low: str, start: int, end: int) -> list[Authority]:
    """Return the authorities between two offsets, in text order."""
    return [_authority(text, match) for match in _AUTHORITY.finditer(low, start, end)]


def _authority(text: str, match: re.Match[str]) -> Authority:
    name, end, lacks = _body(text, match)
    written = " ".join((match["post"] or "").split())
    # a deputy signs for the body: "Phó Chủ tịch UBND tỉnh ký" makes an act of the UBND
    post = "" if written.startswith(("phó", "thứ")) else _capitalised(written)
    return Authority(f"{post} {name}".strip(), Span(match.start(), end), lacks)


def _body(text: str, match: re.Match[str]) -> tuple[str, int, bool]:
    if match["ubnd"] or match["council2"]:
        short = "UBND" if match["ubnd"] else "HĐND"
        return _local(text, match, short, match["kind"] or match["kind2"] or "")
    if match["so"]:
        return _local(text, match, "Sở Công Thương", "")
    if match["ministry"]:
        name = "Bộ " + _field(" ".join(match["ministry"].split())[3:])
        return name, match.end(), False
    if match["cuc"]:
        name = "Cục " + _field(" ".join(match["cuc"].split())[4:])
        return name, match.end(), False
    if match["party"]:
        return _local(text, match, _capitalised(match["party"]), "")
    if match["council"]:
        return "Hội đồng bình chọn", match.end(), False
    return _PRIME[" ".join(match["prime"].split())], match.end(), False


_PRIME = {
    "thủ tướng chính phủ": "Thủ tướng Chính phủ", "thủ tướng": "Thủ tướng Chính phủ",
    "chính phủ": "Chính phủ",
    "quốc hội": "Quốc hội", "ủy ban thường vụ quốc hội": "Ủy ban Thường vụ Quốc hội",
}  # fmt: skip
_FIELDS = {
    "công thương": "Công Thương", "công thương địa phương": "Công Thương địa phương",
    "công nghiệp": "Công nghiệp", "công nghiệp địa phương": "Công nghiệp địa phương",
    "tài chính": "Tài chính", "nội vụ": "Nội vụ", "khoa học và công nghệ": "Khoa học và Công nghệ",
    "nông nghiệp và phát triển nông": "Nông nghiệp và Phát triển nông thôn",
}  # fmt: skip


def _field(low: str) -> str:
    if low.startswith("đổi mới"):
        return "Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
    return _FIELDS.get(low, _capitalised(low))


def _local(text: str, match: re.Match[str], short: str, kind: str) -> tuple[str, int, bool]:
    """Complete a local body with the territory named right after it."""
    kind = " ".join(kind.split())
    kind = _KIND_FORMS.get(kind.replace(".", ""), kind)
    named = _NAME.match(text, match.end())
    if named is None:
        if english := _BEFORE_ENGLISH.search(text, max(0, match.start() - 40), match.start()):
            return _placed(short, "tỉnh", english["name"].strip()), match.end(), False
        return f"{short} {kind}".strip(), match.end(), True
    name, end = _territory(named)
    if not kind:
        unit = province(name)
        if unit is None:
            return short, match.end(), True
        kind = unit.kind
    return _placed(short, kind, name), end, False


def _placed(short: str, kind: str, name: str) -> str:
    unit = province(name) if kind in ("tỉnh", "thành phố") else None
    if unit is not None and unit.kind == kind:
        name = unit.name
    return f"{short} {kind} {name}"


def _territory(named: re.Match[str]) -> tuple[str, int]:
    """Cut a run of capitals back to a province's name where one begins it: a person may follow."""
    name = named["name"]
    words = list(re.finditer(r"\S+", name))
    for count in range(len(words), 0, -1):
        prefix = name[: words[count - 1].end()]
        unit = province(prefix)
        if unit is not None and fold(unit.name).split()[0] == fold(prefix).split()[0]:
            return prefix, named.start("name") + len(prefix)
    last = words[min(len(words), 2) - 1]
    return name[: last.end()], named.start("name") + last.end()


def _capitalised(low: str) -> str:
    text = " ".join(low.split())
    return text[:1].upper() + text[1:]
