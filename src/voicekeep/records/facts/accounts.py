"""What became of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosing:
    """A person closed their account: everything of theirs is about to be destroyed (GDPR Art. 17)."""

    subject: SubjectId
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"account_closing|{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed:
    """A person's key is gone, and with it all that was sealed to them."""

    subject: SubjectId
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return account_closed_key(self.subject)


def account_closed_key(subject: SubjectId) -> str:
    """Return the natural key of the fact that an account is closed."""
    return f"account_closed|{subject}"
