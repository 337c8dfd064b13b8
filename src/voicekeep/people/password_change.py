"""A new password, for whoever has just proven who they are; every other session ends, a notice is written."""

from __future__ import annotations

from datetime import datetime

from voicekeep.notice import NoticeKind, notice_to
from voicekeep.people.accounts import Credential, PeopleBook, Session
from voicekeep.people.errors import NewPasswordRefusedError, NotSignedInError
from voicekeep.people.passwords import Passwords
from voicekeep.people.sign_in import OpenBook, end_other_sessions, require_fresh, require_open
from voicekeep.records.ids import Entropy
from voicekeep.records.limits import Limits


def new_password(
    open_book: OpenBook, session: Session, password: str, *, passwords: Passwords, now: datetime, limits: Limits
) -> Credential:
    """Return a new password as it is kept; nothing is changed yet. No transaction is open while it is hashed.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
        NewPasswordRefusedError: it is too short or too long; the earlier one still holds.
    """
    if not limits.password_min_chars <= len(password) <= limits.password_max_chars:
        raise NewPasswordRefusedError
    with open_book() as book:
        current = _require_same(book, session, now, limits)
    secret = passwords.hash(password)
    return Credential(subject=current.subject, method="password", secret=secret, changed_at=now)


def change_password(
    book: PeopleBook, session: Session, credential: Credential, *, now: datetime, limits: Limits, entropy: Entropy
) -> None:
    """Put a new password in the place of the earlier one.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are.
    """
    current = _require_same(book, session, now, limits)
    if credential.subject != current.subject:
        raise NotSignedInError
    book.put_credential(credential)
    end_other_sessions(book, current, now)
    book.add_notice(notice_to(current.subject, NoticeKind.PASSWORD_CHANGED, now=now, entropy=entropy))


def _require_same(book: PeopleBook, session: Session, now: datetime, limits: Limits) -> Session:
    current = require_open(book.session_with_token(session.token_sha256), now)
    require_fresh(current, now, limits)
    return current
