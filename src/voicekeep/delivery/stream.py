"""Send bytes, chunk by chunk, for as long as the link is open.

Flow        body and tail -> one reader -> chunks on the wire
Guarantees  1. Before every chunk it is asked again whether the link is open; once it is not, no further byte leaves.
            2. Exactly the bytes that were promised leave, or the stream breaks off by name (P10).
I/O         none; readers are handed in
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from voicekeep.delivery.errors import ArchiveCutShortError, RevokedWhileStreamingError

CHUNK_BYTES: Final = 256 * 1024  # small enough that a closed link stops soon


class RandomReader(Protocol):
    """Something of a known size that can be read anywhere, such as `formats.chunked.ChunkedReader`."""

    @property
    def size(self) -> int: ...

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset` on; fewer than `length` only where the end is nearer."""


class TwoParts:
    """A body followed by its tail, read as one."""

    def __init__(self, body: RandomReader, tail: RandomReader) -> None:
        self._body = body
        self._tail = tail

    @property
    def size(self) -> int:
        """Return the bytes of both."""
        return self._body.size + self._tail.size

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset` on; fewer than `length` only where the end is nearer.

        Raises:
            ValueError: a negative offset or length.
        """
        if offset < 0 or length < 0:
            raise ValueError("neither an offset nor a length is negative")
        seam = self._body.size
        end = min(offset + length, self.size)
        of_body = self._body.read(offset, min(end, seam) - offset) if offset < min(end, seam) else b""
        begin = max(offset, seam)
        of_tail = self._tail.read(begin - seam, end - begin) if begin < end else b""
        return of_body + of_tail


def stream(source: RandomReader, first: int, end: int, still_open: Callable[[], bool]) -> Iterator[bytes]:
    """Yield the bytes with first <= position < end.

    Args:
        source: What is sent.
        first: Position of the first byte.
        end: Position after the last byte.
        still_open: Asked before every chunk.

    Raises:
        RevokedWhileStreamingError: the link was closed; no further byte left.
        ArchiveCutShortError: the source ended early.
    """
    at = first
    while at < end:
        if not still_open():
            raise RevokedWhileStreamingError
        wanted = min(CHUNK_BYTES, end - at)
        chunk = source.read(at, wanted)
        if len(chunk) != wanted:
            raise ArchiveCutShortError
        yield chunk
        at += wanted
