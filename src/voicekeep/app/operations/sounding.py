"""What sounds on each speaker until somebody stops it, and what was stopped just now and can be put off.

All of it is in memory: a restart ends it. What was announced once is remembered no longer than an alarm rings
(`alarm_rings_for`), by the clock that only goes forward.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final

from voicekeep.app.operations.due_rings import Speakers, Unkept, is_theirs, is_there
from voicekeep.app.operations.keep import Keep
from voicekeep.device import Reply, Ring, SpeakerGoneError
from voicekeep.records.ids import DeviceId, ItemId

AGAIN_EVERY: Final = 15.0
"""Seconds after an alarm was handed over until it rings again, if nobody stopped it."""

JUST_NOW: Final = 60.0
"""Seconds after something rang, or was stopped, in which whoever is there can put it off, as they could stop it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """What was announced; an alarm goes on ringing until somebody stops it."""

    ring: Ring | Unkept
    reply: Reply
    what: str  # "timer", "alarm" or "reminder"
    name: str | None = field(repr=False)
    began_at: float  # seconds, by the clock that only goes forward
    until: float
    again_at: float
    repeats: bool  # then its item is there while it sounds, and when that is erased it sounds no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What rang within the minutes of an alarm, and is over: it can be put off."""

    sounding: Sounding
    stopped_at: float  # seconds, by the clock that only goes forward
    again: ItemId | None = None  # what rings in its place, if it was put off already


class Sounds:
    """All that sounds; a part of the bell. Safe for threads."""

    def __init__(self, keep: Keep, speakers: Speakers, monotonic: Callable[[], float]) -> None:
        self._keep = keep
        self._speakers = speakers
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._sounding: dict[ItemId, Sounding] = {}
        self._rung: dict[ItemId, Rung] = {}

    def hand_over(self, sounding: Sounding) -> bool:
        """Announce it; return whether it was heard. It sounds on unless somebody stopped it meanwhile."""
        item = sounding.ring.item
        with self._lock:
            before = self._sounding.get(item)
            self._sounding[item] = replace(sounding, again_at=inf, until=inf)  # not while it is being handed over
        try:
            self._speakers.announce(sounding.ring.device, sounding.reply)
        except SpeakerGoneError:
            with self._lock:
                stopped = self._sounding.pop(item, None) is None
                if before is None:  # it has not rung yet, and nobody puts it off
                    self._rung.pop(item, None)
                elif not stopped:
                    self._sounding[item] = before
            return False  # the next look tries again
        with self._lock:
            if item in self._sounding:
                self._sounding[item] = replace(sounding, again_at=self._monotonic() + AGAIN_EVERY)
        return True

    def due_again(self) -> list[Sounding]:
        """Return what is to sound again now; what has sounded long enough is over."""
        with self._lock:
            now = self._monotonic()
            for item in [item for item, each in self._sounding.items() if now >= each.until]:
                self._stop(item)
            self._forget_long_stopped()
            return [each for each in self._sounding.values() if now >= each.again_at]

    def sound_again(self, item: ItemId) -> bool:
        """Announce it once more, if nobody stopped or erased it and the speaker is still theirs."""
        with self._lock:
            sounding = self._sounding.get(item)
        if sounding is None:
            return False
        if not self._may_sound(sounding):
            with self._lock:
                self._sounding.pop(item, None)
            return False
        return self.hand_over(sounding)

    def quiet(self, device: DeviceId) -> None:
        """Stop what rings on a speaker; within the minutes of an alarm it can be put off."""
        with self._lock:
            for item in [item for item, each in self._sounding.items() if each.ring.device == device]:
                self._stop(item)

    def rung_at(self, device: DeviceId) -> tuple[Rung, ...]:
        """Return what rang at a speaker within those minutes and is over, the latest first, if it is theirs."""
        with self._lock:
            self._forget_long_stopped()
            there = [each for each in self._rung.values() if each.sounding.ring.device == device]
        still = [each for each in there if self._may_sound(each.sounding)]
        return tuple(sorted(still, key=lambda each: each.stopped_at, reverse=True))

    def just_stopped(self, rung: Rung) -> bool:
        """Return whether it was still ringing a moment ago."""
        return self._monotonic() - rung.stopped_at <= JUST_NOW

    def put_off(self, item: ItemId, again: ItemId) -> None:
        """Remember what rings in the place of one that was stopped."""
        with self._lock:
            if item in self._rung:
                self._rung[item] = replace(self._rung[item], again=again)

    def forget(self, item: ItemId) -> None:
        """Let it sound no more, and nobody put it off: it is erased."""
        with self._lock:
            self._sounding.pop(item, None)
            self._rung.pop(item, None)

    def _stop(self, item: ItemId) -> None:
        self._rung[item] = Rung(sounding=self._sounding.pop(item), stopped_at=self._monotonic())

    def _forget_long_stopped(self) -> None:
        since = self._monotonic() - self._keep.limits.alarm_rings_for.total_seconds()
        self._rung = {item: each for item, each in self._rung.items() if each.sounding.began_at > since}

    def _may_sound(self, sounding: Sounding) -> bool:
        """Return whether the speaker is still theirs, and what comes again was not erased."""
        kept = sounding.repeats and isinstance(sounding.ring, Ring)
        return is_theirs(self._keep, sounding.ring) and not (kept and not is_there(self._keep, sounding.ring.item))
