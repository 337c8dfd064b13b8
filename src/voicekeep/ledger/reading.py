"""Read the whole ledger once, and find out whether it is what was signed.

Flow        a store and a signed head -> every entry with its opening -> and at the end: proven, or a named error
Guarantees  1. The entries are those that the head signs: the root is made anew from all of them, not from stored nodes.
            2. Each opening is what its entry commits to.
            3. Each missing opening is named by an `erased` fact that is proven itself, and of the very item whose
               captured fact stood there; nothing that was erased is there again.
I/O         none here; stores implement LogStore
"""

from __future__ import annotations

from collections.abc import Iterator

from voicekeep.formats.checkpoint import Checkpoint
from voicekeep.formats.facts import NotAFactError, commitment, decode_fact, says
from voicekeep.ledger.errors import (
    EditedEntryError,
    EditedOpeningError,
    LedgerBehindError,
    LedgerForkError,
    MissingEntryError,
    MissingOpeningError,
    ReturnedOpeningError,
)
from voicekeep.ledger.openings import erased_key
from voicekeep.ledger.proofs import leaf_of
from voicekeep.ledger.store import Entry, LogStore, Opening
from voicekeep.ledger.tree import Edge, Range
from voicekeep.records.facts import Erased

_AN_ERASURE = says("fact", "erased")


class Reading:
    """One pass. What `lines` yields counts only once `finish` has returned."""

    def __init__(self, store: LogStore, head: Checkpoint) -> None:
        self.head = head
        self.edge = Edge()
        self.completed: list[bytes] = []
        """Hashes of the nodes that the entry yielded last has completed, from level 1 on."""
        self.accounted: dict[int, int] = {}
        """Position of each opening that is missing with reason -> position of the `erased` fact."""
        self._store = store
        self._missing: dict[int, bytes] = {}  # position -> natural key
        self._doubtful: int | None = None
        self._returned: int | None = None

    def lines(self) -> Iterator[tuple[Entry, Opening | None]]:
        """Yield every entry in order, with its opening if it has one that opens it.

        Raises:
            MissingEntryError: an entry in the middle is gone.
            LedgerBehindError: entries at the end are gone.
        """
        openings = self._store.openings(0, self.head.size)
        opening = next(openings, None)
        for entry in self._store.entries(0, self.head.size):
            position = entry.position
            if position != self.edge.size:
                raise MissingEntryError(self.edge.size)
            self.completed = self.edge.add(leaf_of(entry.natural_key, entry.commitment))
            if opening is None or opening.position != position:
                self._missing[position] = entry.natural_key
                yield entry, None
                continue
            if self._opens(opening, entry):
                yield entry, opening
            else:
                self.doubt(position)
                yield entry, None
            opening = next(openings, None)
        if self.edge.size != self.head.size:
            raise LedgerBehindError(size=self.edge.size, seen=self.head.size)

    def doubt(self, position: int) -> None:
        """Take down that an entry and its opening do not fit; `finish` knows which of the two was edited."""
        if self._doubtful is None:
            self._doubtful = position

    def finish(self, *, unlike: Range | None = None) -> None:
        """Return if what was read is what was signed, and whole.

        Args:
            unlike: Entries under the first stored node that is not what they give, if the reader compares nodes.

        Raises:
            EditedEntryError: the entries are not those that were signed, and it is known where.
            LedgerForkError: they are not, all of them fit together: the ledger was rewritten.
            EditedOpeningError: an entry commits to something else than its opening.
            MissingOpeningError: an opening is gone, and no erasure accounts for it.
            ReturnedOpeningError: an opening was erased and is there.
        """
        if self.edge.root() != self.head.root:
            if self._doubtful is not None:
                raise EditedEntryError(self._doubtful)
            if unlike is not None:
                raise EditedEntryError(unlike.first, end=unlike.end)
            raise LedgerForkError(seen=self.head.size)
        if self._doubtful is not None:
            raise EditedOpeningError(self._doubtful)
        if self._returned is not None:
            raise ReturnedOpeningError(self._returned)
        if self._missing:
            raise MissingOpeningError(min(self._missing))

    def _opens(self, opening: Opening, entry: Entry) -> bool:
        if commitment(opening.salt, opening.fact) != entry.commitment:
            return False
        if _AN_ERASURE in opening.fact:
            try:
                fact = decode_fact(opening.fact)
            except NotAFactError:
                return False
            if isinstance(fact, Erased):
                self._account(entry.position, fact)
        return True

    def _account(self, position: int, fact: Erased) -> None:
        key = erased_key(fact)
        for named in fact.positions:
            if named not in self._missing:
                self._returned = named
            elif self._missing[named] == key:
                del self._missing[named]
                self.accounted[named] = position
