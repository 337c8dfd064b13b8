"""The legal clock: until which day a request has to be answered (GDPR Art. 12(3), Regulation 1182/71).

Flow        instant of receipt, place, pauses, extension -> the last day to answer
Guarantees  1. Pure: the same facts give the same day, whenever they are asked.
            2. The law is a dated table; a request is judged by the rule of the day it came in.
            3. Where a reading was open, the one with the earlier day was taken.
I/O         none
Format      docs/legal-clock.md says how each step follows from the law.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voicekeep.request.access import RequestError
from voicekeep.request.holidays import Holidays, UnknownPlaceError, public_holidays

_DAY = timedelta(days=1)
_MONTHS_PER_YEAR = 12


class NoRuleError(RequestError):
    """No rule of the table was in force when the request came in; no last day was computed."""

    def __init__(self, received: date) -> None:
        super().__init__(f"no rule was in force on {received.isoformat()}; no last day was computed")
        self.received = received


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long an answer may take, for requests that come in from a day on."""

    applies_from: date
    months: int
    further_months: int  # when extended
    source: str


RULES: Final = (
    Rule(
        applies_from=date(2018, 5, 25),
        months=1,
        further_months=2,
        source="GDPR Art. 12(3), Art. 99(2)",
    ),
)
"""The rules of law, the oldest first. A change of law is a new line; old requests keep their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the controller is: whose midnight, whose holidays."""

    zone: str  # IANA time zone, e.g. Europe/Berlin
    country: str  # ISO 3166-1 alpha-2
    subdivision: str | None = None  # ISO 3166-2 without its country, e.g. BY

    def day_of(self, instant: datetime) -> date:
        """Return the day that `instant` falls on there.

        Raises:
            ValueError: `instant` has no timezone.
            UnknownPlaceError: there is no such time zone.
        """
        if instant.tzinfo is None:
            raise ValueError("an instant must carry a timezone")
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise UnknownPlaceError(self.zone) from unknown
        return instant.astimezone(zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The clock stood still: the controller had asked for what proves identity and waited (Art. 12(6)).

    Only days that lie wholly inside count, neither the day of asking nor the day of the answer.
    """

    since: datetime  # when it was asked for; any zone
    until: datetime  # when it came; any zone


def answer_due(
    received_at: datetime,
    place: Place,
    *,
    pauses: Sequence[Pause] = (),
    extended: bool = False,
    rules: Sequence[Rule] = RULES,
    holidays: Holidays = public_holidays,
) -> date:
    """Return the last day to answer, which ends at midnight in the controller's time zone.

    Args:
        received_at: When the request came in; timezone-aware, any zone.
        place: Where the controller is.
        pauses: When the clock stood still. One that began after the time was over counts for nothing.
        extended: Whether the person was told in time that it takes longer, with the reasons.
        rules: The law, the oldest rule first.
        holidays: Public holidays of a place in a year.

    Raises:
        ValueError: an instant has no timezone, or a pause ends before it begins or begins before the receipt.
        NoRuleError: the request is older than the law.
        UnknownPlaceError: no such time zone, or no holidays are known for the place.

    Source: GDPR Art. 12(3); Regulation (EEC, Euratom) No 1182/71 Art. 3.
    """
    # 1 the day of receipt does not count, so the period ends on the day with its number (Art. 3(1), 3(2)(c))
    received = place.day_of(received_at)
    rule = rule_at(received, rules)
    due = months_later(received, rule.months)
    if extended:
        due = months_later(due, rule.further_months)
    # 2 the days on which the controller could do nothing but wait for the person come on top
    counted = received
    for asked, came in sorted(_days_of(pause, received, place) for pause in pauses):
        if asked > next_working_day(due, place, holidays):
            break
        due += max(came - max(asked + _DAY, counted), timedelta(0))
        counted = max(came, counted)
    # 3 a period ends on a working day (Art. 3(4))
    return next_working_day(due, place, holidays)


def may_extend(
    received_at: datetime,
    now: datetime,
    place: Place,
    *,
    pauses: Sequence[Pause] = (),
    rules: Sequence[Rule] = RULES,
    holidays: Holidays = public_holidays,
) -> bool:
    """Return whether the person can still be told in time that the answer takes longer: within the first month.

    Raises:
        ValueError, NoRuleError, UnknownPlaceError: as `answer_due`.

    Source: GDPR Art. 12(3), third sentence.
    """
    return place.day_of(now) <= answer_due(received_at, place, pauses=pauses, rules=rules, holidays=holidays)


def days_left(due: date, today: date) -> int:
    """Return how many days remain after `today`: 0 on the last day, negative once it is over."""
    return (due - today).days


def rule_at(received: date, rules: Sequence[Rule] = RULES) -> Rule:
    """Return the rule that was in force on that day.

    Raises:
        NoRuleError: none was.
    """
    in_force = [rule for rule in rules if rule.applies_from <= received]
    if not in_force:
        raise NoRuleError(received)
    return max(in_force, key=lambda rule: rule.applies_from)


def months_later(day: date, months: int) -> date:
    """Return the day with the same number so many months later, or that month's last if it has none."""
    years, month = divmod(day.month - 1 + months, _MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_working_day(day: date, place: Place, holidays: Holidays = public_holidays) -> date:
    """Return `day`, or the first day after it that is no Saturday, Sunday or public holiday there."""
    while day.weekday() >= calendar.SATURDAY or day in holidays(place.country, place.subdivision, day.year):
        day += _DAY
    return day


def _days_of(pause: Pause, received: date, place: Place) -> tuple[date, date]:
    asked, came = place.day_of(pause.since), place.day_of(pause.until)
    if pause.until < pause.since or asked < received:
        raise ValueError("a pause begins after the receipt and before it ends")
    return asked, came
