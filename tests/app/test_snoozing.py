"""An alarm that is put off rings again for its owner, with its name; kept where something is kept, else from memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import (
    Rooms,
    Talk,
    household_of,
    join_house,
    passes,
    speaker_of,
    talk_in,
    whose,
)
from voicekeep.app.operations.asked_for import asked_for, set_timer
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.household import leave_home
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.repeating import following
from voicekeep.app.operations.sounding import AGAIN_EVERY, JUST_NOW
from voicekeep.device import Chosen, Device, Reply
from voicekeep.people import Session
from voicekeep.records.asked import ReminderRecord, RingsAs, TimerRecord
from voicekeep.records.items import ItemKind, Keeping
from voicekeep.records.recurrence import WEEK, Recurrence

NINE_MINUTES = 9 * 60


@dataclass
class There:
    """A speaker that is connected."""

    reachable = True

    rooms: Rooms
    device: Device

    def announce(self, reply: Reply) -> None:
        self.rooms.announce(self.device.device, reply)


@dataclass
class Morning:
    """Somebody's alarm rings on a speaker, and what is said there is understood as ever."""

    home: Household
    talk: Talk
    rooms: Rooms
    kitchen: Device

    def rings(self, seconds: float) -> int:
        passes(self.home, self.talk.watch, seconds)
        return self.talk.hub.bell.ring_due()

    def say(self, words: str) -> str:
        return self.talk.say(self.kitchen, words).text

    def alarms(self, someone: Someone) -> list[TimerRecord]:
        return list(asked_for(self.home.keep, someone.subject, ItemKind.TIMER, TimerRecord))


def morning(home: Household, kitchen: Device) -> Morning:
    talk, rooms = talk_in(home, ours=True), Rooms()
    talk.hub.attach(kitchen.device, There(rooms, kitchen))
    return Morning(home=home, talk=talk, rooms=rooms, kitchen=kitchen)


def alarm_of(home: Household, kitchen: Device, *, name: str | None = "work", daily: bool = False) -> None:
    who, said = whose(home, kitchen.device)
    at = home.clock.now + timedelta(seconds=60)
    repeats = Recurrence.of(WEEK, time(10, 1)) if daily else None  # it is ten o'clock at home
    set_timer(home.keep, who, said, at, seconds=None, name=name, repeats=repeats)


@pytest.fixture
def ada(home: Household) -> Someone:
    return home.join("ada")


@pytest.fixture
def at(home: Household, ada: Someone) -> Morning:
    return morning(home, speaker_of(home, ada.subject))


def test_it_stops_and_rings_again_after_nine_minutes_with_its_name(at: Morning, ada: Someone) -> None:
    alarm_of(at.home, at.kitchen)
    assert at.rings(61) == 1
    assert at.say("snooze") == "work: I will ring again in 9 minutes."
    assert at.rings(AGAIN_EVERY) == 0
    (again,) = at.alarms(ada)
    assert (again.name, again.repeats) == ("work", None)
    assert at.rings(NINE_MINUTES - AGAIN_EVERY - 1) == 0
    assert at.rings(2) == 1
    assert at.rooms.texts() == ["It is time: work."] * 2
    assert at.alarms(ada) == []
    verify_ledger(at.home.keep)


def test_it_is_put_off_as_often_as_somebody_likes(at: Morning) -> None:
    alarm_of(at.home, at.kitchen)
    assert at.rings(61) == 1
    for _ in range(3):
        assert at.say("ten more minutes") == "work: I will ring again in 10 minutes."
        assert [at.rings(600 + 1), at.rings(AGAIN_EVERY)] == [1, 1]


def test_said_twice_it_rings_once_after_what_was_said_last(at: Morning, ada: Someone) -> None:
    alarm_of(at.home, at.kitchen)
    assert at.rings(61) == 1
    at.say("snooze")
    passes(at.home, at.talk.watch, JUST_NOW + 1)
    assert at.say("snooze for twenty minutes") == "work: I will ring again in 20 minutes."
    assert len(at.alarms(ada)) == 1
    assert at.rings(NINE_MINUTES) == 0
    assert at.rings(11 * 60 + 1) == 1


def test_what_it_was_put_off_to_and_is_cancelled_is_not_cancelled_again(at: Morning, ada: Someone) -> None:
    alarm_of(at.home, at.kitchen)
    assert at.rings(61) == 1
    at.say("snooze")
    assert at.say("cancel my alarm") == "Alarm cancelled."
    assert at.say("snooze") == "work: I will ring again in 9 minutes."
    assert len(at.alarms(ada)) == 1


