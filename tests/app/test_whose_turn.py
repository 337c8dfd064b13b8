"""P1: on a shared speaker a turn is whose it is named, of nobody nothing is kept; one that changed hands says so."""

from __future__ import annotations

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import (
    OK,
    Talk,
    household_of,
    join_house,
    opened,
    passes,
    speaker_of,
    talk_in,
)
from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.household import show_name
from voicekeep.app.operations.listening import bound_now, members_shown
from voicekeep.app.operations.speakers import note_heard, rebind_speaker
from voicekeep.assistant import (
    AddToList,
    Answer,
    EngineFailedError,
    EraseToday,
    Question,
    SaidWho,
    Situation,
)
from voicekeep.device import Chosen, Device
from voicekeep.records.items import Evidence, ItemKind, Keeping
from voicekeep.stores import StoreBusyError
from voicekeep.stores.devices import SqlDevices

CHANGED = "This speaker has changed hands: it is one person’s alone now."


def shared(home: Household, keeping: Keeping | None = Keeping.AUDIO) -> tuple[Someone, Someone, Device]:
    """Return two members of one household, and the speaker that they share."""
    ada = home.join("ada")
    house = household_of(home, ada)
    return ada, join_house(home, "bea", house, keeping), speaker_of(home, house)


# --- whose it is, on a shared speaker


def test_of_a_shared_speaker_nothing_is_kept_until_somebody_is_named(home: Household, talk: Talk) -> None:
    ada, bea, kitchen = shared(home)
    assert talk.say(kitchen, "hello", OK).text == "All right."
    assert talk.sentences.seen[-1].shared
    assert not talk.sentences.seen[-1].known
    talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    talk.say(kitchen, "hello", OK)
    talk.hub.choose(kitchen.device, None)
    talk.say(kitchen, "hello again", OK)
    assert [(turn.transcript, turn.evidence) for turn in talk.turns(bea)] == [("hello", Evidence.CHOSEN)]
    assert talk.turns(ada) == []


def test_who_says_who_they_are_is_believed_for_a_while(home: Household, talk: Talk) -> None:
    ada, bea, kitchen = shared(home)
    reply = talk.say(kitchen, "this is bea", Answer(effects=(SaidWho(name="Bea"),)))
    assert reply.text == "Hello, Bea."
    talk.say(kitchen, "hello", OK)
    passes(home, talk.watch, 14 * 60)
    talk.say(kitchen, "still me", OK)  # every word puts it off
    passes(home, talk.watch, 16 * 60)
    talk.say(kitchen, "somebody", OK)
    assert [(turn.transcript, turn.evidence) for turn in talk.turns(bea)] == [
        ("hello", Evidence.SAID),
        ("still me", Evidence.SAID),
    ]
    assert talk.turns(ada) == []


@pytest.mark.parametrize("name", ["eve", "", "a", "ada bea"])
def test_a_name_of_nobody_here_names_nobody(home: Household, talk: Talk, name: str) -> None:
    ada, bea, kitchen = shared(home)
    home.join("eve")  # lives elsewhere
    talk.say(kitchen, "this is", Answer(effects=(SaidWho(name=name),)))
    talk.say(kitchen, "hello", OK)
    assert talk.turns(ada) == talk.turns(bea) == []


@pytest.mark.parametrize("how", ["missing", "cut", "another's"])
@pytest.mark.parametrize("chose", [False, True])
def test_a_member_whose_name_does_not_open_takes_nobody_else_s_away(
    home: Household,
    talk: Talk,
    how: str,
    chose: bool,  # noqa: FBT001
) -> None:
    ada, bea, kitchen = shared(home)
    show_name(home.keep, home.session(bea), "Bee")
    if chose:
        show_name(home.keep, home.session(ada), "Lovelace")
    [name] = (item_blob(each.item) for each in opened(home, ada, ItemKind.SHOWN_NAME if chose else ItemKind.PROFILE))
    [foreign] = (item_blob(each.item) for each in opened(home, bea, ItemKind.SHOWN_NAME))
    if how == "missing":
        home.keep.blobs.delete([name])
    else:
        home.keep.blobs.put(name, home.keep.blobs.read(foreign)[: 10 if how == "cut" else None])
    binding = bound_now(home.keep, kitchen.device)
    assert binding is not None
    assert members_shown(home.keep, binding) == ((bea.subject, "Bee"),)
    for said, told in (("Bee", "Hello, Bee."), ("ada", None), ("Lovelace", None)):
        reply = talk.say(kitchen, f"this is {said}", Answer(effects=(SaidWho(name=said),)))
        assert (reply.text == told) is (told is not None), said
        talk.say(kitchen, f"hello after {said}", OK)
        talk.hub.choose(kitchen.device, None)
    assert [turn.transcript for turn in talk.turns(bea)] == ["hello after Bee"]


def test_somebody_of_another_household_cannot_be_chosen(home: Household, talk: Talk) -> None:
    _, _, kitchen = shared(home)
    eve = home.join("eve")
    talk.hub.choose(kitchen.device, Chosen(member=eve.subject))
    talk.say(kitchen, "hello", OK)
    assert talk.turns(eve) == []


def test_a_personal_speaker_is_its_person_s_whoever_is_named(home: Household, talk: Talk) -> None:
    ada, bea, _ = shared(home)
    study = speaker_of(home, ada.subject)
    talk.hub.choose(study.device, Chosen(member=bea.subject))
    talk.say(study, "this is bea", Answer(effects=(SaidWho(name="Bea"),)))
    talk.say(study, "hello", OK)
    assert [turn.transcript for turn in talk.turns(ada)] == ["hello"]
    assert talk.turns(bea) == []


