"""Bars, as numbers for an SVG that the server writes: no script, and a table beside it says the same.

Flow        days, with how many of each series -> rectangles of a fixed canvas, which scales with the page
Guarantees  1. Pure; what is drawn is what the table says, to the last one.
I/O         none
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 160
_FOOT: Final = 4  # units that a bar of one is at least high
_GAP: Final = 0.25  # of a day's width


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day, with how many of each series."""

    day: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how many there are together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One rectangle."""

    x: float
    y: float
    width: float
    height: float
    series: int
    day: date
    count: int


def bars(columns: Sequence[Column]) -> tuple[Bar, ...]:
    """Return a stack of rectangles for each day, from left to right; the highest stack is as high as the canvas."""
    most = max((column.total for column in columns), default=0)
    if not most:
        return ()
    step, unit = WIDTH / len(columns), HEIGHT / most
    drawn: list[Bar] = []
    for place, column in enumerate(columns):
        top = float(HEIGHT)
        for series, count in enumerate(column.counts):
            if count:
                height = max(count * unit, _FOOT)
                top = max(top - height, 0.0)
                x, width = round(step * (place + _GAP / 2), 2), round(step * (1 - _GAP), 2)
                bar = Bar(
                    x=x,
                    y=round(top, 2),
                    width=width,
                    height=round(height, 2),
                    series=series,
                    day=column.day,
                    count=count,
                )
                drawn.append(bar)
    return tuple(drawn)
