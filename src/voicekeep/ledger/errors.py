"""Why the ledger is not believed, or did not take a fact. Each error names positions and identifiers, nothing else."""

from __future__ import annotations

from typing import ClassVar

from voicekeep.formats.errors import FormatError
from voicekeep.records.errors import VoicekeepError


class LedgerError(VoicekeepError):
    """The ledger cannot vouch for this; nothing may leave on its word."""

    promise: ClassVar[str | None] = "P6"


class ConflictingFactError(LedgerError):
    """Something else was written under this natural key before; nothing was appended."""

    promise = "P10"

    def __init__(self, natural_key: str, position: int) -> None:
        super().__init__(f"{natural_key} stands at position {position} with another fact; nothing was appended")
        self.position = position


class UnaccountableError(LedgerError):
    """An erasure names a position that is not its item's; nothing was appended or forgotten."""

    promise = "P7"

    def __init__(self, position: int) -> None:
        super().__init__(f"the erasure does not account for position {position}; nothing was appended or forgotten")
        self.position = position


class LedgerSignatureError(LedgerError):
    """A checkpoint was not signed by this ledger's key in its name; it was not believed."""

    def __init__(self, size: int | None = None) -> None:
        which = "a checkpoint" if size is None else f"the checkpoint at size {size}"
        super().__init__(f"{which} was not signed by this ledger; it was not believed")
        self.size = size


class LedgerBehindError(LedgerError):
    """Entries that were signed are not there: an older ledger was put back, or its end was cut off."""

    def __init__(self, *, size: int, seen: int) -> None:
        super().__init__(f"the ledger has {size} entries, {seen} were signed; nothing of it was believed")
        self.size = size
        self.seen = seen


class LedgerForkError(LedgerError):
    """The entries are others than those that were signed; the ledger was rewritten."""

    def __init__(self, *, seen: int) -> None:
        super().__init__(f"the ledger is no continuation of the {seen} entries that were signed; it was not believed")
        self.seen = seen


class UnsignedEntriesError(LedgerError):
    """Entries stand after the last checkpoint: the ledger did not write them."""

    def __init__(self, *, size: int, signed: int) -> None:
        super().__init__(f"the ledger has {size} entries, only {signed} are signed; nothing of it was believed")
        self.size = size
        self.signed = signed


class AtPositionError(LedgerError):
    """Something is wrong at one position."""

    says: ClassVar[str] = "is not as it was written"

    def __init__(self, position: int) -> None:
        super().__init__(f"position {position} {self.says}")
        self.position = position


class MissingEntryError(AtPositionError):
    """An entry in the middle is gone."""

    says = "has no entry, though later ones have; nothing of the ledger was believed"


class EditedEntryError(AtPositionError):
    """An entry is not the one that was signed."""

    says = "does not hold the entry that was signed; nothing of the ledger was believed"

    def __init__(self, position: int, *, end: int | None = None) -> None:
        """Name the position, or with `end` the first of several of which one is meant."""
        super().__init__(position)
        if end is not None and end > position + 1:
            self.args = (f"one of the positions {position} to {end - 1} {self.says}",)
        self.end = position + 1 if end is None else end


class UnprovenEntryError(AtPositionError):
    """An entry cannot be shown to be in the signed tree: it, or a node above it, was edited."""

    says = "cannot be proven to be in the signed ledger; nothing was taken from it"


class EditedOpeningError(AtPositionError):
    """What is shown for an entry is not what the entry commits to."""

    says = "is opened by something else than it commits to; it was not believed"


class MissingOpeningError(AtPositionError):
    """An entry cannot be opened, and no erasure accounts for that."""

    says = "has no opening, and no erasure accounts for it; nothing was called complete"


class ReturnedOpeningError(AtPositionError):
    """What was erased is there again."""

    promise = "P7"
    says = "was erased, and its opening is there again; it was not used"


class EditedColumnError(AtPositionError):
    """A column that repeats a part of a fact does not agree with it."""

    says = "is filed under something else than its fact says; it was not used"


class EditedErasureError(AtPositionError):
    """The note of who accounts for a missing opening does not agree with the erased fact."""

    promise = "P7"
    says = "is noted as erased by something else than what erased it; the note was not believed"


class EditedCheckpointError(LedgerError):
    """A checkpoint is not the one that was signed at its size."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the checkpoint at size {size} is not the one that was signed; it was not believed")
        self.size = size


class EditedNodeError(LedgerError):
    """A stored node of the tree is not what the entries below it give."""

    def __init__(self, level: int, place: int) -> None:
        super().__init__(f"node {place} of level {level} is not what the entries below it give; it was not believed")
        self.level = level
        self.place = place


class CensusIncompleteError(LedgerError):
    """The store did not show every captured fact that the ledger holds; nothing was called complete."""

    promise = "P4"

    def __init__(self, *, shown: int, held: int) -> None:
        super().__init__(f"the store showed {shown} of {held} captured facts; nothing was called complete")
        self.shown = shown
        self.held = held


class FalseProofError(LedgerError, FormatError):
    """A proof does not prove what it says; nothing of it was believed."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("the proof does not lead to the signed root; nothing of it was believed")
