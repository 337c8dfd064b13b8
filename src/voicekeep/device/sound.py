"""What is kept of a sound file, and each reason for which nothing of it is.

Flow        bytes from outside -> SoundReader -> Sound
Guarantees  1. A Sound is whole: as long as the file's own header said, never cut to fit.
            2. Its samples have a digest of their own: a WAV made from our FLAC has the same samples_sha256.
I/O         none here; `reader` runs the decoder that does the work.
Format      docs/formats/sound.md, version 1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from voicekeep.records.errors import VoicekeepError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One recording as it is kept: mono, 16 bit, at the rate it came with."""

    flac: bytes
    flac_sha256: bytes  # 32 bytes, of `flac`
    samples_sha256: bytes  # 32 bytes, of the samples as 16-bit little-endian integers
    sample_rate: int  # Hz
    sample_count: int


class SoundReader(Protocol):
    """Whatever turns a file's bytes into a Sound."""

    def read(self, data: bytes) -> Sound:
        """Return the whole sound in `data`.

        Raises:
            SoundError: nothing of it can be kept; the subclass says why.
        """


class SoundError(VoicekeepError):
    """A file is not a sound that can be kept; nothing of it was kept."""

    promise = "P10"
    sentence: ClassVar[str] = "the file is not a sound that can be kept; nothing of it was kept"

    def __init__(self) -> None:
        super().__init__(self.sentence)


class NotAudioError(SoundError):
    """The bytes are not WAV, FLAC, Ogg or MP3."""

    sentence = "the file is not WAV, FLAC, Ogg or MP3 audio; nothing of it was kept"


class EmptySoundError(SoundError):
    """There is no byte, or no sample."""

    sentence = "the file holds no sound; nothing of it was kept"


class CutShortError(SoundError):
    """The file holds less or more sound than its header promises, is damaged, or promises nothing."""

    sentence = "the file is cut short or damaged: its sound is not as long as it says; nothing of it was kept"


class SoundTooLongError(SoundError):
    """The sound lasts longer than one turn may; it was not decoded."""

    sentence = "the sound is longer than one recording may be; nothing of it was kept"


class SoundTooLargeError(SoundError):
    """The file has more bytes than are read, or its FLAC would have."""

    sentence = "the file is larger than one recording may be; nothing of it was kept"


class TooManyChannelsError(SoundError):
    """The sound has more channels than are mixed down."""

    sentence = "the sound has more channels than one recording may have; nothing of it was kept"


class UnusualRateError(SoundError):
    """The sound's sample rate is outside of what microphones deliver (4 to 384 kHz)."""

    sentence = "the sound's sample rate is not between 4 and 384 kHz; nothing of it was kept"


class DecoderLimitError(SoundError):
    """Decoding took more time or memory than one file may have; the decoder was ended."""

    sentence = "decoding took more time or memory than one file may have; nothing of it was kept"


class DecoderFailedError(SoundError):
    """The decoder ended, or answered what no decoder of ours answers; a new one serves the next file."""

    sentence = "the decoder failed on the file; nothing of it was kept"
