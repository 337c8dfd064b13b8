"""Seal what was captured to its owner, and open it for that owner only.

Flow        record + audio -> SealedItem (envelope, wrapped keys) -> Opened, through one person's SubjectOpener
Guarantees  1. An item opens only with its owner's key and as exactly that item: moved, renamed or relabelled, cut short
               or changed by a bit, it is refused by name, without a byte of plaintext (P2).
            2. Who captures today cannot open yesterday: a Writer has no private key and forgets the day's.
            3. An archive's key opens only for the request and person that it was made for (P5).
            4. What is destroyed in the key store stays destroyed, whatever database is put back (P7).
I/O         the root key file; stores implement KeyStore, ItemIndex, Blobs and Leases
Format      docs/formats/envelope.md and docs/formats/keys.md, version 1
"""

from voicekeep.vault.desk import DeskSeal
from voicekeep.vault.errors import (
    AudioMismatchError,
    BlobMissingError,
    CrossedArchiveError,
    ForeignPublicKeyError,
    KeyDestroyedError,
    KeyDoesNotOpenError,
    LeaseLostError,
    MalformedRootKeyError,
    NotSealedError,
    OverlongItemError,
    RootKeyError,
    RootKeyExistsError,
    RootKeyExposedError,
    RootKeyInsideDataError,
    RootKeyMissingError,
    RootKeyUnusableError,
    StoreFullError,
    TamperedItemError,
    TruncatedItemError,
    UnknownEpochError,
    UnknownKeyError,
    UnsupportedItemError,
    UnsupportedKeyError,
    VaultError,
    WrongDayKeyError,
    WrongDeviceError,
    WrongItemError,
    WrongKeyError,
    WrongKindError,
    WrongOwnerError,
)
from voicekeep.vault.facts import captured
from voicekeep.vault.index import Blobs, ItemIndex, ItemRow, Leases, RangeSource
from voicekeep.vault.keyring import KeyRing
from voicekeep.vault.keys import ArchiveKey, DayKey, ItemKey, KeyStore, SubjectKey
from voicekeep.vault.opener import SubjectOpener
from voicekeep.vault.purposes import Purpose
from voicekeep.vault.retention import expires_at
from voicekeep.vault.rootkey import RootKey
from voicekeep.vault.rootkeyfile import read_private
from voicekeep.vault.seal import Opened
from voicekeep.vault.writer import SealedItem, Writer

__all__ = [
    "ArchiveKey",
    "AudioMismatchError",
    "BlobMissingError",
    "Blobs",
    "CrossedArchiveError",
    "DayKey",
    "DeskSeal",
    "ForeignPublicKeyError",
    "ItemIndex",
    "ItemKey",
    "ItemRow",
    "KeyDestroyedError",
    "KeyDoesNotOpenError",
    "KeyRing",
    "KeyStore",
    "LeaseLostError",
    "Leases",
    "MalformedRootKeyError",
    "NotSealedError",
    "Opened",
    "OverlongItemError",
    "Purpose",
    "RangeSource",
    "RootKey",
    "RootKeyError",
    "RootKeyExistsError",
    "RootKeyExposedError",
    "RootKeyInsideDataError",
    "RootKeyMissingError",
    "RootKeyUnusableError",
    "SealedItem",
    "StoreFullError",
    "SubjectKey",
    "SubjectOpener",
    "TamperedItemError",
    "TruncatedItemError",
    "UnknownEpochError",
    "UnknownKeyError",
    "UnsupportedItemError",
    "UnsupportedKeyError",
    "VaultError",
    "Writer",
    "WrongDayKeyError",
    "WrongDeviceError",
    "WrongItemError",
    "WrongKeyError",
    "WrongKindError",
    "WrongOwnerError",
    "captured",
    "expires_at",
    "read_private",
]
