"""A ZIP of stored members, in the one shape that Voicekeep writes.

Flow        name, CRC-32, size -> local header; member -> directory entry; totals -> end of the directory
Guarantees  1. Stored members only, sizes known beforehand, no comments, no data descriptors, one fixed time: the same
               content always gives the same bytes.
            2. A parser accepts exactly what the writer beside it would write, so a second reading of the same bytes
               by another program cannot see other members.
            3. A name is a relative path of plain letters: it unpacks on every system and never outside its folder.
            4. zip64 fields stand exactly where a value does not fit the old ones.
I/O         none
Format      docs/formats/zip.md, version 1
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from voicekeep.formats.errors import FormatError

NAME_MAX_BYTES = 255
LOCAL_HEADER_MAX_BYTES = 30 + NAME_MAX_BYTES + 20
CENTRAL_ENTRY_MAX_BYTES = 46 + NAME_MAX_BYTES + 28
END_MAX_BYTES = 56 + 20 + 22

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END64 = struct.Struct("<4sQ2H2I4Q")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_CENTRAL_SIGNATURE = b"PK\x01\x02"
_END64_SIGNATURE = b"PK\x06\x06"
_LOCATOR_SIGNATURE = b"PK\x06\x07"
_END_SIGNATURE = b"PK\x05\x06"

_FULL_16 = 0xFFFF  # the old field says: look into the zip64 field
_FULL_32 = 0xFFFFFFFF
_ZIP64_ID = 0x0001
_VERSION_STORED = 20
_VERSION_ZIP64 = 45
_MADE_BY = 3 << 8 | _VERSION_ZIP64  # Unix: the attributes below are a Unix mode
_MODE = 0o100644 << 16
_UTF8_NAME = 1 << 11
_STORED = 0
_TIME = 0
_DATE = 0x0021  # 1980-01-01: when something was made is said inside, in UTC

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]*(?<!\.)"  # no "..", nothing hidden, nothing that Windows would rename
_NAME = re.compile(rf"{_PART}(?:/{_PART})*")


class UnsafeNameError(FormatError):
    """A member's name could unpack outside its folder or differently elsewhere; the member was not written or read."""

    promise = "P4"

    def __init__(self) -> None:
        super().__init__("the name of a member is not a plain relative path; the member was not used")


class NotOurZipError(FormatError):
    """A record of the ZIP is not as Voicekeep writes it; nothing was read through it."""

    promise = "P4"

    def __init__(self, record: str) -> None:
        super().__init__(f"the {record} is not as Voicekeep writes it; nothing was read through it")
        self.record = record


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalHeader:
    """What stands before a member's bytes."""

    name: str
    crc32: int
    size: int  # bytes of the member
    length: int  # bytes of the header itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in the ZIP."""

    name: str
    crc32: int
    size: int  # bytes
    offset: int  # of its local header, from the start of the ZIP


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfDirectory:
    """Where the directory lies and how much it lists."""

    count: int  # members
    offset: int  # of the directory, from the start of the ZIP
    size: int  # bytes of the directory
    length: int  # bytes of this end itself


def local_header(name: str, crc32: int, size: int) -> bytes:
    """Return what stands before the member's bytes.

    Raises:
        UnsafeNameError: `name` is not a plain relative path of at most 255 bytes.
    """
    raw = _raw_name(name)
    if size < _FULL_32:
        old_size, version, extra = size, _VERSION_STORED, b""
    else:
        old_size, version, extra = _FULL_32, _VERSION_ZIP64, struct.pack("<2H2Q", _ZIP64_ID, 16, size, size)
    fixed = _LOCAL.pack(
        _LOCAL_SIGNATURE, version, _UTF8_NAME, _STORED, _TIME, _DATE, crc32, old_size, old_size, len(raw), len(extra)
    )
    return fixed + raw + extra


def parse_local_header(data: bytes) -> LocalHeader:
    """Read the local header at the start of `data`, which may go on after it.

    Raises:
        NotOurZipError: `local_header` would not have written it, or `data` ends within it.
        UnsafeNameError: its name is not a plain relative path.
    """
    if len(data) < _LOCAL.size:
        raise NotOurZipError("local header")
    *_, crc32, old_size, _, name_length, extra_length = _LOCAL.unpack_from(data)
    end = _LOCAL.size + name_length + extra_length
    name = _name(data[_LOCAL.size : _LOCAL.size + name_length])
    sizes = _zip64_values(data[end - extra_length : end], "local header")
    size = sizes[0] if sizes else old_size
    if data[:end] != local_header(name, crc32, size):
        raise NotOurZipError("local header")
    return LocalHeader(name=name, crc32=crc32, size=size, length=end)