def test_what_was_stopped_within_its_minutes_is_put_off_too_and_later_nothing_is(at: Morning) -> None:
    alarm_of(at.home, at.kitchen)
    assert at.rings(61) == 1
    assert at.say("stop") == "All right."
    passes(at.home, at.talk.watch, JUST_NOW + 1)
    assert at.say("snooze") == "work: I will ring again in 9 minutes."
    assert at.rings(NINE_MINUTES + 1) == 1
    at.say("stop")
    passes(at.home, at.talk.watch, 600)
    assert at.say("snooze") == "Nothing is ringing here. Nothing was put off."
    assert at.rings(3600) == 0


def test_of_one_that_repeats_only_today_is_put_off(at: Morning, ada: Someone) -> None:
    alarm_of(at.home, at.kitchen, daily=True)
    (daily,) = at.alarms(ada)
    assert at.rings(61) == 1
    at.say("snooze")
    assert len(at.alarms(ada)) == 2
    assert at.rings(NINE_MINUTES + 1) == 1
    assert at.alarms(ada) == [daily]
    assert daily.repeats is not None
    with at.home.keep.database.read() as transaction:
        assert [ring.rings_at for ring in transaction.rings.rings()] == [following(at.home.keep, daily.repeats)]


def test_one_that_was_erased_is_not_put_off(at: Morning, ada: Someone) -> None:
    alarm_of(at.home, at.kitchen, daily=True)
    assert at.rings(61) == 1
    assert "for good" in at.say("cancel my alarm")
    assert "Nothing is ringing" in at.say("snooze")
    assert (at.alarms(ada), at.rings(3600)) == ([], 0)


def test_a_timer_that_rang_runs_again_with_its_name_and_is_kept(at: Morning, ada: Someone) -> None:
    assert "set" in at.say("set a pasta timer for one minute")
    assert at.rings(61) == 1
    assert at.say("ten more minutes") == "pasta: I will ring again in 10 minutes."
    [again] = at.alarms(ada)
    assert (again.name, again.seconds, again.rings_as) == ("pasta", 600, RingsAs.TIMER)
    assert [at.rings(598), at.rings(3)] == [0, 1]
    assert at.rooms.texts() == ["Your timer pasta is over."] * 2
    passes(at.home, at.talk.watch, 600)
    assert at.say("ten more minutes") == "No timer is running."
    verify_ledger(at.home.keep)


def test_a_timer_is_lengthened_and_rings_once(at: Morning, ada: Someone) -> None:
    assert "set" in at.say("set a pasta timer for one minute")
    assert at.rings(30) == 0
    assert at.say("add five minutes to the pasta timer") == "Now there is 5 minutes and 30 seconds left."
    [longer] = at.alarms(ada)
    assert (longer.name, longer.seconds) == ("pasta", 330)
    assert [at.rings(325), at.rings(6), at.rings(600)] == [0, 1, 0]
    verify_ledger(at.home.keep)


def test_a_reminder_is_said_again_and_kept_until_then(at: Morning, ada: Someone) -> None:
    at.say("remind me in one minute to call mom")
    assert at.rings(61) == 1
    assert at.say("remind me again in ten minutes") == "I will remind you again in 10 minutes: call mom."
    [again] = asked_for(at.home.keep, ada.subject, ItemKind.REMINDER, ReminderRecord)
    assert again.text == "call mom"
    passes(at.home, at.talk.watch, JUST_NOW + 1)
    assert at.say("remind me again in twenty minutes") == "I will remind you again in 20 minutes: call mom."
    assert len(asked_for(at.home.keep, ada.subject, ItemKind.REMINDER, ReminderRecord)) == 1
    assert [at.rings(1190), at.rings(11)] == [0, 1]
    assert at.rooms.texts() == ["A reminder: call mom."] * 2


def test_what_is_erased_is_not_put_off(at: Morning) -> None:
    at.say("remind me in one minute to call mom")
    assert at.rings(61) == 1
    assert "erased" in at.say("delete what I just said")
    assert "Nothing was set" in at.say("remind me again in ten minutes")


def test_what_was_not_heard_is_not_put_off(at: Morning) -> None:
    assert "set" in at.say("set a timer for one minute")
    at.rooms.away.add(at.kitchen.device)
    assert at.rings(61) == 0
    assert at.say("ten more minutes") == "Now there is 10 minutes left."


def test_another_s_reminder_is_put_off_for_them_and_not_told(home: Household, ada: Someone) -> None:
    bea = join_house(home, "bea", household_of(home, ada))
    kitchen = speaker_of(home, household_of(home, ada))
    at = morning(home, kitchen)
    at.talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    at.say("remind me in one minute to hide the present")
    assert at.rings(61) == 1
    at.talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    told = at.say("remind me again in ten minutes")
    assert told.startswith("I will remind you again in 10 minutes. I keep nothing of it")
    assert at.say("what are my reminders") == "You have no reminders."
    at.talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    assert "hide the present" in at.say("what are my reminders")
    assert at.say("cancel my reminder") == "The next reminder is cancelled: hide the present."
    assert at.rings(601) == 0


