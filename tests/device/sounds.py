"""Sound files made for tests, and the real recordings where a checkout has them."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

Samples = NDArray[np.int16]

REAL_VOICES = Path(os.environ.get("VOICEKEEP_VOICES", Path(__file__).resolve().parents[3] / "shared" / "voices"))


def noise(count: int, *, channels: int = 1, seed: int = 1) -> Samples:
    shape = count if channels == 1 else (count, channels)
    return np.random.default_rng(seed).integers(-8_000, 8_000, shape).astype(np.int16)


def encoded(samples: NDArray[np.generic], container: str, subtype: str | None = None, rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=container, subtype=subtype)
    return file.getvalue()


def decoded(data: bytes) -> Samples:
    samples: Samples = soundfile.read(io.BytesIO(data), dtype="int16")[0]
    return samples


def digest_of(samples: NDArray[np.generic]) -> bytes:
    return hashlib.sha256(samples.astype("<i2").tobytes()).digest()


def promising(flac: bytes, samples: int) -> bytes:
    """Return `flac` with a header that promises so many samples."""
    fields = int.from_bytes(flac[18:26], "big")
    return flac[:18] + (fields >> 36 << 36 | samples).to_bytes(8, "big") + flac[26:]


def real_recordings(at_most: int) -> list[Path]:
    """Return some of the real recordings, spread over all sets; skip the test where there are none."""
    found = sorted(REAL_VOICES.rglob("*.flac"))
    if not found:
        pytest.skip("no real recordings here: set VOICEKEEP_VOICES to a folder of FLAC files to test with them")
    return found[:: max(1, len(found) // at_most)]
