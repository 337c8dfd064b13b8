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

from voicekeep.request.clock import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What became of one request, whoever's it is."""

    received_at: datetime  # UTC
    due: date  # last day to answer, in the controller's zone
    answered_at: datetime | None  # UTC; None: not yet, or it is no longer known
    over: bool  # it ended, so that nobody waits for an answer
    withdrawn: bool


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
    return tuple(_counted(month, months[month], place, today) for month in sorted(months))


def _counted(month: date, handled: list[Handled], place: Place, today: date) -> MonthOfRequests:
    withdrawn = [each for each in handled if each.withdrawn]
    answered = [(each, place.day_of(each.answered_at)) for each in handled if each.answered_at and not each.withdrawn]
    unknown = [each for each in handled if not each.answered_at and each.over and not each.withdrawn]
    waiting = [each for each in handled if not each.answered_at and not each.over and not each.withdrawn]
    in_time = sum(day <= each.due for each, day in answered)
    still = sum(today <= each.due for each in waiting)
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
