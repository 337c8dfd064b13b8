"""How many commands the built-in engine understands, and how often it takes for one what was none.

Flow        sentences x voices of flite, with faint noise around them or nothing -> engine -> intent, compared with the
            intent of the written sentence;
            recordings of people who command nothing of ours -> engine -> whatever is not rejected is a false accept
What it says: the commands are synthetic and clear; rooms, distance and accents are not in them.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from voicekeep.app.bench.spoken import VOICES, recordings, spoken
from voicekeep.assistant import EngineLateError, SpeechToText, SphinxEngine, intents_of_skills
from voicekeep.device import SAMPLE_RATE

_FAINT: Final = 3  # of 32,768
_NOT_OURS: Final = ("readers", "commands", "wake-alexa", "words")

SENTENCES: Final = (
    "what time is it",
    "what is the time",
    "tell me the time",
    "what is the date",
    "what day is it today",
    "set a timer for five minutes",
    "set a timer for twenty minutes",
    "set a timer for ten seconds",
    "set a timer for two hours",
    "set a timer for forty five minutes",
    "how much time is left",
    "cancel the timer",
    "cancel all timers",
    "set an alarm for seven",
    "wake me up at six thirty",
    "set an alarm for eight thirty",
    "cancel the alarm",
    "put milk on my shopping list",
    "add bread to my shopping list",
    "add eggs and butter to the shopping list",
    "put coffee on the shopping list",
    "add apples to my shopping list",
    "remove milk from my shopping list",
    "what is on my shopping list",
    "what is on my to do list",
    "clear my shopping list",
    "what is seven times eight",
    "what is twelve plus thirty",
    "what is one hundred divided by four",
    "what is fifty minus eleven",
    "what is twenty percent of eighty",
    "what is nine times nine",
    "repeat that",
    "say that again",
    "help",
    "what can i say",
    "delete what i just said",
    "delete everything i said today",
    "don't keep recordings",
    "keep recordings for three months",
    "what do you keep about this",
    "who can hear this",
    "mute",
    "give me a receipt",
    "send me a copy of my data",
    "that wasn't for you",
    "i'm a guest",
    "set a timer for one minute",
    "set a timer for thirty seconds",
    "what is six plus seven",
    "what is ten minus three",
    "what is eleven times twelve",
    "what are my reminders",
)
"""Written for this measurement; nothing was tuned on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandFigures:
    """What was measured."""

    accuracy: float  # of commands of which the same was wanted as of the written sentence, slots and all
    commands: int
    false_accepts: int
    non_commands: int
    unanswered: int = 0  # of the non-commands: the engine did not answer in time, so nothing was accepted

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def bench_commands(voices: Path, most: int | None, told: Callable[[str], None], *, noise: bool) -> CommandFigures:
    """Speak and listen. Raises MissingSoundError: flite or the recordings are not there."""
    with SphinxEngine() as engine:
        right, commands = understood(engine, SENTENCES, told, around=_faint_noise() if noise else b"")
        told(f"{right} of {commands} commands were understood")
        accepted = [_accepted(engine, pcm) for pcm in recordings(voices, _NOT_OURS, most, told)]
    return CommandFigures(
        accuracy=round(right / commands, 4),
        commands=commands,
        false_accepts=accepted.count(True),
        non_commands=len(accepted),
        unanswered=accepted.count(None),
    )


def _accepted(engine: SpeechToText, pcm: bytes) -> bool | None:
    """Return whether the engine took it for a command; None: it did not answer in time."""
    try:
        return not engine.transcribe(pcm, "en").rejected
    except EngineLateError:
        return None


def _faint_noise() -> bytes:
    """Return what a silent room leaves in the lowest bits of 0.7 s: so long is waited behind what is said."""
    chance = Random(1)  # noqa: S311  sound, no secret
    return array("h", (chance.randint(-_FAINT, _FAINT) for _ in range(SAMPLE_RATE * 7 // 10))).tobytes()


def understood(
    engine: SpeechToText, sentences: Sequence[str], told: Callable[[str], None], *, around: bytes = b""
) -> tuple[int, int]:
    """Return how many spoken sentences were understood, of how many. One that is none of ours counts as missed.

    Args:
        engine: Hears them.
        sentences: Each is spoken in every voice.
        told: Hears of those that were missed.
        around: The sound before and after each.
    """
    intents = intents_of_skills()
    right = commands = 0
    for sentence in sentences:
        wanted = intents.recognise(sentence, "en")
        for voice in VOICES:
            heard = engine.transcribe(around + spoken(sentence, voice) + around, "en").text
            commands += 1
            if wanted is not None and heard and intents.recognise(heard, "en") == wanted:
                right += 1
            else:
                told(f"missed, by {voice}: {sentence}: {heard or 'rejected'}")
    return right, commands
