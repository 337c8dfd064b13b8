"""What is to ring on a speaker, and when: whose and where, never what for.

Flow        a timer, an alarm or a reminder, sealed -> Ring: the row that says when somebody has to open it
Guarantees  1. A ring says nothing but identifiers and instants: the words are in the item, sealed to its owner.
I/O         none; a store implements RingBook
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voicekeep.records.ids import DeviceId, ItemId, SubjectId


class RingsBy(StrEnum):
    """What says that it is time."""

    ELAPSED = "elapsed"  # a timer: so long after it was set, whatever somebody does to the clock
    CLOCK = "clock"  # an alarm or a reminder: at that time of the clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One item that is due at an instant, on one speaker."""

    item: ItemId
    owner: SubjectId
    device: DeviceId  # where it was set
    rings_at: datetime  # UTC
    rings_by: RingsBy


class RingBook(Protocol):
    """Where rings are kept. Every read of a row proves its authentication code first."""

    def add_ring(self, ring: Ring) -> None: ...

    def rings(self) -> tuple[Ring, ...]:
        """Return every ring, the earliest first."""

    def ring_of(self, item: ItemId) -> Ring | None: ...

    def move_ring(self, ring: Ring, rings_at: datetime) -> bool:
        """Let it ring at another instant; False: it is gone, or was moved meanwhile, and stays as it is."""

    def forget_ring(self, item: ItemId) -> None: ...

    def forget_rings_of(self, owner: SubjectId) -> None:
        """Delete them all: nothing of theirs rings any more."""
