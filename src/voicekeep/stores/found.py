"""Digests that finders handed in and that wait to be looked up, in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select

from voicekeep.formats.rows import RowMac
from voicekeep.incident import FoundDigest
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded


class SqlFound:
    """A FoundBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._found = Guarded(schema.found_digest, FoundDigest, mac, "found")

    def add(self, found: FoundDigest) -> None:
        self._found.insert(self._connection, found)

    def waiting(self, most: int) -> tuple[FoundDigest, ...]:
        at = schema.found_digest.c
        query = self._found.guarded_select().order_by(at.at, at.found).limit(most)
        return tuple(self._found.all(self._connection, query))

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(schema.found_digest)).scalar_one()

    def drop(self, found: str) -> None:
        self._connection.execute(delete(schema.found_digest).where(schema.found_digest.c.found == found))
