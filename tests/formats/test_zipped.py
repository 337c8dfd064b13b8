from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.formats import zipped
from voicekeep.formats.zipped import (
    CENTRAL_ENTRY_MAX_BYTES,
    END_MAX_BYTES,
    LOCAL_HEADER_MAX_BYTES,
    NAME_MAX_BYTES,
    EndOfDirectory,
    LocalHeader,
    Member,
    NotOurZipError,
    UnsafeNameError,
    central_entry,
    end_of_directory,
    local_header,
    parse_central_entry,
    parse_end_of_directory,
    parse_local_header,
)

BEYOND_4_GIB = 5 << 30
EDGES = (0, 1, 0xFFFF, 0x10000, 0xFFFFFFFE, 0xFFFFFFFF, 0x1_0000_0000, BEYOND_4_GIB, 1 << 62)

part = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True)
names = st.lists(part, min_size=1, max_size=5).map("/".join)
sizes = st.one_of(st.sampled_from(EDGES), st.integers(0, 1 << 63))
crcs = st.integers(0, 0xFFFFFFFF)
all_members = st.builds(Member, name=names, crc32=crcs, size=sizes, offset=sizes)


@given(name=names, crc32=crcs, size=sizes, behind=st.binary(max_size=40))
def test_a_local_header_is_read_back_whatever_follows_it(name: str, crc32: int, size: int, behind: bytes) -> None:
    written = local_header(name, crc32, size)
    assert parse_local_header(written + behind) == LocalHeader(name=name, crc32=crc32, size=size, length=len(written))
    assert len(written) <= LOCAL_HEADER_MAX_BYTES


@given(member=all_members, behind=st.binary(max_size=40))
def test_a_directory_entry_is_read_back_whatever_follows_it(member: Member, behind: bytes) -> None:
    written = central_entry(member)
    assert parse_central_entry(written + behind) == (member, len(written))
    assert len(written) <= CENTRAL_ENTRY_MAX_BYTES


@given(
    count=st.one_of(st.sampled_from(EDGES), st.integers(0, 1 << 40)),
    offset=st.one_of(st.sampled_from(EDGES), st.integers(0, 1 << 62)),
    size=st.one_of(st.sampled_from(EDGES), st.integers(0, 1 << 62)),
    before=st.binary(max_size=120),
)
def test_the_end_is_read_back_whatever_stands_before_it(count: int, offset: int, size: int, before: bytes) -> None:
    written = end_of_directory(count, offset, size)
    assert parse_end_of_directory(before + written) == EndOfDirectory(
        count=count, offset=offset, size=size, length=len(written)
    )
    assert len(written) <= END_MAX_BYTES


@given(name=names, size=sizes, data=st.data())
def test_any_flipped_bit_of_a_local_header_is_noticed(name: str, size: int, data: st.DataObject) -> None:
    written = bytearray(local_header(name, 7, size))
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    written[bit // 8] ^= 1 << bit % 8
    try:
        seen = parse_local_header(bytes(written))
    except (NotOurZipError, UnsafeNameError):
        return
    assert (seen.name, seen.crc32, seen.size) != (name, 7, size)  # another valid header, for other content


@given(data=st.binary(max_size=120))
def test_arbitrary_bytes_are_refused_by_name(data: bytes) -> None:
    for parse in (parse_local_header, parse_central_entry, parse_end_of_directory):
        with pytest.raises((NotOurZipError, UnsafeNameError)):
            parse(b"PK\x00\x00" + data)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../up",
        "data/../../up",
        "data//double",
        "data/",
        "data/.hidden",
        "./data",
        "C:/windows",
        "back\\slash",
        "ends.",
        "data/ends./x",
        "new\nline",
        "nul\0",
        "space bar",
        "ümlaut",
        "x" * (NAME_MAX_BYTES + 1),
    ],
)
def test_a_name_that_unpacks_elsewhere_or_differently_is_neither_written_nor_read(name: str) -> None:
    with pytest.raises(UnsafeNameError):
        local_header(name, 0, 0)
    with pytest.raises(UnsafeNameError):
        central_entry(Member(name=name, crc32=0, size=0, offset=0))
    raw = name.encode()
    forged = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0x800, 0, 0, 0x21, 0, 0, 0, len(raw), 0) + raw
    with pytest.raises(UnsafeNameError):
        parse_local_header(forged)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (4, 45),  # version
        (6, 0),  # no UTF-8 flag
        (6, 0x808),  # a data descriptor follows
        (6, 0x801),  # encrypted
        (8, 8),  # deflated
        (10, 1),  # a time
        (12, 0),  # another date
        (28, 1),  # an extra field that is not there
    ],
)
def test_a_header_that_another_program_would_read_differently_is_refused(field: int, value: int) -> None:
    header = bytearray(local_header("data/a.txt", 1, 2))
    struct.pack_into("<H", header, field, value)
    with pytest.raises(NotOurZipError):
        parse_local_header(bytes(header) + b"\0")


