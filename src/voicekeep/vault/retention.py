"""How long an item is kept: a finite time that its owner chose (GDPR Art. 5(1)(e))."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime

MONTHS_PER_YEAR = 12


def expires_at(at: datetime, months: int) -> datetime:
    """Return the instant from which an item is no longer kept.

    Args:
        at: The instant the item is about; timezone-aware, any zone.
        months: The owner's choice, at least 1.

    Returns:
        The same time of the same day `months` calendar months later, or of that month's last day, in UTC.

    Raises:
        ValueError: `at` has no timezone, or `months` is below 1.

    Source: GDPR Art. 5(1)(e); EDPB Guidelines 02/2021.
    """
    if at.tzinfo is None:
        raise ValueError("an instant must carry a timezone")
    if months < 1:
        raise ValueError("what is kept is kept for at least a month")
    utc = at.astimezone(UTC)
    years, month = divmod(utc.month - 1 + months, MONTHS_PER_YEAR)
    last_day = calendar.monthrange(utc.year + years, month + 1)[1]
    return utc.replace(year=utc.year + years, month=month + 1, day=min(utc.day, last_day))
