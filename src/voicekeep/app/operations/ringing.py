"""Ring: timers, alarms and reminders, on the speaker that set them; late rather than never, and once.

1 what is due is told by the rows: whose, where and when, nothing else
2 the item is opened with its owner's key, if the speaker is still theirs
3 it is announced, and the speaker says that it was heard; one that is not there, or could play nothing, is tried again
  when it can, and then says how late it is
4 the item is erased: it is done; what comes again moves to its next time instead (`repeating.py`); an alarm rings on
  from memory until somebody speaks there or its minutes are over (`sounding.py`)

Each speaker's rings are rung one after the other, those of different speakers beside each other: none waits for
another.

Killed between 3 and 4, it rings again after the restart: rather twice than never. A timer runs by time that passed, so
that a clock that is put forward or back does not touch it; after a restart only the clock is left to tell. An alarm and
a reminder are about a time of the clock, and follow it.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from voicekeep.app.operations.due_rings import Speak, Speakers, Unkept, is_still, is_theirs, opened_of
from voicekeep.app.operations.erase import erase_items_of
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.repeating import aim_again, following, move_on, was_due
from voicekeep.app.operations.sounding import Sounding, Sounds
from voicekeep.app.operations.spoken import rung
from voicekeep.device import Reply, Ring, RingsBy, chimed
from voicekeep.records.asked import TimerRecord
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.recurrence import Recurrence

LATE_AFTER: Final = timedelta(seconds=45)
"""From here on a ring says how late it is."""

_SET_BACK: Final = 60.0
"""Seconds by which a clock is set back from which on what comes again is aimed anew."""

_CHIMES: Final = {"timer": 3, "alarm": 8, "reminder": 2}

log = logging.getLogger("voicekeep.ringing")


class Bell:
    """Rings what is due; one for a process. Safe for threads."""

    def __init__(self, keep: Keep, speakers: Speakers, speak: Speak, monotonic: Callable[[], float]) -> None:
        self._keep = keep
        self._speak = speak
        self._monotonic = monotonic
        self._speakers = speakers
        self.sounds = Sounds(keep, speakers, monotonic)
        self._lock = threading.Lock()
        self._runs_out: dict[ItemId, float] = {}  # of timers, by the clock that only goes forward
        self._unkept: dict[ItemId, Unkept] = {}
        self._done: dict[Ring, Recurrence | None] = {}  # rung, and not erased or moved yet because a store could not
        self._under_way: dict[DeviceId, Future[int]] = {}  # what is being rung on each speaker
        self._ahead: float | None = None  # seconds, of the clock before the one that only goes forward; None: no look

    def hold(self, unkept: Unkept) -> None:
        """Ring it, as long as this process lives."""
        with self._lock:
            self._unkept[unkept.item] = unkept
            self._due_at(unkept.item, unkept.rings_at, unkept.rings_by)

    def held_on(self, device: DeviceId) -> tuple[Unkept, ...]:
        """Return what is held for whoever spoke to this speaker."""
        with self._lock:
            return tuple(each for each in self._unkept.values() if each.device == device)

    def drop(self, item: ItemId) -> bool:
        """Do not ring it any more, and let nobody put it off; return whether it was held here."""
        self.sounds.forget(item)
        return self._let_go(item)

    def rings_at(self, item: ItemId, rings_at: datetime, rings_by: RingsBy) -> datetime:
        """Return when it rings, as the clock stands now."""
        if rings_by is RingsBy.CLOCK:
            return rings_at
        with self._lock:
            return self._keep.now() + timedelta(seconds=self._left(item, rings_at, rings_by))

    def quiet(self, device: DeviceId) -> None:
        """Stop the alarms that ring on a speaker: somebody is there. Within their minutes they can be put off."""
        self.sounds.quiet(device)

    def ring_due(self) -> int:
        """Ring what is due, and wait until it was; return how many were announced."""
        return sum(rung.result() for rung in self.begin())

    def finish(self, seconds: float) -> None:
        """Wait for what is being rung, but no longer than that."""
        with self._lock:
            under_way = list(self._under_way.values())
        wait(under_way, timeout=seconds)

    def begin(self) -> list[Future[int]]:
        """Begin to ring what is due, each speaker's by itself; one that is still being rung at has its turn later."""
        begun = []
        for device, rings in self._due().items():
            with self._lock:
                if device in self._under_way and not self._under_way[device].done():
                    continue
                self._under_way[device] = future = Future[int]()
            begun.append(future)
            threading.Thread(target=_rung, args=(rings, future), name="ringing", daemon=True).start()
        return begun

    def _due(self) -> dict[DeviceId, list[Callable[[], bool]]]:
        with self._keep.database.read() as transaction:
            rings = transaction.rings.rings()
        if self._was_set_back():
            rings = self._aimed_again(rings)
        due = [ring for ring in rings if self._is_due(ring.item, ring.rings_at, ring.rings_by)]
        with self._lock:
            unkept = tuple(self._unkept.values())
        held = [each for each in unkept if self._is_due(each.item, each.rings_at, each.rings_by)]
        self._forget_gone(rings)
        by_speaker: dict[DeviceId, list[Callable[[], bool]]] = defaultdict(list)
        for ring in due:
            by_speaker[ring.device].append(partial(self._ring, ring))
        for each in held:
            by_speaker[each.device].append(partial(self._ring_unkept, each))
        for sounding in self.sounds.due_again():
            by_speaker[sounding.ring.device].append(partial(self.sounds.sound_again, sounding.ring.item))
        return by_speaker

    def _was_set_back(self) -> bool:
        """Return whether the clock was set back since the last look, or nobody has looked yet."""
        with self._lock:
            was, self._ahead = self._ahead, self._keep.now().timestamp() - self._monotonic()
            return was is None or self._ahead < was - _SET_BACK

    def _aimed_again(self, rings: Iterable[Ring]) -> tuple[Ring, ...]:
        aim_again(self._keep, rings)
        with self._lock:
            now = self._keep.now()
            for item, each in self._unkept.items():
                if each.repeats is not None and each.rings_at > now:
                    self._unkept[item] = replace(each, rings_at=following(self._keep, each.repeats))
        with self._keep.database.read() as transaction:
            return transaction.rings.rings()

    def _is_due(self, item: ItemId, rings_at: datetime, rings_by: RingsBy) -> bool:
        with self._lock:
            return self._left(item, rings_at, rings_by) <= 0

    def _left(self, item: ItemId, rings_at: datetime, rings_by: RingsBy) -> float:
        if rings_by is RingsBy.CLOCK:
            return (rings_at - self._keep.now()).total_seconds()
        return self._due_at(item, rings_at, rings_by) - self._monotonic()

    def _due_at(self, item: ItemId, rings_at: datetime, rings_by: RingsBy) -> float:
        """Return when a timer runs out; from its first look on it is deaf to the clock."""
        if rings_by is RingsBy.CLOCK:
            return 0.0
        left = (rings_at - self._keep.now()).total_seconds()
        return self._runs_out.setdefault(item, self._monotonic() + left)

    def _forget_gone(self, rings: Iterable[Ring]) -> None:
        with self._lock:
            there = set(rings)
            self._done = {ring: repeats for ring, repeats in self._done.items() if ring in there}
            known = {ring.item for ring in there} | set(self._unkept)
            for item in [item for item in self._runs_out if item not in known]:
                del self._runs_out[item]

    def _ring(self, ring: Ring) -> bool:
        if not is_still(self._keep, ring):
            return False
        if ring in self._done:
            self._finish_rung(ring, self._done[ring])
            return False
        if not is_theirs(self._keep, ring):
            self._forget(ring)
            return False
        return self._speakers.reaches(ring.device) and self._open_and_ring(ring)

    def _open_and_ring(self, ring: Ring) -> bool:
        """Ring at a speaker that is there; for one that is away nothing is opened or spoken."""
        record = opened_of(self._keep, ring.owner, ring.item)
        if record is None:
            self._forget(ring)
            return False
        due = was_due(self._keep, ring.rings_at, record.repeats)
        if due is None:
            self._finish(ring, record.repeats)
            return False
        what = record.rings_as.value if isinstance(record, TimerRecord) else "reminder"
        name = record.name if isinstance(record, TimerRecord) else record.text
        repeats = record.repeats is not None
        if not self._announce(replace(ring, rings_at=due), what, name, record.language, repeats=repeats):
            return False
        with self._lock:
            self._done[ring] = record.repeats
        self._finish_rung(ring, record.repeats)
        return True

    def _ring_unkept(self, unkept: Unkept) -> bool:
        with self._lock:
            if self._unkept.get(unkept.item) is not unkept:  # dropped, or moved to its next time
                return False
        if not is_theirs(self._keep, unkept):
            self._let_go(unkept.item)
            return False
        if not self._speakers.reaches(unkept.device):
            return False
        due, repeats = was_due(self._keep, unkept.rings_at, unkept.repeats), unkept.repeats
        told = due is not None and self._announce(
            replace(unkept, rings_at=due), unkept.what, unkept.name, unkept.language, repeats=repeats is not None
        )
        if repeats is None and told:
            self._let_go(unkept.item)
        elif repeats is not None and (told or due is None):
            with self._lock:
                if self._unkept.get(unkept.item) is unkept:
                    self._unkept[unkept.item] = replace(
                        unkept, rings_at=following(self._keep, repeats, after=unkept.rings_at)
                    )
        return told

    def _let_go(self, item: ItemId) -> bool:
        with self._lock:
            self._runs_out.pop(item, None)
            return self._unkept.pop(item, None) is not None

    def _announce(self, ring: Ring | Unkept, what: str, name: str | None, language: str, *, repeats: bool) -> bool:
        with self._lock:
            late = timedelta(seconds=-self._left(ring.item, ring.rings_at, ring.rings_by))
        text = rung(what, name, language, late if late > LATE_AFTER else None)
        reply = Reply(text=text, language=language, wav=chimed(self._spoken(text, language), _CHIMES[what]))
        left = self._keep.limits.alarm_rings_for - late if what == "alarm" else timedelta(0)
        now = self._monotonic()
        return self.sounds.hand_over(
            Sounding(
                ring=ring,
                reply=reply,
                what=what,
                name=name,
                began_at=now,
                until=now + left.total_seconds(),
                again_at=now,
                repeats=repeats,
            )
        )

    def _spoken(self, text: str, language: str) -> bytes:
        try:
            return self._speak(text, language)
        except VoicekeepError as dumb:  # it chimes all the same, and the text is shown
            error_name = type(dumb).__name__
            log.warning("what rings could not be spoken: %s", error_name)
            return b""

    def _finish_rung(self, ring: Ring, repeats: Recurrence | None) -> None:
        """Finish it, and know no more that it has rung: where a clock is set back, the same row is to ring again."""
        self._finish(ring, repeats)
        with self._lock:
            self._done.pop(ring, None)

    def _finish(self, ring: Ring, repeats: Recurrence | None) -> None:
        """Erase what has rung; while its owner's data are restricted, it stays and rings no more (Art. 18).

        What comes again stays as it is: nothing of it is erased or changed, only the row says when it rings next.
        """
        if repeats is not None:
            move_on(self._keep, ring, repeats, after=ring.rings_at)
            return
        with self._keep.database.read() as transaction:
            restricted = transaction.people.restriction_of(ring.owner) is not None
        if restricted:
            self._forget(ring)
        else:
            erase_items_of(self._keep, ring.owner, [ring.item])

    def _forget(self, ring: Ring) -> None:
        item_id, device_id = ring.item, ring.device
        log.info("item %s rings no more on %s", item_id, device_id)
        with self._keep.database.begin() as transaction:
            transaction.rings.forget_ring(ring.item)


def _rung(rings: Iterable[Callable[[], bool]], future: Future[int]) -> None:
    """Ring one after the other; whatever stops one is told, and the next look tries again."""
    try:
        future.set_result(sum(ring() for ring in rings))
    except BaseException as failed:  # noqa: BLE001  whoever waits is told
        error_name = type(failed).__name__
        log.warning("what is due could not be rung: %s", error_name)
        future.set_exception(failed)
