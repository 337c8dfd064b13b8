"""Samples as a speaker sent them, made a sound that can be kept: FLAC, lossless, so that its samples are those.

Flow        16 bit samples, little-endian, mono, at 16,000 Hz -> Sound
Guarantees  1. The SHA-256 of the decoded samples is the SHA-256 of what the speaker sent, and what it signed.
I/O         none: samples need no decoding, so nothing from outside is parsed here
Format      docs/formats/sound.md
"""

from __future__ import annotations

import hashlib
import io
import wave
from math import gcd

from voicekeep.device.sound import EmptySoundError, Sound, SoundTooLongError
from voicekeep.device.utterance import SAMPLE_BYTES, SAMPLE_RATE
from voicekeep.records.limits import Limits


def sound_of_samples(pcm: bytes, limits: Limits) -> Sound:
    """Return the sound of one utterance.

    Raises:
        EmptySoundError: there is not one whole sample.
        SoundTooLongError: it is longer than one utterance may be.
    """
    if len(pcm) < SAMPLE_BYTES or len(pcm) % SAMPLE_BYTES:
        raise EmptySoundError
    if len(pcm) > limits.utterance_max_seconds * SAMPLE_RATE * SAMPLE_BYTES:
        raise SoundTooLongError
    import numpy as np  # noqa: PLC0415  a command that makes no sound does not wait for it

    from voicekeep.device.decoding import encoded  # noqa: PLC0415

    samples = np.frombuffer(pcm, dtype="<i2").astype(np.int16)
    answer = encoded(SAMPLE_RATE, iter([samples]), limits)
    return Sound(
        flac=answer.flac,
        flac_sha256=hashlib.sha256(answer.flac).digest(),
        samples_sha256=answer.samples_sha256,
        sample_rate=answer.sample_rate,
        sample_count=answer.sample_count,
    )


def samples_of(spoken: bytes) -> bytes:
    """Return a WAV of ours, mono, 16 bit, as speakers send sound: linear between neighbours, enough to be heard."""
    import numpy as np  # noqa: PLC0415  as above

    with wave.open(io.BytesIO(spoken), "rb") as source:
        rate = source.getframerate()
        samples = np.frombuffer(source.readframes(source.getnframes()), dtype="<i2").astype(np.float64)
    common = gcd(rate, SAMPLE_RATE)
    count = len(samples) * (SAMPLE_RATE // common) // (rate // common)
    at = np.arange(count) * (rate / SAMPLE_RATE)
    return bytes(np.interp(at, np.arange(len(samples)), samples).astype("<i2").tobytes())
