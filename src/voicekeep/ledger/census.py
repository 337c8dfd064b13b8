"""The census: what was captured for one person, by the ledger alone; a source that the builder did not use.

Flow        a subject, a scope, a kind -> every captured fact that the scope covers and nobody erased
Guarantees  1. Each fact that is shown was proven against the last signed checkpoint.
            2. None is left out: before the first is shown, the whole ledger was read, and every captured fact of the
               subject was found by what it says, not by the column under which it is filed.
            3. What its owner withholds is told apart, whenever they said so: also after the scope was fixed.
            4. Memory: 40 bytes for each captured fact of the subject, whatever the size of the ledger.
I/O         none here; stores implement LogStore
Format      docs/formats/ledger.md says why the whole ledger is read
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.formats.facts import commitment, decode_fact, says
from voicekeep.ledger.errors import (
    CensusIncompleteError,
    EditedColumnError,
    EditedOpeningError,
    LedgerBehindError,
)
from voicekeep.ledger.head import signed_head
from voicekeep.ledger.reading import Reading
from voicekeep.ledger.store import LogStore, Opening
from voicekeep.records.facts import Captured, Withheld
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

_A_CAPTURE: Final = says("fact", "captured")
_A_WITHHOLDING: Final = says("fact", "withheld")
_CAPTURED: Final = "captured"
_COMMITMENT_BYTES: Final = 32


class LedgerCensus:
    """The ledger's own list, as one transaction sees it. It fits the checks' Protocol."""

    def __init__(self, store: LogStore, public_key: Ed25519PublicKey, origin: str) -> None:
        self._store = store
        self._public_key = public_key
        self._origin = origin
        self._found: tuple[SubjectId, int, _Held] | None = None

    def captured_for(self, subject: SubjectId, scope: ReleaseScope, kind: ItemKind) -> Iterator[Captured]:
        """Yield what the scope covers and nobody erased, ordered by instant, then item.

        Raises:
            MissingOpeningError: an opening is gone, and no erasure accounts for it.
            ReturnedOpeningError: what was erased is there again.
            EditedColumnError: a captured fact is filed under something else than it says.
            CensusIncompleteError: the store did not show all of them.
            LedgerError: the ledger is not what was signed, or has not come as far as the scope.
        """
        if kind not in scope.kinds:
            return
        held = self._held_by(subject, scope.as_of)
        shown, last = 0, None
        for opening in self._store.captured(subject, kind, scope.as_of):
            fact = held.fact_of(opening)
            if fact.kind is not kind or (last is not None and (fact.at, fact.item) <= last):
                raise EditedColumnError(opening.position)
            shown, last = shown + 1, (fact.at, fact.item)
            if scope.covers(kind, fact.at):
                yield fact
        if shown != held.counts[kind]:
            raise CensusIncompleteError(shown=shown, held=held.counts[kind])

    def withheld_from(self, subject: SubjectId, scope: ReleaseScope) -> Mapping[ItemId, bytes | None]:
        """Return the turns that their owner withholds, up to the ledger's end; a turn withheld whole stays so.

        Raises:
            LedgerError: as `captured_for`.
        """
        return self._held_by(subject, scope.as_of).withheld

    def _held_by(self, subject: SubjectId, as_of: int) -> _Held:
        if self._found is None or self._found[:2] != (subject, as_of):
            self._found = subject, as_of, self._read(subject, as_of)
        return self._found[2]

    def _read(self, subject: SubjectId, as_of: int) -> _Held:
        head = signed_head(self._store, self._public_key, self._origin)
        if as_of > head.size:
            raise LedgerBehindError(size=head.size, seen=as_of)
        reading, held, of_subject = Reading(self._store, head), _Held(), says("subject", subject)
        for entry, opening in reading.lines():
            if (
                opening is not None
                and of_subject in opening.fact
                and _A_CAPTURE in opening.fact
                and entry.position < as_of
            ):
                held.add(opening, subject, entry.commitment)
            elif opening is not None and of_subject in opening.fact and _A_WITHHOLDING in opening.fact:
                held.withhold(opening, subject)
        reading.finish()
        return held


class _Held:
    """Where the captured facts of one subject stand, and what the entries there commit to."""

    def __init__(self) -> None:
        self.counts: Counter[ItemKind] = Counter()
        self.withheld: dict[ItemId, bytes | None] = {}
        self._positions = array("Q")
        self._commitments = bytearray()

    def add(self, opening: Opening, subject: SubjectId, committed: bytes) -> None:
        """Take down a captured fact of `subject` that its entry commits to; it must be filed where it is looked for."""
        kind = opening.kind
        filed = kind is not None and (opening.name, opening.subject) == (_CAPTURED, subject)
        if kind is None or not filed or says("kind", kind) not in opening.fact:
            raise EditedColumnError(opening.position)
        self.counts[kind] += 1
        self._positions.append(opening.position)
        self._commitments += committed

    def withhold(self, opening: Opening, subject: SubjectId) -> None:
        """Take down what `subject` withholds; `Reading` has proven that its entry commits to it."""
        fact = decode_fact(opening.fact)
        if isinstance(fact, Withheld) and fact.subject == subject:
            whole = fact.item in self.withheld and self.withheld[fact.item] is None
            self.withheld[fact.item] = None if whole else fact.audio

    def fact_of(self, opening: Opening) -> Captured:
        """Return the fact, if it is one of those that were taken down."""
        position = opening.position
        found = bisect_left(self._positions, position)
        if found == len(self._positions) or self._positions[found] != position:
            raise EditedColumnError(position)
        begin = found * _COMMITMENT_BYTES
        if commitment(opening.salt, opening.fact) != self._commitments[begin : begin + _COMMITMENT_BYTES]:
            raise EditedOpeningError(position)
        fact = decode_fact(opening.fact)
        if not isinstance(fact, Captured):
            raise EditedOpeningError(position)
        return fact
