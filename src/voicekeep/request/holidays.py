"""Public holidays, from the `holidays` library: the one place that knows it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import TypeAlias

from holidays import country_holidays

from voicekeep.request.access import RequestError

Holidays: TypeAlias = Callable[[str, str | None, int], Collection[date]]
"""Return the public holidays of a country and subdivision in a year."""


class UnknownPlaceError(RequestError):
    """The controller's time zone, country or subdivision is none; no last day was computed."""

    def __init__(self, place: str) -> None:
        super().__init__(f"nothing is known of the place {place}; no last day was computed")
        self.place = place


@cache
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Return the days on which nobody has to work there.

    Args:
        country: ISO 3166-1 alpha-2.
        subdivision: ISO 3166-2 without its country; None: only what holds in the whole country.
        year: Of the Gregorian calendar.

    Raises:
        UnknownPlaceError: no holidays are known for the place.
    """
    try:
        return frozenset(country_holidays(country, subdiv=subdivision, years=year, expand=False))
    except NotImplementedError as unknown:
        raise UnknownPlaceError("-".join(filter(None, (country, subdivision)))) from unknown
