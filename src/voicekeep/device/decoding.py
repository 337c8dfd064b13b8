"""Decode one sound and write it again as mono FLAC, block by block. Runs in the decoder's process only.

Flow        bytes -> Contained -> blocks of float samples -> mean of the channels -> 16-bit integers -> FLAC
Guarantees  1. Mono 16-bit samples come out as they went in, bit for bit.
            2. Nothing but samples gets through: tags, pictures and stray chunks stay behind.
            3. Neither the sound nor its FLAC is longer or larger than the limits, whatever a header says.
I/O         none
Format      docs/formats/sound.md
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import numpy as np
import soundfile
from numpy.typing import NDArray

from voicekeep.device.answer import Answer
from voicekeep.device.container import contained_in
from voicekeep.device.sound import (
    CutShortError,
    EmptySoundError,
    NotAudioError,
    SoundTooLargeError,
    SoundTooLongError,
    TooManyChannelsError,
    UnusualRateError,
)
from voicekeep.records.limits import Limits

_BLOCK = 1 << 16  # samples per channel
_FULL_SCALE = 1 << 15
_USUAL_RATES = range(4_000, 384_001)  # Hz


class _OneWay(soundfile.SoundFile):  # type: ignore[misc]  # the library is published without types
    """A sound file from its beginning to its end.

    The library seeks to where it already is after each block, which decodes parts twice and shifts an MP3.
    """

    def seekable(self) -> bool:
        return False


def decode(data: bytes, limits: Limits) -> Answer:
    """Return the sound in `data` as mono FLAC with what is known of its samples.

    Raises:
        SoundError: nothing of it can be kept; the subclass says why.
    """
    contained = contained_in(data)
    try:
        source = _OneWay(io.BytesIO(contained.data))
    except (soundfile.LibsndfileError, TypeError):
        raise NotAudioError from None
    with source:
        promised: int = source.frames if contained.samples is None else contained.samples
        _require_usual(source, promised, limits)
        return encoded(source.samplerate, _mono(source, promised), limits)


def _require_usual(source: _OneWay, promised: int, limits: Limits) -> None:
    if source.samplerate not in _USUAL_RATES:
        raise UnusualRateError
    if source.channels > limits.sound_max_channels:
        raise TooManyChannelsError
    if promised > limits.sound_max_seconds * source.samplerate:
        raise SoundTooLongError
    if promised == 0:
        raise EmptySoundError


def _mono(source: _OneWay, promised: int) -> Iterator[NDArray[np.int16]]:
    """Yield the promised samples, mixed down; refuse a sound that has fewer or more."""
    missing = promised
    while missing:
        block = _read(source, min(_BLOCK, missing))
        if not len(block):
            raise CutShortError
        missing -= len(block)
        yield _mixed_down(block)
    if _goes_on(source):
        raise CutShortError


def _read(source: _OneWay, count: int) -> NDArray[np.float64]:
    try:
        block: NDArray[np.float64] = source.read(count, dtype="float64", always_2d=True)
    except soundfile.LibsndfileError:
        raise CutShortError from None
    return block


def _goes_on(source: _OneWay) -> bool:
    try:
        return bool(len(_read(source, 1)))
    except CutShortError:
        return False  # what follows the last sample is not sound


def _mixed_down(block: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return the mean of the channels as 16-bit integers: rounded half to even, clipped at full scale."""
    scaled = np.rint(block.mean(axis=1) * _FULL_SCALE)
    if not np.isfinite(scaled).all():
        raise NotAudioError
    mono: NDArray[np.int16] = np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2")
    return mono


def encoded(rate: int, blocks: Iterator[NDArray[np.int16]], limits: Limits) -> Answer:
    """Return these mono samples as FLAC with what is known of them. Raises SoundTooLargeError."""
    digest, count, sink = hashlib.sha256(), 0, io.BytesIO()
    with _OneWay(sink, "w", samplerate=rate, channels=1, format="FLAC", subtype="PCM_16") as target:
        for block in blocks:
            target.write(block)
            digest.update(block.data)
            count += len(block)
            _require_small(sink, limits)
    _require_small(sink, limits)  # closing writes the last block
    return Answer(flac=sink.getvalue(), samples_sha256=digest.digest(), sample_rate=rate, sample_count=count)


def _require_small(sink: io.BytesIO, limits: Limits) -> None:
    if sink.getbuffer().nbytes > limits.sound_file_max_bytes:
        raise SoundTooLargeError
