"""The sounds of the hub itself: with which something rings, and which stands for what it cannot say.

Flow        spoken words as a WAV, how often to chime -> one WAV of the same rate
Guarantees  1. What rings is heard, also where nothing could be spoken; and an answer without a voice is not silence.
I/O         none
"""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Sequence
from typing import Final

from voicekeep.device.utterance import SAMPLE_RATE

_NOTES: Final = ((880.0, 0.18), (1174.7, 0.32))  # Hz, seconds
_UNABLE: Final = ((220.0, 0.25), (220.0, 0.25))
_LOUDNESS: Final = 9000  # of 32,767
_PAUSE: Final = 0.25  # seconds after each chime
_FADE: Final = 6.0  # how fast a note dies away


def chimed(spoken: bytes, times: int) -> bytes:
    """Return a WAV that chimes `times` times and then says what the WAV `spoken` says; it may be empty."""
    words, rate = _samples(spoken)
    return _wav(_chime(_NOTES, rate) * times + words, rate)


def unable() -> bytes:
    """Return a WAV of two low notes: there is an answer, and no voice to say it."""
    return _wav(_chime(_UNABLE, SAMPLE_RATE), SAMPLE_RATE)


def _wav(samples: bytes, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(samples)
    return out.getvalue()


def _samples(spoken: bytes) -> tuple[bytes, int]:
    if not spoken:
        return b"", SAMPLE_RATE
    with wave.open(io.BytesIO(spoken), "rb") as source:
        return source.readframes(source.getnframes()), source.getframerate()


def _chime(notes: Sequence[tuple[float, float]], rate: int) -> bytes:
    samples = array("h")
    for pitch, seconds in notes:
        count = int(seconds * rate)
        samples.extend(
            int(_LOUDNESS * math.exp(-_FADE * at / count) * math.sin(2 * math.pi * pitch * at / rate))
            for at in range(count)
        )
    samples.extend([0] * int(_PAUSE * rate))
    return samples.tobytes()
