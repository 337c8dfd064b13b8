"""Check a copy offline: no keep, no network, no account (P8)."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from voicekeep.checks import CopyVerdict, DamagedCopyError, verify_copy
from voicekeep.ledger import open_proof


class FileBytes:
    """A file that is read anywhere."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset` on."""
        return os.pread(self._file.fileno(), length, offset)


def verify_zip(path: Path, fingerprint: str | None) -> CopyVerdict:
    """Check the ZIP at `path`.

    Raises:
        DamagedCopyError: it cannot be read, or is not as it was released.
        WrongSignerError: it is whole, but another key signed it.
    """
    try:
        with FileBytes(path) as copy:
            return verify_copy(copy, open_proof, expected_fingerprint=fingerprint)
    except OSError as unreadable:
        raise DamagedCopyError("it cannot be read") from unreadable
