"""The database: short transactions over all books at once.

Flow        begin() or read() -> Transaction -> rows; committed whole when the context ends without an error
Guarantees  1. One writer at a time, from its first statement on; a reader sees one instant and cannot write.
            2. No error of the driver's goes on, and no parameter of a statement (`engine.errors_translated`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
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
from voicekeep.stores.migrating import begin, migrate
from voicekeep.stores.notices import SqlNotices
from voicekeep.stores.people import SqlPeople
from voicekeep.stores.speaking import SqlRings, SqlWoken
from voicekeep.stores.staff import SqlStaff


class SqlTransaction:
    """Every book, in one transaction; each is opened when it is asked for: most transactions want two or three."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._mac = mac

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self._connection, self._mac)

    @cached_property
    def guests(self) -> SqlGuests:
        return SqlGuests(self._connection, self._mac)

    @cached_property
    def staff(self) -> SqlStaff:
        return SqlStaff(self._connection, self._mac)

    @cached_property
    def mandates(self) -> SqlMandates:
        return SqlMandates(self._connection, self._mac)

    @cached_property
    def devices(self) -> SqlDevices:
        return SqlDevices(self._connection, self._mac)

    @cached_property
    def items(self) -> SqlItems:
        return SqlItems(self._connection)

    @cached_property
    def requests(self) -> SqlRequests:
        return SqlRequests(self._connection, self._mac)

    @cached_property
    def attempts(self) -> SqlAttempts:
        return SqlAttempts(self._connection, self._mac)

    @cached_property
    def grants(self) -> SqlGrants:
        return SqlGrants(self._connection, self._mac)

    @cached_property
    def notices(self) -> SqlNotices:
        return SqlNotices(self._connection, self._mac)

    @cached_property
    def incidents(self) -> SqlIncidents:
        return SqlIncidents(self._connection, self._mac)

    @cached_property
    def rings(self) -> SqlRings:
        return SqlRings(self._connection, self._mac)

    @cached_property
    def woken(self) -> SqlWoken:
        return SqlWoken(self._connection)

    @cached_property
    def cases(self) -> SqlCases:
        return SqlCases(self._connection, self._mac)

    @cached_property
    def found(self) -> SqlFound:
        return SqlFound(self._connection, self._mac)

    @cached_property
    def log(self) -> SqlLog:
        return SqlLog(self._connection)

    @cached_property
    def leases(self) -> SqlLeases:
        return SqlLeases(self._connection)


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
            if anchor is not None:
                begin(anchor)
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
