"""How SQLite is opened, and what its errors become.

The dialect's own ways are in this module and in the triggers of the migrations; nowhere else.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import LRUCache

from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.stores.errors import DatabaseFullError, DatabaseReadOnlyError, StoreBrokenError, StoreBusyError

_BUSY_SECONDS = 30
WRITES = "voicekeep_writes"
"""Execution option of a connection that is going to write."""


class OneDialect(SQLiteDialect_pysqlite):
    """SQLite as every engine here speaks it: what was compiled for one engine serves all of this process.

    The drill opens a store for every trial, and the tests thousands.
    """

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneDialect)

    def __hash__(self) -> int:
        return hash(OneDialect)


registry.register("voicekeep", __name__, OneDialect.__name__)
_COMPILED: LRUCache[Any, Any] = LRUCache(2000)


def sqlite_engine(path: Path | None) -> tuple[Engine, sqlite3.Connection | None]:
    """Return an engine over a file, or over memory of this process together with what keeps that memory alive."""
    uri = f"file:/{secrets.token_hex(16)}?vfs=memdb" if path is None else path.absolute().as_uri()

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        if path is not None:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only unlinked
        return connection

    engine = create_engine(
        "voicekeep://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=64,
        hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED},
    )
    event.listen(engine, "begin", _begin)
    return engine, connect() if path is None else None


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    driver: Any = connection.connection.driver_connection  # asked by itself: every transaction begins with these two
    driver.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def errors_translated() -> Iterator[None]:
    """Turn a driver's error into one of ours; nothing of its message, parameters or rows goes on."""
    try:
        yield
    except DBAPIError as error:
        translated: VoicekeepError = named(error.orig)
    except sqlite3.Error as error:
        translated = named(error)
    else:
        return
    raise translated


def named(error: object) -> StoreError | VoicekeepError:
    """Return which of our errors a driver's error is."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusyError()
    if primary in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
        return DatabaseFullError()
    if primary == sqlite3.SQLITE_READONLY:
        return DatabaseReadOnlyError()
    return StoreBrokenError()
