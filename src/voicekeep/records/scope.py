"""What one release covers, fixed at the instant the requester's identity is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.items import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseScope:
    """The copy is complete for these kinds, this period, up to this ledger position."""

    as_of: int  # ledger size when identity was proven: facts at positions below it count
    since: datetime | None = None  # UTC, first instant of the period; None: from the beginning
    until: datetime | None = None  # UTC, the period ends before it; None: up to as_of
    kinds: tuple[ItemKind, ...] = tuple(ItemKind)

    def covers(self, kind: ItemKind, at: datetime) -> bool:
        """Return whether an item of `kind` captured for instant `at` belongs into the copy."""
        return (
            kind in self.kinds and (self.since is None or self.since <= at) and (self.until is None or at < self.until)
        )

    def overlaps(self, other: ReleaseScope) -> bool:
        """Return whether an item can belong into both copies: some kind and some instant is covered by both."""
        return (
            not set(self.kinds).isdisjoint(other.kinds)
            and (self.since is None or other.until is None or self.since < other.until)
            and (other.since is None or self.until is None or other.since < self.until)
        )
