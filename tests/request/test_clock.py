"""The last day to answer: by the calendar, the holidays and the midnight of the place where the controller is."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lints.source import REPOSITORY
from voicekeep.request import (
    RULES,
    NoRuleError,
    Pause,
    Place,
    Rule,
    UnknownPlaceError,
    answer_due,
    days_left,
    may_extend,
    public_holidays,
)

BERLIN = Place(zone="Europe/Berlin", country="DE", subdivision="BE")
BAVARIA = Place(zone="Europe/Berlin", country="DE", subdivision="BY")
FRANCE = Place(zone="Europe/Paris", country="FR")
AZORES = Place(zone="Atlantic/Azores", country="PT", subdivision="20")
PLACES = (BERLIN, BAVARIA, FRANCE, AZORES)

instants = st.datetimes(datetime(2018, 6, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
places = st.sampled_from(PLACES)


def no_holidays(_country: str, _subdivision: str | None, _year: int) -> frozenset[date]:
    return frozenset()


def noon(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00").replace(tzinfo=ZoneInfo("Europe/Berlin"))


def pause(since: str, until: str) -> Pause:
    return Pause(since=noon(since), until=noon(until))


@pytest.mark.parametrize(
    ("received", "place", "due"),
    [
        ("2026-03-05", BERLIN, "2026-04-07"),  # 5 April is Easter Sunday, 6 April Easter Monday
        ("2026-06-09", BERLIN, "2026-07-09"),  # the same number, a Thursday
        ("2023-01-31", BERLIN, "2023-02-28"),  # no 31 February
        ("2024-01-31", BERLIN, "2024-02-29"),  # a leap year has one day more
        ("2024-01-30", BERLIN, "2024-02-29"),
        ("2024-02-29", BERLIN, "2024-04-02"),  # 29 March is Good Friday; then a weekend and Easter Monday
        ("2022-08-31", BERLIN, "2022-09-30"),  # 31 -> 30
        ("2022-09-30", BERLIN, "2022-10-31"),  # 30 October is a Sunday
        ("2025-11-25", BERLIN, "2025-12-29"),  # Christmas Day, the second, and a weekend
        ("2025-12-01", BERLIN, "2026-01-02"),  # New Year's Day, in another year
        ("2025-12-31", BERLIN, "2026-02-02"),  # 31 January is a Saturday
        ("2025-12-06", BERLIN, "2026-01-06"),  # Epiphany is a working day in Berlin
        ("2025-12-06", BAVARIA, "2026-01-07"),  # and a holiday in Bavaria
        ("2026-02-08", BERLIN, "2026-03-09"),  # 8 March is a Sunday
        ("2021-02-08", BERLIN, "2021-03-09"),  # Women's Day, a holiday in Berlin
        ("2021-02-08", BAVARIA, "2021-03-08"),  # not in Bavaria
        ("2026-06-14", FRANCE, "2026-07-15"),  # 14 July
        ("2026-06-14", BERLIN, "2026-07-14"),
    ],
)
def test_the_last_day_is_the_law_s(received: str, place: Place, due: str) -> None:
    assert answer_due(noon(received), place) == date.fromisoformat(due)


def examples() -> list[tuple[str, Place, bool, str]]:
    """Read the examples of docs/legal-clock.md."""
    page = (REPOSITORY / "docs/legal-clock.md").read_text("utf-8")
    row = re.compile(r"^\| (\d{4}-\d\d-\d\d) \| (\S+) \| (yes|no) \| (\d{4}-\d\d-\d\d) \|", re.MULTILINE)
    where = {"DE-BE": BERLIN, "DE-BY": BAVARIA, "FR": FRANCE}
    return [(received, where[place], longer == "yes", due) for received, place, longer, due in row.findall(page)]


@pytest.mark.parametrize(("received", "place", "extended", "due"), examples())
def test_the_page_computes_like_the_code(received: str, place: Place, extended: bool, due: str) -> None:  # noqa: FBT001
    assert answer_due(noon(received), place, extended=extended) == date.fromisoformat(due)


def test_the_page_has_examples() -> None:
    assert len(examples()) >= 10


@pytest.mark.parametrize(
    ("received", "place", "due"),
    [
        # Half past midnight in Berlin is the day before in UTC; the controller's midnight counts.
        (datetime(2026, 6, 8, 22, 30, tzinfo=UTC), BERLIN, "2026-07-09"),
        (datetime(2026, 6, 8, 21, 30, tzinfo=UTC), BERLIN, "2026-07-08"),
        (datetime(2026, 6, 8, 22, 30, tzinfo=UTC), AZORES, "2026-07-08"),
        # Around the change to summer time the offset is another one: 23:30 UTC is past midnight on both sides of it.
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), BERLIN, "2026-04-29"),
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), BERLIN, "2026-04-30"),
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), BERLIN, "2026-04-28"),
        # The hour that comes twice in October is on one and the same day.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, "2026-11-25"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN, "2026-11-25"),
        # New Year comes at the controller's midnight.
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), BERLIN, "2026-02-02"),
        (datetime(2026, 1, 2, 4, 0, tzinfo=timezone(timedelta(hours=9))), BERLIN, "2026-02-02"),
    ],
)
def test_the_day_of_receipt_is_the_controllers(received: datetime, place: Place, due: str) -> None:
    assert answer_due(received, place) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-09", "2026-09-09"),
        ("2025-11-25", "2026-02-25"),  # the first month's end on Christmas is not rolled before two more are added
        ("2023-01-31", "2023-04-28"),  # 28 February and two months: the earlier of two readings
        ("2026-01-15", "2026-04-15"),
    ],
)
def test_extended_it_is_two_months_more(received: str, due: str) -> None:
    assert answer_due(noon(received), BERLIN, extended=True) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2026-07-09"),
        ([pause("2026-06-10", "2026-06-10")], "2026-07-09"),  # asked and answered on one day
        ([pause("2026-06-10", "2026-06-11")], "2026-07-09"),  # no whole day between
        ([pause("2026-06-10", "2026-06-12")], "2026-07-10"),  # one whole day
        ([pause("2026-06-10", "2026-06-15")], "2026-07-13"),
        ([pause("2026-06-10", "2026-06-15"), pause("2026-06-12", "2026-06-16")], "2026-07-14"),  # no day counts twice
        ([pause("2026-06-12", "2026-06-14"), pause("2026-06-10", "2026-06-16")], "2026-07-14"),  # in any order
        (  # one inside of another does not make the rest of the longer one count again
            [
                pause("2026-06-10", "2026-06-20"),
                pause("2026-06-12", "2026-06-14"),
                pause("2026-06-13", "2026-06-20"),
            ],
            "2026-07-20",
        ),
        ([pause("2026-07-09", "2026-07-13")], "2026-07-13"),  # on the last day, still in time (12 July: Sunday)
        ([pause("2026-07-10", "2026-07-20")], "2026-07-09"),  # too late: what is over is not opened again
        (
            [pause("2026-06-10", "2026-06-15"), pause("2026-07-12", "2026-07-16")],
            "2026-07-16",
        ),  # within the longer time
    ],
)
def test_while_the_person_is_awaited_the_clock_stands(pauses: list[Pause], due: str) -> None:
    assert answer_due(noon("2026-06-09"), BERLIN, pauses=pauses) == date.fromisoformat(due)


@pytest.mark.parametrize("wrong", [pause("2026-06-15", "2026-06-10"), pause("2026-06-08", "2026-06-10")])
def test_a_pause_that_cannot_be_is_refused(wrong: Pause) -> None:
    with pytest.raises(ValueError, match="pause"):
        answer_due(noon("2026-06-09"), BERLIN, pauses=[wrong])


@settings(deadline=None)
@given(received=instants, place=places, extended=st.booleans())
def test_the_last_day_is_a_working_day(received: datetime, place: Place, extended: bool) -> None:  # noqa: FBT001
    due = answer_due(received, place, extended=extended)
    assert due.weekday() < calendar.SATURDAY
    assert due not in public_holidays(place.country, place.subdivision, due.year)


@settings(deadline=None)
@given(received=instants, place=places)
def test_the_last_day_is_never_before_a_month_and_never_long_after(received: datetime, place: Place) -> None:
    day = place.day_of(received)
    month_later = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    length = calendar.monthrange(month_later.year, month_later.month)[1]
    same_number = month_later.replace(day=min(day.day, length))
    assert same_number <= answer_due(received, place) <= same_number + timedelta(days=6)


@settings(deadline=None)
@given(received=instants, sooner=st.timedeltas(timedelta(0), timedelta(days=400)), place=places)
def test_who_asks_later_is_never_answered_sooner(received: datetime, sooner: timedelta, place: Place) -> None:
    assert answer_due(received, place) <= answer_due(received + sooner, place)


@settings(deadline=None)
@given(
    received=instants,
    place=places,
    lengths=st.lists(
        st.tuples(st.timedeltas(timedelta(0), timedelta(days=40)), st.timedeltas(timedelta(0), timedelta(days=40)))
    ),
)
def test_a_pause_never_shortens_and_never_gives_more_than_its_days(
    received: datetime, place: Place, lengths: list[tuple[timedelta, timedelta]]
) -> None:
    pauses = [Pause(since=received + wait, until=received + wait + length) for wait, length in lengths]
    plain = answer_due(received, place, holidays=no_holidays)
    paused = answer_due(received, place, pauses=pauses, holidays=no_holidays)
    assert plain <= paused <= plain + sum((length for _, length in lengths), timedelta(days=2))


@settings(deadline=None)
@given(received=instants, place=places)
def test_extended_is_never_sooner(received: datetime, place: Place) -> None:
    assert answer_due(received, place) < answer_due(received, place, extended=True)


@settings(deadline=None)
@given(received=instants, place=places, zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/Lima"]))
def test_the_zone_in_which_the_instant_was_written_does_not_matter(received: datetime, place: Place, zone: str) -> None:
    assert answer_due(received, place) == answer_due(received.astimezone(ZoneInfo(zone)), place)


@settings(deadline=None)
@given(received=instants, later=st.timedeltas(timedelta(0), timedelta(days=70)), place=places)
def test_it_can_be_extended_within_the_first_month_only(received: datetime, later: timedelta, place: Place) -> None:
    in_time = place.day_of(received + later) <= answer_due(received, place)
    assert may_extend(received, received + later, place) == in_time


@pytest.mark.parametrize(("now", "in_time"), [("2026-07-09", True), ("2026-07-10", False)])
def test_on_the_last_day_it_can_still_be_extended_and_not_after(now: str, in_time: bool) -> None:  # noqa: FBT001
    assert may_extend(noon("2026-06-09"), noon(now), BERLIN) == in_time


def test_days_left_count_down_to_the_last_day_and_on() -> None:
    due = date(2026, 7, 9)
    assert [days_left(due, date(2026, 7, day)) for day in (1, 9, 10)] == [8, 0, -1]


def test_a_request_is_judged_by_the_rule_of_its_day() -> None:
    stricter = Rule(applies_from=date(2030, 1, 1), months=0, further_months=1, source="a change of law")
    for rules in ((*RULES, stricter), (stricter, *RULES)):
        assert answer_due(noon("2029-12-31"), FRANCE, rules=rules, holidays=no_holidays) == date(2030, 1, 31)
        assert answer_due(noon("2030-01-01"), FRANCE, rules=rules, holidays=no_holidays) == date(2030, 1, 1)


def test_before_the_law_there_is_no_last_day() -> None:
    assert answer_due(noon("2018-05-25"), BERLIN) == date(2018, 6, 25)
    with pytest.raises(NoRuleError):
        answer_due(noon("2018-05-24"), BERLIN)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        answer_due(datetime(2026, 6, 9), BERLIN)  # noqa: DTZ001


@pytest.mark.parametrize(
    "nowhere",
    [
        Place(zone="Europe/Nowhere", country="DE"),
        Place(zone="/etc/localtime", country="DE"),
        Place(zone="", country="DE"),
        Place(zone="Europe", country="DE"),
        Place(zone="UTC", country="ZZ"),
        Place(zone="UTC", country="DE", subdivision="ZZ"),
    ],
)
def test_a_place_that_there_is_not_has_no_last_day(nowhere: Place) -> None:
    with pytest.raises(UnknownPlaceError):
        answer_due(noon("2026-06-09"), nowhere)
