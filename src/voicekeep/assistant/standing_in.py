"""A speech engine for which another one stands in: whatever becomes of the first, one is answered by a voice.

Flow        text, Voice -> the engine that was chosen -> WAV; where it cannot, the one that stands in
Guarantees  1. After the chosen engine failed it is left alone for `rests`: one that hangs does not hold up each answer.
I/O         that of the two
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from voicekeep.assistant.speech import SpeechEngine, SpeechEngineFailedError, Voice

RESTS: Final = timedelta(minutes=1)

log = logging.getLogger("voicekeep.assistant")


class SpeechWithStandIn:
    """A SpeechEngine made of two. Safe for threads as far as they are."""

    def __init__(
        self,
        chosen: SpeechEngine,
        stand_in: SpeechEngine,
        voice: Voice,
        elapsed: Callable[[], float],
        rests: timedelta = RESTS,
    ) -> None:
        self._chosen = chosen
        self._stand_in = stand_in
        self._voice = voice  # of the one that stands in: voices are each engine's own
        self._elapsed = elapsed  # seconds, by a clock that only goes forward
        self._rests = rests.total_seconds()
        self._lock = threading.Lock()
        self._left_alone_until: float | None = None

    def speak(self, text: str, voice: Voice) -> bytes:
        """Return `text` spoken as a WAV file, mono, 16 bit.

        Raises:
            SpeechError: neither of them spoke it.
        """
        if not self._is_left_alone():
            try:
                return self._chosen.speak(text, voice)
            except SpeechEngineFailedError:
                log.warning("the engine that is set to speak failed; the built-in one speaks for a while")
                with self._lock:
                    self._left_alone_until = self._elapsed() + self._rests
        return self._stand_in.speak(text, self._voice)

    def _is_left_alone(self) -> bool:
        with self._lock:
            return self._left_alone_until is not None and self._elapsed() < self._left_alone_until
