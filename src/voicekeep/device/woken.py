"""How often a speaker woke and nobody had meant it: a number for each speaker and day, and nothing else (R21).

Flow        an utterance that was rejected, or "that wasn't for you" -> one more
Guarantees  1. Nothing of what was heard is kept: there is no field for it.
I/O         none; a store implements WokenBook
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from voicekeep.records.ids import DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class WokenFalsely:
    """How often one speaker woke by mistake on one day."""

    device: DeviceId
    day: date  # UTC
    times: int


class WokenBook(Protocol):
    """Where the numbers are kept."""

    def count_false_waking(self, device: DeviceId, day: date) -> None:
        """Count one more."""

    def false_wakings_of(self, device: DeviceId) -> tuple[WokenFalsely, ...]:
        """Return a speaker's numbers, the earliest day first."""

    def forget_false_wakings(self, before: date) -> None:
        """Delete those of earlier days."""

    def forget_false_wakings_of(self, device: DeviceId) -> None: ...
