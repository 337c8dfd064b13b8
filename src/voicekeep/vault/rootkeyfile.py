"""The root key's file: read and written only where nobody else can, and never inside the data folder.

Flow        a path -> the file's text, or a named error
Guarantees  1. A file that others can reach, or that a backup of the data folder would hold, is not used, by whatever
               name or link it is reached.
            2. An existing file is never replaced; a new one is whole and durable, or not there.
I/O         this file, and the folder it is in; nothing else in the vault touches a file system
Format      docs/formats/keys.md, version 1
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from voicekeep.vault.errors import (
    RootKeyExistsError,
    RootKeyExposedError,
    RootKeyInsideDataError,
    RootKeyMissingError,
    RootKeyUnusableError,
)

FILE_MAX_BYTES: Final = 64 * 1024

_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # not blocked by a pipe in its place
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def read_private(path: Path, data_folder: Path) -> bytes:
    """Return the file's bytes, at most 64 KiB and one; other secrets of the operator's are read by the same rules.

    Raises:
        RootKeyError: inside the data folder, missing, not ours alone, or not readable.
    """
    require_outside(path, data_folder)
    try:
        descriptor = os.open(path.resolve(), _READ)
        with os.fdopen(descriptor, "rb") as file:
            require_ours_alone(os.fstat(descriptor))
            return file.read(FILE_MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise RootKeyMissingError from error
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        raise RootKeyUnusableError(type(error).__name__) from error


def write_new(path: Path, data_folder: Path, text: bytes) -> None:
    """Write a new file of mode 0600, durably.

    Raises:
        RootKeyError: inside the data folder, there already, or not writable.
    """
    require_outside(path, data_folder)
    try:
        descriptor = os.open(path, _CREATE, 0o600)
    except FileExistsError as error:
        raise RootKeyExistsError from error
    except OSError as error:
        raise RootKeyUnusableError(type(error).__name__) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        _sync_folder(path.parent)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise RootKeyUnusableError(type(error).__name__) from error


def require_outside(path: Path, data_folder: Path) -> None:
    """Refuse a path that leads into the data folder: as written, by its folder, or by where a link points.

    Raises:
        RootKeyInsideDataError: a backup of the data folder would hold the key.
    """
    try:
        folders = {Path(os.path.abspath(data_folder)), data_folder.resolve()}  # noqa: PTH100 - no link followed
        places = {Path(os.path.abspath(path)), path.parent.resolve() / path.name, path.resolve()}  # noqa: PTH100
    except (OSError, RuntimeError) as error:  # links in a circle
        raise RootKeyUnusableError(type(error).__name__) from error
    if any(place.is_relative_to(folder) for place in places for folder in folders):
        raise RootKeyInsideDataError


def require_ours_alone(status: os.stat_result) -> None:
    """Refuse a file that anybody but the program and root can read.

    Raises:
        RootKeyError: it is no file, others can reach it, it belongs to somebody else, or has a second name.
    """
    if not stat.S_ISREG(status.st_mode):
        raise RootKeyUnusableError("not a file")
    if status.st_mode & _OTHERS:
        raise RootKeyExposedError("can be reached by others")
    if status.st_uid not in {0, os.geteuid()}:
        raise RootKeyExposedError("belongs to somebody else")
    if status.st_nlink != 1:
        raise RootKeyExposedError("has a second name")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
