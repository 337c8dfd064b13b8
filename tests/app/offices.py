"""Mail servers that say what they are told to say, and what tests of notices ask of the outbox."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from tests.app.simulator import Household, Someone
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import (
    all_notices,
    tell,
)
from voicekeep.notice import (
    Letter,
    NotHandedOverError,
    NoticeKind,
)
from voicekeep.records.ids import NoticeId


@dataclass
class Office:
    """A mail server that says what it is told to say."""

    closed: NotHandedOverError | None = None
    boxes: dict[str, NotHandedOverError] = field(default_factory=dict)  # those that refuse
    asked: int = 0
    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        self.asked += 1
        refused = self.closed or self.boxes.get(letter.recipient)
        if refused is not None:
            raise refused
        self.letters.append(letter)

    def take_back(self, notice: NoticeId) -> None:
        """Return: a server gives nothing back."""

    def check(self) -> None:
        if self.closed is not None:
            raise self.closed


def with_office(home: Household, office: Office) -> Keep:
    return replace(home.keep, mail=office)


def kinds_for(home: Household, someone: Someone) -> Counter[NoticeKind]:
    with home.keep.database.read() as transaction:
        return Counter(notice.kind for notice in transaction.notices.of_subject(someone.subject))


def states(keep: Keep) -> Counter[str]:
    return Counter(line.state for line in all_notices(keep))


def tell_all(keep: Keep, *people: Someone, kind: NoticeKind = NoticeKind.COPY_READY) -> None:
    with keep.database.begin() as transaction:
        for someone in people:
            tell(keep, transaction, someone.subject, kind)


def read(letter: Letter) -> EmailMessage:
    message = message_from_bytes(letter.content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message
