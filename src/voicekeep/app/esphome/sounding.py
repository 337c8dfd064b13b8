"""A reply as a device can play it: what its player asks for, else the WAV as it is."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import soundfile
from aioesphomeapi.model import EntityInfo, MediaPlayerFormatPurpose, MediaPlayerInfo

_MEDIA_TYPES: Final = {"wav": "audio/wav", "flac": "audio/flac", "mp3": "audio/mpeg"}
_RATES: Final = range(8_000, 96_001)  # Hz
_MP3_RATES: Final = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)  # Hz; there are no others
_CHANNELS_MAX: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a player plays."""

    container: str = "wav"
    rate: int = 0  # Hz; 0: any
    channels: int = 1

    @property
    def media_type(self) -> str:
        """Return its name on the web."""
        return _MEDIA_TYPES[self.container]


def format_of(entities: Iterable[EntityInfo]) -> Format:
    """Return what a device's player asks announcements to be; what nobody knows how to make is not believed."""
    offered = [each for player in entities if isinstance(player, MediaPlayerInfo) for each in player.supported_formats]
    offered.sort(key=lambda each: each.purpose is not MediaPlayerFormatPurpose.ANNOUNCEMENT)
    for each in offered:
        rates = _MP3_RATES if each.format == "mp3" else _RATES
        known = each.format in _MEDIA_TYPES and (each.sample_rate == 0 or each.sample_rate in rates)
        if known and each.sample_bytes in {0, 2}:
            channels = min(max(each.num_channels, 1), _CHANNELS_MAX)
            return Format(container=each.format, rate=each.sample_rate, channels=channels)
    return Format()


def fitted(spoken: bytes, wanted: Format) -> bytes:
    """Return a WAV of ours, mono, 16 bit, as a device plays it."""
    with wave.open(io.BytesIO(spoken), "rb") as source:
        rate = source.getframerate()
        samples = np.frombuffer(source.readframes(source.getnframes()), dtype="<i2")
    wished = wanted.rate or rate
    if wanted.container == "mp3":
        wished = min(_MP3_RATES, key=lambda each: abs(each - wished))
    if wished != rate:  # linear between neighbours: enough for speech
        at = np.arange(len(samples) * wished // rate) * (rate / wished)
        samples = np.interp(at, np.arange(len(samples)), samples).astype(np.int16)
    if wanted.channels > 1:
        samples = np.repeat(samples[:, np.newaxis], wanted.channels, axis=1)
    out = io.BytesIO()
    subtype = "MPEG_LAYER_III" if wanted.container == "mp3" else "PCM_16"
    soundfile.write(out, samples, wished, format=wanted.container.upper(), subtype=subtype)
    return out.getvalue()
