"""P1: a turn is kept for whose it is, as much as they chose; of nobody, of a guest, of what was rejected: nothing."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.app.simulator import Household, Someone
from tests.app.speaking import (
    RECIPIENT,
    Rooms,
    Talk,
    household_of,
    join_house,
    opened,
    passes,
    sound,
    speaker_of,
    talk_in,
)
from tests.app.test_release import lines_of
from voicekeep.app.operations.accounts import choices_made, choose
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.history import sound_of
from voicekeep.app.operations.listening import require_genuine
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.receipts import GuestRight, use_receipt
from voicekeep.app.operations.restricting import restrict
from voicekeep.app.operations.retention import expire_items
from voicekeep.app.operations.speakers import note_heard, rebind_speaker
from voicekeep.app.operations.turns import HomeSilentError
from voicekeep.assistant import (
    AddToList,
    Answer,
    Cancel,
    EngineFailedError,
    EraseLast,
    EraseToday,
    FalseActivation,
    GiveReceipt,
    GuestConversation,
    KeepNothing,
    KeepThreeMonths,
    MuteSpeaker,
    Question,
    RemoveFromList,
    RequestCopy,
    SaidWho,
    SetAlarm,
    SetReminder,
    SetTimer,
    Situation,
)
from voicekeep.device import Chosen, Device, DeviceSignature, Reply, Utterance
from voicekeep.formats.facts import decode_fact
from voicekeep.formats.utterance import signing_bytes
from voicekeep.notice import NoticeKind
from voicekeep.people import StaleSignInError, months_kept
from voicekeep.records.facts import ActedFor, Captured, Erased
from voicekeep.records.ids import ItemId, MandateId, RequestId
from voicekeep.records.items import Evidence, ItemKind, Keeping, RestrictionGround, Speaker
from voicekeep.records.rights import Right
from voicekeep.request import State, receive

OK = Answer(text="All right.")


@pytest.fixture
def talk(home: Household) -> Talk:
    return talk_in(home)


def facts(home: Household) -> list[Any]:
    with home.keep.database.read() as transaction:
        return [decode_fact(opening.fact) for opening in transaction.log.openings(0, transaction.log.size())]


def false_wakings(home: Household, device: Device) -> int:
    with home.keep.database.read() as transaction:
        return sum(each.times for each in transaction.woken.false_wakings_of(device.device))


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


# --- what is kept


def test_a_turn_is_one_unit_with_all_that_is_known_of_it(home: Household) -> None:
    talk = talk_in(home, recipient=RECIPIENT)
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    reply = talk.say(kitchen, "what time is it", Answer(text="Nine o'clock."))
    assert (reply.text, reply.language, reply.wav[:4], reply.ended) == ("Nine o'clock.", "en", b"RIFF", True)
    (turn,) = talk.turns(ada)
    assert (turn.transcript, turn.answer, turn.intent) == ("what time is it", "Nine o'clock.", "tests.say")
    assert (turn.evidence, turn.speaker, turn.device) == (
        Evidence.PAIRED_DEVICE,
        Speaker.REGISTERED,
        kitchen.device,
    )
    assert (turn.wake_word, turn.wake_confidence, turn.language) == ("okay_nabu", 973, "en")
    assert (turn.engines, turn.recipients) == ("lookup, en-test", RECIPIENT)
    assert turn.samples_sha256 == hashlib.sha256(sound("what time is it")).hexdigest()
    assert sound_of(home.keep, home.session(ada), turn.item)[:4] == b"fLaC"
    verify_ledger(home.keep)


@pytest.mark.parametrize("keeping", [None, Keeping.NOTHING, Keeping.TRANSCRIPT, Keeping.AUDIO])
def test_as_much_is_kept_as_its_owner_chose(home: Household, talk: Talk, keeping: Keeping | None) -> None:
    ada = home.join("ada", keeping)
    kitchen = speaker_of(home, ada.subject)
    assert talk.say(kitchen, "hello", OK).text == "All right."
    turns = talk.turns(ada)
    assert len(turns) == (keeping in {Keeping.TRANSCRIPT, Keeping.AUDIO})
    assert [turn.recording is not None for turn in turns] == [keeping is Keeping.AUDIO] * len(turns)


def test_a_restriction_keeps_nothing_new_and_answers_all_the_same(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    restrict(home.keep, home.session(ada), RestrictionGround.OBJECTION)
    assert talk.say(kitchen, "hello", OK).text == "All right."
    assert talk.turns(ada) == []


def test_a_speaker_of_nobody_says_so_and_keeps_nothing(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    stranger = replace(kitchen, device=type(kitchen.device).random(home.keep.entropy))
    before = len(facts(home))
    reply = talk.say(stranger, "hello", OK)
    assert "not set up" in reply.text
    assert reply.wav
    assert len(facts(home)) == before


def test_what_was_said_before_a_rebinding_is_the_first_owner_s_and_after_it_the_second_s(
    home: Household, talk: Talk
) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    kitchen = speaker_of(home, ada.subject)
    first = talk.heard(kitchen, "mine")
    talk.sentences.answers["mine"] = OK
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    talk.hub.heard(first)
    talk.say(kitchen, "hers", OK)
    assert [turn.transcript for turn in talk.turns(bea)] == ["hers"]
    assert [turn.transcript for turn in talk.turns(ada)] == ["mine"]


@pytest.mark.parametrize(
    "change",
    [
        lambda home, ada: choose(home.keep, home.session(ada), Keeping.NOTHING, 0),
        lambda home, ada: restrict(home.keep, home.session(ada), RestrictionGround.CLAIMS),
        lambda home, ada: close_account(home.keep, home.session(ada)),
    ],
    ids=["chooses", "restricts", "closes"],
)
def test_what_changes_in_the_middle_of_a_turn_is_respected(
    home: Household, talk: Talk, change: Callable[[Household, Someone], object]
) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)

    def meanwhile(_: Situation) -> Answer:
        change(home, ada)
        return OK

    assert talk.say(kitchen, "hello", meanwhile).text == "All right."
    with home.keep.database.read() as transaction:
        assert not list(transaction.log.captured(ada.subject, ItemKind.TURN, transaction.log.size()))
    verify_ledger(home.keep)


# --- whose it is, on a shared speaker


def shared(home: Household, keeping: Keeping | None = Keeping.AUDIO) -> tuple[Someone, Someone, Device]:
    """Return two members of one household, and the speaker that they share."""
    ada = home.join("ada")
    house = household_of(home, ada)
    return ada, join_house(home, "bea", house, keeping), speaker_of(home, house)


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


# --- the device's own signature


def signed(talk: Talk, device: Device, key: Ed25519PrivateKey, words: str, counter: int) -> Utterance:
    said = talk.heard(device, words)
    text = signing_bytes(device.device, counter, hashlib.sha256(said.pcm).digest())
    return replace(said, signature=DeviceSignature(counter=counter, signature=key.sign(text)))


def test_what_the_speaker_signed_stands_in_the_ledger_and_the_copy_is_checked_against_it(
    home: Household, talk: Talk
) -> None:
    ada, key = home.join("ada"), Ed25519PrivateKey.generate()
    kitchen = speaker_of(home, ada.subject, key=key)
    for counter, keeping in ((1, Keeping.AUDIO), (2, Keeping.TRANSCRIPT)):
        choose(home.keep, home.session(ada), keeping, 3)
        said = signed(talk, kitchen, key, f"number {counter}", counter)
        talk.sentences.answers[f"number {counter}"] = OK
        require_genuine(home.keep, said)  # the connection does, before
        assert talk.hub.heard(said).text == "All right."
    captured = [fact for fact in facts(home) if isinstance(fact, Captured) and fact.kind is ItemKind.TURN]
    assert [fact.signed is not None and fact.signed.counter for fact in captured] == [1, 2]
    assert all(turn.utterance_sha256 for turn in talk.turns(ada))
    assert home.fetch(ada, home.release(ada))[:2] == b"PK"  # the checks found every signature in order


def test_a_turn_of_a_speaker_with_a_key_that_it_did_not_sign_is_not_heard(home: Household, talk: Talk) -> None:
    ada, key = home.join("ada"), Ed25519PrivateKey.generate()
    kitchen = speaker_of(home, ada.subject, key=key)
    talk.sentences.answers["hello"] = OK
    good = signed(talk, kitchen, key, "hello", 1)
    require_genuine(home.keep, good)
    forged = [
        replace(good, signature=None),
        replace(good, pcm=talk.pcm("another")),
        signed(talk, kitchen, Ed25519PrivateKey.generate(), "hello", 1),
        signed(talk, kitchen, key, "hello", 2),  # nobody has used this counter up
    ]
    for said in forged:
        assert "cannot tell" in talk.hub.heard(said).text
    assert talk.turns(ada) == []
    assert talk.hub.heard(good).text == "All right."


# --- what skills want done


def test_lists_timers_and_reminders_are_kept_until_they_are_done(home: Household, talk: Talk) -> None:
    ada, rooms = home.join("ada"), Rooms()
    kitchen = speaker_of(home, ada.subject)
    add = Answer(text="Added.", effects=(AddToList(list_name="shopping", texts=("milk", "bread")),))
    talk.say(kitchen, "add", add)
    talk.say(kitchen, "timer", Answer(text="Ten minutes.", effects=(SetTimer(seconds=600, name="tea"),)))
    alarm = SetAlarm(rings_at=home.clock.now + timedelta(hours=8))
    talk.say(kitchen, "alarm", Answer(text="At six.", effects=(alarm,)))
    remind = SetReminder(due_at=home.clock.now + timedelta(hours=1), text="call the dentist")
    talk.say(kitchen, "remind", Answer(text="I will.", effects=(remind,)))

    def undo(seen: Situation) -> Answer:
        milk = next(entry.item for entry in seen.entries if entry.text == "milk")
        assert [timer.name for timer in seen.timers] == ["tea", None]
        return Answer(text="Undone.", effects=(RemoveFromList(items=(milk,)), Cancel(items=(seen.timers[1].item,))))

    assert talk.say(kitchen, "undo", undo).text == "Undone."
    talk.say(kitchen, "look", OK)
    seen = talk.sentences.seen[-1]
    assert ([entry.text for entry in seen.entries], [timer.name for timer in seen.timers]) == (["bread"], ["tea"])
    assert [reminder.text for reminder in seen.reminders] == ["call the dentist"]
    talk.hub.attach(kitchen.device, Attached(rooms, kitchen))
    passes(home, talk.watch, 3601)
    assert talk.hub.bell.ring_due() == 2
    assert min(rooms.texts()).startswith("A reminder: call the dentist.")
    zipped = home.fetch(ada, home.release(ada))
    assert b"bread" in zipped
    assert b"dentist" not in zipped.replace(b"remind", b"") or b"reminders.jsonl" in zipped
    verify_ledger(home.keep)


class Attached:
    """A speaker that is connected."""

    def __init__(self, rooms: Rooms, device: Device) -> None:
        self._rooms = rooms
        self._device = device

    def announce(self, reply: Reply) -> None:
        self._rooms.announce(self._device.device, reply)


def test_for_whom_nothing_is_kept_a_timer_rings_from_memory_and_a_list_is_refused(home: Household, talk: Talk) -> None:
    ada, rooms = home.join("ada", Keeping.NOTHING), Rooms()
    kitchen = speaker_of(home, ada.subject)
    before = len(facts(home))
    timer = talk.say(kitchen, "timer", Answer(text="One minute.", effects=(SetTimer(seconds=60),)))
    assert "restart would lose it" in timer.text
    refused = talk.say(kitchen, "add", Answer(text="Added.", effects=(AddToList(list_name="x", texts=("y",)),)))
    assert "I keep nothing for you" in refused.text
    talk.say(kitchen, "look", OK)
    assert [timer.seconds for timer in talk.sentences.seen[-1].timers] == [60]
    talk.hub.attach(kitchen.device, Attached(rooms, kitchen))
    passes(home, talk.watch, 61)
    assert [talk.hub.bell.ring_due() for _ in range(2)] == [1, 0]
    assert len(facts(home)) == before


def test_a_skill_cannot_touch_what_is_somebody_else_s(home: Household, talk: Talk) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    hers, his = speaker_of(home, ada.subject), speaker_of(home, bea.subject)
    talk.say(hers, "add", Answer(text="Added.", effects=(AddToList(list_name="shopping", texts=("milk",)),)))
    (milk,) = opened(home, ada, ItemKind.LIST_ENTRY)
    for effect in (RemoveFromList(items=(milk.item,)), Cancel(items=(milk.item,))):
        assert "gone already" in talk.say(his, "steal", Answer(text="Taken.", effects=(effect,))).text
    assert len(opened(home, ada, ItemKind.LIST_ENTRY)) == 1


# --- privacy by voice


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
    talk.say(kitchen, "delete that", Answer(effects=(EraseLast(),)))
    assert talk.turns(ada) == []
    assert talk.say(kitchen, "delete that").text == "Nothing of it was kept."
    verify_ledger(home.keep)


def test_delete_today_is_asked_back_and_is_about_this_speaker_only(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen, study = speaker_of(home, ada.subject), speaker_of(home, ada.subject, "Study")
    talk.say(kitchen, "yesterday", OK)
    home.clock.pass_by(days=1)
    for device in (kitchen, study, kitchen):
        talk.say(device, "today", OK)
    question = Question(effects=(EraseToday(),), declined="Nothing was erased.")
    reply = talk.say(kitchen, "delete everything", Answer(text="Really?", asks=question))
    assert (reply.listen_again, reply.ended) == (True, False)
    yes = talk.say(kitchen, "yes", lambda seen: Answer(effects=() if seen.asked is None else seen.asked.effects))
    assert "3 entries are erased" in yes.text  # the question as well
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
    passes(home, talk.watch, 300)
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


# --- what is not ours


class Control:
    """A home control of the tests."""

    recipient = "Home Assistant"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.silent = False

    def ask(self, words: str, language: str) -> str:
        self.asked.append((words, language))
        if self.silent:
            raise HomeSilentError
        return "The light is on."


def test_what_is_not_ours_goes_to_the_home_control_which_is_a_recipient_of_that_turn_only(home: Household) -> None:
    control = Control()
    talk = talk_in(home, control=control)
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "what time is it", OK)
    assert talk.say(kitchen, "light on").text == "The light is on."
    control.silent = True
    assert "does not answer" in talk.say(kitchen, "light off").text
    assert control.asked == [("light on", "en"), ("light off", "en")]
    assert [turn.recipients for turn in talk.turns(ada)] == [None, "Home Assistant", "Home Assistant"]
    assert talk.sentences.seen[0].recipients == ("Home Assistant",)


def test_without_a_home_control_nothing_leaves_and_it_says_that_it_did_not_understand(
    home: Household, talk: Talk
) -> None:
    kitchen = speaker_of(home, home.join("ada").subject)
    assert "did not understand" in talk.say(kitchen, "light on").text


# --- what goes wrong


def test_a_dead_engine_apologises_and_keeps_nothing(home: Household, talk: Talk) -> None:
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.engine.fails = EngineFailedError("lookup")
    reply = talk.say(kitchen, "hello", OK)
    assert "cannot understand speech right now" in reply.text
    assert reply.wav
    talk.engine.fails = RuntimeError("hello")
    assert "something went wrong" in talk.say(kitchen, "hello").text
    talk.engine.fails = None
    assert talk.turns(ada) == []
    assert talk.say(kitchen, "hello").text == "All right."


def test_no_word_of_what_was_said_is_logged(home: Household, caplog: pytest.LogCaptureFixture) -> None:
    control = Control()
    talk = talk_in(home, control=control)
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    with caplog.at_level(logging.DEBUG):
        talk.say(kitchen, "my secret wish", Answer(text="The secret answer."))
        control.silent = True
        talk.say(kitchen, "secret light")
        talk.engine.fails = RuntimeError("secret trace")
        talk.say(kitchen, "secret crash")
        talk.engine.fails = None
        remind = SetReminder(due_at=home.clock.now, text="secret dentist")
        talk.say(kitchen, "secret reminder", Answer(text="I will.", effects=(remind,)))
        talk.say(kitchen, "forget", Answer(effects=(GiveReceipt(),)))
        talk.hub.bell.ring_due()
        talk.say(kitchen, "delete", Answer(effects=(EraseLast(),)))
    said = "\n".join(f"{record.getMessage()} {record.exc_text} {record.args}" for record in caplog.records)
    assert "secret" not in said
    assert "Light" not in said
    assert "not answered: RuntimeError" in said


# --- two people at once


def test_two_people_who_talk_at_once_keep_their_own(home: Household, talk: Talk) -> None:
    people = [home.join(name) for name in ("ada", "bea", "cleo")]
    speakers = [speaker_of(home, each.subject) for each in people]
    house_speaker = speaker_of(home, household_of(home, people[0]), "Hall")
    talk.hub.choose(house_speaker.device, Chosen(member=people[0].subject))
    lanes = [*zip(people, speakers, strict=True), (people[0], house_speaker)]
    said: dict[str, set[str]] = {each.name: set() for each in people}
    for number in range(12):
        for lane, (who, _) in enumerate(lanes):
            words = f"{who.name} {lane} {number}"
            talk.sentences.answers[words] = Answer(
                text=f"to {words}", effects=(AddToList(list_name=who.name, texts=(words,)),)
            )
            said[who.name].add(words)
    replies: list[tuple[str, str]] = []

    def speak(lane: int) -> None:
        who, speaker = lanes[lane]
        for number in range(12):
            words = f"{who.name} {lane} {number}"
            replies.append((words, talk.hub.heard(talk.heard(speaker, words, wake=None)).text))

    threads = [threading.Thread(target=speak, args=(lane,)) for lane in range(len(lanes))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(reply == f"to {words}" for words, reply in replies)
    assert len(replies) == 48
    for who in people:
        turns = talk.turns(who)
        assert {turn.transcript for turn in turns} == said[who.name]
        assert all(turn.answer == f"to {turn.transcript}" for turn in turns)
        assert {entry.text for entry in opened(home, who, ItemKind.LIST_ENTRY)} == said[who.name]  # type: ignore[union-attr]
    verify_ledger(home.keep)
