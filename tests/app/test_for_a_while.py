"""P1: whoever was named is so for a while, which only words that were understood put off; a guest, any word."""

from __future__ import annotations

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import Talk, household_of, opened, passes, speaker_of, talk_in, utterance
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.spoken import said
from voicekeep.app.web.words import words_in
from voicekeep.assistant import WHO_ARE_YOU
from voicekeep.device import Chosen, Device
from voicekeep.records.items import ItemKind, Keeping
from voicekeep.records.texts import LANGUAGES

MINUTES = 60
TIME, MILK, READ = "what time is it", "add milk to my shopping list", "what is on my shopping list"


@pytest.fixture
def talk(home: Household) -> Talk:
    return talk_in(home, ours=True)


@pytest.fixture
def ada(home: Household) -> Someone:
    return home.join("ada")


@pytest.fixture
def own(home: Household, ada: Someone) -> Device:
    return speaker_of(home, ada.subject, "Study")


@pytest.fixture
def shared(home: Household, ada: Someone) -> Device:
    return speaker_of(home, household_of(home, ada))


def kept(talk: Talk, someone: Someone) -> int:
    return len(talk.turns(someone))


@pytest.mark.parametrize("noise", ["hm", "and in other news the president said today"])
def test_noise_keeps_nobody_named(home: Household, talk: Talk, ada: Someone, shared: Device, noise: str) -> None:
    talk.hub.choose(shared.device, Chosen(member=ada.subject))
    talk.say(shared, TIME)
    for _ in range(3):
        passes(home, talk.watch, 14 * MINUTES)
        if noise == "hm":
            talk.hub.heard(utterance(home, shared.device, noise))
        else:
            talk.say(shared, noise)
    talk.say(shared, TIME)
    assert kept(talk, ada) == 1


def test_words_that_are_understood_keep_somebody_named(
    home: Household, talk: Talk, ada: Someone, shared: Device
) -> None:
    talk.hub.choose(shared.device, Chosen(member=ada.subject))
    for _ in range(3):
        passes(home, talk.watch, 14 * MINUTES)
        talk.say(shared, TIME)
    assert kept(talk, ada) == 3
    passes(home, talk.watch, 16 * MINUTES)
    talk.say(shared, TIME)
    assert kept(talk, ada) == 3


@pytest.mark.parametrize("of", ["own", "shared"])
def test_a_guest_who_is_silent_for_some_minutes_is_still_one(
    home: Household, talk: Talk, ada: Someone, own: Device, shared: Device, of: str
) -> None:
    speaker = own if of == "own" else shared
    talk.hub.choose(shared.device, Chosen(member=ada.subject))
    assert "a quarter of an hour" in talk.say(speaker, "i am a guest").text
    for _ in range(3):
        passes(home, talk.watch, 14 * MINUTES)
        talk.say(speaker, TIME)
    assert kept(talk, ada) == 0
    passes(home, talk.watch, 16 * MINUTES)
    talk.say(speaker, TIME)
    assert kept(talk, ada) == (of == "own")  # at a shared one nobody is named by then


def test_a_guest_who_is_not_understood_is_one_still(home: Household, talk: Talk, ada: Someone, own: Device) -> None:
    talk.say(own, "i am a guest")
    for seconds, words in ((100, "and in other news the president said today"), (14.5 * MINUTES, TIME)):
        passes(home, talk.watch, seconds)
        talk.say(own, words)
    assert kept(talk, ada) == 0


@pytest.mark.parametrize("how", ["said", "chosen"])
def test_who_was_a_guest_at_a_shared_speaker_is_named_there_again(
    talk: Talk, ada: Someone, shared: Device, how: str
) -> None:
    talk.say(shared, "this is ada")
    talk.say(shared, "i am a guest")
    talk.say(shared, TIME)
    if how == "said":
        talk.say(shared, "this is ada")
    else:
        talk.hub.choose(shared.device, Chosen(member=ada.subject))
    counting = talk.hub.counting_at(shared.device)
    assert counting is not None
    assert counting.who == Chosen(member=ada.subject)
    talk.say(shared, TIME)
    assert kept(talk, ada) == 1


def test_whoever_has_the_speaker_next_is_no_guest_of_the_one_before(
    home: Household, talk: Talk, ada: Someone, own: Device
) -> None:
    bea = home.join("bea")
    talk.say(own, "i am a guest")
    bind_again(home.keep, own.device, bea.subject, "Mine")
    talk.say(own, TIME)
    assert (kept(talk, ada), kept(talk, bea)) == (0, 1)