def test_two_sizes_that_differ_are_refused() -> None:
    header = bytearray(local_header("data/a.txt", 1, 2))
    struct.pack_into("<I", header, 22, 3)
    with pytest.raises(NotOurZipError):
        parse_local_header(bytes(header))


def test_zip64_where_it_is_not_needed_is_refused() -> None:
    header = bytearray(local_header("data/a.txt", 1, 0xFFFFFFFF))
    struct.pack_into("<Q", header, len(header) - 8, 5)
    struct.pack_into("<Q", header, len(header) - 16, 5)
    with pytest.raises(NotOurZipError):
        parse_local_header(bytes(header))


def test_an_end_that_stops_within_itself_is_refused() -> None:
    written = end_of_directory(70_000, BEYOND_4_GIB, 10)
    for length in range(len(written)):
        with pytest.raises(NotOurZipError):
            parse_end_of_directory(written[len(written) - length :] if length < END_MAX_BYTES else written)
    with pytest.raises(NotOurZipError):
        parse_end_of_directory(end_of_directory(1, 2, 3) + b"a comment")


def test_python_reads_what_is_written() -> None:
    contents = {"bagit.txt": b"one", "data/empty.txt": b"", "data/a/b/c.flac": bytes(range(256))}
    with zipfile.ZipFile(io.BytesIO(whole(contents))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_more_members_than_the_old_directory_can_count() -> None:
    count = 0xFFFF + 10
    file = whole({f"data/{number}": b"" for number in range(count)})
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert len(archive.namelist()) == count
    assert parse_end_of_directory(file[-END_MAX_BYTES:]).count == count


def test_python_finds_a_member_beyond_4_gib() -> None:
    """A file that claims 5 GiB before its members, read through an object that has only their bytes."""
    content = b"far away"
    member = Member(name="data/far.txt", crc32=zlib.crc32(content), size=len(content), offset=BEYOND_4_GIB)
    header = local_header(member.name, member.crc32, member.size)
    directory_offset = BEYOND_4_GIB + len(header) + len(content)
    entry = central_entry(member)
    tail = header + content + entry + end_of_directory(1, directory_offset, len(entry))
    with zipfile.ZipFile(Sparse(tail, BEYOND_4_GIB)) as archive:
        assert archive.read(member.name) == content
        assert archive.getinfo(member.name).header_offset == BEYOND_4_GIB


def test_python_believes_a_size_beyond_4_gib() -> None:
    member = Member(name="data/large.flac", crc32=1, size=BEYOND_4_GIB, offset=0)
    header = local_header(member.name, member.crc32, member.size)
    entry = central_entry(member)
    tail = entry + end_of_directory(1, len(header) + member.size, len(entry))
    with zipfile.ZipFile(Sparse(tail, len(header) + member.size)) as archive:
        assert archive.getinfo(member.name).file_size == BEYOND_4_GIB
    assert parse_local_header(header).size == BEYOND_4_GIB


class Sparse(io.RawIOBase):
    """A file of zero bytes up to `start`, then `tail`."""

    def __init__(self, tail: bytes, start: int) -> None:
        self._tail = tail
        self._start = start
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._start + len(self._tail)}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self._start + len(self._tail)
        until = end if size < 0 else min(end, self._at + size)
        zeros = max(0, min(until, self._start) - self._at)
        found = bytes(zeros) + self._tail[max(0, self._at - self._start) : max(0, until - self._start)]
        self._at = max(self._at, until)
        return found


def whole(contents: dict[str, bytes]) -> bytes:
    """Return a whole ZIP."""
    body = bytearray()
    directory = bytearray()
    for name, content in contents.items():
        member = Member(name=name, crc32=zlib.crc32(content), size=len(content), offset=len(body))
        body += local_header(name, member.crc32, member.size) + content
        directory += central_entry(member)
    return bytes(body + directory + end_of_directory(len(contents), len(body), len(directory)))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert whole({"data/a": b"a"}) == whole({"data/a": b"a"})
    assert zipped.local_header("data/a", 1, 1) == local_header("data/a", 1, 1)
