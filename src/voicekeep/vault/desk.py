"""What members of staff write for each other: their names, and reasons that wait for a second person.

Flow        a text + what it belongs to -> nonce, ciphertext and tag -> the same text, for the same thing only
Guarantees  1. Who has the database alone reads none of it.
            2. Sealed for one thing, a text does not open as another's.
I/O         none
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.records.ids import Entropy, Id
from voicekeep.vault.wrapping import unwrap, wrap


class DeskSeal:
    """Seals short texts under one key."""

    __slots__ = ("_entropy", "_under")

    def __init__(self, key: bytes, entropy: Entropy) -> None:
        self._under = AESGCM(key)
        self._entropy = entropy

    def seal(self, text: str, of: Id) -> bytes:
        """Return `text` sealed for what it belongs to."""
        return wrap(self._under, text.encode(), of.encode(), self._entropy)

    def open(self, sealed: bytes, of: Id) -> str:
        """Return the text that was sealed for it.

        Raises:
            KeyDoesNotOpenError: changed, or sealed for something else.
        """
        return unwrap(self._under, sealed, of.encode(), of=of).decode()
