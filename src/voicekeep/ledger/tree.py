"""The Merkle tree of RFC 6962: hashes, roots, proofs, and their verification without any store.

Flow        leaf hashes -> perfect subtrees and a root -> a proof -> verified, or a named error
Guarantees  1. A proof that verifies shows that a leaf is in the tree, or that one tree continues another.
            2. Nothing here reads a store: proofs are lists of ranges, whose hashes the caller brings.
I/O         none
Format      docs/formats/ledger.md; RFC 6962 section 2.1, verification as in RFC 9162 sections 2.1.3.2 and 2.1.4.2
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from voicekeep.ledger.errors import FalseProofError

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


class Node(NamedTuple):
    """A perfect subtree: the leaves from `place << level` on, `1 << level` of them. Level 0 is a leaf."""

    level: int
    place: int


class Range(NamedTuple):
    """The leaves `first` to `end - 1`, as a subtree of their own."""

    first: int
    end: int


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds `data`."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Edge:
    """The right edge of a growing tree: the perfect subtrees that no later leaf changes, largest first."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Take the tree up from `size` leaves, whose `peaks` are the hashes of `perfect_subtrees(0, size)`."""
        self.size = size
        self._peaks = list(peaks)

    def add(self, leaf: bytes) -> list[bytes]:
        """Add one leaf; return the hashes of the nodes above it that it completes: of level 1, 2 and so on."""
        peaks, completed, place = self._peaks, [], self.size
        while place & 1:
            leaf = node_hash(peaks.pop(), leaf)
            completed.append(leaf)
            place >>= 1
        peaks.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the tree head."""
        return root_of(self._peaks)


def completed_by(position: int, hashes: Sequence[bytes]) -> Iterator[tuple[Node, bytes]]:
    """Yield the nodes that the leaf at `position` completes, with their hashes as `Edge.add` returned them."""
    for level, hashed in enumerate(hashes, 1):
        yield Node(level, position >> level), hashed


def root_of(peaks: Sequence[bytes]) -> bytes:
    """Return the root over perfect subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def perfect_subtrees(first: int, end: int) -> Iterator[Node]:
    """Yield the perfect subtrees of the range `first` to `end - 1` that a proof names, largest first."""
    while first < end:
        level = (end - first).bit_length() - 1
        yield Node(level, first >> level)
        first += 1 << level


def root_over(leaves: Range, hash_of: Callable[[Node], bytes]) -> bytes:
    """Return the root of a range that a proof names, from the hashes of its perfect subtrees."""
    return root_of([hash_of(node) for node in perfect_subtrees(*leaves)])


def inclusion_path(position: int, size: int) -> list[Range]:
    """Return the ranges whose roots prove that `position` is in the tree of `size` leaves, lowest first.

    Raises:
        ValueError: there is no such leaf in such a tree.
    """
    if not 0 <= position < size:
        raise ValueError("no leaf of the tree has this position")
    path: list[Range] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _left_size(end - first)
        if position < middle:
            path.append(Range(middle, end))
            end = middle
        else:
            path.append(Range(first, middle))
            first = middle
    return path[::-1]


def consistency_path(old: int, new: int) -> list[Range]:
    """Return the ranges whose roots prove that the tree of `new` leaves continues that of `old`.

    Raises:
        ValueError: `old` is 0 or more than `new`.
    """
    if not 0 < old <= new:
        raise ValueError("a proof leads from a tree with leaves to one that is no smaller")
    path: list[Range] = []
    first, end = 0, new
    while old != end:
        middle = first + _left_size(end - first)
        if old <= middle:
            path.append(Range(middle, end))
            end = middle
        else:
            path.append(Range(first, middle))
            first = middle
    if first > 0:
        path.append(Range(first, end))
    return path[::-1]


def verify_inclusion(leaf: bytes, *, position: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Return if the leaf with this hash stands at `position` in the tree of `size` leaves under `root`.

    Raises:
        FalseProofError: the path does not show it.

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= position < size:
        raise FalseProofError
    node, last, found = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise FalseProofError
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last != 0 or found != root:
        raise FalseProofError


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Return if the tree of `new` leaves under `new_root` begins with that of `old` leaves under `old_root`.

    Raises:
        FalseProofError: the path does not show it.

    Source: RFC 9162 section 2.1.4.2; a tree without leaves begins every other.
    """
    if old in (0, new):
        if path or old_root != (EMPTY_ROOT if old == 0 else new_root) or (new == 0 and new_root != EMPTY_ROOT):
            raise FalseProofError
        return
    if not 0 < old < new or not path:
        raise FalseProofError
    whole = old & (old - 1) == 0
    start, *rest = [old_root, *path] if whole else path
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    found_old = found_new = start
    for sibling in rest:
        if last == 0:
            raise FalseProofError
        if node & 1 or node == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0 or found_old != old_root or found_new != new_root:
        raise FalseProofError


def _left_size(size: int) -> int:
    """Return the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)
