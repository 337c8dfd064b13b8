"""P1: an answer that was not understood is asked for once more; nothing happens, and nothing is kept, until it is."""

from __future__ import annotations

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import OK, Talk, passes, speaker_of, utterance
from tests.app.test_privacy_by_voice import false_wakings
from voicekeep.assistant import Answer, EraseToday, Question
from voicekeep.device import Device, Reply

ASKS = Answer(text="Really all of it?", asks=Question(effects=(EraseToday(),), declined="Nothing was erased."))


@pytest.fixture
def ada(home: Household) -> Someone:
    return home.join("ada")


@pytest.fixture
def kitchen(home: Household, ada: Someone) -> Device:
    return speaker_of(home, ada.subject)


def mumbled(home: Household, talk: Talk, speaker: Device) -> Reply:
    """Say what the engine rejects."""
    return talk.hub.heard(utterance(home, speaker.device, "hm"))


def yes(talk: Talk, speaker: Device) -> Reply:
    return talk.say(
        speaker, "yes", lambda situation: Answer(effects=situation.asked.effects) if situation.asked else OK
    )


def test_the_question_is_asked_once_more_and_the_answer_then_counts(
    home: Household, talk: Talk, ada: Someone, kitchen: Device
) -> None:
    talk.say(kitchen, "hello", OK)
    talk.say(kitchen, "delete everything", ASKS)
    again = mumbled(home, talk, kitchen)
    assert again.text.endswith(ASKS.text)
    assert (again.listen_again, again.ended) == (True, False)
    assert again.wav
    assert [turn.transcript for turn in talk.turns(ada)] == ["hello", "delete everything"]
    assert false_wakings(home, kitchen) == 0
    yes(talk, kitchen)
    assert "hello" not in [turn.transcript for turn in talk.turns(ada)]


def test_not_a_third_time(home: Household, talk: Talk, ada: Someone, kitchen: Device) -> None:
    talk.say(kitchen, "hello", OK)
    talk.say(kitchen, "delete everything", ASKS)
    mumbled(home, talk, kitchen)
    ended = mumbled(home, talk, kitchen)
    assert (ended.text, ended.listen_again, ended.ended) == ("Sorry, I did not understand that.", False, True)
    assert yes(talk, kitchen).text == OK.text
    assert "hello" in [turn.transcript for turn in talk.turns(ada)]


def test_where_nothing_was_asked_nothing_is(home: Household, talk: Talk, kitchen: Device) -> None:
    talk.say(kitchen, "hello", OK)
    reply = mumbled(home, talk, kitchen)
    assert (reply.text, reply.listen_again) == ("Sorry, I did not understand that.", False)


def test_what_was_asked_of_one_is_not_asked_of_the_next(home: Household, talk: Talk, kitchen: Device) -> None:
    talk.say(kitchen, "delete everything", ASKS)
    passes(home, talk.watch, 3600)
    assert ASKS.text not in mumbled(home, talk, kitchen).text
    assert yes(talk, kitchen).text == OK.text


def test_the_engine_is_told_whether_a_question_is_open(home: Household, talk: Talk, kitchen: Device) -> None:
    talk.say(kitchen, "delete everything", ASKS)
    mumbled(home, talk, kitchen)
    yes(talk, kitchen)
    talk.say(kitchen, "hello", OK)
    assert talk.engine.asked == [False, True, True, False]
