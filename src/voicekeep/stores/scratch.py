"""Bytes that have to wait outside memory: in a nameless file, sealed under a key that nobody keeps.

Flow        write, write, ... -> chunks, again and again -> close
Guarantees  1. Nothing of a person lies in a temporary folder in clear, nor by a name, nor after the process.
I/O         one unlinked temporary file, once there is more than fits in memory
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.vault import StoreFullError

_CHUNK_BYTES: Final = 256 * 1024
_TAG_BYTES: Final = 16
_IN_MEMORY_BYTES: Final = 1024 * 1024
_NONCE_BYTES: Final = 12


class SealedScratch:
    """A place for bytes that have to wait."""

    def __init__(self, folder: Path) -> None:
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES, dir=str(folder))  # noqa: SIM115
        self._pending = bytearray()
        self._chunks = 0

    def write(self, data: bytes) -> None:
        """Take some bytes. Raises StoreFullError."""
        self._pending += data
        while len(self._pending) >= _CHUNK_BYTES:
            self._seal(bytes(self._pending[:_CHUNK_BYTES]))
            del self._pending[:_CHUNK_BYTES]

    def chunks(self) -> Iterator[bytes]:
        """Yield everything that was written; may be asked for again."""
        for number in range(self._chunks):
            self._file.seek(number * (_CHUNK_BYTES + _TAG_BYTES))
            sealed = self._file.read(_CHUNK_BYTES + _TAG_BYTES)
            yield self._cipher.decrypt(_nonce(number), sealed, None)
        if self._pending:
            yield bytes(self._pending)

    def close(self) -> None:
        """Give the place up."""
        self._file.close()
        self._pending.clear()

    def _seal(self, chunk: bytes) -> None:
        try:
            self._file.seek(self._chunks * (_CHUNK_BYTES + _TAG_BYTES))
            self._file.write(self._cipher.encrypt(_nonce(self._chunks), chunk, None))
        except OSError as error:
            raise StoreFullError("scratch") from error
        self._chunks += 1


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES, "big")
