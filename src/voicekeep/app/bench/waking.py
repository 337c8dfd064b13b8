"""How often the wake word is heard where it is said, and where it is not.

Flow        recordings of “Alexa” -> hits; recordings without the chosen word -> false wakes in an hour
What it says: hits are of the word that there are recordings of. The default word's are not among them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicekeep.app.bench.spoken import recordings
from voicekeep.assistant import MicroWake, WakeWord, Word
from voicekeep.device import SAMPLE_BYTES, SAMPLE_RATE

_STEP: Final = 2048
_QUIET: Final = bytes(SAMPLE_RATE * SAMPLE_BYTES)
_SAID: Final = ("wake-alexa",)
_NOT_SAID: Final = ("readers", "commands")


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeFigures:
    """What was measured."""

    hits: int  # recordings of the word in which it was heard
    of: int
    false_per_hour: float  # of the same word, in recordings without it
    hours: float  # of those
    word: str
    default_false_per_hour: float  # of the word that speakers listen for if nothing is chosen

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def bench_wake(voices: Path, most: int | None, told: Callable[[str], None]) -> WakeFigures:
    """Listen to the recordings. Raises MissingSoundError: they are not there."""
    word = MicroWake(Word.ALEXA)
    said = [wakes(word, pcm) > 0 for pcm in recordings(voices, _SAID, most, told)]
    not_said = list(recordings(voices, _NOT_SAID, most, told))
    hours = sum(map(len, not_said)) / SAMPLE_BYTES / SAMPLE_RATE / 3600
    usual = MicroWake()
    return WakeFigures(
        hits=sum(said),
        of=len(said),
        false_per_hour=round(sum(wakes(word, pcm) for pcm in not_said) / hours, 2),
        hours=round(hours, 3),
        word=Word.ALEXA,
        default_false_per_hour=round(sum(wakes(usual, pcm) for pcm in not_said) / hours, 2),
    )


def wakes(word: WakeWord, pcm: bytes) -> int:
    """Return how often a recording, with a second of quiet around it, wakes a speaker."""
    word.forget()
    times = 0
    sound = _QUIET + pcm + _QUIET
    for start in range(0, len(sound), _STEP):
        if word.feed(sound[start : start + _STEP]) is not None:
            times += 1
            word.forget()
    return times
