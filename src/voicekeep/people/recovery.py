"""Recovery codes: ten words of chance on paper, each good for one sign-in, when password and passkeys are gone.

Guarantees  1. A code is shown once; only its SHA-256 is kept. It has 80 bits of chance, so it cannot be guessed.
            2. New codes end all earlier ones.
            3. A code counts together with its account's address, and a wrong one counts as a failed sign-in.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from voicekeep.people.tokens import token_sha256
from voicekeep.records.ids import Entropy, SubjectId

CODES: Final = 10
_CODE_BYTES: Final = 10
_GROUP: Final = 4  # letters between two dashes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode:
    """One code."""

    code_sha256: bytes  # 32 bytes, of the code in small letters without dashes
    subject: SubjectId
    made_at: datetime  # UTC
    used_at: datetime | None = None  # UTC


class RecoveryBook(Protocol):
    """Where recovery codes are kept. Every read of a row proves its authentication code first."""

    def put_recovery_codes(self, subject: SubjectId, codes: tuple[RecoveryCode, ...]) -> None:
        """Put these in the place of all that the person had."""

    def recovery_codes_of(self, subject: SubjectId) -> tuple[RecoveryCode, ...]: ...

    def recovery_code(self, code_sha256: bytes) -> RecoveryCode | None: ...

    def replace_recovery_code(self, code: RecoveryCode) -> None:
        """Put back one with its `used_at`."""


def new_recovery_codes(book: RecoveryBook, subject: SubjectId, now: datetime, entropy: Entropy) -> tuple[str, ...]:
    """Make new codes for a person, and return them as they are to be written down."""
    codes = tuple(_shown(entropy(_CODE_BYTES)) for _ in range(CODES))
    rows = (RecoveryCode(code_sha256=code_sha256(code), subject=subject, made_at=now) for code in codes)
    book.put_recovery_codes(subject, tuple(rows))
    return codes


def code_sha256(typed: str) -> bytes:
    """Return what is kept of a code, however its letters and dashes were typed."""
    return token_sha256("".join(typed.split()).replace("-", "").lower())


def _shown(chance: bytes) -> str:
    letters = base64.b32encode(chance).decode("ascii").lower()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
