"""What a speaker signs of an utterance: which device, how many it has signed, and the sound by its digest.

Flow        device, counter, SHA-256 of the samples -> the bytes under the Ed25519 signature
Guarantees  1. Bytes of one device or counter are never those of another; nothing else that is signed here begins so.
I/O         none
Format      docs/formats/utterance.md, version 1
"""

from __future__ import annotations

from typing import Final

from voicekeep.formats.canonical import encode
from voicekeep.records.ids import DeviceId

_VERSION: Final = 1


def signing_bytes(device: DeviceId, counter: int, samples_sha256: bytes) -> bytes:
    """Return what the device signs; the samples are 16 bit, little-endian, mono, at 16,000 Hz."""
    return encode(
        {
            "counter": counter,
            "device": str(device),
            "samples_sha256": samples_sha256.hex(),
            "utterance": "voicekeep",
            "v": _VERSION,
        }
    )
