"""Is it really this device? Its signatures are checked before anything that it sends is used.

Flow        a device's public key, what it says, its signature -> nothing, or a named error
Guarantees  1. Every utterance of a speaker of ours is signed by its key, or is not heard.
            2. What one device signed counts for no other one, for no other hub, and for nothing else.
I/O         none
Format      docs/formats/utterance.md, version 1
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.device.binding import PUBLIC_KEY_BYTES, Device, DeviceError
from voicekeep.device.utterance import Utterance
from voicekeep.formats.utterance import UnsignableError, hello_bytes, signing_bytes


class WrongSignatureError(DeviceError):
    """Something is not signed by the device that it is said to be from; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__("this is not signed by the device that it is said to be from; nothing of it was used")


class PublicKeyRefusedError(DeviceError):
    """Bytes are no Ed25519 public key; nothing was paired."""

    def __init__(self) -> None:
        super().__init__("these are not the bytes of an Ed25519 public key; nothing was paired")


def require_public_key(public_key: bytes) -> bytes:
    """Return the key if it can be one.

    Raises:
        PublicKeyRefusedError: it cannot.
    """
    try:
        if len(public_key) != PUBLIC_KEY_BYTES:
            raise PublicKeyRefusedError
        Ed25519PublicKey.from_public_bytes(public_key)
    except ValueError as refused:
        raise PublicKeyRefusedError from refused
    return public_key


def require_hello(device: Device, host: str, nonce: bytes, signature: bytes) -> None:
    """Return if the device signed that it is there.

    Raises:
        WrongSignatureError: it did not, or it signs nothing at all.
    """
    try:
        signed = hello_bytes(device.device, host, nonce)
    except UnsignableError as refused:
        raise WrongSignatureError from refused
    _require(device, signed, signature)


def require_signed(device: Device, utterance: Utterance) -> Device:
    """Return the device after this utterance, whose counter it has not used before.

    Raises:
        WrongSignatureError: nobody signed it, or another device, or something else was signed.
        ReplayedCounterError: the counter was used before.
    """
    said = utterance.signature
    if said is None or utterance.device != device.device:
        raise WrongSignatureError
    try:
        signed = signing_bytes(device.device, said.counter, hashlib.sha256(utterance.pcm).digest())
    except UnsignableError as refused:
        raise WrongSignatureError from refused
    _require(device, signed, said.signature)
    return device.used(said.counter)


def _require(device: Device, signed: bytes, signature: bytes) -> None:
    if device.public_key is None:
        raise WrongSignatureError
    try:
        Ed25519PublicKey.from_public_bytes(device.public_key).verify(signature, signed)
    except (InvalidSignature, ValueError) as wrong:
        raise WrongSignatureError from wrong
