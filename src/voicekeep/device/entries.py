"""What a folder of recordings holds: recordings, and entries that are refused by name.

A refusal pairs the entry's name, for its owner's eyes at the terminal, with an error that does not hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.errors import VoicekeepError


class FolderError(VoicekeepError):
    """A folder of recordings was not read to its end, or an entry of it was not taken."""

    promise = "P10"


class NotAFolderError(FolderError):
    """There is no folder to read at the place that was named."""

    def __init__(self) -> None:
        super().__init__("there is no readable folder at that place; nothing was read")


class TooManyEntriesError(FolderError):
    """The folder has more entries than one import takes."""

    def __init__(self) -> None:
        super().__init__("the folder has more entries than one import takes; the rest was not read")


class EntryError(FolderError):
    """One entry was not taken; nothing of it was kept, and the walk goes on."""


class LinkNotFollowedError(EntryError):
    """The entry is a link; whatever it points to may be anybody's."""

    def __init__(self) -> None:
        super().__init__("the entry is a link; it was not followed and nothing of it was kept")


class NotAFileError(EntryError):
    """The entry is a pipe, a socket or a device."""

    def __init__(self) -> None:
        super().__init__("the entry is neither a file nor a folder; it was not opened")


class UnreadableEntryError(EntryError):
    """The system does not let the entry be read, or it went away."""

    def __init__(self) -> None:
        super().__init__("the entry cannot be read; nothing of it was kept")


class UnusableNameError(EntryError):
    """The name has control characters or is not Unicode, or is too long to be kept beside the recording."""

    def __init__(self) -> None:
        super().__init__("the entry's name is too long or cannot be shown; nothing of it was kept")


class UnusableInstantError(EntryError):
    """The file's own date is before 1970 or beyond the calendar, and no sidecar gives a better one."""

    def __init__(self) -> None:
        super().__init__("the file's own date cannot be used; nothing of it was kept")


class FolderTooDeepError(EntryError):
    """The folder lies deeper than folders of recordings do."""

    def __init__(self) -> None:
        super().__init__("the folder lies too deep; nothing in it was read")


class ChangedWhileReadError(EntryError):
    """The file was not the same before and after it was read."""

    def __init__(self) -> None:
        super().__init__("the file changed while it was read; nothing of it was kept")


class OrphanSidecarError(EntryError):
    """There is a JSON file without a recording of its name."""

    def __init__(self) -> None:
        super().__init__("the sidecar has no recording beside it; nothing of it was kept")


class AmbiguousSidecarError(EntryError):
    """A recording has two sidecars, or shares one with another recording."""

    def __init__(self) -> None:
        super().__init__("it is not clear which sidecar belongs to which recording; neither was kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecording:
    """A file that may be a recording, with what its sidecar says."""

    name: str  # below the folder, "/" between its parts
    at: datetime  # UTC; the sidecar's instant, otherwise the file's last change
    transcript: str | None
    language: str | None  # BCP 47
    read: Callable[[], bytes]
    """Return the whole file; raises EntryError if it is not the file that was found any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEntry:
    """An entry that is not taken, and why."""

    name: str  # below the folder; characters that cannot be shown are replaced
    error: VoicekeepError
