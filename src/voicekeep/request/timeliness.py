"""How many requests came in, and how fast they were answered: by month, of nobody in particular.

Flow        Handled, one for each request -> MonthOfRequests, one for each month
Guarantees  1. Each request is counted once: in time, late, open, withdrawn or forgotten.
            2. Nobody is named: what goes in holds no person, and neither does what comes out.
I/O         none
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median_low

from voicekeep.records.rights import Right
from voicekeep.request.clock import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What became of one request, whoever's it is."""

    right: Right
    received_at: datetime  # UTC
    due: date  # last day to answer, in the controller's zone
    answered_at: datetime | None  # UTC; None: not yet, or it is no longer known
    over: bool  # it ended, so that nobody waits for an answer
    withdrawn: bool
    paused: bool = False  # its person was asked to prove that it is theirs: the clock stands still


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfRequests:
    """The requests that came in in one calendar month of the controller's zone."""

    month: date  # its first day
    received: int
    in_time: int
    late: int  # answered after the last day, or not answered and the last day is over
    open: int  # not answered, and there is time
    withdrawn: int
    forgotten: int  # answered, and when is no longer known
    median_days: int | None  # half of the answered had their answer within so many days; None: none was answered


@dataclass(frozen=True, slots=True, kw_only=True)
class RightOfRequests:
    """The requests that used one right, whenever they came in."""

    right: Right
    counts: MonthOfRequests  # `month` is the first in which one came in


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRequests:
    """All requests, counted in both ways."""

    months: tuple[MonthOfRequests, ...]
    rights: tuple[RightOfRequests, ...]


def by_month(handled: Iterable[Handled], place: Place, now: datetime) -> tuple[MonthOfRequests, ...]:
    """Return every month in which a request came in, the earliest first.

    Args:
        handled: Each request once.
        place: Where the controller is: whose midnight.
        now: UTC.

    Raises:
        ValueError: an instant has no timezone.
        UnknownPlaceError: there is no such time zone.
    """
    months: dict[date, list[Handled]] = {}
    for each in handled:
        months.setdefault(place.day_of(each.received_at).replace(day=1), []).append(each)
    today = place.day_of(now)
    return tuple(_counted(month, months[month], place=place, today=today) for month in sorted(months))


def by_right(handled: Iterable[Handled], place: Place, now: datetime) -> tuple[RightOfRequests, ...]:
    """Return every right that a request used, in the order of the law's articles.

    Raises:
        ValueError, UnknownPlaceError: as `by_month`.
    """
    everything, today = list(handled), place.day_of(now)
    using = {right: [each for each in everything if each.right is right] for right in Right}
    return tuple(
        RightOfRequests(
            right=right,
            counts=_counted(
                min(place.day_of(each.received_at) for each in some).replace(day=1), some, today=today, place=place
            ),
        )
        for right, some in using.items()
        if some
    )


def _counted(month: date, handled: list[Handled], *, place: Place, today: date) -> MonthOfRequests:
    withdrawn = [each for each in handled if each.withdrawn]
    answered = [(each, place.day_of(each.answered_at)) for each in handled if each.answered_at and not each.withdrawn]
    unknown = [each for each in handled if not each.answered_at and each.over and not each.withdrawn]
    waiting = [each for each in handled if not each.answered_at and not each.over and not each.withdrawn]
    in_time = sum(day <= each.due for each, day in answered)
    still = sum(today <= each.due or each.paused for each in waiting)
    days = [(day - place.day_of(each.received_at)).days for each, day in answered]
    return MonthOfRequests(
        month=month,
        received=len(handled),
        in_time=in_time,
        late=len(answered) - in_time + len(waiting) - still,
        open=still,
        withdrawn=len(withdrawn),
        forgotten=len(unknown),
        median_days=median_low(days) if days else None,
    )
