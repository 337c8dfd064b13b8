"""Long lists in pages: every line on exactly one of them, in the order of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[T]):
    """One page of a list."""

    lines: tuple[T, ...]
    number: int  # from 1
    last: int  # number of the last page, 1 where there is nothing

    @property
    def several(self) -> bool:
        """Return whether there is more than one page."""
        return self.last > 1


def part_of(lines: Sequence[T], number: int, most: int) -> Part[T]:
    """Return page `number` of a list with at most `most` lines each; a number beyond the ends is the nearest page."""
    last = max(1, -(-len(lines) // most))
    at = min(max(number, 1), last)
    return Part(lines=tuple(lines[(at - 1) * most : at * most]), number=at, last=last)
