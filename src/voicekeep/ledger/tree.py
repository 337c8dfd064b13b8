"""The Merkle tree of RFC 6962, over stored hashes of its perfect subtrees.

`fetch(level, index)` gives the hash of the perfect subtree over leaves [index * 2**level, (index + 1) * 2**level);
level 0 are the leaves. Only perfect subtrees are ever stored: they never change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

Fetch = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree that leaves are added to; holds the hashes along its right edge only."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self._edge = [fetch(level, index) for level, index in _subtrees(0, size)]

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add one leaf hash; yield the inner nodes that became perfect by it, from below: (level, index, hash)."""
        self._edge.append(leaf)
        self.size += 1
        level, count = 1, self.size
        while count % 2 == 0:
            count //= 2
            right = self._edge.pop()
            self._edge[-1] = node_hash(self._edge[-1], right)
            yield level, count - 1, self._edge[-1]
            level += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return _folded(self._edge)


def root_of(size: int, fetch: Fetch) -> bytes:
    """Return the root over the first `size` leaves."""
    return _range_hash(0, size, fetch)


def inclusion_path(position: int, size: int, fetch: Fetch) -> tuple[bytes, ...]:
    """Return RFC 6962's audit path of the leaf at `position` in the tree of `size` leaves.

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= position < size:
        raise ValueError("there is no leaf at that position")
    return tuple(_path(position, 0, size, fetch))


def _path(position: int, begin: int, end: int, fetch: Fetch) -> Iterator[bytes]:
    if end - begin == 1:
        return
    middle = begin + _split(end - begin)
    if position < middle:
        yield from _path(position, begin, middle, fetch)
        yield _range_hash(middle, end, fetch)
    else:
        yield from _path(position, middle, end, fetch)
        yield _range_hash(begin, middle, fetch)


def verify_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Return whether `path` proves the leaf hash at `position` under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    number, last, computed = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if number % 2 == 1 or number == last:
            computed = node_hash(sibling, computed)
            while number % 2 == 0 and number != 0:
                number, last = number >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and computed == root


def consistency_path(old: int, new: int, fetch: Fetch) -> tuple[bytes, ...]:
    """Return RFC 6962's proof that the tree of `new` leaves continues the one of `old`.

    Raises:
        ValueError: not 0 < old <= new.
    """
    if not 0 < old <= new:
        raise ValueError("a tree continues a smaller one with at least one leaf")
    return tuple(_continuation(old, 0, new, fetch, whole=True))


def _continuation(old: int, begin: int, end: int, fetch: Fetch, *, whole: bool) -> Iterator[bytes]:
    if old == end:
        if not whole:
            yield _range_hash(begin, end, fetch)
        return
    middle = begin + _split(end - begin)
    if old <= middle:
        yield from _continuation(old, begin, middle, fetch, whole=whole)
        yield _range_hash(middle, end, fetch)
    else:
        yield from _continuation(old, middle, end, fetch, whole=False)
        yield _range_hash(begin, middle, fetch)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether `path` proves that the second tree continues the first (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new or not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    number, last = old - 1, new - 1
    while number % 2 == 1:
        number, last = number >> 1, last >> 1
    first = second = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if number % 2 == 1 or number == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while number % 2 == 0 and number != 0:
                number, last = number >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (level, index) of the perfect subtrees that tile a range, from left to right."""
    while begin < end:
        level = (end - begin).bit_length() - 1
        while begin % (1 << level):
            level -= 1
        yield level, begin >> level
        begin += 1 << level


def _range_hash(begin: int, end: int, fetch: Fetch) -> bytes:
    return _folded([fetch(level, index) for level, index in _subtrees(begin, end)])


def _folded(hashes: Sequence[bytes]) -> bytes:
    """Fold the hashes of a right edge into one, from the right."""
    if not hashes:
        return EMPTY_ROOT
    folded = hashes[-1]
    for left in reversed(hashes[:-1]):
        folded = node_hash(left, folded)
    return folded
