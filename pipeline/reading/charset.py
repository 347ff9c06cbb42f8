"""Bytes to text by evidence: what a file's letters show, not what its header claims.

Vietnamese was typed in TCVN3, VNI and VISCII before Unicode and served as windows-1258; pages
declare one and hold another. Each candidate is decoded, and the one whose syllables are Vietnamese
wins. Everything here gives NFC text.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product

from pipeline.document import Notice
from pipeline.vietnamese import health, is_word, nfc

LEGACY = frozenset({"tcvn3", "vni", "viscii", "vps"})
"""The encodings older than Unicode that can be told and converted."""

_SAMPLE_WORDS = 3000  # words with marks; enough to tell an encoding, cheap on a page of 100 MB
_LONGEST_WORD = 60
_SOUND = 0.8  # health of a text whose letters are right
_GAIN = 0.1  # how much healthier a repaired text must be than the one it replaces
_DAMAGE = 0.02  # share of characters that may be lost before a text is no longer UTF-8

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# windows-1252 shows the codes 80..9F as these; the five it lacks stay bare control codes.
_CONTROLS = {
    bytes([code]).decode("cp1252", "ignore"): code
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_AS_CODES = {ord(sign): code for sign, code in _CONTROLS.items()}
_TAIL = re.escape("".join(_CONTROLS)) + r"\x80-\xBF"

# Like "Ã´", "á»‡": the UTF-8 bytes of "ô" and "ệ" read one by one.
_DOUBLED = re.compile(rf"[Â-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}")
_LEAST_DOUBLED = 3  # such pairs in a text; fewer are chance

# Like "ă", "ệ": letters no other encoding than Unicode shows as such.
_UNICODE_ONLY = re.compile(r"[ĂăĐđĨĩŨũƠơƯư\u1EA0-\u1EF9]")

# Like "c«ng nghiÖp", "coâng nghieäp": a sign of the upper half of Latin-1 that touches a letter.
_FOREIGN = re.compile(r"(?<=[A-Za-z])[\u00A1-\u00FF]|[\u00A1-\u00FF](?=[A-Za-z])")


# Like "CộNG HòA Xã HộI": a small letter with a mark amid capitals, and none without a mark.
_MIXED = re.compile(r"[A-ZĐ][à-ỹ][A-ZĐ]|(?<![^\W\d_])[à-ỹ][A-Z]")
_SMALL = re.compile(r"[a-z]")

# Words, apart from the tags and addresses round them.
_WORDS_OF_BYTES = re.compile(rb"[A-Za-z\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in NFC and the encoding it was really in; ``lossy`` where bytes made no letter."""

    text: str
    encoding: str
    lossy: bool = False

    @property
    def legacy(self) -> bool:
        """Tell whether the text was not simply Unicode and had to be rebuilt."""
        return not self.encoding.startswith(("utf", "ascii"))


@dataclass(frozen=True, slots=True)
class _Letters:
    """The tables of ``data/charsets.toml``: single codes, and VNI's letters of two signs."""

    tcvn3: dict[int, str]
    viscii: dict[int, str]
    vps: dict[int, str]
    vni: dict[str, str]
    vni_pattern: re.Pattern[str]
    fonts: dict[str, tuple[str, ...]]


@cache
def _letters() -> _Letters:
    raw = (files("pipeline") / "data" / "charsets.toml").read_text("utf-8")
    data = tomllib.loads(raw)
    vni = {entry[:-1]: entry[-1] for entry in nfc(data["vni"]["letters"]).split()}
    longest_first = sorted(vni, key=len, reverse=True)
    return _Letters(
        tcvn3=_by_code(data["tcvn3"]["letters"]),
        viscii=_by_code(data["viscii"]["letters"]),
        vps=_by_code(data["vps"]["letters"]),
        vni=vni,
        vni_pattern=re.compile("|".join(map(re.escape, longest_first))),
        fonts={name: tuple(starts) for name, starts in data["fonts"].items()},
    )


def _by_code(entries: str) -> dict[int, str]:
    return {int(entry[:2], 16): entry[2] for entry in nfc(entries).split()}


