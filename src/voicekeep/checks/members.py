"""Read the finished bytes as a stranger's ZIP reader would: header, bytes, header, bytes, to the end.

Flow        plaintext of the body -> one Read after the other, in the order in which they stand
Guarantees  1. Between two members there is not a byte that belongs to neither.
            2. Size, CRC-32 and SHA-256 are this reader's own; nothing that the builder noted down is used.
            3. Constant memory, whatever the number of members.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
    with ThreadPoolExecutor(1, thread_name_prefix="digests") as digests:
        waiting: Future[list[Read]] | None = None
        for stretch in _stretches(headers(body, begin, end)):
            taken = [(member, begins, _bytes(body, member, begins)) for member, begins in stretch]
            earlier, waiting = waiting, digests.submit(_read, taken)
            if earlier is not None:
                yield from earlier.result()
        if waiting is not None:
            yield from waiting.result()


def _stretches(found: Iterator[tuple[Member, int]]) -> Iterator[list[tuple[Member, int]]]:
    """Gather members, so that their digests are made together while the ones before are judged."""
    stretch: list[tuple[Member, int]] = []
    for member, begins in found:
        stretch.append((member, begins))
        if begins + member.size - stretch[0][1] >= _SLICE_BYTES:
            yield stretch
            stretch = []
    yield stretch


def _bytes(body: Bytes, member: Member, begins: int) -> Iterable[bytes]:
    """Return a member's bytes; a large one's slice by slice, when they are wanted."""
    if member.size > _SLICE_BYTES:
        return pieces(body, begins, member.size)
    return [body.read(begins, member.size)]


def _read(stretch: list[tuple[Member, int, Iterable[bytes]]]) -> list[Read]:
    """Return each member with its digests; making them leaves the interpreter to others."""
    read = []
    for member, begins, data in stretch:
        sha256, crc = hashlib.sha256(), 0
        for piece in data:
            sha256.update(piece)
            crc = crc32(piece, crc)
        if crc != member.crc32:
            raise BrokenMemberError(member.offset)
        read.append(Read(member=member, begins=begins, sha256=sha256.digest()))
    return read


def pieces(body: Bytes, offset: int, length: int) -> Iterator[bytes]:
    """Yield the bytes of a stretch, a slice at a time."""
    end = offset + length
    while offset < end:
        piece = body.read(offset, min(_SLICE_BYTES, end - offset))
        if not piece:
            raise BrokenMemberError(offset)
        yield piece
        offset += len(piece)
