"""Digests of files that somebody found, waiting to be looked up: all of them alike, whether they match or not.

Flow        a finder's digests, blinded -> rows, in one transaction -> later, looked up in the ledger -> cases
Guarantees  1. What is done while the finder waits is the same for a match and for none: rows are written, nothing is
               looked up. So neither the answer nor its duration tells them apart.
            2. Nobody is in a row: no address, no time but the day's instant, no file; digests under the ledger's key.
I/O         none here; stores implement FoundBook, operations commit
Document    docs/found.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDigest:
    """One file that somebody says they hold."""

    found: str  # 32 hex digits, random
    audio: bytes = field(repr=False)  # 32 bytes, blind digest of the file
    samples: bytes = field(repr=False)  # 32 bytes, blind digest of what it decodes to; of the file again, if unknown
    at: datetime  # UTC


class FoundBook(Protocol):
    """Where they wait. Every read proves the row's code first."""

    def add(self, found: FoundDigest) -> None:
        """Add one."""

    def waiting(self, most: int) -> tuple[FoundDigest, ...]:
        """Return the earliest."""

    def count(self) -> int:
        """Return how many wait."""

    def drop(self, found: str) -> None:
        """Forget one: it was looked up."""
