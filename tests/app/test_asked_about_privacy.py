"""P1: what the assistant says of what is kept and who can have it is so; what nobody could confirm is not filed."""

from __future__ import annotations

import pytest

from tests.app.simulator import Household
from tests.app.speaking import Talk, household_of, passes, speaker_of, talk_in
from tests.app.test_household import child_of, of, subject_of
from tests.app.test_mandates import mandated
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.mandates import end_mandate
from voicekeep.device import Chosen
from voicekeep.records.items import Keeping
from voicekeep.records.standing import Entrusted

TIME, ABOUT, WHO = "what time is it", "what do you keep about this", "who can hear this"


@pytest.fixture
def talk(home: Household) -> Talk:
    return talk_in(home, ours=True)


def test_what_is_kept_of_a_conversation_is_told_by_what_is_kept_of_it(home: Household, talk: Talk) -> None:
    kitchen = speaker_of(home, home.join("ada").subject)
    assert "the sound and the words for 3 months" in talk.say(kitchen, ABOUT).text
    assert "reminders stay until they are done" in talk.say(kitchen, ABOUT).text
    talk.say(kitchen, TIME)
    talk.say(kitchen, "don't keep recordings")
    assert "is still kept" in talk.say(kitchen, ABOUT).text
    talk.say(kitchen, "delete everything i said today")
    talk.say(kitchen, "yes")
    assert talk.say(kitchen, ABOUT).text == "Nothing of this conversation is kept."


@pytest.mark.parametrize("asked", [TIME, "add milk to my shopping list"])
def test_whoever_is_a_guest_has_nothing_kept_and_another_conversation_is_not_this_one(
    home: Household, talk: Talk, asked: str
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, asked)
    talk.say(kitchen, "i am a guest")
    assert talk.say(kitchen, ABOUT).text == "Nothing of this conversation is kept."
    passes(home, talk.watch, 16 * 60)
    talk.say(kitchen, asked)
    choose(home.keep, home.session(ada), Keeping.NOTHING, 0)
    assert "is still kept" in talk.say(kitchen, ABOUT).text
    passes(home, talk.watch, 300)
    assert talk.say(kitchen, ABOUT).text == "Nothing of this conversation is kept."


def test_who_can_have_a_copy_is_said_by_their_part_and_only_while_they_can(home: Household, talk: Talk) -> None:
    ada, greta, bea = home.join("ada"), home.join("greta"), home.join("bea")
    kitchen = speaker_of(home, ada.subject)
    assert talk.say(kitchen, WHO).text.endswith("only its owner can play.")
    mandated(home, ada, greta, (Entrusted.ERASURE,))
    assert talk.say(kitchen, WHO).text.endswith("only its owner can play.")
    mandate = mandated(home, ada, bea)
    assert talk.say(kitchen, WHO).text.endswith("asked for by: one person to whom you gave a mandate.")
    mandated(home, ada, greta, (Entrusted.COPY,))
    assert talk.say(kitchen, WHO).text.endswith("asked for by: 2 people to whom you gave a mandate.")
    end_mandate(home.keep, home.session(ada), mandate)
    assert talk.say(kitchen, WHO).text.endswith("asked for by: one person to whom you gave a mandate.")


def test_a_child_hears_of_its_guardian_who_alone_can_ask_for_its_copy(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    child = subject_of(home, mandate)
    hall = speaker_of(home, household_of(home, ada))
    talk.hub.choose(hall.device, Chosen(member=child))
    assert talk.say(hall, "wer kann das hören").text.endswith("anfordern: wer für dich verantwortlich ist.")
    assert "kein eigenes Konto" in talk.say(hall, "schick mir eine kopie meiner daten").text
    with home.keep.database.read() as transaction:
        assert transaction.requests.of_subject(child) == ()
    assert copies_of(home.keep, of(home, ada, mandate, Entrusted.COPY)) == ()
