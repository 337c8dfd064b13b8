"""Freeze an archive and thaw it again.

Flow        Triage, Tied -> Frozen and its fact; that fact -> the one that it is over
Guarantees  1. Only a signed-in report or a failed check freezes (P9).
            2. Each freeze of an archive has a number, and so the ledger can be asked by natural key alone whether one
               is in force: a row that was deleted or edited thaws nothing.
I/O         none
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from voicekeep.incident.errors import MayNotFreezeError
from voicekeep.incident.report import FREEZING
from voicekeep.incident.tied import Tied
from voicekeep.incident.triage import Frozen, Triage
from voicekeep.records.facts import ArchiveFrozen, ArchiveThawed, frozen_key, thawed_key
from voicekeep.records.ids import ArchiveId

InLedger = Callable[[str], bool]
"""Return whether the ledger holds a fact under this natural key."""


def freeze(triage: Triage, wanted: Tied, *, number: int, now: datetime) -> tuple[Frozen, ArchiveFrozen]:
    """Return an archive as frozen for a triage, and the fact.

    Args:
        triage: What for.
        wanted: The archive, with its reason.
        number: One more than `last_number`.
        now: UTC.

    Raises:
        MayNotFreezeError: a report of this source freezes nothing.
    """
    if triage.source not in FREEZING:
        raise MayNotFreezeError(triage.source)
    frozen = Frozen(archive=wanted.archive, triage=triage.triage, number=number, since=now)
    fact = ArchiveFrozen(
        archive=wanted.archive,
        subject=wanted.subject,
        triage=triage.triage,
        number=number,
        because=wanted.because,
        at=now,
    )
    return frozen, fact


def thaw(frozen: ArchiveFrozen, now: datetime) -> ArchiveThawed:
    """Return the fact that one freeze of an archive is over."""
    return ArchiveThawed(
        archive=frozen.archive, subject=frozen.subject, triage=frozen.triage, number=frozen.number, at=now
    )


def last_number(archive: ArchiveId, in_ledger: InLedger) -> int:
    """Return how many times the ledger says an archive was frozen."""
    number = 0
    while in_ledger(frozen_key(archive, number + 1)):
        number += 1
    return number


def is_thawed(archive: ArchiveId, in_ledger: InLedger, proven: InLedger) -> bool:
    """Return whether the ledger says that no freeze of an archive is in force.

    Args:
        archive: Which.
        in_ledger: Whether an entry stands under a natural key: enough to believe that something was frozen.
        proven: Whether one does that is in the signed tree: needed to believe that it was thawed.
    """
    numbers = range(1, last_number(archive, in_ledger) + 1)
    return all(in_ledger(key) and proven(key) for key in (thawed_key(archive, number) for number in numbers))
