"""ZIPs of decisions come apart into files with names people can read."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest

from pipeline.errors import Quarantined, Reason
from pipeline.reading.packages import Bounds, Member, is_package, unpack
from pipeline.sandbox import Limits

LIMITS = Limits(seconds=10)
TEXT = b"Quyet dinh so 1918/QD-UBND"


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return held.getvalue()


def named(raw: bytes, *, utf8: bool = False, extra: bytes = b"") -> bytes:
    """A ZIP of one stored member whose name is these very bytes."""
    crc, size = zlib.crc32(TEXT), len(TEXT)
    flags = 0x800 if utf8 else 0
    common = struct.pack("<5H3L2H", 20, flags, 0, 0, 0, crc, size, size, len(raw), len(extra))
    local = b"PK\x03\x04" + common + raw + extra + TEXT
    central = b"PK\x01\x02\x14\x00" + common + struct.pack("<3H2L", 0, 0, 0, 0, 0) + raw + extra
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def opened(tmp_path: Path, data: bytes, bounds: Bounds | None = None) -> tuple[Member, ...]:
    source = tmp_path / "gói.zip"
    source.write_bytes(data)
    target = tmp_path / "ra"
    target.mkdir(exist_ok=True)
    return unpack(source, target, LIMITS, bounds or Bounds())


def test_members_come_out_in_order_with_their_bytes(tmp_path: Path) -> None:
    data = packed({"QĐ/1918.pdf": b"%PDF-1.4 a", "QĐ/": b"", "phụ lục.txt": TEXT})
    first, second = opened(tmp_path, data)
    assert (first.name, second.name) == ("QĐ/1918.pdf", "phụ lục.txt")
    assert first.path is not None
    assert second.path is not None
    assert first.path.read_bytes() == b"%PDF-1.4 a"
    assert second.path.read_bytes() == TEXT
    assert second.size == len(TEXT)


def test_files_on_disk_have_numbers_for_names(tmp_path: Path) -> None:
    members = opened(tmp_path, packed({"../../thoát.pdf": TEXT, "b": TEXT}))
    assert [member.path.name for member in members if member.path] == ["0001", "0002"]
    assert {path.name for path in tmp_path.iterdir()} == {"gói.zip", "ra"}


EXTRA_PATH = "Danh sách.pdf".encode()


@pytest.mark.parametrize(
    ("data", "shown", "why"),
    [
        (named("Phụ lục.pdf".encode(), utf8=True), "Phụ lục.pdf", "flagged UTF-8"),
        (named("Phụ lục.pdf".encode()), "Phụ lục.pdf", "UTF-8 without the flag, as macOS writes"),
        (
            named(unicodedata.normalize("NFD", "Phụ lục.pdf").encode(), utf8=True),
            "Phụ lục.pdf",
            "decomposed, as macOS writes",
        ),
        (named("Số liệu.doc".encode("cp437", "replace")), "S? li?u.doc", "marks lost on the way"),
        (named("café.doc".encode("cp437")), "café.doc", "code page 437"),
        (named(b"Quy\xea\xec\x74 \xf0i\xf2nh.doc"), "Quyết định.doc", "code page 1258"),
        (named("ÐÀ NẴNG.pdf".encode()), "ĐÀ NẴNG.pdf", "the Icelandic eth is no đ"),
        (
            named(
                b"Danh s?ch.pdf",
                extra=struct.pack(
                    "<HHBL", 0x7075, 5 + len(EXTRA_PATH), 1, zlib.crc32(b"Danh s?ch.pdf")
                )
                + EXTRA_PATH,
            ),
            "Danh sách.pdf",
            "Info-ZIP's Unicode path",
        ),
        (
            named(b"other.pdf", extra=struct.pack("<HHBL", 0x7075, 6, 1, 7) + b"x"),
            "other.pdf",
            "a Unicode path of another name",
        ),
        (named(rb"QD\1918.pdf"), "QD/1918.pdf", "Windows separators"),
    ],
)
def test_names_are_shown_as_people_wrote_them(
    tmp_path: Path, data: bytes, shown: str, why: str
) -> None:
    (member,) = opened(tmp_path, data)
    assert member.name == shown, why
    assert member.path is not None


def test_same_names_are_told_apart(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a.txt", b"2")
    members = opened(tmp_path, held.getvalue())
    assert [member.name for member in members] == ["a.txt", "a.txt (2)"]


def test_packages_inside_are_opened(tmp_path: Path) -> None:
    inner = packed({"danh sách.txt": TEXT})
    members = opened(tmp_path, packed({"huyện.zip": inner, "a.txt": TEXT}))
    assert [member.name for member in members] == ["huyện.zip/danh sách.txt", "a.txt"]
    assert all(member.reason is None for member in members)


def test_office_files_stay_whole(tmp_path: Path) -> None:
    docx = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
    (member,) = opened(tmp_path, packed({"qd.docx": docx}))
    assert member.path is not None
    assert member.path.read_bytes() == docx


def test_other_packages_stay_as_files_for_the_reader_to_name(tmp_path: Path) -> None:
    (member,) = opened(tmp_path, packed({"cũ.rar": b"Rar!\x1a\x07\x00" + bytes(50)}))
    assert member.path is not None
    assert member.reason is None


def test_litter_of_the_packing_system_is_left_out(tmp_path: Path) -> None:
    names = ["__MACOSX/._a.pdf", ".DS_Store", "QĐ/Thumbs.db", "desktop.ini", "a.pdf"]
    (member,) = opened(tmp_path, packed(dict.fromkeys(names, TEXT)))
    assert member.name == "a.pdf"


def test_one_bad_member_does_not_stop_the_rest(tmp_path: Path) -> None:
    data = packed({"hỏng.txt": TEXT, "lành.txt": b"khac " + TEXT}, zipfile.ZIP_STORED)
    bad, good = opened(tmp_path, data.replace(TEXT, TEXT[::-1], 1))
    assert (bad.path, bad.reason) == (None, Reason.ARCHIVE_DAMAGED)
    assert good.path is not None
    assert good.path.read_bytes() == b"khac " + TEXT


def test_a_member_too_big_for_the_budget_leaves_it_to_the_rest(tmp_path: Path) -> None:
    data = packed({"phim.bin": TEXT * 50, "qđ.txt": TEXT}, zipfile.ZIP_STORED)
    big, small = opened(tmp_path, data, Bounds(total=100))
    assert big.reason is Reason.ARCHIVE_TOO_LARGE
    assert small.reason is None


def test_a_package_refused_as_a_whole_leaves_nothing_behind(tmp_path: Path) -> None:
    many = packed({f"{number}.txt": TEXT for number in range(11)})
    for data, reason in (
        (many, Reason.ARCHIVE_TOO_MANY_MEMBERS),
        (many[: len(many) // 2], Reason.ARCHIVE_DAMAGED),
        (packed({"thư mục/": b""}), Reason.EMPTY),
    ):
        with pytest.raises(Quarantined) as refusal:
            opened(tmp_path, data, Bounds(members=10))
        assert refusal.value.reason is reason
        assert list((tmp_path / "ra").iterdir()) == []


def test_a_package_inside_with_too_many_members_stays_whole(tmp_path: Path) -> None:
    many = packed({f"{number}.txt": TEXT for number in range(11)})
    inner, last = opened(tmp_path, packed({"nhiều.zip": many, "a.txt": TEXT}), Bounds(members=10))
    assert (inner.name, inner.reason) == ("nhiều.zip", Reason.ARCHIVE_TOO_MANY_MEMBERS)
    assert inner.path is None  # whoever unpacks what it is given must not start over with it
    assert last.reason is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed({"a.txt": TEXT}), True),
        (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), False),
        (b"Rar!\x1a\x07\x00", False),
        (b"%PDF-1.4", False),
    ],
)
def test_is_package_goes_by_content(tmp_path: Path, data: bytes, expected: bool) -> None:
    source = tmp_path / "tên.pdf"
    source.write_bytes(data)
    assert is_package(source) is expected
