"""The whole assistant, with its own sentences and skills, over a keep; and an engine that hangs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import Engine, Rooms, Stopwatch, Talk, ToneVoice, household_of, opened, passes, speaker_of
from voicekeep.app.hub import HouseHub
from voicekeep.assistant import Mouth, Pipeline, SphinxEngine, Voice, intents_of_skills
from voicekeep.assistant.skills import SKILLS
from voicekeep.device import Chosen, Device, Reply, Utterance
from voicekeep.records.asked import ListEntryRecord, TimerRecord
from voicekeep.records.items import ItemKind


class _Attached:
    reachable = True

    def __init__(self, rooms: Rooms, device: Device) -> None:
        self._rooms, self._device = rooms, device

    def announce(self, reply: Reply) -> None:
        self._rooms.announce(self._device.device, reply)


@pytest.fixture(scope="module")
def pipeline_parts() -> tuple[Engine, Pipeline]:
    engine = Engine()
    mouths = {code: Mouth(engine=ToneVoice(), voice=Voice(name=code), name="tones") for code in ("en", "de", "fr")}
    return engine, Pipeline(ears=[engine], mouths=mouths, intents=intents_of_skills(), skills=SKILLS)


@pytest.fixture
def talk(home: Household, pipeline_parts: tuple[Engine, Pipeline]) -> Talk:
    engine, pipeline = pipeline_parts
    engine.fails = None
    watch = Stopwatch()
    hub = HouseHub(home.keep, pipeline, None, watch)
    return Talk(home=home, hub=hub, engine=engine, sentences=None, watch=watch)  # type: ignore[arg-type]  # its own


@pytest.fixture
def ada(home: Household) -> Someone:
    return home.join("ada")


@pytest.fixture
def kitchen(home: Household, ada: Someone) -> Device:
    return speaker_of(home, ada.subject)


def test_the_four_words_of_a_receipt_are_not_said_again_into_the_history(
    talk: Talk, ada: Someone, kitchen: Device
) -> None:
    talk.say(kitchen, "what time is it")
    words = talk.say(kitchen, "give me a receipt").text.partition(": ")[2].partition(".")[0]
    assert len(words.split()) == 4
    assert talk.say(kitchen, "repeat that").text == "There is nothing that I can say again."
    assert talk.say(kitchen, "repeat that").text == "There is nothing that I can say again."
    assert [turn.transcript for turn in talk.turns(ada)] == ["what time is it", "repeat that", "repeat that"]
    assert words not in str(talk.turns(ada))


def test_a_morning_in_the_kitchen(home: Household, talk: Talk, ada: Someone, kitchen: Device) -> None:
    rooms = Rooms()
    talk.hub.attach(kitchen.device, _Attached(rooms, kitchen))
    for words in (
        "set a timer for ten minutes",
        "add milk and bread to my shopping list",
        "what is on my shopping list",
        "how much time is left",
        "what is seven times eight",
        "what time is it",
    ):
        reply = talk.say(kitchen, words)
        assert reply.text, words
        assert "did not understand" not in reply.text, words
    entries = [each for each in opened(home, ada, ItemKind.LIST_ENTRY) if isinstance(each, ListEntryRecord)]
    assert sorted(entry.text for entry in entries) == ["bread", "milk"]
    passes(home, talk.watch, 601)
    assert talk.hub.bell.ring_due() == 1
    turns = talk.turns(ada)
    assert [turn.intent is not None and turn.intent.partition(".")[0] for turn in turns] == [
        "timers",
        "lists",
        "lists",
        "timers",
        "arithmetic",
        "clock",
    ]
    assert "56" in str(turns[4].answer)


def test_privacy_by_voice_in_its_own_words(home: Household, talk: Talk, ada: Someone, kitchen: Device) -> None:
    talk.say(kitchen, "what time is it")
    assert "sealed to you" in talk.say(kitchen, "what do you keep about this").text
    assert "erased for good" in talk.say(kitchen, "delete what i just said").text
    talk.say(kitchen, "what time is it")
    assert "Say yes or no" in talk.say(kitchen, "delete everything i said today").text
    assert "erased" in talk.say(kitchen, "yes").text
    assert talk.turns(ada) == []
    talk.say(kitchen, "what time is it")
    assert "four words" in talk.say(kitchen, "give me a receipt").text
    assert "sign in" in talk.say(kitchen, "send me a copy of my data").text
    assert talk.say(kitchen, "mute").mute
    assert "erased" in talk.say(kitchen, "i am a guest").text
    talk.say(kitchen, "what time is it")
    assert talk.turns(ada) == []
    passes(home, talk.watch, 16 * 60)
    assert "from now on" in talk.say(kitchen, "don't keep recordings").text
    talk.say(kitchen, "what time is it")
    assert talk.turns(ada) == []


def test_no_means_no(home: Household, talk: Talk, ada: Someone, kitchen: Device) -> None:
    talk.say(kitchen, "what time is it")
    talk.say(kitchen, "delete everything i said today")
    talk.say(kitchen, "no")
    assert len(talk.turns(ada)) >= 1
    talk.say(kitchen, "yes")  # to nothing
    talk.say(kitchen, "delete everything i said today")
    passes(home, talk.watch, 121)
    talk.say(kitchen, "yes")  # too late: the conversation is over
    assert len(talk.turns(ada)) >= 1


def test_privacy_in_the_place_of_a_free_text_does_nothing_but_ask(
    home: Household, talk: Talk, ada: Someone, kitchen: Device
) -> None:
    talk.say(kitchen, "what time is it")
    doubtful = "add delete what i just said to my list"
    assert "Shall I do that wish?" in talk.say(kitchen, doubtful).text
    talk.say(kitchen, "no")
    assert "what time is it" in [turn.transcript for turn in talk.turns(ada)]
    talk.say(kitchen, doubtful)
    assert "erased" in talk.say(kitchen, "yes").text
    assert opened(home, ada, ItemKind.LIST_ENTRY) == []


def test_all_timers_are_cancelled_only_after_a_yes(home: Household, talk: Talk, ada: Someone, kitchen: Device) -> None:
    talk.say(kitchen, "set a tea timer for five minutes")
    talk.say(kitchen, "set a pasta timer for ten minutes")
    asking = talk.say(kitchen, "cancel all timers")
    assert asking.listen_again
    assert len(opened(home, ada, ItemKind.TIMER)) == 2
    talk.say(kitchen, "yes")
    assert opened(home, ada, ItemKind.TIMER) == []


def test_which_timer_is_asked_and_its_bare_name_cancels_it(
    home: Household, talk: Talk, ada: Someone, kitchen: Device
) -> None:
    talk.say(kitchen, "set a pasta timer for ten minutes")
    talk.say(kitchen, "set a tea timer for five minutes")
    asking = talk.say(kitchen, "cancel the timer")
    assert asking.listen_again
    assert not asking.ended
    assert "cancelled" in talk.say(kitchen, "the pasta one").text
    (left,) = [each for each in opened(home, ada, ItemKind.TIMER) if isinstance(each, TimerRecord)]
    assert left.name == "tea"
    assert "did not understand" in talk.say(kitchen, "tea").text  # nobody asked any more


def test_for_how_long_is_asked_and_an_answer_is_one_only_in_time(
    home: Household, talk: Talk, ada: Someone, kitchen: Device
) -> None:
    assert talk.say(kitchen, "set a timer").listen_again
    passes(home, talk.watch, 121)
    assert "did not understand" in talk.say(kitchen, "ten minutes").text
    assert talk.say(kitchen, "set a timer").listen_again
    assert "10 minutes" in talk.say(kitchen, "ten minutes").text
    assert len(opened(home, ada, ItemKind.TIMER)) == 1
    assert [turn.intent for turn in talk.turns(ada)][-1] == "timers.set"


def test_a_timer_goes_on_longer_and_rings_once(home: Household, talk: Talk, kitchen: Device) -> None:
    rooms = Rooms()
    talk.hub.attach(kitchen.device, _Attached(rooms, kitchen))
    talk.say(kitchen, "set a tea timer for five minutes")
    assert "15 minutes" in talk.say(kitchen, "add ten minutes to the tea timer").text
    passes(home, talk.watch, 301)
    assert talk.hub.bell.ring_due() == 0
    passes(home, talk.watch, 600)
    assert talk.hub.bell.ring_due() == 1


def test_at_a_shared_speaker_somebody_unnamed_hears_that_a_timer_runs_and_no_more(
    home: Household, talk: Talk, ada: Someone
) -> None:
    shared = speaker_of(home, household_of(home, ada))
    assert talk.say(shared, "how much time is left").text == "No timer is running."
    talk.hub.choose(shared.device, Chosen(member=ada.subject))
    talk.say(shared, "set a tea timer for forty minutes")
    passes(home, talk.watch, 16 * 60)
    for sentence in ("how much time is left", "cancel the timer", "cancel all timers"):
        told = talk.say(shared, sentence).text
        assert "say who you are" in told.casefold()
        assert "tea" not in told
    assert len(opened(home, ada, ItemKind.TIMER)) == 1


def test_a_real_engine_that_does_not_answer_in_time_is_apologised_for(
    home: Household, ada: Someone, kitchen: Device
) -> None:
    mouths = {"en": Mouth(engine=ToneVoice(), voice=Voice(name="en"), name="tones")}
    with SphinxEngine(seconds=0.01) as late:
        pipeline = Pipeline(ears=[late], mouths=mouths, intents=intents_of_skills(), skills=SKILLS)
        hub = HouseHub(home.keep, pipeline)
        reply = hub.heard(Utterance(device=kitchen.device, pcm=bytes(3200), began_at=home.clock() + timedelta(0)))
    assert "cannot understand speech right now" in reply.text
    assert reply.wav
    assert opened(home, ada, ItemKind.TURN) == []
