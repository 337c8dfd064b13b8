"""Who downloaded what is not theirs, and how much of it, by the ledger: one line of the recipient's track (R27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.scoping import scope_in
from voicekeep.incident import Case, Reached
from voicekeep.records.ids import SubjectId


class HowMuch(StrEnum):
    """How much of what is somebody else's left to one person."""

    WHOLE = "whole"
    PART = "part"
    NOT = "not"  # it was made for them, and no byte of it left


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one person for whom such a copy was made has of it."""

    much: HowMuch
    first: datetime | None  # UTC, the first download that touched it


def fetched_in(keep: Keep, case: Case) -> Mapping[SubjectId, Fetched]:
    """Return for everybody for whom a copy with something of another person's was made how much of that left.

    Raises:
        StoreError, LedgerError: it cannot be said now.
    """
    with keep.database.read() as transaction:
        reached = scope_in(keep, transaction, case.triage).reached
    by_recipient: dict[SubjectId, list[Reached]] = {}
    for each in reached:
        by_recipient.setdefault(each.recipient, []).append(each)
    return {who: _fetched(stretches) for who, stretches in sorted(by_recipient.items())}


def _fetched(stretches: list[Reached]) -> Fetched:
    left = [each.at for each in stretches if each.at is not None]
    if not left:
        return Fetched(much=HowMuch.NOT, first=None)
    whole = all(each.complete for each in stretches)
    return Fetched(much=HowMuch.WHOLE if whole else HowMuch.PART, first=min(left))
