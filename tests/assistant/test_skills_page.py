"""The skill that docs/skills.md shows works as it stands there."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.assistant.talking import BERLIN, wanted
from voicekeep.assistant import Intent, SentenceIntents, Situation, UnknownIntentError
from voicekeep.assistant.answer import Skill
from voicekeep.assistant.sentences import SHARED, parse, read_sheet, together

PAGE = (Path(__file__).parents[2] / "docs" / "skills.md").read_text("utf-8")
SPRING_FORWARD = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN)  # a day of 23 hours


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def midnight() -> Skill:
    (code,) = blocks("python")
    names: dict[str, object] = {"__name__": "midnight"}
    exec(compile(code, "docs/skills.md", "exec"), names)  # noqa: S102  our own page
    made = names["Midnight"]
    assert isinstance(made, type)
    skill: Skill = made()
    return skill


def intents() -> SentenceIntents:
    sheets = zip(("en", "de", "fr"), blocks("yaml"), strict=True)
    return SentenceIntents(
        together(code, [read_sheet(SHARED, code), parse(text, "midnight", code)]) for code, text in sheets
    )


@pytest.mark.parametrize(
    ("language", "sentence", "answer"),
    [
        ("en", "how much is left of today", "Today has 23 hours left."),
        ("de", "wie lange bleibt noch von heute", "Heute bleiben noch 23 Stunden."),
        ("fr", "combien de temps reste-t-il aujourd'hui", "Il reste 23\u00a0heures aujourd’hui."),
        ("en", "how long will today last", "Today has 23 hours left."),
        ("de", "Wie lange dauert der Tag noch?", "Heute bleiben noch 23 Stunden."),
        ("fr", "Que reste-t-il de la journée ?", "Il reste 23\u00a0heures aujourd’hui."),
    ],
)
def test_the_page_s_skill_is_understood_and_answers(language: str, sentence: str, answer: str) -> None:
    intent = intents().recognise(sentence, language)
    assert intent is not None
    assert intent.name == "midnight.left"
    assert midnight().answer(intent, Situation(now=SPRING_FORWARD, language=language)).text == answer


def test_the_page_s_skill_refuses_what_is_not_its_own() -> None:
    with pytest.raises(UnknownIntentError):
        midnight().answer(Intent(skill="midnight", wish="other"), Situation(now=SPRING_FORWARD, language="en"))


def test_the_page_s_skill_is_small() -> None:
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 30


@pytest.mark.parametrize("text", blocks("yaml"))
def test_the_page_s_sentences_are_as_many_as_it_asks_for(text: str) -> None:
    for templates in parse(text, "midnight", "en").understood().values():
        assert len(set(templates)) >= 3


def test_words_about_privacy_are_no_entry_of_a_list() -> None:
    intent = wanted("add delete what i just said to my list")
    assert intent is not None
    assert intent.name == "privacy.unsure"
