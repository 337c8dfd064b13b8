"""The built-in speech-to-text: pocketsphinx, in processes of its own.

Flow        samples -> the speech in them -> the worker's process -> Transcript
Guarantees  1. A command counts only if a reading of the same sound that knows nothing of our sentences agrees; else it
               is a rejection.
            2. A fault in the library ends its process, not the hub; the next sound meets a new one.
            3. The worker has read its models before it hears anything, and can open no file or connection after.
            4. As many are heard at once as there are processors; who speaks when nobody else does meets the process
               that heard last, so that a quiet home has one.
I/O         child processes, each begun when it is first needed
Format      to the worker: ASKED or ANY_TIME, then 16 bit samples, 16,000 a second; back: JSON with "words", none if
            nothing was said that is one of our sentences, and "agreement", at most 1.0
"""

from __future__ import annotations

import json
import os
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Final, Self

from voicekeep.assistant.errors import EngineFailedError, EngineLateError, NoEngineError, UnusableSoundError
from voicekeep.assistant.hearing import Transcript
from voicekeep.assistant.listening import WebRtcVoiceActivity, speech_in
from voicekeep.device import Child, ChildGoneError, ChildLimitError

ANY_TIME: Final = b"\0"
ASKED: Final = b"\1"
"""What is listened for: our sentences, or bare answers too, since a question is open."""

_ANSWER_MAX_BYTES: Final = 64 * 1024
_PROCESSES_MAX: Final = 4  # each has read all models: 220 MB
_ANSWER_SECONDS: Final = 30.0  # the first answer waits for the models


class SphinxEngine:
    """A SpeechToText that needs no network and no download; English only. Use it in a `with` statement."""

    name = "pocketsphinx"
    languages = frozenset({"en"})
    recipient = None

    def __init__(self, *, seconds: float = _ANSWER_SECONDS, processes: int | None = None) -> None:
        self._seconds = seconds
        self._children = [
            Child("voicekeep.assistant.sphinx_worker", answer_max_bytes=_ANSWER_MAX_BYTES)
            for _ in range(processes or min(os.cpu_count() or 1, _PROCESSES_MAX))
        ]
        self._free: LifoQueue[Child] = LifoQueue()
        for child in self._children:
            self._free.put(child)

    def transcribe(self, pcm: bytes, language: str, *, asked: bool = False) -> Transcript:
        """Return the command that was said, or a rejection.

        Raises:
            NoEngineError: it is to be another language than English.
            UnusableSoundError: no samples, or half of one.
            EngineFailedError, EngineLateError: there is no answer.
        """
        if language not in self.languages:
            raise NoEngineError(language)
        if not pcm or len(pcm) % 2:
            raise UnusableSoundError
        speech = speech_in(pcm, WebRtcVoiceActivity())  # the silence around it costs time, and words
        words, agreed = self._read(self._heard((ASKED if asked else ANY_TIME) + speech))
        return Transcript(text=" ".join(words), engine=self.name, confidence=max(0.0, agreed))

    def warm_up(self) -> None:
        """Start the worker, so that nobody waits for its models. Raises as `transcribe`."""
        self.transcribe(bytes(3200), "en")

    def close(self) -> None:
        """End the workers' processes."""
        for child in self._children:
            child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _heard(self, message: bytes) -> bytes:
        """Return what a worker answers, the one that heard last if it is free; wait where none is."""
        try:
            child = self._free.get(timeout=self._seconds)
        except Empty as busy:
            raise EngineLateError(self.name) from busy
        try:
            return child.ask(message, seconds=self._seconds)
        except ChildLimitError as late:
            raise EngineLateError(self.name) from late
        except ChildGoneError as gone:
            raise EngineFailedError(self.name) from gone
        finally:
            self._free.put(child)

    def _read(self, answer: bytes) -> tuple[list[str], float]:
        try:
            read = json.loads(answer)
            return [str(each) for each in read["words"]], float(read["agreement"])
        except (ValueError, KeyError, TypeError) as malformed:
            raise EngineFailedError(self.name) from malformed
