"""What rings: on the speaker that set it, after a restart, whatever the clock does, late but not never, and once."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, household
from tests.app.speaking import Rooms, Stopwatch, household_of, passes, speaker_of, whose
from voicekeep.app.operations.asked_for import (
    NothingMayBeKeptError,
    TooManyError,
    add_to_list,
    asked_for,
    done_with,
    set_reminder,
    set_timer,
)
from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.due_rings import Unkept
from voicekeep.app.operations.erase import finish_erasures
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.restricting import restrict
from voicekeep.app.operations.ringing import Bell
from voicekeep.app.operations.sounding import AGAIN_EVERY
from voicekeep.assistant import SpeechEngineFailedError
from voicekeep.device import Device, RingsBy
from voicekeep.records.asked import ListEntryRecord, ReminderRecord, TimerRecord
from voicekeep.records.ids import ItemId
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.limits import Limits


def speak(text: str, language: str) -> bytes:
    """Say nothing; the chime is still there."""
    return b"" if text and language else b"?"


def dumb(_text: str, _language: str) -> bytes:
    raise SpeechEngineFailedError


def bell_of(home: Household, rooms: Rooms, watch: Stopwatch) -> Bell:
    return Bell(home.keep, rooms, speak, watch)


def set_for(home: Household, device: Device, seconds: int, name: str | None = None) -> None:
    who, said = whose(home, device.device)
    at = home.clock.now + timedelta(seconds=seconds)
    set_timer(home.keep, who, said, at, seconds=seconds, name=name)


def set_alarm(home: Household, device: Device, seconds: int) -> None:
    who, said = whose(home, device.device)
    set_timer(home.keep, who, said, home.clock.now + timedelta(seconds=seconds), seconds=None, name=None)


def unkept_alarm(home: Household, device: Device, seconds: int) -> Unkept:
    return Unkept(
        item=ItemId.random(home.keep.entropy),
        device=device.device,
        owner=None,
        binding=1,
        rings_at=home.clock.now + timedelta(seconds=seconds),
        rings_by=RingsBy.CLOCK,
        what="alarm",
        name=None,
        seconds=None,
        language="en",
    )


def timers(home: Household, name: str = "ada") -> list[str | None]:
    records = asked_for(home.keep, home.people[name].subject, ItemKind.TIMER, TimerRecord)
    return [record.name for record in records]


def test_it_rings_where_it_was_set_once_and_is_gone(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, study = (speaker_of(home, ada.subject, name) for name in ("Kitchen", "Study"))
    bell = bell_of(home, rooms, watch)
    set_for(home, kitchen, 600, "pasta")
    set_for(home, study, 60)
    assert bell.ring_due() == 0
    passes(home, watch, 61)
    assert bell.ring_due() == 1
    assert [(device, reply.text) for device, reply in rooms.announced] == [(study.device, "Your timer is over.")]
    assert rooms.announced[0][1].wav[:4] == b"RIFF"
    assert timers(home) == ["pasta"]
    passes(home, watch, 600)
    assert [bell.ring_due() for _ in range(3)] == [1, 0, 0]
    assert rooms.announced[-1][0] == kitchen.device
    assert "pasta is over" in rooms.texts()[-1]
    assert timers(home) == []
    verify_ledger(home.keep)


def test_a_restart_forgets_no_timer_and_rings_late_rather_than_never(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen = speaker_of(home, ada.subject)
    bell_of(home, rooms, watch).ring_due()
    set_for(home, kitchen, 300, "tea")
    home.clock.pass_by(minutes=17)  # the power was gone meanwhile
    again = bell_of(home, rooms, Stopwatch(5.0))
    assert [again.ring_due() for _ in range(2)] == [1, 0]
    assert rooms.texts() == ["Your timer tea is over. This was due 12 minutes ago; I could not say it earlier."]


def test_a_speaker_that_is_away_is_told_when_it_is_back(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen = speaker_of(home, ada.subject)
    rooms.away.add(kitchen.device)
    bell = bell_of(home, rooms, watch)
    set_alarm(home, kitchen, 60)
    for _ in range(3):
        passes(home, watch, 60)
        assert bell.ring_due() == 0
    rooms.away.clear()
    assert [bell.ring_due() for _ in range(2)] == [1, 0]
    assert "due 2 minutes ago" in rooms.texts()[0]


def test_nothing_is_opened_or_spoken_for_a_speaker_that_is_away(home: Household) -> None:
    ada, rooms, watch, spoken = home.join("ada"), Rooms(), Stopwatch(), list[str]()

    def speaks(text: str, _language: str) -> bytes:
        spoken.append(text)
        return b""

    bell = Bell(home.keep, rooms, speaks, watch)
    kitchen = speaker_of(home, ada.subject)
    set_for(home, kitchen, 60, "tea")
    bell.hold(unkept_alarm(home, kitchen, 60))
    rooms.away.add(kitchen.device)
    [timer] = asked_for(home.keep, ada.subject, ItemKind.TIMER, TimerRecord)
    sealed = item_blob(timer.item)
    envelope = home.keep.blobs.read(sealed)
    home.keep.blobs.delete([sealed])  # whoever opens it now cannot go on
    passes(home, watch, 61)
    assert bell.ring_due() == 0
    assert spoken == []
    home.keep.blobs.put(sealed, envelope)
    rooms.away.clear()
    assert bell.ring_due() == 2
    assert len(spoken) == 2


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(days=-3), timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_jumps_moves_no_timer(home: Household, jump: timedelta) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    bell = bell_of(home, rooms, watch)
    set_for(home, speaker_of(home, ada.subject), 600)
    bell.ring_due()  # within a second of being set, as serving looks
    home.clock.now += jump
    assert bell.ring_due() == 0
    passes(home, watch, 599)
    assert bell.ring_due() == 0
    passes(home, watch, 2)
    assert bell.ring_due() == 1
    assert rooms.texts() == ["Your timer is over."]  # not a day late: no time passed


@given(
    when=st.integers(1, 7200),
    passing=st.lists(st.tuples(st.integers(0, 900), st.integers(-86_400, 86_400)), min_size=1, max_size=12),
)
@settings(max_examples=settings().max_examples // 4, deadline=None)
def test_a_timer_rings_once_when_so_much_time_has_passed(when: int, passing: list[tuple[int, int]]) -> None:
    watch, rooms = Stopwatch(), Rooms()
    with household(Path("/nonexistent")) as home:
        kitchen = speaker_of(home, home.join("ada").subject)
        bell = bell_of(home, rooms, watch)
        set_for(home, kitchen, when)
        bell.ring_due()
        passed = 0
        for seconds, jump in passing:
            passed += seconds
            passes(home, watch, seconds)
            home.clock.now += timedelta(seconds=jump)
            bell.ring_due()
            assert len(rooms.announced) == (passed >= when)


def test_an_alarm_follows_the_clock(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    bell = bell_of(home, rooms, watch)
    set_alarm(home, speaker_of(home, ada.subject), 3600)
    bell.ring_due()
    home.clock.pass_by(hours=1)  # the clock was wrong by an hour, and was set right
    assert bell.ring_due() == 1


def test_nobody_hears_what_rings_for_somebody_whose_speaker_it_no_longer_is(home: Household) -> None:
    ada, bea, watch, rooms = home.join("ada"), home.join("bea"), Stopwatch(), Rooms()
    kitchen = speaker_of(home, ada.subject)
    who, said = whose(home, kitchen.device)
    set_reminder(home.keep, who, said, home.clock.now + timedelta(minutes=1), "the secret present")
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    passes(home, watch, 120)
    bell = bell_of(home, rooms, watch)
    assert [bell.ring_due() for _ in range(2)] == [0, 0]
    assert rooms.announced == []
    assert len(asked_for(home.keep, ada.subject, ItemKind.REMINDER, ReminderRecord)) == 1  # hers still, and in her copy


def test_a_speaker_that_the_household_shares_rings_for_each_of_them(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen = speaker_of(home, ada.subject)
    set_for(home, kitchen, 60)
    bind_again(home.keep, kitchen.device, household_of(home, ada), "Kitchen")
    passes(home, watch, 61)
    assert bell_of(home, rooms, watch).ring_due() == 1


def test_where_nothing_can_be_spoken_it_chimes(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    set_for(home, speaker_of(home, ada.subject), 1)
    passes(home, watch, 2)
    assert Bell(home.keep, rooms, dumb, watch).ring_due() == 1
    assert len(rooms.announced[0][1].wav) > 16_000


def test_what_is_kept_for_nobody_rings_as_long_as_the_process_lives(home: Household) -> None:
    ada, watch, rooms = home.join("ada", Keeping.NOTHING), Stopwatch(), Rooms()
    kitchen = speaker_of(home, ada.subject)
    who, said = whose(home, kitchen.device)
    with pytest.raises(NothingMayBeKeptError):
        set_timer(home.keep, who, said, home.clock.now, seconds=1, name="secret")
    bell = bell_of(home, rooms, watch)
    held = Unkept(
        item=ItemId.random(home.keep.entropy),
        device=kitchen.device,
        rings_at=home.clock.now + timedelta(seconds=60),
        rings_by=RingsBy.ELAPSED,
        what="timer",
        owner=None,
        binding=1,
        seconds=60,
        name=None,
        language="de",
    )
    bell.hold(held)
    assert bell.held_on(kitchen.device) == (held,)
    passes(home, watch, 61)
    assert [bell.ring_due() for _ in range(2)] == [1, 0]
    assert rooms.texts() == ["Dein Timer ist abgelaufen."]
    assert bell.held_on(kitchen.device) == ()
    bell.hold(held)
    assert bell.drop(held.item)
    assert not bell.drop(held.item)


def test_under_a_restriction_it_rings_and_stays(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    set_for(home, speaker_of(home, ada.subject), 60, "tea")
    restrict(home.keep, home.session(ada), RestrictionGround.ACCURACY)
    passes(home, watch, 61)
    bell = bell_of(home, rooms, watch)
    assert [bell.ring_due() for _ in range(2)] == [1, 0]
    assert timers(home) == ["tea"]


def test_a_closed_account_rings_no_more(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    set_for(home, speaker_of(home, ada.subject), 60)
    close_account(home.keep, home.session(ada))
    passes(home, watch, 61)
    assert bell_of(home, rooms, watch).ring_due() == 0
    with home.keep.database.read() as transaction:
        assert transaction.rings.rings() == ()


def test_cancelled_is_erased_and_rings_no_more(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    set_for(home, speaker_of(home, ada.subject), 60)
    (timer,) = asked_for(home.keep, ada.subject, ItemKind.TIMER, TimerRecord)
    done_with(home.keep, ada.subject, [timer.item])
    passes(home, watch, 61)
    assert bell_of(home, rooms, watch).ring_due() == 0
    assert timers(home) == []


def test_nobody_has_more_than_there_may_be(tmp_path: Path) -> None:
    with household(tmp_path, Limits(timers_max=2, list_entries_max=2)) as home:
        ada = home.join("ada")
        kitchen = speaker_of(home, ada.subject)
        for _ in range(2):
            set_for(home, kitchen, 60)
        with pytest.raises(TooManyError):
            set_for(home, kitchen, 60)
        who, said = whose(home, kitchen.device)
        with pytest.raises(TooManyError):
            add_to_list(home.keep, who, said, "shopping", ["milk", "bread", "tea"])
        add_to_list(home.keep, who, said, "shopping", ["milk", "  bread \n rolls "])
        entries = asked_for(home.keep, ada.subject, ItemKind.LIST_ENTRY, ListEntryRecord)
        assert sorted(entry.text for entry in entries) == ["bread rolls", "milk"]


# --- an alarm rings on


def test_an_alarm_rings_until_somebody_says_something_there(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    kitchen, study = (speaker_of(home, ada.subject, name) for name in ("Kitchen", "Study"))
    bell = bell_of(home, rooms, watch)
    set_alarm(home, kitchen, 60)
    passes(home, watch, 61)
    rung = []
    for _ in range(40):
        rung.append(bell.ring_due())
        passes(home, watch, 5)
    assert sum(rung) == pytest.approx(40 * 5 / AGAIN_EVERY, abs=1)
    assert len(set(rooms.texts())) == 1
    assert timers(home) == [], "it is done, and rings on from memory"
    bell.quiet(study.device)
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 1
    bell.quiet(kitchen.device)
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 0


def test_an_alarm_that_nobody_stops_is_over_after_its_minutes_and_a_timer_rings_once(home: Household) -> None:
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    bell, kitchen = bell_of(home, rooms, watch), speaker_of(home, ada.subject)
    set_alarm(home, kitchen, 60)
    set_for(home, speaker_of(home, ada.subject, "Study"), 60)
    passes(home, watch, 61)
    first = bell.ring_due()
    times = []
    for second in range(1, 1000):
        passes(home, watch, 1)
        times += [second] * bell.ring_due()
    assert first == 2
    assert times[0] == AGAIN_EVERY
    assert 580 < times[-1] < home.keep.limits.alarm_rings_for.total_seconds()
    assert {device for device, _ in rooms.announced[2:]} == {kitchen.device}


@pytest.mark.parametrize("kept", [True, False])
def test_an_alarm_does_not_ring_on_for_whoever_has_the_speaker_next(home: Household, kept: bool) -> None:  # noqa: FBT001
    ada, watch, rooms = home.join("ada"), Stopwatch(), Rooms()
    bell, kitchen = bell_of(home, rooms, watch), speaker_of(home, ada.subject)
    if kept:
        set_alarm(home, kitchen, 60)
    else:
        bell.hold(unkept_alarm(home, kitchen, 60))
    passes(home, watch, 61)
    assert bell.ring_due() == 1
    bind_again(home.keep, kitchen.device, home.join("bea").subject, "Kitchen")
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 0
    bind_again(home.keep, kitchen.device, ada.subject, "Kitchen")
    assert bell.ring_due() == 0


def test_an_alarm_of_hours_ago_is_told_once(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    bell = bell_of(home, rooms, watch)
    set_alarm(home, speaker_of(home, home.join("ada").subject), 60)
    passes(home, watch, 3600)
    assert bell.ring_due() == 1
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 0


def test_a_speaker_that_is_lost_for_a_moment_goes_on_ringing(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    bell, kitchen = bell_of(home, rooms, watch), speaker_of(home, home.join("ada").subject)
    set_alarm(home, kitchen, 60)
    passes(home, watch, 61)
    assert bell.ring_due() == 1
    rooms.away.add(kitchen.device)
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 0
    rooms.away.clear()
    assert bell.ring_due() == 1


def test_whoever_stops_an_alarm_while_it_is_handed_over_is_not_rung_at_again(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    bell, kitchen = bell_of(home, rooms, watch), speaker_of(home, home.join("ada").subject)
    rooms.meanwhile = lambda: bell.quiet(kitchen.device)
    set_alarm(home, kitchen, 60)
    passes(home, watch, 61)
    assert bell.ring_due() == 1
    passes(home, watch, AGAIN_EVERY)
    assert bell.ring_due() == 0


def test_a_speaker_that_hangs_delays_no_other(home: Household) -> None:
    ada, watch, rooms, free = home.join("ada"), Stopwatch(), Rooms(), threading.Event()
    hanging, other = (speaker_of(home, ada.subject, name) for name in ("Kitchen", "Study"))
    rooms.hangs[hanging.device] = free
    bell = bell_of(home, rooms, watch)
    for speaker in (hanging, other):
        set_for(home, speaker, 60)
        set_for(home, speaker, 120)
    passes(home, watch, 61)
    begun = bell.begin()
    wait(begun, return_when=FIRST_COMPLETED)
    assert [device for device, _ in rooms.announced] == [other.device]
    passes(home, watch, 61)
    assert bell.ring_due() == 1, "the other again; the one that hangs is not rung at twice at once"
    free.set()
    wait(begun)
    assert bell.ring_due() == 1
    assert [device for device, _ in rooms.announced].count(hanging.device) == 2
    assert timers(home) == []


@pytest.mark.parametrize("after", [False, True])
def test_a_bell_that_dies_anywhere_rings_and_is_done(home: Household, after: bool) -> None:  # noqa: FBT001
    ada, watch = home.join("ada"), Stopwatch()
    kitchen = speaker_of(home, ada.subject)
    for at in range(1, 30):
        rooms = Rooms()
        set_for(home, kitchen, 60)
        passes(home, watch, 61)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            Bell(dying, rooms, speak, watch).ring_due()
        finish_erasures(home.keep)
        bell_of(home, rooms, watch).ring_due()
        assert 1 <= len(rooms.announced) <= 2  # rather twice than never
        assert timers(home) == []
        verify_ledger(home.keep)
        if fuse.calls < at:
            assert len(rooms.announced) == 1
            break
    assert at > 3


def test_the_name_of_what_rang_is_forgotten_after_its_minutes_though_nobody_says_a_word(home: Household) -> None:
    watch, rooms = Stopwatch(), Rooms()
    kitchen, bell = speaker_of(home, home.join("ada").subject), bell_of(home, rooms, watch)
    set_alarm(home, kitchen, 60)
    passes(home, watch, 61)
    assert bell.ring_due() == 1
    bell.quiet(kitchen.device)
    assert len(bell.sounds._rung) == 1  # noqa: SLF001  asking for it would forget it
    passes(home, watch, home.keep.limits.alarm_rings_for.total_seconds() + 1)
    bell.ring_due()
    assert bell.sounds._rung == {}  # noqa: SLF001
