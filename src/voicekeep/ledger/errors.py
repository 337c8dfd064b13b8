"""What is wrong with a ledger, and where: positions and identifiers only."""

from __future__ import annotations

from voicekeep.records.errors import VoicekeepError


class LedgerError(VoicekeepError):
    """The ledger was not believed, or something was not written into it."""

    promise = "P8"


class ConflictingFactError(LedgerError):
    """Another fact stands under the same natural key; this one was not written."""

    promise = "P10"

    def __init__(self, position: int) -> None:
        super().__init__(f"entry {position} says otherwise about the same thing; the new fact was not written")
        self.position = position


class _AtPositionError(LedgerError):
    """Something is wrong at one position."""

    sentence = ""

    def __init__(self, position: int) -> None:
        super().__init__(f"entry {position} {self.sentence}")
        self.position = position


class EditedEntryError(_AtPositionError):
    """An entry is not the one that the signed tree holds."""

    sentence = "or one near it is not what the signed tree holds; the ledger was not believed"


class EditedOpeningError(_AtPositionError):
    """An opening does not open its entry's commitment."""

    sentence = "is not opened by what lies beside it; the ledger was not believed"


class MissingOpeningError(_AtPositionError):
    """An opening is gone, and no erasure accounts for it."""

    sentence = "lost its opening without an erasure; the ledger was not believed"


class EditedColumnError(_AtPositionError):
    """A column that repeats part of a fact says something else."""

    sentence = "is filed under something else than its fact says; the ledger was not believed"


class EditedNodeError(LedgerError):
    """A stored hash of the tree is not the hash of what lies below it."""

    def __init__(self, level: int, index: int) -> None:
        super().__init__(f"node {index} of level {level} is not the hash of what lies below it; it was not believed")


class NoCheckpointError(LedgerError):
    """The ledger has entries that no checkpoint covers."""

    def __init__(self) -> None:
        super().__init__("no signed checkpoint covers the ledger's entries; it was not believed")


class LedgerSignatureError(LedgerError):
    """A checkpoint was not signed by this keep."""

    def __init__(self) -> None:
        super().__init__("a checkpoint is not signed by this keep; the ledger was not believed")


class LedgerBehindError(LedgerError):
    """The ledger has fewer entries than were seen before: an older database was put back. Nothing was started."""

    promise = "P7"

    def __init__(self, size: int, seen: int) -> None:
        super().__init__(
            f"the ledger has {size} entries, {seen} were seen before: an older database was put back; nothing was "
            "started (voicekeep recover takes it on, if that is your decision)"
        )
        self.size = size
        self.seen = seen


class LedgerForkError(LedgerError):
    """The ledger is not a continuation of the one that was seen. Nothing was started."""

    def __init__(self, seen: int) -> None:
        super().__init__(f"the first {seen} entries are not those that were seen before; nothing was started")
        self.seen = seen


class BadProofError(LedgerError):
    """A proof does not prove that its fact is in the ledger."""

    def __init__(self) -> None:
        super().__init__("the proof does not show its fact in the ledger; the fact was not believed")
