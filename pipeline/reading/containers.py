"""Which Office format a ZIP or an OLE file holds: read from their directories, within bounds."""

from __future__ import annotations

import struct
from mmap import ACCESS_READ, mmap
from pathlib import Path

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_NAMES = 4000
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_OOXML = "application/vnd.openxmlformats-officedocument."
_PARTS = (
    ("word/", f"{_OOXML}wordprocessingml.document"),
    ("xl/", f"{_OOXML}spreadsheetml.sheet"),
    ("ppt/", f"{_OOXML}presentationml.presentation"),
)

_END_OF_CHAIN = 0xFFFFFFFE
_ENTRY_BYTES = 128
_STREAMS = (
    ("EncryptedPackage", "application/encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)


def office_type(head: bytes, tail: bytes, size: int) -> str | None:
    """Return the Office or OpenDocument type of a ZIP's two ends; None for any other ZIP."""
    names = _central_names(tail, size) or _local_names(head)
    if "[Content_Types].xml" in names:
        for part, found in _PARTS:
            if any(name.startswith(part) for name in names):
                return found
    if names and names[0] == "mimetype":
        length = _LOCAL.unpack_from(head)[-1]
        start = _LOCAL.size + len("mimetype") + length
        said = head[start : start + 100].partition(b"PK")[0]
        if said.startswith((b"application/vnd.oasis.", b"application/epub+zip")):
            return said.decode("ascii", "replace").strip()
    return None


def _central_names(tail: bytes, size: int) -> list[str]:
    """Read the names from the central directory, as far as it lies within the file's end."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return []
    *_, length, _start, _comment = _END.unpack_from(tail, at)
    position = max(at - length, 0)
    if tail[position : position + 4] != b"PK\x01\x02":
        position = tail.find(b"PK\x01\x02", position, at)
    names: list[str] = []
    while 0 <= position <= at - _CENTRAL.size and len(names) < _MOST_NAMES:
        fields = _CENTRAL.unpack_from(tail, position)
        if fields[0] != b"PK\x01\x02":
            break
        start = position + _CENTRAL.size
        names.append(_name(tail[start : start + fields[10]]))
        position = start + sum(fields[10:13])
    return names


def _local_names(head: bytes) -> list[str]:
    """Read the names from local headers, for a file that was cut or whose directory is huge."""
    names: list[str] = []
    position = 0
    while position + _LOCAL.size <= len(head) and len(names) < _MOST_NAMES:
        fields = _LOCAL.unpack_from(head, position)
        if fields[0] != b"PK\x03\x04":
            break
        start = position + _LOCAL.size
        names.append(_name(head[start : start + fields[9]]))
        streamed = fields[2] & 0x08 and not fields[7]
        position = start + fields[9] + fields[10] + fields[7]
        if streamed:
            position = max(head.find(b"PK\x03\x04", position), 0) or len(head)
    return names


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\\", "/")


def ole_type(source: Path | bytes) -> str:
    """Return the type of an OLE file by the streams right below its root."""
    if isinstance(source, bytes):
        return _ole_type(source)
    with source.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return _ole_type(data)


def _ole_type(data: bytes | mmap) -> str:
    names = _ole_names(data)
    for stream, found in _STREAMS:
        if stream in names:
            return found
    for stream, found in _STREAMS:  # the directory is broken, or was cut off
        if not names and data.find(stream.encode("utf-16-le")) >= 0:
            return found
    return "application/x-ole-storage"


def _ole_names(data: bytes | mmap) -> set[str]:
    """Walk the root's tree of entries; the tree may be a lie, so each entry is visited once."""
    if len(data) < 512:
        return set()
    entries = _ole_entries(data)
    names: set[str] = set()
    pending = [struct.unpack_from("<L", entries, 76)[0]] if len(entries) >= _ENTRY_BYTES else []
    seen: set[int] = set()
    while pending:
        index = pending.pop()
        start = index * _ENTRY_BYTES
        if index in seen or start + _ENTRY_BYTES > len(entries):
            continue
        seen.add(index)
        length = min(struct.unpack_from("<H", entries, start + 64)[0], 64)
        raw = entries[start : start + max(length - 2, 0)]
        names.add(raw.decode("utf-16-le", "replace"))
        pending += struct.unpack_from("<2L", entries, start + 68)
    return names


def _ole_entries(data: bytes | mmap) -> bytes:
    """Follow the directory's chain of sectors through the first allocation table sectors."""
    shift = min(struct.unpack_from("<H", data, 30)[0], 12)
    sector_bytes = 1 << shift
    table = b"".join(
        data[(number + 1) << shift : (number + 2) << shift]
        for number in struct.unpack_from("<109L", data, 76)
        if number < _END_OF_CHAIN
    )
    number = struct.unpack_from("<L", data, 48)[0]
    found = b""
    for _ in range(_MOST_NAMES * _ENTRY_BYTES // sector_bytes):
        found += data[(number + 1) << shift : (number + 2) << shift]
        if (number + 1) * 4 > len(table):
            break
        number = struct.unpack_from("<L", table, number * 4)[0]
        if number >= _END_OF_CHAIN:
            break
    return found
