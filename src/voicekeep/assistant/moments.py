"""Instants and lengths of time, from what was said: “half past seven tomorrow”, “an hour and a half”.

Flow        an intent's slots, the present instant in the home's zone -> seconds, or an instant
Guarantees  1. A time of the clock that does not exist in the night in which clocks go forward is the instant one hour
               later by the clock; one that exists twice is the first that is still to come.
            2. What was said without morning or evening is the next such time, as on every alarm clock.
            3. What comes again does so at the same time of the clock, whatever is done to the clock in spring and in
               autumn: once on each of its days (RFC 5545, 3.3.5: the first of two, an hour later for none).
I/O         none
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from voicekeep.assistant.days import date_said
from voicekeep.assistant.intents import Intent
from voicekeep.records.recurrence import WEEK, WEEKEND, WORKING_DAYS, Recurrence, Weekday

_NOON: Final = 12
_MIDDAY: Final = 10  # begins; “um eins mittags” is an hour after noon, “um elf mittags” one before
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEXT_WEEK: Final = "next_week"
_DAYS_AHEAD: Final = {"after_tomorrow": 2, _NEXT_WEEK: 7}
_AFTERNOON: Final = frozenset({"this_afternoon", "tomorrow_afternoon"})
_EVENING: Final = frozenset({"tonight", "tomorrow_evening"})
_AFTER_MIDNIGHT: Final = {"evening": 4, "night": 5}  # up to this hour; a later one is before midnight, and twelve is it
_WITHOUT_CLOCK: Final = {
    "today": time(18),
    "this_afternoon": time(15),
    "tonight": time(20),
    "tomorrow_morning": time(8),
    "tomorrow_afternoon": time(15),
    "tomorrow_evening": time(19),
}
_USUAL_MORNING: Final = time(9)
_EVERY: Final = {
    "day": WEEK,
    "morning": WEEK,
    "evening": WEEK,
    "weekday": WORKING_DAYS,
    "weekend": WEEKEND,
    **{name: (day,) for name, day in zip(_WEEKDAYS, WEEK, strict=True)},
}
_EVERY_SLOTS: Final = ("every", "and_every", "and_every_too", "and_every_as_well")
_EVERY_WITHOUT_CLOCK: Final = {"morning": time(8), "evening": time(19)}
_A_WEEK_AROUND: Final = range(-8, 9)  # days, and one more: a time that does not exist can be on the day after


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of the clock as it was said."""

    hour: int  # 0 to 23
    minute: int
    twice: bool  # whether it may be meant in the morning or in the evening


def seconds_of(intent: Intent) -> int | None:
    """Return the length of time that was said, days aside; None: none."""
    length = intent.number("length")
    if length is None:
        parts = [(intent.number(slot) or 0) * unit for slot, unit in (("hours", 3600), ("minutes", 60), ("seconds", 1))]
        length = sum(parts)
    return length or None


def instant_of(intent: Intent, now: datetime, language: str) -> datetime | None:
    """Return the instant that was said, or that comes after the length of time that was said.

    Args:
        intent: With a length of time, days or weeks; or with what `when` takes.
        now: Aware, in the home's zone.
        language: In which a date was said.

    Returns:
        In the same zone; in two days it is the same time of the clock. None: nothing was said, or it is over.
    """
    seconds, days = seconds_of(intent), (intent.number("days") or 0) + 7 * (intent.number("weeks") or 0)
    if seconds is None and not days:
        return when(intent, now, language)
    day = now.date() + timedelta(days=days)
    there = now if not days else datetime.combine(day, now.timetz(), now.tzinfo)
    return (there.astimezone(UTC) + timedelta(seconds=seconds or 0)).astimezone(now.tzinfo)