def decode(data: bytes, declared: str | None = None, *, mend: bool = True) -> Decoded:
    """Decode a file's bytes; ``declared`` is what its header says, heard where bytes are mute.

    A guillemet may be one, yet 'c«ng nghiÖp' comes out as 'công nghiệp'; without ``mend`` such
    letters stay for ``repair``, where a page's entities are letters too.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _mended(data.decode(encoding, "replace"), encoding, mend)
    if (wide := _without_bom(data)) is not None:
        return _mended(data.decode(wide, "replace"), wide, mend)
    if data.isascii():
        return Decoded(data.decode("ascii"), "ascii")
    as_utf8 = data.decode("utf-8", "replace")
    lost = as_utf8.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    foreign = sum(map(len, re.findall(rb"[\x80-\xff]+", data[:80_000]))) or 1
    if lost <= _DAMAGE * max(foreign, 50):
        return _mended(as_utf8, "utf-8", mend)
    return _single_byte(data, declared)


def _without_bom(data: bytes) -> str | None:
    """Name the UTF-16 of a text without its mark: half of its bytes are zero, all on one side."""
    head = data[:2000]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _mended(text: str, encoding: str, mend: bool) -> Decoded:
    repaired = repair(text) if mend else _undouble(text)
    if repaired.encoding != "utf-8":
        return repaired
    return Decoded(repaired.text, encoding, lossy="\ufffd" in repaired.text)


def _single_byte(data: bytes, declared: str | None) -> Decoded:
    """Choose among the encodings of one byte a letter the one that gives Vietnamese."""
    candidates = ["cp1258", "tcvn3", "vni", "viscii", "vps"]
    if declared is not None and _known(declared):
        candidates.append(declared)
    words = (found.group() for found in _WORDS_OF_BYTES.finditer(data))
    marked = (word for word in words if not word.isascii() and len(word) <= _LONGEST_WORD)
    head = b" ".join(islice(marked, _SAMPLE_WORDS))
    scores = {name: health(_decoded(head, name)) for name in candidates}
    best = max(candidates, key=lambda name: scores[name])
    if scores[best] < _SOUND and declared is not None and _known(declared):
        best = declared
    text = _decoded(data, best)
    return Decoded(text, "windows-1258" if best == "cp1258" else best, lossy="\ufffd" in text)


def _known(encoding: str) -> bool:
    """Tell whether a declared encoding is one that pages are served in."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return False
    return name.startswith(("cp125", "iso8859", "ascii", "mac", "koi8", "big5", "gb", "euc"))


def _decoded(data: bytes, encoding: str) -> str:
    if encoding in LEGACY:
        return convert(data.decode("latin-1"), encoding)
    return nfc(data.decode(encoding, "replace"))


def convert(text: str, encoding: str) -> str:
    """Turn Latin-1 letters that stand for the codes of a legacy encoding into those letters."""
    letters = _letters()
    if encoding == "tcvn3":
        return "\n".join(map(_as_capitals, nfc(text.translate(letters.tcvn3)).split("\n")))
    if encoding == "viscii":
        return nfc(text.translate(_AS_CODES).translate(letters.viscii))
    if encoding == "vps":
        return nfc(text.translate(_AS_CODES).translate(letters.vps))
    return nfc(letters.vni_pattern.sub(lambda found: letters.vni[found.group()], text))


def _as_capitals(line: str) -> str:
    """Give a line typed in capitals the marked ones that TCVN3 lacks: 'CộNG HòA' is 'CỘNG HÒA'."""
    return line.upper() if _MIXED.search(line) and not _SMALL.search(line) else line


def repair(text: str) -> Decoded:
    """Mend a text whose letters were decoded wrongly: twice as UTF-8, or from TCVN3 or VNI.

    The encoding is 'utf-8' where nothing had to be done, and the text is then only composed.
    """
    undone = _undouble(text)
    if undone.encoding != "utf-8":
        return undone
    sample = _sample(text)
    encoding = _legacy_of(sample) if _suspicious(sample) else None
    if encoding is None:
        return _by_lines(text)
    return Decoded(convert(text, encoding), encoding)


def _sample(text: str) -> str:
    """Return the first lines with letters beyond ASCII, without words that have no end."""
    lines, words = [], 0
    for line in text.split("\n"):
        if not line.isascii():
            kept = [word for word in line.split() if len(word) <= _LONGEST_WORD]
            lines.append(" ".join(kept[:_SAMPLE_WORDS]))
            words += len(kept)
        if words > _SAMPLE_WORDS:
            break
    return "\n".join(lines)


def _undouble(text: str) -> Decoded:
    """Undo UTF-8 read as windows-1252 and written as UTF-8 again, once or twice."""
    undone = text
    for _ in range(2):
        if sum(1 for _ in islice(_DOUBLED.finditer(undone), _LEAST_DOUBLED)) < _LEAST_DOUBLED:
            break
        undone = "\n".join(map(_undoubled_line, undone.split("\n")))
    if undone == text:
        return Decoded(text, "utf-8")
    return Decoded(nfc(undone), "double-utf-8")


def _undoubled_line(line: str) -> str:
    """Undo one line, unless it has a true Vietnamese letter: then it was not doubled.

    In "“CÔ”" the last letter and its closing quote only look like two bytes of another.
    """
    return line if _UNICODE_ONLY.search(line) else _DOUBLED.sub(_letter_meant, line)


def _letter_meant(found: re.Match[str]) -> str:
    codes = bytes(_CONTROLS.get(sign) or ord(sign) for sign in found.group())
    try:
        letter = codes.decode("utf-8")
    except UnicodeDecodeError:
        return found.group()
    latin = letter < "\u0250" or "\u1e00" <= letter < "\u1f00"
    return letter if latin or letter in _CONTROLS else found.group()


