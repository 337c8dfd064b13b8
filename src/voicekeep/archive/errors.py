"""What the builder refuses."""

from __future__ import annotations

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId


class ArchiveError(VoicekeepError):
    """A copy was not built; its half-written body has no end and no key that anybody holds."""


class ForeignItemError(ArchiveError):
    """The source handed over an item of another person, or of another kind than it was asked for."""

    promise = "P3"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"an item handed over for archive {archive} is not one of its subject and kind; not built")
        self.archive = archive


class OutOfScopeError(ArchiveError):
    """The source handed over an item outside the scope that was fixed when identity was proven."""

    promise = "P4"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"an item handed over for archive {archive} lies outside its scope; not built")
        self.archive = archive


class OutOfOrderError(ArchiveError):
    """The source handed items over twice or in another order than by instant, then identifier."""

    promise = "P10"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"the items handed over for archive {archive} are doubled or out of order; not built")
        self.archive = archive


class SplitTurnError(ArchiveError):
    """A record speaks of a recording that is not there, or a recording came without a word about it."""

    promise = "P10"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"a record and a recording handed over for archive {archive} do not match; not built")
        self.archive = archive


class UnreadableRecordError(ArchiveError):
    """A sealed record opened, but is no record line."""

    promise = "P10"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"a record handed over for archive {archive} cannot be read; not built")
        self.archive = archive
