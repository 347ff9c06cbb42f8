"""Text layers of made files: old encodings, parted marks, signatures, several documents."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import datetime
from random import Random

import pikepdf
import pytest

from corpus.maker import legacy
from corpus.maker.files import Made
from corpus.maker.locating import letters, printed_lines
from corpus.maker.profiles import produce
from corpus.maker.signing import printed_lines as reworded
from pipeline.vietnamese import nfc


def layer(made: Made) -> str:
    """Return the text of a file's layer as it stands there."""
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(made.data))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize(
    ("text", "spelled", "reason"),
    [
        ("công nghiệp", "c«ng nghiÖp", "the words every detector knows"),
        ("Đặng", "§Æng", "a capital .VnTime has"),
        ("1918/QĐ-UBND", "1918/Q§-UBND", "digits and signs stay"),
        ("thư", "th\xad", "ư is the soft hyphen's code"),
    ],
)
def test_tcvn3_has_one_sign_a_letter(text: str, spelled: str, reason: str) -> None:
    assert legacy.tcvn3(text) == spelled, reason


def test_the_capitals_of_tcvn3_have_the_codes_of_small_letters() -> None:
    assert legacy.tcvn3_capitals("QUYẾT ĐỊNH") == "QUYÕT ®ÞNH"
    page = legacy.in_two_fonts("<html><body><p>ỦY BAN, Ủy ban, QĐ-UBND &amp; Đo</p>")
    wrapped = re.findall(r"<span[^>]*>([^<]*)</span>", page)
    assert wrapped == ["ỦY BAN", "Ủ"]
    assert "QĐ-UBND &amp; Đo" in page


@pytest.mark.parametrize(
    ("text", "spelled", "reason"),
    [
        ("công nghiệp", "coâng nghieäp", "a hat is a sign, a hat with a tone another"),
        ("Đường số 7", "Ñöôøng soá 7", "đ and horned letters have signs of their own"),
        ("ỦY BAN TỈNH", "UÛY BAN TÆNH", "capitals have codes of their own"),
        ("kỳ nghỉ, lý lịch", "kyø nghæ, lyù lòch", "i with a tone is one sign"),
    ],
)
def test_vni_has_a_sign_for_the_marks(text: str, spelled: str, reason: str) -> None:
    assert legacy.vni(text) == spelled, reason


def test_a_legacy_layer_is_in_the_old_encoding_and_its_fonts_say_so() -> None:
    spelled = {"tcvn3": legacy.tcvn3, "vni": legacy.vni}
    fonts = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
    seen = set()
    for seed in range(2):
        made = produce(Random(f"legacy:{seed}"), "legacy-font")
        encoding = made.gold["damage"]["encoding"]
        seen.add(encoding)
        text = layer(made)
        assert spelled[encoding]("Điều 1.") in text
        assert letters("Độc lập") not in letters(text)
        with pikepdf.open(io.BytesIO(made.data)) as document:
            names = [str(f.BaseFont) for f in document.pages[0].obj.Resources.Font.values()]
        assert all(f"+{fonts[encoding]}" in name for name in names)
    assert seen == {"tcvn3", "vni"}


def test_a_decomposed_layer_composes_to_the_truth() -> None:
    made = produce(Random("nfd"), "nfd")
    text = layer(made)
    assert not unicodedata.is_normalized("NFC", text)
    told = printed_lines(made.data)
    assert [page.number for page in told] == [page["number"] for page in made.gold["pages"]]
    assert letters(made.gold["decision"]["title"]) in letters(nfc(text))


def test_a_tone_apart_leaves_the_hat() -> None:
    assert legacy.tone_apart("ệ Đ a") == "ê\u0323 Đ a"


def test_parted_marks_are_spaces_and_nothing_else() -> None:
    made = produce(Random("parted"), "split-marks")
    text, title = layer(made), made.gold["decision"]["title"]
    assert letters(title) in letters(text)
    assert title not in " ".join(text.split())
    assert re.search(r"\w [ẾỀỂỄỆếềểễệộịợậấ]\w", text)


@pytest.mark.parametrize(
    ("form", "seed"), [("both", 0), ("dictionary", 6), ("digital", 5), ("lines", 9)]
)
def test_a_signature_tells_the_time_the_truth_tells(form: str, seed: int) -> None:
    made = produce(Random(f"signed:{seed}"), "signed")
    when = datetime.fromisoformat(made.gold["decision"]["signed_at"])
    assert made.gold["damage"]["signature"] == form
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert ("/AcroForm" in document.Root) == (form != "lines")
        if form == "lines":
            return
        value = document.Root.AcroForm.Fields[0].V
        time = str(value.M)[2:].replace("Z", "+0000").replace("'", "")
        assert datetime.strptime(time, "%Y%m%d%H%M%S%z") == when
        begin, middle, rest = (int(value.ByteRange[at]) for at in (1, 2, 3))
    assert made.data[begin : begin + 1] + made.data[middle - 1 : middle] == b"<>"
    assert middle + rest == len(made.data)


def test_printed_lines_of_a_signature_keep_body_and_time() -> None:
    lines = (
        "Người ký: UBND tỉnh Mẫu",
        "Email: a",
        "Cơ quan: b",
        "Thời gian ký: 07.10.2020 14:32:10 +07:00",
    )
    for seed in range(12):
        assert reworded(Random(seed), ()) == (), "a signature may stand without lines"
        said = reworded(Random(seed), lines)
        assert "UBND tỉnh Mẫu" in said[0]
        assert re.search(r"07.10.2020 14:32:10", said[-1])


def test_the_parts_of_a_bundle_cover_its_pages() -> None:
    kinds = set()
    for seed in (1, 2, 4):
        gold = produce(Random(f"bundle:{seed}"), "bundle").gold
        parts = gold["parts"]
        kinds.add(tuple(part["kind"] for part in parts))
        pages = [page for part in parts for page in range(part["first"], part["last"] + 1)]
        assert pages == list(range(1, gold["document"]["pages"] + 1))
        (decision,) = (part for part in parts if part["kind"] == "decision")
        assert decision["number"] == gold["decision"]["number"]
        assert f"Số: {decision['number']}" in gold["pages"][decision["first"] - 1]["text"]
    assert ("decision",) in kinds, "a form enclosed is no document of its own"
    assert kinds & {("letter", "decision"), ("submission", "decision")}
