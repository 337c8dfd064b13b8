"""Where an authority lies: a folder beside the root key, that nobody but its owner can look into.

Flow        bytes -> one file, whole or not there -> bytes, or a named error
Guarantees  1. A file or folder that others can reach is not used.
            2. Each file is put in its place whole: killed at any moment, what lies there is the old or the new one.
            3. Of two processes that begin at once, one makes the authority, and both use that one.
I/O         this folder only
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from voicekeep.app.tls.errors import AuthorityExposedError, AuthorityUnusableError

FILE_MAX_BYTES: Final = 64 * 1024

_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_BESIDE: Final = ".new-"


class AuthorityFolder:
    """One folder, made when something is first written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def at(self, name: str) -> Path:
        """Return where a file lies, for what reads files by itself."""
        return self._path / name

    def read(self, name: str) -> bytes:
        """Return a file's bytes; none if it is not there.

        Raises:
            AuthorityExposedError: others can reach it, or the folder.
            AuthorityUnusableError: it cannot be read.
        """
        with _named_errors():
            try:
                _require_ours_alone(self._path.lstat())
                descriptor = os.open(self.at(name), _READ)
            except FileNotFoundError:
                return b""
            with os.fdopen(descriptor, "rb") as file:
                _require_ours_alone(os.fstat(descriptor))
                return file.read(FILE_MAX_BYTES)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes of this keep from looking and writing meanwhile; a killed one keeps nobody.

        Raises:
            AuthorityExposedError: the folder is there, and others can reach it.
            AuthorityUnusableError: it cannot be made or opened.
        """
        with _named_errors():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _require_ours_alone(self._path.lstat())
            folder = os.open(self._path, _FOLDER)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def write(self, name: str, content: bytes) -> None:
        """Put a file in its place, in that of an earlier one too; to be called while `alone`.

        Raises:
            AuthorityUnusableError: it cannot be written.
        """
        with _named_errors():
            self._tidy()
            beside = self.at(f"{_BESIDE}{name}")
            with os.fdopen(os.open(beside, _CREATE, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.at(name))
            folder = os.open(self._path, _FOLDER)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _tidy(self) -> None:
        """Remove what a killed writer left: it holds a key that is good for nothing."""
        for left in self._path.glob(f"{_BESIDE}*"):
            left.unlink(missing_ok=True)


def _require_ours_alone(status: os.stat_result) -> None:
    if status.st_mode & _OTHERS or status.st_uid not in {0, os.geteuid()}:
        raise AuthorityExposedError


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        raise AuthorityUnusableError(os.strerror(refused.errno or 0)) from refused
