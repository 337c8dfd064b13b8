"""What a sound file says about itself, read before any decoder sees it.

Flow        bytes -> Contained: the sound's bytes, and how many samples per channel they promise
Guarantees  1. Only four containers pass: WAV, FLAC, Ogg, MP3. Nothing else reaches the decoding library.
            2. A container whose end is missing, or that does not say where its end is, is refused (P10).
I/O         none
Format      docs/formats/sound.md

The decoding library reads a cut WAV or Ogg as a shorter sound without a word, and stops where a FLAC's header
says even if the sound goes on; so the promise is read here, and the decoder is measured against it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from voicekeep.device.sound import CutShortError, EmptySoundError, NotAudioError

_ID3_HEADER = 10  # bytes before a tag that some players put in front of a file
_FLAC_STREAMINFO = slice(8, 8 + 34)
_FLAC_COUNT = slice(18, 26)  # 28 bits of rate, channels and width, then 36 bits of sample count
_FLAC_COUNT_BITS = 36
_FLAC_LAST_BLOCK = 0x80
_OGG_PAGE_HEADER = 27
_OGG_END_OF_STREAM = 0x04
_WAV_DATA_SIZE_ELSEWHERE = 0xFFFFFFFF  # in an RF64: see its ds64 chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Contained:
    """A sound that its container says is whole."""

    data: bytes  # for the decoding library
    samples: int | None  # per channel; None: the decoding library's own count is the container's promise


def contained_in(data: bytes) -> Contained:
    """Return the sound that `data` says it holds.

    Raises:
        EmptySoundError: no bytes, or a container without sound.
        NotAudioError: none of the four containers.
        CutShortError: the container's end is missing, or it does not say where it is.
    """
    if not data:
        raise EmptySoundError
    body = _without_id3(data)
    if body.startswith((b"RIFF", b"RIFX", b"RF64")) and body[8:12] == b"WAVE":
        _require_wav_data(body)
        return Contained(data=body, samples=None)
    if body.startswith(b"fLaC"):
        return _flac(body)
    if body.startswith(b"OggS"):
        _require_ogg_end(body)
        return Contained(data=body, samples=None)
    if _is_mpeg_frame(body[:4]):
        return Contained(data=body, samples=None)
    raise NotAudioError


def _without_id3(data: bytes) -> bytes:
    if not data.startswith(b"ID3"):
        return data
    if len(data) <= _ID3_HEADER:
        raise CutShortError
    size = 0
    for seven_bits in data[6:_ID3_HEADER]:
        size = size << 7 | seven_bits & 0x7F
    if len(data) <= _ID3_HEADER + size:
        raise CutShortError
    return data[_ID3_HEADER + size :]


def _require_wav_data(data: bytes) -> None:
    """Walk the chunks to the samples; refuse a promise of more bytes than follow."""
    order = ">" if data.startswith(b"RIFX") else "<"
    at, size_in_ds64 = 12, None
    while at + 8 <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, at)
        at += 8
        if name == b"ds64" and at + 16 <= len(data):
            (size_in_ds64,) = struct.unpack_from("<Q", data, at + 8)
        if name == b"data":
            if size == _WAV_DATA_SIZE_ELSEWHERE and size_in_ds64 is not None:
                size = size_in_ds64
            if size == 0:
                raise EmptySoundError
            if size > len(data) - at:
                raise CutShortError
            return
        at += size + size % 2  # chunks begin at even places
    raise CutShortError


def _flac(data: bytes) -> Contained:
    """Take the promise out of the header, so that the decoder reads on to the end and can be measured."""
    if len(data) < _FLAC_STREAMINFO.stop:
        raise CutShortError
    fields = int.from_bytes(data[_FLAC_COUNT], "big")
    samples = fields & ((1 << _FLAC_COUNT_BITS) - 1)
    if samples == 0:
        raise EmptySoundError if _flac_has_no_frames(data) else CutShortError
    around = memoryview(data)
    unpromised = (fields ^ samples).to_bytes(8, "big")
    head, tail = around[: _FLAC_COUNT.start], around[_FLAC_COUNT.stop :]
    return Contained(data=b"".join((head, unpromised, tail)), samples=samples)


def _flac_has_no_frames(data: bytes) -> bool:
    at, last = 4, False
    while not last and at + 4 <= len(data):
        last = bool(data[at] & _FLAC_LAST_BLOCK)
        at += 4 + int.from_bytes(data[at + 1 : at + 4], "big")
    return last and at == len(data)


def _require_ogg_end(data: bytes) -> None:
    """Walk the pages; the last one must be complete and say that it is the last."""
    at, flags = 0, 0
    while at < len(data):
        if data[at : at + 4] != b"OggS" or at + _OGG_PAGE_HEADER > len(data):
            raise CutShortError
        flags, segments = data[at + 5], data[at + 26]
        table = data[at + _OGG_PAGE_HEADER : at + _OGG_PAGE_HEADER + segments]
        at += _OGG_PAGE_HEADER + segments + sum(table)
    if at > len(data) or not flags & _OGG_END_OF_STREAM:
        raise CutShortError


def _is_mpeg_frame(header: bytes) -> bool:
    """Return whether these four bytes begin an MPEG audio frame (sync, and no reserved value)."""
    if len(header) < 4:  # noqa: PLR2004 -- the size of a frame header
        return False
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    return (
        header[0] == 0xFF  # noqa: PLR2004 -- eleven set bits
        and header[1] >> 5 == 7  # noqa: PLR2004
        and version != 1
        and layer != 0
        and bitrate not in {0, 15}
        and rate != 3  # noqa: PLR2004
    )
