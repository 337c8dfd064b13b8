"""A keep, open: everything an operation needs, handed in; nothing it could reach around.

`app.wiring` makes one from concrete stores; tests make one in memory. No operation asks which it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voicekeep.app.settings import Settings
from voicekeep.archive import AttemptBook, Scratch
from voicekeep.delivery import GrantBook
from voicekeep.device import DeviceBook, RingBook, SoundReader, WokenBook
from voicekeep.formats.digest import BlindDigest
from voicekeep.incident import CaseBook, FoundBook, IncidentBook, ReleasedItems
from voicekeep.ledger import Log, LogStore
from voicekeep.notice import Mail, NoticeBook
from voicekeep.people import EmailIndex, GuestBook, GuestWords, MandateBook, Passwords, PeopleBook, StaffBook
from voicekeep.records.facts import Fact
from voicekeep.records.ids import Entropy
from voicekeep.records.limits import Limits
from voicekeep.request import RequestBook
from voicekeep.vault import Blobs, DeskSeal, ItemIndex, KeyRing, KeyStore, Leases


class Cases(CaseBook, ReleasedItems, Protocol):
    """What happened in cases, and which copies hold an item."""


class Transaction(Protocol):
    """One short transaction: it commits whole when its context ends without an error."""

    @property
    def people(self) -> PeopleBook: ...

    @property
    def staff(self) -> StaffBook: ...

    @property
    def guests(self) -> GuestBook: ...

    @property
    def mandates(self) -> MandateBook: ...

    @property
    def devices(self) -> DeviceBook: ...

    @property
    def items(self) -> ItemIndex: ...

    @property
    def requests(self) -> RequestBook: ...

    @property
    def attempts(self) -> AttemptBook: ...

    @property
    def grants(self) -> GrantBook: ...

    @property
    def notices(self) -> NoticeBook: ...

    @property
    def incidents(self) -> IncidentBook: ...

    @property
    def rings(self) -> RingBook: ...

    @property
    def woken(self) -> WokenBook: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def found(self) -> FoundBook: ...

    @property
    def log(self) -> LogStore: ...

    @property
    def leases(self) -> Leases: ...


class Database(Protocol):
    """Where rows are."""

    def begin(self) -> AbstractContextManager[Transaction]: ...

    def read(self) -> AbstractContextManager[Transaction]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """One keep."""

    settings: Settings
    database: Database
    blobs: Blobs
    keys: KeyStore
    ring: KeyRing
    digest: BlindDigest
    email_index: EmailIndex
    passwords: Passwords
    sounds: SoundReader
    scratch: Callable[[], Scratch]
    mail: Mail
    checkpoint_key: Ed25519PrivateKey
    statement_key: Ed25519PrivateKey
    link_key: bytes
    csrf_key: bytes
    desk: DeskSeal
    guest_words: GuestWords
    limits: Limits
    clock: Callable[[], datetime]
    entropy: Entropy
    code: Callable[[], str]  # names the program that runs, so that what it made can be judged again

    def now(self) -> datetime:
        """Return the present instant, UTC."""
        return self.clock()

    @contextmanager
    def people_book(self) -> Iterator[PeopleBook]:
        """Open the book of accounts for one short transaction."""
        with self.database.begin() as transaction:
            yield transaction.people

    def log(self, transaction: Transaction) -> Log:
        """Return the ledger as that transaction sees it."""
        return Log(
            store=transaction.log,
            key=self.checkpoint_key,
            origin=self.settings.public_origin,
            entropy=self.entropy,
        )

    def remember(self) -> None:
        """Show the key store the last checkpoint, so that an older database is noticed."""
        with self.database.read() as transaction:
            last = transaction.log.last_checkpoint()
        if last is not None:
            self.keys.put_witness(*last)


def not_yet_told(log: Log, *facts: Fact) -> list[Fact]:
    """Return those facts that the ledger does not hold yet: what was told by an interrupted run keeps its instant."""
    return [fact for fact in facts if log.position_of(fact.natural_key) is None]
