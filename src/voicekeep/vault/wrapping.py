"""A key under a key: AES-256-GCM, bound to what it is the key of.

Flow        secret + what it belongs to -> nonce, ciphertext and tag -> the same secret, for the same thing only
Guarantees  1. Wrapped for one thing, a key does not open as another's.
I/O         none
Format      docs/formats/keys.md, version 1
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.records.ids import Entropy, Id
from voicekeep.vault.errors import KeyDoesNotOpenError

KEY_BYTES: Final = 32

_NONCE_BYTES: Final = 12


def wrap(under: AESGCM, secret: bytes, context: bytes, entropy: Entropy) -> bytes:
    """Return `secret` wrapped for `context`: 12 bytes nonce, then ciphertext and tag."""
    nonce = entropy(_NONCE_BYTES)
    return nonce + under.encrypt(nonce, secret, context)


def unwrap(under: AESGCM, wrapped: bytes, context: bytes, *, of: Id) -> bytes:
    """Return the secret that was wrapped for `context`; `of` says in the error whose key it is.

    Raises:
        KeyDoesNotOpenError: changed, wrapped for something else, or under another key.
    """
    try:
        return under.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
        raise KeyDoesNotOpenError(of) from error
