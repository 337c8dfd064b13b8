"""A reminder is for the day that was said: a date, a day of the week, of next week, or one that has a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assistant.talking import BERLIN, NOW, answered
from voicekeep.assistant import Intent, SetReminder, Situation
from voicekeep.assistant.moments import date_of, instant_of

HERE = Situation(now=NOW, language="en", keeps=True, known=True)  # a Saturday, 14 March 2026, half past nine
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def at(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("language", "sentence", "due", "task"),
    [
        ("en", "Remind me on Friday at nine to call mom.", at(3, 20), "call mom"),
        ("en", "remind me on the third of May to call mom", at(5, 3), "call mom"),
        ("en", "Remind me on May 3rd at 9:30 pm to water the plants", at(5, 3, 21, 30), "water the plants"),
        ("en", "remind me to pay the rent on the 1st of April at 8", at(4, 1, 8), "pay the rent"),
        ("en", "remind me at half past eight on the first of april to pay the rent", at(4, 1, 8, 30), "pay the rent"),
        ("en", "remind me to call mom on the phone on New Year's Eve", at(12, 31), "call mom on the phone"),
        ("en", "remind me next week to call mom", at(3, 21), "call mom"),
        ("en", "remind me to call mom on Monday next week at ten", at(3, 16, 10), "call mom"),
        ("en", "remind me the day after tomorrow at nine to buy milk", at(3, 16), "buy milk"),
        ("en", "remind me this afternoon at three to buy milk", at(3, 14, 15), "buy milk"),
        ("en", "remind me tomorrow afternoon to buy milk", at(3, 15, 15), "buy milk"),
        ("en", "remind me on the third of may 2027 to call mom", at(5, 3, year=2027), "call mom"),
        ("de", "Erinnere mich am Freitag um neun daran, Mama anzurufen.", at(3, 20), "Mama anzurufen"),
        ("de", "Erinnere mich am 3. Mai um 9 Uhr daran, die Miete zu zahlen", at(5, 3), "die Miete zu zahlen"),
        ("de", "Erinnere mich daran, am dritten Mai um neun Mama anzurufen", at(5, 3), "Mama anzurufen"),
        ("de", "erinnere mich an Milch am ersten April um halb neun", at(4, 1, 8, 30), "Milch"),
        ("de", "Erinnere mich nächste Woche Montag um zehn an den Müll", at(3, 16, 10), "den Müll"),
        ("de", "Erinnere mich übermorgen an die Milch", at(3, 16), "die Milch"),
        ("de", "Erinnere mich an Heiligabend an den Baum", at(12, 24), "den Baum"),
        ("fr", "Rappelle-moi vendredi à neuf heures d'appeler maman.", at(3, 20), "appeler maman"),
        ("fr", "Rappelle-moi le 3 mai à 9h30 de payer le loyer", at(5, 3, 9, 30), "payer le loyer"),
        ("fr", "Rappelle-moi de payer le loyer le premier avril", at(4, 1), "payer le loyer"),
        (
            "fr",
            "Rappelle-moi lundi de la semaine prochaine à dix heures d'appeler maman",
            at(3, 16, 10),
            "appeler maman",
        ),
        ("fr", "Rappelle-moi après-demain de sortir la poubelle", at(3, 16), "sortir la poubelle"),
        ("fr", "Rappelle-moi la semaine prochaine d'appeler maman", at(3, 21), "appeler maman"),
    ],
)
def test_it_is_on_that_day_and_at_that_time(language: str, sentence: str, due: datetime, task: str) -> None:
    [effect] = answered(sentence, replace(HERE, language=language)).effects
    assert isinstance(effect, SetReminder)
    assert (effect.due_at.astimezone(BERLIN), effect.text, effect.repeats) == (due, task, None)


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("en", "remind me on the third of may to call mom", "on Sunday 3 May at 9 AM"),
        ("de", "erinnere mich am dritten Mai an Milch", "am Sonntag, 3. Mai um 9 Uhr"),
        ("fr", "rappelle-moi le trois mai d'appeler maman", "dimanche 3 mai à 9 heures"),
        ("en", "remind me on the third of may 2027 to call mom", "on Monday 3 May 2027 at 9 AM"),
        ("en", "remind me on the 30th of february to call mom", "There is no such day."),
        ("de", "erinnere mich am 31. April an Milch", "Diesen Tag gibt es nicht."),
        ("fr", "rappelle-moi le 30 février d'appeler maman", "Ce jour n’existe pas."),
        ("en", "remind me on the third of may 2020 to call mom", "That time is over already."),
        ("en", "remind me on the 14th of march at 9 am to call mom", "That time is over already."),
    ],
)
def test_the_date_is_told_and_what_is_none_is_not_set(language: str, sentence: str, told: str) -> None:
    answer = answered(sentence, replace(HERE, language=language))
    assert told in answer.text
    assert bool(answer.effects) == told.endswith(("AM", "Uhr", "heures"))


@given(day=st.sampled_from(DAYS), today=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_day_of_next_week_is_after_the_next_sunday_and_within_a_week_of_it(day: str, today: date) -> None:
    meant = date_of(f"{day}_next_week", datetime(today.year, today.month, today.day, 12, tzinfo=BERLIN))
    sunday = today + timedelta(days=6 - today.weekday())
    assert DAYS[meant.weekday()] == day
    assert sunday < meant <= sunday + timedelta(days=7)


@given(day=st.dates(date(2026, 3, 15), date(2027, 3, 13)))
def test_any_date_of_the_year_to_come_is_that_day_by_its_number_and_month(day: date) -> None:
    said = Intent(skill="reminders", wish="set", slots={"date": f"{day.day} {day:%B}", "hour": 7})
    due = instant_of(said, NOW, "en")
    assert due is not None
    assert due.astimezone(UTC) > NOW
    assert (due.date(), due.hour) == (day, 7)
