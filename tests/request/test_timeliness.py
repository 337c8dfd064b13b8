"""Requests by month: each is counted once, by the controller's midnight, and nobody is named."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from statistics import median, median_low

from hypothesis import given
from hypothesis import strategies as st

from voicekeep.records.ids import Id
from voicekeep.records.rights import Right
from voicekeep.request import Handled, MonthOfRequests, Place, answer_due, by_month, by_right

BERLIN = Place(zone="Europe/Berlin", country="DE", subdivision="BE")
NOW = datetime(2030, 6, 15, 12, tzinfo=UTC)


def handled(received: datetime, *, days: int | None = None, over: bool = True, withdrawn: bool = False) -> Handled:
    return Handled(
        right=Right.ACCESS,
        received_at=received,
        due=answer_due(received, BERLIN),
        answered_at=None if days is None else received + timedelta(days=days),
        over=over,
        withdrawn=withdrawn,
    )


def month(*each: Handled, now: datetime = NOW) -> MonthOfRequests:
    [counted] = by_month(each, BERLIN, now)
    return counted


def test_a_month_is_a_month_where_the_controller_is() -> None:
    late_in_march = datetime(2030, 3, 31, 21, 59, tzinfo=UTC)  # 23:59 in Berlin
    first, second = by_month([handled(late_in_march), handled(late_in_march + timedelta(minutes=2))], BERLIN, NOW)
    assert (first.month, second.month) == (date(2030, 3, 1), date(2030, 4, 1))


def test_the_last_day_is_still_in_time_and_the_next_is_late() -> None:
    received = datetime(2030, 4, 8, 10, tzinfo=UTC)
    assert answer_due(received, BERLIN) == date(2030, 5, 8)
    on_the_day, after = handled(received, days=30), handled(received, days=31)
    assert (month(on_the_day).in_time, month(on_the_day).late) == (1, 0)
    assert (month(after).in_time, month(after).late) == (0, 1)


def test_nobody_waits_unseen_what_is_not_answered_becomes_late_by_itself() -> None:
    waiting = handled(datetime(2030, 5, 13, tzinfo=UTC), over=False)
    assert waiting.due == date(2030, 6, 13)
    on_the_day = datetime(2030, 6, 13, 20, tzinfo=UTC)
    assert (month(waiting, now=on_the_day).open, month(waiting, now=on_the_day).late) == (1, 0)
    assert (month(waiting).open, month(waiting).late) == (0, 1)


def test_what_ended_without_a_known_day_is_neither_in_time_nor_late() -> None:
    counted = month(handled(datetime(2030, 5, 1, tzinfo=UTC)))
    assert (counted.forgotten, counted.in_time, counted.late, counted.median_days) == (1, 0, 0, None)


def test_the_withdrawn_are_counted_as_that_alone() -> None:
    counted = month(handled(datetime(2030, 5, 1, tzinfo=UTC), days=1, withdrawn=True))
    assert (counted.withdrawn, counted.in_time, counted.median_days) == (1, 0, None)


instants = st.integers(0, 500 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
requests = st.builds(
    handled,
    instants,
    days=st.none() | st.integers(0, 80),
    over=st.booleans(),
    withdrawn=st.booleans(),
)


@given(st.lists(requests, max_size=40))
def test_each_request_is_counted_once(each: list[Handled]) -> None:
    months = by_month(each, BERLIN, NOW)
    assert [counted.month for counted in months] == sorted({counted.month for counted in months})
    assert sum(counted.received for counted in months) == len(each)
    for counted in months:
        parts = (counted.in_time, counted.late, counted.open, counted.withdrawn, counted.forgotten)
        assert sum(parts) == counted.received > 0
        assert min(parts) >= 0
    assert months == by_month(reversed(each), BERLIN, NOW)


@given(st.lists(st.integers(0, 80), min_size=1, max_size=20))
def test_half_of_the_answered_had_it_within_the_median(days: list[int]) -> None:
    received = datetime(2030, 1, 10, 12, tzinfo=UTC)  # 90 days of winter time and summer time never move noon
    counted = month(*(handled(received, days=each) for each in days))
    assert counted.median_days is not None
    assert sum(each <= counted.median_days for each in days) * 2 >= len(days)
    assert counted.median_days <= median(days)


def test_no_person_goes_in_or_comes_out() -> None:
    for told in (Handled, MonthOfRequests):
        for field in dataclasses.fields(told):
            assert "Id" not in str(field.type), field.name
            assert not isinstance(field.type, type) or not issubclass(field.type, Id)


@given(rights=st.lists(st.sampled_from(Right), max_size=20))
def test_by_right_each_request_is_counted_once_and_no_right_that_nobody_used(rights: list[Right]) -> None:
    start = datetime(2030, 3, 1, 12, tzinfo=UTC)
    each = [
        dataclasses.replace(handled(start + timedelta(days=number), days=number % 60), right=right)
        for number, right in enumerate(rights)
    ]
    counted = by_right(each, BERLIN, NOW)
    assert [of.right for of in counted] == [right for right in Right if right in rights], "in the order of the law"
    for of in counted:
        alone = [request for request in each if request.right is of.right]
        assert of.counts.received == len(alone) == of.counts.in_time + of.counts.late
        assert of.counts.late == sum(BERLIN.day_of(one.answered_at) > one.due for one in alone if one.answered_at)
        assert of.counts.median_days == median_low(_days(one) for one in alone)


def _days(request: Handled) -> int:
    assert request.answered_at is not None
    return (BERLIN.day_of(request.answered_at) - BERLIN.day_of(request.received_at)).days
