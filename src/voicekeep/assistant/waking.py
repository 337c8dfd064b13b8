"""The wake word: what makes a speaker listen. It is found on the speaker; before it nothing leaves (P1).

Flow        samples -> WakeWord -> the confidence with which the word was heard, or None
Guarantees  1. Words come with the library; nothing is fetched.
            2. Nothing of what it is fed is kept but the second or two that the engine looks at.
I/O         reads the model's file once
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Word(StrEnum):
    """The words that there are models for. The first one is nobody's name."""

    OKAY_NABU = "okay_nabu"
    HEY_MYCROFT = "hey_mycroft"
    HEY_JARVIS = "hey_jarvis"
    ALEXA = "alexa"


class WakeWord(Protocol):
    """Whatever hears a word."""

    @property
    def word(self) -> str:
        """Return the model's name."""

    def feed(self, pcm: bytes) -> float | None:
        """Take the next samples; return how sure it is (0 to 1) that the word ended in them, or None: it did not."""

    def forget(self) -> None:
        """Forget what it was fed, so that one word wakes once."""


class MicroWake:
    """WakeWord by a microWakeWord model."""

    def __init__(self, word: Word = Word.OKAY_NABU) -> None:
        from pymicro_wakeword import (  # noqa: PLC0415  it loads a library, only where a word is listened for
            MicroWakeWord,
            MicroWakeWordFeatures,
            Model,
        )

        self._word = word
        self._model = MicroWakeWord.from_builtin(Model(word.value))
        self._features = MicroWakeWordFeatures()

    @property
    def word(self) -> str:
        return self._word.value

    def feed(self, pcm: bytes) -> float | None:
        heard: float | None = None
        for features in self._features.process_streaming(pcm):
            sure = self._model.process_streaming_prob(features)
            if sure is not None and sure > self._model.probability_cutoff:
                heard = max(heard or 0.0, float(sure))
        return None if heard is None else min(1.0, heard)

    def forget(self) -> None:
        self._features.reset()
        self._model.reset()
