"""Sealed bytes by name, in a folder or in memory, through one object-store library.

Flow        name, bytes -> a file; name -> bytes, or a source that is read anywhere
Guarantees  1. A blob appears whole and durable, or not at all; what was half written is not found by its name.
            2. Names are made of identifiers; anything else is refused before it can become a path.
I/O         the folder; reading goes straight to the file (docs/adr/0003-reading-straight-from-files.md)
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore

from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.vault import BlobMissingError, RangeSource, StoreFullError

_NAME: Final = re.compile(
    r"(items|inventories|lines)/[a-z]{3}_[a-z2-7]{26}|archives/arc_[a-z2-7]{26}/(body|tail)|doctor"
)
_PARTIAL: Final = "partial"
_BUFFER_BYTES: Final = 5 * 1024 * 1024
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PREFIX_CHARS: Final = 4  # "itm_"

Store: TypeAlias = LocalStore | MemoryStore


class BadBlobNameError(VoicekeepError):
    """A name is not one of ours; nothing was read or written."""

    def __init__(self) -> None:
        super().__init__("not the name of a blob; nothing was read or written")


class BlobStoreError(StoreError):
    """The blob store did not do it now; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("the blob store did not do it now; nothing was changed")


class _ObjectBlobs:
    """What a folder and memory have in common."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, name: str, data: bytes) -> None:
        """Write whole or not at all. Raises StoreFullError."""
        place = _place(name)
        with self._refused(name):
            obstore.put(self._store, place, data, use_multipart=False)
            self._settle(place)

    @contextmanager
    def writer(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Write as a stream; the blob appears when the context ends without an error. Raises StoreFullError."""
        place = _place(name)
        partial = f"{_PARTIAL}/{secrets.token_hex(16)}"
        with self._refused(name):
            try:
                with obstore.open_writer(self._store, partial, buffer_size=_BUFFER_BYTES, max_concurrency=2) as file:
                    yield file.write
                obstore.rename(self._store, partial, place)
                self._settle(place)
            except BaseException:
                self._forget(partial)
                raise

    def read(self, name: str) -> bytes:
        """Return a blob. Raises BlobMissingError."""
        try:
            return obstore.get(self._store, _place(name)).bytes().to_bytes()
        except (FileNotFoundError, BaseError) as missing:
            raise BlobMissingError(name) from missing

    def open(self, name: str) -> RangeSource:
        """Return a blob that is read anywhere. Raises BlobMissingError."""
        return _Whole(self.read(name))

    def delete(self, names: Sequence[str]) -> None:
        """Remove those that exist."""
        for name in names:
            self._forget(_place(name))

    def names(self) -> Iterator[str]:
        """Yield every blob's name; what is still being written has none."""
        for page in obstore.list(self._store):
            for found in page:
                path = found["path"]
                if not path.startswith(f"{_PARTIAL}/"):
                    yield _name(path)

    def forget_partial(self) -> None:
        """Remove what writers that were killed left half written; nobody may be writing."""
        for page in obstore.list(self._store, prefix=_PARTIAL):
            for found in page:
                self._forget(found["path"])

    def _forget(self, place: str) -> None:
        try:
            obstore.delete(self._store, place)
        except FileNotFoundError:
            return

    def _settle(self, place: str) -> None:
        """Make a write durable, where the store does not do that by itself."""

    @contextmanager
    def _refused(self, name: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            raise _named(error, name) from error


class MemoryBlobs(_ObjectBlobs):
    """Blobs in memory."""

    def __init__(self) -> None:
        super().__init__(MemoryStore())


class FolderBlobs(_ObjectBlobs):
    """Blobs in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().__init__(LocalStore(folder))
        self._folder = folder

    def read(self, name: str) -> bytes:
        """Return a blob. Raises BlobMissingError."""
        try:
            return (self._folder / _place(name)).read_bytes()
        except FileNotFoundError as missing:
            raise BlobMissingError(name) from missing

    def open(self, name: str) -> RangeSource:
        """Return a blob that is read anywhere. Raises BlobMissingError."""
        try:
            return _File(self._folder / _place(name))
        except FileNotFoundError as missing:
            raise BlobMissingError(name) from missing

    def _settle(self, place: str) -> None:
        path = self._folder / place
        for each in (path, path.parent):
            descriptor = os.open(each, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


class _Whole:
    """A blob in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_range(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


class _File:
    """A blob in a file, which stays readable while it is open, even if it is deleted meanwhile."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.size = os.fstat(self._file.fileno()).st_size

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()

    def read_range(self, offset: int, length: int) -> bytes:
        pieces = []
        while length > 0 and (piece := os.pread(self._file.fileno(), length, offset)):
            pieces.append(piece)
            offset, length = offset + len(piece), length - len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _place(name: str) -> str:
    """Return where a blob lies: items are spread over folders, so that none grows too large to list."""
    if _NAME.fullmatch(name) is None:
        raise BadBlobNameError
    folder, _, rest = name.partition("/")
    if not rest:
        return name
    return f"{folder}/{rest[_PREFIX_CHARS : _PREFIX_CHARS + 2]}/{rest}"


def _name(place: str) -> str:
    folder, _, rest = place.partition("/")
    return f"{folder}/{rest.partition('/')[2]}" if rest else place


def _named(error: Exception, name: str) -> VoicekeepError:
    """Return which of our errors it is; the library tells a full disk in its text only."""
    full = isinstance(error, OSError) and error.errno in _FULL
    if full or any(f"os error {code}" in str(error) for code in _FULL):
        return StoreFullError(name)
    return BlobStoreError()
