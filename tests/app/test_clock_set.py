"""P1, P9: whatever is done to the clock, nobody is given the words of another, and nobody stays named for longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.app.simulator import Household
from tests.app.speaking import OK, Talk, household_of, passes, speaker_of
from voicekeep.app.operations.devices import bind_again, unbind_at
from voicekeep.assistant import AddToList, Answer, EraseToday, GuestConversation, Question, Situation
from voicekeep.device import Chosen
from voicekeep.records.items import ItemKind

JUMPS = [timedelta(days=days) for days in (-2, -1, 1, 2)] + [timedelta(minutes=minutes) for minutes in (-10, 10)]
BACK = [jump for jump in JUMPS if jump < timedelta(0)]
FORWARD = [jump for jump in JUMPS if jump > timedelta(0)]


@pytest.mark.parametrize("jump", BACK)
def test_after_a_clock_was_set_back_a_speaker_hears_for_nobody_before_its_binding(
    home: Household, talk: Talk, jump: timedelta
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    home.clock.pass_by(days=3)
    bea = home.join("bea")
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    home.clock.pass_by(minutes=1)
    home.clock.now += jump
    milk = Answer(text="Milk.", effects=(AddToList(list_name="shopping", texts=("milk",)),))
    assert "whose this speaker was" in talk.say(kitchen, "milk", milk).text
    assert (talk.turns(ada), talk.turns(bea)) == ([], [])
    with home.keep.database.read() as transaction:
        size = transaction.log.size()
        assert not list(transaction.log.captured(ada.subject, ItemKind.LIST_ENTRY, size))
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    talk.say(kitchen, "milk")
    assert [turn.transcript for turn in talk.turns(bea)] == ["milk"], "whoever pairs it anew is heard"
    assert talk.turns(ada) == []


def test_a_speaker_that_was_given_up_is_nobody_s_although_its_clock_says_that_it_is_before_that(
    home: Household, talk: Talk
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    home.clock.pass_by(days=1)
    with home.keep.database.begin() as transaction:
        unbind_at(home.keep, transaction, kitchen.device, home.clock())
    home.clock.pass_by(hours=-1)
    assert "not set up" in talk.say(kitchen, "hello", OK).text
    assert talk.turns(ada) == []


def test_a_clock_that_is_set_back_between_the_words_and_a_rebinding_gives_them_to_nobody(
    home: Household, talk: Talk
) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    kitchen = speaker_of(home, ada.subject)
    home.clock.pass_by(hours=2)
    talk.sentences.answers["mine"] = OK
    begun = talk.heard(kitchen, "mine")
    home.clock.pass_by(hours=-1)
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    assert "whose this speaker was" in talk.hub.heard(begun).text
    assert talk.turns(ada) == talk.turns(bea) == []


@pytest.mark.parametrize("jump", BACK)
def test_a_clock_that_is_set_back_in_the_middle_of_a_turn_has_it_kept_for_nobody(
    home: Household, talk: Talk, jump: timedelta
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    home.clock.pass_by(days=3)

    def meanwhile(_: Situation) -> Answer:
        home.clock.now += jump
        return OK

    assert talk.say(kitchen, "hello", meanwhile).text == "All right."
    assert talk.turns(ada) == []


@pytest.mark.parametrize("jump", JUMPS)
def test_who_was_named_stays_so_for_a_quarter_of_an_hour_whatever_the_clock_says(
    home: Household, talk: Talk, jump: timedelta
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, household_of(home, ada))
    home.clock.pass_by(days=3)
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    passes(home, talk.watch, 14 * 60)
    home.clock.now += jump
    talk.say(kitchen, "still me", OK)
    passes(home, talk.watch, 16 * 60)
    talk.say(kitchen, "somebody", OK)
    assert [turn.transcript for turn in talk.turns(ada)] == ["still me"]
    assert not talk.sentences.seen[-1].known


@pytest.mark.parametrize("jump", BACK)
def test_a_question_is_not_open_for_longer_because_the_clock_was_set_back(
    home: Household, talk: Talk, jump: timedelta
) -> None:
    kitchen = speaker_of(home, home.join("ada").subject)
    home.clock.pass_by(days=3)
    talk.say(kitchen, "ask", Answer(text="Sure?", asks=Question(effects=(EraseToday(),), declined="No.")))
    home.clock.now += jump
    passes(home, talk.watch, 121)
    talk.say(kitchen, "yes", OK)
    assert (talk.sentences.seen[-1].asked, talk.sentences.seen[-1].last_reply) == (None, "")


@pytest.mark.parametrize("jump", FORWARD)
def test_a_guest_is_not_kept_because_the_clock_was_set_forward(home: Household, talk: Talk, jump: timedelta) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "i am a guest", Answer(effects=(GuestConversation(),)))
    home.clock.now += jump
    passes(home, talk.watch, 60)
    talk.say(kitchen, "my secret", OK)
    assert talk.turns(ada) == []
