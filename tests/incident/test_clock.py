"""72 elapsed hours from reasonable certainty, through weekends, holidays and changes of the clock (R23)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.incident import (
    NOTIFICATION_RULES,
    NoNotificationRuleError,
    NotificationRule,
    Report,
    Triage,
    awareness,
    decide,
    notification_deadline,
    open_triage,
)
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import ReportSource, TriageState

BERLIN = ZoneInfo("Europe/Berlin")
TRIAGE = TriageId("tri_" + 26 * "a")
MONDAY = datetime(2030, 11, 4, 9, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2018, 5, 26), datetime(2100, 1, 1), timezones=st.timezones())  # noqa: DTZ001


def opened() -> Triage:
    return open_triage(Report(source=ReportSource.HAND), triage=TRIAGE, now=MONDAY)[0]


@pytest.mark.parametrize(
    ("aware_at", "deadline"),
    [
        # three days on an ordinary week
        (datetime(2030, 11, 4, 9, tzinfo=BERLIN), datetime(2030, 11, 7, 9, tzinfo=BERLIN)),
        # known on a Friday evening: it is over on Monday evening, the weekend counts
        (datetime(2030, 11, 8, 18, 30, tzinfo=BERLIN), datetime(2030, 11, 11, 18, 30, tzinfo=BERLIN)),
        # known before Christmas: no holiday is left out
        (datetime(2030, 12, 24, 0, 0, tzinfo=BERLIN), datetime(2030, 12, 27, 0, 0, tzinfo=BERLIN)),
        # the night of 30 to 31 March 2030 has one hour less: by the clock on the wall an hour later
        (datetime(2030, 3, 30, 12, tzinfo=BERLIN), datetime(2030, 4, 2, 13, tzinfo=BERLIN)),
        # the night of 26 to 27 October 2030 has one hour more: by the clock on the wall an hour earlier
        (datetime(2030, 10, 26, 12, tzinfo=BERLIN), datetime(2030, 10, 29, 11, tzinfo=BERLIN)),
        # in the hour that there is twice, the first and the second are an hour apart
        (datetime(2030, 10, 27, 2, 30, tzinfo=BERLIN), datetime(2030, 10, 30, 1, 30, tzinfo=BERLIN)),
        (datetime(2030, 10, 27, 2, 30, tzinfo=BERLIN, fold=1), datetime(2030, 10, 30, 2, 30, tzinfo=BERLIN)),
        # over the end of February in a leap year
        (datetime(2028, 2, 27, 9, tzinfo=UTC), datetime(2028, 3, 1, 9, tzinfo=UTC)),
    ],
)
def test_the_deadline_is_72_elapsed_hours_later(aware_at: datetime, deadline: datetime) -> None:
    found = notification_deadline(aware_at)
    assert found == deadline.astimezone(UTC)
    assert found.tzinfo is UTC


@given(aware_at=INSTANTS)
def test_it_is_72_hours_in_every_zone_and_the_zone_changes_nothing(aware_at: datetime) -> None:
    known = aware_at.astimezone(UTC)
    assert notification_deadline(aware_at) - known == timedelta(hours=72)
    assert notification_deadline(known.astimezone(timezone(timedelta(hours=-11)))) == notification_deadline(known)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        notification_deadline(datetime(2030, 11, 4, 9))  # noqa: DTZ001  that is the point


def test_before_the_law_there_is_no_deadline() -> None:
    with pytest.raises(NoNotificationRuleError):
        notification_deadline(datetime(2018, 5, 24, 23, 59, 59, tzinfo=UTC))
    assert notification_deadline(datetime(2018, 5, 25, tzinfo=UTC)) == datetime(2018, 5, 28, tzinfo=UTC)


def test_a_change_of_law_is_a_new_line_and_what_was_known_before_keeps_its_own() -> None:
    changed = (
        NotificationRule(applies_from=date(2031, 1, 1), within=timedelta(hours=96), source="a later act"),
        *NOTIFICATION_RULES,
    )
    eve = datetime(2030, 12, 31, 23, 59, tzinfo=UTC)
    assert notification_deadline(eve, changed) - eve == timedelta(hours=72)
    assert notification_deadline(eve + timedelta(minutes=1), changed) - eve == timedelta(hours=96, minutes=1)


def test_a_report_alone_is_no_certainty_and_neither_is_a_dismissal() -> None:
    assert awareness(opened()) is None
    dismissed, _ = decide(opened(), outcome=TriageState.DISMISSED, by="host_operator", now=MONDAY)
    assert awareness(dismissed) is None


def test_the_clock_begins_with_certainty_and_says_who_decided_and_when() -> None:
    later = MONDAY + timedelta(hours=5)
    confirmed, fact = decide(opened(), outcome=TriageState.CONFIRMED, by="host_operator", now=later)
    aware = awareness(confirmed)
    assert aware is not None
    assert (aware.aware_at, aware.decided_at, aware.by) == (later, later, "host_operator")
    assert aware.notify_by == later + timedelta(hours=72)
    assert (fact.aware_at, fact.by, fact.at, fact.outcome) == (later, "host_operator", later, TriageState.CONFIRMED)


def test_who_was_certain_before_they_wrote_it_down_has_less_time() -> None:
    later, known = MONDAY + timedelta(hours=5), datetime(2030, 11, 2, 20, tzinfo=BERLIN)
    confirmed, _ = decide(opened(), outcome=TriageState.CONFIRMED, by="host_operator", now=later, aware_at=known)
    aware = awareness(confirmed)
    assert aware is not None
    assert (aware.aware_at, aware.decided_at) == (known, later)
    assert aware.notify_by == datetime(2030, 11, 5, 20, tzinfo=BERLIN)
