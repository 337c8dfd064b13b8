"""Instants: always UTC, always whole microseconds, one spelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(instant: datetime) -> int:
    """Return microseconds since 1970-01-01T00:00:00Z.

    Raises:
        ValueError: `instant` has no timezone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant must carry a timezone")
    return (instant - EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Return the UTC instant `count` microseconds after 1970-01-01T00:00:00Z."""
    return EPOCH + timedelta(microseconds=count)


def to_text(instant: datetime) -> str:
    """Return `2026-03-14T07:12:09.000000Z`: fixed width, UTC, sortable as text.

    Raises:
        ValueError: `instant` has no timezone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant must carry a timezone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Return the UTC instant that `to_text` wrote.

    Raises:
        ValueError: any other spelling.
    """
    instant = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if to_text(instant) != text:
        raise ValueError("not an instant as Voicekeep writes it")
    return instant
