"""What the decoder's process answers: one sound, or the name of why not.

Flow        Answer or SoundError -> bytes over a pipe -> Answer or SoundError
Guarantees  1. The hub believes nothing that it can check: what is malformed or beyond the limits is refused.
I/O         none
Format      one byte: 0, or 1 + the place in REFUSALS; after 0: rate u32, samples u64, their SHA-256, FLAC
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from voicekeep.device.sound import (
    CutShortError,
    DecoderFailedError,
    EmptySoundError,
    NotAudioError,
    SoundError,
    SoundTooLargeError,
    SoundTooLongError,
    TooManyChannelsError,
    UnusualRateError,
)
from voicekeep.records.limits import Limits

REFUSALS: tuple[type[SoundError], ...] = (
    NotAudioError,
    EmptySoundError,
    CutShortError,
    SoundTooLongError,
    SoundTooLargeError,
    TooManyChannelsError,
    UnusualRateError,
)

_HEAD = struct.Struct(">BIQ32s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One decoded sound, as its decoder describes it."""

    flac: bytes
    samples_sha256: bytes  # 32 bytes
    sample_rate: int  # Hz
    sample_count: int


def answer_max_bytes(limits: Limits) -> int:
    """Return the size beyond which no answer is read."""
    return _HEAD.size + limits.sound_file_max_bytes


def encode_answer(answer: Answer) -> bytes:
    """Return the bytes that say `answer`."""
    head = _HEAD.pack(0, answer.sample_rate, answer.sample_count, answer.samples_sha256)
    return head + answer.flac


def encode_refusal(refusal: SoundError) -> bytes:
    """Return the byte that says `refusal`."""
    return bytes((1 + REFUSALS.index(type(refusal)),))


def decode_answer(message: bytes, limits: Limits) -> Answer:
    """Return what the decoder answered.

    Raises:
        SoundError: the refusal that it answered.
        DecoderFailedError: it answered something that no decoder of ours would.
    """
    if len(message) == 1 and 1 <= message[0] <= len(REFUSALS):
        raise REFUSALS[message[0] - 1]
    if len(message) <= _HEAD.size:
        raise DecoderFailedError
    outcome, rate, count, digest = _HEAD.unpack_from(message)
    flac = message[_HEAD.size :]
    if outcome != 0 or not 0 < count <= limits.sound_max_seconds * rate or not flac.startswith(b"fLaC"):
        raise DecoderFailedError
    return Answer(flac=flac, samples_sha256=digest, sample_rate=rate, sample_count=count)
