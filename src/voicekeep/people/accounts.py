"""Who has an account, how they prove it, where they belong and what they chose.

These rows decide who may do what; a store keeps each with its authentication code (`formats.rows`) and refuses one
that does not match. Names and e-mail addresses are not here: they are sealed items of the person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voicekeep.notice import Outbox
from voicekeep.people.passkeys import PasskeyBook
from voicekeep.people.recovery import RecoveryBook
from voicekeep.records.ids import HouseholdId, SessionId, SubjectId
from voicekeep.records.items import Keeping, RestrictionGround


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person with an account."""

    subject: SubjectId
    email_index: bytes  # 32 bytes, keyed blind index; the address itself is sealed in the profile
    created_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a person signs in with."""

    subject: SubjectId
    method: str  # "password"; passkeys are rows of their own
    secret: str = field(repr=False)  # argon2id hash in PHC format
    changed_at: datetime  # UTC


class SignInMethod(StrEnum):
    """What a person proved by who they are."""

    PASSWORD = "password"  # noqa: S105  the name of a way in
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser or terminal."""

    session: SessionId
    subject: SubjectId
    token_sha256: bytes  # 32 bytes; the token itself is never stored
    signed_in_at: datetime  # UTC, when the person last proved who they are
    method: SignInMethod
    expires_at: datetime  # UTC; the session is closed at this instant
    ended_at: datetime | None = None  # UTC

    def open_at(self, now: datetime) -> bool:
        """Return whether the session still stands for its person."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person belongs to a household."""

    household: HouseholdId
    subject: SubjectId
    since: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is kept of a person's turns from `at` on; until there is one, nothing is (P1, R31)."""

    subject: SubjectId
    keeping: Keeping
    months: int  # 3 or 18; 0 with Keeping.NOTHING
    at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What is held of a person is kept and not used, until they lift it (GDPR Art. 18)."""

    subject: SubjectId
    ground: RestrictionGround
    since: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time token to open an account."""

    token_sha256: bytes  # 32 bytes
    household: HouseholdId | None  # None: the new account starts a household of its own
    expires_at: datetime  # UTC; the invitation is closed at this instant
    used_at: datetime | None = None  # UTC

    def open_at(self, now: datetime) -> bool:
        """Return whether an account can still be opened with it."""
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """A one-time token with which a child, whose profile a guardian opened, opens an account of its own."""

    token_sha256: bytes  # 32 bytes
    subject: SubjectId
    expires_at: datetime  # UTC
    used_at: datetime | None = None  # UTC

    def open_at(self, now: datetime) -> bool:
        """Return whether it still opens the account."""
        return self.used_at is None and now < self.expires_at


class PeopleBook(PasskeyBook, RecoveryBook, Outbox, Protocol):
    """Where accounts are kept. Every read of a row proves its authentication code first."""

    def add_account(self, account: Account) -> None:
        """Raises EmailTakenError if the index is taken."""

    def replace_account(self, account: Account) -> None:
        """Put back an account with another address. Raises EmailTakenError if the index is taken."""

    def account_of(self, subject: SubjectId) -> Account | None: ...

    def account_with_email(self, email_index: bytes) -> Account | None: ...

    def has_accounts(self) -> bool: ...

    def put_credential(self, credential: Credential) -> None:
        """Add, or replace the one of the same subject and method."""

    def credential_of(self, subject: SubjectId) -> Credential | None: ...

    def add_session(self, session: Session) -> None: ...

    def replace_session(self, session: Session) -> None:
        """Put back a session with a new `signed_in_at` or `ended_at`."""

    def session_with_token(self, token_sha256: bytes) -> Session | None: ...

    def sessions_of(self, subject: SubjectId) -> tuple[Session, ...]:
        """Return a person's sessions, open or not, the latest sign-in first."""

    def add_member(self, member: Member) -> None: ...

    def member_of(self, subject: SubjectId) -> Member | None: ...

    def members_of(self, household: HouseholdId) -> tuple[Member, ...]:
        """Return who lives in a household, the longest member first."""

    def put_member(self, member: Member) -> None:
        """Put a person into another household than they were in."""

    def add_way_in(self, way_in: WayIn) -> None: ...

    def way_in_with_token(self, token_sha256: bytes) -> WayIn | None: ...

    def use_way_in(self, token_sha256: bytes, now: datetime) -> WayIn | None:
        """Mark as used and return it; None if unknown, used or over. Twice at once: one gets it."""

    def put_choice(self, choice: Choice) -> None:
        """Add, or replace the subject's earlier one."""

    def choice_of(self, subject: SubjectId) -> Choice | None: ...

    def choosers(self) -> tuple[str, ...]:
        """Return who chose, as the rows say it; `choice_of` proves each, so that one forged row is one person's."""

    def put_restriction(self, restriction: Restriction) -> None:
        """Add, or replace the subject's earlier one."""

    def restriction_of(self, subject: SubjectId) -> Restriction | None: ...

    def lift_restriction(self, subject: SubjectId) -> None:
        """Remove it, if there is one."""

    def add_invitation(self, invitation: Invitation) -> None: ...

    def invitation_with_token(self, token_sha256: bytes) -> Invitation | None:
        """Return it whether or not it is still open; it is used by `use_invitation` only."""

    def use_invitation(self, token_sha256: bytes, now: datetime) -> Invitation | None:
        """Mark as used and return it; None if unknown, used or expired. Twice at once: one gets it."""

    def forget_person(self, account: Account) -> None:
        """Delete every row about this person: nobody can sign in as them any more, and nothing says who they were."""

    def note_failure(self, email_index: bytes, at: datetime) -> None: ...

    def failures_since(self, email_index: bytes, since: datetime) -> int:
        """Return how many there were at `since` or later."""

    def forget_failures(self, before: datetime) -> None:
        """Delete the failures of every account before that instant."""
