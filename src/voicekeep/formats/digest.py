"""Digests that tell equal from different to whoever holds the key, and to nobody else.

Flow        SHA-256 of an item's record, audio or samples -> its blind digest, in the ledger and in inventories
Guarantees  1. Without the key no guess at what was said, or at a name, can be tried against a stolen database.
I/O         none
Format      docs/formats/records.md, version 1: HMAC-SHA256 (RFC 2104)
"""

from __future__ import annotations

import hmac
from typing import Final

DIGEST_BYTES: Final = 32


class BlindDigest:
    """Blinds digests under one key, which never changes: what was written stays searchable."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != DIGEST_BYTES:
            raise ValueError("the key of blind digests has 32 bytes")
        self._key = key

    def of(self, sha256: bytes) -> bytes:
        """Return the 32 bytes blind digest of a SHA-256 digest.

        Raises:
            ValueError: not a SHA-256 digest; nothing was blinded.
        """
        if len(sha256) != DIGEST_BYTES:
            raise ValueError("a SHA-256 digest has 32 bytes; nothing was blinded")
        return hmac.digest(self._key, sha256, "sha256")
