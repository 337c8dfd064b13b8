"""What comes again: when it is due next, by the home's clock, and what is left out because nobody could say it.

1 it is announced like whatever rings, and says how late it is; later than `repeated_told_late_for` it is left out:
  of several times that were missed the last one is told at most
2 the row that says when moves to the next time, in one transaction; it stays away if the item is gone meanwhile

Killed between 1 and 2, it is announced again: rather twice than never. The next time is computed from the days and the
time of the clock in the sealed record, in the home's zone, so that seven o'clock is seven o'clock in summer and winter.
Where the clock was set back, or the home's zone is another since the last start, rows are aimed anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from voicekeep.app.operations.due_rings import opened_of
from voicekeep.app.operations.keep import Keep
from voicekeep.assistant import last_of, next_of
from voicekeep.device import Ring, RingsBy
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.recurrence import Recurrence

log = logging.getLogger("voicekeep.ringing")


def at_home(keep: Keep) -> datetime:
    """Return the present instant in the home's zone."""
    return keep.now().astimezone(ZoneInfo(keep.settings.zone))


def following(keep: Keep, repeats: Recurrence, after: datetime | None = None) -> datetime:
    """Return the next time, in UTC; also after one that was told, where the clock was set back a little since."""
    now = at_home(keep)
    return next_of(repeats, now if after is None else max(now, after.astimezone(now.tzinfo))).astimezone(UTC)


def was_due(keep: Keep, rings_at: datetime, repeats: Recurrence | None) -> datetime | None:
    """Return when it was due, in UTC: of times that were missed, the last. None: that is too long ago to be told."""
    if repeats is None:
        return rings_at
    due = max(rings_at, last_of(repeats, at_home(keep)).astimezone(UTC))
    return due if keep.now() - due <= keep.limits.repeated_told_late_for else None


def move_on(keep: Keep, ring: Ring, repeats: Recurrence, after: datetime | None = None) -> None:
    """Let it ring at its next time; what was erased or moved meanwhile stays as it is."""
    with keep.database.begin() as transaction:
        transaction.rings.move_ring(ring, following(keep, repeats, after))


def aim_again(keep: Keep, rings: Iterable[Ring]) -> None:
    """Let what comes again and is not due yet ring at its next time, whatever the clock said when it was aimed."""
    for ring in rings:
        if ring.rings_by is not RingsBy.CLOCK or ring.rings_at <= keep.now():
            continue
        item_id = ring.item
        try:
            record = opened_of(keep, ring.owner, ring.item)
            if record is not None and record.repeats is not None and ring.rings_at != following(keep, record.repeats):
                log.info("item %s is aimed anew", item_id)
                move_on(keep, ring, record.repeats)
        except VoicekeepError as failed:  # it rings when it was to ring; the others are aimed all the same
            error_name = type(failed).__name__
            log.warning("item %s was not aimed anew: %s", item_id, error_name)
