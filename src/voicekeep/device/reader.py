"""Read sounds in a process that may fail without harm.

Flow        bytes -> size limit -> decoder's process -> Answer -> Sound
Guarantees  1. No byte from outside meets a decoding library in the hub.
            2. Whatever a file does to its decoder is a SoundError; the next file meets a working one.
            3. A decoder lives as long as its reader. With one reader for each person's files, a decoder that
               a file took over can lie about that person's own sounds only.
I/O         one child process
"""

from __future__ import annotations

import hashlib
import json
from types import TracebackType
from typing import Self

from voicekeep.device.answer import answer_max_bytes, decode_answer
from voicekeep.device.child import Child, ChildGoneError, ChildLimitError
from voicekeep.device.sound import (
    DecoderFailedError,
    DecoderLimitError,
    EmptySoundError,
    Sound,
    SoundTooLargeError,
)
from voicekeep.records.limits import Limits

_LIMIT_NAMES = (
    "sound_file_max_bytes",
    "sound_max_seconds",
    "sound_max_channels",
    "decode_max_cpu_seconds",
    "decode_max_memory_bytes",
)


class LimitedDecoder:
    """A SoundReader whose decoding happens in a limited process; use it in a `with` statement."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child = Child(
            "voicekeep.device.decoder",
            json.dumps({name: getattr(limits, name) for name in _LIMIT_NAMES}),
            answer_max_bytes=answer_max_bytes(limits),
        )

    def read(self, data: bytes) -> Sound:
        """Return the whole sound in `data`.

        Raises:
            SoundError: nothing of it can be kept; the subclass says why.
        """
        if not data:
            raise EmptySoundError
        if len(data) > self._limits.sound_file_max_bytes:
            raise SoundTooLargeError
        try:
            message = self._child.ask(data, seconds=self._limits.decode_max_wall_seconds)
        except ChildLimitError as error:
            raise DecoderLimitError from error
        except ChildGoneError as error:
            raise DecoderFailedError from error
        answer = decode_answer(message, self._limits)
        return Sound(
            flac=answer.flac,
            flac_sha256=hashlib.sha256(answer.flac).digest(),
            samples_sha256=answer.samples_sha256,
            sample_rate=answer.sample_rate,
            sample_count=answer.sample_count,
        )

    def close(self) -> None:
        """End the decoder's process."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
