"""Where items and their bytes are: what the database holds in clear, and the blobs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voicekeep.records.ids import DayKeyId, DeviceId, ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """What is known of an item without any key."""

    item: ItemId
    owner: SubjectId
    kind: ItemKind
    device: DeviceId | None
    at: datetime  # UTC, the instant the item is about
    size: int  # bytes, sealed
    day_key: DayKeyId
    position: int  # of its captured fact in the ledger


class ItemIndex(Protocol):
    """The rows of sealed items."""

    def add(self, rows: Sequence[ItemRow]) -> None: ...

    def row(self, item: ItemId) -> ItemRow | None: ...

    def held_by(self, owner: SubjectId, kind: ItemKind, scope: ReleaseScope) -> Iterator[ItemRow]:
        """Return every item of `owner` of that kind that `scope` covers, ordered by instant, then id; streamed."""

    def remove(self, item: ItemId) -> None: ...


class RangeSource(Protocol):
    """Bytes of known length that can be read anywhere."""

    @property
    def size(self) -> int: ...

    def read_range(self, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes, fewer only at the end."""


class Blobs(Protocol):
    """Sealed bytes by name; names are made of identifiers only, e.g. `items/itm_…`, `archives/arc_…/body`."""

    def put(self, name: str, data: bytes) -> None:
        """Write whole or not at all, durable when it returns. Raises StoreFullError."""

    def writer(self, name: str) -> AbstractContextManager[Callable[[bytes], object]]:
        """Write as a stream; the blob appears, durable, when the context ends without an error."""

    def read(self, name: str) -> bytes:
        """Raises BlobMissingError."""

    def open(self, name: str) -> RangeSource:
        """Raises BlobMissingError."""

    def delete(self, names: Sequence[str]) -> None:
        """Remove those that exist."""

    def names(self) -> Iterator[str]:
        """Yield every blob's name; what is still being written has none."""

    def forget_partial(self) -> None:
        """Remove what killed writers left half written; nobody may be writing a stream."""


class Leases(Protocol):
    """Who is writing which blob: a blob without a row is swept only when no lease on it is alive."""

    def take(self, names: Sequence[str], until: datetime) -> None: ...

    def give(self, names: Sequence[str], now: datetime) -> None:
        """End the leases as the rows are added. Raises LeaseLostError if one ran out or was swept: add nothing."""

    def expired(self, now: datetime) -> tuple[str, ...]:
        """Return and remove the leases that ran out."""

    def alive(self, names: Sequence[str]) -> frozenset[str]: ...
