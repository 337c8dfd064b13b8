"""The assistant: so far its voice.

Flow        text, Voice -> SpeechEngine -> WAV
Guarantees  1. All of the text is spoken, or none and a named error (P10).
            2. An engine's fault stays in the engine's process.
I/O         EspeakEngine runs one child process
Format      none of its own; engines answer with WAV, mono, 16 bit
"""

from voicekeep.assistant.espeak import VOICES, EspeakEngine
from voicekeep.assistant.speech import (
    SpeechEngine,
    SpeechEngineFailedError,
    SpeechError,
    UnknownVoiceError,
    UnspeakableTextError,
    Voice,
)

__all__ = [
    "VOICES",
    "EspeakEngine",
    "SpeechEngine",
    "SpeechEngineFailedError",
    "SpeechError",
    "UnknownVoiceError",
    "UnspeakableTextError",
    "Voice",
]
