"""What was heard is shown to its owner and nobody else, and the ledger knows before it is (P2, P3, P6)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, timedelta

import pytest

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.erase import NotYoursError, erase_items, finish_erasures
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, turns_in
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.history import FOUND_MAX, days_of, heard_on, search, sound_of
from voicekeep.app.operations.sweeping import sweep
from voicekeep.formats.facts import decode_fact
from voicekeep.people import StaleSignInError
from voicekeep.records.facts import Viewed
from voicekeep.records.ids import ItemId, SessionId


def viewed(home: Household) -> list[tuple[ItemId, SessionId]]:
    with home.keep.database.read() as transaction:
        facts = [decode_fact(opening.fact) for opening in transaction.log.openings_named("viewed")]
    return [(fact.item, fact.session) for fact in facts if isinstance(fact, Viewed)]


def latest_day(home: Household, someone: Someone) -> date:
    return days_of(home.keep, home.session(someone))[0][0]


def items_of(home: Household, someone: Someone) -> tuple[ItemId, ...]:
    return turns_in(home.keep, home.session(someone), Stretch.EVERYTHING, "")


def test_each_sees_their_own_and_nobody_elses(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.say(ada, "the kitchen light", "a timer")
    home.say(bruno, "the garage door")
    for someone, words in ((ada, ["the kitchen light", "a timer"]), (bruno, ["the garage door"])):
        session = home.session(someone)
        [(day, count)] = days_of(home.keep, session)
        assert count == len(words)
        turns = heard_on(home.keep, session, day)
        assert [turn.transcript for turn in turns] == words
        assert search(home.keep, session, "the garage").turns == turns * (someone is bruno)
        for turn in turns:
            assert sound_of(home.keep, session, turn.item).startswith(b"fLaC")


def test_nobody_listens_to_another_person(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.say(ada, "the kitchen light")
    [item] = items_of(home, ada)
    for wrong in (item, ItemId.random(home.keep.entropy)):
        with pytest.raises(NotYoursError):
            sound_of(home.keep, home.session(bruno), wrong)
    assert turns_in(home.keep, home.session(bruno), Stretch.TURN, item) == ()
    assert viewed(home) == []


def test_what_is_shown_is_in_the_ledger_first_once_for_each_session(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "one", "two", "three")
    day, session, other = latest_day(home, ada), home.session(ada), home.sign_in(ada)
    items = set(items_of(home, ada))
    for _ in range(2):
        heard_on(home.keep, session, day)
    sound_of(home.keep, session, min(items))
    assert sorted(viewed(home)) == sorted((item, session.session) for item in items)
    search(home.keep, other, "two")
    assert len(viewed(home)) == 4
    verify_ledger(home.keep)
    told = [event.detail for event in holds(home.keep, session) if event.name == "viewed"]
    assert told == [f"{session.session}: 3", f"{other.session}: 1"]


def test_what_cannot_be_written_down_is_not_shown(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "one")
    [item] = items_of(home, ada)
    day, session = latest_day(home, ada), home.session(ada)
    for look in (
        lambda keep: heard_on(keep, session, day),
        lambda keep: search(keep, session, "one"),
        lambda keep: sound_of(keep, session, item),
    ):
        dying, _ = mortal(home.keep, 1, after=False)
        with pytest.raises(Killed):
            look(dying)
    assert viewed(home) == []


def test_a_day_is_a_day_where_the_keep_stands(home: Household) -> None:
    ada = home.join("ada")
    home.clock.now = home.clock.now.replace(hour=23, minute=30)  # half past midnight in Berlin, a day later
    home.say(ada, "late")
    said = (home.clock.now - timedelta(days=1)).astimezone(UTC).date()
    assert latest_day(home, ada) == said + timedelta(days=1)
    session = home.session(ada)
    assert heard_on(home.keep, session, said) == ()
    assert len(heard_on(home.keep, session, said + timedelta(days=1))) == 1
    for far in (date.min, date.max):
        assert heard_on(home.keep, session, far) == ()


def test_a_search_reads_words_as_people_type_them_and_shows_the_latest(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "Straße eins", *(f"same words {number}" for number in range(FOUND_MAX + 1)))
    session = home.session(ada)
    assert [turn.transcript for turn in search(home.keep, session, " STRASSE   eins").turns] == ["Straße eins"]
    found = search(home.keep, session, "same")
    assert (len(found.turns), found.more) == (FOUND_MAX, True)
    assert found.turns[0].transcript == f"same words {FOUND_MAX}"
    for nothing in ("", "  ", "nobody said this"):
        assert search(home.keep, session, nothing).turns == ()


@pytest.mark.parametrize("stretch", Stretch)
def test_an_erasure_takes_what_it_says_and_nothing_else(home: Household, stretch: Stretch) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.say(ada, "one", "two")
    home.clock.pass_by(days=3)
    home.say(ada, "three")
    home.say(bruno, "four")
    first, *_ = items_of(home, ada)
    session = home.session(ada)
    day = days_of(home.keep, session)[-1][0]
    which = {Stretch.TURN: str(first), Stretch.DAY: day.isoformat(), Stretch.DEVICE: "dev_" + 26 * "a"}
    left = {Stretch.TURN: ["two", "three"], Stretch.DAY: ["three"], Stretch.DEVICE: ["one", "two", "three"]}
    erased = erase_turns(home.keep, session, stretch, which.get(stretch, ""))
    words = [
        turn.transcript
        for day, _ in reversed(days_of(home.keep, session))
        for turn in heard_on(home.keep, session, day)
    ]
    assert words == left.get(stretch, [])
    assert erased == 3 - len(words)
    assert len(items_of(home, bruno)) == 1
    verify_ledger(home.keep)


@pytest.mark.parametrize(("stretch", "which"), [(Stretch.DAY, "yesterday"), (Stretch.TURN, "x"), (Stretch.DEVICE, "")])
def test_what_names_nothing_erases_nothing(home: Household, stretch: Stretch, which: str) -> None:
    ada = home.join("ada")
    home.say(ada, "one")
    with pytest.raises(ValueError):  # noqa: PT011  whatever the text is not
        erase_turns(home.keep, home.session(ada), stretch, which)
    assert len(items_of(home, ada)) == 1


def test_one_foreign_item_among_ones_own_erases_none(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.say(ada, "one")
    home.say(bruno, "two")
    with pytest.raises(NotYoursError):
        erase_items(home.keep, home.session(ada), [*items_of(home, ada), *items_of(home, bruno)])
    assert (len(items_of(home, ada)), len(items_of(home, bruno))) == (1, 1)


def test_an_erasure_takes_a_fresh_sign_in(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "one")
    session = home.session(ada)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        erase_turns(home.keep, session, Stretch.EVERYTHING, "")
    assert len(items_of(home, ada)) == 1


@pytest.mark.parametrize("after", [False, True])
def test_an_erasure_of_many_that_dies_anywhere_is_finished_for_all_or_was_never_ordered(
    home: Household,
    after: bool,  # noqa: FBT001
) -> None:
    ada = home.join("ada")
    for at in range(1, 50):
        home.say(ada, f"one {at}", f"two {at}")
        items = items_of(home, ada)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            erase_items(dying, home.session(ada), items)
        finish_erasures(home.keep)
        left = items_of(home, ada)
        assert left in {(), items}
        gone = [item for item in items if item not in left]
        assert not home.keep.keys.item_keys(gone)
        sweep(home.keep)
        assert not {f"items/{item}" for item in gone} & set(home.keep.blobs.names())
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert at > 4
