"""P2, P5: a sealed part opens only as the part, archive, request and person it was sealed for, whole and in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.copies import ADA, BEA, numbered
from voicekeep.formats.chunked import (
    CHUNK_BYTES,
    TAG_BYTES,
    ChunkedReader,
    ChunkedWriter,
    NotASealedPartError,
    PartHeader,
    PartName,
    SealedPartError,
    TamperedPartError,
    TruncatedPartError,
    WrongArchiveError,
    WrongArchiveKeyError,
)
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId

KEY = bytes(range(32))
HEADER = PartHeader(
    part=PartName.BODY,
    archive=numbered(ArchiveId, 1),
    request=numbered(RequestId, 1),
    subject=ADA,
    salt=bytes(32),
)
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 7]


@dataclass(frozen=True)
class Source:
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def read_range(self, offset: int, length: int) -> bytes:
        return self.data[offset : offset + length]


def plain(size: int) -> bytes:
    return bytes(at * 7 % 251 for at in range(1000)) * (size // 1000 + 1)


def sealed(size: int, header: PartHeader = HEADER, key: bytes = KEY, pieces: int = 60_000) -> bytes:
    out = bytearray()
    writer = ChunkedWriter(out.extend, key, header)
    data = plain(size)[:size]
    for at in range(0, size, pieces):
        writer.write(data[at : at + pieces])
    assert writer.close() == size
    return bytes(out)


def opened(
    data: bytes,
    *,
    key: bytes = KEY,
    part: PartName = PartName.BODY,
    archive: ArchiveId = HEADER.archive,
    request: RequestId = HEADER.request,
    subject: SubjectId = ADA,
) -> ChunkedReader:
    return ChunkedReader(Source(data), key, part=part, archive=archive, request=request, subject=subject)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_back_at_every_seam(size: int) -> None:
    reader = opened(sealed(size))
    assert reader.size == size
    assert reader.read(0, size + 10) == plain(size)[:size]
    for at in {0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, size - 1, size}:
        if 0 <= at <= size:
            assert reader.read(at, 5) == plain(size)[:size][at : at + 5]


@given(offset=st.integers(0, 2 * CHUNK_BYTES + 10), length=st.integers(0, CHUNK_BYTES * 2))
def test_any_stretch_is_what_was_written_there(offset: int, length: int) -> None:
    assert _READER.read(offset, length) == _PLAIN[offset : offset + length]


_PLAIN = plain(2 * CHUNK_BYTES + 7)[: 2 * CHUNK_BYTES + 7]
_SEALED = sealed(2 * CHUNK_BYTES + 7)
_READER = opened(_SEALED)
_BEGINS = len(_SEALED) - (2 * CHUNK_BYTES + 7 + 3 * TAG_BYTES)


@settings(max_examples=60)
@given(at=st.integers(0, len(_SEALED) - 1), flip=st.integers(1, 255))
def test_every_flipped_bit_is_a_named_error(at: int, flip: int) -> None:
    data = bytearray(_SEALED)
    data[at] ^= flip
    with pytest.raises(SealedPartError):
        opened(bytes(data)).read(0, len(_PLAIN))


@settings(max_examples=40)
@given(length=st.one_of(st.integers(0, 600), st.integers(0, len(_SEALED) - 1)))
def test_every_part_that_is_cut_short_is_a_named_error(length: int) -> None:
    with pytest.raises(SealedPartError):
        opened(_SEALED[:length]).read(0, len(_PLAIN))


def test_a_part_of_which_one_tag_is_left_is_not_an_empty_one() -> None:
    with pytest.raises(TamperedPartError):
        opened(_SEALED[: _BEGINS + TAG_BYTES])
    assert opened(sealed(0)).read(0, 1) == b""


def test_a_part_cut_at_a_chunk_s_end_is_said_to_be_cut() -> None:
    with pytest.raises(TruncatedPartError):
        opened(_SEALED[: _BEGINS + 2 * (CHUNK_BYTES + TAG_BYTES)]).read(0, len(_PLAIN))


def test_chunks_that_change_places_are_refused() -> None:
    whole = CHUNK_BYTES + TAG_BYTES
    first, second = _SEALED[_BEGINS : _BEGINS + whole], _SEALED[_BEGINS + whole : _BEGINS + 2 * whole]
    with pytest.raises(TamperedPartError):
        opened(_SEALED[:_BEGINS] + second + first + _SEALED[_BEGINS + 2 * whole :]).read(0, 1)


def test_bytes_behind_the_end_are_refused() -> None:
    with pytest.raises(SealedPartError):
        opened(_SEALED + b"more").read(0, len(_PLAIN))


def test_another_archive_s_part_is_refused_before_it_opens() -> None:
    data = sealed(10)
    for other in (
        {"archive": numbered(ArchiveId, 2)},
        {"request": numbered(RequestId, 2)},
        {"subject": BEA},
        {"part": PartName.TAIL},
    ):
        with pytest.raises(WrongArchiveError):
            opened(data, **other)


def test_a_header_that_was_rewritten_for_somebody_else_does_not_open() -> None:
    theirs = replace(HEADER, subject=BEA).encode()
    data = theirs + sealed(10)[len(theirs) :]
    with pytest.raises(WrongArchiveKeyError):
        opened(data, subject=BEA)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(WrongArchiveKeyError):
        opened(sealed(10), key=bytes(32))


def test_something_else_is_no_sealed_part() -> None:
    with pytest.raises(NotASealedPartError):
        opened(b"PK\x03\x04" + bytes(500))


def test_the_same_plaintext_sealed_twice_shares_no_chunk() -> None:
    again = replace(HEADER, salt=bytes(31) + b"\x01")
    first, second = sealed(100), sealed(100, again)
    assert first[-116:] != second[-116:]
