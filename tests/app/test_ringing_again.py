"""What comes again: at its time of the clock by the home's zone, whatever was missed, moved, stopped or killed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, household
from tests.app.speaking import Rooms, Stopwatch, Talk, passes, speaker_of, whose
from tests.app.test_ringing import bell_of, speak
from voicekeep.app.operations.asked_for import asked_for, done_with, set_reminder, set_timer
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.due_rings import Unkept
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.repeating import at_home, following
from voicekeep.app.operations.restricting import restrict
from voicekeep.app.operations.ringing import Bell
from voicekeep.app.operations.sounding import AGAIN_EVERY
from voicekeep.assistant import Answer, Cancel, SetAlarm
from voicekeep.device import Device, Reply, RingsBy
from voicekeep.records.asked import ReminderRecord, TimerRecord
from voicekeep.records.ids import ItemId
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.recurrence import WEEK, Recurrence, Weekday

HOUR = 3600
DAY = 24 * HOUR
BERLIN = ZoneInfo("Europe/Berlin")


def in_an_hour(home: Household) -> Recurrence:
    """Return every day at the time that it is at home in an hour."""
    return Recurrence.of(WEEK, (at_home(home.keep) + timedelta(hours=1)).time().replace(second=0, microsecond=0))


def set_daily(home: Household, device: Device, name: str | None = "work") -> Recurrence:
    who, said = whose(home, device.device)
    repeats = in_an_hour(home)
    set_timer(home.keep, who, said, following(home.keep, repeats), seconds=None, name=name, repeats=repeats)
    return repeats


def held(home: Household, device: Device, repeats: Recurrence) -> Unkept:
    return Unkept(
        item=ItemId.random(home.keep.entropy),
        device=device.device,
        owner=None,
        binding=1,
        rings_at=following(home.keep, repeats),
        rings_by=RingsBy.CLOCK,
        what="alarm",
        name=None,
        seconds=None,
        language="en",
        repeats=repeats,
    )


def alarms(home: Household) -> list[TimerRecord]:
    return list(asked_for(home.keep, home.people["ada"].subject, ItemKind.TIMER, TimerRecord))


# --- when it rings


@pytest.mark.parametrize("kept", [True, False])
def test_it_rings_each_day_at_its_time_and_is_not_done(home: Household, kept: bool) -> None:  # noqa: FBT001
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    if kept:
        set_daily(home, kitchen)
    else:
        bell.hold(held(home, kitchen, in_an_hour(home)))
    rung = []
    for _ in range(3 * 24):
        passes(home, watch, HOUR + 0.5)
        rung.append(bell.ring_due())
        bell.quiet(kitchen.device)
    assert [hour for hour, count in enumerate(rung) if count] == [0, 24, 48][: sum(rung)]
    assert sum(rung) == 3
    assert not any("due" in text for text in rooms.texts())
    assert len(alarms(home)) == kept
    verify_ledger(home.keep)


def test_the_row_moves_to_the_next_of_its_days_and_the_record_stays_as_it_is(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    who, said = whose(home, kitchen.device)
    repeats = Recurrence.of([Weekday.MONDAY, Weekday.THURSDAY], time(11))  # it is Monday, ten o'clock at home
    set_reminder(home.keep, who, said, following(home.keep, repeats), "the bins", repeats)
    (before,) = asked_for(home.keep, ada.subject, ItemKind.REMINDER, ReminderRecord)
    passes(home, watch, HOUR + 1)
    assert [bell.ring_due() for _ in range(2)] == [1, 0]
    assert rooms.texts() == ["A reminder: the bins."]
    assert asked_for(home.keep, ada.subject, ItemKind.REMINDER, ReminderRecord) == (before,)
    with home.keep.database.read() as transaction:
        (row,) = transaction.rings.rings()
    assert row.rings_at == datetime(2030, 11, 7, 11, tzinfo=BERLIN).astimezone(UTC)


def test_seven_o_clock_stays_seven_o_clock_when_clocks_are_changed(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    home.clock.now = datetime(2031, 3, 29, 4, tzinfo=UTC)  # the night after it, clocks go forward
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    who, said = whose(home, kitchen.device)
    repeats = Recurrence.of(WEEK, time(7))
    set_timer(home.keep, who, said, following(home.keep, repeats), seconds=None, name=None, repeats=repeats)
    at = []
    for _ in range(2 * 24 * 6):
        passes(home, watch, 600)
        if bell.ring_due():
            at.append(home.clock.now.astimezone(BERLIN))
            bell.quiet(kitchen.device)
    assert [(each.day, each.hour, each.minute) for each in at] == [(29, 7, 0), (30, 7, 0)]
    assert at[1].astimezone(UTC) - at[0].astimezone(UTC) < timedelta(hours=23, minutes=1)


@given(st.lists(st.tuples(st.integers(0, 3 * DAY), st.integers(-2 * DAY, 2 * DAY)), min_size=1, max_size=8))
@settings(max_examples=15, deadline=None)
def test_however_clocks_jump_it_rings_at_the_next_time_that_the_clock_says(steps: list[tuple[int, int]]) -> None:
    watch, rooms = Stopwatch(), Rooms()
    with household(Path("/nonexistent")) as home:
        kitchen = speaker_of(home, home.join("ada").subject)
        bell, repeats = bell_of(home, rooms, watch), set_daily(home, kitchen)
        for seconds, jump in steps:
            passes(home, watch, seconds)
            home.clock.now += timedelta(seconds=jump)
            bell.ring_due()
            bell.quiet(kitchen.device)
            assert bell.ring_due() == 0, "of all that was missed, one is told"
            with home.keep.database.read() as transaction:
                (row,) = transaction.rings.rings()
            left = following(home.keep, repeats) - home.clock.now
            # set back by less than a minute it may ring once less, never later than the next day
            assert row.rings_at - home.clock.now in (left, left + timedelta(days=1))
            assert row.rings_at == following(home.keep, repeats) or -60 <= jump < 0
        so_far = len(rooms.announced)
        passes(home, watch, 1 + (row.rings_at - home.clock.now).total_seconds())
        assert bell.ring_due() == 1
        assert len(rooms.announced) == so_far + 1


def test_a_clock_that_was_set_forward_and_back_silences_no_day(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, home.join("ada").subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    bell.hold(held(home, kitchen, in_an_hour(home)))
    bell.ring_due()
    home.clock.pass_by(days=40)
    bell.ring_due()
    bell.quiet(kitchen.device)
    home.clock.pass_by(days=-40)
    assert bell.ring_due() == 0
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 2


@pytest.mark.parametrize("kept", [True, False])
def test_a_clock_that_is_set_right_while_it_is_announced_rings_nothing_twice(home: Household, kept: bool) -> None:  # noqa: FBT001
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    if kept:
        set_daily(home, kitchen)
    else:
        bell.hold(held(home, kitchen, in_an_hour(home)))
    passes(home, watch, HOUR + 1)
    rooms.meanwhile = lambda: home.clock.pass_by(seconds=-20)
    assert bell.ring_due() == 1
    rooms.meanwhile = lambda: None
    bell.quiet(kitchen.device)
    for _ in range(10):
        passes(home, watch, 10)
        assert bell.ring_due() == 0


@pytest.mark.parametrize("looked", [True, False])
def test_a_clock_that_is_set_back_after_it_rang_rings_it_at_its_new_time(home: Household, looked: bool) -> None:  # noqa: FBT001
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 1
    bell.quiet(kitchen.device)
    if looked:  # between the ringing and the setting
        assert bell.ring_due() == 0
    home.clock.pass_by(minutes=-10)
    assert bell.ring_due() == 0
    passes(home, watch, 600)
    assert bell.ring_due() == 1
    assert len(rooms.announced) == 2


def test_a_clock_that_was_wrong_before_a_restart_silences_no_day(home: Household) -> None:
    rooms, watch = Rooms(), Stopwatch()
    kitchen = speaker_of(home, home.join("ada").subject)
    home.clock.pass_by(days=400)
    set_daily(home, kitchen)
    home.clock.pass_by(days=-400)  # while it did not run
    bell = bell_of(home, rooms, watch)
    assert bell.ring_due() == 0
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 1


def test_a_home_that_moved_is_woken_by_its_new_clock(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    kitchen = speaker_of(home, home.join("ada").subject)
    repeats = set_daily(home, kitchen)  # at eleven in Berlin
    abroad = replace(home.keep, settings=replace(home.keep.settings, zone="Europe/Lisbon"))
    bell = Bell(abroad, rooms, speak, watch)
    assert bell.ring_due() == 0
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 0
    passes(home, watch, HOUR)
    assert bell.ring_due() == 1
    assert following(abroad, repeats).astimezone(ZoneInfo("Europe/Lisbon")).hour == 11


# --- what was missed


@pytest.mark.parametrize(
    ("hours", "late"), [(3, "due 3 hours ago"), (3 + 72, "due 3 hours ago"), (13, None), (85, None)]
)
def test_after_days_away_it_rings_late_once_or_not_at_all_and_then_on_the_next_day(
    home: Household, hours: int, late: str | None
) -> None:
    rooms, watch = Rooms(), Stopwatch()
    kitchen = speaker_of(home, home.join("ada").subject)
    bell_of(home, rooms, watch).ring_due()
    set_daily(home, kitchen)
    home.clock.pass_by(hours=1 + hours)  # the power was gone meanwhile
    again, watch = bell_of(home, rooms, Stopwatch(5.0)), Stopwatch(5.0)
    assert [again.ring_due() for _ in range(3)] == [int(late is not None), 0, 0]
    assert all(late in text for text in rooms.texts() if late is not None)
    home.clock.pass_by(hours=24 - hours % 24)
    assert again.ring_due() == 1
    assert "due" not in rooms.texts()[-1]


def test_a_speaker_that_was_away_for_days_is_told_the_last_time_only(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, home.join("ada").subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    bell.hold(held(home, kitchen, in_an_hour(home)))
    rooms.away.add(kitchen.device)
    for _ in range(49):
        passes(home, watch, HOUR)
        assert bell.ring_due() == 0
    passes(home, watch, 600)
    rooms.away.clear()
    assert [bell.ring_due() for _ in range(2)] == [2, 0]
    assert all("due 10 minutes ago" in text for text in rooms.texts())


@pytest.mark.parametrize("after", [False, True])
def test_a_bell_that_dies_anywhere_rings_and_moves_on(home: Household, after: bool) -> None:  # noqa: FBT001
    watch, kitchen = Stopwatch(), speaker_of(home, home.join("ada").subject)
    repeats = set_daily(home, kitchen)
    for at in range(1, 30):
        rooms = Rooms()
        home.clock.now = following(home.keep, repeats)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            Bell(dying, rooms, speak, watch).ring_due()
        bell_of(home, rooms, watch).ring_due()
        assert 1 <= len(rooms.announced) <= 2  # rather twice than never
        assert len(alarms(home)) == 1
        with home.keep.database.read() as transaction:
            assert [row.rings_at for row in transaction.rings.rings()] == [following(home.keep, repeats)]
        if fuse.calls < at:
            assert len(rooms.announced) == 1
            break
    assert fuse.calls < at


def test_a_look_that_read_the_row_before_it_moved_rings_no_second_time(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, home.join("ada").subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    bell.hold(held(home, kitchen, in_an_hour(home)))
    passes(home, watch, HOUR + 1)
    looked = bell._due()  # noqa: SLF001  what a look begins with, before the one before it is done
    assert [bell.ring_due() for _ in range(2)] == [2, 0]
    bell.quiet(kitchen.device)
    assert [ring() for rings in looked.values() for ring in rings] == [False, False]
    assert len(rooms.announced) == 2


# --- what ends it, and what does not


def test_stop_ends_the_ringing_of_today_only(home: Household, talk: Talk) -> None:
    kitchen, rooms = speaker_of(home, home.join("ada").subject), Rooms()
    talk.hub.attach(kitchen.device, _There(rooms, kitchen))
    repeats = in_an_hour(home)
    alarm = SetAlarm(rings_at=following(home.keep, repeats), name="work", repeats=repeats)
    talk.say(kitchen, "every day", Answer(text="Every day.", effects=(alarm,)))
    for _ in range(2):
        passes(home, talk.watch, HOUR + 1)
        assert talk.hub.bell.ring_due() == 1
        talk.say(kitchen, "stop", Answer(text="All right."))
        passes(home, talk.watch, AGAIN_EVERY)
        assert talk.hub.bell.ring_due() == 0
        (seen,) = talk.sentences.seen[-1].timers
        assert (seen.name, seen.repeats, seen.rings_at) == ("work", repeats, following(home.keep, repeats))
        passes(home, talk.watch, 23 * HOUR - AGAIN_EVERY - 1)
    assert len(rooms.announced) == 2


class _There:
    """A speaker that is connected."""

    reachable = True

    def __init__(self, rooms: Rooms, device: Device) -> None:
        self._rooms = rooms
        self._device = device

    def announce(self, reply: Reply) -> None:
        self._rooms.announce(self._device.device, reply)


def test_erased_while_it_rings_it_rings_no_more_today_or_ever(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 1
    done_with(home.keep, ada.subject, [alarms(home)[0].item])
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 0
    passes(home, watch, DAY)
    assert bell.ring_due() == 0
    assert len(rooms.announced) == 1


def test_erased_while_it_is_announced_it_does_not_come_back(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    item = alarms(home)[0].item
    rooms.meanwhile = lambda: done_with(home.keep, ada.subject, [item])
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 1
    with home.keep.database.read() as transaction:
        assert transaction.rings.rings() == ()


@pytest.mark.parametrize("kept", [True, False])
def test_it_ends_where_the_speaker_is_somebody_else_s(home: Household, kept: bool) -> None:  # noqa: FBT001
    ada, bea, watch, rooms = home.join("ada"), home.join("bea"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    if kept:
        set_daily(home, kitchen)
    else:
        bell.hold(held(home, kitchen, in_an_hour(home)))
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    passes(home, watch, HOUR + 1)
    assert bell.ring_due() == 0
    bind_again(home.keep, kitchen.device, ada.subject, "Kitchen")
    passes(home, watch, DAY)
    assert (bell.ring_due(), rooms.announced) == (0, [])


def test_under_a_restriction_it_rings_on_its_days_and_stays(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, ada.subject), bell_of(home, rooms, watch)
    set_daily(home, kitchen)
    restrict(home.keep, home.session(ada), RestrictionGround.ACCURACY)
    for seconds in (HOUR + 1, DAY):
        passes(home, watch, seconds)
        assert bell.ring_due() == 1
        bell.quiet(kitchen.device)
    assert len(alarms(home)) == 1


def test_for_whom_nothing_is_kept_it_repeats_from_memory_and_is_told_and_cancelled(home: Household, talk: Talk) -> None:
    ada, rooms = home.join("ada", Keeping.NOTHING), Rooms()
    kitchen, repeats = speaker_of(home, ada.subject), in_an_hour(home)
    talk.hub.attach(kitchen.device, _There(rooms, kitchen))
    alarm = SetAlarm(rings_at=following(home.keep, repeats), repeats=repeats)
    assert "restart would lose it" in talk.say(kitchen, "every day", Answer(text="Set.", effects=(alarm,))).text
    passes(home, talk.watch, HOUR + 1)
    assert talk.hub.bell.ring_due() == 1
    cancel = lambda seen: Answer(text="Gone.", effects=(Cancel(items=(seen.timers[0].item,)),))  # noqa: E731
    assert talk.say(kitchen, "cancel", cancel).text == "Gone."
    assert talk.sentences.seen[-1].timers[0].repeats == repeats
    passes(home, talk.watch, DAY)
    assert talk.hub.bell.ring_due() == 0


def test_it_is_in_the_copy_with_its_days(home: Household) -> None:
    ada = home.join("ada")
    repeats = set_daily(home, speaker_of(home, ada.subject))
    copy = ZipFile(BytesIO(home.fetch(ada, home.release(ada))))
    (line,) = copy.read("data/timers.jsonl").splitlines()
    assert (json.loads(line)["repeats"], json.loads(line)["v"]) == (repeats, 2)
    assert f'"{repeats}"'.encode() in copy.read("data/timers.csv")
