"""Passwords: argon2id at the library's defaults (RFC 9106, second recommendation), a bounded number at once.

Each takes 64 MiB and about a tenth of a second: on purpose for whoever guesses, and too much to let every request
of a stranger have it at the same time.
"""

from __future__ import annotations

import base64
import threading
import unicodedata
from typing import Final

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from voicekeep.records.ids import Entropy

AT_ONCE: Final = 2


class Passwords:
    """Hashes and verifies passwords; safe to share between threads."""

    def __init__(
        self, entropy: Entropy, *, parameters: Parameters = RFC_9106_LOW_MEMORY, at_once: int = AT_ONCE
    ) -> None:
        self._entropy = entropy
        self._salt_bytes = parameters.salt_len
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._gate = threading.BoundedSemaphore(at_once)
        self._secret_of_nobody = _secret_of_nobody(parameters)

    def hash(self, password: str) -> str:
        """Return the secret to keep, in PHC format, under a salt of its own."""
        with self._gate:
            return self._hasher.hash(_typed(password), salt=self._entropy(self._salt_bytes))

    def verify(self, secret: str | None, password: str) -> bool:
        """Return whether `password` fits; None stands for an account that does not exist and costs the same."""
        try:
            with self._gate:
                self._hasher.verify(self._secret_of_nobody if secret is None else secret, _typed(password))
        except (VerificationError, InvalidHashError):
            return False
        return secret is not None

    def outdated(self, secret: str) -> bool:
        """Return whether `secret` was made with other parameters than a new one would be."""
        return self._hasher.check_needs_rehash(secret)


def _secret_of_nobody(parameters: Parameters) -> str:
    """Return a secret that is as costly to verify as any other, and that no known password fits."""
    cost = f"m={parameters.memory_cost},t={parameters.time_cost},p={parameters.parallelism}"
    salt, digest = (
        base64.b64encode(bytes(length)).decode("ascii").rstrip("=")
        for length in (parameters.salt_len, parameters.hash_len)
    )
    return f"$argon2id$v={parameters.version}${cost}${salt}${digest}"


def _typed(password: str) -> bytes:
    # One keyboard sends an accented letter as one character, another as two (RFC 8265, OpaqueString: NFC).
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
