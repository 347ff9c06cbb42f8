"""Text in, its lower form, sentences and spaCy Doc out; every offset is an offset of the text.

The rules read ``lowered`` text sentence by sentence, which costs nothing to load. The spaCy Doc is
for what works on tokens: gazetteers and names. Its tokens are ours (syllables, runs of digits,
single signs), because Vietnamese puts a space between syllables and word segmenters move borders:
``doc.text == text`` always. spaCy and underthesea are imported when first asked for, never before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.vietnamese import nfc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# "hoà" and "hòa" are one syllable; the open rhymes oa, oe, uy bear the tone on either letter.
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])")
_TO_NEW_TONE = {
    first + toned: marked + plain
    for first, plain, tones, marks in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for toned, marked in zip(tones, marks, strict=True)
}

_TOKEN = re.compile(r"[^\W\d_]+|\d+|\s+|.", re.DOTALL)
_ENDING = re.compile(r"(?:[.!?]+|…)[”\"’)\]]*(?=\s)|\n")
_AFTER_ENDING = re.compile(r"\s*(\S?)")
# "TP. Tây Ninh", "P. Tân Giang", "ThS. Lê", "số. ", "1. Miến dong": a stop that ends nothing
_ABBREVIATION = re.compile(
    r"(?:^|[\s(,;.:“\"-])"
    r"(?:T[PXp]|tp|T\.[PX]|TT|ĐT|Th\.?[sS]|[TK]S|PGS|GS|BS|CN|NSND|NNƯT|[Đđ]/?c|[Mm]rs?|v\.v|"
    r"(?<!loại )(?<!hạng )(?<!giải )(?<!nhóm )[A-ZĐ]|(?:^|\n)\s*(?:Điều )?\d{1,3})$"
)
# Rules look about inside a sentence; one without end must not make them slow. Lists of a hundred
# items are shorter.
_LONGEST = 8000
_CLOSED_LINE = re.compile(r"[.!?:;…][”\"’)\]]*\s*$|\([^()]*\)\s*$")
_LIST_LINE = 160  # characters of a line that is one item of a list
_ITEM_LINE = re.compile(r"[-–•+*]\s|\(?\d{1,3}[.)/]\s|[a-zđ]\)\s")


def lowered(text: str) -> str:
    """Return the text in small letters and one tone style: "UỶ BAN" becomes "ủy ban".

    The result has the length of ``text``, so that offsets found in it are offsets of ``text``.
    """
    small = text.lower()
    if len(small) != len(text):  # "İ" grows a second sign
        small = "".join(each if len(each.lower()) != 1 else each.lower() for each in text)
    return _OLD_TONE.sub(lambda match: _TO_NEW_TONE[match.group()], small)


def tokens(text: str) -> Iterator[Span]:
    """Yield syllables, runs of digits and single signs: "1918/QĐ" is "1918", "/", "QĐ"."""
    for match in _TOKEN.finditer(text):
        if not match.group().isspace():
            yield Span(match.start(), match.end())


def sentences(text: str, starts: Iterable[int] = ()) -> tuple[Span, ...]:
    """Return the sentences of a text, trimmed; ``starts`` are offsets where blocks begin.

    A block's start always begins a sentence. Any other line break does unless the line before is
    open and the next goes on in small letters or digits, as in text from a page's lines.
    """
    borders = frozenset(starts)
    found: list[Span] = []
    begin = 0
    for match in _ENDING.finditer(text):
        if match.start() < begin or not _ends_sentence(text, match, begin, borders):
            continue
        _append_trimmed(found, text, begin, match.end())
        begin = match.end()
    _append_trimmed(found, text, begin, len(text))
    return tuple(found)


def _ends_sentence(text: str, match: re.Match[str], begin: int, borders: frozenset[int]) -> bool:
    following = _AFTER_ENDING.match(text, match.end())
    assert following is not None
    sign = following.group(1)
    if match.group() == "\n":
        return _ends_line(text, match.start(), begin, following.start(1), borders)
    if sign.islower():
        return False
    before = text[max(begin, match.start() - 24) : match.start()]
    return not (match.group() == "." and _ABBREVIATION.search(before))


def _ends_line(text: str, at: int, begin: int, following: int, borders: frozenset[int]) -> bool:
    if following in borders or "\n" in text[at + 1 : following]:
        return True
    line = text[max(begin, at - 40) : at]
    if not line.strip() or _CLOSED_LINE.search(line) or _ITEM_LINE.match(text, following):
        return True
    rest = text[following : following + 1]
    return not (rest.islower() or rest.isdigit())


def _append_trimmed(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return
    begin, last = start + left, start + len(piece.rstrip())
    while last - begin > _LONGEST:
        cut = max(
            text.rfind(sign, begin + _LONGEST // 2, begin + _LONGEST) for sign in (";", ",", " ")
        )
        cut = cut + 1 if cut > 0 else begin + _LONGEST
        found.append(Span(begin, cut))
        begin = cut
    found.append(Span(begin, last))


def breaks_off(text: str, sentence: Span) -> bool:
    """Tell whether a text ends inside a sentence: an excerpt that stops in the middle.

    Lines of a list that all lack their full stop do not: the line before tells.
    """
    if text[sentence.end :].strip() or _CLOSED_LINE.search(text[sentence.start : sentence.end]):
        return False
    above = [line.strip() for line in text[: sentence.start].splitlines() if line.strip()][-2:]
    open_lines = [
        line for line in above if len(line) < _LIST_LINE and not _CLOSED_LINE.search(line)
    ]
    item = _ITEM_LINE.match(text, sentence.start)
    if item and open_lines and _ITEM_LINE.match(above[-1]):
        return False
    return len(open_lines) < 2 or len(sentence) > _LIST_LINE


# --- the spaCy Doc ----------------------------------------------------------------------------


class SyllableTokenizer:
    """spaCy's tokenizer over ``tokens``; a token's ``norm_`` is its lowered form."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text: syllables, runs of digits, single signs, white space kept."""
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            piece = match.group()
            if not piece.isspace():
                words.append(piece)
                spaces.append(False)
                continue
            if words and piece[0] == " ":
                spaces[-1], piece = True, piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token in doc:
            token.norm_ = _norm(token.text)
        return doc


