"""P1: “what I just said” is what was said last, never something before it; wishes about privacy are not kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import WAKE, Talk, household_of, join_house, opened, passes, sound, speaker_of, talk_in
from tests.app.test_privacy_by_voice import false_wakings
from voicekeep.assistant import EngineFailedError
from voicekeep.device import Chosen, Device
from voicekeep.records.items import ItemKind

TIME, DATE = "what time is it", "what is the date"


@pytest.fixture
def talk(home: Household) -> Talk:
    return talk_in(home, ours=True)


def mumble(talk: Talk, device: Device) -> None:
    """Let the speaker wake for something that no engine understands."""
    talk.hub.heard(replace(talk.heard(device, TIME), pcm=sound("mumbled")))


def kept(talk: Talk, someone: Someone) -> list[str | None]:
    return [turn.transcript for turn in talk.turns(someone)]


@pytest.mark.parametrize(
    "wishes",
    [
        ("delete everything i said today", "no"),
        ("delete everything i said today", "yes"),
        ("delete everything i said today", "stop"),
        ("add mute to my shopping list", "no"),
        ("mute",),
        ("send me a copy of my data",),
        ("who can hear this",),
        ("what do you keep about this",),
        ("keep my recordings forever",),
        ("give me a receipt",),
        ("that wasn't for you",),
        ("i am a guest",),
    ],
    ids="-".join,
)
def test_no_turn_about_privacy_is_kept(home: Household, talk: Talk, wishes: tuple[str, ...]) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for words in wishes:
        assert talk.say(kitchen, words).text
    assert kept(talk, ada) == []
    talk.say(kitchen, "yes")  # to nothing
    assert len(kept(talk, ada)) == (wishes != ("i am a guest",))


@pytest.mark.parametrize("first", ["add delete what i just said to my shopping list", "delete what i just said"])
def test_a_wish_about_privacy_is_not_what_was_just_said(home: Household, talk: Talk, first: str) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for words in (TIME, DATE, "who can hear this", first):
        talk.say(kitchen, words)
    if first.startswith("add"):
        assert "erased for good" in talk.say(kitchen, "yes").text
    assert kept(talk, ada) == [TIME]


def test_a_wish_beside_something_else_is_asked_about_and_nothing_is_put_on_a_list(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, TIME)
    reply = talk.say(kitchen, "add milk and delete what i just said to my shopping list")
    assert reply.listen_again
    assert opened(home, ada, ItemKind.LIST_ENTRY) == []
    talk.say(kitchen, "yes")
    assert kept(talk, ada) == []


@pytest.mark.parametrize("minutes", [0, 25])
def test_after_something_that_was_not_understood_nothing_else_is_erased_or_receipted(
    home: Household, talk: Talk, minutes: int
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, TIME)
    passes(home, talk.watch, minutes * 60)
    mumble(talk, kitchen)
    assert talk.say(kitchen, "give me a receipt").text == "Nothing of it was kept."
    for _ in range(2):
        assert talk.say(kitchen, "that wasn't for you").text == "Nothing of it was kept."
    assert false_wakings(home, kitchen) == 1
    reply = talk.say(kitchen, "delete what i just said")
    assert reply.text.startswith("Nothing of it was kept. What you said before that is still kept.")
    assert reply.listen_again
    assert kept(talk, ada) == [TIME]
    assert talk.say(kitchen, "no").text == "All right. Nothing was erased."
    talk.say(kitchen, "delete what i just said")
    assert "erased for good" in talk.say(kitchen, "yes").text
    assert kept(talk, ada) == []


def test_what_went_wrong_was_said_too(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, TIME)
    talk.engine.fails = EngineFailedError("lookup")
    talk.say(kitchen, DATE)
    talk.engine.fails = None
    assert "Shall I erase that?" in talk.say(kitchen, "delete what i just said").text
    assert kept(talk, ada) == [TIME]


def test_said_twice_it_erases_once(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for words in (TIME, DATE, "delete what i just said", "delete what i just said"):
        talk.say(kitchen, words)
    assert kept(talk, ada) == [TIME]
    talk.say(kitchen, "yes")
    assert kept(talk, ada) == []


def test_that_was_not_for_you_counts_once_for_each_waking(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for words in (TIME, DATE, "that wasn't for you", "that wasn't for you"):
        talk.say(kitchen, words)
    assert false_wakings(home, kitchen) == 1
    assert kept(talk, ada) == [TIME]


def test_on_a_shared_speaker_it_is_what_was_said_there_last_and_only_its_own_person_s(
    home: Household, talk: Talk
) -> None:
    ada = home.join("ada")
    house = household_of(home, ada)
    bea = join_house(home, "bea", house)
    kitchen = speaker_of(home, house)
    for someone in (ada, bea):
        talk.hub.choose(kitchen.device, Chosen(member=someone.subject))
        talk.say(kitchen, TIME)
    talk.hub.choose(kitchen.device, Chosen(member=ada.subject))
    assert "Shall I erase that?" in talk.say(kitchen, "delete what i just said").text
    assert (kept(talk, ada), kept(talk, bea)) == ([TIME], [TIME])
    talk.hub.choose(kitchen.device, None)
    assert "I do not know who is speaking" in talk.say(kitchen, "delete what i just said").text
    assert (kept(talk, ada), kept(talk, bea)) == ([TIME], [TIME])


def test_a_receipt_is_for_the_turn_before_it_and_no_other(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, TIME)
    assert "Your four words are" in talk.say(kitchen, "give me a receipt").text
    talk.hub.heard(replace(talk.heard(kitchen, TIME, WAKE), pcm=b""))
    assert talk.say(kitchen, "give me a receipt").text == "Nothing of it was kept."


# --- what was asked for in it

ASKING = {
    "add milk and bread to my shopping list": (ItemKind.LIST_ENTRY, 2),
    "set a pasta timer for ten minutes": (ItemKind.TIMER, 1),
    "set an alarm for seven": (ItemKind.TIMER, 1),
    "remind me in ten minutes to call mom": (ItemKind.REMINDER, 1),
}


def asked(home: Household, someone: Someone) -> int:
    kinds = (ItemKind.LIST_ENTRY, ItemKind.TIMER, ItemKind.REMINDER)
    return sum(len(opened(home, someone, kind)) for kind in kinds)


@pytest.mark.parametrize("words", ASKING)
@pytest.mark.parametrize("restart", [False, True], ids=["", "after a restart"])
def test_what_was_asked_for_goes_with_what_was_said(
    home: Household,
    talk: Talk,
    words: str,
    restart: bool,  # noqa: FBT001
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "add tea to my shopping list")
    home.clock.pass_by(seconds=20)
    talk.say(kitchen, words)
    kind, count = ASKING[words]
    assert len(opened(home, ada, kind)) == count + (kind is ItemKind.LIST_ENTRY)
    after = talk_in(home, ours=True) if restart else talk
    reply = after.say(kitchen, "delete what i just said")
    assert reply.text.startswith(f"{count + 1} entries are erased for good.")
    assert "What you had asked for in it went with it" in reply.text
    assert (asked(home, ada), len(kept(talk, ada))) == (1, 1)
    with home.keep.database.read() as transaction:
        assert transaction.rings.rings() == ()


def test_of_what_was_asked_for_nothing_else_goes(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen, study = (speaker_of(home, ada.subject, name) for name in ("Kitchen", "Study"))
    talk.say(study, "add tea to my shopping list")
    talk.say(kitchen, "add milk to my shopping list")
    talk.say(kitchen, "remove milk from my shopping list")
    talk.say(kitchen, TIME)
    assert talk.say(kitchen, "delete what i just said").text.startswith("It is erased for good.")
    talk.say(kitchen, "add salt to my shopping list")
    talk.say(kitchen, "delete everything i said today")
    talk.say(kitchen, "yes")
    assert [turn.device for turn in talk.turns(ada)] == [study.device]
    assert asked(home, ada) == 1


def test_of_a_guest_who_asked_for_something_before_they_said_so_nothing_is_kept(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "add tea to my shopping list")
    passes(home, talk.watch, 300)
    for words in ASKING:
        talk.say(kitchen, words)
    reply = talk.say(kitchen, "i am a guest")
    assert reply.text.startswith("Welcome. Nothing of this conversation is kept")
    assert "9 entries are erased for good." in reply.text
    assert (asked(home, ada), len(kept(talk, ada))) == (1, 1)


def test_everything_of_today_takes_what_was_asked_for_today(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "add tea to my shopping list")
    passes(home, talk.watch, 86_400)
    for words in ASKING:
        talk.say(kitchen, words)
    talk.say(kitchen, "delete everything i said today")
    assert "9 entries are erased for good." in talk.say(kitchen, "yes").text
    assert (asked(home, ada), len(kept(talk, ada))) == (1, 1)


def test_what_rings_from_memory_only_is_cancelled_with_what_was_said(home: Household, talk: Talk) -> None:
    ada = home.join("ada", None)
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "set a pasta timer for ten minutes")
    assert talk.hub.bell.held_on(kitchen.device)
    reply = talk.say(kitchen, "delete what i just said")
    assert reply.text == "Nothing of it was kept. What was to ring is cancelled."
    assert talk.hub.bell.held_on(kitchen.device) == ()
