"""A ZIP in, its members as files out: each member's name is data, the file on disk gets a number.

Packages inside packages are opened too and draw on the same budget. What cannot be opened is told
with its reason and the rest goes on; the package's own bytes stay in the archive. Sizes are bytes.
"""

from __future__ import annotations

import errno
import re
import shutil
import stat
import struct
import tempfile
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from mmap import mmap
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

import msgspec

from pipeline import sandbox
from pipeline.errors import Quarantined, Reason
from pipeline.reading.media import ZIP, media_type
from pipeline.sandbox import Limits
from pipeline.sandbox.linux import erase
from pipeline.vietnamese import health, nfc

_CHUNK = 1 << 16
_ALWAYS_FAIR = 1 << 16  # a member this small may shrink as well as it likes
_LONGEST_NAME = 200
_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
_UNICODE_PATH = 0x7075
# macOS and Windows put these beside what people pack
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")  # "C:\QD\1918.pdf"
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that one package may hold, packages inside it included; depth 1 is the outermost."""

    total: int = 500_000_000
    members: int = 1000
    depth: int = 3
    ratio: int = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package. ``name`` is for people ("phụ lục.zip/danh sách.pdf"), never a path.

    ``path`` is where its bytes lie. It is None where they could not be had, and for a package
    inside that was not opened; ``reason`` and ``detail`` then say why. Its bytes stay where they
    were, in the outermost package.
    """

    name: str
    size: int
    path: Path | None = None
    reason: Reason | None = None
    detail: str = ""


def is_package(path: Path) -> bool:
    """Tell whether a file is a ZIP to be unpacked: by content, and no DOCX or other Office file."""
    return media_type(path) == ZIP


def unpack(
    path: Path,
    target: Path,
    limits: Limits,
    bounds: Bounds = Bounds(),
) -> tuple[Member, ...]:
    """Unpack a ZIP in a child into a new folder below ``target`` and return its files, in order.

    Raises ``Quarantined`` where the package as a whole cannot be opened or holds no file at all;
    nothing is left then.
    """
    folder = tempfile.mkdtemp(dir=target)
    arguments = {"path": path, "folder": Path(folder), "bounds": asdict(bounds)}
    try:
        answer = sandbox.call("pipeline.reading.packages:unpack_here", arguments, limits)
    except BaseException:
        erase(folder)
        raise
    return msgspec.json.decode(answer, type=tuple[Member, ...], dec_hook=lambda _, path: Path(path))


def unpack_here(path: str, folder: str, bounds: dict[str, int]) -> bytes:
    """Child's half of ``unpack``: the members as JSON."""
    unpacking = _Unpacking(Path(folder), Bounds(**bounds), Path(path).stat().st_size)
    members = tuple(_renamed(unpacking.open(Path(path), "", 1)))
    if not members:
        raise Quarantined(Reason.EMPTY, "Gói nén không có tệp nào bên trong.")
    return msgspec.json.encode(members, enc_hook=str)


class _Unpacking:
    """One package being unpacked, with what is left of its budget."""

    def __init__(self, folder: Path, bounds: Bounds, packed: int) -> None:
        self.folder = folder
        self.bounds = bounds
        self.bytes_left = bounds.total
        self.fair_left = max(packed * bounds.ratio, _ALWAYS_FAIR)  # members may share their bytes
        self.members = 0
        self.files = 0

    def open(self, path: Path, prefix: str, depth: int) -> Iterator[Member]:
        """Yield the members of a package and of those inside it."""
        with _opened(path) as package:
            infos = package.infolist()
            if self.members + len(infos) > self.bounds.members:
                raise Quarantined(
                    Reason.ARCHIVE_TOO_MANY_MEMBERS,
                    f"Gói nén có {self.members + len(infos)} tệp, quá mức {self.bounds.members}. "
                    "Hãy tách thành nhiều gói.",
                )
            self.members += len(infos)
            for info in infos:
                name = _shown(info)
                if not _is_folder(info) and not _LITTER.search(name):
                    yield from self._member(package, info, prefix + name, depth)

    def _member(self, package: ZipFile, info: ZipInfo, name: str, depth: int) -> Iterator[Member]:
        self.files += 1
        made = self.folder / f"{self.files:04d}"
        try:
            _require_readable(info)
            self._take(info)
            _write(package, info, made)
        except Quarantined as refused:
            made.unlink(missing_ok=True)
            yield Member(name, info.file_size, None, refused.reason, refused.detail)
            return
        member = Member(name, info.file_size, made)
        if media_type(made, name) == ZIP:
            yield from self._inner(member, made, depth + 1)
        else:
            yield member

    def _inner(self, member: Member, path: Path, depth: int) -> Iterator[Member]:
        """Open a package inside a package; one that cannot be opened stays as it is."""
        try:
            if depth > self.bounds.depth:
                raise Quarantined(
                    Reason.ARCHIVE_TOO_DEEP,
                    f"Gói nén lồng nhau quá {self.bounds.depth} tầng. Hãy giải nén bớt.",
                )
            yield from list(self.open(path, f"{member.name}/", depth))
        except Quarantined as refused:
            path.unlink()
            yield replace(member, path=None, reason=refused.reason, detail=refused.detail)

    def _take(self, info: ZipInfo) -> None:
        """Take a member's size from the budget; zipfile never decodes more than it declares."""
        size = info.file_size
        if (
            size > max(info.compress_size * self.bounds.ratio, _ALWAYS_FAIR)
            or size > self.fair_left
        ):
            raise Quarantined(
                Reason.ARCHIVE_RATIO,
                f"Tệp trong gói nén nở ra quá {self.bounds.ratio} lần, giống bom nén.",
            )
        if size > self.bytes_left:
            raise Quarantined(
                Reason.ARCHIVE_TOO_LARGE,
                f"Gói nén nở ra quá {self.bounds.total // 1_000_000} MB. Hãy tách thành nhiều gói.",
            )
        self.bytes_left -= size
        self.fair_left -= size