def test_a_guest_chosen_on_its_screen_is_none_where_the_speaker_changed_hands(
    home: Household, talk: Talk, ada: Someone, shared: Device
) -> None:
    bea = home.join("bea")
    talk.hub.choose(shared.device, Chosen(member=None))
    talk.say(shared, TIME)
    assert talk.hub.counting_at(shared.device) is not None
    bind_again(home.keep, shared.device, bea.subject, "Mine")
    talk.say(shared, TIME)
    assert (kept(talk, ada), kept(talk, bea)) == (0, 1)
    bind_again(home.keep, shared.device, household_of(home, bea), "Ours")
    assert talk.hub.counting_at(shared.device) is None


def test_whose_speaker_it_is_says_their_name_and_the_guest_is_gone(talk: Talk, ada: Someone, own: Device) -> None:
    talk.say(own, "i am a guest")
    assert "Hello" in talk.say(own, "this is ada").text
    talk.say(own, TIME)
    assert kept(talk, ada) == 1


def test_whose_name_it_is_not_leaves_the_guest_one(talk: Talk, ada: Someone, own: Device) -> None:
    talk.say(own, "i am a guest")
    talk.say(own, "this is bob")
    talk.say(own, TIME)
    assert kept(talk, ada) == 0


# --- what nobody in particular set


@pytest.mark.parametrize("of", ["own", "shared"])
def test_a_guest_s_timer_is_seen_and_cancelled_by_whoever_is_there(
    home: Household, talk: Talk, ada: Someone, own: Device, shared: Device, of: str
) -> None:
    speaker = own if of == "own" else shared
    talk.say(speaker, "i am a guest")
    talk.say(speaker, "set a timer for ten minutes")
    if of == "own":
        talk.say(speaker, "this is ada")
    else:
        talk.hub.choose(shared.device, Chosen(member=ada.subject))
    assert talk.say(speaker, "how much time is left").text == "There is 10 minutes left."
    assert talk.say(speaker, "cancel the timer").text == "Timer cancelled."
    passes(home, talk.watch, 11 * MINUTES)
    assert talk.hub.bell.ring_due() == 0


def test_what_a_guest_set_is_nobody_s_where_the_speaker_changed_hands(
    home: Household, talk: Talk, ada: Someone, own: Device
) -> None:
    assert ada.subject
    bea = home.join("bea")
    talk.say(own, "i am a guest")
    talk.say(own, "set a tea timer for ten minutes")
    bind_again(home.keep, own.device, bea.subject, "Mine")
    assert "No timer is running." in talk.say(own, "how much time is left").text


# --- what is kept already, and why nothing more is


def test_who_wants_nothing_kept_any_more_still_reaches_what_is_kept(
    home: Household, talk: Talk, ada: Someone, own: Device
) -> None:
    talk.say(own, MILK)
    talk.say(own, "don't keep recordings")
    assert talk.say(own, READ).text == "On your shopping list: milk."
    assert "Nothing is kept for you" in talk.say(own, "add bread to my shopping list").text
    assert talk.say(own, "remove milk from my shopping list").text == "milk: removed."
    assert opened(home, ada, ItemKind.LIST_ENTRY) == []


def test_reminders_that_are_kept_are_told_and_cancelled_by_whoever_wants_nothing_more_kept(
    home: Household, talk: Talk, ada: Someone, own: Device
) -> None:
    talk.say(own, "remind me to call mom tomorrow at nine")
    talk.say(own, "don't keep recordings")
    assert "call mom" in talk.say(own, "what are my reminders").text
    assert "Nothing is kept for you" in talk.say(own, "remind me to pay the rent tomorrow at nine").text
    assert "call mom" in talk.say(own, "cancel the reminder to call mom").text
    assert opened(home, ada, ItemKind.REMINDER) == []


@pytest.mark.parametrize(
    "wish",
    [
        MILK,
        READ,
        "what are my reminders",
        "remind me to call mom tomorrow at nine",
        "remove milk from my shopping list",
        "clear my shopping list",
    ],
)
def test_where_nobody_is_named_that_is_the_reason(
    home: Household, talk: Talk, ada: Someone, shared: Device, wish: str
) -> None:
    talk.hub.choose(shared.device, Chosen(member=ada.subject))
    talk.say(shared, MILK)
    talk.hub.choose(shared.device, None)
    assert talk.say(shared, wish).text == said(WHO_ARE_YOU, "en")
    assert len(opened(home, ada, ItemKind.LIST_ENTRY)) == 1


def test_a_guest_is_told_that_nothing_of_guests_is_kept(home: Household, talk: Talk, ada: Someone, own: Device) -> None:
    talk.say(own, MILK)
    choose(home.keep, home.session(ada), Keeping.AUDIO, 3)
    talk.say(own, "this is ada")
    talk.say(own, "i am a guest")
    for wish in (MILK, READ):
        assert talk.say(own, wish).text == "Nothing of a guest is kept, so I cannot remember it."


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_know_how_to_be_named_is_told_of_the_page(language: str) -> None:
    assert words_in(language)["speakers"] in said(WHO_ARE_YOU, language)
