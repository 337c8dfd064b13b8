"""What a box plays by itself: two soft notes up when it listens, two down when it stops, a low one if it cannot."""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Sequence
from typing import Final

from voicekeep.device import SAMPLE_BYTES, SAMPLE_RATE

_LOUD: Final = 6_000  # of 32,767
_SECONDS: Final = 0.09  # of one note


def chime(pitches: Sequence[float]) -> bytes:
    """Return notes of these pitches, in Hz, one after the other, as a WAV."""
    samples = array("h")
    count = int(SAMPLE_RATE * _SECONDS)
    for pitch in pitches:
        for at in range(count):
            fade = math.sin(math.pi * at / count)
            samples.append(round(_LOUD * fade * math.sin(2 * math.pi * pitch * at / SAMPLE_RATE)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


LISTENING: Final = (660.0, 880.0)
FINISHED: Final = (880.0, 660.0)
MUTED: Final = (440.0, 330.0)
UNABLE: Final = (220.0, 220.0)
