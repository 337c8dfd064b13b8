"""Codes: short enough to type on a speaker, good for minutes, for one speaker, and for few tries.

Flow        random bytes -> "K7M2-QX9D", shown once -> what somebody types -> a Pairing, or a named error
Guarantees  1. The code is nowhere: a row holds its first half, by which it is found, and a keyed digest of the whole.
            2. After `TRIES` wrong second halves the offer is gone, however many type at once.
            3. Letters that look like digits are taken for them; case, spaces and dashes do not count.
I/O         none
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from voicekeep.device.binding import DeviceError, Pairing
from voicekeep.records.ids import Entropy, HouseholdId, SubjectId
from voicekeep.records.limits import Limits

TRIES: Final = 5
HALF: Final = 4  # characters: 20 bits each

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32
_ALIKE: Final = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013")
_DOMAIN: Final = b"voicekeep pairing code v1\n"

Keyed = Callable[[bytes], bytes]
"""Return the keyed digest of a SHA-256 digest."""


class CodeRefusedError(DeviceError):
    """A code is none, or counts no longer; nothing was paired."""

    def __init__(self) -> None:
        super().__init__("the code is none, or counts no longer; nothing was paired")


def new_pairing(
    opened_by: SubjectId,
    household: HouseholdId | None,
    *,
    now: datetime,
    limits: Limits,
    keyed: Keyed,
    entropy: Entropy,
) -> tuple[Pairing, str]:
    """Return an offer to bind one speaker, and its code, which is shown once."""
    code = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in entropy(2 * HALF))  # 256 is a multiple of 32
    pairing = Pairing(
        selector=code[:HALF],
        code_digest=_digest(code, keyed),
        opened_by=opened_by,
        household=household,
        expires_at=now + limits.pairing_lifetime,
    )
    return pairing, f"{code[:HALF]}-{code[HALF:]}"


def understood_code(typed: str) -> str:
    """Return the code that somebody means.

    Raises:
        CodeRefusedError: no code looks like that.
    """
    code = typed.strip().upper().translate(_ALIKE)
    if len(code) != 2 * HALF or any(char not in _ALPHABET for char in code):
        raise CodeRefusedError
    return code


def selector_of(code: str) -> str:
    """Return by what the offer of an understood code is found."""
    return code[:HALF]


def fits(pairing: Pairing, code: str, now: datetime, keyed: Keyed) -> bool:
    """Return whether an understood code is this offer's, and still counts."""
    right = hmac.compare_digest(pairing.code_digest, _digest(code, keyed))
    return right and now < pairing.expires_at and pairing.tries < TRIES


def missed(pairing: Pairing, now: datetime) -> Pairing | None:
    """Return the offer after a wrong try; nothing: that was one too many, or its time is over."""
    tries = pairing.tries + 1
    return None if tries >= TRIES or now >= pairing.expires_at else replace(pairing, tries=tries)


def _digest(code: str, keyed: Keyed) -> bytes:
    return keyed(hashlib.sha256(_DOMAIN + code.encode("ascii")).digest())
