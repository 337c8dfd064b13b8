"""P1: a turn is kept for whose it is, as much as they chose; of nobody and of what went wrong: nothing."""

from __future__ import annotations

import hashlib
import io
import logging
import threading
import wave
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.app.simulator import Household, Someone, facts
from tests.app.speaking import (
    OK,
    RECIPIENT,
    Control,
    Talk,
    ToneVoice,
    household_of,
    opened,
    sound,
    speaker_of,
    talk_in,
)
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.history import sound_of
from voicekeep.app.operations.listening import require_genuine
from voicekeep.app.operations.restricting import restrict
from voicekeep.assistant import (
    AddToList,
    Answer,
    EngineFailedError,
    EraseLast,
    GiveReceipt,
    SetReminder,
    Situation,
    SpeechEngineFailedError,
)
from voicekeep.device import Chosen, Device, DeviceSignature, Utterance, unable
from voicekeep.formats.utterance import signing_bytes
from voicekeep.records.facts import Captured
from voicekeep.records.items import Evidence, ItemKind, Keeping, RestrictionGround, Speaker

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


def test_what_was_begun_before_a_rebinding_is_nobody_s_and_what_is_said_after_it_the_second_owner_s(
    home: Household, talk: Talk
) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    kitchen = speaker_of(home, ada.subject)
    first = talk.heard(kitchen, "mine")
    talk.sentences.answers["mine"] = OK
    bind_again(home.keep, kitchen.device, bea.subject, "Kitchen")
    assert "whose this speaker was" in talk.hub.heard(first).text
    talk.say(kitchen, "hers", OK)
    assert [turn.transcript for turn in talk.turns(bea)] == ["hers"]
    assert talk.turns(ada) == []


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


def test_an_answer_that_no_engine_can_say_is_two_low_notes_and_no_silence(
    home: Household, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dumb(*_: object) -> bytes:
        raise SpeechEngineFailedError

    monkeypatch.setattr(ToneVoice, "speak", dumb)
    kitchen = speaker_of(home, home.join("ada").subject)
    reply = talk.say(kitchen, "hello", OK)
    assert (reply.text, reply.wav) == ("All right.", unable())
    with wave.open(io.BytesIO(reply.wav)) as heard:
        assert any(heard.readframes(heard.getnframes()))


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
