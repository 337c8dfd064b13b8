"""“Five minutes more”: a timer runs longer, or again if it rang just now; where several can be meant, it asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.assistant.talking import NOW, answered
from voicekeep.assistant import Cancel, PutOff, Rang, Ringing, SetTimer, Situation
from voicekeep.assistant.grammar import grammar_of
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of
from voicekeep.records.asked import RingsAs
from voicekeep.records.ids import ItemId


def item(number: int) -> ItemId:
    return ItemId.random(lambda count: bytes([number]) * count)


def runs(number: int, name: str | None, minutes: int = 1) -> Ringing:
    rings_at = NOW + timedelta(minutes=minutes)
    return Ringing(item=item(number), rings_as=RingsAs.TIMER, rings_at=rings_at, name=name, seconds=600)


ENGLISH = Situation(now=NOW, language="en", keeps=True, known=True)
PASTA = {"en": "pasta", "de": "Nudel", "fr": "pâtes"}
RANG = Rang(what="timer", item=item(9), just_now=True, name="pasta")
ALARM = Rang(what="alarm", item=item(8), just_now=True)


@pytest.mark.parametrize(
    ("language", "sentence", "seconds"),
    [
        ("en", "ten more minutes", 600),
        ("en", "Five minutes more, please.", 300),
        ("en", "give me half an hour more", 1800),
        ("en", "add five minutes to the pasta timer", 300),
        ("en", "Could you make my pasta timer two minutes longer?", 120),
        ("en", "another 90 seconds", 90),
        ("en", "extend the timer by an hour and a half", 5400),
        ("de", "noch zehn Minuten", 600),
        ("de", "fünf Minuten mehr", 300),
        ("de", "Füge dem Nudel-Timer fünf Minuten hinzu", 300),
        ("de", "Mach den Timer zwei Minuten länger", 120),
        ("de", "Verlängere den Nudel Timer um eine halbe Stunde", 1800),
        ("de", "Lass den Timer noch fünf Minuten länger laufen", 300),
        ("fr", "encore dix minutes", 600),
        ("fr", "cinq minutes de plus", 300),
        ("fr", "Ajoute cinq minutes au minuteur pâtes", 300),
        ("fr", "Prolonge le minuteur d'une demi-heure", 1800),
        ("fr", "Donne-moi deux minutes de plus", 120),
    ],
)
def test_a_timer_that_runs_is_set_anew_before_the_old_one_goes(language: str, sentence: str, seconds: int) -> None:
    timer = runs(1, PASTA[language])
    answer = answered(sentence, replace(ENGLISH, language=language, timers=(timer,)))
    assert answer.effects == (SetTimer(seconds=60 + seconds, name=timer.name), Cancel(items=(timer.item,)))


@pytest.mark.parametrize("sentence", ["five minutes more", "add five minutes to the pasta timer"])
def test_one_that_rang_just_now_runs_from_now_on(sentence: str) -> None:
    answer = answered(sentence, replace(ENGLISH, rang=(RANG,), timers=(runs(1, "rice"),)))
    assert answer.effects == (PutOff(item=RANG.item, seconds=300),)
    assert answer.text == "pasta: I will ring again in 5 minutes."


def test_what_rang_before_is_meant_only_where_no_timer_runs() -> None:
    before = replace(RANG, just_now=False)
    assert answered("five minutes more", replace(ENGLISH, rang=(before,))).effects == (
        PutOff(item=RANG.item, seconds=300),
    )
    running = answered("five minutes more", replace(ENGLISH, rang=(before,), timers=(runs(1, None),)))
    assert running.effects == (SetTimer(seconds=360), Cancel(items=(item(1),)))


def test_an_alarm_that_rings_is_meant_unless_a_timer_is_named() -> None:
    rings = replace(ENGLISH, rang=(ALARM,), timers=(runs(1, None),))
    assert answered("five minutes more", rings).effects == (PutOff(item=ALARM.item, seconds=300),)
    named = answered("add five minutes to the timer", rings)
    assert named.effects == (SetTimer(seconds=360), Cancel(items=(item(1),)))
    assert "No timer is running" in answered("extend the timer by one hour", replace(rings, timers=())).text


def test_a_timer_that_runs_is_meant_before_a_reminder_that_was_said() -> None:
    said = replace(ENGLISH, rang=(Rang(what="reminder", item=item(7), just_now=True),), timers=(runs(1, None),))
    assert answered("five minutes more", said).effects == (SetTimer(seconds=360), Cancel(items=(item(1),)))


def test_of_several_it_asks_which_and_how_much_where_that_was_not_said() -> None:
    two = replace(ENGLISH, timers=(runs(1, "pasta"), runs(2, "rice", 5)))
    asked = answered("add five minutes", two)
    assert not asked.effects
    assert "Which one" in asked.text
    chosen = answered("the rice one", replace(two, asked=asked.asks))
    assert chosen.effects == (SetTimer(seconds=600, name="rice"), Cancel(items=(item(2),)))
    how_much = answered("extend the pasta timer", two)
    assert (how_much.text, how_much.effects) == ("How much longer?", ())
    said = answered("five minutes", replace(two, asked=how_much.asks))
    assert said.effects == (SetTimer(seconds=360, name="pasta"), Cancel(items=(item(1),)))


def test_it_runs_for_a_day_at_most_and_one_that_is_not_there_is_not_lengthened() -> None:
    long = answered("add twenty four hours", replace(ENGLISH, timers=(runs(1, None),)))
    assert (long.effects, "a day at most" in long.text) == ((), True)
    none = answered("add five minutes to the tea timer", replace(ENGLISH, timers=(runs(1, "pasta"),)))
    assert (none.effects, none.text) == ((), "No timer called tea is running.")
    others = answered("ten more minutes", replace(ENGLISH, timers_of_others=True))
    assert "Say who you are" in others.text


def test_the_built_in_engine_listens_for_it() -> None:
    grammar = grammar_of(language_of("en", SKILLS))
    for sentence in (
        "ten more minutes",
        "five minutes more",
        "give me half an hour more",
        "add five minutes to the pasta timer",
        "add ten minutes to my timer",
        "remind me again in ten minutes",
    ):
        assert grammar.accepts(sentence.split()), sentence
