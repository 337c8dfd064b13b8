"""The outbox: who is to be told that there is a message for them, and how far that came.

A row holds no address, no name and no word of any message. It decides whom the keep writes to, so a store keeps it
with its authentication code (`formats.rows`), and refuses one that does not match.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from voicekeep.notice.errors import NobodyThereError, NotHandedOverError
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import Entropy, NoticeId, SubjectId
from voicekeep.records.limits import Limits

INTERRUPTED: Final = "Interrupted"
"""Stands for an error's name while a try is on its way: what a killed sender leaves behind."""


class NoticeKind(StrEnum):
    """What the message is about; the mail says only of which sort it is."""

    COPY_READY = "copy_ready"
    COPY_HELD = "copy_held"
    COPY_OVERRIDDEN = "copy_overridden"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a kind, not a password
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    DEVICE_BOUND = "device_bound"
    CHOICE_ASKED = "choice_asked"  # a device was bound to somebody who has not chosen what is kept
    CHILD_CHOICE_ASKED = "child_choice_asked"  # the same, of a child; to its guardian
    DEVICE_LOST = "device_lost"
    CHOICE_SAID = "choice_said"
    REPORT_TAKEN = "report_taken"
    COPY_FROZEN = "copy_frozen"
    COPY_THAWED = "copy_thawed"
    REQUEST_REGISTERED = "request_registered"
    IDENTITY_ASKED = "identity_asked"
    REQUEST_EXTENDED = "request_extended"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_REFUSED = "request_refused"
    EMAIL_CHANGED = "email_changed"
    MANDATE_TAKEN = "mandate_taken"
    MANDATE_CONFIRMED = "mandate_confirmed"
    MANDATE_ENDED = "mandate_ended"
    CASE_MESSAGE = "case_message"
    FILE_FOUND = "file_found"


ASKED_FOR: Final = frozenset(
    {
        NoticeKind.COPY_READY,
        NoticeKind.COPY_HELD,
        NoticeKind.COPY_OVERRIDDEN,
        NoticeKind.REPORT_TAKEN,
        NoticeKind.COPY_FROZEN,
        NoticeKind.COPY_THAWED,
        NoticeKind.REQUEST_REGISTERED,
        NoticeKind.IDENTITY_ASKED,
        NoticeKind.REQUEST_EXTENDED,
        NoticeKind.REQUEST_ANSWERED,
        NoticeKind.REQUEST_REFUSED,
    }
)
"""Kinds that tell of something the person asked for; the others tell of what opens the account."""


OF_A_CASE: Final = frozenset({NoticeKind.CASE_MESSAGE, NoticeKind.FILE_FOUND})
"""Kinds of which the mail says no more than that there is a message: not even of what sort."""


class NoticeState(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    SENT = "sent"
    NOBODY_THERE = "nobody_there"
    NOT_SENT = "not_sent"  # refused for good, or given up; the row's error says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice to one person."""

    notice: NoticeId
    subject: SubjectId
    kind: NoticeKind
    language: str | None  # BCP 47, of the request that it answers; None: the one in the profile
    created_at: datetime  # UTC
    next_at: datetime | None  # UTC, not tried before that instant; None: it is over
    tries: int = 0
    sent_at: datetime | None = None  # UTC, when a mail server took it
    error: str | None = None  # name of what stopped the last try

    @property
    def state(self) -> NoticeState:
        """Return where it stands."""
        if self.sent_at is not None:
            return NoticeState.SENT
        if self.next_at is not None:
            return NoticeState.WAITING
        nobody = self.error == NobodyThereError.__name__
        return NoticeState.NOBODY_THERE if nobody else NoticeState.NOT_SENT

    def due_at(self, now: datetime) -> bool:
        """Return whether it is to be tried."""
        return self.next_at is not None and self.next_at <= now

    def tried(self, now: datetime, limits: Limits) -> Notice:
        """Return it as it is while a try is on its way; over, if the last one was interrupted and no other is left."""
        if self.tries >= limits.notice_tries:
            return replace(self, next_at=None)
        return replace(self, tries=self.tries + 1, next_at=now + limits.notice_lease, error=INTERRUPTED)

    def handed_over(self, now: datetime) -> Notice:
        """Return it after a mail server took it."""
        return replace(self, sent_at=now, next_at=None, error=None)

    def failed(self, why: VoicekeepError, now: datetime, limits: Limits) -> Notice:
        """Return it after a try that failed: with another one to come, or over."""
        name = type(why).__name__
        final = isinstance(why, NotHandedOverError) and why.final
        if final or self.tries >= limits.notice_tries:
            return replace(self, next_at=None, error=name)
        pause = limits.notice_first_pause * 2 ** (self.tries - 1)
        return replace(self, next_at=now + pause, error=name)


class Outbox(Protocol):
    """Where notices are put, in the transaction of what they tell of."""

    def add_notice(self, notice: Notice) -> None: ...


class NoticeBook(Protocol):
    """Where notices are kept. Every read of a row proves its authentication code first."""

    def add(self, notice: Notice) -> None: ...

    def get(self, notice: str) -> Notice | None: ...

    def replace(self, was: Notice, now: Notice) -> None:
        """Compare and set. Raises NoticeChangedError."""

    def due(self, now: datetime) -> Iterator[str]:
        """Yield the keys of rows that are to be tried, the longest due first; `get` says whether to believe them."""

    def all_keys(self) -> Iterator[str]:
        """Yield the keys of all rows, the oldest first; `get` says whether to believe them."""

    def of_subject(self, subject: SubjectId) -> tuple[Notice, ...]:
        """Return a person's, the latest first."""

    def over(self, before: datetime) -> Iterator[str]:
        """Yield the keys of those that are over and were made before that instant."""

    def keys_of(self, subject: SubjectId) -> Iterator[str]:
        """Yield the keys of a person's, also of those whose row is not to be believed."""

    def of_nobody(self) -> Iterator[str]:
        """Yield the keys of those whose person has no account here."""

    def forget(self, notice: str) -> None:
        """Delete one."""


def notice_to(
    subject: SubjectId, kind: NoticeKind, *, now: datetime, entropy: Entropy, language: str | None = None
) -> Notice:
    """Return a new notice to a person, to be sent as soon as may be."""
    notice = NoticeId.random(entropy)
    return Notice(notice=notice, subject=subject, kind=kind, language=language, created_at=now, next_at=now)