def _write(package: ZipFile, info: ZipInfo, made: Path) -> None:
    try:
        with package.open(info) as source, made.open("xb") as file:
            while chunk := source.read(_CHUNK):
                file.write(chunk)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Quarantined(
            Reason.ARCHIVE_DAMAGED, f"Tệp trong gói nén bị hỏng, không giải nén được. [{error}]"
        ) from error


def _opened(path: Path) -> ZipFile:
    try:
        try:
            return ZipFile(path)
        except UnicodeDecodeError:  # one name that is not the UTF-8 it says must not cost the rest
            return ZipFile(_without_utf8_flags(path))
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Quarantined(
            Reason.ARCHIVE_DAMAGED,
            f"Gói nén bị hỏng hoặc bị cắt cụt; hãy tải lại. [{error}]",
        ) from error


def _is_folder(info: ZipInfo) -> bool:
    return info.file_size == 0 and info.orig_filename.endswith(("/", "\\"))


def _without_utf8_flags(path: Path) -> Path:
    """Copy a package to where no name claims to be UTF-8; ``_decoded`` finds out by itself."""
    copy = Path(tempfile.mkdtemp(dir=Path.cwd())) / "copy"
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file, mmap(file.fileno(), 0) as data:
        end = data.rfind(b"PK\x05\x06")
        at = end - int.from_bytes(data[end + 12 : end + 16], "little")
        while data[at : at + 4] == b"PK\x01\x02":
            head = int.from_bytes(data[at + 42 : at + 46], "little")
            for flags in (at + 9, head + 7) if data[head : head + 2] == b"PK" else (at + 9,):
                data[flags] &= ~(_NAME_IS_UTF8 >> 8) & 0xFF
            at += 46 + sum(struct.unpack_from("<3H", data, at + 28))
    return copy


def _require_readable(info: ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Quarantined(
            Reason.ARCHIVE_UNSAFE_NAME,
            "Mục trong gói nén không phải tệp thường (liên kết hoặc thiết bị); không mở.",
        )
    if info.flag_bits & _ENCRYPTED:
        raise Quarantined(
            Reason.ENCRYPTED, "Tệp trong gói nén có mật khẩu. Hãy giải nén rồi nạp lại."
        )
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Quarantined(
            Reason.UNSUPPORTED_TYPE,
            f"Tệp được nén theo cách chưa đọc được (kiểu {info.compress_type}). "
            "Hãy nén lại bằng ZIP thường.",
        )


def _shown(info: ZipInfo) -> str:
    """Return a member's name for people: NFC, and nothing in it climbs, hides or turns round."""
    name = _DRIVE.sub("", nfc(_decoded(info)).replace("\\", "/"))
    visible = "".join("\ufffd" if unicodedata.category(c) in _INVISIBLE else c for c in name)
    parts = [part.strip() for part in visible.split("/")]
    kept = "/".join(part for part in parts if part not in ("", ".", ".."))
    if len(kept) > _LONGEST_NAME:
        kept = f"{kept[: _LONGEST_NAME // 2]}…{kept[-_LONGEST_NAME // 2 :]}"
    return kept or "không tên"


def _decoded(info: ZipInfo) -> str:
    """Undo zipfile's guess of code page 437 where the bytes say UTF-8 or windows-1258."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    told = _unicode_path(info.extra, raw)
    if told is not None:
        return told
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        guesses = (raw.decode("cp437"), nfc(raw.decode("cp1258", "replace")))
        return max(guesses, key=health)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name that Info-ZIP's extra field 0x7075 gives, if it is of this very name."""
    while len(extra) >= 4:
        tag = int.from_bytes(extra[:2], "little")
        size = int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and field[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return field[5:].decode("utf-8", "replace")
    return None


def _renamed(members: Iterator[Member]) -> Iterator[Member]:
    """Tell members of the same name apart: "a.pdf", "a.pdf (2)"."""
    seen: dict[str, int] = {}
    for member in members:
        seen[member.name] = count = seen.get(member.name, 0) + 1
        yield replace(member, name=f"{member.name} ({count})") if count > 1 else member
