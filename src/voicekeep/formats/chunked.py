"""One sealed part of an archive: a stream of chunks, each authentic, in its place, and the last one marked as such.

Flow        plaintext -> header, sealed chunks of 1 MiB -> the same plaintext, read anywhere
Guarantees  1. The header names archive, request, subject and part; another's is refused before it opens (P5).
            2. A chunk that was changed, moved, repeated, dropped or added is a named error, never plaintext.
            3. Each writing draws a salt: a part that is written twice never uses a key twice.
I/O         none; a sink takes the sealed bytes, a source gives them back
Format      docs/formats/sealed-part.md, version 1: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.formats.errors import FormatError
from voicekeep.records.ids import ArchiveId, MalformedIdError, RequestId, SubjectId

CHUNK_BYTES: Final = 1024 * 1024
TAG_BYTES: Final = 16
SALT_BYTES: Final = 32
_COMMITMENT_BYTES: Final = 32
_SUITE: Final = 1  # AES-256-GCM; key and commitment are the halves of one HMAC-SHA512
_MAGIC: Final = b"VKS1"
_FIXED: Final = struct.Struct(">4sBIB")
_LENGTH: Final = struct.Struct(">H")
_NONCE: Final = struct.Struct(">7xIB")
_HEADER_MAX_BYTES: Final = 512
_CHUNKS_MAX: Final = 1 << 32
_CHUNKS_HELD: Final = 4  # opened chunks; whoever reads several places in turn does not open each twice


class PartName(IntEnum):
    """Which part of an archive it is."""

    BODY = 1  # everything that the builder writes
    TAIL = 2  # statement and directory, written after the check


class SealedPartError(FormatError):
    """A sealed part of an archive was refused; no plaintext of it was used."""

    promise = "P5"


class NotASealedPartError(SealedPartError):
    """The bytes are no sealed part, or of a version that this program does not know."""

    def __init__(self) -> None:
        super().__init__("the bytes are no sealed part of a known version; nothing was opened")


class WrongArchiveError(SealedPartError):
    """The part belongs to another archive, request, person or place than the one it was asked for."""

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"another archive's part lies in the place of archive {archive}; it was not opened")
        self.archive = archive


class WrongArchiveKeyError(SealedPartError):
    """The part is not committed to the key at hand."""

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"archive {archive} was sealed with another key; it was not opened")


class TamperedPartError(SealedPartError):
    """A chunk is not what was sealed in its place."""

    promise = "P2"

    def __init__(self, archive: ArchiveId, chunk: int) -> None:
        super().__init__(f"chunk {chunk} of archive {archive} was changed after it was sealed; it was not used")
        self.chunk = chunk


class TruncatedPartError(SealedPartError):
    """The part ends before its last chunk."""

    promise = "P10"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"a part of archive {archive} ends too early; its end was not used")


class PartTooLargeError(SealedPartError):
    """More chunks than can be numbered."""

    promise = "P10"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"a part of archive {archive} is larger than 4 PiB; it was not sealed to its end")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHeader:
    """What a sealed part is, and of which archive."""

    part: PartName
    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    salt: bytes  # 32 random bytes, new for every writing

    def encode(self) -> bytes:
        """Return the header up to its commitment."""
        names = (self.archive, self.request, self.subject)
        prefixed = b"".join(_LENGTH.pack(len(name)) + name.encode("ascii") for name in names)
        return _FIXED.pack(_MAGIC, _SUITE, CHUNK_BYTES, self.part) + prefixed + self.salt


class RangeSource(Protocol):
    """Sealed bytes of known length that can be read anywhere."""

    @property
    def size(self) -> int: ...

    def read_range(self, offset: int, length: int) -> bytes: ...


class ChunkedWriter:
    """Seals a stream; holds at most one chunk of it."""

    def __init__(self, sink: Callable[[bytes], object], key: bytes, header: PartHeader) -> None:
        encoded = header.encode()
        cipher_key, commitment = _derived(key, encoded)
        self._header = header
        self._sink = sink
        self._cipher = AESGCM(cipher_key)
        self._associated = hashlib.sha256(encoded + commitment).digest()
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._counter = 0
        self._size = 0
        sink(encoded + commitment)

    def write(self, data: bytes) -> None:
        """Take some more plaintext."""
        self._pending.append(data)
        self._pending_bytes += len(data)
        self._size += len(data)
        if self._pending_bytes > CHUNK_BYTES:
            pending = b"".join(self._pending)
            whole = (len(pending) - 1) // CHUNK_BYTES * CHUNK_BYTES  # at least one byte stays for the last chunk
            for at in range(0, whole, CHUNK_BYTES):
                self._seal(memoryview(pending)[at : at + CHUNK_BYTES], last=False)
            self._pending = [pending[whole:]]
            self._pending_bytes = len(pending) - whole

    def close(self) -> int:
        """Seal the last chunk; return the plaintext's size in bytes. Nothing may be written after."""
        self._seal(b"".join(self._pending), last=True)
        self._pending.clear()
        return self._size

    def _seal(self, chunk: bytes | memoryview, *, last: bool) -> None:
        if self._counter >= _CHUNKS_MAX:
            raise PartTooLargeError(self._header.archive)
        nonce = _NONCE.pack(self._counter, last)
        self._sink(self._cipher.encrypt(nonce, chunk, self._associated))
        self._counter += 1


