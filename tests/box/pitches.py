"""Which notes are in a sound: how strong a pitch is, as Goertzel's algorithm measures it."""

from __future__ import annotations

import cmath
import math
from array import array
from collections.abc import Iterator, Sequence

from voicekeep.device import SAMPLE_RATE


def strength(samples: Sequence[int], pitch: float) -> float:
    """Return the amplitude of a pitch, in Hz, in samples."""
    turn = cmath.exp(-2j * math.pi * pitch / SAMPLE_RATE)
    found, at = 0j, 1 + 0j
    for sample in samples:
        found += sample * at
        at *= turn
    return 2 * abs(found) / max(1, len(samples))


def windows(pcm: bytes, seconds: float = 0.1) -> Iterator[Sequence[int]]:
    """Yield a sound in pieces of so many seconds; what is left over is not long enough."""
    samples, size = array("h", pcm[: len(pcm) // 2 * 2]), int(SAMPLE_RATE * seconds)
    for begin in range(0, len(samples) - size + 1, size):
        yield samples[begin : begin + size]


def holds(pcm: bytes, pitches: Sequence[float], at_least: float = 1000.0) -> bool:
    """Return whether all these pitches sound together somewhere."""
    return any(
        max(piece) > at_least and all(strength(piece, pitch) > at_least for pitch in pitches) for piece in windows(pcm)
    )
