"""What a skill answers: words, what it wants done, and what it asks back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from voicekeep.assistant.effects import Effect
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import Need, Question, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said if all effects can be carried out; what cannot be is said instead, by whoever carries them out."""

    text: str = field(default="", repr=False)  # empty: whoever carries the effects out says what came of them
    effects: tuple[Effect, ...] = ()
    asks: Question | None = None  # asked back: it listens again without a wake word
    private: bool = False  # it is about privacy: nothing of this turn is kept


class Skill(Protocol):
    """One thing that the assistant can do; a small module, with its sentences in three languages beside it."""

    @property
    def name(self) -> str:
        """Return its name: that of its module and of its sentences."""

    @property
    def needs(self) -> frozenset[Need]:
        """Return what of a person is opened for it; of all else its situation says that there is none."""

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer one of its own intents; opens nothing, waits for nothing, reads no clock.

        Raises:
            UnknownIntentError: it is not one of its own.
        """
