"""Prove every line of the ledger, and everything that is derived from one.

Flow        the whole ledger, once, in order -> VerifiedLedger, or the first thing that does not fit, by position
Guarantees  1. Entries give the signed root; openings open them; erasures account for those that are missing.
            2. Stored nodes, old checkpoints, notes of erasure and columns beside the facts say what the entries say.
            3. What is wrong is called by its own name: an edited entry is not reported as an edited opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voicekeep.formats.facts import NotAFactError, decode_fact, key_digest
from voicekeep.ledger.errors import (
    EditedCheckpointError,
    EditedColumnError,
    EditedErasureError,
    EditedNodeError,
    LedgerSignatureError,
)
from voicekeep.ledger.head import witnessed
from voicekeep.ledger.log import Log
from voicekeep.ledger.openings import opening_of
from voicekeep.ledger.reading import Reading
from voicekeep.ledger.store import Entry, LogStore, Opening
from voicekeep.ledger.tree import Edge, Node, Range, completed_by

_BATCH: Final = 500  # nodes that are fetched together


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedLedger:
    """What was proven."""

    size: int  # entries
    root: bytes  # 32 bytes
    openings: int
    forgotten: int  # entries without an opening, each accounted for by an erasure


def verify(log: Log) -> VerifiedLedger:
    """Read the whole ledger and prove every line of it.

    Raises:
        LedgerError: the first thing that does not fit, by position.
    """
    reading = Reading(log.store, log.head())
    nodes, checkpoints, columns = _StoredNodes(log.store), _Checkpoints(log), _Columns()
    for entry, opening in reading.lines():
        nodes.compare(entry.position, reading.completed)
        checkpoints.compare(reading.edge)
        if opening is not None and not columns.compare(entry, opening):
            reading.doubt(entry.position)
    nodes.flush()
    # 1 the entries are those that were signed; what is told by them comes after
    reading.finish(unlike=nodes.range_unlike())
    # 2 what is derived from them
    if columns.unlike is not None:
        raise EditedColumnError(columns.unlike)
    if nodes.unlike is not None:
        raise EditedNodeError(*nodes.unlike)
    checkpoints.finish()
    _require_noted(log.store, reading)
    return VerifiedLedger(
        size=reading.head.size,
        root=reading.head.root,
        openings=reading.head.size - len(reading.accounted),
        forgotten=len(reading.accounted),
    )


class _Columns:
    """Compares what stands beside a fact with the fact."""

    def __init__(self) -> None:
        self.unlike: int | None = None

    def compare(self, entry: Entry, opening: Opening) -> bool:
        """Return whether entry and fact belong together; take down the first one that is filed wrongly."""
        try:
            fact = decode_fact(opening.fact)
        except NotAFactError:
            return False
        if self.unlike is None and opening != opening_of(opening.position, opening.salt, opening.fact, fact):
            self.unlike = opening.position
        return entry.natural_key == key_digest(fact.natural_key)


class _StoredNodes:
    """Compares the stored nodes with those that the entries give."""

    def __init__(self, store: LogStore) -> None:
        self.unlike: Node | None = None
        self._store = store
        self._given: dict[Node, bytes] = {}

    def compare(self, position: int, completed: list[bytes]) -> None:
        self._given.update(completed_by(position, completed))
        if len(self._given) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        stored = self._store.nodes(list(self._given))
        for node, given in self._given.items():
            if self.unlike is None and stored.get(node) != given:
                self.unlike = node
        self._given.clear()

    def range_unlike(self) -> Range | None:
        """Return the entries under the first node that is unlike."""
        if self.unlike is None:
            return None
        level, place = self.unlike
        return Range(place << level, place + 1 << level)


class _Checkpoints:
    """Compares every checkpoint with the root that the entries give at its size."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._rest = log.store.checkpoints()
        self._next = next(self._rest, None)
        self._unlike: int | None = None

    def compare(self, edge: Edge) -> None:
        while self._next is not None and self._next[0] <= edge.size:
            size, note = self._next
            if self._unlike is None and not self._is_of(edge, size, note):
                self._unlike = size
            self._next = next(self._rest, None)

    def finish(self) -> None:
        if self._unlike is not None:
            raise EditedCheckpointError(self._unlike)

    def _is_of(self, edge: Edge, size: int, note: str) -> bool:
        try:
            said = witnessed(note, self._log.public_key, self._log.origin)
        except LedgerSignatureError:
            return False
        return size == said.size == edge.size and said.root == edge.root()


def _require_noted(store: LogStore, reading: Reading) -> None:
    noted = store.forgotten(0, reading.head.size)
    differing = noted.items() ^ reading.accounted.items()
    if differing:
        raise EditedErasureError(min(position for position, _ in differing))
