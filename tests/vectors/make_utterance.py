"""Write the vectors of what a speaker signs: `python -m tests.vectors.make_utterance`.

The key and the sound are fixed, and Ed25519 signs without chance, so a second run writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voicekeep.formats.utterance import COUNTER_MAX, hello_bytes, signing_bytes
from voicekeep.records.ids import DeviceId

HERE: Final = Path(__file__).parent
FILE: Final = "utterance.json"
Vectors = dict[str, Any]

KEY: Final = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"device key").digest())
STRANGER: Final = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"another key").digest())
DEVICE: Final = DeviceId("dev_" + 26 * "a")
OTHER: Final = DeviceId("dev_" + 26 * "b")
SOUND: Final = b"".join(number.to_bytes(2, "little") for number in range(160))
NONCE: Final = hashlib.sha256(b"nonce").digest()


def vectors() -> Vectors:
    """Return all of them."""
    digest = hashlib.sha256(SOUND).digest()
    text, hello = signing_bytes(DEVICE, 7, digest), hello_bytes(DEVICE, "Voice.Example.org:8420", NONCE)
    signature = KEY.sign(text)
    return {
        "private_key": KEY.private_bytes_raw().hex(),
        "public_key": KEY.public_key().public_bytes_raw().hex(),
        "utterance": {
            "device": DEVICE,
            "counter": 7,
            "samples": SOUND.hex(),
            "samples_sha256": digest.hex(),
            "signed": text.decode("ascii"),
            "signature": signature.hex(),
        },
        "hello": {
            "device": DEVICE,
            "host": "Voice.Example.org:8420",
            "nonce": NONCE.hex(),
            "signed": hello.decode("ascii"),
            "signature": KEY.sign(hello).hex(),
        },
        "not_signed": [
            {"why": "another counter", "device": DEVICE, "counter": 8, "signature": signature.hex()},
            {"why": "another device", "device": OTHER, "counter": 7, "signature": signature.hex()},
            {"why": "another key", "device": DEVICE, "counter": 7, "signature": STRANGER.sign(text).hex()},
            {"why": "a hello", "device": DEVICE, "counter": 7, "signature": KEY.sign(hello).hex()},
            {"why": "cut off", "device": DEVICE, "counter": 7, "signature": signature[:-1].hex()},
        ],
        "unsignable": [
            {"why": "no counter is 0", "counter": 0, "samples_sha256": digest.hex()},
            {
                "why": "a counter that not every JSON reader holds",
                "counter": COUNTER_MAX + 1,
                "samples_sha256": digest.hex(),
            },
            {"why": "not a digest", "counter": 1, "samples_sha256": digest[:-1].hex()},
        ],
    }


def text_of(made: Vectors) -> str:
    """Return the file's text."""
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    (HERE / FILE).write_text(text_of(vectors()), "utf-8")


if __name__ == "__main__":
    main()
