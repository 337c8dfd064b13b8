"""Accounts, credentials, sessions, households, choices and invitations in SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from voicekeep.formats.rows import RowMac
from voicekeep.notice import Notice
from voicekeep.people import (
    Account,
    Ceremony,
    Choice,
    Credential,
    EmailTakenError,
    Invitation,
    Member,
    Passkey,
    RecoveryCode,
    Restriction,
    Session,
    WayIn,
)
from voicekeep.records.ids import HouseholdId, PasskeyId, SubjectId
from voicekeep.records.instant import to_microseconds
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded
from voicekeep.stores.notices import SqlNotices

_OF_A_PERSON = (
    schema.account,
    schema.credential,
    schema.passkey,
    schema.ceremony,
    schema.recovery_code,
    schema.session,
    schema.member,
    schema.choice,
    schema.restriction,
    schema.way_in,
)


class SqlPeople:
    """A PeopleBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._accounts = Guarded(schema.account, Account, mac, "subject")
        self._credentials = Guarded(schema.credential, Credential, mac, "subject", "method")
        self._passkeys = Guarded(schema.passkey, Passkey, mac, "passkey")
        self._ceremonies = Guarded(schema.ceremony, Ceremony, mac, "challenge_sha256")
        self._recovery_codes = Guarded(schema.recovery_code, RecoveryCode, mac, "code_sha256")
        self._sessions = Guarded(schema.session, Session, mac, "session")
        self._members = Guarded(schema.member, Member, mac, "subject")
        self._choices = Guarded(schema.choice, Choice, mac, "subject")
        self._restrictions = Guarded(schema.restriction, Restriction, mac, "subject")
        self._invitations = Guarded(schema.invitation, Invitation, mac, "token_sha256")
        self._ways_in = Guarded(schema.way_in, WayIn, mac, "token_sha256")
        self._mac = mac

    def add_account(self, account: Account) -> None:
        try:
            self._accounts.insert(self._connection, account)
        except IntegrityError as taken:
            raise EmailTakenError from taken

    def replace_account(self, account: Account) -> None:
        try:
            self._accounts.update(self._connection, account)
        except IntegrityError as taken:
            raise EmailTakenError from taken

    def account_of(self, subject: SubjectId) -> Account | None:
        return self._accounts.one(self._connection, subject=subject)

    def account_with_email(self, email_index: bytes) -> Account | None:
        return self._accounts.one(self._connection, email_index=email_index)

    def has_accounts(self) -> bool:
        return self._connection.execute(select(schema.account.c.subject).limit(1)).first() is not None

    def put_credential(self, credential: Credential) -> None:
        self._credentials.put(self._connection, credential)

    def credential_of(self, subject: SubjectId) -> Credential | None:
        return self._credentials.one(self._connection, subject=subject)

    def add_passkey(self, passkey: Passkey) -> None:
        self._passkeys.insert(self._connection, passkey)

    def replace_passkey(self, passkey: Passkey) -> None:
        self._passkeys.update(self._connection, passkey)

    def remove_passkey(self, passkey: PasskeyId) -> None:
        self._connection.execute(delete(schema.passkey).where(schema.passkey.c.passkey == passkey))

    def passkeys_of(self, subject: SubjectId) -> tuple[Passkey, ...]:
        query = self._passkeys.guarded_select().where(schema.passkey.c.subject == subject)
        return tuple(self._passkeys.all(self._connection, query.order_by(schema.passkey.c.added_at)))

    def passkey_called(self, credential_id: bytes) -> Passkey | None:
        return self._passkeys.one(self._connection, credential_id=credential_id)

    def add_ceremony(self, ceremony: Ceremony) -> None:
        self._ceremonies.insert(self._connection, ceremony)

    def take_ceremony(self, challenge_sha256: bytes) -> Ceremony | None:
        # The transaction writes, so nobody else can take it between these two lines.
        found = self._ceremonies.one(self._connection, challenge_sha256=challenge_sha256)
        ceremony = schema.ceremony
        self._connection.execute(delete(ceremony).where(ceremony.c.challenge_sha256 == challenge_sha256))
        return found

    def forget_ceremonies(self, before: datetime) -> None:
        ceremony = schema.ceremony
        self._connection.execute(delete(ceremony).where(ceremony.c.expires_at < to_microseconds(before)))

    def put_recovery_codes(self, subject: SubjectId, codes: tuple[RecoveryCode, ...]) -> None:
        self._connection.execute(delete(schema.recovery_code).where(schema.recovery_code.c.subject == subject))
        for code in codes:
            self._recovery_codes.insert(self._connection, code)

    def recovery_codes_of(self, subject: SubjectId) -> tuple[RecoveryCode, ...]:
        query = self._recovery_codes.guarded_select().where(schema.recovery_code.c.subject == subject)
        return tuple(self._recovery_codes.all(self._connection, query))

    def recovery_code(self, code_sha256: bytes) -> RecoveryCode | None:
        return self._recovery_codes.one(self._connection, code_sha256=code_sha256)

    def replace_recovery_code(self, code: RecoveryCode) -> None:
        self._recovery_codes.update(self._connection, code)

    def add_session(self, session: Session) -> None:
        self._sessions.insert(self._connection, session)

    def replace_session(self, session: Session) -> None:
        self._sessions.update(self._connection, session)

    def session_with_token(self, token_sha256: bytes) -> Session | None:
        return self._sessions.one(self._connection, token_sha256=token_sha256)

    def sessions_of(self, subject: SubjectId) -> tuple[Session, ...]:
        query = self._sessions.guarded_select().where(schema.session.c.subject == subject)
        return tuple(self._sessions.all(self._connection, query.order_by(schema.session.c.signed_in_at.desc())))

    def add_member(self, member: Member) -> None:
        self._members.insert(self._connection, member)

    def member_of(self, subject: SubjectId) -> Member | None:
        return self._members.one(self._connection, subject=subject)

    def members_of(self, household: HouseholdId) -> tuple[Member, ...]:
        query = self._members.guarded_select().where(schema.member.c.household == household)
        return tuple(
            self._members.all(self._connection, query.order_by(schema.member.c.since, schema.member.c.subject))
        )

    def put_member(self, member: Member) -> None:
        self._members.put(self._connection, member)

    def add_way_in(self, way_in: WayIn) -> None:
        self._ways_in.insert(self._connection, way_in)

    def way_in_with_token(self, token_sha256: bytes) -> WayIn | None:
        return self._ways_in.one(self._connection, token_sha256=token_sha256)

    def use_way_in(self, token_sha256: bytes, now: datetime) -> WayIn | None:
        # The transaction writes, so nobody else can use it between these two lines.
        found = self.way_in_with_token(token_sha256)
        if found is None or not found.open_at(now):
            return None
        used = replace(found, used_at=now)
        self._ways_in.update(self._connection, used)
        return used

    def put_choice(self, choice: Choice) -> None:
        self._choices.put(self._connection, choice)

    def choice_of(self, subject: SubjectId) -> Choice | None:
        return self._choices.one(self._connection, subject=subject)

    def choosers(self) -> tuple[str, ...]:
        query = select(schema.choice.c.subject).order_by(schema.choice.c.subject)
        return tuple(self._connection.execute(query).scalars())

    def put_restriction(self, restriction: Restriction) -> None:
        self._restrictions.put(self._connection, restriction)

    def restriction_of(self, subject: SubjectId) -> Restriction | None:
        return self._restrictions.one(self._connection, subject=subject)

    def lift_restriction(self, subject: SubjectId) -> None:
        self._connection.execute(delete(schema.restriction).where(schema.restriction.c.subject == subject))

    def add_invitation(self, invitation: Invitation) -> None:
        self._invitations.insert(self._connection, invitation)

    def invitation_with_token(self, token_sha256: bytes) -> Invitation | None:
        return self._invitations.one(self._connection, token_sha256=token_sha256)

    def use_invitation(self, token_sha256: bytes, now: datetime) -> Invitation | None:
        # The transaction writes, so nobody else can use it between these two lines.
        found = self.invitation_with_token(token_sha256)
        if found is None or not found.open_at(now):
            return None
        used = replace(found, used_at=now)
        self._invitations.update(self._connection, used)
        return used

    def forget_person(self, account: Account) -> None:
        failure = schema.sign_in_failure
        self._connection.execute(delete(failure).where(failure.c.email_index == account.email_index))
        for table in _OF_A_PERSON:
            self._connection.execute(delete(table).where(table.c.subject == account.subject))

    def note_failure(self, email_index: bytes, at: datetime) -> None:
        cells = {"email_index": email_index, "at": to_microseconds(at)}
        self._connection.execute(insert(schema.sign_in_failure), cells)

    def failures_since(self, email_index: bytes, since: datetime) -> int:
        failure = schema.sign_in_failure
        query = select(func.count()).select_from(failure)
        query = query.where(failure.c.email_index == email_index, failure.c.at >= to_microseconds(since))
        return int(self._connection.execute(query).scalar_one())

    def forget_failures(self, before: datetime) -> None:
        failure = schema.sign_in_failure
        self._connection.execute(delete(failure).where(failure.c.at < to_microseconds(before)))

    def add_notice(self, notice: Notice) -> None:
        SqlNotices(self._connection, self._mac).add(notice)
