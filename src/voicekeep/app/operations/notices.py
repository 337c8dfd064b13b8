"""Tell people by mail that there is a message for them (docs/notices.md).

A notice is written in the transaction of what it tells of. Sending is a round of its own, later: whatever becomes of
it, what it tells of stands. The person's address is opened for the length of one mail, and kept nowhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.reading import NothingHeldError, PersonalItems, latest_of
from voicekeep.formats.lines import decode_record
from voicekeep.notice import (
    Letter,
    MailOffError,
    NobodyThereError,
    NotHandedOverError,
    Notice,
    NoticeChangedError,
    NoticeKind,
    NoticeState,
    Service,
    letter_of,
    notice_to,
)
from voicekeep.people import Session
from voicekeep.records.errors import ForgedRowError, StoreError, VoicekeepError
from voicekeep.records.ids import MalformedIdError, NoticeId, SubjectId
from voicekeep.records.items import ItemKind, ProfileRecord
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import language_named
from voicekeep.vault import KeyDestroyedError, UnknownKeyError

FORGED = "forged"

log = logging.getLogger("voicekeep.notices")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice as the operator sees it: nothing says whose it is."""

    notice: str
    kind: str
    state: str  # a NoticeState, or "forged": its row does not carry its code
    at: datetime | None  # UTC: when it was sent, or is tried next
    error: str  # name of what stopped the last try; empty: nothing did


def tell(
    keep: Keep, transaction: Transaction, subject: SubjectId, kind: NoticeKind, *, language: str | None = None
) -> None:
    """Write down that a person is to be told; it is sent if, and only if, this transaction commits."""
    transaction.notices.add(notice_to(subject, kind, now=keep.now(), entropy=keep.entropy, language=language))


def _never() -> bool:
    return False


def send_notices(keep: Keep, stopped: Callable[[], bool] = _never) -> int:
    """Send what is due, the longest due first, at most `Limits.notices_at_once`; return how many were handed over.

    Nothing that concerns one notice stops the others. What concerns all (no server, no room) ends the round.

    Raises:
        StoreError: the database could not be read or written now; what was on its way is tried again.
    """
    sent = 0
    for notice in _due(keep):
        if stopped():
            break
        try:
            handed_over, others_can = _send(keep, notice)
        except NoticeChangedError:
            continue  # somebody else wrote the row: what they wrote counts
        sent += handed_over
        if not others_can:
            break
    return sent


def _due(keep: Keep) -> list[Notice]:
    """Return the first that are due; a row that is not believed is passed over, so that it holds no other up."""
    due: list[Notice] = []
    forged_count = 0
    with keep.database.read() as transaction:
        for key in transaction.notices.due(keep.now()):
            try:
                found = transaction.notices.get(key)
            except ForgedRowError:
                forged_count += 1
                continue
            if found is not None:
                due.append(found)
            if len(due) == keep.limits.notices_at_once:
                break
    if forged_count:
        log.warning("%d notices do not carry their code; they were not sent", forged_count)
    return due


def _send(keep: Keep, due: Notice) -> tuple[bool, bool]:
    """Try one notice; return whether it was handed over, and whether others can be."""
    # 1 the try is written down first: who dies from here on leaves a row that says so, and is tried again later
    trying = _replace(keep, due, due.tried(keep.now(), keep.limits))
    if trying.state is not NoticeState.WAITING:
        return False, True
    # 2 open the address, write, hand over; no transaction is open meanwhile
    try:
        keep.mail.send(_letter(keep, trying))
    except StoreError:
        raise  # a store of ours is busy: the row says that a try was interrupted
    except VoicekeepError as refused:
        # 3 why not, and when again
        _replace(keep, trying, trying.failed(refused, keep.now(), keep.limits))
        return False, not (isinstance(refused, NotHandedOverError) and refused.nobodys)
    # 3 it was taken; if the account was closed meanwhile, what lay there then was taken back before this came
    _take_back_of_nobody(keep, trying)
    _replace(keep, trying, trying.handed_over(keep.now()))
    return True, True


def _replace(keep: Keep, was: Notice, now: Notice) -> Notice:
    with keep.database.begin() as transaction:
        transaction.notices.replace(was, now)
    return now


