"""Set what is to ring: kept for its owner, or where nothing may be kept in this process only.

What is put off rings again as its owner's, with its name: kept where whoever puts it off is its owner and has
something kept, else from memory. What repeats is not touched by that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voicekeep.app.operations import spoken
from voicekeep.app.operations.asked_for import set_reminder, set_timer
from voicekeep.app.operations.due_rings import Unkept
from voicekeep.app.operations.turns import Turn
from voicekeep.device import RingsBy
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.recurrence import Recurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is to ring."""

    what: str  # "timer", "alarm" or "reminder"
    rings_at: datetime  # UTC
    seconds: int | None  # of a timer
    name: str | None = field(repr=False)
    repeats: Recurrence | None = None


def set_to_ring(
    turn: Turn, seconds: int | None, rings_at: datetime, name: str | None, repeats: Recurrence | None = None
) -> None:
    """Set it; where nothing may be kept, in this process only, and say so.

    Raises:
        TooManyError, NotTheirsAnyMoreError, StoreError, VaultError: as `set_timer`; it was not set.
    """
    what = "alarm" if seconds is None else "timer"
    _set(turn, _Wanted(what=what, rings_at=rings_at, seconds=seconds, name=name, repeats=repeats))


def put_off(turn: Turn, item: ItemId, seconds: int) -> None:
    """Let what rang just now ring again. Raises as `set_to_ring`."""
    found = [each for each in turn.bell.sounds.rung_at(turn.whose.device) if each.sounding.ring.item == item]
    if not found:
        turn.refuse(spoken.GONE_ALREADY)
        return
    sounding = found[0].sounding
    wanted = _Wanted(
        what=sounding.what,
        rings_at=turn.keep.now() + timedelta(seconds=seconds),
        seconds=seconds if sounding.what == "timer" else None,
        name=sounding.name,
    )
    if sounding.ring.owner == turn.whose.owner:
        again = _set(turn, wanted)
    else:
        again = _hold(turn, wanted, sounding.ring.owner, sounding.reply.language)
    if again is not None:
        turn.bell.sounds.put_off(item, again)


def _set(turn: Turn, wanted: _Wanted) -> ItemId | None:
    if not turn.whose.keeps:
        return _hold(turn, wanted, turn.whose.owner, turn.whose.language)
    keep, whose, utterance, at = turn.keep, turn.whose, turn.utterance, wanted.rings_at
    if wanted.what == "reminder":
        (item,) = set_reminder(keep, whose, utterance, at, wanted.name or "")
    else:
        (item,) = set_timer(
            keep, whose, utterance, at, seconds=wanted.seconds, name=wanted.name, repeats=wanted.repeats
        )
    turn.done.asked.append(item)
    return item


def _hold(turn: Turn, wanted: _Wanted, owner: SubjectId | None, language: str) -> ItemId | None:
    """Hold it in this process, and say so; None: there are too many, and that was said."""
    if len(turn.bell.held_on(turn.whose.device)) >= turn.keep.limits.timers_max:
        turn.refuse(spoken.TOO_MANY)
        return None
    item = ItemId.random(turn.keep.entropy)
    turn.done.asked.append(item)
    turn.bell.hold(
        Unkept(
            item=item,
            device=turn.whose.device,
            owner=owner,
            binding=turn.whose.binding.number,
            rings_at=wanted.rings_at,
            rings_by=RingsBy.CLOCK if wanted.seconds is None else RingsBy.ELAPSED,
            what=wanted.what,
            name=wanted.name,
            seconds=wanted.seconds,
            language=language,
            repeats=wanted.repeats,
        )
    )
    turn.say(spoken.LOST_IN_A_RESTART)
    return item
