"""The wake word: what makes a speaker listen. It is found on the speaker; before it nothing leaves (P1).

Flow        samples -> WakeWord -> the word that was heard, and how surely, or None
Guarantees  1. Words come with the library; nothing is fetched.
            2. Nothing of what it is fed is kept but the second or two that the engine looks at.
I/O         reads the model's file once
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from voicekeep.device import WakeHeard


class Word(StrEnum):
    """The words that there are models for. The first one is nobody's name."""

    OKAY_NABU = "okay_nabu"
    HEY_MYCROFT = "hey_mycroft"
    HEY_JARVIS = "hey_jarvis"
    ALEXA = "alexa"


class WakeWord(Protocol):
    """Whatever hears a word."""

    def feed(self, pcm: bytes) -> WakeHeard | None:
        """Take the next samples; return the word that ended in them, or None: none did.

        Raises:
            AssistantError: they were not looked at; the next ones are tried anew.
        """

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

    def feed(self, pcm: bytes) -> WakeHeard | None:
        heard: float | None = None
        for features in self._features.process_streaming(pcm):
            sure = self._model.process_streaming_prob(features)
            if sure is not None and sure > self._model.probability_cutoff:
                heard = max(heard or 0.0, float(sure))
        return None if heard is None else WakeHeard(word=self._word.value, confidence=min(1.0, heard))

    def forget(self) -> None:
        self._features.reset()
        self._model.reset()
