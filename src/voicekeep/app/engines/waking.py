"""The wake word by a Wyoming service on this machine.

Flow        samples -> the service -> WakeHeard, or None
Guarantees  1. Sound goes to this machine and nowhere else: before the word nothing leaves (P1).
            2. A service that is dead, hangs, lies about lengths or answers garbage is a named error, in time; the next
               samples meet a new connection.
            3. How sure the service is it does not say: no number is invented.
I/O         one connection, while it listens
Format      16,000 samples a second, 16 bit little-endian, mono
"""

from __future__ import annotations

from typing import Final

from voicekeep.app.engine_address import EngineAddress, EngineElsewhereError
from voicekeep.app.engines.wire import SOUND, Event, Exchange
from voicekeep.assistant import AssistantError, EngineFailedError
from voicekeep.device import WakeHeard

_NAME: Final = "wyoming"
_WORD_MAX_CHARS: Final = 64
_TOLD_MAX_BYTES: Final = 64 * 1024  # from the service, while one piece of sound is handed in


class WyomingWake:
    """A WakeWord that asks a Wyoming service."""

    def __init__(self, address: EngineAddress, word: str, *, seconds: float = 2.0) -> None:
        """Listen for `word`; `seconds` is how long the service may take for each piece of sound.

        Raises:
            EngineElsewhereError: the service is on another machine; nothing is sent to it.
        """
        if address.recipient is not None:
            raise EngineElsewhereError
        self._address = address
        self._word = word
        self._seconds = seconds
        self._exchange: Exchange | None = None

    def feed(self, pcm: bytes) -> WakeHeard | None:
        """Take the next samples; return what was heard in them.

        Raises:
            EngineFailedError, EngineLateError: the service did not take them, or its answer cannot be used.
        """
        try:
            exchange = self._listening()
            exchange.send(Event(type="audio-chunk", data=SOUND, payload=pcm))
            while exchange.has_more():
                if (heard := self._heard(exchange.receive())) is not None:
                    return heard
        except AssistantError:
            self.forget()
            raise
        return None

    def forget(self) -> None:
        """Forget what it was fed: the connection ends."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.close()

    def _listening(self) -> Exchange:
        if self._exchange is None:
            self._exchange = Exchange(self._address, engine=_NAME, seconds=self._seconds, max_bytes=_TOLD_MAX_BYTES)
            self._exchange.send(Event(type="detect", data={"names": [self._word]}))
            self._exchange.send(Event(type="audio-start", data=SOUND))
        self._exchange.goes_on(seconds=self._seconds, max_bytes=_TOLD_MAX_BYTES)
        return self._exchange

    def _heard(self, event: Event) -> WakeHeard | None:
        """Return the word, if that is what the service says; what else it tells is of no interest."""
        if event.type == "error":
            raise EngineFailedError(_NAME)
        if event.type != "detection":
            return None
        name = event.data.get("name", self._word)
        if not isinstance(name, str) or not 0 < len(name) <= _WORD_MAX_CHARS or not name.isprintable():
            raise EngineFailedError(_NAME)
        return WakeHeard(word=name)
