"""Proofs: from what a store holds to a signed root, and their verification by anybody who has neither.

Flow        positions and a signed head -> hashes of the ranges that prove them -> Proof -> the fact, believed
Guarantees  1. What leaves here was verified against the head first: an edited row gives an error, never a false proof.
            2. `verify_proof` needs the proof, the public key and the ledger's name; no store, no network (P8).
I/O         none here; stores implement LogStore
Format      docs/formats/ledger.md, version 1
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.formats.canonical import Json
from voicekeep.formats.checkpoint import Checkpoint, open_note
from voicekeep.formats.facts import commitment, decode_fact, key_digest
from voicekeep.formats.proof import Proof, proof_in
from voicekeep.ledger.errors import (
    EditedNodeError,
    FalseProofError,
    LedgerForkError,
    MissingEntryError,
    UnprovenEntryError,
)
from voicekeep.ledger.store import Entry, LogStore
from voicekeep.ledger.tree import (
    Edge,
    Range,
    inclusion_path,
    leaf_hash,
    perfect_subtrees,
    root_over,
    verify_inclusion,
)
from voicekeep.records.facts import Fact


def leaf_of(natural_key: bytes, committed: bytes) -> bytes:
    """Return the hash by which an entry stands in the tree; every byte of the entry is in it."""
    return leaf_hash(natural_key + committed)


def roots_over(store: LogStore, ranges: Sequence[Range]) -> list[bytes]:
    """Return the roots of ranges that a proof names, from what the store holds. Nothing of it is believed yet.

    Raises:
        EditedNodeError: a node is gone.
        MissingEntryError: an entry is gone.
    """
    wanted = {node for each in ranges for node in perfect_subtrees(*each)}
    leaves = sorted(node.place for node in wanted if node.level == 0)
    hashes: dict[tuple[int, int], bytes] = dict(store.nodes(sorted(node for node in wanted if node.level > 0)))
    for entry in store.entries_at(leaves):
        hashes[0, entry.position] = leaf_of(entry.natural_key, entry.commitment)
    for level, place in sorted(wanted):
        if (level, place) not in hashes:
            raise EditedNodeError(level, place) if level else MissingEntryError(place)
    return [root_over(each, hashes.__getitem__) for each in ranges]


def proven_edge(store: LogStore, head: Checkpoint) -> Edge:
    """Return the tree's right edge, from which it grows.

    Raises:
        LedgerForkError: it does not lead to the signed root.
    """
    peaks = [Range(place << level, place + 1 << level) for level, place in perfect_subtrees(0, head.size)]
    edge = Edge(head.size, roots_over(store, peaks))
    if edge.root() != head.root:
        raise LedgerForkError(seen=head.size)
    return edge


def proven_entry(store: LogStore, head: Checkpoint, position: int) -> tuple[Entry, tuple[bytes, ...]]:
    """Return an entry and the path that proves it. Raises as `proven_entries`."""
    return proven_entries(store, head, [position])[position]


def proven_entries(
    store: LogStore, head: Checkpoint, positions: Collection[int]
) -> dict[int, tuple[Entry, tuple[bytes, ...]]]:
    """Return entries, each with the path that proves it; what they share is read once.

    Raises:
        MissingEntryError: there is none at one of these positions.
        UnprovenEntryError: the store's entries and nodes do not lead to the signed root.
    """
    entries = {entry.position: entry for entry in store.entries_at(sorted(positions))}
    for position in positions:
        if not 0 <= position < head.size or position not in entries:
            raise MissingEntryError(position)
    ranges = {position: inclusion_path(position, head.size) for position in positions}
    roots = iter(roots_over(store, [each for path in ranges.values() for each in path]))
    proven: dict[int, tuple[Entry, tuple[bytes, ...]]] = {}
    for position, wanted in ranges.items():
        entry, path = entries[position], tuple(islice(roots, len(wanted)))
        leaf = leaf_of(entry.natural_key, entry.commitment)
        try:
            verify_inclusion(leaf, position=position, size=head.size, path=path, root=head.root)
        except FalseProofError as error:
            raise UnprovenEntryError(position) from error
        proven[position] = entry, path
    return proven


def verify_proof(proof: Proof, public_key: Ed25519PublicKey, origin: str) -> Fact:
    """Return the fact that the ledger `origin`, whose key is `public_key`, is proven to hold.

    Raises:
        CheckpointError: the checkpoint is not this ledger's.
        NotAFactError: what is proven is not a fact.
        FalseProofError: the path does not lead from the fact to the checkpoint's root.
    """
    head = open_note(proof.checkpoint, public_key, origin)
    fact = decode_fact(proof.fact)
    leaf = leaf_of(key_digest(fact.natural_key), commitment(proof.salt, proof.fact))
    verify_inclusion(leaf, position=proof.position, size=head.size, path=proof.path, root=head.root)
    return fact


def open_proof(fields: Mapping[str, Json], public_key: Ed25519PublicKey, origin: str) -> Fact:
    """Return the fact that a proof in a statement proves; `verify_proof` for what `proof_fields` wrote.

    Raises:
        NotAProofError: not a proof as Voicekeep writes it.
        CheckpointError, NotAFactError, FalseProofError: as `verify_proof`.
    """
    return verify_proof(proof_in(fields), public_key, origin)
