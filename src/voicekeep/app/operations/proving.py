"""Every way in which a person proves who they are: password, passkey, recovery code; and what they can change of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from voicekeep.app.operations.accounts import note_sign_in, profile_of
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.credentials import note_change
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.formats.lines import decode_record
from voicekeep.notice import NoticeKind
from voicekeep.people import (
    Passkey,
    Session,
    SignedIn,
    Site,
    add_passkey,
    answered,
    ask_to_add,
    ask_to_prove,
    confirm_with_passkey,
    end_other_sessions,
    end_session,
    new_password,
    new_recovery_codes,
    require_fresh,
    sign_in_with_code,
    sign_in_with_passkey,
)
from voicekeep.people import change_password as put_password
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import CredentialChange
from voicekeep.records.ids import ItemId, PasskeyId, SessionId, SubjectId
from voicekeep.records.items import ItemKind, PasskeyRecord
from voicekeep.records.scope import ReleaseScope


class PasskeyNameRefusedError(VoicekeepError):
    """A passkey's name is empty, too long or more than one line; nothing was changed."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the passkey's name is empty, too long or more than one line; nothing was changed")


class UnknownPasskeyError(VoicekeepError):
    """There is no such passkey of this person; nothing was changed."""

    promise = "P3"

    def __init__(self) -> None:
        super().__init__("there is no such passkey of this person; nothing was changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPasskey:
    """A passkey as its person sees it."""

    passkey: PasskeyId
    name: str
    added_at: datetime  # UTC
    used_at: datetime | None  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Everything by which a person's account can be opened now."""

    passkeys: tuple[NamedPasskey, ...]
    codes_left: int  # recovery codes
    sessions: tuple[Session, ...]  # open ones, the latest sign-in first


def site_of(keep: Keep) -> Site:
    """Return where this keep's passkeys are good for."""
    address = urlsplit(keep.settings.public_url)
    return Site(host=address.hostname or keep.settings.public_origin, origin=f"{address.scheme}://{address.netloc}")


# --- in


def challenge_to_sign_in(keep: Keep) -> str:
    """Return what a browser needs to prove any passkey of this keep, as JSON."""
    with keep.people_book() as book:
        return ask_to_prove(book, None, site=site_of(keep), now=keep.now(), limits=keep.limits, entropy=keep.entropy)


def sign_in_by_passkey(keep: Keep, answer: str) -> SignedIn:
    """Sign in whoever's passkey it is. Raises PasskeyRefusedError."""
    signed_in = sign_in_with_passkey(
        keep.people_book, answer, site=site_of(keep), now=keep.now(), limits=keep.limits, entropy=keep.entropy
    )
    note_sign_in(keep, signed_in.session.subject, "passkey")
    return signed_in


def sign_in_by_code(keep: Keep, email: str, code: str) -> SignedIn:
    """Sign in with a recovery code, which is used up. Raises RecoveryRefusedError, TooManyFailuresError."""
    signed_in = sign_in_with_code(
        keep.people_book,
        keep.email_index.of(email),
        code,
        now=keep.now(),
        limits=keep.limits,
        entropy=keep.entropy,
    )
    note_sign_in(keep, signed_in.session.subject, "recovery_code")
    return signed_in


def challenge_to_confirm(keep: Keep, session: Session) -> str:
    """Return what a browser needs to prove a passkey of this person, as JSON."""
    with keep.people_book() as book:
        return ask_to_prove(
            book, session.subject, site=site_of(keep), now=keep.now(), limits=keep.limits, entropy=keep.entropy
        )


def confirm_by_passkey(keep: Keep, session: Session, answer: str) -> Session:
    """Renew a sign-in, so that it is fresh. Raises PasskeyRefusedError, NotSignedInError."""
    renewed = confirm_with_passkey(keep.people_book, session, answer, site=site_of(keep), now=keep.now())
    note_sign_in(keep, session.subject, "passkey")
    return renewed


# --- what opens the account; a fresh sign-in for every change, and a notice of it in the same transaction


def access_of(keep: Keep, session: Session) -> Access:
    """Return what opens the signed-in person's account."""
    subject, now = session.subject, keep.now()
    with keep.database.read() as transaction:
        held = transaction.people.passkeys_of(subject)
        names = _names(keep, subject) if held else {}
        codes = transaction.people.recovery_codes_of(subject)
        sessions = transaction.people.sessions_of(subject)
    return Access(
        passkeys=tuple(_named(each, names) for each in held),
        codes_left=sum(code.used_at is None for code in codes),
        sessions=tuple(each for each in sessions if each.open_at(now)),
    )


def challenge_to_add(keep: Keep, session: Session) -> str:
    """Return what a browser needs to make a passkey for this person, as JSON.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
        TooManyPasskeysError: there are as many as there may be.
    """
    require_fresh(session, keep.now(), keep.limits)
    called = profile_of(keep, session).email
    with keep.people_book() as book:
        return ask_to_add(
            book,
            session.subject,
            called=called,
            site=site_of(keep),
            now=keep.now(),
            limits=keep.limits,
            entropy=keep.entropy,
        )


def add_a_passkey(keep: Keep, session: Session, answer: str, name: str) -> PasskeyId:
    """Add what the browser made, under a name.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
        PasskeyNameRefusedError: the name cannot be used.
        PasskeyRefusedError: the passkey was not made for this person here and now.
        TooManyPasskeysError: there are as many as there may be.
    """
    now = keep.now()
    require_fresh(session, now, keep.limits)
    name = _acceptable(keep, name)
    with keep.people_book() as book:
        asked = answered(book, answer, session.subject, now, adding=True)
    with keep.database.begin() as transaction:
        note_change(keep, transaction, session.subject, CredentialChange.PASSKEY_ADDED)
        added = add_passkey(
            transaction.people,
            answer,
            asked,
            site=site_of(keep),
            now=now,
            limits=keep.limits,
            entropy=keep.entropy,
        )
        tell(keep, transaction, session.subject, NoticeKind.PASSKEY_ADDED)
    keep.remember()
    _note_name(keep, session.subject, added.passkey, name)
    return added.passkey


def name_passkey(keep: Keep, session: Session, passkey: PasskeyId, name: str) -> None:
    """Give a passkey another name. Raises PasskeyNameRefusedError, UnknownPasskeyError."""
    name = _acceptable(keep, name)
    with keep.database.read() as transaction:
        if passkey not in {each.passkey for each in transaction.people.passkeys_of(session.subject)}:
            raise UnknownPasskeyError
    _note_name(keep, session.subject, passkey, name)


def remove_passkey(keep: Keep, session: Session, passkey: PasskeyId) -> None:
    """Remove a passkey: from now on it opens nothing.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
        UnknownPasskeyError: it is not theirs, or gone already.
    """
    require_fresh(session, keep.now(), keep.limits)
    with keep.database.begin() as transaction:
        if passkey not in {each.passkey for each in transaction.people.passkeys_of(session.subject)}:
            raise UnknownPasskeyError
        note_change(keep, transaction, session.subject, CredentialChange.PASSKEY_REMOVED)
        transaction.people.remove_passkey(passkey)
        tell(keep, transaction, session.subject, NoticeKind.PASSKEY_REMOVED)
    keep.remember()


def make_recovery_codes(keep: Keep, session: Session) -> tuple[str, ...]:
    """Make new recovery codes, which end all earlier ones, and return them: they are shown this once.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
    """
    require_fresh(session, keep.now(), keep.limits)
    with keep.database.begin() as transaction:
        note_change(keep, transaction, session.subject, CredentialChange.RECOVERY_CODES)
        tell(keep, transaction, session.subject, NoticeKind.CODES_MADE)
        codes = new_recovery_codes(transaction.people, session.subject, keep.now(), keep.entropy)
    keep.remember()
    return codes


def change_password(keep: Keep, session: Session, password: str) -> None:
    """Take a new password, and end every other session.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
        NewPasswordRefusedError: it is too short or too long.
    """
    now = keep.now()
    credential = new_password(
        keep.people_book, session, password, passwords=keep.passwords, now=now, limits=keep.limits
    )
    with keep.database.begin() as transaction:
        note_change(keep, transaction, credential.subject, CredentialChange.PASSWORD)
        put_password(transaction.people, session, credential, now=now, limits=keep.limits, entropy=keep.entropy)
    keep.remember()


def end_one_session(keep: Keep, session: Session, other: SessionId) -> None:
    """End one of the person's sessions, this one or another."""
    with keep.people_book() as book:
        end_session(book, session, other, keep.now())


def end_all_others(keep: Keep, session: Session) -> None:
    """End all of the person's sessions but this one."""
    with keep.people_book() as book:
        end_other_sessions(book, session, keep.now())


def _acceptable(keep: Keep, name: str) -> str:
    if not 0 < len(name.strip()) <= keep.limits.name_max_chars or not name.isprintable():
        raise PasskeyNameRefusedError
    return name.strip()


def _note_name(keep: Keep, subject: SubjectId, passkey: PasskeyId, name: str) -> None:
    item = ItemId.random(keep.entropy)
    record = PasskeyRecord(item=item, owner=subject, at=keep.now(), passkey=passkey, passkey_name=name)
    keep_items(keep, subject, [Piece(record=record)])


def _names(keep: Keep, subject: SubjectId) -> dict[PasskeyId, str]:
    """Return what the person calls their passkeys: the latest name of each."""
    opener = keep.ring.opener_for(subject)
    with keep.database.read() as transaction:
        items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in items.items(ItemKind.PASSKEY)]
    return {record.passkey: record.passkey_name for record in records if isinstance(record, PasskeyRecord)}


def _named(passkey: Passkey, names: dict[PasskeyId, str]) -> NamedPasskey:
    return NamedPasskey(
        passkey=passkey.passkey,
        name=names.get(passkey.passkey, ""),
        added_at=passkey.added_at,
        used_at=passkey.used_at,
    )
