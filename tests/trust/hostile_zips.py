"""ZIPs that lie, swell and climb (R11, R12): ARCHIVES by trick, EVIL_NAMES as raw bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from hostile_pdfs import zeros

MIB = 1 << 20
GOOD = "Quyết định số 1918/QĐ-UBND ngày 07 tháng 10 năm 2020".encode()


@dataclass(frozen=True)
class Entry:
    """One member as its headers tell it; ``size`` and ``packed`` may lie."""

    name: bytes
    data: bytes = GOOD
    method: int = 0
    size: int | None = None
    crc: int | None = None
    flags: int = 0x800
    mode: int = 0
    offset: int | None = None  # of a local header that stands elsewhere

    def fields(self) -> bytes:
        size = len(self.data) if self.size is None else self.size
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        return struct.pack(
            "<5H3L2H",
            20,
            self.flags,
            self.method,
            0,
            0,
            crc,
            len(self.data),
            size,
            len(self.name),
            0,
        )


def zipped(*entries: Entry, count: int | None = None) -> bytes:
    body, directory = bytearray(), bytearray()
    for entry in entries:
        offset = len(body) if entry.offset is None else entry.offset
        if entry.offset is None:
            body += b"PK\x03\x04" + entry.fields() + entry.name + entry.data
        directory += b"PK\x01\x02\x14\x03" + entry.fields()
        directory += struct.pack("<3H2L", 0, 0, 0, entry.mode << 16, offset) + entry.name
    number = len(entries) if count is None else count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(directory), len(body), 0)
    return bytes(body + directory + end)


def raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data, 9)[2:-4]


def packed(data: bytes, name: bytes = b"a.txt") -> Entry:
    return Entry(name, raw_deflate(data), 8, len(data), zlib.crc32(data))


def bomb(size: int, name: bytes = b"bomb.txt") -> Entry:
    """Whole MiB of zeros, deflated a thousand to one."""
    return Entry(name, zeros(size)[2:-4], 8, size)


GOOD_ENTRY = Entry("lành.txt".encode())


def nested(levels: int) -> bytes:
    data = zipped(GOOD_ENTRY)
    for level in range(levels):
        data = zipped(Entry(b"%d.zip" % level, data))
    return data


def doubling() -> bytes:
    """Ten packages in each of ten packages in each …: 42.zip's trick."""
    data = zipped(bomb(64 * MIB))
    for _ in range(4):
        data = zipped(*(packed(data, b"%d.zip" % number) for number in range(10)))
    return data


def overlapping() -> bytes:
    """Nine hundred names for the same fair bytes: 900 times their size without one unfair ratio."""
    text = bytes(range(256)) * 4000
    first = packed(text, b"0000.txt")
    rest = [
        Entry(b"%04d.txt" % number, first.data, 8, len(text), first.crc, offset=0)
        for number in range(1, 900)
    ]
    return zipped(first, *rest)


def encrypted() -> bytes:
    return zipped(Entry(b"mat.pdf", b"x" * 40, flags=0x801), GOOD_ENTRY)


