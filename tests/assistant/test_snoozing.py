"""“Snooze”, “remind me again”: what rings, or rang just now, is put off; where nothing rang, that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.assistant.talking import NOW, answered, wanted
from voicekeep.assistant import Cancel, PutOff, Rang, Situation
from voicekeep.records.ids import ItemId

ENGLISH = Situation(now=NOW, language="en", keeps=True, known=True)


def item(number: int) -> ItemId:
    return ItemId.random(lambda count: bytes([number]) * count)


RINGS = Rang(what="alarm", item=item(1), just_now=True)


@pytest.mark.parametrize(
    ("language", "sentence", "minutes"),
    [
        ("en", "snooze", 9),
        ("en", "Snooze the alarm, please.", 9),
        ("en", "snooze for ten minutes", 10),
        ("en", "ten more minutes", 10),
        ("en", "five minutes more", 5),
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


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        ("en", "snooze", "Nothing is ringing here"),
        ("de", "Schlummern", "klingelt gerade nichts"),
        ("fr", "Répète le réveil", "Rien ne sonne ici"),
        ("en", "ten more minutes", "No timer is running"),
        ("de", "noch zehn Minuten", "Es läuft kein Timer"),
        ("fr", "encore dix minutes", "Aucun minuteur n’est en marche"),
        ("en", "remind me again in ten minutes", "Nothing was set"),
        ("de", "Erinnere mich in zehn Minuten noch mal", "Es wurde nichts gesetzt"),
        ("fr", "Rappelle-le-moi dans dix minutes", "Rien n’a été créé"),
    ],
)
def test_where_nothing_rang_it_says_so_and_sets_nothing(language: str, sentence: str, said: str) -> None:
    answer = answered(sentence, replace(ENGLISH, language=language))
    assert not answer.effects
    assert said in answer.text


def test_its_name_is_told_and_all_that_ring_are_put_off() -> None:
    two = (
        replace(RINGS, name="work"),
        Rang(what="alarm", item=item(2), just_now=True),
        Rang(what="alarm", item=item(3), just_now=False),
    )
    answer = answered("snooze", replace(ENGLISH, rang=two))
    assert answer.text == "work: I will ring again in 9 minutes."
    assert answer.effects == (PutOff(item=item(1), seconds=540), PutOff(item=item(2), seconds=540))


def test_of_what_stopped_before_the_last_is_meant() -> None:
    earlier = (Rang(what="alarm", item=item(1), just_now=False), Rang(what="alarm", item=item(2), just_now=False))
    assert answered("snooze", replace(ENGLISH, rang=earlier)).effects == (PutOff(item=item(1), seconds=540),)


def test_put_off_again_it_is_set_anew_before_the_old_one_goes() -> None:
    off = Rang(what="alarm", item=item(1), just_now=False, again=item(2))
    answer = answered("snooze for twenty minutes", replace(ENGLISH, rang=(off,)))
    assert answer.effects == (PutOff(item=item(1), seconds=1200), Cancel(items=(item(2),)))


def test_longer_than_a_day_is_no_snooze() -> None:
    for sentence in ("snooze for thirty hours", "thirty hours more"):
        refused = answered(sentence, replace(ENGLISH, rang=(RINGS,)))
        assert not refused.effects
        assert "does not ring again" in refused.text


CALL = Rang(what="reminder", item=item(4), just_now=True, name="call mom")


@pytest.mark.parametrize(
    ("language", "sentence", "after"),
    [
        ("en", "Remind me again in 20 minutes.", timedelta(minutes=20)),
        ("en", "remind me about that tomorrow at nine", timedelta(hours=23, minutes=30)),
        ("en", "remind me of it again in two days", timedelta(days=2)),
        ("en", "remind me later", timedelta(minutes=10)),
        ("en", "put that reminder off by an hour", timedelta(hours=1)),
        ("en", "snooze", timedelta(minutes=9)),
        ("en", "ten more minutes", timedelta(minutes=10)),
        ("de", "Erinnere mich in zwanzig Minuten noch einmal", timedelta(minutes=20)),
        ("de", "Erinnere mich morgen um neun wieder", timedelta(hours=23, minutes=30)),
        ("de", "Erinnere mich später", timedelta(minutes=10)),
        ("de", "Verschiebe die Erinnerung um eine Stunde", timedelta(hours=1)),
        ("fr", "Rappelle-le-moi dans vingt minutes", timedelta(minutes=20)),
        ("fr", "Rappelle-moi encore demain à neuf heures", timedelta(hours=23, minutes=30)),
        ("fr", "Rappelle-moi plus tard", timedelta(minutes=10)),
        ("fr", "Repousse le rappel d'une heure", timedelta(hours=1)),
    ],
)
def test_a_reminder_that_was_said_just_now_is_said_again(language: str, sentence: str, after: timedelta) -> None:
    for known in (True, False):
        answer = answered(sentence, replace(ENGLISH, language=language, known=known, keeps=known, rang=(CALL,)))
        assert answer.effects == (PutOff(item=item(4), seconds=int(after.total_seconds())),)
        assert "call mom" in answer.text
        assert {"en": "remind you again", "de": "erinnere dich", "fr": "rappellerai de nouveau"}[
            language
        ] in answer.text


def test_only_a_reminder_is_reminded_of_again_and_what_it_was_put_off_to_goes() -> None:
    off = replace(CALL, just_now=False, again=item(5))
    answer = answered("remind me again in one hour", replace(ENGLISH, rang=(RINGS, off)))
    assert answer.effects == (PutOff(item=item(4), seconds=3600), Cancel(items=(item(5),)))
    assert not answered("remind me again in one hour", replace(ENGLISH, rang=(RINGS,))).effects


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("en", "add ten minutes", "timers.longer"),
        ("en", "let me sleep ten more minutes", "alarms.snooze"),
        ("en", "remind me to call mom again in ten minutes", "reminders.set"),
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
