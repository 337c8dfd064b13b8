"""Situations and questions for tests of the assistant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from voicekeep.assistant import Answer, Intent, Need, SentenceIntents, Situation, intents_of_skills
from voicekeep.assistant.completing import completed
from voicekeep.assistant.skills import SKILLS

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=BERLIN)
OPENED: Final[Mapping[str, Need]] = {
    "timers": Need.TIMERS,
    "timers_of_others": Need.TIMERS,
    "reminders": Need.REMINDERS,
    "entries": Need.LISTS,
    "kept_before": Need.KEPT,
    "guarded": Need.COPIES,
    "agents": Need.COPIES,
}
"""Which fields of a situation are opened only for whoever needs them."""


class Watched(Situation):
    """A situation that remembers what of the person was read of it."""

    read: frozenset[Need] = frozenset()

    def __getattribute__(self, name: str) -> object:
        if name in OPENED:
            object.__setattr__(self, "read", self.read | {OPENED[name]})
        return super().__getattribute__(name)


@cache
def intents() -> SentenceIntents:
    return intents_of_skills()


def wanted(text: str, language: str = "en") -> Intent | None:
    return intents().recognise(text, language)


def answered(text: str, situation: Situation) -> Answer:
    """Return what the skill says to a sentence that must be one of ours."""
    intent = completed(wanted(text, situation.language), text, situation.asked)
    assert intent is not None, text
    return answered_to(intent, situation)


def answered_to(intent: Intent, situation: Situation) -> Answer:
    """Return what its skill answers; of the person it may read only what it says that it needs."""
    skill = next(skill for skill in SKILLS if skill.name == intent.skill)
    watching = Watched(**{each.name: getattr(situation, each.name) for each in fields(Situation)})
    answer = skill.answer(intent, watching)
    assert watching.read <= skill.needs, (intent.name, watching.read - skill.needs)
    return answer
