"""The box's word, and whether it was a person who said it: what the box says itself can hold it too."""

from __future__ import annotations

import asyncio
import time
import wave
from typing import Final

from voicekeep.app.box.mouth import Mouth
from voicekeep.app.box.sound import FRAME_BYTES
from voicekeep.assistant import WakeWord
from voicekeep.device import WakeHeard, samples_of

_SILENCE: Final = 12  # frames behind a sound: what hears the word may need a moment for its answer
_PACE: Final = 0.04  # seconds


class HeardWord:
    """A WakeWord that does not take the box's own voice for somebody's."""

    def __init__(self, wake: WakeWord, mouth: Mouth) -> None:
        self._wake = wake
        self._mouth = mouth

    async def feed(self, frame: bytes) -> WakeHeard | None:
        """Take the next sound of the microphone; return the word, if somebody said it. Raises AssistantError."""
        for spoken in self._mouth.heard_of_late():
            if spoken.wakes is None:
                spoken.wakes = await asyncio.to_thread(self._is_in, spoken.wav)
        heard = await asyncio.to_thread(self._wake.feed, frame)
        if heard is not None and any(spoken.wakes is not False for spoken in self._mouth.heard_of_late()):
            self._wake.forget()
            return None
        return heard

    def forget(self) -> None:
        """Forget what it was fed."""
        self._wake.forget()

    def _is_in(self, wav: bytes) -> bool:
        try:
            pcm = samples_of(wav)
        except (wave.Error, EOFError, ValueError):
            return True  # nobody can tell, so nobody is taken to have said it
        self._wake.forget()
        try:
            for first in range(0, len(pcm), FRAME_BYTES):
                if self._wake.feed(pcm[first : first + FRAME_BYTES]) is not None:
                    return True
            for _ in range(_SILENCE):
                if self._wake.feed(bytes(FRAME_BYTES)) is not None:
                    return True
                time.sleep(_PACE)
            return False
        finally:
            self._wake.forget()
