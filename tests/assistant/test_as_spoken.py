"""What engines that write freely put down is understood as it was spoken: figures, signs, and words about privacy."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.assistant.talking import wanted
from voicekeep.assistant.as_spoken import as_spoken, as_written
from voicekeep.records.texts import LANGUAGES

HALF_PAST_SEVEN: dict[str, str | int] = {"hour": 7, "minute": 30}

WRITTEN: dict[str, dict[str, tuple[str, dict[str, str | int]]]] = {
    "en": {
        "Set an alarm for 7:30.": ("alarms.set", HALF_PAST_SEVEN),
        "Set an alarm for 7:30 a.m.": ("alarms.set", {**HALF_PAST_SEVEN, "part": "am"}),
        "Set an alarm for 7.30 AM": ("alarms.set", {**HALF_PAST_SEVEN, "part": "am"}),
        "Set an alarm for 7 a.m. tomorrow.": ("alarms.set", {"hour": 7, "part": "am", "day": "tomorrow"}),
        "Wake me up at 6pm.": ("alarms.set", {"hour": 6, "part": "pm"}),
        "Wake me up at 7:00.": ("alarms.set", {"hour": 7}),
        "Wake me at 0:30.": ("alarms.set", {"hour": 12, "minute": 30, "part": "am"}),
        "Set a 10-minute timer.": ("timers.set", {"minutes": 10}),
        "Set a timer for 10 mins": ("timers.set", {"minutes": 10}),
        "Set a timer for 1.5 hours.": ("timers.set", {"hours": 1, "minutes": 30}),
        "Set a timer for 1 hour, 30 minutes.": ("timers.set", {"hours": 1, "minutes": 30}),
        "Set a timer for an hour and 20 minutes.": ("timers.set", {"hours": 1, "minutes": 20}),
        "What’s 5 + 3?": ("arithmetic.compute", {"sum": "5 plus 3"}),
        "What is 12 x 7?": ("arithmetic.compute", {"sum": "12 times 7"}),
        "What is 12 ÷ 4?": ("arithmetic.compute", {"sum": "12 divided by 4"}),
        "5 + 3 =": ("arithmetic.compute", {"bare_sum": "5 plus 3"}),
        "What's 15% of 80?": ("arithmetic.compute", {"sum": "15 percent of 80"}),
        "What is 1,000 - 20?": ("arithmetic.compute", {"sum": "1000 minus 20"}),
        "What is 2,400,000.50 * -3?": ("arithmetic.compute", {"sum": "2400000 point 5 0 times minus 3"}),
        "Remind me at 5:15 p.m. to call mom.": (
            "reminders.set",
            {"hour": 5, "minute": 15, "part": "pm", "task": "call mom"},
        ),
        "Add 2% milk, 1.5 kg of flour and 7-Up to my shopping list.": (
            "lists.add",
            {"things": "2% milk, 1.5 kg of flour and 7-Up", "list": "shopping"},
        ),
    },
    "de": {
        "Stell einen Wecker auf 7:30 Uhr.": ("alarms.set", HALF_PAST_SEVEN),
        "Stelle einen Wecker auf 7.30 Uhr.": ("alarms.set", HALF_PAST_SEVEN),
        "Weck mich um 7:30.": ("alarms.set", HALF_PAST_SEVEN),
        "Weck mich morgen um 7.30": ("alarms.set", {**HALF_PAST_SEVEN, "day": "tomorrow"}),
        "Weck mich um 7:00 Uhr.": ("alarms.set", {"hour": 7}),
        "Erinnere mich mittags an die Tabletten.": ("reminders.set", {"moment": "12:00", "task": "die Tabletten"}),
        "Erinnere mich morgen Mittag um eins daran, Oma anzurufen": (
            "reminders.set",
            {"day": "tomorrow", "hour": 1, "part": "midday", "task": "Oma anzurufen"},
        ),
        "Weck mich heute Nacht um drei Uhr nachts": ("alarms.set", {"hour": 3, "part": "night"}),
        "Stell den Wecker auf 7.10. bitte": ("alarms.set", {"hour": 7, "minute": 10}),
        "Wie viele Tage sind es noch bis zum 24.12.?": ("clock.until", {"date": "zum 24 Dezember"}),
        "Setz Version 3.5. auf die Einkaufsliste": ("lists.add", {"things": "Version 3.5.", "list": "shopping"}),
        "Erinnere mich an den Bericht vom 3.5. morgen um 8 Uhr": (
            "reminders.set",
            {"task": "den Bericht vom 3.5.", "day": "tomorrow", "hour": 8},
        ),
        "Erinnere mich morgen an den Brief vom 1.4.2026 und den Rest": (
            "reminders.set",
            {"day": "tomorrow", "task": "den Brief vom 1.4.2026 und den Rest"},
        ),
        "Weck mich morgen Mittag": ("alarms.set", {"moment": "12:00", "day": "tomorrow"}),
        "Weck mich heute Nacht um halb vier.": ("alarms.set", {"half_to": 4, "part": "night"}),
        "Erinnere mich um 12 Uhr mittags an die Tabletten.": (
            "reminders.set",
            {"hour": 12, "part": "midday", "task": "die Tabletten"},
        ),
        "Weck mich um 7.10 Uhr.": ("alarms.set", {"hour": 7, "minute": 10}),
        "Welcher Wochentag ist der 24.12.?": ("clock.which_day", {"date": "der 24 Dezember"}),
        "Erinnere mich am 3.5.2027 um 9 Uhr daran, 24.12. auf die Karte zu schreiben": (
            "reminders.set",
            {"date": "am 3 Mai 2027", "hour": 9, "task": "24.12. auf die Karte zu schreiben"},
        ),
        "Starte einen 10-Minuten-Timer.": ("timers.set", {"minutes": 10}),
        "Starte einen 10 Minuten Timer.": ("timers.set", {"minutes": 10}),
        "Stell einen Timer auf 10 Min.": ("timers.set", {"minutes": 10}),
        "Stelle einen Eiertimer auf 8 Minuten.": ("timers.set", {"name": "Eier", "minutes": 8}),
        "Starte einen Nudeltimer von 10 Minuten.": ("timers.set", {"name": "Nudel", "minutes": 10}),
        "Stell einen Timer auf 1,5 Stunden.": ("timers.set", {"hours": 1, "minutes": 30}),
        "Stell einen Timer auf eine Stunde und 20 Minuten": ("timers.set", {"hours": 1, "minutes": 20}),
        "Was ist 3,5 + 2?": ("arithmetic.compute", {"sum": "3 Komma 5 plus 2"}),
        "Was ist 3,25 mal 2?": ("arithmetic.compute", {"sum": "3 Komma 2 5 mal 2"}),
        "Was ist 1.500.000,75 durch 3?": ("arithmetic.compute", {"sum": "1500000 Komma 7 5 durch 3"}),
        "Wie viel sind 15 % von 80?": ("arithmetic.compute", {"sum": "15 Prozent von 80"}),
        "Was ist 10 : 2?": ("arithmetic.compute", {"sum": "10 geteilt durch 2"}),
        "12 x 7": ("arithmetic.compute", {"bare_sum": "12 mal 7"}),
        "Erinnere mich morgen um 9:15 Uhr an den Zahnarzt.": (
            "reminders.set",
            {"hour": 9, "minute": 15, "day": "tomorrow", "task": "den Zahnarzt"},
        ),
        "Setze Milch (1,5 %) und 3 Eier auf die Einkaufsliste.": (
            "lists.add",
            {"things": "Milch (1,5 %) und 3 Eier", "list": "shopping"},
        ),
    },
    "fr": {
        "Rappelle-moi d'acheter le 1/2 litre demain": (
            "reminders.set",
            {"day": "tomorrow", "task": "acheter le 1/2 litre"},
        ),
        "Rappelle-moi demain d'envoyer le dossier du 3/5": (
            "reminders.set",
            {"day": "tomorrow", "task": "envoyer le dossier du 3/5"},
        ),
        "Rappelle-moi le 3/5 d'appeler maman": ("reminders.set", {"date": "le 3 mai", "task": "appeler maman"}),
        "Règle un réveil à 7h30.": ("alarms.set", HALF_PAST_SEVEN),
        "Règle un réveil à 7 h 30.": ("alarms.set", HALF_PAST_SEVEN),
        "Règle un réveil à 7:30.": ("alarms.set", HALF_PAST_SEVEN),
        "Réveille-moi demain à 7h.": ("alarms.set", {"hour": 7, "day": "tomorrow"}),
        "Réveille-moi à 19 h 00.": ("alarms.set", {"hour": 19}),
        "Mets un minuteur de 10 min.": ("timers.set", {"minutes": 10}),
        "Mets un minuteur de 1 h 30.": ("timers.set", {"hours": 1, "minutes": 30}),
        "Mets un minuteur de 1 h 30 min.": ("timers.set", {"hours": 1, "minutes": 30}),
        "Mets un minuteur de 1,5 heure.": ("timers.set", {"hours": 1, "minutes": 30}),
        "Mets un minuteur d’une heure et 20 minutes.": ("timers.set", {"hours": 1, "minutes": 20}),
        "Combien font 3,5 + 2 ?": ("arithmetic.compute", {"sum": "3 virgule 5 plus 2"}),
        "Combien font 15 % de 80 ?": ("arithmetic.compute", {"sum": "15 pour cent de 80"}),
        "Combien font 12 x 7 ?": ("arithmetic.compute", {"sum": "12 fois 7"}),
        "12 ÷ 4": ("arithmetic.compute", {"bare_sum": "12 divisé par 4"}),
        "1 500 000 ÷ 12": ("arithmetic.compute", {"bare_sum": "1500000 divisé par 12"}),
        "Rappelle-moi demain à 9h15 d’appeler maman.": (
            "reminders.set",
            {"hour": 9, "minute": 15, "day": "tomorrow", "task": "appeler maman"},
        ),
        "Ajoute du lait à 1,5 % à ma liste de courses.": (
            "lists.add",
            {"things": "du lait à 1,5 %", "list": "shopping"},
        ),
    },
}

PRIVACY: dict[str, dict[str, str]] = {
    "en": {
        "Keep my recordings for 3 months.": "keep_three_months",
        "Keep recordings for 3 months only.": "keep_three_months",
        "Keep my recordings for 18 months.": "keep_longer",
        "Delete what I said.": "erase_last",
        "Forget what I’ve just said.": "erase_last",
        "Delete my last recording.": "erase_last",
        "Erase everything I've said today.": "erase_today",
        "Delete all my recordings.": "erase_today",
        "Don't record me.": "keep_nothing",
        "Stop recording!": "keep_nothing",
        "Don’t keep my recordings.": "keep_nothing",
        "Are you recording me?": "kept",
        "Is anyone else listening?": "hearers",
        "Turn the microphone off.": "mute",
        "Could I get a receipt?": "receipt",
        "Can I get a copy of my data?": "copy",
        "I didn't mean you.": "false_activation",
        "Don't record this conversation.": "guest",
    },
    "de": {
        "Behalte Aufnahmen 3 Monate.": "keep_three_months",
        "Behalte meine Aufnahmen höchstens drei Monate lang.": "keep_three_months",
        "Behalte meine Aufnahmen 18 Monate.": "keep_longer",
        "Lösche, was ich gesagt habe.": "erase_last",
        "Lösch die letzte Aufnahme.": "erase_last",
        "Vergiss alles, was ich gesagt habe.": "erase_today",
        "Lösche alle meine Aufnahmen.": "erase_today",
        "Nimm mich nicht auf.": "keep_nothing",
        "Hör auf, mich aufzunehmen.": "keep_nothing",
        "Bewahre keine Aufnahmen auf.": "keep_nothing",
        "Nimmst du mich gerade auf?": "kept",
        "Hört noch jemand mit?": "hearers",
        "Mikrofon aus!": "mute",
        "Kann ich einen Beleg bekommen?": "receipt",
        "Schick mir alle meine Daten.": "copy",
        "Ich rede nicht mit dir.": "false_activation",
        "Ich bin nur zu Besuch.": "guest",
    },
    "fr": {
        "Garde les enregistrements pendant 3 mois.": "keep_three_months",
        "Ne garde mes enregistrements que 3 mois.": "keep_three_months",
        "Garde mes enregistrements 18 mois.": "keep_longer",
        "Efface ce que j’ai dit.": "erase_last",
        "Supprime mon dernier enregistrement.": "erase_last",
        "Oublie tout ce que j'ai dit.": "erase_today",
        "Supprime tous mes enregistrements.": "erase_today",
        "Ne m’enregistre pas.": "keep_nothing",
        "Arrête de m'enregistrer.": "keep_nothing",
        "Ne garde pas d'enregistrements.": "keep_nothing",
        "Ne garde aucun enregistrement.": "keep_nothing",
        "Est-ce que tu m’enregistres ?": "kept",
        "Quelqu’un d’autre m’écoute ?": "hearers",
        "Éteins le micro.": "mute",
        "Puis-je avoir un reçu ?": "receipt",
        "Envoie-moi toutes mes données.": "copy",
        "Je ne te parle pas.": "false_activation",
        "Je suis juste de passage.": "guest",
    },
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in LANGUAGES for text in WRITTEN[code]])
def test_what_is_written_in_figures_and_signs_is_understood(language: str, text: str) -> None:
    intent = wanted(text, language)
    assert intent is not None
    assert (intent.name, dict(intent.slots)) == WRITTEN[language][text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_wishes_about_privacy_are_understood_as_they_are_written_and_go_nowhere_else(language: str) -> None:
    understood = {text: wanted(text, language) for text in PRIVACY[language]}
    assert {text: intent and intent.name for text, intent in understood.items()} == {
        text: f"privacy.{wish}" for text, wish in PRIVACY[language].items()
    }


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789.,:-+x÷/%½²√ hapmuUhrminec'-=", max_size=30), st.sampled_from(LANGUAGES))
@example("0½½", "en")
@example("8½,9½ 7", "de")
def test_what_is_spoken_already_stays(text: str, language: str) -> None:
    once = as_spoken(text, language)
    assert as_spoken(as_spoken(once, language), language) == as_spoken(once, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what time is it", "en"),
        ("delete what i just said", "en"),
        ("set a timer for twenty five minutes", "en"),
        ("Stell den Wecker auf halb acht", "de"),
        ("Réveille-moi à dix heures moins le quart", "fr"),
        ("call 555 0100", "en"),
        ("am 14.03.26 beim Arzt", "de"),
    ],
)
def test_words_are_left_alone(text: str, language: str) -> None:
    assert as_spoken(text, language) == text


def test_a_free_text_that_was_not_written_stays_as_it_was_found() -> None:
    assert as_written("2 percent milk", "add 2% milk to my list", "en") == "2% milk"
    assert as_written("oat milk", "add 2% milk to my list", "en") == "oat milk"
