"""P1: one deletes, shortens, asks and is a guest by voice; of a guest and of what was rejected nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.simulator import Household, facts
from tests.app.speaking import (
    OK,
    Talk,
    passes,
    sound,
    speaker_of,
    talk_in,
)
from tests.app.test_release import lines_of
from voicekeep.app.operations.accounts import choices_made, choose
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.receipts import GuestRight, use_receipt
from voicekeep.app.operations.retention import expire_items
from voicekeep.assistant import (
    Answer,
    EraseLast,
    EraseToday,
    FalseActivation,
    GiveReceipt,
    GuestConversation,
    KeepNothing,
    KeepThreeMonths,
    MuteSpeaker,
    Question,
    RequestCopy,
)
from voicekeep.device import Chosen, Device, Utterance
from voicekeep.notice import NoticeKind
from voicekeep.people import StaleSignInError, months_kept
from voicekeep.records.facts import ActedFor, Erased
from voicekeep.records.ids import ItemId, MandateId, RequestId
from voicekeep.records.items import Keeping
from voicekeep.records.rights import Right
from voicekeep.request import State, receive


def false_wakings(home: Household, device: Device) -> int:
    with home.keep.database.read() as transaction:
        return sum(each.times for each in transaction.woken.false_wakings_of(device.device))


def test_delete_what_i_just_said(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for words in ("first", "second"):
        talk.say(kitchen, words, OK)
    gone = talk.turns(ada)[-1].item
    reply = talk.say(kitchen, "delete that", Answer(effects=(EraseLast(),)))
    assert [turn.transcript for turn in talk.turns(ada)] == ["first"]
    with home.keep.database.read() as transaction:
        position = home.keep.log(transaction).position_of(f"erased|{gone}")
    assert position is not None
    assert reply.text == f"It is erased for good. The receipt has number {position}."
    passes(home, talk.watch, 300)  # another conversation
    talk.say(kitchen, "third", OK)
    passes(home, talk.watch, 300)
    talk.say(kitchen, "delete that")
    assert [turn.transcript for turn in talk.turns(ada)] == ["first"]
    verify_ledger(home.keep)


def test_after_a_restart_it_is_the_last_that_is_kept_if_it_was_just_now(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "an hour ago", OK)
    home.clock.pass_by(minutes=61)
    talk.say(kitchen, "just now", OK)
    for _ in range(2):
        again = talk_in(home)
        again.say(kitchen, "delete that", Answer(effects=(EraseLast(),)))
        assert [turn.transcript for turn in talk.turns(ada)] == ["an hour ago"]


def test_after_an_hour_it_was_not_just_now(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "an hour ago", OK)
    passes(home, talk.watch, 3700)
    assert talk.say(kitchen, "delete that", Answer(effects=(EraseLast(),))).text == "Nothing of it was kept."
    assert len(talk.turns(ada)) == 1


def test_delete_today_is_asked_back_and_is_about_this_speaker_only(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen, study = speaker_of(home, ada.subject), speaker_of(home, ada.subject, "Study")
    talk.say(kitchen, "yesterday", OK)
    home.clock.pass_by(days=1)
    for device in (kitchen, study, kitchen):
        talk.say(device, "today", OK)
    question = Question(effects=(EraseToday(),), declined="Nothing was erased.", private=True)
    reply = talk.say(kitchen, "delete everything", Answer(text="Really?", asks=question, private=True))
    assert (reply.listen_again, reply.ended) == (True, False)
    yes = talk.say(kitchen, "yes", lambda seen: Answer(effects=() if seen.asked is None else seen.asked.effects))
    assert "2 entries are erased" in yes.text  # the question was not kept
    assert [(turn.transcript, turn.device) for turn in talk.turns(ada)] == [
        ("yesterday", kitchen.device),
        ("today", study.device),
    ]


@pytest.mark.parametrize(
    ("before", "effect", "after"),
    [
        ((Keeping.AUDIO, 18), KeepThreeMonths(), (Keeping.AUDIO, 3)),
        ((Keeping.AUDIO, 3), KeepThreeMonths(), (Keeping.AUDIO, 3)),
        ((Keeping.TRANSCRIPT, 18), KeepThreeMonths(), (Keeping.TRANSCRIPT, 3)),
        ((Keeping.NOTHING, 0), KeepThreeMonths(), (Keeping.NOTHING, 0)),
        ((Keeping.AUDIO, 18), KeepNothing(), (Keeping.NOTHING, 0)),
        ((Keeping.NOTHING, 0), KeepNothing(), (Keeping.NOTHING, 0)),
    ],
)
def test_by_voice_one_can_only_shorten(
    home: Household,
    talk: Talk,
    before: tuple[Keeping, int],
    effect: Any,  # noqa: ANN401
    after: tuple[Keeping, int],
) -> None:
    ada = home.join("ada", None)
    choose(home.keep, home.session(ada), *before)
    kitchen = speaker_of(home, ada.subject)
    assert talk.say(kitchen, "keep less", Answer(effects=(effect,))).text
    with home.keep.database.read() as transaction:
        choice = transaction.people.choice_of(ada.subject)
    assert choice is not None
    assert (choice.keeping, choice.months) == after
    assert months_kept(choice) <= (before[1] or 3)


@pytest.mark.parametrize("effect", [KeepThreeMonths(), KeepNothing()])
def test_whoever_says_so_shortens_what_comes_and_costs_nobody_what_they_have(
    home: Household,
    talk: Talk,
    effect: Any,  # noqa: ANN401
) -> None:
    ada = home.join("ada", None)
    choose(home.keep, home.session(ada), Keeping.AUDIO, 18)
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "before", OK)
    home.clock.pass_by(minutes=1)
    reply = talk.say(kitchen, "keep less", Answer(effects=(effect,)))
    assert "What is kept already stays as long as you chose" in reply.text
    home.clock.pass_by(minutes=1)
    talk.say(kitchen, "after", OK)
    made = choices_made(home.keep, home.session(ada))
    assert [each.device for each in made] == [kitchen.device, None]
    assert [each.kind for each in notices_of(home.keep, home.session(ada))].count(NoticeKind.CHOICE_SAID) == 1
    home.clock.pass_by(days=93)
    expire_items(home.keep)
    assert [turn.transcript for turn in talk.turns(ada)] == ["before"]
    # signed in, the same choice counts for what was kept before: it erases, so it needs a fresh sign-in
    stale = home.session(ada)
    home.clock.pass_by(hours=1)
    with pytest.raises(StaleSignInError):
        choose(home.keep, stale, Keeping.AUDIO, 3)
    choose(home.keep, home.session(ada), Keeping.AUDIO, 3)
    assert expire_items(home.keep) == 1
    verify_ledger(home.keep)


def test_what_a_voice_shortened_stands_in_the_copy(home: Household, talk: Talk) -> None:
    ada = home.join("ada", None)
    choose(home.keep, home.session(ada), Keeping.AUDIO, 18)
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "keep less", Answer(effects=(KeepThreeMonths(),)))
    lines = lines_of(home.fetch(ada, home.release(ada)), "consents")
    assert [line.get("device") for line in lines if line["months"] == 3] == [kitchen.device]


def test_i_am_a_guest_keeps_nothing_of_the_conversation_neither_before_nor_after(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "ada before", OK)
    passes(home, talk.watch, 300)
    talk.say(kitchen, "guest before", OK)
    talk.say(kitchen, "i am a guest", Answer(text="Welcome.", effects=(GuestConversation(),)))
    talk.say(kitchen, "guest after", OK)
    assert talk.sentences.seen[-1].guest
    assert not talk.sentences.seen[-1].known
    passes(home, talk.watch, 16 * 60)
    talk.say(kitchen, "ada again", OK)
    assert [turn.transcript for turn in talk.turns(ada)] == ["ada before", "ada again"]


def test_a_guest_chosen_on_the_screen_is_one(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.hub.choose(kitchen.device, Chosen(member=None))
    talk.say(kitchen, "guest", OK)
    talk.hub.choose(kitchen.device, None)
    talk.say(kitchen, "ada", OK)
    assert [turn.transcript for turn in talk.turns(ada)] == ["ada"]


def test_four_words_erase_the_turn_before_and_stand_nowhere(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "what I said", OK)
    reply = talk.say(kitchen, "a receipt please", Answer(effects=(GiveReceipt(),)))
    words = reply.text.partition(": ")[2].partition(".")[0]
    assert len(words.split()) == 4
    assert [turn.transcript for turn in talk.turns(ada)] == ["what I said"]
    use_receipt(home.keep, words, GuestRight.ERASURE)
    assert talk.turns(ada) == []


def test_a_copy_asked_for_by_voice_waits_for_the_signed_in_person(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for _ in range(2):
        assert "sign in" in talk.say(kitchen, "a copy", Answer(effects=(RequestCopy(),))).text
    with home.keep.database.read() as transaction:
        (request,) = transaction.requests.of_subject(ada.subject)
    assert request.state is State.RECEIVED
    assert request.scope is None


@pytest.mark.parametrize("by_mandate", [True, False])
def test_a_request_that_is_not_for_a_copy_of_their_own_is_not_the_one_that_waits(
    home: Household,
    talk: Talk,
    by_mandate: bool,  # noqa: FBT001
) -> None:
    ada, eve = home.join("ada"), home.join("eve")
    filed = receive(
        ada.subject,
        request=RequestId.random(home.keep.entropy),
        item=ItemId.random(home.keep.entropy),
        language="en",
        place=place_of(home.keep),
        now=home.clock(),
        right=Right.ACCESS if by_mandate else Right.ERASURE,
    )
    other = filed.request.request
    mandate = MandateId.random(home.keep.entropy)
    acted = ActedFor(request=other, mandate=mandate, subject=ada.subject, agent=eve.subject, at=home.clock())
    with home.keep.database.begin() as transaction:
        home.keep.log(transaction).append([filed.fact, *([acted] if by_mandate else [])])
        transaction.requests.add(filed.request)
    talk.say(speaker_of(home, ada.subject), "a copy", Answer(effects=(RequestCopy(),)))
    with home.keep.database.read() as transaction:
        asked = [each for each in transaction.requests.of_subject(ada.subject) if each.request != other]
    assert [(each.right, each.state) for each in asked] == [(Right.ACCESS, State.RECEIVED)]


def test_that_was_not_for_you_erases_and_counts(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "the television", OK)
    talk.say(kitchen, "not for you", Answer(text="Sorry.", effects=(FalseActivation(),)))
    assert talk.turns(ada) == []
    assert false_wakings(home, kitchen) == 1
    assert any(isinstance(fact, Erased) for fact in facts(home))


def test_mute_mutes(home: Household, talk: Talk) -> None:
    kitchen = speaker_of(home, home.join("ada").subject)
    assert talk.say(kitchen, "mute", Answer(text="Muted.", effects=(MuteSpeaker(),))).mute


def test_a_false_activation_goes_by_itself_and_is_counted(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    before = len(facts(home))
    for pcm in (sound("the television"), b"", b"\0"):
        talk.hub.heard(
            Utterance(device=kitchen.device, pcm=pcm, began_at=home.clock(), wake=talk.heard(kitchen, "x").wake)
        )
    assert false_wakings(home, kitchen) == 3
    talk.hub.heard(Utterance(device=kitchen.device, pcm=sound("pressed"), began_at=home.clock()))
    assert false_wakings(home, kitchen) == 3  # somebody had meant that
    assert talk.turns(ada) == []
    assert len(facts(home)) == before
    home.clock.pass_by(days=100)
    talk.hub.heard(
        Utterance(device=kitchen.device, pcm=sound("tv"), began_at=home.clock(), wake=talk.heard(kitchen, "x").wake)
    )
    assert false_wakings(home, kitchen) == 1
