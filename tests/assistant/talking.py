"""Situations and questions for tests of the assistant."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from voicekeep.assistant import Answer, Intent, SentenceIntents, Situation, intents_of_skills
from voicekeep.assistant.completing import completed
from voicekeep.assistant.skills import SKILLS

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=BERLIN)


@cache
def intents() -> SentenceIntents:
    return intents_of_skills()


def wanted(text: str, language: str = "en") -> Intent | None:
    return intents().recognise(text, language)


def answered(text: str, situation: Situation) -> Answer:
    """Return what the skill says to a sentence that must be one of ours."""
    intent = completed(wanted(text, situation.language), text, situation.asked)
    assert intent is not None, text
    return next(skill for skill in SKILLS if skill.name == intent.skill).answer(intent, situation)
