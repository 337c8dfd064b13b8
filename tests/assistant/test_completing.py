"""What a wish lacks is asked for, and the next sentence completes it; without a question it is nobody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.assistant.talking import BERLIN, NOW, answered, wanted
from voicekeep.assistant import Answer, Cancel, Effect, Intent, SetAlarm, SetReminder, SetTimer, Situation
from voicekeep.assistant.completing import completed, named_in
from voicekeep.assistant.situation import Question, Reminder, Ringing
from voicekeep.records.asked import RingsAs
from voicekeep.records.ids import ItemId
from voicekeep.records.texts import LANGUAGES

ENGLISH = Situation(now=NOW, language="en", keeps=True, known=True)


def item(number: int) -> ItemId:
    return ItemId.random(lambda count: bytes([number]) * count)


def timer(number: int, seconds: int, name: str | None = None) -> Ringing:
    rings_at = NOW + timedelta(seconds=seconds)
    return Ringing(item=item(number), rings_as=RingsAs.TIMER, rings_at=rings_at, name=name, seconds=seconds)


def alarm(number: int, hour: int, name: str | None = None) -> Ringing:
    rings_at = datetime(2026, 3, 15, hour, tzinfo=BERLIN)
    return Ringing(item=item(number), rings_as=RingsAs.ALARM, rings_at=rings_at, name=name)


def reminder(number: int, text: str) -> Reminder:
    return Reminder(item=item(number), due_at=NOW + timedelta(hours=number), text=text)


TIMERS = replace(ENGLISH, timers=(timer(1, 300, "tea"), timer(2, 600, "pasta"), timer(3, 1200)))
ALARMS = replace(ENGLISH, timers=(alarm(1, 7), alarm(2, 9, "school"), alarm(3, 10)))
REMINDERS = replace(ENGLISH, reminders=(reminder(1, "call mom"), reminder(2, "call the dentist"), reminder(3, "pay")))


def after(first: Answer, situation: Situation) -> Situation:
    assert not first.effects
    assert first.asks is not None
    return replace(situation, asked=first.asks, last_reply=first.text)


@pytest.mark.parametrize(
    ("language", "first", "second", "effect"),
    [
        ("en", "Set a timer.", "10 minutes", SetTimer(seconds=600)),
        ("en", "set a pasta timer", "for an hour", SetTimer(seconds=3600, name="pasta")),
        ("en", "set an alarm", "7:30 a.m.", SetAlarm(rings_at=datetime(2026, 3, 15, 7, 30, tzinfo=BERLIN))),
        (
            "en",
            "remind me to call mom",
            "tomorrow at nine",
            SetReminder(due_at=datetime(2026, 3, 15, 9, tzinfo=BERLIN), text="call mom"),
        ),
        ("en", "remind me to call mom", "in 2 days", SetReminder(due_at=NOW + timedelta(days=2), text="call mom")),
        ("de", "Stell einen Timer", "auf 10 Minuten", SetTimer(seconds=600)),
        (
            "de",
            "Erinnere mich daran, Mama anzurufen",
            "morgen um neun",
            SetReminder(due_at=datetime(2026, 3, 15, 9, tzinfo=BERLIN), text="Mama anzurufen"),
        ),
        ("fr", "Mets un minuteur", "dix minutes", SetTimer(seconds=600)),
        (
            "fr",
            "Rappelle-moi d'appeler maman",
            "demain à 9h",
            SetReminder(due_at=datetime(2026, 3, 15, 9, tzinfo=BERLIN), text="appeler maman"),
        ),
    ],
)
def test_what_is_missing_is_asked_for_and_said_next(language: str, first: str, second: str, effect: Effect) -> None:
    situation = replace(ENGLISH, language=language)
    assert answered(second, after(answered(first, situation), situation)).effects == (effect,)


@pytest.mark.parametrize(
    ("situation", "first", "second", "cancelled"),
    [
        (TIMERS, "cancel the timer", "pasta", 2),
        (TIMERS, "cancel the timer", "the pasta timer", 2),
        (TIMERS, "cancel the timer", "The tea one.", 1),
        (TIMERS, "cancel the timer", "the twenty minute one", 3),
        (TIMERS, "cancel the timer", "the coffee timer", None),
        (ALARMS, "cancel my alarm", "the school one", 2),
        (ALARMS, "cancel my alarm", "ten o'clock", 3),
        (REMINDERS, "cancel the call reminder", "the dentist", None),
        (REMINDERS, "cancel the call reminder", "call the dentist", 2),
    ],
)
def test_which_one_is_said_by_its_name_its_length_or_its_time(
    situation: Situation, first: str, second: str, cancelled: int | None
) -> None:
    asked = after(answered(first, situation), situation)
    intent = completed(wanted(second), second, asked.asked)
    if cancelled is None:
        assert intent is None
    else:
        assert answered(second, asked).effects == (Cancel(items=(item(cancelled),)),)


@pytest.mark.parametrize(
    ("situation", "sentence", "cancelled"),
    [
        (TIMERS, "Cancel the 10-minute timer.", 2),
        (ALARMS, "cancel my seven o'clock alarm", 1),
        (ALARMS, "Cancel the alarm at 10:00.", 3),
        (ALARMS, "cancel the school alarm", 2),
        (ALARMS, "cancel my next alarm", 1),
        (REMINDERS, "cancel the reminder to call mom", 1),
        (REMINDERS, "delete the dentist reminder", 2),
        (replace(ALARMS, language="de"), "Lösche den Wecker um 7 Uhr", 1),
        (replace(ALARMS, language="fr"), "Annule le réveil de 7 heures", 1),
        (replace(TIMERS, language="de"), "Stoppe den 10-Minuten-Timer", 2),
        (replace(TIMERS, language="fr"), "Annule le minuteur de 10 minutes", 2),
        (replace(REMINDERS, language="de"), "Lösche die Erinnerung an pay", 3),
        (replace(REMINDERS, language="fr"), "Annule le rappel de pay", 3),
    ],
)
def test_one_of_several_is_cancelled_by_what_it_is(situation: Situation, sentence: str, cancelled: int) -> None:
    assert answered(sentence, situation).effects == (Cancel(items=(item(cancelled),)),)


@pytest.mark.parametrize(
    ("situation", "sentence"),
    [
        (TIMERS, "cancel the three minute timer"),
        (ALARMS, "cancel the eleven o'clock alarm"),
        (REMINDERS, "cancel the reminder to water the plants"),
    ],
)
def test_where_there_is_no_such_one_nothing_is_cancelled(situation: Situation, sentence: str) -> None:
    answer = answered(sentence, situation)
    assert not answer.effects
    assert answer.asks is None
    assert "o such" in answer.text or "o timer of 3 minutes" in answer.text or "of that kind" in answer.text


@pytest.mark.parametrize("sentence", ["add five minutes to the pasta timer", "extend the pasta timer by five minutes"])
def test_a_timer_runs_longer_and_the_new_one_is_there_before_the_old_one_goes(sentence: str) -> None:
    effects = answered(sentence, TIMERS).effects
    assert effects == (SetTimer(seconds=900, name="pasta"), Cancel(items=(item(2),)))
    asked = after(answered("add five minutes", TIMERS), TIMERS)
    assert answered("pasta", asked).effects == effects
    assert answered("add five minutes", ENGLISH).text == "No timer is running."


def test_an_alarm_has_a_name() -> None:
    (effect,) = answered("set an alarm called school for 7:30 a.m.", ENGLISH).effects
    assert effect == SetAlarm(rings_at=datetime(2026, 3, 15, 7, 30, tzinfo=BERLIN), name="school")
    assert "tomorrow at 9 AM called school" in answered("what are my alarms", ALARMS).text


@pytest.mark.parametrize(
    ("sentence", "language"), [("ten minutes", "en"), ("in 2 days", "en"), ("um sieben Uhr", "de"), ("demain", "fr")]
)
def test_without_a_question_a_bare_length_or_time_is_nobodys(sentence: str, language: str) -> None:
    intent = wanted(sentence, language)
    assert intent is not None
    assert completed(intent, sentence, None) is None
    assert completed(intent, sentence, Question(declined="No.")) is None


def test_a_yes_to_for_how_long_asks_again_and_a_no_sets_nothing() -> None:
    asked = after(answered("set a timer", ENGLISH), ENGLISH)
    again = answered("yes", asked)
    assert (again.text, again.asks) == ("For how long?", asked.asked)
    declined = answered("never mind", asked)
    assert declined.text == "All right. No timer was set."
    assert declined.asks is None


def test_another_wish_is_not_taken_for_the_answer() -> None:
    asked = after(answered("cancel the timer", TIMERS), TIMERS)
    assert answered("what time is it", asked).text == "It is 9:30 AM."
    wish = Intent(skill="timers", wish="cancel", slots={"name": "tea"})
    assert completed(wish, "cancel the tea timer", asked.asked) == wish


def test_of_two_names_the_one_within_the_other_does_not_count_and_two_are_none() -> None:
    assert named_in("the green tea one", ["tea", "green tea"]) == "green tea"
    assert named_in("tea and pasta", ["tea", "pasta"]) is None
    assert named_in("teapot", ["tea"]) is None


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "what day is it tomorrow", "That is Sunday, 15 March 2026."),
        ("en", "What's the date on Friday?", "That is Friday, 20 March 2026."),
        ("de", "Welcher Tag ist morgen?", "Das ist Sonntag, 15. März 2026."),
        ("fr", "Quel jour on sera demain ?", "Ce sera le dimanche 15 mars 2026."),
    ],
)
def test_the_date_of_another_day_is_told(language: str, sentence: str, text: str) -> None:
    assert answered(sentence, replace(ENGLISH, language=language)).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("en", "when is my next timer done", "tea: 2 minutes left."),
        ("de", "wann klingelt mein nächster Timer", "tea: noch 2 Minuten."),
        ("fr", "quand sonne mon prochain minuteur", "tea\u00a0: encore 2 minutes."),
    ],
)
def test_of_several_timers_the_next_one_is_told_if_that_was_asked(language: str, sentence: str, told: str) -> None:
    running = (timer(1, 300, "pasta"), timer(2, 120, "tea"), timer(3, 600))
    answer = answered(sentence, replace(ENGLISH, language=language, timers=running)).text
    assert answer == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_is_known_it_says_that_a_timer_of_somebodys_runs(language: str) -> None:
    sentence = {"en": "how much time is left", "de": "wie viel Zeit ist noch", "fr": "il reste combien de temps"}
    nobody = replace(ENGLISH, language=language, known=False, shared=True, timers_of_others=True)
    told = answered(sentence[language], nobody).text
    assert told != answered(sentence[language], replace(nobody, timers_of_others=False)).text
    assert {"en": "who you are", "de": "wer du bist", "fr": "qui vous êtes"}[language] in told
