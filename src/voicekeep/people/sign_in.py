"""Sign in, stay signed in, prove it again, sign out.

Flow        e-mail index, password -> SignedIn(session, token); token -> Session
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
from typing import TypeAlias

from voicekeep.people.accounts import Credential, PeopleBook, Session
from voicekeep.people.errors import NotSignedInError, SignInRefusedError, StaleSignInError, TooManyFailuresError
from voicekeep.people.passwords import Passwords
from voicekeep.people.tokens import new_token, token_sha256
from voicekeep.records.ids import Entropy, SessionId, SubjectId
from voicekeep.records.limits import Limits

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
    token = new_token(entropy)

    def enter(book: PeopleBook, subject: SubjectId) -> Session:
        session = Session(
            session=SessionId.random(entropy),
            subject=subject,
            token_sha256=token_sha256(token),
            signed_in_at=now,
            expires_at=now + limits.session_lifetime,
        )
        book.add_session(session)
        return session

    tries = _Tries(open_book, email_index, now, limits)
    return SignedIn(session=tries.judge(password, passwords, enter), token=token)


def sign_in_again(
    open_book: OpenBook, session: Session, password: str, *, passwords: Passwords, now: datetime, limits: Limits
) -> Session:
    """Renew the session's sign-in, so that it is fresh; the session does not last longer for it.

    Raises:
        NotSignedInError: the session is closed.
        SignInRefusedError: the password does not fit.
        TooManyFailuresError: too many of those lately; this try was not judged.
    """

    def renew(book: PeopleBook, _: SubjectId) -> Session:
        renewed = replace(require_open(book.session_with_token(session.token_sha256), now), signed_in_at=now)
        book.replace_session(renewed)
        return renewed

    with open_book() as book:
        subject = require_open(book.session_with_token(session.token_sha256), now).subject
        account = book.account_of(subject)
    if account is None:
        raise NotSignedInError
    return _Tries(open_book, account.email_index, now, limits).judge(password, passwords, renew)


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

    def judge(self, password: str, passwords: Passwords, then: Callable[[PeopleBook, SubjectId], Session]) -> Session:
        """Return what `then` makes for the account's person, if the password is theirs."""
        # 1 what there is to compare with; nothing, for an unknown account
        with self.open_book() as book:
            self._require_few_failures(book)
            held = self._credential(book)
        # 2 the costly part, for known and unknown alike, and outside of any transaction
        fits = passwords.verify(None if held is None else held.secret, password)
        renewed = passwords.hash(password) if fits and held and passwords.outdated(held.secret) else None
        # 3 the answer, unless other tries used the window up meanwhile or the password was changed
        with self.open_book() as book:
            self._require_few_failures(book)
            if fits and held is not None and held == self._credential(book):
                if renewed is not None:
                    book.put_credential(replace(held, secret=renewed))
                return then(book, held.subject)
            book.forget_failures(self.now - self.limits.sign_in_window)
            book.note_failure(self.email_index, self.now)
        raise SignInRefusedError

    def _require_few_failures(self, book: PeopleBook) -> None:
        since = self.now - self.limits.sign_in_window
        if book.failures_since(self.email_index, since) >= self.limits.sign_in_failures_per_window:
            raise TooManyFailuresError

    def _credential(self, book: PeopleBook) -> Credential | None:
        account = book.account_with_email(self.email_index)
        return None if account is None else book.credential_of(account.subject)
