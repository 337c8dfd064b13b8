"""Seal a key to a person with the public half of their key pair; open it with the private half.

Flow        32 bytes + what they are for -> HPKE ciphertext -> the same 32 bytes, for the same purpose only
Guarantees  1. Opening needs both ML-KEM-768 and X25519 broken, or the private half.
            2. `info` is part of the key schedule: sealed for one thing, it does not open as another.
I/O         none; the encapsulation draws its own randomness inside the cryptographic library
Format      docs/formats/keys.md, suite 1: HPKE (RFC 9180) with ML-KEM-768 + X25519, HKDF-SHA256, AES-256-GCM
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from voicekeep.records.ids import Id
from voicekeep.vault.errors import KeyDoesNotOpenError, UnsupportedKeyError

SUITE: Final = 1
PRIVATE_BYTES: Final = 64 + 32  # ML-KEM-768 seed, X25519 private key
PUBLIC_BYTES: Final = 1184 + 32  # ML-KEM-768 encapsulation key, X25519 public key

_SEED_BYTES: Final = 64
_ENCAPSULATION_KEY_BYTES: Final = 1184
_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class PrivateHalf:
    """The half of a person's key pair that opens."""

    __slots__ = ("_key", "_of", "public")

    def __init__(self, private: bytes, *, of: Id) -> None:
        """Take the 96 bytes private half of `of`.

        Raises:
            UnsupportedKeyError: not 96 bytes.
        """
        if len(private) != PRIVATE_BYTES:
            raise UnsupportedKeyError(of)
        post_quantum = MLKEM768PrivateKey.from_seed_bytes(private[:_SEED_BYTES])
        classical = X25519PrivateKey.from_private_bytes(private[_SEED_BYTES:])
        self.public = post_quantum.public_key().public_bytes_raw() + classical.public_key().public_bytes_raw()
        self._key = hpke.MLKEM768X25519PrivateKey(post_quantum, classical)
        self._of = of

    def open(self, sealed: bytes, info: bytes, *, of: Id) -> bytes:
        """Return what was sealed to this person for `info`; `of` names it in the error.

        Raises:
            KeyDoesNotOpenError: changed, sealed for something else, or to somebody else.
        """
        try:
            return _HPKE.decrypt(sealed, self._key, info=info)
        except (InvalidTag, ValueError) as error:
            raise KeyDoesNotOpenError(of) from error


def seal_to(public: bytes, secret: bytes, info: bytes, *, of: Id) -> bytes:
    """Return `secret`, sealed for `info` to the person `of`, whose public half this is.

    Raises:
        UnsupportedKeyError: not a public half of suite 1.
    """
    try:
        key = hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_ENCAPSULATION_KEY_BYTES]),
            X25519PublicKey.from_public_bytes(public[_ENCAPSULATION_KEY_BYTES:]),
        )
        return _HPKE.encrypt(secret, key, info=info)
    except ValueError as error:
        raise UnsupportedKeyError(of) from error
