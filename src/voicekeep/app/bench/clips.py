"""Recordings of 60 KB for benchmarks: random enough that nothing can compress them, the same for the same number."""

from __future__ import annotations

import hashlib

CLIP_BYTES = 60_000


def clip(number: int) -> bytes:
    """Return the bytes of one clip."""
    return b"fLaC" + hashlib.shake_128(number.to_bytes(8, "big")).digest(CLIP_BYTES - 4)
