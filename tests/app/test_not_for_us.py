"""R21: speech that nobody here understands was not for us: not kept, counted, and where unsure sent nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.app.simulator import Household, Someone
from tests.app.speaking import OK, WAKE, Control, Talk, speaker_of, talk_in
from tests.app.test_privacy_by_voice import false_wakings
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.speakers import speakers_of
from voicekeep.app.operations.sweeping import sweep
from voicekeep.assistant import Answer, EraseToday, Question
from voicekeep.device import Device, WakeHeard

NEWS = "and in other news the president said today"


def speaker_in(home: Household, language: str = "en") -> tuple[Someone, Device]:
    ada = home.join("ada", language=language)
    return ada, speaker_of(home, ada.subject)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", NEWS),
        ("de", "und nun zum wetter für morgen im ganzen land"),
        ("fr", "et maintenant la météo pour tout le pays"),
    ],
)
def test_what_no_sentence_fits_is_not_kept_and_is_counted(home: Household, language: str, words: str) -> None:
    talk = talk_in(home, ours=True)
    ada, kitchen = speaker_in(home, language)
    assert talk.say(kitchen, words).language == language
    assert talk.turns(ada) == []
    assert false_wakings(home, kitchen) == 1


def test_who_pressed_had_meant_it_and_nothing_is_counted(home: Household, talk: Talk) -> None:
    ada, kitchen = speaker_in(home)
    assert "did not understand" in talk.hub.heard(talk.heard(kitchen, NEWS, wake=None)).text
    assert talk.turns(ada) == []
    assert false_wakings(home, kitchen) == 0


def test_whoever_is_asked_back_had_not_woken_it(home: Household, talk: Talk) -> None:
    _, kitchen = speaker_in(home)
    question = Question(effects=(EraseToday(),), declined="No.")
    talk.say(kitchen, "delete everything", Answer(text="Really?", asks=question))
    talk.say(kitchen, NEWS)
    assert false_wakings(home, kitchen) == 0


@pytest.mark.parametrize(
    ("wake", "asked"),
    [
        (WAKE, True),
        (replace(WAKE, confidence=0.9), True),
        (replace(WAKE, confidence=0.899), False),
        (replace(WAKE, confidence=0.0), False),
        (WakeHeard(word="hey"), True),  # the speaker does not say how sure it was
        (None, True),
    ],
)
def test_where_the_speaker_woke_unsurely_what_is_not_ours_goes_nowhere(
    home: Household,
    wake: WakeHeard | None,
    asked: bool,  # noqa: FBT001
) -> None:
    control = Control()
    talk = talk_in(home, control=control)
    ada, kitchen = speaker_in(home)
    talk.sentences.answers["what time is it"] = OK
    talk.hub.heard(talk.heard(kitchen, "what time is it", wake))
    talk.hub.heard(talk.heard(kitchen, NEWS, wake))
    assert len(control.asked) == asked
    assert [turn.transcript for turn in talk.turns(ada)] == ["what time is it", *[NEWS] * asked]
    assert false_wakings(home, kitchen) == (not asked)


@pytest.mark.parametrize("how", ["puzzled", "silent"])
def test_what_the_home_control_does_not_understand_or_answer_is_not_kept(home: Household, how: str) -> None:
    control = Control()
    talk = talk_in(home, control=control)
    ada, kitchen = speaker_in(home)
    setattr(control, how, True)
    reply = talk.say(kitchen, NEWS)
    assert ("did not understand" in reply.text) is (how == "puzzled")
    assert talk.turns(ada) == []
    assert false_wakings(home, kitchen) == (how == "puzzled")  # of a silent one nobody can tell


def test_that_was_not_for_you_counts_what_was_counted_no_second_time(home: Household) -> None:
    talk = talk_in(home, ours=True)
    ada, kitchen = speaker_in(home)
    for words in ("what time is it", NEWS, "that wasn't for you"):
        talk.say(kitchen, words)
    assert [turn.transcript for turn in talk.turns(ada)] == ["what time is it"]
    assert false_wakings(home, kitchen) == 1


# --- the number of it


def test_its_person_sees_how_often_a_speaker_woke_falsely_and_whoever_has_it_next_does_not(
    home: Household, talk: Talk
) -> None:
    ada, kitchen = speaker_in(home)
    bea = home.join("bea")
    for _ in range(3):
        talk.say(kitchen, NEWS)
    home.clock.pass_by(days=1)
    talk.say(kitchen, NEWS)
    assert [each.woken_falsely for each in speakers_of(home.keep, home.session(ada))] == [4]
    bind_again(home.keep, kitchen.device, bea.subject, "Mine")
    talk.say(kitchen, NEWS)
    assert [each.woken_falsely for each in speakers_of(home.keep, home.session(bea))] == [1]


def test_the_number_goes_after_its_time_also_where_nothing_is_counted_any_more(home: Household, talk: Talk) -> None:
    _, kitchen = speaker_in(home)
    talk.say(kitchen, NEWS)
    home.clock.pass_by(days=90)
    sweep(home.keep)
    assert false_wakings(home, kitchen) == 1
    home.clock.pass_by(days=1)
    sweep(home.keep)
    assert false_wakings(home, kitchen) == 0


# --- who says who they are, at one person's own speaker


@pytest.mark.parametrize(
    ("language", "words"), [("de", "ich bin zu besuch"), ("fr", "je suis de passage"), ("en", "i'm just visiting")]
)
def test_a_guest_at_one_person_s_speaker_is_welcome_and_nothing_is_kept(
    home: Household, language: str, words: str
) -> None:
    talk = talk_in(home, ours=True)
    ada, kitchen = speaker_in(home, language)
    time = {"de": "wie spät ist es", "fr": "quelle heure est-il", "en": "what time is it"}[language]
    talk.say(kitchen, time)
    assert talk.say(kitchen, words).text.startswith(("Willkommen.", "Bienvenue.", "Welcome."))
    talk.say(kitchen, time)
    assert talk.turns(ada) == []


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("i'm hungry", "Sorry, I did not understand that."),  # nobody is called that
        ("this is bob", "If you are a guest, say: I am a guest."),
    ],
)
def test_what_is_nobody_s_name_is_no_wish_of_ours(home: Household, words: str, ends: str) -> None:
    control = Control()
    talk, without = talk_in(home, ours=True, control=control), talk_in(home, ours=True)
    ada, kitchen = speaker_in(home)
    assert talk.say(kitchen, words).text == "The light is on."
    assert [(turn.transcript, turn.intent, turn.recipients) for turn in talk.turns(ada)] == [
        (words, None, "Home Assistant")
    ]
    assert without.say(kitchen, words).text.endswith(ends)
    assert len(talk.turns(ada)) == 1


def test_whose_speaker_it_is_is_greeted(home: Household) -> None:
    control = Control()
    talk = talk_in(home, ours=True, control=control)
    ada, kitchen = speaker_in(home)
    assert talk.say(kitchen, "this is ada").text == "Hello, ada."
    assert (control.asked, talk.turns(ada), false_wakings(home, kitchen)) == ([], [], 0)
