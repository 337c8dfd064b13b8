"""The key store: a SQLite file of its own, outside the data folder, where what is destroyed is overwritten.

Flow        KeyStore's calls -> one committed change each
Guarantees  1. Destroyed keys are gone from the file and its log when the call returns (secure_delete, truncated log).
            2. A destroyed key stays destroyed: its tombstone outlives any database that is put back (P7).
            3. A person's public key carries its authentication code; whoever replaces it is found out.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from voicekeep.formats.rows import RowMac
from voicekeep.records.ids import ArchiveId, DayKeyId, DeviceId, ItemId, RequestId, SubjectId
from voicekeep.records.instant import to_microseconds
from voicekeep.stores.engine import errors_translated
from voicekeep.stores.errors import UnknownSchemaError
from voicekeep.vault import ArchiveKey, DayKey, ItemKey, KeyDestroyedError, SubjectKey, UnknownKeyError

_SCHEMA_VERSION = 1
_KEYS_AT_ONCE = 500
_SCHEMA = """
CREATE TABLE subject_key (
    subject TEXT PRIMARY KEY, suite INTEGER NOT NULL, public BLOB NOT NULL, wrapped_private BLOB NOT NULL,
    epoch INTEGER NOT NULL, mac BLOB NOT NULL
);
CREATE TABLE day_key (
    day_key TEXT PRIMARY KEY, owner TEXT NOT NULL, device TEXT, day TEXT NOT NULL, sealed BLOB NOT NULL
);
CREATE TABLE item_key (item TEXT PRIMARY KEY, day_key TEXT NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE archive_key (
    archive TEXT PRIMARY KEY, request TEXT NOT NULL, subject TEXT NOT NULL, sealed BLOB NOT NULL
);
CREATE TABLE destroyed (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE witness (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, note TEXT NOT NULL);
"""


class KeyFile:
    """A KeyStore in a file, or in memory."""

    def __init__(self, path: Path | None, mac: RowMac) -> None:
        """Open the key store at `path`, or a new one in memory.

        Raises:
            UnknownSchemaError: a newer program wrote it.
            StoreError: it cannot be opened now.
        """
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
        self._mac = mac
        self._in_file = path is not None
        self._lock = threading.RLock()
        with errors_translated():
            self._connection = sqlite3.connect(
                path or ":memory:", timeout=30, isolation_level=None, check_same_thread=False
            )
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._make_schema()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add_subject_key(self, key: SubjectKey) -> None:
        cells = _cells_of(key)
        with self._writing() as run:
            run.execute(
                "INSERT INTO subject_key VALUES (:subject, :suite, :public, :wrapped_private, :epoch, :mac)",
                {**cells, "mac": self._mac.code("subject_key", cells)},
            )

    def subject_key(self, subject: SubjectId) -> SubjectKey:
        query = "SELECT suite, public, wrapped_private, epoch, mac FROM subject_key WHERE subject = ?"
        row = self._one(query, subject)
        if row is None:
            raise self._gone(subject)
        suite, public, wrapped, epoch, mac = row
        key = SubjectKey(subject=subject, suite=suite, public=public, wrapped_private=wrapped, epoch=epoch)
        self._mac.require("subject_key", subject, _cells_of(key), mac)
        return key

    def destroy_subject_key(self, subject: SubjectId, now: datetime) -> None:
        with self._writing() as run:
            run.execute("DELETE FROM day_key WHERE owner = ?", (subject,))
        self._destroy("subject_key", "subject", [subject], now)

    def destroyed_subjects(self) -> Iterator[SubjectId]:
        return map(SubjectId, self._destroyed(SubjectId.prefix))

    def add_captured(self, day_keys: Sequence[DayKey], item_keys: Sequence[ItemKey]) -> None:
        days = [(key.day_key, key.owner, key.device, key.day.isoformat(), key.sealed) for key in day_keys]
        items = [(key.item, key.day_key, key.wrapped) for key in item_keys]
        with self._writing() as run:
            run.executemany("INSERT INTO day_key VALUES (?, ?, ?, ?, ?)", days)
            run.executemany("INSERT INTO item_key VALUES (?, ?, ?)", items)

    def day_keys(self, wanted: Sequence[DayKeyId]) -> Mapping[DayKeyId, DayKey]:
        rows = self._many("SELECT day_key, owner, device, day, sealed FROM day_key WHERE day_key IN", wanted)
        return {
            DayKeyId(name): DayKey(
                day_key=DayKeyId(name),
                owner=SubjectId(owner),
                device=None if device is None else DeviceId(device),
                day=date.fromisoformat(day),
                sealed=sealed,
            )
            for name, owner, device, day, sealed in rows
        }

    def item_keys(self, wanted: Sequence[ItemId]) -> Mapping[ItemId, ItemKey]:
        rows = self._many("SELECT item, day_key, wrapped FROM item_key WHERE item IN", wanted)
        return {
            ItemId(item): ItemKey(item=ItemId(item), day_key=DayKeyId(day_key), wrapped=wrapped)
            for item, day_key, wrapped in rows
        }

    def destroy_item_keys(self, items: Sequence[ItemId], now: datetime) -> None:
        self._destroy("item_key", "item", items, now)

    def destroyed_items(self) -> Iterator[ItemId]:
        return map(ItemId, self._destroyed(ItemId.prefix))

    def add_archive_key(self, key: ArchiveKey) -> None:
        with self._writing() as run:
            run.execute(
                "INSERT INTO archive_key VALUES (?, ?, ?, ?)", (key.archive, key.request, key.subject, key.sealed)
            )

    def archive_key(self, archive: ArchiveId) -> ArchiveKey:
        row = self._one("SELECT request, subject, sealed FROM archive_key WHERE archive = ?", archive)
        if row is None:
            raise self._gone(archive)
        request, subject, sealed = row
        return ArchiveKey(archive=archive, request=RequestId(request), subject=SubjectId(subject), sealed=sealed)

    def destroy_archive_key(self, archive: ArchiveId, now: datetime) -> None:
        self._destroy("archive_key", "archive", [archive], now)

    def destroyed_archives(self) -> Iterator[ArchiveId]:
        return map(ArchiveId, self._destroyed(ArchiveId.prefix))

    def witness(self) -> str | None:
        row = self._one("SELECT note FROM witness WHERE one = ?", 1)
        return None if row is None else str(row[0])

    def put_witness(self, size: int, note: str) -> None:
        with self._writing() as run:
            run.execute(
                "INSERT INTO witness VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET size = excluded.size, "
                "note = excluded.note WHERE excluded.size > witness.size",
                (size, note),
            )

    def replace_witness(self, size: int, note: str) -> None:
        with self._writing() as run:
            run.execute("INSERT OR REPLACE INTO witness VALUES (1, ?, ?)", (size, note))

    def _make_schema(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > _SCHEMA_VERSION:
            raise UnknownSchemaError
        if version == 0:
            self._connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={_SCHEMA_VERSION};COMMIT;")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, errors_translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _destroy(self, table: str, column: str, names: Sequence[str], now: datetime) -> None:
        rows = [(name,) for name in names]
        with self._writing() as run:
            run.executemany(f"DELETE FROM {table} WHERE {column} = ?", rows)  # noqa: S608  our own names
            tombstones = [(name, to_microseconds(now)) for name in names]
            run.executemany("INSERT OR IGNORE INTO destroyed VALUES (?, ?)", tombstones)
        if self._in_file:
            with self._lock, errors_translated():
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _destroyed(self, prefix: str) -> list[str]:
        with self._lock, errors_translated():
            rows = self._connection.execute("SELECT id FROM destroyed WHERE id GLOB ?", (f"{prefix}_*",)).fetchall()
        return [name for (name,) in rows]

    def _gone(self, name: SubjectId | ArchiveId) -> UnknownKeyError | KeyDestroyedError:
        destroyed = self._one("SELECT at FROM destroyed WHERE id = ?", name)
        return UnknownKeyError(name) if destroyed is None else KeyDestroyedError(name)

    def _one(self, query: str, value: str | int) -> tuple[Any, ...] | None:
        with self._lock, errors_translated():
            row: tuple[Any, ...] | None = self._connection.execute(query, (value,)).fetchone()
        return row

    def _many(self, query: str, wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for first in range(0, len(wanted), _KEYS_AT_ONCE):
            some = wanted[first : first + _KEYS_AT_ONCE]
            marks = ",".join("?" * len(some))
            with self._lock, errors_translated():
                rows = self._connection.execute(f"{query} ({marks})", some).fetchall()
            yield from rows


def _cells_of(key: SubjectKey) -> dict[str, str | int | bytes]:
    return {
        "subject": str(key.subject),
        "suite": key.suite,
        "public": key.public,
        "wrapped_private": key.wrapped_private,
        "epoch": key.epoch,
    }
