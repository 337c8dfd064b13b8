"""What the ledger needs of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger, for ever."""

    position: int
    natural_key: bytes  # 32 bytes, SHA-256 of the fact's natural key
    commitment: bytes  # 32 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an entry commits to; can be deleted. The columns after `fact` repeat parts of it, to be found by."""

    position: int
    salt: bytes  # 32 bytes
    fact: bytes  # canonical JSON
    name: str  # e.g. "captured"
    subject: SubjectId | None = None
    kind: ItemKind | None = None  # this, instant and digests: of captured facts only
    at: int | None = None  # microseconds since 1970, UTC
    item: str | None = None
    archive: str | None = None
    audio: bytes | None = None  # blind digests
    samples: bytes | None = None


class LogStore(Protocol):
    """Rows of the log. Entries, nodes and checkpoints can be added, never changed or deleted."""

    def size(self) -> int: ...

    def add(self, entries: Sequence[Entry], openings: Sequence[Opening]) -> None: ...

    def entries(self, first: int, end: int) -> Iterator[Entry]:
        """Return entries with first <= position < end, in order, streamed."""

    def entries_at(self, positions: Sequence[int]) -> Sequence[Entry]:
        """Return those entries in order of position."""

    def positions_of(self, natural_keys: Sequence[bytes]) -> dict[bytes, int]: ...

    def add_nodes(self, nodes: Sequence[tuple[int, int, bytes]]) -> None:
        """Add (level, index, hash) of perfect subtrees, level >= 1."""

    def nodes(self, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]: ...

    def add_checkpoint(self, size: int, note: str) -> None: ...

    def last_checkpoint(self) -> tuple[int, str] | None: ...

    def checkpoint_at(self, size: int) -> str | None: ...

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Return size and note of every checkpoint, ordered by size, streamed."""

    def opening(self, position: int) -> Opening | None: ...

    def openings(self, first: int, end: int) -> Iterator[Opening]: ...

    def openings_at(self, positions: Sequence[int]) -> Iterator[Opening]:
        """Yield what is there of those openings, in order of position."""

    def openings_named(self, name: str, *, subject: SubjectId | None = None) -> Iterator[Opening]:
        """Return facts of that name, of that subject if given, in order of position."""

    def openings_about(self, subject: SubjectId) -> Iterator[Opening]: ...

    def openings_of_archive(self, archive: str) -> Iterator[Opening]: ...

    def openings_of_item(self, item: str) -> Iterator[Opening]: ...

    def openings_of_items(self, items: Sequence[str], names: Sequence[str]) -> Iterator[Opening]:
        """Yield the facts of these names about these items, in any order."""

    def captured(self, subject: SubjectId, kind: ItemKind, end: int) -> Iterator[Opening]:
        """Return captured facts at positions below `end`, ordered by (at, item), streamed."""

    def captured_with(self, *, audio: bytes | None = None, samples: bytes | None = None) -> Iterator[Opening]:
        """Return captured facts whose file or samples have that blind digest."""

    def forget(self, positions: Sequence[int], erased_by: int) -> None:
        """Delete openings; remember that the erased fact at `erased_by` accounts for them."""

    def count_openings(self, end: int) -> int: ...

    def count_forgotten(self, end: int) -> int: ...

    def forgotten(self, first: int, end: int) -> dict[int, int]:
        """Return position -> position of the erased fact that accounts for it."""
