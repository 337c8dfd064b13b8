"""Sign in, stay signed in, prove it again, sign out.

Flow        e-mail index and password, or a passkey's answer, or a code -> SignedIn(session, token); token -> Session
Guarantees  1. Unknown account and wrong password: the same error after the same work (P3).
            2. In one window no account's password is judged wrong more often than the limit says, also by tries
               at once; what is not judged tells nothing.
            3. A failure is counted for good before it is told: the error is raised after its transaction.
            4. Only the SHA-256 of a session's token is kept.
I/O         none here; the caller hands in how to open the book for one short transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, TypeVar

from voicekeep.notice import NoticeKind, notice_to
from voicekeep.people.accounts import Credential, PeopleBook, Session, SignInMethod
from voicekeep.people.errors import (
    NotSignedInError,
    RecoveryRefusedError,
    SignInRefusedError,
    StaleSignInError,
    TooManyFailuresError,
)
from voicekeep.people.passkeys import Site, answered, proven
from voicekeep.people.passwords import Passwords
from voicekeep.people.recovery import code_sha256
from voicekeep.people.tokens import new_token, token_sha256
from voicekeep.records.ids import Entropy, SessionId, SubjectId
from voicekeep.records.limits import Limits

R = TypeVar("R")

OpenBook: TypeAlias = Callable[[], AbstractContextManager[PeopleBook]]
"""Open the book for one short transaction; it commits when its context ends without an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new session, and the token that its person shows from now on."""

    session: Session
    token: str = field(repr=False)


def sign_in(
    open_book: OpenBook,
    email_index: bytes,
    password: str,
    *,
    passwords: Passwords,
    now: datetime,
    limits: Limits,
    entropy: Entropy,
) -> SignedIn:
    """Open a session for whoever has this account and knows its password.

    Args:
        open_book: Opens one transaction; it must not be inside of one already, or a failure would be forgotten
            together with the error that it causes.
        email_index: What `EmailIndex.of` made of the address.
        password: As typed.
        passwords: Judges it; outside of any transaction, because that takes long.
        now: UTC.
        limits: Failures per window, and how long a session lasts.
        entropy: For the session's id and token.

    Raises:
        SignInRefusedError: they do not fit together; the same for an unknown account.
        TooManyFailuresError: too many of those lately; this try was not judged.
    """
    tries = _Tries(open_book, email_index, now, limits)
    return tries.judge(
        password, passwords, lambda book, subject: _enter(book, subject, SignInMethod.PASSWORD, now, limits, entropy)
    )


def sign_in_with_passkey(
    open_book: OpenBook, answer: str, *, site: Site, now: datetime, limits: Limits, entropy: Entropy
) -> SignedIn:
    """Open a session for whoever's passkey answered a challenge of `ask_to_prove`.

    Raises:
        PasskeyRefusedError: it proves nobody; the challenge cannot be answered again.
    """
    with open_book() as book:
        asked = answered(book, answer, None, now)
    with open_book() as book:
        subject = proven(book, answer, asked, site=site, now=now).subject
        return _enter(book, subject, SignInMethod.PASSKEY, now, limits, entropy)


def sign_in_with_code(
    open_book: OpenBook, email_index: bytes, code: str, *, now: datetime, limits: Limits, entropy: Entropy
) -> SignedIn:
    """Open a session for whoever has this account and one of its recovery codes; the code is used up.

    The person is told by a notice: whoever finds such a code on paper needs nothing else.

    Raises:
        RecoveryRefusedError: they do not fit together; the same for an unknown account and a used code.
        TooManyFailuresError: too many of those lately; this try was not judged.
    """
    tries = _Tries(open_book, email_index, now, limits)
    with open_book() as book:
        tries.require_few_failures(book)
        held, account = book.recovery_code(code_sha256(code)), book.account_with_email(email_index)
        if held and account and held.subject == account.subject and held.used_at is None:
            book.replace_recovery_code(replace(held, used_at=now))
            book.add_notice(notice_to(held.subject, NoticeKind.CODE_USED, now=now, entropy=entropy))
            return _enter(book, held.subject, SignInMethod.RECOVERY_CODE, now, limits, entropy)
        tries.note_failure(book)
    raise RecoveryRefusedError


def _enter(
    book: PeopleBook, subject: SubjectId, method: SignInMethod, now: datetime, limits: Limits, entropy: Entropy
) -> SignedIn:
    token = new_token(entropy)
    session = Session(
        session=SessionId.random(entropy),
        subject=subject,
        token_sha256=token_sha256(token),
        signed_in_at=now,
        method=method,
        expires_at=now + limits.session_lifetime,
    )
    book.add_session(session)
    return SignedIn(session=session, token=token)


def sign_in_again(
    open_book: OpenBook, session: Session, password: str, *, passwords: Passwords, now: datetime, limits: Limits
) -> Session:
    """Renew the session's sign-in, so that it is fresh; the session does not last longer for it.

    Raises:
        NotSignedInError: the session is closed.
        SignInRefusedError: the password does not fit.
        TooManyFailuresError: too many of those lately; this try was not judged.
    """
    with open_book() as book:
        subject = require_open(book.session_with_token(session.token_sha256), now).subject
        account = book.account_of(subject)
    if account is None:
        raise NotSignedInError
    tries = _Tries(open_book, account.email_index, now, limits)
    return tries.judge(password, passwords, lambda book, _: _renew(book, session, SignInMethod.PASSWORD, now))


def confirm_with_passkey(open_book: OpenBook, session: Session, answer: str, *, site: Site, now: datetime) -> Session:
    """Renew the session's sign-in with a passkey of the same person.

    Raises:
        NotSignedInError: the session is closed.
        PasskeyRefusedError: it does not prove that person; the challenge cannot be answered again.
    """
    with open_book() as book:
        subject = require_open(book.session_with_token(session.token_sha256), now).subject
        asked = answered(book, answer, subject, now)
    with open_book() as book:
        proven(book, answer, asked, site=site, now=now)
        return _renew(book, session, SignInMethod.PASSKEY, now)


def _renew(book: PeopleBook, session: Session, method: SignInMethod, now: datetime) -> Session:
    renewed = replace(require_open(book.session_with_token(session.token_sha256), now), signed_in_at=now, method=method)
    book.replace_session(renewed)
    return renewed


def signed_in(book: PeopleBook, token: str, now: datetime) -> Session:
    """Return the open session that a token stands for.

    Raises:
        NotSignedInError: there is none, or no longer.
    """
    return require_open(book.session_with_token(token_sha256(token)), now)


def sign_out(book: PeopleBook, session: Session, now: datetime) -> None:
    """End a session; one that is closed already stays as it is."""
    current = book.session_with_token(session.token_sha256)
    if current is not None and current.open_at(now):
        book.replace_session(replace(current, ended_at=now))


def end_session(book: PeopleBook, own: Session, session: SessionId, now: datetime) -> None:
    """End one of the person's own sessions; another person's, or none, is left as it is."""
    for each in book.sessions_of(own.subject):
        if each.session == session and each.open_at(now):
            book.replace_session(replace(each, ended_at=now))


def end_other_sessions(book: PeopleBook, own: Session, now: datetime) -> int:
    """End all of the person's sessions but this one; return how many there were."""
    others = [each for each in book.sessions_of(own.subject) if each.session != own.session and each.open_at(now)]
    for each in others:
        book.replace_session(replace(each, ended_at=now))
    return len(others)


