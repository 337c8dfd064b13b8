"""What people say around a wish changes nothing of it, and privacy comes first however it is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.talking import wanted
from voicekeep.assistant import Intent
from voicekeep.assistant.completing import completed
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of

WISHES = {
    "en": ("delete what I just said", "set a timer for five minutes", "mute", "add milk to my shopping list"),
    "de": ("lösche, was ich gerade gesagt habe", "stell einen Timer auf fünf Minuten", "schalte dich stumm"),
    "fr": ("efface ce que je viens de dire", "mets un minuteur de cinq minutes", "coupe le micro"),
}
IN_THE_MIDST = {
    "en": ("add please milk to my shopping list", "set, please, a timer for five minutes"),
    "de": ("lösch bitte, was ich gerade gesagt habe", "stell bitte einen Timer auf fünf Minuten"),
    "fr": ("mets s'il te plaît un minuteur de cinq minutes",),
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_opening_changes_nothing_of_a_wish(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(WISHES)))
    wish = data.draw(st.sampled_from(WISHES[language]))
    openings = data.draw(st.lists(st.sampled_from(language_of(language, SKILLS).openings), max_size=2))
    comma = data.draw(st.sampled_from((" ", ", ")))
    plain = wanted(wish, language)
    assert plain is not None
    assert wanted(comma.join([*openings, wish]), language) == plain


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, each) for language, several in IN_THE_MIDST.items() for each in several]
)
def test_a_polite_word_in_the_midst_changes_nothing(language: str, sentence: str) -> None:
    assert wanted(sentence, language) in [wanted(wish, language) for wish in WISHES[language]]


@pytest.mark.parametrize(
    ("language", "sentence", "slot", "text"),
    [
        ("en", "remind me to say please and thank you tomorrow at nine", "task", "say please and thank you"),
        ("de", "setze bitte Milch auf die Einkaufsliste", "things", "Milch"),
        ("de", "Setze bitte 2 Liter Milch auf die Einkaufsliste", "things", "2 Liter Milch"),
    ],
)
def test_a_text_that_is_kept_loses_no_word_but_the_polite_one_before_it(
    language: str, sentence: str, slot: str, text: str
) -> None:
    intent = wanted(sentence, language)
    assert intent is not None
    assert intent.text(slot) == text


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("en", "can you delete what I just said", "privacy.erase_last"),
        ("en", "delete the last thing I said", "privacy.erase_last"),
        ("en", "delete everything", "privacy.erase_all"),
        ("en", "delete all my data", "privacy.erase_all"),
        ("en", "Delete everything you have about me.", "privacy.erase_all"),
        ("en", "delete everything I said today", "privacy.erase_today"),
        ("en", "I want a copy of all my data", "privacy.copy"),
        ("en", "what data do you have about me", "privacy.kept"),
        ("en", "Sorry, not you!", "privacy.false_activation"),
        ("en", "we have guests", "privacy.guest"),
        ("en", "set timer 5 minutes", "timers.set"),
        ("en", "10-minute timer", "timers.set"),
        ("en", "seven thirty alarm", "alarms.set"),
        ("en", "Can you tell me what's on my shopping list?", "lists.read"),
        ("en", "my name is Ada", "who.said"),
        ("en", "can you tell me, please, what time it is?", "clock.time"),
        ("en", "don't record this", "privacy.guest"),
        ("de", "Nimm das nicht auf!", "privacy.guest"),
        ("de", "Nimm uns nicht mehr auf!", "privacy.keep_nothing"),
        ("de", "Kannst du mir bitte sagen, wie spät es ist?", "clock.time"),
        ("de", "Setz bitte Milch auf meine Liste", "lists.add"),
        ("fr", "N'enregistre pas ça", "privacy.guest"),
        ("fr", "Peux-tu, s'il te plaît, me dire l'heure ?", "clock.time"),
        ("de", "Kannst du löschen, was ich gerade gesagt habe?", "privacy.erase_last"),
        ("de", "Nicht aufnehmen!", "privacy.keep_nothing"),
        ("de", "Ich habe nicht mit dir geredet.", "privacy.false_activation"),
        ("de", "Stell dich stumm", "privacy.mute"),
        ("de", "Lösche alle meine Daten", "privacy.erase_all"),
        ("de", "Lösch alles, was du über mich hast", "privacy.erase_all"),
        ("de", "Lösche alles, was ich heute gesagt habe", "privacy.erase_today"),
        ("de", "Wir haben Gäste", "privacy.guest"),
        ("de", "Fünf-Minuten-Timer", "timers.set"),
        ("de", "Kannst du mir einen Timer auf fünf Minuten stellen?", "timers.set"),
        ("de", "Kannst du mir sagen, wie spät es ist?", "clock.time"),
        ("de", "Kannst du Milch auf die Einkaufsliste setzen?", "lists.add"),
        ("fr", "Peux-tu effacer ce que je viens de dire ?", "privacy.erase_last"),
        ("fr", "Efface toutes mes données", "privacy.erase_all"),
        ("fr", "Efface tout ce que j'ai dit aujourd'hui", "privacy.erase_today"),
        ("fr", "N'enregistre pas", "privacy.keep_nothing"),
        ("fr", "Nous avons des invités", "privacy.guest"),
        ("fr", "Pourrais-tu mettre un minuteur de cinq minutes ?", "timers.set"),
        ("fr", "minuteur de dix minutes", "timers.set"),
        ("fr", "Tu peux me dire quelle heure il est ?", "clock.time"),
    ],
)
def test_it_can_be_said_as_people_say_it(language: str, sentence: str, name: str) -> None:
    intent = completed(wanted(sentence, language), sentence, None)
    assert intent is not None
    assert intent.name == name


@pytest.mark.parametrize("language", sorted(WISHES))
def test_an_opening_alone_is_nobody_s_wish(language: str) -> None:
    for opening in language_of(language, SKILLS).openings:
        intent = wanted(opening, language)
        assert intent is None or intent.skill == "talk", opening


def test_what_is_of_a_timer_sets_one_with_nothing_else_in_it() -> None:
    assert completed(wanted("ten minute timer"), "ten minute timer", None) == Intent(
        skill="timers", wish="set", slots={"minutes": 10}
    )


def test_a_wish_about_privacy_in_a_polite_sentence_about_something_else_is_asked_about() -> None:
    intent = wanted("can you please add milk and delete what I just said to my list")
    assert intent is not None
    assert intent.name == "privacy.unsure"
