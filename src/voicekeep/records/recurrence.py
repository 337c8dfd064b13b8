"""On which days of the week, and at what time of the clock, something comes again.

Flow        days and a time -> one text, a recurrence rule of RFC 5545 -> the same days and time
Guarantees  1. A rule has one text: days in the order of the week, each once, nothing that is not needed.
            2. It names a time of the clock and no instant: seven o'clock stays seven o'clock when clocks are changed.
I/O         none; the instants are computed where the zone is known (`assistant/moments.py`)
Source      RFC 5545, 3.3.10: FREQ, BYDAY, BYHOUR and BYMINUTE
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from enum import StrEnum
from typing import Final, Self

from voicekeep.records.errors import VoicekeepError

_RULE: Final = re.compile(r"FREQ=WEEKLY;BYDAY=([A-Z]{2}(?:,[A-Z]{2}){0,6});BYHOUR=([0-9]{1,2});BYMINUTE=([0-9]{1,2})")


class Weekday(StrEnum):
    """A day of the week, in its order, as RFC 5545 names it."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


WEEK: Final = tuple(Weekday)
WORKING_DAYS: Final = WEEK[:5]
WEEKEND: Final = WEEK[5:]


class MalformedRecurrenceError(VoicekeepError, ValueError):
    """Text is not a recurrence as it is written here; nothing was set by it."""

    def __init__(self) -> None:
        super().__init__("not a weekly recurrence as it is written here; nothing was set by it")


class Recurrence(str):
    """Days of the week and a time of the clock, in the zone of whoever keeps it."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Accept `text` if `of` writes it.

        Raises:
            MalformedRecurrenceError: it is another rule, or the same one written otherwise.
        """
        found = _RULE.fullmatch(text)
        try:
            if found is None or _written(map(Weekday, found[1].split(",")), time(int(found[2]), int(found[3]))) != text:
                raise MalformedRecurrenceError
        except ValueError as malformed:
            raise MalformedRecurrenceError from malformed
        return str.__new__(cls, text)

    @classmethod
    def of(cls, days: Iterable[Weekday], at: time) -> Self:
        """Return the recurrence on these days, one at least, at this time of the clock."""
        return cls(_written(days, at))

    @property
    def days(self) -> tuple[Weekday, ...]:
        """Return the days on which it comes again, in the order of the week."""
        return tuple(map(Weekday, self._parts()[0].split(",")))

    @property
    def at(self) -> time:
        """Return the time of the clock."""
        _, hour, minute = self._parts()
        return time(int(hour), int(minute))

    def _parts(self) -> tuple[str, ...]:
        return tuple(part.partition("=")[2] for part in self.split(";")[1:])


def _written(days: Iterable[Weekday], at: time) -> str:
    wanted = set(days)
    named = ",".join(day for day in WEEK if day in wanted)
    return f"FREQ=WEEKLY;BYDAY={named};BYHOUR={at.hour};BYMINUTE={at.minute}"
