"""What comes again: said in three languages, told back, listed and cancelled; and always at its time of the clock."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.assistant.talking import BERLIN, NOW, answered, wanted
from voicekeep.assistant import Cancel, SetAlarm, SetReminder, Situation
from voicekeep.assistant.moments import last_of, next_of
from voicekeep.assistant.situation import Reminder, Ringing
from voicekeep.records.asked import RingsAs
from voicekeep.records.ids import ItemId
from voicekeep.records.recurrence import WEEK, WEEKEND, WORKING_DAYS, Recurrence, Weekday

ENGLISH = Situation(now=NOW, language="en", keeps=True, known=True)  # a Saturday, half past nine in the morning
MO, TU, WE, TH, FR, SA, SU = Weekday
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo", "UTC"]


def item(number: int) -> ItemId:
    return ItemId.random(lambda count: bytes([number]) * count)


def every(number: int, repeats: Recurrence, name: str | None = None) -> Ringing:
    at = next_of(repeats, NOW)
    return Ringing(item=item(number), rings_as=RingsAs.ALARM, rings_at=at, name=name, repeats=repeats)


DAILY = Recurrence.of(WEEK, time(7))
AT_WORK = Recurrence.of(WORKING_DAYS, time(6, 30))
MONDAYS = Recurrence.of([MO], time(8))


# --- the instants


@settings(max_examples=300)
@given(
    zone=st.sampled_from(ZONES),
    days=st.sets(st.sampled_from(Weekday), min_size=1),
    at=st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    seconds=st.integers(0, 3 * 366 * 86_400),
)
@example(zone="Europe/Berlin", days={SU}, at=time(2, 30), seconds=87 * 86_400)  # around the nights of spring and autumn
@example(zone="Europe/Berlin", days=set(Weekday), at=time(2, 30), seconds=297 * 86_400 + 1800)
@example(zone="America/Nuuk", days={SA}, at=time(23, 30), seconds=87 * 86_400)  # there that is on the day after
def test_the_next_time_is_later_on_one_of_its_days_and_at_its_time_or_an_hour_later_where_that_is_none(
    zone: str, days: AbstractSet[Weekday], at: time, seconds: int
) -> None:
    home, rule = ZoneInfo(zone), Recurrence.of(days, at)
    now = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(home)
    following, last = next_of(rule, now), last_of(rule, now)
    assert last.astimezone(UTC) <= now.astimezone(UTC) < following.astimezone(UTC)
    for instant in (last, following):
        assert any(_is_on(instant, day, at, days) for day in (instant.date(), instant.date() - timedelta(days=1)))


def _is_on(instant: datetime, day: date, at: time, days: AbstractSet[Weekday]) -> bool:
    """Return whether an instant is that time of that day by the clock as it went before it was changed, if it was."""
    if WEEK[day.weekday()] not in days:
        return False
    local = datetime.combine(day, at, instant.tzinfo)
    exists = local.astimezone(UTC).astimezone(instant.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)
    offset = local.utcoffset()
    assert offset is not None
    same = instant.replace(tzinfo=None) == local.replace(tzinfo=None)
    return (same if exists else instant.replace(tzinfo=None) > local.replace(tzinfo=None)) and (
        instant.astimezone(UTC).replace(tzinfo=None) == local.replace(tzinfo=None) - offset
    )


@given(
    zone=st.sampled_from(ZONES),
    days=st.sets(st.sampled_from(Weekday), min_size=1),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
)
@settings(max_examples=40, deadline=None)
@example(zone="Africa/Cairo", days={MO, TU, FR}, hour=0, minute=0)  # one midnight of a spring does not exist
def test_in_a_year_it_comes_once_on_each_of_its_days_and_between_two_of_them_never(
    zone: str, days: AbstractSet[Weekday], hour: int, minute: int
) -> None:
    rule, now = Recurrence.of(days, time(hour, minute)), datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    times = [now]
    while times[-1].date() < date(2026, 12, 31):
        times.append(next_of(rule, times[-1]))
    rung = times[1:-1]
    due = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(364)]
    assert abs(len(rung) - sum(WEEK[day.weekday()] in days for day in due)) <= 1
    for earlier, later in pairwise(rung):
        assert later.astimezone(UTC) - earlier.astimezone(UTC) >= timedelta(hours=23) - timedelta(minutes=1)
        before = (later.astimezone(UTC) - timedelta(hours=1)).astimezone(later.tzinfo)
        assert last_of(rule, before) == earlier


def test_seven_o_clock_is_seven_o_clock_when_clocks_are_changed() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert next_of(DAILY, before).astimezone(UTC) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert next_of(DAILY, before - timedelta(days=1)).astimezone(UTC) == datetime(2026, 3, 28, 6, tzinfo=UTC)


def test_a_time_that_is_there_twice_in_a_night_comes_once() -> None:
    night = Recurrence.of(WEEK, time(2, 30))
    first = next_of(night, datetime(2026, 10, 25, 1, tzinfo=BERLIN))
    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_of(night, first).astimezone(UTC) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_time_that_does_not_exist_is_an_hour_later_that_day_only() -> None:
    night = Recurrence.of(WEEK, time(2, 30))
    in_spring = next_of(night, datetime(2026, 3, 28, 12, tzinfo=BERLIN))
    assert (in_spring.date(), in_spring.time()) == (date(2026, 3, 29), time(3, 30))
    assert next_of(night, in_spring) == datetime(2026, 3, 30, 2, 30, tzinfo=BERLIN)


# --- what is said


@pytest.mark.parametrize(
    ("language", "sentence", "days", "at"),
    [
        ("en", "wake me up every day at seven", WEEK, (7, 0)),
        ("en", "wake me up at seven every day", WEEK, (7, 0)),
        ("en", "set an alarm for half past six every weekday", WORKING_DAYS, (6, 30)),
        ("en", "set an alarm for nine on weekends", WEEKEND, (9, 0)),
        ("en", "wake me every Monday and Thursday at 6:15", (MO, TH), (6, 15)),
        ("en", "wake me every monday, wednesday and friday at 7", (MO, WE, FR), (7, 0)),
        ("en", "set a daily alarm for 7:30 p.m.", WEEK, (19, 30)),
        ("en", "wake me every evening at eight", WEEK, (20, 0)),
        ("en", "wake me every night at two", WEEK, (2, 0)),
        ("en", "set an alarm for 6 monday to friday", WORKING_DAYS, (6, 0)),
        ("de", "Weck mich jeden Tag um sieben", WEEK, (7, 0)),
        ("de", "Stell einen Wecker auf halb sieben jeden Werktag", WORKING_DAYS, (6, 30)),
        ("de", "Weck mich montags und donnerstags um 6:15 Uhr", (MO, TH), (6, 15)),
        ("de", "Weck mich jeden Montag und jeden Donnerstag um 6.15 Uhr", (MO, TH), (6, 15)),
        ("de", "Stell jeden Morgen einen Wecker auf sieben Uhr", WEEK, (7, 0)),
        ("de", "Weck mich immer am Wochenende um neun", WEEKEND, (9, 0)),
        ("de", "Weck mich jeden Abend um halb acht", WEEK, (19, 30)),
        ("de", "Weck mich jeden Abend um zwölf", WEEK, (0, 0)),
        ("fr", "Réveille-moi tous les jours à 7h", WEEK, (7, 0)),
        ("fr", "Mets un réveil à six heures et demie du lundi au vendredi", WORKING_DAYS, (6, 30)),
        ("fr", "Réveille-moi chaque lundi et jeudi à 6h15", (MO, TH), (6, 15)),
        ("fr", "Réveille-moi tous les lundis et jeudis à 7 heures", (MO, TH), (7, 0)),
        ("fr", "Réveille-moi le week-end à neuf heures", WEEKEND, (9, 0)),
        ("fr", "Réveille-moi tous les soirs à huit heures", WEEK, (20, 0)),
    ],
)
def test_an_alarm_repeats_on_the_days_that_were_said(
    language: str, sentence: str, days: tuple[Weekday, ...], at: tuple[int, int]
) -> None:
    (effect,) = answered(sentence, replace(ENGLISH, language=language)).effects
    repeats = Recurrence.of(days, time(*at))
    assert effect == SetAlarm(rings_at=next_of(repeats, NOW).astimezone(UTC), repeats=repeats)


@pytest.mark.parametrize(
    ("language", "sentence", "repeats", "text"),
    [
        ("en", "remind me every day at eight to take my medicine", Recurrence.of(WEEK, time(8)), "take my medicine"),
        ("en", "remind me to take my medicine every evening", Recurrence.of(WEEK, time(19)), "take my medicine"),
        ("en", "remind me every Friday to take out the trash", Recurrence.of([FR], time(9)), "take out the trash"),
        ("en", "remind me to call mom on Sundays at 5 pm", Recurrence.of([SU], time(17)), "call mom"),
        ("de", "Erinnere mich jeden Tag um acht an die Tabletten", Recurrence.of(WEEK, time(8)), "die Tabletten"),
        ("de", "Erinnere mich daran, jeden Freitag den Müll rauszubringen", Recurrence.of([FR], time(9)), None),
        ("fr", "Rappelle-moi tous les jours à 8h de prendre mes gouttes", Recurrence.of(WEEK, time(8)), None),
        ("fr", "Rappelle-moi de sortir la poubelle tous les vendredis", Recurrence.of([FR], time(9)), None),
    ],
)
def test_a_reminder_repeats_and_keeps_its_words(
    language: str, sentence: str, repeats: Recurrence, text: str | None
) -> None:
    (effect,) = answered(sentence, replace(ENGLISH, language=language)).effects
    assert isinstance(effect, SetReminder)
    assert (effect.repeats, effect.due_at) == (repeats, next_of(repeats, NOW).astimezone(UTC))
    assert effect.text == text or text is None
    assert not any(word in effect.text for word in ("every", "jeden", "tous", "on Sundays"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "remind me on monday to call mom"),
        ("de", "Weck mich am Montag um sieben"),
        ("fr", "Réveille-moi lundi à 7h"),
    ],
)
def test_a_day_by_itself_is_that_day_once(language: str, sentence: str) -> None:
    (effect,) = answered(sentence, replace(ENGLISH, language=language)).effects
    assert isinstance(effect, SetAlarm | SetReminder)
    assert effect.repeats is None


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("en", "wake me every day at seven", "Alarm set: every day at 7 AM."),
        ("en", "wake me on weekdays at half past six", "Alarm set: every weekday at 6:30 AM."),
        ("en", "wake me every thursday and monday at 7 pm", "Alarm set: every Monday and Thursday at 7 PM."),
        ("en", "set an alarm named gym for six every monday", "Alarm gym set: every Monday at 6 AM."),
        ("de", "Weck mich täglich um sieben", "Wecker gestellt: jeden Tag um 7 Uhr."),
        ("de", "Weck mich werktags um halb sieben", "Wecker gestellt: von Montag bis Freitag um 6 Uhr 30."),
        ("de", "Weck mich samstags und sonntags um neun", "Wecker gestellt: jeden Samstag und Sonntag um 9 Uhr."),
        ("fr", "Réveille-moi chaque jour à sept heures", "Réveil réglé : tous les jours à 7 heures."),
        ("fr", "Réveille-moi en semaine à 6h30", "Réveil réglé : du lundi au vendredi à 6 heures 30."),
        ("fr", "Réveille-moi le lundi à huit heures", "Réveil réglé : chaque lundi à 8 heures."),
    ],
)
def test_it_is_told_back_with_its_days(language: str, sentence: str, told: str) -> None:
    text = answered(sentence, replace(ENGLISH, language=language)).text
    assert text.replace("\N{NO-BREAK SPACE}", " ") == told


def test_without_a_time_an_alarm_asks_for_it_and_keeps_the_days() -> None:
    asking = answered("wake me up every weekday", ENGLISH)
    assert (asking.text, asking.effects) == ("For what time?", ())
    (effect,) = answered("half past six", replace(ENGLISH, asked=asking.asks)).effects
    assert isinstance(effect, SetAlarm)
    assert effect.repeats == AT_WORK
    when = answered("remind me to stretch", ENGLISH)
    (reminder,) = answered("every day at eight", replace(ENGLISH, asked=when.asks)).effects
    assert isinstance(reminder, SetReminder)
    assert (reminder.repeats, reminder.text) == (Recurrence.of(WEEK, time(8)), "stretch")


# --- what is listed and cancelled


def test_what_repeats_is_listed_with_its_days() -> None:
    once = Ringing(item=item(3), rings_as=RingsAs.ALARM, rings_at=NOW + timedelta(hours=2))
    held = replace(ENGLISH, timers=(once, every(1, DAILY), every(2, AT_WORK, "work")))
    told = answered("what are my alarms", held).text
    assert told == "Your alarms: today at 11:30 AM, every day at 7 AM and every weekday at 6:30 AM called work."
    medicine = Reminder(item=item(4), due_at=next_of(DAILY, NOW), text="medicine", repeats=DAILY)
    assert answered("what are my reminders", replace(ENGLISH, reminders=(medicine,))).text == (
        "Your reminders: every day at 7 AM, medicine."
    )


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("en", "when is my next alarm", "Your next alarm: tomorrow at 7 AM called work."),
        ("en", "what time does the next alarm go off", "Your next alarm: tomorrow at 7 AM called work."),
        ("de", "Wann klingelt mein nächster Wecker?", "Dein nächster Wecker: morgen um 7 Uhr namens work."),
        ("fr", "Quand sonne mon prochain réveil ?", "Votre prochain réveil\u00a0: demain à 7 heures nommé work."),
    ],
)
def test_of_several_alarms_the_next_one_is_told_if_that_was_asked(language: str, sentence: str, told: str) -> None:
    later = Ringing(item=item(3), rings_as=RingsAs.ALARM, rings_at=NOW + timedelta(days=2))
    assert answered(sentence, replace(ENGLISH, language=language, timers=(later, every(1, DAILY, "work")))).text == told


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "cancel my monday alarm"),
        ("en", "cancel the alarm on mondays"),
        ("en", "cancel the alarm at eight"),
        ("de", "Lösche meinen Montagswecker"),
        ("de", "Lösche den Wecker montags"),
        ("de", "Lösche den Wecker um acht Uhr"),
        ("fr", "Annule mon réveil du lundi"),
        ("fr", "Annule le réveil de tous les lundis"),
        ("fr", "Annule le réveil de huit heures"),
    ],
)
def test_the_one_that_was_meant_is_cancelled_for_good(language: str, sentence: str) -> None:
    held = replace(ENGLISH, language=language, timers=(every(1, Recurrence.of(WEEKEND, time(10))), every(2, MONDAYS)))
    cancelled = answered(sentence, held)
    assert cancelled.effects == (Cancel(items=(item(2),)),)
    assert {"en": "for good", "de": "ganz gelöscht", "fr": "pour de bon"}[language] in cancelled.text


def test_the_daily_one_is_cancelled_by_that_word() -> None:
    once = Ringing(item=item(3), rings_as=RingsAs.ALARM, rings_at=NOW + timedelta(hours=2))
    held = replace(ENGLISH, timers=(once, every(1, DAILY), every(2, MONDAYS)))
    assert answered("cancel my daily alarm", held).effects == (Cancel(items=(item(1),)),)
    in_german = replace(held, language="de")
    assert answered("lösche meinen täglichen Wecker", in_german).effects == (Cancel(items=(item(1),)),)
    in_french = replace(held, language="fr")
    assert answered("annule mon réveil quotidien", in_french).effects == (Cancel(items=(item(1),)),)


@pytest.mark.parametrize(
    "sentence", ["cancel the alarm for tomorrow", "cancel my next alarm", "cancel my monday alarm"]
)
def test_one_day_of_many_is_asked_back_before_all_of_them_go(sentence: str) -> None:
    held = replace(ENGLISH, timers=(every(1, DAILY),))
    asking = answered(sentence, held)
    assert not asking.effects
    assert "every day at 7 AM" in asking.text
    assert answered("yes", replace(held, asked=asking.asks)).effects == (Cancel(items=(item(1),)),)
    declined = answered("no", replace(held, asked=asking.asks))
    assert (declined.text, declined.effects) == ("All right. It stays set.", ())


def test_an_alarm_on_other_days_is_not_the_one_that_was_meant() -> None:
    held = replace(ENGLISH, timers=(every(1, MONDAYS),))
    for sentence in ("cancel my tuesday alarm", "cancel my daily alarm", "cancel the alarm at nine"):
        refused = answered(sentence, held)
        assert not refused.effects
        assert "every Monday at 8 AM" in refused.text


def test_a_reminder_that_repeats_is_cancelled_by_its_words_and_does_not_come_again() -> None:
    medicine = Reminder(item=item(4), due_at=next_of(DAILY, NOW), text="take my medicine", repeats=DAILY)
    held = replace(ENGLISH, reminders=(medicine,))
    for sentence in ("cancel the reminder to take my medicine", "cancel my reminder"):
        cancelled = answered(sentence, held)
        assert cancelled.effects == (Cancel(items=(item(4),)),)
        assert "does not come again" in cancelled.text


def test_what_no_calendar_of_ours_has_is_no_wish() -> None:
    assert wanted("wake me every two weeks at seven") is None