def _by_lines(text: str) -> Decoded:
    """Mend single lines of a legacy encoding in a text that is otherwise Unicode."""
    lines = text.split("\n")
    found = None
    for number, line in enumerate(lines):
        if _suspicious(line) and (encoding := _legacy_of(line)) is not None:
            lines[number] = convert(line, encoding)
            found = encoding
    return Decoded(nfc("\n".join(lines)), found or "utf-8")


def is_unicode(text: str) -> bool:
    """Tell whether a text has a Vietnamese letter that no other encoding shows as such."""
    return bool(_UNICODE_ONLY.search(text))


def _suspicious(text: str) -> bool:
    """Tell whether Latin-1 signs stand within words where Vietnamese has letters beyond Latin-1."""
    return len(_FOREIGN.findall(text)) > 2 + 4 * len(_UNICODE_ONLY.findall(text))


def _legacy_of(sample: str) -> str | None:
    """Name the legacy encoding in which a sample is Vietnamese and as it stands is not."""
    converted = {name: health(convert(sample, name)) for name in sorted(LEGACY)}
    best = max(converted, key=lambda name: converted[name])
    if converted[best] >= max(_SOUND, health(nfc(sample)) + _GAIN):
        return best
    return None


def notices(decoded: Decoded) -> tuple[Notice, ...]:
    """Return what a person should know of how the letters were won, nothing for plain Unicode."""
    found = []
    if decoded.encoding in LEGACY:
        found.append(legacy_notice(decoded.encoding))
    if decoded.lossy:
        found.append(
            Notice("lost-letters", "Một số chữ trong tệp bị hỏng, không đọc được; xem dấu \ufffd.")
        )
    return tuple(found)


def legacy_notice(encoding: str) -> Notice:
    """Say that a text was in a font of before Unicode and was converted."""
    return Notice(
        "legacy-font",
        f"Văn bản dùng phông chữ cũ ({encoding.upper()}), đã chuyển sang Unicode; "
        "hãy đối chiếu chữ hoa và dấu với bản gốc.",
    )


# Like "ABCDEF+.VnTime": the tag of a font's subset.
_TAG = re.compile(r"^[A-Z]{6}\+")
# Like ".VnTimeH", ".VnArial NarrowH", ".VnTimeH,Bold": capitals in the places of small letters.
_CAPITALS = re.compile(r"h(?:[-, ]?(?:bold|italic|oblique|regular|normal|mt|ps)+)*$", re.IGNORECASE)


def font_encoding(font: str) -> str | None:
    """Name the legacy encoding a font stands for: 'tcvn3' for '.VnTimeH', 'vni' for 'VNI-Times'."""
    name = _TAG.sub("", font).lower()
    for encoding, starts in _letters().fonts.items():
        if name.startswith(starts):
            return encoding
    return None


def from_font(text: str, font: str) -> str:
    """Return what a run of text in a legacy font shows; '.VnTimeH' shows small codes as capitals.

    'c«ng' in '.VnTimeH' is 'CÔNG'; a run in any other font comes back composed.
    """
    encoding = font_encoding(font)
    if encoding is None:
        return nfc(text)
    shown = from_codes(text, encoding)
    capital = encoding == "tcvn3" and _CAPITALS.search(font)
    return shown.upper() if capital else shown


def from_codes(text: str, encoding: str) -> str:
    """Return what the codes of a legacy font show, as Word and PDF files hold them."""
    # Word keeps the codes of such fonts either as Latin-1 or moved up by F000, as for symbols.
    codes = "".join(chr(ord(c) - 0xF000) if 0xF000 <= ord(c) <= 0xF0FF else c for c in text)
    if encoding != "tcvn3":
        return convert(codes, encoding)
    shown = convert(codes.translate(_SOFT_HYPHENS), encoding)
    if "-" not in codes:
        return shown
    return " ".join(map(_with_lost_u, shown.split(" ")))


def _with_lost_u(word: str) -> str:
    """Put back the letter ư that a PDF took for a hyphen: TCVN3's code of it is Latin's own.

    "n-ớc" is "nước" and "t-" is "tư", but "QĐ-UBND" and "kinh-tế" stay.
    """
    hyphens = [at for at, sign in enumerate(word) if sign == "-"]
    if not hyphens or len(hyphens) > _MOST_HYPHENS:
        return word
    trials = []
    for chosen in product((True, False), repeat=len(hyphens)):
        signs = list(word)
        for at, is_letter in zip(hyphens, chosen, strict=True):
            signs[at] = "ư" if is_letter else "-"
        trials.append("".join(signs))
    return max(trials, key=_legal_share)


_MOST_HYPHENS = 4
# What a soft hyphen, TCVN3's code of "ư", is shown as: no such font has these signs of its own.
_SOFT_HYPHENS = {0x2212: 0xAD, 0x2010: 0xAD}
# Runs of letters, and what parts them.
_PARTS = re.compile(r"[^\W\d_]+")


def _legal_share(word: str) -> tuple[float, int]:
    """Return the share of a word's parts that are words, then how few parts there are."""
    parts = _PARTS.findall(word)
    legal = sum(map(is_word, parts))
    return (legal / len(parts) if parts else 1.0, -len(parts))
