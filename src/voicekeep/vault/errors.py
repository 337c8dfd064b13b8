"""What the vault refuses, by name. No error carries a key or a byte of plaintext, and after none is plaintext kept."""

from __future__ import annotations

from typing import ClassVar

from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import ArchiveId, DayKeyId, Id, ItemId, RequestId, SubjectId


class VaultError(VoicekeepError):
    """Something sealed could not be used, or something open could not be sealed; no plaintext left the vault."""

    promise: ClassVar[str | None] = "P2"


class NotSealedError(VaultError):
    """Where an item's envelope should be are other bytes."""

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"item {item} is not in an envelope; nothing was opened")


class UnsupportedItemError(VaultError):
    """An envelope is of a version or suite that this program does not know."""

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"item {item} is in an envelope of an unknown version or suite; it was not opened")


class TruncatedItemError(VaultError):
    """An envelope ends before it should."""

    promise = "P10"

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"the envelope of item {item} ends too early; it was not opened")


class OverlongItemError(VaultError):
    """Bytes follow the end of an envelope."""

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"bytes follow the envelope of item {item}; it was not opened")


class WrongOwnerError(VaultError):
    """An item or a key belongs to another person than the one it was asked for."""

    def __init__(self, what: ItemId | DayKeyId, *, asked_for: SubjectId) -> None:
        super().__init__(f"{what} is not held for {asked_for}; nothing was opened or sealed")
        self.what = what
        self.asked_for = asked_for


class WrongItemError(VaultError):
    """An envelope or an item key is another item's."""

    def __init__(self, item: ItemId, *, found: ItemId) -> None:
        super().__init__(f"{found} was found in the place of item {item}; it was not opened")
        self.item = item
        self.found = found


class WrongKindError(VaultError):
    """An item was sealed as something else than it is said to be."""

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"item {item} was sealed as another kind; it was not opened")


class WrongDayKeyError(VaultError):
    """An item's key was wrapped under another day key than the one at hand."""

    def __init__(self, item: ItemId, *, found: DayKeyId) -> None:
        super().__init__(f"the key of item {item} is not under {found}; nothing was opened")


class WrongKeyError(VaultError):
    """An envelope is not committed to the key at hand."""

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"the envelope of item {item} was sealed with another key; it was not opened")


class TamperedItemError(VaultError):
    """An envelope is not what was sealed."""

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"the envelope of item {item} was changed after it was sealed; nothing of it was used")


class KeyDoesNotOpenError(VaultError):
    """A wrapped or sealed key was changed, moved, or belongs below another key."""

    def __init__(self, of: Id) -> None:
        super().__init__(f"the key of {of} does not open with the key above it; nothing was opened")
        self.of = of


class ForeignPublicKeyError(VaultError):
    """A person's public key does not belong to their private one: what is sealed to it, somebody else could open."""

    def __init__(self, subject: SubjectId) -> None:
        super().__init__(f"the public key of {subject} is not theirs; nothing was sealed or opened")


class UnsupportedKeyError(VaultError):
    """A key is of a suite that this program does not know, or of no form."""

    def __init__(self, of: Id) -> None:
        super().__init__(f"the key of {of} is of an unknown suite or form; nothing was sealed or opened")


class CrossedArchiveError(VaultError):
    """An archive's key belongs to another request, person or archive than the one it was asked for."""

    promise = "P5"

    def __init__(self, archive: ArchiveId, *, request: RequestId) -> None:
        super().__init__(f"archive {archive} was not made for request {request} of this person; it was not opened")
        self.archive = archive
        self.request = request


class UnknownKeyError(VaultError):
    """The key store never held a key of this name."""

    def __init__(self, of: Id) -> None:
        super().__init__(f"there is no key of {of}; nothing was opened")
        self.of = of


class KeyDestroyedError(VaultError):
    """A key was destroyed, by expiry or erasure; what it opened is gone for good."""

    promise = "P7"

    def __init__(self, of: Id) -> None:
        super().__init__(f"the key of {of} was destroyed; it cannot be opened any more")
        self.of = of


class AudioMismatchError(VaultError):
    """The audio handed in is not the one that the record names."""

    promise = "P1"

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"the audio of item {item} is not the one its record names; it was not sealed")


class WrongDeviceError(VaultError):
    """A turn names another device than the one that hands it in."""

    promise = "P1"

    def __init__(self, item: ItemId) -> None:
        super().__init__(f"item {item} names another device than the one that hands it in; it was not sealed")


class BlobMissingError(VaultError):
    """A blob that a row names is not there."""

    promise = "P10"

    def __init__(self, name: str) -> None:
        super().__init__(f"blob {name} is missing; nothing was read")
        self.name = name


class StoreFullError(StoreError):
    """There is no room; nothing was kept."""

    promise = "P10"

    def __init__(self, name: str) -> None:
        super().__init__(f"no room for {name}; nothing was kept")


class LeaseLostError(StoreError):
    """A writer was taken for dead and its blobs may be swept; it added no row."""

    promise = "P10"

    def __init__(self, name: str) -> None:
        super().__init__(f"the lease on {name} ran out; no row was added, nothing was kept")


class RootKeyError(VaultError):
    """The root key cannot be used; nothing can be opened or sealed without it."""

    promise = None


class RootKeyMissingError(RootKeyError):
    """There is no root key file."""

    def __init__(self) -> None:
        super().__init__("the root key file is not there; nothing was opened")


class RootKeyUnusableError(RootKeyError):
    """The operating system did not let the root key file be read or written."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the root key file could not be used ({reason}); nothing was opened")


class RootKeyExistsError(RootKeyError):
    """A root key file is there already; another key instead of it would lose everything."""

    def __init__(self) -> None:
        super().__init__("there is a root key file already; it was not replaced")


class RootKeyExposedError(RootKeyError):
    """Somebody else on this machine can reach the root key file."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the root key file {reason}; it must be yours alone (mode 0600) and was not used")


class RootKeyInsideDataError(RootKeyError):
    """The root key file is where the data is: one backup, or one thief, would have both."""

    def __init__(self) -> None:
        super().__init__("the root key file is inside the data folder; keep it elsewhere, it was not used")


class MalformedRootKeyError(RootKeyError):
    """The root key file is not one."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the root key file is malformed ({reason}); it was not used")


class UnknownEpochError(RootKeyError):
    """Something is under an epoch of the root key that the file does not hold."""

    def __init__(self, epoch: int) -> None:
        super().__init__(f"the root key file has no epoch {epoch}; nothing was opened")
