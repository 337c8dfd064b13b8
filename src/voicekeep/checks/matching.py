"""Hold two lists against each other that should be the same, in one pass and almost no memory.

What stands on one side only waits until the other side brings it, or until the end. As long as the lists agree nothing
waits; how many may wait is bounded, because lists that differ that much need no further reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

from voicekeep.records.facts import Captured

WAITING_MAX: Final = 1000

S = TypeVar("S")


class TooDifferentError(Exception):
    """More entries wait on one side than any honest difference explains."""


class Matching(Generic[S]):
    """What is seen in an archive, against what the ledger holds, by key."""

    def __init__(
        self, held: Iterator[Captured], key: Callable[[Captured], str], judge: Callable[[S, Captured], None]
    ) -> None:
        self._held = held
        self._key = key
        self._judge = judge
        self._seen_only: dict[str, S] = {}
        self._held_only: dict[str, Captured] = {}
        self.doubled: list[str] = []

    def see(self, key: str, seen: S) -> None:
        """Take the archive's next entry.

        Raises:
            TooDifferentError: the two lists have little in common.
        """
        captured = self._held_only.pop(key, None) or self._next_held(key)
        if captured is not None:
            self._judge(seen, captured)
        elif key in self._seen_only:
            self.doubled.append(key)
        else:
            self._seen_only[key] = seen
        if len(self._seen_only) + len(self._held_only) > WAITING_MAX:
            raise TooDifferentError

    def rest(self) -> tuple[dict[str, S], Iterator[Captured]]:
        """Return what only the archive has, and what only the ledger has, once the archive's list has ended."""
        return self._seen_only, self._missing()

    def _next_held(self, key: str) -> Captured | None:
        """Step the ledger's list once; return its entry if it is the one, else let it wait."""
        captured = next(self._held, None)
        if captured is None:
            return None
        found = self._key(captured)
        if found == key:
            return captured
        earlier = self._seen_only.pop(found, None)
        if earlier is not None:
            self._judge(earlier, captured)
        else:
            self._held_only[found] = captured
        return None

    def _missing(self) -> Iterator[Captured]:
        yield from self._held_only.values()
        for captured in self._held:
            earlier = self._seen_only.pop(self._key(captured), None)
            if earlier is None:
                yield captured
            else:
                self._judge(earlier, captured)
