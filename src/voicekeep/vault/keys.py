"""Keys as they are stored: each wrapped or sealed, none usable without the root key.

The key store is apart from the database, so that an ordinary backup does not hold it: what is destroyed here stays
destroyed when an older database is put back (P7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from voicekeep.records.ids import ArchiveId, DayKeyId, DeviceId, ItemId, RequestId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKey:
    """One person's key pair."""

    subject: SubjectId
    suite: int  # 1: ML-KEM-768 + X25519, HKDF-SHA256, AES-256-GCM
    public: bytes
    wrapped_private: bytes  # under the root key of `epoch`, associated data: the subject id
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayKey:
    """One writer's key for one person, device and day."""

    day_key: DayKeyId
    owner: SubjectId
    device: DeviceId | None
    day: date  # UTC
    sealed: bytes  # HPKE to the owner, info: owner, device and day


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKey:
    """One item's key."""

    item: ItemId
    day_key: DayKeyId
    wrapped: bytes  # under the day key, associated data: the item ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveKey:
    """One archive's key."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    sealed: bytes  # HPKE to the subject, info: request and archive


class KeyStore(Protocol):
    """Where keys are kept. Each call commits by itself; destroying is final and may be asked for twice."""

    def add_subject_key(self, key: SubjectKey) -> None: ...

    def subject_key(self, subject: SubjectId) -> SubjectKey:
        """Raises UnknownKeyError, KeyDestroyedError, ForgedRowError (the public half was replaced)."""

    def destroy_subject_key(self, subject: SubjectId, now: datetime) -> None:
        """Destroy a person's key pair and every day key sealed to it."""

    def destroyed_subjects(self) -> Iterator[SubjectId]: ...

    def add_captured(self, day_keys: Sequence[DayKey], item_keys: Sequence[ItemKey]) -> None:
        """Add the keys of freshly sealed items, all or none."""

    def day_keys(self, wanted: Sequence[DayKeyId]) -> Mapping[DayKeyId, DayKey]:
        """Return those that exist."""

    def item_keys(self, wanted: Sequence[ItemId]) -> Mapping[ItemId, ItemKey]:
        """Return those that exist and are not destroyed."""

    def destroy_item_keys(self, items: Sequence[ItemId], now: datetime) -> None:
        """Destroy, and remember that they were: also those that this store never held."""

    def destroyed_items(self) -> Iterator[ItemId]: ...

    def add_archive_key(self, key: ArchiveKey) -> None: ...

    def archive_key(self, archive: ArchiveId) -> ArchiveKey:
        """Raises UnknownKeyError, KeyDestroyedError."""

    def destroy_archive_key(self, archive: ArchiveId, now: datetime) -> None: ...

    def destroyed_archives(self) -> Iterator[ArchiveId]: ...

    def witness(self) -> str | None:
        """Return the last ledger checkpoint seen, as its signed note."""

    def put_witness(self, size: int, note: str) -> None:
        """Remember a checkpoint of `size` entries; a smaller one than the last is not taken."""

    def replace_witness(self, size: int, note: str) -> None:
        """Remember a checkpoint whatever the last one was: only for a restore that a person decided."""
