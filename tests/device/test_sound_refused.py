"""What is not a whole sound of usual size is refused, each reason under its own name."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device.sounds import encoded, noise, promising
from voicekeep.device import (
    CutShortError,
    EmptySoundError,
    LimitedDecoder,
    NotAudioError,
    Sound,
    SoundError,
    SoundTooLargeError,
    SoundTooLongError,
    TooManyChannelsError,
    UnusualRateError,
)
from voicekeep.records.limits import Limits

KINDS = (("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", None))


@cache
def whole(container: str, subtype: str | None) -> bytes:
    return encoded(noise(16_000), container, subtype)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("a.wav", whole("WAV", "PCM_16"))
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"turn on the light",
        b'{"transcript": "turn on the light"}',
        zipped(),
        bytes(1_000),
        b"RIFF\x24\x00\x00\x00AVI LIST",
        b"\xff\xfe" + "text with a byte order mark".encode("utf-16-le"),
    ],
)
def test_what_is_not_audio_is_refused(decoder: LimitedDecoder, data: bytes) -> None:
    with pytest.raises(NotAudioError):
        decoder.read(data)


def flac_without_frames() -> bytes:
    flac = whole("FLAC", "PCM_16")
    return promising(flac[: flac.index(b"\xff\xf8")], 0)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="no bytes"),
        pytest.param(encoded(noise(0), "WAV"), id="WAV"),
        pytest.param(flac_without_frames(), id="FLAC"),
        pytest.param(encoded(noise(0), "OGG"), id="Ogg"),
    ],
)
def test_a_file_without_sound_is_refused(decoder: LimitedDecoder, data: bytes) -> None:
    with pytest.raises(EmptySoundError):
        decoder.read(data)


@settings(deadline=None)
@given(kind=st.sampled_from(KINDS), share=st.floats(0.01, 0.999))
def test_a_file_cut_anywhere_is_refused(decoder: LimitedDecoder, kind: tuple[str, str | None], share: float) -> None:
    data = whole(*kind)
    no_frame_left = kind[0] == "MP3" and share < 0.3  # an MP3 has no header that could promise anything
    with pytest.raises((CutShortError, NotAudioError) if no_frame_left else CutShortError):
        decoder.read(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_without_its_last_byte_is_refused(decoder: LimitedDecoder, kind: tuple[str, str | None]) -> None:
    with pytest.raises(CutShortError):
        decoder.read(whole(*kind)[:-1])


@pytest.mark.parametrize("promised", [1, 15_999, 16_001, 100_000])
def test_a_flac_whose_header_promises_less_or_more_than_there_is_is_refused(
    decoder: LimitedDecoder, promised: int
) -> None:
    with pytest.raises(CutShortError):
        decoder.read(promising(whole("FLAC", "PCM_16"), promised))


def test_a_flac_that_promises_nothing_is_refused(decoder: LimitedDecoder) -> None:
    with pytest.raises(CutShortError):
        decoder.read(promising(whole("FLAC", "PCM_16"), 0))


def test_a_wav_whose_writer_did_not_know_its_length_is_refused(decoder: LimitedDecoder) -> None:
    wav = bytearray(whole("WAV", "PCM_16"))
    wav[40:44] = b"\xff\xff\xff\xff"
    with pytest.raises(CutShortError):
        decoder.read(bytes(wav))


def test_an_rf64_cut_short_is_refused(decoder: LimitedDecoder) -> None:
    with pytest.raises(CutShortError):
        decoder.read(encoded(noise(16_000), "RF64")[:-2])


def test_any_flipped_bit_in_the_frames_of_a_flac_is_refused(decoder: LimitedDecoder) -> None:
    flac = whole("FLAC", "PCM_16")
    for at in range(len(flac) // 2, len(flac), 997):
        damaged = bytearray(flac)
        damaged[at] ^= 0x10
        with pytest.raises(CutShortError):
            decoder.read(bytes(damaged))


def test_hours_of_silence_in_a_small_file_are_refused(decoder: LimitedDecoder) -> None:
    bomb = encoded(np.zeros(8_000 * 3_600, np.int16), "FLAC", rate=8_000)
    assert len(bomb) < 200_000
    with pytest.raises(SoundTooLongError):
        decoder.read(bomb)
    with pytest.raises(CutShortError):  # its header says one second
        decoder.read(promising(bomb, 8_000))


def test_the_longest_sound_is_read_and_one_sample_more_is_not() -> None:
    with LimitedDecoder(replace(Limits(), sound_max_seconds=2)) as decoder:
        assert decoder.read(encoded(noise(32_000), "WAV")).sample_count == 32_000
        with pytest.raises(SoundTooLongError):
            decoder.read(encoded(noise(32_001), "WAV"))


def test_a_file_or_its_flac_above_the_size_limit_is_refused() -> None:
    loud = np.random.default_rng(1).integers(-32_768, 32_767, 20_000).astype(np.int16)
    with LimitedDecoder(replace(Limits(), sound_file_max_bytes=30_000)) as decoder:
        with pytest.raises(SoundTooLargeError):
            decoder.read(encoded(loud, "WAV"))
        with pytest.raises(SoundTooLargeError):
            decoder.read(encoded(loud, "WAV", "ULAW"))
        assert decoder.read(encoded(loud[:10_000], "WAV")).sample_count == 10_000


def test_eight_channels_are_read_and_nine_are_not(decoder: LimitedDecoder) -> None:
    assert decoder.read(encoded(noise(100, channels=8), "WAV")).sample_count == 100
    with pytest.raises(TooManyChannelsError):
        decoder.read(encoded(noise(100, channels=9), "WAV"))


@pytest.mark.parametrize("rate", [1, 3_999, 384_001, 2**31 - 1])
def test_an_unusual_sample_rate_is_refused(decoder: LimitedDecoder, rate: int) -> None:
    wav = bytearray(whole("WAV", "PCM_16"))
    wav[24:28] = struct.pack("<I", rate)
    with pytest.raises(UnusualRateError):
        decoder.read(bytes(wav))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_sample_that_is_not_a_number_is_refused(decoder: LimitedDecoder, value: float) -> None:
    with pytest.raises(NotAudioError):
        decoder.read(encoded(np.array([0.0, value, 0.0]), "WAV", "FLOAT"))


@settings(deadline=None, max_examples=300)
@given(
    data=st.binary(max_size=4_000), magic=st.sampled_from((b"", b"RIFF\x00\x00\x00\x00WAVE", b"fLaC", b"OggS", b"ID3"))
)
def test_arbitrary_bytes_are_refused_by_name(decoder: LimitedDecoder, data: bytes, magic: bytes) -> None:
    with pytest.raises(SoundError):
        decoder.read(magic + data)


@settings(deadline=None, max_examples=300)
@given(kind=st.sampled_from(KINDS), places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1))
def test_a_damaged_file_is_a_sound_or_refused_by_name(
    decoder: LimitedDecoder, kind: tuple[str, str | None], places: list[tuple[float, int]]
) -> None:
    damaged = bytearray(whole(*kind))
    for share, value in places:
        damaged[int(share * len(damaged))] = value
    with contextlib.suppress(SoundError):
        assert isinstance(decoder.read(bytes(damaged)), Sound)
