"""Tokens: secrets of 32 random bytes that are shown once; only their SHA-256 is kept.

A plain hash is enough, and needs no slow one: a token cannot be guessed. Looking a row up by it does not tell by its
timing how much of a wrong token was right.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from voicekeep.records.ids import Entropy

TOKEN_BYTES: Final = 32


def new_token(entropy: Entropy) -> str:
    """Return a new token: 43 characters of unpadded base64url."""
    return base64.urlsafe_b64encode(entropy(TOKEN_BYTES)).decode("ascii").rstrip("=")


def token_sha256(token: str) -> bytes:
    """Return the 32 bytes that are kept of a token; any text that somebody sends may be asked about."""
    return bytes_sha256(token.encode("utf-8", "surrogatepass"))


def bytes_sha256(secret: bytes) -> bytes:
    """Return the 32 bytes that are kept of a secret."""
    return hashlib.sha256(secret).digest()