def other_method(method: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as package:
        package.writestr("a.txt", bytes(50 * MIB))
    return held.getvalue()


# trick: (how it is made, whether the good member beside it is read all the same)
ARCHIVES: dict[str, tuple[Callable[[], bytes], bool]] = {
    "a bomb of 10 GB": (lambda: zipped(bomb(3072 * MIB), GOOD_ENTRY), True),
    "a bomb of 100 MB": (lambda: zipped(bomb(100 * MIB), GOOD_ENTRY), True),
    "a bomb that says it is small": (
        lambda: zipped(Entry(b"bomb.txt", zeros(100 * MIB)[2:-4], 8, 1000), GOOD_ENTRY),
        True,
    ),
    "a member that says it is huge": (
        lambda: zipped(Entry(b"a.txt", GOOD, 0, 2**31), GOOD_ENTRY),
        True,
    ),
    "many fair members past the total": (
        lambda: zipped(*(Entry(b"%d.bin" % n, bytes(900_000)) for n in range(8)), GOOD_ENTRY),
        True,
    ),
    "names for the same bytes": (overlapping, False),
    "bombs in packages in packages": (doubling, False),
    "five packages deep": (lambda: zipped(Entry(b"sau.zip", nested(5)), GOOD_ENTRY), True),
    "1001 members": (lambda: zipped(*(Entry(b"%d.txt" % n, b"") for n in range(1001))), False),
    "1001 members in a package inside": (
        lambda: zipped(
            Entry(b"a.zip", zipped(*(Entry(b"%d.txt" % n, b"") for n in range(1001)))), GOOD_ENTRY
        ),
        True,
    ),
    "65535 members that say they are one": (
        lambda: zipped(*(Entry(b"%d" % n, b"") for n in range(65535)), count=1),
        False,
    ),
    "a symbolic link": (lambda: zipped(Entry(b"l", b"/etc", mode=0o120777), GOOD_ENTRY), True),
    "a device": (lambda: zipped(Entry(b"d", b"", mode=0o060666), GOOD_ENTRY), True),
    "a member with a password": (encrypted, True),
    "a member with a false checksum": (lambda: zipped(Entry(b"a", crc=7), GOOD_ENTRY), True),
    "a member whose stream is noise": (
        lambda: zipped(Entry(b"a", b"\xff" * 99, 8, 999), GOOD_ENTRY),
        True,
    ),
    "a member beyond the end": (lambda: zipped(Entry(b"a", offset=2**31), GOOD_ENTRY), True),
    "a member inside the directory": (
        lambda: zipped(GOOD_ENTRY, Entry(b"a", offset=110)),
        True,
    ),
    "an unknown method": (lambda: zipped(Entry(b"a", method=99), GOOD_ENTRY), True),
    "bzip2 of 50 MB": (lambda: other_method(zipfile.ZIP_BZIP2), False),
    "LZMA of 50 MB": (lambda: other_method(zipfile.ZIP_LZMA), False),
    "cut in half": (lambda: zipped(GOOD_ENTRY, Entry(b"b"))[:90], False),
    "without its end": (lambda: zipped(GOOD_ENTRY)[:-22], False),
    "an end that points at itself": (
        lambda: zipped(GOOD_ENTRY)[:-6] + b"\xff\xff\xff\x7f\x00\x00",
        False,
    ),
    "only an end": (lambda: b"PK\x05\x06" + bytes(18), False),
}  # fmt: skip

EVIL_NAMES: tuple[bytes, ...] = (
    b"../../../../tmp/evil-climb",
    b"..\\..\\..\\evil-windows",
    b"/tmp/evil-absolute",
    b"//host/share/evil-unc",
    b"\\\\?\\C:\\evil-device-path",
    b"C:\\Windows\\evil-drive.dll",
    b"C:evil-drive-relative",
    b"a/../../../evil-middle",
    b"....//....//evil-dots",
    b"..",
    b".",
    b"/",
    b"",
    b"a\x00b.pdf.exe",
    b"evil\r\nSet-Cookie: a=1",
    b"\x1b]0;evil\x07\x1b[2Jterminal",
    "quyết-định\u202efdp.exe".encode(),
    "a\u200bb\ufeffc.pdf".encode(),
    b"CON",
    b"aux.txt",
    b"NUL.pdf",
    b"evil:stream.txt",
    b"a" * 5000 + b".pdf",
    b"d/" * 2000 + b"evil-deep",
    "Qu\u0079\u00ea\u0301t \u0111i\u0323nh.pdf".encode(),
    b"\xff\xfe\xfd broken utf-8",
    b"-rf *",
    b"$(touch evil-shell);`touch evil-shell`|touch evil-shell",
    b"<img src=x onerror=alert(1)>.pdf",
    b"'; DROP TABLE documents; --.pdf",
    b"   .pdf   ",
    "ổ\u0338đĩa~1.pdf ".encode(),
)
