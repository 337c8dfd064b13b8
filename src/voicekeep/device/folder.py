"""Read a folder of recordings that its owner named, and nothing outside of it.

Flow        folder -> FoundRecording or RefusedEntry for each entry, in the order of their names
Guarantees  1. No link is followed, neither at listing nor at reading: each name is opened below its folder, which
               is open already, and looked at again once it is open itself.
            2. Nothing but plain files is opened for reading, and none larger than the limits.
            3. Every entry is told about: a recording, or a refusal with its error's name (P10).
I/O         reads the folder
Format      docs/formats/sidecar.md
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

from voicekeep.device.entries import (
    AmbiguousSidecarError,
    ChangedWhileReadError,
    EntryError,
    FolderTooDeepError,
    FoundRecording,
    LinkNotFollowedError,
    NotAFileError,
    NotAFolderError,
    OrphanSidecarError,
    RefusedEntry,
    TooManyEntriesError,
    UnreadableEntryError,
    UnusableInstantError,
    UnusableNameError,
)
from voicekeep.device.sidecar import Sidecar, parse_sidecar
from voicekeep.device.sound import SoundTooLargeError
from voicekeep.records.instant import EPOCH, from_microseconds
from voicekeep.records.limits import Limits

_FOLDERS_DEEP = 32
_SIDECAR = ".json"
_NEVER_SHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, half characters, line ends
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def found_in(folder: Path, limits: Limits) -> Iterator[FoundRecording | RefusedEntry]:
    """Yield what is in `folder` and the folders below it.

    Raises:
        NotAFolderError: there is nothing to walk.
        TooManyEntriesError: more than `import_max_files`; what was yielded before stands.
    """
    try:
        root = folder.resolve()
        opened = os.open(root, _FOLDER_FLAGS)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        raise NotAFolderError from None
    yield from _Walk(root, limits).below(opened, ())


class _Walk:
    """One walk through one folder."""

    def __init__(self, root: Path, limits: Limits) -> None:
        self._root = root
        self._limits = limits
        self._entries = 0

    def below(self, folder: int, parts: tuple[str, ...]) -> Iterator[FoundRecording | RefusedEntry]:
        """Yield what is in the opened `folder`, and close it."""
        try:
            names = sorted(os.listdir(folder))
            pairs = _Pairs(names)
            for name in names:
                self._entries += 1
                if self._entries > self._limits.import_max_files:
                    raise TooManyEntriesError
                try:
                    yield from self._entry(folder, (*parts, name), pairs)
                except (EntryError, SoundTooLargeError) as error:
                    yield RefusedEntry(name=_shown((*parts, name)), error=error)
        finally:
            os.close(folder)

    def _entry(self, folder: int, parts: tuple[str, ...], pairs: _Pairs) -> Iterator[FoundRecording | RefusedEntry]:
        name = parts[-1]
        _require_usable(parts, self._limits)
        status = _status(name, folder)
        if stat.S_ISDIR(status.st_mode):
            if len(parts) > _FOLDERS_DEEP:
                raise FolderTooDeepError
            yield from self.below(_opened(name, _FOLDER_FLAGS, folder), parts)
        elif not stat.S_ISREG(status.st_mode):
            raise LinkNotFollowedError if stat.S_ISLNK(status.st_mode) else NotAFileError
        elif not name.endswith(_SIDECAR):
            yield self._recording(folder, parts, status, pairs.sidecar_of(name))
        elif not pairs.has_recording(name):
            raise OrphanSidecarError

    def _recording(
        self, folder: int, parts: tuple[str, ...], status: os.stat_result, sidecar_name: str | None
    ) -> FoundRecording:
        limits = self._limits
        if status.st_size > limits.sound_file_max_bytes:
            raise SoundTooLargeError
        sidecar = Sidecar()
        if sidecar_name is not None:
            sidecar = parse_sidecar(_content(sidecar_name, folder, limits.sidecar_max_bytes + 1), limits)
        return FoundRecording(
            name="/".join(parts),
            at=sidecar.at if sidecar.at is not None else _last_change(status),
            transcript=sidecar.transcript,
            language=sidecar.language,
            read=partial(_read_again, self._root, parts, status),
        )


class _Pairs:
    """Which sidecar of a folder belongs to which recording: NAME.wav.json or NAME.json to NAME.wav."""

    def __init__(self, names: list[str]) -> None:
        recordings = [name for name in names if not name.endswith(_SIDECAR)]
        self._sidecars = set(names).difference(recordings)
        self._claims = Counter(claim for name in recordings for claim in _claims(name))

    def has_recording(self, sidecar: str) -> bool:
        return self._claims[sidecar] > 0

    def sidecar_of(self, recording: str) -> str | None:
        """Return the recording's one sidecar, if it has any.

        Raises:
            AmbiguousSidecarError: it has two, or the one is another recording's as well.
        """
        own = self._sidecars.intersection(_claims(recording))
        if len(own) > 1 or any(self._claims[sidecar] > 1 for sidecar in own):
            raise AmbiguousSidecarError
        return own.pop() if own else None


def _claims(recording: str) -> set[str]:
    return {recording + _SIDECAR, PurePosixPath(recording).stem + _SIDECAR}


def _read_again(root: Path, parts: tuple[str, ...], found: os.stat_result) -> bytes:
    """Return the whole file that was `found`, or refuse what is now in its place."""
    folder = _descended(root, parts[:-1])
    try:
        data = _content(parts[-1], folder, found.st_size + 1, found)
    finally:
        os.close(folder)
    return data


def _content(name: str, folder: int, max_bytes: int, found: os.stat_result | None = None) -> bytes:
    """Return at most `max_bytes` of the plain file `name` if it stays the same, from `found` on."""
    with os.fdopen(_opened(name, _FILE_FLAGS, folder), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise NotAFileError
        data = file.read(max_bytes)
        after = os.fstat(file.fileno())
    if not _version(found or before) == _version(before) == _version(after):
        raise ChangedWhileReadError
    return data


def _version(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _descended(root: Path, parts: tuple[str, ...]) -> int:
    """Open the folder `parts` below `root`, one part after the other, none of them through a link."""
    folder = _opened(str(root), _FOLDER_FLAGS, None)
    for part in parts:
        try:
            below = _opened(part, _FOLDER_FLAGS, folder)
        finally:
            os.close(folder)
        folder = below
    return folder


def _opened(name: str, flags: int, folder: int | None) -> int:
    try:
        return os.open(name, flags | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        raise (LinkNotFollowedError if error.errno == errno.ELOOP else UnreadableEntryError) from None


def _status(name: str, folder: int) -> os.stat_result:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        raise UnreadableEntryError from None


def _last_change(status: os.stat_result) -> datetime:
    try:
        instant = from_microseconds(status.st_mtime_ns // 1000)
    except OverflowError:
        raise UnusableInstantError from None
    if instant < EPOCH:
        raise UnusableInstantError
    return instant


def _require_usable(parts: tuple[str, ...], limits: Limits) -> None:
    name = "/".join(parts)
    if len(name) > limits.source_name_max_chars or name != _shown(parts):
        raise UnusableNameError


def _shown(parts: tuple[str, ...]) -> str:
    """Return the name below the folder, with characters that could command a terminal replaced."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _NEVER_SHOWN else character
        for character in "/".join(parts)
    )
