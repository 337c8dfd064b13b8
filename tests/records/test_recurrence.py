"""A recurrence is one text of RFC 5545: it says its days and its time, and nothing else is one."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.records.recurrence import WEEK, WEEKEND, WORKING_DAYS, MalformedRecurrenceError, Recurrence, Weekday


def test_it_is_written_as_the_standard_writes_it() -> None:
    rule = Recurrence.of([Weekday.THURSDAY, Weekday.MONDAY, Weekday.MONDAY], time(7, 5))
    assert rule == "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=7;BYMINUTE=5"
    assert (rule.days, rule.at) == ((Weekday.MONDAY, Weekday.THURSDAY), time(7, 5))
    assert (*WORKING_DAYS, *WEEKEND) == WEEK


@given(st.sets(st.sampled_from(Weekday), min_size=1), st.integers(0, 23), st.integers(0, 59))
def test_what_was_written_is_read_again(days: AbstractSet[Weekday], hour: int, minute: int) -> None:
    read = Recurrence(str(Recurrence.of(days, time(hour, minute))))
    assert (set(read.days), read.at) == (days, time(hour, minute))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=WEEKLY;BYDAY=;BYHOUR=7;BYMINUTE=5",
        "FREQ=WEEKLY;BYDAY=TH,MO;BYHOUR=7;BYMINUTE=5",
        "FREQ=WEEKLY;BYDAY=MO,MO;BYHOUR=7;BYMINUTE=5",
        "FREQ=WEEKLY;BYDAY=XX;BYHOUR=7;BYMINUTE=5",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=07;BYMINUTE=5",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=24;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=7;BYMINUTE=60",
        "FREQ=DAILY;BYHOUR=7;BYMINUTE=5",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=7;BYMINUTE=5;COUNT=3",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=7;BYMINUTE=5\n",
    ],
)
def test_any_other_text_is_refused_by_name(text: str) -> None:
    with pytest.raises(MalformedRecurrenceError):
        Recurrence(text)


def test_on_no_day_nothing_comes_again() -> None:
    with pytest.raises(MalformedRecurrenceError):
        Recurrence.of([], time(7))
