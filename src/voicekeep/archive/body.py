"""The body of the ZIP as it grows: members one after the other, and the manifest beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import TracebackType
from typing import Self

from isal.isal_zlib import crc32

from voicekeep.archive.plan import Out, Scratch
from voicekeep.formats import layout
from voicekeep.formats.bag import manifest_line
from voicekeep.formats.zipped import local_header

_SPOOL_BUFFER_BYTES = 64 * 1024


class Spool:
    """A member whose size is not known before its last byte: it waits in a scratch."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._pending = bytearray()
        self._sha256 = hashlib.sha256()
        self.crc32 = 0
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._scratch.close()

    def write(self, data: bytes) -> None:
        self._pending += data
        if len(self._pending) >= _SPOOL_BUFFER_BYTES:
            self._flush()

    def pour_into(self, out: Out) -> None:
        """Write everything to `out`."""
        for chunk in self._scratch.chunks():
            out.write(chunk)

    def digest(self) -> bytes:
        """Return the SHA-256 of everything written; nothing may be written after."""
        self._flush()
        return self._sha256.digest()

    def _flush(self) -> None:
        data = bytes(self._pending)
        self._pending.clear()
        self._sha256.update(data)
        self.crc32 = crc32(data, self.crc32)
        self.size += len(data)
        self._scratch.write(data)


class Body:
    """Writes members and remembers nothing of them but their line in the manifest."""

    def __init__(self, out: Out, scratch: Callable[[], Scratch]) -> None:
        self._out = out
        self._scratch = scratch
        self._manifest = Spool(scratch())
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._manifest.__exit__(kind, error, at)

    def add(self, name: str, data: bytes) -> None:
        """Write a small member; it is listed in the manifest if it is payload."""
        if name.startswith(layout.DATA):
            self.add_recording(name, hashlib.sha256(data).hexdigest(), data)
        else:
            self._write_whole(name, data)

    def add_recording(self, name: str, sha256_hex: str, data: bytes) -> None:
        """Write a payload member whose digest is known; it is not computed again."""
        self._manifest.write(manifest_line(sha256_hex, name))
        self._write_whole(name, data)

    def spool(self) -> Spool:
        """Return a new member that `add_spooled` will take; close it afterwards."""
        return Spool(self._scratch())

    def add_spooled(self, name: str, spool: Spool) -> None:
        """Write a payload member that waited in a scratch."""
        self._manifest.write(manifest_line(spool.digest().hex(), name))
        self._write_spooled(name, spool)

    def finish(self) -> bytes:
        """Write the manifest as the last member; return its SHA-256."""
        digest = self._manifest.digest()
        self._write_spooled(layout.MANIFEST, self._manifest)
        return digest

    def _write_whole(self, name: str, data: bytes) -> None:
        header = local_header(name, crc32(data), len(data))
        self._out.write(header)
        self._out.write(data)
        self.size += len(header) + len(data)

    def _write_spooled(self, name: str, spool: Spool) -> None:
        header = local_header(name, spool.crc32, spool.size)
        self._out.write(header)
        spool.pour_into(self._out)
        self.size += len(header) + spool.size
