"""A large ledger, made straight: what appending writes, without what it asks before.

Flow        facts -> `Log.append` over rows that are only written -> a ledger of the same format, proven whole
Guarantees  1. Facts, salts, entries, nodes and checkpoints are made by the ledger's own code; only looking whether a
               fact is known already is left out, since every one is invented here. A doubled one is refused all the
               same: by the unique index, which is made at the end with the others.
            2. What comes out is verified like any ledger before anything is measured on it.
I/O         the database file of a scratch keep, which nothing else has open
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Final, cast

from voicekeep.app.operations.keep import Keep
from voicekeep.ledger import Entry, Log, LogStore, Opening
from voicekeep.records.facts import Fact

_TOGETHER: Final = 50_000  # facts under one checkpoint
_COLUMNS: Final = (
    "position",
    "salt",
    "fact",
    "name",
    "subject",
    "kind",
    "at",
    "item",
    "archive",
    "audio",
    "samples",
)
_VALUES: Final = attrgetter(*_COLUMNS)


def append_straight(keep: Keep, file: Path, facts: Iterable[Fact]) -> None:
    """Append invented facts to a scratch keep's ledger, none of which it knows."""
    rest = iter(facts)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # a scratch keep: if the power goes, it is made again
        connection.execute("PRAGMA cache_size=-262144")
        connection.execute("BEGIN IMMEDIATE")
        indexes = _without_indexes(connection)
        store = cast("LogStore", _StraightRows(connection))  # all of it that appending uses
        log = Log(store=store, key=keep.checkpoint_key, origin=keep.settings.public_origin, entropy=keep.entropy)
        while some := list(islice(rest, _TOGETHER)):
            log.append(some)
        for index in indexes:
            connection.execute(index)
        connection.execute("COMMIT")
    keep.remember()


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes over the ledger's rows; return how they are made again: sorted once, not row by row."""
    where = "type = 'index' AND tbl_name IN ('ledger_entry', 'ledger_opening') AND sql IS NOT NULL"
    found = connection.execute(f"SELECT name, sql FROM sqlite_master WHERE {where}").fetchall()  # noqa: S608  ours
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


class _StraightRows:
    """The part of a LogStore that appending new facts uses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def size(self) -> int:
        last: int | None = self._connection.execute("SELECT max(position) FROM ledger_entry").fetchone()[0]
        return 0 if last is None else last + 1

    def positions_of(self, natural_keys: Sequence[bytes]) -> dict[bytes, int]:  # noqa: ARG002  none of them is known
        return {}

    def last_checkpoint(self) -> tuple[int, str] | None:
        query = "SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
        return cast("tuple[int, str] | None", self._connection.execute(query).fetchone())

    def nodes(self, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        query = "SELECT hash FROM ledger_node WHERE level = ? AND number = ?"
        found = {place: self._connection.execute(query, place).fetchone() for place in wanted}
        return {place: row[0] for place, row in found.items() if row is not None}

    def entries_at(self, positions: Sequence[int]) -> Sequence[Entry]:
        query = "SELECT position, natural_key, commitment FROM ledger_entry WHERE position = ?"
        rows = (self._connection.execute(query, (each,)).fetchone() for each in sorted(positions))
        return [Entry(position=row[0], natural_key=row[1], commitment=row[2]) for row in rows if row is not None]

    def add(self, entries: Sequence[Entry], openings: Sequence[Opening]) -> None:
        rows = ((each.position, each.natural_key, each.commitment) for each in entries)
        self._many("ledger_entry", ("position", "natural_key", "commitment"), rows)
        self._many("ledger_opening", _COLUMNS, map(_VALUES, openings))

    def add_nodes(self, nodes: Sequence[tuple[int, int, bytes]]) -> None:
        self._many("ledger_node", ("level", "number", "hash"), iter(sorted(nodes)))

    def add_checkpoint(self, size: int, note: str) -> None:
        self._many("ledger_checkpoint", ("size", "note"), iter([(size, note)]))

    def _many(self, table: str, columns: Sequence[str], rows: Iterator[tuple[object, ...]]) -> None:
        named, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)  # noqa: S608  ours