def central_entry(member: Member) -> bytes:
    """Return the directory's entry of `member`.

    Raises:
        UnsafeNameError: its name is not a plain relative path of at most 255 bytes.
    """
    raw = _raw_name(member.name)
    large = [value for value in (member.size, member.size, member.offset) if value >= _FULL_32]
    extra = struct.pack(f"<2H{len(large)}Q", _ZIP64_ID, 8 * len(large), *large) if large else b""
    old_size = min(member.size, _FULL_32)
    fixed = _CENTRAL.pack(
        _CENTRAL_SIGNATURE,
        _MADE_BY,
        _VERSION_ZIP64 if large else _VERSION_STORED,
        _UTF8_NAME,
        _STORED,
        _TIME,
        _DATE,
        member.crc32,
        old_size,
        old_size,
        len(raw),
        len(extra),
        0,  # no comment
        0,  # first and only disk
        0,  # says nothing about its content
        _MODE,
        min(member.offset, _FULL_32),
    )
    return fixed + raw + extra


def parse_central_entry(data: bytes) -> tuple[Member, int]:
    """Read the directory entry at the start of `data`; return it and its length in bytes.

    Raises:
        NotOurZipError: `central_entry` would not have written it, or `data` ends within it.
        UnsafeNameError: its name is not a plain relative path.
    """
    if len(data) < _CENTRAL.size:
        raise NotOurZipError("directory entry")
    fields = _CENTRAL.unpack_from(data)
    crc32, old_size, name_length, extra_length, old_offset = (fields[at] for at in (7, 8, 10, 11, 16))
    end = _CENTRAL.size + name_length + extra_length
    name = _name(data[_CENTRAL.size : _CENTRAL.size + name_length])
    large = _zip64_values(data[end - extra_length : end], "directory entry")
    size = large[0] if large and old_size == _FULL_32 else old_size
    offset = large[-1] if large and old_offset == _FULL_32 else old_offset
    member = Member(name=name, crc32=crc32, size=size, offset=offset)
    if data[:end] != central_entry(member):
        raise NotOurZipError("directory entry")
    return member, end


def end_of_directory(count: int, directory_offset: int, directory_size: int) -> bytes:
    """Return the last bytes of the ZIP, which stand right behind its directory."""
    old = _END.pack(
        _END_SIGNATURE,
        0,
        0,
        min(count, _FULL_16),
        min(count, _FULL_16),
        min(directory_size, _FULL_32),
        min(directory_offset, _FULL_32),
        0,
    )
    if count < _FULL_16 and directory_size < _FULL_32 and directory_offset < _FULL_32:
        return old
    large = _END64.pack(
        _END64_SIGNATURE,
        _END64.size - 12,  # without the signature and this field
        _MADE_BY,
        _VERSION_ZIP64,
        0,
        0,
        count,
        count,
        directory_size,
        directory_offset,
    )
    locator = _END64_LOCATOR.pack(_LOCATOR_SIGNATURE, 0, directory_offset + directory_size, 1)
    return large + locator + old


def parse_end_of_directory(data: bytes) -> EndOfDirectory:
    """Read the end of the directory from the last bytes of a ZIP; 98 suffice, more are not looked at.

    Raises:
        NotOurZipError: `end_of_directory` would not have written it.
    """
    if len(data) < _END.size:
        raise NotOurZipError("end of the directory")
    *_, count, size, offset, _ = _END.unpack(data[-_END.size :])
    if count == _FULL_16 or _FULL_32 in {size, offset}:
        if len(data) < END_MAX_BYTES:
            raise NotOurZipError("end of the directory")
        *_, count, size, offset = _END64.unpack_from(data, len(data) - END_MAX_BYTES)
    written = end_of_directory(count, offset, size) if offset + size < 1 << 64 else b""
    if not written or not data.endswith(written):
        raise NotOurZipError("end of the directory")
    return EndOfDirectory(count=count, offset=offset, size=size, length=len(written))


def _raw_name(name: str) -> bytes:
    if len(name) > NAME_MAX_BYTES or _NAME.fullmatch(name) is None:
        raise UnsafeNameError
    return name.encode("ascii")


def _name(raw: bytes) -> str:
    if not raw.isascii():
        raise UnsafeNameError
    return raw.decode("ascii")


def _zip64_values(extra: bytes, record: str) -> tuple[int, ...]:
    """Return the numbers of a zip64 field, or none where there is no extra field."""
    if not extra:
        return ()
    count, rest = divmod(len(extra) - 4, 8)
    if count < 1 or rest:
        raise NotOurZipError(record)
    return struct.unpack_from(f"<{count}Q", extra, 4)
