"""P1: who a shared speaker says counts there is whose the next word would be, at every instant."""

from __future__ import annotations

import threading

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import OK, Talk, household_of, join_house, opened, passes, speaker_of
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.household import leave_home
from voicekeep.app.operations.speakers import rebind_speaker
from voicekeep.assistant import Answer, GuestConversation, SaidWho, Situation
from voicekeep.device import Chosen, Counting, Device
from voicekeep.records.items import ItemKind

GUEST = Answer(text="Welcome.", effects=(GuestConversation(),))


def shared(home: Household) -> tuple[Someone, Someone, Device]:
    ada = home.join("ada")
    house = household_of(home, ada)
    return ada, join_house(home, "bea", house), speaker_of(home, house)


def who(talk: Talk, device: Device) -> str:
    """Return who counts, by their name here."""
    counting = talk.hub.counting_at(device.device)
    if counting is None:
        return "nobody"
    if counting.who.member is None:
        return "guest"
    return next(each.name for each in talk.home.people.values() if each.subject == counting.who.member)


def next_word(talk: Talk, device: Device) -> str:
    """Say something; return whose it became."""
    before = {name: len(talk.turns(each)) for name, each in talk.home.people.items()}
    talk.say(device, "a word", OK)
    if talk.sentences.seen[-1].guest:
        return "guest"
    grown = [name for name, each in talk.home.people.items() if len(talk.turns(each)) > before[name]]
    return grown[0] if grown else "nobody"


def test_who_was_chosen_or_said_who_they_are_counts_until_a_quarter_of_an_hour_after_the_last_word(
    home: Household, talk: Talk
) -> None:
    ada, _, kitchen = shared(home)
    assert who(talk, kitchen) == "nobody"
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    assert talk.hub.counting_at(kitchen.device) == Counting(who=Chosen(member=ada.subject), seconds=900)
    passes(home, talk.watch, 600)
    assert talk.hub.counting_at(kitchen.device) == Counting(who=Chosen(member=ada.subject), seconds=300)
    talk.say(kitchen, "this is bea", Answer(effects=(SaidWho(name="bea"),)))
    assert who(talk, kitchen) == "bea"
    passes(home, talk.watch, 899)
    assert who(talk, kitchen) == "bea"
    passes(home, talk.watch, 2)
    assert who(talk, kitchen) == next_word(talk, kitchen) == "nobody"


@pytest.mark.parametrize("after", [0, 60, 119, 121, 400, 899, 901])
@pytest.mark.parametrize("begun", ["ada", "bea", "guest", "guest by voice", "nobody", "nobody, guest by voice"])
def test_what_is_told_is_what_the_next_word_is_attributed_by(
    home: Household, talk: Talk, begun: str, after: float
) -> None:
    ada, bea, kitchen = shared(home)
    chosen = {"bea": Chosen(member=bea.subject), "guest": Chosen(member=None)}
    if not begun.startswith("nobody"):
        talk.hub.choose(kitchen.device, chosen.get(begun, Chosen(member=ada.subject)))
    if "by voice" in begun:
        talk.say(kitchen, "i am a guest", GUEST)
    passes(home, talk.watch, after)
    assert who(talk, kitchen) == next_word(talk, kitchen)


def test_a_guest_by_voice_is_one_for_as_long_as_somebody_stays_named(home: Household, talk: Talk) -> None:
    ada, _, kitchen = shared(home)
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    talk.say(kitchen, "i am a guest", GUEST)
    assert talk.hub.counting_at(kitchen.device) == Counting(who=Chosen(member=None), seconds=900)
    passes(home, talk.watch, 121)
    assert who(talk, kitchen) == next_word(talk, kitchen) == "guest"
    passes(home, talk.watch, 901)
    assert who(talk, kitchen) == next_word(talk, kitchen) == "nobody"


def test_whoever_moves_out_or_loses_the_speaker_is_not_named_on_it_any_more(home: Household, talk: Talk) -> None:
    ada, bea, kitchen = shared(home)
    talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    leave_home(home.keep, home.session(bea))
    assert who(talk, kitchen) == next_word(talk, kitchen) == "nobody"
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    eve = home.join("eve")
    bind_again(home.keep, kitchen.device, household_of(home, eve), "Kitchen")
    assert who(talk, kitchen) == next_word(talk, kitchen) == "nobody"


def test_at_one_person_s_own_speaker_nobody_is_named(home: Household, talk: Talk) -> None:
    ada, bea, kitchen = shared(home)
    talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    rebind_speaker(home.keep, home.session(ada), kitchen.device, shared=False)
    assert talk.hub.counting_at(kitchen.device) is None
    assert next_word(talk, kitchen) == "ada"
    assert opened(home, bea, ItemKind.TURN) == []


def test_it_is_told_also_while_an_utterance_is_under_way(home: Household, talk: Talk) -> None:
    ada, _, kitchen = shared(home)
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    told = threading.Event()

    def slowly(_: Situation) -> Answer:
        asking = threading.Thread(target=lambda: told.set() if who(talk, kitchen) == "ada" else None)
        asking.start()
        assert told.wait(60), "it would wait for us"
        asking.join()
        return OK

    talk.say(kitchen, "slowly", slowly)
