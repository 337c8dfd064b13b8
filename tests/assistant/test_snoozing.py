"""“Ten more minutes”: what rings, or rang just now, is put off; where nothing rang, that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.assistant.talking import NOW, answered, wanted
from voicekeep.assistant import Cancel, PutOff, Rang, SetTimer, Situation
from voicekeep.assistant.situation import Ringing
from voicekeep.records.asked import RingsAs
from voicekeep.records.ids import ItemId
from voicekeep.records.texts import LANGUAGES

ENGLISH = Situation(now=NOW, language="en", keeps=True, known=True)


def item(number: int) -> ItemId:
    return ItemId.random(lambda count: bytes([number]) * count)


RINGS = Rang(item=item(1), just_now=True)


@pytest.mark.parametrize(
    ("language", "sentence", "minutes"),
    [
        ("en", "snooze", 9),
        ("en", "Snooze the alarm, please.", 9),
        ("en", "snooze for ten minutes", 10),
        ("en", "ten more minutes", 10),
        ("en", "Just 5 more minutes!", 5),
        ("en", "let me sleep another half an hour", 30),
        ("en", "wake me up again in 20 minutes", 20),
        ("de", "Schlummern", 9),
        ("de", "noch zehn Minuten", 10),
        ("de", "Nur noch 5 Minuten, bitte", 5),
        ("de", "Gib mir noch eine halbe Stunde", 30),
        ("de", "Weck mich in zwanzig Minuten noch mal", 20),
        ("de", "Lass mich noch schlafen", 9),
        ("fr", "Répète le réveil", 9),
        ("fr", "Répète dans dix minutes", 10),
        ("fr", "Encore dix minutes", 10),
        ("fr", "Laisse-moi dormir encore 5 minutes", 5),
        ("fr", "Snooze", 9),
    ],
)
def test_it_rings_again_after_what_was_said_or_nine_minutes(language: str, sentence: str, minutes: int) -> None:
    answer = answered(sentence, replace(ENGLISH, language=language, rang=(RINGS,)))
    assert answer.effects == (PutOff(item=item(1), seconds=60 * minutes),)
    assert f"{minutes} minute" in answer.text.casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_rang_it_says_so_and_sets_nothing(language: str) -> None:
    sentence = {"en": "ten more minutes", "de": "noch zehn Minuten", "fr": "encore dix minutes"}[language]
    answer = answered(sentence, replace(ENGLISH, language=language))
    assert not answer.effects
    assert {"en": "No alarm is ringing", "de": "klingelt gerade kein Wecker", "fr": "Aucun réveil ne sonne"}[
        language
    ] in answer.text


def test_its_name_is_told_and_all_that_ring_are_put_off() -> None:
    two = (replace(RINGS, name="work"), Rang(item=item(2), just_now=True), Rang(item=item(3), just_now=False))
    answer = answered("snooze", replace(ENGLISH, rang=two))
    assert answer.text == "work: I will ring again in 9 minutes."
    assert answer.effects == (PutOff(item=item(1), seconds=540), PutOff(item=item(2), seconds=540))


def test_of_what_stopped_before_the_last_is_meant() -> None:
    earlier = (Rang(item=item(1), just_now=False), Rang(item=item(2), just_now=False))
    assert answered("snooze", replace(ENGLISH, rang=earlier)).effects == (PutOff(item=item(1), seconds=540),)


def test_put_off_again_it_is_set_anew_before_the_old_one_goes() -> None:
    waiting = Ringing(item=item(2), rings_as=RingsAs.ALARM, rings_at=NOW + timedelta(minutes=9))
    off = Rang(item=item(1), just_now=False, again=item(2))
    answer = answered("snooze for twenty minutes", replace(ENGLISH, rang=(off,), timers=(waiting,)))
    assert answer.effects == (PutOff(item=item(1), seconds=1200), Cancel(items=(item(2),)))
    gone = answered("snooze", replace(ENGLISH, rang=(off,)))
    assert gone.effects == (PutOff(item=item(1), seconds=540),), "nobody cancels what was cancelled meanwhile"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "give me five minutes more"),
        ("de", "Gib mir fünf Minuten mehr"),
        ("fr", "Donne-moi cinq minutes de plus"),
    ],
)
def test_what_is_said_to_a_timer_is_said_to_an_alarm_that_rings_where_no_timer_runs(
    language: str, sentence: str
) -> None:
    rings = replace(ENGLISH, language=language, rang=(RINGS,))
    assert answered(sentence, rings).effects == (PutOff(item=item(1), seconds=300),)
    tea = Ringing(item=item(2), rings_as=RingsAs.TIMER, rings_at=NOW + timedelta(minutes=1), seconds=60)
    assert answered(sentence, replace(rings, timers=(tea,))).effects == (
        SetTimer(seconds=360),
        Cancel(items=(item(2),)),
    )


def test_longer_than_a_day_is_no_snooze() -> None:
    refused = answered("snooze for thirty hours", replace(ENGLISH, rang=(RINGS,)))
    assert not refused.effects
    assert "does not ring again" in refused.text


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("en", "add ten minutes", "timers.longer"),
        ("en", "wake me in ten minutes", "alarms.set"),
        ("de", "Weck mich in zehn Minuten", "alarms.set"),
        ("de", "noch mal", "talk.repeat"),
        ("fr", "Répète", "talk.repeat"),
        ("fr", "encore une fois", "talk.repeat"),
        ("fr", "Réveille-moi dans dix minutes", "alarms.set"),
    ],
)
def test_what_sounds_like_it_is_what_it_was(language: str, sentence: str, name: str) -> None:
    intent = wanted(sentence, language)
    assert intent is not None
    assert intent.name == name
