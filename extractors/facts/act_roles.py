"""What a cited act does, from its own clause: it awards, amends, is the legal basis, the programme.

An act awards where it recognises ("công nhận", "cấp giấy chứng nhận"), whatever is recognised: the
programme gate says whether the recognition is ours. Rules, plans and submissions never award.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.facts.lexicon import data, parts
from extractors.facts.programme import own_names
from extractors.facts.symbols import Symbol
from pipeline.facts import Role

# "Quy chế ban hành kèm theo", "theo Quy chế tại": rules stand right before the number
_RULES_BEFORE = re.compile(
    r"(?:quy\s+chế|quy\s+định|thể\s+lệ|kế\s+hoạch|chương\s+trình|hướng\s+dẫn)[^.;]{0,50}"
    r"(?:kèm(?:\s+theo)?|tại|theo|của)\s+(?:quyết\s+định\s*)?(?:số\s*:?\s*)?$"
)
# "thay thế Quyết định số 09/2015/QĐ-UBND"
_REPLACED = re.compile(
    r"(?:thay(?:\s+thế)?(?:\s+cho)?|bãi\s+bỏ)\s+(?:quyết\s+định|thông\s+tư|nghị\s+định)?\s*(?:số\s*:?\s*)?$"
)
# "(sửa đổi)", "Thông tư sửa đổi bổ sung một số điều của": after an act that amends another
_AMENDS_AFTER = re.compile(
    r"^[^;]{0,160}?\b(?:sửa\s+đổi\s*,?\s*bổ\s+sung|sửa\s+đổi|bổ\s+sung\s+một\s+số\s+điều)"
)
# "được sửa đổi, bổ sung tại Thông tư số", "sửa đổi bởi": before an act that amends the one named
_AMENDED_BY = re.compile(
    r"(?:được\s+)?(?:sửa\s+đổi|bổ\s+sung)[^.;]{0,40}\b(?:tại|bởi|theo|bằng|by)\b[^.;]{0,25}$"
)
_TAKES_OBJECT = re.compile(
    r"(?:của|cho)\s*(?:quyết\s+định|thông\s+tư|nghị\s+định)?\s*(?:số\s*:?\s*)?$"
)
_NOT_YET = re.compile(r"\b(?:chưa|không)\s+(?:được\s+)?(?:công\s+nhận|sửa)")


@cache
def _words(name: str) -> re.Pattern[str]:
    return parts(data("acts.toml")["roles"][name])


def role_of(symbol: Symbol, before: str, after: str, sentence: str) -> tuple[Role, float]:
    """Return an act's role and how sure it is.

    ``before`` and ``after`` are lowered text from the act before it to the act after it;
    ``sentence`` is the whole sentence, lowered.
    """
    if symbol.type == "TTr":
        return Role.SUBMISSION, 0.98
    if _amends(symbol, before, after):
        return Role.AMENDS, 0.9
    if symbol.year is not None or symbol.type in ("TT", "TTLT", "NĐ", "QH", "VBHN"):
        programme = symbol.type == "QĐ" and _words("programme").search(after[:120])
        return (Role.PROGRAMME, 0.85) if programme else (Role.LEGAL_BASIS, 0.95)
    if symbol.type == "QĐ":
        return _decision(symbol, before, after, sentence)
    if symbol.type in ("KH", "CTr", "ĐA"):
        return (Role.PROGRAMME, 0.85) if _words("programme").search(sentence) else (Role.OTHER, 0.7)
    based = sentence.startswith("căn cứ") or symbol.type == "NQ"
    return (Role.LEGAL_BASIS, 0.8) if based else (Role.OTHER, 0.7)


def _amends(symbol: Symbol, before: str, after: str) -> bool:
    if symbol.type not in ("TT", "TTLT", "NĐ", "QĐ", "NQ", "QH"):
        return False
    if _AMENDED_BY.search(before):
        return True
    found = _AMENDS_AFTER.match(after)
    # "26/2014/TT-BCT được sửa đổi, bổ sung tại 14/2018": the first is amended, not amending
    return found is not None and not re.search(r"\bđược\s+(?:sửa|bổ)", after[: found.end()])


def _decision(symbol: Symbol, before: str, after: str, sentence: str) -> tuple[Role, float]:
    if _RULES_BEFORE.search(before) or _REPLACED.search(before):
        return Role.LEGAL_BASIS, 0.85
    rule, recognised = _words("rules").search(after[:160]), _words("recognises").search(after)
    if rule and (recognised is None or rule.start() < recognised.start()):
        programme = _words("programme").search(after[:160])
        return (Role.PROGRAMME, 0.9) if programme else (Role.LEGAL_BASIS, 0.8)
    if "TTg" in symbol.bodies or "CP" in symbol.bodies:
        programme = _words("programme").search(sentence)
        return (Role.PROGRAMME, 0.9) if programme else (Role.LEGAL_BASIS, 0.8)
    if sentence.startswith("căn cứ"):
        return Role.LEGAL_BASIS, 0.85
    if recognised or _words("recognises").search(before):
        return Role.AWARD, 0.95 if recognised and recognised.start() < 160 else 0.85
    if "HĐBC" in symbol.bodies or "BGK" in symbol.bodies:
        return Role.OTHER, 0.7
    if _words("recognises").search(sentence) or own_names().search(sentence):
        return Role.AWARD, 0.75
    return Role.OTHER, 0.5
