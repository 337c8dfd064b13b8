"""Put silence in the place of a stretch of a recording that is kept here (GDPR Art. 15(4), R14).

Flow        our own FLAC, a stretch in milliseconds -> the same length with silence there -> Sound
Guarantees  1. Outside the stretch every sample is what it was; inside it every sample is zero.
            2. Only what this keep wrote and sealed itself comes here, so it is decoded in this process.
I/O         none
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from voicekeep.device.sound import Sound, SoundError
from voicekeep.records.limits import Limits

if TYPE_CHECKING:
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

_BLOCK: Final = 1 << 16  # samples
_MS: Final = 1000


class StretchRefusedError(SoundError):
    """The stretch begins before the recording, ends after it, or is empty; nothing was changed."""

    sentence = "the stretch is not inside the recording, or is empty; nothing was changed"


def silenced(flac: bytes, first_ms: int, end_ms: int, limits: Limits) -> Sound:
    """Return the recording with silence from `first_ms` up to `end_ms`, both from its start.

    Every sample of which any part lies in the stretch is silenced; the last stretch may end up to a second after the
    recording does, because people round.

    Raises:
        StretchRefusedError: the stretch is not inside the recording, or is empty.
        SoundError: the result cannot be kept.
    """
    import soundfile  # noqa: PLC0415  a command that changes no sound does not wait for it

    from voicekeep.device.decoding import encoded  # noqa: PLC0415

    with soundfile.SoundFile(io.BytesIO(flac)) as source:
        rate, count = source.samplerate, source.frames
        first, end = first_ms * rate // _MS, -(-end_ms * rate // _MS)
        if not 0 <= first < min(end, count) or end > count + rate:
            raise StretchRefusedError
        answer = encoded(rate, _with_silence(source, first, end), limits)
    return Sound(
        flac=answer.flac,
        flac_sha256=hashlib.sha256(answer.flac).digest(),
        samples_sha256=answer.samples_sha256,
        sample_rate=answer.sample_rate,
        sample_count=answer.sample_count,
    )


def _with_silence(source: soundfile.SoundFile, first: int, end: int) -> Iterator[NDArray[np.int16]]:
    at = 0
    while len(block := source.read(_BLOCK, dtype="int16")):
        block[max(0, first - at) : max(0, end - at)] = 0
        yield block
        at += len(block)
