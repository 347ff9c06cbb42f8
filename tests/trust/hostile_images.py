"""Images that are small and would be huge (R10): each entry of BOMBS names its trick."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from hostile_pdfs import zeros

MIB = 1 << 20


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(
    width: int, height: int, data: bytes, *more: bytes, depth: int = 8, colour: int = 2
) -> bytes:
    head = chunk(b"IHDR", struct.pack(">2L5B", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(width: int, height: int, *more: tuple[int, int, int, int], after: int = 0) -> bytes:
    """A little-endian TIFF with one directory at 8; tags are (tag, type, count, value)."""
    tags = sorted(
        [
            (256, 4, 1, width),
            (257, 4, 1, height),
            (258, 3, 1, 8),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (273, 4, 1, 8),
            (278, 4, 1, height),
            (279, 4, 1, 100),
            *more,
        ]
    )
    body = b"".join(struct.pack("<2H2L", *tag) for tag in tags)
    return (
        b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(tags)) + body + struct.pack("<L", after)
    )


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">HB2HB", 17, 8, height, width, 3) + b"\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    scan = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"
    return b"\xff\xd8\xff\xc2" + frame + scan * 2000 + bytes(1000) + b"\xff\xd9"


def tiff_of_many_pages() -> bytes:
    """Ten thousand directories, one after the other, of a large page each."""
    one = tiff(20_000, 20_000)
    size = len(one) - 8
    parts = [one[:8]]
    for number in range(10_000):
        follow = 8 + size * (number + 1) if number < 9_999 else 0
        parts.append(one[8:-4] + struct.pack("<L", follow))
    return b"".join(parts)


BOMBS: dict[str, Callable[[], bytes]] = {
    "PNG of 60000 x 60000": lambda: png(60_000, 60_000, zeros(256 * MIB)),
    "PNG of 60000 x 60000 bits": lambda: png(60_000, 60_000, zeros(430 * MIB), depth=1, colour=0),
    "PNG of four billion": lambda: png(2**31 - 1, 2**31 - 1, b""),
    "PNG with a text of 512 MB": lambda: png(
        9, 9, zlib.compress(bytes(252)), chunk(b"zTXt", b"a\0\0" + zeros(512 * MIB))
    ),
    "PNG with a profile of 512 MB": lambda: png(
        9, 9, zlib.compress(bytes(252)), chunk(b"iCCP", b"a\0\0" + zeros(512 * MIB))
    ),
    "TIFF of 60000 x 60000": lambda: tiff(60_000, 60_000),
    "TIFF whose directory follows itself": lambda: tiff(9, 9, after=8),
    "TIFF with a tag of four billion values": lambda: tiff(9, 9, (65000, 4, 2**32 - 1, 8)),
    "TIFF of ten thousand pages": tiff_of_many_pages,
    "TIFF in strips of nothing": lambda: tiff(9, 60_000, (339, 3, 1, 1)).replace(
        struct.pack("<2H2L", 278, 4, 1, 60_000), struct.pack("<2H2L", 278, 4, 1, 0)
    ),
    "JPEG of 65500 x 65500": lambda: jpeg(65_500, 65_500),
    "progressive JPEG with 2000 scans": lambda: jpeg(8_000, 8_000),
}