def _letter(keep: Keep, notice: Notice) -> Letter:
    """Open the recipient's own profile and write to the address in it.

    Raises:
        MailOffError: this keep sends no mail; nothing was opened.
        NobodyThereError: the account is gone.
        AddressUnusableError: no mail can go to the address.
        VaultError: the profile does not open as this person's.
    """
    if keep.settings.notices == "none":
        raise MailOffError
    with keep.database.read() as transaction:
        if transaction.people.account_of(notice.subject) is None:
            raise NobodyThereError(notice.notice)
    try:
        profile = _profile(keep, notice)
    except (NothingHeldError, KeyDestroyedError, UnknownKeyError) as gone:
        raise NobodyThereError(notice.notice) from gone
    if not profile.email:
        raise NobodyThereError(notice.notice)  # a child without an account of its own
    settings = keep.settings
    service = Service(
        name=settings.controller_name,
        url=settings.public_url,
        origin=settings.public_origin,
        sender=settings.notices_from,
    )
    language = language_named(notice.language or profile.language)
    return letter_of(notice, to=profile.email, language=language, service=service)


def _profile(keep: Keep, notice: Notice) -> ProfileRecord:
    """Return whose address a notice goes to: that a new address holds, is told to the one before it."""
    if notice.kind is not NoticeKind.EMAIL_CHANGED:
        return latest_of(keep, notice.subject, ItemKind.PROFILE, ProfileRecord)
    opener = keep.ring.opener_for(notice.subject)
    with keep.database.read() as transaction:
        items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in items.items(ItemKind.PROFILE)]
    until = [each for each in records if isinstance(each, ProfileRecord) and each.at <= notice.created_at]
    if not until:
        raise NothingHeldError(notice.subject, ItemKind.PROFILE)
    return until[-2] if len(until) > 1 else until[-1]


def forget_notices(keep: Keep) -> int:
    """Forget what is over and was made long ago (`Limits.notice_kept_for`), with its mail; return how many.

    Mails to whoever has no account any more, which could not be taken back as it was closed, are taken back as well.

    Raises:
        NotHandedOverError: a mail may lie here still; its notice is not forgotten, and tried again.
    """
    with keep.database.read() as transaction:
        nobodys = list(transaction.notices.of_nobody())
        over = list(transaction.notices.over(keep.now() - keep.limits.notice_kept_for))
    for key in (*nobodys, *over):
        _take_back(keep, key)  # before the row goes: without it nobody would know the file
    with keep.database.begin() as transaction:
        for key in over:
            transaction.notices.forget(key)
    return len(over)


def forget_notices_of(keep: Keep, subject: SubjectId) -> None:
    """Forget a person's notices, with the mails that lie here; what cannot go now, `forget_notices` tries again."""
    with keep.database.read() as transaction:
        keys = list(transaction.notices.keys_of(subject))
    with _told_in_the_log():
        for key in keys:
            _take_back(keep, key)
        with keep.database.begin() as transaction:
            for key in keys:
                transaction.notices.forget(key)


def _take_back_of_nobody(keep: Keep, notice: Notice) -> None:
    with keep.database.read() as transaction:
        gone = transaction.people.account_of(notice.subject) is None
    if gone:
        with _told_in_the_log():
            _take_back(keep, notice.notice)


@contextmanager
def _told_in_the_log() -> Iterator[None]:
    try:
        yield
    except NotHandedOverError as refused:
        name = type(refused).__name__
        log.warning("mails of a closed account may lie here still (%s); they are tried again", name)


def _take_back(keep: Keep, key: str) -> None:
    with suppress(MalformedIdError):  # no number of a notice: no mail was ever called by it
        keep.mail.take_back(NoticeId(key))


def notices_of(keep: Keep, session: Session) -> tuple[Notice, ...]:
    """Return what the signed-in person was told, the latest first."""
    with keep.database.read() as transaction:
        return transaction.notices.of_subject(session.subject)


def all_notices(keep: Keep) -> list[NoticeLine]:
    """Return every notice, the oldest first, with where it stands and why; nobody's name, number or address."""
    with keep.database.read() as transaction:
        return [_line(transaction, key) for key in transaction.notices.all_keys()]


def _line(transaction: Transaction, key: str) -> NoticeLine:
    try:
        found = transaction.notices.get(key)
    except ForgedRowError as forged:
        found, name = None, type(forged).__name__
    else:
        name = ""
    if found is None:
        return NoticeLine(notice=key, kind="", state=FORGED, at=None, error=name)
    return NoticeLine(
        notice=found.notice,
        kind=found.kind,
        state=found.state,
        at=found.sent_at or found.next_at,
        error=found.error or "",
    )
