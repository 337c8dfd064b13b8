"""What is kept is kept for a finite time that its owner chose."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.records import INSTANTS
from voicekeep.vault import expires_at

MONTHS = st.integers(1, 24)


@pytest.mark.parametrize(
    ("at", "months", "until"),
    [
        ("2026-03-14T07:12:09Z", 3, "2026-06-14T07:12:09Z"),
        ("2026-11-30T00:00:00Z", 3, "2027-02-28T00:00:00Z"),
        ("2027-11-30T00:00:00Z", 3, "2028-02-29T00:00:00Z"),
        ("2026-12-31T23:59:59Z", 1, "2027-01-31T23:59:59Z"),
        ("2026-06-30T12:00:00Z", 18, "2027-12-30T12:00:00Z"),
        ("2026-04-01T00:30:00+02:00", 1, "2026-04-30T22:30:00Z"),
    ],
)
def test_the_day_is_the_same_or_the_months_last(at: str, months: int, until: str) -> None:
    assert expires_at(datetime.fromisoformat(at), months) == datetime.fromisoformat(until)


@given(at=INSTANTS.filter(lambda at: at.year < 9990), months=MONTHS)
def test_it_is_as_many_months_and_never_longer(at: datetime, months: int) -> None:
    until = expires_at(at, months)
    assert (until.year * 12 + until.month) - (at.year * 12 + at.month) == months
    assert until - at <= timedelta(days=31 * months)
    assert until.utcoffset() == timedelta(0)


@pytest.mark.parametrize("months", [0, -1])
def test_there_is_no_keeping_without_an_end(months: int) -> None:
    with pytest.raises(ValueError, match="month"):
        expires_at(datetime.fromisoformat("2026-03-14T07:12:09Z"), months)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        expires_at(datetime.fromisoformat("2026-03-14T07:12:09"), 3)
