"""Invite somebody, and open an account with the invitation.

Flow        Invitation + Applicant -> OpenedAccount: rows, and the records that the caller seals to the person
Guarantees  1. One invitation opens one account, also when two try at once.
            2. Name and address are in the records only; no row holds them.
            3. Nothing is written before `enrol`, so that rows and sealed items appear in one transaction.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voicekeep.people.accounts import Account, Credential, Invitation, Member, PeopleBook
from voicekeep.people.email import EmailIndex
from voicekeep.people.errors import (
    EmailRefusedError,
    EmailTakenError,
    InvitationError,
    LanguageRefusedError,
    NameRefusedError,
    PasswordRefusedError,
)
from voicekeep.people.passwords import Passwords
from voicekeep.people.tokens import new_token, token_sha256
from voicekeep.records.ids import Entropy, HouseholdId, ItemId, SubjectId
from voicekeep.records.items import MembershipRecord, ProfileRecord
from voicekeep.records.limits import Limits
from voicekeep.records.texts import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What a person types to open an account; nothing of it shows in a repr."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    password: str = field(repr=False)
    language: str  # en, de or fr
    household_name: str = field(repr=False)  # may be empty: whoever was invited into one names none


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAccount:
    """A new account, not yet written down."""

    invitation_sha256: bytes  # 32 bytes, of the token that opens it
    account: Account
    credential: Credential
    member: Member
    profile: ProfileRecord = field(repr=False)
    membership: MembershipRecord = field(repr=False)


def invite(
    household: HouseholdId | None, *, now: datetime, lifetime: timedelta, entropy: Entropy
) -> tuple[Invitation, str]:
    """Return an invitation into `household`, or to start one, and its token, which is shown once."""
    token = new_token(entropy)
    invitation = Invitation(token_sha256=token_sha256(token), household=household, expires_at=now + lifetime)
    return invitation, token


def open_account(  # noqa: PLR0913  a person, the book, and what a pure function may not take by itself
    book: PeopleBook,
    invitation: str,
    applicant: Applicant,
    *,
    email_index: EmailIndex,
    passwords: Passwords,
    now: datetime,
    limits: Limits,
    entropy: Entropy,
) -> OpenedAccount:
    """Return the account that an invitation's token opens; `enrol` writes it down.

    Raises:
        InvitationError: the token opens nothing, or no longer.
        ApplicantRefusedError: what was typed cannot stand for a person; the subclass says what.
        EmailTakenError: the address has an account.
    """
    invited = book.invitation_with_token(token_sha256(invitation))
    if invited is None or not invited.open_at(now):
        raise InvitationError
    require_acceptable(applicant, limits)
    index = email_index.of(applicant.email)
    if book.account_with_email(index) is not None:
        raise EmailTakenError
    subject = SubjectId.random(entropy)
    member = Member(household=invited.household or HouseholdId.random(entropy), subject=subject, since=now)
    return OpenedAccount(
        invitation_sha256=invited.token_sha256,
        account=Account(subject=subject, email_index=index, created_at=now),
        credential=Credential(
            subject=subject, method="password", secret=passwords.hash(applicant.password), changed_at=now
        ),
        member=member,
        profile=_profile(applicant, subject, now, entropy),
        membership=_membership(applicant, member, entropy),
    )


def enrol(book: PeopleBook, opened: OpenedAccount, now: datetime) -> None:
    """Use the invitation up and write the account down; an error must undo the whole transaction.

    Raises:
        InvitationError: somebody used it meanwhile, or its time is over.
        EmailTakenError: somebody opened an account with the address meanwhile.
    """
    if book.use_invitation(opened.invitation_sha256, now) is None:
        raise InvitationError
    book.add_account(opened.account)
    book.put_credential(opened.credential)
    book.add_member(opened.member)


def require_acceptable(applicant: Applicant, limits: Limits) -> None:
    """Refuse what cannot stand for a person.

    Raises:
        NameRefusedError, EmailRefusedError, PasswordRefusedError, LanguageRefusedError: that.
    """
    require_presentable(applicant.name, applicant.email, applicant.language, limits)
    if applicant.household_name and not is_one_line(applicant.household_name, limits.name_max_chars):
        raise NameRefusedError
    if not limits.password_min_chars <= len(applicant.password) <= limits.password_max_chars:
        raise PasswordRefusedError


def require_presentable(name: str, email: str, language: str, limits: Limits) -> None:
    """Refuse what cannot stand in a profile.

    Raises:
        NameRefusedError, EmailRefusedError, LanguageRefusedError: that.
    """
    if not is_one_line(name, limits.name_max_chars):
        raise NameRefusedError
    if not _is_address(email, limits.email_max_chars):
        raise EmailRefusedError
    if language not in LANGUAGES:
        raise LanguageRefusedError


def _profile(applicant: Applicant, subject: SubjectId, now: datetime, entropy: Entropy) -> ProfileRecord:
    return ProfileRecord(
        item=ItemId.random(entropy),
        owner=subject,
        at=now,
        name=applicant.name,
        email=applicant.email,
        language=applicant.language,
    )


def _membership(applicant: Applicant, member: Member, entropy: Entropy) -> MembershipRecord:
    return MembershipRecord(
        item=ItemId.random(entropy),
        owner=member.subject,
        at=member.since,
        household=member.household,
        household_name=applicant.household_name,
    )


def is_one_line(text: str, most: int) -> bool:
    """Say whether a text can stand for a name: not empty, not too long, and nothing in it ends a line."""
    unfit = {"Cc", "Cs", "Zl", "Zp"}  # controls, halves of characters, line and paragraph ends
    return bool(text.strip()) and len(text) <= most and not any(unicodedata.category(char) in unfit for char in text)


def _is_address(text: str, most: int) -> bool:
    """Say whether mail could go there; only sending some could tell whether it would arrive."""
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and not any(map(str.isspace, text)) and is_one_line(text, most)
