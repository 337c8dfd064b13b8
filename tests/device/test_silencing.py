"""Silence in the place of a stretch, and nothing else changed (R14)."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.device import Sound, StretchRefusedError, silenced
from voicekeep.records.limits import Limits

LIMITS = Limits()


def flac(count: int, rate: int) -> tuple[bytes, np.ndarray]:
    samples = (np.arange(count) % 30_000 + 1).astype(np.int16)
    out = io.BytesIO()
    soundfile.write(out, samples, rate, format="FLAC", subtype="PCM_16")
    return out.getvalue(), samples


def samples_of(sound: Sound) -> np.ndarray:
    found: np.ndarray = soundfile.read(io.BytesIO(sound.flac), dtype="int16")[0]
    return found


@settings(deadline=None)
@given(
    count=st.integers(min_value=1, max_value=200_000),
    rate=st.sampled_from([8_000, 16_000, 44_100]),
    first=st.integers(min_value=-100, max_value=14_000),
    length=st.integers(min_value=-10, max_value=14_000),
)
def test_inside_all_is_silent_and_outside_nothing_is_changed(count: int, rate: int, first: int, length: int) -> None:
    data, samples = flac(count, rate)
    begin, end = first * rate // 1000, -(-(first + length) * rate // 1000)
    if not 0 <= begin < min(end, count) or end > count + rate:
        with pytest.raises(StretchRefusedError):
            silenced(data, first, first + length, LIMITS)
        return
    sound = silenced(data, first, first + length, LIMITS)
    found = samples_of(sound)
    assert len(found) == sound.sample_count == count
    assert not found[begin:end].any()
    assert (found[:begin] == samples[:begin]).all()
    assert (found[end:] == samples[end:]).all()
    assert sound.samples_sha256 == hashlib.sha256(found.astype("<i2").tobytes()).digest()
    assert sound.flac_sha256 == hashlib.sha256(sound.flac).digest()


def test_a_stretch_is_whole_milliseconds_and_silences_every_sample_that_it_touches() -> None:
    data, _ = flac(44_100, 44_100)
    found = samples_of(silenced(data, 1, 2, LIMITS))
    assert np.flatnonzero(found == 0).tolist() == list(range(44, 89))  # sample 44.1 to 88.2
