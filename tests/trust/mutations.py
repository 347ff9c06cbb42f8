"""Good PDFs and the many ways a disk, a mailer or a scanner's software breaks them (R2, R4)."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable

import pikepdf
import weasyprint

_PAGE = """
<style>@page {{ size: 105mm 148mm; margin: 8mm }} body {{ font: 11px serif }}
td {{ border: 1px solid black }} h1 {{ font-size: 12px }}</style>
<p>ỦY BAN NHÂN DÂN TỈNH MẪU</p><p>Số: {number}/QĐ-UBND</p>
<h1>QUYẾT ĐỊNH về việc công nhận sản phẩm công nghiệp nông thôn tiêu biểu</h1>
<p>Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;</p>
<p>Theo đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 12/TTr-SCT.</p>
<table><tr><td>TT</td><td>Tên sản phẩm</td><td>Cơ sở</td></tr>
<tr><td>1</td><td>Miến dong mẫu</td><td>Hợp tác xã Mẫu Một</td></tr></table>
<div style="page-break-before: always">Điều 2. Quyết định này có hiệu lực kể từ ngày ký.</div>
"""


def good_pdfs() -> tuple[bytes, ...]:
    """Three good files of two pages: as printed, with object streams, and linearized."""
    printed = weasyprint.HTML(string=_PAGE.format(number=1)).write_pdf(uncompressed_pdf=True)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        packed, linear = io.BytesIO(), io.BytesIO()
        streams = pikepdf.ObjectStreamMode.generate
        pdf.save(packed, object_stream_mode=streams, compress_streams=True)
        pdf.save(linear, linearize=True)
    return printed, packed.getvalue(), linear.getvalue()


def encrypted(data: bytes, *, user: str, owner: str) -> bytes:
    """Protect a good PDF; an empty ``user`` password leaves it open to read."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(user=user, owner=owner, R=6))
    return made.getvalue()


_WORDS = re.compile(
    rb"endobj|obj|endstream|stream|xref|trailer|startxref|/Kids|/Count|/Length|/Pages|/Page|/Root"
    rb"|/Contents|/Resources|/Font|/Filter|/FlateDecode|/MediaBox|/Type|/W|/Index|/Size|/Prev"
)
_NUMBER = re.compile(rb"\d+")


def flip_bits(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 4, 16, 64))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def lose_range(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.randrange(1, 3000)]


def zero_range(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data) - 1)
    size = min(dice.randrange(1, 3000), len(data) - start)
    data[start : start + size] = bytes(size)


def double_range(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.randrange(1, 3000)]


def swap_ranges(data: bytearray, dice: random.Random) -> None:
    size = dice.randrange(1, 1000)
    first, second = sorted(dice.randrange(len(data) - size) for _ in range(2))
    if first + size <= second:
        one, other = bytes(data[first : first + size]), bytes(data[second : second + size])
        data[first : first + size], data[second : second + size] = other, one


def cut_end(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(1, len(data)) :]


def misspell_words(data: bytearray, dice: random.Random) -> None:
    found = list(_WORDS.finditer(bytes(data)))
    for match in dice.sample(found, min(len(found), dice.choice((1, 3, 9)))):
        data[match.start() + 1] ^= 0x02


def change_numbers(data: bytearray, dice: random.Random) -> None:
    found = list(_NUMBER.finditer(bytes(data)))
    for match in sorted(dice.sample(found, dice.choice((1, 5, 25))), key=lambda m: -m.start()):
        value = dice.choice((b"0", b"-1", b"1", b"99999999", b"2147483648", b"9" * 30))
        data[match.start() : match.end()] = value


def mend_line_ends(data: bytearray, dice: random.Random) -> None:
    """What a transfer in text mode does."""
    old, new = dice.choice(((b"\n", b"\r\n"), (b"\r\n", b"\n"), (b"\x80", b"?"), (b"\n", b"")))
    data[:] = bytes(data).replace(old, new)


MUTATORS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip_bits,
    lose_range,
    zero_range,
    double_range,
    swap_ranges,
    cut_end,
    misspell_words,
    change_numbers,
    mend_line_ends,
)


def mutated(good: tuple[bytes, ...], number: int) -> bytes:
    """Return the broken file of this number: the same one on each run."""
    dice = random.Random(number)
    data = bytearray(good[number % len(good)])
    for _ in range(dice.choice((1, 1, 2, 4))):
        if len(data) > 2000:
            dice.choice(MUTATORS)(data, dice)
    return bytes(data)
