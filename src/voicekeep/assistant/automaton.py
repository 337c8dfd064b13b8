"""The smallest automaton that accepts a set of word sequences.

Flow        parts put one after another or beside each other -> states and arcs -> deterministic -> smallest
Guarantees  1. It accepts just what was put in.
            2. From every state a word leads to one state at most: an engine follows each beginning once, however many
               sentences share it. Written as plain rules, the same sentences cost it a hundred times as much.
I/O         none
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

START: Final = 0


@dataclass(frozen=True, slots=True)
class Automaton:
    """States by number, the first is START; from each, a word leads to another."""

    arcs: tuple[Mapping[str, int], ...]
    accepting: frozenset[int]

    def accepts(self, words: Sequence[str]) -> bool:
        """Return whether that sequence of words was put in."""
        state = START
        for word in words:
            if word not in self.arcs[state]:
                return False
            state = self.arcs[state][word]
        return state in self.accepting

    def words(self) -> frozenset[str]:
        """Return every word of it."""
        return frozenset(word for arcs in self.arcs for word in arcs)

    def walk(self, choose: Callable[[int], int]) -> tuple[str, ...]:
        """Return one of its sequences; `choose` says, of so many ways from a state, by its number which to go."""
        state, said = START, list[str]()
        while True:
            ways = sorted(self.arcs[state])
            chosen = choose(len(ways) + (state in self.accepting))
            if chosen == len(ways):
                return tuple(said)
            said.append(ways[chosen])
            state = self.arcs[state][ways[chosen]]


class Draft:
    """States and arcs while they are put together; an arc without a word is gone for free."""

    def __init__(self) -> None:
        self._arcs: list[list[tuple[str | None, int]]] = []

    def state(self) -> int:
        """Return a new state."""
        self._arcs.append([])
        return len(self._arcs) - 1

    def arc(self, origin: int, word: str | None, to: int) -> None:
        """Let `word` lead from one state to another."""
        self._arcs[origin].append((word, to))

    def automaton(self, first: int, last: int) -> Automaton:
        """Return the smallest automaton of what leads from `first` to `last`."""
        arcs, accepting = self._deterministic(first, last)
        return _smallest(arcs, accepting)

    def _from(self, state: int, last: int) -> tuple[int, ...]:
        """Return the states that one is at for free from `state`, without those that it only passes by."""
        found, left = {state}, [state]
        while left:
            for word, to in self._arcs[left.pop()]:
                if word is None and to not in found:
                    found.add(to)
                    left.append(to)
        return tuple(at for at in found if at == last or any(word is not None for word, _ in self._arcs[at]))

    def _deterministic(self, first: int, last: int) -> tuple[list[dict[str, int]], set[int]]:
        at_once = cache(partial(self._from, last=last))
        numbers = {frozenset(at_once(first)): START}
        order = list(numbers)
        arcs: list[dict[str, int]] = []
        for together in order:  # grows while it is read
            ways: dict[str, set[int]] = {}
            for state in together:
                for word, to in self._arcs[state]:
                    if word is not None:
                        ways.setdefault(word, set()).update(at_once(to))
            here: dict[str, int] = {}
            for word, reached in ways.items():
                closed = frozenset(reached)
                if closed not in numbers:
                    numbers[closed] = len(order)
                    order.append(closed)
                here[word] = numbers[closed]
            arcs.append(here)
        return arcs, {number for together, number in numbers.items() if last in together}


def _smallest(arcs: Sequence[Mapping[str, int]], accepting: set[int]) -> Automaton:
    """Put together the states from which the same can follow (Moore)."""
    kinds = [int(state in accepting) for state in range(len(arcs))]
    words = [tuple(sorted(each)) for each in arcs]
    ways = [[each[word] for word in sorted(each)] for each in arcs]
    while True:
        looks = [
            (kind, said, tuple([kinds[to] for to in leads]))
            for kind, said, leads in zip(kinds, words, ways, strict=True)
        ]
        numbers: dict[object, int] = {}
        finer = [numbers.setdefault(look, len(numbers)) for look in looks]
        if len(numbers) == len(set(kinds)):
            break
        kinds = finer
    first_of: dict[int, int] = {}
    for state, kind in enumerate(finer):
        first_of.setdefault(kind, state)  # START comes first: its kind has the number 0
    return Automaton(
        arcs=tuple({word: finer[to] for word, to in arcs[state].items()} for state in first_of.values()),
        accepting=frozenset(finer[state] for state in accepting),
    )
