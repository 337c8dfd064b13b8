"""What a speaker of ours signs: each utterance, and that it is there.

Flow        device, counter, SHA-256 of the sound -> the bytes under its Ed25519 signature (RFC 8032)
Guarantees  1. One text for each triple, and another first line for each purpose: what was signed for one never counts
               for the other.
            2. The host stands in what a speaker signs on connecting, so that nobody in between can pass it on.
I/O         none
Format      docs/formats/utterance.md, version 1
"""

from __future__ import annotations

from typing import Final

from voicekeep.formats.errors import FormatError
from voicekeep.records.ids import DeviceId

SIGNATURE_BYTES: Final = 64
NONCE_BYTES: Final = 32
COUNTER_MAX: Final = 10**15 - 1  # every JSON reader holds it exactly

_UTTERANCE: Final = "voicekeep utterance v1"
_HELLO: Final = "voicekeep hello v1"
_SHA256_BYTES: Final = 32
_HOST_MAX_CHARS: Final = 261  # a name of 255, a colon, a port


class UnsignableError(FormatError):
    """A part of what is to be signed is not of its form; there is nothing to sign."""

    def __init__(self, part: str) -> None:
        super().__init__(f"the {part} is not of its form; there is nothing to sign")


def signing_bytes(device: DeviceId, counter: int, samples_sha256: bytes) -> bytes:
    """Return what a device signs of one utterance; `samples_sha256` is over the 16 bit samples as they were sent.

    Raises:
        UnsignableError: a counter below 1 or too large, or not a SHA-256 digest.
    """
    if type(counter) is not int or not 0 < counter <= COUNTER_MAX:
        raise UnsignableError("counter")
    if len(samples_sha256) != _SHA256_BYTES:
        raise UnsignableError("digest")
    return _lines(_UTTERANCE, device, str(counter), samples_sha256.hex())


def hello_bytes(device: DeviceId, host: str, nonce: bytes) -> bytes:
    """Return what a device signs on connecting: that it is there, at this host, now.

    Args:
        device: Which one.
        host: Name and port of the hub as the device knows it, as they stand in its address.
        nonce: 32 random bytes that the hub has just sent.

    Raises:
        UnsignableError: a host that is empty, too long or holds a space, or not a nonce.
    """
    if not 0 < len(host) <= _HOST_MAX_CHARS or not host.isascii() or any(map(str.isspace, host)):
        raise UnsignableError("host")
    if len(nonce) != NONCE_BYTES:
        raise UnsignableError("nonce")
    return _lines(_HELLO, device, host.lower(), nonce.hex())


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("ascii")
