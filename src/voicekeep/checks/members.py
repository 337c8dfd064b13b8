"""Read the finished bytes as a stranger's ZIP reader would: header, bytes, header, bytes, to the end.

Flow        plaintext of the body -> one Read after the other, in the order in which they stand
Guarantees  1. Between two members there is not a byte that belongs to neither.
            2. Size, CRC-32 and SHA-256 are this reader's own; nothing that the builder noted down is used.
            3. Constant memory, whatever the number of members.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from isal.isal_zlib import crc32

from voicekeep.checks.sources import Bytes
from voicekeep.formats.errors import FormatError
from voicekeep.formats.zipped import LOCAL_HEADER_MAX_BYTES, Member, parse_local_header

_SLICE_BYTES: Final = 1024 * 1024


class BrokenMemberError(FormatError):
    """A member's bytes are not what its header says; nothing after it was read."""

    promise = "P4"

    def __init__(self, offset: int) -> None:
        super().__init__(f"the member at byte {offset} is not what its header says; nothing after it was read")
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One member as it was read."""

    member: Member
    begins: int  # offset of its first byte
    sha256: bytes  # 32 bytes


def headers(body: Bytes, begin: int, end: int) -> Iterator[tuple[Member, int]]:
    """Yield each member between two offsets, with the offset of its first byte; their bytes are not read.

    Raises:
        FormatError: a header is not as Voicekeep writes it, or a member goes on past the end.
    """
    at = begin
    while at < end:
        header = parse_local_header(body.read(at, min(LOCAL_HEADER_MAX_BYTES, end - at)))
        begins = at + header.length
        if begins + header.size > end:
            raise BrokenMemberError(at)
        yield Member(name=header.name, crc32=header.crc32, size=header.size, offset=at), begins
        at = begins + header.size


def members(body: Bytes, begin: int, end: int) -> Iterator[Read]:
    """Yield each member between two offsets with the SHA-256 of its bytes.

    Raises:
        FormatError: as `headers`, or a CRC-32 that is not the bytes' own.
    """
    for member, begins in headers(body, begin, end):
        sha256, crc = hashlib.sha256(), 0
        for piece in pieces(body, begins, member.size):
            sha256.update(piece)
            crc = crc32(piece, crc)
        if crc != member.crc32:
            raise BrokenMemberError(member.offset)
        yield Read(member=member, begins=begins, sha256=sha256.digest())


def pieces(body: Bytes, offset: int, length: int) -> Iterator[bytes]:
    """Yield the bytes of a stretch, a slice at a time."""
    end = offset + length
    while offset < end:
        piece = body.read(offset, min(_SLICE_BYTES, end - offset))
        if not piece:
            raise BrokenMemberError(offset)
        yield piece
        offset += len(piece)
