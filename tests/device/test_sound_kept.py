"""What is kept of a sound is the sound: its samples, all of them, and nothing else from the file."""

from __future__ import annotations

import hashlib
import io
import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.device.sounds import Samples, decoded, digest_of, encoded, noise, real_recordings
from voicekeep.device import CutShortError, LimitedDecoder

RATES = (8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000)
MONO = arrays.arrays(np.int16, st.integers(1, 3_000))


@settings(deadline=None)
@given(samples=MONO, rate=st.sampled_from(RATES), container=st.sampled_from(("WAV", "FLAC")))
def test_mono_16_bit_samples_are_kept_bit_for_bit(
    decoder: LimitedDecoder, samples: Samples, rate: int, container: str
) -> None:
    kept = decoder.read(encoded(samples, container, "PCM_16", rate))
    assert np.array_equal(decoded(kept.flac), samples)
    assert (kept.sample_rate, kept.sample_count) == (rate, len(samples))
    assert kept.samples_sha256 == digest_of(samples)
    assert kept.flac_sha256 == hashlib.sha256(kept.flac).digest()


def test_a_wav_made_from_our_flac_has_the_same_samples_digest(decoder: LimitedDecoder) -> None:
    kept = decoder.read(encoded(noise(20_000, channels=2), "WAV", "FLOAT", 44_100))
    wav = encoded(decoded(kept.flac), "WAV", "PCM_16", 44_100)
    assert decoder.read(wav).samples_sha256 == kept.samples_sha256
    assert decoder.read(kept.flac) == kept


@settings(deadline=None)
@given(samples=arrays.arrays(np.int16, st.tuples(st.integers(1, 500), st.integers(2, 8))))
def test_channels_become_their_mean_rounded_half_to_even(decoder: LimitedDecoder, samples: Samples) -> None:
    total, channels = samples.sum(axis=1, dtype=np.int64), samples.shape[1]
    mean = [round(int(value) / channels) for value in total]  # Python rounds half to even
    assert decoded(decoder.read(encoded(samples, "WAV", "PCM_16")).flac).tolist() == mean


def test_24_bit_samples_are_rounded_half_to_even_and_clipped(decoder: LimitedDecoder) -> None:
    wide = np.array([0, 128, 129, 384, 640, -128, -384, 2**23 - 1, -(2**23)], dtype=np.int32)  # 1/256 of a step
    kept = decoder.read(encoded(wide << 8, "WAV", "PCM_24"))
    assert decoded(kept.flac).tolist() == [0, 0, 1, 2, 2, 0, -2, 32_767, -32_768]


def test_float_samples_beyond_full_scale_are_clipped(decoder: LimitedDecoder) -> None:
    kept = decoder.read(encoded(np.array([1.5, -1.5, 0.5, 1.0]), "WAV", "FLOAT"))
    assert decoded(kept.flac).tolist() == [32_767, -32_768, 16_384, 32_767]


@pytest.mark.parametrize(
    ("container", "subtype"),
    [("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", None), ("RF64", "PCM_16"), ("WAVEX", "PCM_16"), ("WAV", "ULAW")],
)
def test_other_containers_are_read_at_full_length(decoder: LimitedDecoder, container: str, subtype: str | None) -> None:
    kept = decoder.read(encoded(noise(32_000), container, subtype))
    assert (kept.sample_rate, kept.sample_count) == (16_000, 32_000)


def test_a_sound_longer_than_one_block_is_kept_whole(decoder: LimitedDecoder) -> None:
    samples = noise(3 * (1 << 16) + 17)
    assert np.array_equal(decoded(decoder.read(encoded(samples, "FLAC")).flac), samples)


def test_nothing_but_samples_comes_through(decoder: LimitedDecoder) -> None:
    secret = b"recorded at home by somebody"
    wav = encoded(noise(800), "WAV")
    chunk = b"LIST" + struct.pack("<I", len(secret)) + secret
    tagged_flac = io.BytesIO()
    with soundfile.SoundFile(tagged_flac, "w", samplerate=16_000, channels=1, format="FLAC") as file:
        file.comment = secret.decode()
        file.write(noise(800))
    id3 = b"ID3\x04\x00\x00" + bytes((0, 0, 0, len(secret))) + secret
    for data in (wav + chunk, wav[:12] + chunk + wav[12:], tagged_flac.getvalue(), id3 + wav):
        assert secret in data
        kept = decoder.read(data)
        assert secret not in kept.flac
        assert kept == decoder.read(wav)


def test_what_follows_the_promised_samples_of_a_flac_is_left_behind(decoder: LimitedDecoder) -> None:
    flac = encoded(noise(800), "FLAC")
    assert decoder.read(flac + b"TAG" + bytes(125)) == decoder.read(flac)


def test_real_recordings_are_kept_bit_for_bit_or_refused_by_name(decoder: LimitedDecoder) -> None:
    refused, found = 0, real_recordings(300)
    for path in found:
        data = path.read_bytes()
        try:
            kept = decoder.read(data)
        except CutShortError:  # written by an old encoder, with samples beyond 16 bit
            refused += 1
            continue
        assert kept.samples_sha256 == digest_of(decoded(data))
        assert np.array_equal(decoded(kept.flac), decoded(data))
    assert refused <= len(found) // 50