def require_fresh(session: Session, now: datetime, limits: Limits) -> None:
    """Accept the session as proof of who acts now.

    Raises:
        NotSignedInError: the session is closed.
        StaleSignInError: its last sign-in is ten minutes old or more, or lies ahead of the clock.
    """
    require_open(session, now)
    if not session.signed_in_at <= now < session.signed_in_at + limits.sign_in_fresh_for:
        raise StaleSignInError


def require_open(session: Session | None, now: datetime) -> Session:
    """Return the session if it still stands for its person.

    Raises:
        NotSignedInError: there is none, or it is closed.
    """
    if session is None or not session.open_at(now):
        raise NotSignedInError
    return session


@dataclass(frozen=True, slots=True)
class _Tries:
    """The tries to sign in under one index within the window that ends now."""

    open_book: OpenBook
    email_index: bytes
    now: datetime
    limits: Limits

    def judge(self, password: str, passwords: Passwords, then: Callable[[PeopleBook, SubjectId], R]) -> R:
        """Return what `then` makes for the account's person, if the password is theirs."""
        # 1 what there is to compare with; nothing, for an unknown account
        with self.open_book() as book:
            self.require_few_failures(book)
            held = self._credential(book)
        # 2 the costly part, for known and unknown alike, and outside of any transaction
        fits = passwords.verify(None if held is None else held.secret, password)
        renewed = passwords.hash(password) if fits and held and passwords.outdated(held.secret) else None
        # 3 the answer, unless other tries used the window up meanwhile or the password was changed
        with self.open_book() as book:
            self.require_few_failures(book)
            if fits and held is not None and held == self._credential(book):
                if renewed is not None:
                    book.put_credential(replace(held, secret=renewed))
                return then(book, held.subject)
            self.note_failure(book)
        raise SignInRefusedError

    def note_failure(self, book: PeopleBook) -> None:
        """Count a failed try, and forget those of earlier windows."""
        book.forget_failures(self.now - self.limits.sign_in_window)
        book.note_failure(self.email_index, self.now)

    def require_few_failures(self, book: PeopleBook) -> None:
        """Raises TooManyFailuresError."""
        since = self.now - self.limits.sign_in_window
        if book.failures_since(self.email_index, since) >= self.limits.sign_in_failures_per_window:
            raise TooManyFailuresError

    def _credential(self, book: PeopleBook) -> Credential | None:
        account = book.account_with_email(self.email_index)
        return None if account is None else book.credential_of(account.subject)
