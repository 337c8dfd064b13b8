"""Speech to text: what an engine offers, whichever it is.

Flow        samples of one utterance, a language -> SpeechToText -> Transcript
Guarantees  1. What an engine does not believe itself is a rejection, never a guess to act on.
I/O         none here
Format      16,000 samples a second, 16 bit little-endian, mono
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What an engine heard."""

    text: str = field(repr=False)  # lower case or not, as the engine writes; empty: rejected
    engine: str  # its name, as a turn's record tells it
    confidence: float | None = None  # 0 to 1, where the engine says so

    @property
    def rejected(self) -> bool:
        """Return whether there were no words that may be acted on."""
        return not self.text


class SpeechToText(Protocol):
    """Whatever turns speech into words."""

    @property
    def name(self) -> str:
        """Return its name, for records and settings: "pocketsphinx"."""

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages that it understands: en, de, fr."""

    @property
    def recipient(self) -> str | None:
        """Return who outside of this keep gets the sound, as a turn's record names them; None: nobody (R32)."""

    def transcribe(self, pcm: bytes, language: str, *, asked: bool = False) -> Transcript:
        """Return what was said.

        Args:
            pcm: One utterance.
            language: One of its own.
            asked: A question is open: an engine that listens for our sentences only listens for bare answers too.

        Raises:
            NoEngineError: it does not understand that language.
            UnusableSoundError: `pcm` is empty or not whole samples.
            EngineFailedError, EngineLateError: it gave no answer.
        """