def test_it_can_be_cancelled_like_any_other(at: Morning, ada: Someone) -> None:
    alarm_of(at.home, at.kitchen)
    at.rings(61)
    at.say("snooze")
    assert at.say("cancel my alarm") == "Alarm cancelled."
    assert at.alarms(ada) == []
    assert at.rings(3600) == 0


def test_for_whom_nothing_is_kept_it_rings_again_from_memory(home: Household) -> None:
    ada = home.join("ada", Keeping.NOTHING)
    at = morning(home, speaker_of(home, ada.subject))
    assert "restart would lose it" in at.say("wake me in one minute")
    assert at.rings(61) == 1
    assert "ring again in 9 minutes. I keep nothing of it" in at.say("snooze")
    assert at.rings(NINE_MINUTES + 1) == 1
    assert at.alarms(ada) == []


@pytest.mark.parametrize("named", [True, False])
def test_another_s_alarm_that_rings_is_put_off_for_them_and_its_name_is_not_told(
    home: Household,
    ada: Someone,
    named: bool,  # noqa: FBT001  whether it is known who puts it off
) -> None:
    bea = join_house(home, "bea", household_of(home, ada))
    kitchen = speaker_of(home, ada.subject)
    at = morning(home, kitchen)
    alarm_of(home, kitchen, name="surprise for Bea")
    bind_again(home.keep, kitchen.device, household_of(home, ada), "Kitchen")
    assert at.rings(61) == 1
    if named:
        at.talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    told = at.say("snooze")
    assert "I will ring again in 9 minutes." in told
    assert "surprise" not in told
    assert (at.alarms(ada), at.alarms(bea)) == ([], [])
    assert "No alarm is set." in at.say("what are my alarms")
    at.talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    assert "surprise for Bea" in at.say("what are my alarms")
    assert at.rings(NINE_MINUTES + 1) == 1
    assert at.rooms.texts() == ["It is time: surprise for Bea."] * 2


def test_another_s_alarm_that_is_over_is_not_put_off(home: Household, ada: Someone) -> None:
    bea = join_house(home, "bea", household_of(home, ada))
    kitchen = speaker_of(home, ada.subject)
    at = morning(home, kitchen)
    alarm_of(home, kitchen)
    bind_again(home.keep, kitchen.device, household_of(home, ada), "Kitchen")
    assert at.rings(61) == 1
    at.talk.hub.touched(kitchen.device)
    passes(home, at.talk.watch, JUST_NOW + 1)
    at.talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    assert "Nothing is ringing" in at.say("snooze")


def test_whoever_has_the_speaker_next_puts_nothing_off(home: Household, ada: Someone) -> None:
    kitchen = speaker_of(home, ada.subject)
    at = morning(home, kitchen)
    alarm_of(home, kitchen)
    assert at.rings(61) == 1
    passes(home, at.talk.watch, 1)
    bind_again(home.keep, kitchen.device, home.join("bea").subject, "Kitchen")
    passes(home, at.talk.watch, 1)
    assert "Nothing is ringing" in at.say("snooze")
    assert at.rings(NINE_MINUTES + 1) == 0


@pytest.mark.parametrize("how", [leave_home, close_account])
def test_what_is_kept_nowhere_rings_no_more_when_its_owner_is_gone(
    home: Household, how: Callable[[Keep, Session], object]
) -> None:
    ada = home.join("ada", Keeping.NOTHING)
    house = household_of(home, ada)
    join_house(home, "bob", house)
    there = morning(home, speaker_of(home, house))
    there.say("this is ada")
    there.say("set an alarm called doctor every day at seven")
    there.say("set an alarm called school for seven")
    how(home.keep, home.session(ada))
    assert there.rings(26 * 3600) == 0
    assert there.rooms.texts() == []
    assert there.talk.hub.bell.held_on(there.kitchen.device) == ()


def test_an_alarm_is_told_by_the_clock_at_home(at: Morning) -> None:
    set_to = at.say("set an alarm for seven in the evening")  # 18:00 by UTC
    assert set_to == "Alarm set: today at 7 PM."
    assert at.say("when is my next alarm") == "Your next alarm: today at 7 PM."
    assert at.say("what are my alarms") == "Your alarms: today at 7 PM."
    at.say("remind me at midnight to lock the door")
    assert at.say("what are my reminders") == "Your reminders: tomorrow at midnight, lock the door."
