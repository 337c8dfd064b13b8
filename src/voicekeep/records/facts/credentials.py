"""What opens an account was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicekeep.records.ids import SubjectId


class CredentialChange(StrEnum):
    """What was changed of what opens an account."""

    PASSWORD = "password"  # noqa: S105  what was changed, not a password
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES = "recovery_codes"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsChanged:
    """What opens a person's account was changed. Numbered, so that none can be left out unnoticed."""

    subject: SubjectId
    number: int  # of this account's changes, from 1
    what: CredentialChange
    first: bool  # an enrolment: the account never had one of this sort before
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"credentials_changed|{self.subject}|{self.number}"
