"""The ledger's rows in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select

from voicekeep.ledger import EditedColumnError, Entry, Opening
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.stores import schema
from voicekeep.stores.guarded import Mapper

_ROWS_AT_ONCE = 500
_ENTRY, _OPENING = schema.ledger_entry.c, schema.ledger_opening.c
_NODE, _CHECKPOINT, _FORGOTTEN = schema.ledger_node.c, schema.ledger_checkpoint.c, schema.ledger_forgotten.c
_ENTRIES = Mapper(schema.ledger_entry, Entry)
_OPENINGS = Mapper(schema.ledger_opening, Opening)
_LAST = select(func.max(_ENTRY.position))
_LAST_CHECKPOINT = select(_CHECKPOINT.size, _CHECKPOINT.note).order_by(_CHECKPOINT.size.desc()).limit(1)
_SOME_ENTRIES = (
    _ENTRIES.select().where(_ENTRY.position.in_(bindparam("positions", expanding=True))).order_by(_ENTRY.position)
)
_ONE_POSITION = select(_ENTRY.position).where(_ENTRY.natural_key == bindparam("natural_key"))
_ONE_OPENING = _OPENINGS.select().where(_OPENING.position == bindparam("position"))
_CAPTURED = (
    _OPENINGS.select()
    .where(
        _OPENING.subject == bindparam("subject"),
        _OPENING.kind == bindparam("kind"),
        _OPENING.name == "captured",
        _OPENING.position < bindparam("end"),
    )
    .order_by(_OPENING.at, _OPENING.item)
)
_NODES = select(_NODE.number, _NODE.hash).where(
    _NODE.level == bindparam("level"), _NODE.number.in_(bindparam("numbers", expanding=True))
)


class SqlLog:
    """A LogStore."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def size(self) -> int:
        last = self._connection.execute(_LAST).scalar_one()
        return 0 if last is None else int(last) + 1

    def add(self, entries: Sequence[Entry], openings: Sequence[Opening]) -> None:
        if entries:
            self._connection.execute(insert(schema.ledger_entry), [_ENTRIES.row(entry) for entry in entries])
        if openings:
            self._connection.execute(insert(schema.ledger_opening), [_OPENINGS.row(opening) for opening in openings])

    def entries(self, first: int, end: int) -> Iterator[Entry]:
        query = select(_ENTRY.position, _ENTRY.natural_key, _ENTRY.commitment)
        query = query.where(_ENTRY.position >= first, _ENTRY.position < end).order_by(_ENTRY.position)
        for position, natural_key, commitment in self._streamed(query):
            yield Entry(position=position, natural_key=natural_key, commitment=commitment)

    def entries_at(self, positions: Sequence[int]) -> Sequence[Entry]:
        found: list[Entry] = []
        wanted = sorted(positions)
        for first in range(0, len(wanted), _ROWS_AT_ONCE):
            cells = {"positions": wanted[first : first + _ROWS_AT_ONCE]}
            found.extend(map(_ENTRIES.value, self._connection.execute(_SOME_ENTRIES, cells).all()))
        return found

    def positions_of(self, natural_keys: Sequence[bytes]) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        if len(natural_keys) == 1:  # as mostly
            position = self._connection.execute(_ONE_POSITION, {"natural_key": natural_keys[0]}).scalar()
            return {} if position is None else {natural_keys[0]: position}
        for first in range(0, len(natural_keys), _ROWS_AT_ONCE):
            some = natural_keys[first : first + _ROWS_AT_ONCE]
            query = select(_ENTRY.natural_key, _ENTRY.position).where(_ENTRY.natural_key.in_(some))
            found.update((key, position) for key, position in self._connection.execute(query).all())
        return found

    def add_nodes(self, nodes: Sequence[tuple[int, int, bytes]]) -> None:
        if nodes:
            rows = [{"level": level, "number": number, "hash": digest} for level, number, digest in nodes]
            self._connection.execute(insert(schema.ledger_node), rows)

    def nodes(self, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        found: dict[tuple[int, int], bytes] = {}
        by_level: dict[int, list[int]] = {}
        for level, number in wanted:
            by_level.setdefault(level, []).append(number)
        for level, numbers in by_level.items():  # a pair of columns in a list would make SQLite read the whole table
            for first in range(0, len(numbers), _ROWS_AT_ONCE):
                cells = {"level": level, "numbers": numbers[first : first + _ROWS_AT_ONCE]}
                found.update({(level, number): digest for number, digest in self._connection.execute(_NODES, cells)})
        return found

    def add_checkpoint(self, size: int, note: str) -> None:
        self._connection.execute(insert(schema.ledger_checkpoint), {"size": size, "note": note})

    def last_checkpoint(self) -> tuple[int, str] | None:
        found = self._connection.execute(_LAST_CHECKPOINT).first()
        return None if found is None else (found[0], found[1])

    def checkpoint_at(self, size: int) -> str | None:
        return self._connection.execute(select(_CHECKPOINT.note).where(_CHECKPOINT.size == size)).scalar()

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        query = select(_CHECKPOINT.size, _CHECKPOINT.note).order_by(_CHECKPOINT.size)
        yield from self._streamed(query)

    def opening(self, position: int) -> Opening | None:
        found = self._connection.execute(_ONE_OPENING, {"position": position}).first()
        return None if found is None else _OPENINGS.value(found)

    def openings(self, first: int, end: int) -> Iterator[Opening]:
        query = _OPENINGS.select().where(_OPENING.position >= first, _OPENING.position < end)
        return self._openings(query.order_by(_OPENING.position))

    def openings_at(self, positions: Sequence[int]) -> Iterator[Opening]:
        wanted = sorted(positions)
        for first in range(0, len(wanted), _ROWS_AT_ONCE):
            some = _OPENING.position.in_(wanted[first : first + _ROWS_AT_ONCE])
            yield from self._openings(_OPENINGS.select().where(some).order_by(_OPENING.position))

    def openings_named(self, name: str, *, subject: SubjectId | None = None) -> Iterator[Opening]:
        query = _OPENINGS.select().where(_OPENING.name == name)
        if subject is not None:
            query = query.where(_OPENING.subject == subject)
        return self._openings(query.order_by(_OPENING.position))

    def openings_about(self, subject: SubjectId) -> Iterator[Opening]:
        return self._openings(_OPENINGS.select().where(_OPENING.subject == subject).order_by(_OPENING.position))

    def openings_of_archive(self, archive: str) -> Iterator[Opening]:
        return self._openings(_OPENINGS.select().where(_OPENING.archive == archive).order_by(_OPENING.position))

    def openings_of_item(self, item: str) -> Iterator[Opening]:
        return self._openings(_OPENINGS.select().where(_OPENING.item == item).order_by(_OPENING.position))

    def openings_of_items(self, items: Sequence[str], names: Sequence[str]) -> Iterator[Opening]:
        for first in range(0, len(items), _ROWS_AT_ONCE):
            some = _OPENING.item.in_(items[first : first + _ROWS_AT_ONCE])
            yield from self._openings(_OPENINGS.select().where(some, _OPENING.name.in_(names)))

    def captured(self, subject: SubjectId, kind: ItemKind, end: int) -> Iterator[Opening]:
        cells = {"subject": subject, "kind": kind.value, "end": end}
        return self._openings(_CAPTURED, cells)

    def captured_with(self, *, audio: bytes | None = None, samples: bytes | None = None) -> Iterator[Opening]:
        columns = ((_OPENING.audio, audio), (_OPENING.samples, samples))
        seen: set[int] = set()
        for column, digest in columns:
            if digest is None:
                continue
            for opening in self._openings(_OPENINGS.select().where(column == digest).order_by(_OPENING.position)):
                if opening.position not in seen:
                    seen.add(opening.position)
                    yield opening

    def forget(self, positions: Sequence[int], erased_by: int) -> None:
        if not positions:
            return
        self._connection.execute(
            insert(schema.ledger_forgotten), [{"position": each, "erased_by": erased_by} for each in positions]
        )
        for first in range(0, len(positions), _ROWS_AT_ONCE):
            some = _OPENING.position.in_(positions[first : first + _ROWS_AT_ONCE])
            self._connection.execute(delete(schema.ledger_opening).where(some))

    def count_openings(self, end: int) -> int:
        query = select(func.count()).select_from(schema.ledger_opening).where(_OPENING.position < end)
        return int(self._connection.execute(query).scalar_one())

    def count_forgotten(self, end: int) -> int:
        query = select(func.count()).select_from(schema.ledger_forgotten).where(_FORGOTTEN.position < end)
        return int(self._connection.execute(query).scalar_one())

    def forgotten(self, first: int, end: int) -> dict[int, int]:
        query = select(_FORGOTTEN.position, _FORGOTTEN.erased_by)
        query = query.where(_FORGOTTEN.position >= first, _FORGOTTEN.position < end)
        return {row.position: row.erased_by for row in self._connection.execute(query)}

    def _openings(self, query: Select[Any], cells: Mapping[str, object] | None = None) -> Iterator[Opening]:
        return map(_opening, self._streamed(query, cells))

    def _streamed(self, query: Select[Any], cells: Mapping[str, object] | None = None) -> Iterator[Any]:
        yield from self._connection.execute(query, cells, execution_options={"yield_per": _ROWS_AT_ONCE})


def _opening(row: Row[Any]) -> Opening:
    """Return the opening that a row is; the ledger is read whole to be proven, so this is done without the mapper."""
    position, salt, fact, name, subject, kind, at, item, archive, audio, samples = tuple(row)
    try:
        owner = None if subject is None else _subject(subject)
        about = None if kind is None else _kind(kind)
    except ValueError as edited:
        raise EditedColumnError(position) from edited
    return Opening(
        position=position,
        salt=salt,
        fact=fact,
        name=name,
        subject=owner,
        kind=about,
        at=at,
        item=item,
        archive=archive,
        audio=audio,
        samples=samples,
    )


_subject = lru_cache(maxsize=4096)(SubjectId)
_kind = lru_cache(ItemKind)
