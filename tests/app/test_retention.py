"""What was kept as long as its owner chose goes, with nothing left behind, and nothing goes earlier (R17)."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.faults import Killed, meanwhile, mortal
from tests.app.simulator import Household, Someone, household
from tests.app.test_mandates import Pair, mandated
from voicekeep import people
from voicekeep.app.operations.accounts import choice_of, choices_made, choose
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.erase import erase_items, erase_items_of, finish_erasures
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.restricting import restrict
from voicekeep.app.operations.retention import NotYetError, expire_items
from voicekeep.people import ChoiceChangedError, StaleSignInError
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import Entrusted


def turns(home: Household, someone: Someone) -> tuple[ItemId, ...]:
    return turns_in(home.keep, home.session(someone), Stretch.EVERYTHING, "")


def test_each_keeps_as_long_as_they_chose_and_a_day_no_longer(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    choose(home.keep, home.session(bruno), Keeping.AUDIO, 18)
    home.say(ada, "the kitchen light", "a timer")  # a day ago
    home.say(bruno, "the garage door")
    home.clock.pass_by(days=89)  # from 3 November on, three months have 92 days
    assert expire_items(home.keep) == 0
    home.clock.pass_by(days=3)
    assert expire_items(home.keep) == 2
    assert (turns(home, ada), len(turns(home, bruno))) == ((), 1)
    assert expire_items(home.keep) == 0
    home.clock.pass_by(days=470)
    assert expire_items(home.keep) == 1
    verify_ledger(home.keep)
    names = set(home.keep.blobs.names())
    with home.keep.database.read() as transaction:
        assert all(transaction.items.row(ItemId(name.partition("/")[2])) is not None for name in names)


def test_a_copy_still_holds_what_it_was_promised_to_hold(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    home.clock.pass_by(days=90)
    request = home.release(ada)
    home.clock.pass_by(days=3)
    assert expire_items(home.keep) == 0
    assert b"the kitchen light" in home.fetch(ada, request)


def test_who_asks_for_a_copy_between_the_look_and_the_order_still_gets_it_whole(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")

    def refuse(_: object) -> None:
        raise NotYetError

    with pytest.raises(NotYetError):
        erase_items_of(home.keep, ada.subject, turns(home, ada), also=refuse)
    assert len(turns(home, ada)) == 1
    with home.keep.database.read() as transaction:
        assert not list(transaction.log.openings_named("erasing"))


def test_who_chooses_to_keep_nothing_more_keeps_the_rest_no_longer_than_the_shortest_time(home: Household) -> None:
    ada = home.join("ada")
    choose(home.keep, home.session(ada), Keeping.AUDIO, 18)
    home.say(ada, "the kitchen light")
    choose(home.keep, home.session(ada), Keeping.NOTHING, 0)
    assert expire_items(home.keep) == 0
    home.clock.pass_by(days=92)
    assert expire_items(home.keep) == 1


def test_a_shorter_time_erases_so_it_needs_a_fresh_sign_in_and_a_longer_one_does_not(home: Household) -> None:
    ada = home.join("ada")
    session = home.session(ada)
    home.clock.pass_by(hours=1)
    choose(home.keep, session, Keeping.AUDIO, 18)
    with pytest.raises(StaleSignInError):
        choose(home.keep, session, Keeping.AUDIO, 3)
    choice = choice_of(home.keep, session)
    assert choice is not None
    assert choice.months == 18


def test_who_may_not_shorten_does_not_do_so_by_being_late(home: Household) -> None:
    """Three months are no shorter than three when it is asked; they are, where eighteen come in between."""
    ada, greta = home.join("ada"), home.join("greta")
    home.say(ada, "the kitchen light")
    stale = home.session(ada)
    home.clock.pass_by(hours=1)
    agent = Pair(home, ada, greta, mandated(home, ada, greta, (Entrusted.CHOICE,))).standing(Entrusted.CHOICE)
    for who in (stale, agent):
        choose(home.keep, home.session(ada), Keeping.AUDIO, 3)
        raced = meanwhile(home.keep, lambda: choose(home.keep, home.session(ada), Keeping.AUDIO, 18))
        with pytest.raises(ChoiceChangedError):
            choose(raced, who, Keeping.AUDIO, 3)
        choice = choice_of(home.keep, stale)
        assert choice is not None
        assert choice.months == 18
    home.clock.pass_by(days=100)
    assert expire_items(home.keep) == 0


def test_of_two_first_choices_at_once_one_is_refused(home: Household) -> None:
    ada = home.join("ada", keeping=None)
    raced = meanwhile(home.keep, lambda: choose(home.keep, home.session(ada), Keeping.AUDIO, 18))
    with pytest.raises(ChoiceChangedError):
        choose(raced, home.session(ada), Keeping.AUDIO, 3)
    assert [each.months for each in choices_made(home.keep, home.session(ada))] == [18]


@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_it_is_finished_later(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    for at in range(1, 40):
        home.say(ada, f"one {at}", f"two {at}")
        home.clock.now += timedelta(days=93)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            expire_items(dying)
        finish_erasures(home.keep)
        expire_items(home.keep)
        assert not turns(home, ada)
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert at > 4


FLIPPED = (
    "UPDATE choice SET months = 18 - months WHERE subject = ?",
    "UPDATE choice SET subject = 'nobody' WHERE subject = ?",
    "UPDATE restriction SET since = since + 1 WHERE subject = ?",
    "UPDATE request SET language = 'de' WHERE subject = ?",
    "UPDATE ledger_opening SET fact = x'00' WHERE name = 'captured' AND kind = 'consent' AND subject = ?",
    "UPDATE item SET kind = 'consent' WHERE kind = 'profile' AND owner = ?",
)


@pytest.mark.parametrize("statement", FLIPPED)
@pytest.mark.parametrize("whose", ["the first", "the last"])
def test_what_is_flipped_of_one_person_keeps_theirs_and_nobody_elses(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, statement: str, whose: str
) -> None:
    with household(tmp_path, database_file=tmp_path / "keep.sqlite3") as home:
        both = sorted((home.join("ada"), home.join("bruno")), key=lambda each: each.subject)
        broken, sound = both if whose == "the first" else both[::-1]
        for each in both:
            home.say(each, "the kitchen light")
        if "request" in statement:
            home.ask(broken)
        if "restriction" in statement:
            restrict(home.keep, home.session(broken), RestrictionGround.CLAIMS)
        home.clock.pass_by(days=92)
        with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell, shell:
            for (trigger,) in shell.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                shell.execute(f"DROP TRIGGER {trigger}")
            assert shell.execute(statement, (broken.subject,)).rowcount > 0
        assert expire_items(home.keep) in {1, 2}
        with home.keep.database.read() as transaction:
            ever = ReleaseScope(as_of=transaction.log.size())
            assert not list(transaction.items.held_by(sound.subject, ItemKind.TURN, ever))
            left = list(transaction.items.held_by(broken.subject, ItemKind.TURN, ever))
        assert left or "ledger_opening" in statement
        assert bool(left) == bool(caplog.text)
        assert "kitchen" not in caplog.text


@pytest.mark.parametrize("months_said", [3, 0])
def test_who_erases_the_record_of_their_choice_loses_nothing_by_what_was_said_at_a_speaker(
    home: Household, months_said: int
) -> None:
    ada = home.join("ada")
    choose(home.keep, home.session(ada), Keeping.AUDIO, 18)
    home.say(ada, "the kitchen light")
    signed_in = [each.item for each in choices_made(home.keep, home.session(ada))]
    said_at_a_speaker(home, ada, months_said)
    erase_items(home.keep, home.session(ada), signed_in)
    home.clock.pass_by(days=93)
    assert expire_items(home.keep) == 0, "nobody signed in chose that"
    if months_said:
        home.say(ada, "a timer")
        home.clock.pass_by(days=93)
        assert expire_items(home.keep) == 1, "what came after it goes by it"
    with pytest.raises(StaleSignInError):
        session = home.session(ada)
        home.clock.pass_by(hours=1)
        choose(home.keep, session, Keeping.AUDIO, 3)
    choose(home.keep, home.session(ada), Keeping.AUDIO, 3)
    assert expire_items(home.keep) == 1, "now they chose it themselves"


def said_at_a_speaker(home: Household, someone: Someone, months: int) -> None:
    """Choose as a voice at a speaker does."""
    wanted = Keeping.AUDIO if months else Keeping.NOTHING
    item, device = ItemId.random(home.keep.entropy), DeviceId.random(home.keep.entropy)
    choice, record = people.choose(someone.subject, wanted, months, item=item, now=home.clock(), device=device)
    keep_items(
        home.keep,
        someone.subject,
        [Piece(record=record)],
        also=lambda transaction: transaction.people.put_choice(choice),
    )
