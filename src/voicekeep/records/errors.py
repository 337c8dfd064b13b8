"""The one base of every error that Voicekeep raises on purpose.

A message says what did *not* happen and carries identifiers only: never speech, names, keys, tokens or addresses.
Each stage has one base of its own below this one; only the command line and the pages turn an error into an exit
code or a status.
"""

from __future__ import annotations

from typing import ClassVar


class VoicekeepError(Exception):
    """Something was refused or could not be done; the subclass says what."""

    promise: ClassVar[str | None] = None
    """The promise of docs/promises.md that this error keeps, e.g. "P2"."""


class ForgedRowError(VoicekeepError):
    """A row that decides who may do what was not written by Voicekeep; it was not believed."""

    promise = "P3"

    def __init__(self, table: str, row: str) -> None:
        super().__init__(f"row {row} of {table} does not carry its authentication code; it was not believed")
        self.table = table
        self.row = row


class StoreError(VoicekeepError):
    """A store could not do it now (busy, full, unreachable); nothing was changed, and it may be tried again."""
