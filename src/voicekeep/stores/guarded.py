"""Values as rows, and rows as values again: each with its authentication code where it decides who may do what.

A row that does not carry its code is not believed, in lists neither (ForgedRowError).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from sqlalchemy import Column, Connection, Insert, Row, Select, Table, Update, bindparam, select

from voicekeep.formats import canonical
from voicekeep.formats.rows import RowMac
from voicekeep.formats.scopes import scope_fields, scope_of
from voicekeep.records.instant import from_microseconds, to_microseconds
from voicekeep.records.scope import ReleaseScope
from voicekeep.stores import schema

T = TypeVar("T")

_KEY = "key_of_"  # before the name of a parameter

_WRITERS: dict[object, Callable[[Any], object]] = {
    bool: int,  # so the code that is made and the one that is asked for are about the same cell
    datetime: to_microseconds,
    date: date.isoformat,
    ReleaseScope: lambda scope: canonical.encode(scope_fields(scope)).decode(),
}
_READERS: dict[object, Callable[[Any], object]] = {
    datetime: from_microseconds,
    date: date.fromisoformat,
    ReleaseScope: lambda text: scope_of(canonical.decode(text.encode())),
    str: str,
    int: int,
    bool: bool,
    bytes: bytes,
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one dataclass stands in a row; found out once, since every transaction asks."""

    names: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    writers: tuple[tuple[str, Callable[[Any], object]], ...]  # of the columns that need one
    readers: tuple[Callable[[Any], Any], ...]
    defaults: dict[str, object]


@cache
def _shape_of(make: Callable[..., Any]) -> _Shape:
    hints = get_type_hints(make)
    names = tuple(field.name for field in fields(make))  # type: ignore[arg-type]  # a dataclass, as get_type_hints saw
    bare = {name: _bare(hints[name]) for name in names}
    return _Shape(
        names=names,
        values=attrgetter(*names),
        writers=tuple((name, _WRITERS.get(bare[name], _plain)) for name in names if bare[name] not in {int, bytes}),
        readers=tuple(_READERS.get(bare[name], bare[name]) for name in names),
        defaults={field.name: field.default for field in fields(make)},  # type: ignore[arg-type]  # as above
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a shape stands in one table, with the queries for it; found out once as well."""

    columns: list[Column[Any]]
    later: dict[str, object]  # what the columns that the table got later meant before there was a column
    select: Select[Any]
    guarded_select: Select[Any]


@cache
def _place_of(table: Table, make: Callable[..., Any]) -> _Place:
    shape = _shape_of(make)
    columns = [table.c[name] for name in shape.names]
    return _Place(
        columns=columns,
        later={name: shape.defaults[name] for name in shape.names if table.c[name].info.get(schema.LATER)},
        select=select(*columns),
        guarded_select=select(*columns, table.c.mac) if "mac" in table.c else select(*columns),
    )


# What is asked again and again is built once: a statement that is built anew costs more than the database that runs it.


@cache
def _one(table: Table, make: Callable[..., Any], names: tuple[str, ...]) -> Select[Any]:
    """Return the query for the rows whose cells of these names are its parameters."""
    return _place_of(table, make).guarded_select.where(*(table.c[name] == bindparam(name) for name in names))


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


@cache
def _update(table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> Update:
    """Return what puts the cells of these names in their place in the row whose key is among its parameters."""
    changed = table.update().values({name: bindparam(name) for name in names})
    return changed.where(*(table.c[name] == bindparam(f"{_KEY}{name}") for name in key))


class Mapper(Generic[T]):
    """Turns values of one dataclass into rows of the table with the same columns."""

    def __init__(self, table: Table, make: Callable[..., T]) -> None:
        shape = _shape_of(make)
        self._place = _place_of(table, make)
        self.table = table
        self.columns = self._place.columns
        self._make = make
        self._names = shape.names
        self._values = shape.values
        self._writers = shape.writers
        self._readers = shape.readers
        # A column that the table got later holds nothing where a value is what it was before there was a column.
        self._later = self._place.later

    def row(self, value: T) -> dict[str, Any]:
        """Return the value's cells."""
        cells = dict(zip(self._names, self._values(value), strict=True))
        for name, before in self._later.items():
            cells[name] = None if cells[name] == before else cells[name]
        for name, write in self._writers:
            if cells[name] is not None:
                cells[name] = write(cells[name])
        return cells

    def value(self, cells: Row[Any] | tuple[Any, ...]) -> T:
        """Return the value of a row's cells, in the order of `columns`."""
        read = [None if cell is None else of(cell) for of, cell in zip(self._readers, cells, strict=True)]
        named = dict(zip(self._names, read, strict=True))
        for name, before in self._later.items():
            named[name] = before if named[name] is None else named[name]
        return self._make(**named)

    def told(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cells that a row's code is about: a later column that holds nothing is none of them."""
        return {name: cell for name, cell in cells.items() if cell is not None or name not in self._later}

    def select(self) -> Select[Any]:
        """Return a query for the value's columns."""
        return self._place.select


class Guarded(Mapper[T]):
    """The same for rows that decide who may do what."""

    def __init__(self, table: Table, make: Callable[..., T], mac: RowMac, *key: str) -> None:
        super().__init__(table, make)
        self._mac = mac
        self._key = key

    def row(self, value: T) -> dict[str, Any]:
        """Return the value's cells with their code."""
        cells = super().row(value)
        return {**cells, "mac": self._mac.code(self.table.name, self.told(cells))}

    def insert(self, connection: Connection, value: T) -> None:
        """Add a row."""
        connection.execute(_insert(self.table), self.row(value))

    def update(self, connection: Connection, value: T) -> int:
        """Put a row in the place of the one with the same key; return how many there were."""
        row = self.row(value)
        key = {f"{_KEY}{name}": row[name] for name in self._key}
        return connection.execute(_update(self.table, tuple(row), self._key), {**row, **key}).rowcount

    def put(self, connection: Connection, value: T) -> None:
        """Add a row, or put it in the place of the one with the same key."""
        if self.update(connection, value) == 0:
            self.insert(connection, value)

    def one(self, connection: Connection, **columns: object) -> T | None:
        """Return the row with these cells, proven; None if there is none.

        Raises:
            ForgedRowError: it does not carry its code.
        """
        return next(self.all(connection, _one(self.table, self._make, tuple(columns)), columns), None)

    def all(
        self, connection: Connection, query: Select[Any] | None = None, asked: Mapping[str, object] | None = None
    ) -> Iterator[T]:
        """Yield the rows of a query made by `guarded_select`, each proven; `asked` are its parameters."""
        for row in connection.execute(self.guarded_select() if query is None else query, asked):
            *cells, code = row
            named = dict(zip(self._names, cells, strict=True))
            row_id = "|".join(_shown(named[name]) for name in self._key)
            self._mac.require(self.table.name, row_id, self.told(named), code or b"")
            yield self.value(tuple(cells))

    def guarded_select(self) -> Select[Any]:
        """Return a query for the value's columns and their code."""
        return self._place.guarded_select


def _bare(annotation: object) -> Any:  # noqa: ANN401  a type
    types = [each for each in get_args(annotation) if each is not NoneType]
    return types[0] if NoneType in get_args(annotation) else annotation


def _plain(value: object) -> str:
    return str(value)


def _shown(cell: object) -> str:
    return cell.hex()[:16] if isinstance(cell, bytes) else str(cell)