@lru_cache(maxsize=8192)
def _norm(token: str) -> str:
    return lowered(token)


@cache
def pipeline() -> Language:
    """Return the spaCy pipeline: our tokens, our sentences, ``doc._.words`` for search."""
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    if not Doc.has_extension("words"):
        Doc.set_extension("words", getter=_words)
    if not Language.has_factory("tieubieu_sentences"):
        Language.component("tieubieu_sentences", func=_mark_sentences)
    language = spacy.blank("xx")
    language.tokenizer = SyllableTokenizer(language.vocab)
    language.max_length = 1 << 30  # the sandbox limits memory; no parser here needs this guard
    language.add_pipe("tieubieu_sentences")
    return language


def analyse(text: str) -> Doc:
    """Return the spaCy Doc of an NFC text; ``doc.text == text``."""
    return pipeline()(text)


def gazetteer(phrases: Mapping[str, Iterable[str]]) -> PhraseMatcher:
    """Return a matcher of labelled phrases, blind to case and tone style: "UỶ BAN", "Ủy ban"."""
    from spacy.matcher import PhraseMatcher

    language = pipeline()
    matcher = PhraseMatcher(language.vocab, attr="NORM")
    for label, forms in phrases.items():
        matcher.add(label, [language.make_doc(nfc(form)) for form in forms])
    return matcher


def _mark_sentences(doc: Doc) -> Doc:
    """Set sentence starts in one go: setting them token by token is quadratic in spaCy."""
    import numpy as np

    starts = {span.start for span in sentences(doc.text)}
    marks = [1 if token.i == 0 or token.idx in starts else -1 for token in doc]
    array = np.array(marks, dtype="int64").astype("uint64").reshape(-1, 1)
    doc.from_array(["SENT_START"], array)  # type: ignore[arg-type]  # stubs want thinc's own array
    return doc


def _words(doc: Doc) -> tuple[str, ...]:
    """Return dictionary words for search and statistics, by underthesea; without offsets."""
    from underthesea import word_tokenize

    return tuple(word for sentence in doc.sents for word in word_tokenize(sentence.text))
