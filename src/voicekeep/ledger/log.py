"""The log: takes facts, once each, and signs what it holds.

Flow        facts -> entries, openings and nodes, and one checkpoint over all of it -> positions
Guarantees  1. A fact whose natural key is known is not appended again; another fact under that key is refused (P10).
            2. Only what continues the last signed checkpoint is signed: rows that somebody put there are not.
            3. An opening is forgotten only if an `erased` fact of the same item names its position (P7).
I/O         none here; stores implement LogStore, the operation's transaction makes an append whole
Format      docs/formats/ledger.md, version 1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voicekeep.formats.checkpoint import Checkpoint, sign
from voicekeep.formats.facts import SALT_BYTES, commitment, decode_fact, encode_fact, key_digest
from voicekeep.formats.proof import Proof
from voicekeep.ledger.errors import (
    ConflictingFactError,
    EditedOpeningError,
    MissingOpeningError,
    UnaccountableError,
)
from voicekeep.ledger.head import signed_head
from voicekeep.ledger.openings import erased_key, opening_of
from voicekeep.ledger.proofs import leaf_of, proven_edge, proven_entries, proven_entry, roots_over
from voicekeep.ledger.store import Entry, LogStore, Opening
from voicekeep.ledger.tree import completed_by, consistency_path, inclusion_path
from voicekeep.records.facts import Erased, Fact
from voicekeep.records.ids import Entropy


class Log:
    """One ledger, as one transaction sees it."""

    def __init__(self, *, store: LogStore, key: Ed25519PrivateKey, origin: str, entropy: Entropy) -> None:
        self.store: Final = store
        self.origin: Final = origin
        self.public_key: Final[Ed25519PublicKey] = key.public_key()
        self._key = key
        self._entropy = entropy

    def size(self) -> int:
        """Return how many entries there are."""
        return self.store.size()

    def head(self) -> Checkpoint:
        """Return size and root as they were signed last.

        Raises:
            LedgerError: the last checkpoint is not this ledger's, or not of as many entries as there are.
        """
        return signed_head(self.store, self.public_key, self.origin)

    def checkpoint(self) -> str:
        """Return the last checkpoint as its signed note.

        Raises:
            LedgerError: as `head`.
        """
        return sign(self.head(), self._key)

    def append(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Append what is not there yet, and sign the result; return where each fact stands.

        Raises:
            ConflictingFactError: another fact stands under the same natural key; nothing was appended.
            UnaccountableError: an `erased` fact names a position that is not its item's captured fact.
            UnwritableFactError: something in a fact that no fact may hold.
            LedgerError: the ledger is not what was signed last; nothing was appended.
        """
        keyed = [(key_digest(fact.natural_key), encode_fact(fact), fact) for fact in facts]
        head = self.head()
        there = self.store.positions_of([key for key, _, _ in keyed])
        added: dict[bytes, Opening] = {}
        for key, encoded, fact in keyed:
            if key in there:
                self._require_same(head, there[key], encoded, fact)
            elif key not in added:
                self._require_accountable(head, fact)
                added[key] = opening_of(head.size + len(added), self._entropy(SALT_BYTES), encoded, fact)
            elif added[key].fact != encoded:
                raise ConflictingFactError(fact.natural_key, added[key].position)
        if added:
            self._write(head, added)
        return tuple(there[key] if key in there else added[key].position for key, _, _ in keyed)

    def position_of(self, natural_key: str) -> int | None:
        """Return where the fact with this natural key stands; None: nowhere."""
        key = key_digest(natural_key)
        return self.store.positions_of([key]).get(key)

    def fact(self, natural_key: str) -> Fact | None:
        """Return the fact with this natural key, proven against the last signed checkpoint; None: there is none.

        That it is none is what the entries say: who read the whole ledger knows that none was taken away.

        Raises:
            MissingOpeningError: what the entry commits to is gone.
            LedgerError: it cannot be proven.
        """
        return self.facts([natural_key])[natural_key]

    def facts(self, natural_keys: Sequence[str]) -> dict[str, Fact | None]:
        """Return the facts with these natural keys, each proven as `fact` proves one; None: there is none.

        Raises:
            MissingOpeningError, LedgerError: as `fact`.
        """
        found: dict[str, Fact | None] = dict.fromkeys(natural_keys)
        at = self.store.positions_of([key_digest(key) for key in found])
        openings = self._proven_openings(self.head(), sorted(at.values())) if at else {}
        for key in found:
            position = at.get(key_digest(key))
            if position is None:
                continue
            opening = openings[position]
            if opening is None:
                raise MissingOpeningError(position)
            found[key] = fact = decode_fact(opening.fact)
            if fact.natural_key != key:
                raise EditedOpeningError(position)
        return found

    def proven(self, opening: Opening) -> Fact:
        """Return the fact that an opening shows, proven against the last signed checkpoint.

        Raises:
            EditedOpeningError: its entry commits to something else.
            LedgerError: its entry cannot be proven.
        """
        entry, _ = proven_entry(self.store, self.head(), opening.position)
        if commitment(opening.salt, opening.fact) != entry.commitment:
            raise EditedOpeningError(opening.position)
        return decode_fact(opening.fact)

    def numbered(self, key: str) -> Iterator[Fact]:
        """Yield the facts whose natural keys are `key` with 1, 2, 3 and so on behind it, until there is none.

        Raises:
            LedgerError: as `fact`.
        """
        for number in count(1):
            fact = self.fact(f"{key}|{number}")
            if fact is None:
                return
            yield fact

    def forget(self, positions: Sequence[int], erased_by: int) -> None:
        """Delete the openings at `positions`; may be run twice.

        Args:
            positions: Those that the fact at `erased_by` names, or some of them.
            erased_by: Position of the `erased` fact.

        Raises:
            UnaccountableError: that fact does not name one of them; nothing was forgotten.
            LedgerError: that fact cannot be proven.
        """
        opening = self._proven_opening(self.head(), erased_by)
        fact = None if opening is None else decode_fact(opening.fact)
        for position in positions:
            if not isinstance(fact, Erased) or position not in fact.positions:
                raise UnaccountableError(position)
        left = [position for position in positions if not self.store.forgotten(position, position + 1)]
        self.store.forget(left, erased_by)

    def inclusion(self, position: int, size: int) -> tuple[bytes, ...]:
        """Return the path that proves `position` to whoever holds the checkpoint at `size`.

        Raises:
            ValueError: the ledger never had such a position at such a size.
        """
        if size > self.size():
            raise ValueError("the ledger has not come that far")
        return tuple(roots_over(self.store, inclusion_path(position, size)))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the path that proves to whoever holds the checkpoint at `old` that the one at `new` continues it.

        Raises:
            ValueError: `old` is 0 or more than `new`, or the ledger has not come as far as `new`.
        """
        if new > self.size():
            raise ValueError("the ledger has not come that far")
        return () if old == new else tuple(roots_over(self.store, consistency_path(old, new)))

    def proof_of(self, position: int) -> Proof:
        """Return the proof that the fact at `position` is in the ledger, as of now.

        Raises:
            MissingOpeningError: what stands there was erased.
            LedgerError: it cannot be proven.
        """
        head = self.head()
        opening = self._proven_opening(head, position)
        if opening is None:
            raise MissingOpeningError(position)
        return Proof(
            position=position,
            fact=opening.fact,
            salt=opening.salt,
            path=self.inclusion(position, head.size),
            checkpoint=sign(head, self._key),
        )

    def _write(self, head: Checkpoint, added: Mapping[bytes, Opening]) -> None:
        edge = proven_edge(self.store, head)
        entries: list[Entry] = []
        nodes: list[tuple[int, int, bytes]] = []
        for key, opening in added.items():
            position, committed = opening.position, commitment(opening.salt, opening.fact)
            entries.append(Entry(position=position, natural_key=key, commitment=committed))
            completed = edge.add(leaf_of(key, committed))
            nodes += [(node.level, node.place, hashed) for node, hashed in completed_by(position, completed)]
        self.store.add(entries, list(added.values()))
        self.store.add_nodes(nodes)
        grown = Checkpoint(origin=self.origin, size=edge.size, root=edge.root())
        self.store.add_checkpoint(grown.size, sign(grown, self._key))

    def _require_same(self, head: Checkpoint, position: int, encoded: bytes, fact: Fact) -> None:
        """Return if `fact` stands at `position`, be it that it was forgotten since."""
        opening = self._proven_opening(head, position)
        if opening is None:
            if position not in self.store.forgotten(position, position + 1):
                raise MissingOpeningError(position)
        elif opening.fact != encoded:
            raise ConflictingFactError(fact.natural_key, position)

    def _require_accountable(self, head: Checkpoint, fact: Fact) -> None:
        """Return unless `fact` would account for the opening of something else than its own item."""
        if not isinstance(fact, Erased):
            return
        key, last = erased_key(fact), -1
        for position in fact.positions:
            if not last < position < head.size or proven_entry(self.store, head, position)[0].natural_key != key:
                raise UnaccountableError(position)
            last = position

    def _proven_opening(self, head: Checkpoint, position: int) -> Opening | None:
        return self._proven_openings(head, [position])[position]

    def _proven_openings(self, head: Checkpoint, positions: Sequence[int]) -> dict[int, Opening | None]:
        entries = proven_entries(self.store, head, positions)
        found: dict[int, Opening | None] = dict.fromkeys(positions)
        for opening in self.store.openings_at(positions):
            if commitment(opening.salt, opening.fact) != entries[opening.position][0].commitment:
                raise EditedOpeningError(opening.position)
            found[opening.position] = opening
        return found
