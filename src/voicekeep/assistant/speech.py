"""Text to speech: what an engine offers, whichever it is.

Flow        text, Voice -> SpeechEngine -> WAV
Guarantees  1. All of the text is spoken, or none and a named error (P10).
I/O         none here
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from voicekeep.records.errors import VoicekeepError

_NAME = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*(\+[A-Za-z0-9]+)?")
_NAME_MAX_CHARS = 64
SLOWEST, FASTEST = 80, 450  # words per minute


class SpeechError(VoicekeepError):
    """Something was not spoken; there is no sound of it."""

    promise = "P10"


class UnspeakableTextError(SpeechError):
    """The text is empty, too long or not Unicode text."""

    def __init__(self) -> None:
        super().__init__("the text is empty, too long or not text; it was not spoken")


class UnknownVoiceError(SpeechError):
    """The engine has no such voice."""

    def __init__(self) -> None:
        super().__init__("there is no such voice; nothing was spoken")


class SpeechEngineFailedError(SpeechError):
    """The engine failed twice on the same text."""

    def __init__(self) -> None:
        super().__init__("the speech engine failed; nothing was spoken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How something is said."""

    name: str  # language, region and variant: "en-us+f3"
    words_per_minute: int = 175

    def __post_init__(self) -> None:
        if len(self.name) > _NAME_MAX_CHARS or _NAME.fullmatch(self.name) is None:
            raise UnknownVoiceError
        if not SLOWEST <= self.words_per_minute <= FASTEST:
            raise UnknownVoiceError


class SpeechEngine(Protocol):
    """Whatever speaks."""

    def speak(self, text: str, voice: Voice) -> bytes:
        """Return `text` spoken as a WAV file, mono, 16 bit.

        Raises:
            SpeechError: it was not spoken; the subclass says why.
        """
