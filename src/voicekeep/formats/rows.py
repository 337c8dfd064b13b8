"""Codes on rows that decide who may do what: writing to the database is not signing in.

Flow        a table's name and a row -> 32 bytes that stand in the row -> believed, or a named error
Guarantees  1. A row that was edited, moved to another table, or copied over another one is not believed.
            2. Two different rows never give the same text to authenticate: names, types and values have lengths.
I/O         none
Format      docs/formats/rows.md, version 1: HMAC-SHA256 (RFC 2104)
"""

from __future__ import annotations

import hmac
import struct
from collections.abc import Mapping
from typing import Final, TypeAlias

from voicekeep.records.errors import ForgedRowError

Cell: TypeAlias = str | int | bool | bytes | None

KEY_BYTES: Final = 32

_DOMAIN: Final = b"voicekeep row v1\n"
_LENGTH = struct.Struct(">I")


class RowMac:
    """Makes and checks the codes of rows, under one key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key of rows has 32 bytes")
        self._key = key

    def code(self, table: str, row: Mapping[str, Cell]) -> bytes:
        """Return the 32 bytes code of `row`, which must hold every column but the code itself, the key as well."""
        return hmac.digest(self._key, _text(table, row), "sha256")

    def require(self, table: str, row_id: str, row: Mapping[str, object], code: object) -> None:
        """Return if `code` is the row's; a database may hand over anything where it is edited, also a fraction.

        Raises:
            ForgedRowError: it is not; the row must not be believed.
        """
        cells = {column: cell for column, cell in row.items() if isinstance(cell, Cell)}
        if len(cells) < len(row) or not isinstance(code, bytes):
            raise ForgedRowError(table, row_id)
        if not hmac.compare_digest(self.code(table, cells), code):
            raise ForgedRowError(table, row_id)


def _text(table: str, row: Mapping[str, Cell]) -> bytes:
    parts = [_DOMAIN, _prefixed(table.encode())]
    for column in sorted(row):
        tag, value = _typed(row[column])
        parts += (_prefixed(column.encode()), tag, _prefixed(value))
    return b"".join(parts)


def _typed(cell: Cell) -> tuple[bytes, bytes]:
    match cell:
        case None:
            return b"-", b""
        case bool():  # before int: to Python it is one
            return b"?", b"1" if cell else b"0"
        case int():
            return b"#", b"%d" % cell
        case str():
            return b'"', cell.encode()
        case bytes():
            return b"x", cell


def _prefixed(value: bytes) -> bytes:
    return _LENGTH.pack(len(value)) + value
