"""People in memory: a book whose transactions are whole or undone, and what a test needs to live in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from argon2 import Parameters
from argon2.low_level import Type

from voicekeep.notice import Notice
from voicekeep.people import (
    Account,
    Applicant,
    Ceremony,
    Choice,
    Credential,
    EmailIndex,
    EmailTakenError,
    Invitation,
    Member,
    Passkey,
    Passwords,
    RecoveryCode,
    Restriction,
    Session,
    WayIn,
    enrol,
    invite,
    open_account,
)
from voicekeep.records.ids import HouseholdId, NoticeId, PasskeyId, SubjectId
from voicekeep.records.limits import Limits

NOW = datetime(2026, 3, 14, 7, 12, 9, tzinfo=UTC)
LIMITS = Limits()
INDEX = EmailIndex(bytes(range(32)))
CHEAP = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=64, parallelism=1)
PASSWORDS = Passwords(os.urandom, parameters=CHEAP)
RIGHT = "one sentence only I would say"
ADDRESS = "ada@example.org"


class PeopleInMemory:
    """PeopleBook over dictionaries."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.accounts: dict[SubjectId, Account] = {}
        self.credentials: dict[SubjectId, Credential] = {}
        self.sessions: dict[bytes, Session] = {}
        self.passkeys: dict[PasskeyId, Passkey] = {}
        self.ceremonies: dict[bytes, Ceremony] = {}
        self.codes: dict[bytes, RecoveryCode] = {}
        self.members: dict[SubjectId, Member] = {}
        self.choices_made: dict[SubjectId, Choice] = {}
        self.restrictions: dict[SubjectId, Restriction] = {}
        self.invitations: dict[bytes, Invitation] = {}
        self.ways_in: dict[bytes, WayIn] = {}
        self.notices: dict[NoticeId, Notice] = {}
        self.failures: dict[tuple[bytes, int], datetime] = {}
        self._number = count()

    @contextmanager
    def open(self) -> Iterator[PeopleInMemory]:
        """One transaction: alone, and undone by an error."""
        with self._lock:
            tables = [table for table in vars(self).values() if isinstance(table, dict)]
            before = [dict(table) for table in tables]
            try:
                yield self
            except BaseException:
                for table, rows in zip(tables, before, strict=True):
                    table.clear()
                    table.update(rows)
                raise

    def add_account(self, account: Account) -> None:
        if self.account_with_email(account.email_index) is not None:
            raise EmailTakenError
        self.accounts[account.subject] = account

    def replace_account(self, account: Account) -> None:
        taken = self.account_with_email(account.email_index)
        if taken is not None and taken.subject != account.subject:
            raise EmailTakenError
        self.accounts[account.subject] = account

    def account_of(self, subject: SubjectId) -> Account | None:
        return self.accounts.get(subject)

    def account_with_email(self, email_index: bytes) -> Account | None:
        return next((found for found in self.accounts.values() if found.email_index == email_index), None)

    def has_accounts(self) -> bool:
        return bool(self.accounts)

    def put_credential(self, credential: Credential) -> None:
        self.credentials[credential.subject] = credential

    def credential_of(self, subject: SubjectId) -> Credential | None:
        return self.credentials.get(subject)

    def add_passkey(self, passkey: Passkey) -> None:
        assert self.passkey_called(passkey.credential_id) is None
        self.passkeys[passkey.passkey] = passkey

    def replace_passkey(self, passkey: Passkey) -> None:
        assert passkey.passkey in self.passkeys
        self.passkeys[passkey.passkey] = passkey

    def remove_passkey(self, passkey: PasskeyId) -> None:
        del self.passkeys[passkey]

    def passkeys_of(self, subject: SubjectId) -> tuple[Passkey, ...]:
        return tuple(sorted((p for p in self.passkeys.values() if p.subject == subject), key=lambda p: p.added_at))

    def passkey_called(self, credential_id: bytes) -> Passkey | None:
        return next((found for found in self.passkeys.values() if found.credential_id == credential_id), None)

    def add_ceremony(self, ceremony: Ceremony) -> None:
        self.ceremonies[ceremony.challenge_sha256] = ceremony

    def take_ceremony(self, challenge_sha256: bytes) -> Ceremony | None:
        return self.ceremonies.pop(challenge_sha256, None)

    def forget_ceremonies(self, before: datetime) -> None:
        for challenge in [c.challenge_sha256 for c in self.ceremonies.values() if c.expires_at < before]:
            del self.ceremonies[challenge]

    def put_recovery_codes(self, subject: SubjectId, codes: tuple[RecoveryCode, ...]) -> None:
        for code in self.recovery_codes_of(subject):
            del self.codes[code.code_sha256]
        self.codes.update({code.code_sha256: code for code in codes})

    def recovery_codes_of(self, subject: SubjectId) -> tuple[RecoveryCode, ...]:
        return tuple(code for code in self.codes.values() if code.subject == subject)

    def recovery_code(self, code_sha256: bytes) -> RecoveryCode | None:
        return self.codes.get(code_sha256)

    def replace_recovery_code(self, code: RecoveryCode) -> None:
        assert code.code_sha256 in self.codes
        self.codes[code.code_sha256] = code

    def add_session(self, session: Session) -> None:
        self.sessions[session.token_sha256] = session

    def replace_session(self, session: Session) -> None:
        assert session.token_sha256 in self.sessions
        self.sessions[session.token_sha256] = session

    def session_with_token(self, token_sha256: bytes) -> Session | None:
        return self.sessions.get(token_sha256)

    def sessions_of(self, subject: SubjectId) -> tuple[Session, ...]:
        own = [session for session in self.sessions.values() if session.subject == subject]
        return tuple(sorted(own, key=lambda session: session.signed_in_at, reverse=True))

    def add_member(self, member: Member) -> None:
        self.members[member.subject] = member

    def members_of(self, household: HouseholdId) -> tuple[Member, ...]:
        return tuple(
            sorted(
                (each for each in self.members.values() if each.household == household),
                key=lambda each: (each.since, each.subject),
            )
        )

    def put_member(self, member: Member) -> None:
        self.members[member.subject] = member

    def add_way_in(self, way_in: WayIn) -> None:
        self.ways_in[way_in.token_sha256] = way_in

    def way_in_with_token(self, token_sha256: bytes) -> WayIn | None:
        return self.ways_in.get(token_sha256)

    def use_way_in(self, token_sha256: bytes, now: datetime) -> WayIn | None:
        found = self.ways_in.get(token_sha256)
        if found is None or not found.open_at(now):
            return None
        self.ways_in[token_sha256] = replace(found, used_at=now)
        return self.ways_in[token_sha256]

    def member_of(self, subject: SubjectId) -> Member | None:
        return self.members.get(subject)

    def put_choice(self, choice: Choice) -> None:
        self.choices_made[choice.subject] = choice

    def choice_of(self, subject: SubjectId) -> Choice | None:
        return self.choices_made.get(subject)

    def choosers(self) -> tuple[str, ...]:
        return tuple(sorted(self.choices_made))

    def put_restriction(self, restriction: Restriction) -> None:
        self.restrictions[restriction.subject] = restriction

    def restriction_of(self, subject: SubjectId) -> Restriction | None:
        return self.restrictions.get(subject)

    def lift_restriction(self, subject: SubjectId) -> None:
        self.restrictions.pop(subject, None)

    def add_invitation(self, invitation: Invitation) -> None:
        self.invitations[invitation.token_sha256] = invitation

    def invitation_with_token(self, token_sha256: bytes) -> Invitation | None:
        return self.invitations.get(token_sha256)

    def use_invitation(self, token_sha256: bytes, now: datetime) -> Invitation | None:
        found = self.invitations.get(token_sha256)
        if found is None or not found.open_at(now):
            return None
        self.invitations[token_sha256] = replace(found, used_at=now)
        return found

    def forget_person(self, account: Account) -> None:
        subject = account.subject
        for rows in (self.accounts, self.credentials, self.members, self.choices_made, self.restrictions):
            rows.pop(subject, None)
        self.passkeys = {key: row for key, row in self.passkeys.items() if row.subject != subject}
        self.ceremonies = {key: row for key, row in self.ceremonies.items() if row.subject != subject}
        self.codes = {key: row for key, row in self.codes.items() if row.subject != subject}
        self.sessions = {key: row for key, row in self.sessions.items() if row.subject != subject}
        self.failures = {key: at for key, at in self.failures.items() if key[0] != account.email_index}

    def add_notice(self, notice: Notice) -> None:
        self.notices[notice.notice] = notice

    def note_failure(self, email_index: bytes, at: datetime) -> None:
        self.failures[email_index, next(self._number)] = at

    def failures_since(self, email_index: bytes, since: datetime) -> int:
        return sum(1 for (index, _), at in self.failures.items() if index == email_index and at >= since)

    def forget_failures(self, before: datetime) -> None:
        for key in [key for key, at in self.failures.items() if at < before]:
            del self.failures[key]


def applicant(
    *,
    name: str = "Ada",
    email: str = ADDRESS,
    password: str = RIGHT,
    language: str = "en",
    household_name: str = "Harbour Street",
) -> Applicant:
    return Applicant(name=name, email=email, password=password, language=language, household_name=household_name)


def join(people: PeopleInMemory, who: Applicant, now: datetime = NOW) -> SubjectId:
    """Open an account on an invitation of its own."""
    invitation, token = invite(None, now=now, lifetime=timedelta(days=1), entropy=os.urandom)
    people.add_invitation(invitation)
    opened = open_account(
        people,
        token,
        who,
        email_index=INDEX,
        passwords=PASSWORDS,
        now=now,
        limits=LIMITS,
        entropy=os.urandom,
    )
    enrol(people, opened, now)
    return opened.account.subject
