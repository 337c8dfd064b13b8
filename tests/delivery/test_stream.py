"""Exactly the asked bytes leave, while the link is open; after that not one (P5, P10)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.delivery import (
    CHUNK_BYTES,
    ArchiveCutShortError,
    RevokedWhileStreamingError,
    TwoParts,
    requested_range,
    stream,
)

ETAG = "arc_aaaaaaaaaaaaaaaaaaaaaaaaaa"
LONG = bytes(range(256)) * (3 * CHUNK_BYTES // 256) + b"the end"


class Whole:
    """Bytes as a reader."""

    def __init__(self, data: bytes, size: int | None = None) -> None:
        self._data = data
        self.size = len(data) if size is None else size

    def read(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


def always_open() -> bool:
    return True


@given(body=st.binary(max_size=40), tail=st.binary(max_size=40), offset=st.integers(0, 100), length=st.integers(0, 100))
def test_two_parts_read_as_one(body: bytes, tail: bytes, offset: int, length: int) -> None:
    parts = TwoParts(Whole(body), Whole(tail))
    assert parts.size == len(body + tail)
    assert parts.read(offset, length) == (body + tail)[offset : offset + length]


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, -1)])
def test_what_cannot_be_read_is_refused(offset: int, length: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        TwoParts(Whole(b"body"), Whole(b"tail")).read(offset, length)


@settings(deadline=None)
@given(seam=st.integers(0, len(LONG)), bounds=st.tuples(st.integers(0, len(LONG)), st.integers(0, len(LONG))))
def test_exactly_the_asked_bytes_leave_in_small_chunks(seam: int, bounds: tuple[int, int]) -> None:
    first, end = sorted(bounds)
    chunks = list(stream(TwoParts(Whole(LONG[:seam]), Whole(LONG[seam:])), first, end, always_open))
    assert b"".join(chunks) == LONG[first:end]
    assert all(0 < len(chunk) <= CHUNK_BYTES for chunk in chunks)


@settings(deadline=None)
@given(
    data=st.binary(min_size=1, max_size=200), seam=st.integers(0, 200), breaks=st.lists(st.integers(0, 60), max_size=30)
)
def test_any_sequence_of_breaks_and_resumes_gives_the_whole(data: bytes, seam: int, breaks: list[int]) -> None:
    source = TwoParts(Whole(data[:seam]), Whole(data[seam:]))
    had = b""
    for arrived in [*breaks, len(data)]:
        header = f"bytes={len(had)}-" if had else None
        wanted = requested_range(header, f'"{ETAG}"', etag=ETAG, size=source.size)
        if wanted is None:
            assert len(had) == len(data)
            break
        assert wanted.first == len(had)
        had += b"".join(stream(source, wanted.first, wanted.end, always_open))[:arrived]
    assert had == data


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_once_the_link_is_closed_not_one_byte_more_leaves(after: int) -> None:
    asked = 0

    def still_open() -> bool:
        nonlocal asked
        asked += 1
        return asked <= after

    chunks = stream(Whole(LONG), 0, len(LONG), still_open)
    assert b"".join(islice(chunks, after)) == LONG[: after * CHUNK_BYTES]
    with pytest.raises(RevokedWhileStreamingError):
        next(chunks)


def test_nothing_is_read_before_it_was_asked_whether_the_link_is_open() -> None:
    class Unreadable:
        size = 10

        def read(self, offset: int, length: int) -> bytes:
            raise AssertionError((offset, length))

    with pytest.raises(RevokedWhileStreamingError):
        next(stream(Unreadable(), 0, 10, lambda: False))


@pytest.mark.parametrize("held", [b"", b"12345", LONG[:-1]])
def test_an_archive_that_ends_early_is_broken_off_and_never_passed_off_as_whole(held: bytes) -> None:
    chunks: Iterator[bytes] = stream(Whole(held, size=len(LONG)), 0, len(LONG), always_open)
    with pytest.raises(ArchiveCutShortError):
        list(chunks)