def test_one_member_s_conversation_knows_nothing_of_the_other_s(home: Household, talk: Talk) -> None:
    ada, bea, kitchen = shared(home)
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    asked = Answer(text="A secret?", asks=Question(effects=(EraseToday(),), declined="No."))
    assert talk.say(kitchen, "ask me", asked).listen_again
    talk.say(kitchen, "milk", Answer(text="Milk.", effects=(AddToList(list_name="shopping", texts=("milk",)),)))
    talk.hub.choose(kitchen.device, Chosen(member=bea.subject))
    talk.say(kitchen, "what do you know", OK)
    seen = talk.sentences.seen[-1]
    assert (seen.last_reply, seen.asked, seen.entries, seen.timers) == ("", None, (), ())
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    talk.say(kitchen, "and I", OK)
    assert [entry.text for entry in talk.sentences.seen[-1].entries] == ["milk"]
    assert talk.sentences.seen[-1].last_reply == ""  # it was over


def test_a_conversation_is_over_after_a_while(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    asked = Answer(text="Sure?", asks=Question(effects=(EraseToday(),), declined="No."))
    talk.say(kitchen, "ask me", asked)
    passes(home, talk.watch, 60)
    talk.say(kitchen, "soon", OK)
    assert (talk.sentences.seen[-1].last_reply, talk.sentences.seen[-1].asked) == ("Sure?", asked.asks)
    talk.say(kitchen, "next", OK)
    assert talk.sentences.seen[-1].asked is None  # a question is answered once, or not at all
    passes(home, talk.watch, 121)
    talk.say(kitchen, "later", OK)
    assert talk.sentences.seen[-1].last_reply == ""


# --- a speaker that changed hands


def test_a_speaker_that_changed_hands_says_so_at_its_next_turn_and_for_a_day(home: Household, talk: Talk) -> None:
    ada, _, kitchen = shared(home)
    talk.say(kitchen, "hello", OK)
    note_heard(home.keep, kitchen.device)
    home.clock.pass_by(days=3)
    rebind_speaker(home.keep, home.session(ada), kitchen.device, shared=False)
    home.clock.pass_by(days=3)  # however late it is
    assert (
        talk.say(kitchen, "hello", OK).text
        == "This speaker has changed hands: it is one person’s alone now. All right."
    )
    note_heard(home.keep, kitchen.device)
    assert talk.say(kitchen, "hello", OK).text == "All right."  # once in a conversation
    passes(home, talk.watch, 600)
    assert talk.say(kitchen, "hello", OK).text == "All right."  # it was said, and the day is over
    rebind_speaker(home.keep, home.session(ada), kitchen.device, shared=True)
    for _ in range(2):
        assert talk.say(kitchen, "hello", OK).text.startswith(
            "This speaker has changed hands: a household shares it now."
        )
        note_heard(home.keep, kitchen.device)
        passes(home, talk.watch, 600)


def test_a_speaker_that_is_the_same_person_s_again_has_nothing_to_say(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    bind_again(home.keep, kitchen.device, ada.subject, "Kitchen")
    assert talk.say(kitchen, "hello", OK).text == "All right."


def test_a_store_that_is_busy_when_it_is_to_be_said_costs_the_turn_and_not_only_that_it_is_kept(
    home: Household, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, _, kitchen = shared(home)
    rebind_speaker(home.keep, home.session(ada), kitchen.device, shared=False)
    milk = Answer(text="Milk.", effects=(AddToList(list_name="shopping", texts=("milk",)),))

    def busy(*_: object) -> None:
        raise StoreBusyError

    with monkeypatch.context() as patched:
        patched.setattr(SqlDevices, "presence_of", busy)
        for sound in ("milk", "what no engine understands"):
            assert talk.say(kitchen, sound, milk if sound == "milk" else None).text.startswith("Sorry")
    assert (opened(home, ada, ItemKind.LIST_ENTRY), talk.turns(ada)) == ([], []), "what is not answered is not done"
    assert talk.say(kitchen, "milk").text == f"{CHANGED} Milk.", "nor does it count as said"
    assert len(opened(home, ada, ItemKind.LIST_ENTRY)) == len(talk.turns(ada)) == 1


def test_what_no_skill_could_answer_did_not_say_it_either(home: Household, talk: Talk) -> None:
    ada, _, kitchen = shared(home)
    rebind_speaker(home.keep, home.session(ada), kitchen.device, shared=False)

    def broken(_: Situation) -> Answer:
        raise EngineFailedError("tests")

    assert not talk.say(kitchen, "hello", broken).text.startswith(CHANGED)
    assert talk.say(kitchen, "hello", OK).text == f"{CHANGED} All right."


@pytest.mark.parametrize("keeping", [Keeping.AUDIO, Keeping.NOTHING])
def test_of_timers_only_those_of_the_household_are_told_to_whoever_was_not_named(
    home: Household, keeping: Keeping
) -> None:
    ada, bea = home.join("ada", keeping), home.join("bea")
    kitchen, there = speaker_of(home, household_of(home, ada)), talk_in(home, ours=True)
    there.hub.choose(kitchen.device, Chosen(member=ada.subject))
    assert "Timer set" in there.say(kitchen, "set a timer for one hour").text
    passes(home, there.watch, 16 * 60)  # whoever was named is forgotten
    assert "who you are" in there.say(kitchen, "how much time is left").text
    bind_again(home.keep, kitchen.device, household_of(home, bea), "Kitchen")
    passes(home, there.watch, 1)
    assert there.say(kitchen, "how much time is left").text.endswith(" No timer is running.")
