"""The built-in engine: eSpeak NG, in a process of its own.

Flow        text, Voice -> the worker's process -> WAV
Guarantees  1. A fault in the library ends its process, not the hub; the text is tried once more in a new one.
            2. The library is never loaded into the hub.
I/O         one child process
Format      to the worker: one JSON object with text, voice and words_per_minute; back: one byte, then WAV
"""

from __future__ import annotations

import json
from types import TracebackType
from typing import Self

from voicekeep.assistant.speech import (
    SpeechEngineFailedError,
    UnknownVoiceError,
    UnspeakableTextError,
    Voice,
)
from voicekeep.device import Child, ChildError

SPOKEN, NO_SUCH_VOICE, NOTHING_TO_SAY, FAILED = range(4)
"""The first byte of an answer."""

VOICES: dict[str, tuple[str, ...]] = {
    "en": (
        *(
            "en-us",
            "en-us+f1",
            "en-us+f2",
            "en-us+f3",
            "en-us+f4",
            "en-us+m1",
            "en-us+m2",
            "en-us+m3",
            "en-us+m7",
        ),
        *("en-gb-scotland", "en-gb-scotland+f2", "en-gb-scotland+m3", "en-gb-x-rp", "en-gb-x-rp+f3"),
        *("en-gb-x-rp+m5", "en-us-nyc", "en-029", "en-029+f4"),
    ),
    "de": ("de", "de+f1", "de+f2", "de+f3", "de+f5", "de+m1", "de+m2", "de+m4", "de+m7"),
    "fr": ("fr", "fr+f1", "fr+f3", "fr+f5", "fr+m1", "fr+m3", "fr-be", "fr-be+f2", "fr-ch", "fr-ch+m2"),
}
"""Voices that can be told apart, by language."""

_TEXT_MAX_CHARS = 5_000
_WAV_MAX_BYTES = 128 * 1024 * 1024
_ANSWER_SECONDS = 30.0
_REFUSALS = {NO_SUCH_VOICE: UnknownVoiceError, NOTHING_TO_SAY: UnspeakableTextError}


class EspeakEngine:
    """A SpeechEngine that needs no model and no network; use it in a `with` statement."""

    def __init__(self) -> None:
        self._child = Child("voicekeep.assistant.espeak_worker", answer_max_bytes=1 + _WAV_MAX_BYTES)

    def speak(self, text: str, voice: Voice) -> bytes:
        """Return `text` spoken as a WAV file, mono, 16 bit.

        Raises:
            SpeechError: it was not spoken; the subclass says why.
        """
        if not _is_speakable(text):
            raise UnspeakableTextError
        question = {"text": text, "voice": voice.name, "words_per_minute": voice.words_per_minute}
        answer = self._answer(json.dumps(question).encode())
        outcome = answer[0] if answer else FAILED
        if outcome == SPOKEN:
            return answer[1:]
        raise _REFUSALS.get(outcome, SpeechEngineFailedError)

    def close(self) -> None:
        """End the worker's process."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, question: bytes) -> bytes:
        try:
            return self._child.ask(question, seconds=_ANSWER_SECONDS)
        except ChildError:
            return self._second_answer(question)

    def _second_answer(self, question: bytes) -> bytes:
        try:
            return self._child.ask(question, seconds=_ANSWER_SECONDS)
        except ChildError as error:
            raise SpeechEngineFailedError from error


def _is_speakable(text: str) -> bool:
    """Return whether the library would read all of `text`; it would stop at a zero character."""
    has_half = any("\ud800" <= character <= "\udfff" for character in text)
    return 0 < len(text) <= _TEXT_MAX_CHARS and "\0" not in text and not has_half
