"""Find an account by its e-mail address without storing the address.

The index is keyed: who steals the database cannot try addresses against it. The address itself is in the person's
sealed profile, as it was typed.
"""

from __future__ import annotations

import hmac
import unicodedata
from typing import Final

KEY_BYTES: Final = 32

_DOMAIN: Final = b"voicekeep e-mail index v1\n"


class EmailIndex:
    """Turns addresses into 32 bytes each, under one key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key of the e-mail index has 32 bytes")
        self._key = key

    def of(self, email: str) -> bytes:
        """Return the 32 bytes index of `email`; spellings that differ in case, form or outer space share it."""
        return hmac.digest(self._key, _DOMAIN + _normal(email).encode("utf-8", "surrogatepass"), "sha256")


def _normal(email: str) -> str:
    # Case folding can undo a normal form and the other way round; Unicode (3.13, D145) wants this sandwich.
    # NFC and not NFKC: two addresses that only look alike may belong to two people.
    folded = unicodedata.normalize("NFD", email.strip()).casefold()
    return unicodedata.normalize("NFC", folded)
