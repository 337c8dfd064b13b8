"""The database: short transactions over all books at once.

Flow        begin() or read() -> Transaction -> rows; committed whole when the context ends without an error
Guarantees  1. One writer at a time, from its first statement on; a reader sees one instant and cannot write.
            2. No error of the driver's goes on, and no parameter of a statement (`engine.errors_translated`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine

from voicekeep.formats.rows import RowMac
from voicekeep.stores.books import SqlAttempts, SqlGrants, SqlItems, SqlLeases, SqlRequests
from voicekeep.stores.cases import SqlCases
from voicekeep.stores.devices import SqlDevices
from voicekeep.stores.engine import WRITES, errors_translated, sqlite_engine
from voicekeep.stores.found import SqlFound
from voicekeep.stores.guests import SqlGuests
from voicekeep.stores.incidents import SqlIncidents
from voicekeep.stores.log import SqlLog
from voicekeep.stores.mandates import SqlMandates
from voicekeep.stores.migrating import migrate
from voicekeep.stores.notices import SqlNotices
from voicekeep.stores.people import SqlPeople
from voicekeep.stores.speaking import SqlRings, SqlWoken
from voicekeep.stores.staff import SqlStaff


class SqlTransaction:
    """Every book, in one transaction."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self.people = SqlPeople(connection, mac)
        self.guests = SqlGuests(connection, mac)
        self.staff = SqlStaff(connection, mac)
        self.mandates = SqlMandates(connection, mac)
        self.devices = SqlDevices(connection, mac)
        self.items = SqlItems(connection)
        self.requests = SqlRequests(connection, mac)
        self.attempts = SqlAttempts(connection, mac)
        self.grants = SqlGrants(connection, mac)
        self.notices = SqlNotices(connection, mac)
        self.incidents = SqlIncidents(connection, mac)
        self.rings = SqlRings(connection, mac)
        self.woken = SqlWoken(connection)
        self.cases = SqlCases(connection, mac)
        self.found = SqlFound(connection, mac)
        self.log = SqlLog(connection)
        self.leases = SqlLeases(connection)


class Database:
    """One database."""

    def __init__(self, engine: Engine, mac: RowMac, anchor: sqlite3.Connection | None = None) -> None:
        self._engine = engine
        self._mac = mac
        self._anchor = anchor  # keeps a database in memory alive

    @classmethod
    def open(cls, path: Path | None, mac: RowMac) -> Self:
        """Open the database at `path`, or one in memory, and bring its schema up to date.

        Raises:
            UnknownSchemaError: a newer program wrote it.
            StoreError: it cannot be opened now.
        """
        engine, anchor = sqlite_engine(path)
        with errors_translated():
            migrate(engine)
        if path is not None:
            path.chmod(0o600)
        return cls(engine, mac, anchor)

    def begin(self) -> AbstractContextManager[SqlTransaction]:
        """Begin a transaction that writes."""
        return self._transaction(writes=True)

    def read(self) -> AbstractContextManager[SqlTransaction]:
        """Begin a transaction that only reads, and sees one instant."""
        return self._transaction(writes=False)

    def close(self) -> None:
        """Close every connection; a database in memory is gone."""
        self._engine.dispose()
        if self._anchor is not None:
            self._anchor.close()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[SqlTransaction]:
        with errors_translated(), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: writes})
            with connection.begin():
                yield SqlTransaction(connection, self._mac)


def open_database(path: Path | None, mac: RowMac) -> Database:
    """Open a database; see `Database.open`."""
    return Database.open(path, mac)