class ChunkedReader:
    """Reads a sealed part anywhere, as the part of one archive, for one request and person."""

    def __init__(
        self,
        source: RangeSource,
        key: bytes,
        *,
        part: PartName,
        archive: ArchiveId,
        request: RequestId,
        subject: SubjectId,
    ) -> None:
        """Read and prove the header.

        Raises:
            NotASealedPartError: it is something else.
            WrongArchiveError: it is another archive's, request's or person's, or another part.
            WrongArchiveKeyError: it was sealed with another key.
            TruncatedPartError: it has no last chunk.
            TamperedPartError: it says that it is empty, and was not sealed so.
        """
        start = source.read_range(0, min(_HEADER_MAX_BYTES, source.size))
        header, length = _parsed(start)
        if (header.part, header.archive, header.request, header.subject) != (part, archive, request, subject):
            raise WrongArchiveError(archive)
        cipher_key, commitment = _derived(key, header.encode())
        if not hmac.compare_digest(start[length - _COMMITMENT_BYTES : length], commitment):
            raise WrongArchiveKeyError(archive)
        self._source = source
        self._archive = archive
        self._cipher = AESGCM(cipher_key)
        self._begins = length
        self._chunks, self.size = _extent(source.size - length, archive)
        self.header_sha256 = hashlib.sha256(start[:length]).digest()
        self._held: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()  # digests are made in a thread of their own while others read on
        if self.size == 0:
            self._opened(0)  # no read would ever come to the tag that proves that there is nothing

    def read(self, offset: int, length: int) -> bytes:
        """Return the plaintext from `offset` on; fewer bytes than `length` only where the end is nearer.

        Raises:
            TamperedPartError, TruncatedPartError: a chunk in the way is not what was sealed.
        """
        end = min(offset + length, self.size)
        pieces = []
        while offset < end:
            number, within = divmod(offset, CHUNK_BYTES)
            piece = self._opened(number)[within : within + end - offset]
            pieces.append(piece)
            offset += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _opened(self, number: int) -> bytes:
        with self._lock:
            return self._opened_once(number)

    def _opened_once(self, number: int) -> bytes:
        held = self._held.get(number)
        if held is not None:
            self._held.move_to_end(number)
            return held
        last = number == self._chunks - 1
        sealed = self._source.read_range(self._begins + number * (CHUNK_BYTES + TAG_BYTES), CHUNK_BYTES + TAG_BYTES)
        try:
            chunk = self._cipher.decrypt(_NONCE.pack(number, last), sealed, self.header_sha256)
        except (InvalidTag, ValueError) as error:
            raise self._refusal(number, sealed, last=last) from error
        self._held[number] = chunk
        if len(self._held) > _CHUNKS_HELD:
            self._held.popitem(last=False)
        return chunk

    def _refusal(self, number: int, sealed: bytes, *, last: bool) -> SealedPartError:
        """Say what is wrong with a chunk: a last one that opens as one in the middle was cut off behind."""
        try:
            if last:
                self._cipher.decrypt(_NONCE.pack(number, False), sealed, self.header_sha256)  # noqa: FBT003
                return TruncatedPartError(self._archive)
        except (InvalidTag, ValueError):
            pass
        return TamperedPartError(self._archive, number)


def _derived(key: bytes, header: bytes) -> tuple[bytes, bytes]:
    both = hmac.digest(key, b"voicekeep sealed part v1\n" + header, "sha512")
    return both[:32], both[32:]


def _parsed(start: bytes) -> tuple[PartHeader, int]:
    """Return the header at the start of a part, and its length with the commitment."""
    try:
        magic, suite, chunk_bytes, part = _FIXED.unpack_from(start)
        if (magic, suite, chunk_bytes) != (_MAGIC, _SUITE, CHUNK_BYTES):
            raise NotASealedPartError
        at, names = _FIXED.size, []
        for _ in range(3):
            (length,) = _LENGTH.unpack_from(start, at)
            at += _LENGTH.size
            names.append(start[at : at + length].decode("ascii"))
            at += length
        header = PartHeader(
            part=PartName(part),
            archive=ArchiveId(names[0]),
            request=RequestId(names[1]),
            subject=SubjectId(names[2]),
            salt=start[at : at + SALT_BYTES],
        )
    except (struct.error, UnicodeDecodeError, MalformedIdError, ValueError) as error:
        raise NotASealedPartError from error
    length = at + SALT_BYTES + _COMMITMENT_BYTES
    if len(start) < length:
        raise NotASealedPartError
    return header, length


def _extent(sealed: int, archive: ArchiveId) -> tuple[int, int]:
    """Return how many chunks a part of `sealed` bytes has, and the size of its plaintext."""
    whole = CHUNK_BYTES + TAG_BYTES
    chunks = -(-sealed // whole)
    in_last = sealed - (chunks - 1) * whole - TAG_BYTES
    if chunks == 0 or in_last < 0 or (in_last == 0 and chunks > 1):
        raise TruncatedPartError(archive)
    return chunks, (chunks - 1) * CHUNK_BYTES + in_last
