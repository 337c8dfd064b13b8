"""Speech to text and text to speech by a Wyoming service.

Flow        samples, language -> the service -> Transcript; text, Voice -> the service -> WAV
Guarantees  1. All of a text is spoken, or none and a named error (P10): sound without its end is no sound.
            2. A service that is dead, hangs, lies about lengths or answers garbage is a named error, in time.
I/O         one connection for each call
Format      in: 16,000 samples a second, 16 bit little-endian, mono; out: WAV, mono, 16 bit
"""

from __future__ import annotations

import io
import unicodedata
import wave
from dataclasses import dataclass
from typing import Final

from voicekeep.app.engine_address import EngineAddress
from voicekeep.app.engines.wire import SOUND, Event, Exchange
from voicekeep.assistant import (
    AssistantError,
    EngineFailedError,
    NoEngineError,
    SpeechEngineFailedError,
    Transcript,
    UnspeakableTextError,
    UnusableSoundError,
    Voice,
)
from voicekeep.device import SAMPLE_RATE

_PIECE_BYTES: Final = 2 * SAMPLE_RATE
_TRANSCRIPT_MAX_CHARS: Final = 2_000
_NO_TEXT: Final = frozenset({"Cc", "Cs"})  # control characters, half surrogates: nobody said them
_TEXT_MAX_CHARS: Final = 5_000
_HEARD_MAX_BYTES: Final = 1024 * 1024
_SPOKEN_MAX_BYTES: Final = 64 * 1024 * 1024
_RATES: Final = range(8_000, 48_001)


@dataclass(frozen=True, slots=True, kw_only=True)
class WyomingEar:
    """A SpeechToText that asks a Wyoming service."""

    address: EngineAddress
    languages: frozenset[str]
    name: str = "wyoming"
    seconds: float = 20.0  # for all of one utterance

    @property
    def recipient(self) -> str | None:
        """Return who outside of this machine gets the sound; None: nobody (R32)."""
        return self.address.recipient

    def transcribe(self, pcm: bytes, language: str, *, asked: bool = False) -> Transcript:  # noqa: ARG002  it hears all
        """Return what was said.

        Raises:
            AssistantError: there was no answer that could be used; the subclass says why.
        """
        if language not in self.languages:
            raise NoEngineError(language)
        if not pcm or len(pcm) % 2:
            raise UnusableSoundError
        with Exchange(self.address, engine=self.name, seconds=self.seconds, max_bytes=_HEARD_MAX_BYTES) as exchange:
            exchange.send(Event(type="transcribe", data={"language": language}))
            exchange.send(Event(type="audio-start", data=SOUND))
            for start in range(0, len(pcm), _PIECE_BYTES):
                exchange.send(Event(type="audio-chunk", data=SOUND, payload=pcm[start : start + _PIECE_BYTES]))
            exchange.send(Event(type="audio-stop"))
            return Transcript(text=self._heard(exchange), engine=self.name)

    def _heard(self, exchange: Exchange) -> str:
        while (event := exchange.receive()).type != "transcript":
            if event.type == "error":
                raise EngineFailedError(self.name)
        text = event.data.get("text")
        if not isinstance(text, str) or len(text) > _TRANSCRIPT_MAX_CHARS:
            raise EngineFailedError(self.name)
        text = text.strip()
        if any(unicodedata.category(char) in _NO_TEXT for char in text):
            raise EngineFailedError(self.name)
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class WyomingSpeech:
    """A SpeechEngine that asks a Wyoming service; the service chooses its voice for the language."""

    address: EngineAddress
    name: str = "wyoming"
    seconds: float = 20.0  # for all of one text

    def speak(self, text: str, voice: Voice) -> bytes:
        """Return `text` spoken as a WAV file, mono, 16 bit.

        Raises:
            SpeechError: it was not spoken; the subclass says why.
        """
        if not text.strip() or len(text) > _TEXT_MAX_CHARS:
            raise UnspeakableTextError
        asked = {"text": text, "voice": {"language": voice.name.partition("-")[0].partition("+")[0]}}
        try:
            with Exchange(
                self.address, engine=self.name, seconds=self.seconds, max_bytes=_SPOKEN_MAX_BYTES
            ) as exchange:
                exchange.send(Event(type="synthesize", data=asked))
                return self._spoken(exchange)
        except AssistantError as failed:
            raise SpeechEngineFailedError from failed

    def _spoken(self, exchange: Exchange) -> bytes:
        start = exchange.receive()
        rate = start.data.get("rate")
        fits = start.data.get("width") == 2 and start.data.get("channels") == 1  # noqa: PLR2004 - 16 bit
        if start.type != "audio-start" or not fits or type(rate) is not int or rate not in _RATES:
            raise EngineFailedError(self.name)
        samples = bytearray()
        while (event := exchange.receive()).type != "audio-stop":
            if event.type != "audio-chunk":
                raise EngineFailedError(self.name)
            samples += event.payload
        if not samples or len(samples) % 2:
            raise EngineFailedError(self.name)
        return _wav(bytes(samples), rate)


def _wav(samples: bytes, rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(samples)
    return file.getvalue()