def clock_of(intent: Intent) -> Clock | None:
    """Return the time of the clock that was said; None: none."""
    moment = intent.text("moment")
    if moment is not None:
        hour, _, minute = moment.partition(":")
        return Clock(hour=int(hour), minute=int(minute), twice=False)
    for slot, minutes in (
        ("past", 30),
        ("half_to", -30),
        ("quarter_past", 15),
        ("quarter_to", -15),
        ("past_hour", intent.number("after") or 0),
        ("to_hour", -(intent.number("before") or 0)),
        ("hour", intent.number("minute") or 0),
    ):
        said = intent.number(slot)
        if said is not None:
            return _clock(said, minutes, intent.text("part"))
    return None


def _clock(said: int, minutes: int, part: str | None) -> Clock:
    twice = part is None and 0 < said <= _NOON
    hour = said % 24
    if part == "pm" and hour < _NOON:
        hour += _NOON
    if part == "midday" and hour < _MIDDAY:
        hour += _NOON
    if part == "am" and hour == _NOON:
        hour = 0
    if part in _AFTER_MIDNIGHT:
        hour = _late(hour, _AFTER_MIDNIGHT[part])
    whole = (hour * 60 + minutes) % (24 * 60)
    return Clock(hour=whole // 60, minute=whole % 60, twice=twice)


def says_when(intent: Intent) -> bool:
    """Return whether anything was said of when."""
    slots = ("days", "weeks", "day", "date", "every")
    return seconds_of(intent) is not None or clock_of(intent) is not None or any(slot in intent.slots for slot in slots)


def days_said(intent: Intent) -> tuple[Weekday, ...]:
    """Return the days on which it is to come again; none: nothing was said of that."""
    said = [_EVERY[name] for slot in _EVERY_SLOTS if (name := intent.text(slot)) is not None]
    return tuple(day for day in WEEK if any(day in days for days in said))


def recurrence_of(intent: Intent) -> Recurrence | None:
    """Return when it comes again; without a time of the clock, at a usual one. None: nothing was said of that.

    “Every day at seven” is in the morning, as “tomorrow at seven” is.
    """
    days, clock, every = days_said(intent), clock_of(intent), intent.text("every") or ""
    if not days:
        return None
    if clock is None:
        return Recurrence.of(days, _EVERY_WITHOUT_CLOCK.get(every, _USUAL_MORNING))
    return Recurrence.of(days, _in_the_evening(clock) if every == "evening" else time(clock.hour, clock.minute))


def recurs_at(recurrence: Recurrence, intent: Intent, now: datetime) -> bool:
    """Return whether it comes again at the time of the clock that was said, and on that day, if these were said."""
    clock, day = clock_of(intent), intent.text("day")
    if day is not None and WEEK[date_of(day, now).weekday()] not in recurrence.days:
        return False
    return clock is None or recurrence.at in _meant(clock)


def next_of(recurrence: Recurrence, now: datetime) -> datetime:
    """Return the first time after `now`, which is aware and in the home's zone; in the same zone."""
    return min(each for each in _around(recurrence, now) if each > now.astimezone(UTC)).astimezone(now.tzinfo)


def last_of(recurrence: Recurrence, now: datetime) -> datetime:
    """Return the last time until `now`, which is aware and in the home's zone; in the same zone."""
    return max(each for each in _around(recurrence, now) if each <= now.astimezone(UTC)).astimezone(now.tzinfo)


def _around(recurrence: Recurrence, now: datetime) -> list[datetime]:
    """Return its times of a week before and a week after, in UTC."""
    dates = [now.date() + timedelta(days=ahead) for ahead in _A_WEEK_AROUND]
    days, at = recurrence.days, recurrence.at
    return [datetime.combine(each, at, now.tzinfo).astimezone(UTC) for each in dates if WEEK[each.weekday()] in days]


def is_at(instant: datetime, intent: Intent, now: datetime) -> bool:
    """Return whether an instant is one that was said: by its time of the clock, its day, or both; all in one zone."""
    clock, day = clock_of(intent), intent.text("day")
    if clock is not None and day is not None and day in _EVENING:
        return instant == _on_evening(now, day, _in_the_evening(clock))
    if day is not None and instant.date() != date_of(day, now):
        return False
    return clock is None or time(instant.hour, instant.minute) in _meant(clock)


def when(intent: Intent, now: datetime, language: str) -> datetime | None:
    """Return the instant that was said, later than `now`.

    Args:
        intent: With a time of the clock, a day or a date, or a time on one of these.
        now: Aware, in the home's zone.
        language: In which a date was said.

    Returns:
        In the same zone; None: nothing of that was said, it is over, or there is no such date.
    """
    clock, day, on = clock_of(intent), intent.text("day") or "", _date_of(intent, now, language)
    if clock is None:
        return None if on is None else _on(now, on, _WITHOUT_CLOCK.get(day, _USUAL_MORNING))
    if on is None and "date" in intent.slots:
        return None
    if on is None:
        return min(
            (
                later
                for each in _meant(clock)
                for days in (0, 1, 2)
                if (later := _on(now, now.date() + timedelta(days=days), each)) is not None
            ),
            default=None,
        )
    if day in _EVENING:
        return _on_evening(now, day, _in_the_evening(clock))
    if day in _AFTERNOON:
        hour = clock.hour + _NOON if clock.twice and clock.hour < _NOON else clock.hour
        clock = Clock(hour=hour, minute=clock.minute, twice=False)
    elif day != "today":
        clock = Clock(hour=clock.hour, minute=clock.minute, twice=False)  # “tomorrow at seven” is in the morning
    that_day = (_on(now, on, each) for each in _meant(clock))
    return min((each for each in that_day if each is not None), default=None)


def _late(hour: int, after_midnight: int) -> int:
    """Return the hour that is meant by one to twelve of an evening or a night."""
    if hour == _NOON:
        return 0
    return hour + _NOON if after_midnight < hour < _NOON else hour


def _in_the_evening(clock: Clock) -> time:
    hour = _late(clock.hour, _AFTER_MIDNIGHT["evening"]) if clock.twice else clock.hour
    return time(hour, clock.minute)


def _on_evening(now: datetime, day: str, at: time) -> datetime | None:
    """Return that time of an evening, which goes on after midnight; None: it is over."""
    begins = date_of(day, now)
    if at.hour > _AFTER_MIDNIGHT["evening"]:
        return _on(now, begins, at)
    said_after_midnight = _on(now, begins, at) if day == "tonight" else None
    return said_after_midnight or _on(now, begins + timedelta(days=1), at)


def _meant(clock: Clock) -> tuple[time, ...]:
    said = time(clock.hour, clock.minute)
    return (said, time((clock.hour + _NOON) % 24, clock.minute)) if clock.twice else (said,)


def date_of(day: str, now: datetime) -> date:
    """Return the date of a day that was said: “today”, “tomorrow_evening”, “monday”; the next one of that name.

    “Monday next week” is the one after the next Sunday.
    """
    name = day.removesuffix(f"_{_NEXT_WEEK}")
    if name in _WEEKDAYS and name != day:
        return now.date() + timedelta(days=7 - now.weekday() + _WEEKDAYS.index(name))
    if day in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(day) - now.weekday()) % 7 or 7
        return now.date() + timedelta(days=ahead)
    return now.date() + timedelta(days=_DAYS_AHEAD.get(day, 1 if day.startswith("tomorrow") else 0))


def _date_of(intent: Intent, now: datetime, language: str) -> date | None:
    """Return the day or the date that was said; None: neither, or there is no such date."""
    day, said = intent.text("day"), intent.text("date")
    if said is not None:
        return date_said(said, language, now.date())
    return None if day is None else date_of(day, now)


def _on(now: datetime, day: date, at: time) -> datetime | None:
    """Return that time of that day in the zone of `now`; None: it is over."""
    for fold in (0, 1):
        local = datetime.combine(day, at, now.tzinfo).replace(fold=fold)
        instant = local.astimezone(UTC).astimezone(now.tzinfo)  # a time that does not exist becomes one that does
        if instant.astimezone(UTC) > now.astimezone(UTC):
            return instant
    return None
